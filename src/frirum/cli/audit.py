"""`frirum audit`: how many cases to look at."""

from __future__ import annotations

import click

from frirum.cli.estimate import Share
from frirum.cli.output import emit
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.core.language import ngettext


@click.group()
def audit() -> None:
    """Case audits: the size of a sample."""


@audit.command()
@click.option("--population", type=int, required=True, help="cases on the list")
@click.option(
    "--show-below", type=Share(), help="a clean sample is to show a share below this (one-sided 95 %)"
)
@click.option("--margin", type=Share(), help="half-width of the exact 95 % interval, whatever is found")
def size(population: int, show_below: float | None, margin: float | None) -> None:
    """The smallest sample that answers the question."""
    from frirum.core.effects.finite_population import size_for_margin, size_to_show_below

    if (show_below is None) == (margin is None):
        raise UsageError(_("Angiv enten --show-below eller --margin."))
    n = (
        size_to_show_below(population, show_below)
        if show_below is not None
        else size_for_margin(population, margin or 0)
    )
    text = ngettext("Se på {n} sag af {population}.", "Se på {n} sager af {population}.", n)
    emit({"n": n}, text.format(n=n, population=population))
