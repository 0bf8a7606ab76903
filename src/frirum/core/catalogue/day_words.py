"""A day of a definition in words."""

from __future__ import annotations

import datetime as dt

from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date


def day_said(day: dt.date, *, inferred: bool) -> str:
    """1. januar 2027 (udledt): a day that no source states is marked wherever it stands."""
    return _("{day} (udledt)").format(day=format_date(day)) if inferred else format_date(day)
