"""The sentences of `uptake`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "definition_does_not_say_what": N_(
            "Definitionen siger ikke, hvad der skal vises; færre end 20 sager kan kun tælles og beskrives."
        ),
        "definition_does_not_say_which_change": N_(
            "Definitionen siger ikke, hvilken ændring der betyder noget; her regnes 10 procentpoint for "
            "relevant."
        ),
        "fall_to_share": N_("et fald til {share}"),
        "is_no_rule_left_to_deviate": N_("Der er ikke længere en regel at fravige."),
        "is_what_question_of_definition_takes": N_("Det er, hvad definitionens spørgsmål kræver."),
        "not_enough_uses_alone": N_("Ikke nok brug alene"),
        "or": N_(" eller "),
        "question_is_answered_by_n_municipalities": N_(
            "Spørgsmålet besvares af forsøgets {n} kommuner tilsammen."
        ),
        "rise_to_share": N_("en stigning til {share}"),
        "takes_needed_municipalities_at_pace": N_(
            "Der skal {needed} kommuner til i dette tempo, og forsøget har kun {n}. Se udsigten for dem "
            "under ét."
        ),
        "takes_needed_municipalities_at_pace_experiment": N_(
            "Der skal {needed} kommuner til i dette tempo. Forsøget har {n}, og deres brug tælles sammen."
        ),
        "uses_of_needed_takes_do": N_("{uses} af de {needed}, der skal til, svarer ikke på spørgsmålet."),
        "with_uses_only_ends_from_start": N_("Med {uses} kan der kun vises {ends} fra {start}."),
    }
)
