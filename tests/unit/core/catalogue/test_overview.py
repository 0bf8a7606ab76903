"""The line of an experiment in lists: a start or end that no source states is not another period's."""

from __future__ import annotations

import datetime as dt

from frirum.core.catalogue import parse_definition, shipped_catalogue
from frirum.core.catalogue.overview import row


def test_a_start_no_source_states_is_not_the_start_of_the_extension() -> None:
    """Experiment 8: approved without a stated first day, extended by a year to the end of 2022."""
    line = row(shipped_catalogue().experiment("mikrolaan"))
    assert (line.start, line.end) == (None, None)
    assert line.municipalities == (851,)


def test_stated_periods_give_the_first_and_the_last_day() -> None:
    """FORM and BEU-45: experiment 7 ran from 1 July 2018 to the end of 2025 over three periods."""
    line = row(shipped_catalogue().experiment("foertidspension-opfoelgning"))
    assert (line.start, line.end) == (dt.date(2018, 7, 1), dt.date(2025, 12, 31))


def test_an_experiment_without_dates_has_none() -> None:
    text = """
    slug = "proeve"
    network = "nordjylland"
    short_title = "Prøve"
    status = "planned"
    summary = "Et opdigtet forsøg."
    not_stated = ["period", "participation", "provision", "target_group"]
    """
    line = row(parse_definition(text))
    assert (line.start, line.end, line.municipalities) == (None, None, ())
