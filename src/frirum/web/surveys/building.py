"""An own questionnaire from the builder's form or an XLSForm to the TOML that is kept, and back into the form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomli_w

from frirum.core.catalogue.canonical import to_document
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.questions import QuestionKind
from frirum.core.designs.checks.survey_file import check_survey_file, place_of
from frirum.core.errors import InputRefused
from frirum.core.instruments.questions import AskedQuestion, together
from frirum.core.instruments.survey import Survey
from frirum.core.instruments.survey_file import read_survey_toml
from frirum.core.instruments.xlsform_reading import is_outside, read_xlsform
from frirum.core.language import gettext as _
from frirum.web.temporary import unnamed_file

MOST_QUESTIONS = 40
OWN_OPTIONS, MULTIPLE, YES_NO, TEXT, NUMBER, DAY = "own", "multiple", "yes_no", "open", "number", "date"


def key_of(title: str) -> str:
    """A questionnaire's name in addresses: `eget-` and the title's own letters."""
    plain = title.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return f"eget-{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')[:50] or 'skema'}"


def toml_of(title: str, respondents: str, rows: Sequence[Mapping[str, str]]) -> str:
    """The questionnaire as TOML.

    Args:
        rows: text, text_en, kind (the id of a shared scale, or one of this module's), options (a line each), lines (of
            a table, a line each, English after a bar), after (the number of an earlier question) and answers (its
            answers, a line each), as typed.

    Raises:
        InputRefused: a condition on a question that does not come before, options that are too few, or a table of
            something that is not answered on a scale.
    """
    questions: list[dict[str, Any]] = []
    scales: list[dict[str, Any]] = []
    by_number: dict[int, dict[str, Any] | None] = {}
    for place, row in enumerate(rows, start=1):
        made = _question(place, row, by_number)
        lines = [line.strip() for line in row.get("lines", "").splitlines() if line.strip()]
        if lines and made["kind"] == "category":
            scales.append(_own_scale(f"skala-{place}", made.pop("option"), place))
            made |= {"kind": "scale", "scale": f"skala-{place}"}
        questions += _table(made, lines, place) if lines else [made]
        by_number[place] = None if lines else made
    instrument = {
        "id": key_of(title), "kind": "survey", "title": title, "respondents": [respondents], "question": questions,
    }  # fmt: skip
    return tomli_w.dumps({"instrument": [instrument], **({"scale": scales} if scales else {})})


def _own_scale(name: str, texts: Sequence[str], place: int) -> dict[str, Any]:
    """Own options in the order they were written, as a scale that the lines of a table share."""
    outside = [text for text in texts if is_outside(text)]
    inside = [text for text in texts if text not in outside[:1]]
    if len(inside) < 2:
        raise InputRefused(
            _("Spørgsmål {n} har ikke to forskellige svarmuligheder.").format(n=place),
            remedy=_("Skriv svarmulighederne, én på hver linje."),
        )
    return {
        "id": name, "title": name, "kind": "ordinal", "balanced": True, "wording": "proposed",
        "option": [{"value": value, "text": text} for value, text in enumerate(inside, start=1)],
        **({"dont_know": outside[0]} if outside else {}),
    }  # fmt: skip


def _table(above: dict[str, Any], lines: Sequence[str], place: int) -> list[dict[str, Any]]:
    """A question a line on the scale of `above`, whose words stand above them."""
    if above["kind"] not in ("scale", "yes_no"):
        raise InputRefused(
            _("Spørgsmål {n} er en tabel, men svaret er ikke en skala.").format(n=place),
            remedy=_("Vælg en skala eller ja og nej, eller lad tabellens linjer stå tomme."),
        )
    shared = {key: value for key, value in above.items() if key not in ("id", "text", "text_en")}
    shared["grid"] = above["text"]
    if "text_en" in above:
        shared["grid_en"] = above["text_en"]
    found = []
    for number, line in enumerate(lines, start=1):
        text, _bar, english = (part.strip() for part in line.partition("|"))
        found.append(
            {"id": f"q{place}-{number}", "text": text, **({"text_en": english} if english else {}), **shared}
        )
    return found


def _question(
    place: int, row: Mapping[str, str], before: Mapping[int, dict[str, Any] | None]
) -> dict[str, Any]:
    kind = row["kind"]
    lines = [line.strip() for line in row.get("options", "").splitlines() if line.strip()]
    made: dict[str, Any] = {"id": f"q{place}", "text": row["text"].strip(), "wording": "proposed"}
    if row.get("text_en", "").strip():
        made["text_en"] = row["text_en"].strip()
    if kind in (OWN_OPTIONS, MULTIPLE):
        if len(set(lines)) < 2:
            raise InputRefused(
                _("Spørgsmål {n} har ikke to forskellige svarmuligheder.").format(n=place),
                remedy=_("Skriv svarmulighederne, én på hver linje."),
            )
        made |= {"kind": "category" if kind == OWN_OPTIONS else kind, "option": list(dict.fromkeys(lines))}
    elif kind in (YES_NO, TEXT, NUMBER, DAY):
        made["kind"] = kind
    else:
        made |= {"kind": "scale", "scale": kind}
    after = row.get("after", "").strip()
    if after:
        if not after.isdigit() or not 0 < int(after) < place:
            raise InputRefused(
                _("Spørgsmål {n} hænger på et spørgsmål, der ikke kommer før det.").format(n=place),
                remedy=_("Skriv nummeret på et tidligere spørgsmål, eller lad feltet stå tomt."),
            )
        earlier = before[int(after)]
        if earlier is None:
            raise InputRefused(
                _("Spørgsmål {n} hænger på en tabel, som har flere svar.").format(n=place),
                remedy=_("Lad det hænge på et spørgsmål, der står alene."),
            )
        made["only_if"] = {"question": f"q{int(after)}", "answer": _answers(earlier, row, place)}
    return made


def _answers(asked: dict[str, Any], row: Mapping[str, str], place: int) -> list[Any]:
    """The answers of an earlier question in its own values."""
    wanted = [line.strip().casefold() for line in row.get("answers", "").splitlines() if line.strip()]
    known: dict[str, Any] = {}
    if asked["kind"] == "yes_no":
        known = {"ja": "yes", "nej": "no"}
    elif asked["kind"] in ("category", "multiple"):
        known = {text.casefold(): text for text in asked["option"]}
    elif asked["kind"] == "scale":
        known = {one.text.casefold(): one.value for one in shipped_shared().scales[asked["scale"]].options}
    if not wanted or not set(wanted) <= set(known):
        raise InputRefused(
            _("Spørgsmål {n} stilles efter et svar, som det tidligere spørgsmål ikke har.").format(n=place),
            remedy=_("Skriv et af dets svar: {answers}.").format(answers=", ".join(known)),
        )
    return [known[one] for one in wanted]


def toml_of_xlsform(path: Path, title: str) -> str:
    """An XLSForm as the TOML that is kept.

    Raises:
        InputRefused: it is none, or a condition cannot be read.
    """
    read = read_xlsform(path)
    instrument = next(iter(read.surveys.values()))
    if read.skips_not_read:
        raise InputRefused(
            _("Betingelsen for et spørgsmål kan ikke læses."),
            remedy=_("Brug en betingelse på svaret på ét tidligere spørgsmål."),
        )
    document = to_document(instrument.model_copy(update={"id": key_of(title), "title": title}))
    used = {question.scale for question in instrument.questions if question.scale}
    scales = [to_document(scale) for key, scale in read.scales.items() if key in used]
    return tomli_w.dumps({"instrument": [document], **({"scale": scales} if scales else {})})


def findings_of(content: str) -> list[tuple[str, str, str]]:
    """(place, what is wanting, what to do) by the checks that a design's questionnaires get."""
    with unnamed_file() as (file, path):
        file.write(content.encode())
        file.flush()
        read = read_survey_toml(path)
        return [(place_of(one, read), one.message, one.mend) for one in check_survey_file(read)]


def rows_of(survey: Survey) -> list[dict[str, str]]:
    """A questionnaire as the builder's rows; a scale of its own becomes options of a category."""
    shared = shipped_shared().scales
    groups = together(survey.questions)
    number = {asked.id: str(place) for place, group in enumerate(groups, start=1) for asked in group}
    return [_row_of(group, survey, shared, number) for group in groups]


def _row_of(
    group: Sequence[AskedQuestion], survey: Survey, shared: Mapping[str, Any], number: Mapping[str, str]
) -> dict[str, str]:
    row = _row(group[0], survey, shared, number)
    first = group[0].question
    if first.grid is None:
        return row
    lines = (" | ".join(filter(None, (one.question.text, one.question.text_en))) for one in group)
    return {**row, "text": first.grid, "text_en": first.grid_en or "", "lines": "\n".join(lines)}


def _row(
    asked: AskedQuestion, survey: Survey, shared: Mapping[str, Any], number: Mapping[str, str]
) -> dict[str, str]:
    question = asked.question
    is_own = question.scale is not None and question.scale not in shared
    kind = question.scale or question.kind.value
    if question.kind is QuestionKind.CATEGORY or is_own:
        kind = OWN_OPTIONS
    row = {
        "text": question.text,
        "text_en": question.text_en or "",
        "kind": kind,
        "options": "\n".join(one.text for one in asked.options) if kind in (OWN_OPTIONS, MULTIPLE) else "",
        "lines": "",
        "after": "",
        "answers": "",
    }
    if question.only_if is not None:
        before = next(one for one in survey.questions if one.id == question.only_if.question)
        row["after"] = number[question.only_if.question]
        said = (before.option(answer) for answer in question.only_if.answers)
        row["answers"] = "\n".join(option.text for option in said if option)
    return row
