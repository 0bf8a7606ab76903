"""Answers from another tool into a wave."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import transaction
from django_scopes import scopes_disabled

from frirum.core.errors import InputRefused, UsageError
from frirum.core.instruments.survey import Survey, survey_of
from frirum.core.instruments.survey_answers import AnswerMapping, ReadAnswers, read_answers, read_mapping
from frirum.core.instruments.survey_comparison import WaveAnswers
from frirum.core.language import gettext as _
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.surveys.actions import begin_import
from frirum.web.surveys.keeping import keep_sheets
from frirum.web.surveys.models import SurveyWave, WaveState
from frirum.web.surveys.reading import answers_of
from frirum.web.trail.actors import Actor
from frirum.web.zones import CASEWORK, alias


def import_file(
    *, slug: str, instrument: str, path: Path, name: str, mapping: Path | None, sheet: str, by: Actor
) -> ReadAnswers:
    """Read a file whole, then take its answers in; with no answer in it nothing is taken in.

    Raises:
        UsageError, InputRefused: as `survey_of`, `read_mapping` and `read_answers`.
        NotAllowed: as `begin_import`.
    """
    survey = find_survey(slug, instrument)
    pointed = AnswerMapping() if mapping is None else read_mapping(mapping, survey)
    read = read_answers(path, survey, pointed, sheet=sheet)
    if not read.sheets:
        first = f" {read.set_aside[0].reason}" if read.set_aside else ""
        raise InputRefused(
            _("Ingen af filens rækker kan bruges.") + first,
            file=str(path),
            line=read.set_aside[0].line if read.set_aside else None,
            remedy=_("Peg kolonner og svar ud med --mapping."),
        )
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    # Statistics is written first: killed between the two, the wave knows of nothing and it is done again.
    with scopes_disabled(), transaction.atomic(using=alias(CASEWORK)):
        wave = begin_import(
            slug=slug,
            instrument=instrument,
            name=name,
            organisation=survey.experiment.network,
            sha256=sha256,
            invited=pointed.invited,
            answers=len(read.sheets),
            by=by,
        )
        keep_sheets(wave, survey, read.sheets)
    return read


def find_survey(slug: str, instrument: str) -> Survey:
    """The survey as the home's definitions have it now."""
    catalogue = current_catalogue()
    return survey_of(catalogue.experiment(slug), instrument, catalogue.scales)


def waves_named(slug: str, instrument: str, *names: str) -> list[WaveAnswers]:
    """The answers of closed waves, over all who held one of that name.

    Raises:
        UsageError: no closed wave is called so; names those there are.
    """
    with scopes_disabled():
        held = list(SurveyWave.objects.filter(slug=slug, instrument=instrument, state=WaveState.CLOSED))
        found = []
        for name in names:
            same = [answers_of(wave) for wave in held if wave.name == name]
            if not same:
                known = sorted({wave.name for wave in held})
                raise UsageError(
                    _("Der er ingen afsluttet runde, der hedder {name}.").format(name=name),
                    remedy=_("Der er: {names}.").format(names=", ".join(known))
                    if known
                    else _("Tag svar ind med frirum survey import, eller luk en runde."),
                )
            invited = [one.invited for one in same]
            found.append(
                WaveAnswers(
                    name,
                    [sheet for one in same for sheet in one.sheets],
                    None if None in invited else sum(n or 0 for n in invited),
                )
            )
        return found
