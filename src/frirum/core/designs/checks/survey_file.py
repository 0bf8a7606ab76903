"""`frirum survey check`: what is wanting in a questionnaire that is a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.questions import OnlyIf, Question, QuestionKind, Scale
from frirum.core.designs.checks.findings import DesignFinding, FaultKind
from frirum.core.designs.checks.places import place_in_words
from frirum.core.designs.checks.questionnaire import respondent_findings, scale_findings, wave_findings
from frirum.core.designs.checks.sentences import say
from frirum.core.files.limits import AUDITS
from frirum.core.files.opening import FileKind, kind_of
from frirum.core.instruments.questions import DONT_KNOW, NO, YES
from frirum.core.instruments.survey_file import SurveyFile, read_survey_toml
from frirum.core.instruments.xlsform_reading import read_xlsform

_Known = tuple[list[str], Mapping[str, Scale]]  # the questions' names, and the scales by id


def read_survey_file(path: Path) -> SurveyFile:
    """The questionnaire in a TOML file or an XLSForm; the file's first bytes decide which.

    Raises:
        InputRefused: it is neither, or cannot be read.
    """
    if kind_of(path, AUDITS) is FileKind.WORKBOOK:
        return read_xlsform(path)
    return read_survey_toml(path)


def check_survey_file(read: SurveyFile) -> tuple[DesignFinding, ...]:
    """Every finding: the design's own checks of questionnaires, and what a definition's reader would have refused."""
    surveys = tuple(read.surveys.items())
    found = [one for path, survey in surveys for one in _structure(path, survey, read)]
    found += scale_findings(surveys, read.scales.get)
    found += wave_findings(surveys)
    if read.says_how_many:
        found += respondent_findings(surveys, read.municipalities)
    found += _traces(read)
    return tuple(found)


def place_of(finding: DesignFinding, read: SurveyFile) -> str:
    """Where a finding stands: the cell of a workbook, else the place in words."""
    known = [path for path in read.cells if finding.path == path or finding.path.startswith(f"{path}.")]
    return read.cells[max(known, key=len)] if known else place_in_words(finding.path)


def _structure(path: str, survey: Instrument, read: SurveyFile) -> Iterator[DesignFinding]:
    before: dict[str, Question] = {}
    ids = [question.id for question in survey.questions]
    for place, question in enumerate(survey.questions):
        where = f"{path}.question[{place}]"
        if question.id in before:
            yield DesignFinding(
                FaultKind.SAME_NAME,
                where,
                question.text,
                say("two_questions_are_called_name_answers", name=question.id),
                say("give_each_question_name_of_own"),
            )
        if question.scale is not None and question.scale not in read.scales:
            yield DesignFinding(
                FaultKind.UNKNOWN_SCALE,
                f"{where}.scale",
                question.text,
                say("is_no_answer_scale_called_name", name=question.scale),
                say("write_options_under_name_or_use"),
            )
        if where in read.skips_not_read:
            yield DesignFinding(
                FaultKind.SKIP_NOT_READ,
                where,
                question.text,
                say("condition_for_asking_question_cannot"),
                say("write_as_navn_answer"),
            )
        if question.only_if is not None:
            yield from _skip(where, question, question.only_if, before, (ids, read.scales))
        before[question.id] = question


def _skip(
    where: str, question: Question, condition: OnlyIf, before: dict[str, Question], known: _Known
) -> Iterator[DesignFinding]:
    ids, scales = known
    if condition.question not in ids:
        yield DesignFinding(
            FaultKind.SKIP_TO_UNKNOWN,
            where,
            question.text,
            say("question_is_asked_only_after_name", name=condition.question),
            say("write_name_of_question_stands_before"),
        )
    elif condition.question not in before:
        yield DesignFinding(
            FaultKind.SKIP_LOOKS_AHEAD,
            where,
            question.text,
            say("question_depends_on_name", name=condition.question),
            say("move_question_below_one_depends_on"),
        )
    else:
        possible = _answers_to(before[condition.question], scales)
        unknown = [str(one) for one in condition.answers if possible is not None and one not in possible]
        if unknown:
            yield DesignFinding(
                FaultKind.SKIP_IMPOSSIBLE,
                where,
                question.text,
                say("answer_answers_cannot_be_given", answers=", ".join(unknown), name=condition.question),
                say("write_one_of_options_as_stand"),
            )


def _answers_to(question: Question, scales: Mapping[str, Scale]) -> set[object] | None:
    """The answers that can be given; None where they are free or the scale is not known."""
    if question.kind is QuestionKind.YES_NO:
        return {YES, NO}
    if question.kind in (QuestionKind.CATEGORY, QuestionKind.MULTIPLE):
        return set(question.options)
    scale = scales.get(question.scale or "")
    if scale is None:
        return None
    return {option.value for option in scale.options} | ({DONT_KNOW} if scale.dont_know else set())


def _traces(read: SurveyFile) -> Iterator[DesignFinding]:
    for cell, name in read.traces:
        yield DesignFinding(
            FaultKind.TRACES_COLLECTED,
            cell,
            name,
            say("field_name_keeps_time_device", name=name),
            say("delete_row_if_answers"),
        )
