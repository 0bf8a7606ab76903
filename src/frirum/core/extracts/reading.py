"""Row by row: read with a mapping, checked, and given keys. Every row ends as one of three things, and they add up."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Protocol

from frirum.core.catalogue.extract_kinds import FieldType
from frirum.core.errors import InputRefused
from frirum.core.extracts.compact_json import compact_json
from frirum.core.extracts.findings import ExtractFinding, FindingCode
from frirum.core.extracts.kinds import CONTACTS, kind_named
from frirum.core.extracts.mapping import ColumnMapping
from frirum.core.extracts.model import RowField, RowKind, Value
from frirum.core.extracts.values import identity_oddity, is_empty, is_open_end, is_total, read_value
from frirum.core.files.source import Cell, OpenedFile, SourceRow

KEY_DIGITS = 16
"""Hexadecimal digits of a row's keys: 64 bits. Two of a million rows meet by chance once in forty million files."""
# Cells of a column whose values are remembered at a time, and citizens: enough for words, dates and the people of
# a municipality, nothing against a file.
_REMEMBERED, _PEOPLE = 10_000, 50_000
# States of a contact that took place.
_HELD = ("held", "unscheduled")
# A spreadsheet writes a day that is not there as one of 1900; plans are told a year ahead at most.
_NO_YEAR, _FARTHEST_DAYS = 1900, 366
_NOTHING: Mapping[str, Value] = MappingProxyType({})


class RowIdentity(Protocol):
    """Who a row is about, as the part of the system that keeps identities reads it."""

    @property
    def cpr(self) -> str:
        """Ten digits, or ""."""
        ...

    @property
    def case_number(self) -> str:
        """The case system's number, or ""."""
        ...


_ReadBefore = dict[Cell, Value | FindingCode | None]
Identify = Callable[[str, str], RowIdentity]
"""(CPR cell, case number cell) -> identity; raises InputRefused, one with `proposed` for a lost zero."""
MarkCheck = Callable[[Mapping[str, Value], int], "MarkJudgement"]


class Fate(StrEnum):
    """What becomes of a row."""

    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class MarkJudgement:
    """What checks of a kind's own say of a row: findings, and values they add (which experiment it is)."""

    findings: tuple[FindingCode, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


class ReadRow(NamedTuple):
    """One row of the file after reading. A tuple, as `SourceRow` is.

    Attributes:
        values: field id -> value, without identity; empty when the row is set aside.
        row_key: the same for the same thing in every file: citizen and the fields that name the row.
        content_key: the same for the same content; differs when anything in the row was corrected.
        same_as: for a duplicate, the line it repeats, or the line that tells what became of the same thing.
        rank: how far the thing has come by this row; the lowest holds (`RowKind.prevails`).
    """

    line: int
    fate: Fate
    findings: tuple[ExtractFinding, ...] = ()
    identity: RowIdentity | None = None
    values: Mapping[str, Value] = _NOTHING
    row_key: str = ""
    content_key: str = ""
    same_as: int | None = None
    rank: int = 0


def rank_of(kind: RowKind, values: Mapping[str, object]) -> int:
    """The place of a row's stage in what the kind says prevails; 0 where it says nothing."""
    if kind.prevails is None:
        return 0
    name, order = kind.prevails
    value = values.get(name)
    return order.index(value) if value in order else len(order)


@dataclass(frozen=True)
class Tally:
    """How many rows ended as what."""

    accepted: int = 0
    set_aside: int = 0
    duplicates: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.accepted + self.set_aside + self.duplicates

    def with_row(self, row: ReadRow) -> Tally:
        """One row more."""
        name = {Fate.ACCEPTED: "accepted", Fate.SET_ASIDE: "set_aside", Fate.DUPLICATE: "duplicates"}[
            row.fate
        ]
        return replace(self, **{name: getattr(self, name) + 1})


class RowReader:
    """Reads the rows of one file.

    Args:
        municipality: whose extract it is; a row of another municipality is set aside. None takes each row's own, which
            then stands among its values.
        identify: reads the two identity cells.
        secret: keys the hashes, so that a CPR number cannot be found by trying them all.
        judge: further checks of the kind, or None.
        today: the day after which nothing can have taken place; None leaves that open.
    """

    def __init__(
        self,
        source: OpenedFile,
        mapping: ColumnMapping,
        *,
        municipality: int | None,
        identify: Identify,
        secret: bytes,
        judge: MarkCheck | None = None,
        today: dt.date | None = None,
    ) -> None:
        self._source, self._mapping = source, mapping
        self._kind: RowKind = kind_named(mapping.kind)
        self._decisive = self._kind.decisive
        self._places = mapping.places(source.columns)
        self._municipality, self._identify, self._judge = municipality, identify, judge
        self._today = today
        self._ends = {second for _first, second in self._kind.in_order} | {self._kind.until}
        self._secret, self._reading = secret[:64], mapping.reading
        filled = [(f, self._places[f.id]) for f in self._kind.fields if f.id in self._places]
        self._values: list[tuple[RowField, int, _ReadBefore]] = [
            (f, place, {}) for f, place in filled if not f.is_identity
        ]
        self._identity = {f.type: (f, place) for f, place in filled if f.is_identity}
        self._people: dict[tuple[str, str], tuple[RowIdentity | None, FindingCode | None]] = {}
        self._named = [f.id for f in self._kind.fields if f.names_row]

    def rows(self, *, after_line: int = 0) -> Iterator[ReadRow]:
        """Every row below `after_line`, accepted or set aside; duplicates are found by `settle`."""
        for row in self._source.rows():
            if row.line > after_line:
                yield self._read(row)

    def _read(self, row: SourceRow) -> ReadRow:
        wanted = len(self._source.columns)
        if row.width != wanted:
            code = FindingCode.TOO_FEW_CELLS if row.width < wanted else FindingCode.TOO_MANY_CELLS
            return ReadRow(row.line, Fate.SET_ASIDE, (ExtractFinding(code, row.line),))
        if is_total(row.cells):
            return ReadRow(row.line, Fate.SET_ASIDE, (ExtractFinding(FindingCode.TOTAL_ROW, row.line),))
        values, findings = self._read_values(row)
        identity, refused = self._read_identity(row)
        findings += refused
        if all(finding.is_warning for finding in findings):
            findings += self._check_row(row, values)
        if not all(finding.is_warning for finding in findings):
            return ReadRow(row.line, Fate.SET_ASIDE, tuple(findings))
        assert identity is not None
        row_key, content_key = self._keys(identity, values)
        rank = self._rank(values)
        return ReadRow(
            row.line, Fate.ACCEPTED, tuple(findings), identity, values, row_key, content_key, rank=rank
        )

    def _rank(self, values: Mapping[str, Value]) -> int:
        """How far the thing has come by this row: 0 for what holds before everything else."""
        return rank_of(self._kind, values)

    def _read_values(self, row: SourceRow) -> tuple[dict[str, Value], list[ExtractFinding]]:
        values: dict[str, Value] = {}
        findings = []
        for of, place, before in self._values:
            cell = row.cells[place]
            value = before[cell] if cell in before else self._value(of, cell, before)
            if value is None and of.required:
                value = FindingCode.EMPTY_REQUIRED
            if isinstance(value, FindingCode):
                findings.append(self._finding(value, row, of))
            elif value is not None:
                values[of.id] = value
        return values, findings

    def _value(self, of: RowField, cell: Cell, before: _ReadBefore) -> Value | FindingCode | None:
        """The value of a cell. Codes and dates repeat down a column, so what was read is remembered for a while."""
        if len(before) >= _REMEMBERED:
            before.clear()
        is_open = of.id in self._ends and is_open_end(cell)
        value = None if is_open else read_value(of, cell, self._reading)
        if isinstance(value, dt.date) and self._cannot_be(of, value):
            value = FindingCode.DATE_OUT_OF_RANGE
        before[cell] = value
        return value

    def _cannot_be(self, of: RowField, day: dt.date) -> bool:
        """A day in 1900, which spreadsheets make of an empty one, or what is told to happen years from now."""
        far = self._today is not None and (day - self._today).days > _FARTHEST_DAYS
        return day.year <= _NO_YEAR or (far and of.id == self._kind.day)

    def _read_identity(self, row: SourceRow) -> tuple[RowIdentity | None, list[ExtractFinding]]:
        cpr, case = self._identity_cell(row, FieldType.CPR), self._identity_cell(row, FieldType.CASE_NUMBER)
        if not (cpr or case):
            return None, [ExtractFinding(FindingCode.NO_IDENTITY, row.line)]
        found = self._people.get((cpr, case))
        if found is None:
            if len(self._people) >= _PEOPLE:
                self._people.clear()
            found = self._people[cpr, case] = self._citizen(cpr, case)
        identity, refused = found
        if refused is None:
            return identity, []
        of, _place = self._identity[FieldType.CPR if cpr else FieldType.CASE_NUMBER]
        return None, [self._finding(refused, row, of)]

    def _citizen(self, cpr: str, case: str) -> tuple[RowIdentity | None, FindingCode | None]:
        """Who the two cells say it is, or why they say nobody; the same for every row that has them."""
        if (odd := identity_oddity(cpr or case)) is not None:
            return None, odd
        try:
            return self._identify(cpr, case), None
        except InputRefused as refused:
            lost = hasattr(refused, "proposed")
            return None, FindingCode.CPR_LOST_ZERO if lost else FindingCode.CPR_REFUSED

    def _identity_cell(self, row: SourceRow, of_type: FieldType) -> str:
        if of_type not in self._identity:
            return ""
        cell = row.cells[self._identity[of_type][1]]
        if isinstance(cell, dt.date):
            return cell.isoformat()
        return "" if is_empty(cell) else cell.strip()

    def _check_row(self, row: SourceRow, values: dict[str, Value]) -> list[ExtractFinding]:
        findings = []
        place = values.pop("municipality", self._municipality) if self._municipality else None
        if place != self._municipality:
            findings.append(
                self._finding(FindingCode.OTHER_MUNICIPALITY, row, self._kind.by_id["municipality"])
            )
        for first, second in self._kind.in_order:
            start, end = values.get(first), values.get(second)
            if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
                findings.append(self._finding(FindingCode.END_BEFORE_START, row, self._kind.by_id[second]))
        if self._kind.id == CONTACTS and values.get("state") in _HELD and self._is_future(values.get("on")):
            findings.append(self._finding(FindingCode.IN_FUTURE, row, self._kind.by_id["on"]))
        if self._judge is not None and not findings:
            judgement = self._judge(values, row.line)
            values |= judgement.values
            findings += [ExtractFinding(code, row.line) for code in judgement.findings]
        return findings

    def _is_future(self, day: Value | None) -> bool:
        return self._today is not None and isinstance(day, dt.date) and day > self._today

    def _finding(self, code: FindingCode, row: SourceRow, of: RowField) -> ExtractFinding:
        left_out = of.id not in self._decisive and not of.is_identity and not code.is_warning
        return ExtractFinding(code, row.line, self._mapping.column_of(of.id), left_out=left_out)

    def _keys(self, identity: RowIdentity, values: Mapping[str, Value]) -> tuple[str, str]:
        """Hashes of the JSON texts [kind, municipality, person, values that name it] and [..., [[field, value], ...]].

        Kept rows have them: what is written here may not change. Values repeat, so the texts are put together of
        pieces that were written before.
        """
        who = compact_json([self._kind.id, self._municipality, person_key(identity)])[:-1]
        named = ",".join([_written(values.get(name)) for name in self._named])
        content = ",".join([f'["{name}",{_written(value)}]' for name, value in sorted(values.items())])
        return self._hash(f"{who},[{named}]]"), self._hash(f"{who},[{content}]]")

    def _hash(self, content: str) -> str:
        return hashlib.blake2b(content.encode(), key=self._secret, digest_size=16).hexdigest()[:KEY_DIGITS]


def person_key(identity: RowIdentity) -> str:
    """One text per citizen: the CPR number where it is known, else the case system's number."""
    return f"cpr:{identity.cpr}" if identity.cpr else f"case:{identity.case_number}"


@lru_cache(maxsize=_REMEMBERED, typed=True)
def _written(value: Value | None) -> str:
    """A value as JSON; `typed`, since 1, true and 1.0 are equal and are not written alike."""
    return compact_json(_plain(value))


def _plain(value: Value | None) -> str | int | bool | None:
    if isinstance(value, dt.date):
        return value.isoformat()
    # 37, 37.0 and 37.00 are the same hours.
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


# ---- duplicates ----


class Before(NamedTuple):
    """What stands already under a row key in this file.

    Attributes:
        content_key: of the row.
        line: where it stands; None for one from another file.
        rank: how far the thing has come by it.
        is_against: another row of the file contradicts it, so it will be set aside too.
    """

    content_key: str
    line: int | None
    rank: int = 0
    is_against: bool = False


Known = Callable[[Sequence[str]], Mapping[str, Before]]
"""Row keys -> what stands under them already in this file; keys that are new are left out."""


@dataclass(frozen=True)
class Settled:
    """A stretch of a file with its repetitions found.

    Attributes:
        rows: the rows of the stretch.
        overtaken: lines before the stretch that were taken, and whose thing a row here says more of.
        against: (line before the stretch that was taken, line here that contradicts it).
    """

    rows: tuple[ReadRow, ...]
    overtaken: tuple[int, ...] = ()
    against: tuple[tuple[int, int], ...] = ()


def settle(rows: Iterable[ReadRow], known: Known) -> Settled:
    """The rows of a stretch of the file with repetitions found.

    The same content again is a duplicate. Where the rows of one thing tell of its stages, the one that came furthest
    holds: a talk that was cancelled and then held was held. Any other rows of one thing that differ contradict each
    other, and none of them is taken, as nobody can say which one holds.

    Args:
        rows: rows in the order of the file.
        known: looks up rows of this file from before the stretch.
    """
    return _Settling(list(rows), known).settled()


class _Settling:
    def __init__(self, stretch: list[ReadRow], known: Known) -> None:
        self._stretch = stretch
        self._seen = dict(known([row.row_key for row in stretch if row.fate is Fate.ACCEPTED]))
        self._places = {row.line: place for place, row in enumerate(stretch)}
        self._overtaken: list[int] = []
        self._against: list[tuple[int, int]] = []

    def settled(self) -> Settled:
        for place, row in enumerate(self._stretch):
            if row.fate is Fate.ACCEPTED:
                self._stretch[place] = self._one(row)
        return Settled(tuple(self._stretch), tuple(self._overtaken), tuple(self._against))

    def _one(self, row: ReadRow) -> ReadRow:
        before = self._seen.get(row.row_key)
        if before is None:
            self._seen[row.row_key] = Before(row.content_key, row.line, row.rank)
            return row
        if before.content_key == row.content_key and not before.is_against:
            return ReadRow(row.line, Fate.DUPLICATE, same_as=before.line)
        if row.rank > before.rank:
            return ReadRow(row.line, Fate.DUPLICATE, same_as=before.line)
        if row.rank < before.rank:
            self._overtake(before, row)
            self._seen[row.row_key] = Before(row.content_key, row.line, row.rank)
            return row
        return self._contradicted(before, row)

    def _overtake(self, before: Before, row: ReadRow) -> None:
        """The row before says less of the same thing."""
        if before.line in self._places:
            self._stretch[self._places[before.line]] = ReadRow(before.line, Fate.DUPLICATE, same_as=row.line)
        elif before.line is not None:
            self._overtaken.append(before.line)

    def _contradicted(self, before: Before, row: ReadRow) -> ReadRow:
        if not before.is_against and before.line is not None:
            if before.line in self._places:
                self._stretch[self._places[before.line]] = _twice(before.line, row.line)
            else:
                self._against.append((before.line, row.line))
            self._seen[row.row_key] = before._replace(is_against=True)
        return _twice(row.line, before.line)


def _twice(line: int, other: int | None) -> ReadRow:
    finding = ExtractFinding(FindingCode.TWICE_DIFFERENT, line, other_line=other)
    return ReadRow(line, Fate.SET_ASIDE, (finding,))
