"""Changing single keys of a TOML text by their path; comments, order and wording of the other lines stay."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import tomli_w

from frirum.core.catalogue.faults import DefinitionRefused, Fault
from frirum.core.catalogue.lines import line_of, lines_of
from frirum.core.catalogue.sentences import say

_HEADER = re.compile(r"^\s*\[")


class TextEdit:
    """A text under change. Paths are those of faults: `period[1].to`.

    Args:
        lists: names of lists of tables that are to be changed; one that is written inline, as an exported definition
            has it, gets a header for each of its tables first.
    """

    def __init__(self, text: str, lists: tuple[str, ...] = ()) -> None:
        self.text = text if text.endswith("\n") else text + "\n"
        for name in lists:
            self._spread(name)

    def _spread(self, name: str) -> None:
        if name not in lines_of(self.text):
            return
        tables = tomllib.loads(self.text)[name]
        self.remove_key(name)
        for table in tables:
            self.add(name, table)

    def put(self, path: str, value: Any) -> None:
        """Give a key a value: on its own line, or under the header of its table where it has none."""
        key = path.rpartition(".")[2]
        line = _line(key, value)
        rows, found = self._rows(), lines_of(self.text)
        if path in found:
            first, last = self._span(rows, found[path] - 1)
            rows[first:last] = [line]
        else:
            rows.insert(self._header_line(path, found), line)
        self._keep(rows)

    def remove_key(self, path: str) -> None:
        """Take a key away, where it stands."""
        found = lines_of(self.text)
        if path in found:
            rows = self._rows()
            first, last = self._span(rows, found[path] - 1)
            del rows[first:last]
            self._keep(rows)

    def drop_word(self, path: str, word: str) -> None:
        """Take a word out of a list of words; a list that is left empty goes too."""
        found = lines_of(self.text)
        if path not in found:
            return
        rows = self._rows()
        first, last = self._span(rows, found[path] - 1)
        (words,) = tomllib.loads("\n".join(rows[first:last])).values()
        left = [one for one in words if one != word]
        if left == words:
            return
        if left:
            self.put(path, left)
        else:
            self.remove_key(path)

    def remove(self, path: str) -> None:
        """Take a whole table of a list away, with the tables under it."""
        rows, found = self._rows(), lines_of(self.text)
        name = path.split("[", maxsplit=1)[0]
        first = self._header_line(f"{path}.", found) - 1
        last = first + 1
        while last < len(rows) and not self._is_other(rows[last], name):
            last += 1
        while last > first + 1 and rows[last - 1].lstrip().startswith("#"):
            last -= 1
        del rows[first:last]
        self._keep(rows)

    def add(self, name: str, table: dict[str, Any]) -> None:
        """Write another item of a list of tables at the end."""
        flat = {key: value for key, value in table.items() if not isinstance(value, dict)}
        blocks = [f"[[{name}]]\n{tomli_w.dumps(flat)}"]
        blocks += [
            f"[{name}.{key}]\n{tomli_w.dumps(value)}"
            for key, value in table.items()
            if isinstance(value, dict)
        ]
        self.text = "\n\n".join([self.text.rstrip("\n"), *(block.rstrip("\n") for block in blocks)]) + "\n"

    def _rows(self) -> list[str]:
        return self.text.splitlines()

    def _keep(self, rows: list[str]) -> None:
        self.text = "\n".join(rows) + "\n"

    @staticmethod
    def _is_other(row: str, name: str) -> bool:
        """Whether a row begins a table that is neither of this item nor under it."""
        return bool(_HEADER.match(row)) and not re.match(rf"^\s*\[\[?\s*{name}\.", row)

    def _header_line(self, path: str, found: dict[str, int]) -> int:
        """The number of the line of the table that holds a path.

        Raises:
            DefinitionRefused: the table is written inline, so that it has no line of its own.
        """
        table = path.rpartition(".")[0]
        if not table:
            return 0
        line = found.get(table)
        if line is None or not _HEADER.match(self._rows()[line - 1]):
            message = say("table_is_written_on_one_line")
            fault = Fault(None, table, message.format(name=table.split("[")[0]), None, line_of(table, found))
            raise DefinitionRefused((fault,))
        return line

    @staticmethod
    def _span(rows: list[str], first: int) -> tuple[int, int]:
        """The rows a key and its value take up: as many as make sound TOML."""
        for last in range(first + 1, len(rows) + 1):
            try:
                tomllib.loads("\n".join(rows[first:last]))
            except tomllib.TOMLDecodeError:
                continue
            return first, last
        return first, first + 1


def _line(key: str, value: Any) -> str:
    """A key and its value on one line, lists too."""
    return f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(_line(key, one) for key, one in value.items()) + " }"
    return tomli_w.dumps({"x": value}).rstrip("\n").partition(" = ")[2]
