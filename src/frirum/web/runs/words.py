"""The sentences of this package: data sets that a run cannot read."""

from __future__ import annotations

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _


def of_another_evaluation(number: int) -> InputRefused:
    return InputRefused(
        _("Datasæt {n} hører til en anden evaluering.").format(n=number),
        remedy=_("Vælg datasæt til det forsøg og den organisation, planen er for."),
    )


def deleted(number: int) -> InputRefused:
    return InputRefused(
        _("Datasæt {n} er slettet, eller dets slettedag er kommet.").format(n=number),
        remedy=_("Vælg et andet datasæt, eller hent det ind igen med hjemmel og en ny slettedag."),
    )


def not_read(number: int) -> InputRefused:
    return InputRefused(
        _("Datasæt {n} kan ikke læses af en kørsel.").format(n=number),
        remedy=_("Få registret læst først på dets side under Registre."),
    )


def several_registers() -> InputRefused:
    return InputRefused(_("Kun ét register kan læses ad gangen."), remedy=_("Vælg ét af dem."))


def register_alone() -> InputRefused:
    return InputRefused(
        _("Registret siger ikke, hvem der ses på, og fra hvornår."),
        remedy=_("Vælg markeringer, der er videregivet hertil, eller en fil med markeringer."),
    )
