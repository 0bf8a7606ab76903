"""Writes on a design until it is locked: begin, write, send to review, comment, approve, send back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.urls import reverse

from frirum.core.designs.plan import Content, Written, settle
from frirum.core.designs.plan_start import content_from
from frirum.core.designs.plan_steps import step as step_named
from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.designs.models import (
    Design,
    DesignState,
    DesignStep,
    DesignVersion,
    NoteKind,
    OutcomesSource,
    ReviewNote,
)
from frirum.web.designs.outcomes import note_outcomes_visible, shows_outcomes
from frirum.web.designs.reading import address_of, content_of
from frirum.web.experiments.definitions import latest_version, parsed
from frirum.web.mail.actions import queue_mail
from frirum.web.organisations.models import User
from frirum.web.trail.recording import Actor, action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

LONGEST_TEXT = 20_000
MOST_ITEMS = 100
Details = dict[str, str | int | bool | None]


@action
def begin_design(*, slug: str, organisation: str, by: Actor) -> Design:
    """A design filled with what the definition in force already says.

    Where the definition holds outcome figures, they are recorded as seen: the plan then comes after them.

    Raises:
        UsageError: an unknown experiment.
        NotAllowed: the organisation has a design of the experiment already.
    """
    version = latest_version(slug)
    if version is None:
        raise UsageError(_("Der er intet forsøg med slug {slug}.").format(slug=slug))
    hold(CASEWORK)
    if Design.objects.filter(slug=slug, organisation=organisation).exists():
        raise NotAllowed(
            _("Der er allerede et evalueringsdesign for forsøget."),
            remedy=_("Åbn det i listen over evalueringsdesign."),
        )
    experiment = parsed(version.toml)
    design = Design.objects.create(
        slug=slug,
        organisation=organisation,
        definition_number=version.number,
        definition_sha256=version.sha256,
        begun_by=by.trail_reference,
        begun_at=clock.now(),
        authors=[by.trail_reference],
    )
    rows = [
        DesignStep.objects.create(design=design, step=key, content=written.as_dict())
        for key, written in content_from(experiment).items()
    ]
    _note("design.begun", design, by, {"definition": version.sha256}, also=rows)
    if shows_outcomes(experiment):
        note_outcomes_visible(slug=slug, organisation=organisation, source=OutcomesSource.DEFINITION, by=by)
    return design


def _note(
    event: str, design: Design, by: Actor, details: Details | None = None, also: Iterable[Any] = ()
) -> None:
    found: Details = {"slug": design.slug, **(details or {})}
    record(event, by=by, subject=design, organisation=design.organisation, details=found, also=also)


def fresh(design: Design) -> Design:
    """The design as the database has it, held until the action ends."""
    hold(CASEWORK)
    return Design.objects.get(pk=design.pk)


@action
def save_step(*, design: Design, step: str, written: Written, revision: int, by: Actor) -> DesignStep:
    """Keep what was written in a step, whole or half.

    Args:
        revision: the step's revision that the writer began from.

    Raises:
        NotAllowed: the step is locked, the design is under review, or somebody else saved meanwhile. Nothing changed.
        InputRefused: there is no such step, a text is too long, or there are too many items.
    """
    design = fresh(design)
    settled = settled_step(step, written)
    row = DesignStep.objects.get(design=design, step=step)
    _refuse_closed(design, row)
    if row.revision != revision:
        raise NotAllowed(
            _("Trinet er ændret af en anden, siden du åbnede det."),
            remedy=_("Kopiér din tekst, hent siden igen, og flet de to."),
        )
    if row.content == settled.as_dict():
        nothing_changed()
        return row
    row.content, row.revision = settled.as_dict(), row.revision + 1
    row.save()
    if design.is_draft and by.trail_reference not in design.authors:
        design.authors = [*design.authors, by.trail_reference]
        design.save(update_fields=["authors"])
    _note("design.step_saved", design, by, {"step": step, "revision": row.revision}, also=[row])
    return row


def settled_step(step: str, written: Written) -> Written:
    """What was typed, as it is kept.

    Raises:
        InputRefused: there is no such step, a text is too long, or there are too many items.
    """
    try:
        settled = settle(step_named(step), written)
    except KeyError:
        raise InputRefused(_("Designet har ikke noget trin {step}.").format(step=step)) from None
    texts = [*settled.fields.values(), *(text for item in settled.items for text in item.values())]
    longest = max(map(len, texts), default=0)
    if longest > LONGEST_TEXT:
        raise InputRefused(
            _("Teksten er på {n} tegn; der er plads til {most}.").format(n=longest, most=LONGEST_TEXT)
        )
    if len(settled.items) > MOST_ITEMS:
        raise InputRefused(_("Der er plads til {n} punkter i et trin.").format(n=MOST_ITEMS))
    return settled


def _refuse_closed(design: Design, row: DesignStep) -> None:
    if row.locked:
        raise NotAllowed(
            _("Trinet er låst."),
            remedy=_("Lav en ændring med begrundelse; den oprindelige tekst bliver stående."),
        )
    if design.state in (DesignState.REVIEW, DesignState.APPROVED):
        raise NotAllowed(
            _("Designet er {state} og kan ikke ændres.").format(state=design.get_state_display().lower()),
            remedy=_("Hent det tilbage til kladde først; så skal det læses igen."),
        )


@action
def submit_for_review(*, design: Design, reviewer: User, by: Actor) -> DesignVersion:
    """Klar til sparring: the design as it stands becomes a numbered version that another person reads.

    Raises:
        NotAllowed: it is no draft, or the reviewer has written in it.
    """
    design = fresh(design)
    if not design.is_draft:
        raise NotAllowed(_("Kun en kladde kan sendes til sparring."))
    if reviewer.trail_reference in {*design.authors, by.trail_reference}:
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
    _note("design.submitted", design, by, {"version": number}, also=[version])
    queue_mail(
        once_key=f"design-review:{design.reference}:{number}",
        address=reviewer.email,
        subject=_("Til sparring: evalueringsdesign for {slug}, version {n}").format(
            slug=design.slug, n=number
        ),
        body=_(
            "Du er bedt om at læse et evalueringsdesign. Du kan kommentere hvert trin og godkende det eller "
            "sende det tilbage:\n{address}\n"
        ).format(address=address_of(reverse("designs:review", args=[design.reference]))),
        by=by,
    )
    return version


def as_document(content: Content) -> dict[str, Any]:
    """A content as it is kept in JSON."""
    return {key: written.as_dict() for key, written in content.items()}


@action
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
    _note("design.withdrawn", design, by)
    return design


@action
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
    note = _keep(design, NoteKind.COMMENT, step, text, by)
    _note("design.commented", design, by, {"version": note.version.number, "step": step or None}, also=[note])
    return note


@action
def approve(*, design: Design, text: str, by: Actor) -> Design:
    """The reviewer has read the design and approves it.

    Raises:
        NotAllowed: somebody else than the reviewer, or the design is not under review.
    """
    return _decide(design, NoteKind.APPROVED, DesignState.APPROVED, text, by)


@action
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
    note = _keep(design, kind, "", text, by)
    design.state = state
    design.reviewer = design.reviewer if state == DesignState.APPROVED else ""
    design.save()
    _note(f"design.{kind.value}", design, by, {"version": note.version.number}, also=[note])
    _mail_author(design, note, by)
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


def _mail_author(design: Design, note: ReviewNote, by: Actor) -> None:
    key = note.version.submitted_by.removeprefix("user:")
    author = (
        User.objects.filter(reference=key, is_active=True).first()
        if key != note.version.submitted_by
        else None
    )
    if author is None:
        return
    subject = (
        _("Godkendt: evalueringsdesign for {slug}, version {n}")
        if note.kind == NoteKind.APPROVED
        else _("Sendt tilbage: evalueringsdesign for {slug}, version {n}")
    )
    queue_mail(
        once_key=f"design-decision:{note.reference}",
        address=author.email,
        subject=subject.format(slug=design.slug, n=note.version.number),
        body=_("{text}\n\nKommentarerne står ved hvert trin:\n{address}\n").format(
            text=note.text, address=address_of(reverse("designs:design", args=[design.reference]))
        ),
        by=by,
    )
