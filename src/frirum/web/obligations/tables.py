"""The due lists as tables: what, where, when, by whom, and what to click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from frirum.core.catalogue.casework import Trigger
from frirum.core.law.due import DueItem
from frirum.core.law.due_saved import Saved, saved_follow_ups
from frirum.core.law.due_use import UseFacts
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_date
from frirum.web.experiments.templatetags.definitions import own_text
from frirum.web.obligations.listing import HEADINGS, SORTS, DueRow, Press
from frirum.web.obligations.wording import (
    experiment_of,
    ordinary_day,
    plainly,
    remedy,
    role_of,
    state_text,
    use_number,
    what,
)
from frirum.web.organisations.access import person
from frirum.web.site.tables import Column, Table, build
from frirum.web.uses.listing import called
from frirum.web.uses.models import Use


def due_table(
    request: HttpRequest,
    press: Press,
    rows: Iterable[DueRow],
    *,
    on: dt.date,
    with_owner: bool,
    may_act: bool,
) -> Table:
    """One group of a due list."""
    columns = [
        Column("what", _("Hvad"), sort=_by("what")),
        Column("experiment", _("Forsøg"), sort=_by("experiment")),
        Column("day", _("Frist"), sort=_by("day")),
        Column("ordinary", _("Efter de almindelige regler"), sort=_by("ordinary")),
    ]
    if press is Press.LATE:
        columns.append(Column("state", _("Overskredet"), sort=_by("state")))
    if with_owner:
        columns.append(Column("owner", _("Hvem"), sort=_by("owner")))
    if may_act:
        columns.append(Column("act", _("Markér")))
    cells = [_cells(request, row, on, may_act) for row in rows]
    return build(request.GET, caption=str(HEADINGS[press]), columns=columns, rows=cells)


def _by(key: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda cells: SORTS[key](cells["row"])


def _cells(request: HttpRequest, row: DueRow, on: dt.date, may_act: bool) -> Mapping[str, Any]:
    item = row.item
    where = format_html(
        '{}<br><span class="small-text">{}</span>',
        experiment_of(row.facts),
        _case_of(request, row),
    )
    late, advice = state_text(item, on), remedy(item)
    return {
        "row": row,
        "href": reverse("uses:use", args=[row.use.reference]),
        "what": what(item),
        "experiment": where,
        "day": _on_one_line(format_date(item.day)),
        "ordinary": _on_one_line(ordinary_day(item)) if item.ordinary else ordinary_day(item),
        "state": format_html('{}<br><span class="small-text">{}</span>', late, advice) if advice else late,
        "owner": owner_text(row),
        "act": _buttons(request, row, on) if may_act else "",
    }


def _case_of(request: HttpRequest, row: DueRow) -> str:
    """Whose line it is: its number or own label for one who may know it, and the use's own code."""
    text = _("brug {number}, fra {day}").format(number=use_number(row.use), day=format_date(row.use.begun_on))
    name = called(row.use, person(request))
    return _("sag {case}, {use}").format(case=name, use=text) if name else text


def _buttons(request: HttpRequest, row: DueRow, on: dt.date) -> str:
    return act_buttons(request, row.use, row.item, on)


def _on_one_line(day: str) -> str:
    return format_html('<span class="due-day">{}</span>', day)


def act_buttons(request: HttpRequest, use: Use, item: DueItem, on: dt.date) -> str:
    """What can be clicked about something owed: done in one click, or with a day or a note."""
    context = {
        "use": use,
        "item": item,
        "name": what(item),
        "in_one_click": is_one_click(item, on),
        "back": request.get_full_path(),
    }
    return render_to_string("obligations/parts/act.html", context, request)


def is_one_click(item: DueItem, on: dt.date) -> bool:
    """Whether "done today" says it all: no reason is asked for, and today still counts."""
    if item.note is not None:
        return item.note.when is not Trigger.EXPECTED_OUTCOME_FAILED
    return item.needed == 1 or on <= item.day


def owner_text(row: DueRow) -> str:
    """Who owes it, and the role the definition gives it to."""
    people = ", ".join(person.name for person in row.owners) or _("Ingen ansvarlig")
    role = role_of(row.item)
    return f"{people} ({role})" if role else people


def due_csv(rows: Iterable[DueRow], *, on: dt.date) -> bytes:
    """The list as a file; dates as 2018-07-01, nothing about the citizen."""
    header = [
        _("Hvad"), _("Forsøg"), _("Brug"), _("Kommune"), _("Frist"), _("Efter de almindelige regler"),
        _("Dage over"), _("Hvem"), _("Rolle"),
    ]  # fmt: skip
    lines: list[list[str | int]] = [
        [
            plainly(what(row.item)),
            plainly(experiment_of(row.facts)),
            use_number(row.use),
            row.use.organisation,
            row.item.day.isoformat(),
            row.item.ordinary.isoformat() if row.item.ordinary else "",
            row.item.days_late(on),
            ", ".join(person.name for person in row.owners),
            role_of(row.item),
        ]
        for row in rows
    ]
    return rows_to_csv([header, *lines])


# ---- what the experiments save ----


def saved_table(request: HttpRequest, uses: list[UseFacts], *, on: dt.date) -> Table | None:
    """Saved follow-ups this year and in all, until and with yesterday; None where no duty saves any."""
    yesterday = on - dt.timedelta(days=1)
    in_all = saved_follow_ups(uses, first=dt.date.min, last=yesterday)
    this_year = saved_follow_ups(uses, first=dt.date(yesterday.year, 1, 1), last=yesterday)
    if not in_all:
        return None
    columns = [
        Column("duty", _("Pligt")),
        Column("experiment", _("Forsøg")),
        Column("year", _("Sparet i {year}").format(year=yesterday.year), numeric=True),
        Column("all", _("Sparet i alt"), numeric=True),
        Column("uses", _("Brug, der er talt med"), numeric=True),
        Column("open", _("Heraf uden kendt slutdag"), numeric=True),
        Column("unknown", _("Kunne ikke tælles"), numeric=True),
    ]
    titles = {facts.experiment.slug: facts for facts in uses}
    rows = [
        {
            "duty": own_text(one.duty),
            "experiment": experiment_of(_whole(titles[one.slug])),
            "year": _range(year),
            "all": _range(one),
            "uses": one.uses,
            "open": one.open_uses,
            "unknown": one.without_date,
        }
        for one, year in zip(in_all, this_year, strict=True)
    ]
    return build(request.GET, caption=_("Opfølgninger, som forsøgene sparer"), columns=columns, rows=rows)


def _whole(facts: UseFacts) -> UseFacts:
    return UseFacts(facts.experiment, None, facts.begun_on, None, facts.facts)


def _range(saved: Saved) -> str:
    if saved.certain == saved.possible:
        return str(saved.certain)
    return _("{least} til {most}").format(least=saved.certain, most=saved.possible)
