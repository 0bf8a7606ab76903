"""Who is told what an audit found, as the definition says it."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.roles import Role

WITH_CASES = frozenset({Role.CASEWORKER, Role.EMPLOYER_CONSULTANT, Role.EMPLOYMENT_OFFICER})
"""Roles that have citizens' cases: they are told of their own."""


@dataclass(frozen=True)
class Told:
    """Who is told what an audit found.

    Attributes:
        stated: whether the definition says who. Where it does not, each and the group are told.
        each: everybody who has cases is told of the own ones.
        group: the group of caseworkers is told of all together.
        others: further roles that are told of all together.
    """

    stated: bool
    each: bool
    group: bool
    others: tuple[Role, ...] = ()


def told_of(instrument: Instrument) -> Told:
    """Who the definition says is told of an instrument's findings."""
    roles = instrument.feedback_to
    if not roles and not instrument.feedback_to_group:
        return Told(stated=False, each=True, group=True)
    others = tuple(role for role in roles if role not in WITH_CASES)
    return Told(
        stated=True, each=bool(WITH_CASES & set(roles)), group=instrument.feedback_to_group, others=others
    )
