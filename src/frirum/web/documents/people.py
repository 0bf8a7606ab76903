"""Who has to do with documents: those of the organisation that leads one, and of those that write along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frirum.web.organisations.permissions import Permission

if TYPE_CHECKING:
    from frirum.web.documents.models import LivingDocument

WRITERS = Permission.FILL_FORM
READERS = (Permission.FILL_FORM, Permission.FOLLOW_EXPERIMENT)


def may_in(person: Any, permission: Permission, document: LivingDocument) -> bool:
    """Whether somebody holds the permission in one of the document's organisations."""
    return any(person.may(permission, key) for key in document.organisations)
