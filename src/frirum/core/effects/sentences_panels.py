"""The sentences about methods that take units over time."""

from __future__ import annotations

from collections.abc import Mapping

from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

PANELS: Mapping[str, str | tuple[str, str]] = {
    "add_row_for_unit_in_every": N_(
        "Tilføj en række for {unit} i hver periode, eller vælg en anden --treated-unit."
    ),
    "against_period_base": N_("Mod perioden {base}."),
    "are_before_periods_before_break": N_(
        "Der er {before} perioder før og {after} fra bruddet; det er for få til modellen."
    ),
    "are_fewer_than_two_comparison_units": N_("Der er færre end to sammenligningsenheder med alle perioder."),
    "are_no_periods_on_both_sides": N_("Der er ikke perioder på begge sider af basisperioden."),
    "are_too_few_periods_before_start": N_("Der er for få perioder før start til at se på forløbene."),
    "are_too_few_units_or_periods": N_(
        "Der er for få enheder eller perioder til en samlet test af forløbene før start."
    ),
    "assignments": N_("tildelinger"),
    "at_least_one_area_has_both": N_("Mindst ét område har både behandlede og andre enheder."),
    "at_least_one_region_has_units": N_(
        "Mindst ét område har enheder, der starter på forskellige tidspunkter eller aldrig."
    ),
    "at_least_one_region_lies": N_(
        "Mindst ét område ligger i flere strata, så starttidspunkterne kan ikke deles om."
    ),
    "base_period_must_lie_before_start": N_("Basisperioden skal ligge før start."),
    "base_value_does_not_have_periods": N_("--base {value} har ikke perioder på begge sider."),
    "before_start_should_be_nil": N_("Før start: skulle være nul, hvis forløbene er parallelle."),
    "break_was_held_against_n_other": N_("Bruddet er holdt op mod {n} andre enheder."),
    "break_was_held_against_n_placebo": N_("Bruddet er holdt op mod {n} placebodatoer."),
    "cell_without_people_has_sum": N_("En celle uden personer har en sum."),
    "cells_have_columns_columns": N_("Celler har kolonnerne {columns}."),
    "choose_column_with_numbers_in_place": N_("Vælg en kolonne med tal i stedet for {name}."),
    "choose_in_outcome_column_of_numbers": N_("Vælg i --outcome en kolonne med tal."),
    "column_column_does_not_exist": N_("Kolonnen {column} findes ikke."),
    "column_column_holds_something_other": N_("Kolonnen {column} indeholder andet end tal."),
    "column_column_lacks_finite_number": N_("Kolonnen {column} mangler et endeligt tal."),
    "column_column_lacks_value": N_("Kolonnen {column} mangler en værdi."),
    "column_column_must_give_first_period": N_(
        "Kolonnen {column} skal give den første periode med forsøget, ikke ja eller nej."
    ),
    "column_name_count_must_be_whole": N_(
        "Kolonnen {name}: et antal skal være et helt tal, 0 eller derover."
    ),
    "column_name_must_be_above_0": N_("Kolonnen {name} skal være over 0."),
    "columns_are_columns": N_("Kolonnerne er: {columns}."),
    "compared_within_strata": N_("sammenlignet inden for strata"),
    "comparison_can_be_never": N_("--comparison kan være never eller not-yet, ikke {value}."),
    "comparison_has_too_few_events": N_("Sammenligningen har for få hændelser til en rate."),
    "computed_as_distance_to_each_unit": N_(
        "regnet som afstand til hver enheds egen lineære udvikling før start"
    ),
    "correct_number_in_column": N_("Ret tallet i {column}; det er fx antal personer i målgruppen."),
    "count_n_must_be_whole_number": N_("Antallet n skal være et helt tal på mindst 0."),
    "counts_vary_times_times_as_much": N_(
        "Tallene spreder sig {times} gange så meget som uafhængige hændelser."
    ),
    "courses_are_exchanged_among_units": N_(
        "forløbene er byttet mellem enhederne, hvert i forhold til enhedens størrelse (frø {seed})"
    ),
    "covariate_column_lacks_value": N_("Kovariaten {column} mangler en værdi."),
    "cross_check_starts_differ_figure_may": N_(
        "Krydstjek: begyndelserne er forskellige, så tallet kan blande effekter med modsat vægt."
    ),
    "data_have_no_rows": N_("Data har ingen rækker."),
    "drawn_random_ones_of_n_possible": N_(
        "{drawn} tilfældige af {n} mulige {what} (frø {seed}) og den faktiske"
    ),
    "drawn_random_orders_of_starting_seed": N_(
        "{drawn} tilfældige rækkefølger af starttidspunkter (frø {seed}) og den faktiske"
    ),
    "effect_at_value_is_not_period": N_("--effect-at {value} er ikke en periode efter basisperioden."),
    "effect_could_not_be_checked": N_("Effekten kunne ikke efterregnes ved imputation."),
    "effect_holds_until_trends_bend": N_(
        "Effekten holder, til forløbene knækker mere end {m} fra periode til periode."
    ),
    "effect_holds_until_trends_part": N_(
        "Effekten holder, til forløbene skilles {mbar} gange så meget som før start."
    ),
    "effect_in_period_against_base": N_("Effekten i {period} mod {base}."),
    "errors_may_hang_together_over_lag": N_("Fejl må hænge sammen over {lag} perioder."),
    "errors_of_neighbouring_periods_do": N_("Fejl i naboperioder hænger ikke synligt sammen ({r})."),
    "errors_of_neighbouring_periods_hang_together": N_(
        "Fejl i naboperioder hænger sammen ({r}); stol mest på placeboprøverne."
    ),
    "every_row_has_weight_0": N_("Alle rækker har vægt 0."),
    "every_treated_unit_is_in_experiment": N_(
        "Alle behandlede enheder er i forsøget fra første periode, så der er intet før-forløb."
    ),
    "every_unit_is_treated_is_none": N_("Alle enheder er behandlet; der er ingen at sammenligne med."),
    "every_unit_joins_experiment_compare": N_(
        "Alle enheder kommer med i forsøget; sammenlign med dem, der endnu ikke er begyndt (not-yet)."
    ),
    "every_unit_weighs_same_figure_per": N_(
        "Hver enhed vejer det samme; tallet pr. person står i att-gt med vægte."
    ),
    "every_unit_weighs_same_large": N_(
        "Hver enhed vejer det samme, stor som lille. Angiv størrelsen for at se tallet pr. person."
    ),
    "experiment_begins_after_last_period": N_("Forsøget begynder efter datas sidste periode."),
    "experiment_cannot_be_told_apart": N_(
        "Forsøget kan ikke skilles fra enheder og perioder: alle begynder samtidig."
    ),
    "fill_cell_each_unit_has_same": N_("Udfyld cellen; hver enhed har den samme værdi i alle rækker."),
    "first_period_value_is_not_written": N_("Første periode {value} er ikke skrevet som datas perioder."),
    "for_k_periods_before_start_n": N_(
        "Til {k} perioder før start er {n} enheder for få til at vælge vægte efter."
    ),
    "from_value_is_not_written_like": N_("--from {value} er ikke skrevet som datas perioder."),
    "from_value_lies_outside_periods": N_("--from {value} ligger uden for datas perioder."),
    "give_every_unit_same_first_period": N_(
        "Giv hver enhed den samme første periode i alle rækker, og 0 eller tomt for aldrig."
    ),
    "hardly_ever_rejects_with_few_units": N_(
        "forkaster næsten aldrig med så få enheder og viser derfor ikke, at der ingen effekt er"
    ),
    "imputation_gives_effect_of_opposite_sign": N_(
        "Imputation giver en effekt med modsat fortegn: se efter brudte før-forløb."
    ),
    "imputation_gives_effect_of_same_sign": N_("Imputation giver en effekt med samme fortegn."),
    "in_80_per_cent_of_cases": N_(
        "Testen ville i 80 pct. af tilfældene have fanget en skævhed på {slope} pr. periode."
    ),
    "include_row_for_every_observation": N_("Tag en række med for hver observation."),
    "is_only_one_period": N_("Der er kun én periode, så der er intet før og efter."),
    "is_only_one_unit_is_none": N_("Der er kun én enhed, så der er ingen at sammenligne med."),
    "is_only_one_unit_is_nothing": N_("Der er kun én enhed, så der er intet at sammenligne med."),
    "keep_one_row_for_each_cell": N_(
        "Behold én række for hver celle, eller nævn de kolonner, der deler den, i --covariates."
    ),
    "keep_one_row_for_each_unit": N_(
        "Behold én række for hver enhed og periode, eller giv en række for hver person."
    ),
    "lag_cannot_be_below_0": N_("--lag kan ikke være under 0."),
    "lag_is_not_used_with_counts": N_("--lag bruges ikke med --counts."),
    "largest_violation_at_which_0": N_("Den største afvigelse, hvor 0 stadig er udelukket."),
    "largest_weights_weights": N_("Største vægte: {weights}"),
    "leave_cell_empty_for_units": N_(
        "Lad feltet stå tomt for enheder, der aldrig er med, eller giv perioderne andre numre end 0."
    ),
    "leave_out_lag_or_leave_out": N_("Udelad --lag, eller udelad --counts."),
    "logarithm_of_rate_uncertainty_is_widened": N_(
        "Logaritmen af raten; usikkerheden er udvidet efter spredningen."
    ),
    "mbar_and_m_cannot_be_below": N_("--mbar og --m kan ikke være under 0."),
    "mend_cell_in_file_or_leave": N_("Ret cellen i filen, eller udelad --counts."),
    "mend_n_sum_and_sum_sq": N_("Ret n, sum og sum_sq i rækken: personer, deres sum og deres kvadratsum."),
    "monte_carlo_error_of_p_value": N_("Monte Carlo-fejl på p-værdien: {error}"),
    "movements_before_start_differ_by_more": N_("Forløbene før start afviger mere, end tilfældet forklarer."),
    "must_be_at_least_two_periods": N_("Der skal være mindst to perioder før forsøgets start."),
    "n_0_in_column_can_mean_both": N_("0 i {column} kan betyde både aldrig og perioden 0."),
    "n_0_is_excluded_at_every_violation": N_(
        "0 er udelukket ved alle prøvede afvigelser, så grænsen er mindst denne."
    ),
    "n_cohorts_and_periods_could": NN_(
        "{n} kohorte og periode kunne ikke sammenlignes og indgår ikke.",
        "{n} kohorter og perioder kunne ikke sammenlignes og indgår ikke.",
    ),
    "n_combinations_of_unit_and_period": NN_(
        "{n} kombination af enhed og periode mangler; periodernes niveau er beregnet af de ubehandlede "
        "rækker.",
        "{n} kombinationer af enhed og periode mangler; periodernes niveau er beregnet af de "
        "ubehandlede rækker.",
    ),
    "n_combinations_of_unit_and_period_are_missing": NN_(
        "{n} kombination af enhed og periode mangler.", "{n} kombinationer af enhed og periode mangler."
    ),
    "n_comparison_units_lack_period": NN_(
        "{n} sammenligningsenhed mangler en periode og er udeladt.",
        "{n} sammenligningsenheder mangler en periode og er udeladt.",
    ),
    "n_periods_are_missing_inside_series": N_("Der mangler {n} perioder inde i serien."),
    "n_placebos_all_computed": N_("{n} placeboer, alle gennemregnet"),
    "n_possible_orders_of_starting_all": N_("{n} mulige rækkefølger af starttidspunkter, alle gennemregnet"),
    "n_possible_what_all_computed": N_("{n} mulige {what}, alle gennemregnet"),
    "n_random_placebos_seed_seed": N_("{n} tilfældige placeboer (frø {seed}) og den faktiske"),
    "n_random_sign_patterns_seed_seed": N_("{n} tilfældige fortegnsmønstre (frø {seed}) og det faktiske"),
    "n_sign_patterns_all_computed": N_("{n} fortegnsmønstre, alle gennemregnet"),
    "n_treated_cells_cannot_be_predicted": NN_(
        "{n} behandlet celle kan ikke forudsiges og indgår ikke.",
        "{n} behandlede celler kan ikke forudsiges og indgår ikke.",
    ),
    "n_units_are_in_experiment": NN_(
        "{n} enhed er i forsøget fra første periode og har intet før-forløb.",
        "{n} enheder er i forsøget fra første periode og har intet før-forløb.",
    ),
    "n_units_begin_after_end": NN_(
        "{n} enhed begynder efter datas slutning og tæller som ikke behandlet.",
        "{n} enheder begynder efter datas slutning og tæller som ikke behandlet.",
    ),
    "n_units_miss_period": NN_(
        "{n} enhed mangler en periode og er udeladt.", "{n} enheder mangler en periode og er udeladt."
    ),
    "name_column_of_units_in_unit": N_(
        "Nævn kolonnen med enheder i --unit, eller behold én række for hver periode."
    ),
    "name_share_per_cent": N_("{name} {share} pct."),
    "no_cohort_can_be_compared": N_("Ingen kohorte kan sammenlignes med nogen i samme perioder."),
    "no_effect_after_start_could": N_("Ingen effekt efter start kunne beregnes."),
    "no_stratum_has_both_treated": N_("Intet stratum har både behandlede og andre enheder."),
    "no_unit_is_in_experiment": N_("Ingen enhed er i forsøget i datas perioder."),
    "no_unit_is_treated": N_("Ingen enhed er behandlet."),
    "no_violation_of_parallel_trends": N_("Ingen afvigelse fra parallelle forløb er prøvet."),
    "nothing_was_compared_with_anything_else": N_(
        "Intet er sammenlignet: andet, der skete samtidig, ses som bruddet."
    ),
    "of_n_trials_without_break_k": N_(
        "Blandt {n} prøver uden brud er {k} mindst så langt ude; p kan ikke blive under {floor}."
    ),
    "offset_needs_counts": N_("--offset kræver --counts."),
    "on_one_side_of_break": N_("På den ene side af bruddet er der for få hændelser til en rate."),
    "one_of_groups_has_no_units": N_("En af grupperne har ingen enheder med alle perioder."),
    "only_n_earlier_dates_can": N_(
        "Kun {n} tidligere datoer kan prøves som placebo, så p ikke kan blive under {floor}."
    ),
    "option_value_is_neither_period": N_(
        "{option} {value} er hverken en periode i data eller et antal perioder fra start."
    ),
    "outcome_column_has_no_values": N_("Udfaldet {column} har ingen værdier."),
    "outcome_column_is_infinite": N_("Udfaldet {column} er uendeligt."),
    "outcome_does_not_vary_trends_before": N_(
        "Udfaldet varierer ikke, så forløbene før start kan ikke testes."
    ),
    "outcome_does_not_vary_uncertainty_cannot": N_(
        "Udfaldet varierer ikke, så usikkerheden kan ikke beregnes."
    ),
    "outcome_is_same_for_every_unit": N_(
        "Udfaldet er det samme for alle enheder, så der er intet at sammenligne."
    ),
    "outcome_takes_two_values_or_more": N_(
        "Udfaldet har to værdier, eller over halvdelen af de øvrige enheder har samme tal; en "
        "t-fordeling gælder ikke, og rækker, der bygger på den, er udeladt."
    ),
    "p_is_share_of_units": N_(
        "p er andelen af enheder med mindst så stor en effekt; den kan ikke blive under {floor}."
    ),
    "people_come_from_same_units_before": N_("Personerne kommer fra de samme enheder før og efter start."),
    "per_unit_difference_is_unit_weighted": N_(
        "Pr. enhed er forskellen {unit}; vejet efter størrelse, altså pr. person, er den {person}."
    ),
    "period": N_("periode"),
    "periods_are_not_equally_far_apart": N_("Perioderne ligger ikke lige langt fra hinanden."),
    "rate_ratio_ratio": N_("Rateforhold {ratio}."),
    "reckoned_within_strata_rows_cannot": N_(
        "Regnet inden for strata. Rækker, der ikke kan regnes inden for strata, er udeladt (vild "
        "bootstrap, CR2, Lee-Wooldridge)."
    ),
    "rows_with_weight_0_are_left": N_("Rækker med vægt 0 er udeladt."),
    "same_cell_stands_twice_key": N_("Samme celle står to gange: {key}."),
    "season_and_cycle_do_not_fit": N_("--season og --cycle passer ikke sammen."),
    "selections_of_areas": N_("udvalg af områder"),
    "several_rows_for_same_unit": N_(
        "Flere rækker for samme enhed og periode er læst som personer; fejlen er klynget på enheden."
    ),
    "share_per_cent_of_people_come": N_(
        "{share} pct. af personerne kommer fra andre enheder end før start; niveauer kan ligne effekter."
    ),
    "size_of_unit_must_be_above": N_("En enheds størrelse skal være over 0."),
    "sizes_are_used_only_when_every": N_(
        "Størrelser bruges kun, når hver enhed er set i alle perioder, og hver tæller én."
    ),
    "sizes_could_not_be_used": N_("Størrelserne kunne ikke bruges, så ingen test kan citeres."),
    "smallest_possible_p_value_1_n": N_("mindste mulige p-værdi: 1/{n} = {floor}"),
    "smallest_possible_p_value_under_0": N_("mindste mulige p-værdi: under 0,0001"),
    "solved_to_end_instead": N_(
        "Løst til bunds i stedet for med den offentliggjorte stopregel er sc {point}."
    ),
    "starts_could_be_dealt_in_too": N_(
        "Starttidspunkterne kunne fordeles på for få måder til, at noget kan vises på 5 pct.-niveau."
    ),
    "starts_differ_figure_is_only_cross": N_(
        "Begyndelserne er forskellige, så tallet er kun et krydstjek af att-gt."
    ),
    "strata_without_treated_units": N_("Strata uden behandlede enheder indgår ikke; enheder i dem: {n}."),
    "sum_of_squares_is_smaller": N_("Kvadratsummen er mindre, end summen og antallet tillader."),
    "synthetic_control_does_not_hit_unit": N_(
        "Den syntetiske kontrol rammer ikke enhedens niveau før start; brug ikke sc-rækken."
    ),
    "synthetic_control_follows_unit_before_start": N_("Den syntetiske kontrol følger enheden før start."),
    "t_distribution_classical_variance": N_("t-fordeling med {df} frihedsgrader, klassisk varians"),
    "t_distribution_satterthwaite": N_("t-fordeling med {df} frihedsgrader (Satterthwaite)"),
    "test_rejects_too_often_in_short": N_("Testen forkaster for ofte i korte serier; brug placeboprøven."),
    "treated_units_have_no_period_before": N_("De behandlede enheder har ingen periode før forsøgets start."),
    "treated_units_have_no_period_before_start": N_(
        "De behandlede enheder har ingen periode før forsøgets start, så der er intet før at sammenligne med."
    ),
    "treated_units_k_others_m": N_(
        "Behandlede enheder: {k}; øvrige: {m}. Det er for få til en klyngerobust p-værdi; brug "
        "randomisering eller størrelsesskaleret placebo."
    ),
    "treated_units_without_another_unit": N_(
        "Behandlede enheder uden en anden enhed i deres stratum er udeladt: {names}."
    ),
    "treatment_ends_again_for_at_least": N_(
        "Behandlingen hører op igen for mindst én enhed; metoden kræver, at den fortsætter."
    ),
    "trends_before_start_do_not_differ": N_("Forløbene før start afviger ikke påviseligt."),
    "two_differ_plan_must_say_whose": N_(
        "De to er forskellige; planen skal sige, hvis gennemsnit der spørges om."
    ),
    "unit": N_("enhed"),
    "unit_and_period": N_("enhed og periode"),
    "unit_and_treated_unit_belong_together": N_("--unit og --treated-unit hører sammen."),
    "unit_has_two_rows_for_period": N_("{unit} har to rækker for {period}, mens næsten alle andre har én."),
    "unit_unit_does_not_exist": N_("Enheden {unit} findes ikke i data."),
    "unit_unit_has_more": N_("Enheden {unit} har mere end én værdi i kolonnen {name}."),
    "unit_unit_has_two_different_starts": N_("Enheden {unit} har to forskellige begyndelser i {column}."),
    "unit_unit_lacks_period": N_("Enheden {unit} mangler en periode."),
    "units_begin_in_different_periods_use": N_(
        "Enhederne begynder i forskellige perioder; brug att-gt, og se dette tal som krydstjek."
    ),
    "units_do_not_vary_once_difference": N_(
        "Enhederne svinger ikke, når forskellen er trukket fra; {inference} kan ikke regnes."
    ),
    "units_start_at_different_times_only": N_(
        "Enhederne starter på forskellige tidspunkter; kun ombytning af starttidspunkter er regnet."
    ),
    "units_units_times_periods_periods": N_(
        "{units} enheder gange {periods} perioder er for mange til at regnes i ét stykke."
    ),
    "units_without_data_both_before": N_(
        "Enheder uden data både før og efter forsøgets start er udeladt: {names}."
    ),
    "untreated_rows_do_not_hang_together": N_(
        "De ubehandlede rækker hænger ikke sammen nok til at forudsige de behandlede."
    ),
    "use_municipality_as_unit_or_merge": N_("Brug kommunen som enhed, eller læg personer sammen til celler."),
    "weight_in_column_must_be_number": N_("Vægten i {column} skal være et tal på mindst 0."),
    "weights_change_within_unit": N_(
        "Vægtene skifter inden for en enhed og er læst som antal personer i hver periode."
    ),
    "with_covariates_starts_are_not_dealt": N_(
        "Med kovariater deles starttidspunkterne ikke om; rækkerne er klyngerobuste."
    ),
    "with_k_units_in_smallest_group": NN_(
        "Med {k} enhed i den mindste gruppe, der begyndte samtidig, forkaster den klyngerobuste test "
        "for ofte; brug randomisering eller størrelsesskaleret placebo.",
        "Med {k} enheder i den mindste gruppe, der begyndte samtidig, forkaster den klyngerobuste test "
        "for ofte; brug randomisering eller størrelsesskaleret placebo.",
    ),
    "with_n_comparison_units_p_cannot": N_("Med {n} sammenligningsenheder kan p ikke blive under {floor}."),
    "with_n_other_units_p_cannot": N_("Med {n} andre enheder kan p ikke blive under {floor}."),
    "write_0_or_leave_field_empty": N_("Skriv 0, eller lad feltet stå tomt, for enheder, der aldrig er med."),
    "write_0_or_more_in_lag": N_("Skriv 0 eller derover i --lag."),
    "write_column_of_units_in_unit": N_(
        "Skriv kolonnen med enheder i --unit og enheden med bruddet i --treated-unit."
    ),
    "write_comparison_never_or_comparison": N_("Skriv --comparison never eller --comparison not-yet."),
    "write_counts_when_outcome_is_number": N_("Skriv --counts, når udfaldet er antal hændelser."),
    "write_earlier_period_in_base_such": N_("Skriv en tidligere periode i --base, for eksempel -1."),
    "write_first_period_after_break": N_(
        "Skriv den første periode efter bruddet, som den står i filen, for eksempel {example}."
    ),
    "write_from_as_period_no_later": N_(
        "Skriv --from som en periode senest {last}, eller tag senere perioder med."
    ),
    "write_from_like_periods_in_column": N_(
        "Skriv --from som perioderne i {column}, for eksempel {example}."
    ),
    "write_in_column_unit_first_period": N_(
        "Skriv i {column} enhedens første periode med forsøget, og 0 eller tomt for aldrig."
    ),
    "write_in_treated_unit_unit": N_("Skriv i --treated-unit en enhed, som den står i kolonnen {column}."),
    "write_later_from_or_include_earlier": N_(
        "Skriv en senere --from, eller tag tidligere perioder med i filen."
    ),
    "write_later_period_in_base": N_("Skriv en senere periode i --base, eller udelad --base."),
    "write_number_of_harmonics_in_season": N_(
        "Skriv antal svingninger i --season (for eksempel 2) og perioder pr. år i --cycle (12)."
    ),
    "write_numbers_from_0_up_such": N_(
        "Skriv tal fra 0 og op, for eksempel --mbar 0.5,1,1.5,2 eller --m 0,0.01."
    ),
    "write_numbers_in_column": N_("Skriv tal i {column}."),
    "write_one_of_these_in_effect": N_("Skriv en af disse i --effect-at: {periods}."),
    "write_period_after_first": N_("Skriv en periode efter {first} og senest {last}."),
    "write_periods_from_start_base_1": N_(
        "Skriv perioder fra start: --base -1 --effect-at 0; med én start også selve perioden."
    ),
    "write_same_value_in_name": N_("Skriv samme værdi i {name} i alle rækker for {unit}."),
    "write_treated_unit_as_unit_stands": N_(
        "Skriv --treated-unit som enheden står i filen, for eksempel {example}."
    ),
    "write_value_can_be_used": N_("Skriv en værdi, der kan bruges, i {name}, eller slet rækken."),
    "write_value_in_column_delete_row": N_(
        "Skriv en værdi i {column}, slet rækken, eller udelad {column} af --covariates."
    ),
    "write_weights_above_0_in_column": N_("Skriv vægte over 0 i {column}, eller udelad --weights."),
}
