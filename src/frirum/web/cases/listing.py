"""The experiments one can check a case against, those of the own municipality first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.core.catalogue import Catalogue, Experiment, Part
from frirum.core.catalogue.overview import row
from frirum.core.catalogue.standing import standing
from frirum.web import clock
from frirum.web.experiments.listing import own_title, period_text
from frirum.web.experiments.templatetags.definitions import own_text


@dataclass(frozen=True)
class Choice:
    """An experiment (or a part of one) as an entry of a list."""

    name: Any
    href: str

    @classmethod
    def of(cls, experiment: Experiment, part: Part | None) -> Choice:
        """The entry that opens the check."""
        if part is None:
            return cls(own_title(experiment), reverse("cases:check", args=[experiment.slug]))
        address = reverse("cases:check_part", args=[experiment.slug, part.slug])
        return cls(own_text(part, "title"), address)


@dataclass(frozen=True)
class ExperimentLine:
    """An experiment in the list: with parts, each part is an entry of its own.

    Attributes:
        is_running: whether the exemption can be used today.
        is_over: whether it can be used no more.
    """

    experiment: Experiment
    period: str
    status: str
    whole: Choice
    parts: tuple[Choice, ...]
    is_running: bool
    is_over: bool


def choices(
    catalogue: Catalogue, municipality: int | None
) -> tuple[tuple[ExperimentLine, ...], tuple[ExperimentLine, ...]]:
    """The experiments the municipality takes part in, and the others; without a municipality all are others."""
    own: list[ExperimentLine] = []
    others: list[ExperimentLine] = []
    for experiment in catalogue.experiments.values():
        taking_part = municipality in {stay.municipality for stay in experiment.participation}
        (own if taking_part else others).append(_line(experiment))
    return _open_first(own), _open_first(others)


def _open_first(lines: list[ExperimentLine]) -> tuple[ExperimentLine, ...]:
    """What can be used now, or soon, before what is over; else in the catalogue's order."""
    return tuple(sorted(lines, key=lambda line: line.is_over))


def _line(experiment: Experiment) -> ExperimentLine:
    overview = row(experiment)
    stands = standing(experiment, clock.today())
    return ExperimentLine(
        experiment,
        _period(overview.start, overview.end, overview.inferred),
        stands.text,
        Choice.of(experiment, None),
        tuple(Choice.of(experiment, part) for part in experiment.parts),
        stands.is_running,
        stands.is_over,
    )


def _period(start: Any, end: Any, inferred: tuple[str, ...]) -> str:
    return period_text(start, end, inferred) if start or end else _("dagene er ikke oplyst")
