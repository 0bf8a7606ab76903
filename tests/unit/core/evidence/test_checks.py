"""The checks of an answer against planted faults: what each must see, and what it must let pass."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.effects.panel_reading import panel_from_rows
from frirum.core.effects.rows import Check, EstimateRow
from frirum.core.evidence.before_start import before_start
from frirum.core.evidence.blinding import blinding
from frirum.core.evidence.days import first_days
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.rules import DesignType, shipped_rules
from frirum.core.evidence.spill_over import spill_over
from frirum.core.evidence.starts import starts_of
from frirum.core.evidence.steps import climb
from frirum.core.evidence.surroundings import Around, surroundings
from frirum.core.files.table import Table, read_table
from frirum.core.vocabulary.municipalities import all_municipalities

LIMITS = shipped_rules().limits
ROW = EstimateRow(estimator="", estimand="", inference="", point=0.05, lower=0.02, upper=0.08)


def seen(course: np.ndarray) -> dict[str, Check]:
    """The checks of 20 units with `course` added to their ten periods before and four after, beside 20 without."""
    random = np.random.default_rng(4)
    rows = [
        {"unit": unit, "time": 2000 + t, "y": 0.4 + random.normal(0, 0.01) + own[t], "start": start}
        for unit in range(40)
        for own, start in [(course, 2010) if unit < 20 else (np.zeros(14), 0)]
        for t in range(14)
    ]
    panel = panel_from_rows(pl.DataFrame(rows), outcome="y", unit="unit", time="time", first_treated="start")
    return {check.name: check for check in before_start(panel, ROW, LIMITS)}


@pytest.mark.parametrize(
    ("planted", "failed"),
    [
        ((5, 5, 0.0), set()),
        ((5, 14, 0.05), {"placebo"}),  # it began five years earlier, whatever the plan says
        ((9, 10, -0.05), {"anticipation"}),  # a dip right before: held back until the start
    ],
)
def test_the_time_before_tells_of_starts_that_were_none(
    planted: tuple[int, int, float], failed: set[str]
) -> None:
    course = np.zeros(14)
    course[planted[0] : planted[1]] = planted[2]
    found = seen(course)
    assert failed <= {name for name, check in found.items() if check.passed is False}
    if not failed:
        assert all(check.passed for check in found.values())
    if failed == {"anticipation"}:
        assert found["anticipation"].value == pytest.approx(-0.05, abs=0.01)


def test_units_taken_at_a_peak_are_seen_to_come_back() -> None:
    """Every unit swings by itself; those that begin are the ones that stood lowest, and nothing was done."""
    random = np.random.default_rng(5)
    swing = random.normal(0, 0.05, (60, 8))
    taken = np.argsort(swing[:, 5])[:20]
    rows = [
        {"unit": unit, "time": 2000 + t, "y": 0.4 + swing[unit, t], "start": 2006 if unit in taken else 0}
        for unit in range(60)
        for t in range(8)
    ]
    panel = panel_from_rows(pl.DataFrame(rows), outcome="y", unit="unit", time="time", first_treated="start")
    found = {check.name: check for check in before_start(panel, ROW, LIMITS)}
    assert found["mean_reversion"].passed is False
    assert found["mean_reversion"].value is not None
    assert found["mean_reversion"].value > 0.03


def reached(near: float, *, point: float = 0.05, codes: bool = True) -> Check:
    """Eight municipalities of Nordjylland begin; its other three rise by `near` after, and twenty of Sjælland by nothing."""
    random = np.random.default_rng(6)
    of_region = [
        [m for m in all_municipalities() if m.region == f"Region {name}"]
        for name in ("Nordjylland", "Hovedstaden")
    ]
    own, far = of_region[0], of_region[1][:20]
    rows = [
        {
            "unit": str(place.code) if codes else f"hold {place.code}",
            "time": 2000 + t,
            "y": 0.4 + random.normal(0, 0.005) + (near if t >= 6 and 8 <= n < len(own) else 0),
            "start": 2006 if n < 8 else 0,
        }
        for n, place in enumerate((*own, *far))
        for t in range(10)
    ]
    panel = panel_from_rows(pl.DataFrame(rows), outcome="y", unit="unit", time="time", first_treated="start")
    row = replace(ROW, point=point, lower=point - 0.03, upper=point + 0.03)
    return spill_over(panel, row, share=True)[0]


@pytest.mark.parametrize(
    ("near", "point", "passed"),
    [
        (0.0, 0.05, True),  # nothing reached the neighbours
        (0.05, 0.05, True),  # they rose too: beside those far away the answer is only larger
        (-0.3, 0.05, False),  # they fell: the answer is theirs
    ],
)
def test_what_reached_the_neighbours_is_seen(near: float, point: float, passed: bool) -> None:
    found = reached(near, point=point)
    assert found.passed is passed
    assert found.value == pytest.approx(near, abs=0.01)
    assert found.text.count("procentpoint") == 2, "what was seen, and what could have been"
    assert reached(near, codes=False).passed is None


def test_who_recorded_an_outcome_is_told_by_where_it_is_from() -> None:
    """The unemployed answer for themselves, auditors see the case, a register knows of no experiment."""
    catalogue = shipped_catalogue().experiments

    def passed(slug: str, outcome: str, **more: str) -> bool | None:
        asked = {"id": "a", "text": "A?", "outcome": outcome, "outcome_text": "A", "test": "superiority"}
        return blinding(PlannedQuestion.model_validate(asked | more), catalogue[slug]).passed

    assert passed("indsatsplan-opdatering", "tilfredshed") is False
    assert passed("revalidering-lae265", "undtagelsen-ikke-burde") is False
    assert passed("loentilskud-jobrotation", "andet", scheme="dream-status") is True
    assert passed("loentilskud-jobrotation", "andet") is None
    assert passed("psykologbehandling", "ny-sygemelding") is None, (
        "a case system holds payments and judgements"
    )
    # A failed check takes a step of what stands above before and after.
    ladder = climb(
        DesignType.CROSS_SECTION, [Check("balance", True, ""), Check("blinding", False, "")], shipped_rules()
    )
    assert (ladder.start, ladder.step) == (2, 1)


def around(folder: Path, lines: list[str], slug: str = "loentilskud-jobrotation") -> dict[str, list[Check]]:
    """The checks of a table, by name."""
    (folder / "d.csv").write_text("unit,time,y,treated\n" + "\n".join(lines) + "\n", encoding="utf-8")
    table = read_table(folder / "d.csv")
    all_of_them = shipped_catalogue().experiments
    against = Around(all_of_them[slug], None, tuple(all_of_them.values()))
    found: dict[str, list[Check]] = {}
    for check in surroundings(table, starts_of(table), against, LIMITS):
        found.setdefault(check.name, []).append(check)
    return found


@pytest.mark.parametrize(("first", "breaks"), [("2026-01", False), ("2026-07", True)])
def test_a_series_over_the_new_target_groups_is_broken(tmp_path: Path, first: str, breaks: bool) -> None:
    year, month = map(int, first.split("-"))
    months = [f"{year + (month + n - 1) // 12}-{(month + n - 1) % 12 + 1:02d}" for n in range(12)]
    lines = [f"{unit},{m},1,{int(unit == 101 and m >= months[6])}" for unit in (101, 147) for m in months]
    found = around(tmp_path, lines)
    assert any(check.passed is False for check in found.get("composition", [])) is breaks
    if breaks:
        assert "2027-01-01" in found["composition"][0].text


@pytest.mark.parametrize(
    ("others", "passed"),
    [((101, 147, 151), True), ((101, 147, 860), False)],
    ids=["nobody is in another", "one of three compared with lives in other experiments"],
)
def test_people_compared_with_may_live_in_another_experiment(
    tmp_path: Path, others: tuple[int, ...], passed: bool
) -> None:
    quarters = [f"{year}-K{quarter}" for year in (2018, 2019) for quarter in range(1, 5)]
    lines = [
        f"{unit},{q},1,{int(unit == 153 and q >= '2018-K4')}" for unit in (153, *others) for q in quarters
    ]
    found = around(tmp_path, lines)["simultaneous"]
    assert [check.passed for check in found] == [passed]
    assert found[0].value == pytest.approx(0 if passed else 1 / 3, abs=1e-9)


def test_a_change_of_the_law_deviated_from_cuts_the_time_after(tmp_path: Path) -> None:
    quarters = [f"{year}-K{quarter}" for year in (2018, 2019, 2020) for quarter in range(1, 5)]
    lines = [f"{unit},{q},1,{int(unit == 101 and q >= '2019-K1')}" for unit in (101, 147) for q in quarters]
    found = around(tmp_path, lines, "forholdstal")["simultaneous"]
    assert [check.value for check in found if "2020-01-01" in check.text] == [0.5]


def test_of_several_checks_by_one_name_the_worst_counts() -> None:
    both = (Check("simultaneous", False, "", 0.5), Check("simultaneous", True, "", 0.0))
    for order in (both, both[::-1]):
        assert climb(DesignType.SERIES, order, shipped_rules()).step == 1


def test_periods_have_days_or_none() -> None:
    assert first_days(["2018-K3", "2018-K4"]) == (dt.date(2018, 7, 1), dt.date(2018, 10, 1))
    assert first_days(["2018-12", "2019-01"]) == (dt.date(2018, 12, 1), dt.date(2019, 1, 1))
    assert first_days([2018, 2019]) == (dt.date(2018, 1, 1), dt.date(2019, 1, 1))
    assert first_days(["2018-W01", "2018-W02"]) == (dt.date(2018, 1, 1), dt.date(2018, 1, 8))
    assert first_days(["2018-07-01", "2018-08-01"]) == (dt.date(2018, 7, 1), dt.date(2018, 8, 1))
    assert first_days(["2018-07-03", "2018-07-10"]) == (dt.date(2018, 7, 3), dt.date(2018, 7, 10))
    assert first_days(["runde 1", "runde 2"]) is None


@pytest.mark.parametrize(
    ("begin", "year", "share"),
    [
        (("851", "849"), 2019, 0.0),  # Aalborg and Jammerbugt take part
        (("851", "101"), 2019, 0.5),  # Copenhagen does not
        (("851", "849"), 2041, 1.0),  # long after it ended
    ],
)
def test_a_file_of_other_municipalities_or_years_is_named(
    begin: tuple[str, str], year: int, share: float
) -> None:
    rows = [
        {"unit": unit, "time": str(year - 2 + t), "treated": int(unit in begin and t >= 2)}
        for unit in (*begin, "461", "751")
        for t in range(4)
    ]
    table = Table(pl.DataFrame(rows), "x.csv")
    around = Around(shipped_catalogue().experiments["loentilskud-jobrotation"], None, ())
    found = {one.name: one for one in surroundings(table, starts_of(table), around, LIMITS)}["participants"]
    assert (found.passed, found.value) == (share == 0, share)
    assert share != 0.5 or found.text.endswith("København.")
