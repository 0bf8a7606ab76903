"""The sentences of `catalogue`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

say = Sentences(
    {
        "act_or_executive_order": N_("Loven eller bekendtgørelsen"),
        "after_time_at_earliest": N_("tidligst efter {time}"),
        "all_of_these_must_be_met": N_("Alle disse skal være opfyldt"),
        "answer": N_("svar"),
        "answer_is_free_text_given": N_("Svaret er fri tekst: det gengives, men tælles ikke."),
        "answer_must_have_either_text_line": N_(
            'Et svar skal have enten text, line eller not_stated = ["text"].'
        ),
        "assumed_from_no_source_text": N_("Antaget, ikke fra nogen kilde: {text}"),
        "assumptions_are_written_only_of_slugs": N_("Antagelser er kun skrevet om: {slugs}."),
        "at_least_must_have_within_within": N_("at_least skal have within: inden for hvor lang tid."),
        "at_least_n_times_within_time": N_("Mindst {n} gange inden for {time}"),
        "at_least_one_field_must": N_("Mindst ét felt skal have required og names_row."),
        "at_least_one_of_these_must": N_("Mindst én af disse skal være opfyldt"),
        "autumn": N_("efterår"),
        "baseline_value": N_("udgangspunkt {value}"),
        "change_is_difference_between_two_measures": N_(
            "change er forskellen mellem to målinger: source = measures med first og then."
        ),
        "choice_must_be_filled_in_exactly": N_("choice skal udfyldes, netop når type er choice."),
        "choose_another_slug_or_edit_file": N_("Vælg en anden slug, eller ret i filen."),
        "citizen_field_must_have_both_field": N_(
            "citizen_field skal have både et felt af type cpr og et af type case_number."
        ),
        "code_list": N_("Kodelisten"),
        "code_or_code_list_must": N_("code eller code_list skal udfyldes, netop når type er code."),
        "condition": N_("Betingelsen"),
        "condition_must_have_exactly": N_(
            "En betingelse skal have netop én af all, any, not og fact; her er {n}."
        ),
        "condition_on_fact_must_have_exactly": N_(
            "Betingelsen om {fact} skal have netop én operator; her er {n}."
        ),
        "condition_on_fact_must_have_key": N_("En betingelse om et faktum skal have {key}."),
        "conditions_are_nested_too_deeply": N_("Betingelserne er indlejret for dybt."),
        "correct_where_in_file_and_run": N_("Ret {where} i filen, og kør frirum catalogue check igen."),
        "counting_periods_requires_number_whose_unit": N_(
            "counting = periods kræver et tal, hvis enhed er uger eller måneder."
        ),
        "counting_staff_ratio_requires_type_bool": N_("counting = staff_ratio kræver type = bool."),
        "days_not_before_begun": N_("Dagene not_before, begun_by og not_after skal ligge i den rækkefølge."),
        "deadline": N_("Fristen"),
        "deadline_must_have_first_and_then": N_(
            "En frist skal have first (og then), at_least med within, eller lifted = true."
        ),
        "denominator_without_numerator_write_where": N_(
            "denominator uden tæller: skriv where, counts, state eller until."
        ),
        "did_you_mean_slugs": N_("Mente du {slugs}?"),
        "did_you_mean_word": N_("Mente du {word}?"),
        "document": N_("Dokumentet"),
        "either_rule_or_why_not_measure": N_("Enten rule eller why_not: en måling med en regel måles."),
        "event_lies_before_first_earlier_date": N_(
            "{event} ligger før den første {earlier} ({date}): ret den ene af de to datoer."
        ),
        "example_must_have_answer_or_missing": N_(
            "Et eksempel skal have answer, eller missing_facts når svaret ikke kan gives."
        ),
        "example_names_fact_fact": N_("Eksemplet nævner faktummet {fact}, som ikke er erklæret."),
        "expected_direction_direction": N_("ventet retning: {direction}"),
        "experiment": N_("Forsøget"),
        "experiment_already_ends_on_date_early": N_(
            "Forsøget slutter allerede {date}: et stop før tid skal ligge tidligere."
        ),
        "experiment_ends_before_begins_date": N_("Forsøget slutter, før det begynder ({date})."),
        "experiment_is_status": N_("Forsøget er {status} og har intet forløb, der kan ændres."),
        "extension_begins_before_approval_date": N_("Forlængelsen begynder før godkendelsen ({date})."),
        "extension_ends_before_was_decided": N_("Forlængelsen slutter, før den er besluttet."),
        "extension_must_have_until_until_when": N_("En forlængelse skal have until: hvortil der forlænges."),
        "extension_was_decided_before_approval_date": N_(
            "Forlængelsen er besluttet før godkendelsen ({date}): ret datoen for beslutningen."
        ),
        "extract_has_no_column_name": N_("Udtrækket har ikke kolonnen {name}."),
        "fact": N_("Faktummet"),
        "fact_fact_cannot_be_reached": N_("Faktummet {fact} kan ikke nås herfra."),
        "fact_is_given_in_example": N_("{fact} er givet i eksemplet."),
        "fact_is_not_date": N_("{fact} er ikke en dato."),
        "fact_with_use_use_must": N_("Et faktum med use = {use} skal have type = {type}."),
        "field_has_no_code_value": N_("{field} har ikke koden {value}."),
        "field_is_not_date_field": N_("{field} er ikke et datofelt."),
        "field_is_not_field_with_codes": N_("{field} er ikke et felt med koder."),
        "field_is_yes_or_no_write": N_("{field} er ja eller nej: skriv true eller false."),
        "figure_must_have_unit_unit": N_("Et tal skal have en enhed (unit)."),
        "figure_must_have_value": N_("Et tal skal have value, eller in_words hvor kilden ikke giver et tal."),
        "file_already_exists": N_("Filen findes allerede og er ikke ændret."),
        "file_cannot_be_read_as_toml": N_("Filen kan ikke læses som TOML: {error}"),
        "file_cannot_be_read_error": N_("Filen kan ikke læses: {error}."),
        "file_cannot_be_written_error": N_("Filen kan ikke skrives: {error}."),
        "file_does_not_exist": N_("Filen findes ikke."),
        "file_is_not_utf_8_line": N_("Filen er ikke UTF-8 (linje {line})."),
        "file_is_not_valid_toml_line": N_("Filen er ikke gyldig TOML, linje {line}: {error}"),
        "file_is_too_large_at_most": N_("Filen er for stor: højst {n} tegn."),
        "file_must_be_named_as_experiment": N_(
            "Filen skal hedde som sit forsøg, og forsøget skal være i kataloget."
        ),
        "filter_must_have_exactly_one_condition": N_("Et filter skal have netop én betingelse."),
        "finding_and_compared_belong_to_direction": N_(
            'finding og compared hører til en retning (kind = "direction").'
        ),
        "first_and_last": N_("{first} og {last}"),
        "folder_with_catalogue_does_not_exist": N_("Mappen med kataloget findes ikke."),
        "form_title_lies_after_last_day": N_(
            "Skemaet {title} ligger efter sidste dag og er udfyldt: ret det i teksten først."
        ),
        "form_was_received_before_was_submitted": N_("Skemaet er modtaget, før det er indsendt."),
        "grid_belongs_to_questions_are_answered": N_(
            "grid hører til spørgsmål, der besvares på en skala eller med ja og nej."
        ),
        "id_only_surveys_can_have_several": N_(
            "{id}: flere svar på ét spørgsmål (multiple) kan kun spørgeskemaer have."
        ),
        "instrument": N_("Redskabet"),
        "instrument_was_left_out_must": N_("Et fravalgt redskab skal have en begrundelse (reason)."),
        "is_no_approved_period_to_extend": N_(
            "Der er ingen godkendt periode at forlænge: skriv den første [[period]] først."
        ),
        "is_no_experiment_with_slug_slug": N_("Der er intet forsøg med slug {slug}."),
        "is_none_to_name_write_first": N_("Der er ingen at nævne: skriv den først, eller fjern nævnelsen."),
        "judgement_must_have_role_makes_role": N_("Et skøn skal have en rolle (role), som skønner."),
        "key_belongs_to_fact": N_("{key} hører til et fact, ikke til {kind}."),
        "key_belongs_where_end": N_("{key} hører til, når {end} ikke er oplyst."),
        "key_does_not_belong_to_source": N_("{key} hører ikke til source = {source}."),
        "key_has_n_parts_but": N_("{key} har {n} led, men der er {titles} titler."),
        "key_has_value_and_cannot_stand": N_("{key} har en værdi og kan ikke samtidig stå i not_stated."),
        "key_is_called_inferred_but": N_("{key} er kaldt udledt, men har ingen dag."),
        "key_is_missing": N_("Nøglen mangler."),
        "key_is_missing_write_value": N_("{key} mangler: skriv en værdi, eller skriv {key} i not_stated."),
        "key_is_stated_but_round": N_("{key} er {stated}, men runden har {listed} ansøgninger af den slags."),
        "kind_is_to_be_filled": N_("kind skal udfyldes, netop når source er extract."),
        "kind_of_extract": N_("Slagsen af udtræk"),
        "last_day_lies_before_experiment_began": N_(
            "Sidste dag ligger, før forsøget begyndte ({date}): vælg en senere dag."
        ),
        "leave_out_assumed_definition_says_who": N_(
            "Udelad --assumed: definitionen siger, hvem der deltager."
        ),
        "length_of_time_must": N_("Et tidsrum skal have mindst én af years, months, weeks og days."),
        "list": N_("listen"),
        "list_must_have_at_least_min": N_("Listen skal have mindst {min_length}."),
        "low_likely_and_high_must_stand": N_("low, likely og high skal stå i stigende orden."),
        "lowest_and_highest_belong_to_fields": N_("lowest og highest hører til felter, hvis type er et tal."),
        "margin_belongs_to_non_inferiority": N_("margin hører til non_inferiority og equivalence."),
        "margin_value": N_("margin {value}"),
        "may_be_ahead_belongs_to_days": N_("may_be_ahead hører til felter, hvis type er date."),
        "measure": N_("Målingen"),
        "measure_rests_on_itself_through_ring": N_(
            "Målingen hviler på sig selv gennem {ring}: fjern among, first eller then i én af dem."
        ),
        "measured_by_ids": N_("målt af {ids}"),
        "municipality_code_already_takes_part": N_("Kommune {code} deltager allerede i den tid."),
        "municipality_stands_twice": N_("En kommune står to gange."),
        "municipality_takes_part_after_experiment": N_("Kommunen deltager, efter at forsøget er slut."),
        "municipality_takes_part_before_experiment": N_("Kommunen deltager, før forsøget begynder."),
        "municipality_with_code": N_("Kommunen med kode"),
        "must_not_be_case": N_("Dette må ikke være tilfældet"),
        "n_days": NN_("{n} dag", "{n} dage"),
        "n_faults_in_definition": NN_("{n} fejl i definitionen.", "{n} fejl i definitionen."),
        "n_months": NN_("{n} måned", "{n} måneder"),
        "n_weeks": NN_("{n} uge", "{n} uger"),
        "n_and_a_half_years": N_("{n}½ år"),
        "n_years": NN_("{n} år", "{n} år"),
        "name_already_stands_in_place": N_("{name} står allerede i {place}."),
        "name_is_no_list_of_options": N_("{name} er ingen liste af valg."),
        "name_is_no_step": N_("{name} er intet trin."),
        "name_is_of_type_type": N_("{name} er af type {type}."),
        "name_not_verified": N_("navn ikke efterprøvet"),
        "network": N_("Netværket"),
        "no_date": N_("Uden dato"),
        "no_deadline": N_("Ingen frist"),
        "no_measure_answers": N_("Ingen måling svarer på det."),
        "no_policy_decision": N_("ingen beslutning"),
        "no_rule_is_written_for_measure": N_("Der er ikke skrevet en regel for målingen."),
        "none_cannot_stand_together_with_other": N_("none kan ikke stå sammen med andre sammenligninger."),
        "not_stated_in_sources": N_("Ikke oplyst i kilderne"),
        "not_stated_names_key_which_table": N_("not_stated nævner {key}, som tabellen ikke har."),
        "nothing_is_assumed_of_slug": N_("Der er ingen antagelser om {slug}."),
        "number": N_("et tal"),
        "operator_cannot_be_used_on_fact": N_("{operator} kan ikke bruges på {fact}, som har type = {type}."),
        "operator_cannot_be_used_on_field": N_(
            "{operator} kan ikke bruges på {field}, som er af type {type}."
        ),
        "option_must_have_at_least_two": N_(
            "option skal have mindst to svarmuligheder, der alle er forskellige."
        ),
        "options_or_chosen_from_belongs": N_("options eller chosen_from hører til et valg, og kun dertil."),
        "outcome": N_("Udfaldet"),
        "outcome_scheme": N_("Udfaldsskemaet"),
        "outcome_until_lies_before_anchor_anchor": N_(
            "Udfaldet {until} ligger før sit anker {anchor}: byt dem om, eller vælg en senere dato."
        ),
        "part": N_("Delen"),
        "period_ends_before_begins": N_("Perioden slutter, før den begynder."),
        "period_id_already_runs_to_date": N_(
            "Perioden {id} løber allerede til og med {date}: vælg en senere dag."
        ),
        "period_id_has_no_last_day": N_("Perioden {id} har ingen slutdag: skriv den, før den kan forlænges."),
        "period_overlaps_other": N_("Perioden overlapper {other}."),
        "phase_ends_before_begins": N_("Fasen slutter, før den begynder."),
        "place_already_has_use_use": N_("{place} har allerede use = {use}."),
        "plan_must_say_what_is_compared": N_(
            "En plan skal sige, hvad der sammenlignes med, og hvornår svaret tæller."
        ),
        "point_of_doubt": N_("Tvivlspunktet"),
        "policy_decision_cannot_be_shared": N_("En beslutning kan ikke deles med sig selv."),
        "possible_periods_known": N_("Mulige perioder: {known}."),
        "promise_measured_by_measures": N_("{promise} Måles ved: {measures}."),
        "provision": N_("Bestemmelsen"),
        "question": N_("Spørgsmålet"),
        "question_and_counts_belong_together": N_("question og counts hører sammen: hvilke svar taler for?"),
        "question_has_already_been_answered": N_("{question} er allerede besvaret."),
        "question_has_no_answer_answer": N_("{question} har ikke svaret {answer}."),
        "question_in_plan_of_ours": N_('Et spørgsmål i en plan af vores har wording = "proposed".'),
        "rate_must_have_exposure_time_number": N_(
            "rate skal have exposure: hvilken tid antallet holdes op mod."
        ),
        "register_is_looked_up_from_date": N_("Et register slås op fra en dato: skriv anchor."),
        "round": N_("Runden"),
        "rule_in_provisions_toml": N_("Reglen i provisions.toml"),
        "rule_whose_act_and_section": N_("En regel, hvis lov og paragraf ikke er oplyst i kilderne"),
        "rule_with_source_source_must": N_("En regel med source = {source} skal have {key}."),
        "same_provision_as_other_and_periods": N_(
            "Samme bestemmelse som {other}, og gyldigheden overlapper."
        ),
        "scale": N_("Skalaen"),
        "scale_must_be_filled_in_exactly": N_("scale skal udfyldes, netop når kind er scale."),
        "scheme_gives_what_use_statistics": N_("{scheme} giver {what}: brug {statistics}."),
        "scheme_has_no_state_state": N_("{scheme} har ikke tilstanden {state}."),
        "scheme_has_version_version_not_other": N_("{scheme} har version {version}, ikke {other}."),
        "season_year": N_("{season} {year}"),
        "section_says_nothing_without_act_statute": N_("En paragraf siger intet uden loven (statute)."),
        "see_all_frirum_catalogue_list": N_("Se alle: frirum catalogue list."),
        "see_also_places": N_("Se også {places}."),
        "see_every_fault_with_frirum_catalogue": N_("Se alle fejl med: frirum catalogue check FIL."),
        "share_must_have_numerator_where_counts": N_(
            "En andel skal have en tæller: where, counts, state eller until."
        ),
        "share_of_answers": N_("andel af svarene"),
        "slug_cannot_be_slug": N_("{slug} kan ikke være en slug."),
        "slug_has_no_reporting_period_period": N_("{slug} har ingen rapporteringsperiode {period}."),
        "slug_is_slug_but_file": N_("slug er {slug}, men filen hedder {stem}."),
        "smallest_relevant_difference_value": N_("mindste relevante forskel {value}"),
        "source": N_("Kilden"),
        "sources_give_no_reason": N_("Kilderne giver ingen grund."),
        "sources_say_when_experiment_began": N_(
            "Kilderne siger, hvornår forsøget begyndte: der er intet at antage."
        ),
        "sources_say_who_takes_part": N_("Kilderne siger, hvem der deltager: der er intet at antage."),
        "spring": N_("forår"),
        "statistic_must_have_anchor_and_until": N_(
            "{statistic} skal have anchor og until: fra hvornår og til hvornår."
        ),
        "statistic_must_have_of_which_number": N_("{statistic} skal have of: hvilket tal."),
        "status_is_status_but_history": N_(
            "status er {status}, men historien har ingen hændelse af slagsen {kind}."
        ),
        "status_is_status_but_history_says": N_(
            "status er {status}, men historien siger, at forsøget er begyndt."
        ),
        "status_is_status_but_history_says_experiment": N_(
            "status er {status}, men historien siger, at forsøget er slut."
        ),
        "statute_paragraph_has_no_target_group": N_(
            "{statute} § {paragraph} har ingen målgruppe nr. {number}."
        ),
        "stop_was_decided_before_experiment_began": N_(
            "Stoppet er besluttet, før forsøget begyndte ({date}): ret datoen for beslutningen."
        ),
        "sub_question_of_form": N_("Skemaets underspørgsmål"),
        "summer": N_("sommer"),
        "table": N_("tabellen"),
        "table_is_written_on_one_line": N_(
            "Tabellen står på én linje: skriv den med [[{name}]], så kan den ændres."
        ),
        "tables_lie_more_than_n_levels": N_("Tabellerne ligger mere end {n} led inde i hinanden."),
        "target_group": N_("Målgruppen"),
        "target_groups_of_statute": N_("Målgrupperne i {statute} står i § {expected}, ikke i § {given}."),
        "test_must_have_key_how_large": N_("{test} skal have {key}: hvor stor en forskel tæller?"),
        "text_is_empty_remove_key": N_("Teksten er tom. Fjern nøglen, eller skriv den i not_stated."),
        "text_is_longer_than_max_length": N_("Teksten er længere end {max_length} tegn."),
        "theme": N_("Temaet"),
        "then_at_least_every_time": N_("derefter senest hver gang der er gået {time}"),
        "title_assumed_network": N_("{title} (antaget netværk)"),
        "title_can_be_both_thousand": N_("»{title}« kan være både et tusindtal og et decimaltal."),
        "title_has_to_be_number": N_("»{title}« skal være et tal."),
        "title_places": N_("{title}: {places}"),
        "total_must_have_of_number": N_("total skal have of: hvilket tal der lægges sammen."),
        "true_false_number_date_or_text": N_("true/false, et tal, en dato eller tekst"),
        "two_fields_have_same_id": N_("To felter har samme id."),
        "unknown_key_key": N_("Ukendt nøgle {key}."),
        "until_belongs_to_extension_kind_extension": N_(
            'until hører til en forlængelse (kind = "extension").'
        ),
        "use_z_0_9_and_single": N_("Brug a-z, 0-9 og enkelte bindestreger, højst 64 tegn: nye-samtaler."),
        "valid_to_is_before_valid_from": N_("valid_to ligger før valid_from."),
        "value_cannot_be_name_begin": N_(
            "{value} kan ikke være et navn: begynd med a-z, og brug kun a-z, 0-9, - og _."
        ),
        "value_cannot_be_short_name": N_(
            "{value} kan ikke være et dokuments korte navn: brug store bogstaver, cifre og bindestreg."
        ),
        "value_cannot_be_slug_use_z": N_(
            "{value} kan ikke være en slug: brug a-z, 0-9 og enkelte bindestreger."
        ),
        "value_cannot_be_used_here": N_("{value} kan ikke bruges her."),
        "value_does_not_fit_fact": N_("{value} passer ikke til {fact}, som har type = {type}."),
        "value_is_also_used_in_other": N_("{value} bruges også i {other}."),
        "value_is_not_allowed_value": N_("{value} er ikke en tilladt værdi."),
        "value_is_not_section_write_10": N_('{value} er ikke en paragraf; skriv "10" eller "74 c" uden §.'),
        "value_is_of_wrong_kind": N_("{value} er af en forkert slags."),
        "value_is_too_large_at_most": N_("{value} er for stort: højst {le}."),
        "value_is_too_small_at_least": N_("{value} er for lille: mindst {ge}."),
        "value_must_be_date_without_quotation": N_(
            "{value} skal være en dato uden anførselstegn: 2018-07-01."
        ),
        "value_must_be_finite_number": N_("{value} skal være et endeligt tal."),
        "value_must_be_list_write_in": N_("{value} skal være en liste: skriv den i [ ]."),
        "value_must_be_number_without_quotation": N_("{value} skal være et tal uden anførselstegn."),
        "value_must_be_table": N_("{value} skal være en tabel."),
        "value_must_be_text_in_quotation": N_("{value} skal være tekst i anførselstegn."),
        "value_must_be_true_or_false": N_("{value} skal være true eller false."),
        "value_must_be_wanted": N_("{value} skal være {wanted}."),
        "value_must_be_whole_number_without": N_("{value} skal være et helt tal uden anførselstegn."),
        "values_of_response_options_must_rise": N_("Svarmulighedernes value skal stige og må ikke gå igen."),
        "what_value_does_not_exist": N_("{what} {value} findes ikke."),
        "where_is_missing_which_rows": N_("where mangler: hvilke rækker er målgruppen?"),
        "winter": N_("vinter"),
        "within_months_requires_counting_periods": N_(
            "within_months kræver counting = periods og måneder som enhed."
        ),
        "within_time": N_("senest efter {time}"),
        "without_baseline_measurement_must_be_reason": N_(
            "Uden nulpunktsmåling skal der være en begrundelse."
        ),
        "without_comparison_must_be_reason": N_("Uden sammenligning skal der være en begrundelse."),
        "without_comparison_one_can_only_describe": N_(
            "Uden sammenligning kan der kun beskrives: test = description."
        ),
        "without_list_must_say": N_("Uden liste skal der stå, hvilket udtræk de findes i: kind."),
        "write_either_reading_reading_is_used": N_(
            "Skriv enten reading (den læsning, der bruges) eller open = true, ikke begge."
        ),
        "write_is_true_true": N_("Skriv is_true = true eller is_false = true."),
        "write_number_alone_for_example_1250": N_(
            "Skriv kun tallet, for eksempel 1250 eller 7,5; enheden er {unit}."
        ),
        "write_one_of_allowed_values": N_("Skriv én af de tilladte værdier i {where}: {values}."),
    }
)
