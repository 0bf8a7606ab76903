"""A horizon in whole months, as registers and rules of measures count it."""

from __future__ import annotations

from frirum.core.catalogue.casework import Duration


def months_of(horizon: Duration | None) -> int | None:
    """Years and months as months; None without a horizon, or where weeks or days are part of it."""
    if horizon is None or horizon.days or horizon.weeks:
        return None
    return 12 * (horizon.years or 0) + (horizon.months or 0)
