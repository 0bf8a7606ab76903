"""Who has to do with documents: those of the organisation that leads one, and of those that write along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from frirum.web.organisations.permissions import Permission

if TYPE_CHECKING:
    from frirum.web.documents.models import LivingDocument

WRITERS = (Permission.FILL_FORM, Permission.RECEIVE_FORM)
"""Municipalities write their reports, the ministry its tables; each in the documents of its own organisation."""
ENDERS = (Permission.SUBMIT_FORM, Permission.DECIDE)
READERS = (*WRITERS, Permission.FOLLOW_EXPERIMENT)


def may_in(person: Any, permissions: Iterable[Permission], document: LivingDocument) -> bool:
    """Whether somebody holds one of the permissions in one of the document's organisations."""
    keys = document.organisations
    return any(person.may(one, key) for one in permissions for key in keys)


def leads(person: Any, permissions: Iterable[Permission], document: LivingDocument) -> bool:
    """Whether somebody holds one of the permissions in the organisation that leads the document."""
    return any(person.may(one, document.organisation) for one in permissions)
