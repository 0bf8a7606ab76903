"""What reading a case extract costs: rows a processor second, and what its rows take in the database.

    PYTHONPATH=src python -m benchmarks.extracts [--rows 900000] [--citizens 42000] [--keep] [--profile FILE]

A file of contacts in Windows-1252, made up, 92 bytes a row, is brought into a new home and read aside as the worker
does it: unsealed, looked through, every row read, checked, compared with what is kept, and written with the place it
ends at.
`--keep` also lets the rows count. Printed: rows, processor seconds of each step, rows a second, and the database in
sizes of the file.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HEADINGS = (
    "CPR-nr.;Sags-id;Samtaletype;Samtaleform;Medarbejdertype;"
    "Samtalestatus;Samtaledato;Bemærkning om samtalen\r\n"
)
MUNICIPALITY = "820"
DAY = dt.date(2010, 1, 4)


def lines(rows: int, citizens: int) -> Iterator[str]:
    """Contacts in the order of their days, each citizen again after all the others."""
    for row in range(rows):
        citizen = row % citizens
        number = f"{citizen % 28 + 1:02d}{citizen // 28 % 12 + 1:02d}03-{citizen // 336:04d}"
        day = DAY + dt.timedelta(days=14 * (row // citizens) + citizen % 14)
        state = "Afholdt" if row % 9 else "Aflyst"
        yield f"{number};SYN-{citizen:07d};Jobsamtale;Personlig;Rådgiver;{state};{day:%d-%m-%Y};aftalt på telefon\r\n"


def write(path: Path, rows: int, citizens: int) -> int:
    """Write the file; returns its bytes."""
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(HEADINGS)
        file.writelines(lines(rows, citizens))
    return path.stat().st_size


def clocked(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """(what it returned, wall seconds, processor seconds of this process)."""
    wall, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - processor


def _mapping(path: Path) -> Any:
    from frirum.core.extracts.kinds import CONTACTS, kind_named
    from frirum.core.extracts.mapping import suggest
    from frirum.core.files.opening import open_source

    return suggest(kind_named(CONTACTS), open_source(path).columns)


def _read_aside(path: Path) -> Any:
    """A batch of the file, its columns decided, and the function that reads it as the worker does."""
    from frirum.web.extracts import actions
    from frirum.web.extracts.staging import read_rows
    from frirum.web.jobs import queue
    from frirum.web.jobs.context import JobContext
    from frirum.web.jobs.models import Job
    from frirum.web.trail.actors import COMMAND_LINE

    with path.open("rb") as content:
        batch = actions.bring_extract(
            content=content, name="samtaler.csv", media_type="text/csv", kind="contacts", system="Fasit",
            sheet="", legal_basis="Prøve", delete_on=dt.date.today() + dt.timedelta(days=365), corrects=None,
            organisation=MUNICIPALITY, by=COMMAND_LINE,
        )  # fmt: skip
    job = actions.map_columns(batch=batch, mapping=_mapping(path), by=COMMAND_LINE)
    batch.refresh_from_db()

    def read() -> Any:
        import threading

        taken = queue.take("benchmark")
        assert taken is not None
        assert taken.reference == job.reference
        context = JobContext(Job._base_manager.get(pk=taken.pk), threading.Event())
        read_rows(batch, context)
        return actions.finish_reading(batch=batch, by=COMMAND_LINE)

    return read


def _database(home: Path) -> int:
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (home / "casework.sqlite3").stat().st_size


def _say(what: str, rows: int, wall: float, processor: float) -> None:
    print(
        f"{what:<18} wall {wall:7.1f} s   processor {processor:7.1f} s   {rows / processor:9,.0f} rows a second"
    )


def measure(rows: int, citizens: int, folder: Path, *, keep: bool, profile: str) -> None:
    """Make the file and a home in `folder`, read, and print what it cost."""
    from frirum.web.home import Home
    from frirum.web.installation import prepare

    path, home = folder / "samtaler.csv", folder / "home"
    size = write(path, rows, citizens)
    prepare(Home(home), demonstration=False, say=lambda line: None)
    from frirum.web.extracts import actions
    from frirum.web.organisations.scopes import organisation_scope
    from frirum.web.trail.actors import COMMAND_LINE

    with organisation_scope([MUNICIPALITY]):
        before = _database(home)
        read = _read_aside(path)
        profiler = cProfile.Profile()
        batch, *spent = clocked(lambda: profiler.runcall(read) if profile else read())
        if profile:
            profiler.dump_stats(profile)
        assert (batch.rows, batch.accepted) == (rows, rows), (batch.rows, batch.accepted, batch.set_aside)
        print(f"{rows:,} rows, {citizens:,} citizens, {size / 1e6:.1f} MB; load {os.getloadavg()[0]:.1f}")
        _say("read and judged", rows, *spent)
        print(f"database           {(_database(home) - before) / size:.2f} times the file")
        if keep:
            _done, *spent = clocked(lambda: actions.accept_batch(batch=batch, by=COMMAND_LINE))
            _say("kept", rows, *spent)
            print(f"database           {(_database(home) - before) / size:.2f} times the file")


def main() -> None:
    """Read the options and measure in a folder that goes afterwards."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=900_000)
    parser.add_argument("--citizens", type=int, default=42_000)
    parser.add_argument("--keep", action="store_true", help="also let the rows count")
    parser.add_argument("--profile", default="", metavar="FILE", help="write a profile of the reading")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(options.rows, options.citizens, Path(folder), keep=options.keep, profile=options.profile)


if __name__ == "__main__":
    main()
