"""A last net under the logs: a CPR number, an e-mail address or a link to a survey is never written.

The first line of defence is that our code logs references only; this one also covers tracebacks and libraries.
"""

from __future__ import annotations

import logging
import re

# Six digits and four, as people, addresses (%2D, +) and file names (_) write them. A random reference may hold the
# same by chance and is what an operator searches the log for, so it is matched first and kept.
_REFERENCE = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_CPR = re.compile(
    rf"(?P<reference>{_REFERENCE})|(?<!\d)\d{{6}}(?:[-_.+\s\u2010-\u2015]|%[0-9A-F]{{2}}|\\u201[0-5])?\d{{4}}(?!\d)",
    re.IGNORECASE,
)
# The address of a survey is somebody's own: who has it may read his draft.
_SURVEY_LINK = re.compile(r"/s/[A-Za-z0-9_-]{20,}")
_EMAIL = re.compile(r"[^\s@<>\"'=(,]+@[^\s@<>\"'),]+")


def without_personal_data(text: str) -> str:
    """`text` with what looks like a CPR number, an e-mail address or somebody's link to a survey taken out."""
    text = _SURVEY_LINK.sub("/s/<link>", text)
    return _EMAIL.sub("<e-mail>", _CPR.sub(lambda found: found["reference"] or "<cpr>", text))


class PersonalDataFilter(logging.Filter):
    """Rewrites the finished message and the traceback of every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = without_personal_data(logging.Formatter().formatException(record.exc_info))
        return True


class OneLineFilter(logging.Filter):
    """Leaves the traceback out: for what strangers cause at will, and what is no fault of the site's."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info, record.exc_text = None, None
        return True
