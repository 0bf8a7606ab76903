"""Writes on deadlines: done, undone, told by mail, and how often mail is wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from frirum.core.catalogue.casework import Trigger
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.law.due import DueItem, DueKind
from frirum.web import clock
from frirum.web.obligations.models import Completion, Escalation, WeeklyDigest
from frirum.web.obligations.reading import find_item
from frirum.web.obligations.wording import REASON_HERE
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, INSIDE, NOTHING
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.checks import short_text
from frirum.web.uses.models import Use
from frirum.web.uses.people import may_change
from frirum.web.zones import CASEWORK

Details = dict[str, str | int | bool | None]


def _of_own_use(*, completion: Completion, by: Actor) -> bool:
    return may_change(use=completion.use, by=by)


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="use.organisation", own=may_change)
def mark_done(
    *,
    use: Use,
    key: str,
    number: int,
    done_on: dt.date,
    by: Actor,
    note: str = "",
    succeeded: bool = False,
) -> Completion:
    """Something owed was done; asking twice changes nothing.

    Args:
        key, number: of the `DueItem`.
        done_on: the day it was done.
        note: what was written, where a note is due.
        succeeded: the expected outcome came, so that no note is owed.

    Raises:
        NotAllowed: nothing is owed under that name.
        InputRefused: an impossible day, a note that is too long, unfinished or holds something shaped like a CPR
            number, or no note where the expected outcome failed.
    """
    hold(CASEWORK)
    use = Use.objects.get(pk=use.pk)
    found = Completion.objects.filter(use=use, key=key, number=number, undone_at=None).first()
    if found is not None:
        nothing_changed()
        return found
    item = find_item(use, key, number, on=clock.today())
    if item is None or item.kind is DueKind.ENDING:
        raise NotAllowed(
            _("Fristen er ikke længere åben."), remedy=_("Hent siden igen, og se, hvad der står nu.")
        )
    _refuse_day(use, item, done_on)
    made = Completion.objects.create(
        use=use,
        organisation=use.organisation,
        key=key,
        number=number,
        done_on=done_on,
        succeeded=succeeded,
        note=_checked_note(item, note, succeeded),
        done_by=by.trail_reference,
        done_at=clock.now(),
    )
    _record("due.done", made, by)
    return made


def _refuse_day(use: Use, item: DueItem, done_on: dt.date) -> None:
    if done_on > clock.today():
        raise InputRefused(_("Dagen ligger i fremtiden."), remedy=_("Markér fristen, når det er gjort."))
    if done_on < use.begun_on:
        raise InputRefused(_("Dagen ligger, før fritagelsen begyndte."))
    if item.kind is DueKind.DUTY and use.ended_on is not None and done_on > use.ended_on:
        raise InputRefused(
            _("Dagen ligger, efter at fritagelsen sluttede."),
            remedy=_("Efter fritagelsen gælder de almindelige regler."),
        )


def _checked_note(item: DueItem, note: str, succeeded: bool) -> str:
    failed = item.note is not None and item.note.when is Trigger.EXPECTED_OUTCOME_FAILED
    if succeeded:
        if not item.asks_outcome:
            raise InputRefused(_("Der er ikke noget udfald at svare på."))
        return ""
    text = short_text(note)
    if REASON_HERE in text:
        raise InputRefused(
            _("Notatet er ikke færdigt."),
            remedy=_("Skriv begrundelsen i stedet for {mark}.").format(mark=REASON_HERE),
        )
    if failed and not text:
        raise InputRefused(_("Skriv, hvorfor det ventede udfald ikke kom."))
    return text


@action(
    needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="completion.use.organisation", own=_of_own_use
)
def undo(*, completion: Completion, by: Actor) -> Completion:
    """It was a slip: what was owed is owed again. The row stays, with who undid it.

    Raises:
        NotAllowed: a later one of the same kind has been done; undo that one first.
    """
    hold(CASEWORK)
    completion = Completion.objects.get(pk=completion.pk)
    if completion.undone_at is not None:
        nothing_changed()
        return completion
    later = Completion.objects.filter(
        use=completion.use, key=completion.key, number__gt=completion.number, undone_at=None
    )
    if later.exists():
        raise NotAllowed(_("Der er udført en senere af samme slags."), remedy=_("Fortryd den seneste først."))
    completion.undone_by, completion.undone_at = by.trail_reference, clock.now()
    completion.save(update_fields=["undone_by", "undone_at"])
    _record("due.undone", completion, by)
    return completion


def _record(event: str, row: Completion, by: Actor) -> None:
    details: Details = {"slug": row.use.slug, "key": row.key, "number": row.number}
    record(event, by=by, subject=row, organisation=row.organisation, details=details)


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES, Permission.FOLLOW_USES), of="organisation")
def note_listed(*, organisation: str, count: int, exported: bool, by: Actor) -> None:
    """Somebody saw, or fetched, the list of a municipality's deadlines."""
    event = "due.exported" if exported else "due.listed"
    record(event, by=by, subject="due", organisation=organisation, details={"count": count})


@action(needs=INSIDE, of=ANYWHERE)
def remember_told(*, leader: User, late: Iterable[tuple[Use, DueItem]], by: Actor) -> list[Escalation]:
    """A leader is told of these, and is not told of them again."""
    made = [
        Escalation.objects.create(
            use=use,
            organisation=use.organisation,
            key=item.key,
            number=item.number,
            leader=leader.trail_reference,
            told_at=clock.now(),
        )
        for use, item in late
    ]
    if not made:
        nothing_changed()
        return made
    details: Details = {"count": len(made), "person": leader.trail_reference}
    record(
        "due.told",
        by=by,
        subject=leader,
        organisation=made[0].organisation,
        details=details,
        also=made,
    )
    return made


@action(needs=NOTHING, of=ANYWHERE)
def choose_weekly(*, weekly: bool, by: User) -> None:
    """Mail about deadlines on Mondays only, or each working day."""
    found = WeeklyDigest.objects.filter(user=by).first()
    if weekly == (found is not None):
        nothing_changed()
        return
    details: Details = {"weekly": weekly}
    if found is None:
        made = WeeklyDigest.objects.create(user=by, since=clock.now())
        record("due.mail_chosen", by=by, subject=made, details=details)
        return
    record("due.mail_chosen", by=by, subject=found, details=details, deleted=True)
    found.delete()
