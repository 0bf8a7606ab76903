"""Each way out of a design that is too thin, as a sentence with its number; None where it is no way out."""

from __future__ import annotations

import math
from dataclasses import replace

from frirum.core.designs.diagnosis.chance import Chance
from frirum.core.designs.diagnosis.mean_outcomes import MeanQuestion, diagnose_mean
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.raters import WANTED_AGREEMENT, agreement, cases_for_agreement
from frirum.core.designs.diagnosis.simulated import TimeSimulation
from frirum.core.effects import binomial_power as exact
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_exact, format_number, format_p_value, format_share

ALPHA = 0.05
LONGEST_YEARS = 8
MUNICIPALITIES = 98
# No target group is widened to more than so many times as many uses.
MOST_TIMES_WIDER = 5
# A change that matters where nobody has said which: ten percentage points either way. It is printed as assumed.
ASSUMED_RELEVANT = 0.10
# The fewest municipalities whose drawn order can give a p-value of 5 %: 4! = 24 orders.
FEWEST_IN_ORDER = 4
_MOST_COUNTED = 12
_MEASURED_BEFORE = 12
_EXAMPLE_MINUTES = 30


def uses_for_assumed(question: DesignQuestion) -> int | None:
    """Uses that show ten percentage points against a known level, when the design states no aim; else None."""
    if question.baseline is None or question.smallest_relevant or question.margin or question.has_units:
        return None
    difference = ASSUMED_RELEVANT if question.baseline <= 0.5 else -ASSUMED_RELEVANT
    return exact.uses_needed(question.baseline, difference)


def more_units(question: DesignQuestion, smallest_p: float | None) -> str | None:
    """How many units must take part before a p-value of 5 % can be reached."""
    if question.units is None or question.treated_units is None or (smallest_p or 0) <= ALPHA:
        return None
    for treated in range(question.treated_units + 1, question.units):
        if math.comb(question.units, treated) >= 1 / ALPHA:
            text = _("Få flere kommuner med: med {k} af {n} bliver den mindste p-værdi {p}.")
            p = format_p_value(1 / math.comb(question.units, treated))
            return text.format(k=treated, n=question.units, p=p)
    return _("Sammenlign med flere kommuner: hele landet har {n}.").format(n=MUNICIPALITIES)


def _factor(question: DesignQuestion, needed: int | None) -> float | None:
    """How many times as many uses it takes; None where that is not known, or they are there already."""
    if not needed or not question.uses or needed <= question.uses:
        return None
    return needed / question.uses


def _is_beyond_uses(question: DesignQuestion, needed: int | None) -> bool:
    """Whether no number of uses in the same units is enough for the aim that is stated."""
    has_aim = question.smallest_relevant is not None or question.margin is not None
    return needed is None and has_aim and (question.has_units or question.is_clustered)


def _times(factor: float) -> str:
    return format_number(math.ceil(factor)) if factor >= 3 else format_number(math.ceil(10 * factor) / 10, 1)


def merge(question: DesignQuestion, needed: int | None) -> str | None:
    """Municipalities together, with the factor they have to give."""
    if question.uses is None:
        return None
    factor = _factor(question, needed)
    if factor is None:
        return _("Læg kommuner sammen om ét forsøg med ens regler, mål og markering.")
    if factor > MUNICIPALITIES:
        return None
    return _(
        "Læg kommuner sammen: der skal {times} gange så mange brug til, altså flere kommuner af jeres størrelse."
    ).format(times=_times(factor))


def widen(question: DesignQuestion, needed: int | None) -> str | None:
    """A wider target group."""
    if question.uses is None or _is_beyond_uses(question, needed):
        return None
    factor = _factor(question, needed)
    if factor is None:
        return _("Udvid målgruppen, eller lad fritagelsen gælde flere sager.")
    if factor > MOST_TIMES_WIDER:
        return _(
            "En bredere målgruppe er ikke nok alene: der skal {times} gange så mange brug til, og over {most} gange "
            "er sjældent til at nå."
        ).format(times=_times(factor), most=MOST_TIMES_WIDER)
    return _("Udvid målgruppen, så der kommer {times} gange så mange brug.").format(times=_times(factor))


def prolong(question: DesignQuestion, needed: int | None) -> str | None:
    """A longer period, while it is still a period."""
    if question.uses is None or _is_beyond_uses(question, needed):
        return None
    factor = _factor(question, needed)
    if factor is None:
        return _("Forlæng perioden, indtil der er brug nok.")
    # Where nobody says how long the period is, it is taken as a year, the shortest that is worth prolonging.
    years = (question.months or 12) * factor / 12
    if years > LONGEST_YEARS:
        return None
    if question.months is None:
        return _("Forlæng perioden til {times} gange den nuværende.").format(times=_times(factor))
    return _("Forlæng perioden til {times} gange den nuværende, i alt {years} år.").format(
        times=_times(factor), years=format_number(math.ceil(10 * years) / 10, 1)
    )


def draw_start(question: DesignQuestion) -> str:
    """Staggered starts in a drawn order, with the number of orders and what they can show."""
    units = question.treated_units or len(question.per_unit)
    if units < FEWEST_IN_ORDER:
        return _(
            "Lad mindst fire kommuner begynde hver sin dag i trukket rækkefølge: det giver 24 rækkefølger og en "
            "mindste p-værdi på {p}; tre giver 6 og kan aldrig vise noget. Lodtrækning med offentligt frø gør "
            "dem, der venter, til sammenligning. Med færre kommuner kan der trækkes lod mellem sagerne."
        ).format(p=format_p_value(1 / 24))
    orders = format_number(math.factorial(units)) if units <= _MOST_COUNTED else _("over en milliard")
    text = _(
        "Lad de {k} kommuner begynde hver sin dag i trukket rækkefølge: det giver {orders} rækkefølger og en mindste "
        "p-værdi på {p}. Lodtrækning med offentligt frø gør dem, der venter, til sammenligning."
    ).format(k=units, orders=orders, p=format_p_value(1 / math.factorial(units)))
    found = _power_in_steps(question, units)
    if found is None:
        return text
    more = _(
        "I fire trin med 12 måneder målt før start findes {points} procentpoint med en sandsynlighed på {power} "
        "(simuleret)."
    )
    points = format_exact(round(abs(question.smallest_relevant or 0) * 100, 1))
    return f"{text} {more.format(points=points, power=format_share(found.share, 0))}"


def _power_in_steps(question: DesignQuestion, units: int) -> Chance | None:
    """The power of the same municipalities in four drawn steps, each other's comparison; None where numbers lack."""
    if not question.uses or question.baseline is None or question.months is None:
        return None
    if question.smallest_relevant is None or question.months < FEWEST_IN_ORDER:
        return None
    stepped = replace(
        question, units=units, treated_units=units, per_unit=question.per_unit[:units], steps=FEWEST_IN_ORDER,
        before=question.before or _MEASURED_BEFORE, drawn=True, comparison=None, margin=None,
    )  # fmt: skip
    return TimeSimulation(stepped).reject(question.baseline + question.smallest_relevant)


def other_outcome(question: DesignQuestion) -> str:
    """Time or cost, which every case has, with the change that so many cases can show."""
    text = _("Vælg et andet mål, der findes i hver sag: tid pr. sag, ventetid, antal attester, udgift.")
    found = diagnose_mean(
        MeanQuestion(uses=question.uses or 0, deviation=1.0, comparison=question.comparison)
    )
    if found.detectable is None:
        return text
    more = _(
        "Med {n} brug vises en ændring på {d} standardafvigelser; svinger tiden pr. sag med {minutes} minutter, er det "
        "{detectable} minutter."
    ).format(
        n=format_number(question.uses or 0),
        d=format_number(found.detectable, 2),
        minutes=_EXAMPLE_MINUTES,
        detectable=format_number(math.ceil(_EXAMPLE_MINUTES * found.detectable)),
    )
    return f"{text} {more}"


def two_raters(question: DesignQuestion) -> str:
    """Structured judgement by two, with what their agreement on so many cases shows."""
    text = _(
        "Lad to fagpersoner hver for sig vurdere hver sag efter samme skema, og vis, hvor ofte de er enige."
    )
    if not question.uses:
        return text
    found = agreement(question.uses, question.uses)
    more = _(
        "Er de enige i alle {n} sager, er enigheden mindst {lower} (kappa mindst {kappa}). For at vise over "
        "{wanted}, når den er 95 pct., skal der {needed} sager til."
    ).format(
        n=format_number(question.uses),
        lower=format_share(found.lower),
        kappa=format_number(found.adjusted_lower, 2),
        wanted=format_share(WANTED_AGREEMENT, 0),
        needed=cases_for_agreement(),
    )
    return f"{text} {more}"


def do_not_start(question: DesignQuestion, needed: int | None) -> str:
    """What is left, with what is wanting."""
    if _factor(question, needed) is None:
        return _("Er intet af det muligt, så lad være med at starte som et forsøg.")
    return _("Er intet af det muligt, så lad være med at starte som et forsøg: der mangler {n} brug.").format(
        n=format_number((needed or 0) - (question.uses or 0))
    )
