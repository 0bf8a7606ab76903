"""Who is told of decisions and corrections by mail, and telling them. An address counts once its owner has said yes."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django_scopes import scopes_disabled

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.decisions.models import DecisionRecord, DecisionState, DecisionSubscriber
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.mail.actions import queue_mail
from frirum.web.trail.actors import CLOCK, Actor, System
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

READER = System("reader")
"""Whoever asks for mail on a public page: nobody is logged in."""
MOST_UNCONFIRMED = 200
"""So many may wait for their yes at once: the form is open to everybody, and each asking sends a mail."""
DAYS_TO_CONFIRM = 7


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(row: DecisionSubscriber) -> str:
    """The subscriber's own token: the same in every mail, and made from a key that no database holds."""
    return salted_hmac("decisions.subscriber", row.reference.hex, algorithm="sha256").hexdigest()


def link_of(row: DecisionSubscriber) -> str:
    """The address that confirms or ends the subscription."""
    return settings.PUBLIC_URL + reverse("decisions:subscription", args=[token_of(row)])


@action(needs=BY_SYSTEM, of=ANYWHERE)
def ask_to_subscribe(*, address: str, slug: str, by: Actor) -> None:
    """Send a mail with a link to say yes by. An address that subscribes already gets the same page and no mail.

    Raises:
        InputRefused: no mail address, or no such experiment.
        NotAllowed: too many wait for their yes.
    """
    plain = address.strip().lower()
    try:
        validate_email(plain)
    except ValidationError as refused:
        raise InputRefused(_("Mailadressen er ikke gyldig.")) from refused
    if slug and slug not in current_catalogue().experiments:
        raise InputRefused(_("Forsøget findes ikke."))
    hold(CASEWORK)
    found = DecisionSubscriber.objects.filter(address=plain, slug=slug).first()
    waiting = DecisionSubscriber.objects.filter(confirmed=False).count()
    if found is not None and (found.confirmed or found.asked_at.date() == clock.now().date()):
        nothing_changed()
        return
    if found is None and waiting >= MOST_UNCONFIRMED:
        raise NotAllowed(
            _("For mange venter på at bekræfte."), remedy=_("Prøv igen i morgen, eller brug Atom.")
        )
    row = found or DecisionSubscriber(address=plain, slug=slug)
    row.token_sha256, row.asked_at = token_digest(token_of(row)), clock.now()
    row.save()
    queue_mail(
        once_key=f"subscribe:{row.pk}:{row.asked_at:%Y-%m-%d}",
        address=plain,
        subject=_("Bekræft, at du vil have besked om beslutninger"),
        body=_(
            "Nogen, måske du, har bedt om besked på denne adresse, når beslutninger om forsøg offentliggøres eller "
            "rettes. Sig ja her:\n\n{address}\n\nGør du ingenting, slettes adressen efter {n} dage."
        ).format(address=link_of(row), n=DAYS_TO_CONFIRM),
        by=by,
    )
    record("decision.subscription_asked", by=by, subject=f"subscriber:{row.pk}")


@action(needs=BY_SYSTEM, of=ANYWHERE)
def confirm_subscription(*, token: str, by: Actor) -> bool:
    """The owner of the address says yes; False where the link is none."""
    row = DecisionSubscriber.objects.filter(token_sha256=token_digest(token)).first()
    if row is None or row.confirmed:
        nothing_changed()
        return row is not None
    row.confirmed = True
    row.save(update_fields=["confirmed"])
    record("decision.subscribed", by=by, subject=f"subscriber:{row.pk}")
    return True


@action(needs=BY_SYSTEM, of=ANYWHERE)
def end_subscription(*, token: str, by: Actor) -> None:
    """Delete the address; nothing where the link is none."""
    row = DecisionSubscriber.objects.filter(token_sha256=token_digest(token)).first()
    if row is None:
        nothing_changed()
        return
    subject = f"subscriber:{row.pk}"
    row.delete()
    record("decision.unsubscribed", by=by, subject=subject)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def forget_unconfirmed(*, by: Actor) -> int:
    """Delete the addresses whose owner never said yes."""
    late = clock.now() - dt.timedelta(days=DAYS_TO_CONFIRM)
    n, _by_model = DecisionSubscriber.objects.filter(confirmed=False, asked_at__lt=late).delete()
    if n:
        record("decision.unconfirmed_forgotten", by=by, subject="subscribers", details={"n": n})
    else:
        nothing_changed()
    return n


@action(needs=BY_SYSTEM, of=ANYWHERE)
def tell_subscribers(*, decision: DecisionRecord, by: Actor) -> int:
    """Mail the next notice of a public decision that has not gone out: that it is there, then each erratum in turn.

    Each mail has its own link to end the subscription by. Returns how many were mailed.
    """
    hold(CASEWORK)
    with scopes_disabled():
        row = DecisionRecord.objects.get(pk=decision.pk)
    if row.state != DecisionState.PUBLISHED or row.public_from > clock.now():
        nothing_changed()
        return 0
    errata = row.amendments.count()
    if row.told > errata:
        nothing_changed()
        return 0
    number = row.told
    readers = list(DecisionSubscriber.objects.filter(confirmed=True, slug__in=["", row.slug]).order_by("pk"))
    mailed: set[str] = set()
    for reader in readers:
        if reader.address in mailed:
            continue
        mailed.add(reader.address)
        queue_mail(
            once_key=f"decision-told:{row.reference}:{number}:{reader.pk}",
            address=reader.address,
            subject=_notice_subject(row, number),
            body=_notice(row, number, reader),
            by=by,
        )
    row.told = number + 1
    row.save(update_fields=["told"])
    record(
        "decision.told",
        by=by,
        subject=row,
        organisation=row.organisation,
        details={"slug": row.slug, "number": number, "readers": len(mailed)},
    )
    return len(mailed)


def _notice_subject(decision: DecisionRecord, number: int) -> str:
    title = " ".join(decision.title.split())
    if number:
        return _("Rettelse {n} af beslutning: {title}").format(n=number, title=title)
    return _("Ny beslutning: {title}").format(title=title)


def _notice(decision: DecisionRecord, number: int, reader: DecisionSubscriber) -> str:
    address = settings.PUBLIC_URL + reverse("decisions:published", args=[decision.reference])
    opening = (
        _("En beslutning, du kan have læst, er rettet. Rettelsen og dens begrundelse står på siden:")
        if number
        else _("En beslutning om et forsøg er offentliggjort:")
    )
    closing = _("Vil du ikke have flere mails, så afmeld her: {address}").format(address=link_of(reader))
    return "\n\n".join([opening, decision.title, address, closing])


def tell_due() -> None:
    """Send what is due: once a minute, so that an embargo ends on its minute."""
    with scopes_disabled():
        due = list(DecisionRecord.objects.filter(state=DecisionState.PUBLISHED, public_from__lte=clock.now()))
    for one in due:
        while _behind(one):
            tell_subscribers(decision=one, by=CLOCK)


def _behind(decision: DecisionRecord) -> bool:
    with scopes_disabled():
        row = DecisionRecord.objects.get(pk=decision.pk)
    return row.told <= row.amendments.count()


def forget_late() -> None:
    """Once a day."""
    forget_unconfirmed(by=CLOCK)
