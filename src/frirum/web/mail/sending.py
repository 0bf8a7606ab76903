"""Sending what waits in the outbox.

A mail is claimed in the database before it is handed over and marked after. Killed between the two, it is sent
again with the same Message-ID: into the home's folder that is the same file, and a mail server's recipients have
the identifier to see that it is one mail. The other order would lose mail, which for a deadline is worse.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from email.charset import QP, Charset
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F

from frirum.web import clock
from frirum.web.mail.actions import note_refused, note_sent, refuse_mail
from frirum.web.mail.models import MailState, OutboxMail
from frirum.web.trail.actors import WORKER
from frirum.web.trail.watching import is_as_sealed
from frirum.web.zones import CASEWORK, alias

log = logging.getLogger("frirum.mail")

BATCH = 20
# A claimed mail whose sender has not been heard from for this long is free again; longer than the server's timeout.
CLAIM = dt.timedelta(minutes=2)
_PERMANENT = range(500, 600)


def send_waiting(limit: int = BATCH) -> int:
    """Send up to `limit` mails that are due; one bad address does not hold up the rest. Returns how many went."""
    sent = 0
    due = OutboxMail.objects.filter(state=MailState.WAITING, try_after__lte=clock.now()).order_by(
        "try_after", "pk"
    )
    for key in list(due.values_list("pk", flat=True)[:limit]):
        mail = _claim(key)
        if mail is not None and _send(mail):
            sent += 1
    return sent


_QUOTED_PRINTABLE = Charset("utf-8")
_QUOTED_PRINTABLE.body_encoding = QP
"""Seven bits are taken by every server, and the text stays readable where it is not decoded."""


def _claim(key: int) -> OutboxMail | None:
    """Take a mail for this process by moving its next attempt into the future; None if another was first."""
    now = clock.now()
    mine = OutboxMail.objects.filter(pk=key, state=MailState.WAITING, try_after__lte=now)
    if not mine.update(try_after=now + CLAIM, attempts=F("attempts") + 1):
        return None
    return OutboxMail.objects.get(pk=key)


def _send(mail: OutboxMail) -> bool:
    if not is_as_sealed(mail, alias(CASEWORK)):
        log.error("mail %s is not as it was written", mail.reference)
        refuse_mail(mail=mail, by=WORKER)
        return False
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    identifier = f"<{mail.reference}@{sender.rpartition('@')[2] or 'localhost'}>"
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        from_email=formataddr((name or settings.OWNER or "Frirum", sender)),
        to=[mail.address],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        headers={"Message-ID": identifier, "Auto-Submitted": "auto-generated"},
        connection=get_connection(**settings.EMAIL_SERVER),
    )
    message.encoding = _QUOTED_PRINTABLE
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning(
            "mail %s was refused in attempt %s (%s)", mail.reference, mail.attempts, type(error).__name__
        )
        note_refused(mail=mail, for_good=_is_permanent(error), by=WORKER)
        return False
    note_sent(mail=mail, by=WORKER)
    return True


def _is_permanent(error: Exception) -> bool:
    """Whether the server said that trying again is no use (a 5xx answer, RFC 5321 section 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in _PERMANENT for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in _PERMANENT
