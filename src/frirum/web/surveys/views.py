"""The pages of those who hold a survey."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.catalogue.instruments import InstrumentKind
from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.errors import FrirumError, UsageError
from frirum.core.instruments.rounds import planned_rounds
from frirum.core.instruments.survey import Survey, survey_of
from frirum.core.instruments.words import round_text
from frirum.web import clock
from frirum.web.body_limits import takes_files
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.surveys import actions
from frirum.web.surveys.forms import PrepareWaveForm, RecipientsForm
from frirum.web.surveys.models import SurveyWave, WaveState
from frirum.web.surveys.reading import answers_of, survey_in
from frirum.web.surveys.recipient_list import read_recipients
from frirum.web.surveys.results import compared_with, distributions
from frirum.web.temporary import unnamed_file

CONFLICT = 409
runs_surveys = needs(Permission.RUN_SURVEYS)


def find(request: HttpRequest, reference: uuid.UUID) -> SurveyWave:
    """The wave of one of the person's organisations; another's and a missing one are the same 404."""
    own = keys_with(request.user, Permission.RUN_SURVEYS)
    found = SurveyWave.objects.filter(organisation__in=own, reference=reference).first()
    if found is None:
        raise Http404
    return found


def _find_survey(slug: str, instrument: str) -> Survey:
    catalogue = current_catalogue()
    try:
        return survey_of(catalogue.experiment(slug), instrument, catalogue.scales)
    except UsageError:
        raise Http404 from None


@runs_surveys
@require_GET
def waves(request: HttpRequest) -> HttpResponse:
    """The waves that were held or are, and every survey that is ready to run."""
    own = keys_with(request.user, Permission.RUN_SURVEYS)
    held = list(SurveyWave.objects.filter(organisation__in=own).order_by("-pk"))
    catalogue = current_catalogue()
    rows = [
        {"wave": wave, "title": _title_of(wave), "experiment": own_title(catalogue.experiments[wave.slug])}
        for wave in held
        if wave.slug in catalogue.experiments
    ]
    ready = [
        {"slug": slug, "instrument": one, "experiment": own_title(experiment)}
        for slug, experiment in catalogue.experiments.items()
        for one in experiment.instruments
        if one.kind is InstrumentKind.SURVEY and one.questions and not one.omitted
    ]
    context = {"rows": rows, "ready": ready, "crumbs": [(_("Spørgeskemaer"), None)]}
    return render(request, "surveys/waves.html", context)


def _title_of(wave: SurveyWave) -> str:
    return f"{survey_in(wave).instrument.title}, {wave.name}"


@runs_surveys
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, slug: str, instrument: str) -> HttpResponse:
    """Prepare a wave: read the questions, confirm the wording that is ours, say what respondents are told."""
    survey = _find_survey(slug, instrument)
    keys = keys_with(request.user, Permission.RUN_SURVEYS)
    chosen = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    proposed = survey.proposed()
    rounds = planned_rounds(survey.experiment, survey.instrument)
    days = [day for one in rounds if (day := one.last) and day >= clock.today()]
    form = PrepareWaveForm(
        request.POST or None,
        organisations=list(chosen),
        proposed=len(proposed),
        initial={"closes_on": min(days)} if days else None,
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told = actions.Told(
            data["purpose"], data["controller"], data["legal_basis"], data["contact"], data["keep_until"]
        )
        try:
            made = actions.prepare_wave(
                slug=slug,
                instrument=instrument,
                name=data["name"],
                organisation=data["organisation"],
                told=told,
                closes_on=data["closes_on"],
                named=data["named"],
                wording_confirmed=data.get("wording_confirmed", False),
                by=person(request),
            )
            return redirect("surveys:wave", reference=made.reference)
        except FrirumError as refused:
            form.add_error(None, f"{refused.message} {refused.remedy or ''}".strip())
            status = CONFLICT
    context = {
        "form": form,
        "survey": survey,
        "rounds": [round_text(one) for one in rounds],
        "questions": [(asked, asked in proposed) for asked in survey.questions],
        "proposed": len(proposed),
        "crumbs": [
            (_("Spørgeskemaer"), reverse("surveys:waves")),
            (strip_tags(str(own_title(survey.experiment))), None),
        ],
    }
    return render(request, "surveys/prepare.html", context, status=status)


@runs_surveys
@require_GET
def wave(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Where a wave stands; who has answered is only a count."""
    found = find(request, reference)
    asked = found.invitations.count()
    context = {
        "wave": found,
        "title": _title_of(found),
        "asked": asked if found.state != WaveState.CLOSED else found.invited,
        "without_mail": found.invitations.filter(mails=0).count(),
        "answered": found.invitations.filter(has_answered=True).count()
        if found.state != WaveState.CLOSED
        else found.answers,
        "is_closed": found.state == WaveState.CLOSED,
        "is_open": found.state == WaveState.OPEN,
        "threshold": HOUSE_RULES.threshold,
        "crumbs": [(_("Spørgeskemaer"), reverse("surveys:waves")), (_title_of(found), None)],
    }
    return render(request, "surveys/wave.html", context)


@takes_files(10)
@runs_surveys
@require_http_methods(["GET", "POST"])
def recipients(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Bring in the list of those who are to be asked."""
    found = find(request, reference)
    form = RecipientsForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        only = int(found.organisation) if found.organisation.isdecimal() else None
        try:
            with unnamed_file() as (file, path):
                for block in form.cleaned_data["file"].chunks():
                    file.write(block)
                file.flush()
                listed = read_recipients(path, only=only)
            added = actions.add_recipients(wave=found, recipients=listed, by=person(request))
            text = ngettext("{n} er sat på listen.", "{n} er sat på listen.", added).format(n=added)
            messages.success(request, text)
            return redirect("surveys:wave", reference=found.reference)
        except FrirumError as refused:
            form.add_error("file", f"{refused.message} {refused.remedy or ''}".strip())
            status = CONFLICT
    context = {"wave": found, "title": _title_of(found), "form": form, "crumbs": _crumbs(found, _("Liste"))}
    return render(request, "surveys/recipients.html", context, status=status)


@runs_surveys
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """See the mail and how many get it, and send."""
    found = find(request, reference)
    fresh = found.invitations.filter(mails=0).count()
    late = found.invitations.filter(has_answered=False, mails__range=(1, actions.MOST_MAILS - 1)).count()
    reminder = fresh == 0
    return _confirm(
        request,
        found,
        heading=_("Send påmindelser") if reminder else _("Send invitationer"),
        text=ngettext(
            "{n} får en mail med et link.", "{n} får hver en mail med et link.", late if reminder else fresh
        ).format(n=late if reminder else fresh),
        act=lambda: actions.order_invitations(wave=found, by=person(request)),
        done=_("Mailene sendes nu."),
        preview=actions.mail_body(found, "…", reminder=reminder),
    )


@runs_surveys
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Close a wave for good."""
    found = find(request, reference)
    return _confirm(
        request,
        found,
        heading=_("Luk runden"),
        text=_("Links, kladder og adresser slettes, og ingen kan svare mere. Det kan ikke fortrydes."),
        act=lambda: actions.close_wave(wave=found, by=person(request)),
        done=_("Runden er lukket."),
    )


def _confirm(
    request: HttpRequest,
    found: SurveyWave,
    *,
    heading: str,
    text: str,
    act: Any,
    done: str,
    preview: str = "",
) -> HttpResponse:
    refusal, status = "", 200
    if request.method == "POST":
        try:
            act()
            messages.success(request, done)
            return redirect("surveys:wave", reference=found.reference)
        except FrirumError as refused:
            refusal, status = f"{refused.message} {refused.remedy or ''}".strip(), CONFLICT
    context = {
        "wave": found,
        "title": _title_of(found),
        "heading": heading,
        "text": text,
        "preview": preview,
        "refusal": refusal,
        "crumbs": _crumbs(found, heading),
    }
    return render(request, "surveys/confirm.html", context, status=status)


@runs_surveys
@require_GET
def results(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """What came of a closed wave, as far as the house's rules let it be shown, and beside an earlier one."""
    found = find(request, reference)
    if found.state != WaveState.CLOSED:
        raise Http404
    survey, answers = survey_in(found), answers_of(found)
    own = keys_with(request.user, Permission.RUN_SURVEYS)
    others = SurveyWave.objects.filter(
        organisation__in=own, slug=found.slug, instrument=found.instrument, state=WaveState.CLOSED
    ).exclude(pk=found.pk)
    earlier = next((one for one in others if str(one.reference) == request.GET.get("mod")), None)
    few = len(answers.sheets) < HOUSE_RULES.threshold
    context = {
        "wave": found,
        "title": _title_of(found),
        "told": answers.as_dict(),
        "response": None if few or answers.response is None else round(100 * answers.response, 1),
        "few": few,
        "threshold": HOUSE_RULES.threshold,
        "questions": [] if few else distributions(survey, answers),
        "others": list(others),
        "earlier": earlier,
        "compared": compared_with(survey, answers_of(earlier), answers) if earlier else [],
        "crumbs": _crumbs(found, _("Resultater")),
    }
    return render(request, "surveys/results.html", context)


def _crumbs(found: SurveyWave, last: str) -> list[tuple[str, str | None]]:
    return [
        (_("Spørgeskemaer"), reverse("surveys:waves")),
        (_title_of(found), reverse("surveys:wave", args=[found.reference])),
        (last, None),
    ]
