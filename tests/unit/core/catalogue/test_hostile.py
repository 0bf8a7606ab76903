"""Files mangled at random: never an exception, always faults a person can read, never a half-read definition."""

from __future__ import annotations

import copy
import datetime as dt
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from frirum.core.catalogue import to_toml
from frirum.core.catalogue.loader import read_definition
from frirum.core.paths import catalogue_dir

SOUND = tomllib.loads(
    Path(catalogue_dir(), "experiments", "foertidspension-opfoelgning.toml").read_text(encoding="utf-8")
)
JUNK: list[Any] = [
    1,
    -1,
    "x",
    "",
    True,
    1.5,
    dt.date(2020, 1, 1),
    [],
    {},
    ["a"],
    [1],
    [{}],
    [[]],
    {"id": "x"},
]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (holder, key) in a document."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


def mangle(document: Any, chance: random.Random) -> None:
    holder, key = chance.choice(list(places(document)))
    kind = chance.choice(["delete", "replace", "replace", "add"])
    if kind == "delete":
        del holder[key]
    elif kind == "replace":
        holder[key] = copy.deepcopy(chance.choice(JUNK))
    elif isinstance(holder, dict):
        holder["ukendt"] = 1
    else:
        holder.append(copy.deepcopy(chance.choice(JUNK)))


@pytest.mark.parametrize("seed", range(25))
def test_a_mangled_file_is_read_or_refused_with_words(seed: int) -> None:
    chance = random.Random(seed)
    document = copy.deepcopy(SOUND)
    for _time in range(chance.randint(1, 6)):
        mangle(document, chance)
    experiment, faults = read_definition(tomli_w.dumps(document))
    for fault in faults:
        assert fault.message
        assert "{" not in fault.message, fault
    if not faults:
        assert experiment is not None
        assert read_definition(to_toml(experiment)) == (experiment, [])
