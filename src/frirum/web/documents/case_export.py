"""A case as one file: everything a municipality has on an experiment that passes to or comes from the ministry, listed.

The forms as they were sent, what the ministry wrote back, the documents with their threads, earlier texts and errata,
and what other apps add (`case_parts`): requests to municipalities, decisions, outside evaluations.
The list names each part with its day, who it is by, and its fingerprint.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator

from django_scopes import scopes_disabled

from frirum.core.errors import InputRefused
from frirum.core.instruments.form_document import form_document
from frirum.core.language import gettext as _
from frirum.core.report.export import rows_to_csv
from frirum.core.report.formats import render
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock, registered
from frirum.web.documents.models import DocumentSection, LivingDocument, SectionComment
from frirum.web.documents.people import READERS
from frirum.web.documents.reading import document_of
from frirum.web.files.actions import read_file
from frirum.web.files.models import StoredFile
from frirum.web.forms.content import content_of
from frirum.web.forms.models import EvaluationForm
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import person_names
from frirum.web.registration import CasePart
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, record

_EPOCH = (1980, 1, 1, 0, 0, 0)
LIST = "liste.csv"


@action(needs=READERS, of="organisation")
def export_case(*, slug: str, organisation: str, by: Actor) -> bytes:
    """The case of a municipality on an experiment as a zip with a list; that it was taken out is recorded.

    Raises:
        InputRefused: there is nothing on the experiment.
    """
    with scopes_disabled():
        parts = [*_forms(slug, organisation), *_documents(slug, organisation)]
        parts += [part for made in registered.case_parts() for part in made(slug, organisation)]
    if not parts:
        raise InputRefused(_("Der er intet i sagen: hverken skema, dokument, anmodning eller beslutning."))
    record(
        "document.case_exported",
        by=by,
        subject=f"case:{slug}:{organisation}",
        organisation=organisation,
        details={"slug": slug, "parts": len(parts)},
    )
    return _zip(parts)


def _forms(slug: str, organisation: str) -> Iterator[CasePart]:
    """An organisation's own forms; of a ministry those that municipalities have sent it."""
    found = EvaluationForm.objects.filter(slug=slug).order_by("organisation", "pk")
    is_ministry = Organisation.objects.filter(key=organisation, kind=Kind.MINISTRY).exists()
    own = found.exclude(submitted_by="") if is_ministry else found.filter(organisation=organisation)
    for form in own:
        folder = f"skema-{form.organisation}-{form.period}" if is_ministry else f"skema-{form.period}"
        kept = list(form.kept.all())
        for one in kept:
            row = StoredFile._base_manager.filter(reference=one.file_reference).first()
            if row is not None:
                what = _("Evalueringsskema {period}, som indsendt {n}. gang").format(
                    period=form.period_title, n=one.submission
                )
                path = f"{folder}/indsendt-{one.submission}.{one.extension}"
                yield CasePart(path, what, row.uploaded_at, form.submitted_by, read_file(row=row))
        if not kept:
            what = _("Evalueringsskema {period}, som det står nu; ikke indsendt").format(
                period=form.period_title
            )
            content = render(form_document(content_of(form), date=clock.today()), "docx")
            yield CasePart(f"{folder}/nu.docx", what, form.begun_at, form.begun_by, content)
        for sent_back in form.returns.all():
            what = _("Ministeriets bemærkninger, da skemaet blev sendt tilbage")
            path = f"{folder}/tilbagesendt-{sent_back.number}.txt"
            yield CasePart(
                path, what, sent_back.returned_at, sent_back.returned_by, sent_back.comments.encode()
            )
        for amendment in form.amendments.all():
            text = f"{amendment.field}\n\n{amendment.text}\n\n{amendment.reason}\n"
            what = _("Ændring {n} af et låst punkt").format(n=amendment.number)
            yield CasePart(
                f"{folder}/aendring-{amendment.number}.txt",
                what,
                amendment.made_at,
                amendment.made_by,
                text.encode(),
            )


def _documents(slug: str, organisation: str) -> Iterator[CasePart]:
    for found in LivingDocument._base_manager.filter(slug=slug).order_by("pk"):
        if organisation not in found.organisations:
            continue
        folder = f"dokument-{found.kind}-{str(found.reference)[:8]}"
        made = document_of(found, date=clock.today())
        for extension in ("docx", "pdf"):
            what = _("Dokumentet, som det står")
            yield CasePart(
                f"{folder}/dokument.{extension}",
                what,
                found.begun_at,
                found.begun_by,
                render(made, extension),
            )
        for section in found.sections.all():
            yield from _section(folder, section)
        for one in found.amendments.all():
            text = f"{one.section}\n\n{one.text}\n\n{one.reason}\n"
            what = _("Rettelse {n} af det frosne dokument").format(n=one.number)
            yield CasePart(
                f"{folder}/rettelse-{one.number}.txt", what, one.made_at, one.made_by, text.encode()
            )


def _section(folder: str, section: DocumentSection) -> Iterator[CasePart]:
    """Earlier texts, texts laid beside, and the threads."""
    place = f"{folder}/afsnit-{section.number:02}"
    for version in section.versions.all():
        what = _("»{title}«, udgave {n}").format(title=section.title, n=version.revision)
        path = f"{place}/udgave-{version.revision}.txt"
        yield CasePart(path, what, version.written_at, version.written_by, version.text.encode())
    for number, aside in enumerate(section.asides.all(), start=1):
        what = _("»{title}«, tekst ved siden af").format(title=section.title)
        path = f"{place}/ved-siden-af-{number}.txt"
        yield CasePart(path, what, aside.written_at, aside.written_by, aside.text.encode())
    comments = list(section.comments.all())
    if comments:
        what = _("»{title}«, kommentarer").format(title=section.title)
        last = max(one.written_at for one in comments)
        yield CasePart(f"{place}/kommentarer.txt", what, last, "", _thread(comments).encode())


def _thread(comments: list[SectionComment]) -> str:
    names = person_names(one.written_by for one in comments)
    lines = []
    for one in (c for c in comments if c.answers_id is None):
        lines.append(_said(one, names, ""))
        lines += [_said(reply, names, "    ") for reply in comments if reply.answers_id == one.pk]
    return "\n".join(lines) + "\n"


def _said(one: SectionComment, names: dict[str, str], indent: str) -> str:
    day = format_date(one.written_at.astimezone(clock.COPENHAGEN).date())
    who = names.get(one.written_by, one.written_by)
    where = _("stykke {n}").format(n=one.paragraph) if one.paragraph else _("hele afsnittet")
    closed = f" [{_('lukket')}]" if one.settled_by else ""
    return f"{indent}{day}, {who}, {where}{closed}: {one.text}"


def _zip(parts: list[CasePart]) -> bytes:
    """The parts and their list; the same case gives the same bytes."""
    names = person_names(part.by for part in parts if part.by)
    header = (_("Fil"), _("Hvad"), _("Dag"), _("Af"), "SHA-256")
    rows = [
        (
            part.path,
            part.what,
            format_date(part.at.astimezone(clock.COPENHAGEN).date()) if part.at else "",
            names.get(part.by, ""),
            hashlib.sha256(part.content).hexdigest(),
        )
        for part in parts
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in ((LIST, rows_to_csv([header, *rows])), *((p.path, p.content) for p in parts)):
            archive.writestr(zipfile.ZipInfo(path, date_time=_EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
