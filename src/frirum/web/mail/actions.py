"""Writes on the outbox."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.mail.models import MailState, OutboxMail
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, INSIDE
from frirum.web.trail.recording import action, nothing_changed, record

# Waits after the first, second, … refused attempt; when they are used up the mail has failed.
RETRY_AFTER = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120))


@action(needs=INSIDE, of=ANYWHERE)
def queue_mail(*, once_key: str, address: str, subject: str, body: str, by: Actor) -> OutboxMail:
    """Put a mail in the outbox; a second call with the same `once_key` gives back the first and changes nothing.

    Raises:
        InputRefused: the address is not one, or the subject has line breaks.
    """
    found = OutboxMail.objects.filter(once_key=once_key).first()
    if found is not None:
        nothing_changed()
        return found
    try:
        validate_email(address)
    except ValidationError as refused:
        raise InputRefused(_("Mailadressen er ikke gyldig.")) from refused
    if "\n" in subject or "\r" in subject:
        raise InputRefused(_("En mails emne skal stå på én linje."))
    now = clock.now()
    mail = OutboxMail.objects.create(
        once_key=once_key, address=address, subject=subject, body=body, created_at=now, try_after=now
    )
    record("mail.queued", by=by, subject=mail)
    return mail


@action(needs=BY_SYSTEM, of=ANYWHERE)
def note_sent(*, mail: OutboxMail, by: Actor) -> None:
    """The mail is out: its text and address are no longer needed."""
    mail.state, mail.finished_at = MailState.SENT, clock.now()
    mail.body = mail.subject = ""
    mail.save(update_fields=["state", "finished_at", "body", "subject"])
    record("mail.sent", by=by, subject=mail)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def note_refused(*, mail: OutboxMail, for_good: bool, by: Actor) -> None:
    """An attempt failed: try again later, or give up when it never can succeed or has been tried enough."""
    if not for_good and mail.attempts <= len(RETRY_AFTER):
        mail.state = MailState.WAITING
        mail.try_after = clock.now() + RETRY_AFTER[mail.attempts - 1]
        mail.save(update_fields=["state", "try_after"])
        nothing_changed()
        return
    mail.state, mail.finished_at = MailState.FAILED, clock.now()
    mail.save(update_fields=["state", "finished_at"])
    record("mail.failed", by=by, subject=mail, details={"attempts": mail.attempts})


@action(needs=BY_SYSTEM, of=ANYWHERE)
def refuse_mail(*, mail: OutboxMail, by: Actor) -> None:
    """A mail that is not as it was written is not sent: it might go to somebody else."""
    OutboxMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, finished_at=clock.now())
    record("mail.refused", by=by, subject=f"mail:{mail.reference}")
