"""Files that are too large to send through a browser: the operator puts them in the home's `inbox/<organisation>`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.vocabulary.citizen_numbers import contains_cpr


@dataclass(frozen=True)
class DroppedFile:
    """A file that waits.

    Attributes:
        name: as it lies in the folder.
        size: bytes.
    """

    name: str
    size: int


def folder_of(organisation: str) -> Path:
    """Where an organisation's files are put; made for its owner alone."""
    inbox = Path(settings.HOME.path) / "inbox"
    folder = inbox / organisation
    for place in (inbox, folder):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def waiting(organisation: str) -> list[DroppedFile]:
    """The files there, by name; hidden ones, folders and links are left out."""
    found = sorted(folder_of(organisation).iterdir())
    return [
        DroppedFile(path.name, path.stat().st_size)
        for path in found
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    ]


def path_of(organisation: str, name: str) -> Path:
    """The path of a waiting file.

    Raises:
        InputRefused: none of that name waits, or the name holds a CPR number.
    """
    if contains_cpr(name):
        raise InputRefused(
            _("Filens navn indeholder noget, der ligner et CPR-nummer."),
            remedy=_("Giv filen et andet navn, og prøv igen."),
        )
    if name not in {one.name for one in waiting(organisation)}:
        raise InputRefused(
            _("Filen ligger ikke længere i mappen."), remedy=_("Læg den der igen, eller vælg en anden.")
        )
    return folder_of(organisation) / name


def remove(organisation: str, name: str) -> None:
    """Delete a file that has been read, or whose time is over."""
    (folder_of(organisation) / name).unlink(missing_ok=True)
