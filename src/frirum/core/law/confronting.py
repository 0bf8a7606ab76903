"""Facts held against each other before any verdict: one check for the page, the command and the record.

What one fact says can make another impossible: a follow-up before the employment it follows, eight weeks of
unemployment where it has lasted a year without a break. A verdict on such facts would be an answer about no case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from frirum.core.catalogue.conditions import MONTHS, Counting, Fact, FactUse
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.errors import InputRefused
from frirum.core.language import own_text
from frirum.core.law.counting import DAYS_PER_WEEK, Between
from frirum.core.law.facts import Facts
from frirum.core.law.sentences import say
from frirum.core.law.watch import concerns
from frirum.core.vocabulary.danish import format_date, format_exact
from frirum.core.vocabulary.periods import whole_months


@dataclass(frozen=True)
class Contradiction:
    """Two answers that cannot both be right.

    Attributes:
        one, other: the facts, `one` the more likely slip.
        at_least: the number `other` makes certain, in the unit of `one`; None where the days of two dates clash.
    """

    one: Fact
    other: Fact
    facts: Facts
    at_least: int | None = None

    @property
    def text(self) -> str:
        """In the words of the questions, in the reader's language."""
        one, other = _question(self.one), _question(self.other)
        begun = self.facts[self.other.id]
        assert isinstance(begun, dt.date)
        if self.at_least is None:
            done = self.facts[self.one.id]
            assert isinstance(done, dt.date)
            text = say("answer_to_one_done_lies_before")
            return text.format(one=one, done=format_date(done), other=other, begun=format_date(begun))
        text = say("answer_to_one_is_given_but")
        return text.format(
            one=one,
            given=_given(self.facts[self.one.id]),
            other=other,
            begun=format_date(begun),
            least=self.at_least,
        )

    @property
    def named(self) -> str:
        """The same with the names of the facts, for whoever wrote a file of them."""
        one, other = self.facts[self.one.id], self.facts[self.other.id]
        relation = say("lies_before") if self.at_least is None else say("is_too_little_by")
        return f"{self.one.id} ({one}) {relation} {self.other.id} ({other})"


def contradictions(experiment: Experiment, part: Part | None, facts: Facts) -> tuple[Contradiction, ...]:
    """Everything in the facts that cannot be, in the order the definition's duties stand."""
    return (*_before_the_beginning(experiment, part, facts), *_too_short(experiment, part, facts))


def refuse_contradictions(
    experiment: Experiment, part: Part | None, facts: Facts, *, file: str | None = None
) -> None:
    """Refuse facts that cannot all be right.

    Args:
        file: where they were read; then the message names the facts too.

    Raises:
        InputRefused: the first of them.
    """
    for found in contradictions(experiment, part, facts):
        message = f"{found.text} {found.named}." if file else found.text
        remedy = say("correct_date_is_wrong") if found.at_least is None else say("correct_answer_is_wrong")
        if file:
            remedy = f"{remedy} {found.one.id}, {found.other.id}."
        raise InputRefused(message, file=file, remedy=remedy)


def _before_the_beginning(experiment: Experiment, part: Part | None, facts: Facts) -> Iterator[Contradiction]:
    known = {fact.id: fact for fact in experiment.all_facts()}
    for duty in experiment.obligations:
        if not concerns(duty.part_slugs, part) or not duty.last_done:
            continue
        begun, done = facts.get(duty.anchor), facts.get(duty.last_done)
        if isinstance(begun, dt.date) and isinstance(done, dt.date) and done < begun:
            yield Contradiction(known[duty.last_done], known[duty.anchor], facts)


def _too_short(experiment: Experiment, part: Part | None, facts: Facts) -> Iterator[Contradiction]:
    """A number counted up to the case's date, against the day since when it has lasted without a break."""
    known = {fact.id: fact for fact in experiment.all_facts()}
    date = next((facts.get(fact.id) for fact in known.values() if fact.use is FactUse.CASE_DATE), None)
    counted = [fact for fact in known.values() if fact.counting is Counting.PERIODS]
    for duty in experiment.obligations:
        since = facts.get(duty.anchor)
        runs = known[duty.anchor].use is not FactUse.CASE_DATE
        if not runs or not concerns(duty.part_slugs, part) or not isinstance(since, dt.date):
            continue
        for fact in counted:
            value = facts.get(fact.id)
            if not isinstance(date, dt.date) or since > date or value is None:
                continue
            least, most = _run(fact, since, date), _most(value)
            if most is not None and most < least:
                yield Contradiction(fact, known[duty.anchor], facts, least)


def _run(fact: Fact, since: dt.date, date: dt.date) -> int:
    if fact.counts_in == MONTHS:
        months = whole_months(since, date)
        return min(months, fact.within_months) if fact.within_months else months
    return (date - since).days // DAYS_PER_WEEK


def _most(value: object) -> float | None:
    if isinstance(value, Between):
        return value.high
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _question(fact: Fact) -> str:
    return own_text(fact, "question").rstrip("?")


def _given(value: object) -> str:
    if isinstance(value, Between):
        return f"{value.low}-{value.high}"
    return format_exact(value) if isinstance(value, int | float) else str(value)
