"""People or cases at one time, treated and not: shares or means beside each other, by unit where units were treated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.effects.adjust import estimate_adjusted_difference
from frirum.core.effects.few_reading import estimate_few_table
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result
from frirum.core.effects.shares import estimate_difference
from frirum.core.evidence.answered import TREATED, UNIT, Answered, smallest_p
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.register_people import BEFORE, EARLIER, INDEX
from frirum.core.evidence.rules import DesignType, EvidenceLimits, shipped_rules
from frirum.core.evidence.sentences import say
from frirum.core.files.table import FloatArray, Table

_SIZE = "people"
NEW_SHARE = 0.2
"""Of a covariate's spread, what the others must leave unexplained for it to be worth having beside them."""


def people(table: Table, column: str, question: PlannedQuestion, *, seed: int) -> Answered:
    """The answer of a table without time.

    Where whole units were treated (every row of a unit alike, several rows in some), people of a unit are not
    independent, and units are compared; else every row is one person.
    """
    on = table.indicator(TREATED)
    values = table.numbers(column, allow_missing=True)
    seen = ~np.isnan(values)
    groups = on & seen, ~on & seen
    n1, n2 = (int(group.sum()) for group in groups)
    attrition = _attrition(on, seen, shipped_rules().limits)
    shares = set(np.unique(values[seen]).tolist()) <= {0.0, 1.0}
    found = Answered(
        Result(),
        DesignType.CROSS_SECTION,
        people=(n1, n2),
        events=(int(values[groups[0]].sum()), int(values[groups[1]].sum())) if shares else (None, None),
        share_without=float(values[groups[1]].mean()) if shares and n2 else None,
        degrees=float(max(n1 + n2 - 2, 1)),
        treated=n1,
        comparison=n2,
        excluded=(("no_outcome", int((~seen).sum())),),
    )
    by_unit = _by_unit(table, values, on, seen, question, seed=seed)
    if by_unit is not None:
        result = by_unit.with_checks(attrition)
        return replace(
            found, result=result, p_floor=smallest_p(by_unit), degrees=float(max(_units(table) - 2, 1))
        )
    alike = _made_alike(table, values, on, seen, question)
    if alike is not None:
        design = DesignType.BEFORE_AFTER if _historical(table, on, seen) else DesignType.CROSS_SECTION
        return replace(found, result=alike.with_checks(attrition), design=design)
    if not shares:
        text = say("outcome_is_not_0_and_1")
        return replace(found, result=Result(refused=Refused("not_a_share", text)))
    return replace(found, result=_difference(found, question).with_checks(attrition))


def _difference(found: Answered, question: PlannedQuestion) -> Result:
    (n1, n2), (events1, events2) = found.people, found.events
    assert n1 is not None
    assert n2 is not None
    assert events1 is not None
    assert events2 is not None
    result = estimate_difference(events1, n1, events2, n2)
    if question.test is AnswerSought.SUPERIORITY:
        return result
    # A margin is judged by the interval that the margin's own method prints.
    own = next((r for r in result.estimates if r.inference == "miettinen-nurminen"), result.headline)
    return replace(result, headline=own)


def _made_alike(
    table: Table, values: FloatArray, on: np.ndarray, seen: np.ndarray, question: PlannedQuestion
) -> Result | None:
    """The groups made alike on what was known before; None where the table holds nothing of that.

    What was known are the plan's covariates, and columns named `before_…` and `earlier_<question>`, which a register
    gives.
    """
    earlier = f"{EARLIER}{question.id}"
    names = [
        n for n in table.frame.columns if n.startswith(BEFORE) or n == earlier or n in question.covariates
    ]
    if not names:
        return None
    named, x = _told_apart([(name, table.numbers(name)[seen]) for name in names])
    known = earlier if earlier in named else None
    found = estimate_adjusted_difference(
        values[seen], on[seen], x, named, outcome=question.outcome, earlier=known
    )
    plain = _plain_difference(values[seen], on[seen])
    return replace(found, estimates=(*found.estimates, *plain))


def _told_apart(columns: list[tuple[str, FloatArray]]) -> tuple[tuple[str, ...], FloatArray]:
    """The covariates that vary, without those of the register that the others already tell.

    Weeks on one benefit are nearly the rest of weeks on the others. What the plan names, and the earlier outcome, stay.
    """
    ordered = sorted(columns, key=lambda one: one[0].startswith(BEFORE))
    kept: list[tuple[str, FloatArray]] = []
    for name, x in ordered:
        spread = float(x.std())
        if spread == 0:
            continue
        basis = np.column_stack([np.ones(len(x)), *(other for _name, other in kept)])
        rest = x - basis @ np.linalg.lstsq(basis, x, rcond=None)[0]
        if not name.startswith(BEFORE) or float(rest.std()) > NEW_SHARE * spread:
            kept.append((name, x))
    names = tuple(name for name, _x in kept)
    return names, np.column_stack([x for _name, x in kept]) if kept else np.empty((len(columns[0][1]), 0))


def _plain_difference(values: FloatArray, on: np.ndarray) -> tuple[EstimateRow, ...]:
    """The difference as it stands, for the reader to see what making alike did."""
    if not on.any() or on.all() or not set(np.unique(values).tolist()) <= {0.0, 1.0}:
        return ()
    events = int(values[on].sum()), int(values[~on].sum())
    return estimate_difference(events[0], int(on.sum()), events[1], int((~on).sum())).estimates[:1]


def _historical(table: Table, on: np.ndarray, seen: np.ndarray) -> bool:
    """Whether every comparison comes from before the first treated."""
    own, others = on & seen, ~on & seen
    if INDEX not in table.frame.columns or not own.any() or not others.any():
        return False
    place, _labels = table.periods(INDEX)
    return bool(place[others].max() < place[own].min())


def _units(table: Table) -> int:
    return len(table.codes(UNIT)[1])


def _by_unit(
    table: Table,
    values: FloatArray,
    on: np.ndarray,
    seen: np.ndarray,
    question: PlannedQuestion,
    *,
    seed: int,
) -> Result | None:
    """Units compared by their means; None where treatment varies within units, or a unit is one row."""
    codes, labels = table.codes(UNIT)
    rows = np.bincount(codes, minlength=len(labels))
    treated = np.bincount(codes, weights=on, minlength=len(labels))
    if rows.max(initial=0) < 2 or ((treated > 0) & (treated < rows)).any():
        return None
    heads = np.bincount(codes[seen], minlength=len(labels))
    total = np.bincount(codes[seen], weights=values[seen], minlength=len(labels))
    kept = np.flatnonzero(heads)
    frame = pl.DataFrame(
        {
            UNIT: [str(labels[n]) for n in kept],
            TREATED: (treated[kept] > 0).astype(np.int64),
            _SIZE: heads[kept],
            question.outcome: total[kept] / heads[kept],
        }
    )
    means = Table(frame, table.file)
    return estimate_few_table(
        means, outcome=question.outcome, unit=UNIT, treated=TREATED, size=_SIZE, seed=seed
    )


def _attrition(on: np.ndarray, seen: np.ndarray, limits: EvidenceLimits) -> tuple[Check, ...]:
    missing = float((~seen).mean()) if seen.size else 0.0
    shares = [float((~seen[group]).mean()) if group.any() else 0.0 for group in (on, ~on)]
    apart = abs(shares[0] - shares[1])
    holds = missing <= limits.missing_outcome and apart <= limits.missing_difference
    text = say("share_per_cent_lack_outcome_groups")
    text = text.format(share=round(100 * missing), apart=round(100 * apart))
    return (Check("attrition", holds, text, missing),)
