"""The sentences of `diagnosis`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

say = Sentences(
    {
        "are_found_figures_per_municipality_but": N_(
            "Der er {found} tal pr. kommune, men {k} kommuner i forsøget og {n} i alt."
        ),
        "at_least_1_month_before_start": N_(
            "Der skal måles mindst 1 måned før start og højst {n} måneder i alt."
        ),
        "at_most_n_units": N_("Højst {n} enheder."),
        "audit_must_look_at_one_case": N_("Et tilsyn skal se på mindst én sag."),
        "baseline": N_("Udgangspunktet"),
        "baseline_is_not_stated_50_per": N_(
            "Udgangspunktet er ikke oplyst; der regnes med 50 pct., hvor en ændring er sværest at vise."
        ),
        "baseline_plus_smallest_relevant_difference": N_(
            "Udgangspunktet plus den mindste relevante forskel skal være mellem 0 og 100 pct."
        ),
        "before_and_after_or_questionnaire_only": N_("før og efter, eller kun spørgeskema"),
        "bring_in_more_municipalities_with_k": N_(
            "Få flere kommuner med: med {k} af {n} bliver den mindste p-værdi {p}."
        ),
        "can_never_be_shown": N_("kan aldrig vises"),
        "can_show_10_percentage_points": N_("Kan vise 10 procentpoint, hvis det er nok"),
        "can_show_only_large_change": N_("Kan kun vise en stor ændring"),
        "can_show_relevant_change": N_("Kan vise en relevant ændring"),
        "cannot_be_more_units_in_experiment": N_(
            "Der kan ikke være flere enheder i forsøget ({k}) end enheder i alt ({n})."
        ),
        "cases_are_compared_with": N_("Sager, de holdes op mod"),
        "change_matters_is_found_with": N_("Den ændring, der betyder noget, findes med"),
        "change_question": N_("Skift spørgsmål"),
        "choose_another_measure_exists_in_every": N_(
            "Vælg et andet mål, der findes i hver sag: tid pr. sag, ventetid, antal attester, udgift."
        ),
        "choose_another_outcome": N_("Vælg et andet mål"),
        "code_is_not_municipality_code": N_("{code} er ikke en kommunekode."),
        "compare_with_more_municipalities_whole_country": N_(
            "Sammenlign med flere kommuner: hele landet har {n}."
        ),
        "comparison_at_one_point_in_time": N_(
            "sammenligning på ét tidspunkt, eller før og efter med kontrol"
        ),
        "comparison_both_before_and_after": N_("sammenligning både før og efter"),
        "correlation": N_("Korrelationen"),
        "correlation_must_be_below_1": N_("Korrelationen skal være under 1."),
        "counts_and_accounts": N_("optælling og beretninger"),
        "counts_cannot_be_negative": N_("Antal kan ikke være negative."),
        "development_or_as_perceived": N_("udvikling eller oplevet"),
        "do_not_start": N_("Start ikke"),
        "does_not_help_at_pace_takes": N_("Det hjælper ikke: i dette tempo tager det over {n} år."),
        "does_not_help_even_all_n": N_(
            "Det hjælper ikke: selv hele landets {n} kommuner er for få i dette tempo."
        ),
        "draw_lots_for_start": N_("Træk lod om starten"),
        "draw_needs_seed": N_("Der skal et frø til en lodtrækning."),
        "each_date_takes_at_least": N_("Der skal mindst en kommune og en måned til hvert tidspunkt."),
        "effect": N_("effekt"),
        "effect_assuming_parallel_trends": N_("effekt under antagelse om parallelle forløb"),
        "estimate_cannot_be_negative": N_("Et skøn kan ikke være negativt."),
        "estimate_volume": N_("Skøn over volumen"),
        "estimate_volume_before_start_how_many": N_(
            "Skøn over volumen før start: hvor mange borgere om året, i hvor stor en del af sagerne reglen "
            "betyder noget, og hvor ofte fritagelsen vil blive brugt."
        ),
        "experience": N_("erfaringer"),
        "extend_period_to_times_times_present": N_("Forlæng perioden til {times} gange den nuværende."),
        "extend_period_until_are_enough_uses": N_("Forlæng perioden, indtil der er brug nok."),
        "fall_of_5_percentage_points": N_(
            "Et fald på 5 procentpoint skrives -5 i et felt i pct. og -0,05 på kommandolinjen."
        ),
        "figures_per_municipality_add_up": N_(
            "Tallene pr. kommune giver {total} sager tilsammen, ikke {uses}."
        ),
        "forecast_is_median_uses_in_months": N_(
            "Prognosen er {median} sager på {months} måneder; i otte af ti tilfælde mellem {low} og {high}."
        ),
        "from_start_to_end": N_("fra {start} til {end}"),
        "give_before_months_before_first_start": N_("Angiv --before: antal måneder før den første start."),
        "give_both_units_and_treated_units": N_("Angiv både --units og --treated-units."),
        "give_units_treated_units_and_months": N_("Angiv --units, --treated-units og --months."),
        "groups_add_up_to_total": N_("Grupperne giver {total} tilsammen, ikke {asked}."),
        "highest_step_on_evidence_ladder": N_("Højeste trin på evidensstigen"),
        "how_long_is_measured_before_start": N_(
            "Hvor længe der måles før start, er ikke oplyst; der regnes med {n} måneder."
        ),
        "how_much_cases_in_same_municipality": N_(
            "Hvor meget sager i samme kommune ligner hinanden, er ikke oplyst; der regnes med en "
            "korrelation på 0,02."
        ),
        "if_agree_on_all_n_cases": N_(
            "Er de enige i alle {n} sager, er enigheden mindst {lower} (kappa mindst {kappa}). For at vise "
            "over {wanted}, når den er 95 pct., skal der {needed} sager til."
        ),
        "if_none_of_is_possible_do": N_("Er intet af det muligt, så lad være med at starte som et forsøg."),
        "if_none_of_is_possible_do_not_start": N_(
            "Er intet af det muligt, så lad være med at starte som et forsøg: der mangler {n} sager."
        ),
        "in_four_steps_with_12_months": N_(
            "I fire trin med 12 måneder målt før start findes {points} procentpoint med en sandsynlighed på "
            "{power} (simuleret)."
        ),
        "join_municipalities_in_one_experiment": N_(
            "Læg kommuner sammen om ét forsøg med ens regler, mål og markering."
        ),
        "let_at_least_four_municipalities_begin": N_(
            "Lad mindst fire kommuner begynde hver sin dag i trukket rækkefølge: det giver 24 rækkefølger "
            "og en mindste p-værdi på {p}; tre giver 6 og kan aldrig vise noget. Lodtrækning med offentligt "
            "frø gør dem, der venter, til sammenligning. Med færre kommuner kan der trækkes lod mellem "
            "sagerne."
        ),
        "let_k_municipalities_begin": N_(
            "Lad de {k} kommuner begynde hver sin dag i trukket rækkefølge: det giver {orders} rækkefølger "
            "og en mindste p-værdi på {p}. Lodtrækning med offentligt frø gør dem, der venter, til "
            "sammenligning."
        ),
        "let_two_judge": N_("Lad to vurdere"),
        "let_two_professionals_assess_each_case": N_(
            "Lad to fagpersoner hver for sig vurdere hver sag efter samme skema, og vis, hvor ofte de er "
            "enige."
        ),
        "low_likely_and_high_must_stand": N_("Lavt, sandsynligt og højt skal stå i stigende orden."),
        "margin_is_all_that_can_be_lost": N_(
            "Fra udgangspunktet kan det ikke blive så meget ringere, som marginen siger, så den er altid overholdt."
        ),
        "margin_must_be_above_0": N_("Marginen skal være over 0 og højst 100 procentpoint."),
        "margin_must_lie_between_0": N_("Marginen skal ligge mellem 0 og 1, fx 0,10."),
        "measure_baseline_before_start_or_write": N_(
            "Mål udgangspunktet før start, eller skriv, hvorfor det ikke kan lade sig gøre."
        ),
        "measure_starting_point": N_("Mål udgangspunktet"),
        "measure_time_in_20_cases": N_("Mål tiden i 20 sager, og brug standardafvigelsen."),
        "measuring_before_start_requires_units": N_(
            "En måling før start kræver enheder og forsøgets længde."
        ),
        "merge_municipalities": N_("Læg kommuner sammen"),
        "more_than_thousand_million": N_("over en milliard"),
        "more_uses_in_same_municipalities": N_(
            "Flere sager i de samme kommuner er ikke nok: der skal flere kommuner med i forsøget."
        ),
        "municipality_code_stands_twice": N_("Kommune {code} står to gange."),
        "n_30_per_cent_is_written_0": N_("30 pct. skrives 0,30."),
        "n_30_per_cent_is_written_30": N_("30 pct. skrives 30 i et felt i pct. og 0,30 på kommandolinjen."),
        "n_of_5_what": N_("{n} af 5: {what}"),
        "n_uses_show_change_of_d": N_(
            "Med {n} sager vises en ændring på {d} standardafvigelser; svinger tiden pr. sag med {minutes} "
            "minutter, er det {detectable} minutter."
        ),
        "name_cannot_be_negative_n": N_("{name} kan ikke være negativt: {n}."),
        "name_is_too_large_n": N_("{name} er for stort: {n}."),
        "name_must_be_between_0": N_("{name} skal være mellem 0 og 100 pct., ikke {share}."),
        "no_more_cases_n_can": N_("Der kan ikke ses på flere sager ({n}) end listen har ({population})."),
        "no_worse_can_be_shown_with": N_("»Ikke ringere« kan vises med"),
        "number_for_comparison": N_("Antal til sammenligning"),
        "number_in_one_municipality": N_("Antal i en kommune"),
        "number_is_published_target_not_forecast": N_(
            "Antallet er et offentliggjort måltal, ikke en prognose: målgruppens størrelse er ikke oplyst."
        ),
        "number_of_months_before_start": N_("Antal måneder før start"),
        "number_of_months_must_be_above": N_("Antal måneder skal være over 0."),
        "number_of_start_dates": N_("Antal starttidspunkter"),
        "number_of_start_dates_must": N_("Antal starttidspunkter skal være mellem 1 og {n}."),
        "number_of_units": N_("Antal enheder"),
        "number_of_units_and_number": N_("Antal enheder og antal enheder i forsøget skal angives sammen."),
        "number_of_units_in_experiment": N_("Antal enheder i forsøget"),
        "number_of_uses": N_("Antal sager"),
        "order_takes_at_least_two_municipalities": N_("Der skal mindst to kommuner til en rækkefølge."),
        "outcome_is_measured_in_unit": N_(
            "»{outcome}« måles i {unit} og er ingen andel; tallene her gælder, hvor mange der når et mål."
        ),
        "persistence_of_correlation": N_("Korrelationens holdbarhed"),
        "probability_of_enough_uses_n": N_("Sandsynligheden for, at der kommer brug nok ({n}), er {chance}."),
        "prolong": N_("Forlæng"),
        "questionnaire_must_be_sent": N_(
            "Et spørgeskema skal sendes til mindst én, og ingen gruppe kan være negativ."
        ),
        "random_draw": N_("lodtrækning"),
        "response_rate": N_("Svarprocenten"),
        "response_rate_must_be_above_0": N_("Svarprocenten skal være over 0 og højst 1."),
        "response_rate_must_be_above_0_and_correlation": N_(
            "Svarprocenten skal være over 0 og korrelationen under 1."
        ),
        "several_municipalities_can_begin": N_(
            "Flere kommuner kan begynde samme dag, men en dag uden kommuner er ingen start."
        ),
        "share_can_be_at_most_1": N_("En andel kan højst være 1."),
        "smallest_fall_can_be_shown": N_("Mindste fald, der kan vises"),
        "smallest_possible_p_value": N_("Mindste mulige p-værdi"),
        "smallest_relevant_difference_lies_between_100": N_(
            "Den mindste relevante forskel ligger mellem -100 og 100 procentpoint og kan ikke være 0."
        ),
        "smallest_relevant_difference_must_be_number": N_(
            "Den mindste relevante forskel skal være et tal og kan ikke være 0."
        ),
        "smallest_rise_can_be_shown": N_("Mindste stigning, der kan vises"),
        "spread_must_be_number_above_0": N_("Spredningen skal være et tal over 0."),
        "staggered_start_requires_measuring_before": N_("Trinvis start kræver, at der også måles før start."),
        "starting_point_is_itself_measured": N_(
            "Udgangspunktet bliver selv målt; der regnes med lige så mange sager før eller ved siden af "
            "({n})."
        ),
        "stop": N_("Stop"),
        "strongest_word_in_report": N_("Stærkeste ord i en rapport"),
        "suggests": N_("tyder på"),
        "takes_n_times_as_many_uses": N_(
            "Der skal {n} gange så mange sager om måneden til: en bredere målgruppe, eller fritagelsen "
            "brugt oftere."
        ),
        "threshold_instrument_or_staggered_start_where": N_(
            "grænse, instrument eller trinvis start, hvor alle kontroller holder"
        ),
        "too_thin": N_("For spinkelt"),
        "use_number_nobody_knows_beforehand_such": N_(
            "Brug et tal, som ingen kender i forvejen, fx en lottotrækning på en dag, I nævner nu."
        ),
        "uses_needed_to_show": N_("Brug, der skal til for at vise det"),
        "uses_reckoned_with": N_("Brug, der er regnet med"),
        "uses_takes_to_find": N_("Brug, der skal til for at finde den"),
        "volume_unknown": N_("Ukendt volumen"),
        "widen": N_("Udvid"),
        "widen_target_group_or_let_exemption": N_(
            "Udvid målgruppen, eller lad fritagelsen gælde flere sager."
        ),
        "with_n_months_more_at_same": NN_(
            "Med {n} måned mere i samme tempo er der {uses} den {day}.",
            "Med {n} måneder mere i samme tempo er der {uses} den {day}.",
        ),
        "with_n_more_months_at_same": NN_(
            "Med {n} måned mere i samme tempo er der {uses}: i alt {years} år.",
            "Med {n} måneder mere i samme tempo er der {uses}: i alt {years} år.",
        ),
        "with_n_more_municipalities_like_yours": NN_(
            "Med {n} kommune mere som jeres er der {uses} i perioden.",
            "Med {n} kommuner mere som jeres er der {uses} i perioden.",
        ),
        "with_n_municipalities_more_at_same": NN_(
            "Med {n} kommune mere i samme tempo er der {uses}, når perioden slutter {day}.",
            "Med {n} kommuner mere i samme tempo er der {uses}, når perioden slutter {day}.",
        ),
        "without_cases_agreement_cannot_be_measured": N_("Uden sager kan enighed ikke måles."),
        "word": N_("»{word}«"),
        "write_smaller_margin": N_("Skriv en mindre margin: den største forringelse, I kan leve med."),
    }
)
