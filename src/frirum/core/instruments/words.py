"""What the codes of instruments are called by people, in the reader's language."""

from __future__ import annotations

from frirum.core.instruments.agreement import Agreement
from frirum.core.instruments.questions import LONGEST_ANSWER, AnswerFault, AskedQuestion
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number, format_share


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


def agreement_lines(found: Agreement) -> tuple[str, ...]:
    """The agreement of raters as lines: three figures and the table behind them, and no word that judges them."""
    low, high = found.percent_bounds
    lines = [
        _("{n} sager, {raters} bedømmere; {paired} sager har to eller flere bedømmelser.").format(
            n=found.n_units, raters=found.n_raters, paired=found.n_paired
        ),
        _("Rå enighed: {share} (eksakt {low}–{high})").format(
            share=format_share(found.percent), low=format_share(low), high=format_share(high)
        ),
        _("Gwets AC1: {value}").format(value=_ac1(found)),
        (_("Cohens kappa: {value}") if found.n_raters == 2 else _("Fleiss' kappa: {value}")).format(
            value=_coefficient(found.kappa)
        ),
    ]
    width = max(len(answer) for answer in found.answers)
    for answer, row in zip(found.answers, found.pairs, strict=True):
        lines.append(f"{answer:<{width}}  " + "  ".join(f"{n:>5}" for n in row))
    return tuple(lines)


def _ac1(found: Agreement) -> str:
    if found.ac1 is None or found.lower is None or found.upper is None:
        return _coefficient(None)
    text = (
        _("{value} ({low} til {high}, af den eksakte)") if found.is_exact else _("{value} ({low} til {high})")
    )
    return text.format(
        value=_coefficient(found.ac1), low=_coefficient(found.lower), high=_coefficient(found.upper)
    )


def _coefficient(value: float | None) -> str:
    return _("kan ikke udregnes: alle gav samme svar") if value is None else format_number(value, 2)
