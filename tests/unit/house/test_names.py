"""One word, one thing: no public class name stands for two things in one half of the program."""

from __future__ import annotations

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def state() -> Any:
    """The script that measures the house."""
    loader = SourceFileLoader(
        "state_of_the_house", str(Path(__file__).parents[3] / "script/state-of-the-house")
    )
    spec = spec_from_loader("state_of_the_house", loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its module up
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("half", ["core", "web"])
def test_no_public_class_name_stands_for_two_things(state: Any, half: str) -> None:
    assert state.names_that_stand_twice(half) == {}


def test_a_name_that_stands_twice_is_found(
    state: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "SOURCE", tmp_path)
    (tmp_path / "core").mkdir()
    for name in ("a", "b"):
        (tmp_path / "core" / f"{name}.py").write_text("class Table: ...\nclass _Own: ...\n")
    assert state.names_that_stand_twice("core") == {"Table": ["core/a.py", "core/b.py"]}
    assert state.names_that_stand_twice("web") == {}
