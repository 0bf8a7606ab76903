"""One mail a day to the one who owes something, and to a leader what has been late for long.

The mail names the experiment, what is owed, its day and the beginning of the use's random reference: nothing that
says who the citizen is. The numbers of the case system are left out too; mail is read on telephones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.jobs.actions import order_job
from frirum.web.jobs.context import JobContext
from frirum.web.jobs.models import Job
from frirum.web.language import in_language
from frirum.web.mail.actions import queue_mail
from frirum.web.mail.models import OutboxMail
from frirum.web.obligations.actions import remember_told
from frirum.web.obligations.listing import DueRow, Press, rows_of
from frirum.web.obligations.models import Escalation, WeeklyDigest
from frirum.web.obligations.owners import Owners
from frirum.web.obligations.reading import read_uses
from frirum.web.obligations.wording import experiment_of, plainly, use_link, use_number, what
from frirum.web.organisations.models import User
from frirum.web.trail.actors import CLOCK, System
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, nothing_changed
from frirum.web.uses.models import Use, UseState

JOB = "obligations.digest"
NOT_BEFORE = dt.time(6, 30)
MONDAY, SATURDAY = 0, 5
MOST_LINES = 30


@dataclass(frozen=True)
class Digest:
    """What one person is told on one day.

    Attributes:
        own: what the person owes: late, or due within a week.
        late_of_others: what others are late with, told to a leader for the first time.
    """

    person: User
    own: tuple[DueRow, ...]
    late_of_others: tuple[DueRow, ...]


# ---- when ----


def order_digest() -> None:
    """Order the day's mail, once, on working days from half past six."""
    local = clock.now().astimezone(clock.COPENHAGEN)
    if local.weekday() >= SATURDAY or local.time() < NOT_BEFORE:
        return
    day = local.date().isoformat()
    if not Job._base_manager.filter(kind=JOB, arguments__day=day).exists():
        order_job(kind=JOB, arguments={"day": day}, organisation="", by=CLOCK)


def send_digests(context: JobContext) -> dict[str, Any]:
    """Send the mails of a day; killed and run again, it sends to those who have had none."""
    on = dt.date.fromisoformat(context.arguments["day"])
    sent = 0
    with scopes_disabled():
        found = digests(on)
        for number, digest in enumerate(found, start=1):
            with in_language(digest.person.language):
                sent += send_digest(digest=digest, text=body(digest), on=on, by=CLOCK)
            context.progress(number, len(found))
    return {"mails": sent}


# ---- to whom, and about what ----


def digests(on: dt.date) -> list[Digest]:
    """The mails of a day, by person; nobody who owes nothing, and the weekly ones on Mondays only."""
    uses = list(Use.objects.filter(state=UseState.RECORDED))
    owners = Owners({use.organisation for use in uses})
    rows = rows_of(read_uses(uses), owners, on=on)
    pressing = [row for row in rows if row.press is not Press.LATER]
    long_late = [row for row in rows if row.item.days_late(on) >= settings.ESCALATE_AFTER_DAYS]
    told = set(Escalation.objects.values_list("use_id", "key", "number", "leader"))
    weekly = set(WeeklyDigest.objects.values_list("user_id", flat=True))
    found = []
    for person in _people(rows, owners):
        if person.pk in weekly and on.weekday() != MONDAY:
            continue
        own = tuple(row for row in pressing if person in row.owners)
        others = tuple(row for row in long_late if _is_news(row, person, owners, told))
        if own or others:
            found.append(Digest(person, own, others))
    return found


def _people(rows: Iterable[DueRow], owners: Owners) -> list[User]:
    known: dict[int, User] = {}
    for row in rows:
        known |= {user.pk: user for user in (*row.owners, *owners.leaders(row.use.organisation))}
    return [known[key] for key in sorted(known)]


def _is_news(row: DueRow, person: User, owners: Owners, told: set[tuple[Any, ...]]) -> bool:
    """Whether the person leads the municipality, does not owe it, and has not been told."""
    is_leader = person in owners.leaders(row.use.organisation)
    name = (row.use.pk, row.item.key, row.item.number, person.trail_reference)
    return is_leader and person not in row.owners and name not in told


@action(needs=BY_SYSTEM, of=ANYWHERE)
def send_digest(*, digest: Digest, text: str, on: dt.date, by: System) -> bool:
    """Put the mail in the outbox and remember what the leader was told, both or neither.

    Args:
        text: the mail's `body`, written before the transaction is opened.

    Returns:
        Whether it was sent now; false for a person who has had the day's mail.
    """
    nothing_changed()  # what changes is recorded by the two actions inside
    key = f"due:{digest.person.reference}:{on.isoformat()}"
    if OutboxMail.objects.filter(once_key=key).exists():
        return False
    queue_mail(once_key=key, address=digest.person.email, subject=subject(digest), body=text, by=by)
    remember_told(leader=digest.person, late=[(r.use, r.item) for r in digest.late_of_others], by=by)
    return True


# ---- the words ----


def subject(digest: Digest) -> str:
    """How much is late and how much is close; never what or whose."""
    late = sum(row.press is Press.LATE for row in digest.own)
    soon = len(digest.own) - late
    parts = []
    if late:
        parts.append(ngettext("{n} frist er overskredet", "{n} frister er overskredet", late).format(n=late))
    if soon:
        parts.append(ngettext("{n} inden for en uge", "{n} inden for en uge", soon).format(n=soon))
    if others := len(digest.late_of_others):
        parts.append(ngettext("{n} frist til lederen", "{n} frister til lederen", others).format(n=others))
    return _("Frister: {parts}").format(parts=", ".join(parts))


def body(digest: Digest) -> str:
    """The mail's text: what is late, what is close, what others are late with, and where to see it."""
    late = [row for row in digest.own if row.press is Press.LATE]
    soon = [row for row in digest.own if row.press is Press.SOON]
    sections = [
        *_section(_("Overskredet:"), late),
        *_section(_("Inden for en uge:"), soon),
        *_section(_("Længe overskredet hos andre:"), digest.late_of_others, with_owner=True),
    ]
    route = "obligations:mine" if digest.own else "obligations:municipality"
    ending = [
        _("Se og markér: {link}").format(link=settings.PUBLIC_URL + reverse(route)),
        _("Mailen siger ikke, hvem borgerne er. Du kan vælge én mail om ugen på siden Mine frister."),
    ]
    return "\n".join([*sections, *ending]) + "\n"


def _section(heading: str, rows: Sequence[DueRow], *, with_owner: bool = False) -> list[str]:
    if not rows:
        return []
    lines = [_line(row, with_owner) for row in rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        lines.append(_("og {n} til").format(n=len(rows) - MOST_LINES))
    return [heading, *(f"- {line}" for line in lines), ""]


def _line(row: DueRow, with_owner: bool) -> str:
    words = [
        format_date(row.item.day),
        plainly(what(row.item)),
        plainly(experiment_of(row.facts)),
        _("brug {number}").format(number=use_number(row.use)),
    ]
    if with_owner:
        words.append(", ".join(person.name for person in row.owners) or _("ingen ansvarlig"))
    return f"{', '.join(words)}\n  {use_link(row.use)}"
