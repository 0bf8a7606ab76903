"""Links that leave on paper, as text messages, or through the municipality's own post: files and QR codes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import segno

from frirum.core.language import gettext as _
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_date
from frirum.web.surveys.channel_actions import IssuedLink
from frirum.web.surveys.models import Channel, SurveyWave

_FIXED = dt.datetime(2000, 1, 1)


def qr_png(address: str, *, scale: int = 6) -> bytes:
    """A QR code of an address as PNG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def qr_svg(address: str, *, title: str) -> str:
    """A QR code of an address as SVG for a page; `title` says what it leads to."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", scale=5, border=4, xmldecl=False, svgns=True, title=title, light="#fff")
    return out.getvalue().decode("utf-8")


def texts_of(wave: SurveyWave, url: str, *, on_paper: bool) -> tuple[str, ...]:
    """What a letter says, paragraph by paragraph; it names no benefit, experiment or illness.

    Args:
        on_paper: the address is to be typed, and a code to scan stands beneath it.
    """
    day = format_date(wave.closes_on) if wave.closes_on else ""
    return (
        _("{controller} vil gerne høre din erfaring. Det tager få minutter.").format(
            controller=wave.controller
        ),
        *([_("Skriv adressen i en browser, eller scan koden med telefonens kamera:")] if on_paper else []),
        url,
        _(
            "Det er frivilligt. Linket er dit eget, skal ikke sendes videre og virker til og med {day}."
        ).format(day=day),
        _("Hvem der spørger, hvorfor, og hvad der sker med svaret, står før det første spørgsmål."),
        _("Spørgsmål: {contact}").format(contact=wave.contact),
    )


def sms_of(wave: SurveyWave, url: str) -> str:
    """What a text message says."""
    return _("{controller} vil gerne høre din erfaring. Frivilligt, få minutter: {url}").format(
        controller=wave.controller, url=url
    )


def issued_file(wave: SurveyWave, channel: str, links: Sequence[IssuedLink]) -> bytes:
    """The links as CSV, in the columns that the sender of messages of this channel takes."""
    match channel:
        case Channel.SMS:
            head = [_("telefon"), _("tekst")]
            rows = [[one.recipient.phone, sms_of(wave, one.url)] for one in links]
        case Channel.LETTER:
            head = [_("navn"), _("adresse"), _("link")]
            rows = [[one.recipient.name, one.recipient.lines.replace("\n", ", "), one.url] for one in links]
        case _other:
            head = [_("id"), _("emne"), _("tekst"), _("link")]
            subject = _("Spørgeskema fra {controller}").format(controller=wave.controller)
            rows = [
                [one.recipient.own_id, subject, "\n\n".join(texts_of(wave, one.url, on_paper=False)), one.url]
                for one in links
            ]
    return rows_to_csv([head, *rows])


def letters_docx(wave: SurveyWave, links: Sequence[IssuedLink]) -> bytes:
    """A letter each, on its own page, with the link and its QR code."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    document.core_properties.created = document.core_properties.modified = _FIXED
    document.core_properties.author = wave.controller
    document.core_properties.title = _("Spørgeskema fra {controller}").format(controller=wave.controller)
    for place, one in enumerate(links):
        if place:
            document.add_page_break()
        for line in (one.recipient.name, *one.recipient.lines.splitlines()):
            document.add_paragraph(line).paragraph_format.space_after = Mm(0)
        document.add_paragraph()
        for text in texts_of(wave, one.url, on_paper=True):
            document.add_paragraph(text)
            if text == one.url:
                document.add_picture(io.BytesIO(qr_png(one.url)), width=Mm(40))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
