"""What a municipality has stated of its money and time, as proposals for the evaluation form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.vocabulary.danish import format_number
from frirum.web import clock
from frirum.web.economy.models import StatedAmount
from frirum.web.registration import ProposedLine


def stated_lines(slug: str, organisation: str, on: dt.date) -> Iterator[ProposedLine]:
    """What was freed and what it went to, stated by whom; the last statement of each line."""
    with scopes_disabled():
        rows = StatedAmount.objects.filter(slug=slug, organisation=organisation).order_by("stated_at")
        latest = {row.line: row for row in rows if row.stated_at.astimezone(clock.COPENHAGEN).date() <= on}
    for row in latest.values():
        said = [_range(row)]
        if row.used_for:
            said.append(_("Det er brugt til: {what}.").format(what=row.used_for))
        source = _("oplyst af {who}: {source}").format(who=row.by, source=row.source)
        yield ProposedLine("results.gains", " ".join(filter(None, said)), source, about="money")


def _range(row: StatedAmount) -> str:
    for low, high, unit in (
        (row.amount_low, row.amount_high, _("kr.")),
        (row.quantity_low, row.quantity_high, row.unit),
    ):
        if low is not None and high is not None:
            count = format_number(low)
            if low != high:
                count = _("{least} til {most}").format(least=count, most=format_number(high))
            return f"{count} {unit} ({row.year})."
    return ""
