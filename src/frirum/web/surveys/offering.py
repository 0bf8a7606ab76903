"""The results of closed waves as counts that a team may take to the gate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from django_scopes import scopes_disabled

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.instruments.answer_codes import columns_of
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.instruments.survey import SurveyResponse
from frirum.core.instruments.survey_comparison import distribution, put_to
from frirum.web.organisations.names import place_name
from frirum.web.registration import HeldAnswers, OfferedCounts
from frirum.web.surveys.channel_actions import note_answers_read
from frirum.web.surveys.models import SurveyWave, WaveState
from frirum.web.surveys.pages import title_of
from frirum.web.surveys.reading import answers_of, is_whole, survey_in

_PLACE, _OF = "kommune", "svar"
_CHOSEN, _NOT = "valgt", "ikke valgt"


def offered_waves(organisations: Iterable[str]) -> Iterator[OfferedCounts]:
    """Each question with options of each closed wave with enough answers, by municipality where there are several."""
    waves = SurveyWave.objects.filter(organisation__in=list(organisations), state=WaveState.CLOSED)
    for wave in waves.order_by("-pk"):
        survey, answers = survey_in(wave), answers_of(wave)
        if len(answers.sheets) < HOUSE_RULES.threshold or not is_whole(wave):
            continue
        for asked in survey.questions:
            for question, words, sheets in _counted(asked, put_to(survey, asked, answers.sheets)):
                made = _offered(wave, question, words, sheets)
                yield replace(made, held=title_of(wave), synthetic=survey.experiment.synthetic)


_Sheets = dict[str, list[SurveyResponse]]


def _counted(
    asked: AskedQuestion, sheets: list[SurveyResponse]
) -> Iterator[tuple[str, str, dict[str, list[SurveyResponse]]]]:
    """(question, its words, category -> the answers in it) of a choice, or of each option of several."""
    words = " ".join(part for part in (asked.grid, asked.question.text) if part)
    if asked.is_choice:
        found: _Sheets = {text: [] for text in distribution(asked, ())}
        none = list(found)[-1]
        for sheet in sheets:
            option = asked.option(sheet.answers.get(asked.id))
            found[option.text if option else none].append(sheet)
        yield asked.id, words, found
    for column, option in columns_of(asked).items():
        if option is not None:
            chosen: _Sheets = {_CHOSEN: [], _NOT: []}
            for sheet in sheets:
                given = sheet.answers.get(asked.id)
                is_chosen = isinstance(given, tuple | list) and option.text in given
                chosen[_CHOSEN if is_chosen else _NOT].append(sheet)
            yield column, f"{words} {option.text}", chosen


def _offered(wave: SurveyWave, question: str, words: str, by_category: _Sheets) -> OfferedCounts:
    places = sorted({sheet.municipality for sheets in by_category.values() for sheet in sheets})
    names = {code: place_name(str(code)) for code in places}
    categories = tuple(by_category)
    axes: tuple[tuple[str, tuple[str, ...]], ...] = ((_OF, categories),)
    counts: dict[tuple[str, ...], int] = {(text,): len(sheets) for text, sheets in by_category.items()}
    if len(places) > 1:
        axes = ((_PLACE, tuple(names.values())), *axes)
        counts = {
            (names[code], text): sum(sheet.municipality == code for sheet in sheets)
            for code in places
            for text, sheets in by_category.items()
        }
    return OfferedCounts(
        run=f"survey_wave:{wave.reference}",
        title=words,
        held=wave.name,
        slug=wave.slug,
        instrument=wave.instrument,
        question=question,
        organisation=wave.organisation,
        axes=axes,
        counts=counts,
        period=f"{wave.closes_on:%Y-%m}" if wave.closes_on else "",
    )


def held_waves(organisations: Iterable[str]) -> Iterator[HeldAnswers]:
    """Each closed wave with enough answers, for a run; free texts and several answers stay where they are."""
    waves = SurveyWave.objects.filter(organisation__in=list(organisations), state=WaveState.CLOSED)
    for wave in waves.order_by("-pk"):
        survey, answers = survey_in(wave), answers_of(wave)
        if len(answers.sheets) < HOUSE_RULES.threshold or not is_whole(wave):
            continue
        asked = tuple(one for one in survey.questions if one.is_told_apart)
        yield HeldAnswers(
            source=f"survey_wave:{wave.reference}",
            kind="survey",
            slug=wave.slug,
            instrument=wave.instrument,
            organisation=wave.organisation,
            held=title_of(wave),
            when=wave.closes_on.isoformat() if wave.closes_on else wave.name,
            answers=len(answers.sheets),
            legal_basis=wave.legal_basis,
            delete_on=wave.keep_until,
            questions=tuple(one.id for one in asked),
            rows=partial(_rows, asked, answers.sheets),
            note=partial(note_answers_read, wave=wave),
            synthetic=survey.experiment.synthetic,
        )


def _rows(
    asked: Iterable[AskedQuestion], sheets: Iterable[SurveyResponse]
) -> list[tuple[int, tuple[str, ...]]]:
    return [
        (sheet.municipality or 0, tuple(one.written(sheet.answers.get(one.id)) for one in asked))
        for sheet in sheets
    ]


def instruments_asked(slug: str) -> set[str]:
    """The surveys of an experiment that have a closed wave, whoever held it."""
    with scopes_disabled():
        return set(
            SurveyWave.objects.filter(slug=slug, state=WaveState.CLOSED).values_list("instrument", flat=True)
        )
