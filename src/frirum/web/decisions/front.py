"""What the register adds to the front page: the decisions that wait for the person, what is due to be looked at, and an
outside evaluator's assignments."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django_scopes import scopes_disabled

from frirum.web import clock
from frirum.web.decisions.assignment_models import EvaluationAssignment
from frirum.web.decisions.models import DecisionRecord, DecisionState
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, person
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission

AHEAD = dt.timedelta(days=60)
"""What is to be looked at again, or lapses, within this time is told."""


def waiting_decisions(request: HttpRequest) -> dict[str, Any] | None:
    """What waits: to be read by this person, to be mended, to be published, to be looked at again. None where none."""
    keys = keys_with(request.user, Permission.DECIDE)
    if not keys:
        return None
    own, today = person(request), clock.today()
    rows = []
    for one in DecisionRecord.objects.filter(organisation__in=keys):
        what = _asks(one, own, today)
        if what:
            experiment = current_catalogue().experiments.get(one.slug)
            rows.append(
                {"decision": one, "what": what, "title": own_title(experiment) if experiment else one.slug}
            )
    return {"rows": rows} if rows else None


def _asks(one: DecisionRecord, own: User, today: dt.date) -> str:
    if one.state == DecisionState.REVIEW and not is_among(own, one.writers):
        return "read"
    if one.state == DecisionState.DRAFT and one.sent_back and is_among(own, one.writers):
        return "mend"
    if one.state == DecisionState.APPROVED:
        return "publish"
    if one.state == DecisionState.PUBLISHED:
        if one.sunset and today <= one.sunset <= today + AHEAD:
            return "lapses"
        if one.next_look and one.next_look <= today + AHEAD and not _looked_at(one):
            return "look"
    return ""


def _looked_at(one: DecisionRecord) -> bool:
    """Whether a later decision of the same authority on the same thing has been published."""
    return DecisionRecord.objects.filter(
        slug=one.slug, part=one.part, state=DecisionState.PUBLISHED, published_at__gt=one.published_at
    ).exists()


def assigned_to(user: Any) -> list[EvaluationAssignment]:
    """The assignments of the evaluators that the person works for, those that end first before the others."""
    keys = keys_with(user, Permission.FOLLOW_EXPERIMENT)
    if not keys:
        return []
    with scopes_disabled():  # they belong to the authority that asked, not to the evaluator
        return list(EvaluationAssignment.objects.filter(evaluator_key__in=keys).order_by("ends_on", "pk"))


def own_assignments(request: HttpRequest) -> dict[str, Any] | None:
    """What the person's organisation is to evaluate, until when, and what of it waits; the ended ones apart."""
    today = clock.today()
    rows = []
    for one in assigned_to(request.user):
        experiments = current_catalogue().experiments
        live = [found for found in one.findings.all() if not found.withdrawn_reason]
        rows.append(
            {
                "assignment": one,
                "experiments": [
                    (slug, own_title(experiments[slug]) if slug in experiments else slug)
                    for slug in one.slugs
                ],
                "days_left": (one.ends_on - today).days,
                "to_review": sum(not found.remarks.exists() for found in live),
                "delete_by": min(
                    (
                        given.delete_by
                        for given in one.handovers.all()
                        if given.delete_by and given.delete_by >= today
                    ),
                    default=None,
                ),
                "over": one.ends_on < today,
            }
        )
    if not rows:
        return None
    return {"running": [row for row in rows if not row["over"]], "over": [row for row in rows if row["over"]]}
