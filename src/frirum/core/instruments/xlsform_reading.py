"""Reading an XLSForm as a questionnaire, to be checked: what it asks, with which options, after which answers.

Read are questions of one choice or several, tables of them, text, numbers and dates, and conditions on the answers to
one earlier question. What a form notes of the respondent by itself (time, device, user) is remembered, as it breaks
anonymity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.questions import Scale, ScaleKind, is_middle
from frirum.core.errors import InputRefused
from frirum.core.files.limits import AUDITS
from frirum.core.files.opening import open_source
from frirum.core.files.source import cell_name
from frirum.core.instruments.questions import DONT_KNOW, NO, YES
from frirum.core.instruments.sentences import say
from frirum.core.instruments.survey_file import SurveyFile

PATH = "instrument[0]"
# Types that note something of the respondent without a question (XLSForm specification, "Metadata").
_TRACES = {
    "start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "subscriberid", "simserial",
    "start-geopoint", "geopoint", "background-audio",
}  # fmt: skip
_KINDS = {"text": "open", "integer": "number", "decimal": "number", "range": "number", "date": "date"}
_SELECTS = {"select_one": "choice", "select_multiple": "multiple"}
_OUTSIDE = re.compile(
    r"(ved ikke|ved det ikke|kan ikke|ikke relevant|don.?t know|do not know)\b", re.IGNORECASE
)
_TERM = re.compile(
    r"\s*(?:\$\{(?P<a>[^}]+)\}\s*=\s*(?P<x>'[^']*'|\"[^\"]*\"|-?\d+)"
    r"|selected\(\s*\$\{(?P<b>[^}]+)\}\s*,\s*(?P<y>'[^']*'|\"[^\"]*\")\s*\))\s*"
)


def is_outside(text: str) -> bool:
    """Whether an option's words say that it stands outside the order of a scale: do not know, not relevant."""
    return bool(_OUTSIDE.match(text))


@dataclass(frozen=True)
class _Row:
    """A row of a sheet by heading, and the line it stands on."""

    line: int
    cells: Mapping[str, str]
    columns: tuple[str, ...]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def list_name(self) -> str:
        """The list of choices that its type names, or ""."""
        return (*self.get("type").split(), "", "")[1]

    def cell(self, name: str) -> str:
        """The cell's address: "C5"."""
        return cell_name(self.columns.index(name) if name in self.columns else 0, self.line)


@dataclass(frozen=True)
class _Choices:
    """A list of choices.

    Attributes:
        scale: as the checks read it, or None for yes and no, or too few options to choose between.
        values: name in the form -> value of the answer.
        texts: name in the form -> the option's words, which are the answer where several can be chosen.
    """

    scale: Scale | None
    values: Mapping[str, int | str]
    is_yes_no: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)


def read_xlsform(path: Path) -> SurveyFile:
    """The questionnaire in a workbook.

    Raises:
        InputRefused: it is no XLSForm, or cannot be read.
    """
    rows = list(_sheet(path, "survey"))
    lists = _lists(path, rows)
    questions: list[dict[str, Any]] = []
    cells: dict[str, str] = {}
    traces: list[tuple[str, str]] = []
    not_read: list[str] = []
    used: dict[str, Mapping[str, int | str]] = {}
    tables = _Tables()
    for row in rows:
        word, _space, _list = row.get("type").partition(" ")
        if word in _TRACES:
            traces.append((f"survey!{row.cell('type')}", word))
        kind = _SELECTS.get(word) or _KINDS.get(word)
        if tables.reads(row) or kind is None:
            continue
        condition = " ".join(filter(None, (row.get("relevant"), tables.relevant)))
        question, is_read = _question(row, kind, lists, used, condition)
        if tables.words and question["kind"] in ("scale", "yes_no"):
            question["grid"] = tables.words
        known = lists.get(row.list_name)
        if known is not None:
            used[row.get("name")] = known.texts if kind == "multiple" else known.values
        where = f"{PATH}.question[{len(questions)}]"
        cells[where] = f"survey!{row.cell(_label_column(row.columns))}"
        cells[f"{where}.scale"] = f"survey!{row.cell('type')}"
        if not is_read:
            not_read.append(where)
        questions.append(question)
    if not questions:
        raise InputRefused(
            say("sheet_survey_has_no_questions"),
            file=str(path),
            remedy=say("write_kinds_of_questions_in_column"),
        )
    survey = Instrument.model_validate(
        {"id": "survey", "kind": InstrumentKind.SURVEY, "title": path.stem, "question": questions}
    )
    scales = {name: one.scale for name, one in lists.items() if one.scale is not None}
    return SurveyFile(
        {PATH: survey},
        {_identifier(name): scale for name, scale in scales.items()},
        cells,
        tuple(not_read),
        tuple(traces),
        says_how_many=False,
    )


def _sheet(path: Path, name: str) -> Iterator[_Row]:
    source = open_source(path, sheet=name, limits=AUDITS)
    columns = tuple(column.strip() for column in source.columns)
    for row in source.rows():
        cells = {column: str(cell).strip() for column, cell in zip(columns, row.cells, strict=False)}
        yield _Row(row.line, cells, columns)


def _label_column(columns: tuple[str, ...]) -> str:
    """The column of labels: the Danish one where there is one."""
    labels = [column for column in columns if re.fullmatch(r"label(::?.*)?", column, re.IGNORECASE)]
    danish = [column for column in labels if re.search(r"dansk|danish|\(da\)", column, re.IGNORECASE)]
    return (danish or labels or ["label"])[0]


def _lists(path: Path, rows: list[_Row]) -> dict[str, _Choices]:
    if not any(row.get("type").startswith("select_") for row in rows):
        return {}
    found: dict[str, list[_Row]] = {}
    for row in _sheet(path, "choices"):
        found.setdefault(row.get("list_name") or row.get("list name"), []).append(row)
    return {
        name: replace(
            _choices(name, options),
            texts={
                row.get("name"): row.get(_label_column(row.columns)) or row.get("name") for row in options
            },
        )
        for name, options in found.items()
        if name
    }


def _choices(name: str, rows: list[_Row]) -> _Choices:
    label = _label_column(rows[0].columns)
    names = [row.get("name") for row in rows]
    texts = [row.get(label) or row.get("name") for row in rows]
    folded = [text.casefold().rstrip(".") for text in texts]
    if len(rows) == 2 and {*folded} in ({"ja", "nej"}, {"yes", "no"}):
        is_yes = [text in ("ja", "yes") for text in folded]
        return _Choices(None, {n: YES if yes else NO for n, yes in zip(names, is_yes, strict=True)}, True)
    outside = [place for place, text in enumerate(texts) if is_outside(text)]
    inside = [place for place in range(len(rows)) if place not in outside[:1]]
    numbers = [int(names[place]) for place in inside if re.fullmatch(r"-?\d+", names[place])]
    numbered = len(numbers) == len(inside) and numbers == sorted(set(numbers))
    values = numbers if numbered else list(range(1, len(inside) + 1))
    by_name: dict[str, int | str] = {names[place]: value for place, value in zip(inside, values, strict=True)}
    by_name |= {names[place]: DONT_KNOW for place in outside[:1]}
    graded = len(inside) > 2 and (numbered or any(is_middle(texts[place]) for place in inside))
    if len(inside) < 2:
        return _Choices(None, by_name)
    scale = Scale.model_validate(
        {
            "id": _identifier(name),
            "title": name,
            "kind": ScaleKind.ORDINAL if graded else ScaleKind.NOMINAL,
            "balanced": True,
            "wording": "proposed",
            "option": [
                {"value": value, "text": texts[place]} for place, value in zip(inside, values, strict=True)
            ],
            "dont_know": texts[outside[0]] if outside else None,
        }
    )
    return _Choices(scale, by_name)


class _Tables:
    """Which table the rows being read belong to, in either way that XLSForm has of writing one.

    A group with the appearance `table-list`, or a question with the appearance `label` whose rows are `list-nolabel`.
    """

    def __init__(self) -> None:
        self.open: list[tuple[str, str]] = []
        self.heading = ""
        self.words = ""

    @property
    def relevant(self) -> str:
        """The conditions of the groups around."""
        return " and ".join(condition for _words, condition in self.open if condition)

    def reads(self, row: _Row) -> bool:
        """Take note of a row; whether it is part of a table's frame and no question itself."""
        word, appearance = row.get("type").replace(" ", "_"), row.get("appearance").split()
        label = row.get(_label_column(row.columns))
        if word == "begin_group":
            self.open.append((label if "table-list" in appearance else "", row.get("relevant")))
        elif word == "end_group" and self.open:
            self.open.pop()
        elif word.startswith("select_one") and "label" in appearance:
            self.heading = label
        else:
            rows = "list-nolabel" in appearance
            self.heading = self.heading if rows else ""
            self.words = self.heading if rows else (self.open[-1][0] if self.open else "")
            return False
        return True


def _question(
    row: _Row,
    kind: str,
    lists: Mapping[str, _Choices],
    used: Mapping[str, Mapping[str, int | str]],
    written: str,
) -> tuple[dict[str, Any], bool]:
    """A question as a definition has it, and whether its condition (`written`) could be read."""
    list_name = row.list_name
    question: dict[str, Any] = {
        "id": _identifier(row.get("name")),
        "text": row.get(_label_column(row.columns)) or row.get("name") or say("without_text"),
        "wording": "proposed",
        "kind": kind,
    }
    if kind == "multiple":
        known = lists.get(list_name)
        options = list(dict.fromkeys(known.texts.values())) if known is not None else []
        if len(options) > 1:
            question["option"] = options
        else:
            kind = "choice"
    if kind == "choice":
        choices = lists.get(list_name)
        is_yes_no = choices is not None and choices.is_yes_no
        question |= {"kind": "yes_no"} if is_yes_no else {"kind": "scale", "scale": _identifier(list_name)}
    if not written:
        return question, True
    condition = _condition(written)
    if condition is None:
        return question, False
    name, answers = condition
    values = used.get(name, {})
    read = [values.get(answer, answer) for answer in answers]
    return {**question, "only_if": {"question": _identifier(name), "answer": read}}, True


def _condition(written: str) -> tuple[str, list[str]] | None:
    """(question, answers one of which is given) of a condition on one question, or None."""
    found = [_TERM.fullmatch(part) for part in re.split(r"\bor\b", written)]
    if not all(found):
        return None
    terms = [(one["a"] or one["b"], (one["x"] or one["y"]).strip("'\"")) for one in found if one]
    names = {name for name, _answer in terms}
    return (names.pop(), [answer for _name, answer in terms]) if len(names) == 1 else None


def _identifier(name: str) -> str:
    """A name as definitions allow it."""
    plain = re.sub(r"[^a-z0-9_-]", "_", name.casefold())[:60]
    return plain if re.match(r"[a-z]", plain) else f"q_{plain}"
