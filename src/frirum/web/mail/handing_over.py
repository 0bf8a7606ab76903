"""A hand-over between two people is a mail: what waits for the other, and where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol
from uuid import UUID

from django.conf import settings

from frirum.core.language import gettext as _
from frirum.web.language import in_language
from frirum.web.mail.actions import queue_mail
from frirum.web.trail.actors import Actor


class Addressee(Protocol):
    """Somebody with an account, of whom no more is needed here."""

    email: str
    reference: UUID
    language: str

    @property
    def trail_reference(self) -> str:
        """What the trail calls them."""
        ...


def tell(
    people: Iterable[Addressee],
    *,
    once: str,
    subject: Callable[[], str],
    says: Callable[[], str],
    path: str,
    by: Actor,
) -> int:
    """One mail to each, in the language they read; never to the one who acts. Called inside the action it tells of.

    Args:
        once: what happened, by kind, reference and number: the same happening is told once.
        subject: writes one line, without a citizen's or a case's number.
        says: writes what happened and what is asked, one or two sentences.
        path: the page where it is done.
    """
    to = [one for one in people if one.trail_reference != by.trail_reference]
    for one in to:
        with in_language(one.language):
            queue_mail(
                once_key=f"{once}:{one.reference}",
                address=one.email,
                subject=subject(),
                body=_("{says}\n\n{address}\n").format(says=says(), address=f"{settings.PUBLIC_URL}{path}"),
                by=by,
            )
    return len(to)
