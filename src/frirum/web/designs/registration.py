"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.designs import models
from frirum.web.designs.course import beginning_and_ending
from frirum.web.designs.demonstration import begin_trials
from frirum.web.designs.form_lines import amendment_lines
from frirum.web.designs.front import waiting
from frirum.web.designs.locking import DESIGN
from frirum.web.designs.outcomes import seen_on_page
from frirum.web.designs.people import may_read_designs
from frirum.web.designs.plans import plans_and_what_comes
from frirum.web.locking.verifying import receipt_part
from frirum.web.registration import (
    EventType,
    FrontSection,
    InitStep,
    MenuItem,
    Registration,
    SealedRows,
    frozen_when,
    immutable,
)

REGISTRATION = Registration(
    form_lines=(amendment_lines,),
    menu=(
        MenuItem(
            label=_("Evalueringsdesign"),
            route="designs:designs",
            order=215,
            description=_(
                "Skriv et design trin for trin, få det diagnosticeret og læst, og lås det før start."
            ),
            shown=may_read_designs,
        ),
        MenuItem(
            label=_("Tilbageblik"),
            route="designs:back_test",
            order=220,
            description=_(
                "Hvad en diagnose før start ville have sagt om hvert forsøg, og hvad der blev besluttet."
            ),
        ),
    ),
    front_sections=(
        FrontSection("designs/course.html", beginning_and_ending, order=10),
        FrontSection("designs/plans.html", plans_and_what_comes, order=11),
    ),
    waiting=(waiting,),
    events=(
        EventType("design.begun", _("begyndte evalueringsdesignet for {slug}")),
        EventType("design.step_saved", _("skrev i trinet {step} af evalueringsdesignet for {slug}")),
        EventType(
            "design.submitted", _("sendte version {version} af evalueringsdesignet for {slug} til sparring")
        ),
        EventType("design.withdrawn", _("hentede evalueringsdesignet for {slug} tilbage til kladde")),
        EventType("design.commented", _("kommenterede version {version} af evalueringsdesignet for {slug}")),
        EventType("design.approved", _("godkendte version {version} af evalueringsdesignet for {slug}")),
        EventType(
            "design.sent_back", _("sendte version {version} af evalueringsdesignet for {slug} tilbage")
        ),
        EventType("design.locked", _("låste evalueringsdesignet for {slug}")),
        EventType("design.amended", _("lavede ændring {number} i evalueringsdesignet for {slug}")),
        EventType("design.supplement_saved", _("skrev i det lokale tillæg til designet for {slug}")),
        EventType("design.supplement_confirmed", _("bekræftede det lokale tillæg til designet for {slug}")),
        EventType("design.outcomes_seen", _("så udfald af {slug}")),
    ),
    sealed=(
        SealedRows("design", models.Design),
        SealedRows("design_step", models.DesignStep),
        SealedRows("design_version", models.DesignVersion),
        SealedRows("review_note", models.ReviewNote),
        SealedRows("design_lock", models.DesignLock),
        SealedRows("design_amendment", models.DesignAmendment),
        SealedRows("design_supplement", models.Supplement),
        SealedRows("outcomes_seen", models.OutcomesSeen),
    ),
    guards=(
        frozen_when(models.Design, "OLD.state = 'locked'"),
        frozen_when(models.DesignStep, "OLD.locked"),
        immutable(models.DesignVersion),
        immutable(models.ReviewNote),
        immutable(models.DesignLock),
        immutable(models.DesignAmendment),
        immutable(models.OutcomesSeen),
        frozen_when(models.Supplement, "OLD.confirmed_at IS NOT NULL"),
    ),
    locked=(DESIGN,),
    experiment_seen=(seen_on_page,),
    receipt_parts={"design": receipt_part("design")},
    demonstration=(InitStep(_("Kladder til design af forsøgene i 2027"), 40, begin_trials),),
)
