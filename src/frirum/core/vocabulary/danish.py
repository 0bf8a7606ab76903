"""How Danish (and English) readers expect numbers, dates and sorted names."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal

from frirum.core.language import current_language

_MONTHS = {
    "da": (
        "januar", "februar", "marts", "april", "maj", "juni",
        "juli", "august", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_SEPARATORS = {"da": (".", ","), "en": (",", ".")}
_MOST_DECIMALS = 4
_MINUS = "\N{MINUS SIGN}"


def format_date(date: dt.date) -> str:
    """1. juli 2018 (English: 1 July 2018)."""
    chosen = current_language()
    dot = "." if chosen == "da" else ""
    return f"{date.day}{dot} {_MONTHS[chosen][date.month - 1]} {date.year}"


def format_month(date: dt.date) -> str:
    """juli 2018 (English: July 2018)."""
    return f"{_MONTHS[current_language()][date.month - 1]} {date.year}"


def format_number(value: int | float | Decimal, decimals: int = 0) -> str:
    """1.234,5 with a true minus sign (English: 1,234.5). Rounds half away from zero, as people do."""
    thousands, point = _SEPARATORS[current_language()]
    # str() first: a float's shortest decimal form is what a person reads, not its binary tail.
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    sign = _MINUS if exact < 0 else ""
    return f"{sign}{grouped}{point + fraction if fraction else ''}"


def decimals_of(value: float | int) -> int:
    """Decimals that show three digits of a figure; none for a whole number."""
    if isinstance(value, int) or value == 0 or float(value).is_integer():
        return 0
    return min(max(2 - math.floor(math.log10(abs(value))), 0), _MOST_DECIMALS)


def format_exact(value: int | float | Decimal) -> str:
    """A number with the decimals it has and no more: 2,5; 12,2; 14."""
    exact = Decimal(str(value)).normalize()
    return format_number(exact, max(0, -int(exact.as_tuple().exponent)))


def format_share(share: float, decimals: int = 1) -> str:
    """A share (0-1) as `12,5 pct.` (English: 12.5 per cent)."""
    unit = "pct." if current_language() == "da" else "per cent"
    return f"{format_number(Decimal(str(share)) * 100, decimals)} {unit}"


def format_p_value(p: float) -> str:
    """0,0909; under 0,0001 (English: below 0.0001): a p-value is never 0."""
    smallest = 0.0001
    if p >= smallest:
        return format_number(p, 4)
    below = "under" if current_language() == "da" else "below"
    return f"{below} {format_number(smallest, 4)}"


# æ, ø and å come after z, in that order; aa counts as å, as place names are sorted (Aalborg last).
_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "é": "e", "ü": "y"})


def sort_key(text: str) -> str:
    """A key that sorts names as Danes do, on every database and platform."""
    return text.casefold().replace("aa", "å").translate(_ORDER)
