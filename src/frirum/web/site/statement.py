"""The facts of the accessibility statement, kept beside the code that tests them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from frirum.web.site.context import Contact, contact


@dataclass(frozen=True)
class Statement:
    """What the page says; the texts themselves stand in its template.

    Args:
        reviewed: when a person last went through the pages and this text.
        contact: who answers for this installation.
    """

    reviewed: dt.date
    contact: Contact


# Set when somebody has looked at every page again; the rules ask for once a year.
REVIEWED = dt.date(2026, 11, 27)


def statement() -> Statement:
    """The statement of this installation."""
    return Statement(reviewed=REVIEWED, contact=contact())
