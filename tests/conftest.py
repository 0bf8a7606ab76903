"""What every test may use: the cast, the two databases, and the --long option."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator

import pytest
from cast import Cast, assemble
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from frirum.web import clock
from frirum.web.trail import guards

DATABASES = ["default", "statistics"]

# The same examples on every run and machine, and no failure because a machine is busy.
settings.register_profile(
    "calm", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("calm")


def pytest_addoption(parser: pytest.Parser) -> None:
    """--long: also what needs more than the ten minutes of script/test."""
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests unless they are asked for."""
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="long; run with --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The seconds that each folder took, summed over the workers."""
    seconds: dict[str, float] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                folder = report.nodeid.partition("::")[0].rpartition("/")[0]
                seconds[folder] = seconds.get(folder, 0.0) + report.duration
    if sum(seconds.values()) > 60:
        terminalreporter.section("seconds per folder, over all workers")
        for folder, taken in sorted(seconds.items(), key=lambda item: -item[1]):
            terminalreporter.write_line(f"{taken:8.0f}  {folder}")


RUN_DAY = dt.datetime(2026, 12, 1, 11, tzinfo=dt.UTC)
"""An ordinary Tuesday, noon in Copenhagen: the day of every test that brings none of its own."""


@pytest.fixture(scope="session", autouse=True)
def _the_day_of_the_run() -> Iterator[None]:
    """A test must not know what day it is: the suite is green on a month's last day because it never sees one."""
    with clock.running_from(RUN_DAY):
        yield


@pytest.fixture(autouse=True)
def _temporary_files_stay_where_they_were() -> Iterator[None]:
    """A home that a test opens keeps temporary files in itself; the next test, and its browser, must not."""
    before, named = tempfile.tempdir, os.environ.get("TMPDIR")
    yield
    tempfile.tempdir = before
    if named is None:
        os.environ.pop("TMPDIR", None)
    else:
        os.environ["TMPDIR"] = named


@pytest.fixture(autouse=True)
def _no_home_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own FRIRUM_HOME must not leak into the command-line tests."""
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        monkeypatch.delenv("FRIRUM_HOME", raising=False)


@pytest.fixture
def cast(django_user_model: object, request: pytest.FixtureRequest) -> Cast:
    """The fixed cast; needs the test to have the databases (`pytestmark = both_databases`)."""
    return assemble()


_flush = TransactionTestCase._fixture_teardown


def _flush_without_guards(self: TransactionTestCase) -> None:
    """Django empties every table between transactional tests; the guards would rightly refuse."""
    for database in connections:
        guards.remove(database)
    try:
        _flush(self)
    finally:
        for database in connections:
            guards.install(database)


@pytest.fixture(autouse=True, scope="session")
def _guards_step_aside_for_flush() -> Iterator[None]:
    TransactionTestCase._fixture_teardown = _flush_without_guards  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = _flush  # type: ignore[method-assign]
