"""What can be wrong with a row: a code, where, and what to do. A finding never repeats what a cell says.

A cell in the wrong column may be a name or a CPR number, and findings are kept, sorted and sent on; line and column
are enough to look the cell up in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frirum.core.files.characters import Oddity, oddity_words
from frirum.core.language import gettext as _


class FindingCode(StrEnum):
    """What was found. Those of `WARNINGS` are told and the row is taken; all others set it aside."""

    TOO_FEW_CELLS = "too_few_cells"
    TOO_MANY_CELLS = "too_many_cells"
    EMPTY_REQUIRED = "empty_required"
    NO_IDENTITY = "no_identity"
    CPR_REFUSED = "cpr_refused"
    CPR_LOST_ZERO = "cpr_lost_zero"
    CPR_IN_TEXT = "cpr_in_text"
    DATE_UNREADABLE = "date_unreadable"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_SHORT_YEAR = "date_short_year"
    DATE_IS_NUMBER = "date_is_number"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_BENEFIT = "unknown_benefit"
    UNKNOWN_TARGET_GROUP = "unknown_target_group"
    UNKNOWN_MUNICIPALITY = "unknown_municipality"
    OTHER_MUNICIPALITY = "other_municipality"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_AMBIGUOUS = "number_ambiguous"
    OUT_OF_RANGE = "out_of_range"
    IN_FUTURE = "in_future"
    INVISIBLE = "invisible"
    FORMULA_TEXT = "formula_text"
    APOSTROPHE = "apostrophe"
    POINT_NOUGHT = "point_nought"
    POWER = "power"
    ERROR_VALUE = "error_value"
    NOT_YES_OR_NO = "not_yes_or_no"
    TOO_LONG = "too_long"
    END_BEFORE_START = "end_before_start"
    TWICE_DIFFERENT = "twice_different"
    TOTAL_ROW = "total_row"
    UNKNOWN_EXPERIMENT = "unknown_experiment"
    EXPERIMENT_NOT_HERE = "experiment_not_here"
    OUTSIDE_PERIOD = "outside_period"
    MARKED_TWICE = "marked_twice"
    OUTSIDE_TARGET_GROUP = "outside_target_group"
    SET_LATE = "set_late"
    NEVER_ENDED = "never_ended"
    PERIOD_NOT_STATED = "period_not_stated"
    USE_REFUSED = "use_refused"
    USE_KNOWN = "use_known"

    @property
    def is_warning(self) -> bool:
        """Whether the row is taken all the same."""
        return self in WARNINGS


WARNINGS = frozenset(
    {
        FindingCode.SET_LATE,
        FindingCode.NEVER_ENDED,
        FindingCode.PERIOD_NOT_STATED,
        FindingCode.USE_KNOWN,
    }
)


@dataclass(frozen=True)
class ExtractFinding:
    """One thing about one row.

    Attributes:
        line: the line of the file.
        column: the column's heading in the file; "" when it is about the whole row.
        other_line: another line it has to do with, or None.
        left_out: the row is taken without the cell, which it can do without.
    """

    code: FindingCode
    line: int
    column: str = ""
    other_line: int | None = None
    left_out: bool = False

    @property
    def is_warning(self) -> bool:
        """Whether the row is taken all the same: always with such a code, or without this one cell."""
        return self.left_out or self.code.is_warning

    @property
    def text(self) -> str:
        """What is wrong, in the reader's language."""
        said = finding_texts()[self.code][0]
        if self.left_out:
            said = _("{said} Rækken er taget med uden feltet.").format(said=said)
        return f"{said} {_('Se linje {n}.').format(n=self.other_line)}" if self.other_line else said

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return finding_texts()[self.code][1]


def finding_texts() -> dict[FindingCode, tuple[str, str]]:
    """Code -> (what is wrong, what to do), in the reader's language."""
    return {**_cell_texts(), **_row_texts(), **_mark_texts()}


def _cell_texts() -> dict[FindingCode, tuple[str, str]]:
    in_file = _("Ret cellen i fagsystemet, og lav udtrækket igen.")
    translate = _("Oversæt værdien under kolonnerne, eller ret den i fagsystemet.")
    four_digits = _("Skriv datoen med fire cifre i årstallet, for eksempel 01-07-2018.")
    c = FindingCode
    return {
        c.EMPTY_REQUIRED: (_("Feltet skal være udfyldt og er tomt."), in_file),
        c.CPR_REFUSED: (_("CPR-nummeret kan ikke være rigtigt."), _("Se nummeret efter i sagen.")),
        c.CPR_LOST_ZERO: (
            _("CPR-nummeret har ni cifre; der mangler formentlig et nul forrest."),
            _("Bekræft under kolonnerne, at nullet skal sættes på, eller ret nummeret i filen."),
        ),
        c.CPR_IN_TEXT: (
            _("Feltet indeholder noget, der ligner et CPR-nummer."),
            _("Tag nummeret ud; borgeren angives kun i sin egen kolonne."),
        ),
        c.DATE_UNREADABLE: (_("Cellen er ikke en dato, der findes."), four_digits),
        c.DATE_AMBIGUOUS: (
            _("Datoen kan læses på to måder (dag først eller måned først)."),
            _("Vælg datoernes rækkefølge under kolonnerne."),
        ),
        c.DATE_SHORT_YEAR: (_("Datoens årstal har kun to cifre og kan læses på flere måder."), four_digits),
        c.DATE_IS_NUMBER: (
            _("Cellen er et tal og ikke en dato."),
            _("Formatér kolonnen som dato i regnearket, og gem det igen."),
        ),
        c.DATE_OUT_OF_RANGE: (_("Datoen ligger uden for 1900-2100."), in_file),
        c.UNKNOWN_CODE: (_("Værdien findes ikke i kodelisten."), translate),
        c.UNKNOWN_BENEFIT: (_("Ydelsen kendes ikke."), translate),
        c.UNKNOWN_TARGET_GROUP: (
            _("Målgruppen kendes ikke."),
            _("Skriv den med paragraf, for eksempel 2.7 eller 6.7; et bart 7 kan være to grupper."),
        ),
        c.UNKNOWN_MUNICIPALITY: (_("Kommunen findes ikke."), in_file),
        c.NOT_A_NUMBER: (_("Cellen er ikke et tal."), in_file),
        c.NUMBER_AMBIGUOUS: (
            _("Cellen kan være både et tusindtal og et decimaltal, som 1.234."),
            _("Udtræk tallet uden punktum mellem tusinder, eller med to decimaler, som 1.234,00."),
        ),
        c.OUT_OF_RANGE: (_("Tallet kan ikke være rigtigt: det er uden for det, feltet kan have."), in_file),
        **{c(odd.value): oddity_words(odd) for odd in Oddity},
        c.NOT_YES_OR_NO: (_("Cellen er hverken ja eller nej."), translate),
        c.TOO_LONG: (_("Teksten er for lang."), in_file),
    }


def _row_texts() -> dict[FindingCode, tuple[str, str]]:
    c = FindingCode
    again = _("Ret rækken i fagsystemet, og lav udtrækket igen.")
    return {
        c.TOO_FEW_CELLS: (
            _("Linjen har færre felter end overskrifterne."),
            _("Se efter en linje, der er delt midt i et felt."),
        ),
        c.TOO_MANY_CELLS: (
            _("Linjen har flere felter end overskrifterne."),
            _("Se efter et skilletegn inde i et felt; feltet skal stå i anførselstegn."),
        ),
        c.NO_IDENTITY: (
            _("Rækken har hverken CPR-nummer eller sagsnummer."),
            _("Udfyld et af dem, eller peg på kolonnen."),
        ),
        c.OTHER_MUNICIPALITY: (
            _("Rækken hører til en anden kommune."),
            _("Afgræns udtrækket til kommunens egne borgere."),
        ),
        c.IN_FUTURE: (
            _("Samtalen står som holdt, men dagen er ikke kommet endnu."),
            _("Ret dagen, eller skriv samtalen som planlagt, og lav udtrækket igen."),
        ),
        c.END_BEFORE_START: (_("Slutdatoen ligger før startdatoen."), again),
        c.TWICE_DIFFERENT: (
            _("Rækken står flere gange i filen med forskelligt indhold; ingen af dem er taget."),
            _("Afgør, hvilken der gælder, og lav udtrækket igen."),
        ),
        c.TOTAL_ROW: (
            _("Linjen er en sum og ikke en borger."),
            _("Der er ikke noget at gøre; summer tælles ikke med."),
        ),
        c.USE_REFUSED: (
            _("Markeringen kan ikke blive til en brug af fritagelsen."),
            _("Undersøg sagen på siden »Undersøg en sag«, og ret markeringen eller sagen."),
        ),
    }


def _mark_texts() -> dict[FindingCode, tuple[str, str]]:
    c = FindingCode
    return {
        c.UNKNOWN_EXPERIMENT: (
            _("Markeringen hører ikke til noget kendt forsøg."),
            _("Peg på forsøget under kolonnerne, eller tag markeringen ud af udtrækket."),
        ),
        c.EXPERIMENT_NOT_HERE: (
            _("Kommunen deltager ikke i det forsøg, markeringen hører til."),
            _("Fjern markeringen i fagsystemet, eller ret oversættelsen til det rigtige forsøg."),
        ),
        c.OUTSIDE_PERIOD: (
            _("Markeringen begynder uden for forsøgets periode."),
            _("Ret datoen, eller fjern markeringen: de almindelige regler gjaldt den dag."),
        ),
        c.MARKED_TWICE: (
            _("Borgeren har allerede en markering til samme forsøg, som ikke var sluttet."),
            _("Slut den første markering, eller fjern den ene."),
        ),
        c.OUTSIDE_TARGET_GROUP: (
            _("Borgerens målgruppe er ikke forsøgets."),
            _("Se målgruppen efter den dag, markeringen begyndte."),
        ),
        c.USE_KNOWN: (
            _("Brugen er allerede registreret af en rådgiver fra samme dag."),
            _("Der er ikke noget at gøre; den tælles én gang."),
        ),
        c.SET_LATE: (
            _("Markeringen er registreret mere end 14 dage efter, at den begyndte."),
            _("Sæt markeringen, når fritagelsen bruges; ellers mangler den i tallene imens."),
        ),
        c.NEVER_ENDED: (
            _("Markeringen er ikke sluttet, selv om forsøget er det."),
            _("Slut markeringen i fagsystemet."),
        ),
        c.PERIOD_NOT_STATED: (
            _("Kilderne siger ikke, om forsøget gjaldt den dag, markeringen begyndte."),
            _("Lad den ansvarlige afgøre det, før tallene bruges."),
        ),
    }
