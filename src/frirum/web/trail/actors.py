"""Who acts: a person, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Who acts: a user, or the system itself."""

    @property
    def trail_reference(self) -> str:
        """Random or technical reference, never a name."""
        ...

    def may(self, permission: str, organisation: str | None = None) -> bool:
        """Whether the actor has the permission in the organisation with this key (None: in any)."""
        ...


@dataclass(frozen=True)
class System:
    """The system as actor: a job, a command at the terminal.

    Args:
        name: what the trail calls it.
        everything: whether it may do what needs a person's permission. Only where the one who started it holds the
            whole installation anyway: `frirum init`, a command. A worker or a clock may not.
    """

    name: str
    everything: bool = False

    @property
    def trail_reference(self) -> str:
        """`system:set-up`, `system:worker`."""
        return f"system:{self.name}"

    def may(self, permission: str, organisation: str | None = None) -> bool:
        """As `everything` says."""
        return self.everything


# Who acts while an installation is made ready, and who writes commands at its terminal.
SET_UP = System("set-up", everything=True)
COMMAND_LINE = System("command-line", everything=True)
CLOCK = System("clock")
WORKER = System("worker")
LOGIN = System("login")
