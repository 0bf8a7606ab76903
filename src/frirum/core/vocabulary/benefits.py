"""The benefits people live on, with the prefix of their tables at jobindsats.dk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.sentences import say
from frirum.core.vocabulary.status import Certainty
from frirum.core.vocabulary.tables import Row, toml_rows, unique

_KEYS = ("id", "name", "english", "jobindsats", "succeeded_by", "status", "sources", "note")


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit. A benefit whose published series breaks is two, linked by `succeeded_by`.

    Args:
        name: Danish, as in running text.
        english: the term of the glossary.
        jobindsats: prefix of its table ids, such as "y09".
    """

    id: str
    name: str
    english: str
    jobindsats: str
    succeeded_by: str | None
    status: Certainty
    sources: tuple[str, ...]
    note: str | None


def load(path: Path) -> tuple[Benefit, ...]:
    """The `[[benefit]]` rows of a file; refuses an unknown successor."""
    found = [(row, _benefit(row)) for row in toml_rows(path, "benefit")]
    known = {benefit.id for _row, benefit in found}
    for row, benefit in found:
        if benefit.succeeded_by not in (None, *known):
            raise row.refuse(say("public_benefit_id_does_not_exist", id=benefit.succeeded_by))
    return unique(found, key=lambda b: b.id)


def _benefit(row: Row) -> Benefit:
    row.only(_KEYS)
    return Benefit(
        id=row.text("id"),
        name=row.text("name"),
        english=row.text("english"),
        jobindsats=row.text("jobindsats"),
        succeeded_by=row.optional_text("succeeded_by"),
        status=Certainty(row.choice("status", list(Certainty))),
        sources=row.some_texts("sources"),
        note=row.optional_text("note"),
    )


@cache
def all_benefits() -> tuple[Benefit, ...]:
    """The benefits of the catalogue, in its order."""
    return load(catalogue_dir() / "benefits.toml")


def benefit(benefit_id: str) -> Benefit | None:
    """The benefit with this id, or None."""
    return next((b for b in all_benefits() if b.id == benefit_id), None)
