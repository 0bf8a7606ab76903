"""The diagnosis held up against what happened: what was known, what would have been said, what was decided.

Two moments. Before the start only what the definition states of the expected volume counts. Six months in, the uses so
far would be known; the sources give only totals, so an even pace is taken and the projection for the period is the
total itself. Every realised figure is therefore hindsight, and is called so wherever it is shown. A handful of uses in
half a year may become many or few: whether even the high end of the projection is too thin is said beside. Nothing here
is tuned to agree with the decisions, and what cannot be learnt from these experiments is said in `back_test_words`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scipy import special

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import Figure, FigureKind
from frirum.core.catalogue.history import DecisionOutcome, DecisionReason, Status
from frirum.core.designs.diagnosis.diagnosis import FEWEST_USES, diagnose
from frirum.core.designs.diagnosis.from_definition import PLANNING_BASELINE, diagnose_experiment
from frirum.core.designs.diagnosis.from_plan import planned_months
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.language import own_text

THIN = frozenset({DecisionReason.THIN_DATA, DecisionReason.FEW_PARTICIPANTS, DecisionReason.NOT_STARTED})
_DAYS_A_MONTH = 365.25 / 12
_HALF_A_YEAR = 6
_UPPER = 0.90  # the upper end of an interval that holds 80 %
_WARNINGS = frozenset({Verdict.TOO_THIN, Verdict.UNKNOWN_VOLUME})


@dataclass(frozen=True)
class BackTest:
    """One experiment.

    Attributes:
        slug, title: which.
        uses: realised uses (hindsight), or None where no source gives a number.
        uses_in_words: what the source says instead, in the reader's language, or None.
        expected_before: uses expected before the start, or None.
        verdict_before: what the diagnosis would have said then.
        verdict_after_six_months: what it would have said with half a year's uses at an even pace.
        surely_thin: whether half a year's uses at that pace would have told for certain: even the upper end of the
            exact 80 % interval (Garwood 1936) for the whole period is below 20. None where the uses or the time in
            which they came are unknown.
        decision: what was decided; () where nothing has been.
        reasons: the reason codes of the decision.
        agrees: whether too little use was both seen after six months and given as a reason, or neither; None where
            the uses or the decision are unknown.
        shares_row: the decision is another experiment's row, so it is not counted twice.
    """

    slug: str
    title: str
    uses: int | None
    uses_in_words: str | None
    expected_before: int | None
    verdict_before: Verdict
    verdict_after_six_months: Verdict
    surely_thin: bool | None
    decision: tuple[DecisionOutcome, ...]
    reasons: tuple[DecisionReason, ...]
    agrees: bool | None
    shares_row: bool = False

    @property
    def decided_as_thin(self) -> bool:
        """Whether too little use is among the decision's reasons."""
        return bool(THIN & set(self.reasons))

    @property
    def decided_otherwise(self) -> bool:
        """Whether there is a decision, and too little use is no part of the reason."""
        return bool(self.decision) and not self.decided_as_thin

    @property
    def is_false_alarm(self) -> bool:
        """The diagnosis found it too thin after six months, and the decision was taken on other grounds."""
        return self.decided_otherwise and self.verdict_after_six_months is Verdict.TOO_THIN

    @property
    def is_missed(self) -> bool:
        """Too little use was a reason, and the diagnosis found enough after six months."""
        return self.decided_as_thin and self.verdict_after_six_months not in _WARNINGS

    def as_dict(self) -> dict[str, Any]:
        """One object of `frirum backtest --json`."""
        return {
            "slug": self.slug,
            "uses": self.uses,
            "expected_before": self.expected_before,
            "verdict_before": str(self.verdict_before),
            "verdict_after_six_months": str(self.verdict_after_six_months),
            "decision": [str(outcome) for outcome in self.decision],
            "reasons": [str(reason) for reason in self.reasons],
            "agrees": self.agrees,
        }


@dataclass(frozen=True)
class Summary:
    """The back-test as a whole.

    Attributes:
        decided: experiments with a decision.
        thin: of them, those where too little use is a reason.
        unknown_before: decided experiments whose volume nobody had stated.
        unknown_but_enough: of them, those that were decided on other grounds: what a rule "no start without a
            volume" would have stopped for nothing.
        caught: thin ones that the diagnosis calls too thin after six months.
        unknown_after: thin ones whose uses no source gives as a number.
        missed: thin ones that it finds enough in.
        false_alarms: decided ones it calls too thin that were decided on other grounds.
        missed_before: thin ones whose stated volume raised no warning before the start.
        surely: of those caught, how many half a year would have told for certain.
        could_be_false: decided on other grounds with a number of uses: the only ones in which it could have erred.
        agreed, disagreed, undecidable: rows by `agrees`.
    """

    decided: int
    thin: int
    unknown_before: int
    unknown_but_enough: int
    caught: int
    unknown_after: int
    missed: int
    false_alarms: int
    missed_before: int
    surely: int
    could_be_false: int
    agreed: int
    disagreed: int
    undecidable: int


def back_test(experiments: Iterable[Experiment]) -> tuple[BackTest, ...]:
    """Every experiment that has begun or been given up; a planned one has nothing to look back on."""
    return tuple(_one(one) for one in experiments if one.status is not Status.PLANNED)


def summarise(rows: Iterable[BackTest]) -> Summary:
    """The figures of the page; rows without a decision are left out."""
    decided = [row for row in rows if row.decision and not row.shares_row]
    thin = [row for row in decided if row.decided_as_thin]
    return Summary(
        decided=len(decided),
        thin=len(thin),
        unknown_before=sum(row.verdict_before is Verdict.UNKNOWN_VOLUME for row in decided),
        unknown_but_enough=sum(
            row.verdict_before is Verdict.UNKNOWN_VOLUME and not row.decided_as_thin for row in decided
        ),
        caught=sum(row.verdict_after_six_months is Verdict.TOO_THIN for row in thin),
        unknown_after=sum(row.verdict_after_six_months is Verdict.UNKNOWN_VOLUME for row in thin),
        missed=sum(row.is_missed for row in thin),
        false_alarms=sum(row.is_false_alarm for row in decided),
        missed_before=sum(row.verdict_before not in _WARNINGS for row in thin),
        surely=sum(row.surely_thin is True for row in thin),
        could_be_false=sum(row.decided_otherwise and row.uses is not None for row in decided),
        agreed=sum(row.agrees is True for row in decided),
        disagreed=sum(row.agrees is False for row in decided),
        undecidable=sum(row.agrees is None for row in decided),
    )


def _one(experiment: Experiment) -> BackTest:
    before = diagnose_experiment(experiment)
    uses, in_words = realised_uses(experiment)
    after = Verdict.UNKNOWN_VOLUME
    if uses is not None:
        after = diagnose(DesignQuestion(uses=uses, baseline=PLANNING_BASELINE)).verdict
    decision = tuple(dict.fromkeys(outcome for one in experiment.decisions for outcome in one.outcomes))
    reasons = tuple(dict.fromkeys(reason for one in experiment.decisions for reason in one.reasons))
    agrees = None
    if decision and after is not Verdict.UNKNOWN_VOLUME:
        agrees = (after is Verdict.TOO_THIN) == bool(THIN & set(reasons))
    return BackTest(
        slug=experiment.slug,
        title=experiment.short_title,
        uses=uses,
        uses_in_words=in_words,
        expected_before=before.expected,
        verdict_before=before.diagnosis.verdict,
        verdict_after_six_months=after,
        surely_thin=_surely_thin(experiment, uses),
        decision=decision,
        reasons=reasons,
        agrees=agrees,
        shares_row=bool(experiment.decisions) and all(one.shared_with for one in experiment.decisions),
    )


def _surely_thin(experiment: Experiment, uses: int | None) -> bool | None:
    """Whether half a year's uses, at the pace of those counted by the decision, leave no hope of twenty."""
    if uses == 0 and experiment.status is Status.NEVER_STARTED:
        return True
    planned = planned_months(experiment)
    start = experiment.first_day
    decided = [decision.date for decision in experiment.decisions if decision.date]
    if uses is None or planned is None or start is None or not decided:
        return None
    counted = (min(decided) - start).days / _DAYS_A_MONTH
    so_far = round(uses * _HALF_A_YEAR / max(counted, _HALF_A_YEAR))
    high = float(special.gammaincinv(so_far + 1, _UPPER)) * planned / _HALF_A_YEAR
    return high < FEWEST_USES


def realised_uses(experiment: Experiment) -> tuple[int | None, str | None]:
    """The uses a source gives as a number, and what it says where it gives none.

    An experiment that never started has none. Participants stand in for uses where only they are counted; a figure
    of one part says nothing of the whole.
    """
    if experiment.status is Status.NEVER_STARTED:
        return 0, None
    for kind in (FigureKind.USES, FigureKind.PARTICIPANTS):
        figures = [figure for figure in experiment.figures if figure.kind is kind]
        counted = [figure for figure in figures if figure.value is not None and not figure.part_slugs]
        if counted:
            return int(counted[0].value or 0), _words(figures)
        if figures and _words(figures):
            return None, _words(figures)
    return None, None


def _words(figures: list[Figure]) -> str | None:
    return "; ".join(own_text(figure, "in_words") for figure in figures if figure.in_words) or None
