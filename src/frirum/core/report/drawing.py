"""Pictures by matplotlib as SVG that a page with a strict policy shows, inline or as a file.

No style, no script, no outside reference; a title and a description for those who do not see it; the same bytes each
time.
"""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STYLE = re.compile(r'\sstyle="([^"]*)"')
_DROPPED = re.compile(
    r"<metadata\b.*?</metadata>\s*|<!--.*?-->\s*|<style\b.*?</style>\s*|<\?xml.*?\?>\s*|<!DOCTYPE.*?>\s*",
    re.DOTALL,
)
_LONG = re.compile(r"(?<![\w.#-])-?\d+\.\d{3,}(?![\w.])")
_TAG = re.compile(r"<[^>]+>")
_KNOWN = frozenset(
    ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset",
     "stroke-opacity", "fill-opacity", "opacity", "fill-rule", "font-size", "font-family", "font-weight", "text-anchor")
)  # fmt: skip
"""What may stand as an attribute of its own; all else that matplotlib writes says nothing."""


def strict_svg(figure: Figure, *, name: str, title: str, description: str) -> bytes:
    """The figure as SVG.

    Args:
        name: makes the ids of this picture its own on a page with several.
        title, description: what it shows, in one sentence, and what stands in it.
    """
    import matplotlib as mpl

    # Text stays text: it can be read aloud and searched, and the file is small.
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        written = io.BytesIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    text = _DROPPED.sub("", written.getvalue().decode("utf-8"))
    text = _STYLE.sub(lambda found: _attributes(found[1]), text)
    # A hundredth of a point is finer than any screen, and a reader's network is not endless.
    # In the tags alone: between them "1.500" is what a reader is told, and no length.
    text = _TAG.sub(lambda tag: _LONG.sub(_shortened, tag[0]), text)
    text = re.sub(r"\n\s*", "\n", text)
    own = re.sub(r"[^a-z0-9-]+", "-", name.casefold())
    text = re.sub(r'\bid="', f'id="{own}-', text)
    text = re.sub(r'(xlink:href|href)="#', rf'\1="#{own}-', text)
    text = text.replace("url(#", f"url(#{own}-")
    head = f'<svg role="img" aria-labelledby="{own}-title {own}-desc" stroke-linejoin="round" '
    text = text.replace("<svg ", head, 1)
    end = text.index(">", text.index("<svg ")) + 1
    said = f'\n<title id="{own}-title">{escape(title)}</title>\n<desc id="{own}-desc">{escape(description)}</desc>'
    return (text[:end] + said + text[end:]).encode("utf-8")


def _shortened(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _attributes(style: str) -> str:
    """`fill: #fff; stroke: none` as attributes; the short form of a font is taken apart."""
    found: dict[str, str] = {}
    for part in style.split(";"):
        key, _colon, value = part.partition(":")
        key, value = key.strip(), value.strip()
        if key == "font":
            size = re.search(r"([\d.]+)px", value)
            found["font-size"] = size[1] if size else "10"
            found["font-family"] = "sans-serif"
        elif key == "font-family":
            # Which of matplotlib's own fonts a reader has is chance; the list of them stands at every word.
            found[key] = "sans-serif"
        elif key in _KNOWN and value:
            found[key] = value.replace("'", "").replace('"', "")
    return "".join(f' {key}="{escape(value)}"' for key, value in found.items())
