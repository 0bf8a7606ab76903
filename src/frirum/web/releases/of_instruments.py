"""What audits and surveys found, as the gate let it out: blocks of a document, by instrument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django_scopes import scopes_disabled

from frirum.core.catalogue.experiment import Experiment
from frirum.core.disclosure.printing import report_table
from frirum.core.language import gettext as _
from frirum.core.report.blocks import FlowBlock, Paragraph
from frirum.core.report.inlines import Missing
from frirum.core.report.numbers import Run
from frirum.web.designs.reading import address_of
from frirum.web.registered import instruments_held
from frirum.web.releases.models import Released, TableKind
from frirum.web.releases.tables import protected_of

MOST_TABLES = 60
"""Tables of one instrument in a document; the newest stand first."""


def results_of_instruments(
    experiment: Experiment, *, organisations: Iterable[str] = (), until: dt.datetime | None = None
) -> dict[str, tuple[FlowBlock, ...]]:
    """Instrument -> its released tables with their releases; of one that was held, that nothing is released yet.

    Args:
        organisations: whose own releases the readers may see, beside those for the public.
        until: the moment after which nothing is told, for what was frozen then; None for now.
    """
    with scopes_disabled():
        visible = Released.objects.filter(Q(public=True) | Q(organisation__in=list(organisations)))
    visible = visible.filter(request__table__kind=TableKind.COUNTS).select_related("request")
    if until is not None:
        visible = visible.filter(released_at__lte=until)
    held = instruments_held(experiment.slug)
    found: dict[str, tuple[FlowBlock, ...]] = {}
    for instrument in experiment.instruments:
        start = f"{experiment.slug}/{instrument.id}/"
        blocks: list[FlowBlock] = []
        of_it = list(visible.filter(request__table__measure__startswith=start)[:MOST_TABLES])
        for one in of_it:
            if _told_to_everybody(one, of_it):
                continue
            address = address_of(reverse("releases:released", args=[one.code]))
            source = Run(one.code, synthetic=one.synthetic, address=address)
            caption = _("{title} ({period})").format(title=one.title, period=one.days)
            table = report_table(protected_of(one), caption=caption, source=source, release=one.code)
            blocks.append(table)
        if blocks:
            found[instrument.id] = tuple(blocks)
        elif instrument.id in held:
            why = Missing(_("der er svar fra en runde, men ingen af dem er frigivet endnu"))
            found[instrument.id] = (Paragraph(why),)
    return found


def _told_to_everybody(one: Released, others: Iterable[Released]) -> bool:
    """Whether the same table stands there too as it was let out to everybody: told once, under that release."""
    return not one.public and any(
        other.public and other.request.table_id == one.request.table_id for other in others
    )
