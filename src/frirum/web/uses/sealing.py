"""A received file as it is kept: encrypted, as it names more citizens than what is taken from it.

A sealed file is a row of blocks, each encrypted under the key that seals CPR numbers. Every block says its number and
whether it is the last, and is bound to the random mark at the head of its file, so that none can be left out, moved,
cut off at the end, or taken from another file, unseen. Files from before have no mark; their blocks are bound to none.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from cryptography.fernet import InvalidToken

from frirum.core.errors import NotAllowed
from frirum.core.language import gettext as _
from frirum.web import keys
from frirum.web.files import store
from frirum.web.temporary import unnamed_file
from frirum.web.uses.identities import seal_bytes, unseal_bytes

_BLOCK = 1024 * 1024
# No length of a block begins like it.
_HEAD, _MARK_BYTES = b"FRI1", 16
# Every Fernet token begins so, as its first byte is its version and the next ones are a time of this century.
_FERNET = b"gAAAAA"
_LENGTH, _PLACE = struct.Struct(">I"), struct.Struct(">Q?")


def seal_file(content: BinaryIO, target: IO[bytes]) -> str:
    """Write `content` sealed; returns the SHA-256 of what it was.

    Raises:
        DiskFull: the disk or the quota has no room.
    """
    digest, number = hashlib.sha256(), 0
    mark = os.urandom(_MARK_BYTES)
    target.write(_HEAD + mark)
    block = content.read(_BLOCK)
    try:
        while True:
            following = content.read(_BLOCK)
            digest.update(block)
            token = seal_bytes(_PLACE.pack(number, not following) + block, _bound_to(mark))
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


def is_sealed_under_first(path: Path) -> bool | None:
    """Whether a file's first block was sealed under the key in use; None where it is no sealed file, or gone."""
    try:
        with path.open("rb") as file:
            head = file.read(_LENGTH.size)
            if head == _HEAD:
                file.read(_MARK_BYTES)
                head = file.read(_LENGTH.size)
            begins = file.read(len(_FERNET))
            if len(head) < _LENGTH.size or begins != _FERNET:
                return None
            token = begins + file.read(_LENGTH.unpack(head)[0] - len(_FERNET))
    except FileNotFoundError:
        return None
    return keys.is_of_first("citizen", token)


def _bound_to(mark: bytes) -> str:
    return f"file:{mark.hex()}"


def _blocks(sealed: BinaryIO) -> Iterator[bytes]:
    number, is_last = 0, False
    head = sealed.read(len(_HEAD))
    bound_to = _bound_to(sealed.read(_MARK_BYTES)) if head == _HEAD else ""
    while not is_last:
        # The first four bytes of a file without a mark are the length of its first block.
        (length,) = _LENGTH.unpack(sealed.read(_LENGTH.size) if number or bound_to else head)
        block = unseal_bytes(sealed.read(length), bound_to)
        place, is_last = _PLACE.unpack(block[: _PLACE.size])
        if place != number:
            raise InvalidToken
        yield block[_PLACE.size :]
        number += 1
    if sealed.read(1):
        raise InvalidToken
