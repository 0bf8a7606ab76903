"""The sentences about methods that take a row per person, answer or spell, and about counts."""

from __future__ import annotations

from collections.abc import Mapping

from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

PEOPLE: Mapping[str, str | tuple[str, str]] = {
    "alarm_at_limit_i_e": N_("alarm ved {limit}, dvs. ved e-værdien {alarm}"),
    "alarm_harm_is_more_frequent": N_("Alarm: skaden er hyppigere end udgangspunktet."),
    "alarm_harm_is_more_frequent_than_in_comparison": N_(
        "Alarm: skaden er hyppigere end i sammenligningsgruppen."
    ),
    "all_are_treated_is_nobody": N_("Alle er behandlet; der er ingen at sammenligne med."),
    "all_gave_same_answer_is_nothing": N_("Alle har givet samme svar, så der er intet at forklare."),
    "all_gave_same_answer_is_nothing_to_compare": N_(
        "Alle har givet samme svar, så der er intet at sammenligne."
    ),
    "answers_outside_steps_of_scale": N_("Svar uden for skalaens trin er sat til side: {n}."),
    "answers_within_cluster_are_alike_intraclass": N_(
        "Svarene i en klynge ligner hinanden (intraklasse-korrelation {icc}); designeffekten er {effect}."
    ),
    "are_n_clusters": N_("Der er {n} klynger."),
    "are_n_clusters_with_fewer": N_(
        "Der er {n} klynger; med færre end ti er forskellen mellem dem og fejlene for usikre."
    ),
    "are_no_cases_share_does": N_("Der er ingen tilfælde, så andelen findes ikke."),
    "are_no_cases_yet": N_("Der er ingen tilfælde endnu."),
    "are_no_events_duration_cannot": N_("Der er ingen hændelser, så varigheden kan ikke beregnes."),
    "are_no_units_in_sample": N_("Der er ingen enheder i stikprøven."),
    "areas_are_treated_only_in_part": N_(
        "Områderne er kun delvist behandlet, så de kan ikke ombyttes som helheder."
    ),
    "assumes_everything_decides_both_use": N_(
        "forudsætter, at alt, der afgør både brug og udfald, er blandt kovariaterne"
    ),
    "assumes_spells_are_censored_alike": N_("forudsætter, at forløbene afbrydes ens i grupperne"),
    "at_least_five_units": N_(
        "Mindst fem enheder på hver side; den vilde bootstrap tåler, at enhederne svinger forskelligt."
    ),
    "at_time_only_few": N_(
        "Ved {time} var kun få i risiko, og alle fik hændelsen, så kurven er 0, før alle er kommet med."
    ),
    "baseline_must_lie_between_0": N_("Udgangspunktet skal ligge mellem 0 og 1, fx 0,10."),
    "between_low_and_high_of_population": N_("mellem {low} og {high} af {population}"),
    "cannot_be_more_events_events": N_("Der kan ikke være flere hændelser ({events}) end tilfælde ({n})."),
    "cases_are_taken_as_independent": N_(
        "Sagerne regnes som uafhængige. Ligner sager fra samme kommune eller sagsbehandler hinanden, "
        "ringer alarmen for ofte: angiv --icc og --cluster-size."
    ),
    "cases_resemble_each_other_intraclass": N_(
        "Sagerne ligner hinanden (intraklasse-korrelation {icc}, {size} pr. klynge); designeffekten er "
        "{effect}."
    ),
    "cause_specific_for_event_kind_others": N_(
        "årsagsspecifik for hændelse {kind}; de øvrige tæller som afbrudt"
    ),
    "cluster_size_must_be_at_least": N_("--cluster-size skal være mindst 1."),
    "clusters_and_waves_with_fewer": N_(
        "Klynger og runder med færre end fem svar: {n}. Slå dem sammen, før tal om dem vises."
    ),
    "clusters_vary_no_more_than_people": N_(
        "Klyngerne svinger ikke mere, end personerne i dem gør; modellen er den uden klynger."
    ),
    "clusters_with_answers_in_one_wave": N_("Klynger, der kun har svar i den ene runde: {n}."),
    "column_name_duration_cannot_be_below": N_("Kolonnen {name}: en varighed kan ikke være under 0."),
    "column_name_is_empty_in_every": N_("Kolonnen {name} er tom i alle rækker."),
    "column_name_is_empty_where_observed": N_("Kolonnen {name} er tom, hvor {observed} er 1."),
    "column_name_must_be_0": N_("Kolonnen {name} skal være 0 for afbrudt og 1, 2, … for hændelserne."),
    "column_name_must_be_whole_number": N_("Kolonnen {name} skal være et helt tal over 0."),
    "comparison_events_and_comparison_n_belong": N_("--comparison-events og --comparison-n hører sammen."),
    "correct_cell_in_file_and_try": N_("Ret cellen i filen, og prøv igen."),
    "correct_row_or_delete": N_("Ret rækken, eller slet den."),
    "counts_are_divided_by_design_effect": N_("antal er delt med designeffekten {effect}"),
    "counts_cannot_be_negative": N_("Antal kan ikke være negative."),
    "covariates_are_collinear_or_tell_answers": N_(
        "Kovariaterne hænger sammen eller skiller svarene helt ad, så modellen kan ikke beregnes."
    ),
    "covariates_are_collinear_or_tell_events": N_(
        "Kovariaterne hænger sammen eller skiller hændelserne helt ad; forholdet kan ikke beregnes."
    ),
    "covariates_are_same_for_all": N_("Kovariater, der er ens for alle, er udeladt: {names}."),
    "covariates_follow_from_others_are_left": N_("Kovariater, der følger af de øvrige, er udeladt: {names}."),
    "covariates_must_name_at_least": N_("--covariates skal nævne mindst én kolonne."),
    "covariates_tell_two_groups_apart_completely": N_(
        "Kovariaterne skiller de to grupper helt ad eller hænger indbyrdes sammen, så de kan ikke "
        "sammenlignes."
    ),
    "curve_does_not_come_down": N_("Kurven når ikke ned på halvdelen, så medianen er ikke kendt."),
    "curve_is_known_only_to_last": N_(
        "Kurven kendes kun til {last}, så gennemsnittet til {horizon} kan ikke beregnes."
    ),
    "curve_is_not_known_as_far": N_("Kurven er ikke kendt så langt som horisonten."),
    "difference_is_1_minus_2_direction": N_("Forskel er 1 minus 2; {direction}; margen {margin}."),
    "distribution_in_wave_first_one_wave": N_(
        "Fordeling i pct. – runde {first}: {one}. Runde {second}: {two}."
    ),
    "drawn_random_out_of_n_possible": N_(
        "{drawn} tilfældige af {n} mulige ombytninger af klynger (frø {seed}) og den faktiske"
    ),
    "earlier_outcome_is_among_covariates_name": N_(
        "Blandt kovariaterne er udfaldet fra før: {name} (korrelation {r})."
    ),
    "earlier_outcome_must": N_("--earlier-outcome skal være en af kolonnerne i --covariates."),
    "entry_must_be_below_time_spell": N_(
        "{entry} skal være mindre end {time}: forløbet skal være fulgt i nogen tid."
    ),
    "estimate_must_be_number_and_standard": N_("Skønnet skal være et tal, og standardfejlen over 0."),
    "few_treated_units_of_unknown_size": N_(
        "Få behandlede enheder uden kendt størrelse; ombytning er eksakt, hvis enhederne svinger lige meget."
    ),
    "give_both_or_neither": N_("Angiv begge eller ingen af dem."),
    "groups_are_never_at_risk": N_("Grupperne er aldrig i risiko samtidig, så de kan ikke sammenlignes."),
    "groups_cannot_be_made_alike_why": N_("Grupperne kan ikke gøres ens: {why}"),
    "groups_overlap_too_little_why": N_("Grupperne overlapper for lidt: {why}"),
    "harm_must_be_above_0": N_("Skaden skal være over 0, og udgangspunktet og skaden tilsammen under 1."),
    "hazard_ratio_is_e_to_power": N_(
        "forholdet mellem risici er e opløftet til tallet og antages ens til alle tider"
    ),
    "held_against_margin_margin": N_("Holdt op mod margenen {margin}."),
    "higher_is_better": N_("højere er bedre"),
    "higher_is_worse": N_("højere er ringere"),
    "horizon_must_be_above_0": N_("--horizon skal være over 0."),
    "icc_and_cluster_size_belong_together": N_("--icc og --cluster-size hører sammen."),
    "icc_must_lie_between_0": N_("--icc skal ligge mellem 0 og 1, fx 0,05."),
    "in_one_of_groups_no_outcome": N_("I en af grupperne er intet udfald kendt."),
    "interval_holds_for_all_readings_taken": N_("intervallet gælder for alle aflæsninger under ét"),
    "interval_reaches_beyond_margin": N_("Intervallet rækker ud over margenen til mindst én side."),
    "interval_takes_waves_as_independent": N_(
        "intervallet regner runderne som uafhængige, og er for bredt, hvis de samme svarer begge gange"
    ),
    "intraclass_correlation_icc": N_("intraklasse-korrelation: {icc}"),
    "is_only_one_cluster_differences_between": N_(
        "Der er kun én klynge, så forskelle mellem klynger kan ikke beregnes."
    ),
    "is_only_one_cluster_nothing_can": N_("Der er kun én klynge, så intet kan ombyttes."),
    "is_value_in_column_step": N_(
        "Er {value} i {column} et trin på skalaen? De øvrige svar går fra {low} til {high}."
    ),
    "largest_difference_between_groups_is_after": N_(
        "Største forskel mellem grupperne er {after} standardafvigelser efter vægtning ({name}); før "
        "{before}."
    ),
    "level_has_only_who_n_persons": N_("{level} har kun {who} ({n} personer) og skiller grupperne ad."),
    "logit_p_y_j_x_above": N_(
        "logit P(Y ≤ j) = θⱼ − xβ: over 0 betyder højere svar; e opløftet til tallet er et odds-forhold"
    ),
    "margin_between_two_shares_must": N_("Margenen mellem to andele skal være under 1."),
    "margin_must_be_number_above_0": N_("Margenen skal være et tal over 0."),
    "mean_duration_counted_no_further": N_("gennemsnitlig varighed, højst regnet til {horizon}"),
    "must_be_exactly_two_waves_file": N_("Der skal være netop to runder; filen har {n}."),
    "n_at_risk": N_("{n} i risiko"),
    "n_outcomes_stand_where_should": NN_(
        "{n} udfald står, hvor det ikke skulle være kendt, og er ikke brugt.",
        "{n} udfald står, hvor de ikke skulle være kendt, og er ikke brugt.",
    ),
    "n_possible_exchanges_of_clusters_all": N_("{n} mulige ombytninger af klynger, alle gennemregnet"),
    "n_rows_without_outcome_are_left": NN_(
        "{n} række uden udfald er udeladt.", "{n} rækker uden udfald er udeladt."
    ),
    "name_tells_groups_apart_completely_nobody": N_(
        "{name} skiller grupperne helt ad: ingen i den ene gruppe er over {low}, ingen i den anden "
        "under {high}."
    ),
    "natural_logarithm_more_harm": N_("naturlig logaritme; flere skader end i sammenligningsgruppen"),
    "natural_logarithm_one_sided_mixture_over": N_(
        "naturlig logaritme; ensidig blanding over ({baseline}; 1)"
    ),
    "no_alarm_beside_comparison_group_does": N_(
        "Ingen alarm ved siden af sammenligningsgruppen; det viser ikke, at der ingen forskel er."
    ),
    "no_alarm_has_not_been_shown": N_(
        "Ingen alarm. Det er ikke vist, at skaden er hyppigere end udgangspunktet, eller at den ikke er."
    ),
    "no_answer_in_column": N_("Ingen svar i {column} er et af trinnene i --steps."),
    "no_covariate_varies_is_nothing": N_("Ingen kovariat varierer, så der er intet at justere for."),
    "no_covariate_varies_is_nothing_to_explain": N_(
        "Ingen kovariat varierer, så der er intet at forklare med."
    ),
    "no_finding_in_n_cases_only": N_(
        "Ingen fund i {n} tilfælde udelukker kun, at andelen er over {limit} (ensidigt 95 pct.)."
    ),
    "nobody_is_treated": N_("Ingen er behandlet."),
    "none_of_methods_could_be_computed": N_("Ingen af metoderne kunne regnes."),
    "nothing_varies_between_spells_uncertainty": N_(
        "Intet varierer mellem forløbene, så usikkerheden kan ikke beregnes."
    ),
    "nothing_varies_uncertainty_cannot_be_computed": N_("intet varierer, så usikkerheden kan ikke beregnes"),
    "one_of_groups_is_empty_difference": N_("En af grupperne er tom, så forskellen findes ikke."),
    "one_sided_p_of_being_worse": N_("Ensidig p for at være mindst margenen ringere: {p}."),
    "one_sided_share_1_is_higher": N_("Ensidig: andel 1 er højere end andel 2."),
    "only_n_have_known_outcome": N_(
        "Kun {n} har et kendt udfald i den mindste gruppe; det er for få til et interval."
    ),
    "outcome_column_has_numbers_too_large": N_(
        "Udfaldet {column} har for store eller for små tal til at regne med."
    ),
    "outcome_from_before_treatment": N_(
        "Udfaldet fra før behandlingen er ikke blandt kovariaterne. Folk, der ligner hinanden i resten, "
        "kan have været forskellige fra begyndelsen."
    ),
    "outcome_has_n_different_values_method": N_(
        "Udfaldet har {n} forskellige værdier; metoden er til svar på en skala med højst {most} trin."
    ),
    "outcome_is_same_everywhere": N_("Udfaldet er det samme overalt."),
    "outcomes_are_known": N_("Udfald er kendt for {one} af de behandlede og {two} af de øvrige."),
    "outcomes_lie_outside_scale_from_low": N_("Udfaldene ligger uden for skalaen fra {low} til {high}."),
    "p_is_likelihood_ratio_test": N_(
        "p er kvotienttesten af ingen forskel mellem klynger, halveret på kanten"
    ),
    "population_must_be_at_least_1": N_("Populationen skal være mindst 1."),
    "population_population_is_smaller_than_sample": N_(
        "Populationen ({population}) er mindre end stikprøven ({n})."
    ),
    "reading_counts_all_cases_from_start": N_(
        "En aflæsning tæller alle tilfælde fra starten. Ret den, eller begynd en ny overvågning."
    ),
    "reading_until_day_has_fewer_cases": N_(
        "Aflæsningen til {day} har færre tilfælde end den før, eller dagen er ikke senere."
    ),
    "scale_goes_from_low_to_high": N_("Skalaen går fra {low} til {high}."),
    "scale_is_taken_from_low": N_(
        "Skalaen er taget fra {low} til {high}, som er set; kan udfaldet ligge længere ude, er den for kort."
    ),
    "second_minus_first": N_("{second} minus {first}"),
    "share_must_lie_between_0": N_("Andelen skal ligge mellem 0 og 1, fx 0,10."),
    "share_of_all_lack_outcome": N_("{share} af alle mangler udfald."),
    "share_of_treated_have_nobody_like": N_(
        "{share} pct. af de behandlede har ingen, der ligner; vægtene svarer til {n} personer."
    ),
    "share_with_answer_top": N_("andel med svaret {top}"),
    "sizes_of_units_are_known": N_("Enhedernes størrelse er kendt, og små enheder svinger mere end store."),
    "smallest_group_has_n_people": N_(
        "Den mindste gruppe har {n} personer; det er for få til {p} kovariater."
    ),
    "smallest_possible_p_value_floor": N_("mindste mulige p-værdi: {floor}"),
    "smallest_possible_p_value_of_design": N_("Designets mindste mulige p-værdi er {floor}."),
    "steps_must_be_numbers_steps": N_("--steps skal være tal: {steps}."),
    "steps_must_name_at_least_two": N_("--steps skal nævne mindst to forskellige trin."),
    "strata_with_only_one_unit_drawn": N_(
        "Strata med kun én udtrukket enhed har ingen spredning, så usikkerheden kan ikke beregnes: {names}."
    ),
    "stratum_name_has_more_rows_n": N_("Stratum {name} har flere rækker ({n}) end sin population ({size})."),
    "stratum_name_has_two_different_populations": N_("Stratum {name} har to forskellige populationer."),
    "t_distribution_with_df_degrees": N_("t-fordeling med {df} frihedsgrader"),
    "too_thin_n_clusters_give_smallest": N_(
        "For spinkelt: {n} klynger giver en mindste p-værdi på {floor}, så intet kan vises på 5 pct.-niveau."
    ),
    "too_thin_smallest_possible_p_value": N_(
        "For spinkelt: designets mindste mulige p-værdi er {floor}, så det kan aldrig vise en effekt på "
        "5 pct.-niveau. Det kræver flere enheder."
    ),
    "treated_people": N_("behandlede"),
    "uncertainty_cannot_be_computed_nothing": N_(
        "Usikkerheden kan ikke beregnes: intet i stikprøven varierer, eller et stratum har én enhed."
    ),
    "units_start_at_different_times": N_(
        "Enhederne starter på forskellige tidspunkter, og størrelse og områder kan ikke bruges her; "
        "brug att-gt."
    ),
    "untreated_people": N_("ikke-behandlede"),
    "value_does_not_occur_in_column": N_("{value} findes ikke i kolonnen {column}."),
    "wave_second_relative_to_wave_first": N_("runde {second} i forhold til runde {first}"),
    "whole_areas_were_selected_is_areas": N_("Hele områder blev udvalgt, så det er områder, der ombyttes."),
    "whole_interval_lies_inside_margin": N_("Hele intervallet ligger inden for margenen til begge sider."),
    "whole_list_was_gone_through_figure": N_(
        "hele listen er gennemgået; tallet har ingen stikprøveusikkerhed"
    ),
    "whole_regions_within_strata_cannot": N_(
        "Hele områder inden for strata kan ikke ombyttes her; brug att-gt, eller udelad den ene."
    ),
    "without_variation_margin_cannot_be_tested": N_("Uden variation kan margenen ikke prøves."),
    "worse_end_of_interval_is_bound": N_(
        "Intervallets ringeste ende er {bound}; den ligger inden for margenen {margin}."
    ),
    "worse_end_of_interval_is_bound_lies": N_(
        "Intervallets ringeste ende er {bound}; den ligger uden for margenen {margin}."
    ),
    "write_0_or_more_in_counts": N_("Skriv 0 eller derover i antallene."),
    "write_1_or_more_in_cluster": N_("Skriv 1 eller derover i --cluster-size."),
    "write_1_or_more_in_population": N_("Skriv 1 eller derover i --population."),
    "write_as_share_for_example_0": N_("Skriv det som en andel, for eksempel 0,10."),
    "write_at_most_n_in_events": N_("Skriv højst {n} i --events, eller ret --n."),
    "write_column_in_another_unit": N_("Skriv {column} i en anden måleenhed."),
    "write_ends_of_scale_in_lowest": N_(
        "Skriv skalaens ender i --lowest og --highest; de skal rumme alle udfald."
    ),
    "write_estimate_in_point_and_standard": N_(
        "Skriv skønnet i --point og dets standardfejl i --se, for eksempel --point -0,01 --se 0,02."
    ),
    "write_for_example_icc_0_05": N_("Skriv for eksempel --icc 0,05."),
    "write_in_margin_how_much_worse": N_(
        "Skriv i --margin, hvor meget ringere der højst må være: 0,05 er fem procentpoint."
    ),
    "write_in_name_how_many_stratum": N_("Skriv i {name} hvor mange {stratum} har i alt, mindst {n}."),
    "write_in_shares_for_example_0": N_("Skriv den i andele, for eksempel 0,01 for ét procentpoint."),
    "write_name_in_covariates_too": N_("Skriv {name} i --covariates også."),
    "write_names_of_columns_after_covariates": N_(
        "Skriv kolonnernes navne efter --covariates med komma imellem."
    ),
    "write_number_above_0_after_horizon": N_("Skriv et tal over 0 efter --horizon."),
    "write_one_of_values_values": N_("Skriv en af værdierne: {values}."),
    "write_outcome_or_write_0": N_("Skriv udfaldet, eller skriv 0 i kolonnen {observed}."),
    "write_same_number_in_name": N_("Skriv samme tal i {name} i alle rækker for {stratum}."),
    "write_share_as_for_example_0": N_("Skriv andelen som for eksempel 0,10."),
    "write_share_in_baseline_for_example": N_("Skriv en andel i --baseline, for eksempel 0,10."),
    "write_steps_as_stand_in_file": N_("Skriv trinnene, som de står i filen."),
    "write_steps_in_order_of_scale": N_(
        "Skriv trinnene i skalaens rækkefølge, for eksempel --steps 1,2,3,4."
    ),
    "write_steps_of_scale_in_steps": N_(
        "Skriv skalaens trin i --steps; svar uden for dem sættes til side og tælles."
    ),
    "write_at_least_n_in_option": N_("Skriv mindst {n} i {option}."),
}
