"""Words for codes: what a reader can do about a refusal, and how a verdict is said, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

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
