"""The journal note of a case: it may claim only what was found, and cite only what stood on the day."""

from __future__ import annotations

import pytest

from frirum.core.catalogue.conditions import Answer
from frirum.core.catalogue.loader import load_catalogue
from frirum.core.law.assess import assess
from frirum.core.law.facts import read_facts
from frirum.core.law.journal import filled_notes, journal_note
from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.danish import format_date

# LAB § 51(2)-(3) as DESIGN tells it: eight weeks unemployed, education unused for six years, none of the
# ordinary exceptions (no upper secondary education, over 50, single provider).
CASE = {
    "municipality": 851,
    "employment_start": "2019-03-01",
    "target_group": "cash_benefits_job_ready",
    "prior_unemployment_weeks": 8,
    "employer_sector": "public",
    "vocational_education": True,
    "years_since_education_used": 6,
    "wants_field": True,
    "upper_secondary_education": True,
    "over_50": False,
    "single_provider": False,
}


@pytest.fixture(scope="module")
def found():  # type: ignore[no-untyped-def]
    experiment = load_catalogue(catalogue_dir()).experiment("loentilskud-jobrotation")
    facts = read_facts(CASE, experiment.all_facts(), file="case")
    return assess(experiment, facts, part=experiment.part("loentilskud"))


def test_what_hinders_nothing_is_not_told_as_found(found) -> None:  # type: ignore[no-untyped-def]
    assert found.answer is Answer.ELIGIBLE
    texts = {reason.condition: reason.text for reason in found.reasons}
    assert texts["over-50-aar"] == "Gælder ikke: Borgeren er over 50 år"
    note = journal_note(found) or ""
    grounds, absent = (
        next(x for x in note.splitlines() if x.startswith(w)) for w in ("Betingelserne", "Følgende")
    )
    assert "over 50 år" not in grounds
    assert "enlig forsørger" not in grounds
    assert "over 50 år" in absent
    assert "enlig forsørger" in absent


def test_a_note_of_2019_cites_neither_the_act_of_2020_nor_the_order_of_2021(found) -> None:  # type: ignore[no-untyped-def]
    deviation = (journal_note(found) or "").splitlines()[-1]
    assert deviation == (
        "Fraveget: § 51, stk. 2 og 3, i lov om en aktiv beskæftigelsesindsats, "
        "jf. forsøgets hjemmel, som kilderne ikke oplyser."
    )


def test_the_note_names_the_experiment_and_its_part(found) -> None:  # type: ignore[no-untyped-def]
    first = (journal_note(found) or "").splitlines()[0]
    assert found.experiment.short_title in first
    assert found.part.title in first


def every_example():  # type: ignore[no-untyped-def]
    for experiment in load_catalogue(catalogue_dir()).experiments.values():
        cases = [(experiment.part(e.part_slug) if e.part_slug else None, e) for e in experiment.examples]
        cases += [(part, example) for part in experiment.parts for example in part.examples]
        yield from ((assess(experiment, e.facts, part=part, on=e.on), e) for part, e in cases)


def test_every_note_is_filled_with_its_days_and_has_no_bracket_left() -> None:
    notes = [(one, note) for one, _example in every_example() for note in filled_notes(one)]
    written = [journal_note(one) or "" for one, _example in every_example()]
    assert len(notes) > 10
    for text in [*written, *(note.text for _one, note in notes)]:
        assert not set("[]{}") & set(text), text
    for one, note in notes:
        if note.day is not None and "{date}" in (note.note.template or ""):
            assert format_date(note.day) in note.text, (one.experiment.slug, note.note.id)


def test_a_follow_ups_note_names_its_latest_day_and_a_placement_of_five_weeks_is_not_told_as_four() -> None:
    by_example = {example.id: one for one, example in every_example()}
    (held,) = (n for n in filled_notes(by_example["ansat-efter-start"]) if n.note.id == "opfoelgning-holdt")
    assert held.text.startswith("Opfølgning senest den 15. marts 2021. Frikommunebekendtgørelsen bruges")
    prolonged = journal_note(by_example["fem-uger-paa-grund-af-ferielukning"]) or ""
    assert "2-4 uger" not in prolonged
    assert "højst 4 uger" not in prolonged
    assert "kun længere på grund af sygdom eller ferielukning" in prolonged
    assert "1. gang borgeren er i praktik efter bekendtgørelsen" in prolonged
    again = journal_note(by_example["lige-under-18-maaneder"]) or ""
    assert "2. gang borgeren er i praktik efter bekendtgørelsen" in again


def test_a_note_without_a_day_cites_the_order_of_the_case_and_no_other() -> None:
    by_example = {example.id: one for one, example in every_example()}
    (enquiry,) = (
        n for n in filled_notes(by_example["ansat-efter-start"]) if n.note.id == "henvendelse-imellem"
    )
    assert enquiry.day is None
    assert enquiry.text.startswith(
        "Henvendelse mellem to planlagte opfølgninger, jf. frikommunebekendtgørelsens § 23"
    )
    assert "BEK nr. 2498" not in enquiry.text
