"""Faults of a definition file: every one at once, in words that say what is wrong and what is allowed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.sentences import say
from frirum.core.errors import InputRefused


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        file: the file as the reader named it, or None for text without a file.
        path: the key it concerns, `part[1].condition.all[0].fact`; empty for the file as a whole.
        message: what is wrong, with the nearest known key or value where there is one.
        allowed: the allowed values, or None where they cannot be listed.
        line: the line, where it is known.
        name: `id` or `slug` of the table the key stands in, or of the nearest one around it.
    """

    file: str | None
    path: str
    message: str
    allowed: tuple[str, ...] | None = None
    line: int | None = None
    name: str | None = None

    @property
    def remedy(self) -> str:
        """What to write, and where."""
        where = self.path or (self.file or "")
        if self.allowed:
            return say("write_one_of_allowed_values", where=where, values=", ".join(self.allowed))
        return say("correct_where_in_file_and_run", where=where)

    def as_dict(self) -> dict[str, Any]:
        """The fault as `catalogue check --json` prints it."""
        return {
            "file": self.file,
            "path": self.path,
            "message": self.message,
            "allowed": list(self.allowed) if self.allowed else None,
            "id": self.name,
            "line": self.line,
            "remedy": self.remedy,
        }


@dataclass(frozen=True)
class CheckReport:
    """What a check found: how many files were read, and every fault, file by file."""

    files: int
    faults: tuple[Fault, ...]

    def as_dict(self) -> dict[str, Any]:
        """The document of `catalogue check --json`."""
        return {"files": self.files, "faults": [fault.as_dict() for fault in self.faults]}


class DefinitionRefused(InputRefused):
    """A definition with faults: nothing was kept. `faults` has all of them."""

    code = "definition_refused"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        first = faults[0]
        place = f"{first.path}: " if first.path else ""
        more = say.counted("n_faults_in_definition", len(faults))
        super().__init__(
            f"{more.format(n=len(faults))} {place}{first.message}",
            remedy=say("see_every_fault_with_frirum_catalogue"),
            file=first.file,
            line=first.line,
        )
        self.faults = faults


def name_at(raw: Any, path: str) -> str | None:
    """The `id` or `slug` of the innermost table on a key path that has one."""
    name = None
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(raw, dict):
            name = raw.get("id") or raw.get("slug") or name
            raw = raw.get(step)
        elif isinstance(raw, list):
            raw = raw[int(step)] if step.isdigit() and int(step) < len(raw) else None
    if isinstance(raw, dict):
        name = raw.get("id") or raw.get("slug") or name
    return name if isinstance(name, str) else None


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word a person most likely meant, or None."""
    found = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """` Mente du …?` with a leading space, or nothing."""
    meant = nearest(word, known)
    return " " + say("did_you_mean_word", word=meant) if meant else ""
