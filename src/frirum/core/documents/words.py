"""What the written documents are called and the headings of their parts, in the reader's language."""

from __future__ import annotations

from frirum.core.language import gettext as _
from frirum.core.language import gettext_noop as N_

KINDS = {
    "final": N_("Slutrapport"),
    "interim": N_("Foreløbigt notat"),
    "conclusions": N_("Konklusionstabel"),
    "pixi": N_("Pixi-udgave"),
}
"""The kinds of document that people write in."""
FOREWORD = N_("Forord")
OVERALL_CONCLUSIONS = N_("Overordnede konklusioner")
OVERALL_ADVICE = N_("Samlet anbefaling")
SPEAKS_AGAINST = N_("Hvad der taler imod")
OUTSIDE_DESIGN = N_("Ny viden uden for forsøgenes design")
ACTIVE, OTHERS = N_("Aktive forsøg"), N_("Netværkets andre forsøg")
NONE_ACTIVE = N_("Ingen af netværkets forsøg er i gang.")
MORE, FURTHER_READING, CONTACT = N_("For mere viden"), N_("Læs mere"), N_("Kontakt")
OWN_CONCLUSIONS = N_("Kommunernes egne konklusioner")
OPEN_ROWS = N_("Rækkerne står under hinanden, mens der skrives. I det frosne dokument er de en tabel.")
MUNICIPALITIES, WHAT_IT_IS = N_("Kommuner"), N_("Hvad indebærer forsøget")
NO_FORM = N_("intet skema modtaget")

REACH = N_("Forsøget var lagt an, så det stærkeste, der kan siges, er »{word}« (trin {n} af 5: {label}).")
MUNICIPALITIES_CONCLUDE = N_("Hvad kommunerne selv konkluderer")
MUNICIPALITIES_SAY = N_("Hvad siger kommunerne selv?")
NO_ANSWERS = N_("Der var aftalt {n} løfter og målinger. Ingen af dem har fået svar af en kørsel.")
SOME_ANSWERS = N_(
    "Der var aftalt {n} løfter og målinger. {answered} har fået svar af en kørsel, {unanswered} har ikke."
)
NOTHING_PROMISED = N_("Kilderne siger ikke, hvad der skulle findes ud af.")
RULE_PROPOSED = N_("målingen er foreslået, men ikke kørt")
OTHER_RESULTS = N_("Resultaterne her er ikke dem, dokumentet bygger på.")


def said(words: str) -> str:
    """One of the texts above in the reader's language."""
    return _(words)
