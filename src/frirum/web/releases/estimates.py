"""Estimates at the gate: the true figures a team keeps, what would leave of them, and what was let out, read back.

A table of kind `estimates` holds in `counts` one row per question: `use`, what the gate is asked (`EstimateUse`), and
what is said of it (`Said`). A release of one holds the rounded figures and what is said, and nothing of who stands
behind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.disclosure.estimates import (
    EarlierEstimate,
    EstimateUse,
    HeldBack,
    ProtectedEstimates,
    decimals_shown,
    protect_estimates,
)
from frirum.core.disclosure.settings import HOUSE_RULES, Subject
from frirum.core.evidence.rules import Finding
from frirum.core.evidence.words import finding_label
from frirum.core.language import own_text
from frirum.core.vocabulary.danish import decimals_of, format_number
from frirum.web.releases.models import Released, RequestState, TableKind, TeamTable

_POINTS = "procentpoint"


@dataclass(frozen=True)
class Said:
    """What is said of one question beside its figures: the outcome in both languages, its unit, step and verdict."""

    question: str
    outcome: str
    outcome_en: str
    unit: str
    step: int
    finding: str


@dataclass(frozen=True)
class KeptEstimate:
    """One row of a team's estimates; `use` is None for a question without a figure to quote."""

    said: Said
    use: EstimateUse | None

    def as_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"said": asdict(self.said), "use": None if self.use is None else self.use.as_dict()}


def kept_of(table: TeamTable) -> tuple[KeptEstimate, ...]:
    """The rows of a team's estimates."""
    return tuple(
        KeptEstimate(Said(**row["said"]), None if row["use"] is None else EstimateUse.from_dict(row["use"]))
        for row in table.counts
    )


def let_out_before() -> list[EarlierEstimate]:
    """Every estimate that was let out with its figures, whoever's; what the next one is measured against."""
    found = []
    # One row of releases for all organisations of the installation: they are read by the same public.
    for one in Released._base_manager.select_related("request__table").filter(
        request__state=RequestState.APPROVED, request__table__kind=TableKind.ESTIMATES
    ):
        shown = {row[0] for row in one.content["figures"]}
        uses = (kept.use for kept in kept_of(one.request.table))
        found += [EarlierEstimate(one.code, use) for use in uses if use is not None and use.name in shown]
    return found


def protected_now(table: TeamTable) -> tuple[ProtectedEstimates, tuple[HeldBack, ...]]:
    """The estimates as they would leave now, and why some would not."""
    uses = [kept.use for kept in kept_of(table) if kept.use is not None]
    return protect_estimates(
        uses, earlier=let_out_before(), rules=HOUSE_RULES, subject=Subject(table.subject)
    )


def released_estimate_values(table: TeamTable, protected: ProtectedEstimates) -> dict[str, Any]:
    """What is let out, as JSON values."""
    return {
        "kind": TableKind.ESTIMATES.value,
        "figures": [list(row) for row in protected.figures],
        "held_back": list(protected.held_back),
        "said": [asdict(kept.said) for kept in kept_of(table)],
        "period": table.period,
        "rules": protected.rules.version,
    }


def estimates_digest(table: TeamTable, protected: ProtectedEstimates) -> str:
    """What tells two outcomes apart: the hash of what a reader sees."""
    values = json.dumps(released_estimate_values(table, protected), sort_keys=True)
    return hashlib.sha256(values.encode()).hexdigest()


def estimates_of(released: Released) -> ProtectedEstimates:
    """What was let out, as it was."""
    content = released.content
    # A release of before the p-value left beside its interval has none.
    figures = tuple(
        (name, point, lower, upper, *(*rest, None)[:1])
        for name, point, lower, upper, *rest in content["figures"]
    )
    return ProtectedEstimates(figures, tuple(content["held_back"]))


def said_of_release(released: Released) -> tuple[Said, ...]:
    """What is said of each question of a release."""
    return tuple(Said(**row) for row in released.content["said"])


def header() -> tuple[str, ...]:
    """The columns of estimates as they are shown."""
    return (_("Udfald"), _("Dom"), _("Trin"), _("Skøn"), _("Fra"), _("Til"), _("Enhed"), _("p-værdi"))


def true_rows(table: TeamTable) -> list[tuple[str, tuple[str, ...]]]:
    """The figures as they were reckoned, with the people behind; for the team and the second person alone."""
    rows = []
    for kept in kept_of(table):
        use = kept.use
        figures = (None, None, None) if use is None else (use.point, use.lower, use.upper)
        scaled = [None if v is None else v * (100 if use and use.is_share else 1) for v in figures]
        digits = _decimals([v for v in scaled if v is not None]) + 1
        cells = [_figure(value, digits) for value in scaled]
        cells += [unit_of(kept.said), _p_value(None if use is None else use.p_value)]
        rows.append((_outcome(kept.said), (*_judged(kept.said), *cells, *_people(use))))
    return rows


def shown_rows(said: Sequence[Said], protected: ProtectedEstimates) -> list[tuple[str, tuple[str, ...]]]:
    """The same as it leaves: a figure that is held back is one word, a question without a figure a dash."""
    figures: dict[str, Sequence[float | None]] = {name: shown for name, *shown in protected.figures}
    rows = []
    for one in said:
        shown = figures.get(one.question)
        if shown is None:
            word = _("skjult") if one.question in protected.held_back else "–"
            cells = [*[word] * 3, unit_of(one), word]
        else:
            *quoted, p_value = shown
            digits = decimals_shown(value for value in quoted if value is not None)
            cells = [*(_figure(value, digits) for value in quoted), unit_of(one), _p_value(p_value)]
        rows.append((_outcome(one), (*_judged(one), *cells)))
    return rows


def unit_of(said: Said) -> str:
    """The unit in the reader's language."""
    return {_POINTS: _("procentpoint"), "pct.": _("pct.")}.get(said.unit, said.unit)


def _judged(said: Said) -> tuple[str, str]:
    step = EvidenceStep(said.step)
    return finding_label(Finding(said.finding)), _("{step} af 5").format(step=int(step))


def _outcome(said: Said) -> str:
    return own_text(said, "outcome")


def _people(use: EstimateUse | None) -> tuple[str, str]:
    if use is None:
        return "–", "–"
    other = None if use.comparison is None else use.comparison.people
    first = _("ikke oplyst") if use.treated.people is None else format_number(use.treated.people)
    if use.comparison is None:
        return first, "–"
    return first, _("ikke oplyst") if other is None else format_number(other)


def _figure(value: float | None, digits: int) -> str:
    return "–" if value is None else format_number(value, digits)


def _p_value(value: float | None) -> str:
    return "–" if value is None else format_number(value, decimals_of(value))


def _decimals(values: Sequence[float]) -> int:
    return decimals_of(max((abs(value) for value in values), default=0.0))
