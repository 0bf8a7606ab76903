"""Files the renderers need: the typst template, the style sheet and the fonts (IBM Plex Sans, OFL-1.1)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"


@cache
def read_asset(name: str) -> bytes:
    """The content of a file in this folder."""
    return (Path(__file__).parent / name).read_bytes()
