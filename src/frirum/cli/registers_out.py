"""What `frirum registers` shows in place of people's numbers, and the files it writes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frirum.cli.output import invocation
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    from frirum.core.registers.marks import MarkFile
    from frirum.core.registers.spell_table import SpellTable

TABLES = (".parquet", ".csv")


def refuse_unless_table(out: Path | None) -> None:
    """Refuse a file to write that is no table.

    Raises:
        UsageError: its name ends on neither .parquet nor .csv.
    """
    if out is not None and out.suffix.lower() not in TABLES:
        raise UsageError(
            _("--out skal ende på .parquet eller .csv, ikke {value}.").format(value=out.suffix or out.name),
            remedy=_("Skriv for eksempel --out forloeb.parquet."),
        )


def sha256_of(file: Path) -> str:
    """The fingerprint of a file's bytes."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class Pseudonyms:
    """What stands for each person in the output of one run.

    Attributes:
        how: "key" (none, random or home), and "text": a word on how they were made.
    """

    def __init__(self, *, keep_ids: bool, evaluation: str) -> None:
        from frirum.core.registers.pseudonyms import evaluation_key

        home = invocation().home
        self._key: bytes | None = None
        if keep_ids:
            kind, text = "none", _("Personerne står med registrets egne numre (--keep-ids).")
        elif home is None:
            self._key, kind = secrets.token_bytes(32), "random"
            text = _(
                "Pseudonymerne er lavet med en tilfældig nøgle, som ikke er gemt: næste kørsel giver andre."
            )
        else:
            from frirum.web.home import Home

            self._key, kind = evaluation_key(Home(home).pseudonym_key(), evaluation), "home"
            text = _(
                "Pseudonymerne er lavet med installationens nøgle: samme person får samme pseudonym igen."
            )
        self.how = {"key": kind, "text": text}

    def of(self, numbers: list[bytes]) -> list[str]:
        """What is shown for each number."""
        from frirum.core.registers.pseudonyms import pseudonyms

        return [one.decode() for one in numbers] if self._key is None else pseudonyms(numbers, self._key)


@dataclass(frozen=True)
class OutcomesWritten:
    """Outcomes of marked people on their way to a file.

    Attributes:
        out: the file, or None where the rows stand in the answer.
        file: the register.
    """

    out: Path | None
    file: Path
    table: SpellTable
    marked: MarkFile
    pseudonym: Pseudonyms

    def document(
        self,
        shown: Sequence[str],
        columns: Sequence[Sequence[Any]],
        about: dict[str, Any],
        horizons: Sequence[int],
    ) -> dict[str, Any]:
        """What the answer says of the files, once they are written; {} where none is asked for.

        The spells of the marked people alone go along, so that a script can reckon the outcomes anew.

        Args:
            shown: the number shown for each mark.
            columns: (horizons, marks) the outcomes.
            about: scheme and unit.
        """
        if self.out is None:
            return {}
        import datetime as dt

        import numpy as np
        import polars as pl

        from frirum.core.registers.export import MarkResults, write_store
        from frirum.core.registers.spell_table import group_spells

        person = self.marked.marks.person
        kept = np.unique(person[person >= 0])
        rows = np.where(person >= 0, np.searchsorted(kept, person), -1)
        days = [dt.date.fromordinal(day) for day in self.marked.marks.day.tolist()]
        named = zip(horizons, columns, strict=True)
        frame = pl.DataFrame(
            [
                pl.Series("person", [None if row < 0 else row for row in rows.tolist()], dtype=pl.UInt32),
                pl.Series("number", shown, dtype=pl.String),
                pl.Series("day", days, dtype=pl.Date),
                *(pl.Series(f"after_{months}", column) for months, column in named),
            ]
        )
        provenance = {
            "source": self.file.name,
            "sha256": sha256_of(self.file),
            "gap": self.table.book.gap_weeks,
            "pseudonyms": self.pseudonym.how,
        }
        own = self.table.only(kept)
        files = write_store(
            self.out,
            own,
            group_spells(own),
            self.pseudonym.of(own.ids.tolist()),
            provenance,
            results=MarkResults(frame, {**about, "horizons": list(horizons)}),
        )
        return {"files": files, "rows": len(shown)}
