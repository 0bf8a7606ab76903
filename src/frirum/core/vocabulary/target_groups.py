"""The target groups of the employment act, in the numbering of the act that held.

"Målgruppe 2.7" is § 2, no. 7 of the act until 2019 (flexi-job), "6.7" is § 6, no. 7 of the act from 2020
(job clarification). The number alone means nothing, so a group is always looked up with its paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.references import Reference
from frirum.core.vocabulary.status import Certainty
from frirum.core.vocabulary.tables import Row, toml_rows, unique

_KEYS = ("statute", "paragraph", "number", "name", "status", "sources", "note")


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """One target group.

    Args:
        statute: id of the act: "LAB-2016" (§ 2) or "LAB-2020" (§ 6).
        paragraph, number: 2 and 7 in "målgruppe 2.7".
        name: what the group is called, or None when its text was not read.
    """

    statute: str
    paragraph: int
    number: int
    name: str | None
    status: Certainty
    sources: tuple[str, ...]
    note: str | None

    @property
    def code(self) -> str:
        """`2.7`, as people say it."""
        return f"{self.paragraph}.{self.number}"

    @property
    def reference(self) -> Reference:
        """§ 2, nr. 7, in the act."""
        return Reference(self.statute, str(self.paragraph), numbers=(self.number,))


def load(path: Path) -> tuple[TargetGroup, ...]:
    """The `[[target_group]]` rows of a file."""
    return unique([(row, _group(row)) for row in toml_rows(path, "target_group")], key=lambda g: g.code)


def _group(row: Row) -> TargetGroup:
    row.only(_KEYS)
    return TargetGroup(
        statute=row.text("statute"),
        paragraph=row.integer("paragraph"),
        number=row.integer("number"),
        name=row.optional_text("name"),
        status=Certainty(row.choice("status", list(Certainty))),
        sources=row.some_texts("sources"),
        note=row.optional_text("note"),
    )


@cache
def all_target_groups() -> tuple[TargetGroup, ...]:
    """The groups of both acts, § 2 first."""
    return load(catalogue_dir() / "target_groups.toml")


def target_group(code: str) -> TargetGroup | None:
    """The group called `2.7` or `6.9`, or None; a number without its paragraph is nobody's."""
    return next((group for group in all_target_groups() if group.code == code.strip()), None)
