"""What is said of a file that cannot be read for certain, by whoever reads it: what, on which line, and what to do."""

from __future__ import annotations

from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.files.limits import MB
from frirum.core.files.sentences import say
from frirum.core.vocabulary.danish import format_number


def refuse_absent(path: Path) -> None:
    """Refuse a file that is not there, a folder, or one that may not be read.

    Raises:
        InputRefused: as said.
    """
    if path.is_dir():
        raise InputRefused(say("is_folder_not_file"), file=str(path), remedy=say("name_file_in_folder"))
    if not path.is_file():
        raise InputRefused(
            say("file_does_not_exist"),
            file=str(path),
            remedy=say("look_for_slip_in_name"),
        )


def not_permitted(path: Path) -> InputRefused:
    """The operating system does not let us read it."""
    return InputRefused(
        say("file_may_not_be_read"),
        file=str(path),
        remedy=say("ask_for_right_to_read_file"),
    )


def no_headings_there(line: int) -> InputRefused:
    """A line was named for the headings, and nothing stands there or below."""
    return InputRefused(
        say("are_no_headings_on_line_n", n=line),
        line=line,
        remedy=say("write_line_on_which_names"),
    )


def empty() -> InputRefused:
    """Nothing stands in the file."""
    return InputRefused(say("file_is_empty"), line=1, remedy=say("export_again_with_names_of_columns"))


def too_many_bytes(size: int, most: int) -> InputRefused:
    """The file is larger than the caller takes."""
    return InputRefused(
        say("file_has_n_mb_at_most", n=format_number(max(1, -(-size // MB))), most=format_number(most // MB)),
        remedy=say("split_file_or_delete_rows"),
    )


def too_many_rows(most: int, line: int | None = None) -> InputRefused:
    """More rows than the caller takes, or than a sheet can have."""
    return InputRefused(
        say("file_has_more_than_most_rows", most=format_number(most)),
        line=line,
        remedy=say("split_file_or_delete_rows_are_not_needed"),
    )


def too_much_memory(rows: int, columns: int, needed: int, most: int) -> InputRefused:
    """Reading it would need more memory than the caller gives."""
    return InputRefused(
        say(
            "file_has_rows_rows_and_columns",
            rows=format_number(rows),
            columns=format_number(columns),
            needed=format_number(needed // MB),
            most=format_number(most // MB),
        ),
        remedy=say("add_people_up_to_one_row"),
    )


def too_many_columns(found: int, most: int, line: int | None = None) -> InputRefused:
    """More columns than the caller takes."""
    return InputRefused(
        say("file_has_n_columns_at_most", n=found, most=most),
        line=line,
        remedy=say("delete_columns"),
    )


def not_text(line: int, longest: int) -> InputRefused:
    """Control characters, or a line without an end."""
    return InputRefused(
        say("line_is_not_text_has_control", n=longest),
        line=line,
        remedy=say("is_csv_file_make_extract_again"),
    )


def unassigned(line: int) -> InputRefused:
    """Bytes that are neither UTF-8 nor Windows-1252."""
    return InputRefused(
        say("line_has_characters_are_neither_utf"),
        line=line,
        remedy=say("save_file_as_csv_in_utf"),
    )


def old_code_page(line: int) -> InputRefused:
    """Danish letters as DOS wrote them."""
    return InputRefused(
        say("line_ae_oe_and_aa"),
        line=line,
        remedy=say("save_file_as_csv_in_utf_8"),
    )


def mixed_encodings(utf8: int, other: int) -> InputRefused:
    """Two encodings in one file."""
    return InputRefused(
        say("file_mixes_two_character_sets_line", a=utf8, b=other),
        line=max(utf8, other),
        remedy=say("are_two_files_put_together_bring"),
    )


def open_quote(line: int) -> InputRefused:
    """Quotation marks that do not match."""
    return InputRefused(
        say("quotation_marks_do_not_match"),
        line=line,
        remedy=say("correct_cell_quotation_mark_inside_cell"),
    )


def cell_too_long(line: int, longest: int) -> InputRefused:
    """A cell that can hardly be one."""
    return InputRefused(
        say("cell_is_over_n_characters_long", n=longest),
        line=line,
        remedy=say("correct_cell_quotation_mark_inside_cell"),
    )


def ragged(line: int, found: int, width: int) -> InputRefused:
    """A row with too few or too many cells, for those who take no such row."""
    return InputRefused(
        say("line_has_found_fields_header", found=found, width=width),
        line=line,
        remedy=say("look_for_line_cut_short"),
    )


def cut_off(line: int, found: int, width: int) -> InputRefused:
    """A last row without its line end and with too few cells: the trace of a transfer that stopped."""
    return InputRefused(
        say("file_is_cut_off_last_line", n=found, all=width),
        line=line,
        remedy=say("fetch_file_again_in_case_system"),
    )


def unknown_separator(separator: str, line: int) -> InputRefused:
    """Cells divided by a sign that is not read."""
    return InputRefused(
        say("file_cells_are_separated_by_separator", separator=separator),
        line=line,
        remedy=say("save_file_as_csv_with_semicolon"),
    )
