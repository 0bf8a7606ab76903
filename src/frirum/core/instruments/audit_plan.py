"""Which cases each municipality is to review in a round, and the codes by which a filled-in workbook is known again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from frirum.core.errors import InputRefused, UsageError
from frirum.core.instruments.audit_frame import Frame
from frirum.core.instruments.audit_sample import DrawingRule, ListedCase, drawing_order, newest_before
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.instruments.sentences import say
from frirum.core.vocabulary.marks import short_mark


@dataclass(frozen=True)
class Drawing:
    """How cases are taken from the list.

    Attributes:
        rule: all, a random sample of the whole list, one of each municipality's, or the newest.
        n: cases to take: of the whole list with `RANDOM`, else of each municipality; None for all.
        seed: for the random rules.
        before: the day before which the newest are taken.
        reserve: further cases of each municipality, in order, that may take the place of one that cannot be reviewed.
    """

    rule: DrawingRule = DrawingRule.ALL
    n: int | None = None
    seed: int | None = None
    before: dt.date | None = None
    reserve: int = 0


@dataclass(frozen=True)
class AuditSheet:
    """What one municipality reviews in one round.

    Attributes:
        slug, instrument, round: which experiment's instrument, and which time it is used ("" where not said).
        questions_sha: of the questions as they are put.
        municipality: code.
        frame_sha256, population: the list, and how many of this municipality's cases stand on it.
        whole_population: cases of all municipalities on the list.
        drawing: how the cases were taken.
        cases: numbers of the cases to review, in order.
        reserve: numbers of those that may replace one, in order.
    """

    slug: str
    instrument: str
    round: str
    questions_sha: str
    municipality: int
    frame_sha256: str
    population: int
    whole_population: int
    drawing: Drawing
    cases: tuple[str, ...]
    reserve: tuple[str, ...] = ()

    def facts(self) -> dict[str, str]:
        """All that tells this sheet from another, as it stands in the workbook."""
        drawing = self.drawing
        return {
            "slug": self.slug,
            "instrument": self.instrument,
            "round": self.round,
            "questions": self.questions_sha,
            "municipality": str(self.municipality),
            "frame_sha256": self.frame_sha256,
            "population": str(self.population),
            "whole_population": str(self.whole_population),
            "rule": drawing.rule.value,
            "n": "" if drawing.n is None else str(drawing.n),
            "seed": "" if drawing.seed is None else str(drawing.seed),
            "before": "" if drawing.before is None else drawing.before.isoformat(),
            "cases": str(len(self.cases)),
            "reserve": str(len(self.reserve)),
        }

    @property
    def code(self) -> str:
        """The workbook's code."""
        return sheet_code(self.facts())


def sheet_code(facts: dict[str, str]) -> str:
    """The code that follows from a workbook's facts: it tells a slip from what was written, and is no signature."""
    return _digest(json.dumps(facts, ensure_ascii=False, sort_keys=True), 16)


def case_code(code: str, number: str, case: str) -> str:
    """The code of one case in the workbook with `code`."""
    return _digest(f"{code}:{number}:{case}", 8)


def questions_sha(questions: Sequence[AskedQuestion]) -> str:
    """What tells one set of questions from another: wording, options and conditions."""
    put = [
        [
            one.id,
            one.question.text,
            one.question.kind.value,
            [option.text for option in one.options],
            one.question.only_if.model_dump(mode="json") if one.question.only_if else None,
        ]
        for one in questions
    ]
    return _digest(json.dumps(put, ensure_ascii=False), 16)


def _digest(text: str, length: int) -> str:
    return short_mark(hashlib.sha256(text.encode()).hexdigest(), length)


def plan_audit(
    frame: Frame,
    questions: Sequence[AskedQuestion],
    drawing: Drawing,
    *,
    slug: str,
    instrument: str,
    round_: str,
) -> tuple[AuditSheet, ...]:
    """One sheet for each municipality with cases to review.

    Raises:
        UsageError: more cases than there are.
        InputRefused: no case before the day.
    """
    if drawing.rule is DrawingRule.RANDOM and (drawing.n or 0) > len(frame.cases):
        raise UsageError(say("are_size_cases_on_list_n", size=len(frame.cases), n=drawing.n))
    taken = _taken_of_all(frame, drawing)
    sheets = []
    for municipality in frame.municipalities:
        order = _order(frame.of(municipality), drawing)
        n = len(order) if drawing.n is None else drawing.n
        if taken is not None:
            n = sum(case in taken for case in order)
        if not order or not n:
            continue
        sheets.append(
            AuditSheet(
                slug=slug,
                instrument=instrument,
                round=round_,
                questions_sha=questions_sha(questions),
                municipality=municipality,
                frame_sha256=frame.sha256,
                population=len(frame.of(municipality)),
                whole_population=len(frame.cases),
                drawing=drawing,
                cases=tuple(case.id for case in order[:n]),
                reserve=tuple(case.id for case in order[n : n + drawing.reserve]),
            )
        )
    if not sheets:
        raise InputRefused(say("no_case_on_list"), remedy=say("choose_later_day_in_newest_before"))
    return tuple(sheets)


def _order(cases: Sequence[ListedCase], drawing: Drawing) -> list[ListedCase]:
    if drawing.rule is DrawingRule.NEWEST_BEFORE and drawing.before is not None:
        return newest_before(cases, drawing.before)
    return list(cases) if drawing.seed is None else drawing_order(cases, drawing.seed)


def _taken_of_all(frame: Frame, drawing: Drawing) -> set[ListedCase] | None:
    """The cases of a sample of the whole list: for each municipality they come first in its own order."""
    if drawing.rule is not DrawingRule.RANDOM or drawing.seed is None:
        return None
    return set(drawing_order([case for _code, case in frame.cases], drawing.seed)[: drawing.n])
