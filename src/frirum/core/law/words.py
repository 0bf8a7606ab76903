"""What an answer says of doubts and of days that settle no number, in the reader's language."""

from __future__ import annotations

from frirum.core.catalogue.sources import Doubt
from frirum.core.language import current_language
from frirum.core.language import gettext as _
from frirum.core.law.counting import Between


def doubt_said(doubt: Doubt) -> str:
    """The reading that was used, or what the sources leave open."""
    english = current_language() == "en"
    if doubt.open:
        return _("Tvivl i kilderne: {text}").format(text=(english and doubt.text_en) or doubt.text)
    reading = (english and doubt.reading_en) or doubt.reading
    return _("Tvivl i kilderne; læst sådan: {reading}").format(reading=reading)


def between_said(value: Between) -> str:
    """What the days make where they make no single number of months."""
    return _("Dagene giver mindst {low} og højst {high} måneder; en person må afgøre det.").format(
        low=value.low, high=value.high
    )
