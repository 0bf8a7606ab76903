"""From the answer of a check to a recorded use, or to why it is not used."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frirum.core.catalogue import Experiment, Part
from frirum.core.catalogue.casework import Trigger
from frirum.core.catalogue.conditions import Answer, FactUse
from frirum.core.errors import FrirumError, InputRefused
from frirum.core.law.facts import Value
from frirum.core.law.watch import concerns
from frirum.core.report.formats import MEDIA_TYPES
from frirum.core.report.formats import render as render_document
from frirum.web import clock
from frirum.web.cases.answers import AnswerView, answer
from frirum.web.cases.forms import CaseForm, posted
from frirum.web.cases.questions import questions
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, download, refuse, refused_text
from frirum.web.uses import actions
from frirum.web.uses.assessing import AGAINST_ADVICE, consents, recorded_case, takes_part
from frirum.web.uses.checks import OpenBefore, RecordedBefore
from frirum.web.uses.forms import PREFIX, RecordForm
from frirum.web.uses.letters import letter_document
from frirum.web.uses.listing import experiment_name
from frirum.web.uses.models import Use, UseSource, UseState
from frirum.web.uses.past import PastNotOpen, ask_to_open, is_past, openers
from frirum.web.uses.people import READERS, may_change
from frirum.web.uses.reading import find_non_use


@dataclass(frozen=True)
class PostedCase:
    """The case as the answer's page posts it on."""

    experiment: Experiment
    part: Part | None
    questions: CaseForm

    @property
    def part_slug(self) -> str:
        """ "" for an experiment without parts."""
        return self.part.slug if self.part else ""

    def facts(self) -> dict[str, Value]:
        """What is known; nothing while an answer is wrong."""
        return self.questions.facts() if self.questions.is_valid() else {}

    def day(self) -> dt.date:
        """The case's own day, else today."""
        found = answer(self.experiment, self.part, self.facts()).assessment.date
        return found or clock.today()


def posted_case(request: HttpRequest, slug: str, part: str | None) -> PostedCase:
    """The experiment and the answers; 404 for an experiment or part that does not exist."""
    experiment = current_catalogue().experiments.get(slug)
    chosen = experiment.part(part) if experiment and part else None
    if experiment is None or (part and chosen is None) or (experiment.parts and chosen is None):
        raise Http404
    return PostedCase(
        experiment,
        chosen,
        CaseForm(questions(experiment, chosen), request.POST, asked_by=(experiment, chosen)),
    )


def organisation_of(user: User, case: PostedCase) -> str:
    """The municipality the person records for: the case's, else the person's only one.

    Raises:
        InputRefused: the case belongs to a municipality the person does not act for, or there are several.
    """
    own = keys_with(user, Permission.RECORD_USE)
    facts = case.facts()
    for fact in case.experiment.all_facts():
        if fact.use is FactUse.MUNICIPALITY and fact.id in facts:
            place = str(facts[fact.id])
            if place not in own:
                raise InputRefused(_("Sagen hører til en kommune, som du ikke registrerer for."))
            return place
    if len(own) != 1:
        raise InputRefused(_("Vælg, hvilken kommune sagen hører til."))
    return next(iter(own))


@needs(Permission.RECORD_USE)
@require_POST
@never_cache
def record(request: HttpRequest, slug: str, part: str | None = None) -> HttpResponse:
    """Record a use. What is refused is said, and all that was typed stays on the page."""
    case, user = posted_case(request, slug, part), person(request)
    if not case.questions.is_valid():
        return _record_page(request, case, None, _record_form(case, None, None), CONFLICT)
    found = answer(case.experiment, case.part, case.facts())
    form = _record_form(case, found, request.POST if f"{PREFIX}-begun_on" in request.POST else None)
    try:
        organisation = organisation_of(user, case)
        if not form.is_valid():
            return _record_page(request, case, found, form)
        made = _record(user, organisation, case, form)
    except PastNotOpen as closed:
        return _past_page(request, case, found, form, closed)
    except RecordedBefore as before:
        return _recorded_before(request, case, found, form, before)
    except OpenBefore as refused:
        form.ask_alongside()
        mine = refused.use if may_change(use=refused.use, by=user) else None
        return _record_page(request, case, found, form, CONFLICT, refused=refused_text(refused), before=mine)
    except FrirumError as refused:
        return _record_page(request, case, found, form, CONFLICT, refused=refused_text(refused))
    messages.success(request, _("Brugen er registreret. Notatet står herunder."))
    return redirect("uses:use", reference=made.reference)


def _past_page(
    request: HttpRequest, case: PostedCase, found: AnswerView, form: RecordForm, closed: PastNotOpen
) -> HttpResponse:
    """Who can open for it, and a button that asks them; all that was typed stays on the page."""
    asked: list[User] = []
    refused = refused_text(closed)
    if "bed" in request.POST:
        try:
            asked = ask_to_open(
                slug=closed.slug,
                organisation=closed.organisation,
                begun_on=closed.begun_on,
                by=person(request),
            )
        except FrirumError as nobody:
            refused = refused_text(nobody)
    helpers = [one.name for one in asked or openers(closed.organisation)]
    return _record_page(
        request, case, found, form, CONFLICT, refused=refused, helpers=helpers, has_asked=bool(asked)
    )


def _recorded_before(
    request: HttpRequest, case: PostedCase, found: AnswerView, form: RecordForm, before: RecordedBefore
) -> HttpResponse:
    """Sent twice, or again after the back button: the use that is there. Sent with other content: told, and kept."""
    use, given = before.use, form.cleaned_data
    sent = (given.get("advice_overruled_reason", "").strip(), given.get("judged_by", "").strip())
    known = {name: value for name, value in recorded_case(use).facts.items() if name in case.facts()}
    mine = may_change(use=use, by=person(request))
    if mine and known == case.facts() and sent == (use.advice_overruled_reason, use.judged_by):
        messages.info(request, _("Brugen var allerede registreret. Her er den."))
        return redirect("uses:use", reference=use.reference)
    return _record_page(
        request, case, found, form, CONFLICT, refused=refused_text(before), before=use if mine else None
    )


def _record_form(case: PostedCase, found: AnswerView | None, data: Any) -> RecordForm:
    given = found.assessment.answer if found else None
    return RecordForm(
        data,
        against=given in AGAINST_ADVICE,
        judgement=given is Answer.NEEDS_JUDGEMENT,
        wish=bool(consents(case.experiment, case.part)),
        initial={"begun_on": case.day()},
    )


def _record(user: User, organisation: str, case: PostedCase, form: RecordForm) -> Use:
    given = form.cleaned_data
    return actions.record_use(
        slug=case.experiment.slug,
        part=case.part_slug,
        organisation=organisation,
        identity=form.identity,
        begun_on=given["begun_on"],
        facts=case.facts(),
        advice_overruled_reason=given.get("advice_overruled_reason", ""),
        judged_by=given.get("judged_by", ""),
        consented_on=given.get("consented_on"),
        label=given.get("label", ""),
        warn_of_overlap=not given.get("alongside", False),
        source=UseSource.PAST if is_past(given["begun_on"]) else UseSource.TYPED,
        by=user,
    )


def _record_page(
    request: HttpRequest,
    case: PostedCase,
    found: AnswerView | None,
    form: RecordForm,
    status: int = 200,
    *,
    refused: str = "",
    before: Use | None = None,
    helpers: list[str] | None = None,
    has_asked: bool = False,
) -> HttpResponse:
    if refused and form.is_bound:
        form.add_error(None, refused)
    context = {
        "name": experiment_name(case.experiment.slug, case.part_slug),
        "experiment": case.experiment,
        "part": case.part,
        "found": found,
        "questions": case.questions,
        "kept": posted(case.facts()),
        "form": form,
        "refused": refused if not form.is_bound else "",
        "before": before,
        "helpers": helpers,
        "has_asked": has_asked,
        "against": found is not None and found.assessment.answer in AGAINST_ADVICE,
        "wish": bool(consents(case.experiment, case.part)),
        "crumbs": [(_("Undersøg en sag"), reverse("cases:start")), (_("Registrér brug"), None)],
    }
    return render(request, "uses/record.html", context, status=status)


@needs(Permission.RECORD_USE)
@require_POST
@never_cache
def not_used(request: HttpRequest, slug: str, part: str | None = None) -> HttpResponse:
    """Record in one click why the exemption is not used."""
    case, user = posted_case(request, slug, part), person(request)
    made = actions.record_non_use(
        slug=case.experiment.slug,
        part=case.part_slug,
        organisation=organisation_of(user, case),
        reason=request.POST.get("grund", ""),
        decided_on=min(case.day(), clock.today()),
        sent=request.POST.get("indsendelse", ""),
        by=user,
    )
    if made.reason != request.POST.get("grund"):
        messages.info(
            request, _("Der er allerede valgt en grund på det svar. Fortryd den for at vælge en anden.")
        )
    return redirect("uses:non_use", reference=made.reference)


@needs(Permission.RECORD_USE)
@require_safe
@never_cache
def non_use(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The receipt: what was recorded, the note it may ask for, and the way back on the same day."""
    found = find_non_use(request, reference)
    experiment = current_catalogue().experiments.get(found.slug)
    part = experiment.part(found.part) if experiment and found.part else None
    notes = [
        note
        for note in (experiment.notes if experiment else ())
        if note.when is Trigger.EXEMPTION_NOT_USED and concerns(note.part_slugs, part)
    ]
    context = {
        "non_use": found,
        "name": experiment_name(found.slug, found.part),
        "notes": notes,
        "is_recorded": found.state == UseState.RECORDED,
        "crumbs": [(_("Undersøg en sag"), reverse("cases:start")), (_("Ikke brugt"), None)],
    }
    return render(request, "uses/non_use.html", context)


@needs(Permission.RECORD_USE)
@require_POST
def undo_non_use(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Undo it on the same day."""
    found = find_non_use(request, reference)
    try:
        actions.retract_non_use(non_use=found, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
    return redirect("uses:non_use", reference=found.reference)


@needs(*READERS)
@require_safe
def letter(request: HttpRequest, slug: str, extension: str, part: str | None = None) -> HttpResponse:
    """The information letter of an experiment, for a citizen of the person's municipality."""
    experiment = current_catalogue().experiments.get(slug)
    chosen = experiment.part(part) if experiment and part else None
    if experiment is None or (part and chosen is None) or extension not in MEDIA_TYPES:
        raise Http404
    own = frozenset().union(*(keys_with(person(request), permission) for permission in READERS))
    places = sorted(key for key in own if key.isdigit() and takes_part(experiment, chosen, key))
    if not places:
        raise Http404
    document = letter_document(experiment, chosen, places[0], date=clock.today())
    return download(
        render_document(document, extension),
        name=f"information-{slug}.{extension}",
        media_type=MEDIA_TYPES[extension],
    )
