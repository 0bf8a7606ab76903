"""Words for codes: what a reader can do about a refusal, and how a verdict is said, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from frirum.core.errors import UsageError
from frirum.core.files.time_labels import Label
from frirum.core.language import gettext as _

_REMEDIES: dict[str, Callable[[], str]] = {
    "beyond_data": lambda: _("Vælg en --horizon, der ligger inden for tiden i data."),
    "constant_outcome": lambda: _("Vælg i --outcome en kolonne, der varierer, eller en længere periode."),
    "empty_group": lambda: _("Angiv --n1 og --n2 på mindst 1."),
    "few_at_risk_early": lambda: _("Begynd uret senere i --entry, når flere er kommet med, og prøv igen."),
    "few_clusters": lambda: _("Tag flere klynger med, eller udelad --cluster og sig, at de hænger sammen."),
    "size_not_used": lambda: _("Udelad --size, eller giv et panel, hvor hver enhed er set i alle perioder."),
    "few_treated_units": lambda: _("Brug frirum estimate few, hvis test holder med få enheder."),
    "no_cases": lambda: _("Saml tilfælde, før der regnes; --n skal være mindst 1."),
    "no_comparison": lambda: _("Tag enheder med, der ikke er i forsøget, i samme perioder."),
    "no_covariates": lambda: _("Nævn i --covariates mindst én kolonne, der varierer mellem rækkerne."),
    "no_earlier_outcome": lambda: _(
        "Tag udfaldet fra før behandlingen med i --covariates, og nævn det i --earlier-outcome."
    ),
    "no_events": lambda: _("Følg forløbene længere, eller se efter, om kolonnen i --event er den rigtige."),
    "no_period_before": lambda: _("Tag perioder med fra før forsøgets start."),
    "no_scale": lambda: _("Vælg i --outcome en kolonne med svar på en skala med få trin."),
    "no_test": lambda: _(
        "Tag flere enheder eller blokke med, eller udelad den tilføjelse, der udelukker testen."
    ),
    "no_treated": lambda: _("Se efter, om --treated er 1 for dem, der er i forsøget."),
    "no_uncertainty": lambda: _(
        "Træk flere enheder, så de kan variere, eller vis tallet uden at konkludere."
    ),
    "no_variation": lambda: _("Vælg i --outcome en kolonne, der varierer, eller en længere periode."),
    "nothing_tried": lambda: _("Skriv mindst ét tal i --mbar eller --m."),
    "nobody_seen": lambda: _("Se efter, om --observed er 1 for dem, hvis udfald er kendt, i begge grupper."),
    "nobody_treated": lambda: _("Se efter, om --first-treated er skrevet som datas perioder."),
    "not_comparable": lambda: _("Vælg en sammenligningsgruppe, der ligner mere, eller færre --covariates."),
    "not_identified": lambda: _("Udelad fra --covariates den kolonne, der skiller svarene helt ad."),
    "not_predictable": lambda: _("Tag flere perioder før start med, eller flere enheder uden for forsøget."),
    "not_a_share": lambda: _(
        "Giv en analysetabel med en række for hver borger og tid: unit, time og udfaldet."
    ),
    "nothing_after_start": lambda: _("Tag perioder med fra efter forsøgets start."),
    "nothing_identified": lambda: _("Tag enheder med, der har tal både før og efter start, i begge grupper."),
    "one_category": lambda: _("Vælg i --outcome et spørgsmål, hvor svarene er forskellige."),
    "one_cluster": lambda: _("Nævn i --cluster en kolonne med mindst to værdier, for eksempel kommunen."),
    "one_period": lambda: _("Tag perioder med fra både før og efter start."),
    "one_unit": lambda: _("Tag enheder med, der ikke er i forsøget."),
    "p_floor": lambda: _("Tag flere enheder med; indtil da kan tallene vises, men intet konkluderes."),
    "short_series": lambda: _(
        "Tag flere perioder med fra før --from (26 giver 19 placebodatoer), eller andre enheder med --unit."
    ),
    "starts_differ": lambda: _("Brug frirum estimate att-gt, når forsøget ikke begynder samtidig overalt."),
    "too_few": lambda: _("Saml flere personer, eller nævn færre --covariates."),
    "too_few_seen": lambda: _("Find udfaldet for flere; indtil da kan grænserne vises uden interval."),
    "treated_from_first_period": lambda: _("Tag perioder med fra før forsøgets start."),
    "treatment_stops": lambda: _(
        "Lad --treated være 1 fra start til slut, og udelad perioderne efter forsøget."
    ),
    "uneven_periods": lambda: _("Saml til måneder, kvartaler eller år uden huller, og prøv igen."),
    "units_per_coefficient": lambda: _(
        "Saml perioderne til færre før start, for eksempel kvartaler, eller brug --mbar."
    ),
    "no_stratum_tells": lambda: _("Brug grovere strata i --strata, så både grupper og udfald mødes i dem."),
    "too_many_for_exact": lambda: _("Brug frirum estimate ordinal, eller waves med klynger, til så mange."),
    "two_waves": lambda: _("Nævn i --wave en kolonne med netop to værdier, og udelad andre runder af filen."),
}


def remedy(code: str) -> str:
    """What to do about a refusal with this code.

    Raises:
        KeyError: no sentence is written for the code; a fault of ours.
    """
    return _REMEDIES[code]()


_VERDICTS: dict[str, Callable[[], str]] = {
    "ikke_ringere": lambda: _("ikke ringere"),
    "kan_ikke_afgoeres": lambda: _("kan ikke afgøres"),
    "virker_modsat": lambda: _("virker modsat"),
}


def verdict(code: str) -> str:
    """A verdict as it is said to people.

    Raises:
        KeyError: an unknown verdict; a fault of ours.
    """
    return _VERDICTS[code]()


def no_uncertainty() -> str:
    """Why a row cannot stand first when nothing says how sure it is."""
    return _("Tallet kan ikke stå øverst: intet siger, hvor sikkert det er.")


def only_whole_blocks() -> str:
    """Why no row moves municipalities one by one."""
    return _(
        "Hele områder blev udvalgt. Rækker, der bytter kommuner enkeltvis, bruger ikke områderne og er udeladt."
    )


def blocks_with_sizes() -> str:
    """Why the block test that uses sizes is quoted."""
    return _("Hele områder blev udvalgt, og områder af små enheder svinger mere end områder af store.")


def two_groups(column: str, n: int) -> str:
    """Why groups cannot be compared two and two."""
    return _("Kolonnen {name} skal have to værdier; den har {n}.").format(name=column, n=n)


def no_such_group(column: str, value: str) -> str:
    """A value that was named and is not there."""
    return _("Kolonnen {name} har ingen {value}.").format(name=column, value=value)


def write_one_of(option: str, values: Sequence[str]) -> str:
    """What to write instead."""
    return _("Skriv en af disse efter {option}: {values}.").format(
        option=option, values=", ".join(values[:20])
    )


def too_many_for_exact(n: int, most: int) -> str:
    """Why an exact test is not made."""
    return _("Der er {n} svar; den nøjagtige test regnes op til {most}.").format(n=n, most=most)


def all_alike(column: str) -> str:
    """Why there is nothing to compare."""
    return _("{name} er ens for alle, så der er intet at sammenligne.").format(name=column)


def one_over_other(one: Label, other: Label) -> str:
    """Which way a probability of superiority runs."""
    return _(
        "sandsynligheden for, at et svar fra {one} ligger over et fra {other}; lige svar tæller halvt"
    ).format(one=one, other=other)


def every_deal() -> str:
    """What an exact p-value of ranks counts."""
    return _("p tæller alle fordelinger af svarene på de to grupper og forudsætter, at svarene er uafhængige")


def strata_that_tell(n: int, every: int) -> str:
    """In how many strata both groups and both outcomes are found."""
    return _(
        "{n} af {every} strata har begge grupper og begge udfald; de øvrige siger intet om forskellen."
    ).format(n=n, every=every)


def no_stratum_tells() -> str:
    """Why no odds ratio can be told."""
    return _("Intet stratum har både begge grupper og begge udfald, så der er intet at sammenligne.")


def odds_within_strata() -> str:
    """What the log of a common odds ratio is."""
    return _(
        "logaritmen til det fælles oddsforhold inden for strata; over 0 er udfaldet hyppigere i den behandlede gruppe"
    )


def half_a_case_off() -> str:
    """Which version of the test is printed."""
    return _("testen er rettet for, at antal er hele (en halv sag trukket fra afstanden)")


def curve_at() -> str:
    """Whose curve it is."""
    return _(
        "kurven for en med de nævnte kovariater efter Cox-modellen; forholdet mellem risici antages ens til alle tider"
    )


def covariate_missing(name: str) -> str:
    """A covariate without a value."""
    return _("--at mangler en værdi for kovariaten {name}.").format(name=name)


def write_at(names: Sequence[str]) -> str:
    """How to write `--at`."""
    return _("Skriv en værdi for hver kovariat, for eksempel {example}.").format(
        example=" ".join(f"--at {name}=1" for name in names)
    )


def no_such_covariate(name: str) -> str:
    """A value for something that is no covariate, or one that was left out of the model."""
    return _("--at nævner {name}, som ikke er en kovariat i modellen.").format(name=name)


def no_such_category(name: str, value: str) -> str:
    """A category that no row has."""
    return _("Kovariaten {name} har ingen værdi {value} i filen.").format(name=name, value=value)


def not_between(name: str, value: str) -> str:
    """A number beyond those in the file."""
    return _("--at {name}={value} ligger uden for det, filen har set; kurven er regnet ud over data.").format(
        name=name, value=value
    )


def at_without_covariates() -> str:
    """`--at` alone."""
    return _("--at kræver --covariates.")


def entry_with_competing_groups() -> str:
    """Why late entry and competing events by group do not go together."""
    return _("--competing med --group kræver forløb, der er set fra begyndelsen, så --entry kan ikke bruges.")


def incidence_differs(kind: int) -> str:
    """What Gray's test asks."""
    return _(
        "om sandsynligheden for hændelse {kind} over tid er ens i grupperne, når de øvrige konkurrerer"
    ).format(kind=kind)


def gray_not_made(kind: int) -> str:
    """Why there is no test of a kind of event."""
    return _("Grupperne kan ikke sammenlignes for hændelse {kind}: for lidt sker i dem.").format(kind=kind)


def degrees_of_freedom(n: int) -> str:
    """The distribution of a statistic of several groups."""
    return _("χ²-fordeling; frihedsgrader: {df}").format(df=n)


def leave_out(option: str) -> str:
    """What to do with an option that does not fit."""
    return _("Udelad {option}.").format(option=option)


def leave_out_of_covariates(name: str) -> str:
    """What to do with a value for a covariate that is not in the model."""
    return _(
        "Udelad {name} af --at, og af --covariates, hvis den er ens for alle eller følger af de øvrige."
    ).format(name=name)


def no_number(name: str, value: str) -> str:
    """A covariate of numbers given a word."""
    return _("--at {name}={value}: kovariaten er et tal.").format(name=name, value=value)


def no_name_and_value(text: str) -> str:
    """A value without the covariate it is of."""
    return _("{text} er ikke skrevet som NAVN=VÆRDI.").format(text=text)


def dealt_anew(n: int) -> str:
    """What a p-value of dealt groups counts."""
    return _("{n} tilfældige fordelinger på grupperne (frø {seed}) og den faktiske").format(n=n, seed=1)


def one_population() -> UsageError:
    return UsageError(
        _("Kun den ene populations størrelse er oplyst."),
        remedy=_("Skriv både --population1 og --population2, eller ingen af dem."),
    )


def of_two_lists(one: tuple[int, int], other: tuple[int, int]) -> str:
    """(cases drawn, cases on the list) of each."""
    said = _("Gælder sagerne på de to lister: {n1} af {all1} og {n2} af {all2} er gennemgået.")
    return said.format(n1=one[0], all1=one[1], n2=other[0], all2=other[1])
