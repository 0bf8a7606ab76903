"""The sentences of `decisions`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "municipalities_own_conclusion_period_text": N_("Kommunernes egen konklusion, {period}: {text}"),
    }
)
