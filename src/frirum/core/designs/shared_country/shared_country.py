"""Two experiments that share out the whole country: what can and cannot be concluded when nobody is untouched.

Each municipality is in one of the two, so at any time there are two kinds of municipality and two unknown effects. The
data hold one difference between the kinds and one change over time; the change also holds everything else that moved.
Only the difference between the effects is identified, and only if the two kinds would have moved alike. The figures are
simulated with the test that the evaluation will quote; what had to be assumed is said with each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.designs.diagnosis import from_plan
from frirum.core.designs.diagnosis.chance import Chance
from frirum.core.designs.diagnosis.engines import ALPHA
from frirum.core.designs.diagnosis.over_time import TimeDesign
from frirum.core.designs.diagnosis.question import PLANNING_PERSISTENCE
from frirum.core.designs.diagnosis.simulated import REPLICATIONS, SEED, detectable
from frirum.core.designs.diagnosis.start_tests import CommonStart
from frirum.core.effects.power import UnitDesign
from frirum.core.effects.randomisation import count_assignments
from frirum.core.vocabulary.municipalities import all_municipalities

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# What is asked of the simulation; shares, so 0.02 is two percentage points.
DIFFERENCES = (0.02, 0.03, 0.05)
# Three worlds that no data of the two experiments can tell apart: the effect of the one and of the other.
WORLDS = ((0.03, 0.0), (0.0, -0.03), (0.05, 0.02))
SHOCKS = (0.005, 0.01, 0.02)
REGIONAL_SHOCKS = (0.01, 0.02)
SPILL = 0.25
RELEVANT = 0.03
_MONTHS_WHERE_UNKNOWN = 36


@dataclass(frozen=True)
class Country:
    """The country as the two experiments share it.

    Attributes:
        codes: (N,) municipalities, by code.
        first: (N,) true where the municipality is in the smaller arm.
        region: (N,) place of its region among all.
        people: participants expected in the smaller and in the larger arm, taken as for the whole period.
        months: of the period.
    """

    codes: tuple[int, ...]
    first: tuple[bool, ...]
    region: tuple[int, ...]
    people: tuple[int, int]
    months: int


@dataclass(frozen=True)
class CountryFigures:
    """What the simulation says; every chance carries its Monte Carlo error.

    Attributes:
        detectable: the smallest difference between the arms found with 80 % power, or None.
        power: for each of `DIFFERENCES`.
        false_positive: of the arms' comparison when they move alike.
        worlds: estimated difference in each of `WORLDS`.
        national: false positives of "before and after in all municipalities" for each of `SHOCKS`, the standard
            deviation of a national movement that has nothing to do with the experiments.
        regional: false positives of the arms' comparison when regions move on their own, for each of
            `REGIONAL_SHOCKS`.
        spilled: power for `RELEVANT` when a quarter of the effect reaches the other arm.
        tripled: power for `RELEVANT` with three times as many participants.
        stepped: power for `RELEVANT` had all municipalities begun in four drawn steps within a year.
        regions: regions that hold municipalities of the smaller arm, and regions in all.
        smallest_p_regions: had whole regions been chosen, the smallest p-value that choice can give.
        inference: the test.
    """

    detectable: float | None
    power: tuple[Chance, ...]
    false_positive: Chance
    worlds: tuple[float, ...]
    national: tuple[Chance, ...]
    regional: tuple[Chance, ...]
    spilled: Chance
    tripled: Chance
    stepped: Chance
    regions: tuple[int, int]
    smallest_p_regions: float
    inference: str


def other_half(experiment: Experiment, all_of_them: Iterable[Experiment]) -> Experiment | None:
    """The planned experiment that holds exactly the municipalities this one leaves out; None where there is none."""
    own = _codes(experiment)
    if experiment.status is not Status.PLANNED or not own:
        return None
    rest = {place.code for place in all_municipalities()} - own
    found = (one for one in all_of_them if one.status is Status.PLANNED and one.slug != experiment.slug)
    return next((one for one in found if rest and _codes(one) == rest), None)


def _codes(experiment: Experiment) -> set[int]:
    return {stay.municipality for stay in experiment.participation}


def country_of(experiment: Experiment, other: Experiment) -> Country | None:
    """The country of two experiments; None where a number of participants is not stated."""
    smaller, larger = sorted((experiment, other), key=lambda one: len(_codes(one)))
    people = (from_plan.expected_uses(smaller, None)[0], from_plan.expected_uses(larger, None)[0])
    if not people[0] or not people[1]:
        return None
    places = all_municipalities()
    regions = sorted({place.region for place in places})
    own = _codes(smaller)
    return Country(
        codes=tuple(place.code for place in places),
        first=tuple(place.code in own for place in places),
        region=tuple(regions.index(place.region) for place in places),
        people=(people[0], people[1]),
        months=round(from_plan.planned_months(smaller) or _MONTHS_WHERE_UNKNOWN),
    )


@lru_cache(maxsize=16)
def figures_of(country: Country) -> CountryFigures:
    """The figures; the same country always gives the same."""
    return _Simulation(country).figures()


class _Simulation:
    """Draws of the whole country, before and after."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self.first = np.array(country.first)
        self.region = np.array(country.region)
        k, n = int(self.first.sum()), self.first.size
        a_month = country.people[0] / k / country.months, country.people[1] / (n - k) / country.months
        self.design = TimeDesign(
            starts=tuple(from_plan.PLANNING_BEFORE if inside else None for inside in country.first),
            months=from_plan.PLANNING_BEFORE + country.months,
            cases=tuple(a_month[0] if inside else a_month[1] for inside in country.first),
            baseline=from_plan.PLANNING_BASELINE,
            icc=from_plan.PLANNING_ICC,
            persistence=PLANNING_PERSISTENCE,
        )

    @cached_property
    def changes(self) -> FloatArray:
        """(R, N) each municipality's mean after minus its mean before, without any effect."""
        return self.design.numbers(np.random.default_rng(SEED), REPLICATIONS)[:, 0]

    def figures(self) -> CountryFigures:
        share = from_plan.PLANNING_BASELINE
        regions = int(self.region.max()) + 1
        inside = len(set(self.region[self.first].tolist()))
        found = detectable(lambda level, n: self.arms(level - share, replications=n), share, rises=True)
        return CountryFigures(
            detectable=None if found is None else found - share,
            power=tuple(self.arms(difference) for difference in DIFFERENCES),
            false_positive=self.arms(0.0),
            worlds=tuple(self.estimate(one, other) for one, other in WORLDS),
            national=tuple(self.before_after(shock) for shock in SHOCKS),
            regional=tuple(
                self._rejections(self.changes + shock * self._regional_moves()) for shock in REGIONAL_SHOCKS
            ),
            spilled=self.arms((1 - SPILL) * RELEVANT),
            tripled=self.tripled(),
            stepped=self.stepped(),
            regions=(inside, regions),
            smallest_p_regions=1 / count_assignments((np.arange(regions) < inside).astype(np.int64)),
            inference=self.design.inference,
        )

    def arms(self, difference: float, *, replications: int = REPLICATIONS) -> Chance:
        """How often the arms are found to differ."""
        return self._rejections(self.changes[:replications] + difference * self.first)

    def estimate(self, one: float, other: float) -> float:
        """The mean estimated difference when the first experiment has the one effect and the second the other."""
        test = self._test(self.changes + np.where(self.first, one, other))
        return float(test.estimates(0.0, REPLICATIONS).mean())

    def before_after(self, shock: float) -> Chance:
        """How often a t-test of all municipalities' change rejects when nothing but the country has moved."""
        moved = self.changes + shock * np.random.default_rng(SEED + 1).standard_normal((REPLICATIONS, 1))
        n = self.first.size
        t = moved.mean(axis=1) / (moved.std(axis=1, ddof=1) / np.sqrt(n))
        return Chance.of(np.abs(t) > float(special.stdtrit(n - 1, 1 - ALPHA / 2)))

    def stepped(self) -> Chance:
        """The power to find `RELEVANT` had all begun in four steps within a year, the last being the comparison."""
        n = self.first.size
        steps = np.arange(n) * 4 // n
        design = TimeDesign(
            starts=tuple(from_plan.PLANNING_BEFORE + 3 * int(step) for step in steps),
            months=from_plan.PLANNING_BEFORE + 12,
            cases=(sum(self.country.people) / n / self.country.months,) * n,
            baseline=self.design.baseline,
            icc=self.design.icc,
            persistence=self.design.persistence,
        ).evaluated()
        test = design.test(np.random.default_rng(SEED), REPLICATIONS, seed=SEED)
        return Chance.of(test.p_values(RELEVANT, REPLICATIONS) <= ALPHA)

    def tripled(self) -> Chance:
        """The power to find `RELEVANT` if the numbers are those of each year of three."""
        many = replace(self.design, cases=tuple(3 * n for n in self.design.cases))
        changes = many.numbers(np.random.default_rng(SEED), REPLICATIONS)[:, 0]
        return self._rejections(changes + RELEVANT * self.first)

    def _regional_moves(self) -> FloatArray:
        draws = np.random.default_rng(SEED + 2).standard_normal((REPLICATIONS, int(self.region.max()) + 1))
        return np.asarray(draws[:, self.region])

    def _test(self, values: FloatArray) -> CommonStart:
        return CommonStart(values, UnitDesign(self.first), self.design.inference, SEED)

    def _rejections(self, values: FloatArray) -> Chance:
        return Chance.of(self._test(values).p_values(0.0, len(values)) <= ALPHA)
