"""The pages of audits."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.catalogue.experiment import Experiment
from frirum.core.errors import FrirumError
from frirum.core.instruments.questions import AskedQuestion, find_instrument
from frirum.core.instruments.rounds import planned_rounds
from frirum.core.instruments.words import result_note, round_text
from frirum.web import clock
from frirum.web.audits import actions
from frirum.web.audits.forms import OpenRoundForm
from frirum.web.audits.models import AuditCase, AuditRound, DropReason
from frirum.web.audits.reviewing import (
    definition_of,
    found,
    frame_file,
    instruments_of,
    lacking,
    questions_of,
)
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import person_name, place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.templatetags.frirum import date as danish_date
from frirum.web.uses.reading import visible_uses

CONFLICT = 409
may_audit = needs(Permission.AUDIT_CASES)


def find(request: HttpRequest, reference: uuid.UUID) -> AuditRound:
    """The round, if the person may see it; a foreign one and a missing one are the same 404."""
    own = keys_with(request.user, Permission.AUDIT_CASES)
    round_ = AuditRound.objects.filter(organisation__in=own, reference=reference).first()
    if round_ is None:
        raise Http404
    return round_


def _cases(round_: AuditRound) -> list[AuditCase]:
    return list(round_.cases.select_related("use").order_by("number"))


def _title(slug: str) -> Any:
    experiment = current_catalogue().experiments.get(slug)
    return own_title(experiment) if experiment else slug


def _crumbs(round_: AuditRound, *more: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    page = reverse("audits:round", args=[round_.reference]) if more else None
    return [(_("Tilsyn"), reverse("audits:rounds")), (_title(round_.slug), page), *more]


def _about(round_: AuditRound, experiment: Experiment) -> dict[str, Any]:
    instrument = find_instrument(experiment, round_.instrument)
    planned = [one for one in planned_rounds(experiment, instrument) if one.round.id == round_.round]
    return {
        "round": round_,
        "title": _title(round_.slug),
        "instrument": instrument,
        "planned": round_text(planned[0]) if planned else "",
        "municipality": place_name(round_.organisation),
    }


@may_audit
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round of the person's municipalities, with how far it is."""
    own = keys_with(request.user, Permission.AUDIT_CASES)
    rows = []
    for round_ in AuditRound.objects.filter(organisation__in=own):
        experiment = definition_of(round_)
        questions = questions_of(experiment, round_.instrument)
        cases = _cases(round_)
        done = sum(not lacking(case, questions) for case in cases)
        rows.append({**_about(round_, experiment), "done": done, "cases": len(cases)})
    return render(request, "audits/rounds.html", {"rows": rows, "crumbs": [(_("Tilsyn"), None)]})


@may_audit
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Open a round of an audit that a definition asks for."""
    keys = keys_with(request.user, Permission.AUDIT_CASES)
    organisations = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    form = OpenRoundForm(request.POST or None, audits=_audits(), organisations=list(organisations))
    status = 200
    if request.method == "POST" and form.is_valid():
        slug, instrument, round_ = form.cleaned_data["audit"].split("/")
        rest = {key: form.cleaned_data[key] for key in ("organisation", "first_day", "last_day", "n", "seed")}
        try:
            made = actions.open_round(
                slug=slug, instrument=instrument, round_=round_, by=person(request), **rest
            )
            return redirect("audits:round", reference=made.reference)
        except FrirumError as refused:
            form.add_error(None, f"{refused.message} {refused.remedy or ''}")
            status = CONFLICT
    crumbs = [(_("Tilsyn"), reverse("audits:rounds")), (_("Ny runde"), None)]
    return render(request, "audits/begin.html", {"form": form, "crumbs": crumbs}, status=status)


def _audits() -> list[tuple[str, str]]:
    """Each audit, and each of its planned rounds, as `slug/instrument/round`."""
    offered = []
    for slug, experiment in current_catalogue().experiments.items():
        for one in instruments_of(experiment):
            name = f"{strip_tags(own_title(experiment))}: {one.title}"
            rounds = planned_rounds(experiment, one)
            planned = [(r.round.id, f"{name}, {round_text(r)}") for r in rounds] or [("", name)]
            offered += [(f"{slug}/{one.id}/{id_}", text) for id_, text in planned]
    return offered


@may_audit
@require_GET
def round_page(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The cases of a round, how they were drawn, and what is left to do."""
    round_ = find(request, reference)
    experiment = definition_of(round_)
    questions = questions_of(experiment, round_.instrument)
    rows = [{"case": case, "lacking": lacking(case, questions)} for case in _cases(round_)]
    context = {
        **_about(round_, experiment),
        "rows": rows,
        "open": sum(bool(row["lacking"]) for row in rows),
        "held_by": person_name(round_.held_by),
        "crumbs": _crumbs(round_),
    }
    return render(request, "audits/round.html", context)


@may_audit
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, reference: uuid.UUID, number: int) -> HttpResponse:
    """Review one case. What cannot be kept is said, and what was typed stays on the page."""
    round_ = find(request, reference)
    one = round_.cases.select_related("use").filter(number=number).first()
    if one is None:
        raise Http404
    if request.method == "GET":
        return _case_page(request, round_, one)
    written = {
        name.removeprefix("svar-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("svar-")
    }
    dropped, revision = request.POST.get("dropped", ""), request.POST.get("revision", "")
    as_json = request.headers.get("Accept", "").startswith("application/json")
    try:
        saved = actions.save_case(
            case=one,
            written=written,
            dropped=dropped,
            revision=int(revision)
            if revision.isascii() and revision.isdigit() and len(revision) < 10
            else -1,
            by=person(request),
        )
    except FrirumError as refused:
        if as_json:
            return JsonResponse({"error": refused.message, "remedy": refused.remedy}, status=CONFLICT)
        messages.error(request, f"{refused.message} {refused.remedy or ''}")
        return _case_page(request, round_, one, typed=(written, dropped), status=CONFLICT)
    if as_json:
        moment = danish_date(clock.now())
        return JsonResponse({"revision": saved.revision, "saved": _("Gemt {moment}").format(moment=moment)})
    return redirect(_next(round_, number))


def _next(round_: AuditRound, number: int) -> str:
    """The next case with something to answer, else the page of the round."""
    questions = questions_of(definition_of(round_), round_.instrument)
    cases = _cases(round_)
    waiting = [one.number for one in cases if lacking(one, questions)]
    later = [one for one in waiting if one > number] or waiting
    if not later:
        return reverse("audits:round", args=[round_.reference])
    return reverse("audits:case", args=[round_.reference, later[0]])


def _case_page(
    request: HttpRequest,
    round_: AuditRound,
    one: AuditCase,
    typed: tuple[dict[str, str], str] | None = None,
    status: int = 200,
) -> HttpResponse:
    experiment = definition_of(round_)
    questions = questions_of(experiment, round_.instrument)
    total = round_.cases.count()
    context = {
        **_about(round_, experiment),
        "case": one,
        "total": total,
        "fields": [_field(asked, one, questions, typed[0] if typed else {}) for asked in questions],
        "dropped": typed[1] if typed else one.dropped,
        "reasons": DropReason.choices,
        "may_see_use": visible_uses(person(request)).filter(pk=one.use.pk).exists(),
        "before": one.number - 1 if one.number > 1 else None,
        "after": one.number + 1 if one.number < total else None,
        "crumbs": _crumbs(round_, (_("Sag {n}").format(n=one.number), None)),
    }
    return render(request, "audits/case.html", context, status=status)


def _field(
    asked: AskedQuestion, one: AuditCase, questions: tuple[AskedQuestion, ...], typed: dict[str, str]
) -> dict[str, Any]:
    """A question as it is drawn: options by their words, what is chosen, and when it is put."""
    kept = one.answers.get(asked.id, "")
    option = asked.option(kept)
    condition = asked.question.only_if
    before = next((q for q in questions if condition and q.id == condition.question), None)
    words = [o.text for o in before.options if o.value in condition.answers] if before and condition else []
    return {
        "asked": asked,
        "value": typed.get(asked.id, option.text if option else str(kept)),
        "options": [o.text for o in asked.options],
        "after": before.question.text if before else "",
        "after_id": before.id if before else "",
        "after_words": words,
    }


@may_audit
@require_GET
def results(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """What was found, question by question."""
    round_ = find(request, reference)
    experiment = definition_of(round_)
    questions = questions_of(experiment, round_.instrument)
    told, notes = found(round_, _cases(round_), questions)
    context = {
        **_about(round_, experiment),
        "results": [
            {
                "result": one,
                "options": [
                    {"text": text, "count": one.counts[text], "share": share}
                    for text, share in one.shares.items()
                ],
            }
            for one in told
        ],
        "notes": [result_note(note) for note in notes],
        "crumbs": _crumbs(round_, (_("Resultat"), None)),
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
            messages.error(request, f"{refused.message} {refused.remedy or ''}")
        return redirect(page)
    context = {
        "heading": _("Afslut runden"),
        "name": _title(round_.slug),
        "text": _(
            "Du skriver under på, at runden er afholdt. Derefter kan svarene ikke ændres, og der gemmes et bevis med "
            "fingeraftryk: hvordan sagerne er udtrukket, hvem der holdt runden, og hvad der blev talt."
        ),
        "submit": _("Afslut runden"),
        "cancel_url": page,
        "crumbs": _crumbs(round_, (_("Afslut runden"), None)),
    }
    return render(request, "site/confirm.html", context)


@may_audit
@require_GET
def frame(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The list that the cases were drawn from, so that anybody can draw them again."""
    round_ = find(request, reference)
    response = HttpResponse(
        frame_file(round_.organisation, round_.frame), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="liste.csv"'
    return response


@may_audit
@require_GET
def proof(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The proof of a held round; the file's SHA-256 is the fingerprint on the page."""
    round_ = find(request, reference)
    if not round_.is_held:
        raise Http404
    response = HttpResponse(round_.proof, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="bevis.json"'
    return response
