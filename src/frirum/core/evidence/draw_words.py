"""Sentences of a draw by lot held against the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date

_NAMED = 6


def _names(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")


def draw_impossible() -> str:
    """A draw that nobody can make."""
    return _(
        "I en lodtrækning står hver enhed én gang, og der begynder højst så mange, som der trækkes lod blandt."
    )


def draw_followed(n: int) -> str:
    """Everybody began where the draw has them."""
    return _("Lodtrækningen blandt {n} er gentaget, og alle begyndte, hvor den har dem.").format(n=n)


def draw_in_time(locked: dt.date) -> str:
    """The seed was fixed before anybody began."""
    return _("Planen med frøet var låst {day}, før den første begyndte.").format(day=format_date(locked))


def draw_too_late() -> str:
    """The seed was not fixed before."""
    return _("Planen med frøet var ikke låst, før den første begyndte, så frøet kan være valgt bagefter.")


def draw_without_days() -> str:
    """Nothing tells when they began."""
    return _("Filen har ingen datoer, så det kan ikke ses, om frøet lå fast før starten.")


def draw_not_among(names: Sequence[str]) -> str:
    """The file and the draw are not of the same units."""
    return _("Filen og lodtrækningen har ikke de samme enheder: {names}.").format(names=_names(names))


def draw_not_followed(names: Sequence[str]) -> str:
    """Some began where the draw does not have them."""
    return _("Disse begyndte ikke, hvor lodtrækningen har dem: {names}.").format(names=_names(names))
