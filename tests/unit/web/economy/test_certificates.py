"""Certificates counted from a municipality's own extracts and audit, both ways, for its own people alone."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from extract_work import ANNA, coordinator, keep, read_batch, scope, text_file, upload
from published import publish_shipped
from recorded_uses import record

from frirum.web import clock
from frirum.web.audits import actions
from frirum.web.audits.actions import RoundPlan
from frirum.web.audits.frames import Wanted
from frirum.web.audits.models import DrawnBy
from frirum.web.economy.from_rows import certificate_ways
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import UseSource

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG = "revalidering-lae265"
CASES = (
    "CPR-nr.", "Sags-id", "Sagstype", "Bevillingstype", "Opstartsdato", "Afgørelsesdato", "Resultat", "Attest",
    "Forelagt teamet", "Forlængelse fra", "Forlængelse til", "Målgruppe",
)  # fmt: skip
CERTIFICATES = ("CPR-nr.", "Sags-id", "Attesttype", "Bestillingsdato", "Svardato", "Tolk")


def case(number: int, day: str) -> tuple[str, ...]:
    return (ANNA, f"S{number}", "Revalidering", "Ny", day, "", "", "", "", "", "", "")


def certificate(number: int, day: str) -> tuple[str, ...]:
    return (ANNA, f"S{number}", "LÆ265", day, "", "Nej")


@pytest.fixture
def karen(cast: Cast, client: Client) -> Client:
    """Ten cases with eight certificates before the start, ten with two after it, brought in as files."""
    karen = coordinator(cast, client)
    publish_shipped(SLUG)
    before = [f"{1 + n:02}-03-2018" for n in range(10)]
    after = [f"{1 + n:02}-09-2018" for n in range(10)]
    cases = [case(n, day) for n, day in enumerate((*before, *after))]
    orders = [certificate(n, day) for n, day in enumerate((*before[:8], *after[:2]))]
    for kind, headings, rows in (
        ("cases_and_decisions", CASES, cases),
        ("certificates", CERTIFICATES, orders),
    ):
        keep(karen, read_batch(karen, upload(karen, text_file(headings, rows), kind=kind)))
    return karen


def test_spending_per_case_falls_by_the_certificates_that_were_not_ordered(karen: Client) -> None:
    with scope():
        (way,) = certificate_ways(current_catalogue().experiment(SLUG), ["820"], on=clock.today())
    assert way.spending is not None
    price = 1544
    assert way.spending.amount is not None
    assert way.spending.amount.low == pytest.approx((8 / 10 - 2 / 10) * 10 * price)
    assert "Vesthimmerland" in way.spending.source
    assert way.count is None, "no audit is held"
    page = karen.get(reverse("economy:experiment", args=[SLUG])).content.decode()
    assert "Attester på to måder" in page
    assert "9.264 kr." in page


def test_nobody_else_sees_the_counts(karen: Client, cast: Cast) -> None:
    for other in (Client(), cast.log_in(Client(), cast.otto)):
        page = other.get(reverse("economy:experiment", args=[SLUG])).content.decode()
        assert "Attester på to måder" not in page


def held_round(cast: Cast) -> None:
    """An audit of 8 of 20 listed uses, 6 of them without the certificate."""
    first, last = dt.date(2018, 7, 1), dt.date(2018, 12, 31)
    for n in range(20):
        record(
            cast, slug=SLUG, identity=Identity(case_number=f"{n:03}"), begun_on=first + dt.timedelta(5 * n), facts={},
            source=UseSource.EXTRACT, extract_row=f"row-{n}", by=SET_UP,
        )  # fmt: skip
    round_ = actions.open_round(
        slug=SLUG, instrument="temaledelsestilsyn", organisation=VESTHIMMERLAND,
        plan=RoundPlan("", (first, last), wanted=Wanted(DrawnBy.RANDOM_EACH, 8, 1)), by=cast.lone,
    )  # fmt: skip
    for number, one in enumerate(round_.cases.all()):
        without = number < 6
        written = {"afgjort-uden": "ja" if without else "nej"}
        names = ("egen-laege-inddraget", "burde-vaere-indhentet", "ville-have-forlaenget")
        written |= dict.fromkeys(names, "ja") if without else {"indhentet-ved-tvivl": "ja"}
        actions.save_case(case=one, written=written, dropped="", revision=one.revision, by=cast.lone)
    actions.hold_round(round_=round_, by=cast.lone)


def test_the_audited_share_brings_its_interval(karen: Client, cast: Cast) -> None:
    """The count is the list × the share without a certificate, from one end of its interval to the other."""
    with scope():
        held_round(cast)
        (way,) = certificate_ways(current_catalogue().experiment(SLUG), [VESTHIMMERLAND], on=clock.today())
    assert way.count is not None
    quantity, amount = way.count.quantity, way.count.amount
    assert quantity is not None
    assert amount is not None
    assert 6 <= quantity.low < 0.75 * 20 < quantity.high <= 18, "six without are known, and two with"
    assert amount.low == pytest.approx(quantity.low * 1544)
    assert amount.high == pytest.approx(quantity.high * 1544)
    assert "20 sager på listen" in way.count.source
