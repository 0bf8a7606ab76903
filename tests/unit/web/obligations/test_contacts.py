"""Follow-ups that an extract of the case system tells: nobody marks them, and nothing of them is copied."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from cast import VESTHIMMERLAND, Cast
from django.test import Client
from extract_work import ANNA, coordinator, keep, read_batch, text_file, upload

from frirum.core.catalogue import shipped_catalogue
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.obligations.actions import mark_done
from frirum.web.obligations.contacts import fulfils
from frirum.web.obligations.listing import owed_in
from frirum.web.obligations.models import Completion
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.actors import System
from frirum.web.uses.actions import record_use
from frirum.web.uses.identities import read_identity
from frirum.web.uses.models import Use, UseSource

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG = "foertidspension-opfoelgning"
HEADINGS = ("CPR-nr.", "Samtaletype", "Samtaleform", "Samtalestatus", "Samtaledato")


@pytest.fixture(autouse=True)
def _no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    # A heartbeat in a thread of its own would wait for the test's transaction.
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__enter__", lambda self: self)
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__exit__", lambda self, *exc: None)


def followed_up(cast: Cast) -> Use:
    """Anna, employed on 1 September 2018 and so followed up by 1 March 2021."""
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=System("tests", everything=True))
    return record_use(
        slug=SLUG, organisation=VESTHIMMERLAND, identity=read_identity(ANNA, ""),
        begun_on=dt.date(2018, 9, 1), facts={"employment_start": "2018-09-01"}, source=UseSource.EXTRACT,
        responsible=cast.rikke.trail_reference, by=cast.rikke,
    )  # fmt: skip


def owed() -> list[tuple[str, int, str]]:
    with organisation_scope([VESTHIMMERLAND]):
        rows = owed_in([VESTHIMMERLAND], on=clock.today())
    return [(row.item.key, row.item.number, str(row.item.day)) for row in rows]


def bring(client: Client, *rows: tuple[str, str, str, str]) -> Any:
    content = text_file(HEADINGS, [(ANNA, *row) for row in rows])
    return keep(client, read_batch(client, upload(client, content, kind="contacts")))


def test_a_follow_up_in_an_extract_moves_the_deadline_and_asks_for_no_note(
    cast: Cast, client: Client
) -> None:
    with clock.at(dt.datetime(2021, 2, 1, 9, tzinfo=dt.UTC)):
        karen = coordinator(cast, client)
        with organisation_scope([VESTHIMMERLAND]):
            use = followed_up(cast)
        assert owed() == [("opfoelgning", 1, "2021-03-01"), ("ending", 1, "2025-12-31")]
        batch = bring(
            karen,
            ("opfølgning", "personligt fremmøde", "aflyst", "03-12-2020"),
            ("henvendelse", "telefon", "holdt efter plan", "05-12-2020"),
            ("opfølgning", "personligt fremmøde", "holdt efter plan", "31-08-2018"),  # before the exemption
            ("opfølgning", "telefon", "holdt efter plan", "15-01-2021"),
        )
        assert batch.accepted == 4
        assert owed() == [("opfoelgning", 1, "2023-07-15"), ("ending", 1, "2025-12-31")]
        assert not Completion._base_manager.exists()
        with organisation_scope([VESTHIMMERLAND]):
            # Marked by hand on the day the extract has too: it was one follow-up.
            mark_done(use=use, key="opfoelgning", number=1, done_on=dt.date(2021, 1, 15), by=cast.rikke)
        assert owed() == [("opfoelgning", 2, "2023-07-15"), ("ending", 1, "2025-12-31")]


@pytest.mark.parametrize(
    ("slug", "contact", "counts"),
    [
        (SLUG, {"kind": "follow_up"}, True),
        (SLUG, {"kind": "job_interview", "form": "personal_interview"}, False),
        # Integration: by telephone, digitally, in a group, and with a mentor, employer consultant or provider too.
        ("integration-kontaktforloeb", {"kind": "job_interview", "form": "phone"}, True),
        ("integration-kontaktforloeb", {"kind": "job_interview", "held_by": "mentor"}, True),
        ("integration-kontaktforloeb", {"kind": "job_interview"}, True),
        ("integration-kontaktforloeb", {"kind": "enquiry", "form": "phone"}, False),
        ("integration-kontaktforloeb", {"kind": "other", "form": "personal_interview"}, False),
        ("ledighedsydelse-revurdering", {"kind": "reassessment"}, True),
        ("mentorregler", {"kind": "follow_up"}, False),  # no source says what the case system calls it
    ],
)
def test_which_contacts_fulfil_a_duty(slug: str, contact: dict[str, str], counts: bool) -> None:
    (duty,) = shipped_catalogue().experiment(slug).obligations
    assert fulfils(duty, contact) is counts
