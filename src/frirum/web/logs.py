"""A last net under the logs: something shaped like a CPR number or an e-mail address is never written.

The first line of defence is that our code logs references only; this one also covers tracebacks and libraries.
"""

from __future__ import annotations

import logging
import re

_CPR = re.compile(r"\b\d{6}[-\s]?\d{4}\b")
_EMAIL = re.compile(r"[^\s@<>\"'=(,]+@[^\s@<>\"'),]+")


def without_personal_data(text: str) -> str:
    """`text` with what looks like a CPR number or an e-mail address taken out."""
    return _EMAIL.sub("<e-mail>", _CPR.sub("<cpr>", text))


class PersonalDataFilter(logging.Filter):
    """Rewrites the finished message and the traceback of every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = without_personal_data(logging.Formatter().formatException(record.exc_info))
        return True
