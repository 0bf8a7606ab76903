"""A click returns before the page it leads to is there; what is asked at once is asked of the old page."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

JOURNEYS = Path(__file__).resolve().parents[2] / "journeys"
# These answer for the moment; `expect(...)` has a waiting question for each.
AT_ONCE = {"is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked", "is_editable", "input_value"}


def hurried(text: str) -> list[str]:
    """Line and name of each assertion that asks a page without waiting."""
    return [
        f"{call.lineno}: {call.func.attr}"
        for asserted in ast.walk(ast.parse(text))
        if isinstance(asserted, ast.Assert)
        for call in ast.walk(asserted.test)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in AT_ONCE
    ]


@pytest.mark.parametrize("path", sorted(JOURNEYS.glob("*.py")), ids=lambda path: path.name)
def test_a_journey_waits_for_what_it_asserts(path: Path) -> None:
    assert hurried(path.read_text(encoding="utf-8")) == []


def test_a_hurried_assertion_is_found() -> None:
    assert hurried("x = 1\nassert not page.get_by_role('alert').is_visible()") == ["2: is_visible"]
    assert hurried("expect(page.get_by_role('alert')).to_be_visible()") == []


def test_no_test_takes_the_next_job_for_its_own() -> None:
    """By day and hour other jobs wait as well (mail about deadlines, the nightly check): work through them all."""
    tests = JOURNEYS.parent
    worker = tests / "unit/web/jobs/test_worker.py"  # it makes its own queue
    hurried_on = [
        str(path.relative_to(tests))
        for path in sorted(tests.rglob("*.py"))
        if path not in {worker, Path(__file__).resolve()}
        and "assert Worker().work_once()" in path.read_text("utf-8")
    ]
    assert hurried_on == []
