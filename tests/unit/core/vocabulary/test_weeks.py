"""ISO weeks against the published calendar and against counting days one by one."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frirum.core.vocabulary.weeks import IsoWeek, weeks_in_year

untimed = settings(deadline=None)  # a busy machine is not a fault

weeks = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)).map(IsoWeek.of)


@pytest.mark.parametrize(
    "written, monday, sunday, month",
    [
        ("2015-W53", (2015, 12, 28), (2016, 1, 3), (2015, 12)),
        ("2016-W01", (2016, 1, 4), (2016, 1, 10), (2016, 1)),
        ("2018-W01", (2018, 1, 1), (2018, 1, 7), (2018, 1)),
        ("2020-W01", (2019, 12, 30), (2020, 1, 5), (2020, 1)),    # begins in the old year
        ("2020-W53", (2020, 12, 28), (2021, 1, 3), (2020, 12)),   # ends in the new year
        ("2018-W31", (2018, 7, 30), (2018, 8, 5), (2018, 8)),     # Thursday is 2 August
        ("2021-W17", (2021, 4, 26), (2021, 5, 2), (2021, 4)),     # Thursday is 29 April
    ],
)  # fmt: skip
def test_days_and_month(written, monday, sunday, month):
    week = IsoWeek.parse(written)
    assert (week.monday, week.sunday, week.month) == (dt.date(*monday), dt.date(*sunday), month)
    assert str(week) == written


# The years with a week 53 between 1991, when the register begins, and 2030.
LONG_YEARS = {1992, 1998, 2004, 2009, 2015, 2020, 2026}


@pytest.mark.parametrize("year", range(1991, 2031))
def test_years_with_week_53(year):
    assert weeks_in_year(year) == (53 if year in LONG_YEARS else 52)


@pytest.mark.parametrize(
    "written",
    [
        "2014-W53",
        "2015-W54",
        "2015-W00",
        "2015-53",
        "2015W53",
        "2015-W5",
        " 2015-W53",
        "15-W53",
        "",
        "2015-W53\n",
    ],
)
def test_what_is_not_a_week(written):
    with pytest.raises(ValueError):  # noqa: PT011 - the calendar's own message is as good as ours
        IsoWeek.parse(written)


@pytest.mark.parametrize(
    "start, weeks, end",
    [
        ("2015-W52", 1, "2015-W53"),
        ("2015-W53", 1, "2016-W01"),
        ("2014-W52", 1, "2015-W01"),
        ("2016-W01", -1, "2015-W53"),
        ("2016-W13", 39, "2016-W52"),
        ("2020-W53", 53, "2022-W01"),
    ],
)
def test_arithmetic(start, weeks, end):
    first, last = IsoWeek.parse(start), IsoWeek.parse(end)
    assert first + weeks == last
    assert last - weeks == first
    assert last.since(first) == weeks


@pytest.mark.parametrize(
    "year, month, week",
    [
        (2018, 1, "2018-W01"),
        (2018, 7, "2018-W27"),
        (2016, 1, "2016-W01"),
        (2021, 1, "2021-W01"),
        (2020, 6, "2020-W23"),
    ],
)
def test_week_of_the_months_first_monday(year, month, week):
    found = IsoWeek.of_first_monday(year, month)
    assert str(found) == week
    assert found.monday.month == month
    assert found.monday.day <= 7


@untimed
@given(weeks, st.integers(-3000, 3000))
def test_adding_weeks_moves_the_monday_by_seven_days_each(week, n):
    assert (week + n).monday == week.monday + dt.timedelta(days=7 * n)
    assert (week + n).since(week) == n


@untimed
@given(weeks, weeks)
def test_order_is_order_in_time(a, b):
    assert (a < b) == (a.monday < b.monday)
    assert (a.ordinal < b.ordinal) == (a < b)


@untimed
@given(weeks)
def test_a_week_counts_to_the_month_that_has_most_of_its_days(week):
    days = [week.monday + dt.timedelta(days=n) for n in range(7)]
    assert sum((day.year, day.month) == week.month for day in days) >= 4


def test_through_includes_both_ends_and_week_53():
    names = [str(week) for week in IsoWeek(2015, 51).through(IsoWeek(2016, 2))]
    assert names == ["2015-W51", "2015-W52", "2015-W53", "2016-W01", "2016-W02"]
    assert list(IsoWeek(2016, 2).through(IsoWeek(2016, 1))) == []
