"""A role that sees persons is given by two: the administrator and a leader."""

from __future__ import annotations

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations import actions
from frirum.web.organisations.models import Membership, Organisation, ProposedRole, User
from frirum.web.organisations.roles import Administrator, Analyst, Caseworker, Role, TeamLeader
from frirum.web.organisations.second_yes import confirm_role, decline_role
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.permitted import RoleRefused
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


def town() -> Organisation:
    return Organisation.objects.get(key=VESTHIMMERLAND)


@pytest.fixture
def proposal(cast: Cast) -> ProposedRole:
    given = actions.give_membership(user=cast.ulla, organisation=town(), role=Caseworker, by=cast.adam)
    assert isinstance(given, ProposedRole)
    return given


def holds(user: User) -> bool:
    return Membership.objects.filter(user=user).exists()


def test_the_role_is_there_when_the_leader_has_said_yes(
    proposal: ProposedRole, cast: Cast, client: Client
) -> None:
    assert not holds(cast.ulla)
    page = cast.log_in(client, cast.lone)
    assert "Ulla Udenfor" in page.get("/").content.decode()
    shown = page.get("/medlemmer/venter/").content.decode()
    assert "Givet af Adam Administrator" in shown
    assert "Ja, giv rollen" in shown
    page.post(reverse("organisations:answer_proposal", args=[proposal.reference]), {"answer": "yes"})
    assert holds(cast.ulla)
    assert not ProposedRole.objects.exists()
    assert "ny rolle" in OutboxMail.objects.get(address=cast.ulla.email).body
    assert OutboxMail.objects.get(address=cast.lone.email).subject == "En rolle venter på dit ja"
    events = TrailEvent.objects.filter(event__startswith="role.").order_by("id")
    assert [(one.event, one.actor) for one in events] == [
        ("role.proposed", cast.adam.trail_reference), ("role.confirmed", cast.lone.trail_reference),
    ]  # fmt: skip
    assert verify() == []


def test_neither_the_giver_nor_the_one_who_gets_it_says_yes(proposal: ProposedRole, cast: Cast) -> None:
    for other in (cast.adam, cast.ulla, cast.karen, cast.otto, cast.niels):
        with pytest.raises(RoleRefused):
            confirm_role(proposal=proposal, by=other)
    # Another administrator neither, while there is a leader.
    second = actions.open_account(
        email="a2@eksempel.dk", name="Anna", password="en rolig lang sætning", by=SET_UP
    )
    actions.give_membership(user=second, organisation=town(), role=Administrator, by=SET_UP)
    with pytest.raises(RoleRefused):
        confirm_role(proposal=proposal, by=second)
    actions.close_account(user=cast.lone, by=cast.adam)
    assert confirm_role(proposal=proposal, by=second).user == cast.ulla


def account(name: str, email: str, role: type[Role] | None = None) -> User:
    made = actions.open_account(email=email, name=name, password="en rolig lang sætning", by=SET_UP)
    if role is not None:
        actions.give_membership(user=made, organisation=town(), role=role, by=SET_UP)
    return made


def test_a_second_account_says_yes_neither_for_the_giver_nor_for_the_one_who_gets_it(
    proposal: ProposedRole, cast: Cast
) -> None:
    giver = account("adam administrator", "a.a@eksempel.dk", TeamLeader)
    gets = account("Ulla U.", f"ulla+leder@{cast.ulla.email.partition('@')[2]}", TeamLeader)
    for other in (giver, gets):
        with pytest.raises(RoleRefused):
            confirm_role(proposal=proposal, by=other)
    own = account("Adam  Administrator", "adam2@eksempel.dk")
    with pytest.raises(NotAllowed, match="dine egne roller"):
        actions.give_membership(user=own, organisation=town(), role=Administrator, by=cast.adam)


def test_no_means_no_and_the_giver_can_take_it_back(proposal: ProposedRole, cast: Cast) -> None:
    decline_role(proposal=proposal, by=cast.adam)
    assert not holds(cast.ulla)
    assert not ProposedRole.objects.exists()
    assert verify() == []


def test_the_wall_is_asked_again_at_the_yes(proposal: ProposedRole, cast: Cast) -> None:
    actions.give_membership(user=cast.ulla, organisation=town(), role=Analyst, by=cast.adam)
    with pytest.raises(InputRefused, match="ikke både"):
        confirm_role(proposal=proposal, by=cast.lone)
    assert ProposedRole.objects.exists()


def test_a_closed_account_is_not_opened_again_on_the_other_side_of_the_wall(cast: Cast) -> None:
    actions.close_account(user=cast.rikke, by=cast.adam)
    account("Rikke Rådgiver", "rikke2@eksempel.dk", Analyst)
    with pytest.raises(InputRefused, match="ikke både"):
        actions.reopen_account(user=cast.rikke, by=cast.adam)
    cast.rikke.refresh_from_db()
    assert not cast.rikke.is_active
