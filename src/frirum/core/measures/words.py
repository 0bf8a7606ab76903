"""The sentences of this package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from frirum.core.catalogue.experiment import Experiment
from frirum.core.errors import InputRefused
from frirum.core.extracts.kinds import kinds
from frirum.core.language import gettext as _
from frirum.core.measures.figures import NotMeasured, WhyNot


def file_twice(path: Path, other: str) -> InputRefused:
    return InputRefused(
        _("Filen har samme indhold som {other}.").format(other=other),
        file=str(path),
        remedy=_("Nævn hver fil én gang under --extract."),
    )


def two_registers() -> InputRefused:
    return InputRefused(
        _("Der er to registre med uger eller måneder som kolonner."),
        remedy=_("Giv ét register under --extract, og læg de to sammen, før de læses."),
    )


def day(of: dt.date) -> str:
    """A day as people write it."""
    return f"{of:%d-%m-%Y}"


def not_measured(one: NotMeasured) -> str:
    """Why a measure has no figure, and what would give it one."""
    if one.code is WhyNot.NO_DATA:
        kind = next((kind for kind in kinds() if kind.id == one.detail), None)
        if kind is not None:
            return _("Der mangler et udtræk af slagsen {kind}.").format(kind=kind.label)
        return _("Der mangler data: {name}.").format(name=one.detail)
    if one.code is WhyNot.NO_REGISTER:
        return _("Der mangler et register med uger eller måneder som kolonner ({scheme}).").format(
            scheme=one.detail
        )
    if one.code is WhyNot.NOT_SEEN:
        kind = next(kind for kind in kinds() if kind.id == one.detail)
        return _(
            "Udtrækket af slagsen {kind} når ikke tiden før forsøget: 0 ville ikke betyde ingen."
        ).format(kind=kind.label)
    if one.code is WhyNot.NO_COLUMN:
        return no_column(one.detail)
    if one.code is WhyNot.NO_RULE:
        return one.detail or _("Målingen har ingen regel.")
    return one.detail


def no_column(detail: str) -> str:
    """That no file has a column the rule reads; `detail` is "kind.field"."""
    kind_id, _dot, name = detail.partition(".")
    kind = next(kind for kind in kinds() if kind.id == kind_id)
    label = kind.by_id[name].label if name in kind.by_id else name
    return _("Udtrækket af slagsen {kind} har ikke kolonnen {column}: 0 ville ikke betyde ingen.").format(
        kind=kind.label, column=label
    )


def bring_column() -> str:
    return _("Træk filen igen med kolonnen, eller giv den overskriften, som den kendes på.")


def no_population(what: str) -> str:
    return _("Definitionen siger ikke, hvem forsøget {what} er brugt på.").format(what=what)


def write_population() -> str:
    return _("Skriv en [[population]] med found_by, kind og where for delen og kommunen.")


def none_asked_for(experiment: Experiment) -> str:
    return _(
        "Definitionen af {title} beder ikke om noget tal fra tiden før forsøget, og ingen kilde siger hvorfor."
    ).format(title=experiment.short_title)


def no_start(experiment: Experiment) -> str:
    return _("Ingen kilde siger, hvornår {title} begyndte: tiden før kan ikke afgrænses.").format(
        title=experiment.short_title
    )


def nothing_measured(reasons: Sequence[str]) -> str:
    return _("Ingen af målingerne kan regnes af filerne. {reasons}").format(
        reasons=" ".join(dict.fromkeys(reasons))
    )


def begins_late(label: str, first: dt.date, wanted: dt.date) -> str:
    return _(
        "{kind}: den første række er fra {first}. Tiden før regnes fra {wanted}, så antal kan være for lave."
    ).format(kind=label, first=day(first), wanted=day(wanted))


def set_aside(file: str, n: int, rows: int) -> str:
    return _("{file}: {n} af {rows} rækker kunne ikke læses og er ikke med.").format(
        file=file, n=n, rows=rows
    )


def unknown_start(n: int) -> str:
    return _(
        "{n} forløb i registret rører ved den første kolonne. De kan være begyndt før og er ikke med."
    ).format(n=n)


def not_used(file: str) -> str:
    return _("{file}: ingen af målingerne bruger filens slags udtræk.").format(file=file)


def days(n: int) -> str:
    """A horizon in days, as the figures name it."""
    return f"{n} d"


def not_a_status(scheme: str) -> InputRefused:
    return InputRefused(
        _("{scheme} er ikke en tilstand på en dag og kan ikke tælles i en regel.").format(scheme=scheme),
        remedy=_("Brug statistic = mean, som giver gennemsnittet, eller scheme = dream-status."),
    )


def not_a_degree(scheme: str) -> InputRefused:
    return InputRefused(
        _("{scheme} giver ikke et tal for hver, der kan tages gennemsnit af.").format(scheme=scheme),
        remedy=_("Brug statistic = share, eller scheme = beskaeftigelsesgrad-uger."),
    )
