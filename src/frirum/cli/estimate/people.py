"""`frirum estimate` on files with one row per person, answer or spell."""

from __future__ import annotations

from typing import Any

import click

from frirum.cli.data_file import data_file
from frirum.cli.estimate.group import Share, estimate, names, show
from frirum.core.errors import UsageError
from frirum.core.files.data_file import DataFile


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True)
@click.option("--stratum", required=True)
@click.option("--population", required=True, help="column with the units in the row's stratum")
def mean(data: DataFile, *, outcome: str, stratum: str, population: str) -> None:
    """A stratified mean and total with finite-population correction."""
    from frirum.core.effects.strata_reading import estimate_mean_file

    show(estimate_mean_file(data, outcome=outcome, stratum=stratum, population=population))


@estimate.command()
@data_file("data")
@click.option("--time", required=True, help="duration at the event, or when last seen")
@click.option("--event", required=True, help="0 for last seen, 1 for the event")
@click.option("--entry", help="duration when it came under observation")
@click.option("--group", help="groups to compare")
@click.option("--covariates", help="A,B: log hazard ratios (Cox, Efron's ties)")
@click.option("--horizon", type=Share(), help="means to this time")
@click.option("--competing", is_flag=True, help="event 1, 2, … compete; with --group Gray's test")
@click.option("--at", multiple=True, metavar="NAME=VALUE", help="the curve of one with these covariates")
def survival(data: DataFile, *, covariates: str | None, at: tuple[str, ...], **options: Any) -> None:
    """How long it takes: Kaplan-Meier, median, mean to a horizon, log-rank, Cox, competing events."""
    from frirum.core.effects.survival_reading import estimate_survival_file

    show(estimate_survival_file(data, covariates=names(covariates), at=_values(at), **options))


def _values(written: tuple[str, ...]) -> dict[str, str]:
    from frirum.core.effects import words

    found = {}
    for text in written:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise UsageError(words.no_name_and_value(text), remedy=words.write_at(["NAVN"]))
        found[name] = value
    return found


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True)
@click.option("--treated", required=True, help="0/1 column")
@click.option("--covariates", required=True, help="A,B: known before the treatment")
@click.option("--earlier-outcome", help="the covariate that holds the outcome from before the treatment")
def adjust(
    data: DataFile, *, outcome: str, treated: str, covariates: str, earlier_outcome: str | None
) -> None:
    """The treated beside others who look like them: weighting, matching, doubly robust."""
    from frirum.core.effects.adjust_reading import estimate_adjust_file

    show(
        estimate_adjust_file(
            data, outcome=outcome, treated=treated, covariates=names(covariates), earlier=earlier_outcome
        )
    )


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True, help="the answer as a number in the order of the scale")
@click.option("--covariates", required=True, help="A,B")
@click.option("--cluster", help="random intercept, such as the municipality")
def ordinal(data: DataFile, *, outcome: str, covariates: str, cluster: str | None) -> None:
    """Answers on an ordered scale: cumulative logit, with a random intercept per cluster."""
    from frirum.core.effects.ordinal_reading import estimate_ordinal_file

    show(estimate_ordinal_file(data, outcome=outcome, covariates=names(covariates), cluster=cluster))


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True, help="a number; higher is higher")
@click.option("--group", required=True, help="column with two values; the second is held against the first")
@click.option("--first", help="the value of the first group, where it does not sort first")
def ranks(data: DataFile, *, outcome: str, group: str, first: str | None) -> None:
    """Two groups of few people: does one lie higher? Mann-Whitney, exact with ties."""
    from frirum.core.effects.ranks import estimate_ranks_file

    show(estimate_ranks_file(data, outcome=outcome, group=group, first=first))


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True, help="0/1 column")
@click.option("--treated", required=True, help="0/1 column")
@click.option("--strata", required=True, help="such as the municipality")
def odds(data: DataFile, *, outcome: str, treated: str, strata: str) -> None:
    """One odds ratio within strata, and the test of none: Mantel-Haenszel."""
    from frirum.core.effects.odds import estimate_odds_file

    show(estimate_odds_file(data, outcome=outcome, treated=treated, strata=strata))


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True, help="the answer as a number in the order of the scale")
@click.option("--wave", required=True, help="two values in time order")
@click.option("--cluster", required=True, help="such as the municipality")
@click.option("--first", help="the value of the first wave, where the order cannot be read")
@click.option("--steps", help="A,B,…: the scale's steps in order; other answers are set aside")
def waves(data: DataFile, *, steps: str | None, **columns: Any) -> None:
    """Two survey waves of anonymous people: superiority and the top category, clusters permuted."""
    from frirum.core.effects.waves_reading import estimate_waves_file

    show(estimate_waves_file(data, steps=names(steps), **columns))


@estimate.command()
@data_file("data")
@click.option("--outcome", required=True, help="may be empty where it was not observed")
@click.option("--treated", required=True, help="0/1 column")
@click.option("--observed", required=True, help="0/1 column: the outcome is known")
@click.option("--lowest", type=Share(), help="lowest outcome there can be; else 0, or the lowest seen")
@click.option("--highest", type=Share())
def bounds(data: DataFile, **options: Any) -> None:
    """What the effect may be when outcomes are missing: Lee's bounds and the worst case."""
    from frirum.core.effects.bounds_reading import estimate_bounds_file

    show(estimate_bounds_file(data, **options))
