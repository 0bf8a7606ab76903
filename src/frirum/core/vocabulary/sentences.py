"""The sentences of `vocabulary`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "allowed_allowed": N_("Tilladt: {allowed}."),
        "case_number_can_have_at_most": N_(
            "Sagsnummeret kan have højst {n} bogstaver, cifre og tegnene . _ / -"
        ),
        "case_number_looks_like_cpr_number": N_("Sagsnummeret ligner et CPR-nummer."),
        "check_number_in_case": N_("Se nummeret efter i sagen."),
        "cpr_number_consists_of_digits_only": N_(
            "Et CPR-nummer består kun af cifre, eventuelt med bindestreg."
        ),
        "cpr_number_has_10_digits_here": N_("Et CPR-nummer har 10 cifre; her er der {n}."),
        "cpr_number_has_only_9_digits": N_("CPR-nummeret har kun 9 cifre."),
        "draft": N_("udkast"),
        "enacted": N_("vedtaget"),
        "field_key_cannot_be_value": N_("Feltet {key} kan ikke være {value!r}."),
        "field_key_is_missing_or_empty": N_("Feltet {key} mangler eller er tomt."),
        "field_key_must_be_date": N_("Feltet {key} skal være en dato, ikke {value!r}."),
        "field_key_must_be_list": N_("Feltet {key} skal være en liste af tekster."),
        "field_key_must_be_whole_number": N_("Feltet {key} skal være et helt tal, ikke {value!r}."),
        "field_key_must_have_at_least": N_("Feltet {key} skal have mindst én linje."),
        "file_cannot_be_read": N_("Filen kan ikke læses."),
        "file_is_not_utf_8": N_("Filen er ikke UTF-8."),
        "file_is_not_valid_toml_fault": N_("Filen er ikke gyldig TOML: {fault}."),
        "first_line_must_be_columns": N_("Første linje skal være: {columns}."),
        "first_six_digits_are_not_date": N_("De første seks cifre er ikke en dato, der findes."),
        "give_all_10_or_confirm_leading": N_("Skriv alle 10, eller bekræft, at der mangler et nul forrest."),
        "give_citizen_cpr_number_or_case": N_(
            "Skriv borgerens CPR-nummer eller sagens nummer i fagsystemet."
        ),
        "key_already_stands_on_line_first": N_("{key} står allerede i linje {first}."),
        "line_has_found_fields_must": N_("Linjen har {found} felter, der skal være {expected}."),
        "not_verified": N_("ikke efterprøvet"),
        "number_is_filler_and_belongs": N_("Nummeret er et fyldnummer og hører ikke til nogen."),
        "period_ends_before_begins": N_("Perioden slutter, før den begynder."),
        "place_in_act_requires_field_statute": N_("Et sted i loven kræver feltet statute."),
        "place_is_not_citation_such": N_("{place!r} er ikke en henvisning som § 10, stk. 3."),
        "planned": N_("planlagt"),
        "price_must_be_above_0": N_("Prisen skal være over 0, og low må ikke være over high."),
        "provision_id_does_not_exist": N_("Bestemmelsen {id} findes ikke."),
        "provisions_replace_each_other_in_circle": N_("Bestemmelserne afløser hinanden i ring."),
        "public_benefit_id_does_not_exist": N_("Ydelsen {id} findes ikke."),
        "repealed": N_("ophævet"),
        "rows_must_be_written_as_header": N_("Rækkerne skal skrives som {header}."),
        "save_file_as_utf_8": N_("Gem filen som UTF-8."),
        "take_number_out": N_("Tag nummeret ud."),
        "text_holds_something_looks_like_cpr": N_("Teksten indeholder noget, der ligner et CPR-nummer."),
        "unknown_field_keys": N_("Ukendt felt: {keys}."),
        "unknown_provision_ids": N_("Ukendt bestemmelse: {ids}."),
        "use_case_number_instead": N_("Brug sagens nummer i stedet."),
        "use_ids_of_provisions_toml": N_("Brug id'er fra provisions.toml."),
        "verified": N_("efterprøvet"),
        "write_as_ddmmyy_nnnn": N_("Skriv det som DDMMÅÅ-LLLL."),
        "write_cpr_number_in_own_field": N_("Skriv et CPR-nummer i feltet til det."),
        "write_date_as_2018_07_01": N_("Skriv datoen som 2018-07-01 uden anførselstegn."),
    }
)
