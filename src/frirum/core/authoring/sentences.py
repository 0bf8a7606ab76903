"""The sentences of `authoring`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "at_least_value": N_("mindst {value}"),
        "at_most_value": N_("højst {value}"),
        "before_value": N_("før {value}"),
        "between_periods_nothing_applies_from_first": N_(
            "Mellem perioderne gælder intet fra {first} til {last}. Ret den ene, eller skriv en periode "
            "imellem."
        ),
        "cannot_be_decided_yet": N_("kan ikke afgøres endnu"),
        "choose_what_answer_is_to_be": N_("Vælg, hvad svaret skal være."),
        "condition_n": N_("betingelse {n}"),
        "deadline_comes_out_as_ordinary": N_(
            "Fristen kommer ud som {ordinary} efter reglen og {experiment} i forsøget."
        ),
        "draft": N_("Kladden"),
        "example_is_to_give_wanted_but": N_(
            "Eksemplet skal give »{wanted}«, men definitionen giver »{says}«."
        ),
        "example_says_question_is_missing_but": N_(
            "Eksemplet siger, at »{question}« mangler, men det kan afgøres uden."
        ),
        "must_be_filled_in": N_("Skal udfyldes."),
        "name_is_filled_in_by_nothing": N_("{name} bliver ikke til noget. Muligt: {allowed}."),
        "no": N_("nej"),
        "no_case_can_fulfil_conditions_exclude": N_(
            "Ingen sag kan opfylde betingelserne: de udelukker hinanden."
        ),
        "no_day": N_("ingen dag"),
        "note_must_cite_basis_but_wording": N_(
            "Notatet skal henvise til {basis}, men ordlyden har ikke {order}, som bliver til henvisningen."
        ),
        "on_value_or_later": N_("den {value} eller senere"),
        "on_which_day_did_course_begin": N_("Hvilken dag begyndte forløbet?"),
        "or": N_(" eller "),
        "over_value": N_("over {value}"),
        "question_answer": N_("{question}: {answer}"),
        "template_text_still_stands_here_text": N_(
            "Skabelonens tekst står her endnu: »{text}«. Skriv jeres egen."
        ),
        "text_holds_something_looks_like_cpr": N_(
            "Teksten indeholder noget, der ligner et CPR-nummer. Fjern det: en definition er offentlig."
        ),
        "text_of_draft": N_("Kladdens tekst"),
        "under_value": N_("under {value}"),
        "value_is_not_date_write_day": N_("{value} er ikke en dato. Skriv dag, måned og år: 01-07-2018."),
        "value_must_be": N_("{value} skal være"),
        "value_must_be_date_without_quotation": N_(
            "{value} skal være en dato uden anførselstegn: 2018-07-01."
        ),
        "which_municipality_is_responsible_for_citizen": N_(
            "Hvilken kommune har ansvaret for borgerens sag?"
        ),
        "write_something_or_tick_not_settled": N_("Skriv noget, eller sæt kryds ved »Ikke fastlagt endnu«."),
        "yes": N_("ja"),
    }
)
