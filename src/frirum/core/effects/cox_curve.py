"""How long it takes for somebody with given covariates: the survival curve of a Cox model.

Estimand: S(t | x). Assumption: the hazards of the model are proportional. The baseline is Efron's, over the same risk
sets as the coefficients (entry < t ≤ exit), so that late entry counts in both; a known package leaves it out of the
baseline. The standard error holds the coefficients' too.

Source: Efron (1977), Journal of the American Statistical Association 72; Tsiatis (1981), Annals of Statistics 9;
Therneau & Grambsch (2000), Modeling Survival Data, section 10.2.
"""

from __future__ import annotations

import numpy as np

from frirum.core.effects.cox import CoxFit
from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.survival_curve import Curve
from frirum.core.files.table import FloatArray


def survival_at(spells: Spells, x: FloatArray, fit: CoxFit, at: FloatArray) -> Curve:
    """The curve of one who has the covariates `at`.

    Args:
        spells: those of the fit; event 1 counts.
        x: (n, p) their covariates; fit: what `cox.fit_cox` gave.
        at: (p,) covariates.

    Returns:
        At the event times; `at_risk` and `events` are those of all spells.
    """
    centred = x - at  # hazards are then relative to the one asked about
    weight = np.exp(centred @ fit.coefficients)
    times = spells.event_times()
    steps, variances, leans = [], [], []
    for time in times:
        risk = (spells.entry < time) & (spells.exit >= time)
        tied = (spells.exit == time) & (spells.event == 1)
        d = int(tied.sum())
        part = np.arange(d) / d
        zero = weight[risk].sum() - part * weight[tied].sum()
        one = (weight[risk] @ centred[risk]) - part[:, None] * (weight[tied] @ centred[tied])
        steps.append((1 / zero).sum())
        variances.append((1 / zero**2).sum())
        leans.append((one / zero[:, None] ** 2).sum(axis=0))
    hazard = np.cumsum(steps)
    lean = np.cumsum(np.array(leans), axis=0)
    variance = np.cumsum(variances) + np.einsum("ti,ij,tj->t", lean, fit.covariance, lean)
    survival = np.exp(-hazard)
    return Curve(
        times=times,
        at_risk=spells.at_risk(times),
        events=spells.events_at(times, 1),
        survival=survival,
        se=survival * np.sqrt(variance),
        last=float(spells.exit.max()),
    )
