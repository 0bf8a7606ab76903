"""Files as material for rules: case extracts and wide registers, told apart by their headings."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.extracts.kinds import kind_named, kinds
from frirum.core.extracts.mapping import ColumnMapping
from frirum.core.extracts.people import cpr_by_case_number
from frirum.core.extracts.reading import Before, Fate, RowIdentity, RowReader, Tally, person_key, settle
from frirum.core.extracts.recognition import recognise
from frirum.core.files.limits import REGISTERS
from frirum.core.files.opening import FileKind, kind_of, open_source
from frirum.core.files.parquet import parquet_columns
from frirum.core.files.refusals import not_permitted, refuse_absent
from frirum.core.files.source import OpenedFile
from frirum.core.files.text import read_head
from frirum.core.measures import words
from frirum.core.measures.register import (
    BENEFITS,
    benefit_rows,
    by_benefit,
    degree_lookup,
    first_day_of,
    last_day_of,
    state_lookup,
)
from frirum.core.measures.rows import FactRow, Material
from frirum.core.registers.axis import label_of
from frirum.core.registers.reading import read_register
from frirum.core.registers.spell_table import SpellTable
from frirum.core.registers.stored import is_stored
from frirum.core.registers.typed_files import PARQUET, SAS, STATA, typed_kind
from frirum.core.vocabulary.citizen_numbers import Identity, read_identity

REGISTER = "register"
NOT_STATED = 0
"""The municipality of a row whose file does not say."""
_SECRET = bytes(32)  # The keys of rows tell repeats apart within one run and are never shown or kept.
_FEWEST_TIMES = 2


@dataclass(frozen=True)
class GatheredFile:
    """One file and what became of its rows.

    Attributes:
        file: its name without folders.
        kind: the kind of extract, or `register`.
        sha256: of its bytes.
        rows: rows of data; people of a register.
        set_aside: rows that could not be read, by the finding's code.
        duplicates: rows that stand more than once, counted once.
        first_day, last_day: of the rows by their day, of a register by its columns; None without a day.
        tells_until: the last day of any cell that tells what has happened; of a register as `last_day`.
    """

    file: str
    kind: str
    sha256: str
    rows: int
    set_aside: Mapping[str, int] = field(default_factory=dict)
    duplicates: int = 0
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    tells_until: dt.date | None = None

    def as_dict(self) -> dict[str, object]:
        """The file as the command line names it."""
        return {
            "file": self.file,
            "kind": self.kind,
            "sha256": self.sha256,
            "rows": self.rows,
            "set_aside": dict(self.set_aside),
            "duplicates": self.duplicates,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "tells_until": self.tells_until.isoformat() if self.tells_until else None,
        }


@dataclass(frozen=True)
class Gathered:
    """What the files hold.

    Attributes:
        files: each file, in the order given.
        rows: kind of extract -> its rows. A register's spells are rows of `benefits` where no extract has those.
        register: the wide register, with benefits for groups; None without.
        key_file: CPR number -> running number of the register.
        unknown_start: spells of the register left out of `rows`, as they touch its first column.
        columns: kind of extract -> the fields that any of its files has a column for.
    """

    files: tuple[GatheredFile, ...]
    rows: Mapping[str, Sequence[FactRow]]
    register: SpellTable | None = None
    key_file: Mapping[bytes, bytes] | None = None
    unknown_start: int = 0
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def seen_until(self) -> dt.date | None:
        """The latest day that a row of an extract is of, or the register's last; None without rows."""
        return max((one.last_day for one in self.files if one.last_day), default=None)

    @property
    def told_until(self) -> dt.date | None:
        """The last day that any cell tells of: a firm that closes says that the others were seen that day."""
        return max((one.tells_until for one in self.files if one.tells_until), default=None)

    def material(
        self,
        *,
        start: dt.date,
        end: dt.date | None,
        seen_until: dt.date,
        before_from: dt.date | None = None,
        municipalities: frozenset[int] = frozenset(),
    ) -> Material:
        """All of it as material for the rules of an experiment.

        Args:
            start, end, seen_until, before_from: see `Material`.
            municipalities: whose rows count; rows that do not say count always. Empty: everybody's.
        """
        kept = municipalities | {NOT_STATED}
        rows = {
            kind: [row for row in own if not municipalities or row.municipality in kept]
            for kind, own in self.rows.items()
        }
        return Material(
            start=start,
            end=end,
            seen_until=seen_until,
            told_until=self.told_until,
            before_from=before_from,
            rows=rows,
            columns=self.columns,
            kinds={kind.id: (kind.day, kind.until) for kind in kinds()},
            state_after=None if self.register is None else state_lookup(self.register, self.key_file),
            degree_after=None if self.register is None else degree_lookup(self.register, self.key_file),
        )


def gather(
    files: Iterable[Path], *, key_file: Mapping[bytes, bytes] | None = None, municipality: int | None = None
) -> Gathered:
    """Read every file, each as what its headings say it is.

    Args:
        key_file: see `read_key_file`.
        municipality: whose extracts they are, where they do not say; None leaves rows without one at 0.

    Raises:
        InputRefused: a file cannot be read, is no extract or register, stands twice, or there are two registers.
    """
    told: list[GatheredFile] = []
    rows: dict[str, list[FactRow]] = {}
    columns: dict[str, frozenset[str]] = {}
    register: SpellTable | None = None
    for path in files:
        sha256 = _sha256(path)
        twin = next((one for one in told if one.sha256 == sha256), None)
        if twin is not None:
            raise words.file_twice(path, twin.file)
        try:
            if is_register(path):
                if register is not None:
                    raise words.two_registers()
                register = by_benefit(read_register(path))
                told.append(_of_register(path, sha256, register))
                continue
            source = open_source(path)
            mapping = recognise(source)
            found, about = _read(source, mapping, municipality)
        except InputRefused as refusal:
            refusal.file = refusal.file or str(path)
            raise
        rows.setdefault(mapping.kind, []).extend(found)
        has = frozenset(column.field for column in mapping.columns)
        columns[mapping.kind] = columns.get(mapping.kind, frozenset()) | has
        told.append(replace(about, file=path.name, sha256=sha256))
    unknown_start = 0
    if register is not None and BENEFITS not in rows:
        spells, unknown_start = benefit_rows(register, key_file)
        rows[BENEFITS] = list(spells)
    return Gathered(tuple(told), rows, register, key_file, unknown_start, columns)


def is_register(path: Path) -> bool:
    """Whether a file is a register: the description of a stored one, or a wide file.

    That is SAS, Stata, or Parquet or text with weeks or months for columns.

    Raises:
        InputRefused: it is not there or no file of a kind that is read, or a column is a week that does not exist.
    """
    refuse_absent(path)
    if is_stored(path):
        return True
    kind = typed_kind(path)
    if kind in (SAS, STATA):
        return True
    if kind == PARQUET:
        names = parquet_columns(path, REGISTERS)
    elif kind_of(path, REGISTERS) is FileKind.TEXT:
        names = read_head(path, REGISTERS).columns
    else:
        return False
    return sum(label_of(name) is not None for name in names) >= _FEWEST_TIMES


def _sha256(path: Path) -> str:
    refuse_absent(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise not_permitted(path) from fault


def _of_register(path: Path, sha256: str, table: SpellTable) -> GatheredFile:
    return GatheredFile(
        path.name,
        REGISTER,
        sha256,
        table.people,
        first_day=first_day_of(table),
        last_day=last_day_of(table),
        tells_until=last_day_of(table),
    )


def _read(
    source: OpenedFile, mapping: ColumnMapping, municipality: int | None
) -> tuple[list[FactRow], GatheredFile]:
    """The rows that can be read, and what became of the others."""
    in_file = cpr_by_case_number(source, mapping, _identify)

    def identify(cpr: str, case_number: str) -> RowIdentity:
        found = read_identity(cpr, case_number)
        return found if found.cpr else Identity(in_file.get(found.case_number, ""), found.case_number)

    reader = RowReader(source, mapping, municipality=municipality, identify=identify, secret=_SECRET)
    tally, why, found = Tally(), Counter[str](), []
    for row in settle(reader.rows(), _nothing_before).rows:
        tally = tally.with_row(row)
        if row.fate is Fate.SET_ASIDE:
            why.update({one.code.value for one in row.findings if not one.is_warning})
        if row.fate is Fate.ACCEPTED and row.identity is not None:
            values = dict(row.values)
            place = values.pop("municipality", municipality or 0)
            found.append(FactRow(person_key(row.identity), place if isinstance(place, int) else 0, values))
    kind = kind_named(mapping.kind)
    days = [own for row in found if (own := row.date(kind.day))]
    first, last = (min(days), max(days)) if days else (None, None)
    until = max((own for row in found for name in kind.happened if (own := row.date(name))), default=last)
    aside = dict(sorted(why.items()))
    return found, GatheredFile("", mapping.kind, "", tally.rows, aside, tally.duplicates, first, last, until)


def _identify(cpr: str, case_number: str) -> RowIdentity:
    return read_identity(cpr, case_number)


def _nothing_before(_keys: Sequence[str]) -> Mapping[str, Before]:
    return {}
