"""Writes on outside evaluations: the assignment, data handed over, the report, its findings as claims."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from django.urls import reverse

from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.evidence.rules import Finding, shipped_rules
from frirum.core.evidence.words import too_strong
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.decisions.assignment_models import DataHandover, EvaluationAssignment, EvaluationFinding
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import holders
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, record
from frirum.web.zones import CASEWORK

_SHA256 = re.compile(r"[0-9a-f]{64}")


@action(needs=Permission.DECIDE, of="organisation")
def begin_assignment(
    *,
    title: str,
    evaluator: str,
    slugs: Sequence[str],
    agreement: str,
    starts_on: dt.date,
    ends_on: dt.date,
    organisation: str,
    evaluator_key: str = "",
    by: Actor,
) -> EvaluationAssignment:
    """Note that an outside evaluator has been asked. Its people see the assignment, and are told, where
    `evaluator_key` names its organisation here; `evaluator` may then be "".

    Raises:
        InputRefused: no title, evaluator, agreement or known experiment, a key that is no evaluator's, or a period that
            ends before it begins.
    """
    if evaluator_key:
        here = Organisation.objects.filter(key=evaluator_key, kind=Kind.EVALUATOR).first()
        if here is None:
            raise InputRefused(_("Organisationen er ikke en evaluator."), remedy=_("Vælg en på listen."))
        evaluator = evaluator.strip() or here.name
    if not all(text.strip() for text in (title, evaluator, agreement)):
        raise InputRefused(_("En opgave skal have titel, evaluator og aftale."))
    strangers = [slug for slug in slugs if slug not in current_catalogue().experiments]
    if not slugs or strangers:
        raise InputRefused(_("Vælg de forsøg, der skal evalueres."))
    if ends_on < starts_on:
        raise InputRefused(_("Opgaven slutter, før den begynder."))
    made = EvaluationAssignment.objects.create(
        organisation=organisation,
        title=title.strip(),
        evaluator=evaluator.strip(),
        evaluator_key=evaluator_key,
        slugs=sorted(set(slugs)),
        agreement=agreement.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        begun_by=by.trail_reference,
        begun_at=clock.now(),
    )
    details = {"experiments": len(made.slugs)}
    record("assignment.begun", by=by, subject=made, organisation=organisation, details=details)
    tell_evaluator(
        made,
        once="begun",
        subject=lambda: _("I har fået en opgave: {title}").format(title=made.title),
        says=lambda: _(
            "Opgaven løber fra {first} til {last}. Læs den, og skriv, hvis noget er uklart."
        ).format(first=format_date(made.starts_on), last=format_date(made.ends_on)),
        by=by,
    )
    return made


def tell_evaluator(
    assignment: EvaluationAssignment,
    *,
    once: str,
    subject: Callable[[], str],
    says: Callable[[], str],
    by: Actor,
) -> None:
    """A mail to the evaluator's people, where they have accounts here."""
    if assignment.evaluator_key:
        tell(
            holders(Permission.FOLLOW_EXPERIMENT, assignment.evaluator_key),
            once=f"assignment:{assignment.reference}:{once}",
            subject=subject,
            says=says,
            path=reverse("decisions:assignment", args=[assignment.reference]),
            by=by,
        )


def _fresh(assignment: EvaluationAssignment) -> EvaluationAssignment:
    hold(CASEWORK)
    return EvaluationAssignment.objects.get(pk=assignment.pk)


@action(needs=Permission.DECIDE, of="assignment.organisation")
def note_handover(
    *,
    assignment: EvaluationAssignment,
    what: str,
    legal_basis: str,
    holds_people: bool,
    handed_on: dt.date,
    received_by: str,
    delete_by: dt.date | None,
    sha256: str,
    by: Actor,
) -> DataHandover:
    """Note that data were handed over; the row can never be changed.

    Raises:
        InputRefused: what, by which right or to whom is missing; a day ahead; data on people without a day they are
            to be deleted by; or a fingerprint that is none.
    """
    assignment = _fresh(assignment)
    if not all(text.strip() for text in (what, legal_basis, received_by)):
        raise InputRefused(_("Skriv, hvad der blev overdraget, med hvilket grundlag, og hvem der tog imod."))
    if handed_on > clock.today():
        raise InputRefused(_("Dagen for overdragelsen er ikke kommet endnu."))
    if holds_people and delete_by is None:
        raise InputRefused(_("Data om personer skal have en dag, hvor de slettes hos modtageren."))
    plain = sha256.strip().lower()
    if plain and not _SHA256.fullmatch(plain):
        raise InputRefused(_("Fingeraftrykket skal være SHA-256: 64 tegn, 0-9 og a-f."))
    made = DataHandover.objects.create(
        assignment=assignment,
        what=what.strip(),
        legal_basis=legal_basis.strip(),
        holds_people=holds_people,
        handed_on=handed_on,
        received_by=received_by.strip(),
        delete_by=delete_by,
        sha256=plain,
        noted_by=by.trail_reference,
        noted_at=clock.now(),
    )
    _note("assignment.data_handed_over", assignment, by, also=made)
    return made


def _note(
    event: str,
    assignment: EvaluationAssignment,
    by: Actor,
    also: DataHandover | EvaluationFinding | None = None,
) -> None:
    record(
        event,
        by=by,
        subject=assignment,
        organisation=assignment.organisation,
        also=[also] if also is not None else (),
    )


@action(needs=Permission.DECIDE, of="assignment.organisation")
def receive_report(
    *,
    assignment: EvaluationAssignment,
    title: str,
    received_on: dt.date,
    where: str,
    sha256: str,
    by: Actor,
) -> EvaluationAssignment:
    """Note that the report has come, where it lies and its fingerprint.

    Raises:
        NotAllowed: it was received before.
        InputRefused: no title or place, a day ahead, or a fingerprint that is none.
    """
    assignment = _fresh(assignment)
    if assignment.report_received_on is not None:
        raise NotAllowed(_("Rapporten er modtaget."))
    if not title.strip() or not where.strip():
        raise InputRefused(_("Skriv rapportens titel, og hvor den ligger."))
    if received_on > clock.today():
        raise InputRefused(_("Dagen for modtagelsen er ikke kommet endnu."))
    plain = sha256.strip().lower()
    if plain and not _SHA256.fullmatch(plain):
        raise InputRefused(_("Fingeraftrykket skal være SHA-256: 64 tegn, 0-9 og a-f."))
    assignment.report_title, assignment.report_received_on = title.strip(), received_on
    assignment.report_where, assignment.report_sha256 = where.strip(), plain
    assignment.save()
    _note("assignment.report_received", assignment, by)
    return assignment


@action(needs=Permission.DECIDE, of="assignment.organisation")
def enter_finding(
    *,
    assignment: EvaluationAssignment,
    slug: str,
    part: str,
    text: str,
    place: str,
    step: int,
    step_reason: str,
    finding: str,
    by: Actor,
) -> EvaluationFinding:
    """Enter what the report found as a claim of an experiment.

    Raises:
        NotAllowed: the report has not come.
        InputRefused: an experiment outside the assignment, a part it has not, no text, place or reason for the step,
            a verdict that its step does not carry, or words that claim more than the step does.
    """
    assignment = _fresh(assignment)
    if assignment.report_received_on is None:
        raise NotAllowed(_("Rapporten er ikke modtaget endnu."), remedy=_("Notér modtagelsen først."))
    if slug not in assignment.slugs:
        raise InputRefused(_("Forsøget hører ikke til opgaven."))
    if part and current_catalogue().experiment(slug).part(part) is None:
        raise InputRefused(_("Forsøget har ikke delen {part}.").format(part=part))
    _refuse_unfounded(text, place, step, step_reason, finding)
    made = EvaluationFinding.objects.create(
        assignment=assignment,
        slug=slug,
        part=part,
        text=" ".join(text.split()),
        place=place.strip(),
        step=step,
        step_reason=step_reason.strip(),
        finding=finding,
        entered_by=by.trail_reference,
        entered_at=clock.now(),
    )
    _note("assignment.finding_entered", assignment, by, also=made)
    tell_evaluator(
        assignment,
        once=f"finding:{made.reference}",
        subject=lambda: _("Et fund fra jeres rapport er ført ind: {title}").format(title=assignment.title),
        says=lambda: _("Se, om det er gengivet rigtigt, og skriv det, hvis det ikke er."),
        by=by,
    )
    return made


def _refuse_unfounded(text: str, place: str, step: int, step_reason: str, finding: str) -> None:
    if not all(one.strip() for one in (text, place, step_reason)):
        raise InputRefused(
            _("Skriv, hvad der blev fundet, hvor i rapporten det står, og hvorfor trinet er det.")
        )
    if step not in list(EvidenceStep):
        raise InputRefused(_("Trinet skal være 0 til 5."))
    if finding and finding not in list(Finding):
        raise InputRefused(_("{value} findes ikke.").format(value=finding))
    # An outside evaluation asks of effects; what the rules ask of ours they ask of others' too.
    rule = shipped_rules().findings.get(Finding(finding)) if finding else None
    lowest = int(rule.effect_from) if rule else 0
    if step < lowest:
        raise InputRefused(
            _("Den konklusion kræver mindst trin {lowest}; der er valgt trin {step}.").format(
                lowest=lowest, step=step
            )
        )
    found = next(too_strong(text, EvidenceStep(step)), None)
    if found is not None:
        raise InputRefused(
            _("Ordet »{word}« siger mere, end trin {step} kan bære.").format(word=found.word, step=step),
            remedy=_("Skriv højst »{strongest}«.").format(strongest=found.strongest),
        )


@action(needs=Permission.DECIDE, of="finding.assignment.organisation")
def withdraw_finding(*, finding: EvaluationFinding, reason: str, by: Actor) -> EvaluationFinding:
    """Take a finding back, with the reason; decisions that named it keep it as it was.

    Raises:
        NotAllowed: it is withdrawn.
        InputRefused: no reason.
    """
    hold(CASEWORK)
    row = EvaluationFinding.objects.select_related("assignment").get(pk=finding.pk)
    if row.withdrawn_reason:
        raise NotAllowed(_("Fundet er trukket tilbage."))
    if not reason.strip():
        raise InputRefused(_("Skriv hvorfor."))
    row.withdrawn_reason = reason.strip()
    row.save()
    _note("assignment.finding_withdrawn", row.assignment, by, also=row)
    return row
