"""Two versions of a design side by side: which fields differ, and word by word how (difflib, Ratcliff-Obershelp)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from frirum.core.catalogue.asked import FieldKind
from frirum.core.designs.guide.plan import (
    ID,
    Content,
    GuideField,
    GuideStep,
    Written,
    split_choices,
)
from frirum.core.designs.guide.steps import steps

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `kind` is "same", "removed" (only in the older) or "added" (only in the newer)."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field that differs.

    Attributes:
        item: what the item is called ("Kriterium 2"), or "".
        label: the field's question.
        before, after: the texts as people read them.
        pieces: both together, word by word.
    """

    item: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...]

    @property
    def older(self) -> tuple[Piece, ...]:
        """The older text with what was taken out marked."""
        return tuple(one for one in self.pieces if one.kind != "added")

    @property
    def newer(self) -> tuple[Piece, ...]:
        """The newer text with what was put in marked."""
        return tuple(one for one in self.pieces if one.kind != "removed")


@dataclass(frozen=True)
class StepChange:
    """The fields of a step that differ."""

    step: GuideStep
    fields: tuple[FieldChange, ...]


def compare(older: Content, newer: Content) -> tuple[StepChange, ...]:
    """The steps that differ, in the guide's order."""
    found = []
    for one in steps():
        fields = tuple(compare_step(one, older, newer))
        if fields:
            found.append(StepChange(one, fields))
    return tuple(found)


def compare_step(step: GuideStep, older: Content, newer: Content) -> Iterator[FieldChange]:
    """The fields of one step that differ; items are followed by their name, wherever they have moved to."""
    before, after = older.get(step.key, Written()), newer.get(step.key, Written())
    for field in step.fields:
        was, is_now = before.value(field.key), after.value(field.key)
        yield from _change("", field, (was, older), (is_now, newer))
    if step.items is None:
        return
    old = {item[ID]: item for item in before.items}
    new = {item[ID]: item for item in after.items}
    for number, name in enumerate(dict.fromkeys([*new, *old]), start=1):
        for field in step.items.fields:
            was, is_now = old.get(name, {}).get(field.key, ""), new.get(name, {}).get(field.key, "")
            yield from _change(f"{step.items.name} {number}", field, (was, older), (is_now, newer))


def _change(
    item: str, field: GuideField, was: tuple[str, Content], is_now: tuple[str, Content]
) -> Iterator[FieldChange]:
    """Each text with the content it stands in, which names what was chosen."""
    if was[0] != is_now[0]:
        before, after = shown(field, *was), shown(field, *is_now)
        yield FieldChange(item, field.label, before, after, words(before, after))


def shown(field: GuideField, text: str, content: Content) -> str:
    """What stands in a field as people read it: the names of what was chosen instead of its codes."""
    if field.kind not in (FieldKind.CHOICE, FieldKind.CHOICES) or not text:
        return text
    names = dict(options_of(field, content))
    return ", ".join(names.get(value, value) for value in split_choices(text))


def options_of(field: GuideField, content: Content) -> tuple[tuple[str, str], ...]:
    """The options of a choice: its own, or the items of another step by their name."""
    if not field.chosen_from:
        return field.options
    written = content.get(field.chosen_from, Written())
    return tuple((item[ID], item.get("text") or item[ID]) for item in written.items)


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one row of pieces, whole words apart."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[a1:a2])))
            continue
        if a2 > a1:
            pieces.append(Piece("removed", "".join(old[a1:a2])))
        if b2 > b1:
            pieces.append(Piece("added", "".join(new[b1:b2])))
    return tuple(pieces)
