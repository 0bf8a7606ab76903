"""May the exemption be used in this case? An answer with its reasons, never an exception.

The checks are made in a fixed order: does the municipality take part, is the experiment in force on the case's
date, on which side of the cut-offs does the case lie, do exclusions or the ordinary rule's own exceptions
apply, are the conditions met. A no decides whatever else is unknown. What is missing is asked for before a
judgement is, and what no source states is left to a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.casework import Mark, Note
from frirum.core.catalogue.conditions import Answer, Condition, CutOff, FactUse, TransitionRule
from frirum.core.catalogue.experiment import Case, Experiment, Part
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.participation import Participation, Period
from frirum.core.language import gettext as _
from frirum.core.law.conditions import Met, evaluate, leaves, missing
from frirum.core.law.deadlines import Deadline, deadlines
from frirum.core.law.facts import Facts
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.municipalities import by_code


@dataclass(frozen=True)
class Reason:
    """One thing the answer rests on.

    Attributes:
        condition: id of the definition's condition, or what was checked: "municipality", "period", a cut-off.
        met: whether it speaks for using the exemption.
        provision: id of the provision it follows from, or None.
        fact: the fact it was read from, or None.
        text: for people.
        hindrance: the text of an exclusion or ordinary exception that does not hold here; `text` then says so.
    """

    condition: str
    met: Met
    provision: str | None
    fact: str | None
    text: str
    hindrance: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The reason as `frirum assess --json` prints it."""
        return {
            "condition": self.condition,
            "met": self.met.as_json,
            "provision": self.provision,
            "fact": self.fact,
            "text": self.text,
        }


@dataclass(frozen=True)
class Assessment:
    """The answer for one case and one experiment (or part).

    Attributes:
        answer: None when facts are missing that could still decide.
        date: the day the case was placed in time by, None when it is not known.
        reasons: in the order the checks are made.
        missing_facts: what has to be known, in the order the definition asks.
        mark, notes_due: what follows from using the exemption; only when the answer allows it.
    """

    experiment: Experiment
    part: Part | None
    answer: Answer | None
    date: dt.date | None
    reasons: tuple[Reason, ...]
    missing_facts: tuple[str, ...]
    mark: Mark | None
    deadlines: tuple[Deadline, ...]
    notes_due: tuple[Note, ...]

    @property
    def regime(self) -> str:
        """Which rule governs the case: "experiment" only when the exemption may be used."""
        return "experiment" if self.answer is Answer.ELIGIBLE else "ordinary"


@dataclass(frozen=True)
class _Check:
    """One of the checks: its outcome, what it rests on, and the facts it lacks."""

    met: Met
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    answer_if_no: Answer = Answer.NOT_ELIGIBLE


def assess(
    experiment: Experiment, facts: Facts, *, part: Part | None = None, on: dt.date | None = None
) -> Assessment:
    """Assess one case.

    Args:
        facts: typed facts, as `read_facts` gives them.
        part: the part asked about; None for an experiment without parts, or for what all parts share.
        on: the day to place the case by; None means the case's own date fact.
    """
    date = on or _case_date(experiment, part, facts)
    checks = list(_checks(experiment, part, facts, date))
    answer = _answer(checks)
    open_facts = dict.fromkeys(fact for check in checks for fact in check.missing) if answer is None else {}
    usable = answer in (Answer.ELIGIBLE, Answer.NEEDS_JUDGEMENT)
    marks = [mark for mark in experiment.marks if _concerns(mark.part_slugs, part)]
    return Assessment(
        experiment=experiment,
        part=part,
        answer=answer,
        date=date,
        reasons=tuple(reason for check in checks for reason in check.reasons),
        missing_facts=tuple(open_facts),
        mark=marks[0] if usable and marks else None,
        deadlines=deadlines((o for o in experiment.obligations if _concerns(o.part_slugs, part)), facts),
        notes_due=tuple(n for n in experiment.notes if _concerns(n.part_slugs, part)) if usable else (),
    )


def assess_best(experiment: Experiment, facts: Facts, *, on: dt.date | None = None) -> Assessment:
    """The assessment of the part that fits best, or of the experiment itself where it has no parts."""
    if not experiment.parts:
        return assess(experiment, facts, on=on)
    return max((assess(experiment, facts, part=part, on=on) for part in experiment.parts), key=_promise)


def _promise(assessment: Assessment) -> int:
    order = (Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE, None, Answer.NEEDS_JUDGEMENT, Answer.ELIGIBLE)
    return order.index(assessment.answer)


def _answer(checks: list[_Check]) -> Answer | None:
    for check in checks:
        if check.met is Met.NO:
            return check.answer_if_no
    if any(check.met is Met.MISSING for check in checks):
        return None
    return Answer.NEEDS_JUDGEMENT if any(c.met is Met.JUDGEMENT for c in checks) else Answer.ELIGIBLE


def _concerns(slugs: tuple[str, ...], part: Part | None) -> bool:
    """Whether a table belongs to the part: one that names none belongs to all."""
    return not slugs or part is None or part.slug in slugs


def _fact_of(experiment: Experiment, part: Part | None, use: FactUse) -> str | None:
    facts = (part.facts if part else ()) + experiment.facts
    return next((fact.id for fact in facts if fact.use is use), None)


def _case_date(experiment: Experiment, part: Part | None, facts: Facts) -> dt.date | None:
    value = facts.get(_fact_of(experiment, part, FactUse.CASE_DATE) or "")
    return value if isinstance(value, dt.date) else None


def _checks(
    experiment: Experiment, part: Part | None, facts: Facts, date: dt.date | None
) -> Iterator[_Check]:
    yield _municipality(experiment, part, facts)
    yield _in_force(experiment, part, facts, date)
    cases: tuple[Case, ...] = (experiment, part) if part else (experiment,)
    for case in cases:
        for cut_off in case.cut_offs:
            yield _cut_off(cut_off, facts, date)
        for exclusion in case.exclusions:
            yield _must_not_hold(exclusion, facts)
        for exception in case.ordinary_exceptions:
            yield _must_not_hold(exception, facts)
        if case.condition is not None:
            yield _condition(case.condition, facts)


def _participants(experiment: Experiment, part: Part | None) -> list[Participation]:
    return [p for p in experiment.participation if _concerns(p.part_slugs, part)]


def _municipality(experiment: Experiment, part: Part | None, facts: Facts) -> _Check:
    fact = _fact_of(experiment, part, FactUse.MUNICIPALITY)
    stays = _participants(experiment, part)
    code = facts.get(fact or "")
    if not stays:
        text = _("Kilderne siger ikke, hvilke kommuner der deltog.")
        return _Check(Met.JUDGEMENT, (Reason("municipality", Met.JUDGEMENT, None, fact, text),))
    if fact is None or code is None:
        text = _("Kommunen er ikke oplyst.")
        lacking = (fact,) if fact else ()
        met = Met.MISSING if fact else Met.JUDGEMENT
        return _Check(met, (Reason("municipality", met, None, fact, text),), lacking)
    taking_part = any(stay.municipality == code for stay in stays)
    found = by_code(int(code)) if isinstance(code, int) else None
    text = (
        _("{name} deltager i forsøget.") if taking_part else _("{name} deltager ikke i forsøget.")
    ).format(name=found.name if found else code)
    met = Met.YES if taking_part else Met.NO
    return _Check(met, (Reason("municipality", met, None, fact, text),))


def _in_force(experiment: Experiment, part: Part | None, facts: Facts, date: dt.date | None) -> _Check:
    fact = _fact_of(experiment, part, FactUse.CASE_DATE)
    if date is None:
        text = _("Sagens dato er ikke oplyst.")
        met = Met.MISSING if fact else Met.JUDGEMENT
        return _Check(met, (Reason("period", met, None, fact, text),), (fact,) if fact else ())
    code = facts.get(_fact_of(experiment, part, FactUse.MUNICIPALITY) or "")
    stays = [p for p in _participants(experiment, part) if p.municipality == code]
    periods = [p for p in experiment.periods if _concerns(p.part_slugs, part)]
    # Where no source says when a municipality joined or left, it took part as long as the experiment applied.
    left_out = bool(stays) and _within(stays, date) is Met.NO
    never = experiment.status is Status.NEVER_STARTED
    met = Met.NO if left_out or never else _within(periods, date)
    text = {
        Met.YES: _("Forsøget gælder den {date}."),
        Met.NO: _("Forsøget gælder ikke den {date}."),
        Met.JUDGEMENT: _("Kilderne siger ikke, om forsøget gjaldt den {date}."),
    }[met].format(date=format_date(date))
    return _Check(met, (Reason("period", met, None, fact, text),), answer_if_no=Answer.NOT_IN_FORCE)


def _within(periods: list[Period] | list[Participation], date: dt.date) -> Met:
    """Inside one of the periods; a side that no source states decides nothing. No periods: not stated."""
    outcomes = [_side(period, date) for period in periods]
    return max(outcomes, default=Met.JUDGEMENT)


def _side(period: Period | Participation, date: dt.date) -> Met:
    if (period.start and date < period.start) or (period.end and date > period.end):
        return Met.NO
    # An end that is absent is open; one that is not stated could have passed.
    unknown = (period.start is None and not period.is_stated("from")) or (
        period.end is None and not period.is_stated("to")
    )
    return Met.JUDGEMENT if unknown else Met.YES


def _cut_off(cut_off: CutOff, facts: Facts, date: dt.date | None) -> _Check:
    value = facts.get(cut_off.fact) if cut_off.fact else date
    if cut_off.date is None:
        met = Met.JUDGEMENT
    elif not isinstance(value, dt.date):
        met = Met.MISSING if cut_off.fact else Met.JUDGEMENT
    else:
        rule = cut_off.before if value < cut_off.date else cut_off.on_or_after
        met = {TransitionRule.INCLUDED: Met.YES, TransitionRule.EXCLUDED: Met.NO, None: Met.JUDGEMENT}[rule]
    lacking = (cut_off.fact,) if met is Met.MISSING and cut_off.fact else ()
    return _Check(met, (Reason(cut_off.id, met, None, cut_off.fact, cut_off.text),), lacking)


def _must_not_hold(condition: Condition, facts: Facts) -> _Check:
    """An exclusion or an ordinary exception: its reasons speak for the exemption when it does not hold."""
    flipped = {Met.YES: Met.NO, Met.NO: Met.YES}
    met = evaluate(condition, facts)
    reasons = tuple(
        _hindrance(leaf.condition, flipped.get(leaf.met, leaf.met)) for leaf in leaves(condition, facts)
    )
    return _Check(flipped.get(met, met), reasons, missing([condition], facts))


def _hindrance(condition: Condition, met: Met) -> Reason:
    text = condition.text or ""
    # Without the words before it, "the citizen is over 50" would be read as found, when it is found not to be so.
    shown = _("Gælder ikke: {text}").format(text=text) if met is Met.YES else text
    absent = text if met is Met.YES else None
    return Reason(condition.id or "", met, condition.provision, condition.fact, shown, absent)


def _condition(condition: Condition, facts: Facts) -> _Check:
    reasons = tuple(
        Reason(
            leaf.condition.id or "", leaf.met, leaf.condition.provision, leaf.condition.fact, leaf.condition.text or ""
        )
        for leaf in leaves(condition, facts)
    )  # fmt: skip
    return _Check(evaluate(condition, facts), reasons, missing([condition], facts))
