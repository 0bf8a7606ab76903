"""Comparing texts of different formats: what breaks lines is left out, every other character counts."""

from __future__ import annotations

import re

# Spaces of all kinds, zero-width breaks, and hyphens, which typesetters add at line ends.
_BREAKS = re.compile(r"[\s\u00a0\u00ad\u200b\u2010-]+")


def squeezed(text: str) -> str:
    """The text without white space, break opportunities and hyphens."""
    return _BREAKS.sub("", text)
