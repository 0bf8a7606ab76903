"""Rows as a table of text on a terminal."""

from __future__ import annotations


def text_table(head: list[str], rows: list[list[object]]) -> str:
    """Rows in columns as wide as their longest cell; numbers to the right."""
    texts = [head, *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[place]) for row in texts) for place in range(len(head))]
    numbers = [bool(rows) and not isinstance(rows[0][place], str) for place in range(len(head))]

    def line(row: list[str]) -> str:
        cells = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ]
        return "  ".join(cells).rstrip()

    return "\n".join(line(row) for row in texts)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.1f}".replace(".", ",") if isinstance(value, float) else str(value)
