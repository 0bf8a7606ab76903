"""Due and spared days against a count that walks the calendar one day at a time.

The walker knows the rules as sentences and adds months with another library; it shares no code with what it checks.
"""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.casework import Duration, Obligation, Timing
from frirum.core.law.due import DueKind, DueState, due_items
from frirum.core.law.due_ending import ending
from frirum.core.law.due_saved import saved_follow_ups
from frirum.core.law.due_use import Done, UseFacts

DAY = dt.timedelta(days=1)
SEVEN = shipped_catalogue().experiment("foertidspension-opfoelgning")
MENTOR = shipped_catalogue().experiment("mentorregler")
FOLLOW_UP = "opfoelgning"


def plus(date: dt.date, duration: Duration) -> dt.date:
    return date + relativedelta(
        years=duration.years, months=duration.months, weeks=duration.weeks, days=duration.days
    )


def rule(timing: Timing, anchor: dt.date, last: dt.date | None) -> dt.date | None:
    if timing.lifted:
        return None
    if last is None:
        return plus(anchor, timing.first or timing.then)  # type: ignore[arg-type]
    return plus(last, timing.then) if timing.then else None


def walk(
    duty: Obligation, anchor: dt.date, held: list[dt.date], begun: dt.date, last: dt.date
) -> list[dt.date]:
    """Every spared day, by living through the days from the anchor on."""
    assert duty.ordinary
    assert duty.experiment
    spared, ordinary_last, experiment_last = [], None, None
    today, waiting = anchor, sorted(held)
    while today <= last:
        while waiting and waiting[0] <= today:
            ordinary_last = experiment_last = waiting.pop(0)
        own = rule(duty.experiment, anchor, experiment_last)
        if today == rule(duty.ordinary, anchor, ordinary_last):
            ordinary_last = today  # held on its latest day, had the ordinary rule governed
            if today >= begun and (own is None or today < own):
                spared.append(today)
        today += DAY
    return spared


dates = st.dates(dt.date(2018, 7, 1), dt.date(2024, 6, 30))
gaps = st.lists(st.integers(1, 1100), max_size=4)
spans = st.integers(0, 2600)


@given(begun=dates, lead=st.integers(0, 500), gaps=gaps, span=spans)
@settings(max_examples=80, deadline=None)
def test_spared_days_of_experiment_7(begun: dt.date, lead: int, gaps: list[int], span: int) -> None:
    anchor = begun - lead * DAY
    held = [begun + sum(gaps[: n + 1]) * DAY for n in range(len(gaps))]
    end = begun + span * DAY
    held = [date for date in held if date <= end]
    use = UseFacts(
        SEVEN,
        None,
        begun,
        end,
        {"municipality": 820, "employment_start": anchor},
        tuple(Done(FOLLOW_UP, number, date) for number, date in enumerate(held, start=1)),
    )
    today = dt.date(2033, 1, 1)
    (duty,) = SEVEN.obligations
    expected = walk(duty, anchor, held, begun, min(end, dt.date(2025, 12, 31)))
    spared = [item.day for item in due_items(use, on=today) if item.state is DueState.SPARED]
    assert spared == expected
    (saved,) = saved_follow_ups([use], first=begun, last=today)
    assert saved.certain == saved.possible == len(expected)


@given(
    start=st.dates(dt.date(2018, 7, 1), dt.date(2019, 12, 31)), gaps=st.lists(st.integers(1, 40), max_size=6)
)
@settings(max_examples=60, deadline=None)
def test_spared_days_of_a_lifted_duty(start: dt.date, gaps: list[int]) -> None:
    held = [start + sum(gaps[: n + 1]) * DAY for n in range(len(gaps))]
    duty = next(o for o in MENTOR.obligations if o.id == "mentorkontakt")
    done = tuple(Done(duty.id, number, date) for number, date in enumerate(held, start=1))
    facts = {"mentor_start": start}
    end = dt.date(2020, 6, 30)
    use = UseFacts(MENTOR, MENTOR.part("fleksibel"), start, end, facts, done)
    expected = walk(duty, start, held, start, dt.date(2019, 12, 31))
    (saved,) = saved_follow_ups([use], first=start, last=dt.date(2021, 1, 1))
    assert saved.possible == len(expected)


@given(begun=dates, gaps=gaps, on=st.integers(0, 3000))
@settings(max_examples=80, deadline=None)
def test_the_open_follow_up_is_late_from_the_day_after_two_and_a_half_years(
    begun: dt.date, gaps: list[int], on: int
) -> None:
    held = [begun + sum(gaps[: n + 1]) * DAY for n in range(len(gaps))]
    done = tuple(Done(FOLLOW_UP, number, date) for number, date in enumerate(held, start=1))
    use = UseFacts(SEVEN, None, begun, None, {"municipality": 820, "employment_start": begun}, done)
    today = begun + on * DAY
    owed = [i for i in due_items(use, on=today) if i.kind is DueKind.DUTY and i.is_owed]
    latest = (held[-1] if held else begun) + relativedelta(months=30)
    if latest > dt.date(2025, 12, 31):  # the experiment is over by then, and its date governs nothing
        assert owed == []
        return
    assert [(i.experiment, i.number) for i in owed] == [(latest, len(held) + 1)]
    assert owed[0].state is (DueState.LATE if today > latest else DueState.DUE)
    assert owed[0].days_late(today) == len([n for n in range(on + 1) if begun + n * DAY > latest])


@given(begun=dates, span=st.integers(0, 3000), on=st.integers(0, 3200))
@settings(max_examples=100, deadline=None)
def test_days_over_are_the_days_with_the_exemption_after_its_last(begun: dt.date, span: int, on: int) -> None:
    today, end = begun + on * DAY, begun + span * DAY
    use = UseFacts(SEVEN, None, begun, end, {"municipality": 820})
    with_it = [begun + n * DAY for n in range(min(span, on) + 1)]
    assert ending(use, today).days_over == sum(d > dt.date(2025, 12, 31) for d in with_it)


@given(begun=dates, gaps=gaps, on=st.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_an_item_is_named_once(begun: dt.date, gaps: list[int], on: int) -> None:
    held = [begun + sum(gaps[: n + 1]) * DAY for n in range(len(gaps))]
    done = tuple(Done(FOLLOW_UP, number, date) for number, date in enumerate(held, start=1))
    use = UseFacts(SEVEN, None, begun, None, {"municipality": 820, "employment_start": begun}, done)
    items = due_items(use, on=begun + on * DAY)
    named = [(i.key, i.number) for i in items if i.state is not DueState.SPARED]
    assert len(named) == len(set(named))
    assert list(items) == sorted(items, key=lambda i: i.day)


def test_every_shipped_definition_gives_items_without_a_fault() -> None:
    today = dt.date(2030, 1, 1)
    for experiment in shipped_catalogue().experiments.values():
        for part in experiment.parts or (None,):
            facts = {o.anchor: dt.date(2019, 1, 1) for o in experiment.obligations}
            use = UseFacts(experiment, part, dt.date(2019, 1, 1), None, facts)
            assert all(item.day >= dt.date(2019, 1, 1) for item in due_items(use, on=today))


@pytest.mark.parametrize("on", [dt.date(2018, 7, 1), dt.date(9999, 12, 31)])
def test_the_ends_of_the_calendar_are_no_fault(on: dt.date) -> None:
    facts = {"municipality": 820, "employment_start": dt.date(2018, 7, 1)}
    use = UseFacts(SEVEN, None, dt.date(2018, 7, 1), None, facts)
    assert due_items(use, on=on)
