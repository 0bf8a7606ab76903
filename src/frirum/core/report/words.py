"""Sentences that a printed document says of itself, in the reader's language."""

from __future__ import annotations

from frirum.core.language import gettext as _


def read_at_text(address: str) -> str:
    """Where the source of a table's numbers can be read."""
    return _("Kilden kan læses på {address}").format(address=address)
