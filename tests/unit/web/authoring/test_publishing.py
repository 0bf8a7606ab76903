"""From draft to public page: who is asked, who decides, who is told, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cast import AALBORG, NORTH_JUTLAND, PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from course_text import TEXT
from django.test import Client

from frirum.core.authoring.sections import section_of
from frirum.core.errors import InputRefused, NotAllowed
from frirum.web.authoring.actions import document_of, mark_of, save_page
from frirum.web.designs.actions import begin_design
from frirum.web.designs.lock_actions import lock_design
from frirum.web.experiments import actions, publishing
from frirum.web.experiments.definitions import withdrawal_of
from frirum.web.experiments.models import DefinitionVersion, Draft, DraftState
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.actions import give_membership, open_account
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.roles import Coordinator, MinistryReader
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> Iterator[None]:
    with organisation_scope([VESTHIMMERLAND, AALBORG, NORTH_JUTLAND, "ministeriet"]):
        yield


@pytest.fixture
def anne(cast: Cast) -> User:
    """Coordinator in Aalborg."""
    user = open_account(email="anne@eksempel.dk", name="Anne Aalborg", password=PASSWORD, by=SET_UP)
    place = Organisation.objects.get(key=AALBORG)
    give_membership(user=user, organisation=place, role=Coordinator, by=SET_UP)
    return user


@pytest.fixture
def nora(cast: Cast) -> User:
    """The network's other coordinator."""
    user = open_account(email="nora@eksempel.dk", name="Nora Netværk", password=PASSWORD, by=SET_UP)
    place = Organisation.objects.get(key=NORTH_JUTLAND)
    give_membership(user=user, organisation=place, role=Coordinator, by=SET_UP)
    return user


def sent(cast: Cast, by: User) -> Draft:
    draft = actions.start_draft(slug="proeve", text=TEXT, organisation=NORTH_JUTLAND, by=by)
    return publishing.send_draft(draft=draft, revision=1, reason="", by=by)


def test_each_municipality_confirms_and_another_approves(cast: Cast, anne: User) -> None:
    draft = sent(cast, cast.niels)
    assert {mail.address for mail in OutboxMail.objects.all()} == {cast.karen.email, anne.email}
    with pytest.raises(
        NotAllowed, match="kommunens egne"
    ):  # the network does not answer for its municipalities
        publishing.confirm_draft(draft=draft, organisation=AALBORG, revision=1, by=cast.niels)
    publishing.confirm_draft(draft=draft, organisation=VESTHIMMERLAND, revision=1, by=cast.karen)
    with pytest.raises(NotAllowed, match="Aalborg Kommune"):
        publishing.approve_draft(draft=draft, organisation=VESTHIMMERLAND, revision=1, by=cast.karen)
    publishing.confirm_draft(draft=draft, organisation=AALBORG, revision=1, by=anne)
    with pytest.raises(NotAllowed, match="selv har skrevet"):
        publishing.approve_draft(draft=draft, organisation=NORTH_JUTLAND, revision=1, by=cast.niels)
    version = publishing.approve_draft(draft=draft, organisation=AALBORG, revision=1, by=anne)
    assert (version.number, version.organisation) == (1, NORTH_JUTLAND)
    assert verify() == []


def test_a_no_opens_the_draft_and_every_yes_is_asked_for_again(cast: Cast, anne: User) -> None:
    draft = sent(cast, cast.niels)
    publishing.confirm_draft(draft=draft, organisation=VESTHIMMERLAND, revision=1, by=cast.karen)
    with pytest.raises(InputRefused, match="hvad der skal ændres"):
        publishing.send_back_draft(draft=draft, organisation=AALBORG, text=" ", revision=1, by=anne)
    draft = publishing.send_back_draft(
        draft=draft, organisation=AALBORG, text="Dagen er forkert.", revision=1, by=anne
    )
    assert draft.state == DraftState.OPEN
    OutboxMail.objects.all().delete()
    # Sent again as it was: who has said no, and who had said yes before, are both asked, and told so.
    draft = publishing.send_draft(draft=draft, revision=2, reason="", by=cast.niels)
    assert publishing.lacking_yes(draft) == [AALBORG, VESTHIMMERLAND]
    assert {mail.address for mail in OutboxMail.objects.all()} == {cast.karen.email, anne.email}
    with pytest.raises(NotAllowed, match="ændret, siden du åbnede"):
        publishing.confirm_draft(draft=draft, organisation=AALBORG, revision=1, by=anne)


def confirmed(draft: Draft, cast: Cast, anne: User) -> Draft:
    for place, person in ((VESTHIMMERLAND, cast.karen), (AALBORG, anne)):
        if place in publishing.lacking_yes(draft):
            publishing.confirm_draft(draft=draft, organisation=place, revision=draft.revision, by=person)
    return draft


def test_who_takes_part_is_asked_anew_when_rules_or_days_change_and_not_when_words_do(
    cast: Cast, anne: User, nora: User
) -> None:
    publishing.approve_draft(
        draft=confirmed(sent(cast, cast.niels), cast, anne),
        organisation=NORTH_JUTLAND, revision=1, by=nora,
    )  # fmt: skip

    def asked(old: str, new: str) -> list[str]:
        draft = actions.start_draft(
            slug="proeve",
            text=TEXT.replace(old, new, 1),
            organisation=NORTH_JUTLAND,
            builds_on=1,
            by=cast.niels,
        )
        draft = publishing.send_draft(draft=draft, revision=1, reason="Ny.", by=cast.niels)
        found = publishing.lacking_yes(draft)
        publishing.take_back_draft(draft=draft, by=cast.niels)
        actions.discard_draft(draft=Draft.objects.get(pk=draft.pk), by=cast.niels)
        return found

    assert asked("Et forsøg til prøver.", "Et forsøg at prøve med.") == []
    assert asked('text = "Opfølgning"', 'text = "Opfølgninger"') == []
    assert asked("first = { months = 9 }", "first = { months = 12 }") == [AALBORG, VESTHIMMERLAND]
    # One's own days: longer is asked, sooner ended is not; the other's days are the other's.
    assert asked("to = 2028-01-31", "to = 2029-01-31") == [VESTHIMMERLAND]
    assert asked("to = 2028-01-31", "to = 2027-12-31") == []
    OutboxMail.objects.all().delete()
    assert asked("first = { months = 9 }", "first = { months = 10 }")
    assert {mail.subject for mail in OutboxMail.objects.all()} >= {
        "Er Aalborg Kommune stadig med, når reglerne ændres?"
    }


def test_a_draft_does_not_undo_a_version_that_came_meanwhile(
    cast: Cast, anne: User, nora: User, client: Client
) -> None:
    waiting = confirmed(sent(cast, cast.niels), cast, anne)
    first = actions.publish(text=TEXT, origin="own", organisation=NORTH_JUTLAND, reason="", by=SET_UP)
    approving = {"draft": waiting, "organisation": NORTH_JUTLAND, "by": nora}
    with pytest.raises(NotAllowed, match="ikke skrevet ud fra version 1") as refused:
        publishing.approve_draft(revision=1, **approving)
    assert "sig på kladdens side" in (refused.value.remedy or "")
    draft = publishing.take_back_draft(draft=waiting, by=cast.niels)
    text = TEXT.replace("Prøve", "Anden prøve", 1)
    draft = actions.save_draft(draft=draft, text=text, revision=draft.revision, by=cast.niels)
    with pytest.raises(NotAllowed, match="ikke skrevet ud fra version 1"):
        publishing.send_draft(draft=draft, revision=draft.revision, reason="Nyt navn.", by=cast.niels)
    client.force_login(cast.niels)
    page = client.get(f"/kladder/{draft.reference}/").content.decode()
    assert "ikke skrevet ud fra version 1" in page
    assert "diff-added" in page
    with pytest.raises(NotAllowed, match="nyere version"):
        publishing.build_on(draft=draft, number=2, by=cast.niels)
    assert client.post(f"/kladder/{draft.reference}/byg-paa/", {"number": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.builds_on == first.number
    assert "ikke skrevet ud fra" not in client.get(f"/kladder/{draft.reference}/").content.decode()
    draft = publishing.send_draft(draft=draft, revision=draft.revision, reason="Nyt navn.", by=cast.niels)
    confirmed(draft, cast, anne)
    version = publishing.approve_draft(
        draft=draft, organisation=NORTH_JUTLAND, revision=draft.revision, by=nora
    )
    assert version.number == 2
    assert verify() == []


def test_a_draft_sent_before_a_withdrawal_does_not_lift_it_and_a_stale_page_withdraws_nothing(
    cast: Cast, anne: User, nora: User, client: Client
) -> None:
    first = actions.publish(text=TEXT, origin="own", organisation=NORTH_JUTLAND, reason="", by=SET_UP)
    text = TEXT.replace("Prøve", "Anden prøve", 1)
    draft = actions.start_draft(
        slug="proeve", text=text, organisation=NORTH_JUTLAND, builds_on=1, by=cast.niels
    )
    draft = confirmed(
        publishing.send_draft(draft=draft, revision=1, reason="Nyt navn.", by=cast.niels), cast, anne
    )
    publishing.withdraw(version=first, reason="Hjemlen faldt bort.", by=cast.niels)
    with pytest.raises(NotAllowed, match=r"efter at kladden blev sendt: Hjemlen"):
        publishing.approve_draft(draft=draft, organisation=NORTH_JUTLAND, revision=1, by=nora)
    draft = publishing.take_back_draft(draft=draft, by=cast.niels)
    draft = publishing.send_draft(draft=draft, revision=2, reason="Ny hjemmel.", by=cast.niels)
    confirmed(draft, cast, anne)
    publishing.approve_draft(draft=draft, organisation=NORTH_JUTLAND, revision=2, by=nora)
    client.force_login(cast.niels)
    stale = client.post("/forsoeg/proeve/traek-tilbage/", {"number": "1", "text": "For sent."})
    assert stale.status_code == 409
    assert "nyere version" in stale.content.decode()
    assert "For sent." in stale.content.decode()
    assert withdrawal_of("proeve") is None


def test_a_second_account_of_the_writer_is_no_second_person(cast: Cast, anne: User) -> None:
    draft = confirmed(sent(cast, cast.niels), cast, anne)
    for name, email in (("Niels  NETVÆRK", "nn@eksempel.dk"), ("N. Netværk", "niels+to@eksempel.dk")):
        again = open_account(email=email, name=name, password=PASSWORD, by=SET_UP)
        place = Organisation.objects.get(key=NORTH_JUTLAND)
        give_membership(user=again, organisation=place, role=Coordinator, by=SET_UP)
        assert again not in publishing.second_persons(draft)
        with pytest.raises(NotAllowed, match="selv har skrevet"):
            publishing.approve_draft(draft=draft, organisation=NORTH_JUTLAND, revision=1, by=again)


def test_a_withdrawn_experiment_says_so_and_takes_no_case(cast: Cast, anne: User, client: Client) -> None:
    version = actions.publish(text=TEXT, origin="own", organisation=NORTH_JUTLAND, reason="", by=SET_UP)
    page = client.get("/forsoeg/proeve/").content.decode()
    assert "Ikke godkendt af ministeriet." in page
    assert "En mere fleksibel" in page.split("Udgivet af")[1][:60]
    with pytest.raises(InputRefused, match="hvorfor"):
        publishing.withdraw(version=version, reason=" ", by=cast.niels)
    begun = begin_design(slug="proeve", organisation=NORTH_JUTLAND, by=cast.niels)
    publishing.withdraw(version=version, reason="Hjemlen faldt bort.", by=cast.niels)
    # Pages that were open before it: nothing begins from them, and nothing is locked.
    for late in (
        lambda: begin_design(slug="proeve", organisation=VESTHIMMERLAND, by=cast.karen),
        lambda: lock_design(design=begun, by=cast.niels, override_reason="Vi begynder."),
    ):
        with pytest.raises(NotAllowed, match="trukket tilbage: Hjemlen"):
            late()
    assert "Hjemlen faldt bort." in client.get("/forsoeg/proeve/").content.decode()
    check = client.get("/sag/proeve/").content.decode()
    assert "Hjemlen faldt bort." in check
    assert "<form" not in check.split("<main")[1].split("</main>")[0]
    assert "/forsoeg/proeve/" not in client.get("/forsoeg/").content.decode()
    actions.publish(
        text=TEXT.replace("Prøve", "Ny prøve", 1),
        origin="own", organisation=NORTH_JUTLAND, reason="Ny hjemmel.", by=SET_UP,
    )  # fmt: skip
    assert "Hjemlen faldt bort." not in client.get("/forsoeg/proeve/").content.decode()
    assert verify() == []


def test_a_national_trial_is_the_ministrys_and_its_municipalities_are_told(cast: Cast) -> None:
    text = TEXT.replace('network = "nordjylland"', 'network = "forsoeg-2027"')
    draft = actions.start_draft(slug="proeve", text=text, organisation=NORTH_JUTLAND, by=cast.niels)
    with pytest.raises(NotAllowed, match="ministeriet"):
        publishing.send_draft(draft=draft, revision=1, reason="", by=cast.niels)
    actions.discard_draft(draft=draft, by=cast.niels)
    maria = open_account(email="maria@eksempel.dk", name="Maria Ministerie", password=PASSWORD, by=SET_UP)
    ministry = Organisation.objects.get(key="ministeriet")
    give_membership(user=maria, organisation=ministry, role=MinistryReader, by=SET_UP)
    draft = actions.start_draft(slug="proeve", text=text, organisation="ministeriet", by=cast.mette)
    draft = publishing.send_draft(draft=draft, revision=1, reason="", by=cast.mette)
    assert publishing.lacking_yes(draft) == []
    OutboxMail.objects.all().delete()
    publishing.approve_draft(draft=draft, organisation="ministeriet", revision=1, by=maria)
    assert [mail.address for mail in OutboxMail.objects.all()] == [cast.karen.email]
    assert DefinitionVersion.objects.get(slug="proeve").organisation == "ministeriet"


def test_two_tabs_on_two_pages_lose_nothing_and_two_on_one_say_so(cast: Cast) -> None:
    draft = actions.start_draft(slug="proeve", text=TEXT, organisation=VESTHIMMERLAND, by=cast.karen)
    first, second = section_of("summary"), section_of("doubt")
    marks = {one.key: mark_of(document_of(draft), one) for one in (first, second)}
    save_page(draft=draft, page=first, posted={"summary": ["Nyt."]}, mark=marks[first.key], by=cast.karen)
    new = {"doubt-her": ["1"], "doubt-0-her": ["1"], "doubt-0-text": ["Tvivl."]}
    draft = save_page(draft=draft, page=second, posted=new, mark=marks[second.key], by=cast.niels)
    assert document_of(draft)["summary"] == "Nyt."
    assert [one["text"] for one in document_of(draft)["doubt"]] == ["Tvivl."]
    with pytest.raises(NotAllowed, match="ændret af en anden"):
        save_page(
            draft=draft, page=first, posted={"summary": ["Andet."]}, mark=marks[first.key], by=cast.karen
        )
