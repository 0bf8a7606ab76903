"""Organisations and one account per role for trying Frirum out; everything is labelled as demonstration.

The organisations carry the names of real authorities, as the experiments are theirs, but no person behind an
account is real. Passwords are drawn anew for each home and lie beside its keys, mode 0600.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from frirum.core.vocabulary.municipalities import all_municipalities
from frirum.web.organisations import actions
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.passwords import draw_password
from frirum.web.organisations.roles import (
    Administrator,
    Analyst,
    Approver,
    Caseworker,
    Coordinator,
    Evaluator,
    MinistryReader,
    Role,
    TeamLeader,
)
from frirum.web.trail.actors import SET_UP

# slug in the table of municipalities -> title, as the decision annex and the form print them.
NETWORKS = {
    "nordjylland": "En mere fleksibel og effektiv beskæftigelsesindsats",
    "en-plan": "Én plan for en sammenhængende indsats sammen med borgeren",
}
MINISTRY, EVALUATOR = "ministeriet", "evaluator"
VESTHIMMERLAND = "820"


@dataclass(frozen=True)
class DemonstrationAccount:
    """An account as it is printed in the terminal."""

    role: str
    organisation: str
    email: str
    password: str


_PEOPLE: tuple[tuple[str, type[Role], str], ...] = (
    ("raadgiver", Caseworker, VESTHIMMERLAND),
    ("teamleder", TeamLeader, VESTHIMMERLAND),
    ("koordinator", Coordinator, VESTHIMMERLAND),
    ("netvaerk", Coordinator, ""),
    ("analytiker", Analyst, VESTHIMMERLAND),
    ("godkender", Approver, VESTHIMMERLAND),
    ("evaluator", Evaluator, EVALUATOR),
    ("ministerium", MinistryReader, MINISTRY),
    ("ministerium2", MinistryReader, MINISTRY),
    ("administrator", Administrator, VESTHIMMERLAND),
)


# One name is one person here, and two must agree: on a decision, and on a document that is made public.
_CALLED = {"ministerium2": "Ministeriets anden læser", "netvaerk": "Netværkskoordinator"}


def make_demonstration() -> str:
    """Make what is missing of the demonstration; returns how many accounts there are."""
    networks = _make_organisations()
    passwords = _passwords()
    for name, role, key in _PEOPLE:
        organisation = Organisation.objects.get(key=key or networks[VESTHIMMERLAND])
        _make_account(name, role, organisation, passwords)
    return _("{n} konti til demonstration").format(n=len(_PEOPLE))


def _make_organisations() -> dict[str, str]:
    """Both networks and their municipalities, the ministry and an evaluator. Returns municipality -> network."""

    def make(key: str, kind: Kind, name: str) -> Organisation:
        return actions.make_organisation(key=key, kind=kind, name=name, by=SET_UP, is_demonstration=True)

    make(MINISTRY, Kind.MINISTRY, "Beskæftigelsesministeriet")
    make(EVALUATOR, Kind.EVALUATOR, "Ekstern evaluator")
    network_of: dict[str, str] = {}
    for municipality in all_municipalities():
        if municipality.network is None:
            continue
        network = make(municipality.network, Kind.NETWORK, NETWORKS[municipality.network])
        member = make(str(municipality.code), Kind.MUNICIPALITY, municipality.official_name)
        actions.join_network(network=network, municipality=member, by=SET_UP)
        network_of[member.key] = network.key
    return network_of


def _make_account(name: str, role: type[Role], organisation: Organisation, passwords: dict[str, str]) -> None:
    email = _address(name)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = actions.open_account(
            email=email,
            name=f"{_CALLED.get(name, role.name)} (demonstration)",
            password=passwords[name],
            by=SET_UP,
        )
    elif not user.check_password(passwords[name]):
        # The file of passwords was deleted: new ones were drawn.
        actions.set_password(user=user, password=passwords[name], by=SET_UP)
    actions.give_membership(user=user, organisation=organisation, role=role, by=SET_UP)


def _address(name: str) -> str:
    # The top-level domain .example belongs to nobody (RFC 2606), so no mail can reach a stranger.
    return f"{name}@demonstration.example"


def _file() -> Path:
    return Path(settings.HOME.keys) / "demonstration.json"


def _passwords() -> dict[str, str]:
    """The passwords of this home, drawn once; for an account that a later version adds, when it is added."""
    path = _file()
    kept = dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
    missing = {name: draw_password() for name, _role, _key in _PEOPLE if name not in kept}
    if missing:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept | missing, file, indent=1)
    return kept | missing


def accounts() -> list[DemonstrationAccount]:
    """The demonstration accounts of this home; empty where there is no demonstration."""
    if not _file().exists():
        return []
    passwords = _passwords()
    found = []
    for name, role, _key in _PEOPLE:
        user = User.objects.filter(email=_address(name), is_active=True).first()
        membership = user.memberships.select_related("organisation").first() if user else None
        if membership is not None:
            organisation = membership.organisation.name
            found.append(DemonstrationAccount(str(role.name), organisation, _address(name), passwords[name]))
    return found
