"""Which regime governs this case on this date, and why: the ordinary rule, or the derogation laid over it.

Only place and time are asked about here: does the municipality take part, does a period hold the day, on which side
of the cut-offs does the case lie, was it begun before the start, is there still a rule to deviate from. Whether the
citizen is in the target group is `frirum.core.law.assess`, which rests on this. What no source says is left to a
person: UNDECIDED.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.participation import ApprovedPeriod
from frirum.core.catalogue.wording import dated_text, provision_citation
from frirum.core.law.facts import Facts
from frirum.core.law.placing import PlacedCase, cut_offs, date_unknown, period_on, place, time
from frirum.core.law.ruling import Ground, GroundKind, Regime, RuleOnDate, Ruling
from frirum.core.law.sentences import say
from frirum.core.law.timeline import Validity
from frirum.core.law.watch import deviations_of, rule_on, running_period, watch
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.status import RuleStatus

__all__ = ["Ground", "GroundKind", "Regime", "RuleOnDate", "Ruling", "governing_regime"]


def governing_regime(
    experiment: Experiment,
    facts: Facts,
    *,
    part: Part | None = None,
    on: dt.date | None = None,
    history: bool = True,
) -> Ruling:
    """Resolve the regime.

    Args:
        facts: typed facts; of them the municipality, the case's date and those that cut-offs ask for are read.
        part: the part asked about; None for an experiment without parts, or for what all parts share.
        on: the day asked about; None means the case's own date.
        history: also what happened to the rules before the day; it decides nothing and takes the most time.
    """
    case = PlacedCase.of(experiment, part, facts, on)
    date = case.date
    period = period_on(case.periods, date) if date else None
    rules = _rules_on(case, date) if date else ()
    grounds = (*_grounds(case, period, rules), *(_history(case) if history else ()))
    points = [ground.points_to for ground in grounds]
    regime = next(
        (found for found in (Regime.ORDINARY, Regime.UNDECIDED) if found in points), Regime.EXPERIMENT
    )
    bases = tuple(b for b in experiment.legal_bases if period and b.id in period.legal_basis)
    return Ruling(regime, case.begun, date, period, bases, rules, grounds)


def _grounds(
    case: PlacedCase, period: ApprovedPeriod | None, rules: tuple[RuleOnDate, ...]
) -> Iterator[Ground]:
    if case.status is Status.NEVER_STARTED:
        text = say("experiment_was_never_put_into_effect")
        yield Ground(GroundKind.NEVER_STARTED, Regime.ORDINARY, text)
        return
    yield from place(case, period)
    yield date_unknown(case) if case.date is None else time(case, case.date, period)
    yield from cut_offs(case)
    yield from _basis(case.experiment, period)
    if case.date is not None:
        yield from _ended(case, case.date, rules)


# ---- the legal basis, and the ordinary rule underneath ----


def _basis(experiment: Experiment, period: ApprovedPeriod | None) -> Iterator[Ground]:
    if period is None:
        return
    if not period.legal_basis:
        text = say("sources_do_not_say_on_what")
        yield Ground(GroundKind.BASIS_NOT_STATED, None, text)
    for basis in experiment.legal_bases:
        if basis.id in period.legal_basis and basis.status is RuleStatus.DRAFT:
            text = say("legal_basis_has_been_read_only", title=basis.title)
            yield Ground(GroundKind.BASIS_IS_DRAFT, None, text)


def _rules_on(case: PlacedCase, date: dt.date) -> tuple[RuleOnDate, ...]:
    return tuple(RuleOnDate(d, *rule_on(d, date)) for d in deviations_of(case.experiment, case.part))


def _ended(case: PlacedCase, date: dt.date, rules: tuple[RuleOnDate, ...]) -> Iterator[Ground]:
    ended = [rule for rule in rules if rule.validity is Validity.ENDED]
    running = running_period(case.experiment, case.part)
    for rule in ended:
        text = say("rule_departed_from_no_longer_applied")
        text = text.format(date=format_date(date), rule=provision_citation(rule.deviation))
        # With nothing left to deviate from, a person must say what remains of the experiment.
        points = Regime.UNDECIDED if len(ended) == len(rules) and running.contains(date) else None
        yield Ground(GroundKind.RULE_ENDED, points, text)


def _history(case: PlacedCase) -> Iterator[Ground]:
    if case.date is None or case.status is Status.NEVER_STARTED:
        return
    for change in watch(case.experiment, part=case.part):
        if change.date <= case.date:
            when = dated_text(change.date, change.precision)
            what = " ".join(e.what for e in change.events) or " ".join(e.text for e in change.recorded)
            text = say("when_while_experiment_ran_what", when=_capital(when), what=what)
            yield Ground(GroundKind.RULE_CHANGED, None, text, change.date)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
