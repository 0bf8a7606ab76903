"""The handbook in the site: the pages of `docs/handbook`, their sections, and the section that belongs to a page.

The text is Danish whoever reads. A page that names another (`fortrolighed.md`) leads to it; what lies outside
the handbook is named without a link, as it is not in the site.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from frirum.core.authoring.posted import name_from
from frirum.core.paths import handbook_dir
from frirum.core.vocabulary.danish import sort_key

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class HandbookSection:
    """A heading of the second degree and the name it is reached by."""

    anchor: str
    title: str


@dataclass(frozen=True)
class HandbookPage:
    """A page: its title, its sections, and its text as HTML without the title."""

    slug: str
    title: str
    sections: tuple[HandbookSection, ...]
    body: SafeString


class _Renderer(RendererHTML):
    """As the library renders, with tables that scroll by themselves and links that lead within the site."""

    def table_open(self, tokens: Sequence[Token], place: int, *_rest: Any) -> str:
        label = escape(next((one.content for one in tokens[place:] if one.type == "inline"), "") or "Tabel")
        return (
            f'<div class="table--responsive-scroll" role="region" aria-label="{label}" tabindex="0">'
            '<table class="table table--compact">'
        )

    def table_close(self, *_all: Any) -> str:
        return "</table></div>"

    def fence(self, tokens: Sequence[Token], place: int, *_rest: Any) -> str:
        text = escape(tokens[place].content)
        return f'<pre tabindex="0"><code>{text}</code></pre>\n'

    def code_block(self, tokens: Sequence[Token], place: int, *rest: Any) -> str:
        return self.fence(tokens, place, *rest)

    def link_open(self, tokens: Sequence[Token], place: int, *_rest: Any) -> str:
        address = _address(str(tokens[place].attrs.get("href", "")))
        return f'<a href="{escape(address)}">' if address else "<span>"

    def link_close(self, tokens: Sequence[Token], place: int, *_rest: Any) -> str:
        opened = next(one for one in reversed(tokens[:place]) if one.type == "link_open")
        return "</a>" if _address(str(opened.attrs.get("href", ""))) else "</span>"


def _address(written: str) -> str:
    """Where a link of the text leads in the site; "" for what is not in it."""
    name, _sign, anchor = written.partition("#")
    if name.endswith(".md") and "/" not in name:
        address = reverse("site:handbook_page", args=[name.removesuffix(".md")])
        return f"{address}#{anchor}" if anchor else address
    return written if written.startswith(("https://", "#")) else ""


def _read(slug: str, text: str) -> HandbookPage:
    tokens = _READER.parse(text)
    title, sections = slug, []
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            said = tokens[place + 1].content
            if token.tag == "h1":
                title = said
            elif token.tag == "h2":
                section = HandbookSection(name_from(said.replace("–", "-"), longest=60), said)
                sections.append(section)
                token.attrSet("id", section.anchor)
        kept.append(token)
    first = next((n for n, one in enumerate(kept) if one.type == "heading_close" and one.tag == "h1"), -1)
    body = _Renderer().render(kept[first + 1 :], _READER.options, {})
    # The text is ours, raw HTML in it is switched off, and the library escapes what is written.
    return HandbookPage(slug, title, tuple(sections), mark_safe(body))


@cache
def handbook() -> Mapping[str, HandbookPage]:
    """Slug -> page, by title."""
    pages = [_read(path.stem, path.read_text(encoding="utf-8")) for path in handbook_dir().glob("*.md")]
    return {page.slug: page for page in sorted(pages, key=lambda page: sort_key(page.title))}


HELP_PLACES: Mapping[str, str] = {
    "audits": "tilsyn",
    "audits:results": "tilsyn#naar-runden-er-holdt",
    "audits:case": "tilsyn#gennemgangen",
    "audits:begin": "tilsyn#tre-maader",
    "authoring": "koordinator-forsoeg",
    "cases": "raadgiver#fra-forsoeget",
    "decisions": "beslutninger",
    "designs": "koordinator-design",
    "designs:lock": "koordinator-design#laas-foer-start",
    "designs:amend": "koordinator-design#aendringer-bagefter",
    "documents": "koordinator-dokumenter",
    "economy": "beslutninger#oekonomi",
    "experiments:drafts": "koordinator-forsoeg",
    "experiments:draft": "koordinator-forsoeg#kladden-som-tekst",
    "experiments:new_draft": "koordinator-forsoeg",
    "extracts": "koordinator-udtraek",
    "following": "koordinator-foelg",
    "following:answer_law": "koordinator-foelg#naar-loven-aendres",
    "following:lookalikes": "koordinator-foelg#brug-uden-markering",
    "forms": "koordinator-dokumenter#punkt-6-10-i-evalueringsskemaet",
    "inquiries": "beslutninger#anmodninger-til-kommuner",
    "locking": "koordinator-design#efterproev-kvitteringen",
    "obligations": "teamleder",
    "obligations:mine": "raadgiver#fristerne",
    "registers": "analytiker-registre",
    "releases": "frigivelse",
    "releases:review": "frigivelse#du-skal-godkende",
    "runs": "analytiker-koersler",
    "studies": "koordinator-spoergeskemaer#tid-og-samtaler",
    "surveys:answer": "",
    "surveys:open": "",
    "surveys": "koordinator-spoergeskemaer",
    "uses": "raadgiver#dine-sager",
    "uses:record": "raadgiver#registrer-brugen",
    "uses:record_part": "raadgiver#registrer-brugen",
    "uses:not_used": "raadgiver#naar-fritagelsen-ikke-bruges",
    "uses:not_used_part": "raadgiver#naar-fritagelsen-ikke-bruges",
    "uses:past": "raadgiver#naar-kommunen-kommer-sent-med",
}
"""App or route -> the page of the handbook, and the section of it, that helps there; the route goes before its app."""


def help_address(route: str) -> str | None:
    """Where a page's "?" leads; None where the handbook says nothing of it."""
    place = HELP_PLACES.get(route, HELP_PLACES.get(route.partition(":")[0], ""))
    if not place:
        return None
    slug, sign, anchor = place.partition("#")
    return f"{reverse('site:handbook_page', args=[slug])}{sign}{anchor}"
