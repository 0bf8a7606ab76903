"""Reading the shipped tables of dated data, so that an error names the file, the line and what is allowed.

Long tables are CSV, the rest is TOML with one `[[table]]` per row. `tomllib` forgets line numbers, so the
headers are found again in the text: a row's line is the line of its `[[...]]`.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.vocabulary.periods import Period

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with where it stands.

    Args:
        file: the file as the reader knows it.
        line: the first line of the row; the file's first line is 1.
        values: column or key to value. CSV values are text, TOML values keep their type.
    """

    file: str
    line: int
    values: dict[str, Any]

    def refuse(self, message: str, remedy: str | None = None) -> InputRefused:
        """The error to raise for this row."""
        return InputRefused(message, remedy=remedy, file=self.file, line=self.line)

    def text(self, key: str) -> str:
        """The text under `key`; refused when missing or empty."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(_("Feltet {key} mangler eller er tomt.").format(key=key))
        return value.strip()

    def optional_text(self, key: str) -> str | None:
        """The text under `key`, or None when it is missing or empty."""
        return None if self.values.get(key) in (None, "") else self.text(key)

    def integer(self, key: str) -> int:
        """The whole number under `key`; refused when it is anything else (`true` is not a number)."""
        value = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().isdecimal():
            return int(value)
        raise self.refuse(
            _("Feltet {key} skal være et helt tal, ikke {value!r}.").format(key=key, value=value)
        )

    def date(self, key: str) -> dt.date | None:
        """The date under `key`, or None when it is missing: an open end or a date no source states."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        raise self.refuse(
            _("Feltet {key} skal være en dato, ikke {value!r}.").format(key=key, value=value),
            _("Skriv datoen som 2018-07-01 uden anførselstegn."),
        )

    def required_date(self, key: str) -> dt.date:
        """The date under `key`; refused when missing."""
        found = self.date(key)
        if found is None:
            raise self.refuse(_("Feltet {key} mangler eller er tomt.").format(key=key))
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`; empty when it is missing."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.refuse(_("Feltet {key} skal være en liste af tekster.").format(key=key))
        return tuple(item.strip() for item in value)

    def some_texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`, at least one: a fact without a source is refused."""
        if found := self.texts(key):
            return found
        raise self.refuse(_("Feltet {key} skal have mindst én linje.").format(key=key))

    def period(self, first: str, last: str) -> Period:
        """The period between the dates under `first` and `last`, either of which may be missing."""
        try:
            return Period(self.date(first), self.date(last))
        except ValueError as fault:
            raise self.refuse(_("Perioden slutter, før den begynder.")) from fault

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """The text under `key`, which must be one of `allowed`; the error lists them."""
        value = self.text(key)
        if value not in allowed:
            raise self.refuse(
                _("Feltet {key} kan ikke være {value!r}.").format(key=key, value=value),
                _("Tilladt: {allowed}.").format(allowed=", ".join(allowed)),
            )
        return value

    def only(self, allowed: Collection[str]) -> None:
        """Refuses a key that nobody reads: most often a misspelling."""
        if unknown := sorted(set(self.values) - set(allowed)):
            raise self.refuse(
                _("Ukendt felt: {keys}.").format(keys=", ".join(unknown)),
                _("Tilladt: {allowed}.").format(allowed=", ".join(allowed)),
            )


def read_text(path: Path) -> str:
    """The file as UTF-8 text, with or without a byte order mark."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise InputRefused(_("Filen kan ikke læses."), file=str(path)) from fault
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise InputRefused(
            _("Filen er ikke UTF-8."), remedy=_("Gem filen som UTF-8."), file=str(path), line=line
        ) from fault


def csv_rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a comma-separated file with exactly `columns`, in that order."""
    lines = csv.reader(read_text(path).splitlines())
    header = tuple(next(lines, ()))
    if header != columns:
        raise InputRefused(
            _("Første linje skal være: {columns}.").format(columns=",".join(columns)), file=str(path), line=1
        )
    rows = []
    for cells in lines:
        if len(cells) != len(columns):
            raise InputRefused(
                _("Linjen har {found} felter, der skal være {expected}.").format(
                    found=len(cells), expected=len(columns)
                ),
                file=str(path),
                line=lines.line_num,
            )
        rows.append(Row(str(path), lines.line_num, dict(zip(columns, cells, strict=True))))
    return rows


def toml_rows(path: Path, table: str) -> list[Row]:
    """The `[[table]]` rows of a TOML file, each with the line of its header."""
    text = read_text(path)
    try:
        found = tomllib.loads(text).get(table, [])
    except tomllib.TOMLDecodeError as fault:
        raise InputRefused(
            _("Filen er ikke gyldig TOML: {fault}.").format(fault=fault), file=str(path)
        ) from fault
    header = f"[[{table}]]"
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if line.split("#")[0].strip() == header]
    if not isinstance(found, list) or len(lines) != len(found):
        raise InputRefused(
            _("Rækkerne skal skrives som {header}.").format(header=header), file=str(path), line=None
        )
    return [Row(str(path), line, values) for line, values in zip(lines, found, strict=True)]


def unique(rows: list[tuple[Row, T]], key: Callable[[T], object]) -> tuple[T, ...]:
    """The items in order; a second item with the same key is refused, naming the first one's line."""
    seen: dict[object, int] = {}
    for row, item in rows:
        first = seen.setdefault(key(item), row.line)
        if first != row.line:
            raise row.refuse(_("{key} står allerede i linje {first}.").format(key=key(item), first=first))
    return tuple(item for _row, item in rows)
