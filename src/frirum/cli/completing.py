"""What a shell fills in when somebody presses Tab."""

from __future__ import annotations

import click

from frirum.core.paths import catalogue_dir


def slugs(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The shipped experiments whose slug begins so, by their file names: nothing is read while somebody waits.

    A definition that was written in a home is taken by the commands as any other, and is not proposed.
    """
    files = (catalogue_dir() / "experiments").glob("*.toml")
    names = sorted(file.stem for file in files if not file.stem.startswith("_"))
    return [name for name in names if name.startswith(begun)]
