"""What a table of the catalogue is, and the cells that several of them share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import Catalogue
from frirum.core.language import gettext
from frirum.core.vocabulary.municipalities import by_code

Cells = dict[str, Any]
LIST_SEPARATOR = " | "


@dataclass(frozen=True)
class Dataset:
    """One table.

    Attributes:
        name: its address without ending: "forsoeg" is /forsoeg.json and /forsoeg.csv.
        danish_title, meanings: what it and each column is called; `title` and `columns` say it to the reader.
        rows: the rows of a catalogue, each with exactly the keys of `columns`.
        version: stands in its address; a column is added within a version, and what takes one away is the next.
        deprecated: column -> what to read instead, announced in the descriptions before a version without it.
    """

    name: str
    danish_title: str
    meanings: Mapping[str, str]
    rows: Callable[[Catalogue], Iterable[Cells]]
    version: int = 1
    deprecated: Mapping[str, str] = field(default_factory=dict)

    def title(self) -> str:
        """What the table is, in the reader's language."""
        return gettext(self.danish_title)

    def columns(self) -> dict[str, str]:
        """Each column and what stands in it, in the reader's language."""
        return {name: gettext(meaning) for name, meaning in self.meanings.items()}


def csv_rows(dataset: Dataset, rows: Iterable[Cells]) -> Iterator[list[str | int | float]]:
    """Header and rows with plain cells."""
    keys = list(dataset.columns())
    yield list(keys)
    for cells in rows:
        yield [_plain(cells[key]) for key in keys]


def _plain(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return LIST_SEPARATOR.join(str(item) for item in value)
    return value if isinstance(value, int | float) else str(value)


def iso(day: dt.date | None) -> str | None:
    """The day as YYYY-MM-DD, or None."""
    return day.isoformat() if day else None


def municipality_name(code: int) -> str:
    """The municipality's name, or its code where no municipality has it."""
    place = by_code(code)
    return place.name if place else str(code)


def source_places(experiment: Experiment, ids: Iterable[str]) -> list[str]:
    """Document and place of each source the ids name."""
    places = {source.id: f"{source.document}: {source.place}" for source in experiment.sources}
    return [places.get(identifier, identifier) for identifier in ids]
