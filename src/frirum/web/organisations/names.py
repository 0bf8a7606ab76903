"""What people and organisations are called, from the references and keys that rows hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from frirum.core.vocabulary.municipalities import by_code
from frirum.web.organisations.models import Organisation, User


def person_names(references: Iterable[Any]) -> dict[str, str]:
    """Trail reference (`user:…`) -> the person's name, for those that are people; one query for all."""
    people = {str(one).removeprefix("user:") for one in references if str(one).startswith("user:")}
    found = User.objects.filter(reference__in=people).values_list("reference", "name")
    return {f"user:{reference}": name for reference, name in found}


def person_name(reference: str) -> str:
    """The name behind a trail reference; the reference itself for the system and for nobody known."""
    return person_names([reference]).get(reference, reference)


def organisation_name(key: str) -> str:
    """What the organisation is called here; its key where there is none."""
    found = Organisation.objects.filter(key=key).first()
    return found.name if found else key


def place_name(key: str) -> str:
    """A municipality's short name by its key, for lists: "Aalborg"; the key itself for anything else."""
    found = by_code(key)
    return found.name if found else key


def municipality_name(key: str) -> str:
    """A municipality's official name by its key, for letters: "Aalborg Kommune"; the key itself for anything else."""
    found = by_code(key)
    return found.official_name if found else key


def shown_place(key: str) -> str:
    """A municipality by its short name, any other organisation by its own."""
    return place_name(key) if key.isdigit() else organisation_name(key)
