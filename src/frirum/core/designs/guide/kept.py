"""Reading a design over the definition it was begun from: what nobody changed keeps its source, doubts and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from frirum.core.catalogue.base import DefinitionTable, Statement
from frirum.core.catalogue.plan import Promise
from frirum.core.designs.guide.plan import ID, Content, Written
from frirum.core.designs.guide.reading import FieldReader, Unreadable
from frirum.core.designs.guide.start import one_line

T = TypeVar("T", bound=DefinitionTable)


class KeptReading:
    """Reads one design; every text that cannot be read is kept in `faults`."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.faults: list[Unreadable] = []

    def written(self, step: str) -> Written:
        """What is written in a step."""
        return self.content.get(step, Written())

    def fields(self, step: str) -> FieldReader:
        """The step's own fields."""
        return FieldReader(self.written(step).fields, step, None, self.faults)

    def items(self, step: str) -> Iterable[tuple[str, FieldReader]]:
        """(name, fields) of each of the step's items."""
        for place, item in enumerate(self.written(step).items):
            yield item[ID], FieldReader(item, step, place, self.faults)


def statements(lines: tuple[str, ...], before: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Each line as a statement: the definition's own where the words are the same."""
    known = {one_line(one.text): one for one in before}
    return tuple(known.get(one_line(line)) or Promise(text=line) for line in lines)


def amended(table: T, text: str, **values: object) -> T:
    """A copy with another text; the English twin goes when the Danish is another."""
    english = {} if one_line(text) == one_line(getattr(table, "text", "")) else {"text_en": None}
    return table.model_copy(update={"text": text, **english, **values})


def by_id(tables: Iterable[T]) -> Mapping[str, T]:
    """The tables by their `id`."""
    return {getattr(one, "id"): one for one in tables}  # noqa: B009 - not every table has one
