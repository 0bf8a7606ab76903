"""What can be wrong with a row: a code, where, and what to do. A finding never repeats what a cell says.

A cell in the wrong column may be a name or a CPR number, and findings are kept, sorted and sent on; line and column
are enough to look the cell up in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frirum.core.extracts.words import finding_said, see_line, without_the_field


class FindingCode(StrEnum):
    """What was found. Those of `WARNINGS` are told and the row is taken; all others set it aside."""

    TOO_FEW_CELLS = "too_few_cells"
    TOO_MANY_CELLS = "too_many_cells"
    EMPTY_REQUIRED = "empty_required"
    NO_IDENTITY = "no_identity"
    CPR_REFUSED = "cpr_refused"
    CPR_LOST_ZERO = "cpr_lost_zero"
    CPR_IN_TEXT = "cpr_in_text"
    DATE_UNREADABLE = "date_unreadable"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_SHORT_YEAR = "date_short_year"
    DATE_IS_NUMBER = "date_is_number"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_BENEFIT = "unknown_benefit"
    UNKNOWN_TARGET_GROUP = "unknown_target_group"
    UNKNOWN_MUNICIPALITY = "unknown_municipality"
    OTHER_MUNICIPALITY = "other_municipality"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_AMBIGUOUS = "number_ambiguous"
    OUT_OF_RANGE = "out_of_range"
    IN_FUTURE = "in_future"
    INVISIBLE = "invisible"
    FORMULA_TEXT = "formula_text"
    APOSTROPHE = "apostrophe"
    POINT_NOUGHT = "point_nought"
    POWER = "power"
    ERROR_VALUE = "error_value"
    NOT_YES_OR_NO = "not_yes_or_no"
    TOO_LONG = "too_long"
    END_BEFORE_START = "end_before_start"
    TWICE_DIFFERENT = "twice_different"
    TOTAL_ROW = "total_row"
    UNKNOWN_EXPERIMENT = "unknown_experiment"
    EXPERIMENT_NOT_HERE = "experiment_not_here"
    OUTSIDE_PERIOD = "outside_period"
    MARKED_TWICE = "marked_twice"
    OUTSIDE_TARGET_GROUP = "outside_target_group"
    SET_LATE = "set_late"
    NOT_COVERED = "not_covered"
    NEVER_ENDED = "never_ended"
    PERIOD_NOT_STATED = "period_not_stated"
    USE_REFUSED = "use_refused"
    USE_KNOWN = "use_known"

    @property
    def is_warning(self) -> bool:
        """Whether the row is taken all the same."""
        return self in WARNINGS


WARNINGS = frozenset(
    {
        FindingCode.SET_LATE,
        FindingCode.NOT_COVERED,
        FindingCode.NEVER_ENDED,
        FindingCode.PERIOD_NOT_STATED,
        FindingCode.USE_KNOWN,
    }
)


@dataclass(frozen=True)
class ExtractFinding:
    """One thing about one row.

    Attributes:
        line: the line of the file.
        column: the column's heading in the file; "" when it is about the whole row.
        other_line: another line it has to do with, or None.
        left_out: the row is taken without the cell, which it can do without.
    """

    code: FindingCode
    line: int
    column: str = ""
    other_line: int | None = None
    left_out: bool = False

    @property
    def is_warning(self) -> bool:
        """Whether the row is taken all the same: always with such a code, or without this one cell."""
        return self.left_out or self.code.is_warning

    @property
    def text(self) -> str:
        """What is wrong, in the reader's language."""
        said = finding_said(self.code)[0]
        if self.left_out:
            said = without_the_field(said)
        return see_line(said, self.other_line) if self.other_line else said

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return finding_said(self.code)[1]
