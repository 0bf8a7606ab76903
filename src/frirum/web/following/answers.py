"""Reading: which law changes ask for an answer, and what was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django_scopes import scopes_disabled

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.law import Derogation
from frirum.core.law.watch import Consequence, WatchedChange, watch
from frirum.web.following.models import LawAnswer
from frirum.web.organisations.models import Organisation


@dataclass(frozen=True)
class Answered:
    """An answer with the name of who gave it."""

    answer: LawAnswer
    organisation: str


@dataclass(frozen=True)
class AnsweredChange:
    """A law change with what was answered: the answers that hold, and those they took the place of.

    Attributes:
        change: what changed, when, and what is asked.
        holding: the latest answer of each organisation (and part).
        earlier: older ones, oldest first.
    """

    change: WatchedChange
    holding: tuple[Answered, ...]
    earlier: tuple[Answered, ...]

    @property
    def is_open(self) -> bool:
        """Whether neither people nor the definition itself have said what it means."""
        return not self.holding and not self.change.recorded

    @property
    def rules(self) -> tuple[Derogation, ...]:
        """The rules deviated from that ended or were replaced that day."""
        return self.change.ended + self.change.replaced

    @property
    def says_more(self) -> bool:
        """Whether there is anything to tell besides the events that the definition records."""
        return bool(self.change.events or self.rules or self.holding)

    @property
    def iso_day(self) -> str:
        """The day as it stands in an address."""
        return self.change.date.isoformat()


def questions(experiment: Experiment, *, on: dt.date) -> tuple[AnsweredChange, ...]:
    """The law changes up to a day, newest first. Answers are public, so that nobody's scope is asked for."""
    with scopes_disabled():
        given = list(LawAnswer.objects.filter(slug=experiment.slug, changed_on__lte=on))
    names = dict(
        Organisation.objects.filter(key__in={one.organisation for one in given}).values_list("key", "name")
    )
    found = [_question(change, given, names) for change in watch(experiment) if change.date <= on]
    return tuple(reversed(found))


def _question(change: WatchedChange, given: Iterable[LawAnswer], names: dict[str, str]) -> AnsweredChange:
    every = [one for one in given if one.changed_on == change.date]
    latest = {(one.organisation, one.part): one for one in sorted(every, key=lambda one: one.number)}
    holding = {one.pk for one in latest.values()}

    def named(one: LawAnswer) -> Answered:
        return Answered(one, names.get(one.organisation, one.organisation))

    return AnsweredChange(
        change,
        tuple(named(one) for one in latest.values()),
        tuple(named(one) for one in every if one.pk not in holding),
    )


def answer_for(
    experiment: Experiment, part: Part | None, organisations: Iterable[str], *, on: dt.date
) -> Consequence | None:
    """What was decided on the latest law change; an organisation named earlier is asked first.

    Args:
        organisations: keys; a municipality's own answer comes before its network's.
    """
    days = [change.date for change in watch(experiment, part=part) if change.date <= on]
    if not days:
        return None
    keys = list(organisations)
    slugs = ["", part.slug] if part else [""]
    with scopes_disabled():
        found = LawAnswer.objects.filter(
            slug=experiment.slug, part__in=slugs, organisation__in=keys, changed_on=days[-1]
        )
        given = sorted(found, key=lambda one: (-keys.index(one.organisation), one.part != "", one.number))
    return given[-1].consequence if given else None
