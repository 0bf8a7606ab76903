"""What every command shares: the invocation's settings, and one way to print results and errors."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from frirum.core.errors import FrirumError, UsageError
from frirum.core.language import gettext as _


@dataclass(frozen=True)
class Invocation:
    """The options that hold for every command, wherever on the line they stood.

    Attributes:
        home: folder of databases, keys and files, or None when neither `--home` nor FRIRUM_HOME is set.
        json: one JSON document on standard output instead of text.
        language: "da" or "en".
    """

    home: Path | None
    json: bool
    language: str

    def require_home(self) -> Path:
        """The home folder, or a usage error that tells how to name one."""
        if self.home is None:
            raise UsageError(
                _("Kommandoen skal vide, hvor installationens data ligger."),
                remedy=_("Angiv --home MAPPE, eller sæt miljøvariablen FRIRUM_HOME."),
            )
        return self.home


_PLAINLY = str.maketrans(
    {
        "\N{MINUS SIGN}": "-", "–": "-", "—": "-", "…": "...", "→": "->", "»": '"', "«": '"', "“": '"', "”": '"',
        "’": "'", "·": "-", "×": "x", "≥": ">=", "≤": "<=", "½": "1/2", "æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae",
        "Ø": "Oe", "Å": "Aa", "é": "e", "ü": "ue", "ö": "oe", "ä": "ae", "\N{NO-BREAK SPACE}": " ",
    }
)  # fmt: skip
"""What is written in its place where a terminal's code page has no such character."""


def _plainly(fault: UnicodeError) -> tuple[str, int]:
    assert isinstance(fault, UnicodeEncodeError)
    written = fault.object[fault.start : fault.end].translate(_PLAINLY)
    return "".join(sign if sign.isascii() else "?" for sign in written), fault.end


def write_plainly() -> None:
    """Let output go on where a terminal (a Windows code page, ASCII) lacks a character."""
    codecs.register_error("plainly", _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plainly")


def _is_unicode() -> bool:
    """Whether standard output takes every character; JSON is escaped where it does not, and says the same."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def invocation() -> Invocation:
    """The settings of the command that is running."""
    found = click.get_current_context().find_root().obj
    assert isinstance(found, Invocation)
    return found


def emit(document: Any, text: Callable[[], str] | str) -> None:
    """Print a result: `document` as JSON with `--json`, else `text` for a person."""
    if invocation().json:
        print_json(document)
    else:
        write((text() if callable(text) else text) + "\n")


def write(text: str) -> None:
    """Write to standard output. A reader that has left (`| head`) has what it wanted: the command ends, and is done.

    Raises:
        OutputFailed: the output could not be written, as when the disk is full.
    """
    if sys.stdout is None:  # closed before we began: nobody wants the output
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_standard_output()
        raise SystemExit(0) from None
    except OSError as fault:
        _let_go_of_standard_output()
        raise OutputFailed(
            _("Resultatet kunne ikke skrives: {reason}.").format(reason=fault.strerror),
            remedy=_("Skaf plads, eller send resultatet et andet sted hen, og prøv igen."),
        ) from fault


def _let_go_of_standard_output() -> None:
    """Send what is left in the buffer nowhere, so that Python does not complain of it at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class OutputFailed(FrirumError):
    """Standard output could not be written, so that the error can only stand on standard error."""

    code = "output"


_READ_BY_EYE = 100
"""Rows of a list that a person might read; longer ones are for programs."""


def print_json(document: Any) -> None:
    """One JSON document on standard output. Undefined numbers are null: NaN is refused as our fault.

    A long list stands one element to a line: indenting takes ten times as long as writing.
    """
    if isinstance(document, list) and len(document) > _READ_BY_EYE:
        rows = (json.dumps(row, ensure_ascii=not _is_unicode(), allow_nan=False) for row in document)
        write("[\n" + ",\n".join(rows) + "\n]\n")
    else:
        write(json.dumps(document, ensure_ascii=not _is_unicode(), indent=2, allow_nan=False) + "\n")


def print_error(error: FrirumError, *, as_json: bool) -> None:
    """Show an error a person can act on: as the JSON error object, or as lines on standard error."""
    if as_json and not isinstance(error, OutputFailed):
        print_json({"error": error.as_dict()})
        return
    place = ", ".join(
        part for part in (error.file, _("linje {n}").format(n=error.line) if error.line else None) if part
    )
    click.echo(f"{place}: {error.message}" if place else error.message, err=True)
    if error.remedy:
        click.echo(error.remedy, err=True)
