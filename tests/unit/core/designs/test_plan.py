"""A design under way: filled from the definition without loss, read as people write, judged at the right place."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from ready_design import QUESTION, SLUG, ready

from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.designs.checks.every_check import check_design
from frirum.core.designs.diagnosis.figure_rows import figure_rows
from frirum.core.designs.guide.compare import compare, words
from frirum.core.designs.guide.experiment import experiment_from
from frirum.core.designs.guide.findings import judge, place_of
from frirum.core.designs.guide.plan import ID, Content, FieldKind, Written, settle
from frirum.core.designs.guide.reading import FieldReader, Unreadable, is_percent
from frirum.core.designs.guide.start import content_from
from frirum.core.designs.guide.steps import keys_locked_at_start, step, steps
from frirum.core.designs.lock.checklist import checklist
from frirum.core.designs.lock.frozen import frozen_steps
from frirum.core.errors import InputRefused
from frirum.core.locking.chain import amendment_bytes, canonical, fingerprint
from frirum.core.locking.receipt import LockReceipt, read_receipt, receipt_text
from frirum.core.vocabulary.status import RuleStatus

CATALOGUE = shipped_catalogue()
# Without its published target figure, which the diagnosis reads where nobody has stated a volume.
TRIAL = CATALOGUE.experiments[SLUG].model_copy(update={"figures": ()})
TEN_OF_DESIGN = (
    "revalidering-lae265",
    "ledighedsydelse-revurdering",
    "loentilskud-jobrotation",
    "mentorregler",
    "integration-kontaktforloeb",
    "ressourceforloeb-forlaengelse",
    "indsatsplan-opdatering",
    "foertidspension-opfoelgning",
    "forholdstal-ledighedsydelse",
    "jobafklaring-lae265",
)


@pytest.mark.parametrize("slug", TEN_OF_DESIGN)
def test_a_design_begun_and_read_back_says_what_the_definition_says(slug: str) -> None:
    """The checks are a witness that nothing was lost or invented on the way through the guide's texts."""
    definition = CATALOGUE.experiments[slug]
    planned = experiment_from(definition, content_from(definition))
    assert planned.unreadable == ()

    def found(experiment: Any) -> list[tuple[str, str]]:
        return sorted((str(one.code), one.quote) for one in check_design(experiment, CATALOGUE.scales))

    assert found(planned.experiment) == found(definition)
    for name in ("purpose", "effects", "theme", "success_criteria", "method", "research_questions", "phases"):
        before, after = getattr(definition.plan, name), getattr(planned.experiment.plan, name)
        assert _texts(after) == _texts(before), name


def _texts(value: Any) -> list[str]:
    if isinstance(value, tuple):
        return [text for one in value for text in _texts(one)]
    text = getattr(value, "text", None)
    if text is not None:
        return [" ".join(text.split())]
    fields = getattr(type(value), "model_fields", {})
    return [text for name in fields for text in _texts(getattr(value, name))]


def test_what_the_definition_does_not_say_is_empty() -> None:
    begun = content_from(CATALOGUE.experiments["foertidspension-opfoelgning"])
    assert begun["spoergsmaal"] == Written()
    assert begun["maaling"].value("baseline") == ""
    assert begun["maalgruppe"].value("volume", 0) == ""
    assert begun["kriterier"].value("threshold", 0) == ""


def test_a_text_nobody_changed_keeps_its_source_and_its_english() -> None:
    definition = CATALOGUE.experiments["foertidspension-opfoelgning"]
    begun = dict(content_from(definition))
    first, second = begun["formaal"].value("purpose").splitlines()
    begun["formaal"] = Written({**begun["formaal"].fields, "purpose": f"{first}\nEt nyt formål"})
    purpose = experiment_from(definition, begun).experiment.plan.purpose  # type: ignore[union-attr]
    assert purpose[0] == definition.plan.purpose[0]  # type: ignore[union-attr]
    assert (purpose[1].text, purpose[1].text_en, purpose[1].source_ids) == ("Et nyt formål", None, ())
    assert second not in [one.text for one in purpose]


def read(kind: FieldKind, text: str, unit: str = "") -> tuple[Any, list[Unreadable]]:
    faults: list[Unreadable] = []
    reader = FieldReader({"f": text}, "s", None, faults)
    readers = {
        FieldKind.WHOLE: lambda: reader.whole("f"),
        FieldKind.NUMBER: lambda: reader.number("f", unit=unit),
        FieldKind.ESTIMATE: lambda: reader.estimate("f"),
        FieldKind.SHARES: lambda: reader.estimate("f", percent=True),
        FieldKind.DATE: lambda: reader.date("f"),
        FieldKind.LINE: lambda: reader.horizons("f"),
        FieldKind.LINES: lambda: reader.lines("f"),
    }
    return readers[kind](), faults


@pytest.mark.parametrize(
    "kind, text, unit, expected",
    [
        (FieldKind.WHOLE, "80", "", 80),
        (FieldKind.WHOLE, "100.000", "", 100_000),
        (FieldKind.WHOLE, "", "", None),
        (FieldKind.NUMBER, "30", "pct.", 0.3),
        (FieldKind.NUMBER, "30", "", 0.3),
        (FieldKind.NUMBER, "2,5", "uger", 2.5),
        (FieldKind.NUMBER, "1.234,5", "kr.", 1234.5),
        (FieldKind.DATE, "01-07-2018", "", dt.date(2018, 7, 1)),
        (FieldKind.DATE, "1/7 2018", "", dt.date(2018, 7, 1)),
        (FieldKind.DATE, "2018-07-01", "", dt.date(2018, 7, 1)),
        (FieldKind.LINES, "- et\n\n  to  \n", "", ("et", "to")),
    ],
)
def test_values_are_read_as_people_write_them(
    kind: FieldKind, text: str, unit: str, expected: object
) -> None:
    assert read(kind, text, unit) == (expected, [])


def test_estimates_and_horizons() -> None:
    estimate, faults = read(FieldKind.ESTIMATE, "60 80 120")
    assert (estimate.low, estimate.likely, estimate.high, faults) == (60, 80, 120, [])
    shares, _faults = read(FieldKind.SHARES, "20 / 30 / 50")
    assert (shares.low, shares.likely, shares.high) == (0.2, 0.3, 0.5)
    single, _faults = read(FieldKind.ESTIMATE, "80")
    assert (single.low, single.likely, single.high) == (80, 80, 80)
    lengths, _faults = read(FieldKind.LINE, "3, 6 og 26 uger")
    assert [(one.months, one.weeks) for one in lengths] == [(3, 0), (6, 0), (0, 26)]


@pytest.mark.parametrize(
    "kind, text, unit",
    [
        (FieldKind.WHOLE, "-1", ""),
        (FieldKind.WHOLE, "mange", ""),
        (FieldKind.WHOLE, "99999999999", ""),
        (FieldKind.NUMBER, "nan", "pct."),
        (FieldKind.NUMBER, "inf", "uger"),
        (FieldKind.NUMBER, "130", "pct."),
        (FieldKind.NUMBER, "-5", "pct."),
        (FieldKind.NUMBER, "tredive", "pct."),
        (FieldKind.ESTIMATE, "120 80 60", ""),
        (FieldKind.ESTIMATE, "60 80", ""),
        (FieldKind.ESTIMATE, "-60 80 120", ""),
        (FieldKind.SHARES, "20 30 150", ""),
        (FieldKind.DATE, "31-02-2018", ""),
        (FieldKind.DATE, "engang i maj", ""),
        (FieldKind.LINE, "3, snart", ""),
    ],
)
def test_what_cannot_be_read_is_said_and_never_guessed(kind: FieldKind, text: str, unit: str) -> None:
    value, faults = read(kind, text, unit)
    assert not value
    assert len(faults) == 1
    assert text in faults[0].message
    assert faults[0].mend


@pytest.mark.parametrize(
    "unit, share", [("pct.", True), ("%", True), ("", True), ("uger", False), ("andel af deltagere", True)]
)
def test_units_of_shares(unit: str, share: bool) -> None:
    assert is_percent(unit) is share


def test_more_municipalities_in_the_trial_than_there_are_is_said() -> None:
    content = {**ready(TRIAL), "maalgruppe": Written({"units": "11", "treated": "12"})}
    [fault] = experiment_from(TRIAL, content).unreadable
    assert (fault.step, fault.field) == ("maalgruppe", "treated")


def test_items_are_named_once_and_alike_at_every_save() -> None:
    goals = step("maal")
    typed = Written({}, ({ID: "a", "text": "et"}, {"text": "to"}, {"text": "  "}, {ID: "a", "text": "tre"}))
    kept = settle(goals, typed)
    assert [item[ID] for item in kept.items] == ["a", "maal-1", "maal-2"]
    assert settle(goals, typed) == kept
    assert settle(goals, kept) == kept


@pytest.mark.parametrize(
    "path, place",
    [
        ("plan.success_criterion[1].threshold", ("kriterier", 1, "threshold")),
        ("plan.research_question[0].comparison", ("spoergsmaal", 0, "comparison")),
        ("plan.effects.short", ("formaal", None, "short")),
        ("plan.purpose[0]", ("formaal", None, "purpose")),
        ("plan.goal[2]", ("maal", 2, "text")),
        ("plan.baseline_possible", ("maaling", None, "baseline")),
        ("target_group[0].volume", ("maalgruppe", 0, "volume")),
        ("instrument[3].question[1].scale", ("redskaber", 3, "questions")),
        ("instrument[0].sample_size", ("redskaber", 0, "size")),
        ("doubt[0]", ("", None, "")),
    ],
)
def test_a_finding_stands_at_its_field(path: str, place: tuple[str, int | None, str]) -> None:
    assert place_of(path) == place


def test_every_place_is_a_step_of_the_guide() -> None:
    keys = {one.key for one in steps()}
    findings = [
        one
        for definition in CATALOGUE.experiments.values()
        for one in check_design(definition, CATALOGUE.scales)
    ]
    assert {place_of(one.path)[0] for one in findings} <= keys


def test_the_checklist_of_a_finished_design_is_fulfilled() -> None:
    content = ready(TRIAL)
    judged = judge(TRIAL, content, CATALOGUE.scales)
    assert [point.key for point in checklist(content, judged, approved=True) if not point.met] == []
    assert [point.key for point in checklist(content, judged, approved=False) if not point.met] == [
        "approved"
    ]


def test_the_same_finding_at_several_places_is_one_line_with_their_number() -> None:
    seven = CATALOGUE.experiment("foertidspension-opfoelgning")
    content = content_from(seven)
    points = {
        point.key: point
        for point in checklist(content, judge(seven, content, CATALOGUE.scales), approved=False)
    }
    lines = points["no_blocking_findings"].lacking
    assert len(lines) == len(set(lines))
    assert any("minutter måles. (3 steder)" in line for line in lines), lines


def _without(content: Content, step_key: str, **values: str) -> Content:
    written = content[step_key]
    if written.items and not set(values) & set(written.fields):
        return {**content, step_key: Written(written.fields, ({**written.items[0], **values},))}
    return {**content, step_key: Written({**written.fields, **values}, written.items)}


@pytest.mark.parametrize(
    "step_key, values, unmet",
    [
        ("maalgruppe", {"eligible": "", "bites": ""}, {"answerable"}),
        ("maalgruppe", {"eligible": "10", "bites": "10", "used": "10"}, {"answerable"}),
        ("regler", {"status": "draft"}, {"legal_basis"}),
        ("regler", {"law": ""}, {"points_complete"}),
        ("maaling", {"baseline": "", "baseline_reason": ""}, {"baseline"}),
        ("spoergsmaal", {"comparison": "", "comparison_reason": ""}, {"comparison", "points_complete", "no_blocking_findings"}),
        ("spoergsmaal", {"baseline": "130"}, {"no_blocking_findings", "answerable"}),
        ("spoergsmaal", {"smallest_relevant": "80"}, {"no_blocking_findings", "answerable"}),
        ("redskaber", {"size": ""}, {"sized"}),
        ("kriterier", {"threshold": ""}, {"no_blocking_findings"}),
    ],
)  # fmt: skip
def test_each_point_of_the_checklist_can_fail(step_key: str, values: dict[str, str], unmet: set[str]) -> None:
    content = _without(ready(TRIAL), step_key, **values)
    judged = judge(TRIAL, content, CATALOGUE.scales)
    points = checklist(content, judged, approved=True)
    assert {point.key for point in points if not point.met} == unmet
    assert all(bool(point.lacking) is not point.met for point in points)


THIN = {"eligible": "14", "bites": "100", "used": "100", "units": "11", "treated": "3"}
NO_WORSE = {"test": "non_inferiority", "direction": "", "smallest_relevant": "", "margin": "5"}


def test_a_question_that_is_found_one_time_in_twenty_does_not_lock() -> None:
    """42 uses in 3 of 11 municipalities and a margin of 5 points: "shows only large" is no answer to it."""
    content = _without(_without(ready(TRIAL), "maalgruppe", **THIN), "spoergsmaal", **NO_WORSE)
    judged = judge(TRIAL, content, CATALOGUE.scales)
    [one] = judged.diagnoses
    assert one.found is not None
    found = one.found.diagnosis
    assert (found.question.uses, found.verdict.value) == (42, "kan_kun_vise_stort")
    assert found.power is not None
    assert found.power.share < 0.10
    assert "ringere" in found.reasons[0]
    terms = {term for term, _figure in figure_rows(found)}
    assert not {"Mindste stigning, der kan vises", "Mindste fald, der kan vises"} & terms
    unmet = [point for point in checklist(content, judged, approved=True) if not point.met]
    assert [point.key for point in unmet] == ["answerable"]
    assert "sandsynligheden for at finde det, der spørges om, er" in unmet[0].lacking[0]


def test_a_change_nobody_stated_does_not_lock_either() -> None:
    content = _without(ready(TRIAL), "spoergsmaal", smallest_relevant="")
    judged = judge(TRIAL, content, CATALOGUE.scales)
    [one] = judged.diagnoses
    assert one.found is not None
    assert one.found.diagnosis.verdict.value == "kan_vise_relevant"
    unmet = {point.key for point in checklist(content, judged, approved=True) if not point.met}
    assert "answerable" in unmet


def test_a_level_that_is_measured_too_is_as_uncertain_as_the_result() -> None:
    """The same cases find the same change less often when the level itself is counted on as many."""
    plain, measured = (
        judge(TRIAL, _without(ready(TRIAL), "spoergsmaal", comparison=one), CATALOGUE.scales).diagnoses[0]
        for one in ("waves", "before_after")
    )
    assert plain.found is not None
    assert measured.found is not None
    known, counted = plain.found.diagnosis, measured.found.diagnosis
    assert counted.question.comparison == counted.question.uses
    assert known.uses_needed is not None
    assert counted.uses_needed is not None
    assert 1.9 < counted.uses_needed / known.uses_needed < 2.2
    assert any("bliver selv målt" in sentence for sentence in counted.assumptions)


def test_what_the_definition_says_of_the_law_is_not_ticked_away_in_a_design() -> None:
    """A design may be begun while the basis is a draft; it is law when the definition says so, and then for all."""
    draft = TRIAL.model_copy(
        update={"legal_bases": (TRIAL.legal_bases[0].model_copy(update={"status": RuleStatus.DRAFT}),)}
    )
    content = ready(TRIAL)
    judged = judge(draft, content, CATALOGUE.scales)
    assert content["regler"].value("status") == "adopted"
    unmet = {
        name: [one.key for one in checklist(content, judged, approved=True, in_force=now) if not one.met]
        for name, now in (("draft", draft), ("adopted", TRIAL))
    }
    assert unmet == {"draft": ["legal_basis"], "adopted": []}


class TestTheBurden:
    """What a use costs against what it frees: a warning beside the lock, not a bar."""

    @pytest.mark.parametrize(
        "stated, says",
        [
            (
                {"minutes": "45", "freed": "20"},
                "Hver sag koster 45 minutter og frigør 20. Med 2.189 sager er det 912",
            ),
            ({"minutes": "", "freed": ""}, "Det står ikke, hvor mange minutter hvert brug koster og frigør."),
            ({"minutes": "10", "freed": "20", "steps": "12"}, "Hver sag lægger 12 trin til sagen."),
            ({"minutes": "10", "freed": "20", "steps": "3"}, None),
        ],
    )
    def test_is_said_at_its_step(self, stated: dict[str, str], says: str | None) -> None:
        content = _without(ready(TRIAL), "maalgruppe", **stated)
        judged = judge(TRIAL, content, CATALOGUE.scales)
        assert [one.message.startswith(says or "") for one in judged.burdens] == ([True] if says else [])
        assert all(one.step == "maalgruppe" and not one.blocks for one in judged.burdens)
        assert all(point.met for point in checklist(content, judged, approved=True))


def test_a_design_without_harm_or_volume_is_not_ready() -> None:
    content = {
        **ready(TRIAL),
        "udfald": Written({}, (ready(TRIAL)["udfald"].items[0],)),
        "maalgruppe": Written({}, ({ID: "a", "text": "Nyledige"},)),
    }
    judged = judge(TRIAL, content, CATALOGUE.scales)
    unmet = {point.key for point in checklist(content, judged, approved=True) if not point.met}
    assert unmet == {"harm", "volume", "answerable", "no_blocking_findings"}


def test_two_versions_differ_word_by_word_and_items_keep_their_name() -> None:
    older = ready(TRIAL)
    changed = {**QUESTION, "smallest_relevant": "10", "text": "Kommer nyledige hurtigere i varigt job?"}
    newer = {**older, "spoergsmaal": Written({}, ({ID: "ny", "text": "Et nyt"}, changed))}
    [found] = compare(older, newer)
    assert found.step.key == "spoergsmaal"
    labels = {(one.item, one.label): (one.before, one.after) for one in found.fields}
    assert labels["Undersøgelsesspørgsmål 2", "Mindste relevante ændring"] == ("5", "10")
    assert labels["Undersøgelsesspørgsmål 1", "Spørgsmålet"] == ("", "Et nyt")
    assert compare(older, older) == ()


def test_words_can_be_put_together_again() -> None:
    before, after = "Andelen i job stiger", "Andelen i varigt job stiger en smule"
    pieces = words(before, after)
    assert "".join(one.text for one in pieces if one.kind != "added") == before
    assert "".join(one.text for one in pieces if one.kind != "removed") == after
    assert "varigt" in "".join(one.text for one in pieces if one.kind == "added")


def test_choices_are_compared_by_their_names() -> None:
    older = ready(TRIAL)
    item = {**older["spoergsmaal"].items[0], "comparison": "none"}
    [found] = compare(older, {**older, "spoergsmaal": Written({}, (item,))})
    [change] = found.fields
    assert (change.before, change.after) == ("før og efter", "ingen")


def test_the_lock_freezes_points_1_to_5_and_the_plan_of_analysis_and_nothing_else() -> None:
    frozen = frozen_steps(ready(TRIAL))
    assert set(frozen) == keys_locked_at_start()
    assert {"tid", "rapport"}.isdisjoint(frozen)
    assert {one.point for one in steps() if one.key in frozen} == {1, 2, 3, 4, 5, 6}


def test_the_bytes_are_the_same_whatever_the_order_and_another_for_any_change() -> None:
    first, second, other = {"a": True, "b": "æ"}, {"b": "æ", "a": True}, {"a": True, "b": "e"}
    assert canonical(first) == canonical(second)
    assert fingerprint(canonical(first)) != fingerprint(canonical(other))
    assert fingerprint(amendment_bytes("a" * 64, {"n": 1})) != fingerprint(
        amendment_bytes("b" * 64, {"n": 1})
    )


RECEIPT = LockReceipt(
    kind="design",
    reference="5d0f7dd4-6b0e-4d42-9d5b-0d6f0f3f7a11",
    slug=SLUG,
    number=0,
    sha256="a" * 64,
    at="2027-01-01T00:00:00Z",
    event=7,
    event_hash="b" * 64,
)


def test_a_receipt_is_read_back_from_what_a_mail_program_makes_of_it() -> None:
    text = receipt_text(RECEIPT, heading="Kvittering", facts=["Forsøg: X"], person="Karen")
    assert RECEIPT.sha256 in text
    assert read_receipt(text) == RECEIPT
    assert read_receipt("> " + text.replace("\n", "\r\n> ")) == RECEIPT


ISSUED = (
    '{"receipt":1,"at":"2027-01-01T00:00:00Z","zones":{"casework":{"event":7,"hash":"' + "b" * 64 + '"}},'
    '"design":{"reference":"5d0f7dd4-6b0e-4d42-9d5b-0d6f0f3f7a11","slug":"' + SLUG + '","number":0,'
    '"sha256":"' + "a" * 64 + '"}}'
)
"""The line for machines as it was written before forms had the same lock; people have it in their mail."""


def test_a_receipt_that_was_issued_is_still_read_and_written_alike() -> None:
    assert read_receipt(ISSUED) == RECEIPT
    assert receipt_text(RECEIPT, heading="", facts=[], person="").splitlines()[-1] == ISSUED


@pytest.mark.parametrize(
    "change",
    [{"sha256": "x"}, {"number": -1}, {"number": "to"}, {"reference": "ingen"}, {"reference": None}],
)
def test_what_is_no_receipt_is_refused(change: dict[str, Any]) -> None:
    document = RECEIPT.as_dict()
    document["design"] |= change
    with pytest.raises(InputRefused, match="ikke en kvittering"):
        read_receipt(json.dumps(document))
    for text in ("", "{}", '{"receipt":1}', '{"receipt":1,"design":[]}'):
        with pytest.raises(InputRefused):
            read_receipt(text)
