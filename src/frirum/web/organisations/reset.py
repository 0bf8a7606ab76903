"""A new password by mail: the link goes to the owner alone, and works once and for a day."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from frirum.core.language import gettext as _
from frirum.web.language import in_language
from frirum.web.mail.actions import queue_mail
from frirum.web.organisations import throttle
from frirum.web.organisations.actions import every_organisation, keep_password
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import LOGIN, Actor, System
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, ONESELF
from frirum.web.trail.recording import action, record
from frirum.web.zones import CASEWORK, alias


def ask_for_reset(request: HttpRequest, email: str) -> None:
    """Send a link where there is an open account; nobody learns whether there is, by how long it takes neither.

    Raises:
        Throttled: asked too often.
    """
    throttle.admit(request, email, "reset")
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is not None:
        with transaction.atomic(using=alias(CASEWORK)):
            _send_link(user=user, by=LOGIN)
        return
    stand_in = User.objects.filter(is_active=True).first()
    if stand_in is not None:
        with transaction.atomic(using=alias(CASEWORK)):
            _send_link(user=stand_in, by=LOGIN)
            transaction.set_rollback(True, using=alias(CASEWORK))


@action(needs=BY_SYSTEM, of=ANYWHERE)
def _send_link(*, user: User, by: System) -> None:
    _queue_link(user, by, "")


@action(needs=Permission.MANAGE_MEMBERS, of=every_organisation)
def send_link(*, user: User, by: Actor, organisation: str = "") -> None:
    """Send somebody the link, who asked their administrator; the administrator does not see it."""
    _queue_link(user, by, organisation)


def _queue_link(user: User, by: Actor, organisation: str) -> None:
    path = reverse(
        "organisations:choose_password", args=[user.reference, default_token_generator.make_token(user)]
    )
    with in_language(user.language):
        lines = [
            _("Vælg en ny adgangskode her:"),
            "",
            f"{settings.PUBLIC_URL}{path}",
            "",
            _("Linket virker én gang og i et døgn. Har du en totrinskode, skal du stadig bruge den."),
            _("Har du ikke bedt om det, så gør ingenting: den gamle adgangskode virker stadig."),
        ]
        queue_mail(
            once_key=f"reset:{uuid.uuid4()}",
            address=user.email,
            subject=_("Ny adgangskode til Frirum"),
            body="\n".join(lines) + "\n",
            by=by,
        )
    details = {"person": user.trail_reference}
    record("account.reset_sent", by=by, subject=user, organisation=organisation, details=details)


def person_of_link(reference: uuid.UUID, token: str) -> User | None:
    """Whose link it is; None where it is used, too old, made up, or the account is closed."""
    user = User.objects.filter(reference=reference, is_active=True).first()
    return user if user is not None and default_token_generator.check_token(user, token) else None


@action(needs=ONESELF, of=ANYWHERE)
def choose_password(*, password: str, by: User) -> None:
    """Give oneself a password by the link; every session ends.

    Raises:
        InputRefused: it is too weak.
    """
    keep_password(by, password, by, "", temporary=False)
