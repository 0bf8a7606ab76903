"""Which kind of extract a file is, told by its headings and, where several fit, by its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from frirum.core.errors import InputRefused
from frirum.core.extracts.examples import examples
from frirum.core.extracts.findings import FindingCode
from frirum.core.extracts.kinds import kind_named, kinds
from frirum.core.extracts.mapping import ColumnMapping, suggest
from frirum.core.extracts.model import RowKind
from frirum.core.extracts.sentences import say
from frirum.core.extracts.values import fold, is_open_end, read_value
from frirum.core.files.source import OpenedFile, SourceRow

_LOOKED_AT = 200
# Of the cells a kind asks for so many must be readable as that kind's before the file is taken to be of it.
_READABLE = 0.5


@dataclass(frozen=True)
class _Candidate:
    mapping: ColumnMapping
    readable: float

    @property
    def rank(self) -> tuple[float, float]:
        """As many columns as are read: few that fit by chance do not outweigh many with some unknown codes."""
        return self.readable * len(self.mapping.columns), self.readable


def recognise(source: OpenedFile) -> ColumnMapping:
    """The kind of an extract, and which column is which field.

    A layout that is shipped as an example is known at once. Otherwise each kind is tried whose required fields have a
    column; the one that reads most of the file is it: its columns, by the share of their cells that can be read.

    Raises:
        InputRefused: no kind fits, or two fit equally well.
    """
    known = _shipped_layout(source.columns)
    if known is not None:
        return known
    sample = list(islice(source.rows(), _LOOKED_AT))
    found = sorted(
        (one for kind in kinds() if (one := _candidate(kind, source.columns, sample)) is not None),
        key=lambda one: one.rank,
        reverse=True,
    )
    if not found:
        raise InputRefused(
            say("file_is_not_known_by_headings", columns=", ".join(source.columns[:12])),
            remedy=say("give_columns_fields_names_kinds", kinds="; ".join(_needs(kind) for kind in kinds())),
        )
    if len(found) > 1 and found[0].rank == found[1].rank:
        both = [kind_named(one.mapping.kind) for one in found[:2]]
        raise InputRefused(
            say("file_can_be_both", one=both[0].label, other=both[1].label),
            remedy=say("call_columns_what_are_called", kinds="; ".join(_needs(kind) for kind in both)),
        )
    return found[0].mapping


def _shipped_layout(headings: Sequence[str]) -> ColumnMapping | None:
    names = {fold(name) for name in headings}
    fitting = [
        one.mapping for one in examples() if all(fold(column.name) in names for column in one.mapping.columns)
    ]
    return max(fitting, key=lambda mapping: len(mapping.columns), default=None)


def _candidate(kind: RowKind, headings: Sequence[str], sample: Sequence[SourceRow]) -> _Candidate | None:
    mapping = suggest(kind, headings)
    fields = {column.field for column in mapping.columns}
    required = [field for field in kind.fields if field.required]
    if not all(field.id in fields for field in required):
        return None
    if not all(fields & set(one_of) for one_of in kind.any_of):
        return None
    readable = _readable(kind, mapping, headings, sample)
    return _Candidate(mapping, readable) if readable >= _READABLE else None


def _readable(
    kind: RowKind, mapping: ColumnMapping, headings: Sequence[str], sample: Sequence[SourceRow]
) -> float:
    """The share of the filled cells of its own fields that can be read; 1 for a file without rows."""
    places = mapping.places(headings)
    own = [field for field in kind.fields if field.id in places and not field.is_identity]
    read = tried = 0
    for row in sample:
        for field in own:
            cell = row.cells[places[field.id]] if places[field.id] < len(row.cells) else ""
            if is_open_end(cell):
                continue
            value = read_value(field, cell, mapping.reading)
            if value is None and not field.required:
                continue
            tried += 1
            read += value is not None and not isinstance(value, FindingCode)
    return read / tried if tried else 1.0


def _needs(kind: RowKind) -> str:
    names = ", ".join(field.label for field in kind.fields if field.required)
    return f"{kind.label} ({names})"
