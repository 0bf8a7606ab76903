"""What a design under way consists of: steps with fields and repeated items, and what is written in them.

A draft may be wrong or half written, so everything is kept as the text that was typed; `plan_reading` makes values of
it and says what cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from frirum.core.catalogue.asked import FieldKind

ID = "id"
"""The key under which an item keeps its name, so that others can point at it; never typed by a person."""


@dataclass(frozen=True)
class GuideField:
    """One thing asked for.

    Attributes:
        key: name within the step (or its items).
        label: the question, in the reader's language.
        help: what to write, in a sentence, or "".
        example: one good answer, or "".
        options: (value, label) of a choice.
        chosen_from: the step whose items are the options, instead of `options`.
        required: the point is not complete without it.
        optional: a good design may leave it out, and the page says so.
    """

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    help: str = ""
    example: str = ""
    options: tuple[tuple[str, str], ...] = ()
    chosen_from: str = ""
    required: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Repeated:
    """What a step has any number of: its name in the singular, the text of the button that adds one, its fields."""

    name: str
    add: str
    fields: tuple[GuideField, ...]
    required: bool = False


@dataclass(frozen=True)
class GuideStep:
    """One page of the guide.

    Attributes:
        point: the point (1-5) of the evaluation form it answers, `ANALYSIS` for the plan of analysis, or None for
            what stays open after the lock.
    """

    key: str
    title: str
    guidance: str
    point: int | None
    fields: tuple[GuideField, ...] = ()
    items: Repeated | None = None

    @property
    def is_locked_at_start(self) -> bool:
        """Whether the lock freezes it."""
        return self.point is not None

    def all_fields(self) -> Iterator[tuple[bool, GuideField]]:
        """Its fields, and those of its items (True)."""
        yield from ((False, one) for one in self.fields)
        yield from ((True, one) for one in (self.items.fields if self.items else ()))


NEW_MEASURE = "new_measure"
"""The field of a criterion or goal in which a measure is named that does not exist yet."""
ANALYSIS = 6
"""The plan of analysis, beside points 1-5."""


@dataclass(frozen=True)
class Written:
    """What is written in a step: its fields, and its items in their order. Values are the texts that were typed."""

    fields: Mapping[str, str] = field(default_factory=dict)
    items: tuple[Mapping[str, str], ...] = ()

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Written:
        """As `as_dict` gave it; what is no text is left out."""
        return cls(_texts(document.get("fields")), tuple(_texts(one) for one in document.get("items") or ()))

    def as_dict(self) -> dict[str, Any]:
        """As it is kept, in JSON."""
        return {"fields": dict(self.fields), "items": [dict(one) for one in self.items]}

    def value(self, key: str, item: int | None = None) -> str:
        """What stands in a field of the step, or of its item number `item` (from 0); "" for nothing."""
        if item is None:
            return self.fields.get(key, "")
        return self.items[item].get(key, "") if item < len(self.items) else ""


Content = Mapping[str, Written]
"""Step key -> what is written in it."""


def _texts(values: Any) -> dict[str, str]:
    if not isinstance(values, Mapping):
        return {}
    return {str(key): value for key, value in values.items() if isinstance(value, str)}


def settle(step: GuideStep, written: Written) -> Written:
    """What was typed, as it is kept: known fields only, line ends alike, empty items gone, each item named."""
    fields = {one.key: _clean(written.value(one.key)) for one in step.fields}
    items = []
    for typed in written.items if step.items else ():
        item = {one.key: _clean(typed.get(one.key, "")) for one in step.items.fields}  # type: ignore[union-attr]
        if any(item.values()):
            items.append({ID: _clean(typed.get(ID, "")), **item})
    return Written({key: text for key, text in fields.items() if text}, tuple(_named(step.key, items)))


def _named(step: str, items: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Each item with a name of its own; a new one gets the first that is free, so saving twice names it alike."""
    taken = {item[ID] for item in items if item[ID]}
    seen: set[str] = set()
    free = (f"{step}-{n}" for n in range(1, len(items) + len(taken) + 2))
    for item in items:
        name = item[ID]
        if not name or name in seen:
            name = next(one for one in free if one not in taken)
        seen.add(name)
        yield {ID: name, **{key: text for key, text in item.items() if text and key != ID}}


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def split_choices(text: str) -> tuple[str, ...]:
    """The values of a field of several choices."""
    return tuple(text.split())


def join_choices(values: Iterable[str]) -> str:
    """Several choices as they are kept."""
    return " ".join(values)
