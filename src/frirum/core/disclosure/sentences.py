"""The sentences of `disclosure`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

say = Sentences(
    {
        "all_but_one_in_group": N_("Alle på nær én i {group} er i {category}."),
        "all_or_all_but_few": N_(
            "Alle, eller alle på nær få, har samme værdi, så tallet fortæller om enkeltpersoner."
        ),
        "and": N_(" og "),
        "another_release_has_been_entered": N_("En anden frigivelse er indført imens."),
        "are_fewer_than_n_people_behind": N_("Der er færre end {n} personer bag tallet."),
        "are_names": N_("Der er {names}."),
        "bar_chart_caption_n_bars_hidden": N_(
            "Søjlediagram: {caption}. {n} søjler, {hidden} skjult. Tallene står i tabellen."
        ),
        "classification_name_is_not_in_ledger": N_(
            "Inddelingen {name} står ikke i regnskabet, men dens kategorier gør, under {known}."
        ),
        "column_name_value_is_negative": N_("Kolonnen {name}: {value:g} er negativ."),
        "column_name_value_is_not_whole": N_("Kolonnen {name}: {value:g} er ikke et helt antal."),
        "column_name_value_is_too_large": N_(
            "Kolonnen {name}: {value:g} er for stort til et antal personer."
        ),
        "column_one_and_other": N_("{column}: {one} og {other} er samme kategori skrevet på to måder."),
        "correct_folder_after_ledger": N_(
            "Ret mappen efter --ledger. Er det den første frigivelse, så tilføj --new-ledger."
        ),
        "correct_sum_or_cells_or_delete": N_(
            "Ret summen eller cellerne, eller slet rækken eller kolonnen med summer."
        ),
        "degrees_of_freedom_of_model": N_("frihedsgrader i en model"),
        "delete_rows_with_totals_in_column": N_("Slet rækkerne med summer i {column}; de regnes ud her."),
        "earlier_model_on_almost_same_people": N_(
            "En tidligere model på næsten de samme personer afviger med færre end {n}."
        ),
        "everybody_in_group_is_in_category": N_("Alle i {group} er i {category}."),
        "few_persons_or_firms_account": N_("Få personer eller virksomheder står for det meste af beløbet."),
        "fewer_than_n_have_outcome": N_(
            "Færre end {n} har udfaldet, eller alle på nær færre end {n}, i mindst én af grupperne."
        ),
        "fewer_than_n_people_stand_behind": N_(
            "Der er færre end {n} personer bag tallet i mindst én af grupperne."
        ),
        "figures_on_1_n_people": N_("Tal på 1-{n} personer vises ikke."),
        "file_cannot_be_read_as_part": N_("Filen kan ikke læses som del af et frigivelsesregnskab."),
        "files_do_not_say_how_many": N_("Filerne siger ikke, hvor mange personer der er bag tallet."),
        "folder_is_not_release_ledger": N_("Mappen er ikke et frigivelsesregnskab."),
        "for_reasons_of_disclosure_control": N_("af hensyn til fortrolighed"),
        "format_of_ledger_is_not_known": N_("Regnskabets format kendes ikke."),
        "from_earlier_release_as_change_since": N_(
            "* Fra en tidligere frigivelse, da ændringen siden er nul eller under grænsen."
        ),
        "from_earlier_release_as_change_since_then": N_(
            "Fra en tidligere frigivelse, da ændringen siden er nul eller under grænsen: {cells}."
        ),
        "give_each_column_and_row_name": N_("Giv hver kolonne og række sit eget navn."),
        "give_new_or_empty_folder": N_(
            "Angiv en ny eller tom mappe, eller mappen med det regnskab, der findes."
        ),
        "give_table_column_people_with_number": N_(
            "Giv tabellen en kolonne, people, med antal personer bag hver række, og kør planen igen."
        ),
        "happens_together_with_release_number_cell": N_("Det sker sammen med frigivelse {number}, {cell}."),
        "headings_have_empty_or_double_column": N_("Overskriften har en tom eller dobbelt kolonne: {name}"),
        "hidden": N_("skjult"),
        "is_no_line_of_headings_above": N_("Der er ingen linje med overskrifter over tal i filen."),
        "is_no_release_ledger_in_folder": N_("Der er intet frigivelsesregnskab i mappen."),
        "is_release_ledger_in_folder_already": N_("Der er allerede et frigivelsesregnskab i mappen."),
        "known_settings_names": N_("Kendte indstillinger: {names}."),
        "label_is_everywhere_sum_of_all": N_(
            "{label} er overalt summen af alle andre; tabellen skal være uden summer."
        ),
        "label_is_total_table_must": N_("{label} er en sum; tabellen skal være uden summer."),
        "leave_new_ledger_out_or_name": N_("Udelad --new-ledger, eller angiv en anden mappe efter --ledger."),
        "ledger": N_("regnskabet"),
        "ledger_was_emptied_exchanged_or_put": NN_(
            "Regnskabet er tømt, udskiftet eller sat tilbage: herfra er ført {known} frigivelse, der er "
            "{there}.",
            "Regnskabet er tømt, udskiftet eller sat tilbage: herfra er ført {known} frigivelser, der er "
            "{there}.",
        ),
        "merge_categories_if_must_not_happen": N_("Læg kategorier sammen, hvis det ikke må ske."),
        "merge_categories_or_show_figures": N_(
            "Læg kategorier sammen, eller vis kun tal for hele netværket."
        ),
        "merge_categories_or_split_table": N_("Læg kategorier sammen, eller del tabellen op."),
        "merge_group_with_another_or_merge": N_(
            "Læg gruppen sammen med en anden, eller læg kategorierne sammen."
        ),
        "model_figures_with_one_value_per": N_("Modeltal med én værdi pr. person vises ikke."),
        "model_has_fewer_than_n_degrees": N_("Modellen har færre end {n} frihedsgrader tilbage."),
        "model_is_saturated_figures_are_groups": N_(
            "Modellen er mættet: dens tal er gruppernes egne gennemsnit."
        ),
        "more_lenient_value_for_name_requires": N_(
            "En lempeligere værdi for {name} kræver to forskellige personers underskrift med begrundelse."
        ),
        "more_lenient_value_requires_two_signatures": N_("En lempeligere værdi kræver to underskrifter."),
        "n_small_counts_may_be_read": NN_(
            "{n} lille tal kan måske læses af den, der selv beskytter alle tabeller, der passer: {cells}.",
            "{n} små tal kan måske læses af den, der selv beskytter alle tabeller, der passer: {cells}.",
        ),
        "name_categories_must_not_be_repeated": N_("{name}: kategorier må ikke gentages eller hedde I alt."),
        "name_every_member_belongs_to_exactly": N_(
            "{name}: hvert medlem hører til netop én gruppe, og ingen gruppe er tom."
        ),
        "name_groups_go_round_in_circle": N_("{name}: grupperne går i ring."),
        "name_in_dimension": N_("{name} i {dimension} står ikke i regnskabet, som har {known}."),
        "name_is_both_merged_and_divided": N_(
            "{name} er både lagt sammen og delt; så kan ingen se, hvem den deler med før."
        ),
        "name_value_is_looser_than_house": N_("{name} = {value} er lempeligere end husets {house}."),
        "name_value_is_no_looser": N_("{name} = {value} er ikke lempeligere end husets."),
        "name_was_not_counted_before": N_("{name} er ikke talt før i regnskabet, som har {known}."),
        "not_reckoned": N_("ikke regnet"),
        "number": N_("Antal"),
        "number_of_persons_at_each_level": N_("antal personer på hvert niveau i en model"),
        "number_of_persons_at_end": N_("antal personer ved slutningen af en overlevelseskurve"),
        "number_of_persons_behind_mean": N_("antal personer bag et gennemsnit"),
        "number_of_persons_behind_median_quartiles": N_("antal personer bag median, kvartiler og spredning"),
        "number_of_persons_in_field": N_("antal personer i et felt"),
        "number_of_persons_on_each_side": N_("antal personer på hver side af en kvartil"),
        "number_of_possible_values_for_reader": N_(
            "antal mulige værdier for den, der kender skjulte cellers art,"
        ),
        "number_of_significant_digits": N_("antal betydende cifre"),
        "one_unit_accounts_for_all_but": N_(
            "Én enhed står for alle på nær færre end {n} personer og kan regne de andre ud."
        ),
        "p_rule": N_("p-procent-reglen"),
        "period_name_cannot_be_read": N_(
            "Perioden {name} kan ikke læses og står ikke i regnskabet, som har {known}."
        ),
        "points_single_courses_and_outliers": N_(
            "Punkter, enkeltforløb og outliere er enkeltpersoner og vises ikke."
        ),
        "relaxed_disclosure_rule_setting_is_used": N_(
            "Lempet fortrolighedsregel: {setting} er {used} i stedet for {house}, godkendt af {names}."
        ),
        "release_is_missing_from_ledger": N_("Der mangler en frigivelse i regnskabet."),
        "release_ledger_belongs_to_another_installation": N_(
            "Frigivelsesregnskabet hører til en anden installation."
        ),
        "release_ledger_has_been_changed_behind": N_("Frigivelsesregnskabet er ændret uden om systemet."),
        "release_ledger_must_be_folder": N_("Frigivelsesregnskabet skal være en mappe."),
        "restore_file_from_backup": N_("Hent filen tilbage fra en sikkerhedskopi."),
        "restore_folder_from_backup_release_nothing": N_(
            "Hent mappen tilbage fra en sikkerhedskopi. Frigiv intet imens."
        ),
        "restore_folder_from_newest_backup": N_(
            "Hent mappen tilbage fra den nyeste sikkerhedskopi. Skal der begyndes forfra, så brug en ny "
            "mappe."
        ),
        "rounding_in_survival_curve": N_("afrundingen i en overlevelseskurve"),
        "row_and_column": N_("række og kolonne"),
        "row_column_is_said_but_cells": N_("{row} / {column} er {said}, men cellerne giver {found}."),
        "run_command_again": N_("Kør kommandoen igen."),
        "same_as_is_written_old_new": N_("--same-as skrives GAMMEL=NY, ikke {text}."),
        "same_as_name": N_("--same-as: {name} er ikke i {where}."),
        "same_was_released_in_release": N_(
            "Det samme er frigivet i {release} på næsten de samme personer; forskellen fortæller om færre "
            "end {n}."
        ),
        "say_of_each_of_names_what": N_(
            "Sig for hver af {names}, hvad den er: --same-as GAMMEL={name} (omdøbt; én gang for hver "
            "gammel, hvis den er lagt sammen af flere, én gang for hver ny, hvis den gamle er delt), eller "
            "--same-as ={name} (ny)."
        ),
        "share_of_two_largest_contributors": N_("de to største bidragyderes andel"),
        "show_amount_for_larger_group": N_("Vis beløbet for en større gruppe."),
        "show_chart_with_bins": N_(
            "Vis et diagram med felter på mindst 10 personer, eller median og kvartiler."
        ),
        "show_coefficients_with_their_uncertainty": N_("Vis koefficienter med usikkerhed."),
        "show_figure_for_larger_group": N_("Vis tallet for en større gruppe."),
        "show_figure_for_more_municipalities": N_("Vis tallet for flere kommuner eller en længere periode."),
        "show_figures_together_with_other": N_(
            "Vis tallene sammen med andre kommuner eller over en længere periode."
        ),
        "show_means_as_protected_table": N_(
            "Vis gennemsnittene som en beskyttet tabel, eller brug færre variable."
        ),
        "show_median_and_quartiles": N_("Vis median og kvartiler."),
        "smallest_largest_and_quantiles_other": N_(
            "Mindste, største og andre fraktiler end kvartilerne er en enkelt persons værdi."
        ),
        "smallest_number_of_persons_shown": N_("det mindste antal personer, der vises,"),
        "smallest_number_of_persons_shown_about": N_(
            "det mindste antal personer, der vises om helbred og en enkelt kommune,"
        ),
        "step_of_survival_curve_weeks": N_("trinnet i en overlevelseskurve (uger)"),
        "survival_curves_are_shown_in_steps": N_("Overlevelseskurver vises i trin på mindst {n} uger."),
        "table": N_("tabellen"),
        "table_cannot_be_protected_small_figure": N_(
            "Tabellen kan ikke beskyttes: et lille tal kan regnes ud, uanset hvad der skjules."
        ),
        "table_has_n_cells_at_most": N_("Tabellen har {n} celler; der kan beskyttes højst {limit}."),
        "table_is_about_fewer_than_n": N_("Tabellen handler om færre end {n} personer i alt."),
        "table_with_more_than_two_classifications": N_(
            "En tabel med flere end to inddelinger vises som flere tabeller."
        ),
        "take_unit_alone_or_wait": N_("Tag enheden alene, eller vent på flere personer i de andre."),
        "threshold_can_never_be_below_3": N_(
            "Grænsen kan aldrig være under 3: to personer kan regne hinanden ud."
        ),
        "two_people_account_for_most": N_("To personer står for det meste af tallet."),
        "two_tables_give_same_cell_different": N_("To tabeller giver samme celle forskellige antal: {cell}."),
        "unknown_category_names": N_("Ukendt kategori: {names}."),
        "unknown_setting_name": N_("Ukendt indstilling: {name}."),
        "use_fewer_variables_or_more_people": N_("Brug færre variable eller flere personer."),
        "use_installation_own_ledger_another_does": N_(
            "Brug installationens eget regnskab; et andet kender ikke det, der er frigivet herfra."
        ),
        "use_old_categories_of_dimension": N_(
            "Brug de gamle kategorier i {dimension}, eller begynd et nyt mål."
        ),
        "use_same_files_as_then": N_(
            "Brug de samme filer som dengang, eller vent, til mindst {n} er kommet til."
        ),
        "use_same_sample_as_earlier_model": N_("Brug samme udsnit som den tidligere model."),
        "value_is_not_number_of_people": N_("{value} er ikke et antal personer."),
        "variable_name_has_level_with_fewer": N_(
            "Variablen {name} har et niveau med færre end {{n}} personer."
        ),
        "wait_for_more_people_or_show": N_("Vent på flere personer, eller vis tallet for flere kommuner."),
        "what_is_remembered_of_ledgers_cannot": N_("Det, der huskes om regnskaberne, kan ikke læses."),
        "whether_pattern_gives_away_n": N_(
            "Om mønstret røber {n} af de små tal, er ikke undersøgt: tabellen er for stor."
        ),
        "whole_group_can_be_attributed": N_("En hel gruppe kan henføres til en følsom kategori: {hit}"),
        "write_category_in_one_way": N_("Skriv kategorien ens, og læg dens antal sammen."),
        "write_old_new_or_new": N_("Skriv GAMMEL=NY, eller =NY hvis navnet er nyt."),
        "write_rows_above_first_column": N_(
            "Skriv {rows} over den første kolonne og en overskrift over hver kolonne med tal."
        ),
        "write_whole_number_from_0_up": N_("Skriv et helt tal fra 0 og op, eller lad cellen være tom."),
    }
)
