"""What was changed in a locked design, as proposals for the evaluation form's point 6."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.designs.models import Design
from frirum.web.designs.reading import first_seen
from frirum.web.designs.status import amendments_of
from frirum.web.registration import ProposedLine


def amendment_lines(slug: str, organisation: str, on: dt.date) -> Iterator[ProposedLine]:
    """Each amendment with its step, reason and day; that there was none, where a design is locked."""
    with scopes_disabled():
        design = Design.objects.filter(slug=slug, organisation=organisation).first()
        if design is None or not design.is_locked:
            return
        rows = [one for one in design.amendments.all() if _day(one.made_at) <= on]
        steps = {
            one.number: one for one in amendments_of(design, first_seen(slug, organisation), public=True)
        }
    source = _("det låste evalueringsdesign")
    if not rows:
        yield ProposedLine(
            "adjustments.made", _("Nej. Det låste evalueringsdesign er ikke ændret."), source, about="design"
        )
    for row in rows:
        text = _("{day}: {step} er ændret, fordi: {reason}")
        said = text.format(day=format_date(_day(row.made_at)), step=steps[row.number].step, reason=row.reason)
        yield ProposedLine("adjustments.made", said, source, about="design")
        if row.after_outcomes:
            late = _("Ændringen af {step} blev lavet, efter at udfald var set.")
            yield ProposedLine(
                "adjustments.influence", late.format(step=steps[row.number].step), source, about="design"
            )


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(clock.COPENHAGEN).date()
