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
from frirum.core.vocabulary.periods import Period
from frirum.core.vocabulary.sentences import say

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
            raise self.refuse(say("field_key_is_missing_or_empty", key=key))
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
        raise self.refuse(say("field_key_must_be_whole_number", key=key, value=value))

    def date(self, key: str) -> dt.date | None:
        """The date under `key`, or None when it is missing: an open end or a date no source states."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        raise self.refuse(
            say("field_key_must_be_date", key=key, value=value),
            say("write_date_as_2018_07_01"),
        )

    def required_date(self, key: str) -> dt.date:
        """The date under `key`; refused when missing."""
        found = self.date(key)
        if found is None:
            raise self.refuse(say("field_key_is_missing_or_empty", key=key))
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`; empty when it is missing."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.refuse(say("field_key_must_be_list", key=key))
        return tuple(item.strip() for item in value)

    def some_texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`, at least one: a fact without a source is refused."""
        if found := self.texts(key):
            return found
        raise self.refuse(say("field_key_must_have_at_least", key=key))

    def period(self, first: str, last: str) -> Period:
        """The period between the dates under `first` and `last`, either of which may be missing."""
        try:
            return Period(self.date(first), self.date(last))
        except ValueError as fault:
            raise self.refuse(say("period_ends_before_begins")) from fault

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """The text under `key`, which must be one of `allowed`; the error lists them."""
        value = self.text(key)
        if value not in allowed:
            raise self.refuse(
                say("field_key_cannot_be_value", key=key, value=value),
                say("allowed_allowed", allowed=", ".join(allowed)),
            )
        return value

    def only(self, allowed: Collection[str]) -> None:
        """Refuses a key that nobody reads: most often a misspelling."""
        if unknown := sorted(set(self.values) - set(allowed)):
            raise self.refuse(
                say("unknown_field_keys", keys=", ".join(unknown)),
                say("allowed_allowed", allowed=", ".join(allowed)),
            )


def read_text(path: Path) -> str:
    """The file as UTF-8 text, with or without a byte order mark."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise InputRefused(say("file_cannot_be_read"), file=str(path)) from fault
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise InputRefused(
            say("file_is_not_utf_8"), remedy=say("save_file_as_utf_8"), file=str(path), line=line
        ) from fault


def csv_rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a comma-separated file with exactly `columns`, in that order."""
    lines = csv.reader(read_text(path).splitlines())
    header = tuple(next(lines, ()))
    if header != columns:
        raise InputRefused(
            say("first_line_must_be_columns", columns=",".join(columns)), file=str(path), line=1
        )
    rows = []
    for cells in lines:
        if len(cells) != len(columns):
            raise InputRefused(
                say("line_has_found_fields_must", found=len(cells), expected=len(columns)),
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
        raise InputRefused(say("file_is_not_valid_toml_fault", fault=fault), file=str(path)) from fault
    header = f"[[{table}]]"
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if line.split("#")[0].strip() == header]
    if not isinstance(found, list) or len(lines) != len(found):
        raise InputRefused(say("rows_must_be_written_as_header", header=header), file=str(path), line=None)
    return [Row(str(path), line, values) for line, values in zip(lines, found, strict=True)]


def unique(rows: list[tuple[Row, T]], key: Callable[[T], object]) -> tuple[T, ...]:
    """The items in order; a second item with the same key is refused, naming the first one's line."""
    seen: dict[object, int] = {}
    for row, item in rows:
        first = seen.setdefault(key(item), row.line)
        if first != row.line:
            raise row.refuse(say("key_already_stands_on_line_first", key=key(item), first=first))
    return tuple(item for _row, item in rows)
