"""Estimates at the gate: when a mean, a share or a difference with its interval may leave the house, and how rounded.

What is looked at is told by whoever reckoned the estimate (`EstimateUse`); what is not told is not taken to be enough.
Against earlier releases, and within one, a rule stands: the same thing, on people who are nearly the same, is one
subtraction away from the few who are not. Nothing here knows pseudonyms, so other files and almost as many people count
as nearly the same people. And what a thing is called does not tell two apart: figures that so few people could have
moved from one to the other are the same thing under another name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from frirum.core.disclosure import words
from frirum.core.disclosure.figures import significant
from frirum.core.disclosure.protected import RefusalReason
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.settings import HOUSE_RULES, HouseRules, Subject
from frirum.core.report.cleared import gate

QUOTED = ("point", "lower", "upper")
"""An estimate and its interval."""
FIGURES = (*QUOTED, "p_value")
SHARE_DECIMALS = 1


@dataclass(frozen=True)
class UseSide:
    """One group behind an estimate.

    Attributes:
        people, events: how many, and how many of them had a yes/no outcome; None where that is not told.
        rest: people left when the largest unit is taken away; None where nobody is grouped in units.
        differing: people whose value is not the most common one, of an outcome told person by person.
        two_largest: the share (0-1) of such an outcome's total that two people hold.
    """

    people: int | None
    events: int | None = None
    rest: int | None = None
    differing: int | None = None
    two_largest: float | None = None


@dataclass(frozen=True)
class EstimateUse:
    """One estimate that somebody wants to release. Confidential: the figures are as they were reckoned.

    Attributes:
        name: of the question; figures are asked for by it.
        measure: what is estimated, by its name; under another name the figures themselves are compared.
        sample: fingerprint of the files it was reckoned from.
        point, lower, upper: in the unit of the data, a share in 0-1; None where there is none.
        is_share: the figures are shares or differences of shares, and leave as per cent.
        treated, comparison: who stands behind; `comparison` None where nobody is compared with.
        parameters: of the model; None where that is not told.
        p_value: of the test of no difference, where the question asked for one; it leaves beside the interval alone.
    """

    name: str
    measure: str
    sample: str
    point: float | None
    lower: float | None
    upper: float | None
    is_share: bool
    treated: UseSide
    comparison: UseSide | None
    parameters: int | None
    p_value: float | None = None

    @property
    def sides(self) -> tuple[UseSide, ...]:
        """The groups there are."""
        return (self.treated,) if self.comparison is None else (self.treated, self.comparison)

    def as_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            **{one.name: getattr(self, one.name) for one in fields(self)},
            "treated": self.treated.__dict__ | {},
            "comparison": None if self.comparison is None else self.comparison.__dict__ | {},
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> EstimateUse:
        """What `as_dict` wrote."""
        other = values["comparison"]
        sides = {
            "treated": UseSide(**values["treated"]),
            "comparison": None if other is None else UseSide(**other),
        }
        return cls(**{**values, **sides})


@dataclass(frozen=True)
class EarlierEstimate:
    """An estimate that was let out, and the release that did."""

    release: str
    use: EstimateUse


@dataclass(frozen=True)
class HeldBack:
    """Why an estimate's figures are not shown; the reason tells no count."""

    name: str
    reason: RefusalReason
    text: str
    remedy: str


@gate
@dataclass(frozen=True)
class ProtectedEstimates:
    """Estimates that may leave the house, rounded; of those held back nothing is in it but their names.

    Attributes:
        figures: (name, point, lower, upper, p-value) as shown; None where there is no such figure.
        held_back: names of the estimates whose figures are not shown.
        rules: the settings used.

    Raises:
        ValueError: a figure that is not finite or not rounded as the rules say, or a name in both.
    """

    figures: tuple[tuple[str, float, float | None, float | None, float | None], ...]
    held_back: tuple[str, ...]
    rules: HouseRules = HOUSE_RULES

    def __post_init__(self) -> None:
        names = [one[0] for one in self.figures]
        if len({*names, *self.held_back}) != len(names) + len(self.held_back):
            raise ValueError("an estimate is shown once or held back")
        for _name, *shown in self.figures:
            for value in shown:
                if value is not None and (not math.isfinite(value) or not self._is_rounded(value)):
                    raise ValueError("a figure leaves rounded")

    def _is_rounded(self, value: float) -> bool:
        return value in (significant(value, self.rules.quantile_digits), round(value, SHARE_DECIMALS))

    def shown_at(self, nodes: tuple[str, ...]) -> float | None:
        """A figure by (name, "point", "lower" or "upper"); None where it is held back or there is none."""
        name, which = nodes
        shown = next((dict(zip(FIGURES, row[1:], strict=True)) for row in self.figures if row[0] == name), {})
        value = shown.get(which)
        return None if value is None else float(value)


def protect_estimates(
    uses: Sequence[EstimateUse],
    *,
    earlier: Sequence[EarlierEstimate] = (),
    rules: HouseRules = HOUSE_RULES,
    subject: Subject = Subject.PERSONS,
) -> tuple[ProtectedEstimates, tuple[HeldBack, ...]]:
    """What may leave of each estimate, and why the rest may not.

    Args:
        earlier: everything let out before.
    """
    held: list[HeldBack] = []
    shown = []
    leaving: list[EstimateUse] = []
    for use in uses:
        why = next(_faults(use, earlier, leaving, rules, subject), None)
        if why is not None:
            held.append(why)
        elif use.point is not None:
            leaving.append(use)
            shown.append((use.name, *_rounded(use, rules)))
    return ProtectedEstimates(tuple(shown), tuple(one.name for one in held), rules), tuple(held)


def _rounded(use: EstimateUse, rules: HouseRules) -> tuple[float, float | None, float | None, float | None]:
    def one(value: float | None) -> float | None:
        if value is None:
            return None
        # By the decimal digits as they are read: 0.0645 is 6.45 per cent, which 100 times it is not.
        return float(round(float(f"{100 * value:.10g}"), SHARE_DECIMALS)) if use.is_share else significant(
            value, rules.quantile_digits
        )  # fmt: skip

    assert use.point is not None
    point = one(use.point)
    assert point is not None
    p_value = None if use.p_value is None else significant(use.p_value, rules.quantile_digits)
    return point, one(use.lower), one(use.upper), p_value


def _faults(
    use: EstimateUse,
    earlier: Sequence[EarlierEstimate],
    leaving: Sequence[EstimateUse],
    rules: HouseRules,
    subject: Subject,
) -> Iterator[HeldBack]:
    threshold = rules.threshold_for(subject)
    needed = max(rules.minimum_for_mean, threshold)
    for side in use.sides:
        if side.people is None:
            yield HeldBack(
                use.name,
                RefusalReason.TOO_FEW,
                say("files_do_not_say_how_many"),
                say("give_table_column_people_with_number"),
            )
        elif side.people < needed:
            yield HeldBack(
                use.name,
                RefusalReason.TOO_FEW,
                say("fewer_than_n_people_stand_behind", n=needed),
                say("wait_for_more_people_or_show"),
            )
        elif side.events is not None and (
            0 < side.events < threshold or 0 < side.people - side.events < threshold
        ):
            yield HeldBack(
                use.name,
                RefusalReason.TOO_FEW,
                say("fewer_than_n_have_outcome", n=threshold),
                say("show_figure_for_larger_group"),
            )
        elif side.differing is not None and side.differing < threshold:
            yield HeldBack(
                use.name,
                RefusalReason.HOMOGENEOUS,
                say("all_or_all_but_few"),
                say("show_figure_for_larger_group"),
            )
        elif side.two_largest is not None and side.two_largest > rules.dominance_share:
            yield HeldBack(
                use.name,
                RefusalReason.DOMINATED,
                say("two_people_account_for_most"),
                say("show_figure_for_larger_group"),
            )
        elif side.rest is not None and 0 < side.rest < needed:
            yield HeldBack(
                use.name,
                RefusalReason.DOMINATED,
                say("one_unit_accounts_for_all_but", n=needed),
                say("take_unit_alone_or_wait"),
            )
    yield from _model_faults(use, rules)
    for before in earlier:
        if _nearly_the_same(use, before.use, threshold):
            yield HeldBack(
                use.name,
                RefusalReason.DIFFERENCING,
                say("same_was_released_in_release", release=before.release, n=threshold),
                say("use_same_files_as_then", n=threshold),
            )
    for beside in leaving:
        if _nearly_the_same(use, beside, threshold):
            yield HeldBack(
                use.name, RefusalReason.DIFFERENCING, *words.beside_in_the_release(beside.name, threshold)
            )


def _model_faults(use: EstimateUse, rules: HouseRules) -> Iterator[HeldBack]:
    people = sum(side.people or 0 for side in use.sides)
    if use.parameters is None or people - use.parameters < rules.residual_df:
        yield HeldBack(
            use.name,
            RefusalReason.SATURATED,
            say("model_has_fewer_than_n_degrees", n=rules.residual_df),
            say("use_fewer_variables_or_more_people"),
        )


def _nearly_the_same(use: EstimateUse, before: EstimateUse, threshold: int) -> bool:
    """The same thing, where a group is larger or smaller by fewer than the threshold, or as large but of other files.

    One group is enough: what is known of it twice is subtracted, however the other has grown.
    """
    if len(use.sides) != len(before.sides):
        return False
    apart = [
        abs(one.people - other.people)
        for one, other in zip(use.sides, before.sides, strict=True)
        if one.people is not None and other.people is not None
    ]
    if not any(0 < more < threshold for more in apart) and (
        use.sample == before.sample or len(apart) < len(use.sides) or any(apart)
    ):
        return False
    return use.measure == before.measure or _could_be_the_same_thing(use, before, threshold)


def _could_be_the_same_thing(use: EstimateUse, before: EstimateUse, threshold: int) -> bool:
    """Whether the few people that two estimates differ by could have moved the figures from one to the other.

    Of a yes/no outcome that is told by how many have it, or have it not, in each group that is nearly the same; of
    others by the figure and the width of its interval. As many people of other files may be others: one is reckoned
    with.
    """
    pairs = [
        (one, other, max(abs(one.people - other.people), 1))
        for one, other in zip(use.sides, before.sides, strict=True)
        if one.people is not None and other.people is not None and abs(one.people - other.people) < threshold
    ]
    told = [(one, other, few) for one, other, few in pairs if None not in (one.events, other.events)]
    if told:
        had = [(one.events or 0, other.events or 0, other.people or 0, few) for one, other, few in told]
        return all(abs(own - theirs) <= few for own, theirs, _people, few in had) or all(
            abs(own - (people - theirs)) <= few for own, theirs, people, few in had
        )
    if use.point is None or before.point is None or not pairs:
        return False
    differing = [(_differing(one), _differing(other), few) for one, other, few in pairs]
    if any(mine is not None and its is not None and abs(mine - its) > few for mine, its, few in differing):
        return False
    own, theirs = (_Figure(one.point or 0.0, _width(one)) for one in (use, before))
    share = max(few / min(one.people or 1, other.people or 1) for one, other, few in pairs)
    people = min(one.people or 1 for one, _other, _few in pairs)
    units = (1.0, *_OTHER_UNITS, use.treated.people or 1, 1 / (before.treated.people or 1))
    figures = [theirs, *_turned(use, before, theirs, pairs)]
    return any(
        own.moved_by_few(_Figure(one.point * unit, one.width and one.width * unit), share, people)
        for one in figures
        for unit in units
    )


_OTHER_UNITS = tuple(unit for times in (7.0, 12.0, 60.0, 100.0, 1000.0) for unit in (times, 1 / times))
"""Weeks in days, years in months, hours in minutes, shares in per cent, kroner in thousands; besides, a mean is a sum
over those it is of."""


@dataclass(frozen=True)
class _Figure:
    """A figure and the width of its interval; None where it has none."""

    point: float
    width: float | None

    def moved_by_few(self, other: _Figure, share: float, people: int) -> bool:
        """Whether this share of the people could have moved one to the other."""
        apart = abs(self.point - other.point)
        if self.width is None or other.width is None:
            return apart <= 3 * share * max(abs(self.point), abs(other.point))
        # An interval is about four deviations over the root of n wide; a person is seldom three deviations off.
        wide = max(self.width, other.width)
        moved = wide * max(share * math.sqrt(people), 0.02)
        return apart <= moved and abs(self.width - other.width) <= max(moved, 0.2 * wide)


def _differing(side: UseSide) -> int | None:
    """People whose value is not the most common one: in any unit as many."""
    if side.events is None or side.people is None:
        return side.differing
    return min(side.events, side.people - side.events)


def _width(use: EstimateUse) -> float | None:
    return None if use.upper is None or use.lower is None else use.upper - use.lower


def _turned(
    use: EstimateUse, before: EstimateUse, theirs: _Figure, pairs: Sequence[tuple[UseSide, UseSide, int]]
) -> Iterator[_Figure]:
    """The earlier figure of those who have not, where either is of a yes/no outcome, or as many differ in both (those
    that do not were left out before)."""
    told = any(side.events is not None for one in (use, before) for side in one.sides)
    differing = all(None not in (_differing(one), _differing(other)) for one, other, _few in pairs)
    if not (told or use.is_share or before.is_share or differing):
        return
    if before.comparison is not None:
        yield replace(theirs, point=-theirs.point)
        return
    yield from (
        replace(theirs, point=whole - theirs.point) for whole in (1.0, 100.0) if theirs.point <= whole
    )


def decimals_shown(values: Iterable[float]) -> int:
    """Decimals that figures have as they were rounded; the same for a figure and its interval."""
    exponents = [Decimal(repr(float(value))).normalize().as_tuple().exponent for value in values]
    return max((-one for one in exponents if isinstance(one, int) and one < 0), default=0)


def two_largest(values: ArrayLike) -> float | None:
    """The share of a total, signs left out of account, that its two largest contributors hold; None of nothing."""
    sizes = np.sort(np.abs(np.asarray(values, dtype=float)))[::-1]
    total = float(sizes.sum())
    return None if total == 0 else float(sizes[:2].sum()) / total
