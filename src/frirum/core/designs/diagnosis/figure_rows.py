"""The figures of a diagnosis as rows for people: the same on the page, in the document and on the command line.

A row that the verdict contradicts is left out: a design that is too thin has no strongest word, and a question of "no
worse" looks for no rise.
"""

from __future__ import annotations

from frirum.core.designs.diagnosis.diagnosis import Diagnosis
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.designs.diagnosis.words import chance, level
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number

_SHOWS_NOTHING = (Verdict.TOO_THIN, Verdict.UNKNOWN_VOLUME)


def figure_rows(found: Diagnosis) -> list[tuple[str, str]]:
    """(term, figure) of a diagnosis; what cannot be said is left out."""
    uses = found.question.uses
    rows = [] if uses is None else [(_("Brug, der er regnet med"), format_number(uses))]
    if found.question.comparison is not None:
        rows.append((_("Sager, de holdes op mod"), format_number(found.question.comparison)))
    if found.verdict not in _SHOWS_NOTHING:
        rows += _changes(found)
    rows += _aim(found)
    if found.verdict not in _SHOWS_NOTHING:
        step = found.highest_step
        rows.append(
            (_("Højeste trin på evidensstigen"), _("{n} af 5: {what}").format(n=int(step), what=step.label))
        )
        rows.append((_("Stærkeste ord i en rapport"), _("»{word}«").format(word=step.wording)))
    if found.smallest_p_in_words:
        rows.append((_("Mindste mulige p-værdi"), found.smallest_p_in_words))
    return rows


def _changes(found: Diagnosis) -> list[tuple[str, str]]:
    """What can be found at all, in the direction that is asked for."""
    question = found.question
    if not question.uses or question.baseline is None or question.asks_no_worse_only:
        return []
    rise = (_("Mindste stigning, der kan vises"), _change(question.baseline, found.increase))
    fall = (_("Mindste fald, der kan vises"), _change(question.baseline, found.decrease))
    return {True: [rise], False: [fall], None: [rise, fall]}[question.asked_rises]


def _aim(found: Diagnosis) -> list[tuple[str, str]]:
    if found.power is None:
        return []
    if found.question.asks_no_worse_only:
        rows = [(_("»Ikke ringere« kan vises med"), chance(found.power))]
        needed = _("Brug, der skal til for at vise det")
    else:
        rows = [(_("Den ændring, der betyder noget, findes med"), chance(found.power))]
        needed = _("Brug, der skal til for at finde den")
    if found.uses_needed is not None:
        rows.append((needed, format_number(found.uses_needed)))
    return rows


def _change(baseline: float, end: float | None) -> str:
    if end is None:
        return _("kan aldrig vises")
    return _("fra {start} til {end}").format(start=level(baseline), end=level(end))
