"""A date field takes a date as people write it, and never guesses."""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.web.site.dates import parse_date

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
