"""The deadlines of one use, for the use's own page: owed, done, spared, and whether the exemption ended in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frirum.core.law.due import DueItem, DueState, due_items, notes_at_any_time
from frirum.core.law.due_ending import Ended, Ending, ending, last_day, woken
from frirum.core.law.due_use import UseFacts
from frirum.core.law.due_words import woken_said
from frirum.core.law.journal import ending_note
from frirum.core.vocabulary.danish import format_date, format_number
from frirum.web import clock
from frirum.web.obligations.models import Completion
from frirum.web.obligations.reading import read_use
from frirum.web.obligations.tables import act_buttons
from frirum.web.obligations.undoing import undo_offer
from frirum.web.obligations.wording import experiment_day, ordinary_day, remedy, role_of, state_text, what
from frirum.web.organisations.access import person
from frirum.web.uses.assessing import consents
from frirum.web.uses.models import Use
from frirum.web.uses.people import may_change
from frirum.web.uses.reasons import EndReason

_KINDS = {DueState.LATE: "error", DueState.DUE: "info", DueState.DONE: "success", DueState.SPARED: ""}


@dataclass(frozen=True)
class UseLine:
    """One thing as the use's page shows it.

    Attributes:
        kind: of the tag that says where it stands.
        advice: what to do, for a reader who may do it.
        act: the buttons, where it is owed and the reader may mark it; else "".
        done: the row by which it was done, with the note; None while it is not.
    """

    item: DueItem
    what: Any
    owner: str
    ordinary: str
    day: str
    state: str
    kind: str
    advice: str
    act: str
    done: Completion | None


def due_of_use_context(request: HttpRequest, use: Use) -> dict[str, Any]:
    """What `obligations/parts/due_of_use.html` draws; `lines` is empty for a use that was retracted."""
    on = clock.today()
    facts = read_use(use)
    if facts is None:
        return {"lines": []}
    rows = {(row.key, row.number): row for row in Completion.objects.filter(use=use, undone_at=None)}
    may_act = may_change(use=use, by=person(request))
    items = due_items(facts, on=on)

    def act(item: DueItem) -> str:
        marked = may_act and item.is_owed and not item.limit
        return act_buttons(request, use, item, on) if marked else ""

    return {
        "request": request,
        "lines": [_line(item, on, act(item), rows) for item in items],
        "ending": ending_text(ending(facts, on)),
        "saved": saved_text(items, facts),
        **_after_the_end(use, facts, on, may_act),
        "occasions": [(what(note), note) for note in notes_at_any_time(facts, on=on)] if may_act else [],
        "use": use,
        "back": request.get_full_path(),
        "undo": undo_offer(request),
        "may_act": may_act,
    }


def _after_the_end(use: Use, facts: UseFacts, on: dt.date, may_act: bool) -> dict[str, Any]:
    """Which ordinary duties wake when the exemption has ended (or must have), what a withdrawal means, and the note."""
    limit = last_day(facts)
    over = facts.ended_on or (limit.day if limit and limit.day < on else None)
    if over is None:
        return {"wakes": [], "woken_from": None}
    found = woken(facts, over)
    withdrawn = use.end_reason == EndReason.WITHDRAWN
    texts = consents(facts.experiment, facts.part) if withdrawn else ()
    note = ""
    if use.ended_on is not None and may_act:
        with translation.override("da"):
            why = f"{EndReason(use.end_reason).label}."
        note = ending_note(facts.experiment, facts.part, ended_on=use.ended_on, why=why, wakes=found)
    return {
        "woken_from": over + dt.timedelta(days=1),
        "wakes": [woken_said(one) for one in found],
        "withdrawal": [one.withdrawal for one in texts if one.withdrawal],
        "withdrawal_not_stated": withdrawn and not any(one.withdrawal for one in texts),
        "ending_note": note,
    }


def _line(item: DueItem, on: dt.date, act: str, rows: dict[tuple[str, int], Completion]) -> UseLine:
    return UseLine(
        item=item,
        what=what(item),
        owner=role_of(item),
        ordinary=ordinary_day(item),
        day=experiment_day(item),
        state=state_text(item, on),
        kind=_KINDS[item.state],
        advice=remedy(item),
        act=act,
        done=rows.get((item.key, item.number)) if item.state is DueState.DONE else None,
    )


def ending_text(found: Ending) -> str:
    """Whether the exemption ended in time, in a sentence."""
    if found.limit is None:
        return _("Kilderne siger ikke, hvor længe fritagelsen kan vare.")
    day = format_date(found.limit.day)
    days = ngettext("{n} dag", "{n} dage", found.days_over).format(n=format_number(found.days_over))
    return {
        Ended.IN_TIME: _("Fritagelsen ophørte rettidigt; den kunne vare til og med den {day}."),
        Ended.TOO_LATE: _("Fritagelsen ophørte {days} for sent; den kunne vare til og med den {day}."),
        Ended.RUNS: _("Fritagelsen kan vare til og med den {day}."),
        Ended.RUNS_TOO_LONG: _(
            "Fritagelsen har varet {days} for længe; den kunne vare til og med den {day}."
        ),
        Ended.NO_LIMIT: "",
    }[found.ended].format(day=day, days=days)


def saved_text(items: tuple[DueItem, ...], facts: UseFacts) -> str:
    """How many follow-ups the ordinary rules would have asked for; "" when none."""
    spared = sum(item.state is DueState.SPARED for item in items)
    if not spared:
        return ""
    text = ngettext(
        "De almindelige regler ville have krævet {n} opfølgning mere.",
        "De almindelige regler ville have krævet {n} opfølgninger mere.",
        spared,
    ).format(n=spared)
    assumed = _("Tallet forudsætter, at fritagelsen stadig varer.")
    return text if facts.ended_on else f"{text} {assumed}"
