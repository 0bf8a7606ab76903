"""Tables of Statistics Denmark's StatBank (api.statbank.dk, version 1), which asks for no key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from frirum.core.published_tables import words
from frirum.core.published_tables.answers import joined, read_json_stat
from frirum.core.published_tables.table import RawTable, area_in, chosen_periods
from frirum.sources.http import Connection, SourceRefused

BASE = "https://api.statbank.dk/v1"
ADDRESS = "FRIRUM_STATBANK_URL"
_AREAS = ("område", "bopkom", "komk", "kommunedk", "hkom")

Selection = dict[str, list[str]]


def connection_from_environment() -> Connection:
    """Asks the StatBank."""
    return Connection(os.environ.get(ADDRESS, BASE))


def pull(connection: Connection, table: str, *, period: str, areas: Sequence[str]) -> RawTable:
    """A table's cells for some periods and areas, and every value of its other variables.

    Args:
        period: see `chosen_periods`.
        areas: names or municipality codes; none: all areas.

    Raises:
        InputRefused, SourceRefused: the table has no such period or area, or the source does not give it.
    """
    about = connection.document(f"tableinfo/{table}", {"format": "JSON", "lang": "da"})
    variables = about.get("variables") if isinstance(about, dict) else None
    if not isinstance(variables, list) or not variables:
        raise words.not_a_table(f"tableinfo/{table}", "variables")
    chosen: Selection = {}
    for variable in variables:
        name = str(variable["id"])
        values = {str(one["text"]): str(one["id"]) for one in variable["values"]}
        if variable.get("time"):
            chosen[name] = chosen_periods(period, list(values.values()))
        elif areas and name.casefold() in _AREAS:
            ids = {own: own for own in values.values()}
            chosen[name] = [{**values, **ids}[area_in(one, (*values, *ids))] for one in areas]
        else:
            chosen[name] = list(values.values())
    if areas and not any(name.casefold() in _AREAS for name in chosen):
        raise words.no_column(table, "--area", list(chosen))
    return joined(list(_parts(connection, table, chosen)), table)


def _parts(connection: Connection, table: str, chosen: Selection) -> Iterator[RawTable]:
    """The answers, the longest list of values halved for as long as the source says that it is too large."""
    body: dict[str, Any] = {
        "table": table,
        "format": "JSONSTAT",
        "lang": "da",
        "variables": [{"code": name, "values": values} for name, values in chosen.items()],
    }
    try:
        answer = connection.document("data", body=body)
    except SourceRefused as refused:
        if not refused.is_too_large:
            raise
        name = max(chosen, key=lambda one: len(chosen[one]))
        values = chosen[name]
        if len(values) == 1:
            raise words.too_large(table) from refused
        for half in (values[: len(values) // 2], values[len(values) // 2 :]):
            yield from _parts(connection, table, {**chosen, name: half})
        return
    yield read_json_stat(answer, f"data/{table}")
