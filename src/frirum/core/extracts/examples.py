"""Synthetic example files, each with the mapping it is read with: shipped in `catalogue/extracts`.

Everything in them is made up, the layout too: Fasit's and Momentum's own extracts are not publicly described. The
citizens are born in 1903, so that no number can be a living person's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frirum.core.extracts.mapping import ColumnMapping, mapping_from_dict
from frirum.core.paths import catalogue_dir

SYSTEMS: Mapping[str, str] = {"fasit": "Fasit", "momentum": "Momentum"}
"""Folder -> the case system whose way of writing the files imitate."""


@dataclass(frozen=True)
class ExampleFile:
    """One example file.

    Attributes:
        system: a key of `SYSTEMS`.
    """

    system: str
    path: Path
    mapping: ColumnMapping


@cache
def examples() -> tuple[ExampleFile, ...]:
    """Every example, system by system, in the order of the kinds."""
    return tuple(example for system in SYSTEMS for example in _of(system))


def _of(system: str) -> list[ExampleFile]:
    folder = catalogue_dir() / "extracts" / system
    saved = tomllib.loads((folder / "mappings.toml").read_text(encoding="utf-8"))["mapping"]
    return [ExampleFile(system, folder / one["file"], mapping_from_dict(one)) for one in saved]


def example(file_name: str) -> ExampleFile | None:
    """The example whose file has that name, or None."""
    return next((one for one in examples() if one.path.name == file_name), None)
