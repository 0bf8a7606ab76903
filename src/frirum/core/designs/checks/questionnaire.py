"""Checks of a questionnaire: scales, don't know, waves, and whether few enough are asked to be recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.questions import Question, Scale, ScaleKind, sides_of
from frirum.core.catalogue.roles import Role
from frirum.core.designs.anonymity import FEWEST_RESPONDENTS
from frirum.core.designs.checks.findings import DesignFinding, FaultKind
from frirum.core.designs.checks.sentences import say
from frirum.core.designs.design import Design

ScaleOf = Callable[[str], Scale | None]
"""The scale with an id, or None where there is none of that name."""
Surveys = Iterable[tuple[str, Instrument]]
"""Surveys with their key paths, in the order in which they are held."""
_Subject = tuple[tuple[Role, ...], str]  # who is asked, and about what


def check_scales(design: Design) -> Iterator[DesignFinding]:
    """Scales that lean to one side, and scales without don't-know."""
    return scale_findings(design.surveys(), design.scale)


def scale_findings(surveys: Surveys, scale_of: ScaleOf) -> Iterator[DesignFinding]:
    """As `check_scales`, of questionnaires that belong to no design."""
    for path, survey in surveys:
        for place, question in enumerate(survey.questions):
            scale = scale_of(question.scale) if question.scale else None
            if scale is None or scale.kind is not ScaleKind.ORDINAL:
                continue
            where = f"{path}.question[{place}].scale"
            yield from _check_scale(where, question, scale)


def _check_scale(where: str, question: Question, scale: Scale) -> Iterator[DesignFinding]:
    sides = sides_of(scale)
    if sides is not None and sides[0] != sides[1]:
        below, above = sides
        yield DesignFinding(
            FaultKind.UNBALANCED_SCALE,
            where,
            question.text,
            say("scale_has_below_answers_below_middle", below=below, above=above),
            say("give_same_number_of_answers"),
        )
    if scale.dont_know is None:
        yield DesignFinding(
            FaultKind.NO_DONT_KNOW,
            where,
            question.text,
            say("whoever_does_not_know_must_guess"),
            say("add_dont_know_outside_order"),
        )


def check_waves(design: Design) -> Iterator[DesignFinding]:
    """Two surveys of the same people that ask about the same thing in different words.

    A survey may ask several questions about one thing; it is enough that an earlier one asked the same.
    """
    return wave_findings(design.surveys())


def wave_findings(surveys: Surveys) -> Iterator[DesignFinding]:
    """As `check_waves`, of questionnaires that belong to no design."""
    earlier: dict[_Subject, list[tuple[str, Question]]] = {}
    for path, survey in surveys:
        respondents = tuple(sorted(survey.respondents))
        asked: list[tuple[_Subject, tuple[str, Question]]] = []
        for place, question in enumerate(survey.questions):
            subject, where = (respondents, question.topic or question.id), f"{path}.question[{place}]"
            asked.append((subject, (where, question)))
            before = earlier.get(subject, [])
            if not before or any(_same(one, question) for _place, one in before):
                continue
            yield DesignFinding(
                FaultKind.WAVES_DIFFER,
                where,
                question.text,
                say("same_question_has_another_wording", first=before[0][0]),
                say("use_exactly_same_wording_and_answers"),
            )
        for subject, question_at in asked:
            earlier.setdefault(subject, []).append(question_at)


def _same(one: Question, other: Question) -> bool:
    return (one.text, one.lead_in, one.scale, one.options) == (
        other.text,
        other.lead_in,
        other.scale,
        other.options,
    )


def check_respondents(design: Design) -> Iterator[DesignFinding]:
    """Surveys where nobody has said how many are asked, or where so few are that answers can be recognised."""
    municipalities = max(1, len({stay.municipality for stay in design.experiment.participation}))
    return respondent_findings(design.surveys(), municipalities)


def respondent_findings(surveys: Surveys, municipalities: int = 1) -> Iterator[DesignFinding]:
    """As `check_respondents`, of questionnaires that belong to no design."""
    for path, survey in surveys:
        if survey.sample_size is None:
            yield DesignFinding(
                FaultKind.RESPONDENTS_UNKNOWN,
                f"{path}.sample_size",
                survey.respondents_text or survey.title,
                say("does_not_say_how_many", n=FEWEST_RESPONDENTS),
                say("write_number_in_each_municipality_before"),
            )
        elif _per_municipality(survey, municipalities) < FEWEST_RESPONDENTS:
            yield DesignFinding(
                FaultKind.RESPONDENTS_TOO_FEW,
                f"{path}.sample_size",
                survey.respondents_text or survey.title,
                say("with_few_respondents_single_person_answers"),
                say("show_answers_across_municipalities_only"),
            )


def _per_municipality(survey: Instrument, municipalities: int) -> float:
    size = survey.sample_size or 0
    return size if survey.sample_per_municipality else size / municipalities
