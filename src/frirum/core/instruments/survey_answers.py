"""Answers that come back from another tool: columns pointed out, values read, what cannot be used set aside.

A row counts whole or not at all, so that no half answer stands beside whole ones. Each row set aside is told with its
line and the reason, which never repeats what stood in the cell.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frirum.core.disclosure.texts import find_personal
from frirum.core.errors import InputRefused
from frirum.core.files import refusals
from frirum.core.files.limits import AUDITS
from frirum.core.files.opening import open_source
from frirum.core.files.source import Cell, SourceRow, cell_name
from frirum.core.instruments import words
from frirum.core.instruments.answer_codes import coded, column_name
from frirum.core.instruments.questions import Answer, AnswerFault, AskedQuestion, applies
from frirum.core.instruments.sentences import say
from frirum.core.instruments.survey import Survey, SurveyResponse
from frirum.core.instruments.survey_export import MUNICIPALITY
from frirum.core.vocabulary.municipalities import by_code, by_name

MUNICIPALITY_NAMES = (MUNICIPALITY, "kommunekode", "municipality", "municipality_code")
_MAPPING_KEYS = ("columns", "values", "options", "municipality", "invited")
_TICKED, _NOT_TICKED = ("1", "x", "ja", "yes", "true", "sand", "valgt", "checked"), (
    "0", "nej", "no", "false", "falsk", "ikke valgt", "unchecked", "not selected",
)  # fmt: skip


@dataclass(frozen=True)
class AnswerMapping:
    """Where another tool's file has what.

    Attributes:
        columns: question id -> heading; a question that is left out is looked for by its own name or words, one with ""
            has no column.
        values: question id -> {what stands in the file: the option's code or words}.
        options: question id -> {option's words: heading}, where each option of a question of several has a column.
        municipality: heading of the municipality's column, or None.
        invited: how many were asked, for the response rate; None where nobody has said.
        only_municipality: where all rows are from, with a column for it or without; None where several may be.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    municipality: str | None = None
    invited: int | None = None
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only_municipality: int | None = None


@dataclass(frozen=True)
class SetAside:
    """A row that was not taken in: its line, why, in which question or None, and in which cell ("C7") or ""."""

    line: int
    reason: str
    question: str | None = None
    cell: str = ""


@dataclass(frozen=True)
class ReadAnswers:
    """What a file of answers holds.

    Attributes:
        sheets: an answer each, in the order of the file.
        set_aside: the other rows.
    """

    sheets: tuple[SurveyResponse, ...]
    set_aside: tuple[SetAside, ...]


def read_mapping(path: Path, survey: Survey) -> AnswerMapping:
    """A mapping from TOML: `[columns]`, `[values.QUESTION]`, `municipality`, `invited`.

    Raises:
        InputRefused: the file cannot be read, has a key that nobody reads, or names a question there is not.
    """
    refusals.refuse_absent(path)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise InputRefused(
            say("file_is_not_valid_toml"), file=str(path), remedy=say("mend_file_and_try_again")
        ) from fault
    ids = {column_name(asked.id): asked.id for asked in survey.questions}
    parts = {name: raw.get(name, {}) for name in ("columns", "values", "options")}
    unknown = [key for key in raw if key not in _MAPPING_KEYS]
    unknown += [key for key, value in parts.items() if not isinstance(value, dict)]
    unknown += [
        name
        for part in parts.values()
        if isinstance(part, dict)
        for name in part
        if column_name(name) not in ids
    ]
    invited = raw.get("invited")
    if unknown or not (invited is None or (type(invited) is int and invited >= 0)):
        raise InputRefused(
            say("file_names_something_does_not_exist", names=", ".join(unknown or ["invited"])),
            file=str(path),
            remedy=say("write_columns_values_question_and_options", ids=", ".join(ids.values())),
        )
    return AnswerMapping(
        {ids[column_name(name)]: str(heading) for name, heading in parts["columns"].items()},
        {ids[column_name(name)]: _texts(given) for name, given in parts["values"].items()},
        raw.get("municipality"),
        invited,
        {
            ids[column_name(name)]: {str(option): str(heading) for option, heading in dict(given).items()}
            for name, given in parts["options"].items()
        },
    )


def _texts(given: Any) -> dict[str, str]:
    return {folded(str(key)): str(value) for key, value in dict(given).items()}


def read_answers(
    path: Path, survey: Survey, mapping: AnswerMapping | None = None, *, sheet: str = ""
) -> ReadAnswers:
    """The answers in a CSV file or workbook.

    A choice is its code or its words. A question that was not put to somebody may be empty for him; an answer to it
    sets the row aside, as does an unknown answer, a number shaped like a CPR number, or a row without any answer.

    Raises:
        InputRefused: the file cannot be read, no question has a column, or the municipality's column is missing.
    """
    mapping = mapping or AnswerMapping()
    source = open_source(path, sheet=sheet, limits=AUDITS)
    places = _places(source.columns, survey, mapping, str(path))
    where = _municipality_place(source.columns, survey, mapping, str(path))
    sheets: list[SurveyResponse] = []
    aside: list[SetAside] = []
    for row in source.rows():
        read = _read_row(row, survey, mapping, places, where)
        if isinstance(read, SetAside):
            aside.append(read)
        else:
            sheets.append(read)
    return ReadAnswers(tuple(sheets), tuple(aside))


@dataclass(frozen=True)
class AnswerPlaces:
    """Where a question's answer stands: in one column, or in one for each option.

    Attributes:
        own: place of its column, or None.
        of_options: words of an option -> place of its column.
    """

    own: int | None
    of_options: Mapping[str, int] = field(default_factory=dict)


def guessed(
    columns: Sequence[str], survey: Survey, mapping: AnswerMapping | None = None
) -> dict[str, AnswerPlaces]:
    """Question id -> where its answer stands in a file with these headings, by the mapping, else by the names.

    Raises:
        UnknownColumn: the mapping points at a heading that is not there.
    """
    mapping = mapping or AnswerMapping()
    known: dict[str, int] = {}
    for at, column in enumerate(columns):
        known.setdefault(folded(column), at)
    found = {}
    for asked in survey.questions:
        if mapping.columns.get(asked.id) == "" and asked.id not in mapping.options:
            continue
        of_options: dict[str, int] = {}
        for option, names in _option_headings(asked, mapping).items():
            place = _place(names, known, pointed=option in mapping.options.get(asked.id, {}))
            if place is not None:
                of_options[option] = place
        pointed = mapping.columns.get(asked.id)
        above = (
            [f"{asked.grid} {asked.question.text}", f"{asked.grid} [{asked.question.text}]"]
            if asked.grid
            else []
        )
        names = [pointed] if pointed else [asked.id, column_name(asked.id), asked.question.text, *above]
        own = None if of_options and not pointed else _place(names, known, pointed=bool(pointed))
        if own is not None or of_options:
            found[asked.id] = AnswerPlaces(own, of_options)
    return found


class UnknownColumn(Exception):
    """A mapping points at a heading that the file does not have."""


def _place(names: Sequence[str], known: Mapping[str, int], *, pointed: bool) -> int | None:
    if pointed and folded(names[0]) not in known:
        raise UnknownColumn(names[0])
    return next((known[folded(name)] for name in names if folded(name) in known), None)


def _option_headings(asked: AskedQuestion, mapping: AnswerMapping) -> dict[str, list[str]]:
    """Option -> what its column may be called: as Frirum, ODK (`q/1`) and form services (`Question [Option]`) do."""
    if not asked.is_multiple:
        return {}
    own, pointed = column_name(asked.id), mapping.options.get(asked.id, {})
    return {
        option.text: [pointed[option.text]]
        if option.text in pointed
        else [
            f"{own}__{code}", f"{own}/{code}", f"{asked.id}/{code}", f"{own}.{code}",
            f"{asked.question.text} [{option.text}]", f"{asked.question.text}: {option.text}",
        ]
        for code, option in coded(asked)
    }  # fmt: skip


def _places(
    columns: Sequence[str], survey: Survey, mapping: AnswerMapping, file: str
) -> dict[str, AnswerPlaces]:
    try:
        found = guessed(columns, survey, mapping)
    except UnknownColumn as missing:
        raise _no_column(str(missing), columns, file) from missing
    if not found:
        raise InputRefused(
            say("no_column_belongs_to_question"),
            file=file,
            line=1,
            remedy=say(
                "call_columns_ids_or_point_them",
                ids=", ".join(column_name(asked.id) for asked in survey.questions),
            ),
        )
    return found


def _municipality_place(
    columns: Sequence[str], survey: Survey, mapping: AnswerMapping, file: str
) -> int | None:
    known = {folded(column): place for place, column in enumerate(columns)}
    names = [mapping.municipality] if mapping.municipality else list(MUNICIPALITY_NAMES)
    place = next((known[folded(name)] for name in names if folded(name) in known), None)
    taking_part = {stay.municipality for stay in survey.experiment.participation}
    if (
        place is None
        and (mapping.municipality or len(taking_part) != 1)
        and mapping.only_municipality is None
    ):
        raise _no_column(names[0], columns, file)
    return place


def _no_column(name: str, columns: Sequence[str], file: str) -> InputRefused:
    return InputRefused(
        say("column_name_does_not_exist", name=name),
        file=file,
        line=1,
        remedy=say("file_has_columns_point_out_right", columns=", ".join(columns[:20])),
    )


def _read_row(
    row: SourceRow,
    survey: Survey,
    mapping: AnswerMapping,
    places: Mapping[str, AnswerPlaces],
    where: int | None,
) -> SurveyResponse | SetAside:
    municipality = _municipality(row, survey, where, mapping.only_municipality)
    if municipality is None:
        return SetAside(row.line, say("municipality_cannot_be_read"), None, cell_name(where or 0, row.line))
    if mapping.only_municipality is not None and municipality != mapping.only_municipality:
        why = say("row_is_from_another_municipality")
        return SetAside(row.line, why, None, cell_name(where or 0, row.line))
    answers: dict[str, Answer] = {}
    for asked in survey.questions:
        stands = places.get(asked.id)
        if stands is None:
            continue
        values = mapping.values.get(asked.id, {})
        cell = _cell(row, stands.own)
        if cell != "":
            answer = read_answer(asked, _translated(cell, values))
            if isinstance(answer, AnswerFault):
                why = words.answer_fault(answer, asked)[0]
                return SetAside(row.line, why, asked.id, cell_name(stands.own or 0, row.line))
            answers[asked.id] = answer
        elif stands.of_options:
            ticked = _ticked(asked, row, stands.of_options, values)
            if isinstance(ticked, SetAside):
                return ticked
            if ticked:
                answers[asked.id] = ticked
    if not answers:
        return SetAside(row.line, say("row_has_no_answers"))
    for name in answers:
        if applies(name, survey.plain_questions, answers) is False:
            stands = places[name]
            place = stands.own if stands.own is not None else next(iter(stands.of_options.values()))
            why = say("question_was_not_to_be_put")
            return SetAside(row.line, why, name, cell_name(place, row.line))
    return SurveyResponse(answers, municipality)


@dataclass(frozen=True)
class LookedAt:
    """A file before it is read as answers.

    Attributes:
        columns: its headings.
        rows: how many rows stand below them.
        unread: question id -> what its column holds that is no answer to it, in order; at most `MOST_UNREAD` each. A
            text that may be about a person is left out.
    """

    columns: tuple[str, ...]
    rows: int
    unread: Mapping[str, tuple[str, ...]]


MOST_UNREAD = 30
_LONGEST_VALUE = 80


def look_at(path: Path, survey: Survey, mapping: AnswerMapping) -> LookedAt:
    """What a file has, and which of its values a mapping has yet to say the meaning of.

    Raises:
        InputRefused: the file cannot be read.
    """
    source = open_source(path, limits=AUDITS)
    try:
        places = guessed(source.columns, survey, mapping)
    except UnknownColumn as missing:
        raise _no_column(str(missing), source.columns, str(path)) from missing
    choices = [one for one in survey.questions if one.options and one.id in places]
    found: dict[str, dict[str, None]] = {asked.id: {} for asked in choices}
    rows = 0
    for row in source.rows():
        rows += 1
        for asked in choices:
            cell = _cell(row, places[asked.id].own)
            if cell == "" or len(found[asked.id]) >= MOST_UNREAD:
                continue
            text = " ".join(str(cell).split())
            translated = _translated(cell, mapping.values.get(asked.id, {}))
            is_open = isinstance(read_answer(asked, translated), AnswerFault)
            if is_open and len(text) <= _LONGEST_VALUE and not find_personal(text):
                found[asked.id][text] = None
    return LookedAt(tuple(source.columns), rows, {key: tuple(texts) for key, texts in found.items() if texts})


def _cell(row: SourceRow, place: int | None) -> Cell:
    return "" if place is None or place >= len(row.cells) else row.cells[place]


def _ticked(
    asked: AskedQuestion, row: SourceRow, of_options: Mapping[str, int], values: Mapping[str, str]
) -> tuple[str, ...] | SetAside:
    """The options whose own column says that they were chosen: a 1, a cross, yes, or the option's own words."""
    chosen = []
    for text, place in of_options.items():
        written = folded(str(_translated(_cell(row, place), values)))
        if written in _TICKED or written == folded(text):
            chosen.append(text)
        elif written and written not in _NOT_TICKED:
            why = say("cell_says_neither_answer_was_chosen")
            return SetAside(row.line, why, asked.id, cell_name(place, row.line))
    return asked.several(chosen)


def read_answer(asked: AskedQuestion, cell: Cell) -> Answer | AnswerFault:
    """One answer as a tool writes it: the code of an option, or of several, else what `AskedQuestion.read` takes."""
    if (
        isinstance(cell, str)
        and asked.is_multiple
        and re.fullmatch(r"\d{1,4}([ ,;|]+\d{1,4})*", cell.strip())
    ):
        known = {code: option.text for code, option in coded(asked)}
        codes = [int(one) for one in re.findall(r"\d+", cell)]
        if not all(code in known for code in codes):
            return AnswerFault.NOT_AN_OPTION
        return asked.several(known[code] for code in codes)
    if isinstance(cell, str) and asked.is_choice and re.fullmatch(r"-?\d{1,9}", cell.strip()):
        value = next((option.value for code, option in coded(asked) if code == int(cell)), None)
        return AnswerFault.NOT_AN_OPTION if value is None else value
    return asked.read(cell)


def _translated(cell: Cell, values: Mapping[str, str]) -> Cell:
    return cell if isinstance(cell, dt.date) else values.get(folded(cell), cell)


def _municipality(row: SourceRow, survey: Survey, where: int | None, only: int | None) -> int | None:
    if where is None:
        if only is not None:
            return only
        return survey.experiment.participation[0].municipality
    written = str(row.cells[where]).strip() if where < len(row.cells) else ""
    found = by_code(written) or by_name(written)
    return None if found is None else found.code


def folded(text: str) -> str:
    """A heading or a value as it is looked for, whatever its case and spaces."""
    return " ".join(text.casefold().split())
