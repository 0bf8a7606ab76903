"""A fault as the writer of a form reads it: where it is in the form's own words, and without the file's keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from frirum.core.authoring.posted import field_name
from frirum.core.authoring.schema import NESTED, AskedField, WrittenAs, field_of, tables
from frirum.core.authoring.sections import FormPage, section_of
from frirum.core.authoring.sentences import say
from frirum.core.authoring.values import note_for_people
from frirum.core.authoring.words import in_form, is_missing, table_words, words_of
from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.faults import Fault


@dataclass(frozen=True)
class SaidFault:
    """A fault in words.

    Attributes:
        page: the page of the form on which it is mended.
        field: the name of the field on that page; "" for the draft as a whole.
        where: the way to it, as the form calls it.
    """

    fault: Fault
    page: FormPage
    field: str
    where: str
    message: str
    is_missing: bool = False
    """Nobody has written it yet: no mistake, and no reason to show a new draft in red."""


def said(fault: Fault) -> SaidFault:
    """The fault in the form's words."""
    if not fault.path:
        page = section_of("")
        return SaidFault(fault, page, "", say("text_of_draft"), fault.message)
    return SaidFault(
        fault,
        section_of(fault.path),
        field_name(fault.path),
        where_is(fault.path),
        _message(fault),
        is_missing(fault.message) or "not_stated" in fault.message,
    )


def where_is(path: str) -> str:
    """The way to a key path: "Regel, der fraviges 1, Hvad der gælder i forsøget i stedet"."""
    table: type[DefinitionTable] | None = Experiment
    words: list[str] = []
    steps = re.findall(r"[^.\[\]]+", path)
    for place, step in enumerate(steps):
        if step.isdigit():
            continue
        field = field_of(table, step) if table else None
        if table is None or field is None:
            break
        number = steps[place + 1] if place + 1 < len(steps) and steps[place + 1].isdigit() else ""
        words.append(_step(table, field, number))
        table = field.table if field.kind in NESTED else None
    return ", ".join(filter(None, words)) or say("draft")


def _step(table: type[DefinitionTable], field: AskedField, number: str) -> str:

    if field.key in ("all", "any", "not"):
        return say("condition_n", n=int(number) + 1) if number else ""
    if number and field.kind in (WrittenAs.TABLES, WrittenAs.CONDITIONS):
        return f"{table_words(table, field).one} {int(number) + 1}"
    return words_of(table, field).label


def _message(fault: Fault) -> str:
    """What is wrong, in the words of the form: a missing key is an empty field."""
    message = fault.message
    if is_missing(message):
        return say("must_be_filled_in")
    if "not_stated" in message:
        return say("write_something_or_tick_not_settled")
    own = in_form(message)
    if own is not None:
        return own
    if any(operator in message for operator in ("operator", "all, any, not")):
        return say("choose_what_answer_is_to_be")
    if message == say("value_must_be_date_without_quotation", value=_given(message)):
        return say("value_is_not_date_write_day", value=_given(message))
    message = note_for_people(message)
    return _KEY.sub(lambda found: _label_of(found[0]), message)


def _given(message: str) -> str:
    start = say("value_must_be", value="\0").split("\0")[1]
    return message.split(start, maxsplit=1)[0]


_KEY = re.compile(
    r"\b[a-z]+(?:_[a-z]+)+\b|\b(?:kind|type|choice|statute|reading|role|scale|counts|until|text|line)\b"
)


def _label_of(key: str) -> str:
    for table in tables():
        field = field_of(table, key)
        if field is not None:
            return f"»{words_of(table, field).label}«"
    return key
