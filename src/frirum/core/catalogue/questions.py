"""Questions and answer scales. Wording from the sources is data and is kept to the letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictInt

from frirum.core.catalogue.base import (
    DefinitionTable,
    Flag,
    Identifier,
    Ref,
    Sourced,
    Text,
    refuse,
    rule_of_table,
)
from frirum.core.catalogue.measure_rules import RowFilter
from frirum.core.catalogue.sentences import say

# An answer in the middle of a scale that goes both ways; options are Danish, in other people's forms English too.
_MIDDLE = re.compile(
    r"\b(samme|hverken|uændret|neutral|ingen forskel|ingen ændring|the same|neither|unchanged)\b",
    re.IGNORECASE,
)


def is_middle(text: str) -> bool:
    """Whether an option's words say that it lies in the middle of a scale that goes both ways."""
    return bool(_MIDDLE.search(text))


class Wording(StrEnum):
    """Whose words a question or an answer option is in."""

    SOURCE = "source"
    PROPOSED = "proposed"


class ScaleKind(StrEnum):
    ORDINAL = "ordinal"
    NOMINAL = "nominal"


class Option(DefinitionTable):
    value: StrictInt
    text: Text
    text_en: Text | None = None


class Scale(Sourced):
    """Answer options in order, worst or least first; the common scales stand in `scales.toml`.

    `balanced`: as many options on each side of the middle. An unbalanced scale is reported as such.
    """

    namespace: ClassVar[str | None] = "scale"

    id: Identifier
    title: Text
    kind: ScaleKind = ScaleKind.ORDINAL
    balanced: Flag
    options: tuple[Option, ...] = Field(alias="option", min_length=2)
    dont_know: Text | None = Field(default=None, description="The option outside the order: Ved ikke.")
    wording: Wording

    @rule_of_table
    def _values_rise(self) -> Self:
        values = [option.value for option in self.options]
        if values != sorted(set(values)):
            raise refuse(say("values_of_response_options_must_rise"), key="option")
        return self


def sides_of(scale: Scale) -> tuple[int, int] | None:
    """Options below and above the middle one; None for a scale that measures an amount and has no middle."""
    for place, option in enumerate(scale.options):
        if is_middle(option.text):
            return place, len(scale.options) - place - 1
    return None


class QuestionKind(StrEnum):
    SCALE = "scale"
    YES_NO = "yes_no"
    OPEN = "open"
    NUMBER = "number"
    DATE = "date"
    CATEGORY = "category"
    MULTIPLE = "multiple"


class OnlyIf(DefinitionTable):
    """A question is asked only where another was answered in one of these ways."""

    question: Annotated[Identifier, Ref("question")]
    answers: tuple[StrictInt | Text, ...] = Field(
        alias="answer", min_length=1, description="Values of the scale, yes or no, or the text of an option."
    )

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether the question is to be asked, given the answers so far by question id.

        Where several can be chosen, one of these among them is enough.
        """
        given = answers.get(self.question)
        chosen = given if isinstance(given, tuple | list) else (given,)
        return any(one in self.answers for one in chosen)


class KnownSource(StrEnum):
    """What casework can tell of a case's answer beforehand."""

    CHOICE = "choice"
    EXTRACT = "extract"


class KnownStretch(StrEnum):
    """Which of a citizen's rows count: those of the days of the use, or those after its last day."""

    DURING = "during"
    AFTER = "after"


class KnownFrom(DefinitionTable):
    """What fills in the answer of an audited case, for the reviewer to confirm: the citizen's choice, or an extract.

    A choice answers `found` where the citizen consented and `absent` where he declined. An extract answers `found`
    where the citizen has such a row, and `absent` where he has none although the kind was brought in.
    """

    source: KnownSource
    kind: Identifier | None = Field(default=None, description="The kind of extract.")
    where: tuple[RowFilter, ...] = ()
    stretch: KnownStretch = KnownStretch.DURING
    found: StrictInt | Text | None = None
    absent: StrictInt | Text | None = None

    @rule_of_table
    def _kind_belongs_to_extract(self) -> Self:
        if (self.source is KnownSource.EXTRACT) != (self.kind is not None):
            raise refuse(say("kind_is_to_be_filled"), key="kind")
        return self


class Question(Sourced):
    """A question of a survey, an audit or a case review, with what it is asked for."""

    namespace: ClassVar[str | None] = "question"

    id: Identifier
    text: Text
    text_en: Text | None = None
    lead_in: Text | None = Field(default=None, description="The stem the answer options complete.")
    purpose: Text | None = None
    purpose_en: Text | None = None
    grid: Text | None = Field(
        default=None,
        description="The words above a table: questions after each other with the same words and scale are its rows.",
    )
    grid_en: Text | None = None
    kind: QuestionKind
    scale: Annotated[Identifier | None, Ref("scale")] = None
    options: tuple[Text, ...] = Field(default=(), alias="option")
    only_if: OnlyIf | None = Field(
        default=None, description="Asked only after these answers to another question."
    )
    compares: Flag = Field(
        default=False, description="It asks for a comparison with before, and so is its own baseline."
    )
    screening: Flag = False
    counterfactual: Flag = Field(
        default=False,
        description="It asks what would have been, so two people judge each case by themselves.",
    )
    known_from: tuple[KnownFrom, ...] = Field(
        default=(), description="What fills the answer in beforehand; the first that tells anything."
    )
    topic: Text | None = Field(default=None, description="The source's topic where the wording is ours.")
    wording: Wording

    @rule_of_table
    def _scale_belongs_to_scale(self) -> Self:
        if (self.kind is QuestionKind.SCALE) != (self.scale is not None):
            raise refuse(say("scale_must_be_filled_in_exactly"), key="scale")
        return self

    @rule_of_table
    def _options_to_choose_among(self) -> Self:
        if self.kind is QuestionKind.MULTIPLE and len(set(self.options)) < max(2, len(self.options)):
            raise refuse(say("option_must_have_at_least_two"), key="option")
        if self.grid is not None and self.kind not in (QuestionKind.SCALE, QuestionKind.YES_NO):
            raise refuse(say("grid_belongs_to_questions_are_answered"), key="grid")
        return self
