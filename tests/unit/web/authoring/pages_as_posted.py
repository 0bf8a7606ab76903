"""What a browser would post of a drawn page, without drawing its HTML."""

from __future__ import annotations

from frirum.web.authoring.drawing import DrawnLine

Posted = dict[str, list[str]]


def as_posted(line: DrawnLine) -> Posted:
    """The names and values of a line and everything below it."""
    found: Posted = {}
    if line.name and line.widget in ("table", "list", "facts", "ticks", "condition"):
        found[f"{line.name}-her"] = ["1"]
    if line.silent:
        found[f"{line.name}-ikke_oplyst"] = ["1"]
    if line.widget == "towns":
        found["kommuner-her"] = ["1"]
        found["kommuner"] = [key for key, _text, chosen in line.options if chosen]
    elif line.widget == "ticks":
        found[line.name] = [key for key, _text, chosen in line.options if chosen]
    elif line.widget in ("select", "node"):
        name = f"{line.name}-gruppe" if line.widget == "node" else line.name
        found[name] = [next((key for key, _text, chosen in line.options if chosen), line.options[0][0])]
    elif line.widget in ("line", "text", "number", "day"):
        found[line.name] = [line.value]
    for one in (*line.lines, *line.more):
        if line.widget != "towns":
            found |= as_posted(one)
    for item in line.items:
        if item.line.widget == "closed":
            continue
        if line.widget != "condition":
            found[f"{item.name}-her"] = ["1"]
        found |= as_posted(item.line)
    return found
