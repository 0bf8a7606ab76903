"""Discounting reproduces the published model of zidovudine with and without lamivudine to the pound.

Chancellor et al. 1997; Briggs, Claxton & Sculpher 2006, exercise 2.5. Costs are discounted at 6 %, effects are not.
"""

from __future__ import annotations

import numpy as np
import pytest

from frirum.core.economy.discounting import present_value

COUNTS = np.array([[1251, 350, 116, 17], [0, 731, 512, 15], [0, 0, 1312, 437], [0, 0, 0, 1]], dtype=float)
MONO = COUNTS / COUNTS.sum(axis=1, keepdims=True)
CARE = np.array([1701 + 1055, 1774 + 1278, 6948 + 2059, 0], dtype=float)  # direct medical and community care
ZIDOVUDINE, LAMIVUDINE, RELATIVE_RISK, YEARS, COMBINED = 2278, 2086.50, 0.509, 20, 2


def with_lamivudine() -> np.ndarray:
    slowed = MONO * RELATIVE_RISK
    np.fill_diagonal(slowed, 0)
    return slowed + np.diag(1 - slowed.sum(axis=1))


def model(combined_years: int) -> tuple[float, float]:
    """Discounted cost in pounds and life years."""
    alive, cost, years = np.array([1.0, 0, 0, 0]), [], []
    for year in range(1, YEARS + 1):
        both = year <= combined_years
        alive = alive @ (with_lamivudine() if both else MONO)
        drugs = ZIDOVUDINE + (LAMIVUDINE if both else 0)
        years.append(alive[:3].sum())
        cost.append(float(alive @ CARE + drugs * alive[:3].sum()))
    return present_value(cost, 0.06), present_value([float(one) for one in years], 0.0)


def test_the_zidovudine_model_to_the_pound() -> None:
    (mono_cost, mono_years), (both_cost, both_years) = model(0), model(COMBINED)
    assert mono_cost == pytest.approx(44_663, abs=1)
    assert mono_years == pytest.approx(7.991, abs=0.001)
    assert both_cost == pytest.approx(50_602, abs=1)
    assert both_years == pytest.approx(8.937, abs=0.001)
    assert (both_cost - mono_cost) / (both_years - mono_years) == pytest.approx(6_276, abs=1)
