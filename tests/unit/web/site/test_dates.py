"""A date field takes a date as people write it, and never guesses."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from frirum.web.site.dates import parse_date, short_year
from frirum.web.site.forms import DateField

JULY_FIRST = dt.date(2018, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        "1. juli 2018",
        "1.juli 2018",
        "1 juli 2018",
        "1 July 2018",
        "1. jul. 2018",
        "01-07-2018",
        "1-7-2018",
        "1/7 2018",
        "1/7-2018",
        "01.07.2018",
        "2018-07-01",
        "  1. JULI 2018  ",
        "01072018",
        "20180701",
    ],
)
def test_reads_what_people_write(text: str) -> None:
    assert parse_date(text) == JULY_FIRST


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1. juli",
        "01-07-18",
        "31-02-2018",
        "00-07-2018",
        "1. jull 2018",
        "juli 2018",
        "2018",
        "01-13-2018",
        "i morgen",
    ],
)
def test_gives_nothing_rather_than_a_guess(text: str) -> None:
    assert parse_date(text) is None


def test_eight_digits_are_never_two_dates() -> None:
    for day in (dt.date(1900, 1, 1) + dt.timedelta(days=97 * n) for n in range(750)):
        assert parse_date(f"{day:%d%m%Y}") == day
        assert parse_date(f"{day:%Y%m%d}") == day


@pytest.mark.parametrize(
    ("text", "meant"),
    [("31.12.18", dt.date(2018, 12, 31)), ("1/7 18", JULY_FIRST), ("31-02-18", None), ("01-07-2018", None)],
)
def test_a_short_year_is_asked_about_with_the_date_it_may_mean(text: str, meant: dt.date | None) -> None:
    assert short_year(text) == meant
    if meant:
        with pytest.raises(ValidationError, match=r"Mener du .* med fire cifre"):
            DateField().clean(text)
