"""Errors that a person can act on. Everything else that is raised is a fault of ours.

Each says what is wrong, where, and what to do; the command line maps the class to an exit code and,
with `--json`, to one error object. Ineligible, suppressed and cannot be concluded are *values*, not errors.
"""

from __future__ import annotations

from typing import ClassVar

from frirum.core.sentences import say


class FrirumError(Exception):
    """Base of the errors shown to people without a traceback.

    Args:
        message: what is wrong, one sentence in the reader's language.
        remedy: what the reader can do about it, or None.
        file: the file it concerns, as the reader named it, or None.
        line: the line in that file (first is 1), or None.
        cell: the cell of a sheet, `B7`, where one is meant.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        *,
        remedy: str | None = None,
        file: str | None = None,
        line: int | None = None,
        cell: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.file = file
        self.line = line
        self.cell = cell

    def as_dict(self) -> dict[str, str | int | None]:
        """The error object of the command line: code, file, line, message, remedy."""
        return {
            "code": self.code,
            "file": self.file,
            "line": self.line,
            "message": self.message,
            "remedy": self.remedy or self._first_step(),
        }

    def _first_step(self) -> str:
        """What to do where nobody wrote it: never nothing."""
        if self.exit_code == UsageError.exit_code:
            return say("see_with_help_what_command_takes")
        if self.exit_code == InputRefused.exit_code:
            if self.line is None:
                return say("mend_what_message_names_and_try")
            return say("mend_line_n_of_file", n=self.line)
        if self.exit_code == NotAllowed.exit_code:
            return say("ask_one_who_is_responsible")
        return say("report_fault_to_those_who_run")


class UsageError(FrirumError):
    """Wrong usage: a bad option value, an unknown slug."""

    code = "usage"
    exit_code = 2


class InputRefused(FrirumError):
    """The input is refused: a missing or bad file, fact, cell or definition. Nothing was written."""

    code = "input_refused"
    exit_code = 3


class NotAllowed(FrirumError):
    """Locked, stopped by disclosure control or by the role, or tampering was found."""

    code = "not_allowed"
    exit_code = 4
