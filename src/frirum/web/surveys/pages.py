"""What the pages of those who hold a survey have in common."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.core.errors import UsageError
from frirum.core.instruments.survey import Survey, survey_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.access import keys_with, needs
from frirum.web.organisations.permissions import Permission
from frirum.web.surveys.models import OwnQuestionnaire, SurveyWave
from frirum.web.surveys.reading import own_survey, survey_in

runs_surveys = needs(Permission.RUN_SURVEYS)


def find(
    request: HttpRequest, reference: uuid.UUID, permission: Permission = Permission.RUN_SURVEYS
) -> SurveyWave:
    """The wave of one of the organisations where the person may; another's and a missing one are the same 404."""
    own = keys_with(request.user, permission)
    found = SurveyWave.objects.filter(organisation__in=own, reference=reference).first()
    if found is None:
        raise Http404
    return found


def title_of(wave: SurveyWave) -> str:
    """The survey and the wave: a planned one in the definition's words."""
    instrument = survey_in(wave).instrument
    planned = {one.id: one.when for one in instrument.rounds}
    return f"{instrument.title}, {planned.get(wave.name, wave.name)}"


def crumbs_of(found: SurveyWave, last: str) -> list[tuple[str, str | None]]:
    """The path to a page of a wave."""
    return [
        (_("Spørgeskemaer"), reverse("surveys:waves")),
        (title_of(found), reverse("surveys:wave", args=[found.reference])),
        (last, None),
    ]


def find_survey_of(
    request: HttpRequest, slug: str, instrument: str
) -> tuple[Survey, OwnQuestionnaire | None]:
    """The definition's survey, or the latest version of an own questionnaire that the person may use."""
    catalogue = current_catalogue()
    keys = keys_with(request.user, Permission.RUN_SURVEYS)
    mine = OwnQuestionnaire.objects.filter(organisation__in=keys, slug=slug, key=instrument)
    own = mine.order_by("number").last()
    if own is not None and slug in catalogue.experiments:
        return own_survey(own, catalogue.experiment(slug)), own
    try:
        return survey_of(catalogue.experiment(slug), instrument, catalogue.scales), None
    except UsageError:
        raise Http404 from None
