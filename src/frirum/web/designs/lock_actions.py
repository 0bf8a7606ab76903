"""Writes on the lock: lock a design at the start, and amend what is locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from frirum.core.designs.guide.findings import Judged
from frirum.core.designs.guide.new_measures import names_a_measure
from frirum.core.designs.guide.plan import Written
from frirum.core.designs.guide.steps import keys_locked_at_start
from frirum.core.designs.lock.checklist import ChecklistPoint, why_unanswered
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.locking.chain import LOCK
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.designs.actions import fresh, settled_step
from frirum.web.designs.judging import checklist_of, judged_of
from frirum.web.designs.locking import DESIGN
from frirum.web.designs.models import Design, DesignAmendment, DesignLock, DesignState, DesignStep
from frirum.web.designs.reading import content_of, first_seen
from frirum.web.designs.supplements import tell_places
from frirum.web.experiments.definitions import refuse_withdrawn
from frirum.web.locking.writing import chain_amendment, mail_receipt, make_lock
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, record

LONGEST_EMBARGO = 4
"""Years; as long as the registries of trials allow."""


@action(needs=Permission.LOCK_DESIGN, of="design.organisation")
def lock_design(
    *, design: Design, by: User, override_reason: str = "", public_from: dt.date | None = None
) -> DesignLock:
    """Freeze points 1-5 and the plan of analysis, so that what is judged is known before the results are.

    The receipt is mailed to the person, to be kept outside the system.

    Args:
        override_reason: why it starts though the checklist is not fulfilled; asked of somebody who has not written
            in the design.
        public_from: from when everybody may read what it says (embargo); None is at once. The hash, the day and
            the amendments' days are public in any case.

    Raises:
        NotAllowed: the person may not lock, it is locked already, is under review, its experiment is withdrawn, or an
            author overrides the checklist.
        InputRefused: the checklist is not fulfilled and no reason is given, or the embargo is over four years.
    """
    _refuse_embargo(public_from)
    design = fresh(design)
    if design.is_locked:
        raise NotAllowed(_("Designet er allerede låst."))
    refuse_withdrawn(design.slug)
    if design.state == DesignState.REVIEW:
        raise NotAllowed(
            _("Designet er til sparring."), remedy=_("Vent på svaret, eller hent det tilbage til kladde.")
        )
    content = content_of(design)
    judged = judged_of(design, content)
    points = checklist_of(design, content, judged)
    reason = _override(design, points, override_reason, by)
    lock = make_lock(
        DESIGN,
        design,
        by=by,
        after_outcomes=first_seen(design.slug, design.organisation) is not None,
        also={
            "checklist": {point.key: point.met for point in points},
            "diagnoses": diagnosed(judged),
            "unanswered": unanswered(judged),
            "override": reason,
            "public_from": public_from.isoformat() if public_from else "",
        },
        columns={
            "checklist_met": all(point.met for point in points),
            "override_reason": reason,
            "public_from": public_from,
        },
    )
    assert isinstance(lock, DesignLock)
    _lock_rows(design, lock, by)
    mail_receipt(DESIGN, design, LOCK, by)
    tell_places(design, by)
    return lock


def _refuse_embargo(public_from: dt.date | None) -> None:
    latest = clock.today() + dt.timedelta(days=round(365.25 * LONGEST_EMBARGO))
    if public_from is not None and public_from > latest:
        raise InputRefused(
            _("Indholdet kan højst være lukket i {n} år.").format(n=LONGEST_EMBARGO),
            remedy=_("Skriv en dag senest {day}.").format(day=format_date(latest)),
        )


def _override(design: Design, points: Sequence[ChecklistPoint], reason: str, by: Actor) -> str:
    """The reason to start all the same; "" when the checklist is fulfilled."""
    lacking = [point for point in points if not point.met]
    if not lacking:
        return ""
    if not reason.strip():
        raise InputRefused(
            _("Tjeklisten er ikke opfyldt: {points}.").format(
                points="; ".join(point.label for point in lacking)
            ),
            remedy=_("Ret designet, eller lad en anden end forfatteren starte med en begrundelse."),
        )
    if is_among(by, design.authors):
        raise NotAllowed(
            _("Den, der selv har skrevet i designet, kan ikke se bort fra tjeklisten."),
            remedy=_("Lad en anden med ret til at låse gøre det og skrive hvorfor."),
        )
    return reason.strip()


def diagnosed(judged: Judged) -> Mapping[str, str]:
    """Each question's verdict, as it is frozen with the plan."""
    return {
        one.name: one.found.diagnosis.verdict.value if one.found else "umulig" for one in judged.diagnoses
    }


def unanswered(judged: Judged) -> Mapping[str, str]:
    """The questions that cannot be answered as they are asked, each with its power ("" where it has none)."""
    return {
        one.name: f"{one.found.diagnosis.power.share:.4f}" if one.found and one.found.diagnosis.power else ""
        for one in judged.diagnoses
        if why_unanswered(one)
    }


def _lock_rows(design: Design, lock: DesignLock, by: Actor) -> None:
    rows = list(DesignStep.objects.filter(design=design, step__in=keys_locked_at_start()))
    for row in rows:
        row.locked = True
        row.save()
    design.state = DesignState.LOCKED
    design.save()
    details: dict[str, str | int | bool | None] = {
        "slug": design.slug,
        "number": LOCK,
        "sha256": lock.sha256,
        "checklist_met": lock.checklist_met,
    }
    record(
        "design.locked",
        by=by,
        subject=design,
        organisation=design.organisation,
        details=details,
        also=[lock, *rows],
    )


@action(needs=Permission.LOCK_DESIGN, of="design.organisation")
def amend(
    *, design: Design, step: str, written: Written, reason: str, major: bool, by: User
) -> DesignAmendment:
    """A numbered change to a locked step; what was locked stays readable beside it. A receipt is mailed.

    Raises:
        NotAllowed: the person may not amend, or the step is not locked.
        InputRefused: no reason, no such step, or a step that says the same.
    """
    design = fresh(design)
    settled = settled_step(step, written)
    if not design.is_locked or step not in keys_locked_at_start():
        raise NotAllowed(_("Trinet er ikke låst."), remedy=_("Skriv direkte i trinet."))
    if names_a_measure(settled):
        raise InputRefused(
            _("En ny måling kan ikke laves sammen med ændringen."),
            remedy=_("Lav først en ændring af trinet »Det, der måles«, og vælg så målingen her."),
        )
    if content_of(design)[step] == settled:
        raise InputRefused(_("Trinet siger det samme som før."))
    made = DesignAmendment(
        design=design,
        step=step,
        content=settled.as_dict(),
        reason=reason,
        major=major,
        after_outcomes=first_seen(design.slug, design.organisation) is not None,
    )
    chain_amendment(DESIGN, made, by=by)
    details: dict[str, str | int | bool | None] = {
        "slug": design.slug,
        "number": made.number,
        "step": step,
        "major": major,
        "sha256": made.sha256,
    }
    record(
        "design.amended",
        by=by,
        subject=design,
        organisation=design.organisation,
        details=details,
        also=[made],
    )
    mail_receipt(DESIGN, design, made.number, by)
    return made
