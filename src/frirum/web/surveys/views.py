"""The pages of those who hold a survey."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.catalogue.instruments import InstrumentKind
from frirum.core.catalogue.standing import standing
from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.errors import FrirumError
from frirum.core.instruments.rounds import planned_rounds
from frirum.core.instruments.words import round_text
from frirum.web import clock
from frirum.web.body_limits import takes_files
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import experiments_of
from frirum.web.organisations.access import keys_with, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, download, refuse_in
from frirum.web.surveys import actions, channel_actions
from frirum.web.surveys.asking_views import bounced
from frirum.web.surveys.forms import PrepareWaveForm, RecipientsForm, TranslationForm
from frirum.web.surveys.keeping import keep_wave
from frirum.web.surveys.models import Channel, OwnQuestionnaire, SurveyTranslation, SurveyWave, WaveState
from frirum.web.surveys.pages import crumbs_of, find, find_survey_of, runs_surveys, title_of
from frirum.web.surveys.recipient_list import read_recipients
from frirum.web.surveys.result_views import questionnaire_file
from frirum.web.surveys.translating import (
    LANGUAGES,
    read_translation,
    sheet_to_translate,
    source_sha,
    texts_to_translate,
)
from frirum.web.temporary import unnamed_file


@runs_surveys
@require_GET
def waves(request: HttpRequest) -> HttpResponse:
    """The waves that were held or are, and every survey that is ready to run."""
    own = keys_with(request.user, Permission.RUN_SURVEYS)
    held = list(SurveyWave.objects.filter(organisation__in=own).order_by("-pk"))
    catalogue, today = current_catalogue(), clock.today()
    rows = [
        {"wave": wave, "title": title_of(wave), "experiment": own_title(catalogue.experiments[wave.slug])}
        for wave in held
        if wave.slug in catalogue.experiments
    ]
    ready = [
        {
            "slug": slug,
            "instrument": one,
            "experiment": own_title(experiment),
            "is_over": standing(experiment, today).is_over,
        }
        for slug, experiment in experiments_of(own).items()
        for one in experiment.instruments
        if one.kind is InstrumentKind.SURVEY and one.questions and not one.omitted
    ]
    made = OwnQuestionnaire.objects.filter(organisation__in=own, slug__in=catalogue.experiments)
    latest = {(one.organisation, one.slug, one.key): one for one in made.order_by("number")}
    context = {
        "rows": rows,
        "ready": [one for one in ready if not one["is_over"]],
        "over": [one for one in ready if one["is_over"]],
        "own": [(one, own_title(catalogue.experiments[one.slug])) for one in latest.values()],
        "crumbs": [(_("Spørgeskemaer"), None)],
    }
    return render(request, "surveys/waves.html", context)


@runs_surveys
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, slug: str, instrument: str) -> HttpResponse:
    """Prepare a wave: read the questions, confirm the wording that is ours, say what respondents are told."""
    survey, own = find_survey_of(request, slug, instrument)
    keys = frozenset((own.organisation,)) if own else keys_with(request.user, Permission.RUN_SURVEYS)
    chosen = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    proposed = survey.proposed()
    rounds = planned_rounds(survey.experiment, survey.instrument)
    days = {day: one.round.id for one in rounds if (day := one.last) and day >= clock.today()}
    form = PrepareWaveForm(
        request.POST or None,
        organisations=list(chosen),
        rounds=[(one.round.id, round_text(one)) for one in rounds],
        proposed=len(proposed),
        initial={"closes_on": min(days), "planned": days[min(days)]} if days else {"planned": ""},
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
                own_version=own.number if own else None,
                pairing=data["pairing"],
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
        "title": title_of(found),
        "asked": asked if found.state != WaveState.CLOSED else found.invited,
        "without_mail": found.invitations.filter(mails=0).count(),
        "answered": found.invitations.filter(has_answered=True).count()
        if found.state != WaveState.CLOSED
        else found.answers,
        "is_closed": found.state == WaveState.CLOSED,
        "is_open": found.state == WaveState.OPEN,
        "threshold": HOUSE_RULES.threshold,
        "by_hand": found.invitations.exclude(
            channel__in=(Channel.MAIL, Channel.OPEN, Channel.INTERVIEW)
        ).count(),
        "by_mail": found.invitations.filter(channel=Channel.MAIL).count(),
        "bounced": len(bounced(found)) if found.state == WaveState.OPEN else 0,
        "crumbs": [(_("Spørgeskemaer"), reverse("surveys:waves")), (title_of(found), None)],
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
                listed = read_recipients(
                    path, only=only, channel=form.cleaned_data["channel"] or Channel.MAIL
                )
            added = actions.add_recipients(wave=found, recipients=listed, by=person(request))
            text = ngettext("{n} er sat på listen.", "{n} er sat på listen.", added).format(n=added)
            messages.success(request, text)
            return redirect("surveys:wave", reference=found.reference)
        except FrirumError as refused:
            form.add_error("file", f"{refused.message} {refused.remedy or ''}".strip())
            status = CONFLICT
    context = {"wave": found, "title": title_of(found), "form": form, "crumbs": crumbs_of(found, _("Liste"))}
    return render(request, "surveys/recipients.html", context, status=status)


@runs_surveys
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """See the mail and how many get it, and send."""
    found = find(request, reference)
    mailed = found.invitations.filter(channel=Channel.MAIL)
    fresh = mailed.filter(mails=0).count()
    late = mailed.filter(has_answered=False, mails__range=(1, actions.MOST_MAILS - 1)).count()
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
        preview=unquote(actions.mail_body(found, "…", reminder=reminder)),
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
        act=lambda: _close(request, found),
        done=_("Runden er lukket."),
    )


def _close(request: HttpRequest, found: SurveyWave) -> None:
    """Close it, and keep what still waits, so that the results are whole when they are first looked at."""
    actions.close_wave(wave=found, by=person(request))
    keep_wave(found.reference)


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
        "title": title_of(found),
        "heading": heading,
        "text": text,
        "preview": preview,
        "refusal": refusal,
        "crumbs": crumbs_of(found, heading),
    }
    return render(request, "surveys/confirm.html", context, status=status)


@runs_surveys
@require_GET
def questionnaire(request: HttpRequest, slug: str, instrument: str, kind: str) -> HttpResponse:
    """A survey before any wave: paper, XLSForm, SPSS variables or the code book."""
    return questionnaire_file(find_survey_of(request, slug, instrument)[0], kind)


@runs_surveys
@takes_files(4)
@require_http_methods(["GET", "POST"])
def translations(request: HttpRequest, slug: str, instrument: str) -> HttpResponse:
    """The languages of a questionnaire: the sheet for the translator, and what came back."""
    survey, _own = find_survey_of(request, slug, instrument)
    keys = keys_with(request.user, Permission.RUN_SURVEYS)
    organisations = list(
        Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    )
    known = SurveyTranslation.objects.filter(organisation__in=keys, slug=slug, instrument=instrument)
    code = request.GET.get("ark")
    if code is not None:
        latest = known.filter(language=code).order_by("-number").first()
        sheet = sheet_to_translate(survey, latest.content if latest else {})
        return download(sheet, name=f"oversaettelse-{code or 'nyt'}.csv", media_type="text/csv")
    form = TranslationForm(request.POST or None, request.FILES or None, organisations=organisations)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with unnamed_file() as (file, path):
                for block in form.cleaned_data["file"].chunks():
                    file.write(block)
                file.flush()
                content = read_translation(path, survey)
            channel_actions.keep_translation(
                slug=slug,
                instrument=instrument,
                organisation=form.cleaned_data["organisation"],
                language=form.cleaned_data["language"],
                source_sha256=source_sha(survey),
                content=content,
                by=person(request),
            )
            messages.success(request, _("Oversættelsen er taget ind."))
            return redirect("surveys:translations", slug=slug, instrument=instrument)
        except FrirumError as refused:
            refuse_in(form, refused, "file")
            status = CONFLICT
    sha = source_sha(survey)
    context = {
        "survey": survey,
        "form": form,
        "texts": len(texts_to_translate(survey)),
        "rows": [(one, LANGUAGES.get(one.language, one.language), one.source_sha256 == sha) for one in known],
        "crumbs": [
            (_("Spørgeskemaer"), reverse("surveys:waves")),
            (survey.instrument.title, reverse("surveys:prepare", args=[slug, instrument])),
            (_("Oversættelser"), None),
        ],
    }
    return render(request, "surveys/translations.html", context, status=status)
