"""The sentences of this package."""

from __future__ import annotations

from collections.abc import Sequence

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _

_SHOWN = 8


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


def ragged(source: str, row: int, found: int, width: int) -> InputRefused:
    return InputRefused(
        _("Række {n} har {found} celler, overskrifterne {width}: tabellen er ikke hel.").format(
            n=row, found=found, width=width
        ),
        file=source,
        remedy=_("Hent tabellen igen."),
    )


def not_a_table(source: str, missing: str) -> InputRefused:
    return InputRefused(
        _("Svaret er ingen tabel: {missing} mangler.").format(missing=missing),
        file=source,
        remedy=_("Hent tabellen som fil på kildens side, og giv den med --file."),
    )


def no_column(table: str, option: str, columns: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("{table} har ingen kolonne, som {option} kan vælge i: {columns}.").format(
            table=table, option=option, columns=_listed(columns)
        ),
        remedy=_("Udelad {option}.").format(option=option),
    )


def no_area(wanted: str, known: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("Området {name} er ikke i tabellen.").format(name=wanted),
        remedy=_("Skriv i --area et af: {known}.").format(known=_listed(known)),
    )


def no_period(wanted: str, known: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("Perioden {name} er ikke i tabellen.").format(name=wanted),
        remedy=_("Skriv i --period en af: {known}.").format(known=_listed(known[-_SHOWN:])),
    )


def bad_period(period: str) -> InputRefused:
    return InputRefused(
        _("Perioden {name} kan ikke læses.").format(name=period),
        remedy=_("Skriv --period 2026M01, 2026M01,2026M02, 2026M01:2026M06 eller latest:12."),
    )


def different_columns(table: str) -> InputRefused:
    return InputRefused(
        _("Delene af {table} har ikke samme kolonner og kan ikke lægges sammen.").format(table=table),
        remedy=_("Hent færre perioder ad gangen med --period."),
    )


def known_tables(known: Sequence[str]) -> str:
    return _("Tabeller, den har: {known}.").format(known=_listed(known))


def too_large(table: str) -> InputRefused:
    return InputRefused(
        _("{table} er for stor for kilden, selv for én periode og ét område.").format(table=table),
        remedy=_("Hent den som fil på kildens side, og giv den med --file."),
    )


def one_note() -> str:
    return _(
        "Grænsefladens form (version 3: adresser, parametre, svarets form) hviler på én offentlig note "
        "og er ikke prøvet mod kilden."
    )


def layout_unseen() -> str:
    return _("Udseendet af jobindsats' egne filer er ikke set: kolonnerne er læst efter deres overskrifter.")
