"""The economy of an experiment in the site: what is stated fills the ledger for its own, and for nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse

from frirum.core.economy.spans import Span, exactly
from frirum.core.errors import InputRefused
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.economy.actions import state_amount
from frirum.web.economy.models import StatedAmount
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.organisations.scopes import organisation_scope

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG, LINE = "foertidspension-opfoelgning", "frigjort-tid"
GIVEN = {
    "slug": SLUG, "line": LINE, "organisation": VESTHIMMERLAND, "quantity": Span(20, 40), "unit": "timer",
    "price": exactly(350), "amount": None, "year": 2022, "stated_by": "To konsulenter", "source": "Skøn",
    "used_for": "Fleksjob", "measured": False,
}  # fmt: skip
DAY = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def experiments(cast: Cast) -> None:
    for slug in (SLUG, "rehabiliteringsteam-lae265"):
        text = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
        publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)


def page(client: Client, slug: str = SLUG) -> str:
    return client.get(reverse("economy:experiment", args=[slug])).content.decode()


def test_what_a_municipality_states_is_in_its_own_ledger_and_in_nobody_elses(
    cast: Cast, client: Client
) -> None:
    assert "antallet er ikke oplyst" in page(client)
    with clock.at(DAY), organisation_scope([VESTHIMMERLAND]):
        state_amount(by=cast.karen, **GIVEN)
        state_amount(by=cast.karen, **{**GIVEN, "quantity": exactly(30)})
    assert StatedAmount._base_manager.count() == 2  # the first one stays
    own = page(cast.log_in(Client(), cast.karen))
    assert "10.500 kr." in own
    assert "To konsulenter, Vesthimmerlands Kommune" in own
    for other in (client, cast.log_in(Client(), cast.otto)):
        assert "10.500 kr." not in page(other)
        assert "10500" not in other.get(reverse("economy:csv", args=[SLUG])).content.decode()


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"line": "x"}, "ikke linjen"),
        ({"quantity": None, "price": None}, "antal, en pris eller et beløb"),
        ({"quantity": Span(-1, 2)}, "negative"),
        ({"amount": exactly(1)}, "ikke begge dele"),
        ({"year": 2031}, "Året skal ligge"),
        ({"source": " "}, "hvad det bygger på"),
    ],
)
def test_what_cannot_be_kept_is_refused(cast: Cast, change: dict[str, object], match: str) -> None:
    with clock.at(DAY), organisation_scope([VESTHIMMERLAND]), pytest.raises(InputRefused, match=match):
        state_amount(by=cast.karen, **{**GIVEN, **change})
    assert not StatedAmount._base_manager.exists()


def test_a_range_that_falls_keeps_what_was_typed(cast: Cast) -> None:
    client = cast.log_in(Client(), cast.karen)
    address = reverse("economy:state", args=[SLUG, LINE])
    typed = {
        "organisation": VESTHIMMERLAND,
        "quantity_low": "40",
        "quantity_high": "20",
        "source": "Mit skøn",
    }
    answer = client.post(address, typed).content.decode()
    assert "Det højeste er mindre end det mindste." in answer
    assert "Mit skøn" in answer


def test_the_twelve_million_stand_checked_on_the_experiments_they_are_said_of(client: Client) -> None:
    text = page(client, "rehabiliteringsteam-lae265")
    assert "12,2 mio. kr." in text
    assert "7.902" in text
    assert "Kilderne kan ikke bære beløbet" in text
    assert "12,2 mio. kr." not in page(client)
