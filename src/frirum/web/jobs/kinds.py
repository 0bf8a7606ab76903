"""The kinds of job that the apps declare."""

from __future__ import annotations

from frirum.web import registered
from frirum.web.registration import JobKind


def kind_named(name: str) -> JobKind | None:
    """The kind with this name, or None (a job ordered by a version that had it)."""
    return registered.jobs().get(name)


def offered_kinds() -> list[JobKind]:
    """The kinds that can be ordered from the list of jobs."""
    return [kind for kind in registered.jobs().values() if kind.offered_to is not None]


def title_of(name: str) -> str:
    """What people read; the name itself for a kind this version does not have."""
    kind = kind_named(name)
    return str(kind.title) if kind else name
