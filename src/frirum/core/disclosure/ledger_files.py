"""The release ledger as a folder: one file per release, each holding the hash of the one before, none ever changed.

Beside them `head.json` says how far the ledger had come at least, so that a last release that is lost is missed.

The files hold the counts that were hidden: folder 0700, files 0600. The web keeps the same releases in its database.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frirum.core.disclosure.ledger import Ledger, Release
from frirum.core.disclosure.problem import Marks
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.settings import Deviation, Signature
from frirum.core.disclosure.table import Dimension
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.vocabulary.marks import short_mark

FORMAT = "frirum-ledger-2"
_HEADER = "ledger.json"
_HEAD = "head.json"


@dataclass(frozen=True)
class LedgerStanding:
    """A ledger's own mark ("" where there is none) and the hash of every release in it, in order."""

    id: str
    digests: tuple[str, ...]


def open_ledger(folder: Path, *, home: str, begin: bool = False) -> Ledger:
    """Read a ledger folder.

    Args:
        folder: the ledger's folder.
        home: the mark of the installation that asks ("" for none).
        begin: there is none yet, and one is to begin here; `append` writes it.

    Raises:
        InputRefused: there is no ledger (or, to begin one, there is), the folder holds something else, or the ledger
            of another home.
        NotAllowed: a file was changed, removed or added behind the ledger's back.
    """
    if folder.exists() and not folder.is_dir():
        raise InputRefused(say("release_ledger_must_be_folder"), file=str(folder))
    header = folder / _HEADER
    if not header.exists():
        if folder.exists() and not all(_is_draft(path) for path in folder.iterdir()):
            raise InputRefused(
                say("folder_is_not_release_ledger"),
                file=str(folder),
                remedy=say("give_new_or_empty_folder"),
            )
        if not begin:
            raise InputRefused(
                say("is_no_release_ledger_in_folder"),
                file=str(folder),
                remedy=say("correct_folder_after_ledger"),
            )
        return Ledger(home)
    if begin:
        raise InputRefused(
            say("is_release_ledger_in_folder_already"),
            file=str(folder),
            remedy=say("leave_new_ledger_out_or_name"),
        )
    head = _read(header)
    if head.get("format") != FORMAT:
        raise InputRefused(say("format_of_ledger_is_not_known"), file=str(header))
    if head.get("home") != home:
        raise InputRefused(
            say("release_ledger_belongs_to_another_installation"),
            file=str(folder),
            remedy=say("use_installation_own_ledger_another_does"),
        )
    return Ledger(home, tuple(_releases(folder, header)))


def _releases(folder: Path, header: Path) -> list[Release]:
    # Before the files: a release that is entered meanwhile is then among them.
    head = _read(folder / _HEAD) if (folder / _HEAD).exists() else {}
    paths = sorted(folder.glob("[0-9]*.json"))
    releases: list[Release] = []
    previous = _digest(header)
    for number, path in enumerate(paths, start=1):
        document = _read(path)
        whole = document.get("sha256") == _content_digest(document)
        if path.name != _name(number) or document.get("previous") != previous or not whole:
            raise NotAllowed(
                say("release_ledger_has_been_changed_behind"),
                file=str(path),
                remedy=say("restore_folder_from_backup_release_nothing"),
            )
        releases.append(_release(document["release"], path))
        previous = _digest(path)
    _refuse_lost(folder, paths, head)
    return releases


def _refuse_lost(folder: Path, paths: list[Path], head: dict[str, Any]) -> None:
    """The releases the head knows of must be there; it may lag behind, where a command ended before writing it."""
    number = head.get("number", 0)
    if number and (number > len(paths) or _digest(paths[number - 1]) != head.get("sha256")):
        raise NotAllowed(
            say("release_is_missing_from_ledger"),
            file=str(folder),
            remedy=say("restore_folder_from_backup_release_nothing"),
        )


def append(folder: Path, ledger: Ledger) -> None:
    """Write the releases the folder does not hold yet.

    A release that somebody else entered in the meantime is never overwritten.

    Raises:
        NotAllowed: another release took the number; nothing is written, and the table must be protected again.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    header = folder / _HEADER
    if not header.exists():
        _write_new(header, {"format": FORMAT, "home": ledger.home, "id": short_mark(secrets.token_hex(8))})
    previous = _digest(header)
    for release in ledger.releases:
        path = folder / _name(release.number)
        if not path.exists():
            document: dict[str, Any] = {"previous": previous, "release": as_document(release)}
            document["sha256"] = _content_digest(document)
            _write_new(path, document)
        elif _read(path).get("release") != json.loads(json.dumps(as_document(release))):
            raise _taken(path)
        previous = _digest(path)
    if ledger.releases:
        _write_head(folder, {"number": ledger.releases[-1].number, "sha256": previous})


def standing_of(folder: Path) -> LedgerStanding:
    """How far a ledger has come: what `ledger_memory` keeps outside the folder."""
    header = folder / _HEADER
    digests = [_digest(path) for path in sorted(folder.glob("[0-9]*.json"))]
    return LedgerStanding(_read(header)["id"] if header.exists() else "", tuple(digests))


def _is_draft(path: Path) -> bool:
    """What a command that was stopped, or is still at work, has begun to write."""
    return path.name.startswith(".")


def _taken(path: Path) -> NotAllowed:
    return NotAllowed(
        say("another_release_has_been_entered"), file=str(path), remedy=say("run_command_again")
    )


def _write_new(path: Path, document: dict[str, Any]) -> None:
    """Create a file whole or not at all, never over another."""
    with _draft(path, document) as draft:
        try:
            os.link(draft, path)
        except FileExistsError:
            raise _taken(path) from None


def _write_head(folder: Path, document: dict[str, Any]) -> None:
    with _draft(folder / _HEAD, document) as draft:
        draft.replace(folder / _HEAD)


@contextmanager
def _draft(path: Path, document: dict[str, Any]) -> Iterator[Path]:
    """The document in a file of its own beside `path`, on the disk; gone afterwards."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        document = None
    if not isinstance(document, dict):
        raise InputRefused(say("file_cannot_be_read_as_part"), file=str(path))
    return document


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _content_digest(document: dict[str, Any]) -> str:
    content = {name: value for name, value in document.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _name(number: int) -> str:
    return f"{number:06d}.json"


def as_document(release: Release) -> dict[str, Any]:
    """A release as JSON values. Confidential: it holds the counts that were hidden."""
    plain = {
        name: getattr(release, name)
        for name in (
            "number",
            "at",
            "measure",
            "counts",
            "versions",
            "hidden",
            "small",
            "threshold",
            "rules_version",
            "marks",
            "period",
        )
    }
    dimensions = [
        {
            "name": d.name,
            "leaves": d.leaves,
            "groups": {group: list(of) for group, of in d.groups.items()},
            "made_of": {leaf: list(of) for leaf, of in d.made_of.items()},
        }
        for d in release.dimensions
    ]
    population = {name: sorted(codes) for name, codes in release.population.items()}
    answers = {name: {code: list(of) for code, of in said.items()} for name, said in release.answers.items()}
    return {
        **plain,
        "dimensions": dimensions,
        "population": population,
        "answers": answers,
        "deviations": [deviation_values(deviation) for deviation in release.deviations],
    }


def deviation_values(deviation: Deviation) -> dict[str, Any]:
    """A looser value with its signatures as JSON values."""
    signatures = [[s.by, s.on.isoformat(), s.reason] for s in deviation.signatures]
    return {
        "setting": deviation.setting,
        "house": deviation.house,
        "used": deviation.used,
        "signatures": signatures,
    }


def deviation_of(values: dict[str, Any]) -> Deviation:
    """The looser value that `deviation_values` wrote."""
    first, second = (Signature(by, dt.date.fromisoformat(on), why) for by, on, why in values["signatures"])
    return Deviation(values["setting"], values["house"], values["used"], (first, second))


def from_document(document: dict[str, Any]) -> Release:
    """The release that `as_document` wrote.

    Raises:
        KeyError, TypeError, AttributeError, ValueError: the document is not one.
    """
    dimensions = tuple(
        Dimension(
            d["name"],
            tuple(d["leaves"]),
            {group: tuple(of) for group, of in d["groups"].items()},
            {leaf: tuple(of) for leaf, of in d["made_of"].items()},
        )
        for d in document["dimensions"]
    )
    population = {name: frozenset(codes) for name, codes in document["population"].items()}
    fields: dict[str, Any] = {
        name: tuple(document[name]) for name in ("counts", "versions", "hidden", "small")
    }
    fields |= {name: document[name] for name in ("number", "at", "measure", "threshold", "rules_version")}
    fields["marks"] = Marks(document["marks"])
    fields["period"] = document["period"]
    fields["answers"] = {
        name: {code: tuple(of) for code, of in said.items()} for name, said in document["answers"].items()
    }
    fields["deviations"] = tuple(deviation_of(values) for values in document["deviations"])
    return Release(dimensions=dimensions, population=population, **fields)


def _release(document: dict[str, Any], path: Path) -> Release:
    try:
        return from_document(document)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise InputRefused(say("file_cannot_be_read_as_part"), file=str(path)) from None
