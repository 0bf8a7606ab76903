"""Registers beside polars, DuckDB and ClickHouse: `python -m benchmarks.registers --people 60000 --peers PYTHON`."""
