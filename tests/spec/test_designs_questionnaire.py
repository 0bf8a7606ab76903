"""The checks of a questionnaire against what a careful reader wrote down beforehand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.questions import Scale
from frirum.core.designs.checks.questionnaire import check_respondents, check_scales, check_waves
from frirum.core.designs.design import Design

TABLES = tomllib.loads((Path(__file__).parent / "questionnaire_findings.toml").read_text(encoding="utf-8"))


def scales():
    return {
        name: Scale.model_validate(
            {
                "id": name,
                "title": name,
                "balanced": True,
                "wording": "proposed",
                "option": [{"value": place, "text": text} for place, text in enumerate(given["options"])],
                **({"dont_know": "ved ikke"} if given["dont_know"] else {}),
            }
        )
        for name, given in TABLES["scale"].items()
    }


def survey(place, given):
    questions = [
        {"wording": "source", "kind": "scale" if "scale" in question else "open", **question}
        for question in given["question"]
    ]
    left_out = {"omitted": True, "reason": given["omitted"]} if "omitted" in given else {}
    return Instrument.model_validate(
        {
            "id": f"survey-{place}",
            "kind": "survey",
            "title": f"Spørgeskema {place}",
            "respondents": [given.get("respondents", "caseworker")],
            "question": questions,
            "sample_per_municipality": given.get("each", False),
            **({"sample_size": given["asked"]} if "asked" in given else {}),
            **left_out,
        }
    )


def design(table):
    """An experiment with as many municipalities and these surveys, and nothing else to measure with."""
    experiment = shipped_catalogue().experiment("forsoeg-2027-a-kasser")
    return Design(
        experiment.model_copy(
            update={
                "participation": experiment.participation[: table.get("municipalities", 1)],
                "instruments": tuple(survey(place, given) for place, given in enumerate(table["survey"])),
            }
        ),
        scales(),
    )


@pytest.mark.parametrize("table", TABLES["questionnaire"], ids=lambda table: table["name"])
def test_the_checks_find_what_the_reader_found_and_nothing_else(table):
    chosen = design(table)
    found = [finding for check in (check_scales, check_waves, check_respondents) for finding in check(chosen)]
    expected = [(row["code"], row["place"]) for row in table.get("finding", [])]
    assert [(str(finding.code), finding.path) for finding in found] == expected
    for finding in found:
        assert finding.message.endswith(".")
        assert finding.mend.endswith(".")


def test_every_kind_of_finding_is_expected_somewhere():
    codes = {row["code"] for table in TABLES["questionnaire"] for row in table.get("finding", [])}
    assert codes == {
        "unbalanced_scale", "no_dont_know", "waves_differ", "respondents_too_few", "respondents_unknown",
    }  # fmt: skip


def test_a_wave_that_differs_points_at_the_first():
    table = next(table for table in TABLES["questionnaire"] if table["name"].startswith("the third wave"))
    (finding,) = check_waves(design(table))
    assert "instrument[0].question[0]" in finding.message
