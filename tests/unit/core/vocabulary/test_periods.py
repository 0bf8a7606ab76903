"""Month arithmetic and periods, by hand and against counting days one by one."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frirum.core.vocabulary.periods import Period, add_months, whole_months

untimed = settings(deadline=None)  # a busy machine is not a fault

D = dt.date
dates = st.dates(D(2000, 1, 1), D(2040, 12, 31))
near = st.dates(D(2020, 1, 1), D(2020, 3, 1))
ends = st.none() | near
periods = st.tuples(ends, ends).filter(lambda p: None in p or p[0] <= p[1]).map(lambda p: Period(*p))


@pytest.mark.parametrize(
    "start, months, end",
    [
        (D(2018, 7, 1), 30, D(2021, 1, 1)),      # 2½ years: draft order § 23
        (D(2018, 7, 1), 6, D(2019, 1, 1)),       # LAS § 10(3): six months
        (D(2018, 8, 31), 30, D(2021, 2, 28)),    # clipped to the month's end
        (D(2017, 8, 31), 30, D(2020, 2, 29)),    # a leap year
        (D(2018, 1, 31), 1, D(2018, 2, 28)),
        (D(2018, 1, 31), 3, D(2018, 4, 30)),
        (D(2018, 2, 28), 12, D(2019, 2, 28)),    # not moved to the month's end
        (D(2020, 2, 29), 12, D(2021, 2, 28)),
        (D(2018, 3, 31), -1, D(2018, 2, 28)),
        (D(2018, 1, 15), -1, D(2017, 12, 15)),
        (D(2018, 12, 15), 0, D(2018, 12, 15)),
        (D(2018, 12, 15), 12, D(2019, 12, 15)),
    ],
)  # fmt: skip
def test_n_months_later(start, months, end):
    assert add_months(start, months) == end


@untimed
@given(dates, st.integers(-200, 200))
def test_n_months_later_by_walking_the_calendar(start, months):
    end = add_months(start, months)
    step = 1 if months > 0 else -1
    day, passed = start.replace(day=1), 0
    while passed != months:
        previous = day
        day += dt.timedelta(days=step)
        passed += step * (day.month != previous.month)
    assert (end.year, end.month) == (day.year, day.month)
    # The same day number, or the last day of a month that is too short for it.
    assert end.day == start.day or (end.day < start.day and (end + dt.timedelta(days=1)).day == 1)


def test_a_year_outside_the_calendar_is_refused():
    with pytest.raises(ValueError, match="no year 10000"):
        add_months(D(9999, 12, 1), 1)
    with pytest.raises(ValueError, match="no year 0"):
        add_months(D(1, 1, 31), -1)
    assert add_months(D(9999, 11, 1), 1) == D(9999, 12, 1)
    assert add_months(D(1, 2, 1), -1) == D(1, 1, 1)


@pytest.mark.parametrize(
    "start, end, months",
    [
        (D(2018, 7, 1), D(2019, 12, 31), 17),
        (D(2018, 7, 1), D(2020, 1, 1), 18),
        (D(2018, 1, 31), D(2018, 2, 27), 0),
        (D(2018, 1, 31), D(2018, 2, 28), 1),
        (D(2018, 7, 1), D(2018, 6, 30), -1),
        (D(2018, 7, 1), D(2018, 7, 1), 0),
    ],
)
def test_whole_months(start, end, months):
    assert whole_months(start, end) == months


@untimed
@given(dates, dates)
def test_whole_months_is_the_largest_that_fits(start, end):
    n = whole_months(start, end)
    assert add_months(start, n) <= end < add_months(start, n + 1)


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        Period(D(2020, 1, 2), D(2020, 1, 1))


def days_of(period: Period) -> set[dt.date]:
    window = [D(2019, 12, 25) + dt.timedelta(days=n) for n in range(80)]
    return {day for day in window if period.contains(day)}


@untimed
@given(periods, periods)
def test_clip_and_overlap_agree_with_counting_days(a, b):
    both = days_of(a) & days_of(b)
    clipped = a.clip(b)
    assert (days_of(clipped) if clipped else set()) == both
    assert a.overlaps(b) == bool(both) == b.overlaps(a)


@untimed
@given(periods)
def test_days(period):
    if period.first is None or period.last is None:
        assert period.days is None
    else:
        assert period.days == len(days_of(period))


def test_ends_belong_to_the_period():
    period = Period(D(2018, 7, 1), D(2021, 12, 31))
    assert period.contains(D(2018, 7, 1))
    assert period.contains(D(2021, 12, 31))
    assert not period.contains(D(2018, 6, 30))
    assert not period.contains(D(2022, 1, 1))
    assert period.day_after == D(2022, 1, 1)
    assert Period(D(2018, 7, 1)).day_after is None


def test_an_extension_only_makes_longer():
    period = Period(D(2018, 7, 1), D(2021, 12, 31))
    assert period.extended_to(D(2022, 12, 31)).last == D(2022, 12, 31)
    assert period.extended_to(D(2021, 12, 31)) == period
    assert period.extended_to(None).last is None
    with pytest.raises(ValueError, match="shorten"):
        period.extended_to(D(2020, 12, 31))
    with pytest.raises(ValueError, match="shorten"):
        Period(D(2018, 7, 1)).extended_to(D(2022, 12, 31))
