"""The sentences of `datasets`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "experiments_decisions_conclusions": N_(
            "Forsøg, beslutninger, konklusioner, deltagelse, tal, tvivl og love."
        ),
        "frirum_data_on_free_municipality_experiments": N_("Frirum: data om frikommuneforsøg"),
        "frirum_data_on_free_municipality_experiments_version": N_(
            "Frirum: data om frikommuneforsøg, version {day}. {address}"
        ),
        "unchanged_since_etag_was_asked_with": N_("uændret siden den ETag, der blev spurgt med"),
    }
)
