"""Whether a result may be seen: a day was agreed, and before it nobody has it shown in any form."""

from __future__ import annotations

import datetime as dt

from django_scopes import scopes_disabled

from frirum.core.errors import NotAllowed
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.organisations.models import User
from frirum.web.runs.models import CurtainDay, EvaluationRun, RunLook


def opens_on(slug: str, organisation: str) -> dt.date | None:
    """The agreed day, or None where none is agreed yet."""
    with scopes_disabled():
        found = CurtainDay.objects.filter(slug=slug, organisation=organisation).first()
    return None if found is None else found.opens_on


def is_open(run: EvaluationRun) -> bool:
    """Whether the agreed day has come."""
    day = opens_on(run.slug, run.organisation)
    return day is not None and day <= clock.today()


def has_looked(run: EvaluationRun, user: User) -> bool:
    """Whether the person has had the result before them."""
    return RunLook.objects.filter(run=run, seen_by=user.trail_reference).exists()


def refuse_closed(run: EvaluationRun) -> None:
    """Refuse what would show a result before its day.

    Raises:
        NotAllowed: the day has not come.
    """
    if is_open(run):
        return
    day = opens_on(run.slug, run.organisation)
    raise NotAllowed(
        _("Resultatet ses først {day}.").format(day=_("en aftalt dag") if day is None else format_date(day)),
        remedy=_("Hvem der indgår, og hvor gode data er, kan ses nu."),
    )
