"""`frirum estimate` on counts given on the line: shares, differences, watching for harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from frirum.cli.estimate.group import Share, estimate, show
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    from frirum.core.effects.noninferiority import HigherIs


@estimate.command()
@click.option("--events", type=int, required=True)
@click.option("--n", type=int, required=True)
@click.option("--population", type=int, help="size of the list the cases were drawn from")
def share(events: int, n: int, population: int | None) -> None:
    """A share: Clopper-Pearson, Wilson, and exact for a finite list."""
    from frirum.core.effects.shares import estimate_share

    show(estimate_share(events, n, population))


@estimate.command()
@click.option("--events1", type=int, required=True)
@click.option("--n1", type=int, required=True)
@click.option("--events2", type=int, required=True)
@click.option("--n2", type=int, required=True)
@click.option("--population1", type=int, help="size of the list the first cases were drawn from")
@click.option("--population2", type=int, help="size of the list the second cases were drawn from")
def difference(**counts: int) -> None:
    """The difference of two shares: Newcombe's and the score intervals, Fisher's tests, exact for two finite lists."""
    from frirum.core.effects.shares import estimate_difference

    show(estimate_difference(**counts))


@estimate.command()
@click.option("--events", type=int, required=True)
@click.option("--n", type=int, required=True)
@click.option("--baseline", type=Share(), required=True)
@click.option("--icc", type=Share(), help="how alike the cases of one cluster are, 0 to 1")
@click.option("--cluster-size", type=Share(), help="cases per cluster, with --icc")
@click.option("--comparison-events", type=int, help="events among cases without the experiment")
@click.option("--comparison-n", type=int, help="cases without the experiment")
def monitor(events: int, n: int, baseline: float, **options: Any) -> None:
    """Watch for harm: e-value and confidence sequence, valid at every look."""
    from frirum.core.effects.monitor import estimate_monitor, read_clusters, read_comparison

    clusters = read_clusters(options["icc"], options["cluster_size"])
    comparison = read_comparison(options["comparison_events"], options["comparison_n"])
    show(estimate_monitor(events, n, baseline, clusters=clusters, comparison=comparison))


@estimate.command()
@click.option("--events1", type=int)
@click.option("--n1", type=int)
@click.option("--events2", type=int)
@click.option("--n2", type=int)
@click.option("--point", type=Share(), help="instead of the four counts: an estimate, with --se")
@click.option("--se", type=Share())
@click.option(
    "--margin", type=Share(), required=True, help="above 0: how much worse still counts as no worse"
)
@click.option("--higher-is", type=click.Choice(["better", "worse"]), default="better", show_default=True)
def noninferiority(*, margin: float, higher_is: HigherIs, **given: Any) -> None:
    """No worse by more than a margin: the whole 95 % interval must lie inside it."""
    from frirum.core.effects.noninferiority import noninferiority_of_estimate, noninferiority_of_shares

    counts = [given[name] for name in ("events1", "n1", "events2", "n2")]
    other = [given["point"], given["se"]]
    if None not in counts and other == [None, None]:
        show(noninferiority_of_shares(*counts, margin=margin, higher_is=higher_is))
    elif None not in other and counts == [None] * 4:
        show(noninferiority_of_estimate(*other, margin=margin, higher_is=higher_is))
    else:
        raise UsageError(
            _("Angiv enten fire antal eller et skøn med standardfejl."),
            remedy=_("Skriv --events1, --n1, --events2 og --n2, eller --point og --se; ikke begge dele."),
        )
