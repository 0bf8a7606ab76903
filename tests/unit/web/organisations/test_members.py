"""Members: who looks after whom, what an administrator can and cannot do, and one's own account."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from cast import AALBORG, PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations import actions
from frirum.web.organisations.members import find_member, has_charge_of, may_close, members
from frirum.web.organisations.models import Membership, Organisation, User
from frirum.web.organisations.permissions import SENTENCES, Permission
from frirum.web.organisations.roles import (
    ROLES,
    Administrator,
    Analyst,
    Caseworker,
    Coordinator,
    Role,
    TeamLeader,
)
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

NEW = "en helt ny og lang sætning"


def town(key: str = VESTHIMMERLAND) -> Organisation:
    return Organisation.objects.get(key=key)


def give(user: User, role: type[Role], key: str = VESTHIMMERLAND) -> Membership:
    return actions.give_membership(user=user, organisation=town(key), role=role, by=SET_UP)


def test_every_permission_is_said_in_words() -> None:
    assert set(SENTENCES) == set(Permission)


def test_the_list_shows_who_holds_what_and_what_it_is_for(cast: Cast, client: Client) -> None:
    text = cast.log_in(client, cast.adam).get("/medlemmer/").content.decode()
    for person in (cast.rikke, cast.lone, cast.karen, cast.anders, cast.adam):
        assert person.name in text
        assert person.email in text
    for stranger in (cast.niels, cast.eva, cast.mette, cast.otto, cast.ulla):
        assert stranger.email not in text
    assert str(Caseworker.description) in text
    assert str(SENTENCES[Permission.CHECK_CASE]) in text
    assert "Ministeriets sagsbehandler" not in text


def test_an_administrator_opens_an_account_that_can_log_in_with_the_password_shown(
    cast: Cast, client: Client
) -> None:
    typed = {"email": "Nina@Eksempel.dk", "name": "Nina Ny", "organisation": "820", "role": "administrator"}
    answer = cast.log_in(client, cast.adam).post("/medlemmer/ny/", typed)
    password = re.search(r"<code[^>]*>([^<]+)</code>", answer.content.decode())[1]
    assert "no-store" in answer.headers["Cache-Control"]
    assert Client().login(username="nina@eksempel.dk", password=password)
    assert Membership.objects.get(user__email="nina@eksempel.dk").role == "administrator"
    events = TrailEvent.objects.exclude(event="mail.queued").order_by("-id")
    said = [(e.event, e.organisation) for e in events[:2]]
    assert said == [("membership.given", "820"), ("account.opened", "820")]
    assert password not in str(list(TrailEvent.objects.values()))
    assert verify() == []


def test_a_password_that_somebody_else_has_seen_opens_one_page_only(cast: Cast, client: Client) -> None:
    typed = {"email": "nina@eksempel.dk", "name": "Nina Ny", "organisation": "820", "role": "team_leader"}
    answer = cast.log_in(client, cast.adam).post("/medlemmer/ny/", typed)
    given = re.search(r"<code[^>]*>([^<]+)</code>", answer.content.decode())[1]
    nina = Client()
    assert nina.login(username="nina@eksempel.dk", password=given)
    led = nina.get("/forsoeg/", follow=True)
    assert led.redirect_chain == [("/min-konto/", 302)]
    assert "Vælg din egen adgangskode" in led.content.decode()
    nina.post("/min-konto/", {"current": given, "new": NEW, "again": NEW})
    assert nina.get("/forsoeg/").status_code == 200


def test_somebody_at_home_elsewhere_gets_a_role_only_after_saying_yes(cast: Cast, client: Client) -> None:
    """One yes is one role, ends by itself, and before it nothing of who the person is has been shown."""
    typed = {"email": "otto@eksempel.dk", "name": "Kaprer", "organisation": "820", "role": "administrator"}
    adam, otto_himself = cast.log_in(client, cast.adam), cast.log_in(Client(), cast.otto)

    def say(key: str) -> None:
        assert otto_himself.post("/min-konto/ja/", {"ja-organisation": key}).status_code == 302

    def refused() -> bool:
        page = adam.post("/medlemmer/ny/", typed)
        text = page.content.decode()
        said = page.status_code == 200 and "selv sige ja" in text
        return said and "Otto Odense" not in text and find_member(cast.adam, cast.otto.reference) is None

    assert refused()
    say(AALBORG)
    assert refused()
    say(VESTHIMMERLAND)
    with clock.at(clock.now() + dt.timedelta(days=14, minutes=1)):
        assert not User.objects.get(pk=cast.otto.pk).is_welcome_in(VESTHIMMERLAND)
    say("")
    assert refused()
    say(VESTHIMMERLAND)
    answer = adam.post("/medlemmer/ny/", typed)
    assert answer.status_code == 302
    again = User.objects.get(pk=cast.otto.pk)
    with pytest.raises(NotAllowed, match="selv sige ja"):
        actions.give_membership(user=again, organisation=town(), role=Coordinator, by=cast.adam)
    assert otto_himself.post("/min-konto/ja/", {"ja-organisation": "ukendt"}, follow=True).status_code == 200
    assert verify() == []
    otto = User.objects.get(email="otto@eksempel.dk")
    assert otto.name == "Otto Odense"
    assert otto.check_password(PASSWORD)
    assert {m.organisation.key for m in otto.memberships.all()} == {"461", "820"}


def test_whoever_waits_for_a_leaders_yes_is_said_to_wait_on_a_page_that_is_there(
    cast: Cast, client: Client
) -> None:
    adam = cast.log_in(client, cast.adam)
    cast.log_in(otto := Client(), cast.otto)
    otto.post("/min-konto/ja/", {"ja-organisation": VESTHIMMERLAND})
    for email in ("otto@eksempel.dk", "nina@eksempel.dk"):
        typed = {"email": email, "name": "Nina Ny", "organisation": "820", "role": "coordinator"}
        answer = adam.post("/medlemmer/ny/", typed, follow=True)
        assert answer.status_code == 200
        assert "venter på, at en leder siger ja" in answer.content.decode()
        assert "har fået rollen" not in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": AALBORG},
        {"role": "ministry_reader"},
        {"role": "evaluator"},
        {"role": "king"},
        {"email": "ikke en adresse"},
        {"name": ""},
    ],
)
def test_what_an_administrator_may_not_give_makes_no_account(
    wrong: dict[str, str], cast: Cast, client: Client
) -> None:
    typed = {"email": "nina@eksempel.dk", "name": "Nina Ny", "organisation": "820", "role": "caseworker"}
    answer = cast.log_in(client, cast.adam).post("/medlemmer/ny/", {**typed, **wrong})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert not User.objects.filter(name="Nina Ny").exists()


def test_a_refused_role_leaves_no_account_behind(cast: Cast) -> None:
    with pytest.raises(InputRefused):
        actions.add_member(
            email="nina@eksempel.dk",
            name="Nina",
            password=NEW,
            organisation=Organisation.objects.get(key="ministeriet"),
            role=Caseworker,
            by=SET_UP,
        )
    assert not User.objects.filter(email="nina@eksempel.dk").exists()


@pytest.mark.parametrize("held", [Caseworker, TeamLeader, Coordinator])
def test_nobody_sees_both_cases_and_data_for_statistics(held: type[Role], cast: Cast) -> None:
    """Databeskyttelsesloven § 10, stk. 2, across organisations too and in either order."""
    give(cast.ulla, held)
    with pytest.raises(InputRefused, match="statistik"):
        give(cast.ulla, Analyst, AALBORG)
    with pytest.raises(InputRefused, match="statistik"):
        give(cast.anders, held, AALBORG)
    give(cast.ulla, Administrator)


def test_nobody_changes_their_own_roles_or_closes_their_own_account(cast: Cast, client: Client) -> None:
    own = Membership.objects.get(user=cast.adam)
    for change in (
        lambda: actions.give_membership(user=cast.adam, organisation=town(), role=Caseworker, by=cast.adam),
        lambda: actions.take_membership(membership=own, by=cast.adam),
        lambda: actions.close_account(user=cast.adam, by=cast.adam),
    ):
        with pytest.raises(NotAllowed):
            change()
    cast.log_in(client, cast.adam)
    typed = {"organisation": "820", "role": "caseworker"}
    page = client.post(reverse("organisations:member", args=[cast.adam.reference]), typed)
    assert "egne roller" in page.content.decode()
    client.post(reverse("organisations:take_role", args=[own.reference]))
    assert client.post(reverse("organisations:close_account", args=[cast.adam.reference])).status_code == 404
    assert [m.role for m in Membership.objects.filter(user=cast.adam)] == ["administrator"]


def test_a_person_with_a_role_elsewhere_keeps_account_and_password(cast: Cast, client: Client) -> None:
    """Else an administrator could walk into another organisation with somebody's new password."""
    give(cast.otto, TeamLeader)
    assert find_member(cast.adam, cast.otto.reference) == cast.otto
    assert not has_charge_of(cast.adam, cast.otto)
    assert not may_close(cast.adam, cast.otto)
    cast.log_in(client, cast.adam)
    page = client.get(reverse("organisations:member", args=[cast.otto.reference])).content.decode()
    assert "uden for dine organisationer" in page
    assert "Odense" not in page.replace("Otto Odense", "")
    for route in ("new_password", "close_account"):
        answer = client.post(reverse(f"organisations:{route}", args=[cast.otto.reference]))
        assert answer.status_code == 404
    assert User.objects.get(pk=cast.otto.pk).check_password(PASSWORD)
    elsewhere = Membership.objects.get(user=cast.otto, organisation__key="461")
    assert client.post(reverse("organisations:take_role", args=[elsewhere.reference])).status_code == 404


def test_the_home_organisation_can_always_close_an_account(cast: Cast, client: Client) -> None:
    """Also when the person has a role elsewhere, or none at home any more; a new password is still nobody's to give."""
    give(cast.karen, TeamLeader, "461")
    karen = User.objects.get(pk=cast.karen.pk)
    assert (karen.home, has_charge_of(cast.adam, karen), may_close(cast.adam, karen)) == ("820", False, True)
    cast.log_in(client, cast.adam)
    address = reverse("organisations:close_account", args=[karen.reference])
    page = client.get(reverse("organisations:member", args=[karen.reference])).content.decode()
    assert address in page
    assert reverse("organisations:new_password", args=[karen.reference]) not in page
    actions.take_membership(
        membership=Membership.objects.get(user=karen, organisation__key="820"), by=cast.adam
    )
    assert client.post(address).status_code == 302
    assert not User.objects.get(pk=karen.pk).is_active
    assert client.post(reverse("organisations:new_password", args=[karen.reference])).status_code == 404
    assert verify() == []


def test_roles_given_and_taken_and_the_trail_names_the_person(cast: Cast, client: Client) -> None:
    cast.log_in(client, cast.adam)
    address = reverse("organisations:member", args=[cast.lone.reference])
    client.post(address, {"organisation": "820", "role": "administrator"})
    given = Membership.objects.get(user=cast.lone, role="administrator")
    ask = client.get(reverse("organisations:take_role", args=[given.reference])).content.decode()
    assert "Lone Leder" in ask
    assert "eneste rolle" not in ask
    client.post(reverse("organisations:take_role", args=[given.reference]))
    assert not Membership.objects.filter(pk=given.pk).exists()
    events = client.get("/haendelser/").content.decode()
    assert "gav rollen Administrator til Lone Leder" in events
    assert "tog rollen Administrator fra Lone Leder" in events


def test_taking_the_only_role_says_so_and_the_account_stays_at_home(cast: Cast, client: Client) -> None:
    cast.log_in(client, cast.adam)
    address = reverse("organisations:take_role", args=[Membership.objects.get(user=cast.karen).reference])
    assert "eneste rolle" in client.get(address).content.decode()
    assert client.post(address)["Location"] == reverse("organisations:member", args=[cast.karen.reference])
    assert members(cast.adam).filter(pk=cast.karen.pk).exists()
    assert may_close(cast.adam, cast.karen)


def test_an_account_is_closed_and_opened_again(cast: Cast, client: Client) -> None:
    cast.log_in(client, cast.adam)
    address = reverse("organisations:close_account", args=[cast.karen.reference])
    client.get(address)
    assert User.objects.get(pk=cast.karen.pk).is_active
    client.post(address)
    assert not Client().login(username="karen@eksempel.dk", password=PASSWORD)
    assert "Lukket" in client.get("/medlemmer/").content.decode()
    with pytest.raises(InputRefused, match="lukket"):
        actions.add_member(
            email="karen@eksempel.dk",
            name="K",
            password=NEW,
            organisation=town(),
            role=TeamLeader,
            by=cast.adam,
        )
    client.post(address)
    assert Client().login(username="karen@eksempel.dk", password=PASSWORD)
    assert verify() == []


def test_the_administrator_has_a_link_sent_that_only_the_owner_sees(cast: Cast, client: Client) -> None:
    cast.log_in(client, cast.adam)
    answer = client.post(reverse("organisations:new_password", args=[cast.karen.reference]), follow=True)
    assert "Linket er sendt til karen@eksempel.dk" in answer.content.decode()
    mail = OutboxMail.objects.get(address="karen@eksempel.dk")
    link = re.search(r"http\S+(/ny-adgangskode/\S+)", mail.body)[1]
    assert link not in answer.content.decode()
    assert link not in client.get("/haendelser/").content.decode()
    page = Client()
    assert "karen@eksempel.dk" in page.get(link).content.decode()
    assert page.post(link, {"new": NEW, "again": NEW}, follow=True).redirect_chain
    assert Client().login(username="karen@eksempel.dk", password=NEW)
    # Used, it is gone; the owner is told.
    assert page.get(link).status_code == 404
    assert OutboxMail.objects.filter(body__contains="Din adgangskode er skiftet").count() == 1
    assert verify() == []


def test_my_account_explains_my_roles(cast: Cast, client: Client) -> None:
    page = cast.log_in(client, cast.karen).get("/min-konto/").content.decode()
    assert "Frikommunekoordinator, Vesthimmerlands Kommune" in page
    assert str(Coordinator.description) in page
    for permission in Permission:
        assert (str(SENTENCES[permission]) in page) == (permission in ROLES["coordinator"].permissions)
    empty = cast.log_in(Client(), cast.ulla).get("/min-konto/").content.decode()
    assert "Du har ingen rolle endnu" in empty


def change(client: Client, current: str, new: str, again: str) -> str:
    typed = {"current": current, "new": new, "again": again}
    return client.post("/min-konto/", typed, follow=True).content.decode()


@pytest.mark.parametrize(
    ("current", "new", "again", "said"),
    [
        ("forkert", NEW, NEW, "ikke din nuværende"),
        (PASSWORD, NEW, NEW + "x", "ikke ens"),
        (PASSWORD, "kort", "kort", "for kort"),
        (PASSWORD, "", "", "Ny adgangskode"),
    ],
)
def test_a_new_password_of_ones_own_is_refused_with_a_reason(
    current: str, new: str, again: str, said: str, cast: Cast, client: Client
) -> None:
    page = change(cast.log_in(client, cast.karen), current, new, again)
    assert "error-summary" in page
    assert said in page
    assert User.objects.get(pk=cast.karen.pk).check_password(PASSWORD)


def test_changing_ones_own_password_ends_the_other_sessions_only(cast: Cast, client: Client) -> None:
    other = cast.log_in(Client(), cast.karen)
    page = change(cast.log_in(client, cast.karen), PASSWORD, NEW, NEW)
    assert "Din adgangskode er ændret" in page
    assert client.get("/min-konto/").status_code == 200
    assert other.get("/min-konto/").status_code == 302
    assert Client().login(username="karen@eksempel.dk", password=NEW)


def test_a_stolen_session_cannot_try_passwords_for_ever(cast: Cast, client: Client) -> None:
    cast.log_in(client, cast.karen)
    for _attempt in range(10):
        change(client, "forkert", NEW, NEW)
    answer = client.post("/min-konto/", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 429
    assert User.objects.get(pk=cast.karen.pk).check_password(PASSWORD)
