"""What checks, methods and kinds of figures are called to people; result files keep the identifiers.

Every name that an estimator or a check can carry has its word here: a test reads the names off the code.
"""

from __future__ import annotations

from frirum.core.evidence.answered import RULE
from frirum.core.language import gettext as _
from frirum.core.language import gettext_noop as N_

_CHECKS = {
    "alarm": N_("Alarm mod udgangspunktet"),
    "alarm_comparison": N_("Alarm mod dem, der sammenlignes med"),
    "anticipation": N_("Foregriben af starten"),
    "at_beyond_data": N_("Tidspunkt efter datas slut"),
    "attrition": N_("Manglende udfald"),
    "attrition_gap": N_("Forskel i manglende udfald"),
    "autocorrelation": N_("Sammenhæng mellem naboperioder"),
    "balance": N_("Grupperne ligner hinanden før"),
    "blinding": N_("Blinding"),
    "as_planned": N_("Afvigelser fra planen"),
    "blocks_mixed": N_("Blokke med både behandlede og andre"),
    "breakdown_relative_magnitudes": N_("Brud, svaret tåler, i forhold til før start"),
    "breakdown_smoothness": N_("Knæk, svaret tåler"),
    "clusters": N_("Klynger"),
    "clusters_in_one_wave": N_("Klynger i kun én runde"),
    "collinear_covariates": N_("Kovariater, der siger det samme"),
    "composition": N_("Sammensætningen af gruppen"),
    "constant_covariate": N_("Kovariat uden variation"),
    "constant_outcome": N_("Udfald uden variation"),
    "covariates_not_identified": N_("Kovariater, der ikke kan skønnes"),
    "design_effect": N_("Klyngernes virkning på usikkerheden"),
    "dispersion": N_("Spredning i antal hændelser"),
    "distribution": N_("Fordelingen af svar"),
    "draw_verified": N_("Lodtrækningen kan gentages"),
    "e_value": N_("E-værdi af skønnet"),
    "e_value_interval": N_("E-værdi af intervallets nærmeste ende"),
    "earlier_outcome": N_("Udfaldet fra før er med"),
    "equivalent": N_("Ligeværdig inden for margenen"),
    "few_at_risk_early": N_("Få under risiko i begyndelsen"),
    "few_treated_units": N_("Få behandlede enheder"),
    "fit_before_start": N_("Lighed før start"),
    "groups_apart": N_("Grupper uden overlap"),
    "headline": N_("Tallet, der må stå først"),
    "holm": N_("p-værdi, når spørgsmålene ses under ét"),
    "horizon_beyond_data": N_("Horisont efter datas slut"),
    "imputation": N_("Skøn ved imputation"),
    "incomplete_units": N_("Enheder, der mangler perioder"),
    "independent_cases": N_("Sagerne er uafhængige"),
    "inside_margin": N_("Inden for margenen"),
    "leave_one_out": N_("Uden én enhed ad gangen"),
    "locked_in_time": N_("Planen var låst i tide"),
    "margin_p": N_("p-værdi mod margenen"),
    "mean_reversion": N_("Tilbagefald mod gennemsnittet"),
    "missing_outcome": N_("Manglende udfald"),
    "missing_periods": N_("Manglende perioder"),
    "no_between_variance": N_("Ingen forskel mellem klynger"),
    "no_comparison": N_("Ingen at sammenligne med"),
    "no_variation": N_("Ingen variation"),
    "not_normal": N_("Skæv fordeling"),
    "outcome_where_unobserved": N_("Udfald, hvor intet skulle være set"),
    "outside_steps": N_("Svar uden for skalaen"),
    "overlap": N_("Overlap mellem grupperne"),
    "p_floor": N_("Mindste mulige p-værdi"),
    "participants": N_("Deltagere efter definitionen"),
    "people": N_("Personer bag tallene"),
    "placebo": N_("Forsøg, der ikke fandt sted"),
    "placebo_outcome": N_("Udfald, forsøget ikke kan have rørt"),
    "placebo_dates": N_("Datoer uden brud"),
    "placebo_units": N_("Enheder uden brud"),
    "pretrend": N_("Forløbet før start"),
    "pretrend_slope": N_("Skævhed før start, som testen kunne have set"),
    "registration": N_("Markeringer mod registret"),
    "robustness_value": N_("Robusthedsværdi"),
    "sc_exact_minimum": N_("Syntetisk kontrol fundet nøjagtigt"),
    "sensitivity": N_("Følsomhed for brud på parallelle forløb"),
    "several_rows_per_unit_and_period": N_("Flere rækker i en enhed og periode"),
    "several_starts": N_("Flere starttidspunkter"),
    "simultaneous": N_("Andre forsøg og regler samtidig"),
    "single_unit_stratum": N_("Strata med én enhed"),
    "size_not_used": N_("Enhedernes størrelse er ikke brugt"),
    "small_clusters": N_("Små klynger"),
    "spill_over": N_("Afsmitning"),
    "starts_differ": N_("Forskellige starttidspunkter"),
    "starts_not_dealt": N_("Starter, der ikke kan byttes om"),
    "strata_that_tell": N_("Strata, der siger noget"),
    "strata_without_comparison": N_("Strata uden nogen at sammenligne med"),
    "strata_without_treated": N_("Strata uden behandlede"),
    "time_before_whole": N_("Rækkerne når hele tiden før"),
    "treated_after_last_period": N_("Start efter sidste periode"),
    "treated_from_first_period": N_("Behandlet fra første periode"),
    "unidentified_cells": N_("Celler, der ikke kan skønnes"),
    "variants": N_("Alle registrerede måder"),
    "units_left_out": N_("Udeladte enheder"),
    "units_per_coefficient": N_("Enheder pr. skøn"),
    "unpredicted_cells": N_("Celler, der ikke kan forudsiges"),
    "weights_vary": N_("Vægte, der skifter"),
    "whose_mean": N_("Hvis gennemsnit det er"),
    "within_strata": N_("Inden for strata"),
    "zero_findings": N_("Ingen fund"),
    "zero_is_a_period": N_("Nul som periode"),
    "zero_weight": N_("Vægt på nul"),
    "whole_blocks": N_("Hele områder blev udvalgt"),
}
_MEASURES = frozenset(("e_value", "e_value_interval", "robustness_value", "pretrend_slope"))
"""Checks that are a figure to know, with no limit to hold."""
_ESTIMATORS = {
    "aalen-johansen": N_("Aalen-Johansen"),
    "augmented inverse probability weighting": N_("vægtet og modelleret (dobbelt robust)"),
    "bounds for missing outcomes": N_("grænser for manglende udfald"),
    "callaway-santanna": N_("forskel i forskelle efter start (Callaway-Sant'Anna)"),
    "callaway-santanna, doubly robust": N_("forskel i forskelle efter start, dobbelt robust"),
    "change in means": N_("ændring i gennemsnit"),
    "cox-efron": N_("Cox-regression (Efron)"),
    "cumulative logit": N_("kumuleret logit"),
    "difference in differences": N_("forskel i forskelle"),
    "difference in means": N_("forskel i gennemsnit"),
    "difference in shares": N_("forskel i andele"),
    "difference-in-differences": N_("forskel i forskelle"),
    "e-process": N_("e-proces"),
    "gray": N_("Grays test"),
    "mantel-haenszel": N_("Mantel-Haenszel"),
    "given estimate": N_("oplyst skøn"),
    "imputation": N_("imputation"),
    "interrupted series": N_("brudt tidsserie"),
    "interrupted series, log_rate": N_("brudt tidsserie, rate"),
    "inverse probability weighting": N_("vægtet efter sandsynlighed"),
    "kaplan-meier": N_("Kaplan-Meier"),
    "log-rank": N_("log-rank"),
    "mann-whitney": N_("Mann-Whitney"),
    "nearest neighbour matching, bias-corrected": N_("nærmeste naboer, korrigeret"),
    "share": N_("andel"),
    "stratified mean": N_("stratificeret gennemsnit"),
    "synthetic control": N_("syntetisk kontrol"),
    "synthetic difference-in-differences": N_("syntetisk forskel i forskelle"),
    "two-way fixed effects": N_("faste effekter for enhed og tid"),
}
_INFERENCES = {
    "exact": N_("nøjagtig test"),
    "mantel-haenszel": N_("Mantel-Haenszel"),
    "aipw": N_("usikkerhed af influensfunktionen"),
    "analytic": N_("klyngerobust usikkerhed"),
    "bounds": N_("grænser"),
    "block-permutation": N_("ombytning i blokke"),
    "clopper-pearson": N_("Clopper-Pearson"),
    "cluster-permutation": N_("ombytning af klynger"),
    "conditional-least-favourable": N_("betinget test i værste tilfælde"),
    "confidence-sequence": N_("konfidenssekvens"),
    "crv1": N_("klyngerobust usikkerhed"),
    "e-process": N_("e-proces"),
    "finite-population": N_("endelig population"),
    "fisher": N_("Fishers eksakte test"),
    "fisher-one-sided": N_("Fishers eksakte test, ensidet"),
    "fixed-length": N_("interval af fast længde"),
    "hypergeometric": N_("hypergeometrisk"),
    "imbens-manski": N_("Imbens-Manski"),
    "ipw": N_("usikkerhed af vægtene"),
    "lee-wooldridge": N_("eksakt t for én enhed (Lee-Wooldridge)"),
    "matching": N_("usikkerhed af parrene"),
    "mee": N_("Mee"),
    "miettinen-nurminen": N_("Miettinen-Nurminen"),
    "newcombe": N_("Newcombe"),
    "newey-west": N_("Newey-West"),
    "none": N_("uden usikkerhed"),
    "normal": N_("normalfordeling"),
    "paired-t": N_("parret t"),
    "placebo": N_("placebo blandt de andre enheder"),
    "placebo-dates": N_("placebodatoer"),
    "placebo-units": N_("placeboenheder"),
    "quasi-poisson": N_("kvasi-Poisson"),
    "randomisation": N_("randomisering"),
    "size-scaled": N_("randomisering efter størrelse"),
    "two-by-two e-process": N_("e-proces for to grupper"),
    "wald": N_("Wald"),
    "wild": N_("wild bootstrap"),
    "wilson": N_("Wilson"),
}
_AGAINST = "_against_margin"
"""How the estimand of a row ends that was held against a margin."""
_ESTIMANDS = {
    "att": N_("Forskel for de behandlede"),
    "att_gt": N_("Forskel pr. start og tid"),
    "calendar": N_("Forskel, gennemsnit over tid"),
    "change": N_("Ændring fra før til efter"),
    "variant": N_("En anden registreret måde"),
    "did": N_("Forskel i forskelle"),
    "difference": N_("Forskel"),
    "dynamic": N_("Forskel efter tid fra start"),
    "group": N_("Forskel, gennemsnit over starter"),
    "level": N_("Spring ved bruddet"),
    "level_difference": N_("Spring ved bruddet i forhold til de andre"),
    "mean": N_("Gennemsnit"),
    "median": N_("Median"),
    "share": N_("Andel"),
    "simple": N_("Forskel, gennemsnit"),
    "slope_after": N_("Hældning efter bruddet"),
    "slope_change": N_("Ændret hældning"),
    "slope_change_difference": N_("Ændret hældning i forhold til de andre"),
    "superiority": N_("Chance for et bedre svar"),
    "total": N_("I alt"),
    "trend": N_("Hældning før bruddet"),
    "count": N_("Antal"),
    "duration": N_("Varighed"),
    "survival": N_("Andel, der endnu ikke er nået dertil"),
    "rate": N_("Rate"),
}


def check_label(name: str) -> str:
    """A check by what it looks at."""
    return _(_CHECKS[name]) if name in _CHECKS else name.replace("_", " ")


def held_label(name: str, passed: bool | None) -> str:
    """How a check came out."""
    if passed is None:
        return _("har ingen grænse") if name in _MEASURES else _("kunne ikke prøves")
    return _("ja") if passed else _("nej")


def estimand_label(name: str) -> str:
    """What a row is a figure of."""
    if name.endswith(_AGAINST):
        return _("{what}, holdt op mod margenen").format(what=estimand_label(name.removesuffix(_AGAINST)))
    return _(_ESTIMANDS[name]) if name in _ESTIMANDS else name


def method_label(estimator: str, inference: str) -> str:
    """How a row was reckoned, and what its uncertainty rests on."""
    if estimator.startswith(RULE):
        how = _("optalt efter definitionens regel ({statistic})").format(
            statistic=estimand_label(estimator.removeprefix(RULE)).lower()
        )
    else:
        how = _(_ESTIMATORS[estimator]) if estimator in _ESTIMATORS else estimator
    return f"{how}, {_(_INFERENCES[inference]) if inference in _INFERENCES else inference}"
