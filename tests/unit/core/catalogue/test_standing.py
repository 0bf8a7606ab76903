"""Where an experiment stands follows the days: one reckoning for every list, page and file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.datasets import experiment_cells
from frirum.core.catalogue.selection import read_criteria, select
from frirum.core.catalogue.standing import standing, turned_on

TRIAL = "forsoeg-2027-a-kasser"


@pytest.mark.parametrize(
    ("day", "status", "said", "turned"),
    [
        ("2026-12-31", "planned", "planlagt", None),
        ("2027-01-01", "running", "begyndt efter planen", "2027-01-01"),
        ("2029-12-31", "running", "begyndt efter planen", "2027-01-01"),
        ("2030-01-01", "ended", "slut efter planen", "2030-01-01"),
    ],
)
def test_a_trial_stands_where_its_days_say(day: str, status: str, said: str, turned: str | None) -> None:
    on = dt.date.fromisoformat(day)
    catalogue = replace(shipped_catalogue(), on=on)
    trial = catalogue.experiments[TRIAL]
    found = standing(trial, on)
    assert (found.status, found.text) == (status, said)
    assert turned_on(trial, on) == (dt.date.fromisoformat(turned) if turned else None)
    cells = experiment_cells(trial, on)
    assert (cells["status"], cells["status_written"]) == (status, "planned")
    for asked in ("planned", "running", "ended"):
        criteria, _unknown = read_criteria({"status": asked}, catalogue)
        assert (trial in select(catalogue, criteria)) == (asked == status), "the search goes by the day too"


def test_what_is_written_as_over_stays_so_and_on_no_day_it_stands_as_written() -> None:
    stopped = shipped_catalogue().experiments["mentorregler"]
    never = shipped_catalogue().experiments["uddannelsespaalaeg"]
    assert [standing(one, dt.date(2018, 12, 1)).text for one in (stopped, never)] == [
        "stoppet før tid",
        "aldrig begyndt",
    ]
    assert standing(shipped_catalogue().experiments[TRIAL], None).text == "planlagt"
