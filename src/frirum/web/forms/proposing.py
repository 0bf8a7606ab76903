"""What the data propose for points 6-10 of a form: lines that a person takes over or rejects."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from frirum.core.catalogue.evaluation_form import LAST_POINT_BEFORE_START, questions
from frirum.core.catalogue.form_content import reporting_period
from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.language import gettext as _
from frirum.web import clock, registered
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.forms.models import EvaluationForm, FormEntry, FormProposal
from frirum.web.language import in_danish
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import ProposedLine
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, record
from frirum.web.zones import CASEWORK


@dataclass(frozen=True)
class Proposal:
    """A line that nobody has answered yet."""

    line: ProposedLine
    digest: str


def open_proposals(form: EvaluationForm) -> Mapping[str, tuple[Proposal, ...]]:
    """Key of a question -> the lines proposed for it; {} where points 6-10 are not being written."""
    if form.is_sent or not form.is_locked:
        return {}
    answered = set(form.proposals.values_list("digest", flat=True))
    found: dict[str, tuple[Proposal, ...]] = {}
    for line in _lines(form):
        digest = hashlib.sha256(f"{line.question}\n{line.text}".encode()).hexdigest()
        if digest not in answered and all(one.digest != digest for one in found.get(line.question, ())):
            found[line.question] = (*found.get(line.question, ()), Proposal(line, digest))
    return found


def _lines(form: EvaluationForm) -> list[ProposedLine]:
    """What every app's data say until the period ends, or until today; in Danish, as the form is."""
    asked = {question.key for point, question in questions() if point.number > LAST_POINT_BEFORE_START}
    on = clock.today()
    experiment = current_catalogue().experiments.get(form.slug)
    try:
        end = reporting_period(experiment, form.period).end if experiment else None
    except UsageError:
        end = None
    on = min(on, end) if end is not None else on
    with in_danish():
        lines = [line for make in registered.form_lines() for line in make(form.slug, form.organisation, on)]
    return [line for line in lines if line.question in asked]


@action(needs=Permission.FILL_FORM, of="form.organisation")
def answer_proposal(*, form: EvaluationForm, digest: str, taken: bool, by: Actor) -> FormProposal:
    """Take a proposed line over, after what stands in its field, or reject it; a person goes on from there.

    Raises:
        NotAllowed: the form is sent, or points 1-5 are not locked.
        InputRefused: the data do not propose the line any more, or it was answered.
    """
    from frirum.web.forms.actions import LONGEST_ANSWER

    hold(CASEWORK)
    form = EvaluationForm.objects.get(pk=form.pk)
    if form.is_sent or not form.is_locked:
        raise NotAllowed(_("Punkt 6-10 kan ikke skrives nu."))
    lines = [one for found in open_proposals(form).values() for one in found if one.digest == digest]
    if not lines:
        raise InputRefused(
            _("Forslaget er besvaret, eller data siger noget andet nu."), remedy=_("Hent siden igen.")
        )
    line = lines[0].line
    made = FormProposal.objects.create(
        form=form,
        field=line.question,
        digest=digest,
        text=line.text,
        source=line.source,
        taken=taken,
        answered_by=by.trail_reference,
        answered_at=clock.now(),
    )
    also: list[FormEntry | FormProposal] = [made]
    if taken:
        entry = FormEntry.objects.filter(form=form, field=line.question).first()
        entry = entry or FormEntry(form=form, field=line.question)
        entry.text = "\n".join(filter(None, (entry.text, line.text)))
        if len(entry.text) > LONGEST_ANSWER:
            raise InputRefused(_("Der er ikke plads til mere i feltet."))
        entry.revision += 1
        entry.save()
        also.append(entry)
    record(
        "form.proposal_taken" if taken else "form.proposal_rejected",
        by=by,
        subject=form,
        organisation=form.organisation,
        fields=(line.question,),
        details={"slug": form.slug},
        also=also,
    )
    return made
