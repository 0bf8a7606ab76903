"""What people are asked in two fixed orders, written as data: the guide of a design, and the ministry's form.

`design_guide.toml` and `evaluation_form.toml` hold every question in Danish and English; a question more is a table
more there, without code.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Annotated, Self, TypeVar

from pydantic import Field, model_validator

from frirum.core.catalogue.base import DefinitionTable, Flag, Identifier, Text, refuse
from frirum.core.catalogue.faults import DefinitionRefused, Fault
from frirum.core.catalogue.reading import read_table, read_toml
from frirum.core.catalogue.sentences import say
from frirum.core.paths import catalogue_dir

T = TypeVar("T", bound=DefinitionTable)
CODE_LISTS = (
    "comparison",
    "frequency",
    "instrument_kind",
    "outcome_scheme",
    "role",
    "rule_status",
    "sampling",
    "test",
)
"""Options that the program keeps; the rest stand in the file."""


class FieldKind(StrEnum):
    """How a field of the guide is written and read."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    WHOLE = "whole"
    NUMBER = "number"
    ESTIMATE = "estimate"
    SHARES = "shares"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"


class AskedOption(DefinitionTable):
    """One value that can be chosen."""

    value: Identifier
    text: Text
    text_en: Text | None = None


class AskedOptions(DefinitionTable):
    """Values that can be chosen, under the name by which fields ask for them."""

    id: Identifier
    values: tuple[AskedOption, ...] = Field(alias="option", min_length=1)


class GuideFieldTable(DefinitionTable):
    """One thing asked for in the guide."""

    id: Identifier
    text: Text = Field(description="The question.")
    text_en: Text | None = None
    kind: FieldKind = FieldKind.TEXT
    help: Text | None = Field(default=None, description="What to write, in a sentence.")
    help_en: Text | None = None
    example: Text | None = Field(default=None, description="One good answer.")
    example_en: Text | None = None
    options: Identifier | None = None
    chosen_from: Identifier | None = Field(default=None, description="The step whose items are the options.")
    required: Flag = False
    optional: Flag = Field(default=False, description="A good design may leave it out.")

    @model_validator(mode="after")
    def _is_chosen_from_something(self) -> Self:
        chosen = self.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
        if chosen != (self.options is not None or self.chosen_from is not None):
            raise refuse(say("options_or_chosen_from_belongs"), key="kind")
        return self


class AskedItems(DefinitionTable):
    """What a step has any number of: its name in the singular, the text of the button that adds one, its fields."""

    name: Text
    name_en: Text | None = None
    add: Text
    add_en: Text | None = None
    required: Flag = False
    fields: tuple[GuideFieldTable, ...] = Field(alias="field", min_length=1)


class AskedStep(DefinitionTable):
    """One page of the guide."""

    id: Identifier
    title: Text
    title_en: Text | None = None
    guidance: Text
    guidance_en: Text | None = None
    point: Annotated[int | None, Field(ge=1, le=6)] = Field(
        default=None,
        description="Point 1-5 of the form, 6 the plan of analysis; absent: open after the lock.",
    )
    fields: tuple[GuideFieldTable, ...] = Field(default=(), alias="field")
    items: AskedItems | None = None


class DesignGuideFile(DefinitionTable):
    """The whole of `design_guide.toml`."""

    options: tuple[AskedOptions, ...] = ()
    steps: tuple[AskedStep, ...] = Field(alias="step", min_length=1)

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        known = (*CODE_LISTS, *(one.id for one in self.options))
        steps = tuple(one.id for one in self.steps)
        for step in self.steps:
            for field in (*step.fields, *(step.items.fields if step.items else ())):
                if field.options is not None and field.options not in known:
                    raise refuse(say("name_is_no_list_of_options", name=field.options), allowed=known)
                if field.chosen_from is not None and field.chosen_from not in steps:
                    raise refuse(say("name_is_no_step", name=field.chosen_from), allowed=steps)
        return self


class FormHeaderField(DefinitionTable):
    """One field of the form's header."""

    id: Identifier
    text: Text
    text_en: Text | None = None


class FormQuestion(DefinitionTable):
    """One sub-question of a point."""

    id: Text = Field(description="Unique in the form: goals.part_goals.")
    text: Text
    text_en: Text | None = None
    is_list: Flag = Field(default=False, description="Short lines, one each (goals, barriers).")
    unit: Text | None = Field(default=None, description="The answer is a number in this unit.")
    unit_en: Text | None = None


class FormPoint(DefinitionTable):
    """One of the ten points."""

    number: Annotated[int, Field(ge=1, le=10)]
    title: Text
    title_en: Text | None = None
    guidance: Text
    guidance_en: Text | None = None
    questions: tuple[FormQuestion, ...] = Field(alias="question", min_length=1)


class EvaluationFormFile(DefinitionTable):
    """The whole of `evaluation_form.toml`."""

    header: tuple[FormHeaderField, ...] = Field(min_length=1)
    points: tuple[FormPoint, ...] = Field(alias="point", min_length=1)


ASKED_FILES: dict[str, type[DefinitionTable]] = {
    "design_guide.toml": DesignGuideFile,
    "evaluation_form.toml": EvaluationFormFile,
}


def asked_in(model: type[T]) -> T:
    """The shipped file of that model.

    Raises:
        DefinitionRefused: the file has faults.
    """
    read = _read(next(name for name, one in ASKED_FILES.items() if one is model))
    assert isinstance(read, model)
    return read


@cache
def _read(name: str) -> DefinitionTable:
    raw = read_toml((catalogue_dir() / name).read_text(encoding="utf-8"), name)
    if isinstance(raw, Fault):
        raise DefinitionRefused((raw,))
    reading = read_table(raw, ASKED_FILES[name], name, {})
    if reading.faults or reading.table is None:
        raise DefinitionRefused(reading.faults)
    return reading.table
