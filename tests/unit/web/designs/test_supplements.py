"""One design for a national trial, the ministry's; each municipality adds its own supplement and changes nothing in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from cast import AALBORG, SET_UP, VESTHIMMERLAND, Cast
from django.db import IntegrityError, transaction
from django.test import Client
from django_scopes import scopes_disabled
from ready_design import SLUG, ready

from frirum.core.errors import NotAllowed
from frirum.core.paths import catalogue_dir
from frirum.core.report.html import render_html_fragment
from frirum.web import clock
from frirum.web.designs import actions
from frirum.web.designs.lock_actions import lock_design
from frirum.web.designs.locking import DESIGN
from frirum.web.designs.models import Design, Supplement
from frirum.web.designs.reading import definition_of
from frirum.web.designs.status import document_of
from frirum.web.designs.supplements import confirmed_supplements
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.locking.verifying import tampering
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
PAGE = f"/evalueringsdesign/tillaeg/{SLUG}/"
MINISTRY = "ministeriet"
SAID = {
    "registers": "Rådgiverne i jobteamet",
    "audit": "Teamlederen ser ti sager hvert kvartal",
    "volume": "Omkring 300 om året",
    "contact": "Karen, 99 99 00 00",
}


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with clock.at(dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def draft(cast: Cast) -> Design:
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    with organisation_scope([MINISTRY]):
        design = actions.begin_design(slug=SLUG, organisation=MINISTRY, by=SET_UP)
        for key, written in ready(definition_of(design)).items():
            actions.save_step(design=design, step=key, written=written, revision=0, by=SET_UP)
        return Design.objects.get(pk=design.pk)


def lock(design: Design, cast: Cast) -> Design:
    with organisation_scope([MINISTRY]):
        lock_design(design=design, by=cast.mette, override_reason="Sparringen er holdt på et møde.")
        return Design.objects.get(pk=design.pk)


def post(client: Client, revision: int, **more: str) -> str:
    said = {**SAID, "kommune": VESTHIMMERLAND, "revision": str(revision), **more}
    answer = client.post(PAGE, said, follow=True)
    return str(answer.content.decode())


def test_there_is_one_design_and_a_municipality_is_sent_to_its_supplement(cast: Cast, draft: Design) -> None:
    with organisation_scope([VESTHIMMERLAND]), pytest.raises(NotAllowed, match="ét design"):
        actions.begin_design(slug=SLUG, organisation=VESTHIMMERLAND, by=cast.karen)
    karen = cast.log_in(Client(), cast.karen)
    assert "Der er ikke begyndt et design." not in karen.get("/").content.decode()
    assert "er ikke låst endnu" in karen.get(PAGE).content.decode()
    kept = post(karen, 0, bekraeft="1")
    assert "Tillægget er gemt, men ikke bekræftet." in kept
    assert SAID["audit"] in kept, "nothing typed is lost"
    lock(draft, cast)
    told = [one.subject for one in OutboxMail.objects.filter(address="karen@eksempel.dk")]
    assert told == ["Designet af et landsdækkende forsøg er låst"]
    front = karen.get("/").content.decode()
    assert "Det lokale tillæg til designet er ikke bekræftet." in front
    assert f'href="{PAGE}?kommune={VESTHIMMERLAND}"' in front


def test_a_supplement_adds_and_changes_nothing_in_the_locked_plan(cast: Cast, draft: Design) -> None:
    design = lock(draft, cast)
    with scopes_disabled():
        before = design.lock.sha256, bytes(design.lock.canonical)
    karen = cast.log_in(Client(), cast.karen)
    lacking = post(karen, 0, contact="", bekraeft="1")
    assert "hvem der kan spørges" in lacking
    assert "er bekræftet og står på forsøgets side" in post(karen, 1, bekraeft="1")
    told = OutboxMail.objects.filter(address=cast.mette.email, subject__startswith="Lokalt tillæg bekræftet")
    assert told.count() == 1
    public = Client().get(f"/forsoeg/{SLUG}/laaste-design/").content.decode()
    for words in ("Vesthimmerlands Kommune", "bekræftet 27. november 2026", *SAID.values()):
        assert words in public
    with scopes_disabled():
        printed = render_html_fragment(document_of(Design.objects.get(pk=design.pk), dt.date(2027, 1, 1)))
        assert printed.count("Lokale tillæg") == 1
        assert SAID["volume"] in printed
        design = Design.objects.get(pk=design.pk)
        assert (design.lock.sha256, bytes(design.lock.canonical)) == before
        assert tampering(DESIGN, design) == ()
        confirmed = Supplement.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            Supplement.objects.filter(pk=confirmed.pk).update(volume="0")
    assert verify() == []


def test_what_is_confirmed_stands_until_the_next_is_confirmed_and_two_writers_meet(
    cast: Cast, draft: Design
) -> None:
    design = lock(draft, cast)
    karen = cast.log_in(Client(), cast.karen)
    post(karen, 0, bekraeft="1")
    post(karen, 2 - 1, volume="Omkring 400 om året")
    with scopes_disabled():
        assert [(one.number, one.volume) for one in confirmed_supplements(design)] == [(1, SAID["volume"])]
        assert Supplement.objects.count() == 2
    late = karen.post(PAGE, {**SAID, "kommune": VESTHIMMERLAND, "revision": "1", "volume": "Min tekst"})
    assert late.status_code == 409
    assert "Min tekst" in late.content.decode()
    post(karen, 2, volume="Omkring 400 om året", bekraeft="1")
    with scopes_disabled():
        assert [one.volume for one in confirmed_supplements(design)] == ["Omkring 400 om året"]


def test_the_ministry_sees_which_have_one_and_others_see_no_page(cast: Cast, draft: Design) -> None:
    lock(draft, cast)
    post(cast.log_in(Client(), cast.karen), 0, bekraeft="1")
    mette = cast.log_in(Client(), cast.mette)
    front = mette.get("/").content.decode()
    assert "Designet er låst. 1 af 79 kommuner har et lokalt tillæg." in front
    places = f"/evalueringsdesign/{SLUG}/kommuner/"
    assert f'href="{places}"' in front
    page = mette.get(places).content.decode()
    assert page.count("tillæg bekræftet") == 1
    assert page.count("<tr") >= 79
    assert cast.log_in(Client(), cast.karen).get(places).status_code in (403, 404)
    for stranger in (cast.rikke, cast.eva, cast.anders):
        assert cast.log_in(Client(), stranger).get(PAGE).status_code in (403, 404)
    odense = cast.log_in(Client(), cast.otto)
    answer = odense.post(PAGE, {**SAID, "kommune": VESTHIMMERLAND, "revision": "0"})
    assert answer.status_code == 404
    aalborg = cast.log_in(Client(), cast.niels)
    assert aalborg.get(f"{PAGE}?kommune={AALBORG}").status_code == 200, "its network writes for it"
