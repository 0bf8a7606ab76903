"""Which experiments a list offers to somebody: those they take part in, coming and running first."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.history import Status
from frirum.web.experiments.definitions import offered_catalogue

OVER = (Status.STOPPED, Status.ENDED, Status.NEVER_STARTED)
_GROUPS: tuple[tuple[Promise, tuple[Status, ...]], ...] = (
    (_("På vej"), (Status.PLANNED, Status.APPROVED)),
    (_("I gang"), (Status.RUNNING, Status.EXTENDED)),
    (_("Slut"), OVER),
)

Choices = list[tuple[str | Promise, list[tuple[str, str]]]]


def takes_part(experiment: Experiment, keys: Collection[str]) -> bool:
    """Whether one of the municipalities is in the experiment; true where no source says who is."""
    stays = experiment.participation
    return not stays or any(str(stay.municipality) in keys for stay in stays)


def offered(keys: Collection[str]) -> list[tuple[Promise, list[Experiment]]]:
    """(group, experiments) that these organisations take part in; empty groups are left out."""
    mine = [one for one in offered_catalogue().experiments.values() if takes_part(one, keys)]
    groups = [(name, [one for one in mine if one.status in statuses]) for name, statuses in _GROUPS]
    return [(name, found) for name, found in groups if found]


def grouped(keys: Collection[str], options: Iterable[tuple[Experiment, str, str]]) -> Choices:
    """Choices of a form in the groups of `offered`; options are (experiment, value, label)."""
    mine = [one for one in options if takes_part(one[0], keys)]
    found: Choices = []
    for name, statuses in _GROUPS:
        lines = [(value, label) for experiment, value, label in mine if experiment.status in statuses]
        if lines:
            found.append((name, lines))
    return found
