"""From an event's type to a sentence a person reads. An event whose type no app declares cannot be recorded."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from frirum.web import registered
from frirum.web.registration import EventType


def known(code: str) -> bool:
    """Whether an app declares the type of event."""
    return code in registered.events()


def event_types() -> list[EventType]:
    """Every type, sorted by code."""
    return sorted(registered.events().values(), key=lambda kind: kind.code)


class _Missing(dict[str, Any]):
    """An old event may lack a detail that a newer sentence names."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence(code: str, details: dict[str, Any]) -> str:
    """What happened, as it follows the actor's name."""
    kind = registered.events().get(code)
    if kind is None:
        return _("gjorde noget, som denne udgave af systemet ikke kender ({code})").format(code=code)
    namers = registered.detail_names()
    named = {name: namers[name](value) if name in namers else value for name, value in details.items()}
    return str(kind.sentence).format_map(_Missing(named))
