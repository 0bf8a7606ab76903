"""One task by one contender in a process of its own: prints seconds, processor seconds, peak memory and a checksum.

`python tasks.py ENGINE TASK CSV FOLDER`. Every engine gets the same file and writes a table of runs (person, code,
first column, the column after the last); the clock runs round the work alone. The peers are each in the best form that
was found: none unpivots the weeks, all build the change points inside the row or column by column.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

FIRST_NUMBER = 1_000_001
_MODULUS = 1_000_000_007


def weeks_of(csv: Path) -> list[str]:
    with csv.open(encoding="utf-8") as file:
        return [name for name in file.readline().strip().split(";") if name.startswith("y_")]


def ours(csv: Path, out: Path, *, compiled: bool) -> None:
    from frirum.core.registers.export import spells_frame
    from frirum.core.registers.reading import read_register

    table = read_register(csv, compiled=compiled)
    spells_frame(table).write_parquet(out, compression="zstd", compression_level=1)


def with_polars(csv: Path, out: Path) -> None:
    import polars as pl

    weeks = weeks_of(csv)
    data = pl.read_csv(csv, separator=";", schema_overrides=dict.fromkeys(weeks, pl.UInt16)).with_columns(
        (pl.col("lobenr") - FIRST_NUMBER).cast(pl.Int32).alias("person")
    )
    parts = []
    for place, week in enumerate(weeks):
        changed = (
            pl.col(week).is_not_null() if place == 0 else pl.col(week).ne_missing(pl.col(weeks[place - 1]))
        )
        parts.append(
            data.lazy()
            .filter(changed)
            .select("person", pl.lit(place, pl.UInt16).alias("start"), pl.col(week).alias("code"))
        )
    changes = pl.concat(pl.collect_all(parts)).sort("person", "start")
    same = pl.col("person") == pl.col("person").shift(-1)
    end = pl.when(same).then(pl.col("start").shift(-1)).otherwise(pl.lit(len(weeks), pl.UInt16))
    runs = changes.with_columns(end.alias("end")).filter(pl.col("code").is_not_null())
    runs.select("person", "code", "start", "end").write_parquet(out, compression="zstd", compression_level=1)


def with_duckdb(csv: Path, out: Path) -> None:
    import duckdb

    weeks = weeks_of(csv)
    types = ", ".join(f"'{week}': 'USMALLINT'" for week in weeks)
    points = [f"coalesce({weeks[0]}, 0)::INTEGER"] + [
        f"CASE WHEN {week} IS DISTINCT FROM {before} THEN {place * 1000} + coalesce({week}, 0)::INTEGER END"
        for place, (before, week) in enumerate(pairwise(weeks), start=1)
    ]
    duckdb.connect().execute(
        f"""COPY (
            WITH wide AS (SELECT * FROM read_csv('{csv}', delim=';', header=true, types={{{types}}})),
            points AS (
                SELECT (lobenr - {FIRST_NUMBER})::INTEGER AS person,
                       unnest(list_filter([{", ".join(points)}], lambda p: p IS NOT NULL)) AS v FROM wide),
            runs AS (
                SELECT person, (v % 1000)::USMALLINT AS code, (v // 1000)::USMALLINT AS start,
                       coalesce(lead(v // 1000) OVER (PARTITION BY person ORDER BY v), {len(weeks)})::USMALLINT AS "end"
                FROM points)
            SELECT * FROM runs WHERE code <> 0
        ) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"""
    )


def with_clickhouse(csv: Path, out: Path) -> None:
    import chdb

    weeks = weeks_of(csv)
    structure = ", ".join(["lobenr UInt32", "nykom UInt16", *(f"{week} UInt16" for week in weeks)])
    chdb.query(
        f"""
        SELECT toInt32(lobenr - {FIRST_NUMBER}) AS person, a[p] AS code, toUInt16(p - 1) AS start,
               toUInt16(q - 1) AS end
        FROM (
            SELECT lobenr, [{", ".join(weeks)}] AS a,
                   arrayFilter((i, d) -> i = 1 OR d != 0, arrayEnumerate(a), arrayDifference(a)) AS s,
                   arrayPushBack(arrayPopFront(s), {len(weeks) + 1}) AS e
            FROM file('{csv}', 'CSVWithNames', '{structure}'))
        ARRAY JOIN s AS p, e AS q
        WHERE code != 0
        INTO OUTFILE '{out}' FORMAT Parquet
        SETTINGS format_csv_delimiter=';', input_format_csv_empty_as_default=1,
                 output_format_parquet_compression_method='zstd'
        """
    )


SPELLS: dict[str, Callable[[Path, Path], None]] = {
    "frirum": lambda csv, out: ours(csv, out, compiled=True),
    "frirum without numba": lambda csv, out: ours(csv, out, compiled=False),
    "polars": with_polars,
    "duckdb": with_duckdb,
    "clickhouse": with_clickhouse,
}


def checksum(out: Path, weeks: int) -> list[int]:
    """The four numbers of `Runs.checksum`, from whatever a contender wrote."""
    import polars as pl

    frame = pl.read_parquet(out)
    if "first_week" in frame.columns:
        frame = frame.select(
            "person",
            pl.col("code").cast(pl.String).cast(pl.Int64),
            pl.col("first_week").to_physical().cast(pl.Int64).alias("start"),
            (pl.col("last_week").to_physical().cast(pl.Int64) + 1).alias("end"),
        )
    start, end, code, person = (frame[name].cast(pl.Int64) for name in ("start", "end", "code", "person"))
    assert int(end.max() or 0) <= weeks
    return [
        frame.height,
        int((end - start).sum()),
        int((code * (end - start)).sum()) % _MODULUS,
        int((start * (person % 997 + 1)).sum()) % _MODULUS,
    ]


def warm(engine: str, csv: Path, folder: Path) -> None:
    """Compile and load on a hundred lines, so that the clock does not see it."""
    small = folder / "warm.csv"
    with csv.open("rb") as whole:
        small.write_bytes(b"".join(whole.readline() for _line in range(101)))
    SPELLS[engine](small, folder / "warm.parquet")
    (folder / "warm.parquet").unlink()


def main(engine: str, csv: Path, folder: Path) -> dict[str, object]:
    warm(engine, csv, folder)
    out = folder / "runs.parquet"
    out.unlink(missing_ok=True)
    begun, processor = time.perf_counter(), time.process_time()
    SPELLS[engine](csv, out)
    wall, cpu = time.perf_counter() - begun, time.process_time() - processor
    return {
        "engine": engine,
        "wall": wall,
        "cpu": cpu,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "bytes": out.stat().st_size,
        "checksum": checksum(out, len(weeks_of(csv))),
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
