"""A file is there whole or not at all."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys

import pytest
from documents.sample import form

from frirum.core.errors import FrirumError, InputRefused
from frirum.core.report import files, pdf
from frirum.core.report.files import write_atomically


def test_a_file_is_written_and_replaced(tmp_path):
    target = tmp_path / "skema.pdf"
    write_atomically(target, b"et")
    write_atomically(target, b"to")
    assert target.read_bytes() == b"to"
    assert [entry.name for entry in tmp_path.iterdir()] == ["skema.pdf"]


def test_the_rights_of_a_replaced_file_are_kept(tmp_path):
    target = tmp_path / "skema.pdf"
    target.write_bytes(b"et")
    target.chmod(0o640)
    write_atomically(target, b"to")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_full_disk_leaves_the_earlier_file_and_nothing_else(tmp_path, monkeypatch, step):
    target = tmp_path / "skema.pdf"
    target.write_bytes(b"den tidligere udgave")

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, step, full)
    with pytest.raises(FrirumError, match="Disken er fuld") as refused:
        write_atomically(target, b"den nye")
    monkeypatch.undo()
    assert refused.value.remedy
    assert refused.value.file == "skema.pdf"
    assert target.read_bytes() == b"den tidligere udgave"
    assert [entry.name for entry in tmp_path.iterdir()] == ["skema.pdf"]


WRITER = """
import sys
from pathlib import Path
from frirum.core.errors import FrirumError
from frirum.core.report.files import write_atomically
try:
    write_atomically(Path(sys.argv[1]), b"x" * 100_000)
except FrirumError as error:
    print(error.message)
"""


def _no_room_for_more() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))


def test_the_kernel_itself_stops_the_write_half_way(tmp_path):
    target = tmp_path / "skema.pdf"
    target.write_bytes(b"den tidligere udgave")
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(target)],
        capture_output=True, text=True, check=True, preexec_fn=_no_room_for_more,
    )  # fmt: skip
    assert "Filen er ikke skrevet" in done.stdout
    assert target.read_bytes() == b"den tidligere udgave"
    assert [entry.name for entry in tmp_path.iterdir()] == ["skema.pdf"]


def test_a_missing_folder_is_refused_in_words(tmp_path):
    with pytest.raises(InputRefused, match="Mappen findes ikke"):
        write_atomically(tmp_path / "findes" / "ikke.pdf", b"x")


def test_a_folder_in_the_files_place_is_refused(tmp_path):
    (tmp_path / "skema.pdf").mkdir()
    with pytest.raises(InputRefused, match="må ikke skrives"):
        write_atomically(tmp_path / "skema.pdf", b"x")
    assert [entry.name for entry in tmp_path.iterdir()] == ["skema.pdf"]


def test_a_device_or_pipe_is_refused_and_stays_what_it_is(tmp_path):
    """As root, a rename would otherwise turn /dev/full into an ordinary file."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputRefused, match="må ikke skrives"):
        write_atomically(tmp_path / "pipe", b"x")
    assert (tmp_path / "pipe").is_fifo()
    assert [entry.name for entry in tmp_path.iterdir()] == ["pipe"]


def test_a_full_disk_while_typesetting_is_told_in_words(monkeypatch):
    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pdf.tempfile, "TemporaryDirectory", full)
    with pytest.raises(FrirumError, match="Disken er fuld"):
        pdf.render_pdf(form())
