"""Sentences of the pictures of units and of time until the outcome."""

from __future__ import annotations

from collections.abc import Sequence

from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import format_number

NOT_YET = "not_yet"
"""Heading of the share that has not come to its outcome yet, 0-1 whatever the outcome is."""


def heading_label(name: str) -> str:
    """A heading of a picture's table in words."""
    return {
        "outcome": _("Udfald"),
        "point": _("Skøn"),
        "lower": _("Fra"),
        "upper": _("Til"),
        "finding": _("Dom"),
        "step": _("Trin"),
        "agreed_size": _("Aftalt størrelse"),
        "event_time": _("Perioder fra start"),
        "period": _("Tid"),
        "observed": _("Målt"),
        "fitted": _("Linjen igennem"),
        "carried_on": _("Forløbet fra før ført videre"),
        "round": _("Runde"),
        "answer": _("Svar"),
        "n": _("Antal"),
        "share": _("Andel"),
        "on_scale": _("På skalaen"),
        "who": _("Hvem"),
        "unit": _("Enhed"),
        "people": _("Borgere pr. periode"),
        "se": _("Standardfejl"),
        "shrunken": _("Trukket mod gennemsnittet"),
        "mean": _("Gennemsnit af enhederne"),
        "group": _("Gruppe"),
        "weeks": _("Uger"),
        "at_risk": _("Ikke nået dertil ved trinnets start"),
        "happened": _("Nået dertil i trinnet"),
        NOT_YET: _("Endnu ikke nået dertil"),
    }[name]


def people_per_period() -> str:
    """What the funnel's axis counts."""
    return _("Borgere i gennemsnit pr. periode")


def chance_alone() -> str:
    """What the dashed lines are."""
    return _("Stiplet: så langt når tilfældighed alene")


def funnel_title(units: int, far: Sequence[str], mean: str) -> str:
    """What the funnel shows, as a finding."""
    said = _("Forskellen i hver af de {n} enheder ligger om {mean}").format(n=units, mean=mean)
    if not far:
        return _("{said}; ingen ligger længere væk, end tilfældighed alene når.").format(said=said)
    return ngettext(
        "{said}; {n} ligger længere væk, end tilfældighed alene når: {names}.",
        "{said}; {n} ligger længere væk, end tilfældighed alene når: {names}.",
        len(far),
    ).format(said=said, n=len(far), names=", ".join(far))


def funnel_description(spread: str) -> str:
    """What stands in it."""
    return _(
        "Åben prik er enhedens eget tal; den fyldte er trukket mod gennemsnittet, mere jo færre borgere. Den "
        "spredning, der er tilbage, er {spread}: forsøget, og alt andet der skiller enhederne. Det er ingen rangliste."
    ).format(spread=spread)


def group_label(group: str) -> str:
    """A group of a curve."""
    return {"treated": _("I forsøget"), "comparison": _("Sammenlignet")}.get(group, group)


def weeks_since() -> str:
    """The axis of a curve."""
    return _("Uger fra indeksdagen")


def at_risk_label() -> str:
    """The lines under a curve."""
    return _("Endnu ikke nået dertil (afrundet)")


def curve_unit() -> str:
    """The upright axis of a curve."""
    return _("pct. endnu ikke")


def curve_title(outcome: str, weeks: int, shares: Sequence[tuple[str, float]]) -> str:
    """What the curves show, as a finding."""
    said = _(" og ").join(
        f"{format_number(100 * share, 0)} pct. {group_label(group).lower()}" for group, share in shares
    )
    return _("{outcome}: efter {weeks} uger er {said} endnu ikke nået dertil.").format(
        outcome=outcome, weeks=weeks, said=said
    )


def curve_description() -> str:
    """What stands in it."""
    return _(
        "Kaplan-Meier med antal, der endnu ikke er nået dertil. Antal er afrundet til midten af seks, og kurven "
        "slutter, hvor færre end ti er tilbage. Grupperne er ikke gjort ens på det, der var kendt før."
    )


def why_it_stays(kind: str) -> str | None:
    """Why a picture never leaves its team, where the answer can; None for one that has no such rule."""
    return {
        "funnel": _(
            "Tragten bliver hos holdet: hvert punkt er én enheds eget tal, og det frigives ikke. Svaret for dem alle "
            "kan frigives, og forsøgene tegnes så ved siden af hinanden."
        ),
        "curves": _(
            "Kurverne bliver hos holdet: de er afrundet, som porten afrunder en kurve, men ikke holdt op mod tidligere "
            "frigivelser. Svaret til den aftalte tid kan frigives."
        ),
    }.get(kind)
