"""From an event's type to a sentence a person reads. An event whose type nobody registered cannot be recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class EventType:
    """A kind of event.

    Args:
        code: dotted, `thing.what_happened`.
        sentence: what happened, in the past tense, as it follows a name: "gav en rolle". May name details in
            braces: "låste punkt {point}".
    """

    code: str
    sentence: str | Promise


_types: dict[str, EventType] = {}


def register(code: str, sentence: str | Promise) -> None:
    """Add a type of event; an app calls it for each of its own when it is ready."""
    if code in _types and str(_types[code].sentence) != str(sentence):
        raise ValueError(f"the event type {code} is registered twice")
    _types[code] = EventType(code, sentence)


def known(code: str) -> bool:
    """Whether the type of event is registered."""
    return code in _types


def event_types() -> list[EventType]:
    """Every type, sorted by code."""
    return [_types[code] for code in sorted(_types)]


_namers: dict[str, Callable[[Any], str]] = {}


def name_detail(detail: str, namer: Callable[[Any], str]) -> None:
    """Say what a detail's code is called, so that a sentence reads "gav rollen Rådgiver" and not its code."""
    _namers[detail] = namer


class _Missing(dict[str, Any]):
    """An old event may lack a detail that a newer sentence names."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence(code: str, details: dict[str, Any]) -> str:
    """What happened, as it follows the actor's name."""
    kind = _types.get(code)
    if kind is None:
        return _("gjorde noget, som denne udgave af systemet ikke kender ({code})").format(code=code)
    named = {name: _namers[name](value) if name in _namers else value for name, value in details.items()}
    return str(kind.sentence).format_map(_Missing(named))
