"""Weeks and months from periods, against counting the days one by one; and what the law's edges make of them."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frirum.cli.main import run_command
from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.casework import Duration
from frirum.core.law.assess import assess
from frirum.core.law.conditions import Met
from frirum.core.law.counting import (
    Between,
    days_added,
    months_added,
    unbroken_days,
    unbroken_months,
    unbroken_since,
)
from frirum.core.law.deadlines import later
from frirum.core.law.facts import read_facts
from frirum.core.vocabulary.periods import Period
from frirum.core.vocabulary.weeks import IsoWeek

DAY = dt.timedelta(days=1)
UNTIL = dt.date(2019, 9, 30)
days = st.dates(dt.date(2017, 1, 1), dt.date(2021, 1, 31))


@st.composite
def some_periods(draw: st.DrawFn) -> list[Period]:
    firsts = draw(st.lists(days, max_size=6))
    return [Period(first, first + DAY * draw(st.integers(0, 400))) for first in firsts]


def days_of(periods: list[Period]) -> set[dt.date]:
    return {p.first + DAY * n for p in periods for n in range(p.days or 0) if p.first}


def same_day(date: dt.date, months: int) -> dt.date:
    """The day n months later by walking: month by month, and the day clipped only at the end."""
    year, month = date.year, date.month
    for _step in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    day = date.day
    while True:
        try:
            return dt.date(year, month, day)
        except ValueError:
            day -= 1


@given(some_periods(), days, st.integers(0, 600))
def test_added_together_every_day_counts_once(periods: list[Period], first: dt.date, length: int) -> None:
    within = {first + DAY * n for n in range(length + 1)}
    counted = days_added(periods, Period(first, first + DAY * length))
    assert counted == len(days_of(periods) & within)


@given(some_periods(), days)
def test_unbroken_is_the_run_that_leads_up_to_the_day(periods: list[Period], until: dt.date) -> None:
    held, run = days_of(periods), 0
    while until - DAY * run in held:
        run += 1
    assert unbroken_days(periods, until) == run
    assert unbroken_since(periods, until) == (until - DAY * (run - 1) if run else None)


@given(some_periods(), days)
def test_unbroken_is_never_more_than_added_together(periods: list[Period], until: dt.date) -> None:
    assert unbroken_days(periods, until) <= days_added(periods, Period(None, until))


@given(some_periods(), days)
def test_unbroken_months_are_the_most_that_fit(periods: list[Period], until: dt.date) -> None:
    months, since = unbroken_months(periods, until), unbroken_since(periods, until)
    if since is None:
        assert months == 0
    else:
        assert same_day(since, months) <= until + DAY < same_day(since, months + 1)


def ends(months: int | Between) -> tuple[int, int]:
    return (months.low, months.high) if isinstance(months, Between) else (months, months)


@given(days, st.integers(1, 18), st.integers(0, 27))
def test_a_run_of_n_calendar_months_counts_n(until: dt.date, n: int, more: int) -> None:
    """However many days they have, and with a remainder of less than a month: 12 from 1 October are 12, not 11."""
    end = until + DAY
    first = same_day(end, -n)
    months = months_added([Period(max(first - more * DAY, same_day(end, -18)), until)], until, 18)
    assert not isinstance(months, Between)
    assert n <= months <= n + 1


@given(some_periods(), days, st.integers(1, 24))
def test_n_of_the_last_m_months_lie_between_what_their_days_can_make(
    periods: list[Period], until: dt.date, within: int
) -> None:
    day, held = same_day(until + DAY, -within), 0
    inside = days_of(periods)
    while day <= until:
        held += day in inside
        day += DAY
    low, high = ends(months_added(periods, until, within))
    assert held // 31 <= low <= high <= held // 28
    assert high <= within


@given(some_periods(), days, st.integers(1, 24), days)
def test_one_day_more_never_counts_for_certain_less(
    periods: list[Period], until: dt.date, within: int, day: dt.date
) -> None:
    before, after = (
        ends(months_added(some, until, within)) for some in (periods, [*periods, Period(day, day)])
    )
    assert after[1] >= before[0]


@given(st.dates(dt.date(2019, 7, 2), dt.date(2021, 12, 31)), st.integers(0, 700))
def test_the_condition_is_met_on_the_day_of_the_deadline_and_not_the_day_before(
    day: dt.date, length: int
) -> None:
    """LAS § 74 c twice: twelve of eighteen months as a condition, and twelve months on as a deadline, of one run."""
    experiment = shipped_catalogue().experiment("ledighedsydelse-revurdering")
    since = day - length * DAY
    raw = {
        **ALLOWANCE,
        "reassessment_due": day.isoformat(),
        "allowance_since": since.isoformat(),
        "allowance_months_of_18": {
            "added_together": [[since.isoformat(), (day - DAY).isoformat()]] if length else []
        },
    }
    found = assess(experiment, read_facts(raw, experiment.all_facts()))
    met = {reason.condition: reason.met for reason in found.reasons}["tolv-af-atten"]
    assert found.deadlines[0].ordinary is not None
    assert met is (Met.YES if found.deadlines[0].ordinary <= day else Met.NO)


@given(days, st.integers(0, 800), st.integers(1, 24))
def test_unbroken_months_and_a_deadline_of_months_agree(day: dt.date, length: int, n: int) -> None:
    since = day - length * DAY
    run = [Period(since, day - DAY)] if length else []
    assert (unbroken_months(run, day - DAY) >= n) is (later(since, Duration(months=n)) <= day)


@given(st.lists(days, min_size=2, max_size=8), days)
def test_it_is_the_same_in_how_many_pieces_it_is_told(cuts: list[dt.date], until: dt.date) -> None:
    cuts = sorted(set(cuts))
    whole = [Period(cuts[0], cuts[-1])]
    pieces = [Period(a, b - DAY) for a, b in itertools.pairwise(cuts)] + [Period(cuts[-1], cuts[-1])]
    assert unbroken_days(pieces, until) == unbroken_days(whole, until)
    assert days_added(pieces[::-1], Period(None, until)) == days_added(whole, Period(None, until))


@given(st.dates(dt.date(2000, 1, 3), dt.date(2040, 12, 31)), st.integers(0, 120))
def test_whole_weeks_across_the_ends_of_iso_years(day: dt.date, weeks: int) -> None:
    monday = IsoWeek.of(day).monday
    until = monday + 7 * weeks * DAY - DAY
    if weeks:
        assert unbroken_days([Period(monday, until)], until) == 7 * weeks
        # The week after the last counted is that many weeks on, whether a year has 52 or 53.
        assert IsoWeek.of(until + DAY) == IsoWeek.of(monday) + weeks


# ---- by hand, at the law's edges ----


@pytest.fixture
def answer(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.delenv("FRIRUM_HOME", raising=False)

    def answer(slug: str, facts: dict[str, object], *options: str) -> tuple[int, dict[str, object]]:
        path = tmp_path / "facts.json"
        path.write_text(json.dumps(facts), encoding="utf-8")
        code = run_command(["assess", slug, "--facts", str(path), "--json", *options])
        return code, json.loads(capsys.readouterr().out)

    return answer


SUBSTITUTE = {"municipality": 813, "employment_start": "2020-01-06", "target_group": "unemployment_benefit"}


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        # LAB § 98 b(1): 26 weeks, 182 days, up to and including Sunday 5 January 2020; with them no exemption is needed.
        ({"unbroken": [["2019-07-08", "2020-01-05"]]}, "not_eligible"),
        ({"unbroken": [["2019-07-09", "2020-01-05"]]}, "eligible"),
        # A day's gap breaks what is to be unbroken, and takes one day from what is added together.
        ({"unbroken": [["2019-01-01", "2019-09-30"], ["2019-10-02", "2020-01-05"]]}, "eligible"),
        ({"added_together": [["2019-01-01", "2019-09-30"], ["2019-10-02", "2020-01-05"]]}, "not_eligible"),
        ({"added_together": [["2019-07-07", "2019-09-30"], ["2019-10-02", "2020-01-05"]]}, "not_eligible"),
        ({"added_together": [["2019-07-08", "2019-09-30"], ["2019-10-02", "2020-01-05"]]}, "eligible"),
        # Days told twice count once; what lies after the employment began counts not at all.
        ({"added_together": [["2019-07-09", "2020-01-05"], ["2019-08-01", "2019-12-31"]]}, "eligible"),
        ({"unbroken": [["2019-07-09", "2020-03-01"]]}, "eligible"),
        # Not unemployed up to the day: nothing is unbroken.
        ({"unbroken": [["2019-01-01", "2020-01-04"]]}, "eligible"),
        ({"unbroken": []}, "eligible"),
    ],
)
def test_26_weeks_before_a_substitute_is_employed(answer, weeks: object, expected: str) -> None:  # type: ignore[no-untyped-def]
    code, found = answer(
        "loentilskud-jobrotation/jobrotation", {**SUBSTITUTE, "prior_unemployment_weeks": weeks}
    )
    assert (code, found["answer"]) == (0, expected)


ALLOWANCE = {
    "municipality": 851,
    "on_flexi_job_allowance": True,
    "reassessment_due": "2019-10-01",
    "reassessment_state": "not_begun",
}


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        # LAS § 74 c: 12 of the 18 months from 1 April 2018 to 30 September 2019.
        ([["2018-09-30", "2019-09-30"]], "eligible"),
        ([["2018-10-01", "2019-09-30"]], "eligible"),
        ([["2018-10-02", "2019-09-30"]], "not_eligible"),
        ([["2018-04-01", "2018-09-30"], ["2019-04-01", "2019-09-30"]], "eligible"),
        ([["2018-04-01", "2018-09-30"], ["2019-04-02", "2019-09-30"]], "not_eligible"),
        # What lies before the 18 months does not count.
        ([["2017-01-01", "2018-03-31"], ["2018-10-02", "2019-09-30"]], "not_eligible"),
        # 11 months, and 15 + 15 days: a month has from 28 to 31, so whether they are a twelfth nobody can count.
        (
            [["2018-04-01", "2018-04-15"], ["2018-06-01", "2019-04-30"], ["2019-06-01", "2019-06-15"]],
            "needs_judgement",
        ),
        # 15 + 16 are a month whichever, 13 + 14 are none.
        (
            [["2018-04-01", "2018-04-15"], ["2018-06-01", "2019-04-30"], ["2019-06-01", "2019-06-16"]],
            "eligible",
        ),
        (
            [["2018-04-01", "2018-04-13"], ["2018-06-01", "2019-04-30"], ["2019-06-01", "2019-06-14"]],
            "not_eligible",
        ),
    ],
)
def test_12_of_the_last_18_months(answer, periods: object, expected: str) -> None:  # type: ignore[no-untyped-def]
    months = {"added_together": periods, "within_months": 18}
    code, found = answer("ledighedsydelse-revurdering", {**ALLOWANCE, "allowance_months_of_18": months})
    assert (code, found["answer"]) == (0, expected)


def test_what_days_cannot_settle_is_said(answer) -> None:  # type: ignore[no-untyped-def]
    periods = [["2018-04-01", "2018-04-15"], ["2018-06-01", "2019-04-30"], ["2019-06-01", "2019-06-15"]]
    facts = {**ALLOWANCE, "allowance_months_of_18": {"added_together": periods}}
    reasons = {one["condition"]: one for one in answer("ledighedsydelse-revurdering", facts)[1]["reasons"]}
    assert reasons["tolv-af-atten"]["met"] is None
    assert "mindst 11 og højst 12 måneder" in reasons["tolv-af-atten"]["text"]


PLACEMENT = {
    "municipality": 820,
    "placement_start": "2019-08-31",
    "assessed_for_flexi_job": True,
    "on_flexi_job_allowance": True,
    "placement_weeks": 3,
    "for_a_particular_flexi_job": True,
    "capacity_to_be_judged": True,
    "placement_number": 1,
}


@pytest.mark.parametrize(
    ("since", "expected"),
    # Draft § 24(1): under 18 months. From 28 February 2018 eighteen months end on 28 August 2019, and from 1 March on
    # 1 September 2019: the day after the last day counted, 30 August.
    [("2018-02-28", "not_eligible"), ("2018-03-01", "eligible")],
)
def test_under_18_months_unbroken(answer, since: str, expected: str) -> None:  # type: ignore[no-untyped-def]
    months = {"unbroken": [[since, "2019-08-30"]]}
    code, found = answer("forholdstal-ledighedsydelse", {**PLACEMENT, "months_unemployed": months})
    assert (code, found["answer"]) == (0, expected)


def test_the_day_asked_about_moves_the_end_of_the_count(answer) -> None:  # type: ignore[no-untyped-def]
    facts = {**SUBSTITUTE, "prior_unemployment_weeks": {"unbroken": [["2019-07-09", "2020-03-01"]]}}
    slug = "loentilskud-jobrotation/jobrotation"
    assert answer(slug, facts, "--on", "2020-01-06")[1]["answer"] == "eligible"
    assert answer(slug, facts, "--on", "2020-01-07")[1]["answer"] == "not_eligible"


def test_without_the_case_date_it_cannot_be_counted_yet(answer) -> None:  # type: ignore[no-untyped-def]
    facts = {**SUBSTITUTE, "prior_unemployment_weeks": {"unbroken": [["2019-07-09", "2020-03-01"]]}}
    del facts["employment_start"]
    code, found = answer("loentilskud-jobrotation/jobrotation", facts)
    assert (code, found["answer"]) == (0, None)
    assert found["missing_facts"] == ["employment_start", "prior_unemployment_weeks"]


@pytest.mark.parametrize(
    ("periods", "in_message"),
    [
        ({"unbroken": [["2019-07-09", "2019-07-08"]]}, "slutter 2019-07-08, før den begynder 2019-07-09"),
        ({"unbroken": [["2019-02-29", "2019-07-08"]]}, "periode, der ikke kan læses"),
        ({"unbroken": [["2019-02-01"]]}, "periode, der ikke kan læses"),
        ({"unbroken": ["2019-02-01"]}, "periode, der ikke kan læses"),
        ({"unbroken": "2019-02-01"}, "kan læses"),
        ({"unbroken": [], "added_together": []}, "kan læses"),
        ({"in_all": []}, "kan læses"),
        ({}, "kan læses"),
        ({"added_together": [], "within_months": 18}, "kan læses"),
    ],
)
def test_periods_that_cannot_be_counted(answer, periods: object, in_message: str) -> None:  # type: ignore[no-untyped-def]
    code, found = answer("loentilskud-jobrotation", {**SUBSTITUTE, "prior_unemployment_weeks": periods})
    assert code == 3
    assert "prior_unemployment_weeks" in found["error"]["message"]
    assert in_message in found["error"]["message"]


@pytest.mark.parametrize("months", [None, 0, -1, 1.5, True, "18", 10**6])
def test_how_far_months_look_back_is_a_number(answer, months: object) -> None:  # type: ignore[no-untyped-def]
    given = {"added_together": [["2018-09-30", "2019-09-30"]], "within_months": months}
    code, _found = answer("ledighedsydelse-revurdering", {**ALLOWANCE, "allowance_months_of_18": given})
    assert code == 3


def test_what_is_no_number_of_weeks_takes_no_periods(answer) -> None:  # type: ignore[no-untyped-def]
    code, found = answer(
        "loentilskud-jobrotation", {**SUBSTITUTE, "years_since_education_used": {"unbroken": []}}
    )
    assert code == 3
    assert "years_since_education_used" in found["error"]["message"]


@pytest.mark.parametrize(
    ("slug", "fact"),
    [
        ("forholdstal-ledighedsydelse", "placement_weeks"),
        ("ressourceforloeb-forlaengelse", "extension_months"),
        ("sygedagpenge-lae285", "expected_weeks_absent"),
        ("uddannelse-rammer", "training_weeks"),
    ],
)
def test_what_lies_after_the_case_date_is_not_counted_up_to_it(answer, slug: str, fact: str) -> None:  # type: ignore[no-untyped-def]
    """Four weeks of placement from 1 March are no weeks before 1 March: counted so, every placement was too short."""
    code, found = answer(slug, {fact: {"unbroken": [["2019-03-01", "2019-03-28"]]}})
    assert code == 3
    assert fact in found["error"]["message"]  # type: ignore[index]


@pytest.mark.parametrize("periods", [{"unbroken": []}, {"added_together": [], "within_months": 12}])
def test_12_of_18_months_is_counted_in_no_other_way(answer, periods: object) -> None:  # type: ignore[no-untyped-def]
    code, _found = answer("ledighedsydelse-revurdering", {"allowance_months_of_18": periods})
    assert code == 3
