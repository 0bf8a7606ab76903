"""Every day green: no test knows what day it is, and the site asks one clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from conftest import RUN_DAY

from frirum.web import clock

ROOT = Path(__file__).resolve().parents[3]
ASKS = re.compile(
    r"\b(date\.today|datetime\.(now|today|utcnow)|timezone\.(now|localdate|localtime)|\btime\.time)"
    r"\(\s*((dt\.|datetime\.)?(timezone\.utc|UTC)|COPENHAGEN)?\s*\)"
)
"""What tells the day or the moment of the machine, when it is called without an argument that names another."""
EXCEPTIONS = {
    "src/frirum/web/clock.py": "the one clock",
    "src/frirum/web/files/store.py": "how old a file is by the file system's own clock",
    "src/frirum/web/listening.py": "seconds a connection is quiet, beside the server's own",
    "src/frirum/cli/protect.py": "a signature and a report bear the day they are made; the command has no other clock",
    "src/frirum/cli/registers_published.py": "a download bears the day it was pulled",
    "tests/unit/web/keeping/test_rotation.py": "a code of the second factor, which allauth holds against the machine's time",
    "tests/unit/web/organisations/test_second_factor.py": "as above",
}
"""Who may ask the machine, and why."""


def _askers(folder: str) -> Iterator[str]:
    for path in (ROOT / folder).rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        if name in EXCEPTIONS:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if ASKS.search(line):
                yield f"{name}:{number}: {line.strip()}"


def test_nobody_but_the_clock_asks_the_machine_what_day_it_is() -> None:
    """A test with a day of its own is green on a month's last day too; `clock.at` gives it one."""
    assert [*_askers("tests"), *_askers("src/frirum/web"), *_askers("src/frirum/core")] == []
    for name in EXCEPTIONS:
        assert (ROOT / name).is_file(), "an exception that is no more"


def test_the_run_has_a_day_of_its_own() -> None:
    assert clock.today() == RUN_DAY.date()
    assert clock.now() > RUN_DAY, "and time goes on in it"
