"""The ledger that `frirum protect` keeps: whose it is, what it holds, and what this table collides with."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frirum.cli.output import invocation
from frirum.core.disclosure.answers import read_pairs
from frirum.core.disclosure.ledger import Ledger, Request, answered, collision, release
from frirum.core.disclosure.ledger_files import append, open_ledger, standing_of
from frirum.core.disclosure.ledger_memory import refuse_rolled_back, remember
from frirum.core.disclosure.protected import Collision, ProtectedTable, Refusal, RefusalReason
from frirum.core.disclosure.settings import HouseRules
from frirum.core.errors import InputRefused


@dataclass(frozen=True)
class Entered:
    """A table released beside everything before it.

    Attributes:
        table: as it may leave.
        releases: in the ledger now.
        last: when the newest before this one was entered, or None.
        collides: the earlier release that cost this table cells, or None.
    """

    table: ProtectedTable
    releases: int
    last: str | None
    collides: Collision | None

    def document(self) -> dict[str, Any]:
        """The `ledger` of `--json`."""
        of = self.collides
        return {
            "releases": self.releases,
            "last": self.last,
            "collides": {"release": of.release, "cell": of.cell} if of else None,
        }


def enter(
    folder: Path, request: Request, rules: HouseRules, *, begin: bool, same_as: Sequence[str]
) -> Entered | Refusal:
    """Release a table into a ledger folder.

    Raises:
        InputRefused: no ledger there, one of another home, or names that are not known and not answered for.
        NotAllowed: the ledger was changed, or put back to an earlier state.
    """
    home = invocation().home
    mark = home_mark(home)
    memory = state_folder(home) / "ledgers.json"
    known = open_ledger(folder, home=mark, begin=begin)
    refuse_rolled_back(memory, folder, standing_of(folder))
    asked = answered(known, request, read_pairs(same_as))
    result = (
        asked
        if isinstance(asked, Refusal)
        else release(known, asked, home=mark, rules=rules, key=key_of(home))
    )
    if isinstance(result, Refusal):
        if result.reason is RefusalReason.UNKNOWN_NAME:
            raise InputRefused(result.text, remedy=result.remedy, file=str(folder))
        return result
    assert isinstance(asked, Request)
    table, grown = result
    append(folder, grown)
    remember(memory, folder, standing_of(folder))
    return Entered(table, len(grown.releases), _last(known), collision(known, asked, rules=rules))


def _last(ledger: Ledger) -> str | None:
    return ledger.releases[-1].at if ledger.releases else None


def state_folder(home: Path | None) -> Path:
    """Where what must outlive a command is kept: the home, else the folder that the system gives a user's programs."""
    if home is not None:
        return home
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "frirum"


def home_mark(home: Path | None) -> str:
    """The mark by which a ledger knows its home: random, made once per home; "" without a home."""
    return "" if home is None else _kept_secret(home / "ledger-home")


def key_of(home: Path | None) -> bytes:
    """What decides between equally good patterns of hidden cells: random, made once per home (or user, without one).

    Who does not have it cannot repeat the protection on every table that fits the print.
    """
    return bytes.fromhex(_kept_secret(state_folder(home) / "pattern-key"))


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(secrets.token_hex(16))
        # Linked whole, so that no command reads half a secret. Where another was first, its secret is kept.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
