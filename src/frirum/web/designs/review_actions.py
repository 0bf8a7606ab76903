"""Writes on the review of a design: send it to another person, comment on it, approve it, send it back."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.urls import reverse

from frirum.core.designs.guide.plan import Content, Written
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.designs.actions import LONGEST_TEXT, Details, fresh, note, settled_step
from frirum.web.designs.models import Design, DesignState, DesignVersion, NoteKind, ReviewNote
from frirum.web.designs.reading import content_of
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import accounts_of
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action


@action(needs=Permission.EDIT_EXPERIMENT, of="design.organisation")
def submit_for_review(*, design: Design, reviewer: User, by: Actor) -> DesignVersion:
    """Klar til sparring: the design as it stands becomes a numbered version that another person reads.

    Raises:
        NotAllowed: it is no draft, or the reviewer has written in it.
    """
    design = fresh(design)
    if not design.is_draft:
        raise NotAllowed(_("Kun en kladde kan sendes til sparring."))
    if is_among(reviewer, {*design.authors, by.trail_reference}):
        raise NotAllowed(
            _("Den, der selv har skrevet i designet, kan ikke læse det."), remedy=_("Vælg en anden person.")
        )
    number = (design.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = DesignVersion.objects.create(
        design=design,
        number=number,
        content=as_document(content_of(design)),
        reviewer=reviewer.trail_reference,
        submitted_by=by.trail_reference,
        submitted_at=clock.now(),
    )
    design.state, design.reviewer = DesignState.REVIEW, reviewer.trail_reference
    design.save()
    note("design.submitted", design, by, {"version": number}, also=[version])
    tell(
        [reviewer],
        once=f"design-review:{design.reference}:{number}",
        subject=lambda: _("Til sparring: evalueringsdesign for {slug}, version {n}").format(
            slug=design.slug, n=number
        ),
        says=lambda: _(
            "Du er bedt om at læse et evalueringsdesign. Du kan kommentere hvert trin og godkende det eller "
            "sende det tilbage."
        ),
        path=reverse("designs:review", args=[design.reference]),
        by=by,
    )
    return version


def as_document(content: Content) -> dict[str, Any]:
    """A content as it is kept in JSON."""
    return {key: written.as_dict() for key, written in content.items()}


@action(needs=Permission.EDIT_EXPERIMENT, of="design.organisation")
def withdraw(*, design: Design, by: Actor) -> Design:
    """Back to draft, from review or from approval. What was approved has to be read again.

    Raises:
        NotAllowed: it is a draft already, or locked.
    """
    design = fresh(design)
    if design.state not in (DesignState.REVIEW, DesignState.APPROVED):
        raise NotAllowed(_("Kun et design til sparring eller et godkendt design kan hentes tilbage."))
    design.state, design.reviewer = DesignState.DRAFT, ""
    design.save()
    note("design.withdrawn", design, by)
    return design


@action(needs=(Permission.EDIT_EXPERIMENT, Permission.FOLLOW_EXPERIMENT), of="design.organisation")
def comment(*, design: Design, step: str, text: str, by: Actor) -> ReviewNote:
    """What the reviewer says of one step (or of the whole: ""). It is kept with the version.

    Raises:
        NotAllowed: somebody else than the reviewer, or the design is not under review.
        InputRefused: no text, or no such step.
    """
    design = fresh(design)
    _refuse_others(design, by)
    if not text.strip():
        raise InputRefused(_("Kommentaren er tom."))
    if step:
        settled_step(step, Written())
    kept = _keep(design, NoteKind.COMMENT, step, text, by)
    details: Details = {"version": kept.version.number, "step": step or None}
    note("design.commented", design, by, details, also=[kept])
    return kept


@action(needs=Permission.FOLLOW_EXPERIMENT, of="design.organisation")
def approve(*, design: Design, text: str, by: Actor) -> Design:
    """The reviewer has read the design and approves it.

    Raises:
        NotAllowed: somebody else than the reviewer, or the design is not under review.
    """
    return _decide(design, NoteKind.APPROVED, DesignState.APPROVED, text, by)


@action(needs=Permission.FOLLOW_EXPERIMENT, of="design.organisation")
def send_back(*, design: Design, text: str, by: Actor) -> Design:
    """The reviewer sends the design back to be mended.

    Raises:
        NotAllowed: somebody else than the reviewer, or the design is not under review.
        InputRefused: nothing says why.
    """
    if not text.strip():
        raise InputRefused(_("Skriv, hvad der skal ændres, når du sender designet tilbage."))
    return _decide(design, NoteKind.SENT_BACK, DesignState.DRAFT, text, by)


def _decide(design: Design, kind: NoteKind, state: DesignState, text: str, by: Actor) -> Design:
    design = fresh(design)
    _refuse_others(design, by)
    decision = _keep(design, kind, "", text, by)
    design.state = state
    design.reviewer = design.reviewer if state == DesignState.APPROVED else ""
    design.save()
    note(f"design.{kind.value}", design, by, {"version": decision.version.number}, also=[decision])
    _mail_author(design, decision, by)
    return design


def _refuse_others(design: Design, by: Actor) -> None:
    if design.state != DesignState.REVIEW:
        raise NotAllowed(_("Designet er ikke til sparring."))
    if by.trail_reference != design.reviewer:
        raise NotAllowed(_("Kun den, der er bedt om sparring, kan kommentere og godkende."))


def _keep(design: Design, kind: NoteKind, step: str, text: str, by: Actor) -> ReviewNote:
    version = design.versions.last()
    assert version is not None
    return ReviewNote.objects.create(
        version=version,
        kind=kind,
        step=step,
        text=text.strip()[:LONGEST_TEXT],
        made_by=by.trail_reference,
        made_at=clock.now(),
    )


def _mail_author(design: Design, decision: ReviewNote, by: Actor) -> None:
    tell(
        accounts_of(decision.version.submitted_by),
        once=f"design-decision:{decision.reference}",
        subject=lambda: (
            _("Godkendt: evalueringsdesign for {slug}, version {n}")
            if decision.kind == NoteKind.APPROVED
            else _("Sendt tilbage: evalueringsdesign for {slug}, version {n}")
        ).format(slug=design.slug, n=decision.version.number),
        says=lambda: "\n\n".join(filter(None, (decision.text, _("Kommentarerne står ved hvert trin.")))),
        path=reverse("designs:design", args=[design.reference]),
        by=by,
    )
