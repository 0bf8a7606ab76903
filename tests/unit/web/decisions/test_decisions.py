"""A decision from draft to public page: who may read it, what is frozen, when others see it, who is told."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

import pytest
from cast import PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from frirum.core.catalogue.compilations import decision_rows
from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.decisions.basis import ClaimRole
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.locking.receipt import read_receipt
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.decisions import actions, assignments, publishing, subscribing
from frirum.web.decisions.annex import table_of
from frirum.web.decisions.locking import DECISION
from frirum.web.decisions.models import DecisionRecord, DecisionState, DecisionSubscriber
from frirum.web.decisions.reading import beside, known_claims, published
from frirum.web.documents.case_export import export_case
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.locking.verifying import compare_receipt, tampering
from frirum.web.locking.writing import written_receipt
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations import actions as organisations
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.roles import MinistryReader
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail import guards
from frirum.web.trail.actors import CLOCK
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
MINISTRY, SLUG = "ministeriet", "psykologbehandling"
NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


def case_of(slug: str, organisation: str, by: User) -> dict[str, bytes]:
    """What an organisation takes out of its case, by path."""
    archive = zipfile.ZipFile(io.BytesIO(export_case(slug=slug, organisation=organisation, by=by)))
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def maria(cast: Cast) -> User:
    """A second person in the ministry."""
    made = organisations.open_account(email="maria@eksempel.dk", name="Maria", password=PASSWORD, by=SET_UP)
    ministry = Organisation.objects.get(key=MINISTRY)
    organisations.give_membership(user=made, organisation=ministry, role=MinistryReader, by=SET_UP)
    return made


@pytest.fixture
def draft(cast: Cast) -> Iterator[DecisionRecord]:
    """Mette's draft on experiment 9, which two ministries decided on."""
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    with clock.at(NOON), organisation_scope([MINISTRY]):
        yield actions.begin_decision(slug=SLUG, part="", organisation=MINISTRY, by=cast.mette)


def fill(draft: DecisionRecord, cast: Cast, **more: object) -> DecisionRecord:
    """Everything a draft has to say: extended to clarify, resting on one account."""
    known = known_claims(SLUG)[0]
    named = actions.name_claims(decision=draft, roles={known.key: ClaimRole.RELIED_ON}, why={}, by=cast.mette)
    given: dict[str, object] = {
        "texts": {"basis": "Det vides ikke endnu.", "answer": "Der er brug for et år mere."},
        "days": {
            "extended_until": dt.date(2028, 12, 31),
            "next_look": dt.date(2028, 6, 1),
            "decided_on": NOON.date(),
        },
        "outcomes": ["extended"],
        "reasons": ["extend_to_clarify"],
        **more,
    }
    return actions.save_decision(decision=named, revision=named.revision, by=cast.mette, **given)  # type: ignore[arg-type]


def approved(draft: DecisionRecord, cast: Cast, maria: User) -> DecisionRecord:
    for one in draft.authorities.all():
        actions.set_authority(
            decision=draft,
            name=one.name,
            agreed_on=NOON.date(),
            agreed_reference="SUM 2027-12",
            by=cast.mette,
        )
    sent = publishing.submit_decision(decision=fill(draft, cast), by=cast.mette)
    return publishing.approve_decision(decision=sent, by=maria)


def test_a_draft_without_a_reason_code_is_refused_with_every_lack_and_nothing_is_lost(
    draft: DecisionRecord, cast: Cast
) -> None:
    with pytest.raises(InputRefused, match="mindst én grund"):
        publishing.submit_decision(decision=fill(draft, cast, reasons=[]), by=cast.mette)
    kept = DecisionRecord.objects.get(pk=draft.pk)
    assert (kept.state, kept.basis) == (DecisionState.DRAFT, "Det vides ikke endnu.")


def test_the_writer_is_not_the_second_reader_and_one_who_sends_back_says_why(
    draft: DecisionRecord, cast: Cast, maria: User
) -> None:
    sent = publishing.submit_decision(decision=fill(draft, cast), by=cast.mette)
    with pytest.raises(NotAllowed, match="selv har skrevet"):
        publishing.approve_decision(decision=sent, by=cast.mette)
    with pytest.raises(InputRefused):
        publishing.send_decision_back(decision=sent, reason=" ", by=maria)
    back = publishing.send_decision_back(decision=sent, reason="Nævn antallet.", by=maria)
    assert (back.state, back.sent_back) == (DecisionState.DRAFT, "Nævn antallet.")
    told = OutboxMail.objects.order_by("pk").values_list("address", "subject")
    assert list(told) == [
        (maria.email, f"Til anden læsning: beslutning om {sent.slug}"),
        (cast.mette.email, f"Sendt tilbage: beslutning om {sent.slug}"),
    ]


def test_both_ministries_must_agree_before_it_is_published(
    draft: DecisionRecord, cast: Cast, maria: User
) -> None:
    assert [one.name for one in draft.authorities.all()] == ["Sundhedsministeriet"]
    sent = publishing.submit_decision(decision=fill(draft, cast), by=cast.mette)
    ready = publishing.approve_decision(decision=sent, by=maria)
    with pytest.raises(NotAllowed, match="Sundhedsministeriet"):
        publishing.publish_decision(decision=ready, public_from=None, by=cast.mette)


def test_two_who_write_at_once_lose_nothing(draft: DecisionRecord, cast: Cast, maria: User) -> None:
    fill(draft, cast)
    with pytest.raises(NotAllowed, match="ændret af en anden"):
        actions.save_decision(
            decision=draft, texts={"basis": "Mit"}, days={}, outcomes=[], reasons=[], revision=0, by=maria
        )
    assert DecisionRecord.objects.get(pk=draft.pk).basis == "Det vides ikke endnu."


def test_nobody_sees_it_before_its_moment_and_then_everybody_and_subscribers_are_told(
    draft: DecisionRecord, cast: Cast, maria: User, client: Client
) -> None:
    subscribing.ask_to_subscribe(address="Laeser@eksempel.dk", slug="", by=subscribing.READER)
    reader = DecisionSubscriber.objects.get()
    subscribing.confirm_subscription(token=subscribing.token_of(reader), by=subscribing.READER)
    moment = NOON + dt.timedelta(hours=22)
    locked = publishing.publish_decision(
        decision=approved(draft, cast, maria), public_from=moment, by=cast.mette
    )
    address = reverse("decisions:published", args=[locked.reference])
    feed, rows = reverse("decisions:feed"), reverse("decisions:register_json")
    assert client.get(address).status_code == 404
    assert str(locked.reference) not in client.get(feed).content.decode() + client.get(rows).content.decode()
    subscribing.tell_due()
    assert not OutboxMail.objects.filter(once_key__startswith="decision-told").exists()
    with clock.at(moment):
        assert published() == [locked]
        assert client.get(address).status_code == 200
        assert str(locked.reference) in client.get(feed).content.decode()
        subscribing.tell_due()
        subscribing.tell_due()
        told = OutboxMail.objects.get(once_key__startswith="decision-told")
        assert (told.address, address in told.body) == ("laeser@eksempel.dk", True)


def test_a_published_decision_is_corrected_not_changed_and_the_receipt_vouches_for_it(
    draft: DecisionRecord, cast: Cast, maria: User, client: Client
) -> None:
    locked = publishing.publish_decision(
        decision=approved(draft, cast, maria), public_from=None, by=cast.mette
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionRecord.objects.filter(pk=locked.pk).update(basis="Noget andet")
    with pytest.raises(NotAllowed):
        actions.name_claims(decision=locked, roles={}, why={}, by=cast.mette)
    with pytest.raises(InputRefused, match="ny beslutning"):
        publishing.correct_decision(decision=locked, field="outcomes", text="x", reason="y", by=cast.mette)
    subscribing.ask_to_subscribe(address="l@eksempel.dk", slug=SLUG, by=subscribing.READER)
    subscribing.confirm_subscription(
        token=subscribing.token_of(DecisionSubscriber.objects.get()), by=subscribing.READER
    )
    subscribing.tell_due()
    publishing.correct_decision(
        decision=locked, field="basis", text="Det vides ikke.", reason="Et ord for meget.", by=cast.mette
    )
    subscribing.tell_due()
    keys = OutboxMail.objects.filter(once_key__startswith="decision-told").values_list("once_key", flat=True)
    assert sorted(key.split(":")[2] for key in keys) == ["0", "1"]
    page = client.get(reverse("decisions:published", args=[locked.reference])).content.decode()
    assert "Det vides ikke." in page
    assert "Det vides ikke endnu." in page  # as it was published
    case = case_of(SLUG, VESTHIMMERLAND, cast.karen)
    assert sorted(one.rsplit("/", 1)[1] for one in case if "beslutning" in one) == [
        "beslutning.docx", "beslutning.pdf", "rettelse-1.txt",
    ]  # fmt: skip
    whole = case_of(SLUG, "ministeriet", cast.mette)
    assert any(
        "Det vides ikke endnu." in text.decode() for one, text in whole.items() if one.endswith("felter.txt")
    )
    assert tampering(DECISION, locked) == ()
    for number in (0, 1):
        assert compare_receipt(read_receipt(written_receipt(DECISION, locked, number))).faults == ()
    assert [one for one in verify() if "decision" in one.subject] == []


def test_a_row_changed_behind_the_program_is_found(draft: DecisionRecord, cast: Cast, maria: User) -> None:
    locked = publishing.publish_decision(
        decision=approved(draft, cast, maria), public_from=None, by=cast.mette
    )
    guards.remove("default")
    try:
        DecisionRecord.objects.filter(pk=locked.pk).update(basis="Det virker.")
    finally:
        guards.install("default")
    found = tampering(DECISION, DecisionRecord.objects.get(pk=locked.pk))
    assert any("Beslutningsgrundlag" in one for one in found)


def test_what_it_departs_from_is_frozen_with_it(
    draft: DecisionRecord, cast: Cast, maria: User, client: Client
) -> None:
    before = [one.kind for one in beside(fill(draft, cast)).departures]
    locked = publishing.publish_decision(
        decision=approved(draft, cast, maria), public_from=None, by=cast.mette
    )
    lock = DECISION.lock_of(locked)
    assert lock is not None
    assert bytes(lock.canonical).decode().count("besluttet noget andet") == ("otherwise_before" in before)


def test_a_published_decision_stands_in_the_annex_in_its_table_with_the_erratum(
    draft: DecisionRecord, cast: Cast, maria: User, client: Client
) -> None:
    locked = publishing.publish_decision(
        decision=approved(draft, cast, maria), public_from=None, by=cast.mette
    )
    publishing.correct_decision(decision=locked, field="basis", text="Rettet.", reason="Fejl", by=cast.mette)
    page = client.get(reverse("decisions:annex", args=[locked.reference, "html"])).content.decode()
    for said in ("Rettet.", "Sundhedsministeriet", "forlænget for at blive afklaret", "31. december 2028"):
        assert said in page
    for extension in ("docx", "pdf"):
        assert client.get(reverse("decisions:whole_annex", args=[extension])).status_code == 200
    assert client.get(reverse("decisions:annex", args=[locked.reference, "exe"])).status_code == 404


def test_every_row_of_2021_would_stand_in_the_table_it_has() -> None:
    for row in decision_rows(shipped_catalogue()):
        assert table_of(row.decision.outcomes) is row.table


def test_a_subscriber_who_never_says_yes_is_forgotten_and_one_who_ends_it_is_deleted(cast: Cast) -> None:
    with clock.at(NOON):
        subscribing.ask_to_subscribe(address="a@eksempel.dk", slug="", by=subscribing.READER)
        subscribing.ask_to_subscribe(address="a@eksempel.dk", slug="", by=subscribing.READER)
        assert OutboxMail.objects.count() == 1
    with clock.at(NOON + dt.timedelta(days=8)):
        subscribing.forget_late()
        assert not DecisionSubscriber.objects.exists()
        subscribing.ask_to_subscribe(address="b@eksempel.dk", slug="", by=subscribing.READER)
        link = re.search(r"/beslutninger/besked/(\w+)/", OutboxMail.objects.latest("pk").body)
        assert link is not None
        subscribing.end_subscription(token=link[1], by=subscribing.READER)
        assert not DecisionSubscriber.objects.exists()
        assert subscribing.confirm_subscription(token=link[1], by=CLOCK) is False


def test_an_outside_evaluations_finding_stands_beside_the_next_draft(
    draft: DecisionRecord, cast: Cast
) -> None:
    made = assignments.begin_assignment(
        title="Evaluering 2027", evaluator="Et institut", slugs=[SLUG], agreement="K-17",
        starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2027, 12, 31), organisation=MINISTRY, by=cast.mette,
    )  # fmt: skip
    given = {
        "slug": SLUG, "part": "", "text": "Sygemeldingerne blev 0,2 uger længere (-0,4 til 0,8).",
        "place": "s. 12", "step": 3, "step_reason": "Sammenligning før og efter.", "finding": "kan_ikke_afgoeres",
    }  # fmt: skip
    with pytest.raises(NotAllowed, match="ikke modtaget"):
        assignments.enter_finding(assignment=made, by=cast.mette, **given)
    with pytest.raises(InputRefused, match="slettes hos modtageren"):
        assignments.note_handover(
            assignment=made, what="Udtræk", legal_basis="§ 10", holds_people=True, handed_on=NOON.date(),
            received_by="Instituttet", delete_by=None, sha256="", by=cast.mette,
        )  # fmt: skip
    assignments.receive_report(
        assignment=made, title="Slutrapport", received_on=NOON.date(), where="J 1", sha256="", by=cast.mette
    )
    for change, match in (
        ({"step": 1, "finding": "virker"}, "mindst trin 3"),
        ({"step": 1, "finding": "", "text": "Det har en effekt."}, "mere, end trin 1"),
        ({"slug": "mikrolaan"}, "hører ikke til"),
        ({"step_reason": ""}, "hvorfor trinet"),
    ):
        with pytest.raises(InputRefused, match=match):
            assignments.enter_finding(assignment=made, by=cast.mette, **{**given, **change})
    finding = assignments.enter_finding(assignment=made, by=cast.mette, **given)
    claim = beside(draft).known[0]
    assert (claim.key, int(claim.step), claim.source) == (
        f"finding:{finding.reference}",
        3,
        "Slutrapport, s. 12",
    )
    assignments.withdraw_finding(finding=finding, reason="Tastefejl", by=cast.mette)
    assert claim.key not in {one.key for one in beside(draft).known}


def test_an_evaluator_has_its_assignments_on_its_front_page_and_says_whether_a_finding_is_as_reported(
    draft: DecisionRecord, cast: Cast
) -> None:
    asked = {
        "title": "Evaluering 2027", "evaluator": "", "slugs": [SLUG], "agreement": "K-17", "organisation": MINISTRY,
        "starts_on": NOON.date(), "by": cast.mette,
    }  # fmt: skip
    with clock.at(NOON):
        with pytest.raises(InputRefused, match="ikke en evaluator"):
            assignments.begin_assignment(evaluator_key="820", ends_on=NOON.date(), **asked)
        with pytest.raises(InputRefused, match="titel, evaluator og aftale"):
            assignments.begin_assignment(ends_on=NOON.date(), **asked)
        made = assignments.begin_assignment(
            evaluator_key="evaluator", ends_on=NOON.date() + dt.timedelta(days=30), **asked
        )
        assert made.evaluator == "Ekstern evaluator"
        assert "Evaluering 2027" in OutboxMail.objects.get(address=cast.eva.email).subject
        assignments.receive_report(
            assignment=made, title="R", received_on=NOON.date(), where="J 1", sha256="", by=cast.mette
        )
        finding = assignments.enter_finding(
            assignment=made, slug=SLUG, part="", text="Tre ud af fire blev i jobbet.", place="s. 1", step=0,
            step_reason="Optælling", finding="", by=cast.mette,
        )  # fmt: skip
        eva = cast.log_in(Client(), cast.eva)
        front = eva.get("/").content.decode()
        assert "Jeres opgaver" in front
        assert "om 30 dage" in front
        assert "1 fund fra rapporten venter på jeres ord." in front
        assert "Jeres opgaver" not in cast.log_in(Client(), cast.karen).get("/").content.decode()
        one = reverse("decisions:assignment", args=[made.reference])
        page = eva.get(one).content.decode()
        assert "Tre ud af fire blev i jobbet." in page
        assert "Notér" not in page, "the evaluator reads and writes; the authority keeps the register"
        word = reverse("decisions:review_finding", args=[made.reference, finding.reference])
        assert "ikke er gengivet rigtigt" in unescape(
            eva.post(word, {"as_reported": "nej", "text": ""}).content.decode()
        )
        eva.post(word, {"as_reported": "nej", "text": "Det var tre ud af fem."})
        eva.post(reverse("decisions:remark", args=[made.reference]), {"text": "Bilag 2 følger."})
        told = cast.log_in(Client(), cast.mette).get(one).content.decode()
        assert "Ikke gengivet rigtigt, Eva Evaluator" in told
        assert "Det var tre ud af fem." in told
        assert "Bilag 2 følger." in told
        assert (
            OutboxMail.objects.filter(address=cast.mette.email, subject__contains="Evaluering 2027").count()
            == 2
        )
        assert "venter på jeres ord" not in eva.get("/").content.decode()
    with clock.at(NOON + dt.timedelta(days=31)):
        again = cast.log_in(Client(), cast.eva)
        assert "Opgaver, der er slut" in again.get("/").content.decode()
