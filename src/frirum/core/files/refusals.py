"""What is said of a file that cannot be read for certain, by whoever reads it: what, on which line, and what to do."""

from __future__ import annotations

from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.files.limits import MB
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number


def refuse_absent(path: Path) -> None:
    """Refuse a file that is not there, a folder, or one that may not be read.

    Raises:
        InputRefused: as said.
    """
    if path.is_dir():
        raise InputRefused(
            _("Her er en mappe, ikke en fil."), file=str(path), remedy=_("Angiv en fil i mappen.")
        )
    if not path.is_file():
        raise InputRefused(
            _("Filen findes ikke."),
            file=str(path),
            remedy=_("Se efter en slåfejl i navnet, og om filen ligger i den mappe, kommandoen køres i."),
        )


def not_permitted(path: Path) -> InputRefused:
    """The operating system does not let us read it."""
    return InputRefused(
        _("Filen må ikke læses."),
        file=str(path),
        remedy=_("Bed om læseadgang til filen, eller kopiér den til en mappe, du har adgang til."),
    )


def no_headings_there(line: int) -> InputRefused:
    """A line was named for the headings, and nothing stands there or below."""
    return InputRefused(
        _("Der står ingen overskrifter på linje {n} eller under den.").format(n=line),
        line=line,
        remedy=_("Skriv den linje, som kolonnernes navne står på."),
    )


def empty() -> InputRefused:
    """Nothing stands in the file."""
    return InputRefused(
        _("Filen er tom."), line=1, remedy=_("Eksportér den igen med kolonnernes navne i første linje.")
    )


def too_many_bytes(size: int, most: int) -> InputRefused:
    """The file is larger than the caller takes."""
    return InputRefused(
        _("Filen er på {n} MB; der tages højst {most} MB.").format(
            n=format_number(max(1, -(-size // MB))), most=format_number(most // MB)
        ),
        remedy=_("Del filen op, eller slet de rækker og kolonner, der ikke skal bruges."),
    )


def too_many_rows(most: int, line: int | None = None) -> InputRefused:
    """More rows than the caller takes, or than a sheet can have."""
    return InputRefused(
        _("Filen har over {most} rækker; flere tages ikke her.").format(most=format_number(most)),
        line=line,
        remedy=_("Del filen op, eller slet de rækker, der ikke skal bruges."),
    )


def too_much_memory(rows: int, columns: int, needed: int, most: int) -> InputRefused:
    """Reading it would need more memory than the caller gives."""
    return InputRefused(
        _(
            "Filen har {rows} rækker og {columns} kolonner, der skal bruges; "
            "det kræver omkring {needed} MB hukommelse, og der er sat {most} af."
        ).format(
            rows=format_number(rows),
            columns=format_number(columns),
            needed=format_number(needed // MB),
            most=format_number(most // MB),
        ),
        remedy=_("Læg personer sammen til en række for hver enhed og periode, eller del filen op."),
    )


def too_many_columns(found: int, most: int, line: int | None = None) -> InputRefused:
    """More columns than the caller takes."""
    return InputRefused(
        _("Filen har {n} kolonner; der kan læses højst {most}.").format(n=found, most=most),
        line=line,
        remedy=_("Slet de kolonner, der ikke skal bruges."),
    )


def not_text(line: int, longest: int) -> InputRefused:
    """Control characters, or a line without an end."""
    return InputRefused(
        _("Linjen er ikke tekst: den har styretegn eller er over {n} tegn lang.").format(n=longest),
        line=line,
        remedy=_("Er det en CSV-fil? Lav udtrækket igen, og hent det ind, som det er."),
    )


def unassigned(line: int) -> InputRefused:
    """Bytes that are neither UTF-8 nor Windows-1252."""
    return InputRefused(
        _("Linjen har tegn, der hverken er UTF-8 eller Windows-1252."),
        line=line,
        remedy=_("Gem filen som CSV i UTF-8, og hent den ind igen."),
    )


def old_code_page(line: int) -> InputRefused:
    """Danish letters as DOS wrote them."""
    return InputRefused(
        _("Linjens æ, ø og å er skrevet i DOS-tegnsættet (cp850), som er udgået."),
        line=line,
        remedy=_("Gem filen som CSV i UTF-8: i Excel »CSV UTF-8 (semikolonsepareret)«."),
    )


def mixed_encodings(utf8: int, other: int) -> InputRefused:
    """Two encodings in one file."""
    return InputRefused(
        _("Filen blander to tegnsæt: linje {a} er UTF-8, linje {b} er Windows-1252.").format(a=utf8, b=other),
        line=max(utf8, other),
        remedy=_("Er to filer sat sammen? Hent dem ind hver for sig, eller gem det hele i UTF-8."),
    )


def open_quote(line: int) -> InputRefused:
    """Quotation marks that do not match."""
    return InputRefused(
        _("Anførselstegnene går ikke op."),
        line=line,
        remedy=_('Ret feltet. Et anførselstegn inde i et felt skrives dobbelt: "".'),
    )


def cell_too_long(line: int, longest: int) -> InputRefused:
    """A cell that can hardly be one."""
    return InputRefused(
        _("Et felt er over {n} tegn langt; mangler der et anførselstegn?").format(n=longest),
        line=line,
        remedy=_('Ret feltet. Et anførselstegn inde i et felt skrives dobbelt: "".'),
    )


def ragged(line: int, found: int, width: int) -> InputRefused:
    """A row with too few or too many cells, for those who take no such row."""
    return InputRefused(
        _("Linjen har {found} felter; overskriften har {width}.").format(found=found, width=width),
        line=line,
        remedy=_("Se efter en afskåret linje eller et skilletegn inde i et felt."),
    )


def cut_off(line: int, found: int, width: int) -> InputRefused:
    """A last row without its line end and with too few cells: the trace of a transfer that stopped."""
    return InputRefused(
        _("Filen er afskåret: sidste linje har {n} felter af {all}.").format(n=found, all=width),
        line=line,
        remedy=_("Hent filen igen i fagsystemet; der kan mangle flere linjer."),
    )


def unknown_separator(separator: str, line: int) -> InputRefused:
    """Cells divided by a sign that is not read."""
    return InputRefused(
        _("Filens felter er adskilt af {separator}, som ikke læses.").format(separator=separator),
        line=line,
        remedy=_("Gem filen som CSV med semikolon, komma eller tabulator mellem felterne."),
    )
