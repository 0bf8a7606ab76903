"""Who works in the made-up experiment: the demonstration's own accounts."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.web.organisations.models import User

OWNER = "820"
"""Vesthimmerland, whose people the demonstration's accounts are."""


@dataclass(frozen=True)
class Staff:
    """The accounts by what they do."""

    caseworker: User
    leader: User
    coordinator: User


def staff() -> Staff:
    """The accounts of the demonstration."""

    def account(name: str) -> User:
        return User.objects.get(email=f"{name}@demonstration.example")

    return Staff(account("raadgiver"), account("teamleder"), account("koordinator"))
