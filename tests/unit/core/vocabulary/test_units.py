"""A number with its unit is printed in one way, wherever it stands."""

from __future__ import annotations

import pytest

from frirum.core.catalogue.plan import Criterion, Test
from frirum.core.catalogue.wording import criterion_text
from frirum.core.designs.document.text import value
from frirum.core.vocabulary.units import with_unit


@pytest.mark.parametrize(
    ("number", "unit", "printed"),
    [
        # A share is kept as 0-1; 62 per cent was printed "0,62 pct." in a locked design.
        (0.62, "pct.", "62 pct."),
        (0.62, "%", "62 %"),
        (-0.05, "procentpoint", "−5 procentpoint"),
        (0.07, "pct.", "7 pct."),
        (0.475, "andel af svarene", "47,5 pct. (andel af svarene)"),
        (0.62, None, "62 pct."),
        (1, "pct.", "100 pct."),
        (30, "minutter", "30 minutter"),
        (2.5, "samtaler", "2,5 samtaler"),
        (12, None, "12"),
    ],
)
def test_a_share_is_read_as_per_cent(number: float, unit: str | None, printed: str) -> None:
    assert with_unit(number, unit) == printed
    shown = value(number, unit)
    assert isinstance(shown, tuple)
    assert "".join(text.text for text in shown) == printed


def test_a_criterion_says_its_baseline_in_per_cent() -> None:
    empty = dict.fromkeys(Criterion.model_fields)
    wanted = {"test": Test.NON_INFERIORITY, "baseline": 0.62, "margin": 0.05, "unit": "pct."}
    criterion = Criterion.model_construct(**{**empty, **wanted})
    text = criterion_text(criterion)
    assert "margin 5 pct." in text
    assert "udgangspunkt 62 pct." in text
