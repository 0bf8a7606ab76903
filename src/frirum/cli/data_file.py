"""The argument and options of every command that reads a table from a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from frirum.core.files.data_file import DataFile, DecimalMark

Command = Callable[..., None]


def data_file(name: str) -> Callable[[Command], Command]:
    """Give a command the file argument `name` with `--sheet` and `--decimal`, handed over as one `DataFile`."""

    def decorate(command: Command) -> Command:
        @click.argument(name, type=click.Path(path_type=Path))
        @click.option("--sheet", help="the sheet of a workbook, when several have data")
        @click.option(
            "--decimal",
            type=click.Choice([mark.value for mark in DecimalMark]),
            help="the mark before decimals, when the file leaves it open",
        )
        @wraps(command)
        def with_file(*, sheet: str | None, decimal: str | None, **given: Any) -> None:
            mark = None if decimal is None else DecimalMark(decimal)
            given[name] = DataFile(given[name], sheet or "", mark)
            command(**given)

        return with_file

    return decorate
