"""What a plan asks: each figure once, an outcome of several measures by each of them, and by name."""

from __future__ import annotations

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.evidence.plan import EvaluationPlan, plan_of, told_of

CATALOGUE = shipped_catalogue()


@pytest.mark.parametrize("slug", CATALOGUE.experiments)
def test_no_figure_is_asked_for_twice(slug: str) -> None:
    """A measure, its twin of the time before and their change are one question; each horizon is one of its own."""
    experiment = CATALOGUE.experiment(slug)
    for part in [one.slug for one in experiment.parts] or [None]:
        questions = plan_of(experiment, part).questions
        asked = [
            (name, one.horizon)
            for one in questions
            for name in one.told or (one.measure or one.outcome,)
            if name in {own.id for own in experiment.all_measures()}
        ]
        by_question = {(one.id.split("/", maxsplit=1)[0], one.outcome, one.horizon) for one in questions}
        assert len(by_question) == len(questions)
        assert len(asked) == len(set(asked)), asked
        for one in questions:
            assert len(told_of(one, experiment)) == 1, one.id
            assert not one.outcome.endswith(("-foer", "-aendring")), one.id


def test_an_outcome_of_several_measures_is_asked_by_each_of_its_part() -> None:
    experiment = CATALOGUE.experiment("samtaler-formkrav")
    names = {
        part: [one.outcome for one in plan_of(experiment, part).questions]
        for part in (None, "forsikrede-ledige")
    }
    assert names["forsikrede-ledige"] == ["beskaeftigelse-forsikrede", "varighed-forsikrede"]
    assert names[None] == [
        "beskaeftigelse-forsikrede", "beskaeftigelse-oevrige", "varighed-forsikrede", "varighed-oevrige",
    ]  # fmt: skip
    texts = {one.outcome_text for one in plan_of(experiment).questions}
    assert len(texts) == 4, "each by its own name"


def test_a_plan_of_before_that_names_the_outcome_alone_finds_its_measures() -> None:
    """E1's two measures stand apart; E7's three are one figure with its time before."""
    for slug, outcome, expected in (
        ("samtaler-formkrav", "varighed", [("varighed-forsikrede", None), ("varighed-oevrige", None)]),
        ("foertidspension-opfoelgning", "fastholdelse-i-jobbet", [("fastholdt", "fastholdt-foer")]),
    ):
        experiment = CATALOGUE.experiment(slug)
        (first, *_rest) = plan_of(experiment).questions
        old = first.model_copy(update={"outcome": outcome, "measure": None, "before": None, "told": ()})
        EvaluationPlan(slug=slug, question=(old,))
        found = told_of(old, experiment)
        assert [(one.measure.id, one.before.id if one.before else None) for one in found] == expected
