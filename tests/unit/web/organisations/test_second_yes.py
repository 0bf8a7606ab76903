"""A role that sees persons is given by two: the administrator and a leader."""

from __future__ import annotations

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse

from frirum.core.errors import InputRefused
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations import actions
from frirum.web.organisations.models import Membership, Organisation, ProposedRole, User
from frirum.web.organisations.roles import Administrator, Analyst, Caseworker
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
