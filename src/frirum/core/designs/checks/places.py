"""Where in a definition a finding stands, in words for people; the key path stays in the JSON and the editor."""

from __future__ import annotations

import re
from collections.abc import Mapping

from frirum.core.language import gettext as _
from frirum.core.language import gettext_noop as N_

_SEGMENT = re.compile(r"(?P<name>[a-z_]+)(?:\[(?P<index>\d+)\])?")


def place_in_words(path: str) -> str:
    """`plan.success_criterion[0].threshold` as "Succeskriterium 1, grænse"; the path itself where words are wanting."""
    words = []
    for segment in path.removeprefix("plan.").split("."):
        found = _SEGMENT.fullmatch(segment)
        if found is None or found["name"] not in _NAMES:
            return path
        number = "" if found["index"] is None else f" {int(found['index']) + 1}"
        name = _NAMES[found["name"]]
        words.append(_(name) + number)
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


_NAMES: Mapping[str, str] = {
    "target_group": N_("målgruppe"),
    "volume": N_("volumen"),
    "purpose": N_("formål"),
    "theme": N_("tema"),
    "form": N_("form"),
    "content": N_("indhold"),
    "cadence": N_("kadence"),
    "effects": N_("ønskede effekter"),
    "short": N_("kort sigt"),
    "medium": N_("mellemlangt sigt"),
    "long": N_("langt sigt"),
    "efficiencies": N_("effektiviseringer"),
    "expected_result": N_("forventet resultat"),
    "goal": N_("mål"),
    "success_criterion": N_("succeskriterium"),
    "measure": N_("måling"),
    "baseline": N_("udgangspunkt"),
    "threshold": N_("grænse"),
    "baseline_possible": N_("nulpunktsmåling"),
    "research_question": N_("undersøgelsesspørgsmål"),
    "criterion": N_("kriterium"),
    "method": N_("metode"),
    "instrument": N_("redskab"),
    "question": N_("spørgsmål"),
    "scale": N_("svarskala"),
    "sample_size": N_("antal svarpersoner"),
    "wave": N_("runde"),
}
