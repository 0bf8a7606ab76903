"""Pages beside a round: the workbook, the second opinion, results reported as counts, the network, the duty."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.errors import FrirumError
from frirum.core.instruments.questions import find_instrument
from frirum.core.instruments.words import result_note, sheet_fault, told_text
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_date, format_month
from frirum.web import clock
from frirum.web.audits import actions
from frirum.web.audits.dialogue_actions import save_second
from frirum.web.audits.duty import DutyRow, DutyState, by_month, duty_rows
from frirum.web.audits.forms import ReportForm, WorkbookForm
from frirum.web.audits.models import AuditRound, RoundFeedback, RoundState
from frirum.web.audits.network import network_result, shared_rounds
from frirum.web.audits.pages import (
    CHOICES,
    about,
    audits_of,
    crumbs_of,
    fields_of,
    find,
    find_case,
    may_audit,
    organisations_for,
    plain_title,
    posted_answers,
    title,
)
from frirum.web.audits.reviewing import asked_by_second, definition_of, questions_of
from frirum.web.audits.workbooks import own_asked, take_workbook, workbook_of
from frirum.web.body_limits import takes_files
from frirum.web.experiments.taking_part import experiments_of
from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, XLSX, download, refuse, refuse_in
from frirum.web.site.saving import is_by_script, posted_number, refused_answer, saved_answer
from frirum.web.temporary import unnamed_file

may_follow = needs(Permission.FOLLOW_EXPERIMENT)


@may_audit
@takes_files(16)
@require_http_methods(["GET", "POST"])
def workbook(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Fetch the round as a workbook, and bring it back filled in; faults are told by their cell."""
    round_ = find(request, reference)
    if not round_.frame:
        raise Http404
    form = WorkbookForm(request.POST or None, request.FILES or None)
    faults: list[dict[str, str]] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with unnamed_file() as (file, path):
                for block in form.cleaned_data["file"].chunks():
                    file.write(block)
                file.flush()
                taken = take_workbook(round_=round_, path=path, by=person(request))
        except FrirumError as refused:
            refuse_in(form, refused, "file")
            status = CONFLICT
        else:
            if not taken.faults:
                text = ngettext("{n} sag er ændret.", "{n} sager er ændret.", taken.changed)
                messages.success(request, text.format(n=taken.changed))
                return redirect("audits:round", reference=round_.reference)
            status = CONFLICT
            for fault in taken.faults:
                message, remedy = sheet_fault(fault)
                faults.append(
                    {
                        "sheet": fault.sheet or "",
                        "cell": fault.cell or "",
                        "message": message,
                        "remedy": remedy,
                    }
                )
    context = {
        **about(round_, definition_of(round_)),
        "form": form,
        "faults": faults,
        "leaves_out": own_asked(round_),
        "crumbs": crumbs_of(round_, (_("Regneark"), None)),
    }
    return render(request, "audits/workbook.html", context, status=status)


@may_audit
@require_GET
def workbook_file(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The round's cases as a workbook to fill in."""
    round_ = find(request, reference)
    if not round_.frame:
        raise Http404
    name = f"tilsyn-{round_.slug}-{round_.organisation}.xlsx"
    return download(workbook_of(round_), name=name, media_type=XLSX)


@may_audit
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest, reference: uuid.UUID, number: int) -> HttpResponse:
    """Judge a case that somebody else judges too, without seeing the other answers."""
    one = find_case(request, reference, number)
    mine = one.seconds.filter(reviewed_by=person(request).trail_reference).first()
    typed: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        typed, grounds = posted_answers(request)
        try:
            saved = save_second(
                case=one,
                written=typed,
                grounds=grounds,
                revision=posted_number(request, "revision"),
                by=person(request),
            )
        except FrirumError as refused:
            if is_by_script(request):
                return refused_answer(refused)
            refuse(request, refused)
            status = CONFLICT
        else:
            if is_by_script(request):
                return saved_answer(revision=saved.revision, at=clock.now())
            messages.success(request, _("Din bedømmelse er gemt."))
            return redirect("audits:round", reference=one.round.reference)
    questions = asked_by_second(one)
    context = {
        **about(one.round, definition_of(one.round)),
        **CHOICES,
        "case": one,
        "is_first": one.reviewed_by == person(request).trail_reference,
        "fields": fields_of(
            questions, mine.answers if mine else {}, typed, grounds=mine.grounds if mine else {}
        ),
        "revision": mine.revision if mine else 0,
        "crumbs": crumbs_of(one.round, (_("Anden bedømmelse, sag {n}").format(n=one.number), None)),
    }
    return render(request, "audits/second.html", context, status=status)


@may_audit
@require_GET
def choose_report(request: HttpRequest) -> HttpResponse:
    """Choose the audit that a municipality arranged by itself and whose result is to be brought in."""
    keys = sorted(keys_with(request.user, Permission.AUDIT_CASES))
    rows = []
    for value, text in audits_of(keys):
        slug, instrument, round_ = value.split("/")
        address = reverse("audits:report", args=[slug, instrument])
        rows.append((text, f"{address}?runde={round_}" if round_ else address))
    crumbs = [(_("Tilsyn"), reverse("audits:rounds")), (_("Indberet et resultat"), None)]
    return render(request, "audits/choose_report.html", {"rows": rows, "crumbs": crumbs})


@may_audit
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, slug: str, instrument: str) -> HttpResponse:
    """Bring in what an audit found that the municipality arranged by itself: counts alone."""
    keys = sorted(keys_with(request.user, Permission.AUDIT_CASES))
    offered = {value.rsplit("/", 1)[0] for value, _text in audits_of(keys)}
    if f"{slug}/{instrument}" not in offered:
        raise Http404
    experiment = experiments_of(keys)[slug]
    form = ReportForm(
        request.POST or None,
        organisations=organisations_for(request, Permission.AUDIT_CASES),
        questions=questions_of(experiment, instrument),
    )
    planned = {one.id for one in find_instrument(experiment, instrument).rounds}
    round_ = request.GET.get("runde", "")
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.report_results(
                slug=slug,
                instrument=instrument,
                round_=round_ if round_ in planned else "",
                organisation=given["organisation"],
                days=(given["first_day"], given["last_day"]),
                rule=given["rule"],
                listed=given["listed"],
                reviewed=given["reviewed"],
                counts=form.counts(),
                by=person(request),
            )
            return redirect("audits:results", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    context = {
        "form": form,
        "title": title(slug),
        "instrument": find_instrument(experiment, instrument),
        "crumbs": [(_("Tilsyn"), reverse("audits:rounds")), (_("Indberet et resultat"), None)],
    }
    return render(request, "audits/report.html", context, status=status)


def _held(request: HttpRequest) -> Any:
    keys = keys_with(request.user, Permission.FOLLOW_EXPERIMENT)
    return AuditRound.objects.filter(organisation__in=keys, state=RoundState.HELD)


@may_follow
@require_GET
def network(request: HttpRequest) -> HttpResponse:
    """What the municipalities found together in a round, protected: small counts are hidden."""
    shared = shared_rounds(_held(request))
    chosen = next((one for one in shared if one.key == request.GET.get("runde")), None)
    rows = []
    for one in shared:
        experiment = definition_of(one.rounds[0])
        instrument = find_instrument(experiment, one.instrument)
        when = next((r.when for r in instrument.rounds if r.id == one.round), "")
        places = sorted({place_name(r.organisation) for r in one.rounds})
        rows.append(
            {
                "shared": one,
                "title": title(one.slug),
                "instrument": instrument,
                "when": when,
                "places": places,
            }
        )
    result = network_result(chosen) if chosen else None
    context = {
        "rows": rows,
        "chosen": next((row for row in rows if row["shared"] == chosen), None),
        "result": result,
        "notes": [result_note(note) for note in result.notes] if result else [],
        "may_release": may(request.user, Permission.ANALYSE),
        "crumbs": [(_("Tilsyn på tværs"), None)],
    }
    return render(request, "audits/network.html", context)


STATES = {
    DutyState.DONE: (gettext_lazy("holdt"), "success"),
    DutyState.DUE: (gettext_lazy("kommer"), ""),
    DutyState.LATE: (gettext_lazy("mangler"), "error"),
    DutyState.UNDATED: (gettext_lazy("uden dag"), ""),
}


@may_audit
@require_GET
def duty(request: HttpRequest) -> HttpResponse:
    """The audits that are to be held: done, due, late, and per month; as CSV too."""
    keys = keys_with(request.user, Permission.AUDIT_CASES)
    rounds = list(AuditRound.objects.filter(organisation__in=keys))
    rows = duty_rows(experiments_of(keys).values(), keys, rounds, on=clock.today())
    given = {one.round_id: one for one in RoundFeedback.objects.filter(organisation__in=keys)}
    if request.GET.get("format") == "csv":
        head = [
            _("forsøg"), _("tilsyn"), _("kommune"), _("runde"), _("senest"), _("tilstand"), _("afholdt"),
            _("tilbagemelding"),
        ]  # fmt: skip
        lines = [
            [
                plain_title(row.slug),
                row.instrument.title,
                place_name(row.organisation),
                row.when,
                row.due.isoformat() if row.due else "",
                str(STATES[row.state][0]),
                f"{row.held.held_at:%Y-%m-%d}" if row.held and row.held.held_at else "",
                _feedback(row, given),
            ]
            for row in rows
        ]
        return download(rows_to_csv([head, *lines]), name="tilsyn-pligt.csv", media_type="text/csv")
    shown = [
        {
            "row": row,
            "title": title(row.slug),
            "place": place_name(row.organisation),
            "state": STATES[row.state],
            "feedback": _feedback(row, given),
        }
        for row in rows
    ]
    context = {
        "rows": shown,
        "late": sum(row.state is DutyState.LATE for row in rows),
        "months": [(format_month(one.first_day), one) for one in by_month(rows, rounds)],
        "crumbs": [(_("Tilsyn"), reverse("audits:rounds")), (_("Tilsyn, der skal holdes"), None)],
    }
    return render(request, "audits/duty.html", context)


def _feedback(row: DutyRow, given: Mapping[int, RoundFeedback]) -> str:
    """When a held round was fed back, or to whom the definition says that it is still to be; "" where neither is so."""
    if row.held is None or not row.held.is_held:
        return ""
    found = given.get(row.held.pk)
    if found is not None:
        return format_date(found.given_at.date())
    told = told_text(row.instrument)
    return _("mangler: {who}").format(who=told) if told else ""
