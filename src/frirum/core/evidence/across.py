"""What was found across experiments: every answer let out, counted together so that chance is not read as a finding.

Of many tests some hit by chance. The questions of a difference are counted together by Benjamini and Hochberg, which
bounds the share of false findings among the findings; a verdict that does not survive that is told as undecided here,
whatever it was alone. Only released figures are read, so the page and its picture are for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frirum.core.effects.multiplicity import benjamini_hochberg
from frirum.core.evidence.across_words import (
    across_caption,
    across_headings,
    across_text,
    alone_and_together,
    forest_description,
    forest_title,
    not_tested,
    nothing_reckoned,
)
from frirum.core.evidence.claims import Claim
from frirum.core.evidence.drawing import PRINTED_WIDTH
from frirum.core.evidence.figures import FOREST, EvaluationFigure
from frirum.core.evidence.rules import EvidenceRules, Finding, shipped_rules
from frirum.core.evidence.words import finding_label
from frirum.core.language import current_language
from frirum.core.report.blocks import FlowBlock, Paragraph
from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Inlines
from frirum.core.report.numbers import Number, ReleaseState
from frirum.core.report.tables import ReportTable

_CLAIMS_A_DIFFERENCE = frozenset((Finding.WORKS, Finding.OPPOSITE))


@dataclass(frozen=True)
class AskedAcross:
    """One released answer.

    Attributes:
        key: its name for good; experiment: what its experiment is called.
    """

    key: str
    experiment: str
    claim: Claim


@dataclass(frozen=True)
class AcrossAnswer:
    """The same counted together with the others.

    Attributes:
        adjusted: Benjamini and Hochberg's p-value among all that were tested; None where nothing was tested.
        finding: the verdict when all are counted together.
    """

    asked: AskedAcross
    adjusted: float | None
    finding: Finding

    @property
    def falls(self) -> bool:
        """It was a finding alone, and is none when all are counted together."""
        return self.finding is not self.asked.claim.finding


def counted_together(
    asked: Iterable[AskedAcross], rules: EvidenceRules | None = None
) -> tuple[AcrossAnswer, ...]:
    """Every answer with its verdict when all are counted together, in the order given.

    A difference that was claimed and whose p-value was not let out cannot be counted, and is not told as a finding.
    """
    limit = (rules or shipped_rules()).limits.p_value
    answers = tuple(asked)
    p_values = {one.key: p for one in answers if (p := _plain(one.claim.p_value)) is not None}
    adjusted = dict(zip(p_values, benjamini_hochberg(list(p_values.values())), strict=True))
    found = []
    for one in answers:
        p, finding = adjusted.get(one.key), one.claim.finding
        if finding in _CLAIMS_A_DIFFERENCE and _is_tested(one.claim) and (p is None or p > limit):
            finding = Finding.UNDECIDED
        found.append(AcrossAnswer(one, p, finding))
    return tuple(found)


def _is_tested(claim: Claim) -> bool:
    """It asked for a difference, so that its p-value counts; a margin is judged by its interval."""
    return claim.p_value is not None


def _plain(number: Number | None) -> float | None:
    """A released figure as a plain number; None where there is none for everybody."""
    if number is None or number.state is not ReleaseState.RELEASED or number.value is None:
        return None
    return float(number.value)


def across_blocks(answers: Sequence[AcrossAnswer]) -> tuple[FlowBlock, ...]:
    """How they were counted, a forest for each unit, and every answer with its figures; nothing without answers."""
    if not answers:
        return ()
    blocks: list[FlowBlock] = [Paragraph(across_text(answers))]
    blocks += [_chart(figure, shown) for figure, shown in _forests(answers)]
    blocks.append(_table(across_caption(), answers))
    return tuple(blocks)


def forests(answers: Sequence[AcrossAnswer]) -> tuple[EvaluationFigure, ...]:
    """A picture for each unit in which answers were let out."""
    return tuple(figure for figure, _shown in _forests(answers))


def _forests(answers: Sequence[AcrossAnswer]) -> list[tuple[EvaluationFigure, list[AcrossAnswer]]]:
    shown = [one for one in answers if _plain(one.asked.claim.difference) is not None]
    units = dict.fromkeys(_unit(one) for one in shown)
    made = []
    for number, unit in enumerate(units, 1):
        of = [one for one in shown if _unit(one) == unit]
        rows = tuple(
            (
                one.asked.experiment, _outcome(one), _plain(one.asked.claim.difference),
                _plain(one.asked.claim.lower), _plain(one.asked.claim.upper), finding_label(one.finding),
                int(one.falls),
            )
            for one in of
        )  # fmt: skip
        figure = EvaluationFigure(
            f"forest-{number}",
            FOREST,
            None,
            forest_title(of),
            forest_description(),
            ("experiment", "outcome", "point", "lower", "upper", "finding", "falls"),
            rows,
            unit,
        )
        made.append((figure, of))
    return made


def _unit(one: AcrossAnswer) -> str:
    number = one.asked.claim.difference
    return number.unit if number is not None else ""


def _outcome(one: AcrossAnswer) -> str:
    claim = one.asked.claim
    return claim.outcome_en if current_language() == "en" and claim.outcome_en else claim.outcome


def _chart(figure: EvaluationFigure, shown: Sequence[AcrossAnswer]) -> Chart:
    return Chart(
        png=figure.png(),
        svg=figure.svg(),
        alt=f"{figure.title} {figure.description}",
        caption=figure.title,
        data=_table(figure.title, shown),
        width=PRINTED_WIDTH,
    )


def _table(caption: str, answers: Sequence[AcrossAnswer]) -> ReportTable:
    rows: list[tuple[Inlines, ...]] = []
    for one in answers:
        claim = one.asked.claim
        numbers = (claim.difference, claim.lower, claim.upper)
        figures = (number if number is not None else nothing_reckoned() for number in numbers)
        p_value = claim.p_value if claim.p_value is not None else not_tested()
        rows.append((one.asked.experiment, _outcome(one), *figures, p_value, *alone_and_together(one)))
    return ReportTable(caption, across_headings(), tuple(rows))
