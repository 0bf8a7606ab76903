"""Who sees which counts: a municipality's own people the true ones, a network's people protected ones, others none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.experiment import Experiment
from frirum.web import clock
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission


@dataclass(frozen=True)
class Sight:
    """What a person may see of uses.

    Attributes:
        own: the municipalities whose team the person belongs to.
        networks: the networks the person works for, with their municipalities.
    """

    own: tuple[Organisation, ...]
    networks: tuple[tuple[Organisation, tuple[Organisation, ...]], ...]

    @property
    def is_empty(self) -> bool:
        """Whether the person follows experiments without belonging to a municipality or network."""
        return not self.own and not self.networks

    def takes_part(self, experiment: Experiment) -> bool:
        """Whether one of the municipalities is in the experiment."""
        inside = codes_of(experiment)
        return any(place.key in inside for place in self.municipalities)

    @property
    def municipalities(self) -> tuple[Organisation, ...]:
        """Every municipality whose counts go into what the person sees."""
        return (*self.own, *(member for _network, members in self.networks for member in members))

    def own_in(self, experiment: Experiment) -> tuple[Organisation, ...]:
        """The own municipalities that take part."""
        inside = codes_of(experiment)
        return tuple(place for place in self.own if place.key in inside)

    def networks_in(
        self, experiment: Experiment
    ) -> tuple[tuple[Organisation, tuple[Organisation, ...]], ...]:
        """The networks with those of their municipalities that take part."""
        inside = codes_of(experiment)
        found = [
            (network, tuple(member for member in members if member.key in inside))
            for network, members in self.networks
        ]
        return tuple((network, members) for network, members in found if members)


def codes_of(experiment: Experiment) -> frozenset[str]:
    """The keys of the municipalities that take part."""
    return frozenset(str(stay.municipality) for stay in experiment.participation)


def sight_of(user: Any) -> Sight:
    """What the person may see, by the roles held; a role of a network does not open its municipalities' counts."""
    held = [
        membership.organisation
        for membership in user.memberships.select_related("organisation").prefetch_related(
            "organisation__municipalities"
        )
        if Permission.FOLLOW_EXPERIMENT in membership.role_class.permissions
    ]
    own = {place.key: place for place in held if place.kind == Kind.MUNICIPALITY}
    networks = {place.key: place for place in held if place.kind == Kind.NETWORK}
    return Sight(
        tuple(own[key] for key in sorted(own)),
        tuple(
            (network, tuple(sorted(network.municipalities.all(), key=lambda place: place.key)))
            for network in networks.values()
        ),
    )


def month_end(day: dt.date) -> dt.date:
    """The last day of the latest whole month.

    A network's sum stands still between month ends, so that nobody can follow a single case from day to day.
    """
    following = day + dt.timedelta(days=1)
    return following.replace(day=1) - dt.timedelta(days=1)


def told_on(day: dt.date) -> dt.date:
    """The last day of the latest month, seen from `day`, that is over by now.

    On its last day a month is not over: what is entered that day still counts in it, and would show as it comes.
    """
    return month_end(min(day, clock.today() - dt.timedelta(days=1)))


def half_year_end(day: dt.date) -> dt.date:
    """The last 30 June or 31 December.

    A split by municipality stands still longer than the sum, so that their changes cannot be laid side by side.
    """
    end = month_end(day)
    if end.month in (6, 12):
        return end
    return dt.date(end.year, 6, 30) if end.month > 6 else dt.date(end.year - 1, 12, 31)
