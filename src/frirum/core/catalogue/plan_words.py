"""The sentences of plans and criteria."""

from __future__ import annotations

from frirum.core.language import gettext as _


def no_worse_has_a_direction() -> str:
    return _("non_inferiority skal have direction: hvilken vej er bedre?")
