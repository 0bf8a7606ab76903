"""What requests to municipalities add to a case that is taken out as one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.inquiries.models import Inquiry, InquiryRecipient, InquiryState
from frirum.web.inquiries.reading import lines_of
from frirum.web.organisations.names import place_name
from frirum.web.registration import CasePart


def parts_of_case(slug: str, organisation: str) -> Iterator[CasePart]:
    """The requests that the organisation has sent, with those it asked; and what it was asked for itself."""
    for one in Inquiry.objects.filter(slug=slug).order_by("made_at", "pk"):
        asked = one.recipients.filter(municipality=organisation).first()
        if one.organisation == organisation:
            yield from _sent(one)
        elif asked is not None and one.state != InquiryState.PREPARED:
            yield from _received(one, asked)


def _sent(one: Inquiry) -> Iterator[CasePart]:
    yield _letter(one, one.due_on)
    header = (_("Kommune"), _("Frist"), _("Kommet"), _("Mails"), _("Påmindelser"), _("Sidst påmindet"))
    rows = [
        (
            line.name,
            format_date(line.recipient.due_on),
            _("nej") if line.owes else _("ja"),
            str(line.recipient.mails),
            str(line.recipient.reminders),
            format_date(line.recipient.reminded_on) if line.recipient.reminded_on else "",
        )
        for line in lines_of(one, clock.today())
    ]
    path = f"{_folder(one)}/modtagere.csv"
    yield CasePart(
        path, _("Hvem der er spurgt"), one.sent_at or one.made_at, one.made_by, rows_to_csv([header, *rows])
    )
    for asked in one.recipients.all():
        yield from _extensions(one, asked)


def _received(one: Inquiry, asked: InquiryRecipient) -> Iterator[CasePart]:
    yield _letter(one, asked.due_on, reminders=asked.reminders)
    yield from _extensions(one, asked)


def _letter(one: Inquiry, due: dt.date, *, reminders: int = 0) -> CasePart:
    lines = [one.title, "", one.text, "", _("Evalueringsskema: {period}").format(period=one.period_title)]
    lines.append(_("Frist: {day}").format(day=format_date(due)))
    if reminders:
        text = ngettext("{n} påmindelse er sendt.", "{n} påmindelser er sendt.", reminders)
        lines.append(text.format(n=reminders))
    content = "\n".join(lines) + "\n"
    what = _("Anmodning om evalueringsskema ({state})").format(state=one.get_state_display())
    return CasePart(
        f"{_folder(one)}/anmodning.txt", what, one.sent_at or one.made_at, one.made_by, content.encode()
    )


def _extensions(one: Inquiry, asked: InquiryRecipient) -> Iterator[CasePart]:
    for number, given in enumerate(asked.extensions.all(), start=1):
        text = _("{place}: fra {before} til {after}. Grund: {reason}").format(
            place=place_name(asked.municipality),
            before=format_date(given.before),
            after=format_date(given.due_on),
            reason=given.reason,
        )
        path = f"{_folder(one)}/udsaettelse-{asked.municipality}-{number}.txt"
        yield CasePart(path, _("Længere frist"), given.given_at, given.given_by, f"{text}\n".encode())


def _folder(one: Inquiry) -> str:
    return f"anmodning-{str(one.reference)[:8]}"
