"""Pages of what is asked and told: questions about cases, feedback to caseworkers and the group, stock-takes."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frirum.core.designs.guide.steps import steps
from frirum.core.errors import FrirumError
from frirum.core.instruments.questions import AskedQuestion, find_instrument
from frirum.core.instruments.words import told_text
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.audits import dialogue_actions as actions
from frirum.web.audits.forms import FeedbackForm, LineForm, NoticeForm, QueryForm, StockTakeForm
from frirum.web.audits.models import AuditQuery, AuditRound, QueryState, StockTake
from frirum.web.audits.network import network_result, shared_rounds
from frirum.web.audits.pages import (
    about,
    crumbs_of,
    fields_of,
    find,
    find_case,
    may_audit,
    organisations_for,
    plain_title,
    title,
)
from frirum.web.audits.people import feedback_for, own_cases, own_queries, people_for_queries
from frirum.web.audits.reviewing import asked_in, definition_of, is_own, told_by
from frirum.web.designs.models import Design
from frirum.web.experiments.taking_part import experiments_of
from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.names import person_name, person_names, place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask, refuse, refuse_in
from frirum.web.surveys.models import SurveyWave, WaveState
from frirum.web.uses.staff import latest_notice, note_staff_told, staff_told

may_be_told = needs(Permission.RECORD_USE, Permission.AUDIT_CASES)
may_lead = needs(Permission.LEAD_USES)
may_take_stock = needs(Permission.AUDIT_CASES, Permission.RUN_SURVEYS)


@may_audit
@require_http_methods(["GET", "POST"])
def ask_page(request: HttpRequest, reference: uuid.UUID, number: int) -> HttpResponse:
    """Ask somebody about a case."""
    one = find_case(request, reference, number)
    questions = [(asked.id, asked.question.text) for asked in asked_in(one.round)]
    people = [(p.trail_reference, p.name) for p in people_for_queries(one.round.organisation)]
    first = {"owner": one.use.responsible if one.use else "", "question": request.GET.get("spoergsmaal", "")}
    form = QueryForm(request.POST or None, questions=questions, people=people, initial=first)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_about_case(case=one, by=person(request), **form.cleaned_data)
            return redirect("audits:query", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    page = reverse("audits:case", args=[one.round.reference, one.number])
    return ask(
        request,
        heading=_("Spørg om sag {n}").format(n=one.number),
        name=title(one.round.slug),
        text=_(
            "Spørgsmålet står hos den, du vælger, til det er besvaret. Svaret ændrer ikke det, du har bedømt."
        ),
        submit=_("Spørg"),
        cancel_url=page,
        form=form,
        crumbs=crumbs_of(one.round, (_("Sag {n}").format(n=one.number), page), (_("Spørg"), None)),
        status=status,
    )


def _find_query(request: HttpRequest, reference: uuid.UUID) -> AuditQuery:
    found = own_queries(person(request)).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


@may_be_told
@require_http_methods(["GET", "POST"])
def query(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The thread of one question."""
    found = _find_query(request, reference)
    form = LineForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_query(query=found, text=form.cleaned_data["text"], by=person(request))
            return redirect("audits:query", reference=reference)
        except FrirumError as refused:
            refuse_in(form, refused, "text")
            status = CONFLICT
    round_ = found.case.round
    lines = list(found.lines.all())
    names = person_names([line.written_by for line in lines])
    asked = next((one for one in asked_in(round_) if one.id == found.question), None)
    reviews = may(request.user, Permission.AUDIT_CASES, found.organisation)
    context = {
        "query": found,
        "case": found.case,
        "title": title(round_.slug),
        "asked": asked.question.text if asked else "",
        "owner": person_name(found.owner),
        "lines": [(names.get(line.written_by, ""), line) for line in lines],
        "late": found.is_open and found.due_on < clock.today(),
        "reviews": reviews,
        "form": form,
        "crumbs": [(_("Svar fra tilsyn"), reverse("audits:told")), (_("Spørgsmål"), None)],
    }
    return render(request, "audits/query.html", context, status=status)


@may_audit
@require_POST
def close(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The one who asked is content."""
    found = _find_query(request, reference)
    try:
        actions.close_query(query=found, by=person(request))
        messages.success(request, _("Spørgsmålet er lukket."))
    except FrirumError as refused:
        refuse(request, refused)
    return redirect("audits:query", reference=reference)


@may_be_told
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """What waits for the person, and what the audits of the municipality fed back."""
    user = person(request)
    queries = [
        {
            "query": one,
            "title": title(one.case.round.slug),
            "owner": person_name(one.owner),
            "mine": one.owner == user.trail_reference,
            "late": one.state == QueryState.OPEN and one.due_on < clock.today(),
        }
        for one in own_queries(user)
        if one.is_open
    ]
    feedback = [
        {
            "feedback": one,
            "title": title(one.round.slug),
            "place": place_name(one.organisation),
            "own": own_cases(one.round, user).count() if one.individually else 0,
        }
        for one in feedback_for(user)
    ]
    context = {"queries": queries, "feedback": feedback, "crumbs": [(_("Svar fra tilsyn"), None)]}
    return render(request, "audits/told.html", context)


@may_be_told
@require_GET
def feedback(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One round as it is fed back: what the reader is told of all, and of the own cases."""
    user = person(request)
    given = next((one for one in feedback_for(user) if one.round.reference == reference), None)
    if given is None:
        raise Http404
    round_ = given.round
    experiment = definition_of(round_)
    questions = [one for one in asked_in(round_, experiment) if not is_own(one)]
    own = own_cases(round_, user) if given.individually else []
    leads = given.individually and may(user, Permission.LEAD_USES, round_.organisation)
    sees_all = told_by(round_, experiment).group or may(user, Permission.AUDIT_CASES, round_.organisation)
    context = {
        **about(round_, experiment),
        "feedback": given,
        "group": network_result(shared_rounds([round_])[0]) if sees_all else None,
        "told": told_text(find_instrument(experiment, round_.instrument)),
        "own": [{"case": one, "fields": fields_of(questions, one.answers, {})} for one in own],
        "people": _by_person(round_, questions) if leads else [],
        "crumbs": [(_("Svar fra tilsyn"), reverse("audits:told")), (title(round_.slug), None)],
    }
    return render(request, "audits/feedback.html", context)


def _by_person(round_: AuditRound, questions: list[AskedQuestion]) -> list[dict[str, Any]]:
    """For the leader: each caseworker with the own cases, by name."""
    cases = list(round_.cases.filter(dropped="").exclude(use=None).select_related("use").order_by("number"))
    names = person_names([case.use.responsible for case in cases if case.use])
    found: dict[str, list[dict[str, Any]]] = {}
    for case in cases:
        if case.use and case.use.responsible in names:
            found.setdefault(names[case.use.responsible], []).append(
                {"case": case, "fields": fields_of(questions, case.answers, {})}
            )
    return [{"name": name, "cases": found[name]} for name in sorted(found)]


@may_lead
@require_http_methods(["GET", "POST"])
def feed_back(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Feed a held round back to those the definition names."""
    round_ = find(request, reference)
    form = FeedbackForm(request.POST or None)
    status = 200
    page = reverse("audits:round", args=[round_.reference])
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_feedback(round_=round_, text=form.cleaned_data["text"], by=person(request))
            messages.success(request, _("Runden er meldt tilbage."))
            return redirect("audits:feedback", reference=reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    return ask(
        request,
        heading=_("Meld runden tilbage"),
        name=title(round_.slug),
        text=_who_is_told(round_),
        submit=_("Meld tilbage"),
        cancel_url=page,
        form=form,
        crumbs=crumbs_of(round_, (_("Meld tilbage"), None)),
        status=status,
    )


def _who_is_told(round_: AuditRound) -> str:
    """Who the feedback reaches, and why it does not reach each."""
    experiment = definition_of(round_)
    told = told_by(round_, experiment)
    named = told_text(find_instrument(experiment, round_.instrument))
    said = (
        _("Definitionen melder tilbage til: {who}.").format(who=named)
        if told.stated
        else _("Definitionen siger ikke, hvem der meldes tilbage til: gruppen og hver rådgiver regnes med.")
    )
    if not told.each:
        return said + " " + _("Ingen får tal om sine egne sager.")
    if round_.reported:
        return said + " " + _("Runden er indberettet uden sager, så ingen kan se sine egne.")
    notice = staff_told(round_.organisation, round_.opened_on)
    if notice is None:
        return (
            said
            + " "
            + _(
                "Medarbejderne var ikke orienteret, før runden blev åbnet, så ingen ser tal om sine egne sager."
            )
        )
    return (
        said
        + " "
        + _(
            "Medarbejderne er orienteret ({day}), så hver rådgiver ser sine egne sager. Andre ser dem ikke."
        ).format(day=format_date(notice.told_on))
    )


@may_lead
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """Note that the staff was told of feedback on single people."""
    form = NoticeForm(request.POST or None, organisations=organisations_for(request, Permission.LEAD_USES))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            note_staff_told(by=person(request), **form.cleaned_data)
            messages.success(request, _("Det er noteret. Det gælder runder, der åbnes fra den dag."))
            return redirect("audits:rounds")
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    known = latest_notice(keys_with(request.user, Permission.LEAD_USES))
    text = _(
        "At se den enkelte rådgivers frister og tilbagemeldinger er kontrol af medarbejdere. Lederen ser frister pr. "
        "person, når medarbejderne er orienteret. Tilbagemelding vises kun for rådgiveren selv og lederen, og kun i "
        "runder, der åbnes derefter."
    )
    if known:
        text += " " + _("Sidst noteret: {day}.").format(day=format_date(known.told_on))
    return ask(
        request,
        heading=_("Medarbejderne er orienteret"),
        text=text,
        submit=_("Notér"),
        cancel_url=reverse("audits:rounds"),
        form=form,
        crumbs=[(_("Tilsyn"), reverse("audits:rounds")), (_("Orientering"), None)],
        status=status,
    )


@may_take_stock
@require_http_methods(["GET", "POST"])
def stock(request: HttpRequest) -> HttpResponse:
    """The stock-takes so far, and a new one."""
    user = request.user
    keys = keys_with(user, Permission.AUDIT_CASES) | keys_with(user, Permission.RUN_SURVEYS)
    places = dict(organisations_for(request, Permission.AUDIT_CASES))
    places |= dict(organisations_for(request, Permission.RUN_SURVEYS))
    form = StockTakeForm(
        request.POST or None,
        slugs=[(slug, plain_title(slug)) for slug in experiments_of(keys)],
        organisations=sorted(places.items(), key=lambda pair: pair[1]),
        material=_material(keys),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        given = {"rests_on": [], **form.cleaned_data}
        try:
            made = actions.take_stock(by=person(request), **given)
            messages.success(request, _("Status er noteret."))
            return redirect("audits:stock_take", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    taken = [
        {"stock": one, "title": title(one.slug), "place": place_name(one.organisation)}
        for one in StockTake.objects.filter(organisation__in=keys)
    ]
    crumbs = [(_("Tilsyn"), reverse("audits:rounds")), (_("Status i arbejdsgruppen"), None)]
    return render(
        request, "audits/stock.html", {"form": form, "taken": taken, "crumbs": crumbs}, status=status
    )


def _material(keys: frozenset[str]) -> list[tuple[str, str]]:
    """The held rounds and closed waves that a group can have before it."""
    rounds = AuditRound.objects.filter(organisation__in=keys).exclude(held_at=None)
    waves = SurveyWave.objects.filter(organisation__in=keys, state=WaveState.CLOSED)
    return [
        (
            f"tilsyn:{one.reference}",
            f"{plain_title(one.slug)}, {_('tilsyn')}, {place_name(one.organisation)}, {one.held_at:%d-%m-%Y}",
        )
        for one in rounds
    ] + [
        (f"runde:{one.reference}", f"{plain_title(one.slug)}, {_('spørgeskema')}, {one.name}")
        for one in waves
    ]


@may_take_stock
@require_GET
def stock_take(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One stock-take, and the way on to an amendment where something is to be adjusted."""
    user = request.user
    keys = keys_with(user, Permission.AUDIT_CASES) | keys_with(user, Permission.RUN_SURVEYS)
    found = StockTake.objects.filter(organisation__in=keys, reference=reference).first()
    if found is None:
        raise Http404
    labels = dict(_material(keys))
    design = None
    if found.adjusts and may(user, Permission.LOCK_DESIGN):
        own = keys_with(user, Permission.LOCK_DESIGN)
        design = Design.objects.filter(organisation__in=own, slug=found.slug).order_by("-pk").first()
    context = {
        "stock": found,
        "title": title(found.slug),
        "place": place_name(found.organisation),
        "by": person_name(found.recorded_by),
        "material": [labels.get(one, one) for one in found.rests_on],
        "design": design,
        "steps": [one for one in steps() if one.is_locked_at_start] if design and design.is_locked else [],
        "crumbs": [
            (_("Tilsyn"), reverse("audits:rounds")),
            (_("Status i arbejdsgruppen"), reverse("audits:stock")),
            (f"{found.held_on:%d-%m-%Y}", None),
        ],
    }
    return render(request, "audits/stock_take.html", context)
