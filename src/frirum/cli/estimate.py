"""`frirum estimate`: one estimator on given counts or on a data file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frirum.cli.output import emit
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    import polars as pl

    from frirum.core.effects.rows import EstimateRow, Result

DATA = click.Path(path_type=Path)


class Share(click.ParamType):
    """A number, with decimal point or comma."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or a usage error."""
        try:
            return float(str(value).replace(",", "."))
        except ValueError:
            self.fail(_("{value} er ikke et tal.").format(value=value), param, ctx)


@click.group()
def estimate() -> None:
    """Estimate a share, a difference, an effect; each with inference that holds for few."""


def _show(result: Result) -> None:
    emit(result.as_dict(), lambda: as_text(result))


def as_text(result: Result) -> str:
    """A result for a person: the headline or why there is none, the rows, the checks."""
    lines = []
    if result.headline is not None:
        lines += [_("Hovedresultat: {row}").format(row=_line(result.headline)), ""]
    if result.refused is not None:
        lines += [_("Kan ikke konkluderes: {why}").format(why=result.refused.text), ""]
    for row in result.estimates:
        lines.append(_line(row))
        lines += [f"    {note}" for note in row.notes]
    marks = {True: "+", False: "!", None: "·"}
    if result.checks:
        lines += ["", *(f"{marks[check.passed]} {check.text}" for check in result.checks)]
    return "\n".join(lines)


def _line(row: EstimateRow) -> str:
    place = " ".join(str(part) for part in (row.estimand, row.group, row.period) if part is not None)
    parts = [f"{place} ({row.inference}): {_figure(row.point)}"]
    if row.lower is not None or row.upper is not None:
        parts.append(
            _("95 pct. fra {low} til {high}").format(low=_figure(row.lower), high=_figure(row.upper))
        )
    if row.p_value is not None:
        parts.append(f"p = {_figure(row.p_value)}")
    return "; ".join(parts)


def _figure(value: float | None) -> str:
    from decimal import Decimal

    from frirum.core.vocabulary.danish import format_number

    if value is None:
        return "–"
    if value == 0:
        return "0"
    # Four significant digits, as many decimals as that takes.
    decimals = max(0, 3 - Decimal(str(value)).adjusted())
    return format_number(value, decimals) if decimals < 10 else _("under 0,0001")


@estimate.command()
@click.option("--events", type=int, required=True)
@click.option("--n", type=int, required=True)
@click.option("--population", type=int, help="size of the list the cases were drawn from")
def share(events: int, n: int, population: int | None) -> None:
    """A share: Clopper-Pearson, Wilson, and exact for a finite list."""
    from frirum.core.effects.shares import estimate_share

    _show(estimate_share(events, n, population))


@estimate.command()
@click.option("--events1", type=int, required=True)
@click.option("--n1", type=int, required=True)
@click.option("--events2", type=int, required=True)
@click.option("--n2", type=int, required=True)
def difference(events1: int, n1: int, events2: int, n2: int) -> None:
    """The difference of two shares: Newcombe's interval, Fisher's test."""
    from frirum.core.effects.shares import estimate_difference

    _show(estimate_difference(events1, n1, events2, n2))


@estimate.command()
@click.argument("data", type=DATA)
@click.option("--outcome", required=True)
@click.option("--stratum", required=True)
@click.option("--population", required=True, help="column with the units in the row's stratum")
def mean(data: Path, *, outcome: str, stratum: str, population: str) -> None:
    """A stratified mean and total with finite-population correction."""
    from frirum.core.effects.strata_reading import estimate_mean_file

    _show(estimate_mean_file(data, outcome=outcome, stratum=stratum, population=population))


@estimate.command()
@click.argument("data", type=DATA)
@click.option("--outcome", required=True)
@click.option("--unit", required=True)
@click.option("--treated", required=True, help="0/1 column; with --time 1 in treated periods only")
@click.option("--time", help="without it: one row per unit")
@click.option("--size", help="column with the unit's size")
@click.option("--blocks", help="column with the region, when whole regions were chosen")
@click.option("--strata", help="column with the stratum within which units were chosen")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
def few(data: Path, **columns: Any) -> None:
    """A difference with few treated units, by every test that is valid there."""
    from frirum.core.effects.few_reading import estimate_few_file

    _show(estimate_few_file(data, **columns))


@estimate.command()
@click.option("--events", type=int, required=True)
@click.option("--n", type=int, required=True)
@click.option("--baseline", type=Share(), required=True)
def monitor(events: int, n: int, baseline: float) -> None:
    """Watch for harm: e-value and confidence sequence, valid at every look."""
    from frirum.core.effects.monitor import estimate_monitor

    _show(estimate_monitor(events, n, baseline))


def _names(value: str | None) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in (value or "").split(",") if name.strip()))


@contextmanager
def _frame_of(
    data: Path, *, numbers: list[str], labels: list[str], either: list[str]
) -> Iterator[pl.DataFrame]:
    """The file's columns with their types. Errors raised inside, which count the frame's rows, get file and line."""
    from frirum.core.effects.data import read_table
    from frirum.core.effects.panel_reading import typed_frame

    table = read_table(data, [*numbers, *labels, *either])
    try:
        yield typed_frame(table, numbers=numbers, labels=labels, either=either)
    except InputRefused as refused:
        if refused.file is None:
            refused.file = str(data)
            refused.line = None if refused.line is None else table.line(refused.line - 2)
        raise


@estimate.command()
@click.argument("data", type=DATA)
@click.option("--outcome", required=True)
@click.option("--unit", required=True)
@click.option("--time", required=True)
@click.option("--first-treated", required=True, help="first treated period; 0 or empty for never")
@click.option("--weights")
def did(data: Path, *, outcome: str, unit: str, time: str, first_treated: str, weights: str | None) -> None:
    """Two-way fixed effects, as a labelled cross-check."""
    from frirum.core.effects.did import estimate_did

    numbers = [outcome, weights] if weights else [outcome]
    with _frame_of(data, numbers=numbers, labels=[unit, time, first_treated], either=[]) as frame:
        _show(
            estimate_did(
                frame, outcome=outcome, unit=unit, time=time, first_treated=first_treated, weights=weights
            )
        )


@estimate.command("att-gt")
@click.argument("data", type=DATA)
@click.option("--outcome", required=True)
@click.option("--unit", required=True)
@click.option("--time", required=True)
@click.option("--first-treated", required=True, help="first treated period; 0 or empty for never")
@click.option("--weights")
@click.option("--comparison", type=click.Choice(["never", "not-yet"]), default="never", show_default=True)
@click.option("--covariates", help="A,B: doubly robust")
def att_gt(data: Path, **options: Any) -> None:
    """Group-time effects and their four aggregates (Callaway and Sant'Anna)."""
    from frirum.core.effects.att_gt import estimate_att_gt

    covariates = _names(options.pop("covariates"))
    numbers = [options["outcome"], options["weights"]] if options["weights"] else [options["outcome"]]
    labels = [options["unit"], options["time"], options["first_treated"]]
    with _frame_of(data, numbers=numbers, labels=labels, either=covariates) as frame:
        _show(estimate_att_gt(frame, covariates=covariates, **options))


@estimate.command()
@click.argument("data", type=DATA)
@click.option("--outcome", required=True)
@click.option("--unit", required=True)
@click.option("--time", required=True)
@click.option("--treated-unit", required=True)
@click.option("--from", "start", required=True, help="first treated period")
def synthetic(data: Path, *, outcome: str, unit: str, time: str, treated_unit: str, start: str) -> None:
    """One treated unit: difference-in-differences, synthetic control, synthetic difference-in-differences."""
    from frirum.core.effects.synthetic import estimate_synthetic

    with _frame_of(data, numbers=[outcome], labels=[unit, time], either=[]) as frame:
        _show(
            estimate_synthetic(
                frame,
                outcome=outcome,
                unit=unit,
                time=time,
                treated_unit=_as_column(frame[unit], treated_unit),
                start=_as_column(frame[time], start),
            )
        )


@estimate.command()
@click.argument("data", type=DATA)
@click.option("--time", required=True, help="duration at the event, or when last seen")
@click.option("--event", required=True, help="0 for last seen, 1 for the event")
@click.option("--entry", help="duration when it came under observation")
@click.option("--group", help="groups to compare")
@click.option("--covariates", help="A,B: log hazard ratios (Cox, Efron's ties)")
@click.option("--horizon", type=Share(), help="means to this time")
@click.option("--competing", is_flag=True, help="event 1, 2, … compete")
def survival(data: Path, *, covariates: str | None, **options: Any) -> None:
    """How long it takes: Kaplan-Meier, median, mean to a horizon, log-rank, Cox, competing events."""
    from frirum.core.effects.survival_reading import estimate_survival_file

    _show(estimate_survival_file(data, covariates=_names(covariates), **options))


@estimate.command()
@click.argument("data", type=DATA)
@click.option("--outcome", required=True)
@click.option("--treated", required=True, help="0/1 column")
@click.option("--covariates", required=True, help="A,B: known before the treatment")
def adjust(data: Path, *, outcome: str, treated: str, covariates: str) -> None:
    """The treated beside others who look like them: weighting, matching, doubly robust."""
    from frirum.core.effects.adjust_reading import estimate_adjust_file

    _show(estimate_adjust_file(data, outcome=outcome, treated=treated, covariates=_names(covariates)))


@estimate.command()
@click.argument("data", type=DATA)
@click.option("--outcome", required=True, help="the answer as a number in the order of the scale")
@click.option("--covariates", required=True, help="A,B")
@click.option("--cluster", help="random intercept, such as the municipality")
def ordinal(data: Path, *, outcome: str, covariates: str, cluster: str | None) -> None:
    """Answers on an ordered scale: cumulative logit, with a random intercept per cluster."""
    from frirum.core.effects.ordinal_reading import estimate_ordinal_file

    _show(estimate_ordinal_file(data, outcome=outcome, covariates=_names(covariates), cluster=cluster))


@estimate.command()
@click.argument("data", type=DATA)
@click.option("--outcome", required=True, help="the answer as a number in the order of the scale")
@click.option("--wave", required=True, help="two values in time order")
@click.option("--cluster", required=True, help="such as the municipality")
def waves(data: Path, *, outcome: str, wave: str, cluster: str) -> None:
    """Two survey waves of anonymous people: superiority and the top category, clusters permuted."""
    from frirum.core.effects.waves_reading import estimate_waves_file

    _show(estimate_waves_file(data, outcome=outcome, wave=wave, cluster=cluster))


def _as_column(column: pl.Series, written: str) -> str | int:
    """A label given on the command line, with the type its column has."""
    if not column.dtype.is_integer():
        return written
    try:
        return int(written)
    except ValueError as fault:
        text = _("{value} findes ikke i kolonnen {column}.").format(value=written, column=column.name)
        raise InputRefused(text) from fault


@estimate.command()
@click.argument("data", type=DATA)
@click.option("--comparison", type=click.Choice(["never", "not-yet"]), default="never", show_default=True)
@click.option("--covariates", help="A,B: further columns that split the cells")
def cells(data: Path, comparison: str, covariates: str | None) -> None:
    """did and att-gt from municipality × month cells (municipality, month, n, sum, sum_sq, first_treated)."""
    from frirum.core.effects.cells import estimate_cells

    split = _names(covariates)
    labels = ["municipality", "month", "first_treated"]
    with _frame_of(data, numbers=["n", "sum", "sum_sq"], labels=labels, either=split) as frame:
        _show(estimate_cells(frame, comparison=comparison, covariates=split))
