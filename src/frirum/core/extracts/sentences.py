"""The sentences of `extracts`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "call_columns_what_are_called": N_("Kald kolonnerne det, de hedder i den slags, det er: {kinds}."),
        "choose_one_of_them": N_("Vælg den ene."),
        "column_is_missing_for_fields": N_("Der mangler en kolonne til: {fields}."),
        "column_name_is_gone": N_("Kolonnen »{name}« er væk."),
        "column_name_was_no_before": N_("Kolonnen »{name}« stod som nr. {before} og står nu som nr. {now}."),
        "field_cannot_be_translated_to_value": N_("{field} kan ikke oversættes til {value}."),
        "file_can_be_both": N_("Filen kan være både {one} og {other}."),
        "file_is_not_known_by_headings": N_("Filen kendes ikke på sine overskrifter: {columns}."),
        "give_columns_fields_names_kinds": N_(
            "Giv kolonnerne felternes navne. Slags og felter, der skal være der: {kinds}."
        ),
        "is_no_kind_of_extract_called": N_("Der er ingen slags udtræk, der hedder {name}."),
        "kind_does_not_have_field_field": N_("{kind} har ikke feltet {field}."),
        "known_names": N_("Kendte: {names}."),
        "known_values_values": N_("Kendte værdier: {values}."),
        "may_now_be_called_name": N_("Måske hedder den nu »{name}«."),
        "or": N_(" eller "),
        "point_out_column_or_make_extract": N_("Peg på kolonnen, eller lav udtrækket igen med den."),
        "two_columns_are_pointed_out": N_("To kolonner er peget ud som {field}."),
    }
)
