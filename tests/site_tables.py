"""Tables as a reader of the site gets them: rows of cells with text and links, read from the HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Cell:
    """A cell: its words, and the addresses it links to."""

    text: str = ""
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[Cell]]] = {}
        self._name: str | None = None
        self._cell: Cell | None = None
        self._in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._name = given.get("data-table")
            if self._name:
                self.tables[self._name] = []
        elif tag == "tbody":
            self._in_body = True
        elif tag == "tr" and self._name and self._in_body:
            self.tables[self._name].append([])
        elif tag in ("td", "th") and self._name and self._in_body:
            self._cell = Cell()
            self.tables[self._name][-1].append(self._cell)
        elif tag == "a" and self._cell is not None:
            self._cell.links.append(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = None
        elif tag == "tbody":
            self._in_body = False
        elif tag == "table":
            self._name = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.text = " ".join(f"{self._cell.text} {data}".split())


def read_tables(html: str) -> dict[str, list[list[Cell]]]:
    """The bodies of the tables that have a `data-table` name, by it."""
    reader = _Reader()
    reader.feed(html)
    return reader.tables
