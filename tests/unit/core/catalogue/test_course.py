"""An extension and an early stop make the next version of a definition: everything that hangs on the end moves."""

from __future__ import annotations

import datetime as dt

import pytest
from course_text import TEXT

from frirum.core.authoring.checks import checked_definition
from frirum.core.catalogue import Experiment, parse_definition, to_toml
from frirum.core.catalogue.course import CourseDecision, extended, stopped
from frirum.core.catalogue.faults import DefinitionRefused
from frirum.core.catalogue.history import EventKind, Status
from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.instruments.rounds import RoundWhy, planned_rounds
from frirum.core.instruments.words import round_text
from frirum.core.law.due import due_items
from frirum.core.law.due_use import UseFacts
from frirum.core.law.placing import PlacedCase, period_on, time
from frirum.core.law.ruling import GroundKind
from frirum.core.paths import catalogue_dir
from frirum.core.uptake.stretch import last_day, stays_of

BOTH = ("Beskæftigelsesministeriet", "Sundhedsministeriet")
DECIDED = CourseDecision(dt.date(2028, 9, 1), BOTH, "Begge ministerier besluttede det.")
LONGER, SHORTER = dt.date(2030, 6, 30), dt.date(2028, 10, 31)


def prolonged() -> Experiment:
    return parse_definition(extended(TEXT, DECIDED, until=LONGER))


def ended_early() -> Experiment:
    return parse_definition(stopped(TEXT, DECIDED, last_day=SHORTER))


def days(experiment: Experiment, instrument: str) -> list[tuple[dt.date | None, RoundWhy]]:
    (found,) = [one for one in experiment.instruments if one.id == instrument]
    return [(one.first, one.why) for one in planned_rounds(experiment, found)]


def owed(experiment: Experiment, on: dt.date) -> list[tuple[str, dt.date]]:
    begun = dt.date(2028, 4, 1)
    use = UseFacts(experiment, None, begun, None, {"begyndt": begun})
    return [(item.kind.value, item.day) for item in due_items(use, on=on) if item.experiment]


class TestExtension:
    def test_the_text_stays_and_what_is_new_stands_at_the_end(self) -> None:
        after = extended(TEXT, DECIDED, until=LONGER)
        assert after.startswith(TEXT.partition("status")[0])
        assert "# Vesthimmerland left before the end." in after
        kept = [line for line in TEXT.splitlines() if not line.startswith("status")]
        assert [line for line in after.splitlines() if line in kept][: len(kept)] == kept

    def test_the_end_moves_for_those_who_were_in_to_the_end(self) -> None:
        experiment = prolonged()
        assert experiment.status is Status.EXTENDED
        assert [(one.start, one.end) for one in experiment.periods][-1] == (dt.date(2029, 7, 1), LONGER)
        stays = stays_of(experiment)
        assert last_day(stays) == LONGER
        assert {stay.municipality for stay in stays if stay.contains(LONGER)} == {851}

    def test_several_authorities_decided_it(self) -> None:
        (event,) = [one for one in prolonged().events if one.kind is EventKind.EXTENSION]
        assert (event.date, event.until, event.decided_by) == (DECIDED.decided_on, LONGER, BOTH)

    def test_deadlines_move(self) -> None:
        """A follow-up that fell after the old end is owed by the experiment's date once it goes on."""
        seen = dt.date(2029, 7, 15)
        before, after = owed(parse_definition(TEXT), seen), owed(prolonged(), seen)
        assert ("ending", dt.date(2029, 6, 30)) in before
        assert ("ending", LONGER) in after

    def test_the_next_form_can_be_begun_with_the_head_of_the_last(self) -> None:
        form = prolonged().reporting_periods[-1]
        assert (form.start, form.end, form.title) == (dt.date(2029, 7, 1), LONGER, "2029-2030")
        assert form.header.case_number == "27-123"
        assert form.municipalities == (851,)

    def test_the_round_at_the_end_moves_with_it(self) -> None:
        assert days(parse_definition(TEXT), "optaelling") == [(dt.date(2029, 6, 30), RoundWhy.AT_END)]
        assert days(prolonged(), "optaelling") == [(LONGER, RoundWhy.AT_END)]

    def test_an_exported_definition_can_be_extended_too(self) -> None:
        plain = to_toml(parse_definition(TEXT))
        again = parse_definition(extended(plain, DECIDED, until=LONGER))
        assert last_day(stays_of(again)) == LONGER
        assert again.reporting_periods == prolonged().reporting_periods


class TestEarlyStop:
    def test_every_end_is_the_last_day(self) -> None:
        experiment = ended_early()
        assert experiment.status is Status.STOPPED
        assert {one.end for one in experiment.periods} == {SHORTER}
        assert experiment.periods[0].inferred == ()
        assert {stay.municipality: stay.last for stay in stays_of(experiment)} == {
            851: SHORTER, 820: dt.date(2028, 1, 31),
        }  # fmt: skip
        assert experiment.reporting_periods[-1].end == SHORTER

    @pytest.mark.parametrize("slug", ["forsoeg-2027-frit-valg", "forsoeg-2027-a-kasser"])
    def test_examples_of_what_was_to_come_are_laid_away(self, slug: str) -> None:
        """Left in, they would fault the text that was just made: cases and deadlines after the last day."""
        text = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
        early = stopped(text, DECIDED, last_day=dt.date(2028, 6, 30))
        assert checked_definition(early)[1] == []
        assert len(parse_definition(early).examples) < len(parse_definition(text).examples)

    def test_a_use_ends_with_it_and_none_can_begin_after_it(self) -> None:
        experiment = ended_early()
        items = owed(experiment, dt.date(2028, 10, 1))
        assert ("ending", SHORTER) in items
        assert not [day for kind, day in items if kind == "duty" and day > SHORTER]
        case = PlacedCase.of(experiment, None, {"begyndt": dt.date(2028, 11, 1)}, None)
        assert case.date is not None
        ground = time(case, case.date, period_on(case.periods, case.date))
        assert ground.kind is GroundKind.STOPPED_EARLY

    def test_the_last_wave_is_pulled_forward_and_one_between_lapses(self) -> None:
        assert days(ended_early(), "survey") == [
            (dt.date(2028, 1, 1), RoundWhy.AFTER_START), (None, RoundWhy.LAPSED), (SHORTER, RoundWhy.PULLED_FORWARD),
        ]  # fmt: skip
        assert days(ended_early(), "optaelling") == [(SHORTER, RoundWhy.AT_END)]
        survey = ended_early().instruments[0]
        said = [round_text(one) for one in planned_rounds(ended_early(), survey)]
        assert said[1] == "januar 2029: bortfaldet, da forsøget blev stoppet"
        assert said[2] == "juni 2029: fremrykket til 31. oktober 2028, da forsøget blev stoppet"

    def test_an_extension_that_was_decided_is_laid_away(self) -> None:
        longer = extended(TEXT, DECIDED, until=LONGER)
        experiment = parse_definition(stopped(longer, DECIDED, last_day=dt.date(2029, 3, 31)))
        assert [one.id for one in experiment.periods] == ["godkendt"]
        assert len(experiment.reporting_periods) == 1
        assert [one.kind for one in experiment.events][-2:] == [EventKind.EXTENSION, EventKind.STOP]

    def test_experiment_16_held_its_second_wave_when_it_was_stopped(self) -> None:
        """DESIGN: "ved slutningen af forsøget"; DECISION: stopped at the end of 2019."""
        experiment = shipped_catalogue().experiment("mentorregler")
        asked = {one.id: one for one in experiment.instruments if one.rounds}
        last = [planned_rounds(experiment, one)[-1] for one in asked.values()]
        assert {(one.first, one.why) for one in last} == {(dt.date(2019, 12, 31), RoundWhy.AT_END)}


def refusals(call: object) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionRefused) as refused:
        call()  # type: ignore[operator]
    assert all(fault.line and fault.remedy for fault in refused.value.faults)
    return [(fault.path, fault.message) for fault in refused.value.faults]


def test_what_cannot_be_is_told_at_once() -> None:
    early = CourseDecision(dt.date(2026, 1, 1), (), "For tidligt.")
    told = dict(refusals(lambda: extended(TEXT, early, until=dt.date(2028, 1, 1))))
    assert "før godkendelsen (1. maj 2027)" in told["event"]
    assert "løber allerede til og med 30. juni 2029" in told["period[0].to"]
    told = dict(refusals(lambda: stopped(TEXT, early, last_day=dt.date(2027, 1, 1))))
    assert set(told) == {"period", "event"}
    assert refusals(lambda: stopped(TEXT, DECIDED, last_day=dt.date(2031, 1, 1)))
    over = stopped(TEXT, DECIDED, last_day=SHORTER)
    assert [path for path, _message in refusals(lambda: extended(over, DECIDED, until=LONGER))] == ["status"]
    open_end = TEXT.replace('to = 2029-06-30\ninferred = ["to"]', 'not_stated = ["to"]', 1)
    assert "period[0].to" in dict(refusals(lambda: extended(open_end, DECIDED, until=LONGER)))


def test_a_round_without_a_day_stays_in_the_words_of_the_source() -> None:
    experiment = shipped_catalogue().experiment("loentilskud-jobrotation")
    for instrument in experiment.instruments:
        assert [round_text(one) for one in planned_rounds(experiment, instrument)] == words(instrument)


def words(instrument: Instrument) -> list[str]:
    return [one.when for one in instrument.rounds]
