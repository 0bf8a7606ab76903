"""The ways out when a design cannot answer its question, each with the number that makes it concrete."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.designs.question import DesignQuestion
from frirum.core.designs.verdict import Verdict
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number

ALPHA = 0.05
LONGEST_YEARS = 8
MUNICIPALITIES = 98


class Rescue(StrEnum):
    """What can be done to a design that is too thin."""

    STATE_VOLUME = "state_volume"
    STATE_BASELINE = "state_baseline"
    MERGE = "merge"
    WIDEN = "widen"
    PROLONG = "prolong"
    DRAW_START = "draw_start"
    OTHER_OUTCOME = "other_outcome"
    TWO_RATERS = "two_raters"
    DO_NOT_START = "do_not_start"


@dataclass(frozen=True)
class Advice:
    """One way out, in a sentence for people."""

    kind: Rescue
    text: str


def rescues(
    question: DesignQuestion, verdict: Verdict, uses_needed: int | None, smallest_p: float | None
) -> tuple[Advice, ...]:
    """The ways out in the order to try them; () when the design can show what matters."""
    if verdict is Verdict.RELEVANT:
        return ()
    if verdict is Verdict.UNKNOWN_VOLUME:
        return (
            Advice(
                Rescue.STATE_VOLUME,
                _(
                    "Skøn over volumen før start: hvor mange borgere om året, i hvor stor en del af sagerne "
                    "reglen betyder noget, og hvor ofte fritagelsen vil blive brugt."
                ),
            ),
            *([] if question.baseline is not None else [state_baseline()]),
        )
    advice = [] if question.baseline is not None or question.uses is None else [state_baseline()]
    advice += _more_units(question, smallest_p)
    advice += _more_uses(question, uses_needed)
    advice.append(
        Advice(
            Rescue.DRAW_START,
            _(
                "Lad kommunerne (eller sagerne) begynde i trukket rækkefølge: lodtrækning med offentligt frø gør "
                "dem, der venter, til sammenligning."
            ),
        )
    )
    advice += _other_ways(verdict)
    return tuple(advice)


def state_baseline() -> Advice:
    """Measure the level before the start."""
    return Advice(
        Rescue.STATE_BASELINE,
        _("Mål udgangspunktet før start, eller skriv, hvorfor det ikke kan lade sig gøre."),
    )


def _more_units(question: DesignQuestion, smallest_p: float | None) -> list[Advice]:
    """How many units must take part before a p-value of 5 % can be reached."""
    if question.units is None or question.treated_units is None or (smallest_p or 0) <= ALPHA:
        return []
    for treated in range(question.treated_units + 1, question.units):
        if math.comb(question.units, treated) >= 1 / ALPHA:
            text = _("Få flere kommuner med: med {k} af {n} bliver den mindste p-værdi {p}.").format(
                k=treated, n=question.units, p=format_number(1 / math.comb(question.units, treated), 3)
            )
            return [Advice(Rescue.MERGE, text)]
    text = _("Sammenlign med flere kommuner: hele landet har {n}.").format(n=MUNICIPALITIES)
    return [Advice(Rescue.MERGE, text)]


def _more_uses(question: DesignQuestion, uses_needed: int | None) -> list[Advice]:
    """Merging, widening and prolonging, with the factor they have to give."""
    uses = question.uses
    if uses is None:
        return []
    if not uses_needed or not uses or uses_needed <= uses:
        return [
            Advice(Rescue.MERGE, _("Læg kommuner sammen om ét forsøg med ens regler, mål og markering.")),
            Advice(Rescue.WIDEN, _("Udvid målgruppen, eller lad fritagelsen gælde flere sager.")),
            Advice(Rescue.PROLONG, _("Forlæng perioden, indtil der er brug nok.")),
        ]
    factor = uses_needed / uses
    times = format_number(
        math.ceil(factor) if factor >= 3 else math.ceil(10 * factor) / 10, 0 if factor >= 3 else 1
    )
    advice = []
    if factor <= MUNICIPALITIES:
        text = _(
            "Læg kommuner sammen: der skal {times} gange så mange brug til, altså flere kommuner af jeres størrelse."
        )
        advice.append(Advice(Rescue.MERGE, text.format(times=times)))
    advice.append(
        Advice(
            Rescue.WIDEN,
            _("Udvid målgruppen, så der kommer {times} gange så mange brug.").format(times=times),
        )
    )
    years = question.months * factor / 12 if question.months else None
    if years is None or years <= LONGEST_YEARS:
        advice.append(
            Advice(Rescue.PROLONG, _("Forlæng perioden til {times} gange den nuværende.").format(times=times))
        )
    return advice


def _other_ways(verdict: Verdict) -> list[Advice]:
    advice = [
        Advice(
            Rescue.OTHER_OUTCOME,
            _("Vælg et andet mål, der findes i hver sag: tid pr. sag, ventetid, antal attester, udgift."),
        ),
        Advice(
            Rescue.TWO_RATERS,
            _(
                "Lad to fagpersoner hver for sig vurdere hver sag efter samme skema, og vis, hvor ofte de er enige."
            ),
        ),
    ]
    if verdict is Verdict.TOO_THIN:
        advice.append(
            Advice(Rescue.DO_NOT_START, _("Er intet af det muligt, så lad være med at starte som et forsøg."))
        )
    return advice
