"""One reckoning of deadlines: what a check promises is what a use owes, and neither goes on after the experiment."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frirum.cli.main import run_command
from frirum.core.catalogue import shipped_catalogue
from frirum.core.law.assess import assess
from frirum.core.law.deadlines import NoDay
from frirum.core.law.due import DueKind, DueState, due_items
from frirum.core.law.due_ending import woken
from frirum.core.law.due_use import Done, UseFacts
from frirum.core.law.facts import read_facts
from frirum.core.law.limits import LimitKind
from frirum.core.law.words import experiment_said, ordinary_said

SEVEN, THIRTEEN = "foertidspension-opfoelgning", "forholdstal-ledighedsydelse"
PENSION = {"municipality": 820, "on_disability_pension": True, "in_wage_subsidy_job": True}
PLACEMENT = {
    "municipality": 820,
    "assessed_for_flexi_job": True,
    "on_flexi_job_allowance": True,
    "months_unemployed": 7,
    "for_a_particular_flexi_job": True,
    "capacity_to_be_judged": True,
    "placement_number": 1,
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def checked(slug: str, facts: dict[str, object]):  # type: ignore[no-untyped-def]
    experiment = shipped_catalogue().experiment(slug)
    raw = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in facts.items()}
    read = read_facts(raw, experiment.all_facts())
    return assess(experiment, read), read


@pytest.mark.parametrize(
    ("begun", "ordinary", "experiment", "why"),
    [
        # Experiment 7 ran to 31 December 2025 (BEU-45). From the day after the ordinary rule asks again.
        ("2023-06-30", "2023-12-30", "2025-12-30", None),
        ("2023-07-01", "2024-01-01", "2025-12-31", None),
        ("2025-03-01", "2025-09-01", "2025-12-31", None),
        # Here the ordinary rule asks for nothing until after the end: the experiment put nothing off.
        ("2025-07-01", "2026-01-01", None, NoDay.ENDS_BEFORE),
    ],
)
def test_no_deadline_lies_after_the_experiment(
    begun: str, ordinary: str, experiment: str | None, why: NoDay | None
) -> None:
    found, _facts = checked(SEVEN, {**PENSION, "employment_start": begun})
    (deadline,) = found.deadlines
    assert (deadline.ordinary, deadline.experiment) == (
        day(ordinary),
        day(experiment) if experiment else None,
    )
    assert deadline.no_experiment is why
    assert (deadline.ends is not None and deadline.ends.kind is LimitKind.PERIOD) is (begun > "2023-06-30")


@given(
    st.sampled_from([SEVEN, THIRTEEN]), st.dates(dt.date(2018, 7, 1), dt.date(2025, 12, 31)), st.booleans()
)
def test_a_check_and_the_use_recorded_from_it_give_the_same_days(
    slug: str, begun: dt.date, long: bool
) -> None:
    facts = {**PENSION, "employment_start": begun}
    if slug == THIRTEEN:
        weeks = (
            {"placement_weeks": 6, "prolonged_by_illness_or_closure": True}
            if long
            else {"placement_weeks": 3}
        )
        facts = {**PLACEMENT, **weeks, "placement_start": begun}
    found, read = checked(slug, facts)
    if found.answer is None or found.regime != "experiment":
        assert all(one.experiment is None for one in found.deadlines)
        return
    use = UseFacts(found.experiment, None, begun, None, read)
    items = due_items(use, on=begun)
    (deadline,) = found.deadlines
    owed = {item.experiment for item in items if item.kind in (DueKind.DUTY, DueKind.ENDING)}
    if deadline.experiment is not None:
        assert deadline.experiment in owed
    last = max(period.end for period in found.experiment.periods if period.end)
    assert all(one <= last for one in [*filter(None, owed), *filter(None, [deadline.experiment])])


@pytest.mark.parametrize(
    ("weeks", "prolonged", "last"),
    [
        # Four weeks from Monday 3 September 2018 are up on 1 October; the 30th is the last day.
        (3, False, "2018-09-30"),
        (4, False, "2018-09-30"),
        # § 24: illness and the firm's holiday closure prolong it; the case says to how many weeks in all.
        (5, True, "2018-10-07"),
        (6, True, "2018-10-14"),
    ],
)
def test_a_placement_ends_on_its_last_day_and_a_prolonged_one_later(
    weeks: int, prolonged: bool, last: str
) -> None:
    facts = {
        **PLACEMENT,
        "placement_start": "2018-09-03",
        "placement_weeks": weeks,
        "prolonged_by_illness_or_closure": prolonged,
    }
    found, _facts = checked(THIRTEEN, facts)
    assert [str(one.experiment) for one in found.deadlines] == [last]


def test_what_is_not_stated_lifted_or_counted_is_said_in_different_words() -> None:
    said = {}
    for slug, facts in (
        (THIRTEEN, {"placement_start": "2018-09-03"}),
        ("ledighedsydelse-revurdering", {"allowance_since": "2018-10-01"}),
        ("integration-kontaktforloeb", {"programme_start": "2018-10-01"}),
    ):
        (deadline,) = checked(slug, facts)[0].deadlines
        said[slug] = (ordinary_said(deadline), experiment_said(deadline))
    assert said[THIRTEEN][0] == "ikke oplyst i kilderne"
    assert said["ledighedsydelse-revurdering"] == ("1. oktober 2019", "ingen frist")
    assert said["integration-kontaktforloeb"][0].startswith("Mindst 4 individuelle samtaler")


@pytest.mark.parametrize("facts", [{"municipality": 851}, {"on_disability_pension": False}])
def test_a_case_that_may_not_use_it_gets_no_date_of_the_experiment(
    facts: dict[str, object],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({**PENSION, "employment_start": "2019-03-01", **facts}), encoding="utf-8")
    assert run_command(["assess", SEVEN, "--facts", str(path), "--json"]) == 0
    (deadline,) = json.loads(capsys.readouterr().out)["deadlines"]
    assert (deadline["ordinary"], deadline["experiment"]) == ("2019-09-01", None)


@pytest.mark.parametrize(
    ("held", "ended", "wakes", "at_once"),
    [
        # LAS § 10(3): 12 months after the latest; before the first, 6 months after the job began.
        ("2020-11-15", "2021-03-01", "2021-11-15", False),
        (None, "2018-10-01", "2019-01-01", False),
        (None, "2020-03-01", "2019-01-01", True),
        ("2020-01-15", "2021-03-01", "2021-01-15", True),
    ],
)
def test_when_an_exemption_ends_the_ordinary_duty_wakes(
    held: str | None, ended: str, wakes: str, at_once: bool
) -> None:
    done = (Done("opfoelgning", 1, day(held)),) if held else ()
    experiment = shipped_catalogue().experiment(SEVEN)
    use = UseFacts(
        experiment,
        None,
        day("2018-07-01"),
        day(ended),
        {"municipality": 820, "employment_start": day("2018-07-01")},
        done,
    )
    (found,) = woken(use, day(ended))
    assert (found.duty.id, str(found.day), found.at_once) == ("opfoelgning", wakes, at_once)
    assert not [
        i
        for i in due_items(use, on=day(ended))
        if i.state is DueState.DONE and i.kind is DueKind.DUTY and not held
    ]
