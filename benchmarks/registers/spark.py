"""The same reader on every partition of a Spark cluster: `python -m benchmarks.registers.spark REGISTER.csv OUT`.

Nothing is shuffled: a person is a line, so each partition becomes its runs by itself (`mapInArrow`), and the cluster
only adds up. Run by hand in local mode (`--master local[2]`) with pyspark and a Java of version 17 or later; it prints
the checksum, which must be the one that one machine gives.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frirum.core.files.limits import REGISTERS
from frirum.core.files.text import read_head
from frirum.core.registers.blocks import PeopleBlock, RegisterReading
from frirum.core.registers.code_book import shipped_book
from frirum.core.registers.reading import read_register
from frirum.core.registers.text_file import reading_of

SCHEMA = "number binary, code int, start int, end int"
_MODULUS = 1_000_000_007


def people_of(text: bytes, reading: RegisterReading) -> PeopleBlock:
    """Whole lines to people: the fast reader, else the careful one."""
    import numpy as np

    from frirum.core.registers.text_block import read_fast
    from frirum.core.registers.text_careful import read_careful
    from frirum.core.registers.text_compiled import available
    from frirum.core.registers.text_plain import NotPlain

    try:
        return read_fast(np.frombuffer(text, np.uint8), reading, compiled=available())
    except NotPlain:
        return read_careful(text, reading, reading.first_line, last=False)


def runs_of(path: str, header: str) -> Any:
    """The function that a partition is mapped by; it reads the headings from the driver's file."""

    def map_batches(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        reading = reading_of(Path(path), read_head(Path(path), REGISTERS), shipped_book())
        for batch in batches:
            lines = [line for line in batch.column(0).to_pylist() if line and line != header]
            if not lines:
                continue
            people = people_of(("\n".join(lines) + "\n").encode(), reading)
            runs = people.runs
            arrays = [
                pa.array(people.ids[runs.person].tolist(), pa.binary()),
                *(pa.array(column.astype("int32")) for column in (runs.code, runs.start, runs.end)),
            ]
            yield pa.RecordBatch.from_arrays(arrays, names=["number", "code", "start", "end"])

    return map_batches


def spark_checksum(runs: Any) -> tuple[int, int, int, int]:
    """Rows, weeks, code x weeks, start x (number mod 997 + 1); numbers are digits here."""
    weeks = "(end - start)"
    number = "cast(cast(number as string) as bigint)"
    row = runs.selectExpr(
        "count(*)",
        f"sum({weeks})",
        f"sum(cast(code as bigint) * {weeks}) % {_MODULUS}",
        f"sum(start * ({number} % 997 + 1)) % {_MODULUS}",
    ).first()
    return tuple(int(value) for value in row)  # type: ignore[return-value]


def own_checksum(path: Path) -> tuple[int, int, int, int]:
    """The same four numbers from one machine."""
    table = read_register(path)
    rows, weeks, by_code, _by_row = table.runs.checksum()
    number = table.ids.astype("i8")[table.runs.person]
    by_start = int((table.runs.start.astype("i8") * (number % 997 + 1)).sum()) % _MODULUS
    return rows, weeks, by_code, by_start


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("register", type=Path)
    asked.add_argument("out", type=Path, help="folder of Parquet files")
    asked.add_argument("--master", default="local[2]")
    chosen = asked.parse_args()
    # The workers are to have the packages that the driver has.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master(chosen.master)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "20000")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    path = str(chosen.register.resolve())
    with chosen.register.open(encoding="utf-8-sig") as file:
        header = file.readline().rstrip("\r\n")
    begun = time.perf_counter()
    lines = spark.read.text(path)
    lines.mapInArrow(runs_of(path, header), SCHEMA).write.mode("overwrite").parquet(str(chosen.out))
    seconds = time.perf_counter() - begun
    found = spark_checksum(spark.read.parquet(str(chosen.out)))
    spark.stop()
    begun = time.perf_counter()
    own = own_checksum(chosen.register)
    print(
        json.dumps(
            {
                "spark_seconds": round(seconds, 2),
                "one_machine_seconds": round(time.perf_counter() - begun, 2),
                "spark": found,
                "one_machine": own,
                "identical": found == own,
            }
        )
    )


if __name__ == "__main__":
    main()
