"""What is said of the ordinary duties that wake when an exemption ends, in the reader's language."""

from __future__ import annotations

from frirum.core.language import gettext as _
from frirum.core.language import own_text
from frirum.core.law.deadlines import why_no_day
from frirum.core.law.due_ending import Woken
from frirum.core.law.words import no_day_said
from frirum.core.vocabulary.danish import format_date


def woken_said(found: Woken) -> str:
    """Which duty, and by when; a day that has passed is said to have passed."""
    duty = found.duty
    name = own_text(duty, "text")
    if found.day is None:
        if duty.ordinary is not None and duty.ordinary.at_least is None:
            return _(
                "{duty}: dagen kan ikke regnes ud, da den dag, pligten løber fra, ikke er oplyst."
            ).format(duty=name)
        return f"{name}: {no_day_said(why_no_day(duty.ordinary), duty.ordinary)}."
    day = format_date(found.day)
    if found.at_once:
        return _("{duty}: straks, da den almindelige frist var den {day}.").format(duty=name, day=day)
    return _("{duty}: senest den {day}.").format(duty=name, day=day)
