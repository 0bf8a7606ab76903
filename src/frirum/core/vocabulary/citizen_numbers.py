"""A citizen's numbers as people and files write them: the CPR number, and the case system's own.

Reading alone; nothing is kept or looked up here. No message repeats what was written.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from frirum.core.errors import InputRefused
from frirum.core.vocabulary.sentences import say

CPR_DIGITS, LONGEST_CASE_NUMBER = 10, 60
# A replacement number has 6 added to the first digit of the day, so that it is not mistaken for a real one
# (CPR-kontoret, "Erstatningspersonnummer i eksterne systemer").
REPLACEMENT_DAYS = 60
# What public data services take as a filler; it is nobody.
FILLER = "0" * CPR_DIGITS

_SEPARATORS = re.compile(r"[\s\u00a0\-\u2010-\u2015]+")
_CASE_NUMBER = re.compile(r"[A-Za-zÆØÅæøå0-9][A-Za-zÆØÅæøå0-9 ._/-]*")
# As a person may write it inside a text. Dates like 01-07-2018 have fewer digits together and are not meant.
_CPR_IN_TEXT = re.compile(r"(?<!\d)\d{6}[-\s\u2010-\u2015]?\d{4}(?!\d)")
# Six digits and four as people write them, or day, month and year apart. A decimal fraction ("0.1234567890") is none.
_SHAPES = re.compile(
    r"(?<!\d)(?<!\d[.,])"
    r"(?:\d{6}(?:[-\s_.\u00ad\u2010-\u2015]|\s[-\u2010-\u2015]\s)?\d{4}"
    r"|(?:0[1-9]|[12]\d|3[01])([ .\-/])(?:0[1-9]|1[0-2])\1\d{2}[-\u2010-\u2015]\d{4})(?!\d)"
)
# They hold ten digits in a row by chance, keyed hashes of 16 digits in one of 74.
_RANDOM = re.compile(
    r"\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{32,128})\b", re.IGNORECASE
)


class LostZero(InputRefused):
    """Nine digits were written, as spreadsheets leave them of a number that begins with zero.

    `proposed` is the number with the zero: proposed to the person, never assumed.
    """

    def __init__(self, proposed: str) -> None:
        super().__init__(
            say("cpr_number_has_only_9_digits"),
            remedy=say("give_all_10_or_confirm_leading"),
        )
        self.proposed = proposed


@dataclass(frozen=True)
class Identity:
    """A citizen by CPR number (ten digits), by the case system's number, or both. Neither is ever printed."""

    cpr: str = field(default="", repr=False)
    case_number: str = field(default="", repr=False)


def read_identity(cpr: str, case_number: str, *, zero_confirmed: bool = False) -> Identity:
    """What a person typed in the two fields.

    Args:
        zero_confirmed: the person has said that nine digits lack a leading zero.

    Raises:
        LostZero: nine digits, and nobody has confirmed the zero.
        InputRefused: neither is given, or one of them cannot be.
    """
    found = Identity(
        read_cpr(cpr, zero_confirmed=zero_confirmed) if cpr.strip() else "",
        read_case_number(case_number) if case_number.strip() else "",
    )
    if not (found.cpr or found.case_number):
        raise InputRefused(say("give_citizen_cpr_number_or_case"))
    return found


def read_cpr(text: str, *, zero_confirmed: bool = False) -> str:
    """A CPR number as ten digits, written with or without spaces and hyphen.

    Modulus 11 is not asked: since 1 October 2007 numbers are given that do not fulfil it (CPR-kontoret). The date in
    it must exist, or exist with 60 added to the day (a replacement number).

    Raises:
        LostZero, InputRefused: as `read_identity`. The message never repeats what was typed.
    """
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        raise InputRefused(say("cpr_number_consists_of_digits_only"))
    if len(digits) == CPR_DIGITS - 1 and _date_exists("0" + digits):
        if not zero_confirmed:
            raise LostZero("0" + digits)
        digits = "0" + digits
    if len(digits) != CPR_DIGITS:
        raise InputRefused(
            say("cpr_number_has_10_digits_here", n=len(digits)),
            remedy=say("write_as_ddmmyy_nnnn"),
        )
    if digits == FILLER:
        raise InputRefused(say("number_is_filler_and_belongs"), remedy=say("use_case_number_instead"))
    if not _date_exists(digits):
        raise InputRefused(say("first_six_digits_are_not_date"), remedy=say("check_number_in_case"))
    return digits


def lost_zero(text: str) -> str:
    """The number to propose where nine digits lack a leading zero; "" where that is not it."""
    try:
        read_cpr(text)
    except LostZero as lost:
        return lost.proposed
    except InputRefused:
        pass
    return ""


def _date_exists(cpr: str) -> bool:
    """Whether digits 1-6, with the century that digit 7 gives, are a date, the day possibly raised by 60."""
    day, month, short_year, seventh = int(cpr[:2]), int(cpr[2:4]), int(cpr[4:6]), int(cpr[6])
    try:
        dt.date(
            _century(short_year, seventh) + short_year,
            month,
            day - REPLACEMENT_DAYS if day > REPLACEMENT_DAYS else day,
        )
    except ValueError:
        return False
    return True


def _century(short_year: int, seventh: int) -> int:
    """The table of CPR-kontoret, "Personnummeret i CPR-systemet": digits 5, 6 and 7 give the century."""
    last_of_2000s_with_four_or_nine, last_of_2000s_with_five_to_eight = 36, 57
    if seventh in (4, 9):
        return 2000 if short_year <= last_of_2000s_with_four_or_nine else 1900
    if seventh >= 5:
        return 2000 if short_year <= last_of_2000s_with_five_to_eight else 1800
    return 1900


def read_case_number(text: str) -> str:
    """The case system's own number, spaces at the ends taken off.

    Raises:
        InputRefused: too long, signs that stand in no case number, or shaped like a CPR number.
    """
    number = " ".join(text.split())
    if any(_date_exists(_SEPARATORS.sub("", found)) for found in _CPR_IN_TEXT.findall(number)):
        raise InputRefused(
            say("case_number_looks_like_cpr_number"), remedy=say("write_cpr_number_in_own_field")
        )
    if len(number) > LONGEST_CASE_NUMBER or not _CASE_NUMBER.fullmatch(number):
        raise InputRefused(say("case_number_can_have_at_most", n=LONGEST_CASE_NUMBER))
    return number


def contains_cpr(text: str) -> bool:
    """Whether something shaped like a CPR number stands in the text; random references and hashes are passed over.

    Only the shape is asked for: a number with a digit typed wrong is a citizen's all the same.
    """
    return bool(_SHAPES.search(text)) and bool(_SHAPES.search(_RANDOM.sub(" ", text)))


def refuse_cpr(text: str) -> str:
    """The text with its ends trimmed.

    Raises:
        InputRefused: something shaped like a CPR number stands in it: texts are read by more people than a number is.
    """
    if contains_cpr(text):
        raise InputRefused(say("text_holds_something_looks_like_cpr"), remedy=say("take_number_out"))
    return text.replace("\r\n", "\n").strip()
