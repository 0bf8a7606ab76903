"""Answers from another tool into a wave."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django_scopes import scopes_disabled

from frirum.core.errors import InputRefused, UsageError
from frirum.core.instruments.survey import Survey, survey_of
from frirum.core.instruments.survey_answers import (
    AnswerMapping,
    ReadAnswers,
    read_answers,
    read_mapping,
)
from frirum.core.instruments.survey_comparison import WaveAnswers
from frirum.core.language import gettext as _
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.surveys.actions import begin_import
from frirum.web.surveys.brought_actions import drop_brought
from frirum.web.surveys.keeping import keep_sheets
from frirum.web.surveys.models import AnswerFile, OwnQuestionnaire, SurveyWave, WaveState
from frirum.web.surveys.reading import answers_of, own_survey
from frirum.web.temporary import unnamed_file
from frirum.web.trail.actors import Actor
from frirum.web.uses.identities import unseal_bytes
from frirum.web.zones import CASEWORK, alias


def import_file(
    *,
    slug: str,
    instrument: str,
    path: Path,
    name: str,
    mapping: Path | None,
    sheet: str,
    by: Actor,
    closes_on: dt.date | None = None,
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
            closes_on=closes_on,
        )
        keep_sheets(wave, survey, read.sheets)
    return read


@contextmanager
def opened(brought: AnswerFile) -> Iterator[Path]:
    """The file in clear while the block runs."""
    with unnamed_file() as (file, path):
        file.write(unseal_bytes(brought.sealed.encode("ascii"), brought.place))
        file.flush()
        yield path


def mapping_of(brought: AnswerFile) -> AnswerMapping:
    """What has been said of the file's columns and values so far."""
    said = brought.pointed
    return AnswerMapping(
        said.get("columns", {}),
        said.get("values", {}),
        said.get("municipality") or None,
        brought.invited,
        said.get("options", {}),
        int(brought.organisation) if by_code(brought.organisation) else None,
    )


def survey_brought(brought: AnswerFile) -> Survey:
    """The survey that the file holds answers to."""
    if brought.own_version is None:
        return find_survey(brought.slug, brought.instrument)
    own = OwnQuestionnaire.objects.get(
        organisation=brought.organisation,
        slug=brought.slug,
        key=brought.instrument,
        number=brought.own_version,
    )
    return own_survey(own, current_catalogue().experiment(brought.slug))


def read_brought(brought: AnswerFile) -> ReadAnswers:
    """The file's answers and the rows that cannot be used.

    Raises:
        InputRefused: as `read_answers`.
    """
    with opened(brought) as path:
        return read_answers(path, survey_brought(brought), mapping_of(brought))


def take_in(*, brought: AnswerFile, by: Actor) -> SurveyWave:
    """Take the file's answers into its wave, and drop the file.

    Raises:
        InputRefused: no row can be used, or the file cannot be read.
        NotAllowed: as `begin_import`.
    """
    read = read_brought(brought)
    if not read.sheets:
        raise InputRefused(
            _("Ingen af filens rækker kan bruges."), remedy=_("Peg kolonner og svar ud, og se efter igen.")
        )
    with transaction.atomic(using=alias(CASEWORK)):
        wave = begin_import(
            slug=brought.slug,
            instrument=brought.instrument,
            name=brought.name,
            organisation=brought.organisation,
            sha256=brought.sha256,
            invited=brought.invited,
            answers=len(read.sheets),
            by=by,
            own_version=brought.own_version,
            keep_until=brought.keep_until,
            closes_on=brought.closes_on,
        )
        keep_sheets(wave, survey_brought(brought), read.sheets)
        drop_brought(brought=brought, by=by)
    return wave


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
