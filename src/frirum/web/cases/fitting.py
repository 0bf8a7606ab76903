"""Which experiments fit this citizen? Every experiment of the catalogue against the same facts, asked in rounds.

All facts of all experiments would be some hundred questions. Place and day put most experiments aside; of the
rest each round asks what could still decide, a few questions at a time, and a no ends an experiment's questions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from frirum.core.catalogue import Catalogue, Experiment, Part
from frirum.core.catalogue.conditions import Answer, Condition, Fact, FactUse
from frirum.core.law.assess import Assessment, assess
from frirum.core.law.conditions import Met, evaluate
from frirum.core.law.facts import Value
from frirum.web.cases.forms import posted
from frirum.web.cases.listing import Choice
from frirum.web.cases.questions import FactQuestion, layers, questions
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.templatetags.definitions import own_text

PER_ROUND = 1
_ORDER: tuple[Answer | None, ...] = (
    Answer.ELIGIBLE, Answer.NEEDS_JUDGEMENT, None, Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """One experiment (or part) with its answer so far."""

    experiment: Experiment
    part: Part | None
    assessment: Assessment
    facts: Mapping[str, Value]

    @property
    def answer(self) -> Answer | None:
        """What can be said so far; None while facts are missing."""
        return self.assessment.answer

    @property
    def choice(self) -> Choice:
        """The entry that opens the check of it."""
        return Choice.of(self.experiment, self.part)

    @property
    def name(self) -> Any:
        """The experiment's name, with the part's after it."""
        whole = own_title(self.experiment)
        return format_html("{}: {}", whole, own_text(self.part, "title")) if self.part else whole

    @property
    def posted(self) -> list[tuple[str, str]]:
        """What is known, as the check's own form takes it."""
        return posted(self.facts)

    @property
    def obstacle(self) -> Any:
        """What decided against it, in the reader's language; "" where nothing did."""
        cut_offs = layers(self.experiment, self.part)
        outer = {"municipality", "period", *(c.id for case in cut_offs for c in case.cut_offs)}
        for reason in self.assessment.reasons:
            if reason.met is Met.NO and reason.condition in outer:
                return reason.text
        for case in layers(self.experiment, self.part):
            for barrier in (*case.exclusions, *case.ordinary_exceptions):
                if evaluate(barrier, self.facts) is Met.YES:
                    return own_text(_deciding(barrier, self.facts, Met.YES))
            if case.condition and evaluate(case.condition, self.facts) is Met.NO:
                return format_html(
                    _("Ikke opfyldt: {}"), own_text(_deciding(case.condition, self.facts, Met.NO))
                )
        return ""


def _deciding(condition: Condition, facts: Mapping[str, Value], outcome: Met) -> Condition:
    """The narrowest condition with a text that alone explains the outcome."""
    for below in condition.all or ():
        if evaluate(below, facts) is outcome:
            return _deciding(below, facts, outcome)
    return condition if condition.text else condition.leaves()[0]


def all_questions(catalogue: Catalogue) -> dict[str, FactQuestion]:
    """Every question of the catalogue but place and day, each once, by fact."""
    found: dict[str, FactQuestion] = {}
    for experiment in catalogue.experiments.values():
        for part in experiment.parts or (None,):
            for question in questions(experiment, part):
                if question.fact.use is None:
                    found.setdefault(question.fact.id, question)
    return found


def candidates(
    catalogue: Catalogue, *, municipality: int, day: dt.date, facts: Mapping[str, Value]
) -> tuple[Candidate, ...]:
    """Every experiment and part, the fitting first.

    Args:
        day: stands in for each experiment's own case date: the day the question is about.
        facts: answers to shared questions; one that a definition asks in another way is not given to it.
    """
    asked = all_questions(catalogue)
    found = []
    for experiment in catalogue.experiments.values():
        for part in experiment.parts or (None,):
            own = dict(_own_facts(experiment, asked, facts))
            for fact in (part.facts if part else ()) + experiment.facts:
                if fact.use is FactUse.MUNICIPALITY:
                    own[fact.id] = municipality
                if fact.use is FactUse.CASE_DATE:
                    own[fact.id] = day
            found.append(Candidate(experiment, part, assess(experiment, own, part=part, on=day), own))
    return tuple(sorted(found, key=lambda candidate: _ORDER.index(candidate.answer)))


def _own_facts(
    experiment: Experiment, asked: Mapping[str, FactQuestion], facts: Mapping[str, Value]
) -> Iterable[tuple[str, Value]]:
    for fact in experiment.all_facts():
        if fact.id in facts and fact.id in asked and _same(fact, asked[fact.id].fact):
            yield fact.id, facts[fact.id]


def _same(one: Fact, other: Fact) -> bool:
    return one.type is other.type and [c.value for c in one.choices] == [c.value for c in other.choices]


def next_facts(
    found: Iterable[Candidate], known: Iterable[str], asked: Mapping[str, FactQuestion]
) -> list[str]:
    """Facts to ask in the next round: the first missing of every candidate that is still open."""
    wanted: dict[str, None] = {}
    for candidate in found:
        if candidate.answer is None:
            missing = [name for name in candidate.assessment.missing_facts if name in asked]
            wanted |= dict.fromkeys(missing[:PER_ROUND])
    return [name for name in wanted if name not in set(known)]
