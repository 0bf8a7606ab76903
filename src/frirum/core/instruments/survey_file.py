"""A questionnaire as a file of its own, TOML or XLSForm, read as the instruments of a definition are.

A TOML file is a whole definition; tables `[[instrument]]` with `[[scale]]` as a definition has them; or `[[question]]`
and `[[scale]]` alone, where what a definition must settle is filled in (the wording is ours, the options are numbered).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.faults import Fault
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.loader import read_definition, shipped_shared
from frirum.core.catalogue.questions import Scale
from frirum.core.catalogue.reading import read_table, read_toml
from frirum.core.errors import InputRefused
from frirum.core.files import refusals
from frirum.core.instruments.sentences import say


class SurveyTables(DefinitionTable):
    """The tables of a TOML file that is no whole definition."""

    instruments: tuple[Instrument, ...] = Field(alias="instrument", min_length=1)
    scales: tuple[Scale, ...] = Field(default=(), alias="scale")


@dataclass(frozen=True)
class SurveyFile:
    """What a file asks.

    Attributes:
        surveys: key path -> survey, in the order of the file.
        scales: the scales it can use by id: its own, and in a TOML file the shared ones.
        cells: key path -> cell of the workbook, for an XLSForm ("survey!C5").
        skips_not_read: key paths of questions whose condition is not one of those that are read.
        traces: (cell, name) of what an XLSForm would note of the respondent by itself: time, device, user.
        municipalities: how many take part, 1 where the file does not say.
        says_how_many: whether the kind of file has a place for how many are asked.
    """

    surveys: Mapping[str, Instrument]
    scales: Mapping[str, Scale]
    cells: Mapping[str, str] = field(default_factory=dict)
    skips_not_read: tuple[str, ...] = ()
    traces: tuple[tuple[str, str], ...] = ()
    municipalities: int = 1
    says_how_many: bool = True


def read_survey_toml(path: Path) -> SurveyFile:
    """The surveys of a TOML file.

    Raises:
        InputRefused: the file is not there, is not TOML, or a table is not what it must be; names the first fault and
            how many there are.
    """
    refusals.refuse_absent(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise InputRefused(
            say("file_is_not_utf_8"), file=str(path), line=line, remedy=say("save_file_in_utf_8")
        ) from fault
    raw = read_toml(text, str(path))
    if isinstance(raw, Fault):
        raise _refused([raw], path)
    if "slug" in raw:
        return _of_definition(*read_definition(text, file=str(path)), path)
    reading = read_table(_as_tables(raw, path.stem), SurveyTables, str(path), {})
    if reading.faults or reading.table is None:
        raise _refused(list(reading.faults), path)
    tables = reading.table
    surveys = {
        f"instrument[{n}]": one
        for n, one in enumerate(tables.instruments)
        if one.kind is InstrumentKind.SURVEY and not one.omitted
    }
    scales = {**shipped_shared().scales, **{scale.id: scale for scale in tables.scales}}
    return SurveyFile(_some(surveys, path), scales)


def _of_definition(experiment: Experiment | None, faults: list[Fault], path: Path) -> SurveyFile:
    if faults or experiment is None:
        raise _refused(faults, path)
    surveys = {
        f"instrument[{n}]": one
        for n, one in enumerate(experiment.instruments)
        if one.kind is InstrumentKind.SURVEY and not one.omitted
    }
    scales = {**shipped_shared().scales, **{scale.id: scale for scale in experiment.scales}}
    municipalities = len({stay.municipality for stay in experiment.participation})
    return SurveyFile(_some(surveys, path), scales, municipalities=max(1, municipalities))


def _some(surveys: dict[str, Instrument], path: Path) -> dict[str, Instrument]:
    if not surveys:
        raise InputRefused(
            say("file_has_no_questionnaire"),
            file=str(path),
            remedy=say("write_question_for_each_question"),
        )
    return surveys


def _refused(faults: list[Fault], path: Path) -> InputRefused:
    first = faults[0]
    where = f"{first.path}: " if first.path else ""
    more = say.counted("n_faults_in_all", len(faults), n=len(faults))
    return InputRefused(
        f"{where}{first.message} {more}", file=str(path), line=first.line, remedy=first.remedy
    )


def _as_tables(raw: dict[str, Any], name: str) -> dict[str, Any]:
    """The file with one instrument, where its questions stand alone; what a definition must settle is filled in."""
    scales = [_whole_scale(one) for one in _tables(raw.get("scale"))]
    if "instrument" in raw or "question" not in raw:
        return {**raw, "scale": scales} if "scale" in raw else raw
    own = {key: value for key, value in raw.items() if key not in ("scale", "question")}
    questions = [_whole_question(one, n) for n, one in enumerate(_tables(raw["question"]), 1)]
    survey = {"id": "survey", "kind": "survey", "title": name, **own, "question": questions}
    return {"instrument": [survey], **({"scale": scales} if scales else {})}


def _tables(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _whole_question(raw: Any, number: int) -> Any:
    if not isinstance(raw, dict):
        return raw
    kind = "scale" if "scale" in raw else "category" if "option" in raw else "open"
    return {"id": f"q{number}", "kind": kind, "wording": "proposed", **raw}


def _whole_scale(raw: Any) -> Any:
    if not isinstance(raw, dict):
        return raw
    options = [
        {"value": n, "text": one} if isinstance(one, str) else one
        for n, one in enumerate(_tables(raw.get("option")), 1)
    ]
    filled = {"title": raw.get("id", ""), "balanced": True, "wording": "proposed", **raw}
    return {**filled, "option": options} if options else filled
