"""Progress of long work on a terminal: share, rate and time left. Nothing where nobody looks."""

from __future__ import annotations

import sys
import time

import click

from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number

_EVERY = 0.2
_MEGABYTE = 1_000_000
_WIDTH = 79


class CountProgress:
    """Call it with things done and in all; it writes one line to standard error and takes it away at the end."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._seen = sys.stderr is not None and sys.stderr.isatty()
        self._written = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._seen or (now - self._written < _EVERY and done < total):
            return
        self._written = now
        line = _("{what}: {done} af {total}").format(
            what=self._what, done=format_number(done), total=format_number(total)
        )
        click.echo("\r" + ("" if done >= total else line).ljust(_WIDTH) + "\r", nl=False, err=True)


class ByteProgress:
    """Call it with bytes done and bytes in all; it writes one line to standard error and takes it away at the end."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._seen = sys.stderr is not None and sys.stderr.isatty()
        self._begun = time.monotonic()
        self._written = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._seen or (now - self._written < _EVERY and done < total):
            return
        self._written = now
        rate = done / max(now - self._begun, 1e-9)
        line = _("{what}: {share} %, {rate} MB/s, {left} s tilbage").format(
            what=self._what,
            share=round(100 * done / max(total, 1)),
            rate=round(rate / _MEGABYTE),
            left=round((total - done) / max(rate, 1)),
        )
        click.echo("\r" + ("" if done >= total else line).ljust(_WIDTH), nl=False, err=True)
        if done >= total:
            click.echo("\r", nl=False, err=True)
