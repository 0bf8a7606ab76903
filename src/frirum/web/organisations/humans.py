"""One person with two accounts is one person: for the wall between cases and statistics, and where two must agree.

A person is known by the name as it is written, or by the mailbox that the address leads to. Two colleagues of one name
are told apart by writing their full names.
"""

from __future__ import annotations

from collections.abc import Iterable

from frirum.web.organisations.models import User
from frirum.web.trail.actors import Actor


def is_same_human(one: User, other: User) -> bool:
    """Whether two accounts bear the same name, or their mail reaches the same person."""
    return _plain_name(one.name) == _plain_name(other.name) or _plain_mail(one.email) == _plain_mail(
        other.email
    )


def other_accounts(user: User) -> list[User]:
    """The person's other accounts that are open."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    return [other for other in others if is_same_human(user, other)]


def is_among(person: Actor, references: Iterable[str]) -> bool:
    """Whether the person is behind one of the trail references, with this account or another, open or closed."""
    those = set(references)
    if person.trail_reference in those:
        return True
    if not isinstance(person, User):
        return False
    people = [one.removeprefix("user:") for one in those if one.startswith("user:")]
    return any(is_same_human(person, one) for one in User.objects.filter(reference__in=people))


def _plain_name(name: str) -> str:
    return " ".join(name.casefold().split())


def _plain_mail(email: str) -> str:
    """Without what some add before the @ to tell their accounts apart: `lone+analyse@…` is read by Lone."""
    local, _at, domain = email.casefold().partition("@")
    return f"{local.partition('+')[0]}@{domain}"
