"""The sentences of `instruments`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

say = Sentences(
    {
        "amendment": N_("Ændring"),
        "amendments_to_locked_points": N_("Ændringer af låste punkter"),
        "answer": N_("svar"),
        "answer_only_if_answer_to_question": N_("Besvares kun, hvis svaret på spørgsmål {n} er: {answers}."),
        "answering_is_voluntary_do_not_write": N_(
            "Det er frivilligt at svare. Skriv ikke navne eller CPR-numre."
        ),
        "are_size_cases_on_list_n": N_("Der er {size} sager på listen, så der kan ikke udtrækkes {n}."),
        "ask_more_or_across_municipalities": N_("Spørg flere, eller på tværs af kommuner."),
        "asked_after": N_("stilles efter"),
        "by_definition_belongs_here": N_("Efter definitionen hører det hertil:"),
        "call_columns_ids_or_point_them": N_("Kald kolonnerne {ids}, eller peg dem ud."),
        "case": N_("sag"),
        "case_and_rater": N_("sag og bedømmer"),
        "cell_says_neither_answer_was_chosen": N_(
            "Cellen siger hverken, at svaret er valgt, eller at det ikke er."
        ),
        "choose_column_with_municipality_or_call": N_(
            "Vælg kolonnen med --municipality, eller kald den kommune; den har {columns}."
        ),
        "choose_column_with_ratings": N_("Vælg kolonnen med bedømmelserne."),
        "choose_later_day_in_newest_before": N_("Vælg en senere dag i --newest-before."),
        "chosen": N_("valgt"),
        "code": N_("kode"),
        "column": N_("kolonne"),
        "column_name_date_cannot_be_read": N_("Kolonnen {name}: datoen kan ikke læses for sikkert."),
        "column_name_does_not_exist": N_("Kolonnen {name} findes ikke."),
        "column_name_is_empty": N_("Kolonnen {name} er tom."),
        "column_name_value_is_not_among": N_("Kolonnen {name}: {value} er ikke blandt svarene."),
        "evaluation_form_for_free_municipality": N_("Evalueringsskema for frikommuneforsøg"),
        "evaluation_form_period": N_("Evalueringsskema, {period}"),
        "experiment_has_no_questionnaires_see_others": N_(
            "Forsøget har ingen spørgeskemaer; se andre: frirum catalogue show."
        ),
        "figure_is_not_shown_could_tell": N_(
            "Tallet vises ikke: det kunne fortælle om færre end {n} personer."
        ),
        "file_has_columns_point_out_right": N_("Filen har {columns}; peg den rigtige ud med --mapping."),
        "file_has_no_questionnaire": N_("Filen har intet spørgeskema."),
        "file_is_not_utf_8": N_("Filen er ikke UTF-8."),
        "file_is_not_valid_toml": N_("Filen er ikke gyldig TOML i UTF-8."),
        "file_names_something_does_not_exist": N_("Filen nævner noget, der ikke findes: {names}."),
        "id_has_no_questions": N_("{id} har ingen spørgsmål."),
        "id_is_not_questionnaire": N_("{id} er ikke et spørgeskema."),
        "id_was_left_out_why": N_("{id} er valgt fra: {why}"),
        "kind": N_("art"),
        "let_another_judge_some_of_same": N_(
            "Lad en anden bedømme nogle af de samme sager, og skriv en række for hver bedømmelse."
        ),
        "list_has_no_column_with_municipality": N_("Listen har ingen kolonne med kommunen."),
        "major": N_("væsentlig"),
        "mend_file_and_try_again": N_("Ret filen, og prøv igen."),
        "minor": N_("mindre"),
        "municipality_cannot_be_read": N_("Kommunen kan ikke læses."),
        "n_answers_outside_scale": NN_(
            "{n} svar uden for skalaen er ikke regnet med.", "{n} svar uden for skalaen er ikke regnet med."
        ),
        "n_faults_in_all": NN_("({n} fejl i alt)", "({n} fejl i alt)"),
        "new_text": N_("Ny tekst"),
        "no_case_on_list": N_("Ingen sager på listen er fra før den dag."),
        "no_case_was_judged_by_two": N_("Der er ingen sag, som to har bedømt."),
        "no_column_belongs_to_question": N_("Ingen kolonne hører til et spørgsmål."),
        "no_reason_is_stated": N_("ingen grund er oplyst"),
        "not_answered": N_("ikke besvaret"),
        "not_chosen": N_("ikke valgt"),
        "number_of_case_looks_like_cpr": N_("Sagens nummer ligner et CPR-nummer."),
        "one_of_waves_has_fewer": N_("En af runderne har under {n} svar på spørgsmålet, så intet vises."),
        "one_tick_on_each_line": N_("Sæt ét kryds i hver linje"),
        "or": N_(" eller "),
        "our_proposal": N_("vores forslag"),
        "points_1_5_are_locked_receipt": N_("Punkt 1-5 er låst: {receipt}"),
        "proposal": N_(" (forslag)"),
        "purpose_controller_legal_basis_keeping_time": N_(
            "Formål, dataansvarlig, behandlingsgrundlag, opbevaring og rettigheder skrives her af den "
            "kommune, der spørger."
        ),
        "question": N_("spørgsmål"),
        "question_was_not_to_be_put": N_("Spørgsmålet skulle ikke stilles efter de andre svar."),
        "questionnaire": N_("Spørgeskema"),
        "questionnaires_here_ids": N_("Spørgeskemaer her: {ids}."),
        "questions": N_("Spørgsmål"),
        "reason": N_("Begrundelse"),
        "received_date": N_("Modtaget {date}"),
        "respondent_municipality_as_code": N_("Svarpersonens kommune, som kode"),
        "row_has_no_answers": N_("Rækken har ingen svar."),
        "row_is_from_another_municipality": N_("Rækken er fra en anden kommune end den, der spurgte."),
        "save_file_in_utf_8": N_("Gem filen i UTF-8, og prøv igen."),
        "sheet_survey_has_no_questions": N_("Arket survey har ingen spørgsmål."),
        "slug_has_no_instrument_id": N_("{slug} har intet redskab {id}."),
        "source": N_("kildens"),
        "sources": N_("Kilder"),
        "submitted_date": N_("Indsendt {date}"),
        "untitled_experiment": N_("Forsøg uden titel"),
        "use_case_system_case_number_instead": N_(
            "Brug fagsystemets sagsnummer i stedet; vælg kolonnen med --id."
        ),
        "value_is_no_municipality": N_("{value} er ingen kommune."),
        "without_text": N_("uden tekst"),
        "wording": N_("ordlyd"),
        "wording_marked_proposal": N_(
            "Ordlyd mærket »forslag« står ikke i kilden og skal bekræftes, før nogen spørges."
        ),
        "write_columns_values_question_and_options": N_(
            "Skriv [columns], [values.SPØRGSMÅL] og [options.SPØRGSMÅL] med disse spørgsmål: {ids}; "
            "municipality er en kolonne, invited et antal."
        ),
        "write_date_as_01_07_2027": N_("Skriv datoen som 01-07-2027."),
        "write_kinds_of_questions_in_column": N_(
            "Skriv spørgsmålenes art i kolonnen type og deres navne i name, som XLSForm foreskriver."
        ),
        "write_municipality_name_or_three_digit": N_("Skriv kommunens navn eller trecifrede kode i {name}."),
        "write_one_of_answers_answers": N_(
            "Skriv et af svarene {answers}, eller tag svaret med i --answers."
        ),
        "write_one_of_these_ids": N_("Skriv et af disse: {ids}."),
        "write_question_for_each_question": N_(
            'Skriv [[question]] for hvert spørgsmål, eller et [[instrument]] med kind = "survey".'
        ),
        "you_may_tick_several": N_("Sæt gerne flere krydser."),
    }
)
