"""The pages of a round: the list of rounds, a new one, its cases, its result, its proof."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.errors import FrirumError
from frirum.core.instruments.audit_results import ResultNote
from frirum.core.instruments.words import result_note
from frirum.web import clock
from frirum.web.audits import actions
from frirum.web.audits.agreeing import judged_twice
from frirum.web.audits.forms import OpenRoundForm
from frirum.web.audits.frames import frame_file
from frirum.web.audits.models import AuditCase, AuditRound, DropReason, RoundFeedback
from frirum.web.audits.pages import (
    CHOICES,
    about,
    audits_of,
    cases_of,
    crumbs_of,
    fields_of,
    find,
    find_case,
    may_audit,
    organisations_for,
    posted_answers,
    title,
)
from frirum.web.audits.prefill import known_answers, row_of
from frirum.web.audits.reviewing import asked_by_second, asked_in, definition_of, found, is_own, lacking
from frirum.web.extracts.reading import identity_of
from frirum.web.organisations.access import keys_with, may, person
from frirum.web.organisations.names import person_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask, download, refuse, refuse_in
from frirum.web.site.saving import is_by_script, posted_number, refused_answer, saved_answer
from frirum.web.uses.listing import called
from frirum.web.uses.people import may_change
from frirum.web.uses.reading import note_listing, visible_uses


@may_audit
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round of the person's municipalities, with how far it is."""
    own = keys_with(request.user, Permission.AUDIT_CASES)
    rows = []
    for round_ in AuditRound.objects.filter(organisation__in=own):
        experiment = definition_of(round_)
        questions = asked_in(round_, experiment)
        cases = [case for case in cases_of(round_) if case.dropped != DropReason.NOT_NEEDED]
        done = sum(not lacking(case, questions) for case in cases)
        told = round_.reported.get("reviewed", 0)
        rows.append({**about(round_, experiment), "done": done, "cases": len(cases), "told": told})
    leads = may(request.user, Permission.LEAD_USES)
    context = {"rows": rows, "leads": leads, "crumbs": [(_("Tilsyn"), None)]}
    return render(request, "audits/rounds.html", context)


@may_audit
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Open a round of an audit that a definition asks for."""
    keys = keys_with(request.user, Permission.AUDIT_CASES)
    form = OpenRoundForm(
        request.POST or None,
        audits=audits_of(sorted(keys)),
        organisations=organisations_for(request, Permission.AUDIT_CASES),
        initial={"audit": request.GET.get("tilsyn", "")},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        slug, instrument, round_ = form.cleaned_data["audit"].split("/")
        try:
            made = actions.open_round(
                slug=slug,
                instrument=instrument,
                organisation=form.cleaned_data["organisation"],
                plan=form.plan(round_),
                by=person(request),
            )
            return redirect("audits:round", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    crumbs = [(_("Tilsyn"), reverse("audits:rounds")), (_("Ny runde"), None)]
    return render(request, "audits/begin.html", {"form": form, "crumbs": crumbs}, status=status)


@may_audit
@require_GET
def round_page(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The cases of a round, how they were drawn, and what is left to do."""
    round_ = find(request, reference)
    experiment = definition_of(round_)
    questions = asked_in(round_, experiment)
    rows = [_row(request, case, lacking(case, questions)) for case in cases_of(round_)]
    named = [row["case"].use for row in rows if row["called"] and row["case"].use]
    if named:
        note_listing(uses=named, by=person(request))
    context = {
        **about(round_, experiment),
        "rows": rows,
        "open": sum(bool(row["lacking"]) for row in rows),
        "wants_second": any(row["second"] for row in rows),
        "held_by": person_name(round_.held_by),
        "feedback": RoundFeedback.objects.filter(round=round_).first(),
        "may_feed_back": may(request.user, Permission.LEAD_USES, round_.organisation),
        "strata": sorted(round_.taken.items()) if len(round_.taken) > 1 else [],
        "crumbs": crumbs_of(round_),
    }
    return render(request, "audits/round.html", context)


def _row(request: HttpRequest, case: AuditCase, left: int) -> dict[str, Any]:
    second = ""
    if asked_by_second(case):
        mine = person(request).trail_reference
        done = case.seconds.exists()
        second = "own" if case.reviewed_by == mine and not done else "done" if done else "open"
    return {
        "case": case,
        "called": called(case.use, person(request)) if case.use else _case_number(request, case),
        "lacking": left,
        "second": second,
        "queries": case.queries.exclude(state="closed").count(),
    }


@may_audit
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, reference: uuid.UUID, number: int) -> HttpResponse:
    """Review one case. What cannot be kept is said, and what was typed stays on the page."""
    one = find_case(request, reference, number)
    if request.method == "GET":
        return _case_page(request, one)
    written, grounds = posted_answers(request)
    dropped = request.POST.get("dropped", "")
    try:
        saved = actions.save_case(
            case=one,
            written=written,
            grounds=grounds,
            dropped=dropped,
            revision=posted_number(request, "revision"),
            by=person(request),
        )
    except FrirumError as refused:
        if is_by_script(request):
            return refused_answer(refused)
        refuse(request, refused)
        return _case_page(request, one, typed=(written, dropped), status=CONFLICT)
    if is_by_script(request):
        return saved_answer(revision=saved.revision, at=clock.now())
    return redirect(_next(one.round, number))


def _next(round_: AuditRound, number: int) -> str:
    """The next case with something to answer, else the page of the round."""
    questions = asked_in(round_)
    waiting = [one.number for one in cases_of(round_) if lacking(one, questions)]
    later = [one for one in waiting if one > number] or waiting
    if not later:
        return reverse("audits:round", args=[round_.reference])
    return reverse("audits:case", args=[round_.reference, later[0]])


def _case_page(
    request: HttpRequest, one: AuditCase, typed: tuple[dict[str, str], str] | None = None, status: int = 200
) -> HttpResponse:
    round_ = one.round
    experiment = definition_of(round_)
    questions = asked_in(round_, experiment)
    total = round_.cases.count()
    known = {} if round_.is_held else known_answers(round_, one, questions)
    context = {
        **about(round_, experiment),
        **CHOICES,
        "case": one,
        "total": total,
        "began": next(
            (dt.date.fromisoformat(day) for key, _lag, day in round_.frame if key == one.id_on_list), None
        ),
        "case_number": _case_number(request, one),
        "fields": fields_of(
            questions, one.answers, typed[0] if typed else {}, known=known, grounds=one.grounds
        ),
        "dropped": typed[1] if typed else one.dropped,
        "reasons": [(value, text) for value, text in DropReason.choices if value != DropReason.NOT_NEEDED],
        "queries": list(one.queries.all()),
        "may_see_use": one.use is not None and visible_uses(person(request)).filter(pk=one.use.pk).exists(),
        "before": one.number - 1 if one.number > 1 else None,
        "after": one.number + 1 if one.number < total else None,
        "crumbs": crumbs_of(round_, (_("Sag {n}").format(n=one.number), None)),
    }
    return render(request, "audits/case.html", context, status=status)


def _case_number(request: HttpRequest, one: AuditCase) -> str:
    """The case system's number of a case, for those who may know whose it is."""
    if one.use is not None:
        return one.use.citizen.case_number if may_change(use=one.use, by=person(request)) else ""
    if not may(request.user, Permission.LEAD_USES, one.round.organisation):
        return ""
    row = row_of(one.round, one)
    return identity_of(row.person).case_number if row else ""


@may_audit
@require_GET
def results(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """What was found, question by question, and how far those agree who judged the same cases."""
    round_ = find(request, reference)
    experiment = definition_of(round_)
    questions = asked_in(round_, experiment)
    told, notes = found(round_, cases_of(round_), questions)
    context = {
        **about(round_, experiment),
        "listed": len(round_.frame) or round_.reported.get("listed", 0),
        "results": [
            {
                "result": one,
                "is_own": is_own(one.question),
                "options": [
                    {"text": text, "count": one.counts[text], "share": share}
                    for text, share in one.shares.items()
                ],
            }
            for one in told
        ],
        "judged": judged_twice(round_, questions),
        "has_intervals": ResultNote.NOT_RANDOM not in notes,
        "notes": [result_note(note) for note in notes],
        "crumbs": crumbs_of(round_, (_("Resultat"), None)),
    }
    return render(request, "audits/results.html", context)


@may_audit
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Confirm and sign that the round was held."""
    round_ = find(request, reference)
    page = reverse("audits:round", args=[round_.reference])
    if request.method == "POST":
        try:
            actions.hold_round(round_=round_, by=person(request))
            messages.success(request, _("Runden er afholdt. Beviset kan hentes her på siden."))
        except FrirumError as refused:
            refuse(request, refused)
        return redirect(page)
    return ask(
        request,
        heading=_("Afslut runden"),
        name=title(round_.slug),
        text=_(
            "Du skriver under på, at runden er afholdt. Derefter kan svarene ikke ændres, og der gemmes et bevis med "
            "fingeraftryk: hvordan sagerne er udtrukket, hvem der holdt runden, og hvad der blev talt."
        ),
        submit=_("Afslut runden"),
        cancel_url=page,
        crumbs=crumbs_of(round_, (_("Afslut runden"), None)),
    )


@may_audit
@require_GET
def frame(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The list that the cases were drawn from, so that anybody can draw them again."""
    round_ = find(request, reference)
    if not round_.frame:
        raise Http404
    return download(frame_file(round_.organisation, round_.frame), name="liste.csv", media_type="text/csv")


@may_audit
@require_GET
def proof(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The proof of a held round; the file's SHA-256 is the fingerprint on the page."""
    round_ = find(request, reference)
    if not round_.is_held:
        raise Http404
    return download(round_.proof, name="bevis.json", media_type="application/json")
