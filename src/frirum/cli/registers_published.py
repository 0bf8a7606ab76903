"""`frirum registers jobindsats` and `statbank`: published tables, pulled or from a downloaded file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frirum.cli.output import emit
from frirum.cli.text_table import text_table
from frirum.core.errors import UsageError
from frirum.core.files.data_file import DataFile, DecimalMark
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    from frirum.core.published_tables.table import PublishedTable, RawTable

_PATH = click.Path(path_type=Path)
Pull = Callable[[str, str, list[str]], "RawTable"]


def _options(command: Callable[..., None]) -> Callable[..., None]:
    @click.argument("table")
    @click.option("--period", help="2026M01, several with commas, 2026M01:2026M06, or latest:12")
    @click.option(
        "--area", "areas", default="", help="names or municipality codes with commas  [default: all]"
    )
    @click.option("--file", "download", type=_PATH, help="a table downloaded as CSV or Excel")
    @click.option("--sheet", default="", help="the sheet of a workbook, when several have data")
    @click.option(
        "--decimal",
        type=click.Choice([mark.value for mark in DecimalMark]),
        help="the mark before decimals, when the file leaves it open",
    )
    @click.option(
        "--out", type=_PATH, help="also write the answer, with the day it was pulled, to this JSON file"
    )
    @wraps(command)
    def with_options(**given: Any) -> None:
        command(**given)

    return with_options


@click.command()
@_options
def jobindsats(table: str, **given: Any) -> None:
    """A table of jobindsats.dk, by id such as y09a07; the key stands in FRIRUM_JOBINDSATS_KEY."""
    from frirum.sources import jobindsats as source

    def pull(name: str, period: str, areas: list[str]) -> RawTable:
        return source.pull(source.connection_from_environment(), name, period=period, areas=areas)

    _run(table, pull, rests_on_note=True, **given)


@click.command()
@_options
def statbank(table: str, **given: Any) -> None:
    """A table of Statistics Denmark's StatBank, by id such as AUK01; no key is needed."""
    from frirum.sources import statbank as source

    def pull(name: str, period: str, areas: list[str]) -> RawTable:
        return source.pull(source.connection_from_environment(), name, period=period, areas=areas)

    _run(table, pull, rests_on_note=False, **given)


def _run(
    table: str,
    pull: Pull,
    *,
    rests_on_note: bool,
    period: str | None,
    areas: str,
    download: Path | None,
    sheet: str,
    decimal: str | None,
    out: Path | None,
) -> None:
    from frirum.core.published_tables import words
    from frirum.core.published_tables.answers import read_download
    from frirum.core.published_tables.table import narrowed, published_table

    wanted = [one.strip() for one in areas.split(",") if one.strip()]
    mark = DecimalMark(decimal) if decimal else None
    if download is not None:
        raw = read_download(DataFile(download, sheet, mark))
        pulled = dt.date.fromtimestamp(download.stat().st_mtime)
        notes = [words.layout_unseen()] if rests_on_note else []
        found = published_table(raw, table, pulled=pulled, decimal=mark, unverified=notes)
        found = narrowed(found, period=period, areas=wanted)
    else:
        if period is None:
            raise UsageError(
                _("Perioden mangler."),
                remedy=_("Skriv for eksempel --period latest:12 eller --period 2026M01."),
            )
        raw = pull(table, period, wanted)
        notes = [words.one_note()] if rests_on_note else []
        found = published_table(raw, table, pulled=dt.date.today(), unverified=notes)
    document = found.as_dict()
    if out is not None:
        _write(out, document)
    emit(document, lambda: _text(found))


def _write(path: Path, document: dict[str, Any]) -> None:
    from frirum.core.report.files import write_atomically

    write_atomically(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def _text(found: PublishedTable) -> str:
    lines = [
        text_table(list(found.columns), [list(row) for row in found.rows]),
        _("Hentet {day}; kilden retter bagud.").format(day=f"{found.pulled:%d-%m-%Y}"),
    ]
    if found.hidden:
        shown = ", ".join(f"{mark}: {n}" for mark, n in found.marks.items())
        lines.append(
            _("{n} tal er skjult eller mangler ({marks}); de er ikke 0.").format(n=found.hidden, marks=shown)
        )
    for one in found.breaks:
        lines.append(_("Brud i tidsserien: {text}").format(text=one.text))
    return "\n".join([*lines, *found.unverified])
