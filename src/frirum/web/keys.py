"""The keys of the home as a running process reads them: a key that is changed is in use at once, without a restart.

A key file holds one line or several: the first seals, the others still open what they sealed (`frirum keys rotate`).
A line that begins with `bound-` has sealed nothing that is not bound to its place.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from frirum.web import configuration

ATTRIBUTES = {
    "trail": "TRAIL_KEY",
    "lookup": "LOOKUP_KEY",
    "citizen": "CITIZEN_KEY",
    "citizen-lookup": "CITIZEN_LOOKUP_KEY",
    "account": "ACCOUNT_KEY",
}
BOUND = "bound-"
# No content of ours begins with it: a number of ten digits, JSON, a secret in base 32, the number of a block.
_MARK = b"\x00bound\x00"
_DIGEST_BYTES = 16


def lines(name: str) -> list[str]:
    """The lines of a key, as its file has them now."""
    path = settings.HOME.keys / f"{name}.key"
    try:
        state = configuration.state_of(path)
    except FileNotFoundError:
        state = None
    if state is not None and state != configuration.LOADED.get(name):
        setattr(settings, ATTRIBUTES[name], settings.HOME.key(name))
        configuration.LOADED[name] = state
    return str(getattr(settings, ATTRIBUTES[name])).split()


def seal(name: str, content: bytes, bound_to: str) -> bytes:
    """Encrypt under the first line (Fernet: AES-128-CBC with HMAC-SHA256), so that it opens in its place alone.

    Args:
        name: of the key.
        content: what.
        bound_to: the place: a row by its reference, a block by its file. Opened anywhere else it is refused.
    """
    return _fernet(lines(name)[0]).encrypt(_MARK + _digest(bound_to) + content)


def unseal(name: str, token: bytes, bound_to: str) -> bytes:
    """The content of what `seal` gave.

    What was sealed before places were bound opens anywhere, under a line from before that alone.

    Raises:
        cryptography.fernet.InvalidToken: sealed for another place, under a key that is not here, or changed.
    """
    for line in lines(name):
        try:
            found = _fernet(line).decrypt(token)
        except InvalidToken:
            continue
        if found.startswith(_MARK):
            start = len(_MARK) + _DIGEST_BYTES
            if found[len(_MARK) : start] != _digest(bound_to):
                raise InvalidToken
            return found[start:]
        if line.startswith(BOUND):
            raise InvalidToken
        return found
    raise InvalidToken


def is_of_first(name: str, token: bytes) -> bool:
    """Whether it was sealed under the line that seals now."""
    try:
        _fernet(lines(name)[0]).decrypt(token)
    except InvalidToken:
        return False
    return True


def _digest(bound_to: str) -> bytes:
    return hashlib.sha256(bound_to.encode()).digest()[:_DIGEST_BYTES]


def _fernet(line: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(line.encode("ascii")).digest()))
