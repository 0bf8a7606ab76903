"""Tables of jobindsats.dk, API version 3: discovery, and pulls split where the source gives no more at once.

The addresses, parameters and shapes rest on one public note of October 2026 (`words.one_note`); no call to the real
source has been made. The key is read from the environment and stands nowhere else.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.core.published_tables import words
from frirum.core.published_tables.answers import joined, read_jobindsats
from frirum.core.published_tables.periods import letter_of
from frirum.core.published_tables.table import RawTable, area_in, chosen_periods
from frirum.sources.http import Connection, SourceRefused

BASE = "https://api.jobindsats.dk/v3"
KEY, ADDRESS = "FRIRUM_JOBINDSATS_KEY", "FRIRUM_JOBINDSATS_URL"
MUNICIPALITIES = "_nykom"
"""The hierarchy of areas that the table is asked for in."""


@dataclass(frozen=True)
class TableRequest:
    """What is asked for in one call.

    Attributes:
        periods: period codes of one kind.
        areas: ids of areas; `*` is all municipalities, `/` the whole country.
    """

    table: str
    periods: tuple[str, ...]
    areas: tuple[str, ...]

    def query(self) -> dict[str, str]:
        """The parameters of the call."""
        return {
            "format": "json",
            f"period.{letter_of(self.periods[0])}": ",".join(self.periods),
            f"hierarchy.{MUNICIPALITIES}": ",".join(self.areas),
            "mgroup.*": "*",
        }

    def halves(self) -> tuple[TableRequest, TableRequest] | None:
        """Two smaller requests that make this one; None for one period and one area."""
        for name in ("periods", "areas"):
            own = getattr(self, name)
            if len(own) > 1:
                middle = len(own) // 2
                return replace(self, **{name: own[:middle]}), replace(self, **{name: own[middle:]})
        return None


def connection_from_environment() -> Connection:
    """Asks jobindsats with the key of the environment.

    Raises:
        UsageError: there is no key.
    """
    key = os.environ.get(KEY, "").strip()
    if not key:
        raise UsageError(
            _("Der er ingen nøgle til jobindsats i miljøvariablen {name}.").format(name=KEY),
            remedy=_(
                "Bed STAR om en nøgle (jobindsats@star.dk), og sæt {name}, eller giv en hentet fil med --file."
            ).format(name=KEY),
        )
    return Connection(os.environ.get(ADDRESS, BASE), {"Authorization": f"Bearer {key}"})


def tables(connection: Connection) -> list[tuple[str, str]]:
    """(id, name) of every table the key gives access to."""
    return [
        (str(one["table_id"]), str(one.get("table_name", "")))
        for one in _objects(connection.document("tables", {"format": "json"}))
        if "table_id" in one
    ]


def pull(connection: Connection, table: str, *, period: str, areas: Sequence[str]) -> RawTable:
    """A table's rows for some periods and areas.

    Args:
        period: see `chosen_periods`.
        areas: names or municipality codes; none: all municipalities.

    Raises:
        InputRefused, SourceRefused: the table has no such period or area, or the source does not give it.
    """
    about = _about(connection, table)
    periods = _periods(about)
    if not periods:
        raise words.not_a_table(f"table/{table}", "periods")
    known = _areas(about)
    chosen = tuple(known[area_in(one, tuple(known))] for one in areas) if areas else tuple(known.values())
    request = TableRequest(table, tuple(chosen_periods(period, periods)), chosen or ("*",))
    return joined(list(_parts(connection, request)), table)


def _about(connection: Connection, table: str) -> Any:
    """What the source says of a table; a table it does not know is refused with those of the same prefix, or all."""
    try:
        return connection.document(f"table/{table}", {"format": "json"})
    except SourceRefused as refused:
        if refused.status == HTTPStatus.NOT_FOUND:
            with contextlib.suppress(SourceRefused):
                known = [f"{name} ({text})" if text else name for name, text in tables(connection)]
                like = [one for one in known if one.casefold().startswith(table[:3].casefold())]
                if known:
                    refused.remedy = words.known_tables(like or known)
        raise


def _parts(connection: Connection, request: TableRequest) -> Iterator[RawTable]:
    """The answers, the request halved for as long as the source says that it is too large."""
    try:
        answer = connection.document(f"data/{request.table}", request.query())
    except SourceRefused as refused:
        if not refused.is_too_large:
            raise
        halves = request.halves()
        if halves is None:
            raise words.too_large(request.table) from refused
        for half in halves:
            yield from _parts(connection, half)
        return
    yield read_jobindsats(answer, f"data/{request.table}")


def _periods(about: Any) -> list[str]:
    """Period codes of the finest kind the table has: months before quarters before years."""
    found = about.get("periods", []) if isinstance(about, dict) else []
    if isinstance(found, dict):
        kind = next((one for one in ("M", "Q", "QMAT", "Y") if found.get(one)), None)
        found = found[kind] if kind else []
    return [str(one.get("id", "")) if isinstance(one, dict) else str(one) for one in found]


def _areas(about: Any) -> dict[str, str]:
    """Name -> id of the areas of the municipal hierarchy, wherever its values stand."""
    for one in _objects(about):
        if one.get("id") == MUNICIPALITIES or one.get("hierarchy_id") == MUNICIPALITIES:
            return {
                str(value.get("name") or value.get("label")): str(value["id"])
                for value in _objects(one)
                if value is not one
                and "id" in value
                and (value.get("name") or value.get("label"))
                and "values" not in value
            }
    return {}


def _objects(document: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document."""
    if isinstance(document, dict):
        yield document
    inside = (
        document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
    )
    for one in inside:
        yield from _objects(one)
