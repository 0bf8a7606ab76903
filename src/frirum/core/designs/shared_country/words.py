"""What two experiments that share the country can and cannot tell, each conclusion with its reason and its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import EventKind
from frirum.core.designs.diagnosis import from_plan
from frirum.core.designs.diagnosis.chance import Chance
from frirum.core.designs.diagnosis.words import chance
from frirum.core.designs.shared_country import shared_country as country
from frirum.core.designs.shared_country.shared_country import Country, CountryFigures
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import format_exact, format_number, format_p_value, format_share

# Municipalities that others lie around: Frederiksberg in København, Odense among Faaborg-Midtfyn and its neighbours.
_INSIDE = ((147, 101), (461, 430))
_NEAR_MONTHS = 12


class Concluding(StrEnum):
    """Whether a conclusion can be drawn."""

    CAN = "can"
    CANNOT = "cannot"
    INSTEAD = "instead"

    @property
    def label(self) -> str:
        """The words for people."""
        return {
            Concluding.CAN: _("Kan konkluderes"),
            Concluding.CANNOT: _("Kan ikke konkluderes"),
            Concluding.INSTEAD: _("Det ville et andet design kunne"),
        }[self]


@dataclass(frozen=True)
class CountryConclusion:
    """One thing that can or cannot be concluded.

    Attributes:
        standing: which.
        code: a stable name.
        text: the conclusion, one sentence.
        reason: why, with the numbers in words.
        figures: the numbers by name, for machines.
    """

    standing: Concluding
    code: str
    text: str
    reason: str
    figures: Mapping[str, float]

    def as_dict(self) -> dict[str, object]:
        """One object of `shared_country.conclusions` in `frirum diagnose SLUG --json`."""
        return {
            "standing": str(self.standing),
            "code": self.code,
            "text": self.text,
            "reason": self.reason,
            "figures": dict(self.figures),
        }


def shared_conclusions(
    experiment: Experiment, all_of_them: Iterable[Experiment]
) -> tuple[CountryConclusion, ...]:
    """What this planned experiment and the one that holds the rest of the country can tell together.

    Returns:
        () where no other experiment holds exactly the rest, or the numbers of participants are not stated.
    """
    other = country.other_half(experiment, all_of_them)
    whole = country.country_of(experiment, other) if other else None
    if whole is None:
        return ()
    found = country.figures_of(whole)
    return (
        _difference(whole, found),
        _description(),
        _own_effect(found),
        _before_after(experiment, whole, found),
        _selection(whole, found),
        _spill_over(whole, found),
        _volume(whole, found),
        _instead(whole, found),
    )


def _points(share: float, decimals: int = 1) -> str:
    return _("{n} procentpoint").format(n=format_exact(round(100 * share, decimals)))


def _arms(whole: Country) -> tuple[int, int]:
    return sum(whole.first), len(whole.first) - sum(whole.first)


def _difference(whole: Country, found: CountryFigures) -> CountryConclusion:
    k, rest = _arms(whole)
    each = zip(country.DIFFERENCES, found.power, strict=True)
    powers = "; ".join(f"{_points(difference)}: {format_share(one.share, 0)}" for difference, one in each)
    reason = _(
        "{k} kommuner mod {rest}, {before} måneder før (antaget) og {after} efter: en forskel på {detectable} findes "
        "med 80 pct. sandsynlighed. Mindre forskelle findes sjældnere ({powers}). Er der ingen forskel, tager testen "
        "fejl i {false}."
    ).format(
        k=k, rest=rest, before=from_plan.PLANNING_BEFORE, after=whole.months, powers=powers,
        detectable=_("ingen størrelse") if found.detectable is None else _points(found.detectable),
        false=chance(found.false_positive),
    )  # fmt: skip
    return CountryConclusion(
        Concluding.CAN,
        "difference",
        _("Om det går bedre i den ene slags kommuner end i den anden, hvis de ellers havde udviklet sig ens."),
        reason,
        {
            "detectable": -1.0 if found.detectable is None else found.detectable,
            "false_positive": found.false_positive.share,
            **{f"power_{round(100 * d)}": p.share for d, p in zip(country.DIFFERENCES, found.power, strict=True)},
        },
    )  # fmt: skip


def _description() -> CountryConclusion:
    return CountryConclusion(
        Concluding.CAN,
        "description",
        _("Hvem der vælger hvad, hvor mange der er med, og hvad der sker med dem."),
        _("Det er optælling og kræver ingen sammenligning. De, der vælger forskelligt, har selv valgt og kan ikke "
          "sammenlignes indbyrdes."),
        {},
    )  # fmt: skip


def _own_effect(found: CountryFigures) -> CountryConclusion:
    worlds = "; ".join(
        _("{one} og {other} giver {measured}").format(
            one=_signed(one), other=_signed(other), measured=_signed(round(estimate, 3))
        )
        for (one, other), estimate in zip(country.WORLDS, found.worlds, strict=True)
    )
    return CountryConclusion(
        Concluding.CANNOT,
        "own_effect",
        _("Om det ene eller det andet forsøg er bedre end de almindelige regler."),
        _(
            "Ingen kommune er uberørt, så kun forskellen mellem de to virkninger kan findes. Virkninger på {worlds} "
            "procentpoint: tre forskellige verdener, som ingen data fra de to forsøg kan kende fra hinanden."
        ).format(worlds=worlds),
        {f"world_{place}": estimate for place, estimate in enumerate(found.worlds, start=1)},
    )


def _signed(share: float) -> str:
    number = format_exact(round(100 * share, 1))
    return f"+{number}" if share > 0 else number


def _before_after(experiment: Experiment, whole: Country, found: CountryFigures) -> CountryConclusion:
    each = zip(country.SHOCKS, found.national, strict=True)
    wrong = "; ".join(f"{_points(shock)}: {format_share(one.share, 0)}" for shock, one in each)
    changes = law_changes_near_start(experiment)
    law = ngettext(
        "{n} lovændring træder i kraft inden for et år fra start og virker i alle kommuner.",
        "{n} lovændringer træder i kraft inden for et år fra start og virker i alle kommuner.",
        changes,
    ).format(n=changes)
    reason = _(
        "Alle {n} kommuner ændres på samme tid, så konjunktur og lov kan ikke skilles fra forsøgene. Flytter hele "
        "landet sig tilfældigt, finder en test af før og efter en virkning, der ikke er der ({wrong} af gangene)."
    ).format(n=len(whole.first), wrong=wrong)
    return CountryConclusion(
        Concluding.CANNOT,
        "before_after",
        _("Om det går bedre end før på grund af forsøgene."),
        f"{reason} {law}" if changes else reason,
        {
            "law_changes": changes,
            **{
                f"false_positive_{s * 100:g}": p.share
                for s, p in zip(country.SHOCKS, found.national, strict=True)
            },
        },
    )


def law_changes_near_start(experiment: Experiment) -> int:
    """Changes of law that the definition dates within twelve months of the planned start."""
    start = experiment.first_day
    if start is None:
        return 0
    dates = [event.date for event in experiment.events if event.kind is EventKind.LAW_CHANGE and event.date]
    near = [
        date
        for date in dates
        if abs(12 * (date.year - start.year) + date.month - start.month) <= _NEAR_MONTHS
    ]
    return len(near)


def _selection(whole: Country, found: CountryFigures) -> CountryConclusion:
    inside, regions = found.regions
    each = zip(country.REGIONAL_SHOCKS, found.regional, strict=True)
    wrong = "; ".join(f"{_points(shock)}: {format_share(one.share, 1)}" for shock, one in each)
    return CountryConclusion(
        Concluding.CANNOT,
        "selection",
        _("At forskellen skyldes forsøgene og ikke stederne."),
        _(
            "Kommunerne er ikke trukket: de {k} ligger i {inside} af {regions} regioner. Regnes det for et valg af "
            "regioner, er den mindste p-værdi {p}, og så kan intet vises. Bevæger regionerne sig hver for sig, finder "
            "testen oftere en forskel, der ikke er der ({wrong} af gangene mod de 5 pct., der er meningen)."
        ).format(
            k=_arms(whole)[0], inside=inside, regions=regions, wrong=wrong,
            p=format_p_value(found.smallest_p_regions),
        ),
        {
            "smallest_p_regions": found.smallest_p_regions,
            **{f"false_positive_{s * 100:g}": p.share
               for s, p in zip(country.REGIONAL_SHOCKS, found.regional, strict=True)},
        },
    )  # fmt: skip


def _spill_over(whole: Country, found: CountryFigures) -> CountryConclusion:
    arms = dict(zip(whole.codes, whole.first, strict=True))
    apart = all(arms.get(inner) != arms.get(around) for inner, around in _INSIDE)
    place = _(
        "Frederiksberg ligger midt i København og Odense midt på Fyn; begge er i et andet forsøg end kommunerne "
        "omkring dem."
    )
    kept = (1 - country.SPILL) * country.RELEVANT
    plain = _plain(found)
    reason = _(
        "De samme a-kasser og andre aktører arbejder i begge slags kommuner, og folk flytter, pendler og søger job "
        "over grænsen. Når en fjerdedel af virkningen går over i den anden slags, ligner {full} kun {kept} og findes i "
        "{spilled} i stedet for {plain}."
    ).format(
        full=_points(country.RELEVANT), kept=_points(kept, 2), spilled=format_share(found.spilled.share, 0),
        plain=format_share(plain.share, 0),
    )  # fmt: skip
    return CountryConclusion(
        Concluding.CANNOT,
        "spill_over",
        _("At virkningen bliver i den kommune, hvor forsøget er."),
        " ".join([reason.replace("..", "."), *([place] if apart else [])]),
        {"power_spilled": found.spilled.share, "power": plain.share},
    )


def _plain(found: CountryFigures) -> Chance:
    """The power for the difference that the other figures are compared with."""
    return found.power[country.DIFFERENCES.index(country.RELEVANT)]


def _volume(whole: Country, found: CountryFigures) -> CountryConclusion:
    return CountryConclusion(
        Concluding.CANNOT,
        "volume",
        _("Hvor mange der er med om året."),
        _(
            "Kilden giver {one} og {other} uden at sige, om det er pr. år eller i alt; her regnes det for hele "
            "perioden. Er det pr. år, findes {relevant} i {tripled} i stedet for {plain}: det er kommunerne, der er "
            "få, ikke borgerne."
        ).format(
            one=format_number(whole.people[0]), other=format_number(whole.people[1]),
            relevant=_points(country.RELEVANT), tripled=format_share(found.tripled.share, 0),
            plain=format_share(_plain(found).share, 0),
        ),
        {"power_tripled": found.tripled.share, "people_smaller": whole.people[0], "people_larger": whole.people[1]},
    )  # fmt: skip


def _instead(whole: Country, found: CountryFigures) -> CountryConclusion:
    return CountryConclusion(
        Concluding.INSTEAD,
        "drawn_steps",
        _("Et forsøgs egen virkning, hvis starttidspunktet blev trukket."),
        _(
            "Begyndte alle {n} kommuner med ét forsøg i fire trukne trin over et år, var de sidste uberørte, til de "
            "selv begyndte. Så findes {relevant} med en sandsynlighed på {power}, og det er forsøgets egen virkning. "
            "Trukne kommuner, der slet ikke er med, ville gøre det samme."
        ).format(n=len(whole.first), relevant=_points(country.RELEVANT), power=chance(found.stepped)),
        {"power_stepped": found.stepped.share},
    )
