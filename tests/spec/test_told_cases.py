"""The told cases of the handbook say what the commands say today."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "script" / "told-cases"


@pytest.fixture(scope="module")
def told() -> ModuleType:
    return SourceFileLoader("told_cases", str(SCRIPT)).load_module()


def test_the_page_is_what_the_commands_say(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made anew with script/told-cases."""
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    assert told.PAGE.read_text(encoding="utf-8") == told.page()


def test_one_treated_state_of_27_is_not_put_first(told: Any) -> None:
    """Published: -0.022 with a clustered standard error of 0.006; among all states 5 of 27."""
    page = told.one_of_27()
    for words in ("−2,25 procentpoint", "0,61; som overskrift: few_treated_units", "altså 5 af 27"):
        assert words in page, words
