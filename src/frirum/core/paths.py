"""Where the shipped, read-only data lie: in a checkout and in an installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _shipped(installed: str, checkout: str) -> Path:
    in_package = _PACKAGE / installed
    return in_package if in_package.exists() else _PACKAGE.parent.parent / checkout


def catalogue_dir() -> Path:
    """The folder of the shipped catalogue: experiments, networks, municipalities, law."""
    return _shipped("_catalogue", "catalogue")


def glossary_file() -> Path:
    """The glossary: every domain term once."""
    return _shipped("_glossary.toml", "glossary.toml")


def handbook_dir() -> Path:
    """The pages of the handbook, as text."""
    return _shipped("_handbook", "docs/handbook")


def locale_dir() -> Path:
    """The translations; Danish is the source language, so only English has a catalogue."""
    return _PACKAGE / "locale"
