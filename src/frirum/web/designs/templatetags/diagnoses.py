"""A diagnosis on a page: the figures in a list, the sentences they come from folded under it."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frirum.core.designs.diagnosis.diagnosis import Diagnosis
from frirum.core.designs.diagnosis.words import chance, level
from frirum.core.vocabulary.danish import format_number

register = template.Library()

# What a definition would have to state, by the last word of its key path.
_MISSING = {
    "uptake": gettext_lazy("hvor mange gange forsøget ventes brugt"),
    "eligible_per_year": gettext_lazy("hvor mange borgere om året der kan komme på tale"),
    "share_rule_bites": gettext_lazy("i hvor stor en del af sagerne reglen betyder noget"),
    "share_used": gettext_lazy("i hvor stor en del af dem fritagelsen bliver brugt"),
    "research_question": gettext_lazy("et spørgsmål om en effekt"),
    "baseline": gettext_lazy("udgangspunktet"),
    "smallest_relevant": gettext_lazy("den mindste relevante ændring"),
    "margin": gettext_lazy("marginen for »ikke ringere«"),
}


@register.filter
def figures_of(found: Diagnosis) -> list[tuple[str, str]]:
    """(term, figure) of a diagnosis, for a definition list; what cannot be said is left out."""
    uses, baseline = found.question.uses, found.question.baseline
    pairs = []
    if uses is not None:
        pairs.append((_("Brug, der er regnet med"), format_number(uses)))
    if uses and baseline is not None:
        pairs += [
            (_("Mindste stigning, der kan vises"), _change(baseline, found.increase)),
            (_("Mindste fald, der kan vises"), _change(baseline, found.decrease)),
        ]
    if found.power is not None:
        pairs.append((_("Den ændring, der betyder noget, findes med"), chance(found.power)))
    if found.uses_needed is not None:
        pairs.append((_("Brug, der skal til for at finde den"), format_number(found.uses_needed)))
    step = found.highest_step
    pairs.append(
        (_("Højeste trin på evidensstigen"), _("{n} af 5: {what}").format(n=int(step), what=step.label))
    )
    pairs.append((_("Stærkeste ord i en rapport"), _("»{word}«").format(word=step.wording)))
    if found.smallest_p_in_words:
        pairs.append((_("Mindste mulige p-værdi"), found.smallest_p_in_words))
    return pairs


def _change(baseline: float, end: float | None) -> str:
    if end is None:
        return _("kan aldrig vises")
    return _("fra {start} til {end}").format(start=level(baseline), end=level(end))


@register.filter
def in_words(path: str) -> str:
    """What a key path of the definition is about; the path itself where no words are known."""
    return str(_MISSING.get(path.rsplit(".", 1)[-1], path))
