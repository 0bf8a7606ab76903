"""Writes on requests to municipalities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from frirum.core.catalogue.form_content import reporting_period
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.inquiries.models import DueExtension, Inquiry, InquiryRecipient, InquiryState
from frirum.web.inquiries.reading import addresses_of, addresses_written, lines_of, participants
from frirum.web.mail.actions import queue_mail
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

AHEAD, EVERY = dt.timedelta(days=7), dt.timedelta(days=7)
"""One reminder a week before the day, then one a week while a municipality owes."""
Details = dict[str, str | int | bool | None]


@action(needs=Permission.RECEIVE_FORM, of="organisation")
def prepare_inquiry(
    *,
    title: str,
    text: str,
    slug: str,
    period: str,
    due_on: dt.date,
    everybody: bool,
    organisation: str,
    by: Actor,
) -> Inquiry:
    """A request with its list of municipalities; nothing is sent yet.

    Args:
        everybody: all 98 municipalities, else those that take part in the experiment.

    Raises:
        UsageError: unknown experiment or period.
        InputRefused: no title or text, a day that is not ahead, or nobody to ask.
    """
    found = reporting_period(current_catalogue().experiment(slug), period)
    if not title.strip() or not text.strip():
        raise InputRefused(_("Skriv en titel og det, kommunerne skal vide."))
    if due_on <= clock.today():
        raise InputRefused(_("Fristen skal ligge efter i dag."))
    asked = participants(slug, everybody=everybody)
    if not asked:
        raise InputRefused(
            _("Kilderne nævner ingen kommuner, der deltager."), remedy=_("Vælg alle kommuner.")
        )
    made = Inquiry.objects.create(
        organisation=organisation,
        title=" ".join(title.split()),
        text=text.replace("\r\n", "\n").strip(),
        slug=slug,
        period=period,
        period_title=found.title,
        due_on=due_on,
        made_by=by.trail_reference,
        made_at=clock.now(),
    )
    InquiryRecipient.objects.bulk_create(
        [InquiryRecipient(inquiry=made, municipality=key, due_on=due_on) for key in asked]
    )
    _note("inquiry.prepared", made, by, {"municipalities": len(asked)})
    return made


def _note(
    event: str, inquiry: Inquiry, by: Actor, details: Details | None = None, also: object = None
) -> None:
    record(
        event,
        by=by,
        subject=inquiry,
        organisation=inquiry.organisation,
        details={"slug": inquiry.slug, **(details or {})},
        also=[also] if isinstance(also, DueExtension) else (),
    )


def _fresh(inquiry: Inquiry) -> Inquiry:
    hold(CASEWORK)
    return Inquiry.objects.get(pk=inquiry.pk)


def _row(inquiry: Inquiry, municipality: str) -> InquiryRecipient:
    row = inquiry.recipients.filter(municipality=municipality).first()
    if row is None:
        raise InputRefused(_("Kommunen er ikke på listen."))
    return row


@action(needs=Permission.RECEIVE_FORM, of="inquiry.organisation")
def set_address(*, inquiry: Inquiry, municipality: str, address: str, by: Actor) -> InquiryRecipient:
    """Write where mail to a municipality goes; "" goes back to those who may send its form.

    Raises:
        InputRefused: the municipality is not asked, or the address is none.
        NotAllowed: the request is closed.
    """
    inquiry = _fresh(inquiry)
    if inquiry.state == InquiryState.CLOSED:
        raise NotAllowed(_("Anmodningen er lukket."))
    row = _row(inquiry, municipality)
    plain = address.strip().lower()
    if plain:
        try:
            validate_email(plain)
        except ValidationError as refused:
            raise InputRefused(_("Mailadressen er ikke gyldig.")) from refused
    row.address = plain
    row.save(update_fields=["address"])
    _note("inquiry.address_set", inquiry, by, {"municipality": municipality})
    return row


@action(needs=Permission.RECEIVE_FORM, of="inquiry.organisation")
def set_addresses(*, inquiry: Inquiry, text: str, by: Actor) -> int:
    """Write where mail to many municipalities goes, one a line: its name or code, then the address. Returns how many.

    Raises:
        InputRefused: nothing is written, or a line cannot be read; every such line is named, and nothing is changed.
        NotAllowed: the request is closed.
    """
    inquiry = _fresh(inquiry)
    if inquiry.state == InquiryState.CLOSED:
        raise NotAllowed(_("Anmodningen er lukket."))
    rows = {row.municipality: row for row in inquiry.recipients.all()}
    written, faults = addresses_written(text, rows)
    if faults or not written:
        raise InputRefused(
            _("Disse linjer kan ikke læses: {lines}").format(lines=" ".join(faults))
            if faults
            else _("Der står ingen adresser."),
            remedy=_("Skriv en linje for hver kommune: Aalborg; post@aalborg.example"),
        )
    for code, address in written.items():
        rows[code].address = address
        rows[code].save(update_fields=["address"])
    _note("inquiry.addresses_set", inquiry, by, {"municipalities": len(written)})
    return len(written)


@action(needs=Permission.RECEIVE_FORM, of="inquiry.organisation")
def send_inquiry(*, inquiry: Inquiry, by: Actor) -> int:
    """Send it to every municipality at once; those without an address stay marked. Returns how many were mailed.

    Raises:
        NotAllowed: it was sent before, or its day has passed.
    """
    inquiry = _fresh(inquiry)
    if inquiry.state != InquiryState.PREPARED:
        raise NotAllowed(_("Anmodningen er allerede sendt."))
    if inquiry.due_on <= clock.today():
        raise NotAllowed(_("Fristen er passeret."), remedy=_("Lav en ny anmodning med en senere frist."))
    inquiry.state, inquiry.sent_at = InquiryState.SENT, clock.now()
    inquiry.save()
    mailed, addresses = 0, addresses_of(inquiry)
    for row in inquiry.recipients.all():
        mailed += _mail(inquiry, row, addresses[row.municipality], by, reminder=False)
    _note("inquiry.sent", inquiry, by, {"municipalities": mailed})
    return mailed


def _mail(
    inquiry: Inquiry, row: InquiryRecipient, addresses: tuple[str, ...], by: Actor, *, reminder: bool
) -> bool:
    """Queue one mail per address; whether there was any."""
    if not addresses:
        return False
    row.mails += 1
    if reminder:
        row.reminders, row.reminded_on = row.reminders + 1, clock.today()
    row.save(update_fields=["mails", "reminders", "reminded_on"])
    subject = _("Påmindelse: {title}") if reminder else "{title}"
    for place, address in enumerate(addresses):
        queue_mail(
            once_key=f"inquiry:{inquiry.reference}:{row.municipality}:{row.mails}:{place}",
            address=address,
            subject=subject.format(title=inquiry.title),
            body=mail_text(inquiry, row, reminder=reminder),
            by=by,
        )
    return True


def mail_text(inquiry: Inquiry, row: InquiryRecipient, *, reminder: bool) -> str:
    """The text of the mail to one municipality."""
    opening = (
        _(
            "Vi har ikke modtaget jeres evalueringsskema endnu. Har I sendt det i mellemtiden, skal I ikke gøre noget."
        )
        if reminder
        else inquiry.text
    )
    return "\n\n".join(
        [
            opening,
            _("Skema: {period}. Frist: {day}.").format(
                period=inquiry.period_title, day=format_date(row.due_on)
            ),
            _("Skemaet udfyldes og sendes her: {address}").format(
                address=settings.PUBLIC_URL + reverse("forms:forms")
            ),
        ]
    )


@action(needs=Permission.RECEIVE_FORM, of="inquiry.organisation")
def remind(*, inquiry: Inquiry, by: Actor) -> int:
    """Remind those who owe, each at most once a day. Returns how many municipalities were mailed.

    Raises:
        NotAllowed: it is not sent, or closed.
    """
    inquiry = _fresh(inquiry)
    if inquiry.state != InquiryState.SENT:
        raise NotAllowed(_("Kun en sendt anmodning kan følges op."))
    mailed = _remind(inquiry, by, lambda row: row.reminded_on != clock.today())
    if mailed:
        _note("inquiry.reminded", inquiry, by, {"municipalities": mailed})
    else:
        nothing_changed()
    return mailed


def _remind(inquiry: Inquiry, by: Actor, is_due: Callable[[InquiryRecipient], bool]) -> int:
    return sum(
        _mail(inquiry, line.recipient, line.addresses, by, reminder=True)
        for line in lines_of(inquiry, clock.today())
        if line.owes and is_due(line.recipient)
    )


@action(needs=BY_SYSTEM, of=ANYWHERE)
def remind_by_itself(*, inquiry: Inquiry, by: Actor) -> int:
    """The reminders that are due by themselves: a week before each municipality's own day, then once a week."""
    hold(CASEWORK)
    today = clock.today()

    def is_due(row: InquiryRecipient) -> bool:
        if today < row.due_on - AHEAD:
            return False
        return row.reminded_on is None or today >= row.reminded_on + EVERY

    mailed = _remind(inquiry, by, is_due)
    if mailed:
        _note("inquiry.reminded", inquiry, by, {"municipalities": mailed})
    else:
        nothing_changed()
    return mailed


@action(needs=Permission.RECEIVE_FORM, of="inquiry.organisation")
def extend_due(
    *, inquiry: Inquiry, municipality: str, due_on: dt.date, reason: str, by: Actor
) -> DueExtension:
    """Give one municipality more time, with the reason; it is told by mail.

    Raises:
        NotAllowed: the request is closed, or the municipality has sent its form.
        InputRefused: the municipality is not asked, no reason, or a day that is not later.
    """
    inquiry = _fresh(inquiry)
    if inquiry.state == InquiryState.CLOSED:
        raise NotAllowed(_("Anmodningen er lukket."))
    row = _row(inquiry, municipality)
    line = next(one for one in lines_of(inquiry, clock.today()) if one.recipient.pk == row.pk)
    if not line.owes:
        raise NotAllowed(_("Kommunen har sendt sit skema."))
    if not reason.strip():
        raise InputRefused(_("Skriv, hvorfor fristen udsættes."))
    if due_on <= row.due_on:
        raise InputRefused(_("Den nye frist skal ligge efter {day}.").format(day=format_date(row.due_on)))
    made = DueExtension.objects.create(
        recipient=row,
        before=row.due_on,
        due_on=due_on,
        reason=reason.strip(),
        given_by=by.trail_reference,
        given_at=clock.now(),
    )
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    for place, address in enumerate(line.addresses):
        queue_mail(
            once_key=f"inquiry-extended:{inquiry.reference}:{municipality}:{made.pk}:{place}",
            address=address,
            subject=_("Ny frist: {title}").format(title=inquiry.title),
            body=_("Fristen for jeres skema er nu {day}.").format(day=format_date(due_on)),
            by=by,
        )
    _note("inquiry.extended", inquiry, by, {"municipality": municipality}, also=made)
    return made


@action(needs=Permission.RECEIVE_FORM, of="inquiry.organisation")
def close_inquiry(*, inquiry: Inquiry, by: Actor) -> Inquiry:
    """No more reminders; forms can still be sent.

    Raises:
        NotAllowed: it is not sent, or closed already.
    """
    inquiry = _fresh(inquiry)
    if inquiry.state != InquiryState.SENT:
        raise NotAllowed(_("Kun en sendt anmodning kan lukkes."))
    inquiry.state = InquiryState.CLOSED
    inquiry.save()
    _note("inquiry.closed", inquiry, by)
    return inquiry
