"""A round as the core knows it: its questions, its answers, how far it is, and what was found."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.questions import QuestionKind
from frirum.core.instruments.audit_collection import FilledSheet, ReviewedCase
from frirum.core.instruments.audit_results import AnswerCounts, ResultNote, question_results
from frirum.core.instruments.audit_sample import DrawingRule
from frirum.core.instruments.questions import (
    Answer,
    AskedQuestion,
    asked_questions,
    find_instrument,
    unanswered,
)
from frirum.web.audits.models import AuditCase, AuditRound, DropReason
from frirum.web.experiments.definitions import current_catalogue, parsed
from frirum.web.experiments.models import DefinitionVersion

REVIEWED = (InstrumentKind.MANAGEMENT_AUDIT, InstrumentKind.CASE_REVIEW)


def instruments_of(experiment: Experiment) -> list[Instrument]:
    """The audits and case reviews of a definition that ask something."""
    return [
        one for one in experiment.instruments if one.kind in REVIEWED and one.questions and not one.omitted
    ]


def definition_of(round_: AuditRound) -> Experiment:
    """The definition as it was when the round was opened."""
    version = DefinitionVersion.objects.get(slug=round_.slug, number=round_.definition_number)
    return parsed(version.toml)


def questions_of(experiment: Experiment, instrument_id: str) -> tuple[AskedQuestion, ...]:
    """The questions of one of its instruments, with their options."""
    instrument = find_instrument(experiment, instrument_id)
    return asked_questions(instrument, experiment, current_catalogue().scales)


def frame_file(organisation: str, references: Iterable[str]) -> bytes:
    """The list that cases are drawn from, as the file that `frirum audit draw` draws the same cases from."""
    lines = ["sag;kommune", *(f"{reference};{organisation}" for reference in references)]
    return ("\n".join(lines) + "\n").encode()


def stored(value: Answer) -> str | int:
    """An answer as it is kept."""
    return value if isinstance(value, int | str) else str(value)


def answers_of(case: AuditCase, questions: Sequence[AskedQuestion]) -> dict[str, Answer]:
    """What was answered, as values."""
    kinds = {one.id: one.question.kind for one in questions}
    return {key: _value(kinds[key], value) for key, value in case.answers.items() if key in kinds}


def _value(kind: QuestionKind, value: Any) -> Answer:
    if kind is QuestionKind.DATE:
        return dt.date.fromisoformat(value)
    return Decimal(value) if kind is QuestionKind.NUMBER else value


def lacking(case: AuditCase, questions: Sequence[AskedQuestion]) -> int:
    """Questions that are put in the case and not answered yet; 0 where it was dropped."""
    if case.dropped:
        return 0
    return len(unanswered([one.question for one in questions], answers_of(case, questions)))


def found(
    round_: AuditRound, cases: Sequence[AuditCase], questions: Sequence[AskedQuestion]
) -> tuple[tuple[AnswerCounts, ...], tuple[ResultNote, ...]]:
    """The result of every question, for the list that the cases were drawn from."""
    reviewed = [
        ReviewedCase(str(case.number), case.use.short_code, answers_of(case, questions), case.dropped)
        for case in cases
    ]
    outside = sum(case.dropped == DropReason.NOT_ON_LIST for case in reviewed)
    sheet = FilledSheet(
        file="",
        municipality=int(round_.organisation),
        round=round_.round,
        rule=DrawingRule.ALL if round_.n is None else DrawingRule.RANDOM_EACH,
        frame_sha256=round_.frame_sha256,
        listed=len(round_.frame) - outside,
        whole_listed=len(round_.frame) - outside,
        drawn=len(cases),
        n=round_.n,
        cases=tuple(case for case in reviewed if not case.dropped),
        dropped=tuple(case for case in reviewed if case.dropped),
    )
    return question_results(questions, [sheet])


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
        "uses_from": round_.first_day.isoformat(),
        "uses_until": round_.last_day.isoformat(),
        "list_sha256": round_.frame_sha256,
        "listed": len(round_.frame),
        "n": round_.n,
        "seed": round_.seed,
        "reviewed": sum(not case.dropped for case in cases),
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
