"""The diagnosis of a design before the start: what it can show, what it takes, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from frirum.core.designs.diagnosis import words as wording
from frirum.core.designs.diagnosis.chance import NEVER, Chance
from frirum.core.designs.diagnosis.engines import ALPHA, Engine
from frirum.core.designs.diagnosis.engines_simulated import engine_for
from frirum.core.designs.diagnosis.question import ASSUMED_RELEVANT, DesignQuestion
from frirum.core.designs.diagnosis.sentences import say
from frirum.core.designs.diagnosis.simulated import design_effect
from frirum.core.designs.diagnosis.verdict import EvidenceStep, Verdict
from frirum.core.designs.diagnosis.ways_of_question import ways_of_question
from frirum.core.designs.diagnosis.ways_out import Stage, WayOut
from frirum.core.effects.binomial_power import lower_bound_if_all, smallest_p_assignments, upper_bound_if_none
from frirum.core.language import current_language
from frirum.core.vocabulary.danish import format_p_value

FEWEST_USES = 20
ENOUGH_POWER = 0.80


@dataclass(frozen=True)
class Diagnosis:
    """What a design can show; the names of `as_dict` are the command line's contract.

    Attributes:
        question: what was asked.
        increase, decrease: the shares found with 80 % power, None if unattainable.
        lower_bound_if_all, upper_bound_if_none: exact two-sided 95 % bounds; None when uses are unknown.
        smallest_p: the smallest p-value the design can ever give; None when uses and units are unknown.
        power: for the smallest relevant difference, else for the margin; None without either. Exactly 0, whatever the
            aim, where the smallest p-value is above 5 %.
        power_no_worse: for the margin.
        uses_needed: uses from which power never again falls below 80 %, for the same aim as `power`.
        highest_step: of the evidence ladder, by design alone.
        verdict: in one word.
        reasons: why, in sentences for people, the weightiest first.
        assumptions: what had to be assumed where the design does not state it, in sentences.
        advice: the ways out that are enough and that the stage leaves open, in the order to try.
        inference: the test behind the figures, or None.
        is_simulated: the detectable shares and the power are simulated.
        false_positive: how often the test finds a change that is not there (simulated designs only).
        coverage: how often the test's 95 % interval holds the truth (simulated designs only).
        design_effect: by how much resemblance within units inflates the need for cases; 1 without.
    """

    question: DesignQuestion
    increase: float | None
    decrease: float | None
    lower_bound_if_all: float | None
    upper_bound_if_none: float | None
    smallest_p: float | None
    power: Chance | None
    power_no_worse: Chance | None
    uses_needed: int | None
    highest_step: EvidenceStep
    verdict: Verdict
    reasons: tuple[str, ...]
    advice: tuple[WayOut, ...]
    inference: str | None = None
    is_simulated: bool = False
    false_positive: Chance | None = None
    coverage: Chance | None = None
    design_effect: float = 1.0
    assumptions: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The verdict for people; one that rests on an assumed size says so."""
        if self.verdict is Verdict.RELEVANT and self.question.is_aim_assumed:
            return say("can_show_10_percentage_points")
        return self.verdict.label

    @property
    def answers(self) -> bool:
        """Whether the question as it is asked can be answered: a stated aim, found with 80 % power or more."""
        return self.verdict is Verdict.RELEVANT and not self.question.is_aim_assumed

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was assumed, then why."""
        return self.assumptions + self.reasons

    @property
    def smallest_p_in_words(self) -> str | None:
        """The smallest p-value as it is printed: 0,0909; under 0,0001."""
        return None if self.smallest_p is None else format_p_value(self.smallest_p)

    @property
    def monte_carlo_error(self) -> float | None:
        """Of `power`, else of `false_positive`; 0 where the figure is exact, None where there is none."""
        figure = self.power or self.false_positive
        return figure.error if figure else None

    def as_dict(self) -> dict[str, Any]:
        """The document of `frirum diagnose --json`."""
        return {
            "detectable": {"increase": self.increase, "decrease": self.decrease},
            "lower_bound_if_all": self.lower_bound_if_all,
            "upper_bound_if_none": self.upper_bound_if_none,
            "smallest_p": self.smallest_p,
            "power": self.power.share if self.power else None,
            "uses_needed": self.uses_needed,
            "highest_step": int(self.highest_step),
            "verdict": str(self.verdict),
            "reasons": list(self.sentences),
            "advice": [one.text for one in self.advice],
            "uses": self.question.uses,
            "baseline": self.question.baseline,
            "inference": self.inference,
            "simulated": self.is_simulated,
            "monte_carlo_error": self.monte_carlo_error,
            "false_positive_rate": self.false_positive.share if self.false_positive else None,
            "coverage": self.coverage.share if self.coverage else None,
            "power_no_worse": self.power_no_worse.share if self.power_no_worse else None,
            "design_effect": self.design_effect,
        }


def diagnose(question: DesignQuestion, stage: Stage = Stage.BEFORE) -> Diagnosis:
    """What the design can show.

    Args:
        stage: how far the experiment has come; the advice is for what is still open then.

    A question without uses gives `ukendt_volumen`; one with uses and no level is answered for bounds only.
    """
    return _diagnose(question, stage, current_language())


@lru_cache(maxsize=256)
def _diagnose(question: DesignQuestion, stage: Stage, _language: str) -> Diagnosis:
    """Remembered, as simulation takes seconds; the sentences are in the reader's language."""
    engine = engine_for(question)
    uses = question.uses
    found = _Found(question, engine)
    verdict = _verdict(question, found)
    return Diagnosis(
        question=question,
        increase=found.increase,
        decrease=found.decrease,
        lower_bound_if_all=None if uses is None else lower_bound_if_all(uses) if uses else 0.0,
        upper_bound_if_none=None if uses is None else upper_bound_if_none(uses) if uses else 1.0,
        smallest_p=found.smallest_p,
        power=found.power,
        power_no_worse=found.no_worse,
        uses_needed=found.uses_needed,
        highest_step=highest_step(question),
        verdict=verdict,
        reasons=wording.reasons(question, found, verdict),
        advice=ways_of_question(question, verdict, found.uses_needed, found.smallest_p, stage),
        inference=engine.inference if engine else None,
        is_simulated=bool(engine and engine.is_simulated),
        false_positive=found.false_positive,
        coverage=found.coverage,
        design_effect=found.design_effect,
    )


class _Found:
    """The figures of one diagnosis, computed once."""

    def __init__(self, question: DesignQuestion, engine: Engine | None) -> None:
        self.increase = engine.detectable(rises=True) if engine else None
        self.decrease = engine.detectable(rises=False) if engine else None
        self.smallest_p = _smallest_p(question, engine)
        self.power: Chance | None = None
        self.no_worse: Chance | None = None
        self.false_positive: Chance | None = None
        self.coverage: Chance | None = None
        self.uses_needed: int | None = None
        self.design_effect = _design_effect(question)
        if engine is not None and question.baseline is not None:
            if engine.is_simulated and question.uses:
                self._size(engine, question.baseline)
            self._aim(question, engine, question.baseline)
        if self.smallest_p is not None and self.smallest_p > ALPHA:
            self._rule_out(question)

    def _size(self, engine: Engine, baseline: float) -> None:
        self.false_positive = engine.power(baseline)
        # The interval holds the effects that the test does not reject, so it misses as often as the test errs.
        self.coverage = Chance(1 - self.false_positive.share, self.false_positive.error)

    def _aim(self, question: DesignQuestion, engine: Engine, baseline: float) -> None:
        if question.margins:
            self.no_worse = self.power = engine.no_worse(*question.margins)
            self.uses_needed = engine.uses_for_no_worse(*question.margins)
        difference = question.smallest_relevant
        if difference is not None:
            self.power = engine.power(min(1.0, max(0.0, baseline + difference)))
            self.uses_needed = engine.uses_needed(difference)

    def _rule_out(self, question: DesignQuestion) -> None:
        """No change is ever found: that is known, not simulated, and holds for any aim."""
        if question.units is not None:
            self.power = NEVER
            self.no_worse = NEVER if question.margins else None
        elif question.smallest_relevant is not None or not question.margins:
            # Too few uses to tell a change from the level may still tell it from a margin far away.
            self.power = NEVER


def _smallest_p(question: DesignQuestion, engine: Engine | None) -> float | None:
    if question.steps == 1 and question.units is not None and question.treated_units is not None:
        return smallest_p_assignments(question.units, question.treated_units)
    return engine.smallest_p() if engine else None


def _design_effect(question: DesignQuestion) -> float:
    treated = question.per_unit[: question.treated_units] if question.treated_units else question.per_unit
    if not treated and question.uses and question.treated_units:
        each = question.uses / question.treated_units
        return max(1.0, 1 + (each - 1) * question.icc)
    return design_effect(treated, question.icc)


def highest_step(question: DesignQuestion) -> EvidenceStep:
    """The step the design can reach if everything holds; precision is another axis and is not counted here."""
    if question.has_units:
        if question.drawn:
            return EvidenceStep.RANDOMISED
        return EvidenceStep.THRESHOLD if question.steps > 1 else EvidenceStep.COMPARISON
    if question.comparison:
        return EvidenceStep.CONTROLS
    return EvidenceStep.BEFORE_AFTER if question.baseline is not None else EvidenceStep.ACCOUNT


def _verdict(question: DesignQuestion, found: _Found) -> Verdict:
    if question.uses is None:
        never = found.smallest_p is not None and found.smallest_p > ALPHA
        return Verdict.TOO_THIN if never else Verdict.UNKNOWN_VOLUME
    if question.uses < FEWEST_USES or (found.smallest_p is not None and found.smallest_p > ALPHA):
        return Verdict.TOO_THIN
    if question.baseline is None:
        return Verdict.ONLY_LARGE
    if found.power is not None:
        powers = [chance.share for chance in (found.power, found.no_worse) if chance is not None]
        # Everything that is asked has to be answered: a change that is found says nothing of the margin.
        if min(powers) >= ENOUGH_POWER:
            return Verdict.RELEVANT
    elif _detects(question, found):
        return Verdict.RELEVANT
    if found.increase is None and found.decrease is None:
        return Verdict.TOO_THIN
    return Verdict.ONLY_LARGE


def _detects(question: DesignQuestion, found: _Found) -> bool:
    """Whether a change of the assumed relevant size is found, in the direction asked for or in each that is open."""
    wanted = {True: (found.increase,), False: (found.decrease,), None: (found.increase, found.decrease)}
    ends = [end for end in wanted[question.asked_rises] if end is not None]
    baseline = question.baseline or 0.0
    return bool(ends) and all(abs(end - baseline) <= ASSUMED_RELEVANT + 1e-9 for end in ends)
