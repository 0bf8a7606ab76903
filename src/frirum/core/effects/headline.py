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
from frirum.core.language import gettext as _
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
            _(
                "Enhederne starter på forskellige tidspunkter, og størrelse og områder kan ikke bruges her; "
                "brug att-gt."
            ),
        )
    if blocks_given and strata_given:
        return Quotable(
            None, _("Hele områder inden for strata kan ikke ombyttes her; brug att-gt, eller udelad den ene.")
        )
    if blocks_given:
        if sizes_given and "block-size-scaled" in available:
            return Quotable("block-size-scaled", words.blocks_with_sizes())
        if "block-permutation" in available:
            return Quotable(
                "block-permutation", _("Hele områder blev udvalgt, så det er områder, der ombyttes.")
            )
        return Quotable(None, _("Områderne er kun delvist behandlet, så de kan ikke ombyttes som helheder."))
    if sizes_given and "size-scaled" in available:
        return Quotable(
            "size-scaled", _("Enhedernes størrelse er kendt, og små enheder svinger mere end store.")
        )
    if "wild" in available and min(units_treated, units_comparison) >= WILD_FROM:
        return Quotable(
            "wild",
            _(
                "Mindst fem enheder på hver side; den vilde bootstrap tåler, at enhederne svinger forskelligt."
            ),
        )
    if "randomisation" in available:
        return Quotable(
            "randomisation",
            _(
                "Få behandlede enheder uden kendt størrelse; ombytning er eksakt, hvis enhederne svinger lige meget."
            ),
        )
    return Quotable(None, _("Ingen af metoderne kunne regnes."))


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
    text = _("Designets mindste mulige p-værdi er {floor}.").format(floor=format_p_value(floor))
    checks = (reason, Check("p_floor", enough, text, floor))
    if enough:
        return rows[choice.inference], None, checks
    why = _(
        "For spinkelt: designets mindste mulige p-værdi er {floor}, så det kan aldrig vise en effekt på "
        "5 pct.-niveau. Det kræver flere enheder."
    )
    return None, Refused("p_floor", why.format(floor=format_number(floor, 3))), checks
