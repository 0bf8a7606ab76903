"""The sentences of answers by the definition's own rules, and the headings of their line."""

from __future__ import annotations

from frirum.core.catalogue.wording import duration_text
from frirum.core.errors import InputRefused
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.files.table import Table
from frirum.core.language import gettext as _


def no_column(table: Table, known: str) -> InputRefused:
    return InputRefused(
        _("Ingen af kolonnerne er et spørgsmål i definitionen."),
        file=table.file,
        line=table.header_line,
        remedy=_("Kald kolonnerne som spørgsmålene hedder, for eksempel {ids}.").format(ids=known),
    )


def no_answer(cell: object, name: str) -> str:
    return _("{cell} er ikke et svar på {name}.").format(cell=repr(cell), name=name)


def write_an_answer(options: str) -> str:
    if options:
        return _("Skriv et af svarene: {options}.").format(options=options)
    return _("Skriv et svar af den slags, spørgsmålet beder om.")


def not_one_list(column: str) -> str:
    return _(
        "Tallet i {column} er et andet i en tidligere række, eller mindre end antallet af rækker."
    ).format(column=column)


def write_the_size(column: str) -> str:
    return _("Skriv i {column}, hvor mange sager der stod på listen i den runde og kommune.").format(
        column=column
    )


def not_measured(measure: str, why: str | None) -> str:
    return _("»{measure}« måles ikke: {why}").format(measure=measure, why=why or _("ingen regel er skrevet."))


def write_a_rule() -> str:
    return _("Skriv en regel for målingen i definitionen, eller giv en analysetabel.")


def in_published_table(measure: str, table: str) -> str:
    return _("»{measure}« står i jobindsats' tabel {table} og ikke i filerne.").format(
        measure=measure, table=table
    )


def bring_cells(table: str, column: str) -> str:
    """How the cells of a published table come in: by municipality, those that take part beside the others."""
    return _(
        "Hent den med frirum registers jobindsats {table}, og giv kommunernes tal i en analysetabel med "
        "kolonnerne unit, time, {column} og treated i --extract."
    ).format(table=table, column=column)


def no_start() -> str:
    return _("Kilderne siger ikke, hvilke kommuner der deltog fra hvornår, så de behandlede kan ikke findes.")


def write_a_start(*, assumed: bool) -> str:
    """What to write; with the file of assumptions where the experiment has one."""
    if assumed:
        return _("Skriv [[participation]] og [[period]] i definitionen, eller brug --assumed.")
    return _("Skriv [[participation]] og [[period]] i definitionen.")


def several_measures(names: str) -> str:
    return _("Udfaldet måles af flere målinger, og hver står for sig: {names}.").format(names=names)


def name_one_measure() -> str:
    return _("Nævn den måling, der skal afgøre det, i planen, eller lav planen om fra definitionen.")


def reaches_back() -> str:
    return _("Rækkerne når hele tiden før.")


def not_a_share() -> str:
    return _("Målingen er ikke en andel, så usikkerheden ved forskellen kan ikke regnes af tallene alene.")


def followed_share() -> str:
    return _(
        "Andelen er regnet for dem, der kan følges så længe, så usikkerheden ved forskellen kan ikke regnes af de "
        "to tal alene."
    )


def nothing_beside() -> str:
    return _("Der er intet at sammenligne med: tallet kan fortælles, men ikke holdes op mod noget.")


def unknown_value() -> str:
    return _("uoplyst")


def not_counted() -> str:
    return _("ikke talt")


def everybody() -> str:
    return _("alle")


def line_headings(*, several: bool, in_time: bool, beside: bool) -> tuple[str, ...]:
    """What stands over the figures of one measure, or of several."""
    heads = (*((_("Måling"),) if several else ()), _("Hvem"))
    if in_time:
        return (*heads, _("Før"), _("Under"), _("Ændringen"))
    return (*heads, _("I forsøget"), *((_("Sammenlignet"),) if beside else ()))


def line_caption(*, in_time: bool) -> str:
    return _("Før, under og ændringen") if in_time else _("Tallene, som de er talt")


def when_text(question: PlannedQuestion) -> str:
    """How long after the start a question is asked, as it begins a sentence; "" for one that is of no time."""
    if question.horizon is None:
        return ""
    return _("Efter {time}: ").format(time=duration_text(question.horizon))
