"""What is said of a row that is not as it should be: what is wrong and what to do, by the finding's code."""

from __future__ import annotations

from collections.abc import Mapping

from frirum.core.files.characters import Oddity, oddity_words
from frirum.core.language import gettext as _
from frirum.core.language import gettext_noop as N_

_IN_FILE = N_("Ret cellen i fagsystemet, og lav udtrækket igen.")
_TRANSLATE = N_("Oversæt værdien under kolonnerne, eller ret den i fagsystemet.")
_FOUR_DIGITS = N_("Skriv datoen med fire cifre i årstallet, for eksempel 01-07-2018.")
_AGAIN = N_("Ret rækken i fagsystemet, og lav udtrækket igen.")

_FINDINGS: Mapping[str, tuple[str, str]] = {
    "empty_required": (N_("Feltet skal være udfyldt og er tomt."), _IN_FILE),
    "cpr_refused": (N_("CPR-nummeret kan ikke være rigtigt."), N_("Se nummeret efter i sagen.")),
    "cpr_lost_zero": (
        N_("CPR-nummeret har ni cifre; der mangler formentlig et nul forrest."),
        N_("Bekræft under kolonnerne, at nullet skal sættes på, eller ret nummeret i filen."),
    ),
    "cpr_in_text": (
        N_("Feltet indeholder noget, der ligner et CPR-nummer."),
        N_("Tag nummeret ud; borgeren angives kun i sin egen kolonne."),
    ),
    "date_unreadable": (N_("Cellen er ikke en dato, der findes."), _FOUR_DIGITS),
    "date_ambiguous": (
        N_("Datoen kan læses på to måder (dag først eller måned først)."),
        N_("Vælg datoernes rækkefølge under kolonnerne."),
    ),
    "date_short_year": (N_("Datoens årstal har kun to cifre og kan læses på flere måder."), _FOUR_DIGITS),
    "date_is_number": (
        N_("Cellen er et tal og ikke en dato."),
        N_("Formatér kolonnen som dato i regnearket, og gem det igen."),
    ),
    "date_out_of_range": (
        N_("Datoen ligger før 1901, efter 2100 eller mere end et år frem i tiden."),
        _IN_FILE,
    ),
    "unknown_code": (N_("Værdien findes ikke i kodelisten."), _TRANSLATE),
    "unknown_benefit": (N_("Ydelsen kendes ikke."), _TRANSLATE),
    "unknown_target_group": (
        N_("Målgruppen kendes ikke."),
        N_("Skriv den med paragraf, for eksempel 2.7 eller 6.7; et bart 7 kan være to grupper."),
    ),
    "unknown_municipality": (N_("Kommunen findes ikke."), _IN_FILE),
    "not_a_number": (N_("Cellen er ikke et tal."), _IN_FILE),
    "number_ambiguous": (
        N_("Cellen kan være både et tusindtal og et decimaltal, som 1.234."),
        N_("Udtræk tallet uden punktum mellem tusinder, eller med to decimaler, som 1.234,00."),
    ),
    "out_of_range": (N_("Tallet kan ikke være rigtigt: det er uden for det, feltet kan have."), _IN_FILE),
    "not_yes_or_no": (N_("Cellen er hverken ja eller nej."), _TRANSLATE),
    "too_long": (N_("Teksten er for lang."), _IN_FILE),
    "too_few_cells": (
        N_("Linjen har færre felter end overskrifterne."),
        N_("Se efter en linje, der er delt midt i et felt."),
    ),
    "too_many_cells": (
        N_("Linjen har flere felter end overskrifterne."),
        N_("Se efter et skilletegn inde i et felt; feltet skal stå i anførselstegn."),
    ),
    "no_identity": (
        N_("Rækken har hverken CPR-nummer eller sagsnummer."),
        N_("Udfyld et af dem, eller peg på kolonnen."),
    ),
    "other_municipality": (
        N_("Rækken hører til en anden kommune."),
        N_("Afgræns udtrækket til kommunens egne borgere."),
    ),
    "in_future": (
        N_("Samtalen står som holdt, men dagen er ikke kommet endnu."),
        N_("Ret dagen, eller skriv samtalen som planlagt, og lav udtrækket igen."),
    ),
    "end_before_start": (N_("Slutdatoen ligger før startdatoen."), _AGAIN),
    "twice_different": (
        N_("Rækken står flere gange i filen med forskelligt indhold; ingen af dem er taget."),
        N_("Afgør, hvilken der gælder, og lav udtrækket igen."),
    ),
    "total_row": (
        N_("Linjen er en sum og ikke en borger."),
        N_("Der er ikke noget at gøre; summer tælles ikke med."),
    ),
    "use_refused": (
        N_("Markeringen kan ikke blive til en brug af fritagelsen."),
        N_("Undersøg sagen på siden »Undersøg en sag«, og ret markeringen eller sagen."),
    ),
    "unknown_experiment": (
        N_("Markeringen hører ikke til noget kendt forsøg."),
        N_("Peg på forsøget under kolonnerne, eller tag markeringen ud af udtrækket."),
    ),
    "experiment_not_here": (
        N_("Kommunen deltager ikke i det forsøg, markeringen hører til."),
        N_("Fjern markeringen i fagsystemet, eller ret oversættelsen til det rigtige forsøg."),
    ),
    "outside_period": (
        N_("Markeringen begynder uden for forsøgets periode."),
        N_("Ret datoen, eller fjern markeringen: de almindelige regler gjaldt den dag."),
    ),
    "marked_twice": (
        N_("Borgeren har allerede en markering til samme forsøg, som ikke var sluttet."),
        N_("Slut den første markering, eller fjern den ene."),
    ),
    "outside_target_group": (
        N_("Borgerens målgruppe er ikke forsøgets."),
        N_("Se målgruppen efter den dag, markeringen begyndte."),
    ),
    "use_known": (
        N_("Brugen er allerede registreret af en rådgiver fra samme dag."),
        N_("Der er ikke noget at gøre; den tælles én gang."),
    ),
    "set_late": (
        N_("Markeringen er registreret mere end 14 dage efter, at den begyndte."),
        N_("Sæt markeringen, når fritagelsen bruges; ellers mangler den i tallene imens."),
    ),
    "not_covered": (
        N_("Rækken ligger helt uden for de dage, udtrækket er sagt at dække."),
        N_("Se efter, om dagene eller rækken er forkert; dagene kan rettes på udtrækkets side."),
    ),
    "never_ended": (
        N_("Markeringen er ikke sluttet, selv om forsøget er det."),
        N_("Slut markeringen i fagsystemet."),
    ),
    "period_not_stated": (
        N_("Kilderne siger ikke, om forsøget gjaldt den dag, markeringen begyndte."),
        N_("Lad den ansvarlige afgøre det, før tallene bruges."),
    ),
}
"""Code -> (what is wrong, what to do)."""


def finding_said(code: str) -> tuple[str, str]:
    """(what is wrong, what to do), in the reader's language; a KeyError for a code there is not."""
    if code in _FINDINGS:
        what, remedy = _FINDINGS[code]
        return _(what), _(remedy)
    try:
        return oddity_words(Oddity(code))
    except ValueError:
        raise KeyError(code) from None


def without_the_field(said: str) -> str:
    """The same of a cell that its row can do without."""
    return _("{said} Rækken er taget med uden feltet.").format(said=said)


def see_line(said: str, line: int) -> str:
    """The same, with the other line it has to do with."""
    return _("{said} Se linje {n}.").format(said=said, n=line)
