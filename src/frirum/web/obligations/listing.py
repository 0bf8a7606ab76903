"""The rows of a list of deadlines: who owes what in which use, in the order it presses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frirum.core.law.due import DueItem, DueState, owed_items
from frirum.core.law.due_use import UseFacts
from frirum.core.vocabulary.danish import sort_key
from frirum.web.obligations.owners import Owners
from frirum.web.obligations.reading import read_uses
from frirum.web.obligations.wording import experiment_of, plainly, use_number, what
from frirum.web.organisations.models import User
from frirum.web.uses.models import Use, UseState

SOON = dt.timedelta(days=7)


class Press(StrEnum):
    """How much something presses; the order of the list."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"


HEADINGS: dict[Press, Promise] = {
    Press.LATE: _("Overskredet"),
    Press.SOON: _("Inden for en uge"),
    Press.LATER: _("Senere"),
}


@dataclass(frozen=True)
class DueRow:
    """One thing owed.

    Attributes:
        owners: who owes it; empty where the municipality has nobody for it.
        responsible: who has the case.
    """

    use: Use
    facts: UseFacts
    item: DueItem
    owners: tuple[User, ...]
    responsible: User | None
    press: Press

    @property
    def searched(self) -> str:
        """What a search looks in."""
        people = " ".join(person.name for person in self.owners)
        words = (plainly(what(self.item)), plainly(experiment_of(self.facts)), use_number(self.use), people)
        return " ".join(words).casefold()


def rows_of(uses: Iterable[tuple[Use, UseFacts]], owners: Owners, *, on: dt.date) -> list[DueRow]:
    """What is owed in some uses (of `read_uses`), what presses most first."""
    rows = [
        DueRow(use, facts, item, owners.of(use, item), owners.responsible(use), press(item, on))
        for use, facts in uses
        for item in owed_items(facts, on=on)
    ]
    return sorted(
        rows, key=lambda row: (list(Press).index(row.press), row.item.day, row.use.pk, row.item.key)
    )


def press(item: DueItem, on: dt.date) -> Press:
    """How much something owed presses on a day."""
    if item.state is DueState.LATE:
        return Press.LATE
    return Press.SOON if item.day <= on + SOON else Press.LATER


def uses_in(organisations: Iterable[str]) -> QuerySet[Use]:
    """The uses of some municipalities that count."""
    found: QuerySet[Use] = Use.objects.filter(
        organisation__in=list(organisations), state=UseState.RECORDED
    ).select_related("citizen")
    return found


def owed_in(organisations: Iterable[str], *, on: dt.date) -> list[DueRow]:
    """What is owed in the municipalities."""
    keys = list(organisations)
    return rows_of(read_uses(uses_in(keys)), Owners(keys), on=on)


def owed_by(person: User, rows: Iterable[DueRow]) -> list[DueRow]:
    """What one person owes of it."""
    return [row for row in rows if any(owner.pk == person.pk for owner in row.owners)]


def matching(rows: Iterable[DueRow], wanted: Mapping[str, str]) -> list[DueRow]:
    """The rows that a search and a filter leave: `q`, `experiment` (slug), `role` (of the definition)."""
    query, slug, role = wanted.get("q", "").strip().casefold(), wanted.get("experiment"), wanted.get("role")
    return [
        row
        for row in rows
        if (not query or query in row.searched)
        and (not slug or row.use.slug == slug)
        and (not role or (row.item.role or "") == role)
    ]


SORTS: dict[str, Callable[[DueRow], Any]] = {
    "what": lambda row: sort_key(plainly(what(row.item))),
    "experiment": lambda row: sort_key(plainly(experiment_of(row.facts))),
    "day": lambda row: row.item.day,
    "ordinary": lambda row: row.item.ordinary,
    "state": lambda row: -row.item.day.toordinal(),
    "owner": lambda row: sort_key(", ".join(person.name for person in row.owners)),
}


def in_order(rows: Iterable[DueRow], asked: str) -> list[DueRow]:
    """The rows as a list's heading asks ("day", "-day"), inside each group; what has no value comes last.

    A list is sorted before it is cut into pages.
    """
    found, key = list(rows), asked.removeprefix("-")
    if key in SORTS:
        known = [row for row in found if SORTS[key](row) is not None]
        unknown = [row for row in found if SORTS[key](row) is None]
        found = sorted(known, key=SORTS[key], reverse=asked.startswith("-")) + unknown
    return sorted(found, key=lambda row: list(Press).index(row.press))


def grouped(rows: Sequence[DueRow]) -> list[tuple[Press, list[DueRow]]]:
    """The rows by how much they press; groups without rows are left out."""
    groups = [(one, [row for row in rows if row.press is one]) for one in Press]
    return [(one, found) for one, found in groups if found]
