"""Writes on uses. What is refused changes nothing; what is done leaves an event without a word about the citizen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.assessing import AssessedCase, assess_case, consents, recorded_case
from frirum.web.uses.checks import (
    LONGEST_NAME,
    given_reason,
    is_against,
    refuse_days,
    refuse_misfit,
    refuse_open,
    refuse_overlap,
    refuse_retracted,
    refuse_twice,
    refuse_without_consent,
    short_text,
    without_cpr,
)
from frirum.web.uses.citizens import citizen_of, give_text, has_consented
from frirum.web.uses.handing_over import refuse_unless_colleague, tell_receiver
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import (
    ChoiceKind,
    Citizen,
    CitizenChoice,
    CorrectionKind,
    NonUse,
    Use,
    UseCorrection,
    UseSource,
    UseState,
)
from frirum.web.uses.past import open_approval
from frirum.web.uses.people import decided, may_change
from frirum.web.uses.reasons import EndReason, NonUseReason
from frirum.web.uses.recognising import name_citizen, read_label
from frirum.web.zones import CASEWORK

Details = dict[str, str | int | bool | None]
_SENT = uuid.UUID("6f0c1d0e-3c9f-4f0e-9a55-0d5a3a1f7e52")


@action(needs=Permission.RECORD_USE, of="organisation")
def record_use(
    *,
    slug: str,
    organisation: str,
    identity: Identity,
    begun_on: dt.date,
    facts: Mapping[str, Any],
    by: Actor,
    part: str = "",
    responsible: str | None = None,
    advice_overruled_reason: str = "",
    judged_by: str = "",
    consented_on: dt.date | None = None,
    source: str = UseSource.TYPED,
    extract_row: str = "",
    warn_of_overlap: bool = False,
    label: str = "",
) -> Use:
    """Record that the exemption is used in a citizen's case, with the answer it rests on.

    Args:
        organisation: key of the municipality.
        identity: who the citizen is (`identities.read_identity`).
        facts: as `frirum assess` takes them; the municipality is filled in where left out, and from an extract the
            case's day is the first day of the use.
        responsible: trail reference of the one who has the case; None: the person who records, nobody for a system.
        advice_overruled_reason: asked for when the answer is no; judged_by: when it needs a judgement.
        consented_on: when the citizen was told and agreed, where the experiment rests on the citizen's wish.
        warn_of_overlap: refuse while another use of the experiment is open in the case; a person who has seen the
            warning and means both asks again without it.
        label: what the person calls the case, kept sealed; "" leaves what the citizen has.
        source, extract_row: `UseSource`; for an extract the row's content key.

    Raises:
        UsageError: unknown experiment or part.
        InputRefused: impossible dates, unknown facts, a fact that belongs to another municipality, a municipality
            outside the experiment, something missing that the answer asks for, or a CPR number in a text.
        NotAllowed: recorded before, warned of an open use, or a past use that no coordinator has approved.
    """
    refuse_days(begun_on)
    # A row of an extract tells too little to ask anything of; a person is asked for all that the answer rests on.
    is_typed = source != UseSource.EXTRACT and not extract_row
    case = assess_case(
        slug=slug, part=part, facts=without_cpr(facts), organisation=organisation,
        begun_on=None if is_typed else begun_on,
        overruled=short_text(advice_overruled_reason), judged_by=short_text(judged_by, LONGEST_NAME),
    )  # fmt: skip
    refuse_misfit(case, organisation)
    if is_typed:
        refuse_open(case)
    read_label(label)
    hold(CASEWORK)
    approval = open_approval(slug, organisation, begun_on) if source == UseSource.PAST else None
    citizen = citizen_of(identity=identity, organisation=organisation, by=by)
    if consented_on is not None:
        _note_consent(citizen, case, consented_on, by)
    if is_typed:
        refuse_without_consent(citizen, case)
    refuse_twice(citizen, case, begun_on)
    if warn_of_overlap:
        refuse_overlap(citizen, case)
    use = _kept(
        case, citizen, by, begun_on=begun_on, source=source, extract_row=extract_row, approval=approval,
        responsible=_responsible(by) if responsible is None else responsible,
    )  # fmt: skip
    if label.strip():
        name_citizen(citizen=citizen, label=label, by=by)
    _record("use.recorded", use, by, outcome=use.outcome, source=source, definition=use.definition_sha256)
    return use


def _kept(case: AssessedCase, citizen: Citizen, by: Actor, **given: Any) -> Use:
    """The use as a row: the answer it rests on, under the definition's version, and what the caller gives."""
    return Use.objects.create(
        citizen=citizen,
        organisation=citizen.organisation,
        slug=case.version.slug,
        part=case.part.slug if case.part else "",
        definition_number=case.version.number,
        definition_sha256=case.version.sha256,
        facts=case.stored_facts,
        outcome=case.outcome,
        note=case.note,
        advice_overruled_reason=case.overruled,
        judged_by=case.judged_by,
        recorded_by=by.trail_reference,
        recorded_at=clock.now(),
        **given,
    )


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="use.organisation", own=may_change)
def correct_use(
    *,
    use: Use,
    reason: str,
    by: Actor,
    begun_on: dt.date | None = None,
    facts: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> UseCorrection:
    """Correct the day or the facts; the case is assessed anew under the version it was recorded with.

    Args:
        seen: the number of the last correction the person saw (0: none); None: not known, and not asked.

    Raises:
        NotAllowed: the use is retracted, stands on that day already, or was corrected after what the person saw.
        InputRefused: no reason, nothing changed, or what `record_use` refuses. Where the new answer is no, the
            reason of the correction is also why the exemption is used against it.
    """
    use, why = _fresh(use), given_reason(reason)
    refuse_retracted(use)
    if seen is not None and seen != last_correction(use):
        raise NotAllowed(
            _("Sagen er rettet, siden du åbnede siden."),
            remedy=_("Se, hvad der er rettet. Gem igen, hvis det stadig er det, du vil."),
        )
    day = begun_on or use.begun_on
    refuse_days(day, use.ended_on)
    before = recorded_case(use)
    case = assess_case(
        slug=use.slug, part=use.part, facts=without_cpr(use.facts if facts is None else facts),
        organisation=use.organisation, version=before.version,
        overruled=use.advice_overruled_reason, judged_by=use.judged_by,
    )  # fmt: skip
    refuse_misfit(case, use.organisation)
    changes: dict[str, Any] = {
        "begun_on": day, "facts": case.stored_facts, "outcome": case.outcome, "note": case.note,
        "advice_overruled_reason": use.advice_overruled_reason or (why if is_against(case) else ""),
    }  # fmt: skip
    if day == use.begun_on and changes["facts"] == use.facts:
        raise InputRefused(_("Der er ikke rettet noget."))
    if day != use.begun_on:
        refuse_twice(use.citizen, case, day)
    return _correct(use, CorrectionKind.CORRECTED, why, changes, by)


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="use.organisation", own=may_change)
def retract_use(*, use: Use, reason: str, by: Actor) -> UseCorrection:
    """Take a use back: it was never used, or recorded by mistake. It stays readable and counts nowhere.

    Raises:
        NotAllowed: it is retracted already.
        InputRefused: no reason.
    """
    use, why = _fresh(use), given_reason(reason)
    refuse_retracted(use)
    return _correct(use, CorrectionKind.RETRACTED, why, {"state": UseState.RETRACTED}, by)


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="use.organisation", own=may_change)
def restore_use(*, use: Use, by: Actor) -> UseCorrection:
    """Undo a retraction on the day it was made.

    Raises:
        NotAllowed: the use is not retracted, was so on an earlier day, or stands recorded anew.
    """
    use = _fresh(use)
    if not may_be_restored(use):
        raise NotAllowed(
            _("En tilbagetrækning kan kun fortrydes samme dag."), remedy=_("Registrér brugen igen.")
        )
    refuse_twice(use.citizen, recorded_case(use), use.begun_on)
    why = _("Fortrudt samme dag")
    return _correct(use, CorrectionKind.RESTORED, why, {"state": UseState.RECORDED}, by)


def may_be_restored(use: Use) -> bool:
    """Whether the use was retracted today."""
    last = use.corrections.order_by("-number").first()
    return (
        not use.is_recorded
        and last is not None
        and last.made_at.astimezone(clock.COPENHAGEN).date() == clock.today()
    )


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="use.organisation", own=may_change)
def end_use(*, use: Use, ended_on: dt.date, reason: str, by: Actor) -> Use:
    """The exemption is no longer used: the course is over, the citizen moved away or said no.

    Args:
        ended_on: the last day it was used.
        reason: an `EndReason`.

    Raises:
        NotAllowed: it is retracted or ended already.
        InputRefused: the end lies before the beginning or in the future, or the reason is unknown.
    """
    use = _fresh(use)
    refuse_retracted(use)
    if use.ended_on is not None:
        raise NotAllowed(_("Brugen er allerede afsluttet."), remedy=_("Åbn den igen for at rette det."))
    refuse_days(use.begun_on, ended_on)
    if ended_on > clock.today():
        raise InputRefused(_("Slutdagen ligger i fremtiden."), remedy=_("Afslut brugen, når den er slut."))
    if reason not in EndReason.values:
        raise InputRefused(_("Vælg, hvorfor brugen er slut."))
    use.ended_on, use.end_reason = ended_on, reason
    use.save(update_fields=["ended_on", "end_reason"])
    _record("use.ended", use, by, fields=("ended_on", "end_reason"), reason=reason)
    return use


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="use.organisation", own=may_change)
def reopen_use(*, use: Use, reason: str, by: Actor) -> UseCorrection:
    """Take back that a use ended.

    Raises:
        NotAllowed: it is retracted or has not ended.
        InputRefused: no reason.
    """
    use, why = _fresh(use), given_reason(reason)
    refuse_retracted(use)
    if use.ended_on is None:
        raise NotAllowed(_("Brugen er ikke afsluttet."))
    changes = {"ended_on": None, "end_reason": ""}
    return _correct(use, CorrectionKind.REOPENED, why, changes, by)


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="use.organisation", own=may_change)
def hand_over_use(*, use: Use, to: User, by: Actor) -> Use:
    """Give the case to a colleague, who has it from now on.

    Raises:
        NotAllowed: the use is retracted, or the colleague does not record uses in this municipality.
        InputRefused: the colleague has it already.
    """
    use = _fresh(use)
    refuse_retracted(use)
    refuse_unless_colleague(to, use.organisation)
    if use.responsible == to.trail_reference:
        raise InputRefused(_("Kollegaen har allerede sagen."))
    use.responsible = to.trail_reference
    use.save(update_fields=["responsible"])
    _record("use.handed_over", use, by, fields=("responsible",), person=to.trail_reference)
    tell_receiver([use], to, by=by)
    return use


@action(needs=Permission.RECORD_USE, of="organisation")
def record_non_use(
    *,
    slug: str,
    organisation: str,
    reason: str,
    decided_on: dt.date,
    by: Actor,
    part: str = "",
    sent: str = "",
) -> NonUse:
    """Record that an exemption which could have been used was not, and why. No identity is kept.

    Args:
        sent: a random text of the page it was sent from. Sent twice from one page, as a double click does, it is
            recorded once: the one that is there is given back, also when another reason was chosen the second time.

    Raises:
        UsageError: unknown experiment or part.
        InputRefused: unknown reason, an impossible day, or a municipality outside the experiment.
    """
    if reason not in NonUseReason.values:
        raise InputRefused(_("Vælg, hvorfor fritagelsen ikke blev brugt."))
    refuse_days(decided_on)
    case = assess_case(slug=slug, part=part, facts={}, organisation=organisation)
    refuse_misfit(case, organisation)
    hold(CASEWORK)
    reference, before = _sent_before(sent, by)
    if before is not None:
        nothing_changed()
        return before
    non_use = NonUse.objects.create(
        reference=reference,
        slug=slug,
        part=part,
        organisation=organisation,
        reason=reason,
        decided_on=decided_on,
        decided_by=by.trail_reference,
        recorded_at=clock.now(),
    )
    details: Details = {"slug": slug, "part": part, "reason": reason}
    record("non_use.recorded", by=by, subject=non_use, organisation=organisation, details=details)
    return non_use


def _sent_before(sent: str, by: Actor) -> tuple[uuid.UUID, NonUse | None]:
    """The reference for what a page sent, and what was recorded under it already.

    The reference follows from the page's random text and the person, so nobody can choose or guess another's. One
    that was undone leaves room for the next.
    """
    if not sent:
        return uuid.uuid4(), None
    reference = uuid.uuid5(_SENT, f"{by.trail_reference} {sent}")
    while before := NonUse.objects.filter(reference=reference).first():
        if before.state == UseState.RECORDED:
            return reference, before
        reference = uuid.uuid5(_SENT, str(reference))
    return reference, None


@action(needs=Permission.RECORD_USE, of="non_use.organisation", own=decided)
def retract_non_use(*, non_use: NonUse, by: Actor) -> NonUse:
    """Undo what was recorded with one click too many, on the same day.

    Raises:
        NotAllowed: it was recorded on an earlier day, or is retracted already.
    """
    hold(CASEWORK)
    non_use = NonUse.objects.get(pk=non_use.pk)
    recorded_on = non_use.recorded_at.astimezone(clock.COPENHAGEN).date()
    if non_use.state == UseState.RETRACTED or recorded_on != clock.today():
        raise NotAllowed(_("Registreringen kan kun fortrydes samme dag, og kun én gang."))
    non_use.state = UseState.RETRACTED
    non_use.save(update_fields=["state"])
    details: Details = {"slug": non_use.slug, "part": non_use.part}
    record("non_use.retracted", by=by, subject=non_use, organisation=non_use.organisation, details=details)
    return non_use


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="citizen.organisation")
def record_choice(
    *, citizen: Citizen, slug: str, kind: str, chosen_on: dt.date, by: Actor, part: str = ""
) -> CitizenChoice:
    """What the citizen chose, on the words in force now. A withdrawal ends the uses that rest on it.

    Raises:
        UsageError: unknown experiment or part.
        InputRefused: an unknown choice or an impossible day.
        NotAllowed: the experiment does not rest on the citizen's wish, or there is no consent to withdraw.
    """
    if kind not in ChoiceKind.values:
        raise InputRefused(_("Vælg, hvad borgeren har valgt."))
    refuse_days(chosen_on)
    if chosen_on > clock.today():
        raise InputRefused(_("Borgerens valg kan ikke ligge i fremtiden."))
    case = assess_case(slug=slug, part=part, facts={}, organisation=citizen.organisation)
    if not consents(case.experiment, case.part):
        raise NotAllowed(
            _("Forsøget hviler ikke på borgerens ønske, så der er ikke noget valg at registrere.")
        )
    hold(CASEWORK)
    if kind == ChoiceKind.WITHDRAWN and not has_consented(citizen, slug, part):
        raise NotAllowed(_("Der er ikke noget samtykke at trække tilbage."))
    choice = CitizenChoice.objects.create(
        citizen=citizen,
        slug=slug,
        part=part,
        kind=kind,
        chosen_on=chosen_on,
        text=give_text(case, citizen.organisation),
        recorded_by=by.trail_reference,
        recorded_at=clock.now(),
    )
    details: Details = {"slug": slug, "part": part, "kind": kind, "text": choice.text.sha256}
    record(
        "citizen.chose", by=by, subject=citizen, organisation=citizen.organisation, details=details,
        also=[choice, choice.text],
    )  # fmt: skip
    if kind == ChoiceKind.WITHDRAWN:
        _end_withdrawn(citizen, slug, part, chosen_on, by)
    return choice


def _end_withdrawn(citizen: Citizen, slug: str, part: str, day: dt.date, by: Actor) -> None:
    running = Use.objects.filter(
        citizen=citizen, slug=slug, part=part, state=UseState.RECORDED, ended_on=None
    )
    for use in running:
        end_use(use=use, ended_on=max(day, use.begun_on), reason=EndReason.WITHDRAWN, by=by)


def _note_consent(citizen: Citizen, case: AssessedCase, day: dt.date, by: Actor) -> None:
    """That the citizen was told, and agreed; nothing twice for one who has agreed already."""
    part = case.part.slug if case.part else ""
    if has_consented(citizen, case.experiment.slug, part):
        return
    for kind in (ChoiceKind.INFORMED, ChoiceKind.CONSENTED):
        record_choice(citizen=citizen, slug=case.experiment.slug, part=part, kind=kind, chosen_on=day, by=by)


def _responsible(by: Actor) -> str:
    return by.trail_reference if isinstance(by, User) else ""


def _fresh(use: Use) -> Use:
    """The use as the database has it, held until the action ends."""
    hold(CASEWORK)
    return Use.objects.get(pk=use.pk)


def _correct(
    use: Use, kind: CorrectionKind, reason: str, changes: Mapping[str, Any], by: Actor
) -> UseCorrection:
    """Change the columns, and keep what stood there in a numbered correction."""
    changed = {name: value for name, value in changes.items() if getattr(use, name) != value}
    before = {name: _plain(getattr(use, name)) for name in changed}
    for name, value in changed.items():
        setattr(use, name, value)
    use.save(update_fields=list(changed))
    made = UseCorrection.objects.create(
        use=use,
        number=last_correction(use) + 1,
        kind=kind,
        before=before,
        after={name: _plain(value) for name, value in changed.items()},
        reason=reason,
        made_by=by.trail_reference,
        made_at=clock.now(),
    )
    _record(f"use.{kind}", use, by, fields=tuple(changed), also=(made,), number=made.number)
    return made


def last_correction(use: Use) -> int:
    """The number of the latest correction; 0 where nothing was corrected."""
    return use.corrections.aggregate(last=Max("number"))["last"] or 0


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _record(
    event: str,
    use: Use,
    by: Actor,
    *,
    fields: tuple[str, ...] = (),
    also: tuple[UseCorrection, ...] = (),
    **details: str | int | bool | None,
) -> None:
    said: Details = {"slug": use.slug, "part": use.part, **details}
    record(event, by=by, subject=use, organisation=use.organisation, fields=fields, details=said, also=also)
