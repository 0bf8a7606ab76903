"""What is held of every definition, whoever writes it: the schema's faults, and what only running it shows.

The shipped catalogue's tests ask the same of the shipped definitions; a draft, an import and `frirum catalogue
check` get it from here. Each fault has its key path, its line and the name of the table it stands in.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from frirum.core.authoring.reach import impossible
from frirum.core.authoring.sentences import say
from frirum.core.catalogue.casework import JournalNote
from frirum.core.catalogue.conditions import Example
from frirum.core.catalogue.experiment import Case, Experiment, Part
from frirum.core.catalogue.faults import Fault, name_at
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.lines import line_of, lines_of
from frirum.core.catalogue.loader import read_definition
from frirum.core.catalogue.participation import ApprovedPeriod
from frirum.core.catalogue.shared import Shared
from frirum.core.catalogue.template import template_file
from frirum.core.law.examples import assessed
from frirum.core.law.journal import cited
from frirum.core.vocabulary.citizen_numbers import contains_cpr
from frirum.core.vocabulary.danish import format_date

Found = Iterator[tuple[str, str]]
"""(key path, what is wrong)."""
PLACEHOLDERS = ("order", "date", "reason")
"""What a note's template may have filled in."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ONE_DAY = dt.timedelta(days=1)


def checked_definition(
    text: str, *, file: str | None = None, shared: Shared | None = None
) -> tuple[Experiment | None, list[Fault]]:
    """The definition in `text` and everything that is wrong with it; None where nothing of it could be read."""
    experiment, faults = read_definition(text, file=file, shared=shared)
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return experiment, faults
    found = [*_template_texts(raw), *_citizens(raw)]
    # Cases are run when the whole definition can be read: half of one would give half an answer.
    if experiment is not None and not faults:
        found += further_faults(experiment)
    lines, known = lines_of(text), {fault.path for fault in faults}
    faults += [
        Fault(file, path, message, None, line_of(path, lines), name_at(raw, path))
        for path, message in found
        if path not in known
    ]
    return experiment, faults


def further_faults(experiment: Experiment) -> list[tuple[str, str]]:
    """(key path, what is wrong) of a definition that can be read: what running it shows."""
    return [
        *_examples(experiment),
        *impossible(experiment),
        *_notes(experiment),
        *_gaps(experiment),
    ]


# ---- texts ----


_USABLE = frozenset(
    {
        "Opfølgning",
        "Ansøgningen blev sendt.",
        "Borgeren har været ledig i under 26 uger",
        "En borger med 10 ugers ledighed er omfattet.",
    }
)
"""Texts of the template that a definition may well keep."""
_TEMPLATE_TEXT = re.compile(r'(?:short_title|summary|title|text|ordinary|derogation|number) = "([^"]+)"')


@cache
def template_texts() -> frozenset[str]:
    """The texts of the shipped template that stand for what is to be written, those of its comments included."""
    found = _TEMPLATE_TEXT.findall(template_file().read_text(encoding="utf-8"))
    return frozenset(found) - _USABLE


def _template_texts(raw: Mapping[str, Any]) -> Found:
    for path, text in _texts(raw):
        if text in template_texts():
            yield path, say("template_text_still_stands_here_text", text=text)


def _citizens(raw: Mapping[str, Any]) -> Found:
    for path, text in _texts(raw):
        if contains_cpr(text):
            yield (
                path,
                say("text_holds_something_looks_like_cpr"),
            )


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _texts(one, f"{path}[{place}]")


# ---- examples ----


def _cases(experiment: Experiment) -> Iterator[tuple[str, Part | None, Case]]:
    yield "", None, experiment
    for place, part in enumerate(experiment.parts):
        yield f"part[{place}].", part, part


def _examples(experiment: Experiment) -> Found:
    for prefix, part, case in _cases(experiment):
        for place, example in enumerate(case.examples):
            yield from _example(experiment, part, example, f"{prefix}example[{place}]")


def _example(experiment: Experiment, part: Part | None, example: Example, path: str) -> Found:
    found = assessed(experiment, part, example)
    if found.answer != example.answer:
        says = label(found.answer) if found.answer else say("cannot_be_decided_yet")
        wanted = label(example.answer) if example.answer else say("cannot_be_decided_yet")
        message = say("example_is_to_give_wanted_but")
        yield f"{path}.answer", message.format(wanted=wanted, says=says)
        return
    questions = {fact.id: fact.question for fact in experiment.all_facts()}
    for name in example.missing_facts:
        if name not in found.missing_facts:
            message = say("example_says_question_is_missing_but")
            yield f"{path}.missing_facts", message.format(question=questions.get(name, name))
    dates = {one.obligation.id: (one.ordinary, one.experiment) for one in found.deadlines}
    for place, expected in enumerate(example.deadlines):
        has = dates.get(expected.obligation)
        if has != (expected.ordinary, expected.experiment):
            message = say("deadline_comes_out_as_ordinary")
            ordinary, ours = has or (None, None)
            yield f"{path}.deadline[{place}]", message.format(ordinary=_day(ordinary), experiment=_day(ours))


def _day(day: dt.date | None) -> str:
    return format_date(day) if day else say("no_day")


# ---- notes ----


def _notes(experiment: Experiment) -> Found:
    names = {basis.id: cited(basis) for basis in experiment.legal_bases}
    for place, note in enumerate(experiment.notes):
        yield from _placeholders(note, f"note[{place}]")
        text = note.template or note.content
        for basis in note.must_cite:
            if basis in names and "{order}" not in text and names[basis] not in text:
                message = say("note_must_cite_basis_but_wording")
                key = "template" if note.template else "content"
                yield f"note[{place}].{key}", message.format(basis=names[basis], order="{order}")
                break


def _placeholders(note: JournalNote, path: str) -> Found:
    for key, text in (("template", note.template), ("content", note.content)):
        for name in _PLACEHOLDER.findall(text or ""):
            if name not in PLACEHOLDERS:
                allowed = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
                message = say("name_is_filled_in_by_nothing")
                yield f"{path}.{key}", message.format(name=f"{{{name}}}", allowed=allowed)


# ---- time ----


def _gaps(experiment: Experiment) -> Found:
    """Days between two periods, on which nobody knows what applies."""
    periods = [
        (one.start, one.end, place, one)
        for place, one in enumerate(experiment.periods)
        if one.start is not None and one.end is not None
    ]
    by_part: dict[tuple[str, ...], list[tuple[dt.date, dt.date, int, ApprovedPeriod]]] = {}
    for start, end, place, one in periods:
        by_part.setdefault(one.part_slugs, []).append((start, end, place, one))
    for rows in by_part.values():
        for first, second in pairwise(sorted(rows, key=lambda row: row[0])):
            if second[0] > first[1] + _ONE_DAY:
                message = say("between_periods_nothing_applies_from_first")
                yield (
                    f"period[{second[2]}].from",
                    message.format(
                        first=format_date(first[1] + _ONE_DAY), last=format_date(second[0] - _ONE_DAY)
                    ),
                )
