"""The page of a step: its fields as form fields, its items as numbered groups, each with what the checks say of it.

The forms are only drawn, never validated: a draft may be half written, and what was typed is kept as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from frirum.core.catalogue.asked import FieldKind
from frirum.core.designs.guide.compare import options_of, shown
from frirum.core.designs.guide.findings import Placed
from frirum.core.designs.guide.plan import (
    ID,
    Content,
    GuideField,
    GuideStep,
    Written,
    join_choices,
    split_choices,
)
from frirum.web.site.forms import TextArea
from frirum.web.site.templatetags.frirum import da

FIELD, ITEM, REMOVE = "felt", "punkt", "fjern"
_ITEM_NAME = re.compile(rf"{ITEM}-(\d{{1,3}})-([a-z_]+)")
_ROWS = {FieldKind.TEXT: 4, FieldKind.LINES: 4}


@dataclass(frozen=True)
class FieldLine:
    """A form field on the page, with the findings at it."""

    field: forms.BoundField
    findings: tuple[Placed, ...]


@dataclass(frozen=True)
class Group:
    """The fields of a step, or of one of its items.

    Attributes:
        number: the item's number from 1, or None for the step's own fields.
        name: the item's id, kept in a hidden field.
        is_new: an empty item, to be filled in.
    """

    number: int | None
    name: str
    title: str
    lines: tuple[FieldLine, ...]
    findings: tuple[Placed, ...]
    is_new: bool = False


class StepForm(forms.Form):
    """The fields of a group; drawn with what is written in them."""

    use_required_attribute = False

    def __init__(
        self, fields: Iterable[GuideField], values: Mapping[str, str], prefix: str, content: Content
    ) -> None:
        super().__init__(initial=_initial(fields, values), prefix=prefix)
        for one in fields:
            self.fields[one.key] = form_field(one, content)


def _initial(fields: Iterable[GuideField], values: Mapping[str, str]) -> dict[str, Any]:
    return {
        one.key: list(split_choices(values.get(one.key, "")))
        if one.kind is FieldKind.CHOICES
        else values.get(one.key, "")
        for one in fields
    }


def form_field(one: GuideField, content: Content) -> forms.Field:
    """The form field of a field of the guide; the example stands in the hint, never in the box."""
    hint = " ".join(
        filter(None, (one.help, _("Eksempel: {example}").format(example=one.example) if one.example else ""))
    )
    common: dict[str, Any] = {"label": one.label, "help_text": hint, "required": not one.optional}
    if one.kind is FieldKind.CHOICE:
        return forms.ChoiceField(choices=one.options, **common)
    if one.kind is FieldKind.CHOICES:
        # What the steps themselves hold is written in Danish, and says so on an English page.
        options = [(value, da(text) if one.chosen_from else text) for value, text in options_of(one, content)]
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
    if one.kind in _ROWS:
        return forms.CharField(widget=TextArea(attrs={"rows": _ROWS[one.kind]}), **common)
    return forms.CharField(**common)


def groups(
    step: GuideStep, written: Written, content: Content, findings: Sequence[Placed], *, new: int = 0
) -> tuple[Group, ...]:
    """What the page of a step consists of: its own fields and its items, the `new` empty ones last.

    Fields that a good design may leave out stand after the items.
    """
    own: tuple[Group, ...] = ()
    if step.fields:
        form = StepForm(step.fields, written.fields, FIELD, content)
        own = (Group(None, "", "", *_with_findings(form, findings, None)),)
    if step.items is None:
        return own
    found = []
    items = [*written.items, *({} for _n in range(new))]
    for place, item in enumerate(items):
        form = StepForm(step.items.fields, item, f"{ITEM}-{place}", content)
        found.append(
            Group(
                place + 1,
                item.get(ID, ""),
                f"{step.items.name} {place + 1}",
                *_with_findings(form, findings, place),
                is_new=place >= len(written.items),
            )
        )
    return (*found, *own) if all(one.optional for one in step.fields) else (*own, *found)


def _with_findings(
    form: StepForm, findings: Sequence[Placed], place: int | None
) -> tuple[tuple[FieldLine, ...], tuple[Placed, ...]]:
    """The fields each with its findings, and the findings of the group that no field has."""
    own = [one for one in findings if one.item == place]
    lines = tuple(
        FieldLine(field, tuple(one for one in own if one.field == field.name))
        for field in (form[name] for name in form.fields)
    )
    return lines, tuple(one for one in own if one.field not in form.fields)


def posted(step: GuideStep, data: QueryDict) -> Written:
    """What was typed on the page of a step; items marked for removal are left out."""
    fields = {one.key: _value(one, data, f"{FIELD}-{one.key}") for one in step.fields}
    if step.items is None:
        return Written(fields)
    places = sorted({int(found[1]) for name in data if (found := _ITEM_NAME.fullmatch(name))})
    items = []
    for place in places:
        if f"{ITEM}-{place}-{REMOVE}" in data:
            continue
        prefix = f"{ITEM}-{place}"
        item = {one.key: _value(one, data, f"{prefix}-{one.key}") for one in step.items.fields}
        items.append({ID: _name(data.get(f"{prefix}-{ID}", "")), **item})
    return Written(fields, tuple(items))


def _value(one: GuideField, data: QueryDict, name: str) -> str:
    return join_choices(data.getlist(name)) if one.kind is FieldKind.CHOICES else data.get(name, "")


def _name(text: str) -> str:
    """An item's id as a page may send it; anything else makes a new item."""
    return text if re.fullmatch(r"[a-z][a-z0-9_-]{0,63}", text) else ""


@dataclass(frozen=True)
class ShownStep:
    """What is written in a step or item, to be read: (question, text) for each field, empty ones too."""

    title: str
    rows: tuple[tuple[str, str], ...]


def readable(step: GuideStep, content: Content) -> tuple[ShownStep, ...]:
    """A step as people read it."""
    written = content.get(step.key, Written())
    found = []
    if step.fields:
        rows = tuple((one.label, shown(one, written.value(one.key), content)) for one in step.fields)
        found.append(ShownStep("", rows))
    for place, item in enumerate(written.items if step.items else (), start=1):
        fields = step.items.fields  # type: ignore[union-attr]
        rows = tuple((one.label, shown(one, item.get(one.key, ""), content)) for one in fields)
        found.append(ShownStep(f"{step.items.name} {place}", rows))  # type: ignore[union-attr]
    return tuple(found)
