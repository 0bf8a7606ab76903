"""Answers that cannot all be right are told before any verdict, by one check."""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.errors import InputRefused
from frirum.core.law.confronting import contradictions, refuse_contradictions
from frirum.core.law.facts import read_facts

ALLOWANCE = {"municipality": 851, "on_flexi_job_allowance": True, "reassessment_due": "2019-10-01"}


def found(slug: str, raw: dict[str, object], part: str | None = None) -> list[str]:
    experiment = shipped_catalogue().experiment(slug)
    facts = read_facts(raw, experiment.all_facts())
    return [one.text for one in contradictions(experiment, experiment.part(part) if part else None, facts)]


@pytest.mark.parametrize(
    ("since", "months", "contradicts"),
    [
        # Without a break since 1 October 2018 it is twelve months on 1 October 2019, and no source can make it eleven.
        ("2018-10-01", 12, False),
        ("2018-10-01", 11, True),
        ("2018-10-02", 11, False),
        # Earlier periods may be added to it, so more is no contradiction; and of the last 18 months no more than 18 count.
        ("2019-06-01", 12, False),
        ("2015-01-01", 18, False),
        ("2015-01-01", 17, True),
        ("2018-10-01", {"added_together": [["2018-11-01", "2019-09-30"]]}, True),
    ],
)
def test_months_against_the_day_since_when(since: str, months: object, contradicts: bool) -> None:
    texts = found(
        "ledighedsydelse-revurdering",
        {**ALLOWANCE, "allowance_since": since, "allowance_months_of_18": months},
    )
    assert bool(texts) is contradicts


def test_weeks_against_the_day_since_when() -> None:
    case = {"municipality": 851, "employment_start": "2019-03-01", "unemployed_since": "2019-01-01"}
    assert not found("loentilskud-jobrotation", {**case, "prior_unemployment_weeks": 8}, "loentilskud")
    (text,) = found("loentilskud-jobrotation", {**case, "prior_unemployment_weeks": 7}, "loentilskud")
    assert "er 7, men efter svaret på" in text
    assert text.endswith("1. januar 2019, er det mindst 8.")


def test_every_example_of_the_catalogue_agrees_with_itself() -> None:
    for experiment in shipped_catalogue().experiments.values():
        for case in (experiment, *experiment.parts):
            for example in case.examples:
                assert not contradictions(experiment, None, example.facts), (experiment.slug, example.id)


def test_a_file_is_told_the_names_of_the_facts_and_a_page_is_not() -> None:
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    facts = {"employment_start": dt.date(2019, 3, 1), "last_follow_up": dt.date(2019, 2, 1)}
    with pytest.raises(InputRefused) as page:
        refuse_contradictions(experiment, None, facts)
    assert "last_follow_up" not in page.value.message
    with pytest.raises(InputRefused) as command:
        refuse_contradictions(experiment, None, facts, file="sag.json")
    assert "last_follow_up (2019-02-01) ligger før employment_start (2019-03-01)" in command.value.message
    assert "last_follow_up, employment_start" in (command.value.remedy or "")
