"""A round as the core knows it: its questions, its answers, how far it is, and what was found."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.questions import Question, QuestionKind, Wording
from frirum.core.instruments.audit_collection import FilledSheet, ReportedCounts, ReviewedCase
from frirum.core.instruments.audit_results import AnswerCounts, ResultNote, question_results
from frirum.core.instruments.audit_sample import DrawingRule
from frirum.core.instruments.feedback import Told, told_of
from frirum.core.instruments.questions import (
    NO,
    YES,
    Answer,
    AnswerOption,
    AskedQuestion,
    applies,
    asked_questions,
    find_instrument,
    unanswered,
)
from frirum.web.audits.frames import FrameCase, Wanted
from frirum.web.audits.models import AuditCase, AuditRound, DrawnBy, DropReason
from frirum.web.experiments.definitions import current_catalogue, parsed
from frirum.web.experiments.models import DefinitionVersion
from frirum.web.uses.models import Use

NOT_PUT = "not_put"
"""In reported counts: cases to which a question does not apply."""
REVIEWED = (InstrumentKind.MANAGEMENT_AUDIT, InstrumentKind.CASE_REVIEW)


TWO_AXES = (
    Question(id="eget-afgoerelse", text="Er afgørelsen rigtig?", text_en="Is the decision right?",
             kind=QuestionKind.YES_NO, wording=Wording.PROPOSED),
    Question(id="eget-sagsbehandling", text="Er sagen behandlet rigtigt?", text_en="Was the case handled right?",
             kind=QuestionKind.YES_NO, wording=Wording.PROPOSED),
)  # fmt: skip
"""The two axes of the Danish studies of practice, put where a municipality wants them; they are its own questions."""
OWN = "eget-"
_UUID = 36


def instruments_of(experiment: Experiment) -> list[Instrument]:
    """The audits and case reviews of a definition that ask something."""
    return [
        one for one in experiment.instruments if one.kind in REVIEWED and one.questions and not one.omitted
    ]


def definition_of(round_: AuditRound) -> Experiment:
    """The definition as it was when the round was opened."""
    version = DefinitionVersion.objects.get(slug=round_.slug, number=round_.definition_number)
    return parsed(version.toml)


def told_by(round_: AuditRound, experiment: Experiment | None = None) -> Told:
    """Who is told what the round found, by the definition as it was when the round was opened."""
    return told_of(find_instrument(experiment or definition_of(round_), round_.instrument))


def questions_of(experiment: Experiment, instrument_id: str) -> tuple[AskedQuestion, ...]:
    """The questions of one of its instruments, with their options."""
    instrument = find_instrument(experiment, instrument_id)
    return asked_questions(instrument, experiment, current_catalogue().scales)


def own_questions(texts: Sequence[str], *, two_axes: bool) -> list[dict[str, Any]]:
    """A municipality's additions as they are kept: the two axes where wanted, and a free text for each line."""
    own = [
        Question(id=f"{OWN}{n}", text=text, kind=QuestionKind.OPEN, wording=Wording.PROPOSED)
        for n, text in enumerate(texts, start=1)
    ]
    return [
        one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for one in (*(TWO_AXES * two_axes), *own)
    ]


def is_own(asked: AskedQuestion) -> bool:
    """Whether the question is the municipality's own addition, which no other sees."""
    return asked.id.startswith(OWN)


def asked_in(round_: AuditRound, experiment: Experiment | None = None) -> tuple[AskedQuestion, ...]:
    """The questions of a round: the definition's, then the municipality's own."""
    questions = questions_of(experiment or definition_of(round_), round_.instrument)
    own = (Question.model_validate(one) for one in round_.own_questions)
    yes, no = AnswerOption(YES, "ja", "yes"), AnswerOption(NO, "nej", "no")
    return (
        *questions,
        *(AskedQuestion(one, (yes, no) if one.kind is QuestionKind.YES_NO else ()) for one in own),
    )


def asked_by_second(case: AuditCase) -> tuple[AskedQuestion, ...]:
    """What another person answers in the case: everything with options where the case was chosen for it, the two axes
    among them, else the questions about what would have been, where they apply. None for a case that was dropped."""
    if case.dropped:
        return ()
    questions = asked_in(case.round)
    if case.needs_second:
        return tuple(one for one in questions if one.is_choice)
    plain, given = [one.question for one in questions], answers_of(case.answers, questions)
    return tuple(
        one for one in questions if one.question.counterfactual and applies(one.id, plain, given) is True
    )


def frame_of(round_: AuditRound) -> list[FrameCase]:
    """The list as it was kept, with the uses it names."""
    uses = {
        str(use.reference): use
        for use in Use.objects.filter(reference__in=[r[0] for r in round_.frame if len(r[0]) == _UUID])
    }
    return [
        FrameCase(key, stratum, dt.date.fromisoformat(day), uses.get(key))
        for key, stratum, day in round_.frame
    ]


def wanted_of(round_: AuditRound) -> Wanted:
    """How the round's cases were taken."""
    return Wanted(DrawnBy(round_.rule), round_.n, round_.seed, round_.size_rule, round_.before)


def stored(value: Answer) -> str | int:
    """An answer as it is kept."""
    return value if isinstance(value, int | str) else str(value)


def answers_of(given: Mapping[str, Any], questions: Sequence[AskedQuestion]) -> dict[str, Answer]:
    """What was answered, as values; `given` as a case keeps it."""
    kinds = {one.id: one.question.kind for one in questions}
    return {key: _value(kinds[key], value) for key, value in given.items() if key in kinds}


def _value(kind: QuestionKind, value: Any) -> Answer:
    if kind is QuestionKind.DATE:
        return dt.date.fromisoformat(value)
    return Decimal(value) if kind is QuestionKind.NUMBER else value


def lacking(case: AuditCase, questions: Sequence[AskedQuestion]) -> int:
    """Questions that are put in the case and not answered yet; 0 where it was dropped. Own additions may stay open."""
    if case.dropped:
        return 0
    common = [one for one in questions if not is_own(one)]
    return len(unanswered([one.question for one in common], answers_of(case.answers, common)))


def found(
    round_: AuditRound, cases: Sequence[AuditCase], questions: Sequence[AskedQuestion]
) -> tuple[tuple[AnswerCounts, ...], tuple[ResultNote, ...]]:
    """The result of every question, for the list that the cases were drawn from."""
    return question_results(questions, sheets_of(round_, cases, questions))


def sheets_of(
    round_: AuditRound, cases: Sequence[AuditCase], questions: Sequence[AskedQuestion]
) -> list[FilledSheet]:
    """The round as the core counts it: a sheet for each stratum, or the counts that were reported."""
    if round_.reported:
        return [_reported(round_)]
    strata = dict.fromkeys(stratum for _key, stratum, _day in round_.frame)
    if round_.rule != DrawnBy.RANDOM_EACH:
        return [_sheet(round_, None, cases, questions)]
    return [_sheet(round_, one, [c for c in cases if c.stratum == one], questions) for one in strata]


def _sheet(
    round_: AuditRound, stratum: str | None, cases: Sequence[AuditCase], questions: Sequence[AskedQuestion]
) -> FilledSheet:
    reviewed = [
        ReviewedCase(str(case.number), case.code, answers_of(case.answers, questions), case.dropped)
        for case in cases
        if case.dropped != DropReason.NOT_NEEDED
    ]
    outside = sum(case.dropped == DropReason.NOT_ON_LIST for case in reviewed)
    listed = sum(stratum in (None, one) for _key, one, _day in round_.frame) - outside
    return FilledSheet(
        file="",
        municipality=int(round_.organisation),
        round=round_.round,
        rule=DrawingRule(round_.rule),
        frame_sha256=round_.frame_sha256,
        listed=listed,
        whole_listed=listed,
        drawn=sum(case.replaces is None for case in cases),
        n=round_.n,
        cases=tuple(case for case in reviewed if not case.dropped),
        dropped=tuple(case for case in reviewed if case.dropped),
    )


def reported_counts(told: Mapping[str, Mapping[str, int]]) -> dict[str, ReportedCounts]:
    """Question id -> what was reported of it, from option's value as text, or `NOT_PUT` -> cases."""
    return {
        key: ReportedCounts(
            {_as_value(value): n for value, n in of.items() if value != NOT_PUT}, of.get(NOT_PUT, 0)
        )
        for key, of in told.items()
    }


def _reported(round_: AuditRound) -> FilledSheet:
    told = round_.reported
    return FilledSheet(
        file="",
        municipality=int(round_.organisation),
        round=round_.round,
        rule=DrawingRule(round_.rule),
        frame_sha256="",
        listed=told["listed"],
        whole_listed=told["listed"],
        drawn=told["reviewed"],
        n=told["reviewed"],
        cases=(),
        reported=reported_counts(told["questions"]),
        reviewed=told["reviewed"],
    )


def _as_value(written: str) -> int | str:
    return int(written) if written.lstrip("-").isdigit() else written


def proof_text(
    round_: AuditRound, cases: Sequence[AuditCase], results: Sequence[AnswerCounts], by: str
) -> str:
    """What a held round leaves: how it was drawn, who held it, and what was counted; nobody's case."""
    facts: Mapping[str, Any] = {
        "round": str(round_.reference),
        "experiment": round_.slug,
        "definition": round_.definition_sha256,
        "instrument": round_.instrument,
        "planned_round": round_.round,
        "municipality": round_.organisation,
        "mode": round_.mode,
        "list_from": round_.source,
        "drawn_by": round_.rule,
        "before": round_.before.isoformat() if round_.before else None,
        "taken": round_.taken,
        "replaces": round_.replaces,
        "uses_from": round_.first_day.isoformat(),
        "uses_until": round_.last_day.isoformat(),
        "list_sha256": round_.frame_sha256,
        "listed": len(round_.frame) or round_.reported.get("listed", 0),
        "n": round_.n,
        "seed": round_.seed,
        "reviewed": sum(not case.dropped for case in cases) or round_.reported.get("reviewed", 0),
        "left_out": sum(bool(case.dropped) for case in cases),
        "held_by": by,
        "held_at": round_.held_at.isoformat() if round_.held_at else None,
        "questions": [
            {"id": r.question.id, "n": r.n, "not_applicable": r.not_applicable, "counts": dict(r.counts)}
            for r in results
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def sha256(text: str) -> str:
    """Of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
