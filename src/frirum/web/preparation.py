"""What `frirum init` does after the tables are there: each app adds its own steps when it is ready.

A step must be safe to repeat. A demonstration step makes what `frirum init --demo` shows, by the same actions as
a person uses, and everything it makes is labelled as demonstration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from frirum.web.trail.recording import System

SET_UP = System("set-up")


@dataclass(frozen=True)
class Step:
    """A step of the preparation.

    Args:
        name: what is printed while it runs, in Danish.
        order: lower runs first; organisations are 10, the catalogue 20, what builds on it later.
        function: does it; returns a line to print, or None.
    """

    name: str | Promise
    order: int
    function: Callable[[], str | None]


_steps: list[Step] = []
_demonstration: list[Step] = []


def add_step(name: str | Promise, function: Callable[[], str | None], *, order: int) -> None:
    """Add a step to every `frirum init`."""
    _steps.append(Step(name, order, function))


def add_demonstration(name: str | Promise, function: Callable[[], str | None], *, order: int) -> None:
    """Add a step to `frirum init --demo`."""
    _demonstration.append(Step(name, order, function))


def steps(*, demonstration: bool) -> list[Step]:
    """The steps in order, those of the demonstration last."""
    wanted = sorted(_steps, key=lambda step: step.order)
    return wanted + (sorted(_demonstration, key=lambda step: step.order) if demonstration else [])
