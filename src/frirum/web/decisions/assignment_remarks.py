"""What the authority and the outside evaluator write to each other: remarks, and the evaluator's word on a finding."""

from __future__ import annotations

from django.urls import reverse

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.decisions.assignment_models import (
    AssignmentRemark,
    EvaluationAssignment,
    EvaluationFinding,
    RemarkKind,
)
from frirum.web.decisions.assignments import tell_evaluator
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import holders
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, record
from frirum.web.zones import CASEWORK

BOTH_SIDES = (Permission.DECIDE, Permission.FOLLOW_EXPERIMENT)
"""Who asked for it, and who does it; each in an organisation of the assignment."""


@action(needs=BOTH_SIDES, of="assignment.organisations")
def remark(*, assignment: EvaluationAssignment, text: str, by: Actor) -> AssignmentRemark:
    """Write something to the other side, which is told by mail.

    Raises:
        InputRefused: nothing is written.
    """
    hold(CASEWORK)
    cleaned = text.replace("\r\n", "\n").strip()
    if not cleaned:
        raise InputRefused(_("Skriv, hvad du vil sige."))
    return _kept(assignment, RemarkKind.REMARK, cleaned, None, by)


@action(needs=Permission.FOLLOW_EXPERIMENT, of="finding.assignment.evaluator_key")
def review_finding(
    *, finding: EvaluationFinding, as_reported: bool, text: str, by: Actor
) -> AssignmentRemark:
    """The evaluator says whether a finding says what the report says; the last word counts, the earlier ones stay.

    Raises:
        NotAllowed: it is withdrawn.
        InputRefused: it is not as reported, and nothing says what is wrong.
    """
    hold(CASEWORK)
    row = EvaluationFinding.objects.get(pk=finding.pk)
    if row.withdrawn_reason:
        raise NotAllowed(_("Fundet er trukket tilbage."))
    cleaned = text.replace("\r\n", "\n").strip()
    if not as_reported and not cleaned:
        raise InputRefused(_("Skriv, hvad der ikke er gengivet rigtigt."))
    kind = RemarkKind.AS_REPORTED if as_reported else RemarkKind.NOT_AS_REPORTED
    return _kept(row.assignment, kind, cleaned, row, by)


def _kept(
    assignment: EvaluationAssignment,
    kind: RemarkKind,
    text: str,
    finding: EvaluationFinding | None,
    by: Actor,
) -> AssignmentRemark:
    made = AssignmentRemark.objects.create(
        assignment=assignment,
        finding=finding,
        kind=kind,
        text=text,
        written_by=by.trail_reference,
        written_at=clock.now(),
    )
    record(
        "assignment.finding_reviewed" if finding else "assignment.remarked",
        by=by,
        subject=assignment,
        organisation=assignment.organisation,
        also=[made],
    )
    once, path = f"remark:{made.pk}", reverse("decisions:assignment", args=[assignment.reference])

    def subject() -> str:
        return _("Der er skrevet om en ekstern evaluering: {title}").format(title=assignment.title)

    def says() -> str:
        return _("Læs det, og svar på siden.")

    tell_evaluator(assignment, once=once, subject=subject, says=says, by=by)
    tell(
        holders(Permission.DECIDE, assignment.organisation),
        once=f"assignment:{assignment.reference}:{once}",
        subject=subject,
        says=says,
        path=path,
        by=by,
    )
    return made
