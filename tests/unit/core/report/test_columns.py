"""Column widths follow the words, the same for every format."""

from __future__ import annotations

import pytest

from frirum.core.report.columns import column_widths
from frirum.core.report.printed import TextRun


def _widths(header: tuple[str, ...], *rows: tuple[str, ...]) -> tuple[float, tuple[float, ...]]:
    cells = tuple(tuple((TextRun(text),) for text in row) for row in rows)
    return column_widths((tuple((text, 1) for text in header),), cells, len(header))


def test_a_small_table_does_not_fill_the_page():
    share, weights = _widths(("Kommune", "Antal"), ("Aalborg", "12"))
    assert share == 0.45
    assert sum(weights) == pytest.approx(1, abs=0.001)


def test_running_text_takes_the_rest_but_no_word_is_cut():
    share, weights = _widths(("Forsøg", "Beslutning"), ("Lang tekst " * 40, "Udbredes"))
    assert share > 0.9
    assert weights[1] * 80 > len("Beslutning") + 2
    assert weights[0] > 3 * weights[1]


def test_a_figure_and_its_unit_stay_on_one_line():
    _share, weights = _widths(("Tekst", "Andel"), ("Lang tekst " * 40, "1.234,5\u00a0pct."))
    assert weights[1] * 80 > len("1.234,5 pct.") + 2


def test_too_many_words_share_by_their_longest():
    share, weights = _widths(*[tuple("Beskæftigelsesindsats" for _ in range(6))] * 2)
    assert share == 1.0
    assert len(set(weights)) == 1


def test_empty_cells_have_a_width():
    assert _widths(("", ""), ("", ""))[1] == (0.5, 0.5)
