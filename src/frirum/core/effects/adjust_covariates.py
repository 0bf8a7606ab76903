"""What the covariates of an adjusted comparison can bear: levels that separate the groups, and whether the outcome from
before the treatment is among them.

People who look alike in age and schooling and differ in what they earned before are not alike. Adjusting for everything
but the earlier outcome gives the training programme of LaLonde's data an effect of −2,868 with p 5e-6 where the
experiment found +1,794.

Source: LaLonde (1986), American Economic Review 76; Dehejia & Wahba (1999), Journal of the American Statistical
Association 94; Cook, Shadish & Wong (2008), Journal of Policy Analysis and Management 27 (earlier outcomes).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.rows import Check
from frirum.core.effects.sentences import say
from frirum.core.vocabulary.danish import format_number

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
# An earlier outcome tells of the later one; below the first a column of that name tells nothing, above the second a
# column in the same unit is taken for one whatever it is called.
TELLS_NOTHING, TELLS_MUCH = 0.1, 0.5
_ALIKE = 3.0
_BEFORE = re.compile(
    r"(^|[^a-zæøå])(før|foer|foraar|forrige|tidligere|before|pre|prior|baseline|earlier|lag|lagged|past)([^a-zæøå]|$)",
    re.IGNORECASE,
)


def separating(x: FloatArray, treated: BoolArray, names: Sequence[str]) -> str | None:
    """Why one column alone tells the groups, or one of its levels, apart; None where none does."""
    for place, name in enumerate(names):
        column = x[:, place]
        levels = np.unique(column)
        if levels.size == 2:
            for level in levels[::-1]:
                inside = column == level
                if treated[inside].all() or not treated[inside].any():
                    who = say("treated_people") if treated[inside].any() else say("untreated_people")
                    shown = (
                        name
                        if ": " in name and level == levels[1]
                        else f"{name} = {format_number(float(level))}"
                    )
                    text = say("level_has_only_who_n_persons")
                    return text.format(level=shown, who=who, n=int(inside.sum()))
            continue
        own, other = column[treated], column[~treated]
        for low, high in ((own, other), (other, own)):
            if low.max() < high.min():
                text = say("name_tells_groups_apart_completely_nobody")
                return text.format(
                    name=name, low=format_number(low.max(), 3), high=format_number(high.min(), 3)
                )
    return None


def earlier_outcome(
    y: FloatArray,
    treated: BoolArray,
    x: FloatArray,
    names: Sequence[str],
    *,
    outcome: str,
    declared: str | None,
) -> Check:
    """Check `earlier_outcome` (value: its correlation with the outcome among the comparisons).

    Args:
        declared: the covariate that is said to be the earlier outcome, or None to look for one.
    """
    y, x = y[~treated], x[~treated]
    found = []
    for place, name in enumerate(names):
        strength = _correlation(x[:, place], y)
        named = name == declared if declared is not None else _sounds_earlier(name, outcome)
        if (named and strength >= TELLS_NOTHING) or (
            declared is None and strength >= TELLS_MUCH and _same_unit(x[:, place], y)
        ):
            found.append((strength, name))
    if found:
        strength, name = max(found)
        text = say("earlier_outcome_is_among_covariates_name")
        return Check("earlier_outcome", True, text.format(name=name, r=format_number(strength, 2)), strength)
    text = say("outcome_from_before_treatment")
    return Check("earlier_outcome", False, text)


def _correlation(one: FloatArray, other: FloatArray) -> float:
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return abs(float(np.corrcoef(one, other)[0, 1]))


def _same_unit(one: FloatArray, other: FloatArray) -> bool:
    """Alike in spread and level, as one quantity at two times is."""
    ratio = float(one.std()) / float(other.std())
    near = abs(float(one.mean() - other.mean())) <= _ALIKE * float(one.std() + other.std())
    return 1 / _ALIKE <= ratio <= _ALIKE and near


def _sounds_earlier(name: str, outcome: str) -> bool:
    """The outcome's own name with an earlier number or with 0 (re78, re75; y, y0), or a word for before."""
    name, outcome = name.casefold(), outcome.casefold()
    if _BEFORE.search(name.replace("_", " ")):
        return True
    parts = [re.fullmatch(r"(\D*?)[ _-]*(\d*)", text) for text in (name, outcome)]
    if parts[0] is None or parts[1] is None or parts[0][1] != parts[1][1] or not parts[0][2]:
        return False
    return not parts[1][2] or int(parts[0][2]) < int(parts[1][2])
