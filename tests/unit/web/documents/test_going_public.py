"""A frozen document made public by a second person: what everybody then reads, and what stops it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from cast import PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from published import publish_shipped

from frirum.core.disclosure.settings import Subject
from frirum.core.disclosure.table import Dimension
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.locking.receipt import read_receipt
from frirum.core.paths import catalogue_dir
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.vocabulary.marks import short_mark
from frirum.web import clock
from frirum.web.documents import actions, publishing
from frirum.web.documents.going_public import publish_document
from frirum.web.documents.locking import DOCUMENT
from frirum.web.documents.models import DocumentPublication, FrozenPrint, LivingDocument
from frirum.web.documents.public_reading import typed_figures
from frirum.web.documents.reading import document_of
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.experiments.publishing import withdraw
from frirum.web.locking.verifying import compare_receipt
from frirum.web.locking.writing import written_receipt
from frirum.web.organisations import actions as organisations
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.roles import Coordinator
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.releases import actions as gate
from frirum.web.releases.looser import previewed_rules
from frirum.web.releases.models import Released
from frirum.web.releases.naming import names_of_request
from frirum.web.releases.reviewing import review
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG = "foertidspension-opfoelgning"
NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def approved(cast: Cast) -> Iterator[LivingDocument]:
    """A final report in Vesthimmerland, written by Karen and approved by Lone."""
    publish_shipped(SLUG)
    with organisation_scope([VESTHIMMERLAND]):
        yield _approved(cast)


def _approved(cast: Cast, slug: str = SLUG) -> LivingDocument:
    made = actions.begin_document(slug=slug, kind="final", organisation=VESTHIMMERLAND, by=cast.karen)
    for one in made.sections.all():
        actions.save_section(section=one, text=f"Det står i {one.title}.", revision=0, by=cast.karen)
    publishing.send_to_approval(document=made, by=cast.karen)
    return publishing.approve_document(document=made, by=cast.lone)


def _let_out(cast: Cast, *, public: bool) -> Released:
    """A count of an instrument of the experiment, let out to everybody or to the municipality alone."""
    places, ages = ("Aalborg", "Læsø", "Vejen"), ("18-29", "30-49", "50-66")
    cells = zip(
        [(p, a) for p in places for a in ages], (214, 309, 403, 3, 257, 361, 422, 311, 508), strict=True
    )
    table = gate.keep_table(
        title="Samtaler", measure=f"{SLUG}/samtaletaelling/antal", subject=Subject.PERSONS, run="K-2027-0031",
        synthetic=True, dimensions=(Dimension("kommune", places), Dimension("alder", ages)), counts=dict(cells),
        population={}, period="2026K1", organisation=VESTHIMMERLAND, by=cast.anders,
    )  # fmt: skip
    request = gate.request_release(
        table=table, purpose="Rapport", recipient="Kommunen", public=public, approver="evaluator", names=(),
        by=cast.anders,
    )  # fmt: skip
    with scopes_disabled():
        outcome = review(request.table, previewed_rules(request), names_of_request(request)).outcome
        gate.note_seen(request=request, outcome=outcome, by=cast.eva)
        return gate.approve(request=request, by=cast.eva)


def _addresses(document: LivingDocument) -> list[str]:
    return [
        reverse("documents:public", args=[document.reference]),
        *(reverse("documents:public_file", args=[document.reference, kind]) for kind in MEDIA_TYPES),
    ]


def test_until_it_is_public_a_stranger_cannot_tell_it_from_what_does_not_exist(
    approved: LivingDocument, cast: Cast, client: Client
) -> None:
    publishing.freeze(document=approved, by=cast.karen)
    unknown = str(approved.reference)[::-1].replace("-", "")
    unknown = f"{unknown[:8]}-{unknown[8:12]}-{unknown[12:16]}-{unknown[16:20]}-{unknown[20:]}"
    for address in _addresses(approved):
        missing = address.replace(str(approved.reference), unknown)
        here, there = client.get(address), client.get(missing)
        assert (here.status_code, there.status_code) == (404, 404)
        assert here.content.decode().replace(address, "") == there.content.decode().replace(missing, "")
    assert str(approved.reference) not in client.get(reverse("decisions:feed")).content.decode()
    assert (
        'id="dokumenter"' not in client.get(reverse("experiments:experiment", args=[SLUG])).content.decode()
    )


def test_another_makes_it_public_and_everybody_reads_what_was_frozen(
    approved: LivingDocument, cast: Cast, client: Client, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KEEP_PAGES = True  # type: ignore[attr-defined]
    released = _let_out(cast, public=True)
    with pytest.raises(NotAllowed, match=r"Kun et frosset"):
        publish_document(document=approved, by=cast.niels)
    frozen = publishing.freeze(document=approved, by=cast.karen)
    feed = client.get(reverse("decisions:feed"))
    experiment = reverse("experiments:experiment", args=[SLUG])
    assert client.get(experiment).status_code == 200, "kept from before"
    with pytest.raises(NotAllowed, match=r"selv har frosset"):
        publish_document(document=frozen, by=cast.karen)
    made = publish_document(document=frozen, by=cast.niels)
    assert (made.published_at, made.synthetic) == (NOON, True)
    event = TrailEvent.objects.exclude(event="mail.queued").latest("id")
    assert (event.event, event.actor) == ("document.published", cast.niels.trail_reference)
    with pytest.raises(NotAllowed, match=r"allerede offentliggjort"):
        publish_document(document=frozen, by=cast.niels)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentPublication.objects.all().delete()

    def gone(*_args: object, **_kwargs: object) -> object:
        raise AssertionError("what is public is not made anew")

    monkeypatch.setattr("frirum.web.documents.reading.written_document", gone)
    page, *files = _addresses(frozen)
    shown = client.get(page).content.decode()
    assert released.code in shown
    lock = DOCUMENT.lock_of(frozen)
    assert lock is not None
    for text in ("Vesthimmerlands Kommune", "1. marts 2027", lock.sha256):
        assert text in shown
    for kind, address in zip(MEDIA_TYPES, files, strict=True):
        answer = client.get(address)
        assert answer.content == render(document_of(frozen), kind)
        assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
        assert address in client.get(experiment).content.decode()
    assert client.get(page.replace("offentligt/", "offentligt.odt")).status_code == 404
    about = client.get(experiment).content.decode()
    assert short_mark(lock.sha256) in about
    assert "Syntetiske data" in about
    again = client.get(reverse("decisions:feed"))
    assert again.content == feed.content, "what is reckoned on synthetic data is no news"
    assert compare_receipt(read_receipt(written_receipt(DOCUMENT, frozen, 0))).faults == ()
    assert verify() == []


def test_a_number_that_is_let_out_to_one_organisation_alone_does_not_become_public(
    approved: LivingDocument, cast: Cast
) -> None:
    released = _let_out(cast, public=False)
    frozen = publishing.freeze(document=approved, by=cast.karen)
    assert released.code in FrozenPrint.objects.get(document=frozen).text, (
        "the municipality's own report has it"
    )
    with pytest.raises(NotAllowed, match=released.code) as refused:
        publish_document(document=frozen, by=cast.niels)
    assert "frigivet for offentligheden" in str(refused.value.remedy)
    assert not DocumentPublication.objects.exists()
    home = reverse("documents:document", args=[frozen.reference])
    page = cast.log_in(Client(), cast.niels).get(home).content.decode()
    assert f"{released.code} " in page, "what is missing, by name"
    assert "en analytiker i organisationen kan bede om det" in page
    table = released.request.table
    again = gate.request_release(
        table=table, purpose="Rapport", recipient="Alle", public=True, approver="evaluator", names=(),
        by=cast.anders,
    )  # fmt: skip
    with scopes_disabled():
        outcome = review(again.table, previewed_rules(again), names_of_request(again)).outcome
        gate.note_seen(request=again, outcome=outcome, by=cast.eva)
        public = gate.approve(request=again, by=cast.eva)
    assert public.code != released.code
    with pytest.raises(NotAllowed, match=r"allerede frigivet"):
        gate.request_release(
            table=table, purpose="Rapport", recipient="Alle", public=True, approver="evaluator", names=(),
            by=cast.anders,
        )  # fmt: skip
    publish_document(document=frozen, by=cast.niels)


def test_figures_typed_in_the_prose_are_shown_and_a_second_person_answers_for_them_in_writing(
    approved: LivingDocument, cast: Cast, client: Client
) -> None:
    publishing.take_back_document(document=approved, by=cast.karen)
    first, second = approved.sections.all()[:2]
    text = "Siden 1. juli 2018 er 22 borgere fulgt efter § 31. Tre ud af fire var tilfredse."
    actions.save_section(section=first, text=text, revision=1, by=cast.karen)
    actions.save_section(section=second, text="Det står i bilag 2.", revision=1, by=cast.karen)
    publishing.send_to_approval(document=approved, by=cast.karen)
    publishing.approve_document(document=approved, by=cast.lone)
    frozen = publishing.freeze(document=approved, by=cast.niels)
    with pytest.raises(NotAllowed, match=r"selv skrevet"):
        publish_document(document=frozen, answers_for="Fra registret", by=cast.karen)
    assert [one["figures"] for one in typed_figures(frozen)] == [["22"], ["Tre ud af fire"]]
    niels = organisations.open_account(email="n2@eksempel.dk", name="Nanna", password=PASSWORD, by=SET_UP)
    place = Organisation.objects.get(key=VESTHIMMERLAND)
    organisations.give_membership(user=niels, organisation=place, role=Coordinator, by=SET_UP)
    with pytest.raises(InputRefused, match=r"hvor tallene i teksten er fra"):
        publish_document(document=frozen, by=niels)
    nanna = cast.log_in(Client(), niels)
    ask = reverse("documents:act", args=[frozen.reference, "offentliggoer"])
    asked = nanna.get(ask).content.decode()
    assert "er 22 borgere fulgt" in asked
    assert "bilag 2" not in asked
    assert nanna.post(ask, {"answers_for": ""}).status_code == 200
    assert not DocumentPublication.objects.exists()
    nanna.post(ask, {"answers_for": "Fra årsrapporten 2019, som kommunen har udgivet."})
    made = DocumentPublication.objects.get()
    assert len(made.figures) == 2
    public = client.get(reverse("documents:public", args=[frozen.reference])).content.decode()
    assert "Fra årsrapporten 2019, som kommunen har udgivet." in public
    with pytest.raises(InputRefused, match=r"ingen frigivelse har: Der var 8 borgere"):
        publishing.correct(
            document=frozen, section=first.key, text="Der var 8 borgere.", reason="Fejl.", major=False,
            by=cast.karen,
        )  # fmt: skip
    assert verify() == []


def test_a_public_file_is_made_once_for_all_its_readers(
    approved: LivingDocument, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = publishing.freeze(document=approved, by=cast.karen)
    publish_document(document=frozen, by=cast.niels)
    made: list[str] = []

    def counted(document: object, extension: str) -> bytes:
        made.append(extension)
        return render(document, extension)  # type: ignore[arg-type]

    monkeypatch.setattr("frirum.web.documents.public_views.render", counted)
    address = reverse("documents:public_file", args=[frozen.reference, "html"])
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert made == ["html"]
    publishing.correct(
        document=frozen, section=frozen.sections.first().key, text="Det er rettet.", reason="Fejl.", major=False,
        by=cast.karen,
    )  # fmt: skip
    after = client.get(address)
    assert b"Det er rettet." in after.content
    assert (after["ETag"] != first["ETag"], made) == (True, ["html", "html"])


def test_an_embargo_is_frozen_with_it_and_kept(approved: LivingDocument, cast: Cast) -> None:
    with pytest.raises(InputRefused, match=r"passeret"):
        publishing.freeze(document=approved, not_before=NOON, by=cast.karen)
    moment = NOON + dt.timedelta(days=1)
    frozen = publishing.freeze(document=approved, not_before=moment, by=cast.karen)
    with pytest.raises(NotAllowed, match=r"ikke offentliggøres før 2\. marts 2027 kl\. 13\.00") as refused:
        publish_document(document=frozen, by=cast.niels)
    assert refused.value.remedy
    assert compare_receipt(read_receipt(written_receipt(DOCUMENT, frozen, 0))).faults == ()
    with clock.at(moment):
        assert publish_document(document=frozen, by=cast.niels).published_at == moment


def test_nothing_of_a_withdrawn_experiment_becomes_public(cast: Cast) -> None:
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    text = text.replace(f'slug = "{SLUG}"', 'slug = "eget-forsoeg"')
    own = publish(text=text, origin=Origin.OWN, organisation=VESTHIMMERLAND, reason="", by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        frozen = publishing.freeze(document=_approved(cast, "eget-forsoeg"), by=cast.karen)
        withdraw(version=own, reason="Fejl i reglen.", by=cast.karen)
        with pytest.raises(NotAllowed, match=r"trukket tilbage: Fejl i reglen\.") as refused:
            publish_document(document=frozen, by=cast.niels)
    assert refused.value.remedy


def test_what_is_public_is_corrected_beside_and_the_feed_tells(
    approved: LivingDocument, cast: Cast, client: Client
) -> None:
    frozen = publishing.freeze(document=approved, by=cast.karen)
    before = client.get(reverse("decisions:feed"))
    publish_document(document=frozen, by=cast.niels)
    page, *_files = _addresses(frozen)
    first = client.get(reverse("decisions:feed"))
    assert page in first.content.decode()
    assert first["ETag"] != before["ETag"]
    correction = {
        "document": frozen,
        "section": frozen.sections.first().key,
        "major": False,
        "by": cast.karen,
    }
    with pytest.raises(InputRefused, match=r"F-2099-001"):
        publishing.correct(text="Der var 7 (F-2099-001).", reason="Fejl.", **correction)
    with clock.at(NOON + dt.timedelta(days=1)):
        publishing.correct(text="Der var otte.", reason="Talt forkert.", **correction)
        shown = client.get(page).content.decode()
        assert shown.index("Der var otte.") < shown.index("Det står i")
        assert 'id="rettelse-1"' in shown
        assert f"{page}#rettelse-1" in client.get(reverse("decisions:feed")).content.decode()


def test_the_page_asks_first_and_is_offered_to_another_than_who_froze_it(
    approved: LivingDocument, cast: Cast, client: Client
) -> None:
    home = reverse("documents:document", args=[approved.reference])
    freeze = reverse("documents:act", args=[approved.reference, "frys"])
    ask = reverse("documents:act", args=[approved.reference, "offentliggoer"])
    cast.log_in(client, cast.karen)
    wrong = client.post(freeze, {"day": "32-13-2027"})
    assert "Datoen findes ikke" in wrong.content.decode()
    client.post(freeze, {"day": "", "time": ""})
    assert "en anden skal offentliggøre det" in client.get(home).content.decode()
    niels = cast.log_in(Client(), cast.niels)
    assert ask in niels.get(home).content.decode()
    assert "Det kan ikke tages tilbage" in niels.get(ask).content.decode()
    assert not DocumentPublication.objects.exists(), "asking does nothing"
    assert cast.log_in(Client(), cast.lone).post(ask).status_code == 404
    niels.post(ask)
    assert reverse("documents:public", args=[approved.reference]) in niels.get(home).content.decode()
