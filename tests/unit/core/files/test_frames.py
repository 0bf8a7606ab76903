"""A full disk is a full disk, whichever library writes."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import frirum
from frirum.core.files.frames import write_csv, write_parquet

FULL = Path("/dev/full")
"""A device of Linux on which nothing can be written."""


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_a_full_disk_is_told_by_its_number(write: Callable[..., None]) -> None:
    frame = pl.DataFrame({"a": range(200_000)})
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as refused:
        write(frame, FULL)
    assert refused.value.errno == errno.ENOSPC


def test_tables_are_written_to_disk_here_alone() -> None:
    """Elsewhere a full disk would end in a fault of ours."""
    root = Path(frirum.__file__).parent
    written = re.compile(r"\.(?:write|sink)_(?:parquet|csv|ndjson|ipc)\((?!\))")
    found = [
        str(path.relative_to(root)) for path in root.rglob("*.py") if written.search(path.read_text("utf-8"))
    ]
    assert found == ["core/files/frames.py"]
