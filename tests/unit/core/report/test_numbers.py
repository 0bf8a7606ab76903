"""A number in a document carries its source and its release state, and cannot be made inconsistent."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from let_out import released

from frirum.core.language import language
from frirum.core.report.numbers import PERCENT, Number, Quotation, Run, share

RUN = Run("K-1")
SEED = Quotation("DECISION", "række 12")


@pytest.mark.parametrize(
    "value, unit, decimals, danish, english",
    [
        (7, "", 0, "7", "7"),
        (1234, "", 0, "1.234", "1,234"),
        (-0.5, "", 1, "−0,5", "−0.5"),
        (12.345, "", 2, "12,35", "12.35"),
        (2.5, "", 0, "3", "3"),
        (Decimal("0.125"), "kr.", 2, "0,13\u00a0kr.", "0.13\u00a0kr."),
        (1_000_000, "borgere", 0, "1.000.000\u00a0borgere", "1,000,000\u00a0borgere"),
    ],
)
def test_numbers_are_shown_as_readers_expect(value, unit, decimals, danish, english):
    number = released(value, unit, source=RUN, release="F-1", decimals=decimals)
    assert number.shown() == danish
    with language("en"):
        assert number.shown() == english


def test_per_cent_keeps_to_its_figure():
    assert released(share(0.125), PERCENT, source=RUN, release="F-1", decimals=1).shown() == "12,5\u00a0pct."


@pytest.mark.parametrize(
    "number, shown",
    [
        (Number.suppressed(source=RUN, reason="få borgere", threshold=5), "under 5"),
        (Number.suppressed(source=RUN, reason="kan regnes ud"), "skjult"),
        (Number.unreleased(None, source=RUN, reason="ingen brug"), "ikke opgjort"),
    ],
)
def test_what_has_no_figure_is_shown_in_words(number, shown):
    assert number.shown() == shown


@pytest.mark.parametrize("value", ["7", True, None.__class__, [7]])
def test_only_numbers_are_numbers(value):
    with pytest.raises(TypeError):
        released(value, source=RUN, release="F-1")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, Decimal("NaN")])
def test_undefined_is_none_with_a_reason_and_never_nan(value):
    with pytest.raises(ValueError, match="finite"):
        Number.unreleased(value, source=RUN)
    with pytest.raises(ValueError, match="says why"):
        Number.unreleased(None, source=RUN)


@pytest.mark.parametrize(
    "make",
    [
        lambda: released(7, source=SEED, release="F-1"),
        lambda: released(7, source=RUN, release=" "),
        lambda: Number.quoted(7, source=RUN),
        lambda: Number.unreleased(7, source=RUN, reason="uden grund"),
        lambda: Number.suppressed(source=RUN, reason=""),
    ],
)
def test_state_source_and_release_cannot_contradict_each_other(make):
    with pytest.raises(ValueError, match=r"source|release|says why"):
        make()


def test_a_number_can_be_walked_back_in_words():
    number = released(7, source=Run("K-1", "andel", synthetic=True), release="F-9")
    assert number.source_text() == "kørsel K-1, andel, syntetiske data, frigivet som F-9"
    assert Number.quoted(7, source=SEED).source_text() == "DECISION, række 12"


@pytest.mark.parametrize(
    "make", [lambda: Run(" "), lambda: Quotation("DECISION", ""), lambda: Quotation("", "s. 1")]
)
def test_a_source_without_a_name_is_no_source(make):
    with pytest.raises(ValueError, match="needs"):
        make()
