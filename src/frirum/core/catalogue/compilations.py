"""The catalogue across experiments: the tables of DECISION and CONCLUSIONS put together from the definitions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import Conclusion
from frirum.core.catalogue.history import Decision, DecisionTable, Status
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.network import Network, Recommendation, Theme
from frirum.core.vocabulary.law_events import LawEvent
from frirum.core.vocabulary.provisions import provision as dated_rule


@dataclass(frozen=True)
class DecisionRow:
    """A row of DECISION.

    Attributes:
        experiment: whose definition holds the row.
        sharing: experiments that share the row and have none of their own.
    """

    table: DecisionTable
    row: int
    decision: Decision
    experiment: Experiment
    sharing: tuple[Experiment, ...]

    @property
    def experiments(self) -> tuple[Experiment, ...]:
        """Everyone the row decides on."""
        return (self.experiment, *self.sharing)


def decision_rows(catalogue: Catalogue) -> tuple[DecisionRow, ...]:
    """The rows of the four tables in their order."""
    experiments = tuple(catalogue.experiments.values())
    rows = []
    for experiment in experiments:
        for decision in experiment.decisions:
            if decision.table is None or decision.row is None or decision.shared_with is not None:
                continue
            sharing = tuple(
                other
                for other in experiments
                if _shares(other, experiment.slug, decision.table, decision.row)
            )
            rows.append(DecisionRow(decision.table, decision.row, decision, experiment, sharing))
    return tuple(sorted(rows, key=lambda row: (row.table.value, row.row)))


def _shares(other: Experiment, owner: str, table: DecisionTable, row: int) -> bool:
    """Whether `other` shares that row; a decision that names only the owner shares the owner's row."""
    return any(
        decision.shared_with == owner and decision.table in (None, table) and decision.row in (None, row)
        for decision in other.decisions
    )


def effective_decisions(
    experiment: Experiment, catalogue: Catalogue
) -> tuple[tuple[Decision, Experiment], ...]:
    """The decisions on an experiment, by date; one it shares is the owner's, given with its owner."""
    found = []
    for decision in experiment.decisions:
        owner = catalogue.experiments.get(decision.shared_with or "")
        shared = [
            other
            for other in (owner.decisions if owner else ())
            if other.shared_with is None and decision.table in (None, other.table)
        ]
        if owner and shared:
            found.append((shared[0], owner))
        else:
            found.append((decision, experiment))
    return tuple(sorted(found, key=lambda pair: pair[0].date or dt.date.max))


@dataclass(frozen=True)
class ConclusionRow:
    """A row of CONCLUSIONS: what the municipalities themselves concluded."""

    row: int
    conclusion: Conclusion
    experiment: Experiment


def conclusion_rows(catalogue: Catalogue) -> tuple[ConclusionRow, ...]:
    """The rows in the order of the table; a row that is split between parts stands as one per part."""
    rows = [
        ConclusionRow(conclusion.row, conclusion, experiment)
        for experiment in catalogue.experiments.values()
        for conclusion in experiment.conclusions
        if conclusion.row is not None
    ]
    return tuple(sorted(rows, key=lambda row: row.row))


@dataclass(frozen=True)
class RecommendationRow:
    """A recommendation with the experiments it rests on (None for one that no definition describes yet)."""

    network: Network
    theme: Theme
    recommendation: Recommendation
    rests_on: tuple[tuple[str, Experiment | None], ...]


def recommendation_rows(catalogue: Catalogue) -> tuple[RecommendationRow, ...]:
    """Every network's recommendations, in the order of its themes."""
    return tuple(
        RecommendationRow(
            network,
            theme,
            recommendation,
            tuple((slug, catalogue.experiments.get(slug)) for slug in recommendation.rests_on),
        )
        for network in catalogue.networks.values()
        for theme in network.themes
        for recommendation in theme.recommendations
    )


def experiments_of(network: Network, catalogue: Catalogue) -> tuple[Experiment, ...]:
    """The network's experiments that are defined, in the order of the catalogue."""
    return tuple(e for e in catalogue.experiments.values() if e.network == network.slug)


def touched_by(event: LawEvent, experiments: Iterable[Experiment]) -> tuple[Experiment, ...]:
    """The experiments that deviate from something the event changes, or rest on it."""
    return tuple(experiment for experiment in experiments if set(event.touches) & rules_of(experiment))


def rules_of(experiment: Experiment) -> frozenset[str]:
    """Ids of the rules and statutes an experiment deviates from or rests on, as the law timeline names them."""
    found: set[str] = set()
    for deviation in experiment.provisions:
        rule = dated_rule(deviation.rule) if deviation.rule else None
        while rule is not None:
            found.add(rule.id)
            found |= {rule.reference.statute} if rule.reference else set()
            rule = dated_rule(rule.succeeded_by) if rule.succeeded_by else None
        found |= {deviation.statute} if deviation.statute else set()
    found |= {basis.statute for basis in experiment.legal_bases if basis.statute}
    return frozenset(found)


def runs_on(experiment: Experiment, date: dt.date, earliest: dt.date | None = None) -> bool | None:
    """Whether the experiment ran on the date, None where no source says.

    Args:
        experiment: whose periods are asked.
        date: the day.
        earliest: a day before which it cannot have run, such as the first of its network.
    """
    if experiment.status is Status.NEVER_STARTED or (earliest is not None and date < earliest):
        return False
    if not experiment.periods:
        return None
    answers = [_holds(period.start, period.end, date) for period in experiment.periods]
    if True in answers:
        return True
    return None if None in answers else False


def _holds(start: dt.date | None, end: dt.date | None, date: dt.date) -> bool | None:
    """Whether a period holds the date; None where the end that would settle it is not stated."""
    if (start is not None and date < start) or (end is not None and date > end):
        return False
    return None if start is None or end is None else True
