"""What came of a wave: distributions, another wave beside it, a breakdown, free texts, and the files."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.instruments.survey_export import export_survey
from frirum.core.report.export import rows_to_csv, rows_to_xlsx
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import XLSX, download
from frirum.web.surveys.channel_actions import note_data_fetched
from frirum.web.surveys.data_files import answers_csv, answers_sav, distribution_rows
from frirum.web.surveys.models import SurveyWave, WaveState
from frirum.web.surveys.pages import crumbs_of, find, runs_surveys, title_of
from frirum.web.surveys.reading import answers_of, is_whole, survey_in, texts_of
from frirum.web.surveys.reading import free_texts as free_ids
from frirum.web.surveys.results import broken_down, compared_with, dimensions_of, distributions, pairs_with

may_analyse = needs(Permission.ANALYSE)


def _closed(
    request: HttpRequest, reference: uuid.UUID, permission: Permission = Permission.RUN_SURVEYS
) -> SurveyWave:
    found = find(request, reference, permission)
    if found.state != WaveState.CLOSED:
        raise Http404
    return found


@runs_surveys
@require_GET
def results(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """What came of a closed wave, as far as the house's rules let it be shown, beside an earlier one or broken down."""
    found = _closed(request, reference)
    survey, answers = survey_in(found), answers_of(found)
    own = keys_with(request.user, Permission.RUN_SURVEYS)
    others = SurveyWave.objects.filter(
        organisation__in=own, slug=found.slug, instrument=found.instrument, state=WaveState.CLOSED
    ).exclude(pk=found.pk)
    earlier = next((one for one in others if str(one.reference) == request.GET.get("mod")), None)
    waits = not is_whole(found)
    few = waits or len(answers.sheets) < HOUSE_RULES.threshold
    shown = [] if few else distributions(survey, answers)
    wanted = request.GET.get("format", "")
    if wanted in ("csv", "xlsx") and not few:
        rows = distribution_rows(title_of(found), answers, shown)
        if wanted == "csv":
            return download(rows_to_csv(rows), name="resultater.csv", media_type="text/csv")
        return download(rows_to_xlsx(rows, sheet=_("Resultater")), name="resultater.xlsx", media_type=XLSX)
    dimensions = [] if few else dimensions_of(survey, answers)
    chosen = next((one for one in dimensions if one.key == request.GET.get("efter")), None)
    context = {
        "wave": found,
        "title": title_of(found),
        "told": answers.as_dict(),
        "response": None if few or answers.response is None else round(100 * answers.response, 1),
        "few": few,
        "waits": waits,
        "threshold": HOUSE_RULES.threshold,
        "questions": shown,
        "others": [(one, title_of(one)) for one in others],
        "earlier": earlier,
        "compared": compared_with(survey, answers_of(earlier), answers) if earlier else [],
        "pairs": pairs_with(survey, answers_of(earlier), answers) if earlier else None,
        "dimensions": dimensions,
        "chosen": chosen,
        "broken": broken_down(survey, answers, chosen) if chosen else [],
        "has_texts": bool(free_ids(survey)),
        "crumbs": crumbs_of(found, _("Resultater")),
    }
    return render(request, "surveys/results.html", context)


@runs_surveys
@require_GET
def free_texts(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The free texts apart from all else, each question from as many as the house asks for."""
    found = _closed(request, reference)
    survey, texts = survey_in(found), texts_of(found)
    few = HOUSE_RULES.threshold
    rows = [
        {"text": asked.question.text, "few": len(said) < few, "texts": said if len(said) >= few else []}
        for asked in survey.questions
        if asked.id in free_ids(survey) and (said := texts.get(asked.id, [])) is not None
    ]
    context = {
        "wave": found,
        "title": title_of(found),
        "rows": rows,
        "threshold": few,
        "crumbs": crumbs_of(found, _("Fritekst")),
    }
    return render(request, "surveys/free_texts.html", context)


@runs_surveys
@require_GET
def questionnaire(request: HttpRequest, reference: uuid.UUID, kind: str) -> HttpResponse:
    """The wave's questionnaire: code book (csv), paper (pdf), XLSForm, or SPSS without answers (sav)."""
    found = find(request, reference)
    return questionnaire_file(survey_in(found), kind)


def questionnaire_file(survey: Any, kind: str) -> HttpResponse:
    """A survey as a file for another tool.

    Raises:
        Http404: no such kind.
    """
    media = {
        "csv": ("kodebog.csv", "text/csv"),
        "pdf": ("spoergeskema.pdf", "application/pdf"),
        "xlsform": ("spoergeskema.xlsx", XLSX),
        "sav": ("spoergeskema.sav", "application/octet-stream"),
    }
    if kind not in media:
        raise Http404
    name, media_type = media[kind]
    return download(export_survey(survey, kind), name=name, media_type=media_type)


@may_analyse
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """The closed waves whose answers an analyst may fetch."""
    own = keys_with(request.user, Permission.ANALYSE)
    held = SurveyWave.objects.filter(organisation__in=own, state=WaveState.CLOSED).order_by("-pk")
    rows = []
    for wave in held:
        survey, answers = survey_in(wave), answers_of(wave)
        enough = len(answers.sheets) >= HOUSE_RULES.threshold
        rows.append(
            {
                "wave": wave,
                "title": title_of(wave),
                "experiment": own_title(survey.experiment),
                "enough": enough,
            }
        )
    crumbs = [(_("Svar fra spørgeskemaer"), None)]
    return render(
        request, "surveys/data.html", {"rows": rows, "threshold": HOUSE_RULES.threshold, "crumbs": crumbs}
    )


@may_analyse
@require_GET
def answers_file(request: HttpRequest, reference: uuid.UUID, kind: str) -> HttpResponse:
    """The answers row by row for analysis, in codes, without free texts; that they were fetched is an event."""
    found = _closed(request, reference, Permission.ANALYSE)
    survey, answers = survey_in(found), answers_of(found)
    writers = {"sav": answers_sav, "csv": answers_csv}
    if kind not in writers or len(answers.sheets) < HOUSE_RULES.threshold:
        raise Http404
    note_data_fetched(wave=found, kind=kind, by=person(request))
    media = "text/csv" if kind == "csv" else "application/octet-stream"
    return download(writers[kind](survey, answers), name=f"svar.{kind}", media_type=media)
