"""The text of a PDF as assistive technology meets it: by the structure tree, without page decoration.

Each marked piece of content is decoded through its font's ToUnicode map, so a missing map is found here
too. List labels are left out: bullets and item numbers are the format's own.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict

import pikepdf
from pikepdf import Array, Dictionary, Name

_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def tagged_text(pdf_bytes: bytes, *, skip: tuple[str, ...] = ("Lbl",)) -> str:
    """All text below the structure tree in reading order, pieces joined without separators."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        pieces = {page.obj.objgen: _marked_pieces(page) for page in pdf.pages}
        return "".join(_texts(pdf.Root.StructTreeRoot.K, None, pieces, skip))


def tags(pdf_bytes: bytes) -> list[str]:
    """The tag of every structure element in reading order."""
    found: list[tuple[str, Dictionary]] = []
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        elements_below(pdf.Root.StructTreeRoot.K, found)
        return [tag for tag, _element in found]


def elements_below(node: object, found: list[tuple[str, Dictionary]]) -> None:
    """Append every structure element at or below `node` with its tag, in reading order."""
    if isinstance(node, Array):
        for child in node:
            elements_below(child, found)
    elif isinstance(node, Dictionary) and "/S" in node:
        found.append((str(node.S)[1:], node))
        if "/K" in node:
            elements_below(node.K, found)


def _texts(node: object, page: object, pieces: dict, skip: tuple[str, ...]) -> list[str]:
    if isinstance(node, Array):
        return [text for child in node for text in _texts(child, page, pieces, skip)]
    if isinstance(node, Dictionary):
        page = node.get("/Pg", page)
        if node.get("/Type") == Name.MCR:
            return [pieces[page.objgen][int(node.MCID)]]
        if "/S" in node and str(node.S)[1:] in skip:
            return []
        if "/S" in node and str(node.S) == "/Figure":
            return []
        return _texts(node.K, page, pieces, skip) if "/K" in node else []
    return [pieces[page.objgen][int(node)]]  # a bare marked-content id


def _marked_pieces(page: pikepdf.Page) -> dict[int, str]:
    """Marked-content id -> its text, ActualText first."""
    fonts = {name: _to_unicode(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    texts: dict[int, list[str]] = defaultdict(list)
    stack: list[tuple[int | None, bool]] = []
    current: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 and isinstance(operands[1], Dictionary) else {}
                inherited = stack[-1] if stack else (None, False)
                mcid = int(properties["/MCID"]) if "/MCID" in properties else inherited[0]
                replaced = inherited[1]
                if "/ActualText" in properties:
                    if mcid is not None:
                        texts[mcid].append(str(properties["/ActualText"]))
                    replaced = True
                stack.append((mcid, replaced))
            case "EMC":
                stack.pop()
            case "Tf":
                current = fonts[str(operands[0])]
            case "Tj" | "TJ":
                mcid, replaced = stack[-1] if stack else (None, False)
                if mcid is not None and not replaced:
                    texts[mcid].append(_decoded(operands[0], current))
    return defaultdict(str, {mcid: "".join(parts) for mcid, parts in texts.items()})


def _decoded(operand: object, to_unicode: dict[int, str]) -> str:
    strings = operand if isinstance(operand, Array) else [operand]
    codes = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
    return "".join(to_unicode[int.from_bytes(codes[i : i + 2], "big")] for i in range(0, len(codes), 2))


def _to_unicode(font: Dictionary) -> dict[int, str]:
    """The ToUnicode map of a two-byte font; a font without one is an error."""
    cmap = bytes(font.ToUnicode.read_bytes())
    mapping: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        values = _HEX.findall(block)
        for code, text in zip(values[::2], values[1::2], strict=True):
            mapping[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        values = _HEX.findall(block)
        for low, high, text in zip(values[::3], values[1::3], values[2::3], strict=True):
            start = int(text, 16)
            for offset in range(int(high, 16) - int(low, 16) + 1):
                mapping[int(low, 16) + offset] = chr(start + offset)
    return mapping
