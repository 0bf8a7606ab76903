"""A file that was sent with a form that was refused: kept sealed for an hour, so that it need not be sent again.

It lies in the folder that this process writes for a moment in, under a name that only the session knows.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from frirum.web import clock
from frirum.web.uses.sealing import seal_file, unsealed

_SESSION = "extracts.kept_upload"
_LONGEST_SECONDS = 3_600
_PREFIX = "kept-upload-"


@dataclass(frozen=True)
class KeptUpload:
    """What was sent: its name, its media type, and where it lies sealed."""

    name: str
    media_type: str
    path: Path

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The file in clear while the block runs."""
        with unsealed(self.path) as plain, plain.open("rb") as file:
            yield file


def keep(request: HttpRequest, file: UploadedFile[Any]) -> KeptUpload:
    """Keep what was sent, in place of what the session had before."""
    drop(request)
    path = Path(tempfile.gettempdir()) / f"{_PREFIX}{secrets.token_hex(16)}"
    file.seek(0)
    with path.open("xb") as sealed:
        path.chmod(0o600)
        seal_file(file, sealed)  # type: ignore[arg-type]
    kept = KeptUpload(file.name or "", file.content_type or "application/octet-stream", path)
    request.session[_SESSION] = {
        "name": kept.name,
        "media_type": kept.media_type,
        "file": path.name,
        "at": clock.now().timestamp(),
    }
    return kept


def kept_upload(request: HttpRequest) -> KeptUpload | None:
    """What the session sent last and did not get in; None when there is none, or its hour is over."""
    said = request.session.get(_SESSION)
    if not said:
        return None
    path = Path(tempfile.gettempdir()) / str(said["file"])
    if clock.now().timestamp() - said["at"] > _LONGEST_SECONDS or not path.is_file():
        drop(request)
        return None
    return KeptUpload(said["name"], said["media_type"], path)


def drop(request: HttpRequest) -> None:
    """Forget it."""
    said = request.session.pop(_SESSION, None)
    if said and str(said["file"]).startswith(_PREFIX):
        (Path(tempfile.gettempdir()) / str(said["file"])).unlink(missing_ok=True)
