"""The line of a TOML text on which a key path is written, so that a fault can be found where it stands."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")


def lines_of(text: str) -> dict[str, int]:
    """Key path -> line, for every header and every key at the start of a line.

    A key inside an inline table is not in it: `line_of` finds the line of the nearest key around it.
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    place = ""
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header = _HEADER.match(line)
        if header and "=" not in line.split("#")[0]:
            place = _place(header[2], header[1] == "[[", counts)
            found.setdefault(place, number)
            continue
        key = _KEY.match(line)
        if key:
            found.setdefault(f"{place}.{key[1]}" if place else key[1], number)
            closing = _opened(line)
    return found


def line_of(path: str, lines: dict[str, int]) -> int | None:
    """The line of a key path, else of the nearest table or key around it."""
    while path:
        for known in (path, f"{path}[0]"):
            if known in lines:
                return lines[known]
        path = re.sub(r"(\.[^.\[]+|\[\d+\]|^[^.\[]+)$", "", path)
    return None


def _place(name: str, is_list: bool, counts: dict[str, int]) -> str:
    """The path of a header: every list on the way stands at its newest item."""
    steps = [step.strip().strip('"') for step in name.split(".")]
    path = ""
    for step in steps[:-1]:
        path = f"{path}.{step}" if path else step
        if path in counts:
            path = f"{path}[{counts[path]}]"
    path = f"{path}.{steps[-1]}" if path else steps[-1]
    if is_list:
        counts[path] = counts.get(path, -1) + 1
        return f"{path}[{counts[path]}]"
    return path


def _opened(line: str) -> str:
    """The mark that closes a text over several lines that the line opens, or ""."""
    for mark in ('"""', "'''"):
        if line.count(mark) == 1:
            return mark
    return ""
