"""The sentences of `files`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "add_people_up_to_one_row": N_(
            "Læg personer sammen til en række for hver enhed og periode, eller del filen op."
        ),
        "are_no_headings_on_line_n": N_("Der står ingen overskrifter på linje {n} eller under den."),
        "are_two_files_put_together_bring": N_(
            "Er to filer sat sammen? Hent dem ind hver for sig, eller gem det hele i UTF-8."
        ),
        "ask_for_right_to_read_file": N_(
            "Bed om læseadgang til filen, eller kopiér den til en mappe, du har adgang til."
        ),
        "binary_excel_workbook_xlsb": N_("et binært Excel-ark (.xlsb)"),
        "cell_begins_with_apostrophe_which_spreadsheet": N_(
            "Cellen begynder med en apostrof, som et regneark bruger for at holde tal som tekst."
        ),
        "cell_cell_in_sheet_name": N_(
            "Celle {cell} i arket {name} er en formel; dens værdi kan være forældet."
        ),
        "cell_has_invisible_character_soft_hyphen": N_(
            "Cellen har et usynligt tegn (blødt bindestreg eller nulbredde-mellemrum)."
        ),
        "cell_is_error_value_from_spreadsheet": N_("Cellen er en fejlværdi fra et regneark."),
        "cell_is_formula_written_as_text": N_(
            'Cellen er en formel skrevet som tekst (="…"), som et program bruger for at holde på nuller.'
        ),
        "cell_is_number_code_spreadsheet_wrote": N_(
            "Cellen er et nummer, som et regneark har skrevet med tipotens (7,05E+08); cifre er tabt."
        ),
        "cell_is_number_code_was_made": N_(
            "Cellen er et nummer, der er gjort til et decimaltal (705031647.0)."
        ),
        "cell_is_over_n_characters_long": N_("Et felt er over {n} tegn langt; mangler der et anførselstegn?"),
        "cells_cells_in_sheet_name": N_("Cellerne {cells} i arket {name} er flettet."),
        "choose_another_column_than_name": N_(
            "Vælg en anden kolonne end {name} i den ene af valgmulighederne."
        ),
        "choose_column_with_numbers_dates": N_(
            "Vælg en kolonne med tal, datoer eller tekst, eller fold {name} ud, før filen gemmes."
        ),
        "choose_column_with_numbers_in_place": N_("Vælg en kolonne med tal i stedet for {name}."),
        "column_column_cannot_be_read": N_(
            "Kolonnen {column} kan ikke læses som tidspunkter, for eksempel {example}."
        ),
        "column_column_one_and_other": N_(
            "Kolonnen {column}: {one} og {other} er samme tidspunkt skrevet på to måder."
        ),
        "column_n_has_no_heading": N_("Kolonne {n} har ingen overskrift."),
        "column_name_does_not_exist": N_("Kolonnen {name} findes ikke."),
        "column_name_has_both_decimal_points": N_(
            "Kolonnen {name} har både decimalpunktum og decimalkomma: {one} og {other}."
        ),
        "column_name_has_lists_or_bytes": N_("Kolonnen {name} har lister eller bytes i cellerne."),
        "column_name_is_chosen_for_two": N_("Kolonnen {name} er valgt til to ting på én gang."),
        "column_name_is_empty": N_("Kolonnen {name} er tom."),
        "column_name_is_not_numbers": N_("Kolonnen {name} er ikke tal."),
        "column_name_must_be_0": N_("Kolonnen {name} skal være 0 eller 1, ikke {value:g}."),
        "column_name_value_cannot_be_read": N_("Kolonnen {name}: {value} kan ikke læses for sikkert."),
        "column_name_value_is_infinite": N_("Kolonnen {name}: {value} er uendelig."),
        "column_name_value_is_not_number": N_("Kolonnen {name}: {value} er ikke et tal."),
        "column_name_value_may_be_thousands": N_(
            "Kolonnen {name}: {value} kan være både et tusindtal og et decimaltal."
        ),
        "columns_n_and_m_have_same": N_("Kolonne {n} og {m} har samme overskrift."),
        "copy_sheet_and_paste_as_values": N_("Kopiér arket, og indsæt det som værdier."),
        "correct_cell_quotation_mark_inside_cell": N_(
            'Ret feltet. Et anførselstegn inde i et felt skrives dobbelt: "".'
        ),
        "csv_encoding_separated_by_separator": N_("CSV, {encoding}, adskilt af {separator}"),
        "delete_columns": N_("Slet de kolonner, der ikke skal bruges."),
        "delete_hidden_sheet_or_write_name": N_(
            "Slet det skjulte ark, eller skriv navnet på det ark, der skal læses (--sheet)."
        ),
        "delete_lines_above_headings_file_begins": N_(
            "Skriv overskrifternes linje, hvor der spørges om den, eller slet det, der står over dem."
        ),
        "excel_sheet_name": N_("Excel, arket {name}"),
        "excel_workbook_cannot_be_read_file": N_(
            "Excel-arket kan ikke læses; filen er ødelagt eller afskåret."
        ),
        "export_again_with_names_of_columns": N_("Eksportér den igen med kolonnernes navne i første linje."),
        "export_again_with_row": N_("Eksportér den igen med en række for hver observation."),
        "export_column_again_as_text": N_(
            "Eksportér kolonnen igen som tekst fra det program, den kommer fra."
        ),
        "export_column_again_as_text_leading": N_(
            "Eksportér kolonnen igen som tekst; der kan også mangle et nul forrest."
        ),
        "fetch_file_again_in_case_system": N_("Hent filen igen i fagsystemet; der kan mangle flere linjer."),
        "fetch_file_from_case_system_again": N_(
            "Hent filen fra fagsystemet igen; den kan være ændret undervejs."
        ),
        "file_cannot_be_read_as_parquet": N_(
            "Filen kan ikke læses som Parquet; den er ødelagt eller afskåret."
        ),
        "file_cells_are_separated_by_separator": N_(
            "Filens felter er adskilt af {separator}, som ikke læses."
        ),
        "file_does_not_exist": N_("Filen findes ikke."),
        "file_has_columns_columns": N_("Filen har kolonnerne {columns}."),
        "file_has_more_than_most_rows": N_("Filen har over {most} rækker; flere tages ikke her."),
        "file_has_n_columns_at_most": N_("Filen har {n} kolonner; der kan læses højst {most}."),
        "file_has_n_mb_at_most": N_("Filen er på {n} MB; der tages højst {most} MB."),
        "file_has_no_data_rows": N_("Filen har ingen datarækker."),
        "file_has_rows_rows_and_columns": N_(
            "Filen har {rows} rækker og {columns} kolonner, der skal bruges; det kræver omkring {needed} MB "
            "hukommelse, og der er sat {most} af."
        ),
        "file_is_cut_off_last_line": N_("Filen er afskåret: sidste linje har {n} felter af {all}."),
        "file_is_empty": N_("Filen er tom."),
        "file_is_kind": N_("Filen er {kind}, som ikke læses."),
        "file_is_neither_csv_nor_excel": N_("Filen er hverken CSV eller et Excel-ark (.xlsx), men {kind}."),
        "file_is_no_excel_workbook": N_("Filen er ikke et Excel-ark, så den har ingen ark at vælge mellem."),
        "file_is_older_excel_workbook_xls": N_(
            "Filen er et ældre Excel-ark (.xls) eller beskyttet med adgangskode."
        ),
        "file_is_parquet_which_only_calculations": N_("Filen er Parquet, som kun læses af beregningerne."),
        "file_is_web_page_html": N_(
            "Filen er en webside (HTML), som er kaldt noget andet, for eksempel .xls."
        ),
        "file_is_xml_and_no_table": N_("Filen er XML og ikke en tabel."),
        "file_may_not_be_read": N_("Filen må ikke læses."),
        "file_mixes_two_character_sets_line": N_(
            "Filen blander to tegnsæt: linje {a} er UTF-8, linje {b} er Windows-1252."
        ),
        "first_line_is_title": N_("Første linje er en titel og ikke overskrifter."),
        "first_line_looks_like_data": N_("Første linje ligner data og ikke overskrifter."),
        "give_each_column_name_of_own": N_("Giv kolonnerne hver sit navn."),
        "is_csv_file_make_extract_again": N_(
            "Er det en CSV-fil? Lav udtrækket igen, og hent det ind, som det er."
        ),
        "is_folder_not_file": N_("Her er en mappe, ikke en fil."),
        "keep_one_row_for_each_what": N_("Behold én række for hver {what}."),
        "leave_out_name_of_sheet_sheet": N_("Udelad navnet på arket (--sheet)."),
        "line_ae_oe_and_aa": N_("Linjens æ, ø og å er skrevet i DOS-tegnsættet (cp850), som er udgået."),
        "line_has_characters_are_neither_utf": N_(
            "Linjen har tegn, der hverken er UTF-8 eller Windows-1252."
        ),
        "line_has_found_fields_header": N_("Linjen har {found} felter; overskriften har {width}."),
        "line_is_not_text_has_control": N_(
            "Linjen er ikke tekst: den har styretegn eller er over {n} tegn lang."
        ),
        "line_of_headings_is_empty": N_("Overskriftslinjen er tom."),
        "look_for_line_cut_short": N_("Se efter en afskåret linje eller et skilletegn inde i et felt."),
        "look_for_slip_in_name": N_(
            "Se efter en slåfejl i navnet, og om filen ligger i den mappe, kommandoen køres i."
        ),
        "make_extract_again_as_csv": N_("Lav udtrækket igen som CSV eller .xlsx."),
        "make_extract_again_with_headings": N_("Lav udtrækket igen med overskrifter i første linje."),
        "mend_column_name_in_file": N_("Ret kolonnen {name} i filen, eller vælg en anden kolonne."),
        "mend_formula_value_comes": N_("Ret den formel, værdien kommer fra, eller lad cellen stå tom."),
        "mend_line_n_of_file": N_("Ret linje {n} i filen, og prøv igen."),
        "mend_name_in_line_n": N_("Ret {name} i linje {n}, og prøv igen."),
        "n_files_inside_workbook": N_("{n} filer inde i arket"),
        "name_file_in_folder": N_("Angiv en fil i mappen."),
        "open_in_spreadsheet_and_save": N_(
            "Åbn den i et regneark, og gem den som Excel-projektmappe (.xlsx) eller CSV."
        ),
        "open_in_spreadsheet_and_save_again": N_(
            "Åbn det i et regneark, gem det igen som .xlsx, eller gem det som CSV."
        ),
        "opendocument_sheet_ods": N_("et OpenDocument-ark (.ods)"),
        "over_n_mb_unpacked": N_("over {n} MB udpakket"),
        "part_of_workbook_is_n_mb": N_("en del af arket er på {n} MB udpakket"),
        "part_of_workbook_is_n_times": N_("en del af arket fylder {n} gange mere udpakket"),
        "quotation_marks_do_not_match": N_("Anførselstegnene går ikke op."),
        "remove_and_around_value_and_format": N_('Fjern =" og " om værdien, og formatér kolonnen som tekst.'),
        "remove_apostrophe_and_format_column": N_("Fjern apostroffen, og formatér kolonnen som tekst."),
        "same_what_stands_twice": N_("Samme {what} står to gange."),
        "save_as_excel_workbook_without_macros": N_("Gem det som Excel-projektmappe uden makroer (.xlsx)."),
        "save_file_again_from_program_comes": N_(
            "Gem filen igen fra det program, den kommer fra, som CSV (UTF-8), XLSX eller Parquet."
        ),
        "save_file_as_csv_in_utf": N_("Gem filen som CSV i UTF-8, og hent den ind igen."),
        "save_file_as_csv_in_utf_8": N_(
            "Gem filen som CSV i UTF-8: i Excel »CSV UTF-8 (semikolonsepareret)«."
        ),
        "save_file_as_csv_with_semicolon": N_(
            "Gem filen som CSV med semikolon, komma eller tabulator mellem felterne."
        ),
        "save_sheet_as_csv_is_then": N_("Gem arket som CSV; så læses det linje for linje."),
        "save_table_as_excel_workbook_xlsx": N_("Gem tabellen som Excel-projektmappe (.xlsx) eller CSV."),
        "save_without_password": N_("Gem det uden adgangskode."),
        "save_without_password_as_excel_workbook": N_(
            "Gem den uden adgangskode som Excel-projektmappe (.xlsx) eller CSV."
        ),
        "sheet_has_hidden_columns_are_read": N_("Arket har skjulte kolonner. De læses med."),
        "sheet_has_n_hidden_rows_filter": N_("Arket har {n} skjulte rækker (et filter?). De læses med."),
        "sheet_is_empty": N_("Arket er tomt."),
        "split_file_or_delete_rows": N_(
            "Del filen op, eller slet de rækker og kolonner, der ikke skal bruges."
        ),
        "split_file_or_delete_rows_are_not_needed": N_(
            "Del filen op, eller slet de rækker, der ikke skal bruges."
        ),
        "tab": N_("tabulator"),
        "type_cell_again_or_remove_character": N_(
            "Skriv cellen igen med tastaturet, eller fjern tegnet med søg og erstat."
        ),
        "unmerge_them_each_column_has_own": N_(
            "Ophæv fletningen, så hver kolonne har sin egen overskrift og hver celle sin værdi."
        ),
        "word_document_docx": N_("et Word-dokument (.docx)"),
        "workbook_contains_document_type_no_spreadsheet": N_(
            "Arket indeholder en dokumenttype, som intet regneark skriver."
        ),
        "workbook_contains_macro": N_("Arket indeholder en makro."),
        "workbook_has_data_in_hidden_sheet": N_("Projektmappen har data i et skjult ark: {names}."),
        "workbook_has_data_in_several_sheets": N_("Projektmappen har data i flere ark: {names}."),
        "workbook_has_no_sheet_with_name": N_("Projektmappen har intet ark med det navn; den har {names}."),
        "workbook_is_protected_with_password": N_("Arket er beskyttet med adgangskode."),
        "workbook_is_too_large_to_unpack": N_("Arket er for stort at pakke ud: {why}."),
        "write_0_or_1_in_name": N_("Skriv 0 eller 1 i {name}, eller vælg en anden kolonne."),
        "write_all_numbers_in_name": N_("Skriv alle tal i {name} med samme decimaltegn."),
        "write_decimal_comma_if_points_group": N_(
            "Skriv --decimal comma, hvis punktum deler tusinder, --decimal point, hvis decimaler."
        ),
        "write_heading_above_every_column": N_("Skriv en overskrift over hver kolonne."),
        "write_heading_over_each_column": N_("Skriv en overskrift over hver kolonne, eller slet kolonnen."),
        "write_line_on_which_names": N_("Skriv den linje, som kolonnernes navne står på."),
        "write_name_of_sheet_to_read": N_("Skriv navnet på det ark, der skal læses (--sheet)."),
        "write_periods_in_column_alike": N_(
            "Skriv perioderne i {column} ens, som 2018, 2018-07, 2018-K3, 2018-U27, 2018-07-01, runde 1 "
            "eller før og efter."
        ),
        "write_time_alike_in_all_rows": N_("Skriv tidspunktet ens i alle rækker, for eksempel {one}."),
        "write_value_for_name_in_line": N_("Skriv en værdi for {name} i linje {n}, eller slet linjen."),
    }
)
