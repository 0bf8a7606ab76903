"""Writing a table that lies in memory: what the disk says comes out as the operating system's own error."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import polars as pl

_OS_ERROR = re.compile(r"\(os error (\d+)\)")


def write_parquet(frame: pl.DataFrame, path: Path, **options: Any) -> None:
    """Write a Parquet file (zstd).

    Raises:
        OSError: the file could not be written; with its number, which says that a disk is full.
    """
    try:
        frame.write_parquet(path, compression="zstd", **options)
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise _with_number(fault) from fault


def write_csv(frame: pl.DataFrame, path: Path, **options: Any) -> None:
    """Write a CSV file.

    Raises:
        OSError: as `write_parquet`.
    """
    try:
        frame.write_csv(path, **options)
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise _with_number(fault) from fault


def _with_number(fault: Exception) -> Exception:
    """The library tells of the disk in a text of its own, once as a fault of the file's format."""
    found = _OS_ERROR.search(str(fault))
    if found is None:
        return fault
    number = int(found.group(1))
    return OSError(number, os.strerror(number))
