"""Answer scales: the options of the surveys and audits, in order, and whether they lean to one side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frirum.core.language import gettext as _
from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.tables import Row, toml_rows, unique

_KEYS = ("id", "name", "options", "neutral", "balanced", "origin", "sources", "note")
_ORIGINS = ("DESIGN", "DECISION", "CONCLUSIONS", "FORM", "PIXI", "ours")


@dataclass(frozen=True, slots=True)
class AnswerScale:
    """An ordered set of answer options.

    Args:
        options: lowest first, in the words of the source.
        neutral: the option that means "no difference", or None when there is none.
        balanced: as many options below the neutral one as above it. An unbalanced scale is reported as such.
        origin: short name of the document the wording is from, or "ours" when we propose it.
    """

    id: str
    name: str
    options: tuple[str, ...]
    neutral: str | None
    balanced: bool
    origin: str
    sources: tuple[str, ...]
    note: str | None

    @property
    def is_proposal(self) -> bool:
        """Whether the wording is ours, because a document names a topic and gives no options."""
        return self.origin == "ours"


def load(path: Path) -> tuple[AnswerScale, ...]:
    """The `[[scale]]` rows of a file; refuses a scale whose `balanced` its own options contradict."""
    return unique([(row, _scale(row)) for row in toml_rows(path, "scale")], key=lambda s: s.id)


def _scale(row: Row) -> AnswerScale:
    row.only(_KEYS)
    options = row.texts("options")
    if len(options) < 2 or len(set(options)) < len(options):
        raise row.refuse(_("En skala skal have mindst to svar, og alle skal være forskellige."))
    neutral = row.choice("neutral", options) if "neutral" in row.values else None
    balanced = row.values.get("balanced")
    if not isinstance(balanced, bool):
        raise row.refuse(_("Feltet {key} skal være true eller false.").format(key="balanced"))
    if neutral is not None and balanced is not (2 * options.index(neutral) == len(options) - 1):
        raise row.refuse(_("Feltet balanced passer ikke med, hvor det neutrale svar står."))
    return AnswerScale(
        id=row.text("id"),
        name=row.text("name"),
        options=options,
        neutral=neutral,
        balanced=balanced,
        origin=row.choice("origin", _ORIGINS),
        sources=row.some_texts("sources"),
        note=row.optional_text("note"),
    )


@cache
def all_scales() -> tuple[AnswerScale, ...]:
    """The scales of the catalogue, in its order."""
    return load(catalogue_dir() / "scales.toml")


def scale(scale_id: str) -> AnswerScale | None:
    """The scale with this id, or None."""
    return next((s for s in all_scales() if s.id == scale_id), None)
