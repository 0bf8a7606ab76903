"""One value of a definition as a person writes and reads it. What cannot be read is kept as it was typed.

A value that is wrong stays in the draft as text, where the checker finds it and the page shows it again: nothing that
was typed is lost, and there is one place that says what is wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

from frirum.core.authoring.schema import AskedField, WrittenAs
from frirum.core.catalogue.conditions import FactType
from frirum.core.vocabulary.danish import format_exact

ReadDay = Callable[[str], dt.date | None]
"""Reads a day as people write it; None for what is none."""

_WHOLE = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[.\s\u00a0](?=\d{3}(\D|$))")
YES, NO = "ja", "nej"
_YES_NO = {YES: True, NO: False, "yes": True, "no": False}


def read_whole(text: str) -> int | str:
    """A whole number, with or without a mark between thousands; else the text."""
    bare = _THOUSANDS.sub("", text.strip())
    return int(bare) if _WHOLE.fullmatch(bare) and len(bare) < 16 else text.strip()


def read_number(text: str) -> int | float | str:
    """A number with a decimal comma or point; else the text."""
    bare = _THOUSANDS.sub("", text.strip()) if "," in text or text.count(".") > 1 else text.strip()
    if not _NUMBER.fullmatch(bare) or len(bare) > 16:
        return text.strip()
    number = float(bare.replace(",", "."))
    return int(number) if number.is_integer() and "," not in bare and "." not in bare else number


def read_scalar(text: str, read_day: ReadDay) -> Any:
    """A yes or no, a day, a number or a text, whichever it looks like."""
    bare = text.strip()
    if bare.casefold() in _YES_NO:
        return _YES_NO[bare.casefold()]
    if _NUMBER.fullmatch(bare):
        return read_number(bare)
    return read_day(bare) or bare


def lines(text: str) -> list[str]:
    """The lines with something on them."""
    return [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def read_value(field: AskedField, typed: Sequence[str], old: Any, read_day: ReadDay) -> Any:
    """The value of a plain field; None where nothing was typed.

    Args:
        typed: the texts of the fields of that name; several only for ticks.
        old: the value before, whose order stays where the same things are ticked.
    """
    if field.kind is WrittenAs.CHOICES:
        chosen: list[Any] = [one for one in typed if one]
        if field.ref == "municipality":
            chosen = [read_whole(one) for one in chosen]
        same = isinstance(old, list) and set(map(str, old)) == set(map(str, chosen))
        return (old if same else chosen) or None
    text = (typed[0] if typed else "").replace("\r\n", "\n").strip()
    if not text:
        return None
    if old is not None and text == shown_value(field, old).strip():
        return old  # a text that looks like a number stays a text when nobody touched it
    return _read_one(field, text, read_day)


def _read_one(field: AskedField, text: str, read_day: ReadDay) -> Any:
    if field.ref == "municipality":
        return read_whole(text)
    match field.kind:
        case WrittenAs.FLAG:
            found = {YES: True, NO: False}.get(text, text)
            return None if field.default is not None and found == field.default else found
        case WrittenAs.WHOLE:
            number = read_whole(text)
            return None if field.default == number else number
        case WrittenAs.NUMBER:
            return read_number(text)
        case WrittenAs.DAY:
            return read_day(text) or text
        case WrittenAs.LINES:
            return lines(text)
        case WrittenAs.DAYS:
            return [read_day(one) or one for one in lines(text)]
        case WrittenAs.WHOLES:
            return [read_whole(one) for one in re.split(r"[,;\s]+|\bog\b", text) if one]
        case WrittenAs.SCALAR:
            return read_scalar(text, read_day)
        case WrittenAs.SCALARS:
            return [read_scalar(one, read_day) for one in lines(text)]
    return None if field.default is not None and text == field.default else text


IN_NOTES = {"{order}": "{hjemmel}", "{date}": "{dag}", "{reason}": "{begrundelse}"}
"""What a note has filled in: as the file writes it, and as people do."""


def note_for_people(text: str) -> str:
    """A note's text with what is filled in called by its Danish name."""
    for key, word in IN_NOTES.items():
        text = text.replace(key, word)
    return text


def note_for_file(text: str) -> str:
    """The reverse of `note_for_people`."""
    for key, word in IN_NOTES.items():
        text = text.replace(word, key)
    return text


def shown_value(field: AskedField, value: Any) -> str:
    """A value as it stands in its field."""
    if value is None:
        return ""
    if isinstance(value, list):
        joint = ", " if field.kind is WrittenAs.WHOLES else "\n"
        return joint.join(shown_scalar(one) for one in value)
    return shown_scalar(value)


def shown_scalar(value: Any) -> str:
    """A yes or no, a day, a number or a text as people write it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, float):
        return format_exact(value)
    return str(value)


def read_fact(kind: str, text: str, read_day: ReadDay) -> Any:
    """A fact's value in an example or a condition; what does not fit is kept as typed."""
    bare = text.strip()
    if kind == FactType.BOOL:
        return _YES_NO.get(bare.casefold(), bare)
    if kind in (FactType.INTEGER, FactType.MUNICIPALITY):
        return read_whole(bare)
    if kind == FactType.NUMBER:
        return read_number(bare)
    if kind == FactType.DATE:
        return read_day(bare) or bare
    return bare
