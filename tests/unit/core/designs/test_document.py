"""The document of a design prints the plan as it is written: every field of the guide, by what people call it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from ready_design import SLUG, ready

from frirum.core.catalogue import shipped_catalogue
from frirum.core.designs.document.document import design_document
from frirum.core.designs.guide.experiment import experiment_from
from frirum.core.designs.guide.plan import ID, NEW_MEASURE, Content, FieldKind, GuideField, Written
from frirum.core.designs.guide.steps import steps
from frirum.core.designs.lock.document import LockStatus, with_status
from frirum.core.report.html import render_html_fragment
from frirum.core.vocabulary.danish import format_exact

CATALOGUE = shipped_catalogue()
TRIAL = CATALOGUE.experiment(SLUG)


def printed(content: Content) -> str:
    planned = experiment_from(TRIAL, content)
    document = design_document(planned.experiment, CATALOGUE.documents, CATALOGUE.scales)
    made = with_status(document, LockStatus(), planned.experiment, draw=planned.draw)
    text = unescape(re.sub(r"<[^>]+>", " ", render_html_fragment(made)))
    return re.sub(r"\s+", " ", text)


def value_for(field: GuideField, number: int) -> str:
    """Something that only this field says."""
    if field.kind is FieldKind.CHOICE:
        return field.options[-1][0] if field.key == "test" else field.options[1][0]
    if field.kind is FieldKind.CHOICES:
        return field.options[0][0] if field.options else ""
    return {
        FieldKind.WHOLE: str(1_000 + number),
        FieldKind.NUMBER: str(number % 40 + 1),
        FieldKind.ESTIMATE: f"{2_000 + number}",
        FieldKind.SHARES: f"{number % 40 + 1}",
        FieldKind.DATE: f"0{number % 9 + 1}-07-2027",
    }.get(field.kind, f"Prøvetekst {number}")


@pytest.mark.parametrize("step", [one.key for one in steps()])
def test_every_text_of_every_step_is_printed(step: str) -> None:
    one = next(each for each in steps() if each.key == step)
    content = dict(ready(TRIAL))
    fields = {each.key: value_for(each, n) for n, each in enumerate(one.fields, start=100)}
    item = {
        each.key: value_for(each, n)
        for n, each in enumerate(one.items.fields if one.items else (), start=200)
    }
    fields |= {"treated": "11", "units": "98"} if "treated" in fields else {}
    items = ({ID: "ny", **item},) if one.items else ()
    if step == "spoergsmaal":
        item |= {
            "test": "superiority",
            "unit": "pct.",
            "margin": "",
            "direction": "increase",
            "horizons": "7",
        }
        items = ({ID: "ny", **item},)
        fields |= {"draw_units": "Aalborg\nRebild", "draw_begin": "1"}
    content[step] = Written(fields, items)
    text = printed(content)
    for key, typed in {**fields, **item}.items():
        # A measure that is only named yet is none: saving the step makes it.
        if typed.startswith("Prøvetekst") and key != NEW_MEASURE:
            assert typed in text, (step, key)
        elif typed.isdigit() and int(typed) >= 1_000:
            assert format_exact(int(typed)) in text, (step, key)


def test_numbers_stand_with_their_unit_and_per_what() -> None:
    content = dict(ready(TRIAL))
    text = printed(content)
    assert "1.000 borgere pr. år" in text
    assert "Mindste relevante ændring 5 procentpoint" in text
    assert "400 i hver kommune" in text
    assert "I job efter 6 måneder (pct., DREAM)" in text
    assert "1.000 (lavt 900, højt 1.200)" in text


@pytest.mark.parametrize(
    "change", [{"smallest_relevant": "80"}, {"baseline": "99", "smallest_relevant": "5"}]
)
def test_numbers_that_contradict_each_other_are_said_in_the_document(change: dict[str, str]) -> None:
    content = dict(ready(TRIAL))
    [question] = content["spoergsmaal"].items
    content["spoergsmaal"] = Written({}, ({**question, **change},))
    assert "Udgangspunktet plus den mindste relevante forskel" in printed(content)


def test_more_municipalities_than_there_are_is_a_fault_of_the_field() -> None:
    content = dict(ready(TRIAL))
    group = content["maalgruppe"]
    content["maalgruppe"] = Written({**group.fields, "units": "1104", "treated": "11"}, group.items)
    planned = experiment_from(TRIAL, content)
    assert [one.field for one in planned.unreadable] == ["units"]
    assert planned.experiment.plan.uptake[0].units is None


def test_a_harm_is_named_by_the_way_that_is_one() -> None:
    content = dict(ready(TRIAL))
    outcome, harm = content["udfald"].items
    content["udfald"] = Written({}, ({**outcome, "harm": "decrease"}, {**harm, "harm": "increase"}))
    text = printed(content)
    assert re.search(r"Ordinær beskæftigelse \([^)]*\)\s?: et fald er en skade", text)
    assert re.search(r"kontanthjælp \([^)]*\)\s?: en stigning er en skade", text)


def test_no_key_is_printed_for_what_is_gone_or_for_a_scheme() -> None:
    content = dict(ready(TRIAL))
    [criterion] = content["kriterier"].items
    content["kriterier"] = Written({}, ({**criterion, "measure": "slettet-maal"},))
    text = printed(content)
    assert "slettet-maal" not in text
    assert "(er fjernet)" in text
    assert "dream-status" not in text


def test_a_question_of_no_worse_prints_its_margin_and_no_empty_change() -> None:
    content = dict(ready(TRIAL))
    [question] = content["spoergsmaal"].items
    content["spoergsmaal"] = Written(
        {}, ({**question, "test": "non_inferiority", "smallest_relevant": "", "margin": "5"},)
    )
    text = printed(content)
    assert "Margin 5 procentpoint" in text
    assert "Mindste relevante ændring Ikke oplyst" not in text
