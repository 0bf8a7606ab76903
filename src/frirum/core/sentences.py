"""The sentences that `core` says itself, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "ask_one_who_is_responsible": N_("Bed den, der har ansvaret, om at gøre det eller give lov."),
        "mend_line_n_of_file": N_("Ret linje {n} i filen, og prøv igen."),
        "mend_what_message_names_and_try": N_("Ret det, beskeden nævner, og prøv igen."),
        "report_fault_to_those_who_run": N_(
            "Meld fejlen til dem, der driver Frirum, med det, der står på skærmen."
        ),
        "see_with_help_what_command_takes": N_("Se med --help, hvad kommandoen tager."),
    }
)
