"""A request of the demonstration: the ministry asks eleven municipalities for their forms, and waits."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.web import clock
from frirum.web.experiments.definitions import latest_version
from frirum.web.inquiries import actions
from frirum.web.inquiries.models import Inquiry
from frirum.web.organisations.demonstration import MINISTRY
from frirum.web.organisations.models import User

SLUG, PERIOD = "rehabiliteringsteam-lae265", "efter-2020"


def make_inquiry() -> str | None:
    """Send it, unless that is done already."""
    with scopes_disabled():
        if latest_version(SLUG) is None or Inquiry.objects.exists():
            return None
        writer = User.objects.get(email="ministerium@demonstration.example")
        made = actions.prepare_inquiry(
            title="Demonstration: skemaer for 2021-2022",
            text="Dette er en demonstration. I bedes sende jeres evalueringsskema for perioden.",
            slug=SLUG,
            period=PERIOD,
            due_on=clock.today() + dt.timedelta(days=21),
            everybody=False,
            organisation=MINISTRY,
            by=writer,
        )
        actions.send_inquiry(inquiry=made, by=writer)
    return _("en anmodning til 11 kommuner")
