"""What is remembered of ledgers outside their folders, so that one that is emptied, exchanged or put back is missed.

A ledger vouches for itself only as far as its newest file: a folder restored whole from an older copy is a whole
ledger. This file, in the home, says how far each had come when it was last used from here.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from frirum.core.disclosure.ledger_files import LedgerStanding
from frirum.core.disclosure.sentences import say
from frirum.core.errors import NotAllowed


def refuse_rolled_back(memory: Path, folder: Path, standing: LedgerStanding) -> None:
    """Refuse a ledger that is behind what is remembered of it, or another than the one that was in this folder.

    Raises:
        NotAllowed: says how many releases are remembered and how many are there.
    """
    known = _read(memory)
    place = str(folder.resolve())
    here = known.get(place)
    if here and standing.id != here["id"]:
        raise _behind(folder, here["number"], len(standing.digests))
    for other in known.values():
        if other["id"] == standing.id and not _reaches(standing, other):
            raise _behind(folder, other["number"], len(standing.digests))


def _reaches(standing: LedgerStanding, known: dict[str, Any]) -> bool:
    number = known["number"]
    return not number or (len(standing.digests) >= number and standing.digests[number - 1] == known["sha256"])


def _behind(folder: Path, known: int, there: int) -> NotAllowed:
    return NotAllowed(
        say.counted("ledger_was_emptied_exchanged_or_put", known, known=known, there=there),
        file=str(folder),
        remedy=say("restore_folder_from_newest_backup"),
    )


def remember(memory: Path, folder: Path, standing: LedgerStanding) -> None:
    """Note how far the ledger has come. Written whole or not at all; readable by the owner alone."""
    known = _read(memory)
    last = standing.digests[-1] if standing.digests else ""
    known[str(folder.resolve())] = {"id": standing.id, "number": len(standing.digests), "sha256": last}
    memory.parent.mkdir(parents=True, exist_ok=True)
    draft = memory.with_name(f".{memory.name}.{os.getpid()}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(known, file, ensure_ascii=False, indent=1)
    draft.replace(memory)


def _read(memory: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(memory.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise NotAllowed(
            say("what_is_remembered_of_ledgers_cannot"),
            file=str(memory),
            remedy=say("restore_file_from_backup"),
        ) from None
    return found if isinstance(found, dict) else {}
