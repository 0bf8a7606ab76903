"""A survey of a definition, ready to be put: its instrument and the questions with their options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.questions import Question, Scale, Wording
from frirum.core.errors import UsageError
from frirum.core.instruments.questions import Answer, AskedQuestion, asked_questions, find_instrument
from frirum.core.instruments.sentences import say


@dataclass(frozen=True)
class Survey:
    """One survey.

    Attributes:
        experiment: the definition it stands in.
        instrument: as the definition has it.
        questions: with their options, in order.
        scales: the scales its questions are answered on, by id.
    """

    experiment: Experiment
    instrument: Instrument
    questions: tuple[AskedQuestion, ...]
    scales: Mapping[str, Scale]

    @property
    def plain_questions(self) -> tuple[Question, ...]:
        """The questions without their options, as `applies` takes them."""
        return tuple(asked.question for asked in self.questions)

    def scale_of(self, asked: AskedQuestion) -> Scale | None:
        """The scale a question is answered on, or None."""
        return self.scales.get(asked.question.scale or "")

    def proposed(self) -> tuple[AskedQuestion, ...]:
        """The questions whose wording, or whose options' wording, is ours: a coordinator confirms them first."""
        return tuple(asked for asked in self.questions if self._is_ours(asked))

    def _is_ours(self, asked: AskedQuestion) -> bool:
        scale = self.scale_of(asked)
        return asked.question.wording is Wording.PROPOSED or (
            scale is not None and scale.wording is Wording.PROPOSED
        )


@dataclass(frozen=True)
class SurveyResponse:
    """What one person answered: question id -> answer, without what was not put or was passed over.

    `mark` is the same in each wave for one who wrote the same code of his own each time; "" for one who wrote none.
    """

    answers: Mapping[str, Answer]
    municipality: int
    mark: str = ""


def survey_of(experiment: Experiment, instrument_id: str, scales: Mapping[str, Scale]) -> Survey:
    """The survey with that id.

    Args:
        scales: the shared scales by id (`Catalogue.scales`).

    Raises:
        UsageError: the definition has no such instrument, it is no survey, it was left out on purpose (with the
            reason), or no source and nobody has written its questions.
    """
    instrument = find_instrument(experiment, instrument_id)
    others = [
        one.id
        for one in experiment.instruments
        if one.kind is InstrumentKind.SURVEY and not one.omitted and one.questions
    ]
    remedy = (
        say("questionnaires_here_ids", ids=", ".join(others))
        if others
        else say("experiment_has_no_questionnaires_see_others")
    )
    if instrument.kind is not InstrumentKind.SURVEY:
        raise UsageError(say("id_is_not_questionnaire", id=instrument_id), remedy=remedy)
    if instrument.omitted:
        why = instrument.reason or say("no_reason_is_stated")
        raise UsageError(say("id_was_left_out_why", id=instrument_id, why=why), remedy=remedy)
    if not instrument.questions:
        raise UsageError(say("id_has_no_questions", id=instrument_id), remedy=remedy)
    questions = asked_questions(instrument, experiment, scales)
    known = {**scales, **{scale.id: scale for scale in experiment.scales}}
    used = {asked.question.scale for asked in questions}
    return Survey(experiment, instrument, questions, {k: v for k, v in known.items() if k in used})
