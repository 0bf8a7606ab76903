"""The sentences of plans and criteria."""

from __future__ import annotations

import datetime as dt

from frirum.core.language import gettext as _


def no_worse_has_a_direction() -> str:
    return _("non_inferiority skal have direction: hvilken vej er bedre?")


def ends_before_it_begins(start: dt.date, end: dt.date) -> str:
    return _("Slutter {end}, før den begynder {start}.").format(end=end, start=start)


def nothing_is_assumed() -> str:
    return _("Filen antager intet: skriv place, period eller uptake.")


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


def proposed_here(named: str) -> str:
    """That a measure or question of ours would answer it, though the design has none."""
    return _("Her er foreslået: {named}.").format(named=named)


def asked_only_after(answers: str, question: str) -> str:
    return _("(Stilles kun efter svaret {answers} på »{question}«.)").format(
        answers=answers, question=question
    )


def or_between(words: list[str]) -> str:
    """Answers of which one is enough."""
    return _(" eller ").join(f"»{word}«" for word in words)


def why_not_measured(text: str, why_not: str) -> str:
    return _("{text} (måles ikke: {why_not})").format(text=text, why_not=why_not)


def measured_without_instrument() -> str:
    """Over the measures that belong to no instrument of the design."""
    return _("Målinger, som intet redskab i designet tager")
