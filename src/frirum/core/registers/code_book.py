"""What the codes of a register mean: groups, benefits, codes of people who left, and since when.

The shipped book of DREAM is data (`catalogue/registers/`); a file of one's own has the shape
`{"groups": {"740": "ledighedsydelse"}, "benefit_groups": […], "left_population": ["998"], "gap_weeks": 4}`.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from frirum.core.files.refusals import not_permitted, refuse_absent
from frirum.core.paths import catalogue_dir
from frirum.core.registers import words
from frirum.core.vocabulary.tables import csv_rows, unique

PLAIN_WIDTH = 3
"""DREAM's codes are three digits, which the fast reader relies on."""

_KEYS = ("groups", "benefit_groups", "left_population", "gap_weeks")


@dataclass(frozen=True)
class CodeBook:
    """The meaning of codes.

    Attributes:
        name: which book, with its version; stands in every result.
        groups: code to group.
        benefit_groups: the groups that are benefits, in the order they are shown.
        left_population: codes of people who have died or left the country.
        gap_weeks: how many blank weeks inside a spell are bridged.
        labels: code to its Danish name; empty for a book without.
        benefits: group to the benefit of `benefits.toml` it belongs to; empty for a book without.
    """

    name: str
    groups: dict[str, str]
    benefit_groups: tuple[str, ...]
    left_population: frozenset[str]
    gap_weeks: int
    labels: dict[str, str] = field(default_factory=dict)
    benefits: dict[str, str] = field(default_factory=dict)

    @cached_property
    def by_benefit(self) -> CodeBook:
        """The same book with benefits for groups: a spell goes on while only the group within the benefit changes.

        Groups that belong to no benefit keep their names, so a book without benefits is unchanged.
        """
        groups = {code: self.benefits.get(group, group) for code, group in self.groups.items()}
        return replace(
            self,
            groups=groups,
            benefit_groups=tuple(dict.fromkeys(self.benefits.get(one, one) for one in self.benefit_groups)),
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """Every code the book says something of."""
        return frozenset(self.groups) | self.left_population

    @cached_property
    def numeric(self) -> bool:
        """Whether all codes are digits, so that anything else in a cell is no code."""
        return bool(self.known) and all(code.isascii() and code.isdigit() for code in self.known)

    @cached_property
    def plain(self) -> bool:
        """Whether the register's cells hold three digits or nothing."""
        return self.numeric and self.widths == {PLAIN_WIDTH}

    @cached_property
    def widths(self) -> frozenset[int]:
        """The lengths a code in the file may have."""
        return frozenset(len(code) for code in self.known)

    def is_code(self, cell: str) -> bool:
        """Whether a cell is written as a code, known or not."""
        if self.numeric:
            return cell.isascii() and cell.isdigit() and len(cell) in self.widths
        return cell.isprintable()


@dataclass(frozen=True)
class CodeEntry:
    """One code of the shipped book.

    Attributes:
        code: as it stands in the register.
        label: its Danish name.
        english: the same in English.
        group: the group it belongs to.
        activity: passive, education, wage_subsidy, …; None where not stated.
        valid_from: the day it came into use, as written; None where no source states it.
        valid_to: the day it went out of use; None where no source states it.
        seen: the layout in which a source shows it.
        certainty: "yes", "partly", "derived" or "no".
        source: letters of the sources.
    """

    code: str
    label: str
    english: str
    group: str
    activity: str | None
    valid_from: str | None
    valid_to: str | None
    seen: str
    certainty: str
    source: str


@cache
def shipped_codes() -> tuple[CodeEntry, ...]:
    """The code list that comes with Frirum, one row per code."""
    columns = (
        "code",
        "label",
        "english",
        "group",
        "activity",
        "valid_from",
        "valid_to",
        "seen",
        "certainty",
        "source",
    )
    rows = csv_rows(catalogue_dir() / "registers" / "dream_codes.csv", columns)
    entries = [
        (
            row,
            CodeEntry(
                code=row.text("code"),
                label=row.text("label"),
                english=row.text("english"),
                group=row.text("group"),
                activity=row.optional_text("activity"),
                valid_from=row.optional_text("valid_from"),
                valid_to=row.optional_text("valid_to"),
                seen=row.text("seen"),
                certainty=row.text("certainty"),
                source=row.text("source"),
            ),
        )
        for row in rows
    ]
    return unique(entries, key=lambda entry: entry.code)


@cache
def shipped_book() -> CodeBook:
    """The shipped book of DREAM."""
    path = catalogue_dir() / "registers" / "dream_book.toml"
    head = tomllib.loads(path.read_text(encoding="utf-8"))
    left = frozenset(head["left_population"])
    entries = shipped_codes()
    return CodeBook(
        name=f"{head['id']} {head['version']}",
        groups={e.code: e.group for e in entries if e.code not in left and e.certainty != "no"},
        benefit_groups=tuple(head["benefit_groups"]),
        left_population=left,
        gap_weeks=head["gap_weeks"],
        labels={entry.code: entry.label for entry in entries},
        benefits={group: benefit for benefit, groups in head["benefit"].items() for group in groups},
    )


def load_book(path: Path) -> CodeBook:
    """The book in a JSON file.

    Raises:
        InputRefused: it is no JSON, lacks `groups`, or a value has another shape; the key is named.
    """
    refuse_absent(path)
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise not_permitted(path) from fault
    except ValueError as fault:
        raise words.not_json(path, getattr(fault, "lineno", None)) from fault
    return book_of(document, name=path.stem, file=str(path))


def book_of(document: Any, *, name: str, file: str) -> CodeBook:
    """The book in a document already read; refusals name the key and what to write."""
    if not isinstance(document, dict):
        raise words.book_key(file, "groups")
    unknown = [key for key in document if key not in _KEYS]
    if unknown:
        raise words.book_unknown_key(file, unknown[0], _KEYS)
    groups = document.get("groups")
    if (
        not isinstance(groups, dict)
        or not groups
        or not all(_filled(code) and _filled(group) for code, group in groups.items())
    ):
        raise words.book_key(file, "groups")
    benefits, left = document.get("benefit_groups", []), document.get("left_population", [])
    for key, value in (("benefit_groups", benefits), ("left_population", left)):
        if not isinstance(value, list) or not all(_filled(item) for item in value):
            raise words.book_key(file, key)
    strangers = [group for group in benefits if group not in groups.values()]
    if strangers:
        raise words.book_stranger(file, strangers[0], sorted(set(groups.values())))
    gap = document.get("gap_weeks", shipped_book().gap_weeks)
    if not isinstance(gap, int) or isinstance(gap, bool) or gap < 0:
        raise words.book_key(file, "gap_weeks")
    return CodeBook(name, dict(groups), tuple(dict.fromkeys(benefits)), frozenset(left), gap)


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
