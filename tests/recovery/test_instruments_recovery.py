"""Planted truth in audits and surveys: synthetic people of the register answer, and the results find what was planted."""

from __future__ import annotations

import numpy as np
import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.effects.waves import superiority
from frirum.core.instruments.audit_collection import FilledSheet, ReviewedCase
from frirum.core.instruments.audit_results import question_results
from frirum.core.instruments.audit_sample import DrawingRule, ListedCase, draw
from frirum.core.instruments.questions import DONT_KNOW, applies, asked_questions, find_instrument
from frirum.core.instruments.survey import survey_of
from frirum.core.instruments.survey_comparison import WaveAnswers, compare_waves, distribution, put_to
from frirum.synthetic.answers import case_answers, cases_of, realised, wave_answers
from frirum.synthetic.register import SyntheticRegister

CATALOGUE = shipped_catalogue()
REGISTER = SyntheticRegister(people=60_000, weeks=260, seed=3)
YES, NO = 1, 2
AUDIT = {
    "afgjort-uden": {YES: 0.3, NO: 0.7},
    "egen-laege-inddraget": {YES: 0.8, NO: 0.2},
    "burde-vaere-indhentet": {YES: 0.1, NO: 0.9},
}
DRAWS, TAKEN = 60, 80


@pytest.fixture(scope="module", name="cases")
def _cases():
    return cases_of(REGISTER)


def audited(cases):
    """Each case with its planted answers, and the questions of the audit of revalidering (E4)."""
    experiment = CATALOGUE.experiment("revalidering-lae265")
    audit = find_instrument(experiment, "temaledelsestilsyn")
    questions = asked_questions(audit, experiment, CATALOGUE.scales)
    return questions, {case.number: case_answers(case, questions, AUDIT, seed=1) for case in cases}


def sheet(numbers, answers, *, listed, rule):
    return FilledSheet(
        file="", municipality=820, round="1", rule=rule, frame_sha256="", listed=listed, whole_listed=listed,
        drawn=len(numbers), n=len(numbers), cases=tuple(ReviewedCase(str(n), one, answers[one]) for n, one in enumerate(numbers)),
    )  # fmt: skip


def test_all_cases_give_the_planted_shares_to_the_digit_and_a_sample_covers_them(cases):
    questions, answers = audited(cases)
    plain = [one.question for one in questions]
    numbers = list(answers)
    assert len(numbers) > 400
    census, _notes = question_results(
        questions, [sheet(numbers, answers, listed=len(numbers), rule=DrawingRule.ALL)]
    )
    by_id = {one.question.id: one for one in census}
    truth = {name: realised(list(answers.values()), name) for name in AUDIT}
    words = {one.value: one.text for one in questions[0].options}
    for name, planted in AUDIT.items():
        found = by_id[name].shares[words[YES]]
        assert found.share == pytest.approx(truth[name][YES])
        assert found.share == pytest.approx(planted[YES], abs=0.06)
    put = sum(applies("egen-laege-inddraget", plain, one) is True for one in answers.values())
    assert by_id["egen-laege-inddraget"].n == put < len(numbers)

    listed = [ListedCase("", number) for number in numbers]
    covered = dict.fromkeys(AUDIT, 0)
    for seed in range(DRAWS):
        taken = [one.id for one in draw(listed, TAKEN, seed)]
        drawn, _notes = question_results(
            questions, [sheet(taken, answers, listed=len(numbers), rule=DrawingRule.RANDOM)]
        )
        for one in drawn:
            if one.question.id in AUDIT:
                share = one.shares[words[YES]]
                covered[one.question.id] += share.lower <= truth[one.question.id][YES] <= share.upper
    # Exact intervals cover at least 95 %; so few of 60 draws have a chance of one in a thousand.
    assert all(n >= 51 for n in covered.values()), covered


def test_the_newest_cases_have_no_interval(cases):
    """A list in time order whose later cases were decided otherwise: the newest tell that, and claim nothing of the rest."""
    questions, answers = audited(cases)
    taken = list(answers)[-TAKEN:]
    found, notes = question_results(
        questions, [sheet(taken, answers, listed=len(answers), rule=DrawingRule.NEWEST_BEFORE)]
    )
    assert "not_random" in [str(one) for one in notes]
    assert all(one.lower is None for one in found[0].shares.values())


FIRST = {
    "har-benyttet": {1: 0.1, 2: 0.2, 3: 0.4, 4: 0.3},
    "har-forenklet": {1: 0.3, 2: 0.3, 3: 0.2, 4: 0.1, 5: 0.1},
}
LATER = {**FIRST, "har-forenklet": {1: 0.1, 2: 0.1, 3: 0.2, 4: 0.3, 5: 0.3}}


def waves(cases, second, seed):
    survey = survey_of(CATALOGUE.experiment("mentorregler"), "survey-raadgivere", CATALOGUE.scales)
    made = [
        WaveAnswers(name, list(wave_answers(cases, survey, shares, wave=name, response=0.6, seed=seed)), None)
        for name, shares in (("1", FIRST), ("2", second))
    ]
    return survey, made


def test_a_planted_shift_between_waves_is_found_and_none_where_none_was_planted(cases):
    survey, (first, second) = waves(cases, LATER, seed=1)
    asked = next(one for one in survey.questions if one.id == "har-forenklet")
    shown = distribution(asked, put_to(survey, asked, first.sheets))
    put = sum(shown.values())
    assert put == sum(sheet.answers.get("har-benyttet") != 1 for sheet in first.sheets)
    for option in asked.options:
        if option.value != DONT_KNOW:
            planted = FIRST["har-forenklet"].get(option.value, 0)
            assert shown[option.text] / put == pytest.approx(planted, abs=0.06)
    found = {one.id: one.result for one in compare_waves(survey, first, second)}
    row = next(row for row in found["har-forenklet"].estimates if row.estimand == "superiority")
    planted = [np.array(list(one["har-forenklet"].values())) for one in (FIRST, LATER)]
    assert row.point == pytest.approx(float(superiority(*planted)), abs=0.05)
    assert row.p_value is not None
    assert row.p_value < 0.05
    same = next(row for row in found["har-benyttet"].estimates if row.estimand == "superiority")
    assert same.point == pytest.approx(0.5, abs=0.08)

    false = 0
    for seed in range(2, 22):
        survey, (first, second) = waves(cases, FIRST, seed=seed)
        result = next(one.result for one in compare_waves(survey, first, second) if one.id == "har-forenklet")
        row = next(row for row in result.estimates if row.estimand == "superiority")
        false += row.p_value is not None and row.p_value <= 0.05
    assert false <= 4, "at 5 %, five of twenty have a chance of one in four hundred"
