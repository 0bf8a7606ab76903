"""May the exemption be used in this case? An answer with its reasons, never an exception.

The checks are made in a fixed order: place and time, which `frirum.core.law.regime` resolves (does the municipality
take part, is the experiment in force on the day, on which side of the cut-offs does the case lie), then exclusions,
the ordinary rule's own exceptions and the conditions. A no decides whatever else is unknown. What is missing is asked
for before a judgement is, and what no source states is left to a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.casework import JournalNote, Mark
from frirum.core.catalogue.conditions import Answer, Condition
from frirum.core.catalogue.experiment import Case, Experiment, Part
from frirum.core.catalogue.sources import Doubt
from frirum.core.law.conditions import Met, examine
from frirum.core.law.counting import Between
from frirum.core.law.deadlines import Deadline, deadlines
from frirum.core.law.facts import Facts
from frirum.core.law.limits import end_of_experiment
from frirum.core.law.regime import Ground, Regime, Ruling, governing_regime
from frirum.core.law.sentences import say
from frirum.core.law.watch import concerns
from frirum.core.law.words import between_said, doubt_said, two_days_said


@dataclass(frozen=True)
class Reason:
    """One thing the answer rests on.

    Attributes:
        condition: id of the definition's condition, or what was checked: "municipality", "period", a cut-off's id,
            "begun_before_start", "rule_ended".
        met: whether it speaks for using the exemption.
        provision: id of the provision it follows from, or None.
        fact: the fact it was read from, or None.
        text: for people.
        hindrance: the text of an exclusion or ordinary exception that does not hold here; `text` then says so.
        doubts: what the sources contradict or leave open about it, as far as it matters to the outcome: the reading
            that was used, or the open question that leaves it to a person.
        between: the number its periods do not settle, where that leaves it to a person.
    """

    condition: str
    met: Met
    provision: str | None
    fact: str | None
    text: str
    hindrance: str | None = None
    doubts: tuple[Doubt, ...] = ()
    between: Between | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must be said beside the text, in the reader's language: readings, open questions, unsettled numbers."""
        counted = (between_said(self.between),) if self.between else ()
        return (*counted, *map(doubt_said, self.doubts))

    def as_dict(self) -> dict[str, Any]:
        """The reason as `frirum assess --json` prints it."""
        return {
            "condition": self.condition,
            "met": self.met.as_json,
            "provision": self.provision,
            "fact": self.fact,
            "text": _joined(self.text, self.remarks),
        }


def _joined(text: str, remarks: tuple[str, ...]) -> str:
    return " ".join([f"{text.rstrip('.')}.", *remarks]) if remarks else text


@dataclass(frozen=True)
class Assessment:
    """The answer for one case and one experiment (or part).

    Attributes:
        answer: None when facts are missing that could still decide.
        ruling: where the case lies in place and time, without the history of the rules.
        reasons: in the order the checks are made.
        missing_facts: what has to be known, in the order the definition asks.
        mark, notes_due: what follows from using the exemption; only when the answer allows it.
    """

    experiment: Experiment
    part: Part | None
    answer: Answer | None
    ruling: Ruling
    reasons: tuple[Reason, ...]
    missing_facts: tuple[str, ...]
    mark: Mark | None
    deadlines: tuple[Deadline, ...]
    notes_due: tuple[JournalNote, ...]
    facts: Facts

    @property
    def date(self) -> dt.date | None:
        """The day the answer is for, None when it is not known; the case's own is `ruling.begun`."""
        return self.ruling.date

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
    ruling = governing_regime(experiment, facts, part=part, on=on, history=False)
    checks = [*_place_and_time(ruling), *_conditions(experiment, part, facts)]
    answer = _answer(checks)
    open_facts = dict.fromkeys(fact for check in checks for fact in check.missing) if answer is None else {}
    usable = answer in (Answer.ELIGIBLE, Answer.NEEDS_JUDGEMENT)
    # Facts that are missing may still make it usable: only a no takes the experiment's date away.
    is_used = answer not in (Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE)
    end = end_of_experiment(experiment, part, facts, ruling.date) if ruling.date else None
    duties = [duty for duty in experiment.obligations if concerns(duty.part_slugs, part)]
    marks = [mark for mark in experiment.marks if concerns(mark.part_slugs, part)]
    return Assessment(
        experiment=experiment,
        part=part,
        answer=answer,
        ruling=ruling,
        reasons=tuple(reason for check in checks for reason in check.reasons),
        missing_facts=tuple(open_facts),
        mark=marks[0] if usable and marks else None,
        deadlines=deadlines(experiment, duties, facts, end=end, is_used=is_used),
        notes_due=tuple(n for n in experiment.notes if concerns(n.part_slugs, part)) if usable else (),
        facts=facts,
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


def _place_and_time(ruling: Ruling) -> Iterator[_Check]:
    """The grounds of the ruling that decide something, as checks."""
    for ground in ruling.grounds:
        if ground.points_to is not None:
            met = _met(ground)
            doubts = _at_stake(ground.doubts, met)
            text = two_days_said(ruling, ground)
            reason = Reason(_checked(ground), met, None, ground.fact, text, doubts=doubts)
            lacking = (ground.fact,) if ground.asks and ground.fact else ()
            about_time = ground.kind.is_about_time
            yield _Check(met, (reason,), lacking, Answer.NOT_IN_FORCE if about_time else Answer.NOT_ELIGIBLE)


def _met(ground: Ground) -> Met:
    if ground.points_to is Regime.UNDECIDED:
        return Met.MISSING if ground.asks else Met.JUDGEMENT
    return Met.YES if ground.points_to is Regime.EXPERIMENT else Met.NO


def _checked(ground: Ground) -> str:
    if ground.cut_off is not None:
        return ground.cut_off
    return "period" if ground.kind.is_about_time else ground.kind.value


def _conditions(experiment: Experiment, part: Part | None, facts: Facts) -> Iterator[_Check]:
    cases: tuple[Case, ...] = (experiment, part) if part else (experiment,)
    known = {doubt.id: doubt for doubt in experiment.doubts}
    for case in cases:
        for exclusion in case.exclusions:
            yield _must_not_hold(exclusion, facts, known)
        for exception in case.ordinary_exceptions:
            yield _must_not_hold(exception, facts, known)
        if case.condition is not None:
            yield _condition(case.condition, facts, known)


_Doubts = Mapping[str, Doubt]


def _at_stake(doubts: Iterable[Doubt], met: Met) -> tuple[Doubt, ...]:
    """A reading matters where it was used to decide; an open question where it leaves the outcome to a person."""
    open_ones = {Met.YES: False, Met.NO: False, Met.JUDGEMENT: True}
    return tuple(doubt for doubt in doubts if open_ones.get(met) is doubt.open)


def _doubts(condition: Condition, met: Met, known: _Doubts) -> tuple[Doubt, ...]:
    return _at_stake((known[name] for name in condition.doubt_ids if name in known), met)


def _must_not_hold(condition: Condition, facts: Facts, known: _Doubts) -> _Check:
    """An exclusion or an ordinary exception: its reasons speak for the exemption when it does not hold."""
    flipped = {Met.YES: Met.NO, Met.NO: Met.YES}
    found = examine(condition, facts)
    reasons = tuple(
        _hindrance(leaf.condition, flipped.get(leaf.met, leaf.met), known) for leaf in found.leaves
    )
    return _Check(flipped.get(found.met, found.met), reasons, found.missing)


def _hindrance(condition: Condition, met: Met, known: _Doubts) -> Reason:
    text = condition.text or ""
    # Without the words before it, "the citizen is over 50" would be read as found, when it is found not to be so.
    shown = say("does_not_apply_text", text=text) if met is Met.YES else text
    absent = text if met is Met.YES else None
    doubts = _doubts(condition, met, known)
    return Reason(condition.id or "", met, condition.provision, condition.fact, shown, absent, doubts)


def _condition(condition: Condition, facts: Facts, known: _Doubts) -> _Check:
    found = examine(condition, facts)
    reasons = tuple(_told(leaf.condition, leaf.met, facts, known) for leaf in found.leaves)
    return _Check(found.met, reasons, found.missing)


def _told(condition: Condition, met: Met, facts: Facts, known: _Doubts) -> Reason:
    value = facts.get(condition.fact or "")
    return Reason(
        condition.id or "",
        met,
        condition.provision,
        condition.fact,
        condition.text or "",
        doubts=_doubts(condition, met, known),
        between=value if met is Met.JUDGEMENT and isinstance(value, Between) else None,
    )
