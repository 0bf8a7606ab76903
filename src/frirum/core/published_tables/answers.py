"""Answers and downloads as raw tables: jobindsats version 3 (JSON), the StatBank (JSON-stat), CSV and workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from frirum.core.files.data_file import DataFile
from frirum.core.files.table import read_table
from frirum.core.published_tables import words
from frirum.core.published_tables.table import RawTable


def read_download(file: DataFile) -> RawTable:
    """A table downloaded as CSV or Excel.

    Raises:
        InputRefused: the file cannot be read.
    """
    table = read_table(file)
    table.require([])
    columns = tuple(table.frame.columns)
    return RawTable(str(file.path), columns, tuple(table.frame.rows()))


def read_jobindsats(answer: Any, source: str) -> RawTable:
    """`{"columns": [...], "rows": [[...]]}`; a column is a name, or an object with one.

    Raises:
        InputRefused: it has another shape.
    """
    if not isinstance(answer, dict):
        raise words.not_a_table(source, "columns")
    for key in ("columns", "rows"):
        if not isinstance(answer.get(key), list):
            raise words.not_a_table(source, key)
    names = tuple(_name(one, source) for one in answer["columns"])
    if not names:
        raise words.not_a_table(source, "columns")
    if not all(isinstance(row, list) for row in answer["rows"]):
        raise words.not_a_table(source, "rows")
    return RawTable(source, names, tuple(tuple(row) for row in answer["rows"]))


def _name(column: Any, source: str) -> str:
    if isinstance(column, str):
        return column
    if isinstance(column, Mapping):
        for key in ("label", "name", "id"):
            if isinstance(column.get(key), str):
                return str(column[key])
    raise words.not_a_table(source, "columns")


def read_json_stat(answer: Any, source: str) -> RawTable:
    """A JSON-stat dataset (version 1 with `dataset`, or 2), one row per cell; a value that is null stays None.

    Raises:
        InputRefused: it has another shape, or not as many values as its dimensions make.
    """
    data = answer.get("dataset", answer) if isinstance(answer, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("dimension"), dict):
        raise words.not_a_table(source, "dimension")
    dimensions = data["dimension"]
    ids = data.get("id") or dimensions.get("id")
    values = data.get("value")
    if not isinstance(ids, list) or not isinstance(values, list):
        raise words.not_a_table(source, "value")
    kept = [name for name in ids if name != "ContentsCode"]
    axes = [_categories(dimensions.get(name), source) for name in ids]
    cells = list(product(*axes))
    if len(cells) != len(values):
        raise words.not_a_table(source, f"value ({len(values)} / {len(cells)})")
    places = [ids.index(name) for name in kept]
    status = data.get("status")
    why = status if isinstance(status, dict) else {}
    rows = tuple(
        (*(labels[place] for place in places), _cell(value, why.get(str(at))))
        for at, (labels, value) in enumerate(zip(cells, values, strict=True))
    )
    labels = tuple(str(dimensions[name].get("label", name)) for name in kept)
    return RawTable(source, (*labels, "INDHOLD"), rows)


def _cell(value: Any, status: Any) -> Any:
    """A missing value keeps its mark, so that it is counted."""
    return value if value is not None else status or ".."


def _categories(dimension: Any, source: str) -> list[str]:
    category = dimension.get("category") if isinstance(dimension, dict) else None
    if not isinstance(category, dict):
        raise words.not_a_table(source, "category")
    index, labels = category.get("index"), category.get("label") or {}
    order = sorted(index, key=lambda one: int(index[one])) if isinstance(index, dict) else index or labels
    return [str(labels.get(one, one)) for one in order]


def joined(parts: Sequence[RawTable], table: str) -> RawTable:
    """Parts of one table, pulled one by one.

    Raises:
        InputRefused: they have not the same columns.
    """
    if any(part.columns != parts[0].columns for part in parts):
        raise words.different_columns(table)
    return RawTable(parts[0].source, parts[0].columns, tuple(row for part in parts for row in part.rows))
