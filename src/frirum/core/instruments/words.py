"""What the codes of instruments are called by people, in the reader's language."""

from __future__ import annotations

from frirum.core.instruments.questions import LONGEST_ANSWER, AnswerFault, AskedQuestion
from frirum.core.language import gettext as _


def answer_fault(fault: AnswerFault, question: AskedQuestion) -> tuple[str, str]:
    """(what is wrong, what to write) of an answer that cannot be read; what was written is not repeated."""
    options = ", ".join(f"»{option.shown}«" for option in question.options)
    return {
        AnswerFault.NOT_AN_OPTION: (
            _("Svaret er ikke en af svarmulighederne."),
            _("Vælg en af disse: {options}.").format(options=options),
        ),
        AnswerFault.NOT_A_NUMBER: (
            _("Svaret er ikke et tal."),
            _("Skriv et tal, for eksempel 12 eller 7,5."),
        ),
        AnswerFault.NUMBER_AMBIGUOUS: (
            _("Tallet kan være både et tusindtal og et decimaltal."),
            _("Skriv det uden punktum, med komma før decimalerne."),
        ),
        AnswerFault.NOT_A_DATE: (_("Svaret er ikke en dato."), _("Skriv datoen som 01-07-2027.")),
        AnswerFault.DATE_AMBIGUOUS: (
            _("Datoen kan læses på flere måder."),
            _("Skriv datoen som 01-07-2027, med fire cifre i årstallet."),
        ),
        AnswerFault.TOO_LONG: (
            _("Svaret er for langt."),
            _("Forkort det til højst {n} tegn.").format(n=LONGEST_ANSWER),
        ),
        AnswerFault.CPR: (
            _("Svaret ligner et CPR-nummer."),
            _("Slet nummeret; sagen kendes på sit sagsnummer."),
        ),
    }[fault]
