"""`frirum estimate` on units over time: few treated, two-way, staggered, synthetic, cells."""

from __future__ import annotations

from typing import Any

import click

from frirum.cli.data_file import data_file
from frirum.cli.estimate.group import as_column, estimate, names, show, sizes
from frirum.core.files.data_file import DataFile


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True)
@click.option("--unit", required=True)
@click.option("--treated", required=True, help="0/1 column; with --time 1 in treated periods only")
@click.option("--time", help="without it: one row per unit")
@click.option("--size", help="column with the unit's size")
@click.option("--blocks", help="column with the region, when whole regions were chosen")
@click.option("--strata", help="column with the stratum within which units were chosen")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
def few(data: DataFile, **columns: Any) -> None:
    """A difference with few treated units, by every test that is valid there."""
    from frirum.core.effects.few_reading import estimate_few_file

    show(estimate_few_file(data, **columns))


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True)
@click.option("--unit", required=True)
@click.option("--time", required=True)
@click.option("--first-treated", required=True, help="first treated period; 0 or empty for never")
@click.option("--weights")
def did(
    data: DataFile, *, outcome: str, unit: str, time: str, first_treated: str, weights: str | None
) -> None:
    """Two-way fixed effects, as a labelled cross-check."""
    from frirum.core.effects.did import estimate_did
    from frirum.core.effects.panel_reading import frame_of

    numbers = [outcome, weights] if weights else [outcome]
    with frame_of(data, numbers=numbers, labels=[unit, time, first_treated], either=[]) as frame:
        show(
            estimate_did(
                frame, outcome=outcome, unit=unit, time=time, first_treated=first_treated, weights=weights
            )
        )


@estimate.command("att-gt")
@data_file("data")
@click.option("--outcome", required=True)
@click.option("--unit", required=True)
@click.option("--time", required=True)
@click.option("--first-treated", required=True, help="first treated period; 0 or empty for never")
@click.option("--weights")
@click.option("--comparison", type=click.Choice(["never", "not-yet"]), default="never", show_default=True)
@click.option("--covariates", help="A,B: doubly robust")
@click.option("--strata", help="column with the stratum within which starts were dealt")
@click.option("--blocks", help="column with the region, when whole regions started together")
@click.option("--size", help="column with the unit's size, such as persons: small units vary more")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
def att_gt(data: DataFile, **options: Any) -> None:
    """Group-time effects and their four aggregates (Callaway and Sant'Anna)."""
    from frirum.core.effects.att_gt import estimate_att_gt
    from frirum.core.effects.panel_reading import frame_of

    covariates = names(options.pop("covariates"))
    numbers = [options["outcome"], *(options[name] for name in ("weights", "size") if options[name])]
    labels = [options["unit"], options["time"], options["first_treated"]]
    labels += [options[name] for name in ("strata", "blocks") if options[name]]
    with frame_of(data, numbers=numbers, labels=labels, either=covariates) as frame:
        show(estimate_att_gt(frame, covariates=covariates, **options))


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True)
@click.option("--unit", required=True)
@click.option("--time", required=True)
@click.option("--treated-unit", required=True)
@click.option("--from", "start", required=True, help="first treated period")
def synthetic(data: DataFile, *, outcome: str, unit: str, time: str, treated_unit: str, start: str) -> None:
    """One treated unit: difference-in-differences, synthetic control, synthetic difference-in-differences."""
    from frirum.core.effects.panel_reading import frame_of
    from frirum.core.effects.synthetic import estimate_synthetic

    with frame_of(data, numbers=[outcome], labels=[unit, time], either=[]) as frame:
        show(
            estimate_synthetic(
                frame,
                outcome=outcome,
                unit=unit,
                time=time,
                treated_unit=as_column(frame[unit], treated_unit),
                start=as_column(frame[time], start),
            )
        )


@estimate.command()
@data_file("data")
@click.option("--comparison", type=click.Choice(["never", "not-yet"]), default="never", show_default=True)
@click.option("--covariates", help="A,B: further columns that split the cells")
def cells(data: DataFile, comparison: str, covariates: str | None) -> None:
    """did and att-gt from municipality × month cells (municipality, month, n, sum, sum_sq, first_treated)."""
    from frirum.core.effects.cells import estimate_cells
    from frirum.core.effects.panel_reading import frame_of

    split = names(covariates)
    labels = ["municipality", "month", "first_treated"]
    with frame_of(data, numbers=["n", "sum", "sum_sq"], labels=labels, either=split) as frame:
        show(estimate_cells(frame, comparison=comparison, covariates=split))


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True)
@click.option("--time", required=True)
@click.option("--from", "start", required=True, help="first period after the break")
@click.option("--unit", help="column of the unit, with --treated-unit; the others are compared with")
@click.option("--treated-unit")
@click.option("--lag", type=int, help="periods over which errors hang together; else by the length")
@click.option("--season", "harmonics", type=int, help="harmonics of the season, with --cycle")
@click.option("--cycle", type=int, help="periods in a cycle, such as 12")
@click.option("--counts", is_flag=True, help="the outcome is counts: log rates, quasi-Poisson")
@click.option("--offset", help="with --counts: column of what the counts are out of")
@click.option("--step-only", is_flag=True, help="a lasting step, no change of slope")
def series(data: DataFile, *, step_only: bool, **options: Any) -> None:
    """One series before and after a break, beside placebo dates and other units."""
    from frirum.core.effects.series_reading import estimate_series_file

    show(estimate_series_file(data, slope=not step_only, **options))


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True)
@click.option("--unit", required=True)
@click.option("--time", required=True)
@click.option("--first-treated", required=True, help="first treated period; 0 or empty for never")
@click.option("--weights")
@click.option("--base", help="base period before the start; default the last one")
@click.option("--effect-at", help="period of the effect; default the first treated")
@click.option("--mbar", help="0.5,1,…: times the largest step seen up to the base (default 0.5,1,1.5,2)")
@click.option("--m", help="0,0.01,…: the most that the trend bends")
def sensitivity(data: DataFile, *, mbar: str | None, m: str | None, **options: Any) -> None:
    """What a violated trend would do to an effect (Rambachan and Roth)."""
    from frirum.core.effects.panel_reading import frame_of
    from frirum.core.effects.sensitivity import DEFAULT_MBAR, Violations, estimate_sensitivity

    tried = Violations(
        sizes("--mbar", mbar) if mbar is not None else () if m is not None else DEFAULT_MBAR,
        sizes("--m", m) if m is not None else (),
    )
    labels = [options["unit"], options["time"], options["first_treated"]]
    weights = [options["weights"]] if options["weights"] else []
    with frame_of(data, numbers=[options["outcome"], *weights], labels=labels, either=[]) as frame:
        show(estimate_sensitivity(frame, violations=tried, **options))
