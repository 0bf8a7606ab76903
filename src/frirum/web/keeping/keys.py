"""The keys of a home in one file of their own, which never lies with the backup it opens."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.report.files import writing_failed
from frirum.web.home import KEYS, Home
from frirum.web.keeping.archive import Manifest, recognised_by


def keys_of(home: Home) -> dict[str, str]:
    """The text of every key of a home, those made at first use included, by name."""
    return {path.stem: home.key(path.stem) for path in sorted(home.keys.glob("*.key"))}


def recognition(keys: Mapping[str, str]) -> dict[str, str]:
    """What each key is recognised by: the first of its lines, which is the one that is in use."""
    return {name: recognised_by(name, text.split()[0]) for name, text in keys.items()}


def write_keys(path: Path, keys: Mapping[str, str], *, made_at: str) -> None:
    """Write the keys to a new file that its owner alone may read; one that holds these keys already is left.

    Raises:
        InputRefused: the file holds something else, or may not be written.
    """
    if path.exists():
        if read_keys(path) == dict(keys):
            return
        raise InputRefused(
            _("Filen findes og rummer andre nøgler."),
            file=str(path),
            remedy=_("Vælg en ny fil med --keys-to, og gem begge: ældre arkiver åbnes med de ældre nøgler."),
        )
    text = json.dumps({"frirum_keys": 1, "made_at": made_at, "keys": dict(keys)}, indent=1) + "\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise writing_failed(path, fault) from fault


def read_keys(path: Path) -> dict[str, str]:
    """The keys of a file that `--keys-to` wrote, or of a home's own folder of keys.

    Raises:
        InputRefused: the file is missing, unreadable, or something else.
    """
    remedy = _("Angiv filen, som frirum backup --keys-to skrev, eller mappen keys fra installationen.")
    try:
        if path.is_dir():
            found = {key.stem: key.read_text(encoding="ascii").strip() for key in path.glob("*.key")}
        else:
            document = json.loads(path.read_text(encoding="ascii"))
            found = {str(name): str(text) for name, text in document["keys"].items()}
    except FileNotFoundError as missing:
        raise InputRefused(_("Nøglefilen findes ikke."), file=str(path), remedy=remedy) from missing
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as broken:
        raise InputRefused(_("Filen rummer ingen nøgler."), file=str(path), remedy=remedy) from broken
    # Files written before the second factor have no key for it; `frirum init` makes one.
    if not all(found.get(name, "").split() for name in KEYS if name != "account"):
        raise InputRefused(_("Filen rummer ikke alle nøgler."), file=str(path), remedy=remedy)
    return found


def refuse_wrong_keys(manifest: Manifest, keys: Mapping[str, str], *, file: Path) -> None:
    """Refuse keys that are not those of the archive, or an archive whose seal they do not give.

    A key of several lines is right if one of them is the archive's: it was changed since.

    Raises:
        InputRefused: names the key.
    """
    for name, known in manifest.keys.items():
        if known not in (recognised_by(name, line) for line in keys.get(name, "").split()):
            raise InputRefused(
                _("Nøglen »{name}« er ikke den, arkivet er skrevet med.").format(name=name),
                file=str(file),
                remedy=_("Angiv med --keys den nøglefil, der hører til arkivet."),
            )
    if manifest.seal not in (manifest.sealed_with(line) for line in keys["trail"].split()):
        raise InputRefused(
            _("Arkivets indholdsfortegnelse er ændret: seglet passer ikke til nøglen."),
            file=str(file),
            remedy=_("Tag en anden sikkerhedskopi."),
        )
