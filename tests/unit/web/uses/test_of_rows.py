"""Uses that nobody marks are counted from the extract's rows by the definition."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from extract_work import keep, read_batch, scope, text_file, upload

from frirum.core.paths import catalogue_dir
from frirum.web.experiments.actions import publish
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.models import Origin
from frirum.web.extracts.uses_of_rows import days_of_uses
from frirum.web.following.readings import readings, recorded_slugs
from frirum.web.following.sight import Sight
from frirum.web.organisations.models import Organisation

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG, ON = "revalidering-lae265", dt.date(2019, 12, 31)


def cases() -> bytes:
    """42 cases from the start on, 20 of them decided without the certificate, and one from before."""
    rows = []
    for n in range(43):
        started = dt.date(2018, 7, 1) + dt.timedelta(days=7 * (n - 1))
        decided = started + dt.timedelta(days=40)
        obtained = "Nej" if n <= 20 else "Ja"
        rows.append([f"SYN-{n:04}", "Revalidering", f"{started:%d-%m-%Y}", f"{decided:%d-%m-%Y}", obtained])
    return text_file(["Sags-id", "Sagstype", "Opstartsdato", "Afgørelsesdato", "Attest"], rows)


def test_a_municipality_sees_the_uses_its_cases_tell(cast: Cast, client: Client) -> None:
    text = (catalogue_dir() / f"experiments/{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    karen = cast.log_in(client, cast.karen)
    keep(karen, read_batch(karen, upload(karen, cases(), kind="cases_and_decisions")))
    experiment = current_catalogue().experiments[SLUG]
    sight = Sight((Organisation.objects.get(key=VESTHIMMERLAND),), ())
    with scope():
        days = days_of_uses(experiment, None, VESTHIMMERLAND, on=ON)
        (reading,) = readings(experiment, sight, on=ON)
        assert SLUG in recorded_slugs(sight, on=ON)
    assert len(days) == 20
    assert days[0] == dt.date(2018, 7, 1)
    assert reading.meter.series.uses + reading.meter.series.before_cut == 20
