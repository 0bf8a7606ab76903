"""Marks become uses, and follow them: recorded, ended, opened again, retracted, through the actions on uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.extracts.findings import FindingCode
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.extracts.models import Batch, ExtractRow, Standing
from frirum.web.extracts.reading import identity_of
from frirum.web.trail.actors import Actor
from frirum.web.uses import actions as uses
from frirum.web.uses.models import Use, UseSource
from frirum.web.uses.reasons import EndReason

NOBODY_YET = ""


def record_marks(rows: Iterable[ExtractRow], *, by: Actor) -> dict[int, FindingCode]:
    """A use for each new mark; a changed mark takes over the use of the row it replaces.

    Returns the line of each mark that became none, and why: refused, or recorded by somebody before.
    """
    found = {}
    for row in rows:
        try:
            with transaction.atomic():
                _record_or_follow(row, by)
        except NotAllowed:
            found[row.line] = FindingCode.USE_KNOWN
        except (InputRefused, UsageError):
            found[row.line] = FindingCode.USE_REFUSED
    return found


def _record_or_follow(row: ExtractRow, by: Actor) -> None:
    if row.standing == Standing.CHANGED and row.replaces is not None:
        row.use = row.replaces.use
        _follow_end(row, by)
    else:
        _record(row, by)
    row.save(update_fields=["use"])


def _record(row: ExtractRow, by: Actor) -> None:
    values = row.values
    use = uses.record_use(
        slug=values["experiment"],
        part=values["part"],
        organisation=row.organisation,
        identity=identity_of(row.person),
        begun_on=dt.date.fromisoformat(values["set_on"]),
        facts={},
        responsible=NOBODY_YET,
        source=UseSource.EXTRACT,
        extract_row=str(row.content_key),
        by=by,
    )
    row.use = use.reference
    _follow_end(row, by)


def _follow_end(row: ExtractRow, by: Actor) -> None:
    """Let the use end on the day the mark does, once that day has come."""
    use = Use.objects.filter(reference=row.use).first()
    if use is None or not use.is_recorded:
        return
    end = row.values.get("ended_on")
    wanted = dt.date.fromisoformat(end) if end else None
    if wanted is not None and wanted > clock.today():
        wanted = None
    if use.ended_on == wanted:
        return
    if use.ended_on is not None:
        uses.reopen_use(use=use, reason=_("Markeringens slutdato er ændret i fagsystemet."), by=by)
    if wanted is not None:
        uses.end_use(use=Use.objects.get(pk=use.pk), ended_on=wanted, reason=EndReason.COMPLETED, by=by)


def retract_marks(rows: Iterable[ExtractRow], *, reason: str, by: Actor) -> None:
    """Take back the uses of marks that no longer stand."""
    for use in Use.objects.filter(reference__in=[row.use for row in rows if row.use]):
        if use.is_recorded:
            uses.retract_use(use=use, reason=reason, by=by)


def revive_marks(rows: Iterable[ExtractRow], *, by: Actor) -> None:
    """Uses of marks that stand again: the end as the mark has it, and a new use where theirs was retracted.

    A mark without a use never had one of its own.
    """
    for row in rows:
        if row.use is None:
            continue
        use = Use.objects.filter(reference=row.use).first()
        if use is not None and use.is_recorded:
            _follow_end(row, by)
        else:
            _record(row, by)
            row.save(update_fields=["use"])


def reason_gone(batch: Batch) -> str:
    """Why a use is retracted when a corrected file leaves its mark out."""
    return _("Markeringen er ikke længere i udtrækket (udtræk {n}).").format(n=batch.number)


def reason_withdrawn(batch: Batch, reason: str) -> str:
    """Why a use is retracted when its batch is taken back."""
    return _("Udtræk {n} er fortrudt: {reason}").format(n=batch.number, reason=reason)
