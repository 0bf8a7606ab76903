"""The fields of a decision: what they are called, and their values as they are frozen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from frirum.core.language import gettext as _
from frirum.core.locking.chain import moment_text

FIELDS = (
    "title",
    "case_number",
    "decided_on",
    "outcomes",
    "reasons",
    "possibilities",
    "basis",
    "conditions",
    "extended_until",
    "sunset",
    "next_look",
    "answer",
)
"""What is written in a decision and locked with it, in the order of the page."""
CORRECTABLE = ("title", "case_number", "possibilities", "basis", "conditions", "answer")
"""What an erratum may correct: texts. Another outcome, reason or day is another decision."""


def field_label(name: str) -> str:
    """What people call a field."""
    return {
        "title": _("Titel"),
        "case_number": _("Sagsnummer"),
        "decided_on": _("Besluttet den"),
        "outcomes": _("Hvad der besluttes"),
        "reasons": _("Grunde"),
        "possibilities": _("Forsøgsmuligheder"),
        "basis": _("Beslutningsgrundlag"),
        "conditions": _("Betingelser"),
        "extended_until": _("Forlænget til og med"),
        "sunset": _("Udløber"),
        "next_look": _("Ses på igen"),
        "answer": _("Hvorfor beslutningen fraviger"),
    }[name]


def frozen_value(value: Any) -> Any:
    """A value as it stands in the bytes: days and moments as text."""
    if isinstance(value, dt.datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, dt.date) else value
