"""Writes on who takes part in a document, and on the template that its Word file gets."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.report.formats import MEDIA_TYPES
from frirum.core.report.house_style import HouseStyle, read_house_style
from frirum.core.vocabulary.periods import add_months
from frirum.web import clock
from frirum.web.documents.actions import note, refuse_closed
from frirum.web.documents.models import DocumentPlace, LivingDocument, WordTemplate
from frirum.web.documents.people import WRITERS
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.taking_part import takes_part
from frirum.web.files.actions import delete_file, read_file, store_file
from frirum.web.files.models import Purpose, StoredFile
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import holders
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import shown_place
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, record
from frirum.web.zones import CASEWORK

_LEGAL_BASIS = "Offentlighedsloven § 15: dokumenter af betydning for sagen"


@action(needs=WRITERS, of="document.organisation")
def let_write(*, document: LivingDocument, organisation: str, by: Actor) -> DocumentPlace:
    """Let the people of another organisation that is in the experiment write along, or those of an outside evaluator
    read and comment; they are told.

    Raises:
        NotAllowed: the document is not open, or they are along already.
        InputRefused: the organisation is not known, or not in the experiment.
    """
    hold(CASEWORK)
    document = LivingDocument._base_manager.get(pk=document.pk)
    refuse_closed(document)
    if organisation in document.organisations:
        raise NotAllowed(_("{place} er allerede med.").format(place=shown_place(organisation)))
    experiment = current_catalogue().experiments.get(document.slug)
    known = Organisation.objects.filter(key=organisation).first()
    outside = known is not None and known.kind == Kind.EVALUATOR
    if known is None or not (outside or experiment is None or takes_part(experiment, organisation)):
        raise InputRefused(_("Kommunen er ikke med i forsøget."))
    made = DocumentPlace.objects.create(
        document=document, organisation=organisation, added_by=by.trail_reference, added_at=clock.now()
    )
    note("document.shared", document, by, {"place": organisation}, also=[made])
    tell(
        holders(Permission.FOLLOW_EXPERIMENT if outside else Permission.FILL_FORM, organisation),
        once=f"document:{document.reference}:along:{organisation}",
        subject=lambda: (
            _("I kan læse med i et dokument: {slug}")
            if outside
            else _("I kan skrive med i et dokument: {slug}")
        ).format(slug=document.slug),
        says=lambda: (
            _("{place} har åbnet dokumentet for jer. Læs det, og skriv kommentarer ved afsnittene.")
            if outside
            else _("{place} har åbnet dokumentet for jer. Find jeres afsnit, og skriv i dem.")
        ).format(place=shown_place(document.organisation)),
        path=reverse("documents:document", args=[document.reference]),
        by=by,
    )
    return made


@action(needs=Permission.FILL_FORM, of="organisation")
def bring_template(*, organisation: str, content: bytes, name: str, by: Actor) -> WordTemplate:
    """Keep an organisation's own Word template instead of the one it had.

    Raises:
        InputRefused: not everybody could read what is written with it; every fault is named.
    """
    read_house_style(content)
    hold(CASEWORK)
    now = clock.now()
    stored = store_file(
        content=content,
        name=name,
        media_type=MEDIA_TYPES["docx"],
        purpose=Purpose.ADMINISTRATIVE,
        legal_basis=_LEGAL_BASIS,
        delete_on=add_months(clock.today(), 12 * settings.FORM_KEPT_YEARS),
        organisation=organisation,
        by=by,
    )
    kept = WordTemplate.objects.filter(organisation=organisation).first()
    old = kept.file_reference if kept else None
    kept = kept or WordTemplate(organisation=organisation)
    kept.name, kept.file_reference, kept.sha256 = stored.name, stored.reference, stored.sha256
    kept.brought_by, kept.brought_at = by.trail_reference, now
    kept.save()
    _record("document.template_brought", kept, by)
    delete_file(reference=old, by=by)
    return kept


@action(needs=Permission.FILL_FORM, of="template.organisation")
def drop_template(*, template: WordTemplate, by: Actor) -> None:
    """Go back to the plain look; documents that were fetched stay as they are."""
    hold(CASEWORK)
    record(
        "document.template_dropped",
        by=by,
        subject=template,
        organisation=template.organisation,
        details={"sha256": template.sha256},
        deleted=True,
    )
    reference = template.file_reference
    template.delete()
    delete_file(reference=reference, by=by)


def _record(event: str, template: WordTemplate, by: Actor) -> None:
    details: dict[str, str | int | bool | None] = {"sha256": template.sha256}
    record(event, by=by, subject=template, organisation=template.organisation, details=details)


def house_style_of(organisation: str) -> HouseStyle | None:
    """The organisation's template, ready to be used; None where it has none or its file is gone."""
    kept = WordTemplate._base_manager.filter(organisation=organisation).first()
    row = StoredFile._base_manager.filter(reference=kept.file_reference).first() if kept else None
    return HouseStyle(read_file(row=row)) if row is not None else None
