"""Who stands behind an answer, as disclosure control has to know it before a figure leaves the house."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl

from frirum.core.disclosure.estimates import EstimateUse, UseSide, two_largest
from frirum.core.evidence.answered import TIME, TREATED, UNIT, Answered, Behind, BehindSide
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.starts import COUNTED, Starts, starts_of
from frirum.core.evidence.stored import StoredResult, StoredSide
from frirum.core.evidence.strength import p_of_test
from frirum.core.files.table import FloatArray, Table


def behind_counts(found: Answered) -> Behind:
    """Of an answer that was counted by rule: what it counted itself, two shares and no model."""
    (n1, n2), (events1, events2) = found.people, found.events
    return Behind(
        BehindSide(n1, events1), None if n2 is None else BehindSide(n2, events2), 1 if n2 is None else 2
    )


def behind_table(table: Table, column: str, question: PlannedQuestion) -> Behind:
    """Of an answer that was reckoned from a table.

    Raises:
        InputRefused: a cell that cannot be used.
    """
    values = table.numbers(column, allow_missing=True)
    seen = ~np.isnan(values)
    codes, labels = table.codes(UNIT)
    if TIME not in table.frame.columns:
        on = table.indicator(TREATED)
        heads: FloatArray | None = np.ones(len(values))
        parameters = 2 + len([name for name in table.frame.columns if name in question.covariates])
    else:
        starts = starts_of(table)
        on = (starts.first >= 0)[starts.codes]
        # The same people return: those of one period are the people.
        seen &= starts.time == starts.time.max()
        heads = _heads(table, question, starts)
        parameters = len(labels) + len(starts.periods) + len(question.covariates)
    sides = [
        _side(values[of], codes[of], None if heads is None else heads[of]) for of in (on & seen, ~on & seen)
    ]
    return Behind(sides[0], sides[1] if (~on).any() else None, parameters)


def _heads(table: Table, question: PlannedQuestion, starts: Starts) -> FloatArray | None:
    """How many people each row tells of: by its column of sizes; a table with several rows in a cell has one a row."""
    size = COUNTED if COUNTED in table.frame.columns else question.size
    if size is not None:
        return table.numbers(size)
    cells = starts.codes * len(starts.periods) + starts.time
    return None if len(np.unique(cells)) == len(cells) else np.ones(len(cells))


def _side(values: FloatArray, codes: np.ndarray, heads: FloatArray | None) -> BehindSide:
    if heads is None:
        return BehindSide(None)
    people = round(float(heads.sum()))
    if not len(values):
        return BehindSide(0)
    by_unit = np.bincount(codes, weights=heads)
    units = int((by_unit > 0).sum())
    single = bool((heads == 1).all())
    rest = None if single and units == people else people - round(float(by_unit.max()))
    told = set(np.unique(values).tolist())
    if bool(((values >= 0) & (values <= 1)).all()) and (not single or told <= {0.0, 1.0}):
        return BehindSide(people, round(float((values * heads).sum())), rest)
    if not single:
        return BehindSide(people, rest=rest)
    most = int(pl.Series(values).value_counts()["count"].max())  # type: ignore[arg-type]
    return BehindSide(people, None, rest, people - most, two_largest(values))


def uses_of(result: StoredResult) -> tuple[EstimateUse, ...]:
    """The estimates of a result that may be quoted, as the gate is asked about them.

    What an older version wrote says nothing of who stands behind, and the gate holds it back for that.
    """
    sample = hashlib.sha256("\n".join(sorted(one.sha256 for one in result.inputs)).encode()).hexdigest()
    found = []
    for question in result.questions:
        row, behind = question.headline, question.behind
        if row is None or row.point is None:
            continue
        other = None if behind is None else behind.comparison
        found.append(
            EstimateUse(
                name=question.id,
                measure=f"{result.slug}: {result.asked(question).outcome}",
                sample=sample,
                point=row.point,
                lower=row.lower,
                upper=row.upper,
                is_share=question.share,
                treated=UseSide(None) if behind is None else _as_use(behind.treated),
                comparison=None if other is None else _as_use(other),
                parameters=None if behind is None else behind.parameters,
                p_value=p_of_test(result.asked(question), question),
            )
        )
    return tuple(found)


def _as_use(side: StoredSide) -> UseSide:
    return UseSide(**side.model_dump())
