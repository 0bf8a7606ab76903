"""The kinds of job: an app registers a function under a name, and a row names it.

    @job_kind("releases.render", title=_("Danner dokumentet"))
    def render(context: JobContext) -> dict[str, Any]:
        for number, part in enumerate(parts):
            context.progress(number, len(parts))
            ...

A job may be killed at any moment and run again: what it has done stands in `context.checkpoint`, saved together
with the work it describes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from frirum.web.organisations.permissions import Permission

if TYPE_CHECKING:
    from frirum.web.jobs.context import JobContext

JobFunction = Callable[["JobContext"], dict[str, Any] | None]


@dataclass(frozen=True)
class JobKind:
    """A kind of job.

    Args:
        name: dotted, `app.what_it_does`.
        title: what people read.
        function: does the work; returns references and counts, or None.
        max_attempts: how often a fault of ours is tried again before the job has failed.
        offered_to: the permission that lets a person order it from the list of jobs; None: only by an action.
    """

    name: str
    title: str | Promise
    function: JobFunction
    max_attempts: int
    offered_to: Permission | None


_kinds: dict[str, JobKind] = {}


def job_kind(
    name: str, *, title: str | Promise, max_attempts: int = 3, offered_to: Permission | None = None
) -> Callable[[JobFunction], JobFunction]:
    """Register a function as the work of a kind of job."""

    def register(function: JobFunction) -> JobFunction:
        _kinds[name] = JobKind(name, title, function, max_attempts, offered_to)
        return function

    return register


def kind_named(name: str) -> JobKind | None:
    """The kind with this name, or None (a job ordered by a version that had it)."""
    return _kinds.get(name)


def offered_kinds() -> list[JobKind]:
    """The kinds that can be ordered from the list of jobs."""
    return [kind for kind in _kinds.values() if kind.offered_to is not None]


def title_of(name: str) -> str:
    """What people read; the name itself for a kind this version does not have."""
    kind = kind_named(name)
    return str(kind.title) if kind else name
