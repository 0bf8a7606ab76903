"""Filled-in workbooks of an audit read back: every case's answers, or every fault with its file, sheet and cell.

A workbook is known by its own codes, columns by their headings: moved columns and sorted rows do no harm, and a
workbook of another round, instrument or set of questions is told. What a cell says is never repeated in a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.files.limits import AUDITS
from frirum.core.files.opening import FileKind, kind_of
from frirum.core.files.source import Cell, SourceRow, column_letters
from frirum.core.files.workbook import NoSuchSheet, Workbook
from frirum.core.instruments.audit_plan import case_code, questions_sha, sheet_code
from frirum.core.instruments.audit_sample import DrawingRule
from frirum.core.instruments.audit_workbook import (
    CASE,
    CASES,
    CODE,
    DROP_REASONS,
    DROPPED,
    FACTS,
    NUMBER,
    OWN,
    PURPOSE,
    RESERVE,
    headings,
)
from frirum.core.instruments.questions import Answer, AnswerFault, AskedQuestion, applies


class SheetFault(StrEnum):
    """What is wrong with a workbook beyond its answers."""

    NOT_OURS = "not_ours"
    OTHER_INSTRUMENT = "other_instrument"
    OTHER_QUESTIONS = "other_questions"
    OTHER_ROUND = "other_round"
    OTHER_FRAME = "other_frame"
    FACTS_CHANGED = "facts_changed"
    SAME_MUNICIPALITY = "same_municipality"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    CELL_OUTSIDE = "cell_outside"
    CASE_UNKNOWN = "case_unknown"
    CASE_TWICE = "case_twice"
    CASES_MISSING = "cases_missing"
    NOT_PUT = "not_put"
    CONDITION_OPEN = "condition_open"
    REASON_UNKNOWN = "reason_unknown"
    ANSWERED_AND_DROPPED = "answered_and_dropped"
    RESERVE_TOO_EARLY = "reserve_too_early"


@dataclass(frozen=True)
class CollectionFault:
    """One thing that must be mended before anything is taken in.

    Attributes:
        code: what, or None where the reader of files said it in `message` and `remedy`.
        question: of the answer, where one is meant.
        detail: what the words need: a heading, the other round.
        cell: `C7`, or None where the whole sheet or file is meant.
    """

    file: str
    code: SheetFault | AnswerFault | None
    sheet: str | None = None
    cell: str | None = None
    question: AskedQuestion | None = None
    detail: str = ""
    message: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class ReviewedCase:
    """One case of the workbook.

    Attributes:
        number: `1`, or `R1` for a reserve.
        case: its number in the case system.
        answers: question id -> answer.
        dropped: why it could not be reviewed, or "".
    """

    number: str
    case: str
    answers: Mapping[str, Answer]
    dropped: str = ""


@dataclass(frozen=True)
class ReportedCounts:
    """What a municipality that arranged its own audit reports of one question.

    Attributes:
        counts: option's value -> cases.
        not_applicable: cases to which the question does not apply.
    """

    counts: Mapping[int | str, int]
    not_applicable: int = 0


@dataclass(frozen=True)
class FilledSheet:
    """What one municipality reviewed.

    Attributes:
        file: as it was named.
        listed: cases of the municipality on the list.
        whole_listed: cases of all municipalities on the list.
        drawn: cases that were to be reviewed, without reserves.
        n: cases that were asked for, None for all.
        cases: those that count: drawn ones that were not dropped, and the reserves that took a place.
        dropped: those that could not be reviewed.
        reported: question id -> counts, where cases are not known here and only the result is.
        reviewed: cases behind the reported counts.
    """

    file: str
    municipality: int
    round: str
    rule: DrawingRule
    frame_sha256: str
    listed: int
    whole_listed: int
    drawn: int
    n: int | None
    cases: tuple[ReviewedCase, ...]
    dropped: tuple[ReviewedCase, ...] = ()
    reported: Mapping[str, ReportedCounts] | None = None
    reviewed: int = 0

    @property
    def outside(self) -> int:
        """Cases that turned out not to belong on the list."""
        return sum(case.dropped == DROP_REASONS[1] for case in self.dropped)

    @property
    def population(self) -> int:
        """Cases of the municipality that the audit is about."""
        return self.listed - self.outside

    @property
    def answered(self) -> int:
        """Cases with an answer."""
        return sum(bool(case.answers) for case in self.cases)


@dataclass(frozen=True)
class Collected:
    """All workbooks of a round; with a fault anywhere nothing of them is taken in."""

    sheets: tuple[FilledSheet, ...]
    faults: tuple[CollectionFault, ...]


def collect(
    files: Sequence[Path],
    questions: Sequence[AskedQuestion],
    *,
    slug: str,
    instrument: str,
    round_: str | None = None,
) -> Collected:
    """Read the filled-in workbooks of one round.

    Args:
        round_: the round they must be of; that of the first file where it is None.
    """
    faults: list[CollectionFault] = []
    sheets: list[FilledSheet] = []
    for path in files:
        reading = _Reading(path, tuple(questions), slug, instrument)
        sheet = reading.read()
        faults += reading.faults
        if sheet is not None:
            wanted = round_ if round_ is not None else (sheets[0].round if sheets else sheet.round)
            faults += _against_the_others(sheet, sheets, wanted)
            sheets.append(sheet)
    return Collected(() if faults else tuple(sheets), tuple(faults))


def _against_the_others(
    sheet: FilledSheet, others: Sequence[FilledSheet], wanted: str
) -> Iterator[CollectionFault]:
    if sheet.round != wanted:
        yield CollectionFault(sheet.file, SheetFault.OTHER_ROUND, FACTS, detail=wanted)
    for other in others:
        if other.municipality == sheet.municipality:
            yield CollectionFault(sheet.file, SheetFault.SAME_MUNICIPALITY, FACTS, detail=other.file)
        elif other.rule is not sheet.rule or (
            sheet.rule is DrawingRule.RANDOM and other.frame_sha256 != sheet.frame_sha256
        ):
            yield CollectionFault(sheet.file, SheetFault.OTHER_FRAME, FACTS, detail=other.file)


@dataclass
class _Reading:
    """One file being read; faults are gathered, so that all are told at once."""

    path: Path
    questions: tuple[AskedQuestion, ...]
    slug: str
    instrument: str
    faults: list[CollectionFault] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)

    def read(self) -> FilledSheet | None:
        facts = self._facts()
        if facts is None or not self._is_of_this_audit(facts):
            return None
        rows = self._rows()
        if rows is None or self.faults:
            return None
        cases = self._cases(rows, facts)
        counted, dropped = self._counted(cases)
        if self.faults:
            return None
        return FilledSheet(
            file=str(self.path),
            municipality=int(facts["municipality"]),
            round=facts["round"],
            rule=DrawingRule(facts["rule"]),
            frame_sha256=facts["frame_sha256"],
            listed=int(facts["population"]),
            whole_listed=int(facts["whole_population"]),
            drawn=int(facts["cases"]),
            n=int(facts["n"]) if facts["n"] else None,
            cases=tuple(case for case, _line in counted),
            dropped=tuple(case for case, _line in dropped),
        )

    def _fault(
        self,
        code: SheetFault | AnswerFault,
        sheet: str | None = CASES,
        cell: str | None = None,
        *,
        question: AskedQuestion | None = None,
        detail: str = "",
    ) -> None:
        self.faults.append(CollectionFault(str(self.path), code, sheet, cell, question, detail))

    def _refused(self, refused: InputRefused, sheet: str | None) -> None:
        said = refused.as_dict()
        cell = refused.cell or (f"A{refused.line}" if refused.line and sheet else None)
        self.faults.append(
            CollectionFault(
                str(self.path), None, sheet, cell, message=refused.message, remedy=str(said["remedy"])
            )
        )

    def _open(self, sheet: str) -> Workbook | None:
        try:
            if kind_of(self.path, AUDITS) is not FileKind.WORKBOOK:
                self._fault(SheetFault.NOT_OURS, None)
                return None
        except InputRefused as refused:
            self._refused(refused, None)
            return None
        try:
            return Workbook(self.path, sheet, AUDITS)
        except NoSuchSheet:
            self._fault(SheetFault.NOT_OURS, sheet)
        except InputRefused as refused:
            self._refused(refused, sheet)
        return None

    def _facts(self) -> dict[str, str] | None:
        book = self._open(FACTS)
        if book is None:
            return None
        try:
            found = {str(row.cells[0]): _text(row, 1) for row in book.rows()}
        except InputRefused as refused:
            self._refused(refused, FACTS)
            return None
        code = found.pop("code", "")
        if not {"slug", "instrument", "questions", "rule"} <= set(found):
            self._fault(SheetFault.NOT_OURS, FACTS)
            return None
        # A cell that is empty is not in the sheet; a fact may be.
        found = {name: found.get(name, "") for name in (*found, "round", "n", "seed", "before")}
        if code != sheet_code(found):
            self._fault(SheetFault.FACTS_CHANGED, FACTS)
            return None
        self.code = code
        return found

    def _is_of_this_audit(self, facts: Mapping[str, str]) -> bool:
        if (facts["slug"], facts["instrument"]) != (self.slug, self.instrument):
            self._fault(SheetFault.OTHER_INSTRUMENT, FACTS, detail=f"{facts['slug']} {facts['instrument']}")
            return False
        if facts["questions"] != questions_sha(self.questions):
            self._fault(SheetFault.OTHER_QUESTIONS, FACTS)
            return False
        return True

    def _rows(self) -> list[SourceRow] | None:
        book = self._open(CASES)
        if book is None:
            return None
        self.columns = {name: place for place, name in enumerate(book.columns)}
        wanted = (NUMBER, CASE, CODE, *headings(self.questions), DROPPED)
        for name in wanted:
            if name not in self.columns:
                self._fault(SheetFault.COLUMN_MISSING, CASES, "A1", detail=name)
        for name, place in self.columns.items():
            if name not in wanted and not name.startswith(OWN):
                self._fault(SheetFault.COLUMN_UNKNOWN, CASES, f"{column_letters(place)}{book.header_line}")
        try:
            return list(book.rows())
        except InputRefused as refused:
            self._refused(refused, CASES)
            return None

    def _cases(self, rows: Sequence[SourceRow], facts: Mapping[str, str]) -> list[tuple[ReviewedCase, int]]:
        found: dict[str, tuple[ReviewedCase, int]] = {}
        for row in rows:
            if row.width > len(self.columns):
                self._fault(SheetFault.CELL_OUTSIDE, CASES, f"{column_letters(row.width - 1)}{row.line}")
            number, case, code = (_text(row, self.columns[name]) for name in (NUMBER, CASE, CODE))
            if number == PURPOSE and not case:
                continue
            if not number and not case and not code:
                self._own_row(row)
                continue
            if code != case_code(self.code, number, case):
                self._fault(SheetFault.CASE_UNKNOWN, CASES, self._cell(CASE, row))
            elif number in found:
                self._fault(SheetFault.CASE_TWICE, CASES, self._cell(CASE, row))
            else:
                found[number] = self._case(row, number, case), row.line
        lacking = int(facts["cases"]) + int(facts["reserve"]) - len(found)
        if lacking and not self.faults:
            self._fault(SheetFault.CASES_MISSING, CASES, detail=str(lacking))
        return sorted(found.values(), key=lambda one: _rank(one[0].number))

    def _own_row(self, row: SourceRow) -> None:
        """A row without a case: the municipality's own columns may say something there, the others may not."""
        for name, place in self.columns.items():
            if not name.startswith(OWN) and _text(row, place):
                self._fault(SheetFault.CASE_UNKNOWN, CASES, f"{column_letters(place)}{row.line}")
                return

    def _cell(self, name: str, row: SourceRow) -> str:
        return f"{column_letters(self.columns[name])}{row.line}"

    def _case(self, row: SourceRow, number: str, case: str) -> ReviewedCase:
        answers: dict[str, Answer] = {}
        names = headings(self.questions)
        for name, question in zip(names, self.questions, strict=True):
            written = row.cells[self.columns[name]]
            if not _text(row, self.columns[name]):
                continue
            read = question.read(written)
            if isinstance(read, AnswerFault):
                self._fault(read, CASES, self._cell(name, row), question=question)
            else:
                answers[question.id] = read
        dropped = _text(row, self.columns[DROPPED])
        if dropped and dropped not in DROP_REASONS:
            self._fault(SheetFault.REASON_UNKNOWN, CASES, self._cell(DROPPED, row))
        if dropped and answers:
            self._fault(SheetFault.ANSWERED_AND_DROPPED, CASES, self._cell(DROPPED, row))
        put = [one.question for one in self.questions]
        for name, question in zip(names, self.questions, strict=True):
            if question.id in answers and (holds := applies(question.id, put, answers)) is not True:
                code = SheetFault.NOT_PUT if holds is False else SheetFault.CONDITION_OPEN
                self._fault(code, CASES, self._cell(name, row), question=question)
        return ReviewedCase(number, case, answers, dropped)

    def _counted(
        self, cases: Sequence[tuple[ReviewedCase, int]]
    ) -> tuple[list[tuple[ReviewedCase, int]], list[tuple[ReviewedCase, int]]]:
        """(those that count, those that were dropped): a reserve counts once a place is free for it."""
        counted, dropped, free = [], [], 0
        for case, line in cases:
            is_reserve = case.number.startswith(RESERVE)
            if is_reserve and not free:
                if case.answers or case.dropped:
                    cell = f"{column_letters(self.columns[CASE])}{line}"
                    self._fault(SheetFault.RESERVE_TOO_EARLY, CASES, cell)
                continue
            free -= is_reserve
            if case.dropped:
                dropped.append((case, line))
                free += 1
            else:
                counted.append((case, line))
        return counted, dropped


def _text(row: SourceRow, place: int) -> str:
    cell: Cell = row.cells[place] if place < len(row.cells) else ""
    return cell.strip() if isinstance(cell, str) else cell.isoformat()


def _rank(number: str) -> tuple[bool, int]:
    """The drawn first, then the reserves, each in order."""
    digits = number.removeprefix(RESERVE)
    return number.startswith(RESERVE), int(digits) if digits.isdigit() else 0
