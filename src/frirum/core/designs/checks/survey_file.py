"""`frirum survey check`: what is wanting in a questionnaire that is a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.questions import OnlyIf, Question, QuestionKind, Scale
from frirum.core.designs.checks.findings import DesignFinding, FaultKind
from frirum.core.designs.checks.places import place_in_words
from frirum.core.designs.checks.questionnaire import respondent_findings, scale_findings, wave_findings
from frirum.core.files.limits import AUDITS
from frirum.core.files.opening import FileKind, kind_of
from frirum.core.instruments.questions import DONT_KNOW, NO, YES
from frirum.core.instruments.survey_file import SurveyFile, read_survey_toml
from frirum.core.instruments.xlsform_reading import read_xlsform
from frirum.core.language import gettext as _

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
                _("To spørgsmål hedder {name}, så svarene kan ikke kendes fra hinanden.").format(
                    name=question.id
                ),
                _("Giv hvert spørgsmål sit eget navn."),
            )
        if question.scale is not None and question.scale not in read.scales:
            yield DesignFinding(
                FaultKind.UNKNOWN_SCALE,
                f"{where}.scale",
                question.text,
                _("Der er ingen svarskala, der hedder {name}.").format(name=question.scale),
                _("Skriv svarmulighederne under det navn, eller brug navnet på en skala, der findes."),
            )
        if where in read.skips_not_read:
            yield DesignFinding(
                FaultKind.SKIP_NOT_READ,
                where,
                question.text,
                _("Betingelsen for at stille spørgsmålet kan ikke læses."),
                _("Skriv den som ${navn} = 'svar', med or mellem flere svar på samme spørgsmål."),
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
            _("Spørgsmålet stilles kun efter {name}, som ikke findes.").format(name=condition.question),
            _("Skriv navnet på et spørgsmål, der står før."),
        )
    elif condition.question not in before:
        yield DesignFinding(
            FaultKind.SKIP_LOOKS_AHEAD,
            where,
            question.text,
            _("Spørgsmålet afhænger af {name}, som først stilles bagefter.").format(name=condition.question),
            _("Flyt spørgsmålet, så det står efter det, det afhænger af."),
        )
    else:
        possible = _answers_to(before[condition.question], scales)
        unknown = [str(one) for one in condition.answers if possible is not None and one not in possible]
        if unknown:
            yield DesignFinding(
                FaultKind.SKIP_IMPOSSIBLE,
                where,
                question.text,
                _("Svaret {answers} kan ikke gives på {name}.").format(
                    answers=", ".join(unknown), name=condition.question
                ),
                _("Skriv en af svarmulighederne, som de står i skalaen."),
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
            _("Feltet {name} gemmer tid, enhed eller bruger sammen med svaret, så svaret kan kendes.").format(
                name=name
            ),
            _("Slet rækken, hvis svarene skal være anonyme."),
        )
