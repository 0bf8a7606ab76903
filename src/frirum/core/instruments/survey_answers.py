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

from frirum.core.errors import InputRefused
from frirum.core.files import refusals
from frirum.core.files.limits import AUDITS
from frirum.core.files.opening import open_source
from frirum.core.files.source import Cell, SourceRow
from frirum.core.instruments import words
from frirum.core.instruments.answer_codes import coded, column_name
from frirum.core.instruments.questions import Answer, AnswerFault, AskedQuestion, applies
from frirum.core.instruments.survey import Survey, SurveyResponse
from frirum.core.instruments.survey_export import MUNICIPALITY
from frirum.core.language import gettext as _
from frirum.core.vocabulary.municipalities import by_code, by_name

_MUNICIPALITY_NAMES = (MUNICIPALITY, "kommunekode", "municipality", "municipality_code")
_MAPPING_KEYS = ("columns", "values", "municipality", "invited")


@dataclass(frozen=True)
class AnswerMapping:
    """Where another tool's file has what.

    Attributes:
        columns: question id -> heading; a question that is left out is looked for by its own name or words.
        values: question id -> {what stands in the file: the option's code or words}.
        municipality: heading of the municipality's column, or None.
        invited: how many were asked, for the response rate; None where nobody has said.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    municipality: str | None = None
    invited: int | None = None


@dataclass(frozen=True)
class SetAside:
    """A row that was not taken in: its line, why, and in which question or None."""

    line: int
    reason: str
    question: str | None = None


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
            _("Filen er ikke gyldig TOML i UTF-8."), file=str(path), remedy=_("Ret filen, og prøv igen.")
        ) from fault
    ids = {column_name(asked.id): asked.id for asked in survey.questions}
    columns, values = raw.get("columns", {}), raw.get("values", {})
    ill_shaped = [
        key for key, value in (("columns", columns), ("values", values)) if not isinstance(value, dict)
    ]
    unknown = [key for key in raw if key not in _MAPPING_KEYS] + ill_shaped
    unknown += [
        name
        for part in (columns, values)
        if isinstance(part, dict)
        for name in part
        if column_name(name) not in ids
    ]
    invited = raw.get("invited")
    if unknown or not (invited is None or (type(invited) is int and invited >= 0)):
        raise InputRefused(
            _("Filen nævner noget, der ikke findes: {names}.").format(
                names=", ".join(unknown or ["invited"])
            ),
            file=str(path),
            remedy=_(
                "Skriv [columns] og [values.SPØRGSMÅL] med disse spørgsmål: {ids}; municipality er en kolonne, "
                "invited et antal."
            ).format(ids=", ".join(ids.values())),
        )
    return AnswerMapping(
        {ids[column_name(name)]: str(heading) for name, heading in columns.items()},
        {ids[column_name(name)]: _texts(given) for name, given in values.items()},
        raw.get("municipality"),
        invited,
    )


def _texts(given: Any) -> dict[str, str]:
    return {_folded(str(key)): str(value) for key, value in dict(given).items()}


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


def _places(columns: Sequence[str], survey: Survey, mapping: AnswerMapping, file: str) -> dict[str, int]:
    """Question id -> place of its column."""
    known = {_folded(column): place for place, column in enumerate(columns)}
    found = {}
    for asked in survey.questions:
        pointed = mapping.columns.get(asked.id)
        if pointed is not None and _folded(pointed) not in known:
            raise _no_column(pointed, columns, file)
        names = [pointed] if pointed else [asked.id, column_name(asked.id), asked.question.text]
        place = next((known[_folded(name)] for name in names if _folded(name) in known), None)
        if place is not None:
            found[asked.id] = place
    if not found:
        raise InputRefused(
            _("Ingen kolonne hører til et spørgsmål."),
            file=file,
            line=1,
            remedy=_("Kald kolonnerne {ids}, eller peg dem ud med --mapping.").format(
                ids=", ".join(column_name(asked.id) for asked in survey.questions)
            ),
        )
    return found


def _municipality_place(
    columns: Sequence[str], survey: Survey, mapping: AnswerMapping, file: str
) -> int | None:
    known = {_folded(column): place for place, column in enumerate(columns)}
    names = [mapping.municipality] if mapping.municipality else list(_MUNICIPALITY_NAMES)
    place = next((known[_folded(name)] for name in names if _folded(name) in known), None)
    taking_part = {stay.municipality for stay in survey.experiment.participation}
    if place is None and (mapping.municipality or len(taking_part) != 1):
        raise _no_column(names[0], columns, file)
    return place


def _no_column(name: str, columns: Sequence[str], file: str) -> InputRefused:
    return InputRefused(
        _("Kolonnen {name} findes ikke.").format(name=name),
        file=file,
        line=1,
        remedy=_("Filen har {columns}; peg den rigtige ud med --mapping.").format(
            columns=", ".join(columns[:20])
        ),
    )


def _read_row(
    row: SourceRow, survey: Survey, mapping: AnswerMapping, places: Mapping[str, int], where: int | None
) -> SurveyResponse | SetAside:
    municipality = _municipality(row, survey, where)
    if municipality is None:
        return SetAside(row.line, _("Kommunen kan ikke læses."))
    answers: dict[str, Answer] = {}
    for asked in survey.questions:
        place = places.get(asked.id)
        cell = "" if place is None or place >= len(row.cells) else row.cells[place]
        if cell == "":
            continue
        answer = read_answer(asked, _translated(cell, mapping.values.get(asked.id, {})))
        if isinstance(answer, AnswerFault):
            return SetAside(row.line, words.answer_fault(answer, asked)[0], asked.id)
        answers[asked.id] = answer
    if not answers:
        return SetAside(row.line, _("Rækken har ingen svar."))
    for name in answers:
        if applies(name, survey.plain_questions, answers) is False:
            return SetAside(row.line, _("Spørgsmålet skulle ikke stilles efter de andre svar."), name)
    return SurveyResponse(answers, municipality)


def read_answer(asked: AskedQuestion, cell: Cell) -> Answer | AnswerFault:
    """One answer as a tool writes it: the code of an option, else what `AskedQuestion.read` takes."""
    if isinstance(cell, str) and asked.is_choice and re.fullmatch(r"-?\d{1,9}", cell.strip()):
        value = next((option.value for code, option in coded(asked) if code == int(cell)), None)
        return AnswerFault.NOT_AN_OPTION if value is None else value
    return asked.read(cell)


def _translated(cell: Cell, values: Mapping[str, str]) -> Cell:
    return cell if isinstance(cell, dt.date) else values.get(_folded(cell), cell)


def _municipality(row: SourceRow, survey: Survey, where: int | None) -> int | None:
    if where is None:
        return survey.experiment.participation[0].municipality
    written = str(row.cells[where]).strip() if where < len(row.cells) else ""
    found = by_code(written) or by_name(written)
    return None if found is None else found.code


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
