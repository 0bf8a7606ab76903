"""Experiments whose network no source gives, shown as the file of assumptions has them; for `frirum init --demo`.

Each is a copy of its own in this home, made up from end to end and named so. The definition it is of has neither
municipalities nor uses by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from math import prod

from django.utils.translation import gettext as _

from frirum.core.catalogue.assumed import assumed_copy
from frirum.core.catalogue.beside import assumptions
from frirum.core.catalogue.canonical import to_toml
from frirum.core.catalogue.experiment import Experiment
from frirum.core.measures.statistics import DAYS_A_YEAR
from frirum.core.uptake.stretch import stays_of
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.experiments.models import Origin
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.actors import SET_UP
from frirum.web.uses.actions import record_use
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import UseSource

MOST_USES = 12
"""A demonstration shows that uses come; it need not hold as many as are assumed."""


def make_assumed_networks() -> str | None:
    """Publish a copy of every experiment with an assumed network, with some of its uses, unless that is done."""
    made = 0
    for slug in sorted(assumptions()):
        experiment = current_catalogue().experiments.get(slug)
        # Where only the beginning is assumed, the experiment itself is shown from when it is known.
        copy = assumed_copy(experiment) if experiment and not stays_of(experiment) else None
        if copy is None or latest_version(copy.slug) is not None:
            continue
        publish(text=to_toml(copy), origin=Origin.OWN, organisation=copy.network, reason="", by=SET_UP)
        for number, (code, part, begun_on) in enumerate(uses_of(copy), start=1):
            _record(copy.slug, code, part, begun_on, number)
        made += 1
    return _("{n} antagne netværk").format(n=made) if made else None


def uses_of(copy: Experiment) -> Iterator[tuple[str, str, dt.date]]:
    """(municipality, part, day) of the uses, spread evenly over the stays, the parts in turn.

    As many as the likely values of the volume come to, and no more than `MOST_USES`.
    """
    stays = [(stay, stay.last) for stay in stays_of(copy) if stay.last]
    parts = [part.slug for part in copy.parts] or [""]
    longest = max(((last - stay.first).days + 1 for stay, last in stays), default=0)
    n = min(round(_a_year(copy) * longest / DAYS_A_YEAR), MOST_USES)
    for k in range(n):
        stay, last = stays[k % len(stays)]
        day = stay.first + dt.timedelta(days=(last - stay.first).days * (2 * k + 1) // (2 * n))
        yield str(stay.municipality), parts[k % len(parts)], day


def _a_year(copy: Experiment) -> float:
    """Uses a year by the likely values."""
    total = 0.0
    for one in copy.plan.uptake if copy.plan else ():
        ranges = (one.eligible_per_year, one.share_rule_bites, one.share_used, one.share_consenting)
        total += prod(float(each.likely) for each in ranges if each is not None)
    return total


def _record(slug: str, code: str, part: str, begun_on: dt.date, number: int) -> None:
    """As a row of an extract tells it, entered on its day: nothing is made up about the citizen."""
    with (
        organisation_scope([code]),
        clock.at(dt.datetime.combine(begun_on, dt.time(12), tzinfo=dt.UTC)),
    ):
        record_use(
            slug=slug,
            part=part,
            organisation=code,
            identity=Identity(case_number=f"ANTAGET-{number}"),
            begun_on=begun_on,
            facts={},
            source=UseSource.EXTRACT,
            extract_row=f"{slug}-{number}",
            by=SET_UP,
        )
