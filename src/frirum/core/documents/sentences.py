"""The sentences of `documents`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

say = Sentences(
    {
        "about": N_("Omhandler"),
        "accept_or_reject_them_in_word": N_(
            "Acceptér eller afvis dem i Word under Gennemse, gem, og prøv igen."
        ),
        "adapted_from_place": N_("tilpasset fra {place}"),
        "amount_is_missing": N_("beløbet mangler"),
        "and_n_more": NN_("Og {n} til.", "Og {n} til."),
        "and_n_more_groups": NN_(" og {n} gruppe til", " og {n} grupper til"),
        "another_document_has_been_put_into": N_("Der er sat et andet dokument ind i filen."),
        "answer": N_("Svar"),
        "archive_is_broken": N_("Arkivet er i stykker."),
        "archive_unpacks_to_more_than_may": N_("Arkivet pakker sig ud til mere, end det må fylde."),
        "are_n_things": NN_(
            "Der er {n} ting, man ville undersøge, som der ikke er tal for.",
            "Der er {n} ting, man ville undersøge, som der ikke er tal for.",
        ),
        "are_no_answers_from_round": N_("der er ingen svar fra en runde eller en kørsel"),
        "at_earliest_on_day": N_("tidligst {day}"),
        "at_latest_on_day": N_("senest {day}"),
        "background_to_decisions": N_("Baggrund for beslutningerne"),
        "baseline_measurement": N_("Nulpunktsmåling"),
        "basis_of_decisions_on_free_municipality": N_("Grundlag for beslutninger om frikommuneforsøg"),
        "basis_of_policy_decision": N_("Beslutningsgrundlag"),
        "between_open_passages": N_("mellem de åbne stykker"),
        "by_definition_these_municipalities_took_part": N_(
            "Disse kommuner deltog i perioden efter definitionen og er ikke med i rækken:"
        ),
        "case_number": N_("Sagsnummer"),
        "choose_network_whose_definition": N_("Vælg et netværk, hvis definition har conclusions_summary."),
        "comparison": N_("Sammenligning"),
        "comparison_holds_only_if_things_would": N_(
            "Sammenligningen holder kun, hvis det ellers var gået ens begge steder."
        ),
        "copy_text_in_instead": N_("Kopiér teksten ind i stedet."),
        "cost": N_("Pris"),
        "date": N_("Dato"),
        "day_inferred_source_does_not_say": N_("{day} (udledt: kilden siger ikke dagen)"),
        "day_outcomes": N_("{day}: {outcomes}."),
        "day_text": N_("{day}: {text}"),
        "decided_by": N_("Besluttet af"),
        "decision_annex": N_("Beslutningsbilag"),
        "decision_is_shared_with_title": N_(
            "Beslutningen er fælles med »{title}«, og det, kilderne fandt der, står også her."
        ),
        "definition": N_("Definitionen"),
        "definitions_are_others_than_those_document": N_(
            "Definitionerne er andre end dem, dokumentet er lavet af."
        ),
        "description_of_experiment": N_("Beskrivelse af forsøget"),
        "design_does_not_say_how_report": N_(
            "Designet siger ikke, hvordan rapporten skal være delt op. Den almindelige opdeling er brugt."
        ),
        "design_has_no_instrument_for_chapter": N_("designet har intet redskab til kapitlet"),
        "diagnosis": N_("Diagnose"),
        "document": N_("Dokumentet"),
        "document_does_not_say_how": N_(
            "Dokumentet siger ikke, hvordan det er lavet, så det kan ikke laves på ny her."
        ),
        "document_holds_what_people_have_written": N_(
            "I dokumentet står, hvad mennesker har skrevet, så det kan ikke laves på ny her."
        ),
        "document_points_at_something": N_("Dokumentet peger på noget, der ikke findes her."),
        "document_rests_on_runs_cannot": N_(
            "Dokumentet bygger på kørsler, så det kan ikke laves på ny af definitionerne alene."
        ),
        "document_said_shown_here": N_("Dokumentet sagde {shown} her, og det står der ikke længere."),
        "document_was_made_by_another_version": N_(
            "Dokumentet er lavet af en anden version, så det kan ikke laves på ny her."
        ),
        "document_with_what_takes_to_check": N_(
            "Et dokument med det, der skal til for at efterprøve det. Ingen rækker om personer er med."
        ),
        "economy": N_("Økonomi"),
        "every_experiment_and_municipality_in_period": N_(
            "Alle forsøg og kommuner i perioden har en konklusion."
        ),
        "expected_result": N_("forventet resultat"),
        "expected_results": N_("Forventede resultater"),
        "expenses_and_savings": N_("Udgifter og besparelser"),
        "experience_and_recommendations_are_gathered": N_(
            "Erfaringer og anbefalinger er samlet under disse temaer:"
        ),
        "experience_and_recommendations_from_free": N_("Erfaringer og anbefalinger fra frikommuneforsøg"),
        "experience_not_compared_with_others": N_("erfaringer, ikke sammenlignet med andre"),
        "experiment_in_short": N_("Forsøget kort"),
        "experiment_is_cause": N_("at forsøget er årsagen"),
        "experiment_never_started": N_("Forsøget er aldrig begyndt."),
        "experiment_on_one_page_for_citizens": N_("Forsøget på én side, til borgere"),
        "experiment_on_one_page_for_minister": N_("Forsøget på én side, til ministeren"),
        "experiments_already_rolled_out_in_full": N_("Forsøg, der allerede er helt eller delvist udbredt"),
        "experiments_followed_up_elsewhere": N_("Forsøg, der følges op i andet regi"),
        "experiments_municipalities_content": N_(
            "Forsøg, kommuner, indhold og kommunernes egne konklusioner, {period}"
        ),
        "experiments_not_rolled_out": N_("Forsøg, der ikke udbredes"),
        "experiments_with_no_follow_up": N_("Forsøg, der ikke indgår i opfølgningen"),
        "extended_to": N_("Forlænget til"),
        "external_evaluator": N_("Ekstern evaluator"),
        "fetch_document_as_docx_here": N_("Hent dokumentet som DOCX her, og skriv i den fil."),
        "figure_was_swapped_changed_or_taken": N_("En figur er byttet, ændret eller taget ud."),
        "figure_without_source": N_("et tal uden kilde"),
        "figures": N_("figurerne"),
        "figures_given_by_sources": N_("Tal, som kilderne giver"),
        "file_and_stamp_agree_but_document": N_(
            "Filen og dens stempel passer sammen, men dokumentet lavet på ny siger noget andet her."
        ),
        "file_belongs_to_another_document": N_("Filen hører til et andet dokument (om {slug})."),
        "file_has_macros_and_those": N_("Filen har makroer, og dem tager vi ikke ind."),
        "file_has_n_tracked_changes_nobody": NN_(
            "Filen har {n} sporet ændring, som ingen har sagt ja eller nej til.",
            "Filen har {n} sporede ændringer, som ingen har sagt ja eller nej til.",
        ),
        "file_has_no_stamp": N_(
            "Filen har intet stempel: den er ikke skrevet af Frirum, eller stemplet er taget ud."
        ),
        "file_is_in_word_old_format": N_("Filen er i Words gamle format eller har en adgangskode."),
        "file_is_n_mb_at_most": N_("Filen fylder {n} MB; der tages højst {most} MB ind."),
        "file_is_no_document_in_html": N_("Filen er ikke et dokument i HTML, DOCX eller PDF."),
        "file_is_not_in_archive": N_("Filen er ikke i arkivet."),
        "file_is_not_in_archive_list": N_("Filen står ikke i arkivets liste."),
        "file_is_not_text_in_utf": N_("Filen er ikke tekst i UTF-8."),
        "file_is_not_word_document_docx": N_("Filen er ikke et Word-dokument (.docx)."),
        "file_is_too_large": N_("Filen er for stor."),
        "file_stamp_was_changed_cannot": N_(
            "Filens stempel er ændret, så den kan ikke holdes op mod det, den sagde."
        ),
        "file_stamp_was_changed_cannot_be_recognised": N_(
            "Filens stempel er ændret, så den ikke kan genkendes."
        ),
        "file_unpacks_to_more_than_may": N_("Filen pakker sig ud til mere, end den må fylde."),
        "file_was_changed_since_archive": N_("Filen er ændret, siden arkivet blev skrevet."),
        "file_was_changed_since_was_written": N_(
            "Filen er ændret, siden den blev skrevet, eller gemt af et andet program."
        ),
        "file_was_fetched_while_document_could": N_(
            "Filen blev hentet, mens der ikke kunne skrives i dokumentet."
        ),
        "file_was_not_fetched_from_page": N_("Filen er ikke hentet her fra siden: den har intet stempel."),
        "first_and_last": N_("{first} og {last}"),
        "following_came_up_on_way_experiments": N_(
            "Det følgende kom frem undervejs. Forsøgene var ikke lagt an på at undersøge det."
        ),
        "footnote": N_("en fodnote"),
        "for_whom": N_("For hvem"),
        "found_as_experience": N_("Fundet som erfaring"),
        "found_on_step_n_of_5": N_("Fundet på trin {n} af 5"),
        "further_measure": N_("yderligere måling"),
        "further_measures": N_("Yderligere målinger"),
        "here_what_was_put": N_(
            "Her er sat {what} ind, og det kan ikke tages ind som tekst: »{text}«. Skriv det som linjer."
        ),
        "here_who_writes": N_("Her skriver {who}."),
        "highest_step_on_evidence_ladder": N_("Højeste trin på evidensstigen"),
        "holds_for_everybody": N_("at det gælder alle"),
        "how_evaluation_is_done": N_("Hvordan der evalueres"),
        "how_many_used_and_what_did": N_("Hvor mange brugte det, og hvad kostede det?"),
        "how_was_before_could": N_("Der kunne ikke måles, hvordan det var før."),
        "if_pictures_were_put_in_take": N_(
            "Er der sat billeder ind, så tag dem ud; teksten alene fylder lidt."
        ),
        "in_force": N_("Gælder"),
        "instrument_left_out": N_("fravalgt redskab"),
        "instruments_ask_n_questions": NN_(
            "Redskabet stiller {n} spørgsmål; der er ingen svar fra en runde.",
            "Redskaberne stiller {n} spørgsmål; der er ingen svar fra en runde.",
        ),
        "instruments_left_out": N_("Redskaber, der er valgt fra"),
        "introduction": N_("Indledning"),
        "is_about_amount_of_money": N_("at det drejer sig om et beløb"),
        "is_no_conclusion_for_period": N_(
            "Der er ingen konklusion for perioden, og kilderne siger ikke, om der skulle være en."
        ),
        "kind": N_("Art"),
        "left_out": N_("Valgt fra"),
        "locked_number_was_changed_said_old": N_(
            "Et låst tal er ændret: der stod {old}, og nu står der {new}, i »{text}«."
        ),
        "locked_numbers_were_deleted_text_numbers": N_(
            "Låste tal er slettet: »{text}«. Tallene kommer fra data og kan ikke tages ud i Word."
        ),
        "locked_text_was_changed_said_old": N_(
            "Låst tekst er ændret. Der stod »{old}«, og nu står der »{new}«."
        ),
        "locked_text_was_deleted_text": N_("Låst tekst er slettet: »{text}«."),
        "main_conclusions": N_("Hovedkonklusioner"),
        "measure": N_("måling"),
        "goal": N_("mål"),
        "method": N_("Metode"),
        "municipalities": N_("Kommuner"),
        "municipalities_names": N_("Kommuner: {names}."),
        "municipalities_own_conclusions": N_("Kommunernes egne konklusioner"),
        "municipalities_own_conclusions_on_free": N_("Kommunernes egne konklusioner på frikommuneforsøg"),
        "municipalities_own_conclusions_period": N_("Kommunernes egne konklusioner, {period}"),
        "n_active_experiments": N_("De {n} aktive forsøg"),
        "n_of_5_what": N_("{n} af 5: {what}"),
        "n_promises_and_measures": NN_(
            "{n} løfte eller måling har intet svar i tal, blandt andet: {first}",
            "{n} løfter og målinger har intet svar i tal, blandt andet: {first}",
        ),
        "name_document_of_less_than_50": N_("Angiv et dokument på under 50 MB."),
        "name_file_as_was_written": N_("Angiv filen, som den blev skrevet."),
        "names_no_experiment_rests_on": N_("Den nævner ikke noget forsøg, den hviler på."),
        "network_coordinator": N_("netværkets koordinator"),
        "network_slug_has_no_table": N_("Netværket {slug} har ingen tabel med kommunernes konklusioner."),
        "networks": N_("Netværk"),
        "never_started": N_("Aldrig begyndt."),
        "no_conclusion_was_received": N_("ingen konklusion er modtaget"),
        "no_date": N_("Uden dato"),
        "no_decisions": N_("ingen beslutninger"),
        "no_reason_given": N_("ingen grund angivet"),
        "no_run_has_measured": N_("ingen kørsel har målt det"),
        "no_source_mentions_decision": N_("ingen kilde nævner en beslutning"),
        "no_source_says_how_often": N_("ingen kilde siger, hvor tit det er brugt"),
        "no_source_says_what_cost_unknown": N_("ingen kilde siger, hvad det kostede; ukendt er ikke nul"),
        "no_source_says_what_was_found": N_("ingen kilde siger, hvad der blev fundet"),
        "nothing_is_said_to_be_found": N_("Ingen kilde siger, hvad der blev fundet."),
        "nobody_has_said": N_("ingen har sagt det"),
        "nobody_was_compared_with_others_cannot": N_(
            "Ingen blev sammenlignet med andre, så man kan ikke vide, om det var forsøget, der gjorde "
            "forskellen."
        ),
        "not_possible": N_("Ikke mulig"),
        "not_stated": N_("ikke oplyst"),
        "nothing": N_("intet"),
        "on_basis_of_these_experiments_network": N_("Med afsæt i disse forsøg anbefaler netværket:"),
        "other_network": N_("Andet netværk"),
        "others_were_looked_at_too_but": N_(
            "Man har set på andre også, men ikke på en måde, der kan vise, om det var forsøget, der gjorde "
            "forskellen."
        ),
        "outcome": N_("udfald"),
        "part_conclusion": N_("Delkonklusion"),
        "part_of_goal": N_("del af et mål"),
        "part_of_row_on_title": N_("Indgår i rækken om »{title}«."),
        "period": N_("Periode"),
        "period_names": N_("{period}, {names}"),
        "picture": N_("et billede"),
        "picture_has_been_put_into_file": N_("Der er sat et billede ind i filen."),
        "policy_decision": N_("Beslutning"),
        "policy_decisions": N_("Beslutninger"),
        "possibilities_for_experiment": N_("Forsøgsmuligheder"),
        "possible": N_("Mulig"),
        "promises_and_answers": N_("Løfter og svar"),
        "purpose": N_("Formål"),
        "purpose_in_a_line": N_("formål"),
        "question_put_to_people": N_("spørgsmål til mennesker"),
        "questions_and_what_was_answered_stand": N_(
            "Spørgsmålene og det, der blev svaret, står i bilag {n}."
        ),
        "read_by_run": N_("Læst af kørslen og ikke med her"),
        "reasons": N_("Grunde"),
        "reasons_for_and_sources": N_("Grunde og kilder til hver beslutning"),
        "recommendation_is_ahead_of_what": N_("Anbefalingen er foran det, der er fundet. {reasons}"),
        "recommendation_names_no_experiment": N_("anbefalingen nævner ikke noget forsøg"),
        "report_on_free_municipality_experiments": N_("Rapport om frikommuneforsøg"),
        "research_question": N_("undersøgelsesspørgsmål"),
        "rests_on": N_("Hviler på"),
        "results_far": N_("Foreløbige resultater"),
        "results_of_audits_and_case_reviews": N_("Resultater af tilsyn og sagsgennemgang"),
        "results_of_registers_and_extracts": N_("Resultater af register og udtræk"),
        "results_of_surveys": N_("Resultater af spørgeskemaer"),
        "rules_deviated_from": N_("Regler, der blev fraveget"),
        "run": N_("Kørslen"),
        "run_id_in_brackets": N_("(kørsel {id})"),
        "run_id": N_("Kørsel {id}"),
        "save_as_word_document_docx_without": N_(
            "Gem den som Word-dokument (.docx) uden adgangskode, og prøv igen."
        ),
        "save_as_word_document_without_macros": N_(
            "Gem den som Word-dokument uden makroer (.docx), og prøv igen."
        ),
        "says_something_did_not_get_worse": N_(
            "Den siger, at noget ikke blev ringere; det er ikke holdt op mod andre på en måde, der kan vise "
            "det."
        ),
        "short_edition_of_evaluation": N_("Kort udgave af evalueringen"),
        "something_did_not_get_worse": N_("at noget ikke blev ringere"),
        "something_else_stood_here_now_says": N_("Her stod noget andet. Nu står der: »{text}«"),
        "something_is_shown": N_("at noget er vist"),
        "something_stood_here_was_taken_out": N_("Noget, der stod her, er taget ud."),
        "something_was_added_here_text": N_("Her er skrevet noget til: »{text}«"),
        "something_was_written_outside_open_passages": N_(
            "Her er skrevet uden for de åbne stykker: »{text}«. Flyt det ind under en delkonklusion."
        ),
        "source": N_("Kilde"),
        "source_does_not_name_who_issued": N_("kilden nævner ikke udstederen"),
        "source_gives_no_reason": N_("kilden giver ingen grund"),
        "source_municipalities_own_evaluations": N_(
            "Kilde: Kommunernes egne evalueringer af forsøgene, {period}."
        ),
        "sources": N_("Kilder"),
        "sources_do_not_say_what": N_("kilderne siger ikke, hvad der skulle findes ud af"),
        "sources_do_not_say_what_experiment": N_(
            "Kilderne siger ikke, hvad forsøget skulle vise, så det kan ikke holdes op mod noget."
        ),
        "sources_name_no_municipalities": N_("kilderne nævner ingen kommuner"),
        "sources_name_no_target_group": N_("kilderne nævner ingen målgruppe"),
        "start_place": N_("»{start}«: {place}"),
        "started_first_ended_last": N_("Begyndte: {first}. Sluttede: {last}."),
        "state": N_("Tilstand"),
        "step_n_of_5": N_("trin {n} af 5"),
        "strongest_word": N_("Stærkeste ord"),
        "success_criterion": N_("succeskriterium"),
        "summary": N_("Resumé"),
        "table": N_("en tabel"),
        "table_table_row_row_title": N_("Tabel {table}, række {row}: {title}"),
        "tables_as_data_package": N_("Tabellerne som datapakke"),
        "target_group": N_("Målgruppe"),
        "text_decision_is_shared_with_title": N_("{text} Beslutningen er fælles med »{title}«."),
        "text_reasons_reasons": N_("{text} Grunde: {reasons}."),
        "these_experiments_of_network": N_("Disse forsøg i netværket har ingen række:"),
        "time": N_("Tid"),
        "title": N_("Titel"),
        "title_decision_found_used_too_little": N_(
            "{title}: beslutningen fandt det brugt for lidt til at konkludere."
        ),
        "title_decision_says_effect_is_unclear": N_("{title}: beslutningen siger, at virkningen er uvis."),
        "title_has_been_held_what": N_(
            "»{title}« er holdt; det, der er frigivet af svarene, står i kapitlet."
        ),
        "title_no_source_says_what": N_("{title}: ingen kilde siger, hvad der blev fundet."),
        "title_of_experiment": N_("Forsøgets titel"),
        "title_source_found_something_got_worse": N_("{title}: en kilde fandt en forringelse."),
        "unknown": N_("ukendt"),
        "used": N_("Brugt"),
        "wanted_effect": N_("ønsket effekt"),
        "what": N_("Hvad"),
        "what_applies_instead": N_("hvad der gælder i stedet"),
        "what_design_can_show": N_("Hvad designet kan vise"),
        "what_happened_afterwards": N_("Hvad skete der bagefter?"),
        "what_is_measured": N_("Hvad der måles"),
        "what_is_missing": N_("Hvad der mangler"),
        "what_is_not_known": N_("Hvad ved man ikke?"),
        "what_is_not_shown": N_("Hvad der ikke er vist"),
        "what_is_shown_and_how_surely": N_("Hvad der er vist, og hvor sikkert"),
        "what_report_rests_on": N_("Hvad rapporten bygger på"),
        "what_runs_showed": N_("Hvad kørslerne viste"),
        "what_said": N_("{what}: {said}"),
        "what_said_basis": N_("{what}: {said} ({basis})"),
        "what_said_is_what_somebody_perceived": N_(
            "{what}: {said}. Det er, hvad nogen har oplevet eller vurderet."
        ),
        "what_said_was_seen_by_comparing": N_("{what}: {said}. Det er set ved at sammenligne med andre."),
        "what_said_was_seen_by_holding": N_("{what}: {said}. Det er set ved at holde før op mod efter."),
        "what_should_be_adjusted": N_("Hvad der bør justeres"),
        "what_sources_found": N_("Hvad kilderne fandt"),
        "what_sources_leave_open": N_("Hvad kilderne lader stå åbent"),
        "what_was_about": N_("Hvad gik det ud på?"),
        "what_was_decided": N_("Hvad der er besluttet"),
        "what_was_found": N_("Hvad fandt man ud af?"),
        "what_was_freed_went_to": N_("Hvad det frigjorte gik til"),
        "what_was_measured": N_("Hvad der blev målt"),
        "what_was_to_be_found_out": N_("Hvad der skulle findes ud af, og svaret"),
        "what_was_tried_and_what": N_("Hvad der blev prøvet, og hvad der blev fundet"),
        "where_each_row_is_from": N_("Hvor hver række er fra"),
        "which_municipalities": N_("hvilke kommuner"),
        "who_was_for": N_("Hvem var det for?"),
        "whoever_is_responsible_for_annex": N_("den, der har ansvaret for bilaget"),
        "whoever_is_responsible_for_chapter": N_("den, der har ansvaret for kapitlet"),
        "whole_file": N_("hele filen"),
        "why": N_("Hvorfor"),
        "without_of_n_promises_and_measures": N_(
            "{without} af {n} løfter og målinger har intet svar fra en kørsel."
        ),
        "word_file_is_broken": N_("Wordfilen er i stykker."),
        "write_experience_is_or_refer": N_(
            "Skriv »erfaringerne er«, eller henvis til den kørsel, der viser det."
        ),
        "write_was_not_measured_or_refer": N_(
            "Skriv, at det ikke er målt, eller henvis til en kørsel med en aftalt margen."
        ),
        "write_where_amount_was_reckoned": N_(
            "Skriv, hvor beløbet er regnet, eller at det er oplyst uden regnestykke."
        ),
        "write_who_perceived_or_judged": N_(
            "Skriv, hvem der har oplevet eller vurderet det, eller henvis til en kørsel."
        ),
        "write_who_was_asked": N_("Skriv, hvem der er spurgt, og i hvilket forsøg."),
        "written_by_whoever_merged_row": N_("skrevet af den, der samlede rækken; står i intet skema"),
    }
)
