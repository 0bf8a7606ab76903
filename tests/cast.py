"""The fixed cast of the tests: one person per role, and Otto from elsewhere who must see nothing.

def test_the_leader_reads_the_trail(cast):
    cast.log_in(client, cast.lone)
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.test import Client

from frirum.web.organisations import actions
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.roles import (
    Administrator,
    Analyst,
    Caseworker,
    Coordinator,
    Evaluator,
    MinistryReader,
    Role,
    TeamLeader,
)
from frirum.web.organisations.sessions import start_session
from frirum.web.trail.actors import System

PASSWORD = "en lang og rolig sætning"
SET_UP = System("tests", everything=True)
NORTH_JUTLAND = "nordjylland"
VESTHIMMERLAND, AALBORG, ODENSE = "820", "851", "461"


@dataclass(frozen=True)
class Cast:
    """The people, by first name.

    Attributes:
        rikke: caseworker in Vesthimmerland.
        lone: team leader in Vesthimmerland.
        karen: coordinator in Vesthimmerland.
        niels: coordinator of the whole North Jutland network.
        anders: analyst in Vesthimmerland.
        eva: at the outside evaluator.
        mette: in the ministry.
        adam: administrator in Vesthimmerland.
        otto: coordinator in Odense, outside the network: must see nothing of the others'.
        ulla: has an account and no role.
    """

    rikke: User
    lone: User
    karen: User
    niels: User
    anders: User
    eva: User
    mette: User
    adam: User
    otto: User
    ulla: User

    def everybody(self) -> dict[str, User]:
        """First name -> person."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @staticmethod
    def log_in(client: Client, person: User) -> Client:
        """A client with the person logged in, as the login page leaves it."""
        client.force_login(person)
        session = client.session

        class _Request:
            pass

        request: Any = _Request()
        request.session = session
        start_session(request)
        session.save()
        return client


def organisations() -> dict[str, Organisation]:
    """Vesthimmerland and Aalborg in their network, Odense outside it, the ministry and an evaluator."""

    def make(key: str, kind: Kind, name: str) -> Organisation:
        return actions.make_organisation(key=key, kind=kind, name=name, by=SET_UP)

    made = {
        VESTHIMMERLAND: make(VESTHIMMERLAND, Kind.MUNICIPALITY, "Vesthimmerlands Kommune"),
        AALBORG: make(AALBORG, Kind.MUNICIPALITY, "Aalborg Kommune"),
        ODENSE: make(ODENSE, Kind.MUNICIPALITY, "Odense Kommune"),
        NORTH_JUTLAND: make(
            NORTH_JUTLAND, Kind.NETWORK, "En mere fleksibel og effektiv beskæftigelsesindsats"
        ),
        "ministeriet": make("ministeriet", Kind.MINISTRY, "Beskæftigelsesministeriet"),
        "evaluator": make("evaluator", Kind.EVALUATOR, "Ekstern evaluator"),
    }
    for code in (VESTHIMMERLAND, AALBORG):
        actions.join_network(network=made[NORTH_JUTLAND], municipality=made[code], by=SET_UP)
    return made


def assemble() -> Cast:
    """Make the organisations and the people through the same actions as the site."""
    places = organisations()

    def person(name: str, key: str | None, role: type[Role] | None) -> User:
        email = f"{name.split(maxsplit=1)[0].lower()}@eksempel.dk"
        user = actions.open_account(email=email, name=name, password=PASSWORD, by=SET_UP)
        if key is not None and role is not None:
            actions.give_membership(user=user, organisation=places[key], role=role, by=SET_UP)
        return user

    return Cast(
        rikke=person("Rikke Rådgiver", VESTHIMMERLAND, Caseworker),
        lone=person("Lone Leder", VESTHIMMERLAND, TeamLeader),
        karen=person("Karen Koordinator", VESTHIMMERLAND, Coordinator),
        niels=person("Niels Netværk", NORTH_JUTLAND, Coordinator),
        anders=person("Anders Analytiker", VESTHIMMERLAND, Analyst),
        eva=person("Eva Evaluator", "evaluator", Evaluator),
        mette=person("Mette Ministerie", "ministeriet", MinistryReader),
        adam=person("Adam Administrator", VESTHIMMERLAND, Administrator),
        otto=person("Otto Odense", ODENSE, Coordinator),
        ulla=person("Ulla Udenfor", None, None),
    )
