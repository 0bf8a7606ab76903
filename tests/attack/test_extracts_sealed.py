"""Nothing that an installation keeps of an extract names a citizen, the file itself included."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from cast import Cast
from django.conf import settings
from django.test import Client
from extract_work import ANNA, BENT, coordinator, keep, mark, marks_file, read_batch, upload
from stolen import copy_of_the_database

from frirum.core.errors import NotAllowed
from frirum.web.files import store
from frirum.web.uses import sealing
from frirum.web.zones import CASEWORK


def forms_of(cpr: str) -> list[bytes]:
    """A number as it may be written, and the hashes that would be tried first."""
    written = [cpr.encode(), cpr.replace("-", "").encode(), cpr.replace("-", " ").encode()]
    hashes = [
        getattr(hashlib, name)(one).hexdigest() for name in ("md5", "sha1", "sha256") for one in written
    ]
    return [*written, *(one.encode() for one in hashes)]


@pytest.mark.django_db(databases=["default", "statistics"])
def test_nothing_in_the_home_names_a_citizen(cast: Cast, client: Client) -> None:
    karen = coordinator(cast, client)
    keep(karen, read_batch(karen, upload(karen, marks_file(mark(ANNA), mark(BENT)))))
    kept = [path for path in Path(settings.HOME.path).rglob("*") if path.is_file()]
    assert store.stored_hashes(CASEWORK), "no file was kept; this test would pass in vain"
    stolen = copy_of_the_database().encode()
    for place, content in [("database", stolen), *((str(path), path.read_bytes()) for path in kept)]:
        found = [one for cpr in (ANNA, BENT) for one in forms_of(cpr) if one in content]
        assert found == [], place


# ---- the file in blocks ----


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch, settings: object) -> Callable[[bytes], list[bytes]]:
    """The sealed blocks of a content, four bytes each."""
    monkeypatch.setattr(sealing, "_BLOCK", 4)

    def seal(content: bytes) -> list[bytes]:
        out = io.BytesIO()
        assert sealing.seal_file(io.BytesIO(content), out) == hashlib.sha256(content).hexdigest()
        out.seek(0)
        found, first = [], out.read(20)
        while head := out.read(4):
            found.append(first + head + out.read(int.from_bytes(head, "big")))
            first = b""
        return found

    return seal


def opened(tmp_path: Path, content: bytes) -> bytes:
    path = tmp_path / "sealed"
    path.write_bytes(content)
    with sealing.unsealed(path) as plain:
        assert plain.stat().st_mode & 0o077 == 0
        found = plain.read_bytes()
    assert not plain.exists()
    return found


@pytest.mark.parametrize("content", [b"", b"abc", b"abcd", b"abcde", b"abcdefghijkl"])
def test_a_sealed_file_opens_as_it_was(
    content: bytes, blocks: Callable[[bytes], list[bytes]], tmp_path: Path
) -> None:
    sealed = b"".join(blocks(content))
    assert not content or content not in sealed
    assert opened(tmp_path, sealed) == content


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "cut off": lambda found: found[:-1],
    "cut in a block": lambda found: [*found[:-1], found[-1][:-5]],
    "moved": lambda found: [found[1], found[0], *found[2:]],
    "left out": lambda found: [found[0], *found[2:]],
    "twice": lambda found: [*found, found[-1]],
    "a byte": lambda found: [found[0][:40] + bytes([found[0][40] ^ 1]) + found[0][41:], *found[1:]],
    "empty": lambda _found: [],
    "never sealed": lambda _found: [b"CPR-nr.;Startdato\r\n"],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_refused_and_nothing_of_it_stays(
    change: str, blocks: Callable[[bytes], list[bytes]], tmp_path: Path
) -> None:
    before = set((store.root(CASEWORK) / "incoming").glob("*"))
    with pytest.raises(NotAllowed, match="kan ikke åbnes"):
        opened(tmp_path, b"".join(CHANGES[change](blocks(b"abcdefghijkl"))))
    assert set((store.root(CASEWORK) / "incoming").glob("*")) == before


def test_a_block_of_another_file_is_refused(blocks: Callable[[bytes], list[bytes]], tmp_path: Path) -> None:
    one, other = blocks(b"abcdefghijkl"), blocks(b"ABCDEFGHIJKL")
    with pytest.raises(NotAllowed, match="kan ikke åbnes"):
        opened(tmp_path, b"".join([one[0], other[1], one[2]]))
    with pytest.raises(NotAllowed):
        opened(tmp_path, b"".join([one[0][:20] + other[0][20:], *other[1:]]))


def test_a_file_under_another_key_is_refused(
    blocks: Callable[[bytes], list[bytes]], tmp_path: Path, settings: object
) -> None:
    sealed = b"".join(blocks(b"abc"))
    settings.CITIZEN_KEY = "en anden"  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed):
        opened(tmp_path, sealed)
