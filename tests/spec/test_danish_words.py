"""Numbers, dates and deadlines as Danish readers expect them."""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.core.catalogue.casework import Duration, Timing
from frirum.core.catalogue.history import Event, EventKind
from frirum.core.catalogue.wording import duration_text, event_date, timing_text
from frirum.core.language import language
from frirum.core.vocabulary.danish import format_exact, format_number, format_share, sort_key
from frirum.core.vocabulary.status import DatePrecision


@pytest.mark.parametrize(
    "value, decimals, danish, english",
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (-0.5, 1, "−0,5", "−0.5"),
        (2.5, 0, "3", "3"),
        (0.125, 2, "0,13", "0.13"),
        (1_000_000, 0, "1.000.000", "1,000,000"),
    ],
)
def test_numbers(value: float, decimals: int, danish: str, english: str) -> None:
    assert format_number(value, decimals) == danish
    with language("en"):
        assert format_number(value, decimals) == english


@pytest.mark.parametrize("value, shown", [(2.5, "2,5"), (12.2, "12,2"), (14, "14"), (14.0, "14"), (80, "80")])
def test_a_published_figure_keeps_the_decimals_it_has(value: float, shown: str) -> None:
    assert format_exact(value) == shown


def test_a_share_is_in_pct() -> None:
    assert format_share(0.125) == "12,5 pct."


def test_names_sort_as_danes_sort_them() -> None:
    names = ["Aalborg", "Ærø", "Østerby", "Zealand", "Albertslund", "Århus"]
    assert sorted(names, key=sort_key) == ["Albertslund", "Zealand", "Ærø", "Østerby", "Aalborg", "Århus"]


@pytest.mark.parametrize(
    "duration, text",
    [
        ({"years": 2, "months": 6}, "2½ år"),
        ({"months": 6}, "6 måneder"),
        ({"months": 1}, "1 måned"),
        ({"years": 1, "months": 3}, "1 år og 3 måneder"),
        ({"weeks": 26}, "26 uger"),
    ],
)
def test_durations(duration: dict[str, int], text: str) -> None:
    assert duration_text(Duration(**duration)) == text


@pytest.mark.parametrize(
    "timing, text",
    [
        (
            # lov om aktiv socialpolitik § 10, stk. 3, 2. og 3. pkt.
            {"first": {"months": 6}, "then": {"months": 12}},
            "Senest efter 6 måneder, derefter senest hver gang der er gået 12 måneder",
        ),
        # integrationsloven § 20
        ({"at_least": 4, "within": {"months": 12}}, "Mindst 4 gange inden for 12 måneder"),
        ({"lifted": True}, "Ingen frist"),
    ],
)
def test_deadlines(timing: dict[str, object], text: str) -> None:
    assert timing_text(Timing.model_validate(timing)) == text


@pytest.mark.parametrize(
    "precision, shown",
    [
        (DatePrecision.DAY, "1. juli 2020"),
        (DatePrecision.MONTH, "juli 2020"),
        (DatePrecision.SEASON, "sommer 2020"),
        (DatePrecision.YEAR, "2020"),
    ],
)
def test_a_date_is_shown_as_exactly_as_the_source_says(precision: DatePrecision, shown: str) -> None:
    event = Event(
        id="x", kind=EventKind.EVALUATION, date=dt.date(2020, 7, 1), precision=precision, text="Tekst"
    )
    assert event_date(event) == shown
