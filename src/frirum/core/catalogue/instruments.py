"""How an experiment is measured: audits, reviews, surveys, extracts, baselines."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictInt

from frirum.core.catalogue.base import Day, Flag, Identifier, Sourced, Text, refuse, rule_of_table
from frirum.core.catalogue.casework import Duration, PartSlugs
from frirum.core.catalogue.measure_rules import MeasureRule
from frirum.core.catalogue.questions import Question, QuestionKind
from frirum.core.catalogue.roles import Role
from frirum.core.catalogue.sentences import say


class InstrumentKind(StrEnum):
    MANAGEMENT_AUDIT = "management_audit"
    CASE_REVIEW = "case_review"
    SURVEY = "survey"
    FOCUS_GROUP = "focus_group"
    BASELINE = "baseline"
    DATA_EXTRACT = "data_extract"
    REGISTER_RUN = "register_run"
    CONTACT_COUNT = "contact_count"
    EVALUATION_FORM = "evaluation_form"
    EXTERNAL_EVALUATION = "external_evaluation"


class Sampling(StrEnum):
    ALL = "all"
    REPRESENTATIVE = "representative"
    SELECTED = "selected"


class Arrangement(StrEnum):
    """Who sets up an audit."""

    COMMON = "common"
    ADDED_TO_OWN = "added_to_own"
    INDIVIDUAL = "individual"


class Frequency(StrEnum):
    ONGOING = "ongoing"
    YEARLY = "yearly"
    HALF_YEARLY = "half_yearly"
    ONCE = "once"
    WAVES = "waves"


class Round(Sourced):
    """One planned time an instrument is used; month and season where no day is stated.

    `at_end`: when the experiment ends, whenever that comes to be; a stop before time brings it forward.
    """

    namespace: ClassVar[str | None] = "round"

    id: Identifier
    when: Text
    on: Day | None = None
    until: Day | None = None
    after_start: Duration | None = None
    at_end: Flag = False


class Measure(Sourced):
    """One thing an extract or a count gives."""

    namespace: ClassVar[str | None] = "measure"

    id: Identifier
    text: Text
    text_en: Text | None = None
    unit: Text | None = None
    system: Text | None = Field(default=None, description="Fasit, jobindsats.dk, DREAM.")
    table: Text | None = None
    rule: MeasureRule | None = Field(default=None, description="How the number is computed.")
    why_not: Text | None = Field(default=None, description="Why it is not measured, where no rule gives it.")
    why_not_en: Text | None = None
    part_slugs: PartSlugs = Field(default=(), alias="part")

    @rule_of_table
    def _is_measured_or_not(self) -> Self:
        if self.rule is not None and self.why_not is not None:
            raise refuse(say("either_rule_or_why_not_measure"), key="why_not")
        return self


class Instrument(Sourced):
    """One instrument. `omitted` with `reason` records one that was considered and left out."""

    namespace: ClassVar[str | None] = "instrument"

    id: Identifier
    kind: InstrumentKind
    title: Text
    title_en: Text | None = None
    text: Text | None = None
    text_en: Text | None = None
    frequency: Frequency | None = None
    rounds: tuple[Round, ...] = Field(default=(), alias="round")
    carried_out_by: tuple[Role, ...] = Field(default=(), alias="by")
    respondents: tuple[Role, ...] = ()
    respondents_text: Text | None = Field(default=None, description="Who is asked, and who is screened out.")
    population: Text | None = None
    sampling: Sampling | None = None
    sample_per_municipality: Flag | None = None
    sample_size: Annotated[StrictInt | None, Field(ge=1)] = None
    sample_size_rule: Text | None = None
    arrangement: Arrangement | None = None
    common_form: Flag | None = None
    feedback_to: tuple[Role, ...] = ()
    feedback_to_group: Flag = Field(
        default=False, description="The group is told too, not only each by himself."
    )
    feedback: Text | None = None
    measures: tuple[Measure, ...] = Field(default=(), alias="measure")
    questions: tuple[Question, ...] = Field(default=(), alias="question")
    criterion: Text | None = None
    part_slugs: PartSlugs = Field(default=(), alias="part")
    omitted: Flag = False
    reason: Text | None = None
    reason_en: Text | None = None

    @rule_of_table
    def _omission_has_a_reason(self) -> Self:
        if self.omitted and self.reason is None and self.is_stated("reason"):
            raise refuse(say("instrument_was_left_out_must"), key="reason")
        return self

    @rule_of_table
    def _several_in_surveys_alone(self) -> Self:
        several = [one.id for one in self.questions if one.kind is QuestionKind.MULTIPLE]
        if several and self.kind is not InstrumentKind.SURVEY:
            text = say("id_only_surveys_can_have_several")
            raise refuse(text.format(id=several[0]), key="question")
        return self
