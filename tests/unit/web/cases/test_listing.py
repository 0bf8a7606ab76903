"""What can be used today follows the days, as a check of a case does, and not what was written before they came."""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.web import clock
from frirum.web.cases.listing import choices

TRIAL = "forsoeg-2027-a-kasser"


@pytest.mark.parametrize(
    ("day", "said", "is_running", "is_over"),
    [
        ("2026-12-31", "planlagt", False, False),
        ("2027-01-01", "begyndt efter planen", True, False),
        ("2029-12-31", "begyndt efter planen", True, False),
        ("2030-01-01", "slut efter planen", False, True),
    ],
)
def test_a_trial_can_be_used_on_its_days(day: str, said: str, is_running: bool, is_over: bool) -> None:
    with clock.at(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), dt.UTC)):
        own, _others = choices(shipped_catalogue(), 820)
        [line] = [line for line in own if line.experiment.slug == TRIAL]
        assert (line.status, line.is_running, line.is_over) == (said, is_running, is_over)
        ended = [line for line in own if line.experiment.slug == "revalidering-lae265"]
        assert [(line.status, line.is_over) for line in ended] == [("afsluttet", True)]
