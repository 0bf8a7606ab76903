"""A leader's view of the team: who has how much that is late, and cases handed over in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from frirum.core.errors import FrirumError
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.obligations import actions
from frirum.web.obligations.listing import DueRow, Press, owed_in, uses_in
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.holders import holders
from frirum.web.organisations.models import User
from frirum.web.organisations.names import person_names, place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, refuse_in
from frirum.web.site.tables import Column, Table, build, by_name, by_value
from frirum.web.uses.handing_over import hand_over_all
from frirum.web.uses.models import UseState
from frirum.web.uses.staff import staff_told

may_lead = needs(Permission.LEAD_USES)


@dataclass(frozen=True)
class TeamLine:
    """One person's cases: how many run, what of them is late and how long, and what comes within a week.

    `person` is a trail reference; the name is "" where nobody of that reference works in the municipality any more.
    """

    person: str
    name: str
    running: int
    late: int
    longest: int
    soon: int


def team_lines(organisation: str, rows: Iterable[DueRow], *, on: dt.date) -> list[TeamLine]:
    """Those who record uses in the municipality, and those who left with cases still theirs."""
    running: dict[str, int] = {}
    for use in uses_in([organisation]).filter(state=UseState.RECORDED, ended_on=None):
        running[use.responsible] = running.get(use.responsible, 0) + 1
    working = {one.trail_reference: one.name for one in holders(Permission.RECORD_USE, organisation)}
    owed: dict[str, list[DueRow]] = {}
    for row in rows:
        owed.setdefault(row.use.responsible, []).append(row)
    return [
        _line(key, working.get(key, ""), running.get(key, 0), owed.get(key, []), on)
        for key in sorted({*working, *running}, key=lambda key: (working.get(key, ""), key))
    ]


def _line(person: str, name: str, running: int, owed: list[DueRow], on: dt.date) -> TeamLine:
    late = [row.item.days_late(on) for row in owed if row.press is Press.LATE]
    soon = sum(row.press is Press.SOON for row in owed)
    return TeamLine(person, name, running, len(late), max(late, default=0), soon)


class HandOverAllForm(forms.Form):
    """Whose cases, and who takes them."""

    responsible = forms.ChoiceField(label=gettext_lazy("Hvis sager"))
    to = forms.ChoiceField(
        label=gettext_lazy("Hvem tager dem"),
        help_text=gettext_lazy("Alle åbne sager går over. Du kan give dem tilbage på samme måde."),
    )

    def __init__(self, *args: Any, have: list[tuple[str, str]], colleagues: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["responsible"].choices = have  # type: ignore[attr-defined]
        self.fields["to"].choices = colleagues  # type: ignore[attr-defined]


@may_lead
@never_cache
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The team's deadlines by person, once the staff was told that the leader sees them; in sum until then."""
    on = clock.today()
    keys = sorted(keys_with(request.user, Permission.LEAD_USES))
    return render(
        request,
        "obligations/team.html",
        {
            "places": [_place(request, key, on) for key in keys],
            "crumbs": [(_("Frister"), reverse("obligations:mine")), (_("Holdet"), None)],
        },
    )


def _place(request: HttpRequest, key: str, on: dt.date) -> dict[str, Any]:
    rows = owed_in([key], on=on)
    told = staff_told(key, on)
    lines = team_lines(key, rows, on=on)
    if told:
        actions.note_listed(organisation=key, count=len(rows), exported=False, by=person(request))
    return {
        "key": key,
        "name": place_name(key),
        "told": told and format_date(told.told_on),
        "table": _table(request.GET, lines) if told else None,
        "running": sum(line.running for line in lines),
        "late": sum(line.late for line in lines),
        "soon": sum(line.soon for line in lines),
        "left": sum(line.running for line in lines if not line.name),
    }


def _who_has_none(name: str) -> str:
    """Whose the cases of a line are where nobody who works here has them: somebody who has left, or nobody yet."""
    return _("{name} (arbejder her ikke mere)").format(name=name) if name else _("Ingen endnu")


def _table(query: QueryDict, lines: list[TeamLine]) -> Table:
    columns = [
        Column("name", _("Hvem"), sort=by_name("name")),
        Column("running", _("Åbne sager"), numeric=True, sort=by_value("running")),
        Column("late", _("Overskredet"), numeric=True, sort=by_value("late")),
        Column("longest", _("Længst, dage"), numeric=True, sort=by_value("longest")),
        Column("soon", _("Inden for en uge"), numeric=True, sort=by_value("soon")),
    ]
    gone = person_names(line.person for line in lines if not line.name)
    rows = [
        {
            "name": line.name or _who_has_none(gone.get(line.person, "")),
            "running": line.running,
            "late": line.late,
            "longest": line.longest,
            "soon": line.soon,
        }
        for line in lines
    ]
    return build(query, caption=_("Frister på holdet"), columns=columns, rows=rows)


@may_lead
@never_cache
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Give all running cases of one person to another: absence, or somebody who left; `?kommune=` says where."""
    own = sorted(keys_with(request.user, Permission.LEAD_USES))
    organisation = request.GET.get("kommune") or own[0]
    if organisation not in own:
        raise Http404
    colleagues = {one.trail_reference: one for one in holders(Permission.RECORD_USE, organisation)}
    lines = [line for line in team_lines(organisation, [], on=clock.today()) if line.running]
    form = HandOverAllForm(
        request.POST or None,
        have=[(line.person, _choice(line)) for line in lines],
        colleagues=[(key, one.name) for key, one in colleagues.items()],
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            to: User = colleagues[form.cleaned_data["to"]]
            moved = hand_over_all(
                organisation=organisation,
                responsible=form.cleaned_data["responsible"],
                to=to,
                by=person(request),
            )
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            done = ngettext("{n} sag er overdraget til {name}.", "{n} sager er overdraget til {name}.", moved)
            messages.success(request, done.format(n=moved, name=to.name))
            return redirect("obligations:team")
    context = {
        "form": form,
        "any": bool(lines),
        "name": place_name(organisation),
        "crumbs": [
            (_("Frister"), reverse("obligations:mine")),
            (_("Holdet"), reverse("obligations:team")),
            (_("Overdrag sager"), None),
        ],
    }
    return render(request, "obligations/hand_over.html", context, status=status)


def _choice(line: TeamLine) -> str:
    name = line.name or person_names([line.person]).get(line.person, _("Ingen"))
    return ngettext("{name}: {n} åben sag", "{name}: {n} åbne sager", line.running).format(
        name=name, n=line.running
    )
