"""What the back-test shows and what it cannot, in sentences; hindsight is called by its name."""

from __future__ import annotations

from frirum.core.designs.back_test.back_test import Summary
from frirum.core.language import gettext as _


def sentences(total: Summary) -> tuple[str, ...]:
    """The findings in the order to read them."""
    return (
        _(
            "Antal sager er bagklogskab: de var først kendt bagefter, og »efter et halvt år« er regnet med samme tempo."
        ),
        _(
            "{decided} er besluttet. For {unknown} af dem havde ingen sagt, hvor mange sager der ville komme; "
            "{otherwise} af de {unknown} blev besluttet af andre grunde, så en regel om »ingen start uden volumen« "
            "havde også standset dem."
        ).format(decided=total.decided, unknown=total.unknown_before, otherwise=total.unknown_but_enough),
        _(
            "For lidt brug er en grund i {thin}; {missed_before} af dem havde før start et måltal, som diagnosen ikke "
            "ville have advaret om."
        ).format(thin=total.thin, missed_before=total.missed_before),
        _(
            "Med et halvt års brug i samme tempo ville diagnosen have kaldt {caught} af de {thin} for spinkle; "
            "{unknown} har intet tal i kilderne, og {missed} ville den have overset. Kun i {surely} var det sikkert: i "
            "resten kunne så få sager på et halvt år også være blevet til 20 eller flere."
        ).format(
            caught=total.caught,
            thin=total.thin,
            unknown=total.unknown_after,
            missed=total.missed,
            surely=total.surely,
        ),
        _(
            "Diagnose og beslutning er enige i {agreed}, uenige i {disagreed}, og i {undecidable} kan det ikke afgøres."
        ).format(agreed=total.agreed, disagreed=total.disagreed, undecidable=total.undecidable),
        _(
            "Falske alarmer: {false} af {possible} mulige. Ingen forsøg, der blev besluttet af andre grunde, har et "
            "tal for brug, så tilbageblikket siger intet om, hvor tit diagnosen ville råbe op for tidligt."
        ).format(false=total.false_alarms, possible=total.could_be_false)
        if not total.could_be_false
        else _("Falske alarmer: {false} af {possible} mulige.").format(
            false=total.false_alarms, possible=total.could_be_false
        ),
    )
