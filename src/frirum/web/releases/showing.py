"""Protected counts on a page that people outside the team read.

A page about use of an experiment shows counts the only way there is: it asks for the newest release of what it counts,
and shows that or says that nothing is released yet.

    found = newest_release("brug af forsøg 7", user=request.user)
    context = {"shown": shown(found) if found else None}

and in the template `{% include "releases/shown.html" %}`, which draws the table, its notes, its source and the link to
the release, or the sentence that nothing is released. True counts never pass here: `Released` holds none. To get a
table released, the team keeps it (`actions.keep_table`, its counts from `core.disclosure.network.outside_table`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.disclosure.printing import notes
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.permissions import Permission
from frirum.web.releases.models import Released, TableKind
from frirum.web.releases.reviewing import Grid, grid_of, grid_of_release
from frirum.web.releases.tables import protected_of, spelling_of


@dataclass(frozen=True)
class ShownRelease:
    """A release as a page shows it.

    Attributes:
        release: code, title, source and day.
        grid: header and rows of words; a hidden count is "skjult".
        notes: what stands under the table: the rule, looser values with who signed, older counts.
    """

    release: Released
    grid: Grid
    notes: tuple[str, ...]


def shown(release: Released) -> ShownRelease:
    """A release with everything that must stand beside its figures."""
    if release.has_estimates:
        return ShownRelease(release, grid_of_release(release), (_("Afrundet, og set af to personer."),))
    protected = protected_of(release)
    return ShownRelease(release, grid_of(protected), tuple(notes(protected, starred=True)))


def visible_releases(user: Any) -> QuerySet[Released]:
    """Public releases for everybody, and the own organisations' for their people; the newest first."""
    own = keys_with(user, Permission.FOLLOW_EXPERIMENT)
    with scopes_disabled():
        found: QuerySet[Released] = Released.objects.filter(Q(public=True) | Q(organisation__in=own))
    return found


def newest_release(measure: str, *, user: Any, organisation: str | None = None) -> Released | None:
    """The newest release of what is counted that this reader may see, or None.

    Args:
        measure: what is counted, as the table was kept.
        organisation: key of the organisation whose table it is; anybody's without it.
    """
    counts = visible_releases(user).filter(request__table__kind=TableKind.COUNTS)
    found = counts.filter(request__table__measure=spelling_of(measure))
    return (found if organisation is None else found.filter(organisation=organisation)).first()
