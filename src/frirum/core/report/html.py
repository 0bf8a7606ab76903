"""HTML: a fragment for the site, and a whole page that stands alone in one file.

No inline style, script or event attribute, so both pass a content security policy of `'self'` only.
Tables and notes carry the class names of Det Fælles Designsystem; `assets/report.css` adds the rest.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from html import escape

from frirum.core.language import language
from frirum.core.report import printed as p
from frirum.core.report import stamp
from frirum.core.report.assets import read_asset
from frirum.core.report.blocks import Document, NoteKind
from frirum.core.report.layout import Audience, lay_out
from frirum.core.report.printed import PrintedDocument
from frirum.core.report.sentences import say

ImageAddress = Callable[[bytes, str], str]
"""(content, media type) -> address of the picture, for a site that serves files itself."""

_WIDE = 0.75  # a figure that takes more of the text width than this takes all of a page's
_SLASH = re.compile(r"(?<=[^\W\d]{3})/(?=[^\W\d]{3})")
_SPEAKING = b'<svg role="img" aria-labelledby='
"""How a picture begins that `drawing.strict_svg` made: no style, no script, a title and a description."""
_ALERTS = {
    NoteKind.INFO: "info",
    NoteKind.WARNING: "warning",
    NoteKind.MISSING: "info",
    NoteKind.SYNTHETIC: "warning",
    NoteKind.DRAFT: "warning",
}
# The page guards itself too: whatever slipped in, nothing runs and nothing is fetched.
_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


def render_html(
    document: Document | PrintedDocument,
    *,
    audience: Audience = "public",
    stylesheets: tuple[str, ...] | None = None,
) -> str:
    """A whole page. `stylesheets` are addresses to link; None carries the own style sheet in a `data:` link.

    Raises:
        NotAllowed: as `lay_out`.
    """
    laid_out = lay_out(document, audience=audience)
    links = (_own_stylesheet(),) if stylesheets is None else stylesheets
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="robots" content="noindex">' if audience == "team" else "",
        f'<meta name="description" content="{escape(laid_out.subject)}">' if laid_out.subject else "",
        f"<title>{escape(laid_out.title)}</title>",
        f'<meta name="{stamp.NAME}" content="{escape(stamp.stamp_of(laid_out).as_text())}">',
        *(f'<link rel="stylesheet" href="{escape(address)}">' for address in links),
    ]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{laid_out.language}">',
            "<head>",
            *filter(None, head),
            "</head>",
            '<body class="report-page">',
            "<main>",
            _article(laid_out, 1, _data_address, "report"),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def render_html_fragment(
    document: Document | PrintedDocument,
    *,
    audience: Audience = "public",
    title_level: int = 1,
    image_address: ImageAddress | None = None,
    id_prefix: str = "report",
    inline_svg: bool = False,
) -> str:
    """An `<article>` for a page of the site.

    Args:
        document: what to print.
        audience: "public" or "team".
        title_level: level of the document's title (1-2); headings follow below it, at most h6.
        image_address: where the site serves a picture; None embeds it as `data:`.
        id_prefix: starts every id, so that two fragments can stand on one page.
        inline_svg: pictures that say by themselves what they show stand in the page, where their text can be read aloud
            and follows the reader's size.

    Raises:
        NotAllowed: as `lay_out`.
    """
    laid_out = lay_out(document, audience=audience)
    return _article(laid_out, title_level, image_address or _data_address, id_prefix, inline_svg=inline_svg)


def _own_stylesheet() -> str:
    return "data:text/css;base64," + base64.b64encode(read_asset("report.css")).decode("ascii")


def _data_address(content: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


def _article(
    laid_out: p.PrintedDocument,
    title_level: int,
    image_address: ImageAddress,
    id_prefix: str,
    *,
    inline_svg: bool = False,
) -> str:
    with language(laid_out.language):
        parts = [f'<article class="report" lang="{laid_out.language}">', '<header class="report-head">']
        if laid_out.kicker:
            parts.append(f'<p class="report-kicker">{escape(laid_out.kicker)}</p>')
        parts.append(f"<h{title_level}>{escape(laid_out.title)}</h{title_level}>")
        if laid_out.byline:
            parts.append(f'<p class="report-byline">{escape(laid_out.byline)}</p>')
        parts.append("</header>")
        writer = _Writer(title_level, image_address, escape(id_prefix), inline_svg=inline_svg)
        for block in laid_out.blocks:
            parts.extend(writer.block(block))
        parts.append("</article>")
        return "\n".join(parts)


class _Writer:
    def __init__(
        self, title_level: int, image_address: ImageAddress, id_prefix: str, *, inline_svg: bool
    ) -> None:
        self.inline_svg = inline_svg
        self.title_level = title_level
        self.id_prefix = id_prefix
        self.image_address = image_address
        self.captions = self.pictures = 0

    def block(self, block: p.PrintedBlock) -> Iterator[str]:
        match block:
            case p.PrintedHeading():
                level = min(block.level + self.title_level, 6)
                yield f'<h{level} id="{self.id_prefix}-{block.anchor}">{_text(block.text)}</h{level}>'
            case p.PrintedParagraph():
                yield f"<p>{_runs(block.runs)}</p>"
            case p.PrintedList():
                tag = "ol" if block.ordered else "ul"
                items = "".join(f"<li>{_runs(item)}</li>\n" for item in block.items)
                yield f"<{tag}>\n{items}</{tag}>"
            case p.PrintedFacts():
                rows = "".join(
                    f"<div><dt>{_text(label)}</dt><dd>{_runs(value)}</dd></div>\n"
                    for label, value in block.rows
                )
                yield f'<dl class="report-facts">\n{rows}</dl>'
            case p.PrintedTable():
                yield from self.table(block)
            case p.PrintedFigure():
                yield from self.figure(block)
            case p.PrintedNote():
                yield from _note(block)

    def table(self, table: p.PrintedTable) -> Iterator[str]:
        """The table can be scrolled sideways by keyboard, and its caption names the scrolled region."""
        self.captions += 1
        name = f"{self.id_prefix}-tabel-{self.captions}"
        region = f'role="region" tabindex="0" aria-labelledby="{name}"'
        narrow = " report-narrow" if table.width < 1 else ""
        yield f'<div class="report-table{narrow} table--responsive-scroll" {region}>'
        yield '<table class="table">'
        yield f'<caption id="{name}"><span>{_text(table.caption)}</span></caption>'
        yield "<thead>"
        for index, header in enumerate(table.header):
            yield "<tr>" + _header_cells(header, table, last=index == len(table.header) - 1) + "</tr>"
        yield "</thead>"
        yield "<tbody>"
        for row in table.rows:
            yield (
                "<tr>" + "".join(_body_cell(table, column, cell) for column, cell in enumerate(row)) + "</tr>"
            )
        yield "</tbody>"
        yield "</table>"
        yield "</div>"
        if table.notes:
            yield '<div class="report-notes">'
            yield from (f"<p>{_runs(p.linked(note))}</p>" for note in table.notes)
            yield "</div>"

    def figure(self, figure: p.PrintedFigure) -> Iterator[str]:
        """The picture keeps a readable size and scrolls sideways like a table, under the name of its caption."""
        content, media_type = (
            (figure.png, "image/png") if figure.svg is None else (figure.svg, "image/svg+xml")
        )
        self.pictures += 1
        name = f"{self.id_prefix}-figur-{self.pictures}"
        yield '<figure class="report-figure">'
        yield f'<figcaption id="{name}">{_text(figure.caption)}</figcaption>'
        yield f'<div class="report-picture" role="region" tabindex="0" aria-labelledby="{name}">'
        size = "" if figure.width > _WIDE else ' class="report-figure-narrow"'
        if self.inline_svg and figure.svg is not None and figure.svg.startswith(_SPEAKING):
            yield figure.svg.decode("utf-8")
        else:
            address = escape(self.image_address(content, media_type))
            yield f'<img src="{address}" alt="{escape(figure.alt)}"{size}>'
        yield "</div>"
        yield "<details>"
        yield f"<summary>{escape(say('show_figures'))}</summary>"
        yield from self.table(figure.data)
        yield "</details>"
        yield "</figure>"


def _header_cells(header: tuple[tuple[str, int], ...], table: p.PrintedTable, *, last: bool) -> str:
    cells, column = [], 0
    for text, columns in header:
        aligned = table.alignment[column] if columns == 1 else "center"
        span = f' colspan="{columns}"' if columns > 1 else ""
        scope = "col" if last or columns == 1 else "colgroup"
        tag, attributes = ("th", f' scope="{scope}"') if text else ("td", "")
        cells.append(f"<{tag}{attributes}{span}{_aligned(aligned)}>{_text(text)}</{tag}>")
        column += columns
    return "".join(cells)


def _body_cell(table: p.PrintedTable, column: int, cell: p.Runs) -> str:
    tag = '<th scope="row"' if table.row_headers and column == 0 else "<td"
    return f"{tag}{_aligned(table.alignment[column])}>{_runs(cell)}</{tag[1:3]}>"


def _aligned(alignment: str) -> str:
    classes = {"end": ' class="align-text-right"', "center": ' class="align-text-center"'}
    return classes.get(alignment, "")


def _note(note: p.PrintedNote) -> Iterator[str]:
    look = f"alert alert-{_ALERTS[note.kind]} alert--paragraph"
    yield f'<div class="{look} report-note report-{note.kind.value}">'
    yield '<div class="alert-body">'
    yield f'<p class="alert-text"><strong>{_text(note.label)}</strong> – {_runs(note.runs)}</p>'
    yield "</div>"
    yield "</div>"


def _runs(runs: p.Runs) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: p.TextRun) -> str:
    made = _text(run.text)
    if run.address:
        made = f'<a href="{escape(run.address)}" rel="noreferrer">{made}</a>'
    if run.italic:
        made = f"<em>{made}</em>"
    if run.bold:
        made = f"<strong>{made}</strong>"
    if run.mark is not p.Emphasis.NONE:
        made = f'<span class="report-mark report-mark-{run.mark.value}">{made}</span>'
    return made


def _text(text: str) -> str:
    """Escaped; lines break where the text breaks, and may break after a slash between letters."""
    return _SLASH.sub("/<wbr>", escape(text)).replace("\n", "<br>\n")
