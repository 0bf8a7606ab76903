"""Where in a definition a finding stands, in words for people; the key path stays in the JSON and the editor."""

from __future__ import annotations

import re

from frirum.core.language import gettext as _

_SEGMENT = re.compile(r"(?P<name>[a-z_]+)(?:\[(?P<index>\d+)\])?")


def place_in_words(path: str) -> str:
    """`plan.success_criterion[0].threshold` as "Succeskriterium 1, grænse"; the path itself where words are wanting."""
    names = _names()
    words = []
    for segment in path.removeprefix("plan.").split("."):
        found = _SEGMENT.fullmatch(segment)
        if found is None or found["name"] not in names:
            return path
        number = "" if found["index"] is None else f" {int(found['index']) + 1}"
        words.append(names[found["name"]] + number)
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def _names() -> dict[str, str]:
    return {
        "target_group": _("målgruppe"),
        "volume": _("volumen"),
        "purpose": _("formål"),
        "theme": _("tema"),
        "form": _("form"),
        "content": _("indhold"),
        "cadence": _("kadence"),
        "effects": _("ønskede effekter"),
        "short": _("kort sigt"),
        "medium": _("mellemlangt sigt"),
        "long": _("langt sigt"),
        "efficiencies": _("effektiviseringer"),
        "expected_result": _("forventet resultat"),
        "goal": _("mål"),
        "success_criterion": _("succeskriterium"),
        "measure": _("mål"),
        "baseline": _("udgangspunkt"),
        "threshold": _("grænse"),
        "baseline_possible": _("nulpunktsmåling"),
        "research_question": _("undersøgelsesspørgsmål"),
        "criterion": _("kriterium"),
        "method": _("metode"),
        "instrument": _("redskab"),
        "question": _("spørgsmål"),
        "scale": _("svarskala"),
        "sample_size": _("antal svarpersoner"),
        "wave": _("runde"),
    }
