"""Stored files: whole or not at all, with a reason and an end, and never named after a person."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import io
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cast import SET_UP, VESTHIMMERLAND
from django.db import transaction

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.files import actions, store
from frirum.web.files.models import Purpose, StoredFile
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

TODAY = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "root", lambda zone: tmp_path / zone)


def keep(content: bytes = b"borger;uge\n", **changes: Any) -> StoredFile:
    values: dict[str, Any] = {
        "content": content,
        "name": "udtræk.csv",
        "media_type": "text/csv",
        "purpose": Purpose.ADMINISTRATIVE,
        "legal_basis": "databeskyttelsesloven § 6, stk. 1",
        "delete_on": dt.date(2027, 6, 1),
        "organisation": VESTHIMMERLAND,
        "by": SET_UP,
    }
    with clock.at(TODAY):
        return actions.store_file(**(values | changes))


def rows() -> int:
    return StoredFile._base_manager.count() + StoredFile._base_manager.using("statistics").count()


def files(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_is_named_by_its_content(tmp_path: Path) -> None:
    row = keep()
    digest = hashlib.sha256(b"borger;uge\n").hexdigest()
    assert row.sha256 == digest
    [path] = files(tmp_path)
    assert path == tmp_path / "casework" / digest[:2] / digest[2:4] / digest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert actions.read_file(row=row) == b"borger;uge\n"


def test_the_same_content_twice_is_two_rows_and_one_file(tmp_path: Path) -> None:
    keep()
    keep(name="igen.csv")
    assert rows() == 2
    assert len(files(tmp_path)) == 1


def test_the_zones_share_nothing(tmp_path: Path) -> None:
    keep()
    row = keep(purpose=Purpose.STATISTICAL, zone="statistics")
    assert row._state.db == "statistics"
    assert len(files(tmp_path)) == 2
    assert TrailEvent.objects.using("statistics").get().event == "file.stored"


@pytest.mark.parametrize(
    "changes",
    [
        {"legal_basis": "  "},
        {"delete_on": dt.date(2027, 3, 1)},
        {"name": "0101901234.csv"},
        {"name": "borger 010190-1234 notat.docx"},
        {"purpose": Purpose.STATISTICAL},
        {"zone": "statistics"},
        {"limit": 5},
    ],
    ids=str,
)
def test_a_file_that_may_not_be_kept_leaves_nothing(changes: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        keep(**changes)
    assert rows() == 0
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "given, kept",
    [("../../etc/passwd", "passwd"), ("C:\\temp\\a.csv", "a.csv"), ("a\r\nb.csv", "ab.csv"), ("/", "fil")],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert keep(name=given).name == kept


@pytest.mark.parametrize("where", ["write", "fsync", "rename", "folder"])
def test_a_full_disk_is_said_plainly_and_leaves_nothing(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    targets: dict[str, Callable[[], None]] = {
        "write": lambda: monkeypatch.setattr(store, "_copy", full),
        "fsync": lambda: monkeypatch.setattr(store.os, "fsync", full),
        "rename": lambda: monkeypatch.setattr(Path, "replace", full),
        "folder": lambda: monkeypatch.setattr(store.tempfile, "mkstemp", full),
    }
    targets[where]()
    with pytest.raises(store.DiskFull, match="ikke plads"):
        keep()
    monkeypatch.undo()
    assert rows() == 0
    assert files(tmp_path) == []


def test_a_changed_or_missing_file_is_found(tmp_path: Path) -> None:
    one, two = keep(b"en"), keep(b"to")
    store.path_of("casework", one.sha256).write_bytes(b"xx")
    store.path_of("casework", two.sha256).unlink()
    assert sorted(fault.code for fault in verify()) == ["file_changed", "file_missing"]
    with pytest.raises(NotAllowed, match="kan ikke bekræftes"):
        actions.read_file(row=one)


@pytest.mark.django_db(transaction=True, databases=["default", "statistics"])
def test_what_is_due_goes_for_good_and_the_rest_stays(tmp_path: Path) -> None:
    keep(b"en")
    keep(b"en", delete_on=dt.date(2027, 7, 1))
    keep(b"to")
    assert actions.delete_due(on=dt.date(2027, 5, 31), by=SET_UP) == 0
    assert actions.delete_due(on=dt.date(2027, 6, 1), by=SET_UP) == 2
    # The bytes that the later row still needs are there.
    assert [path.read_bytes() for path in files(tmp_path)] == [b"en"]
    assert actions.delete_due(on=dt.date(2027, 7, 1), by=SET_UP) == 1
    assert files(tmp_path) == []
    assert verify() == []
    assert TrailEvent.objects.filter(event="file.deleted").count() == 3


@pytest.mark.django_db(transaction=True, databases=["default", "statistics"])
def test_bytes_of_a_transaction_that_failed_are_swept(tmp_path: Path) -> None:
    kept = keep(b"bliver")
    with transaction.atomic():
        keep(b"halvt")
        transaction.set_rollback(True)
    assert len(files(tmp_path)) == 2
    assert store.sweep_incoming("casework", older_than=dt.timedelta(0)) == 0
    assert actions.sweep("casework") == 1
    assert [path.name for path in files(tmp_path)] == [kept.sha256]


def test_an_upload_cut_by_a_kill_is_swept_after_a_day(tmp_path: Path) -> None:
    staged = store.stage("casework", io.BytesIO(b"half"))
    assert store.sweep_incoming("casework") == 0
    assert store.sweep_incoming("casework", older_than=dt.timedelta(0)) == 1
    assert not staged.path.exists()


def test_a_file_of_another_municipality_is_out_of_scope() -> None:
    keep()
    with organisation_scope(["461"]):
        assert not StoredFile.objects.exists()
    with organisation_scope([VESTHIMMERLAND]):
        assert StoredFile.objects.count() == 1
