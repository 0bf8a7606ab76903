"""The sentences of plans and criteria."""

from __future__ import annotations

import datetime as dt

from frirum.core.language import gettext as _


def no_worse_has_a_direction() -> str:
    return _("non_inferiority skal have direction: hvilken vej er bedre?")


def ends_before_it_begins(start: dt.date, end: dt.date) -> str:
    return _("Slutter {end}, før den begynder {start}.").format(end=end, start=start)


def nothing_is_proposed() -> str:
    return _("proposed siger, at counts eller threshold er vores: skriv dem, eller fjern proposed.")


def ours(text: str) -> str:
    """A text whose measure is ours."""
    return _("{text} (vores forslag)").format(text=text)


def answers_or_threshold_ours(*, counts: bool) -> str:
    """What of a criterion no source states."""
    return _("Hvilke svar der tæller, er vores forslag.") if counts else _("Grænsen er vores forslag.")


def whose() -> str:
    """The heading over whose something is."""
    return _("Kilde")


def yes() -> str:
    return _("ja")


def no() -> str:
    return _("nej")
