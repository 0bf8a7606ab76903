"""One treated unit: difference-in-differences, synthetic control and synthetic difference-in-differences.

Estimand: the average effect on the treated unit from its start to the last period. Each compares the unit
with a weighted average of the others, and the time after with a weighted average of the time before: equal
weights on both sides (did), units weighted to match the unit's level before (sc, outcomes only), or units
weighted to match its movement and periods weighted to match the level after (sdid). Assumptions: the match
before the start would have held after it; nobody else was affected; at least some twenty periods before.

`placebo` gives every comparison unit the same treatment in turn. The standard error is the spread of those
effects, the p-value the share of units, the treated one included, with an effect at least as large.

Source: Abadie, Diamond & Hainmueller (2010), Journal of the American Statistical Association 105;
Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), American Economic Review 111, algorithms 1 and 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from frirum.core.effects.clustered import Interval, interval
from frirum.core.effects.frank_wolfe import Problems, solve
from frirum.core.effects.panel import Panel
from frirum.core.effects.panel_reading import panel_from_rows
from frirum.core.effects.periods import recognise
from frirum.core.effects.rows import Check, EstimateRow, Label, Refused, Result, number, refuse
from frirum.core.effects.simplex import simplex_weights
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.language import ngettext

# The ridge that makes weights unique without moving them, relative to the noise (Arkhangelsky et al., footnote 7).
TINY = 1e-6
SHOWN_WEIGHTS = 5


@dataclass(frozen=True)
class Block:
    """A treated unit beside comparison units, and the placebos in which each of those stands in for it.

    Attributes:
        treated: (T,) outcome of the treated unit.
        others: (N, T) outcomes of the comparison units.
        before: periods before the start.
    """

    treated: np.ndarray
    others: np.ndarray
    before: int

    @cached_property
    def targets(self) -> np.ndarray:
        """(1 + N, T): the treated unit, then every comparison unit in turn."""
        return np.vstack([self.treated, self.others])

    @cached_property
    def allowed(self) -> np.ndarray:
        """(N, 1 + N) bool: comparison units of each target; a placebo leaves itself and the treated unit
        out."""
        return np.hstack([np.ones((len(self.others), 1), dtype=bool), ~np.eye(len(self.others), dtype=bool)])

    @cached_property
    def noise(self) -> np.ndarray:
        """(1 + N,) standard deviation of the comparison units' one-period changes before the start."""
        changes = np.diff(self.others[:, : self.before], axis=1)
        return np.array(
            [changes[kept].std(ddof=1) if changes[kept].size > 1 else 0.0 for kept in self.allowed.T]
        )


@dataclass(frozen=True)
class Weighted:
    """Effects of the treated unit (first) and of the placebos, and the weights that made them.

    Attributes:
        points: (1 + N,) effects.
        units: (N, 1 + N) weights of the comparison units; periods: (before, 1 + N) weights of the periods
            before.
    """

    points: np.ndarray
    units: np.ndarray
    periods: np.ndarray


def _contrast(block: Block, units: np.ndarray, periods: np.ndarray) -> Weighted:
    gap = block.targets - units.T @ block.others
    earlier = (gap[:, : block.before] * periods.T).sum(axis=1)
    return Weighted(gap[:, block.before :].mean(axis=1) - earlier, units, periods)


def difference_in_differences(block: Block) -> Weighted:
    """Equal weights on units and periods."""
    periods = np.full((block.before, len(block.targets)), 1 / block.before)
    return _contrast(block, block.allowed / block.allowed.sum(axis=0), periods)


def synthetic_control(block: Block) -> Weighted:
    """Unit weights that match the unit's outcomes before the start; the time before counts for nothing
    else."""
    units = _unit_weights(block, TINY * block.noise, intercept=False)
    return _contrast(block, units, np.zeros((block.before, len(block.targets))))


def synthetic_did(block: Block) -> Weighted:
    """Unit weights with a ridge and period weights, both with a free level."""
    after = block.others.shape[1] - block.before
    units = _unit_weights(block, after**0.25 * block.noise, intercept=True)
    return _contrast(block, units, _period_weights(block))


def _unit_weights(block: Block, penalty: np.ndarray, *, intercept: bool) -> np.ndarray:
    before = block.others[:, : block.before].T
    return solve(
        Problems(
            columns=before,
            targets=block.targets[:, : block.before].T,
            rows=np.ones((block.before, len(block.targets)), dtype=bool),
            allowed=block.allowed,
            ridge=penalty**2,
            noise=block.noise,
            intercept=intercept,
        )
    )


def _period_weights(block: Block) -> np.ndarray:
    after = block.others[:, block.before :].mean(axis=1)
    return solve(
        Problems(
            columns=block.others[:, : block.before],
            targets=np.repeat(after[:, None], len(block.targets), axis=1),
            rows=block.allowed,
            allowed=np.ones((block.before, len(block.targets)), dtype=bool),
            ridge=(TINY * block.noise) ** 2,
            noise=block.noise,
            intercept=True,
        )
    )


def exact_synthetic_control(block: Block) -> float:
    """The synthetic control effect with weights at the exact minimum instead of the published stopping
    rule."""
    before = slice(0, block.before)
    ridge = (TINY * float(block.noise[0])) ** 2 * block.before
    units = simplex_weights(block.others[:, before].T, block.treated[before], ridge=ridge, intercept=False)
    return float((block.treated - units @ block.others)[block.before :].mean())


ESTIMATORS: dict[str, tuple[str, Callable[[Block], Weighted]]] = {
    "did": ("difference-in-differences", difference_in_differences),
    "sc": ("synthetic control", synthetic_control),
    "sdid": ("synthetic difference-in-differences", synthetic_did),
}


def estimate_synthetic(
    frame: pl.DataFrame, *, outcome: str, unit: str, time: str, treated_unit: Label, start: Label
) -> Result:
    """The three estimates for one treated unit.

    Args:
        frame: one row per unit and period; several are averaged.
        outcome, unit, time: as in `panel_reading.panel_from_rows`.
        treated_unit: the unit's label; every other unit is a comparison.
        start: first treated period, written as in `time`.

    Returns:
        Rows did, sc and sdid with `placebo`; the headline is sdid when nineteen comparison units or more let
        p go to 5 %. Comparison units that miss a period are left out with a named warning.

    Raises:
        InputRefused: the treated unit is not in the data or misses a period, the start is not in the data's
            time or leaves fewer than two periods before it, or as `panel_from_rows`.
    """
    panel = panel_from_rows(frame, outcome=outcome, unit=unit, time=time, first_treated=None)
    place = _find_unit(panel, treated_unit)
    before = _periods_before(panel, start, column=time)
    checks = list(panel.checks)
    keep = panel.observed.all(axis=1)
    if not keep[place]:
        raise InputRefused(_("Enheden {unit} mangler en periode.").format(unit=treated_unit))
    left_out = int((~keep).sum())
    if left_out:
        text = ngettext(
            "{n} sammenligningsenhed mangler en periode og er udeladt.",
            "{n} sammenligningsenheder mangler en periode og er udeladt.",
            left_out,
        ).format(n=left_out)
        checks.append(Check("incomplete_units", False, text, left_out))
    others = keep & (np.arange(len(keep)) != place)
    if others.sum() < 2:
        text = _("Der er færre end to sammenligningsenheder med alle perioder.")
        return refuse("no_comparison", text, checks=checks)
    if panel.constant:
        return refuse("no_variation", _("Udfaldet er det samme overalt."), checks=checks)
    block = Block(panel.mean[place], panel.mean[others], before)
    names = [label for label, kept in zip(panel.units, others, strict=True) if kept]
    return _result(panel, block, names, checks)


def _result(panel: Panel, block: Block, names: list[Label], checks: list[Check]) -> Result:
    count = len(block.others)
    floor = 1 / (count + 1)
    rows = []
    for estimand, (label, estimator) in ESTIMATORS.items():
        found = estimator(block)
        point = float(found.points[0])
        if estimand == "sc":
            checks += _fit_checks(panel, block, found)
        rows.append(
            EstimateRow(
                estimator=label,
                estimand=estimand,
                inference="placebo",
                outcome=panel.outcome,
                n_treated=len(block.treated) - block.before,
                n_comparison=block.others.size,
                units_treated=1,
                point=number(point, scale=panel.scale),
                notes=_notes(estimand, found, names, floor),
                **_placebo_interval(point, found.points[1:], panel.scale).as_row(),
            )
        )
    checks.append(_floor_check(count, floor))
    headline = rows[-1] if floor <= 0.05 else None
    why = None if headline else Refused("p_floor", checks[-1].text)
    return Result(tuple(rows), tuple(checks), headline, why)


def _placebo_interval(point: float, placebos: np.ndarray, scale: float) -> Interval:
    """Spread of the placebo effects, and the share of effects at least as large; ties count."""
    found = interval(point, float(placebos.var()), scale=scale)
    as_large = int((np.abs(placebos) >= abs(point) - 1e-12 * scale).sum())
    return Interval(found.se, found.lower, found.upper, (1 + as_large) / (1 + len(placebos)))


def _notes(estimand: str, found: Weighted, names: list[Label], floor: float) -> tuple[str, ...]:
    notes = [
        _("p er andelen af enheder med mindst så stor en effekt; den kan ikke blive under {floor}.").format(
            floor=f"{floor:.3f}".replace(".", ",")
        )
    ]
    if estimand != "did":
        units = found.units[:, 0]
        order = np.argsort(-units, kind="stable")[:SHOWN_WEIGHTS]
        shown = [
            f"{names[place]} {100 * units[place]:.1f}".replace(".", ",") + " " + _("pct.")
            for place in order
            if units[place] > 5e-4
        ]
        notes.append(_("Største vægte: {weights}.").format(weights=", ".join(shown)))
    return tuple(notes)


def _fit_checks(panel: Panel, block: Block, found: Weighted) -> list[Check]:
    """How well the synthetic control follows the unit before the start, beside the noise of one period."""
    gap = block.treated - found.units[:, 0] @ block.others
    error = float(np.sqrt((gap[: block.before] ** 2).mean()))
    close = error <= 2 * float(block.noise[0])
    text = (
        _("Den syntetiske kontrol følger enheden før start.")
        if close
        else _("Den syntetiske kontrol rammer ikke enhedens niveau før start; brug ikke sc-rækken.")
    )
    exact = _("Synthetic control med vægte løst til bunds i stedet for med den offentliggjorte stopregel.")
    return [
        Check("fit_before_start", close, text, number(error, scale=panel.scale)),
        Check("sc_exact_minimum", None, exact, number(exact_synthetic_control(block), scale=panel.scale)),
    ]


def _floor_check(count: int, floor: float) -> Check:
    text = _("Med {n} sammenligningsenheder kan p ikke blive under {floor}.").format(
        n=count, floor=f"{floor:.3f}".replace(".", ",")
    )
    return Check("p_floor", floor <= 0.05, text, floor)


def _find_unit(panel: Panel, wanted: Label) -> int:
    for place, label in enumerate(panel.units):
        if str(label) == str(wanted).strip():
            return place
    raise InputRefused(_("Enheden {unit} findes ikke i data.").format(unit=wanted))


def _periods_before(panel: Panel, start: Label, *, column: str) -> int:
    try:
        tick = recognise(panel.periods, column=column).ticks([start])[0]
    except ValueError as unreadable:
        raise InputRefused(
            _("Første periode {value} er ikke skrevet som datas perioder.").format(value=start)
        ) from unreadable
    before = int(np.searchsorted(panel.ticks, tick))
    if before == len(panel.ticks):
        raise InputRefused(_("Forsøget begynder efter datas sidste periode."))
    if before < 2:
        raise InputRefused(_("Der skal være mindst to perioder før forsøgets start."))
    return before
