"""`frirum backtest`: the diagnosis held up against what happened."""

from __future__ import annotations

import click

from frirum.cli.definitions import catalogue_in_force
from frirum.cli.output import emit
from frirum.core.designs.back_test.back_test import BackTest, back_test, summarise
from frirum.core.designs.back_test.words import sentences
from frirum.core.language import gettext as _


@click.command("backtest")
def backtest() -> None:
    """What would the diagnosis have said, and what was decided?"""
    rows = back_test(catalogue_in_force().experiments.values())
    emit([row.as_dict() for row in rows], lambda: as_text(rows))


def as_text(rows: tuple[BackTest, ...]) -> str:
    """The back-test for a person: one line per experiment, then the figures."""
    return "\n".join([*map(_line, rows), "", *sentences(summarise(rows))])


def _line(row: BackTest) -> str:
    agrees = {True: _("enig"), False: _("uenig"), None: _("kan ikke afgøres")}[row.agrees]
    uses = row.uses if row.uses is not None else row.uses_in_words or _("ikke oplyst")
    return _("{slug}: før {before}, efter et halvt år {after} (brug: {uses}); {agrees}").format(
        slug=row.slug,
        before=row.verdict_before.label.lower(),
        after=row.verdict_after_six_months.label.lower(),
        uses=uses,
        agrees=agrees,
    )
