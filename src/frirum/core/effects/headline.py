"""Which test may be quoted when few units are treated, and why.

The rule follows measured error rates of nominal 5 % tests with 1, 2, 3, 5 and 11 treated of 98 (see
docs/methods/validation.md): cluster-robust tests reject up to 84 % of true nulls, permutation of the difference is
right when variances are equal, the size-scaled placebo also when they are not, the wild bootstrap from about five
treated units, and a whole region treated at once is one draw among regions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frirum.core.effects import words
from frirum.core.effects.rows import Check, EstimateRow, Refused
from frirum.core.effects.sentences import say
from frirum.core.vocabulary.danish import format_number, format_p_value

ALPHA = 0.05
WILD_FROM = 5


@dataclass(frozen=True)
class Quotable:
    """The test that may be quoted.

    Attributes:
        inference: its name, or None when nothing may be quoted.
        reason: why this one.
    """

    inference: str | None
    reason: str


def choose(
    available: frozenset[str],
    *,
    units_treated: int,
    units_comparison: int,
    blocks_given: bool,
    sizes_given: bool,
    strata_given: bool = False,
    several_starts: bool = False,
) -> Quotable:
    """Name the test to quote.

    Args:
        available: inferences that could be computed.
        units_treated, units_comparison: units on each side.
        blocks_given: the design says that whole blocks were chosen.
        sizes_given: the units' sizes are known.
        strata_given: units were chosen within strata.
        several_starts: the units start at different times, for which only their starts are dealt anew.
    """
    if several_starts and (blocks_given or sizes_given):
        return Quotable(
            None,
            say("units_start_at_different_times"),
        )
    if blocks_given and strata_given:
        return Quotable(None, say("whole_regions_within_strata_cannot"))
    if blocks_given:
        if sizes_given and "block-size-scaled" in available:
            return Quotable("block-size-scaled", words.blocks_with_sizes())
        if "block-permutation" in available:
            return Quotable("block-permutation", say("whole_areas_were_selected_is_areas"))
        return Quotable(None, say("areas_are_treated_only_in_part"))
    if sizes_given and "size-scaled" in available:
        return Quotable("size-scaled", say("sizes_of_units_are_known"))
    if "wild" in available and min(units_treated, units_comparison) >= WILD_FROM:
        return Quotable(
            "wild",
            say("at_least_five_units"),
        )
    if "randomisation" in available:
        return Quotable(
            "randomisation",
            say("few_treated_units_of_unknown_size"),
        )
    return Quotable(None, say("none_of_methods_could_be_computed"))


def pick(
    rows: Mapping[str, EstimateRow], floors: Mapping[str, float], choice: Quotable
) -> tuple[EstimateRow | None, Refused | None, tuple[Check, ...]]:
    """The headline row, or why there is none: a design whose smallest p is above 5 % can never conclude.

    Args:
        rows: by inference.
        floors: smallest attainable p-value by inference.
    """
    reason = Check("headline", choice.inference is not None, choice.reason)
    if choice.inference is None:
        return None, Refused("no_test", choice.reason), (reason,)
    floor = floors[choice.inference]
    enough = floor <= ALPHA
    text = say("smallest_possible_p_value_of_design", floor=format_p_value(floor))
    checks = (reason, Check("p_floor", enough, text, floor))
    if enough:
        return rows[choice.inference], None, checks
    why = say("too_thin_smallest_possible_p_value")
    return None, Refused("p_floor", why.format(floor=format_number(floor, 3))), checks
