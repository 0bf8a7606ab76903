"""Many answers together: what survives being counted with the others, and what the page prints of it."""

from __future__ import annotations

import pytest
from let_out import released

from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.across import AskedAcross, across_blocks, counted_together, forests
from frirum.core.evidence.claims import Claim
from frirum.core.evidence.rules import Finding
from frirum.core.report.blocks import Document
from frirum.core.report.html import render_html_fragment
from frirum.core.report.numbers import Number, Run
from frirum.core.report.text import plain_text

RUN = Run("K-1")
BH_1995 = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip


def asked(number: int, p: float | None, finding: Finding, point: float = 4.0) -> AskedAcross:
    def figure(value: float) -> Number:
        return released(value, "procentpoint", source=RUN, decimals=1)

    claim = Claim(
        question=f"q{number}",
        outcome=f"Udfald {number}",
        step=EvidenceStep.COMPARISON,
        finding=finding,
        difference=figure(point),
        lower=figure(point - 3),
        upper=figure(point + 3),
        p_value=None if p is None else released(p, source=RUN, decimals=4),
    )
    return AskedAcross(f"run:K-{number}:q", f"Forsøg {number}", claim)


def test_the_published_fifteen_are_counted_as_published() -> None:
    """Benjamini & Hochberg (1995): of nine below 5 % four survive, and the fourth and fifth adjusted are .0356 and .0603."""
    found = counted_together(
        asked(n, p, Finding.WORKS if p <= 0.05 else Finding.UNDECIDED) for n, p in enumerate(BH_1995)
    )
    assert sum(one.finding is Finding.WORKS for one in found) == 4
    assert [one.falls for one in found] == [False] * 4 + [True] * 5 + [False] * 6
    assert [one.adjusted for one in found[3:5]] == pytest.approx([0.035625, 0.0603])


def test_a_margin_is_not_a_test_and_a_p_value_that_stayed_in_the_house_is_no_finding() -> None:
    margin = asked(1, None, Finding.NOT_WORSE)
    kept = asked(2, 0.001, Finding.WORKS)
    hidden = AskedAcross(
        kept.key, kept.experiment, _with_p(kept.claim, Number.suppressed(source=RUN, reason="x"))
    )
    both = counted_together((margin, hidden))
    assert [(one.finding, one.adjusted) for one in both] == [
        (Finding.NOT_WORSE, None),
        (Finding.UNDECIDED, None),
    ]


def _with_p(claim: Claim, p_value: Number) -> Claim:
    return Claim(**{**claim.__dict__, "p_value": p_value})


def test_the_page_says_how_it_was_counted_and_draws_what_was_let_out() -> None:
    answers = counted_together(
        [
            asked(1, 0.001, Finding.WORKS),
            asked(2, 0.04, Finding.OPPOSITE, -4.0),
            asked(3, 0.6, Finding.UNDECIDED, 0.1),
        ]
    )
    assert [one.finding for one in answers] == [Finding.WORKS, Finding.UNDECIDED, Finding.UNDECIDED]
    document = Document("Svar", across_blocks(answers), language="da")
    said = plain_text(document)
    assert "3 svar er frigivet. 3 af dem er en test af en forskel. De er talt sammen efter Benjamini" in said
    assert "1 fund holder alene og ikke, når alle ses under ét." in said
    (forest,) = forests(answers)
    assert forest.title.endswith("set under ét: virker 1, kan ikke afgøres 2.")
    assert [row[2:5] for row in forest.rows] == [(4.0, 1.0, 7.0), (-4.0, -7.0, -1.0), (0.1, -2.9, 3.1)]
    page = render_html_fragment(document, inline_svg=True)
    assert '<svg role="img" aria-labelledby="forest-1-title forest-1-desc"' in page
    assert "style=" not in page
    assert across_blocks(()) == ()
