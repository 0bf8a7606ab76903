"""Sentences of what was found across experiments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from frirum.core.evidence.rules import Finding
from frirum.core.evidence.words import finding_label
from frirum.core.language import gettext as _
from frirum.core.language import ngettext

if TYPE_CHECKING:
    from frirum.core.evidence.across import AcrossAnswer


def across_caption() -> str:
    """Of the table of all answers."""
    return _("Svarene, alene og under ét")


def across_headings() -> tuple[str, ...]:
    """Its columns."""
    return (
        _("Forsøg"), _("Udfald"), _("Skøn"), _("Fra"), _("Til"), _("p-værdi"), _("Dom alene"), _("Dom under ét"),
    )  # fmt: skip


def nothing_reckoned() -> str:
    """Where there is no figure."""
    return _("ikke opgjort")


def not_tested() -> str:
    """Where the question asked for no test of a difference."""
    return _("ikke testet")


def alone_and_together(one: AcrossAnswer) -> tuple[str, str]:
    """The verdict alone, and counted together with the others."""
    alone = finding_label(one.asked.claim.finding)
    if one.falls:
        return alone, _("{verdict}: set under ét kan det være et tilfælde").format(
            verdict=finding_label(one.finding)
        )
    return alone, finding_label(one.finding)


def across_text(answers: Sequence[AcrossAnswer]) -> str:
    """How many there are, how they were counted, and how many findings did not survive it."""
    tested = sum(one.adjusted is not None for one in answers)
    falls = sum(one.falls for one in answers)
    said = ngettext("{n} svar er frigivet.", "{n} svar er frigivet.", len(answers)).format(n=len(answers))
    if tested:
        said += " " + _(
            "{tested} af dem er en test af en forskel. De er talt sammen efter Benjamini og Hochberg, så højst 5 pct. "
            "af fundene kan ventes at være tilfældige."
        ).format(tested=tested)
        said += " " + _("Svar, der ikke er frigivet, er ikke talt med.")
    if falls:
        said += " " + ngettext(
            "{n} fund holder alene og ikke, når alle ses under ét.",
            "{n} fund holder alene og ikke, når alle ses under ét.",
            falls,
        ).format(n=falls)
    elif tested:
        said += " " + _("Ingen dom bliver en anden af det.")
    return said


def forest_title(shown: Sequence[AcrossAnswer]) -> str:
    """What the picture shows, as a finding."""
    counts = {
        finding: sum(one.finding is finding for one in shown)
        for finding in (
            Finding.WORKS,
            Finding.OPPOSITE,
            Finding.NOT_WORSE,
            Finding.UNDECIDED,
            Finding.TOO_THIN,
        )
    }
    said = ", ".join(f"{finding_label(finding).lower()} {n}" for finding, n in counts.items() if n)
    return _("Forskellen i {n} svar på tværs af forsøg, set under ét: {said}.").format(
        n=len(shown), said=said
    )


def forest_description() -> str:
    """What stands in it."""
    return _(
        "Hvert svars skøn med 95 pct.-interval, som det er frigivet; den lodrette streg er ingen forskel. En åben prik "
        "holder alene og ikke under ét. Udfaldene er ikke de samme, så tallene lægges ikke sammen."
    )
