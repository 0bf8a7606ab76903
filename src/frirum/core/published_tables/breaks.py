"""Series breaks: days on which a table stops meaning what it meant (`catalogue/registers/series_breaks.toml`)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from frirum.core.language import current_language
from frirum.core.paths import catalogue_dir
from frirum.core.published_tables.periods import period_of


@dataclass(frozen=True)
class SeriesBreak:
    """One break.

    Attributes:
        date: the first day of the new series; the first of the year where `precision` is "year".
        precision: "day" or "year".
        prefixes: beginnings of the table ids it touches; none: every table.
        status: "verified", "planned" or "unverified".
    """

    date: dt.date
    precision: str
    prefixes: tuple[str, ...]
    danish: str
    english: str
    status: str

    @property
    def text(self) -> str:
        """What changed, in the reader's language."""
        return self.english if current_language() == "en" else self.danish

    def touches(self, table: str) -> bool:
        """Whether the table's series is broken by it."""
        return not self.prefixes or table.casefold().startswith(self.prefixes)


@cache
def series_breaks() -> tuple[SeriesBreak, ...]:
    """Every known break, by day."""
    path = catalogue_dir() / "registers" / "series_breaks.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["break"]
    found = (
        SeriesBreak(
            row["date"],
            row["precision"],
            tuple(row.get("prefixes", ())),
            row["text"],
            row["text_en"],
            row["status"],
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: one.date))


def breaks_within(table: str, periods: Iterable[object]) -> tuple[SeriesBreak, ...]:
    """The breaks that a table's periods run over: some of them lie before, and some on or after, the day."""
    days = [found for label in dict.fromkeys(periods) if (found := period_of(label)) is not None]
    firsts = [one.first for one in days if one.first]
    lasts = [one.last for one in days if one.last]
    if not firsts or not lasts:
        return ()
    return tuple(
        one for one in series_breaks() if one.touches(table) and min(firsts) < one.date <= max(lasts)
    )
