"""Uses that began before the municipality used Frirum: recorded only where a coordinator has opened for them.

Where the beginning lies further back than a season, a use is past: what happened so long ago is remembered
differently, and a figure that suddenly grows backwards must be somebody's decision.
"""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import accounts_of, holders, holders_around
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.recording import action, hold, record
from frirum.web.uses.assessing import takes_part
from frirum.web.uses.checks import given_reason, refuse_days
from frirum.web.uses.models import PastUseApproval
from frirum.web.zones import CASEWORK, alias

Details = dict[str, str | int | bool | None]
LATE_AFTER = dt.timedelta(days=92)


def is_past(begun_on: dt.date) -> bool:
    """Whether a use that began on the day can be typed only as a past use."""
    return begun_on < clock.today() - LATE_AFTER


def approval_for(slug: str, organisation: str, begun_on: dt.date) -> PastUseApproval | None:
    """The open approval that covers the day, or None."""
    return PastUseApproval.objects.filter(
        slug=slug, organisation=organisation, closed_at=None, first_day__lte=begun_on, last_day__gte=begun_on
    ).first()


class PastNotOpen(NotAllowed):
    """Nobody has opened for recording so far back: `slug`, `organisation` and `begun_on` say for what."""

    def __init__(self, slug: str, organisation: str, begun_on: dt.date) -> None:
        super().__init__(
            _("Brugen begyndte {date}, og der er ikke åbnet for at registrere så langt bagud.").format(
                date=format_date(begun_on)
            ),
            remedy=_("Bed frikommunekoordinatoren om at åbne for det."),
        )
        self.slug, self.organisation, self.begun_on = slug, organisation, begun_on


def openers(organisation: str) -> list[User]:
    """The people who may open for it: the municipality's coordinators, or those of its network where it has none."""
    return holders(Permission.FOLLOW_USES, organisation) or holders_around(
        Permission.FOLLOW_USES, organisation
    )


@action(needs=Permission.RECORD_USE, of="organisation")
def ask_to_open(*, slug: str, organisation: str, begun_on: dt.date, by: User) -> list[User]:
    """Mail those who may open for recording backwards that somebody needs it; once a day for one experiment.

    The mail says from which day and by whom, and nothing of the citizen.

    Returns:
        Who was asked.

    Raises:
        InputRefused: nobody may open for it.
    """
    people = openers(organisation)
    if not people:
        raise InputRefused(
            _("Der er ingen frikommunekoordinator, der kan åbne for det."),
            remedy=_("Bed jeres administrator om at give en kollega den rolle."),
        )
    experiment = current_catalogue().experiment(slug)
    tell(
        people,
        once=f"past-uses:{slug}:{organisation}:{by.reference}:{clock.today().isoformat()}",
        subject=lambda: _("Åbn for at registrere bagud: {name}").format(name=experiment.short_title),
        says=lambda: _(
            "{who} skal registrere brug af »{name}« fra den {day} og beder om, at der bliver åbnet for det. Mailen "
            "siger ikke, hvem borgeren er."
        ).format(who=by.name, name=experiment.short_title, day=format_date(begun_on)),
        path=reverse("uses:past"),
        by=by,
    )
    details: Details = {"slug": slug, "from": begun_on.isoformat()}
    record("past_uses.asked", by=by, subject="uses.past", organisation=organisation, details=details)
    return people


def open_approval(slug: str, organisation: str, begun_on: dt.date) -> PastUseApproval:
    """The open approval that covers the day.

    Raises:
        PastNotOpen: there is none.
    """
    found = approval_for(slug, organisation, begun_on)
    if found is None:
        raise PastNotOpen(slug, organisation, begun_on)
    return found


@action(needs=Permission.FOLLOW_USES, of="organisation")
def approve_past_uses(
    *, slug: str, organisation: str, first_day: dt.date, last_day: dt.date, reason: str, by: Actor
) -> PastUseApproval:
    """Let a municipality that joined late record the uses it already had, for a stretch of days.

    Raises:
        UsageError: unknown experiment.
        InputRefused: impossible days, no reason, or a municipality outside the experiment.
    """
    why = given_reason(reason)
    refuse_days(first_day, last_day)
    if last_day > clock.today():
        raise InputRefused(_("Der kan kun åbnes for dage, der er gået."))
    _refuse_not_taking_part(slug, organisation)
    made = PastUseApproval.objects.create(
        slug=slug,
        organisation=organisation,
        first_day=first_day,
        last_day=last_day,
        reason=why,
        approved_by=by.trail_reference,
        approved_at=clock.now(),
    )
    details: Details = {
        "slug": slug,
        "from": first_day.isoformat(),
        "to": last_day.isoformat(),
    }
    record("past_uses.approved", by=by, subject=made, organisation=organisation, details=details)
    _tell_askers(made, by=by)
    return made


def _tell_askers(made: PastUseApproval, *, by: Actor) -> None:
    """Tell those who asked for the opening, by what the trail remembers of their asking."""
    asked = TrailEvent.objects.using(alias(CASEWORK)).filter(
        event="past_uses.asked", organisation=made.organisation, details__slug=made.slug
    )
    days = (made.first_day.isoformat(), made.last_day.isoformat())
    people = {one.actor for one in asked if days[0] <= one.details["from"] <= days[1]}
    experiment = current_catalogue().experiment(made.slug)
    tell(
        accounts_of(*people),
        once=f"past-uses:opened:{made.pk}",
        subject=lambda: _("Der er åbnet for at registrere bagud: {name}").format(name=experiment.short_title),
        says=lambda: _("Du kan nu registrere brug fra {first} til {last}.").format(
            first=format_date(made.first_day), last=format_date(made.last_day)
        ),
        path=reverse("cases:check", args=[made.slug]),
        by=by,
    )


@action(needs=Permission.FOLLOW_USES, of="approval.organisation")
def close_past_uses(*, approval: PastUseApproval, by: Actor) -> PastUseApproval:
    """No more past uses under this approval; those recorded stay.

    Raises:
        NotAllowed: it is closed already.
    """
    hold(CASEWORK)
    approval = PastUseApproval.objects.get(pk=approval.pk)
    if approval.closed_at is not None:
        raise NotAllowed(_("Der er allerede lukket."))
    approval.closed_at, approval.closed_by = clock.now(), by.trail_reference
    approval.save(update_fields=["closed_at", "closed_by"])
    details: Details = {"slug": approval.slug}
    record("past_uses.closed", by=by, subject=approval, organisation=approval.organisation, details=details)
    return approval


def _refuse_not_taking_part(slug: str, organisation: str) -> None:
    experiment = current_catalogue().experiment(slug)
    if not any(takes_part(experiment, part, organisation) for part in experiment.parts or (None,)):
        raise InputRefused(_("Kommunen deltager ikke i forsøget."))
