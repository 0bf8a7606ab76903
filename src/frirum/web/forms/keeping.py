"""A form that was sent is kept as files: the words that left the municipality, in the three formats.

Offentlighedsloven § 15 asks that documents of importance to a case are kept on it. The deletion date is a
setting of the installation; a municipality's archive decides before it comes.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django_scopes import scopes_disabled

from frirum.core.instruments.form_document import form_document
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.vocabulary.periods import add_months
from frirum.web import clock
from frirum.web.files.actions import read_file, store_file
from frirum.web.files.models import Purpose, StoredFile
from frirum.web.forms.content import content_of
from frirum.web.forms.models import EvaluationForm, KeptDocument
from frirum.web.jobs.context import JobContext
from frirum.web.site.pages import download
from frirum.web.trail.actors import WORKER, Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, record

# Stands in the rows of jobs that were ordered, so it stays when code moves.
JOB = "evaluations.keep_submitted"
LEGAL_BASIS = "Offentlighedsloven § 15: dokumenter af betydning for sagen"


def keep_submitted(context: JobContext) -> dict[str, Any]:
    """Print the form in each format and keep the file; a format that is kept already is passed over."""
    form = EvaluationForm.objects.get(reference=context.arguments["form"])
    kept = set(form.kept.filter(submission=form.submission).values_list("extension", flat=True))
    for number, extension in enumerate(MEDIA_TYPES, start=1):
        if extension not in kept:
            _keep(form, extension)
        context.progress(number, len(MEDIA_TYPES))
    return {"documents": form.kept.count()}


def _keep(form: EvaluationForm, extension: str) -> None:
    assert form.submitted_at is not None
    sent_on = form.submitted_at.astimezone(clock.COPENHAGEN).date()
    again = f"-{form.submission}" if form.submission > 1 else ""
    body = render(form_document(content_of(form), date=sent_on), extension)
    stored = store_file(
        content=body,
        name=f"evalueringsskema-{form.slug}-{form.period}{again}.{extension}",
        media_type=MEDIA_TYPES[extension],
        purpose=Purpose.ADMINISTRATIVE,
        legal_basis=LEGAL_BASIS,
        delete_on=add_months(sent_on, 12 * settings.FORM_KEPT_YEARS),
        organisation=form.organisation,
        by=WORKER,
    )
    note_kept(form=form, extension=extension, file=stored, by=WORKER)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def note_kept(*, form: EvaluationForm, extension: str, file: StoredFile, by: Actor) -> KeptDocument:
    """Say which file holds the form in a format."""
    kept = KeptDocument.objects.create(
        form=form,
        extension=extension,
        submission=form.submission,
        file_reference=file.reference,
        sha256=file.sha256,
    )
    details: dict[str, str | int | bool | None] = {
        "slug": form.slug,
        "format": extension,
        "sha256": file.sha256,
    }
    record("form.kept", by=by, subject=form, organisation=form.organisation, details=details, also=[kept])
    return kept


def kept_file(form: EvaluationForm, extension: str, submission: int) -> HttpResponse | None:
    """The form as it was sent that time, as a download; None while the file is not there (yet, or any more)."""
    kept = form.kept.filter(extension=extension, submission=submission).first()
    with scopes_disabled():
        stored = StoredFile.objects.filter(reference=kept.file_reference).first() if kept else None
    if stored is None:
        return None
    return download(read_file(row=stored), name=stored.name, media_type=stored.media_type)
