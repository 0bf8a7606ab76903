"""The sentences of `evidence`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "add_column_treated_with_1": N_("Tilføj kolonnen treated med 1 for brug og 0 for sammenligning."),
        "agreed": N_("Aftalt"),
        "alarm": N_("Alarm"),
        "alarm_at_e_value": N_("Alarm ved e-værdien"),
        "alarm_harm_is_more_frequent": N_("Alarm: skaden er hyppigere end udgangspunktet."),
        "alarm_harm_is_more_frequent_than_in_comparison": N_(
            "Alarm: skaden er hyppigere end i sammenligningsgruppen."
        ),
        "alarm_rang_at_reading_of_day": N_("Alarmen ringede ved aflæsningen {day}."),
        "all": N_("Alle"),
        "all_checks": N_("Alle kontroller"),
        "analysis_table_has_unit_time_outcome": N_(
            "En analysetabel har unit, time, outcome og treated ({missing} mangler); celler har {cells}; et "
            "sagsudtræk kendes på sine kolonner."
        ),
        "answers_beside_each_other": N_("Svarene ved siden af hinanden"),
        "are_no_files_to_evaluate": N_("Der er ingen filer at evaluere."),
        "are_too_few_periods_before_start": N_(
            "Der er for få perioder før start til at prøve en start, der ikke var nogen."
        ),
        "are_too_few_periods_before_start_to_see": N_(
            "Der er for få perioder før start til at se, om deltagerne blev taget på en top."
        ),
        "at_n_earlier_starts_were_none": N_(
            "Ved {n} tidligere starter, der ikke var nogen, ses intet i {share} pct."
        ),
        "baseline": N_("Udgangspunkt"),
        "before_and_after_in_same_units": N_(
            "Før og efter i de samme enheder; en udvikling, ikke en forskel til andre."
        ),
        "cases": N_("Sager"),
        "cases_beside": N_("Sager ved siden af"),
        "cases_of_municipality_at_end": N_("Sager pr. kommune, når forsøget slutter"),
        "check": N_("Kontrol"),
        "compared": N_("sammenlignet"),
        "those_compared": N_("Sammenlignede"),
        "compared_with_n": N_("Sammenlignet {n}"),
        "conclusion_about_first_period_survives": N_(
            "Konklusionen om den første periode tåler et brud på {size} gange det største skridt før start."
        ),
        "counted_together_with_experiment_other": N_("Talt sammen med forsøgets andre spørgsmål er p {p}."),
        "course_with_break_at_start_said": N_("Forløbet med bruddet ved start. {said}"),
        "curve_is_e_value": N_(
            "Kurven er e-værdien ved hver aflæsning, den vandrette streg er grænsen for alarm."
        ),
        "decide_whether_experiment_goes": N_(
            "Beslut, om forsøget fortsætter, ændres eller stoppes, og skriv hvorfor. En alarm stopper intet "
            "af sig selv."
        ),
        "difference": N_("Forskel"),
        "difference_between_groups_around_start_said": N_(
            "Forskellen mellem grupperne omkring start. {said}"
        ),
        "different": N_("forskellig"),
        "dots_are_what_was_measured_solid": N_(
            "Prikkerne er det målte; den fuldt optrukne linje er lagt igennem dem før og efter bruddet, den "
            "stiplede er forløbet fra før ført videre. Til sidst er der {apart} imellem dem. Andet, der "
            "skete samtidig, er med."
        ),
        "e_value": N_("E-værdi"),
        "e_value_against_them": N_("E-værdi mod dem"),
        "e_value_is_value_at_reading": N_(
            "E-værdien er {value} ved aflæsningen {day}; alarmen ringer ved {limit}."
        ),
        "each_question_difference_with_95_per": N_(
            "Hvert spørgsmåls forskel med 95 pct.-interval; den lodrette streg er ingen forskel."
        ),
        "estimate": N_("Skøn"),
        "evaluation": N_("Evaluering"),
        "experiment_has_no_part_part": N_("Forsøget har ingen del {part}."),
        "experiment_has_no_research_question": N_(
            "Forsøget har ingen undersøgelsesspørgsmål med et udfald, så der er intet at evaluere."
        ),
        "falls": N_("falder"),
        "file": N_("Fil"),
        "file_is_not_known_by_headings": N_("Filen kendes ikke på sine overskrifter: {columns}."),
        "file_is_register_evaluation_must_know": N_(
            "{file} er et register; evalueringen skal vide, hvem der ses på, og fra hvornår."
        ),
        "files_have_no_time_before_start": N_(
            "Filerne har ingen tid før start, og definitionen siger ikke hvorfor."
        ),
        "files_sha_256": N_("Filer (SHA-256)"),
        "files_were_read": N_("Filer, der blev læst"),
        "fingerprint_of_result_sha_256": N_("Resultatets fingeraftryk (SHA-256)"),
        "folder_cannot_be_written": N_("Mappen kan ikke skrives."),
        "for_treated_per_cent_of_time": N_(
            "{treated} pct. af tiden hos deltagerne og {others} pct. hos de andre var der også et andet "
            "forsøg med de samme målgrupper: {names}."
        ),
        "from": N_("Fra"),
        "give_analysis_table_with_unit_time": N_(
            "Giv en analysetabel med unit, time, {outcome} og treated i --extract."
        ),
        "give_at_least_one_file": N_("Angiv mindst én fil i --extract, --audit eller --survey."),
        "give_file_with_person_index_date": N_("Angiv en fil med person, index_date og treated i --marks."),
        "give_one_register_in_extract": N_("Angiv ét register i --extract."),
        "give_question_state_for_example_beskaeftigelse": N_(
            "Giv spørgsmålet en status (for eksempel beskaeftigelse) som outcome og et antal måneder som "
            "horizon."
        ),
        "give_register_in_extract_or_leave": N_("Angiv registret i --extract, eller udelad --marks."),
        "goals": N_("Mål"),
        "group": N_("Gruppe"),
        "harm_is_share": N_("Skaden er, at andelen"),
        "harm_must_be_found": N_("Skade, der skal findes"),
        "harms": N_("Skader"),
        "harms_beside": N_("Skader ved siden af"),
        "held": N_("Holdt"),
        "held_against_comparison_too": N_("Holdes også op mod dem, planen sammenligner med"),
        "how_good_data_are": N_("Hvor gode data er"),
        "how_large_violation_conclusion_survives_could": N_(
            "Hvor stort et brud konklusionen tåler, kunne ikke regnes."
        ),
        "in_all_n": N_("I alt {n}"),
        "in_experiment": N_("i forsøget"),
        "in_experiment_n": N_("I forsøget {n}"),
        "intraclass_correlation": N_("Intraklasse-korrelation"),
        "is_no_measurement_of_time_before": N_("Der er ingen måling fra før: {why}"),
        "is_no_reading_yet": N_("Der er ingen aflæsning endnu."),
        "is_no_result_in_folder": N_("Der er intet resultat i mappen."),
        "is_proposed_here_and_does": N_("er foreslået her og står ikke i kilderne"),
        "keys_are_in_evaluation_plan_schema": N_(
            "Nøglerne står i evaluation_plan.schema.json ved definitionernes skemaer."
        ),
        "kind": N_("Art"),
        "law_deviated_from_was_affected": N_(
            "Loven, der fraviges, blev berørt {date}: {what} {share} pct. af tiden ligger derefter."
        ),
        "leave_out_part_experiment": N_("Udelad --part; forsøget har ingen dele."),
        "leaving_out_one_unit_at_time": N_("Uden én enhed ad gangen kunne ikke regnes."),
        "left_out": N_("Udeladt"),
        "limits_sha_256": N_("Grænser (SHA-256)"),
        "locked": N_("låst"),
        "marks_belongs_to_register_and_none": N_("--marks hører til et register, og ingen af filerne er et."),
        "marks_do_not_say_whom_experiment": N_("Markeringerne siger ikke, hvem forsøget er brugt på."),
        "mend_file_and_try_again": N_("Ret filen, og prøv igen."),
        "n_of_of_begin_in_file": N_(
            "{n} af de {of}, der begynder i filen, er efter definitionen ikke med i forsøget på den tid: "
            "{names}."
        ),
        "name_folder_frirum_evaluate_out": N_("Angiv en mappe, som frirum evaluate --out har skrevet."),
        "name_folder_in_out_you_may": N_("Angiv en mappe i --out, du må skrive i."),
        "name_plan_for_slug_in_plan": N_("Angiv planen for {slug} i --plan."),
        "name_toml_file_in_utf_8": N_("Angiv en TOML-fil i UTF-8 i --plan."),
        "no": N_("nej"),
        "no_added_or_changed_after_outcomes": N_("nej, tilføjet eller ændret, efter at udfald var set"),
        "no_alarm_has_not_been_shown": N_(
            "Ingen alarm. Det er ikke vist, at skaden er hyppigere end udgangspunktet, eller at den ikke er."
        ),
        "no_plan_was_not_locked": N_("nej, planen var ikke låst"),
        "no_unit_has_time_both_before": N_("Ingen enheder har både tid før og tid efter start."),
        "no_unit_in_file_is_treated": N_("Ingen enheder er behandlet i filen."),
        "nobody_is_left_out": N_("Ingen er udeladt."),
        "none_left_out": N_("Ingen udeladt"),
        "none_of_files_has_outcome": N_("Ingen af filerne har udfaldet til disse spørgsmål:"),
        "none_of_files_has_outcome_outcome": N_("Ingen af filerne har udfaldet {outcome}."),
        "none_of_municipalities_was_in_another": N_(
            "Ingen af kommunerne var i et andet forsøg med de samme målgrupper."
        ),
        "not_agreed": N_("ikke aftalt"),
        "not_answered": N_("Ikke besvaret"),
        "not_asked": N_("ikke spurgt"),
        "not_counted": N_("ikke talt"),
        "not_locked": N_("ikke låst"),
        "not_planned_beforehand": N_("Ikke planlagt på forhånd"),
        "not_reckoned": N_("ikke regnet"),
        "not_released": N_("ikke frigivet"),
        "nothing_is_compared_whatever_else_happened": N_(
            "Intet er sammenlignet: andet, der skete samtidig, er med i udviklingen."
        ),
        "nothing_was_taken_off_checks_step": N_(
            "Der er ikke trukket noget fra: de kontroller, trinnet kræver, er lavet og holdt."
        ),
        "number": N_("Tal"),
        "how_many": N_("Antal"),
        "number_behind_answer": N_("Tallet bag svaret"),
        "number_of_people_among_participants_changed": N_(
            "Antallet af personer hos deltagerne ændrede sig {share} pct. i forhold til de andre."
        ),
        "number_of_people_behind_numbers": N_(
            "Antallet af personer bag tallene er ikke oplyst, så det er ikke prøvet, om der er nok."
        ),
        "only_one_register_can_be_read": N_("Kun ét register kan læses ad gangen."),
        "outcome": N_("Udfald"),
        "outcome_is_not_0_and_1": N_("Udfaldet er ikke 0 og 1; uden tid kan kun andele sammenlignes her."),
        "p_value": N_("p-værdi"),
        "per_cent": N_("pct."),
        "percentage_points": N_("procentpoint"),
        "periods_are_not_dates_what_else": N_(
            "Perioderne er ikke datoer, så det er ikke set, hvad der ellers skete."
        ),
        "periods_from_start_before_step": N_(
            "Perioder fra start; før start er det skridtet fra perioden før"
        ),
        "plan": N_("Planen"),
        "plan_cannot_be_read": N_("Planen kan ikke læses."),
        "plan_has_no_outcome_register_can": N_("Planen har intet udfald, som et register kan give."),
        "plan_is_for_slug": N_("Planen er for {slug}."),
        "plan_is_not_one_result": N_("Planen er ikke den, resultatet er regnet efter."),
        "plan_sha_256": N_("Plan (SHA-256)"),
        "plan_was_changed_after_was_locked": N_("Planen er ændret, efter at den blev låst."),
        "plan_was_locked_and_was_run": N_("Planen var låst og er kørt, som den stod."),
        "plan_was_not_locked_question_may": N_(
            "Planen var ikke låst, så spørgsmålet kan være valgt efter svaret."
        ),
        "planned": N_("Planlagt"),
        "precision": N_("Præcision"),
        "put_plan_toml_beside_run_itself": N_("Læg den plan.toml ved, som kørslen selv skrev."),
        "question": N_("Spørgsmålet"),
        "question_may_have_been_chosen_after": N_("Spørgsmålet kan være valgt efter svaret."),
        "question_was_added_or_changed_after": N_(
            "Spørgsmålet er tilføjet eller ændret, efter at udfald var set."
        ),
        "questions": N_("Spørgsmål"),
        "reading_up_to_e_value": N_("Aflæsning til og med; e-værdi på logaritmisk skala"),
        "readings": N_("Aflæsninger"),
        "result_cannot_be_read_key_fault": N_("Resultatet kan ikke læses: {key}: {fault}"),
        "rises": N_("stiger"),
        "rows": N_("Rækker"),
        "run": N_("Kørsel"),
        "run_evaluation_again_with_version": N_("Kør evalueringen igen med denne version."),
        "said_point_from_lower_to_upper": N_("{said} ({point}, fra {lower} til {upper}{unit})."),
        "same": N_("ens"),
        "same_or_different": N_("Ens eller forskellig"),
        "see_whether_numbers_are_right": N_(
            "Se efter, om tallene er rigtige: er alle sager talt med, og er udfaldet registreret ens hele "
            "vejen?"
        ),
        "sha_256": N_("SHA-256"),
        "share": N_("Andel"),
        "share_per_cent_lack_outcome_groups": N_(
            "{share} pct. mangler udfald; grupperne er {apart} procentpoint fra hinanden."
        ),
        "share_per_cent_of_marks": N_(
            "{share} pct. af markeringerne er personer, som registret kender på indeksdagen."
        ),
        "sign_changes_without_units": N_("Fortegnet skifter uden {units}."),
        "sign_is_same_whichever_unit": N_("Fortegnet er det samme, uanset hvilken enhed der udelades."),
        "something_unseen_would": N_(
            "Noget uset skulle hænge {value} gange sammen med både forsøg og udfald for at forklare "
            "forskellen."
        ),
        "something_unseen_would_have_to_explain": N_(
            "Noget uset skulle forklare {share} pct. af det, der er tilbage, i både forsøg og udfald."
        ),
        "step_of_5_label": N_("{step} af 5: {label}"),
        "steps": N_("Trin"),
        "steps_before_start_should_lie_about": N_(
            "Skridtene før start bør ligge om nul; det største er {most}."
        ),
        "strongest_word_may_be_used": N_("Det stærkeste ord, der må bruges"),
        "talk_with_those_who_use_exemption": N_(
            "Tal med dem, der bruger fritagelsen, om hvad der kan ligge bag."
        ),
        "target_groups_changed_on_date_series": N_(
            "Målgrupperne blev andre {date}, så serien brydes dér: {what}"
        ),
        "those_begin_in_file": N_("De, der begynder i filen, er med i forsøget på den tid."),
        "time": N_("Tid"),
        "time_before": N_("Tiden før"),
        "time_before_start_is_too_short": N_(
            "Tiden før start er for kort, eller de andre for få, til at prøve det."
        ),
        "to": N_("Til"),
        "to_move_interval_across_no_difference": N_(
            "For at flytte intervallet hen over ingen forskel skulle det være {value} gange."
        ),
        "total_in_all_treated_in_experiment": N_(
            "{total} i alt: {treated} i forsøget, {comparison} sammenlignet, {left} udeladt."
        ),
        "treated": N_("Behandlede"),
        "unit_is_no_longer_treated": N_(
            "{unit} er ikke længere behandlet i {period}; en enhed, der er begyndt, bliver ved."
        ),
        "units_are_not_municipalities_other_experiments": N_(
            "Enhederne er ikke kommuner, så andre forsøg hos dem er ikke set."
        ),
        "up_to_and_including": N_("Til og med"),
        "use_plan_was_locked_or_remove": N_(
            "Brug den plan, der blev låst, eller fjern [lock]; så køres den som en plan, der ikke er låst."
        ),
        "value": N_("Værdi"),
        "verdict": N_("Dom"),
        "version": N_("Version"),
        "wave_n_answers": N_("{wave}: {n} svar"),
        "way_back": N_("Vejen tilbage"),
        "what_are_made_of": N_("Hvad de er lavet af"),
        "what_is_watched": N_("Hvad der holdes øje med"),
        "what_now": N_("Hvad nu"),
        "what_said": N_("Hvad den sagde"),
        "what_was_agreed": N_("Hvad der er aftalt"),
        "what_was_found_how_surely": N_("Hvad der blev fundet, hvor sikkert, og hvad der må siges."),
        "what_was_taken_off": N_("Hvad der er trukket fra"),
        "who": N_("Hvem"),
        "who_is_in": N_("Hvem der indgår"),
        "why": N_("Hvorfor"),
        "why_sure": N_("Hvorfor så sikkert"),
        "write_1_in_treated_from_start": N_(
            "Skriv 1 i treated fra starten og frem, eller udelad perioderne efter ophøret."
        ),
        "write_one_of_parts_in_part": N_("Skriv en af delene i --part: {parts}."),
        "write_plan_with_question_and_name": N_("Skriv en plan med [[question]], og angiv den i --plan."),
        "yes": N_("ja"),
        "yes_plan_was_locked": N_("ja, planen var låst"),
    }
)
