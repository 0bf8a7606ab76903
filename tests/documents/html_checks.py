"""What an accessible page under a strict content security policy must have, and its words in reading order."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"meta", "link", "br", "wbr", "img", "hr", "input"}
_OWN = {"summary"}  # words of the page, not of the document


class _Reader(HTMLParser):
    """Collects faults, headings and words while it checks that every element is closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag not in _VOID:
            self.open.append(tag)
        if tag in {"script", "style", "iframe", "object", "embed", "base"}:
            self.faults.append(f"<{tag}> is not allowed")
        self.faults += [
            f"{name} on <{tag}>" for name in attributes if name == "style" or name.startswith("on")
        ]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "th" and not attributes.get("scope"):
            self.faults.append("<th> without scope")
        if tag == "img" and not attributes.get("alt"):
            self.faults.append("<img> without alt")
        if tag == "html" and not attributes.get("lang"):
            self.faults.append("<html> without lang")
        address = attributes.get("href") or attributes.get("src") or ""
        if tag != "a" and address and not address.startswith(("data:", "/")):
            self.faults.append(f"<{tag}> fetches {address[:40]}")
        if "id" in attributes:
            self.ids.append(str(attributes["id"]))
        self.references += str(attributes.get("aria-labelledby") or "").split()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if "article" in self.open and not _OWN & set(self.open):
            self.words.append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def html_faults(page: str, *, whole_page: bool = True) -> list[str]:
    """Everything that is wrong; an empty list means that all checks passed."""
    reader = _read(page)
    faults = reader.faults + [f"<{tag}> is never closed" for tag in reader.open]
    if whole_page and reader.headings.count(1) != 1:
        faults.append(f"{reader.headings.count(1)} h1")
    steps = zip(
        [reader.headings[0] - 1 if reader.headings else 0, *reader.headings], reader.headings, strict=False
    )
    if any(after > before + 1 for before, after in steps):
        faults.append(f"heading levels skip: {reader.headings}")
    if len(set(reader.ids)) != len(reader.ids):
        faults.append("an id occurs twice")
    faults += [f"nothing has the id {name}" for name in reader.references if name not in reader.ids]
    return faults


def html_text(page: str) -> str:
    """The words of the article in reading order."""
    return "".join(_read(page).words)
