"""Writes on what was decided when the law changed."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max

from frirum.core.errors import InputRefused, UsageError
from frirum.core.language import gettext as _
from frirum.core.law.watch import Consequence, cuts, watch
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.following.models import LawAnswer
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.recording import action, hold, record
from frirum.web.uses.checks import given_reason
from frirum.web.zones import CASEWORK


@action(needs=Permission.EDIT_EXPERIMENT, of="organisation")
def answer_law_change(
    *,
    slug: str,
    changed_on: dt.date,
    organisation: str,
    answer: str,
    reason: str,
    by: User,
    part: str = "",
) -> LawAnswer:
    """Say what a law change means for the experiment. It stands on the experiment's public page with its reason.

    Args:
        changed_on: the day of the change, as the law watch knows it.
        organisation: key of the municipality or network that answers.
        answer: a `Consequence`.
        part: slug of the part it is about; "" for all of it.

    Raises:
        NotAllowed: the person does not edit experiments for the organisation.
        UsageError: unknown experiment or part, or the law did not change that day.
        InputRefused: unknown answer, no reason, a CPR number in it, or the same as what stands.
    """
    version = latest_version(slug)
    refuse_unknown(slug, part, changed_on)
    assert version is not None
    if answer not in list(Consequence):
        raise InputRefused(_("Vælg, hvad lovændringen betyder for forsøget."))
    why = given_reason(reason)
    hold(CASEWORK)
    earlier = LawAnswer.objects.filter(organisation=organisation, slug=slug, part=part, changed_on=changed_on)
    last = earlier.order_by("-number").first()
    if last is not None and (last.answer, last.reason) == (answer, why):
        raise InputRefused(_("Svaret er det samme som det, der står."))
    made = LawAnswer.objects.create(
        slug=slug,
        part=part,
        organisation=organisation,
        changed_on=changed_on,
        number=(earlier.aggregate(last=Max("number"))["last"] or 0) + 1,
        answer=answer,
        reason=why,
        definition_number=version.number,
        definition_sha256=version.sha256,
        answered_by=by.trail_reference,
        answered_at=clock.now(),
    )
    details: dict[str, str | int | bool | None] = {
        "slug": slug, "part": part, "day": changed_on.isoformat(), "answer": answer, "number": made.number,
    }  # fmt: skip
    record("law_change.answered", by=by, subject=made, organisation=organisation, details=details)
    return made


def refuse_unknown(slug: str, part: str, changed_on: dt.date) -> None:
    """Refuse what the law watch does not ask about."""
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None:
        raise UsageError(_("Der er intet forsøg med slug {slug}.").format(slug=slug))
    of_part = experiment.part(part) if part else None
    if part and of_part is None:
        raise UsageError(_("Forsøget har ingen del med slug {part}.").format(part=part))
    if changed_on not in cuts(watch(experiment, part=of_part)):
        raise UsageError(
            _("Loven blev ikke ændret under forsøget {day}.").format(day=format_date(changed_on)),
            remedy=_("Forsøgets side viser de lovændringer, der skal svares på."),
        )
