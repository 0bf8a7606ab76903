"""One word, one thing: no public class name stands for two things in one half of the program."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

import frirum

SOURCE = Path(frirum.__file__).parent


def names_that_stand_twice(half: Path) -> dict[str, list[str]]:
    """Public class name -> where it is defined, for those that are defined in two files of a half."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(half.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            is_public = isinstance(node, ast.ClassDef) and not node.name.startswith("_")
            # Each migration of an app is called Migration, as Django wants it.
            if is_public and "migrations" not in path.parts:
                found[node.name].append(str(path.relative_to(SOURCE)))
    return {name: places for name, places in found.items() if len(places) > 1}


@pytest.mark.parametrize("half", ["core", "web"])
def test_no_public_class_name_stands_for_two_things(half: str) -> None:
    assert names_that_stand_twice(SOURCE / half) == {}
