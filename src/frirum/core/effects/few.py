"""`frirum estimate few`: a difference when one to a dozen municipalities are treated, by every test that is valid.

Estimand: treated minus comparison units, per unit (each municipality weighs the same); with time, mean after minus
mean before; with strata, within strata and weighted by the treated units. The rule in `headline` picks the row that may
be quoted. An option that is given is used by every row that may be quoted; a row that cannot use it is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects import headline, randomisation, size_scaled, wild, words
from frirum.core.effects.collapse import UnitNumbers
from frirum.core.effects.cr2 import difference_cr2
from frirum.core.effects.lee_wooldridge import classical_t
from frirum.core.effects.randomisation import DRAWS, TIE, RandomisationTest
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result, number
from frirum.core.effects.sentences import say
from frirum.core.vocabulary.danish import format_number

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_MANY = 1_000_000_000
# With thousands of units the tests agree and a thousand draws place p well enough; more would fill the memory.
_MANY_UNITS = 5_000
_DRAWS_FOR_MANY = 999


@dataclass(frozen=True)
class UnitContext:
    """What is known of the units beside their numbers.

    Attributes:
        size: (N,) positive sizes, or None.
        blocks: (N,) block of each unit when whole blocks were chosen, or None.
        strata: (N,) stratum within which units were chosen, or None.
    """

    size: FloatArray | None = None
    blocks: IntArray | None = None
    strata: IntArray | None = None


@dataclass
class _Found:
    """Rows, p floors and checks as they are made."""

    units: UnitNumbers
    outcome: str | None
    rows: dict[str, EstimateRow] = field(default_factory=dict)
    floors: dict[str, float] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)

    def add(
        self,
        inference: str,
        test: RandomisationTest,
        floor: float,
        notes: list[str],
        *,
        estimator: str | None = None,
    ) -> None:
        self.floors[inference] = floor
        # Where the design can never reject, no effect can be ruled out, whatever a resampling finds.
        lower, upper = (test.lower, test.upper) if floor <= headline.ALPHA else (None, None)
        self.add_row(
            inference, point=test.point, lower=lower, upper=upper, p_value=test.p_value,
            notes=[*notes, *_error_note(test)], estimator=estimator,
        )  # fmt: skip

    def add_row(
        self,
        inference: str,
        *,
        point: float,
        lower: float | None,
        upper: float | None,
        p_value: float | None,
        notes: list[str],
        se: float | None = None,
        estimator: str | None = None,
    ) -> None:
        units, scale = self.units, self.units.scale
        self.rows[inference] = EstimateRow(
            estimator=estimator
            or ("difference in means" if units.starts == (None,) else "difference in differences"),
            estimand="difference",
            inference=inference,
            outcome=self.outcome,
            n_treated=units.n_treated,
            n_comparison=units.n_comparison,
            units_treated=int(units.treated.size),
            point=number(point, scale=scale),
            se=number(se, scale=scale),
            lower=number(lower, scale=scale),
            upper=number(upper, scale=scale),
            p_value=p_value,
            notes=tuple(notes),
        )


def _error_note(test: RandomisationTest) -> list[str]:
    if test.error is None:
        return []
    return [say("monte_carlo_error_of_p_value", error=format_number(test.error, 4))]


def estimate_few(
    units: UnitNumbers | Refused,
    design: UnitContext | None = None,
    *,
    outcome: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> Result:
    """Every valid test of the difference, the one that may be quoted, and why.

    Args:
        units: from `collapse.from_units` or `collapse.from_panel`; a refusal is passed on.
        design: sizes, blocks and strata of the units.
        outcome: its name, for the rows.
        draws: random assignments where they are too many to list; at most 999 above 5,000 units.
        seed: of the draws; stated in the notes.

    Returns:
        Rows `randomisation`, `size-scaled` (with sizes), `wild`, `lee-wooldridge` (one treated unit) and `cr2` (two or
        more on each side); with strata only the first two, within strata; with blocks only `block-permutation` and,
        with sizes, `block-size-scaled`. Check `whose_mean` (value: the difference per person).
        Refused when nothing varies, when a side is empty, or when the smallest p of the design is above 5 %.
    """
    if isinstance(units, Refused):
        return Result(refused=units)
    design = design or UnitContext()
    refusal = _empty(units)
    if refusal is not None:
        return Result(checks=units.checks, refused=refusal)
    if len(units.labels) > _MANY_UNITS:
        draws = min(draws, _DRAWS_FOR_MANY)
    units, design, strata_checks = within_strata(units, design)
    if not units.treated.size:
        return Result(checks=(*units.checks, *strata_checks), refused=_no_stratum())
    found = _Found(units, outcome, checks=[*units.checks, *strata_checks])
    if len(units.starts) == 1 and design.blocks is not None:
        _add_blocks(found, design, draws, seed)
    elif len(units.starts) == 1:
        _add_randomisation(found, design, draws, seed)
        _add_one_start(found, design, draws, seed)
    else:
        _add_randomisation(found, design, draws, seed)
        text = say("units_start_at_different_times_only")
        found.checks.append(Check("several_starts", None, text, len(units.starts)))
    found.checks.append(whose_mean(units, design))
    choice = headline.choose(
        frozenset(found.rows),
        units_treated=int(units.treated.size),
        units_comparison=int(units.comparison.size),
        blocks_given=design.blocks is not None,
        sizes_given=design.size is not None,
        strata_given=design.strata is not None,
        several_starts=len(units.starts) > 1,
    )
    row, refused, checks = headline.pick(found.rows, found.floors, choice)
    return Result(tuple(found.rows.values()), (*found.checks, *checks), row, refused)


def _empty(units: UnitNumbers) -> Refused | None:
    if not units.treated.size:
        return Refused("no_treated", say("no_unit_is_treated"))
    if not units.comparison.size:
        return Refused("no_comparison", say("every_unit_is_treated_is_none"))
    spread = np.ptp(units.values, axis=1).max()
    if spread <= TIE * units.scale:
        return Refused("constant_outcome", say("outcome_is_same_for_every_unit"))
    return None


def _add_one_start(found: _Found, design: UnitContext, draws: int, seed: int) -> None:
    if design.size is not None:
        _add_size_scaled(found, design, draws, seed)
    if design.strata is None:
        _add_wild(found, draws, seed)
        _add_by_distribution(found)
        return
    text = say("reckoned_within_strata_rows_cannot")
    found.checks.append(Check("within_strata", None, text, int(np.unique(design.strata).size)))


def _add_by_distribution(found: _Found) -> None:
    """The rows that lean on the normal distribution, where the numbers leave room for one."""
    values, others = found.units.values[0], found.units.comparison
    counts = np.unique(values[others], return_counts=True)[1]
    if not found.units.two_valued and counts.max() * 2 <= max(others.size, 2):
        _add_lee_wooldridge(found)
        _add_cr2(found)
        return
    text = say("outcome_takes_two_values_or_more")
    found.checks.append(Check("not_normal", None, text))


def within_strata(units: UnitNumbers, design: UnitContext) -> tuple[UnitNumbers, UnitContext, list[Check]]:
    """The units of strata that have both kinds; one such stratum is no stratification any more."""
    if design.strata is None:
        return units, design, []
    strata = np.unique(design.strata, return_inverse=True)[1].astype(np.int64)
    treated = np.bincount(strata, weights=units.cohort > 0)
    both = (treated > 0) & (treated < np.bincount(strata))
    keep = both[strata]
    checks = []
    lost = [str(units.labels[place]) for place in np.flatnonzero(~keep & (units.cohort > 0))]
    if lost:
        text = say("treated_units_without_another_unit")
        checks.append(
            Check("strata_without_comparison", False, text.format(names=", ".join(lost)), len(lost))
        )
    elif not keep.all():
        text = say("strata_without_treated_units")
        checks.append(
            Check("strata_without_treated", None, text.format(n=int((~keep).sum())), int((~keep).sum()))
        )
    gone = [g for g in range(1, len(units.starts) + 1) if not (units.cohort[keep] == g).any()]
    if gone and keep.any():
        units = units.without_starts(gone)
    inner = UnitContext(
        size=None if design.size is None else design.size[keep],
        blocks=None if design.blocks is None else np.unique(design.blocks[keep], return_inverse=True)[1],
        strata=strata[keep] if both.sum() > 1 else None,
    )
    return units.only(keep), inner, checks


def _no_stratum() -> Refused:
    return Refused("no_comparison", say("no_stratum_has_both_treated"))


def whose_mean(units: UnitNumbers, design: UnitContext) -> Check:
    """The figure per person beside the one per unit; they answer two questions, and the plan says which is asked."""
    if len(units.starts) > 1:
        text = say("every_unit_weighs_same_figure_per")
        return Check("whose_mean", None, text)
    if design.size is None:
        text = say("every_unit_weighs_same_large")
        return Check("whose_mean", None, text)
    values, dose = units.values[0], units.dose[0]
    each = size_scaled.Footing.of(units.cohort > 0, strata=design.strata)
    people = size_scaled.Footing.of(units.cohort > 0, weight=design.size, strata=design.strata)
    per_unit, per_person = float(each.coefficients @ values), float(people.coefficients @ values)
    error = size_scaled.standard_error(values, dose, per_unit, design.size, each)
    noise = TIE * units.scale
    turned = per_unit * per_person < 0 and min(abs(per_unit), abs(per_person)) > noise
    apart = abs(per_unit - per_person) > max(error, noise)
    text = say(
        "per_unit_difference_is_unit_weighted",
        unit=format_number(per_unit, 3),
        person=format_number(per_person, 3),
    )
    if turned or apart:
        more = say("two_differ_plan_must_say_whose")
        return Check("whose_mean", False, f"{text} {more}", per_person)
    return Check("whose_mean", True, text, per_person)


def _add_randomisation(found: _Found, design: UnitContext, draws: int, seed: int) -> None:
    units = found.units
    assignments = randomisation.list_assignments(
        units.cohort, design.strata, order=units.values[0], draws=draws, seed=seed
    )
    test = randomisation.randomisation_test(units, assignments, design.strata)
    found.add("randomisation", test, assignments.floor, _assignment_notes(assignments, say("assignments")))


def _assignment_notes(assignments: randomisation.Assignments, what: str) -> list[str]:
    if assignments.exact:
        first = say("n_possible_what_all_computed", n=assignments.possible, what=what)
    else:
        first = say(
            "drawn_random_ones_of_n_possible",
            drawn=len(assignments.chosen),
            n=assignments.possible,
            what=what,
            seed=assignments.seed,
        )
    return [first, _floor_note(assignments.possible)]


def _floor_note(possible: int) -> str:
    if possible > _MANY:
        return say("smallest_possible_p_value_under_0")
    digits = 4 if possible <= 10_000 else 10
    return say("smallest_possible_p_value_1_n", n=possible, floor=format_number(1 / possible, digits))


def _add_size_scaled(found: _Found, design: UnitContext, draws: int, seed: int) -> None:
    assert design.size is not None
    done = size_scaled.size_scaled_test(
        found.units, design.size, strata=design.strata, draws=draws, seed=seed
    )
    possible = randomisation.count_assignments(found.units.cohort, design.strata)
    _add_placebos(found, "size-scaled", done, possible)


def _add_placebos(
    found: _Found, inference: str, done: tuple[RandomisationTest, size_scaled.Placebos] | None, possible: int
) -> None:
    if done is None:
        found.checks.append(_no_variation(inference))
        return
    test, placebos = done
    how = (
        say("n_placebos_all_computed", n=len(placebos.chosen))
        if placebos.exact
        else say("n_random_placebos_seed_seed", n=len(placebos.chosen), seed=placebos.seed)
    )
    # The headline rule asks what the design can show, which no resampling can better; the note says what this
    # test's own p-value can come down to.
    own = round(1 / placebos.floor)
    found.add(inference, test, max(placebos.floor, 1 / possible), [how, _floor_note(own)])


def _no_variation(inference: str) -> Check:
    text = say("units_do_not_vary_once_difference")
    return Check("no_variation", False, text.format(inference=inference))


def _add_blocks(found: _Found, design: UnitContext, draws: int, seed: int) -> None:
    blocks = design.blocks
    assert blocks is not None
    found.checks.append(Check("whole_blocks", None, words.only_whole_blocks(), int(np.unique(blocks).size)))
    if design.strata is not None:
        return
    if not randomisation.blocks_are_whole(found.units, blocks):
        text = say("at_least_one_area_has_both")
        found.checks.append(Check("blocks_mixed", False, text))
        return
    test, assignments = randomisation.block_test(found.units, blocks, draws=draws, seed=seed)
    found.add(
        "block-permutation",
        test,
        assignments.floor,
        _assignment_notes(assignments, say("selections_of_areas")),
    )
    if design.size is not None:
        done = size_scaled.block_size_scaled_test(found.units, design.size, blocks, draws=draws, seed=seed)
        _add_placebos(found, "block-size-scaled", done, assignments.possible)


def _add_wild(found: _Found, draws: int, seed: int) -> None:
    done = wild.wild_test(found.units, draws=draws, seed=seed)
    if done is None:
        found.checks.append(_no_variation("wild"))
        return
    test, count, exact = done
    k, n = int(found.units.treated.size), len(found.units.labels)
    notes = [
        say("n_sign_patterns_all_computed", n=count)
        if exact
        else say("n_random_sign_patterns_seed_seed", n=count - 1, seed=seed),
        _floor_note(2 ** (n - 1) if exact else count),
    ]
    if min(k, n - k) < headline.WILD_FROM:
        notes.append(say("hardly_ever_rejects_with_few_units"))
    found.add("wild", test, 2.0 ** (1 - n), notes)


def _add_lee_wooldridge(found: _Found) -> None:
    units = found.units
    if units.treated.size != 1:
        return
    numbers: list[tuple[str, FloatArray | None, str | None]] = [
        ("lee-wooldridge", units.values[0], None),
        (
            "lee-wooldridge-trend",
            units.slopes,
            say("computed_as_distance_to_each_unit"),
        ),
    ]
    for inference, values, note in numbers:
        fit = None if values is None else classical_t(values, units.cohort > 0)
        if fit is None:
            continue
        notes = [say("t_distribution_classical_variance", df=fit.df)]
        found.add_row(
            inference, point=fit.point, se=fit.se, lower=fit.lower, upper=fit.upper, p_value=fit.p_value,
            notes=notes + ([note] if note else []),
        )  # fmt: skip


def _add_cr2(found: _Found) -> None:
    units = found.units
    fit = difference_cr2(units.values[0], units.cohort > 0)
    if fit is None or fit.se[1] <= TIE * units.scale:
        return
    lower, upper = fit.bounds(1)
    df = format_number(float(fit.df[1]), 2)
    found.add_row(
        "cr2", point=float(fit.coefficients[1]), se=float(fit.se[1]), lower=lower, upper=upper,
        p_value=float(fit.p_values[1]), notes=[say("t_distribution_satterthwaite", df=df)],
    )  # fmt: skip
