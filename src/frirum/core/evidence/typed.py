"""The numbers of a result as typed numbers: the only way a figure of an evaluation takes to a page or a document.

Each carries its run, method, files, plan and code version. It is for the team alone, unless the gate has cleared the
estimate it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from frirum.core.evidence.check_words import IN_THE_OUTCOMES_UNIT, SHARES
from frirum.core.evidence.claims import Claim
from frirum.core.evidence.method_words import method_label
from frirum.core.evidence.sentences import say
from frirum.core.evidence.spill_over import SPILL_OVER
from frirum.core.evidence.stored import StoredBaselineRow, StoredQuestion, StoredResult
from frirum.core.evidence.strength import p_of_test
from frirum.core.report.cleared import Cleared
from frirum.core.report.numbers import PERCENT, Number, Run, share
from frirum.core.vocabulary.danish import decimals_of
from frirum.core.vocabulary.unit_words import unit_text

IMPUTATION = "imputation"
"""The check whose number is the effect as another estimator finds it."""
_LEVELS = frozenset(("share", "mean"))
"""Estimands that are a level and no difference."""
POINT, LOWER, UPPER, P_VALUE = "point", "lower", "upper", "p_value"
ClearedFigures = Mapping[str, Cleared]
"""`POINT`, `LOWER`, `UPPER`, `P_VALUE` -> the figure as the gate let it out, rounded by it."""


@dataclass(frozen=True)
class TypedResult:
    """A result with what its numbers need to be told.

    Attributes:
        result: the result.
        run_id: reference of the run, as readers are told it.
        synthetic: the run read made-up people.
        address: of the page that shows the run or its release, or "".
        cleared: question id -> the estimate as the gate let it out; a question that is not there has not been let
            out. None: everything is for the team.
    """

    result: StoredResult
    run_id: str
    synthetic: bool = False
    cleared: Mapping[str, ClearedFigures] | None = field(default=None)
    address: str = ""

    @property
    def source(self) -> Run:
        """Where the run's numbers come from."""
        files = tuple(one.sha256 for one in self.result.inputs)
        return Run(
            self.run_id,
            synthetic=self.synthetic,
            extracts=files,
            plan=self.result.plan.sha256,
            version=self.result.version,
            address=self.address,
        )

    def source_of(self, question: StoredQuestion) -> Run:
        """The same with the question's method."""
        row = question.headline
        return (
            self.source
            if row is None
            else replace(self.source, method=method_label(row.estimator, row.inference))
        )

    def count(self, n: int | float, unit: str = "") -> Number:
        """A count of units or people."""
        return Number.unreleased(n, unit, source=self.source)

    def figure(
        self, value: float | int | None, question: StoredQuestion | None = None, decimals: int | None = None
    ) -> Number:
        """A figure as it was reckoned, such as a check's; the team's alone."""
        source = self.source if question is None else self.source_of(question)
        if value is None:
            return Number.undefined(source=source, reason=say("not_reckoned"))
        digits = decimals_of(value) if decimals is None else decimals
        return Number.unreleased(value, source=source, decimals=digits)

    def of_check(self, name: str, value: float | int | None, question: StoredQuestion) -> Number:
        """A check's number: a difference in the outcome's unit, a share as per cent, anything else as it stands."""
        if value is None:
            return self.figure(None, question)
        if name in IN_THE_OUTCOMES_UNIT or name in (SPILL_OVER, IMPUTATION):
            return self.in_unit(value, question, decimals=decimals_of(value))
        if name in SHARES:
            return self.percent(value, question, level=True)
        return self.figure(value, question)

    def in_unit(
        self,
        value: float | int,
        question: StoredQuestion,
        *,
        level: bool = False,
        decimals: int | None = None,
    ) -> Number:
        """A figure in the question's own unit; a share as per cent or percentage points.

        Args:
            decimals: as many as those of the quoted row, unless said.
        """
        unit = self._unit(question, level=level)
        decimals = self._decimals(question) if decimals is None or question.share else decimals
        if question.share:
            return Number.unreleased(share(value), unit, source=self.source_of(question), decimals=decimals)
        return Number.unreleased(value, unit, source=self.source_of(question), decimals=decimals)

    def estimate(self, value: float | None, question: StoredQuestion) -> Number:
        """A figure of the quoted row, in the question's unit."""
        if value is None:
            return self.figure(None, question)
        return self.in_unit(value, question, level=_is_level(question))

    def percent(self, value: float | int, question: StoredQuestion | None, *, level: bool) -> Number:
        """A share as per cent, a difference of shares as percentage points."""
        source = self.source if question is None else self.source_of(question)
        return Number.unreleased(
            share(value), PERCENT if level else say("percentage_points"), source=source, decimals=1
        )

    def before(self, row: StoredBaselineRow) -> Number:
        """A figure of the time before, in the unit of the outcome it is of."""
        of = (q for q in self.result.questions if row.measure in (q.id, self.result.asked(q).outcome))
        question = next(of, None)
        if row.value is None or question is None:
            return self.figure(row.value)
        return self.in_unit(row.value, question, level=True)

    def claim(self, question: StoredQuestion) -> Claim:
        """The question's claim with its numbers: the gate's own where it let them out, else the team's.

        Where `cleared` is given and has not the question, the numbers are hidden and the verdict stands alone.
        """
        asked = self.result.asked(question)
        row = question.headline
        numbers = (
            {}
            if row is None or row.point is None
            else {
                name: self._quoted(question, name, value)
                for name, value in ((POINT, row.point), (LOWER, row.lower), (UPPER, row.upper))
                if value is not None
            }
        )
        agreed = asked.margin is not None and self.cleared is None
        return Claim(
            question=question.id,
            outcome=asked.outcome_text,
            outcome_en=asked.outcome_text_en or "",
            step=question.step,
            finding=question.verdict,
            why=tuple(dict.fromkeys(question.why)),
            direction=asked.direction,
            difference=numbers.get(POINT),
            lower=numbers.get(LOWER),
            upper=numbers.get(UPPER),
            p_value=self._p_value(question),
            margin=self.in_unit(float(asked.margin), question)
            if agreed and asked.margin is not None
            else None,
            criterion=asked.criterion,
        )

    def _quoted(self, question: StoredQuestion, name: str, value: float) -> Number:
        level = _is_level(question)
        if self.cleared is None:
            return self.in_unit(value, question, level=level)
        let_out = self.cleared.get(question.id, {}).get(name)
        if let_out is None:
            return self._held_back(question)
        return Number.released(
            let_out,
            self._unit(question, level=level),
            source=self.source_of(question),
            decimals=self._decimals(question),
        )

    def _p_value(self, question: StoredQuestion) -> Number | None:
        value = p_of_test(self.result.asked(question), question)
        if value is None or self.cleared is None:
            return None if value is None else self.figure(value, question)
        let_out = self.cleared.get(question.id, {}).get(P_VALUE)
        if let_out is None:
            return self._held_back(question)
        source = self.source_of(question)
        return Number.released(let_out, source=source, decimals=decimals_of(float(let_out.value or 0)))

    def _held_back(self, question: StoredQuestion) -> Number:
        return Number.suppressed(source=self.source_of(question), reason=say("not_released"))

    def unit_of(self, question: StoredQuestion) -> str:
        """The unit of the quoted row, in the reader's language."""
        return self._unit(question, level=_is_level(question))

    def _unit(self, question: StoredQuestion, *, level: bool) -> str:
        if question.share:
            return PERCENT if level else say("percentage_points")
        return unit_text(self.result.asked(question).unit)

    def _decimals(self, question: StoredQuestion) -> int:
        """The same for estimate and interval: three digits of the largest of them, one decimal of per cent."""
        if question.share:
            return 1
        row = question.headline
        sizes = [] if row is None else [abs(v) for v in (row.point, row.lower, row.upper) if v is not None]
        return decimals_of(max(sizes, default=0.0))


def _is_level(question: StoredQuestion) -> bool:
    return question.headline is not None and question.headline.estimand in _LEVELS
