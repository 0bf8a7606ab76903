"""The reasons of a diagnosis in plain Danish."""

from __future__ import annotations

from typing import Protocol

from frirum.core.designs.diagnosis.chance import Chance
from frirum.core.designs.diagnosis.engines import ALPHA
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.effects.binomial_power import lower_bound_if_all, upper_bound_if_none
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import format_exact, format_number, format_p_value, format_share

FEWEST_USES = 20
_MANY = 1_000


class Figures(Protocol):
    """The figures the sentences are made from."""

    increase: float | None
    decrease: float | None
    smallest_p: float | None
    power: Chance | None
    no_worse: Chance | None
    false_positive: Chance | None
    coverage: Chance | None
    uses_needed: int | None
    design_effect: float


def reasons(question: DesignQuestion, found: Figures, verdict: Verdict) -> tuple[str, ...]:
    """The sentences, weightiest first."""
    sentences: list[str] = []
    if question.uses is None:
        sentences.append(
            _("Ingen har sagt, hvor mange gange forsøget ventes brugt, så ingen kan sige, hvad det kan vise.")
        )
    sentences += _floor(question, found)
    if question.uses is None:
        return tuple(map(_one_full_stop, sentences))
    uses = count_uses(question.uses)
    if question.uses < FEWEST_USES:
        sentences.append(
            _("{uses} er for spinkelt: under {n} kan kun tælles og beskrives.").format(
                uses=uses[0].upper() + uses[1:], n=FEWEST_USES
            )
        )
    if question.baseline is None:
        sentences.append(
            _(
                "Udgangspunktet er ikke kendt, så en ændring kan ikke vises, uanset hvor mange sager der kommer."
            )
        )
    elif question.uses:
        # What was asked comes first: the headline is the answer to the question, not to its opposite.
        sentences += _assumed(question, found, verdict)
        sentences += _aims(question, found)
        if not question.asks_no_worse_only:
            sentences += _detectable(question, found, uses, question.baseline)
        sentences += _over_time(question, found)
        sentences += _clusters(question, found)
        sentences += _needed(question, found)
    if question.uses < _MANY:
        sentences.append(_bounds(question.uses, uses))
    return tuple(map(_one_full_stop, sentences))


def _one_full_stop(sentence: str) -> str:
    """An abbreviation that ends a sentence lends it its full stop."""
    return sentence.replace("pct..", "pct.")


def count_uses(n: int) -> str:
    """7 sager."""
    return ngettext("{n} sag", "{n} sager", n).format(n=format_number(n))


def points(difference: float) -> str:
    """5 procentpoint."""
    return _("{n} procentpoint").format(n=format_exact(round(abs(difference) * 100, 1)))


def level(share: float) -> str:
    """30 pct., 47,9 pct."""
    rounded = round(share * 100, 1)
    return format_share(share, 0 if rounded == round(rounded) else 1)


def _floor(question: DesignQuestion, found: Figures) -> list[str]:
    """Sentences on a design that can never give a small p-value."""
    if found.smallest_p is None or found.smallest_p <= ALPHA:
        return []
    shown = format_p_value(found.smallest_p)
    if question.units is not None and question.treated_units is not None:
        text = _(
            "Med {k} af {n} kommuner er den mindste p-værdi, forsøget kan give, {p}. Det kan aldrig vise en effekt: "
            "sandsynligheden for at finde den er 0, hvor stor den end er."
        )
        return [text.format(k=question.treated_units, n=question.units, p=shown)]
    text = _(
        "Den mindste p-værdi, forsøget kan give, er {p}. Det kan aldrig vise en ændring: sandsynligheden for at finde "
        "den er 0, hvor stor den end er."
    )
    return [text.format(p=shown)]


def _assumed(question: DesignQuestion, found: Figures, verdict: Verdict) -> list[str]:
    """That the verdict rests on a size nobody has stated."""
    if not question.is_aim_assumed or verdict not in (Verdict.RELEVANT, Verdict.ONLY_LARGE):
        return []
    if verdict is Verdict.RELEVANT:
        text = _(
            "Ingen har sagt, hvilken ændring der betyder noget. Regnes 10 procentpoint for relevant, kan den vises."
        )
    else:
        text = _(
            "Ingen har sagt, hvilken ændring der betyder noget. Regnes 10 procentpoint for relevant, kan den ikke "
            "vises sikkert nok."
        )
    return [text]


def _detectable(question: DesignQuestion, found: Figures, uses: str, baseline: float) -> list[str]:
    start = level(baseline)
    sentences = []
    if question.asked_rises is False:
        return _fall(found, uses, baseline)
    if found.increase is not None:
        text = _("Med {uses} kan I først vise en stigning, når andelen kommer fra {start} op på {end}.")
        sentences.append(text.format(uses=uses, start=start, end=level(found.increase)))
    elif baseline < 1:
        sentences.append(
            _("Med {uses} kan I aldrig vise en stigning fra {start}.").format(uses=uses, start=start)
        )
    return sentences if question.asked_rises else sentences + _fall(found, uses, baseline)


def _fall(found: Figures, uses: str, baseline: float) -> list[str]:
    start = level(baseline)
    if found.decrease is not None:
        text = _("Med {uses} kan I først vise et fald, når andelen kommer fra {start} ned på {end}.")
        return [text.format(uses=uses, start=start, end=level(found.decrease))]
    if baseline > 0:
        return [_("Med {uses} kan I aldrig vise et fald fra {start}.").format(uses=uses, start=start)]
    return []


def _aims(question: DesignQuestion, found: Figures) -> list[str]:
    sentences = []
    if question.smallest_relevant is not None and found.power is not None:
        text = (
            _("Er der en stigning på {points}, finder I den med en sandsynlighed på {power}.")
            if question.smallest_relevant > 0
            else _("Er der et fald på {points}, finder I det med en sandsynlighed på {power}.")
        )
        sentences.append(text.format(points=points(question.smallest_relevant), power=chance(found.power)))
    if question.margin is not None and found.no_worse is not None:
        text = (
            _(
                "Er der ingen ændring, kan I med en sandsynlighed på {power} vise, at der højst er {points} forskel "
                "til begge sider."
            )
            if question.equivalence
            else _(
                "Er der ingen ændring, kan I med en sandsynlighed på {power} vise, at det højst er blevet {points} "
                "ringere."
            )
        )
        sentences.append(text.format(power=chance(found.no_worse), points=points(question.margin)))
    return sentences


def chance(found: Chance) -> str:
    """93,1 pct., with the Monte Carlo error where it is simulated."""
    shown = format_share(found.share)
    if found.error == 0:
        return shown
    return _("{share} (simuleret, usikkerhed {error} procentpoint)").format(
        share=shown, error=format_number(100 * found.error, 1)
    )


def _clusters(question: DesignQuestion, found: Figures) -> list[str]:
    sentences = []
    # With months before the start a municipality's own level is taken out, and the plain design effect says too much.
    if found.design_effect > 1.05 and not question.is_over_time:
        text = _(
            "Sager i samme kommune ligner hinanden. Derfor skal der {effect} gange så mange til, som hvis de "
            "var uafhængige."
        )
        sentences.append(text.format(effect=format_number(found.design_effect, 1)))
    if found.false_positive is not None and found.coverage is not None:
        text = _(
            "Er der ingen ændring, tager testen alligevel fejl i {share} af tilfældene; dens 95 pct.-interval rummer "
            "den rigtige værdi i {coverage}."
        )
        sentences.append(
            text.format(share=chance(found.false_positive), coverage=format_share(found.coverage.share))
        )
    return sentences


def _over_time(question: DesignQuestion, found: Figures) -> list[str]:
    """What a design over time rests on."""
    if not question.is_over_time:
        return []
    sentences = [
        _(
            "Der måles {before} måneder før start. Ligheden mellem sager i samme kommune antages at falde til {left} "
            "på en måned; jo længere den holder, jo mere trækkes kommunens eget niveau fra."
        ).format(before=question.before, left=level(question.persistence))
    ]
    if question.steps > 1 and found.smallest_p is not None:
        text = _("Kommunerne begynder på {n} tidspunkter; den mindste p-værdi, rækkefølgen kan give, er {p}.")
        sentences.append(text.format(n=question.steps, p=format_p_value(found.smallest_p)))
        if question.treated_units == question.units:
            sentences.append(
                _(
                    "Alle ender i forsøget. De sidste er sammenligning, til de selv begynder; målinger efter det "
                    "bruges ikke."
                )
            )
        if not question.drawn:
            sentences.append(
                _(
                    "Rækkefølgen trækkes ikke: forskelle mellem dem, der begynder før og siden, kan ligne en effekt."
                )
            )
    return sentences


def _needed(question: DesignQuestion, found: Figures) -> list[str]:
    aim = question.smallest_relevant or question.margin
    if aim is None:
        return []
    if found.uses_needed is None:
        if question.has_units and (found.smallest_p or 0) <= ALPHA:
            return [_("Flere sager i de samme kommuner er ikke nok; der skal flere kommuner til.")]
        return []
    if question.uses is not None and found.uses_needed <= question.uses:
        return []
    text = _("Der skal {needed} til for at vise {points}.").format(
        needed=count_uses(found.uses_needed), points=points(aim)
    )
    pace = time_to(question, found.uses_needed)
    return [f"{text} {pace}" if pace else text]


def time_to(question: DesignQuestion, needed: int) -> str:
    """How long the uses take at the question's own pace, or ""."""
    if question.months is None or not question.uses:
        return ""
    months = needed / (question.uses / question.months)
    if months < 24:
        return _("Det tager {n} måneder i jeres tempo.").format(n=format_number(months))
    return _("Det tager {n} år i jeres tempo.").format(n=format_number(months / 12))


def _bounds(n: int, uses: str) -> str:
    if n == 0:
        return _("Uden brug er der intet at vise.")
    text = _(
        "Går alle {uses} godt, viser det kun, at andelen er mindst {lower}; går ingen, at den er højst {upper}."
    )
    return text.format(
        uses=uses, lower=format_share(lower_bound_if_all(n)), upper=format_share(upper_bound_if_none(n))
    )
