"""Large files: memory does not grow with the file, whatever it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MB = 1_000_000
HEADINGS = "CPR-nr.;Sags-id;Samtaletype;Samtaleform;Medarbejdertype;Samtalestatus;Samtaledato;Syntetisk\r\n"
# Reads a file in a process of its own and prints rows, rows accepted, and the most memory it held above its start, in kB.
PROGRAM = """
import resource, sys
from pathlib import Path
from types import SimpleNamespace
from frirum.core.extracts.kinds import CONTACTS, kind_named
from frirum.core.extracts.mapping import suggest
from frirum.core.extracts.reading import Fate, RowReader
from frirum.core.files.opening import open_source

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = most()
source = open_source(Path(sys.argv[1]))
identify = lambda cpr, case: SimpleNamespace(cpr=cpr, case_number=case)
reader = RowReader(source, suggest(kind_named(CONTACTS), source.columns), municipality=820, identify=identify, secret=b"x")
fates = [0, 0]
for row in reader.rows():
    fates[row.fate is Fate.ACCEPTED] += 1
print(sum(fates), fates[1], most() - before, source.description)
"""


def write(path: Path, size: int) -> int:
    """A file of that many bytes in Windows-1252; returns its rows."""
    written = rows = 0
    with path.open("wb") as file:
        file.write(HEADINGS.encode("cp1252"))
        while written < size:
            cpr = f"{rows % 28 + 1:02d}{rows // 28 % 12 + 1:02d}03-1{rows % 1000:03d}"
            day = f"{rows // 336 % 28 + 1:02d}-{rows // 9408 % 12 + 1:02d}-{2010 + rows // 112_896 % 15}"
            text = f"{cpr};SYN-{rows % 20_000:06d};Jobsamtale;Personlig;Rådgiver;Afholdt;{day};række på størrelse\r\n"
            line = text.encode("cp1252")
            file.write(line)
            written, rows = written + len(line), rows + 1
    return rows


def read(path: Path) -> tuple[int, int, int, str]:
    """Rows, accepted, kilobytes, description."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True
    )
    rows, accepted, kilobytes, description = done.stdout.split(maxsplit=3)
    return int(rows), int(accepted), int(kilobytes), description.strip()


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "stor.csv"
    rows = write(path, 2 * MB)
    found = read(path)
    assert (found[0], found[1], found[3]) == (rows, rows, "CSV, Windows-1252, adskilt af ;")
    assert found[2] < 20_000, "kilobytes for a file of 2 MB"


@pytest.mark.long
def test_a_file_of_100_mb_in_windows_1252_is_read_in_as_little(tmp_path: Path) -> None:
    path = tmp_path / "stor.csv"
    rows = write(path, 100 * MB)
    found = read(path)
    assert (found[0], found[1], found[3]) == (rows, rows, "CSV, Windows-1252, adskilt af ;")
    assert found[2] < 20_000, "kilobytes for a file of 100 MB"
