"""The audits, reviews and surveys of the designs run from their definitions alone, in the designs' own words.

The words of a source are data: they stand here once more, as they were read off DESIGN, with the answers in their order.
What a source only names as a topic is marked as our proposal in the definition, and has to be confirmed before it is
asked.
"""

from __future__ import annotations

import re

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.instruments import InstrumentKind
from frirum.core.catalogue.questions import Wording
from frirum.core.catalogue.roles import Role
from frirum.core.instruments.questions import asked_questions, find_instrument
from frirum.core.instruments.survey import survey_of
from frirum.core.instruments.survey_export import export_survey

CATALOGUE = shipped_catalogue()
GRADES = ["slet ikke", "i mindre grad", "hverken eller", "i nogen grad", "i høj grad"]
QUALITY = [
    "af dårligere kvalitet",
    "af samme kvalitet",
    "i nogen grad af højere kvalitet",
    "af meget højere kvalitet",
]
# (slug, instrument) -> (the words a source begins and ends a question with, its answers).
SOURCE_WORDS = {
    ("ledighedsydelse-revurdering", "raadgiversurvey"): [
        ("I hvor høj grad har fritagelse for revurdering efter 12 måneder", "forenklet sagsbehandlingen på området?", GRADES),
        ("Hvordan vurderer du kvaliteten af den løbende revurdering", "inden for 18 måneder?", QUALITY),
    ],
    ("mentorregler", "survey-raadgivere"): [
        ("Har du benyttet dig af muligheden for at give et mere fleksibelt", "om ret- og pligtmentor?",
         ["aldrig", "få gange", "ofte", "hver gang"]),
        ("I hvor høj grad har det fleksible tilrettelagte tilbud", "forenklet kontaktforløbet?", GRADES),
        ("Hvordan vurderer du kvaliteten af de fleksibelt tilrettelagte tilbud", "hver 14. dag?", QUALITY),
    ],
    ("revalidering-lae265", "temaledelsestilsyn"): [
        ("Er sagen afgjort uden", "LÆ265?", None),
        ("Har egen læge har været inddraget", "ikke er indhentet LÆ265?", None),
        ("Skønnes der tvivl om, hvorvidt det lægelige", "burde have været indhentet?", None),
        ("Hvis LÆ265 havde været indhentet", "parallelt med sagsbehandlingen?", None),
        ("Er der indhentet LÆ265, grundet tvivl", "lægelige dokumentation?", None),
    ],
    ("mentorregler", "sagsgennemgang"): [
        ("Hvilke kendetegn har de borgere", "fritaget?", None),
        ("Hvilke indsatser har borgerne fået", "i stedet?", None),
        ("Er fritagelsen ophørt rettidigt", "forløbet?", None),
    ],
}  # fmt: skip
# What a source names as a point or topic without words of its own: (slug, instrument) -> words of the topics.
TOPICS = {
    ("ressourceforloeb-forlaengelse", "ledelsestilsyn"): ["ønske", "berettigelse", "forsørgelsesgrundlag"],
    ("ledighedsydelse-revurdering", "ledelsestilsyn"): ["løbende"],
    ("revalidering-lae265", "raadgiversurvey"): ["smidig", "egen læge", "adfærd", "sagstyper"],
    ("indsatsplan-opdatering", "spoergeskema-borgere"): ["tilfreds"],
    ("integration-kontaktforloeb", "spoergeskema-borgere"): ["mening"],
    ("integration-kontaktforloeb", "spoergeskema-sagsbehandlere"): ["mening"],
    ("integration-kontaktforloeb", "spoergeskema-praktiksteder"): ["kontinuitet"],
    ("samtaler-formkrav", "medarbejdersurvey"): ["faglig", "administrativ", "motiver"],
    ("samtaler-formkrav", "borgersurvey"): ["tilfreds"],
    ("samtaler-formkrav", "a-kasser"): ["mening"],
    ("psykologbehandling", "borgere-adspurgt"): ["tilfreds", "sygeperiode"],
    ("psykologbehandling", "jobkonsulenter-adspurgt"): ["sygeperiode"],
}


def _questions(slug: str, instrument: str):
    experiment = CATALOGUE.experiment(slug)
    return asked_questions(find_instrument(experiment, instrument), experiment, CATALOGUE.scales)


@pytest.mark.parametrize("of", sorted(SOURCE_WORDS), ids="/".join)
def test_the_words_of_the_design_are_asked_to_the_letter(of: tuple[str, str]) -> None:
    asked = _questions(*of)
    wanted = SOURCE_WORDS[of]
    assert len(asked) == len(wanted)
    for one, (begins, ends, answers) in zip(asked, wanted, strict=True):
        assert one.question.wording is Wording.SOURCE
        assert one.question.text.startswith(begins)
        assert one.question.text.endswith(ends)
        if answers is not None:
            assert [option.text for option in one.options] == answers


@pytest.mark.parametrize("of", sorted(TOPICS), ids="/".join)
def test_what_a_source_only_names_is_ours_and_says_which_topic_it_is_of(of: tuple[str, str]) -> None:
    asked = _questions(*of)
    assert all(one.question.wording is Wording.PROPOSED for one in asked)
    told = " ".join(f"{one.question.topic} {one.question.text}" for one in asked).casefold()
    assert [word for word in TOPICS[of] if word not in told] == []


def test_every_survey_runs_with_no_more_than_a_yes_to_what_is_ours() -> None:
    run = 0
    for slug, experiment in CATALOGUE.experiments.items():
        for one in experiment.instruments:
            if one.kind is not InstrumentKind.SURVEY or one.omitted or not one.questions:
                continue
            survey = survey_of(experiment, one.id, CATALOGUE.scales)
            assert export_survey(survey, "csv")
            assert one.respondents, (slug, one.id)
            run += 1
    assert run >= 10


def test_no_instrument_stands_without_a_source() -> None:
    for slug, experiment in CATALOGUE.experiments.items():
        for one in experiment.instruments:
            assert one.source_ids, (slug, one.id)


def test_citizens_are_asked_in_the_trial_of_mentors_by_nobody_and_the_reason_is_kept() -> None:
    experiment = CATALOGUE.experiment("mentorregler")
    left_out = next(one for one in experiment.instruments if Role.CITIZEN in one.respondents)
    assert left_out.omitted
    assert re.search(r"sammenlign|måle|holde", left_out.reason or "")
