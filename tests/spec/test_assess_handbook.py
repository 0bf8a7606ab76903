"""The handbook's page of examples is what the definitions say today, and each no is explained by what decided it."""

from __future__ import annotations

from pathlib import Path

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.conditions import Answer
from frirum.core.law.assess import Assessment
from frirum.core.law.conditions import Met
from frirum.core.law.deciding import against
from frirum.core.law.examples import assessed, handbook_page

PAGE = Path(__file__).parents[2] / "docs" / "handbook" / "eksempler.md"


def found(slug: str, example_id: str) -> Assessment:
    experiment = shipped_catalogue().experiment(slug)
    for part in (None, *experiment.parts):
        for example in (part or experiment).examples:
            if example.id == example_id:
                return assessed(experiment, part, example)
    raise LookupError(example_id)


def test_the_page_is_up_to_date() -> None:
    """If this fails after a change of a definition: script/handbook writes the page."""
    assert PAGE.read_text(encoding="utf-8") == handbook_page(shipped_catalogue().experiments.values())


def test_every_example_of_every_definition_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for experiment in shipped_catalogue().experiments.values():
        for case in (experiment, *experiment.parts):
            for example in case.examples:
                assert example.text in page


@pytest.mark.parametrize(
    ("slug", "example", "conditions"),
    [
        # time before conditions; place alone
        ("revalidering-lae265", "efter-slut", ["period"]),
        ("revalidering-lae265", "anden-kommune", ["municipality"]),
        ("revalidering-lae265", "startet-foer-set-senere", ["opstart"]),
        ("psykologbehandling", "rebild-2022", ["period"]),
        # an exception of the ordinary rule decides alone
        ("loentilskud-jobrotation", "enlig-forsoerger", ["enlig-forsoerger"]),
        ("ressourceforloeb-forlaengelse", "vil-for-teamet", ["vil-for-teamet"]),
        # of conditions that must all hold, the first that fails, not one that only stood beside a met alternative
        ("rehabiliteringsteam-lae265", "ikke-belyst", ["tilstraekkeligt-belyst"]),
        ("forholdstal-ledighedsydelse", "atten-maaneder", ["under-18-maaneder"]),
        # of alternatives, what fails in each
        (
            "loentilskud-jobrotation",
            "brugt-for-fire-aar-siden",
            ["ikke-brugt-5-aar", "skaanehensyn", "langtidsledighed", "dagpengemodtager"],
        ),
        (
            "rehabiliteringsteam-lae265",
            "jobafklaring-foer-juli-2018",
            ["ressourceforloeb-fleksjob-pension", "fra-juli-2018"],
        ),
        ("forholdstal-ledighedsydelse", "fem-uger-uden-grund", ["hoejst-4-uger", "forlaenget"]),
    ],
)
def test_what_decided_against(slug: str, example: str, conditions: list[str]) -> None:
    assert [reason.condition for reason in against(found(slug, example))] == conditions


def test_every_no_is_explained_and_nothing_else_is() -> None:
    for experiment in shipped_catalogue().experiments.values():
        for part in (None, *experiment.parts):
            for example in (part or experiment).examples:
                one = assessed(experiment, part, example)
                reasons = against(one)
                assert bool(reasons) is (one.answer in (Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE)), example.id
                assert all(reason.met is Met.NO for reason in reasons)
