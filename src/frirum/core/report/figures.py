"""Figures: a drawn chart, the sentence that says what it shows, and the table with its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.report.inlines import clean
from frirum.core.report.sentences import say
from frirum.core.report.tables import ReportTable

_PNG = b"\x89PNG\r\n\x1a\n"
# What would run, load from elsewhere, or carry values that cannot be seen.
_ACTIVE_SVG = re.compile(
    rb"<script|<foreignObject|<!ENTITY|\son[a-z]+\s*=|\sdata-[\w-]+\s*=|href\s*=\s*[\"'](?!#|data:image/)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Chart:
    """A chart.

    Attributes:
        png: the picture for DOCX; at least 200 dots per inch at printed size.
        svg: the same picture for HTML and PDF; None uses the PNG there too.
        alt: what the picture shows, as one would tell it on the telephone; required.
        caption: numbered "Figur n" when printed.
        data: the numbers behind the picture; their release states decide who may see it.
        width: share of the text width, 0-1.

    Raises:
        ValueError: no alternative text, not a PNG, or an SVG with scripts, outside references or hidden data.
    """

    png: bytes
    alt: str
    caption: str
    data: ReportTable
    svg: bytes | None = None
    width: float = 1.0

    def __post_init__(self) -> None:
        for name in ("alt", "caption"):
            object.__setattr__(self, name, clean(getattr(self, name)))
            if not getattr(self, name).strip():
                raise ValueError(f"a figure needs its {name}")
        if not self.png.startswith(_PNG):
            raise ValueError("a figure's picture is a PNG")
        if self.svg is not None and _ACTIVE_SVG.search(self.svg):
            raise ValueError("a figure's SVG holds no scripts, outside references or data attributes")
        if not 0 < self.width <= 1:
            raise ValueError("a figure's width is a share of the text width")

    @classmethod
    def from_files(cls, png: Path, svg: Path | None, *, alt: str, caption: str, data: ReportTable) -> Chart:
        """Read the picture files.

        Raises:
            InputRefused: a file cannot be read.
        """
        return cls(_read(png), alt, caption, data, None if svg is None else _read(svg))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise InputRefused(
            say("image_cannot_be_read"), file=path.name, remedy=say("make_figure_again")
        ) from fault
