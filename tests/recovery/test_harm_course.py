"""The harm monitor on drawn courses: how often it rings when it should, and when it should not, over all looks.

People on unemployment benefit in eleven municipalities, one extract a month through half of a three-year period; the harm
is one percentage point more who are not in work, as the trial of the unemployment funds had it over 52 weeks. That 1,800
a month come to know their outcome and that 40 % of them are not in work is assumed: no source here states either.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from frirum.core.designs.diagnosis.from_definition import PLANNING_ICC
from frirum.core.effects.harm_course import HarmReading, HarmWatch, harm_course
from frirum.core.effects.monitor import Clusters
from frirum.core.errors import InputRefused

MUNICIPALITIES, A_MONTH, BASELINE, HARM = 11, 1_800, 0.40, 0.01
HALF, WHOLE, RUNS = 18, 36, 500
Counts = NDArray[np.int64]


def rings(watch: HarmWatch, share: float, *, months: int, seed: int, icc: float = 0.0) -> float:
    """The share of runs in which any look rings."""
    random = np.random.default_rng(seed)
    each = A_MONTH // MUNICIPALITIES
    rang = 0
    for _run in range(RUNS):
        shares = np.full(MUNICIPALITIES, share)
        if icc:
            strength = (1 - icc) / icc
            shares = random.beta(share * strength, (1 - share) * strength, MUNICIPALITIES)
        counts: Counts = random.binomial(each, shares, (months, MUNICIPALITIES)).sum(axis=1).cumsum()
        readings = [
            HarmReading(f"{month:03d}", int(count), each * MUNICIPALITIES * (month + 1))
            for month, count in enumerate(counts)
        ]
        rang += harm_course(watch, readings).first_alarm is not None
    return rang / RUNS


def test_a_harm_of_one_point_is_found_before_half_of_the_period() -> None:
    planned = HarmWatch(BASELINE, harm=HARM)
    assert rings(planned, BASELINE + HARM, months=HALF, seed=1) >= 0.80
    # What falls when there is harm is the same, seen from the other side.
    fewer = HarmWatch(1 - BASELINE, harm=HARM, rises=False)
    assert fewer.log_e(60, 100) == pytest.approx(planned.log_e(40, 100))


@pytest.mark.parametrize("icc", [0.0, PLANNING_ICC])
def test_no_harm_rings_in_at_most_five_of_a_hundred_over_all_looks(icc: float) -> None:
    alike = Clusters(icc, A_MONTH * WHOLE / MUNICIPALITIES) if icc else None
    assert (
        rings(HarmWatch(BASELINE, harm=HARM, clusters=alike), BASELINE, months=WHOLE, seed=2, icc=icc) <= 0.05
    )


def test_an_alarm_that_rang_stands_and_a_reading_holds_all_cases() -> None:
    watch = HarmWatch(0.1)
    course = harm_course(watch, [HarmReading("2027-01", 9, 20), HarmReading("2027-02", 9, 400)])
    assert [point.rings for point in course.points] == [True, False]
    assert course.first_alarm == course.points[0]
    for later in (
        HarmReading("2027-02", 8, 30),
        HarmReading("2026-12", 9, 30),
        HarmReading("2027-02", 9, 19),
    ):
        with pytest.raises(InputRefused):
            harm_course(watch, [HarmReading("2027-01", 9, 20), later])


def test_beside_comparison_cases_either_alarm_rings_at_twice_the_limit() -> None:
    alone, beside = HarmWatch(0.1), HarmWatch(0.1, beside=True)
    assert beside.limit == pytest.approx(alone.limit + np.log(2))
    course = harm_course(beside, [HarmReading("2027-01", 60, 400, (20, 400))])
    assert course.points[0].log_e_beside > beside.limit
    assert course.points[0].log_e > course.points[0].log_e_beside > 0 or course.points[0].rings
