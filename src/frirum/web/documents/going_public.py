"""Making a frozen document public, by another person than the one who froze it."""

from __future__ import annotations

from typing import Any

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.report.blocks import NoteKind
from frirum.core.report.kept import from_kept
from frirum.core.report.printed import PrintedNote
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.documents import handing_over
from frirum.web.documents.actions import note
from frirum.web.documents.locking import DOCUMENT
from frirum.web.documents.models import DocumentLock, DocumentPublication, FrozenPrint, LivingDocument
from frirum.web.documents.people import ENDERS
from frirum.web.documents.public_reading import HeldRelease, held_releases, publication_of, typed_figures
from frirum.web.experiments.definitions import withdrawal_of
from frirum.web.locking.verifying import tampering
from frirum.web.organisations.humans import is_among
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold
from frirum.web.zones import CASEWORK


@action(needs=ENDERS, of="document.organisation")
def publish_document(*, document: LivingDocument, answers_for: str = "", by: Actor) -> DocumentPublication:
    """Let everybody read a frozen document, for good: what is wrong in it is corrected beside it.

    Numbers that are not released at all stop the freezing already; here those stop it that were let out to one
    organisation alone. Figures that people typed in its prose have passed no gate: whoever has not written in it says
    where they are from and why everybody may read them.

    Args:
        answers_for: that, where there are such figures; it stands on the public page.

    Raises:
        NotAllowed: it is not frozen, public already, frozen by the same person, under embargo, of an experiment that is
            withdrawn, changed behind the system's back, or holds a number that is not for everybody; or it has typed
            figures, and the person has written in it.
        InputRefused: it has typed figures, and nothing is said of them.
    """
    hold(CASEWORK)
    document = LivingDocument._base_manager.get(pk=document.pk)
    lock = DocumentLock.objects.filter(document=document).first()
    if not document.is_locked or lock is None:
        raise NotAllowed(
            _("Kun et frosset dokument kan offentliggøres."), remedy=_("Få det godkendt, og frys det først.")
        )
    if publication_of(document):
        raise NotAllowed(
            _("Dokumentet er allerede offentliggjort."), remedy=_("Er noget forkert, så lav en rettelse.")
        )
    if is_among(by, [lock.locked_by]):
        raise NotAllowed(
            _("Den, der selv har frosset dokumentet, kan ikke offentliggøre det."),
            remedy=_("Bed en kollega med samme rolle om det."),
        )
    _refuse_too_early(document, lock)
    kept = _print_for_everybody(document)
    figures = typed_figures(document)
    if figures:
        _refuse_unanswered(document, figures, answers_for, by)
    made = DocumentPublication.objects.create(
        document=document,
        synthetic=_is_synthetic(kept),
        figures=figures,
        answers_for=answers_for.replace("\r\n", "\n").strip() if figures else "",
        published_by=by.trail_reference,
        published_at=clock.now().replace(microsecond=0),
    )
    note("document.published", document, by, {"sha256": lock.sha256, "typed": len(figures)}, also=[made])
    handing_over.made_public(document, by=by)
    return made


def _refuse_unanswered(
    document: LivingDocument, figures: list[dict[str, Any]], answers_for: str, by: Actor
) -> None:
    """Typed figures that nobody answers for, or only one who has written in the document."""
    if is_among(by, document.authors):
        raise NotAllowed(
            _(
                "Der er tal i teksten, som ingen frigivelse har ({n} sætninger), og du har selv skrevet i den."
            ).format(n=len(figures)),
            remedy=_("Bed en, der ikke har skrevet i dokumentet, om at se på tallene og svare for dem."),
        )
    if not answers_for.strip():
        raise InputRefused(
            _("Skriv, hvor tallene i teksten er fra, og hvorfor alle må se dem."),
            remedy=_("Er et af dem regnet på personer og ikke frigivet, så offentliggør ikke dokumentet."),
        )


def embargo_text(lock: DocumentLock) -> str:
    """Day and time, in Denmark, before which the document is not made public; "" once that moment has come."""
    if lock.not_before is None or lock.not_before <= clock.now():
        return ""
    moment = lock.not_before.astimezone(clock.COPENHAGEN)
    return _("{day} kl. {time}").format(day=format_date(moment.date()), time=f"{moment:%H.%M}")


def _refuse_too_early(document: LivingDocument, lock: DocumentLock) -> None:
    """An embargo that has not ended, or a definition that was withdrawn."""
    embargo = embargo_text(lock)
    if embargo:
        raise NotAllowed(
            _("Dokumentet må ikke offentliggøres før {moment}.").format(moment=embargo),
            remedy=_("Vent til da. Tidspunktet blev valgt, da det blev frosset, og kan ikke ændres."),
        )
    withdrawn = withdrawal_of(document.slug)
    if withdrawn is not None:
        raise NotAllowed(
            _("Forsøget er trukket tilbage: {reason}").format(reason=withdrawn.reason),
            remedy=_("Udgiv en ny version af definitionen, hvis forsøget står ved magt."),
        )


def _print_for_everybody(document: LivingDocument) -> FrozenPrint:
    """What was printed when it was frozen, where everybody may see all of it."""
    changed = tampering(DOCUMENT, document)
    if changed:
        raise NotAllowed(
            _("Det frosne er ændret uden om systemet: {what}").format(what=" ".join(changed)),
            remedy=_(
                "Hold kvitteringen op mod systemet, og få driften til at finde ud af, hvad der er sket."
            ),
        )
    kept = FrozenPrint.objects.filter(document=document).first()
    if kept is None:
        raise NotAllowed(
            _("Dokumentet blev frosset, før det trykte blev gemt sammen med teksten."),
            remedy=_("Send det, som det er; det kan ikke offentliggøres her."),
        )
    errata = [text for one in document.amendments.all() for text in (one.text, one.reason)]
    held = held_releases(kept.text, *errata)
    if held:
        raise NotAllowed(
            _("Dokumentet har tal, der ikke er frigivet til alle: {releases}.").format(
                releases=", ".join(f"{one.code} {one.title}".strip() for one in held)
            ),
            remedy=_(
                "Få hver af dem frigivet for offentligheden fra tabellens side, og offentliggør derefter dokumentet. "
                "Det kan imens læses af dem, der har skrevet det."
            ),
        )
    return kept


def lacking(document: LivingDocument) -> list[HeldRelease]:
    """The releases that a frozen document waits for before everybody may read it."""
    kept = FrozenPrint.objects.filter(document=document).first()
    errata = [text for one in document.amendments.all() for text in (one.text, one.reason)]
    return held_releases(kept.text if kept else "", *errata)


def _is_synthetic(kept: FrozenPrint) -> bool:
    blocks = from_kept(kept.text).blocks
    return any(isinstance(one, PrintedNote) and one.kind is NoteKind.SYNTHETIC for one in blocks)
