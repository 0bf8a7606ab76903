"""The uptake meter on small cases worked out by hand."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from frirum.core.catalogue import Experiment, parse_definition, shipped_catalogue
from frirum.core.designs.diagnosis.ways_out import WayKind
from frirum.core.law.watch import Consequence
from frirum.core.uptake.meter import EligibleSource, Meter, Outlook, read_meters
from frirum.core.uptake.need import NeedSource, need_of, what_it_shows
from frirum.core.uptake.pace import CountRange, Pace, changed_pace
from frirum.core.uptake.series import RecordedUptake
from frirum.core.uptake.stretch import Stay, ahead, day_if_prolonged, day_of, elapsed
from frirum.core.uptake.words import headline, sentences
from frirum.core.vocabulary.periods import Period

MEMBERS = (773, 787, 810, 813, 820, 825, 840, 846, 849, 851, 860)
HALF_A_YEAR = dt.date(2018, 12, 31)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def definition(
    *,
    municipalities: tuple[int, ...] = MEMBERS,
    last: str = "2020-06-30",
    question: str = "",
    extra: str = "",
) -> Experiment:
    """A made-up experiment from 1 July 2018."""
    taking_part = "".join(
        f'[[participation]]\nmunicipality = {code}\nnot_stated = ["from", "to"]\n' for code in municipalities
    )
    return parse_definition(
        f"""
slug = "opdigtet"
network = "nordjylland"
short_title = "Opdigtet"
status = "running"
summary = "Opdigtet til test."
not_stated = ["provision", "target_group"{"" if municipalities else ', "participation"'}]
[[period]]
id = "godkendt"
kind = "approval"
from = 2018-07-01
{f"to = {last}" if last else 'not_stated = ["to"]'}
{taking_part}
{question}
{extra}
"""
    )


def asking(criterion: str, comparison: str = "waves") -> str:
    """A question; of `before_after` the level is itself measured, else it counts as known."""
    return f"""
[plan]
not_stated = ["purpose"]
[[plan.outcome]]
id = "arbejde"
text = "I arbejde efter et halvt år"
[[plan.research_question]]
id = "arbejde-q"
text = "Kommer flere i arbejde?"
wording = "proposed"
outcome = ["arbejde"]
comparison = ["{comparison}"]
criterion = {{ {criterion} }}
"""


TEN_POINTS = asking('test = "superiority", direction = "increase", baseline = 0.30, smallest_relevant = 0.10')
SEVEN = RecordedUptake(
    {
        851: [day("2018-07-20"), day("2018-09-03"), day("2018-11-28")],
        820: [day("2018-08-14"), day("2018-12-05")],
        860: [day("2018-10-09")],
        787: [day("2018-12-19")],
    }
)


ONE_EACH = RecordedUptake(
    {code: [day("2018-07-15") + dt.timedelta(days=25 * n)] for n, code in enumerate(MEMBERS[:7])}
)


def together(experiment: Experiment, uptake: RecordedUptake, on: dt.date, **how: Any) -> Meter:
    return read_meters(experiment, uptake, on=on, **how)[0]


class TestTheSevenUseExperiment:
    """Seven uses in eleven municipalities after six months, with eighteen months to go."""

    @pytest.fixture
    def meter(self) -> Meter:
        return together(definition(question=TEN_POINTS), SEVEN, HALF_A_YEAR)

    def test_it_is_told_what_it_can_never_show(self, meter: Meter) -> None:
        assert meter.outlook is Outlook.NEVER
        assert headline(meter) == (
            "7 sager på 6 måneder i 11 kommuner. I dette tempo kommer der aldrig 194 sager i perioden, og så kan en "
            "stigning på 10 procentpoint fra 30 pct. aldrig vises."
        )

    def test_what_it_ends_with_and_how_sure_that_is(self, meter: Meter) -> None:
        # An even pace gives 21 more in the three times as long that is left; the limits are the exact ones.
        assert meter.final == CountRange(17, 28, 44)
        assert meter.chance is not None
        assert meter.chance < 1e-6
        assert meter.reach is not None
        assert (meter.reach.soonest, meter.reach.likely, meter.reach.latest) == (None, None, None)

    def test_the_most_that_can_come_shows_only_a_large_rise(self, meter: Meter) -> None:
        assert [shows.uses for shows in meter.shows] == [17, 28, 44]
        assert "Selv med 44 sager kan der først vises en stigning" in " ".join(sentences(meter))

    def test_every_way_out_has_its_number_and_the_least_change_comes_first(self, meter: Meter) -> None:
        assert meter.way is not None
        assert meter.way.kind is WayKind.CHANGE_QUESTION
        ways = {way.kind: way for way in meter.ways}
        assert not ways[WayKind.PROLONG].suffices
        # (194 - 7 - 21) uses over the 1.9 that each new municipality brings in the time left: one too many for the 98.
        assert ways[WayKind.MERGE].number == 88
        assert not ways[WayKind.MERGE].suffices
        assert ways[WayKind.WIDEN].number == pytest.approx(187 / 20.8, rel=0.02)
        assert not ways[WayKind.WIDEN].suffices

    def test_each_municipality_has_its_own(self) -> None:
        found = read_meters(definition(question=TEN_POINTS), SEVEN, on=HALF_A_YEAR)
        assert [len(meter.series.municipalities) for meter in found] == [11] + [1] * 11
        assert sum(meter.series.uses for meter in found[1:]) == found[0].series.uses == 7

    def test_one_of_eleven_is_not_told_to_stop_for_being_too_few_alone(self) -> None:
        """3 uses and 8.9 more to come make 11.9; 194 take 17 such municipalities, and the experiment has 11."""
        experiment = definition(question=TEN_POINTS)
        (aalborg,) = read_meters(experiment, SEVEN, on=HALF_A_YEAR, municipalities=[851])
        assert aalborg.outlook is Outlook.NEVER
        assert aalborg.label == "Ikke nok brug alene"
        assert "Forsøgets 11 kommuner skal lægges sammen" in headline(aalborg)
        assert [(one.kind, one.number, one.suffices) for one in aalborg.ways] == [(WayKind.MERGE, 17, False)]


@pytest.mark.parametrize(
    ("uses", "months_gone", "outlook"),
    [
        (0, 6, Outlook.NEVER),
        (2, 6, Outlook.NEVER),
        (4, 6, Outlook.OPEN),
        (9, 6, Outlook.ON_COURSE),
        (20, 6, Outlook.REACHED),
        # In the first weeks nothing is ruled out.
        (0, 1, Outlook.OPEN),
        (1, 1, Outlook.OPEN),
    ],
)
def test_the_outlook_against_twenty_uses_in_two_years(uses: int, months_gone: int, outlook: Outlook) -> None:
    on = {1: day("2018-07-31"), 6: HALF_A_YEAR}[months_gone]
    first = day("2018-07-01")
    spread = [first + (on - first) * n / max(1, uses) for n in range(uses)]
    meter = together(definition(), RecordedUptake({851: spread}), on)
    assert meter.outlook is outlook
    assert meter.series.is_young is (months_gone == 1)


def test_three_municipalities_more_is_named_with_its_number() -> None:
    """7 uses in 184 days in 7 municipalities, 547 days left: 20.8 more, and 2.97 for each that joins; 35 are needed."""
    question = asking(
        'test = "superiority", direction = "increase", baseline = 0.30, smallest_relevant = 0.25'
    )
    meter = together(definition(municipalities=MEMBERS[:7], question=question), ONE_EACH, HALF_A_YEAR)
    assert meter.need.uses == 35
    assert meter.outlook is Outlook.OPEN
    texts = [way.text for way in meter.ways if way.suffices]
    assert texts == [
        "Med 6 måneder mere i samme tempo er der 35 sager den 11. december 2020.",
        "Med 3 kommuner mere i samme tempo er der 35 sager, når perioden slutter 30. juni 2020.",
        "Der skal 1,4 gange så mange sager om måneden til: en bredere målgruppe, eller fritagelsen brugt oftere.",
    ]


def test_an_experiment_that_can_go_either_way_is_not_told_to_stop() -> None:
    meter = together(
        definition(), RecordedUptake({851: [day("2018-08-01")] * 2 + [day("2018-11-01")] * 2}), HALF_A_YEAR
    )
    assert meter.outlook is Outlook.OPEN
    assert WayKind.STOP not in {way.kind for way in meter.ways}


def test_before_the_first_day_and_after_the_last() -> None:
    assert together(definition(), SEVEN, day("2018-06-30")).outlook is Outlook.NOT_BEGUN
    over = together(definition(), SEVEN, day("2020-06-30"))
    assert over.outlook is Outlook.ENDED_SHORT
    assert over.final == CountRange(7, 7, 7)
    assert "så kan de kun tælles og beskrives" in headline(over)


def test_a_period_without_a_stated_end_has_a_pace_and_no_end() -> None:
    meter = together(definition(last=""), SEVEN, HALF_A_YEAR)
    assert meter.outlook is Outlook.PERIOD_UNKNOWN
    assert (meter.final, meter.chance) == (None, None)
    assert meter.pace is not None
    assert meter.reach is not None
    assert meter.reach.likely is not None, "without an end it is only a matter of time"


def test_without_participants_there_is_nothing_to_read() -> None:
    assert read_meters(definition(municipalities=()), SEVEN, on=HALF_A_YEAR) == ()


LAW = """
[[event]]
id = "lov"
kind = "law_change"
date = 2018-10-01
text = "Loven blev ændret."
"""


class TestALawChange:
    def test_the_series_begins_again_on_the_day(self) -> None:
        before = together(definition(extra=LAW), SEVEN, day("2018-09-30"))
        after = together(definition(extra=LAW), SEVEN, HALF_A_YEAR)
        assert (before.series.cut, before.series.uses) == (None, 3)
        assert (after.series.cut, after.series.first) == (day("2018-10-01"), day("2018-10-01"))
        assert (after.series.before_cut, after.series.uses) == (3, 4)
        assert any("begynder forfra" in sentence for sentence in sentences(after))

    def test_a_moot_experiment_is_told_to_stop_and_nothing_else(self) -> None:
        meter = together(definition(extra=LAW), SEVEN, HALF_A_YEAR, answer=Consequence.MOOT)
        assert meter.outlook is Outlook.MOOT
        assert [way.kind for way in meter.ways] == [WayKind.STOP]

    @pytest.mark.parametrize("answer", [None, Consequence.NARROWED, Consequence.CONTINUES])
    def test_any_other_answer_leaves_the_reading_as_it_is(self, answer: Consequence | None) -> None:
        plain = together(definition(extra=LAW), SEVEN, HALF_A_YEAR)
        assert together(definition(extra=LAW), SEVEN, HALF_A_YEAR, answer=answer) == plain


class TestTheNeed:
    @pytest.mark.parametrize(
        ("criterion", "uses", "source"),
        [
            (
                'test = "superiority", direction = "increase", baseline = 0.30, smallest_relevant = 0.10',
                194,
                "question",
            ),
            # 60 uses show a rise from 30 % to 47.9 % and no less, so a rise of 40 points needs fewer than 20.
            (
                'test = "superiority", direction = "increase", baseline = 0.30, smallest_relevant = 0.60',
                20,
                "question",
            ),
            ('test = "superiority", baseline = 0.50', None, "assumed"),
            ('test = "superiority", baseline = 12.0, unit = "uger"', 20, "floor"),
            ('test = "description"', 20, "floor"),
        ],
    )
    def test_where_it_comes_from(self, criterion: str, uses: int | None, source: str) -> None:
        need = need_of(definition(question=asking(criterion)))
        assert need.source is NeedSource(source)
        assert need.uses == uses or uses is None
        assert need.reason

    def test_a_level_that_is_measured_too_needs_two_groups(self) -> None:
        """194 are enough against a known 30 %; against cases that are themselves counted, Fisher's test decides."""
        rise = 'test = "superiority", direction = "increase", baseline = 0.30, smallest_relevant = 0.10'
        no_worse = 'test = "non_inferiority", baseline = 0.30, margin = 0.10'
        known = [need_of(definition(question=asking(one))).uses for one in (rise, no_worse)]
        measured = [
            need_of(definition(question=asking(one, "before_after"))).uses for one in (rise, no_worse)
        ]
        assert (known[0], measured[0]) == (194, 375)
        assert measured[1] > 1.8 * known[1]

    def test_without_a_plan_twenty_are_needed(self) -> None:
        assert need_of(definition()).uses == 20

    def test_no_worse_needs_its_margin(self) -> None:
        need = need_of(
            definition(question=asking('test = "non_inferiority", baseline = 0.30, margin = 0.10'))
        )
        assert (need.difference, need.margin, need.source) == (None, 0.10, NeedSource.QUESTION)
        assert need.uses > 100

    @pytest.mark.parametrize(
        ("uses", "increase", "lower"),
        [(15, 0.668, 0.782), (8, 0.801, 0.631), (7, 0.880, 0.590), (60, 0.479, 0.940)],
    )
    def test_what_a_number_shows_is_the_published_reference(
        self, uses: int, increase: float, lower: float
    ) -> None:
        """Equal-tailed exact binomial, two-sided 5 %, 80 % power, against a known 30 %."""
        shows = what_it_shows(uses, 0.30)
        assert shows.increase == pytest.approx(increase, abs=0.0005)
        assert shows.lower_bound_if_all == pytest.approx(lower, abs=0.0006)
        assert (shows.decrease is None) is (uses < 9)


def test_those_who_could_have_used_it() -> None:
    """Recorded decisions come before the definition's own number, which is only for all the municipalities."""
    flow = """
[plan]
not_stated = ["purpose"]
[[plan.uptake]]
eligible_per_year = { low = 80, likely = 100, high = 150 }
"""
    experiment = definition(question=flow)
    by_definition = read_meters(experiment, SEVEN, on=HALF_A_YEAR)
    assert (by_definition[0].eligible, by_definition[0].eligible_source) == (50, EligibleSource.DEFINITION)
    assert by_definition[1].eligible is None
    recorded = RecordedUptake(
        SEVEN.days, {851: {"citizen_declined": 3}, 820: {"citizen_declined": 1, "other": 2}}
    )
    meter = together(experiment, recorded, HALF_A_YEAR)
    assert (meter.eligible, meter.eligible_source) == (13, EligibleSource.RECORDED)
    assert dict(meter.non_use) == {"citizen_declined": 4, "other": 2}
    assert list(meter.non_use) == ["citizen_declined", "other"]
    assert together(definition(), SEVEN, HALF_A_YEAR).eligible is None


class TestDays:
    STAYS = (
        Stay(851, day("2018-07-01"), day("2018-12-31")),
        Stay(820, day("2018-10-01"), day("2019-03-31")),
    )

    def test_municipality_days_gone_and_left(self) -> None:
        assert elapsed(self.STAYS, day("2018-10-01")) == 93 + 1
        assert ahead(self.STAYS, day("2018-10-01")) == 91 + 181
        assert ahead(self.STAYS, day("2019-04-15")) == 0
        assert ahead((*self.STAYS, Stay(860, day("2018-07-01"), None)), day("2018-10-01")) is None

    @pytest.mark.parametrize(
        ("days", "when"),
        [
            (1, "2018-10-02"),
            (2, "2018-10-02"),
            (182, "2018-12-31"),
            (183, "2019-01-01"),
            (272, "2019-03-31"),
            (273, None),
        ],
    )
    def test_the_day_by_which_they_have_gone(self, days: int, when: str | None) -> None:
        found = day_of(self.STAYS, day("2018-10-01"), days)
        assert found == (day(when) if when else None)

    def test_those_of_the_last_day_go_on_when_it_is_prolonged(self) -> None:
        assert day_if_prolonged(self.STAYS, day("2018-10-01"), 273) == day("2019-04-01")
        assert day_if_prolonged((), day("2018-10-01"), 1) is None


def test_nothing_can_be_said_of_the_latest_day_while_there_is_no_use() -> None:
    assert Pace(0, 30).wait(5).high is None
    assert Pace(0, 30).rate().low == 0
    assert Pace(3, 30).wait(0).high == 0
    assert Pace(3, 30).chance_of(0, 0) == 1
    assert Pace(3, 30).chance_of(1, 0) == 0


def test_the_pace_is_compared_by_the_share_of_the_time() -> None:
    """0 of 6 in the later half: 2 · 0.5⁶ = 0.03125."""
    assert changed_pace(6, 0, 1, 1) == pytest.approx(0.03125)
    assert changed_pace(0, 0, 1, 1) == 1
    assert changed_pace(5, 0, 1, 0) == 1


@pytest.mark.parametrize("on", ["2018-09-15", "2020-01-01", "2027-03-01"])
def test_every_experiment_of_the_catalogue_can_be_read_on_any_day(on: str) -> None:
    """Whatever a definition leaves unsaid becomes a value with words, never an exception."""
    for experiment in shipped_catalogue().experiments.values():
        parts = experiment.parts or (None,)
        codes = {stay.municipality for stay in experiment.participation}
        uptake = RecordedUptake(
            {code: [day("2018-08-01"), day("2020-02-01"), day("2022-05-05")] for code in codes}
        )
        for meter in (
            found for part in parts for found in read_meters(experiment, uptake, on=day(on), part=part)[:2]
        ):
            said = " ".join((headline(meter), *sentences(meter), *(way.text for way in meter.ways)))
            assert headline(meter)
            assert not re.search(r"\.\.|None|nan|inf|\{", said), said


class TestDaysThatNobodyTellsOf:
    """What no extract covers is unknown: no zero in the pace, and still to be seen in what it ends with."""

    FIRST, LAST, ON = dt.date(2018, 7, 1), dt.date(2020, 3, 31), dt.date(2024, 6, 11)
    DAYS = tuple(dt.date(2018, 7, 10) + dt.timedelta(days=28 * n) for n in range(22))

    def meter(self, *told: Period, on: dt.date = ON) -> Meter:
        experiment = definition(municipalities=(851,), last="2026-06-30", question=TEN_POINTS)
        return together(experiment, RecordedUptake({851: self.DAYS}, told={851: told} if told else {}), on)

    def test_the_pace_is_of_the_days_with_data(self) -> None:
        throughout, covered = self.meter(), self.meter(Period(self.FIRST, self.LAST))
        assert throughout.pace is not None
        assert covered.pace is not None
        assert round(throughout.pace.likely, 1) == 3.7
        assert round(covered.pace.likely, 1) == 12.6
        assert covered.series.untold == (self.ON - self.LAST).days
        assert headline(covered).startswith("22 sager på de 21 måneder, der er oplysninger om.")
        assert any("ukendt og regnes ikke som 0" in one for one in sentences(covered))
        assert not any("ukendt" in one for one in sentences(throughout))

    def test_stretches_that_overlap_count_once_and_uses_outside_them_are_not_in_the_pace(self) -> None:
        twice = self.meter(Period(self.FIRST, dt.date(2019, 6, 30)), Period(dt.date(2019, 1, 1), self.LAST))
        assert twice.pace == self.meter(Period(self.FIRST, self.LAST)).pace
        half = self.meter(Period(self.FIRST, dt.date(2019, 6, 30)))
        inside = sum(day <= dt.date(2019, 6, 30) for day in self.DAYS)
        assert (half.series.uses, len(half.series.told_uses)) == (22, inside)
        assert half.pace is not None
        assert half.pace.likely == pytest.approx(inside / 365 * 365.25)

    def test_an_ended_experiment_is_not_too_little_used_while_most_of_it_is_unknown(self) -> None:
        over = dt.date(2026, 7, 1)
        assert self.meter(on=over).outlook is Outlook.ENDED_SHORT
        part = self.meter(Period(self.FIRST, self.LAST), on=over)
        assert part.final is not None
        assert part.final.high > 90
        nowhere = self.meter(Period(dt.date(2010, 1, 1), dt.date(2010, 12, 31)))
        assert nowhere.outlook is Outlook.UNTOLD
        assert "er ukendt" in headline(nowhere)
