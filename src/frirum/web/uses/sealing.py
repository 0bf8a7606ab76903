"""A received file as it is kept: encrypted, as it names more citizens than what is taken from it.

A sealed file is a row of blocks, each encrypted under the key that seals CPR numbers. Every block says its number and
whether it is the last, so that none can be left out, moved, or cut off at the end, unseen.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from cryptography.fernet import InvalidToken

from frirum.core.errors import NotAllowed
from frirum.core.language import gettext as _
from frirum.web.files import store
from frirum.web.temporary import unnamed_file
from frirum.web.uses.identities import seal_bytes, unseal_bytes

_BLOCK = 1024 * 1024
_LENGTH, _PLACE = struct.Struct(">I"), struct.Struct(">Q?")


def seal_file(content: BinaryIO, target: IO[bytes]) -> str:
    """Write `content` sealed; returns the SHA-256 of what it was.

    Raises:
        DiskFull: the disk or the quota has no room.
    """
    digest, number = hashlib.sha256(), 0
    block = content.read(_BLOCK)
    try:
        while True:
            following = content.read(_BLOCK)
            digest.update(block)
            token = seal_bytes(_PLACE.pack(number, not following) + block)
            target.write(_LENGTH.pack(len(token)) + token)
            if not following:
                break
            block, number = following, number + 1
        target.flush()
    except OSError as fault:
        raise store.explained(fault) from fault
    return digest.hexdigest()


@contextmanager
def unsealed(path: Path) -> Iterator[Path]:
    """The file in clear while the block runs, in a file that no folder names; afterwards it is gone.

    Raises:
        NotAllowed: it was changed, cut off, or sealed under a key that is not here.
        DiskFull: the disk or the quota has no room.
    """
    with unnamed_file() as (plain, opened):
        try:
            with path.open("rb") as sealed:
                for block in _blocks(sealed):
                    plain.write(block)
            plain.flush()
        except (InvalidToken, struct.error) as fault:
            raise NotAllowed(
                _("Filen kan ikke åbnes: den er ændret, eller nøglen er en anden."),
                remedy=_("Hent udtrækket ind igen."),
            ) from fault
        except OSError as fault:
            raise store.explained(fault) from fault
        yield opened


def _blocks(sealed: BinaryIO) -> Iterator[bytes]:
    number, is_last = 0, False
    while not is_last:
        (length,) = _LENGTH.unpack(sealed.read(_LENGTH.size))
        block = unseal_bytes(sealed.read(length))
        place, is_last = _PLACE.unpack(block[: _PLACE.size])
        if place != number:
            raise InvalidToken
        yield block[_PLACE.size :]
        number += 1
    if sealed.read(1):
        raise InvalidToken
