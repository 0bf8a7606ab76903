"""What rules are run over: rows of extracts, answers, tables of jobindsats, and what a register can tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from frirum.core.catalogue.measure_rules import MEASURED_ON, RowFilter, Stretch
from frirum.core.extracts.model import Value

Days = tuple[dt.date, dt.date | None]
"""First and last day; None: still running."""


@dataclass(frozen=True)
class FactRow:
    """One row of an extract.

    Attributes:
        who: the citizen, as a key that is the same in all kinds.
        values: field id -> value; an empty cell is absent.
    """

    who: str
    municipality: int
    values: Mapping[str, Value]

    def date(self, name: str | None) -> dt.date | None:
        """The date in a field, or None."""
        value = self.values.get(name or "")
        return value if isinstance(value, dt.date) else None


@dataclass(frozen=True)
class AnswerSheet:
    """One answered questionnaire or audited case: question id -> answer; a question not asked is absent."""

    answers: Mapping[str, Value | tuple[str, ...]]
    municipality: int | None = None
    round: str = ""


@dataclass(frozen=True)
class TableRow:
    """One row of a jobindsats table: which month it is of, and its number."""

    municipality: int
    month: dt.date
    value: float | None


StateLookup = Callable[[str, str, Sequence[tuple[str, dt.date]], int], Sequence[str | None]]
"""(scheme, version, people with their index day, months later) -> state of each, None where nobody can know."""

DegreeLookup = Callable[[str, str, Sequence[tuple[str, dt.date]], int], Sequence[float | None]]
"""As `StateLookup`, with a degree from 0 to 1 over the months until then."""


@dataclass(frozen=True)
class Material:
    """All that was brought in for one evaluation.

    Attributes:
        rows: kind of extract -> its rows.
        kinds: kind -> (date field a row begins with, date field it ends with or "").
        columns: kind -> the fields that any of its files has a column for; a kind that is not named is not asked.
        sheets: question id -> the sheets of the instrument that asks it.
        tables: id of a jobindsats table -> its rows.
        state_after, degree_after: look people up in a register; None where none is at hand.
        start, end: first and last day of the experiment; `end` None while it runs.
        seen_until: the last day that rows begin on: nobody is looked for later.
        told_until: the last day that any cell tells of: what is not ended by then is censored; None as `seen_until`.
        before_from: the first day of the time before; None goes as long back as the experiment is seen.
    """

    start: dt.date
    seen_until: dt.date
    end: dt.date | None = None
    rows: Mapping[str, Sequence[FactRow]] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sheets: Mapping[str, Sequence[AnswerSheet]] = field(default_factory=dict)
    tables: Mapping[str, Sequence[TableRow]] = field(default_factory=dict)
    state_after: StateLookup | None = None
    degree_after: DegreeLookup | None = None
    before_from: dt.date | None = None
    told_until: dt.date | None = None

    @property
    def first_day_before(self) -> dt.date:
        """The first day of the time before the experiment that it is compared with."""
        return self.before_from or self.start - (self.last_day - self.start)

    @property
    def last_day(self) -> dt.date:
        """The last day on which anything of the experiment can be seen."""
        return min(self.end, self.seen_until) if self.end else self.seen_until

    @property
    def followed_until(self) -> dt.date:
        """The last day that those of the time before are followed, as long as those of the experiment."""
        return self.start - dt.timedelta(days=1) + (self.last_told - self.last_day)

    @property
    def last_told(self) -> dt.date:
        """The last day that those of the experiment are followed."""
        return max(self.told_until or self.seen_until, self.seen_until)

    def days_in(self, stretch: Stretch) -> tuple[dt.date, dt.date]:
        """First and last day of a stretch; the time before ends on the day before the start."""
        if stretch is Stretch.BEFORE:
            return self.first_day_before, min(self.start - dt.timedelta(days=1), self.seen_until)
        return (self.start if stretch is Stretch.DURING else dt.date.min), self.last_day

    def day_of(self, kind: str, row: FactRow) -> dt.date | None:
        """The day a row stands for."""
        return row.date(self.kinds[kind][0])

    def days_of(self, kind: str, row: FactRow) -> Days | None:
        """First and last day of a row; a kind without an end is one day."""
        begins, ends = self.kinds[kind]
        first = row.date(begins)
        if first is None:
            return None
        return (first, row.date(ends) if ends else first)


def fulfils(row: FactRow, filters: Sequence[RowFilter], measured_on: dt.date | None = None) -> bool:
    """Whether a row meets every filter; an empty cell meets none but `given = false`."""
    return all(_fulfils(row, one, measured_on) for one in filters)


def _fulfils(row: FactRow, one: RowFilter, measured_on: dt.date | None) -> bool:
    value: object = measured_on if one.field == MEASURED_ON else row.values.get(one.field)
    if one.field == "municipality":
        value = row.municipality
    if one.operator == "given":
        return (value is not None) is one.operand
    if one.since is not None:
        since = row.date(one.since)
        if since is None or not isinstance(value, dt.date):
            return False
        value = (value - since).days / 7
    return value is not None and _compare(value, one.operator, one.operand)


def _compare(value: object, operator: str, operand: object) -> bool:
    if operator == "equals":
        return bool(value == operand)
    if operator == "in":
        assert isinstance(operand, tuple)
        return value in operand
    compare: dict[str, Callable[[object, object], bool]] = {
        "at_least": lambda a, b: a >= b,  # type: ignore[operator]
        "at_most": lambda a, b: a <= b,  # type: ignore[operator]
        "less_than": lambda a, b: a < b,  # type: ignore[operator]
        "more_than": lambda a, b: a > b,  # type: ignore[operator]
        "before": lambda a, b: a < b,  # type: ignore[operator]
        "on_or_after": lambda a, b: a >= b,  # type: ignore[operator]
    }
    return compare[operator](value, operand)
