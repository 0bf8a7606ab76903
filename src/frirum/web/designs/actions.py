"""Writes on a design: begin it, and write in its steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from frirum.core.designs.guide import new_measures
from frirum.core.designs.guide.new_measures import names_a_measure
from frirum.core.designs.guide.plan import Written, settle
from frirum.core.designs.guide.start import content_from
from frirum.core.designs.guide.steps import step as step_named
from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.designs import supplements
from frirum.web.designs.models import Design, DesignState, DesignStep, OutcomesSource
from frirum.web.designs.outcomes import note_outcomes_visible, shows_outcomes
from frirum.web.experiments.definitions import latest_version, parsed, refuse_withdrawn
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

LONGEST_TEXT = 20_000
MOST_ITEMS = 100
Details = dict[str, str | int | bool | None]


@action(needs=Permission.EDIT_EXPERIMENT, of="organisation")
def begin_design(*, slug: str, organisation: str, by: Actor) -> Design:
    """A design filled with what the definition in force already says.

    Where the definition holds outcome figures, they are recorded as seen: the plan then comes after them.

    Raises:
        UsageError: an unknown experiment.
        NotAllowed: the organisation has a design of the experiment already, or the experiment is withdrawn.
    """
    version = latest_version(slug)
    if version is None:
        raise UsageError(_("Der er intet forsøg med slug {slug}.").format(slug=slug))
    hold(CASEWORK)
    refuse_withdrawn(slug)
    if Design.objects.filter(slug=slug, organisation=organisation).exists():
        raise NotAllowed(
            _("Der er allerede et evalueringsdesign for forsøget."),
            remedy=_("Åbn det i listen over evalueringsdesign."),
        )
    experiment = parsed(version.toml)
    if supplements.national_design(slug) is not None:
        raise NotAllowed(
            _("Forsøget er landsdækkende og har ét design, som ministeriet laver."),
            remedy=_("Skriv et lokalt tillæg til det."),
        )
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
    note("design.begun", design, by, {"definition": version.sha256}, also=rows)
    if shows_outcomes(experiment):
        note_outcomes_visible(slug=slug, organisation=organisation, source=OutcomesSource.DEFINITION, by=by)
    return design


def note(
    event: str, design: Design, by: Actor, details: Details | None = None, also: Iterable[Any] = ()
) -> None:
    """Record an event of the running action on a design."""
    found: Details = {"slug": design.slug, **(details or {})}
    record(event, by=by, subject=design, organisation=design.organisation, details=found, also=also)


def fresh(design: Design) -> Design:
    """The design as the database has it, held until the action ends."""
    hold(CASEWORK)
    return Design.objects.get(pk=design.pk)


@action(needs=Permission.EDIT_EXPERIMENT, of="design.organisation")
def save_step(
    *, design: Design, step: str, written: Written, revision: int, by: Actor, make_measures: bool = False
) -> DesignStep:
    """Keep what was written in a step, whole or half.

    Args:
        revision: the step's revision that the writer began from.
        make_measures: a measure that is named where it is needed is made; False while somebody is still typing it.

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
    also = []
    if make_measures and names_a_measure(settled):
        settled, measures = _with_measures(design, settled)
        also.append(measures)
    if row.content == settled.as_dict():
        nothing_changed()
        return row
    row.content, row.revision = settled.as_dict(), row.revision + 1
    row.save()
    if design.is_draft and by.trail_reference not in design.authors:
        design.authors = [*design.authors, by.trail_reference]
        design.save(update_fields=["authors"])
    note("design.step_saved", design, by, {"step": step, "revision": row.revision}, also=[row, *also])
    return row


def _with_measures(design: Design, settled: Written) -> tuple[Written, DesignStep]:
    """The step with the measures it names, and the row of the measures with them in it."""
    row = DesignStep.objects.get(design=design, step="maalinger")
    _refuse_closed(design, row)
    settled, measures = new_measures.make_measures(settled, Written.from_dict(row.content))
    row.content, row.revision = measures.as_dict(), row.revision + 1
    row.save()
    return settled, row


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
