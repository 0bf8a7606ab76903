"""A section as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.documents.basis import RecommendationBasis
from frirum.core.documents.conclusions import TracedSentence
from frirum.core.documents.final import WrittenKind
from frirum.core.documents.passages import municipalities_text
from frirum.core.documents.prose import StrongSentence
from frirum.web import clock
from frirum.web.documents.actions import paragraphs
from frirum.web.documents.concluding import FOREWORD, owing, traced_section
from frirum.web.documents.models import (
    DocumentSection,
    LivingDocument,
    SectionAside,
    SectionComment,
    SectionState,
)
from frirum.web.documents.proposing import changed_since_taken, proposal_for, too_strong_in
from frirum.web.documents.short_reports import (
    basis_beneath,
    holds_recommendations,
    in_reading_order,
    is_movable,
)
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.names import person_names


@dataclass(frozen=True)
class SectionLine:
    """A section in the list: whose, until when, whether it is late, and what is open at it."""

    section: DocumentSection
    owner: str
    late: bool
    open_comments: int
    open_asides: int


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, by name."""

    comment: SectionComment
    by: str
    replies: tuple[tuple[SectionComment, str], ...]


@dataclass(frozen=True)
class SectionView:
    """A section on its own page."""

    section: DocumentSection
    paragraphs: tuple[str, ...]
    proposal: str
    taken_over: bool
    changed: tuple[tuple[str, str], ...]
    too_strong: tuple[StrongSentence, ...]
    asides: tuple[tuple[SectionAside, str], ...]
    threads: tuple[Thread, ...]
    versions: tuple[tuple[object, str], ...]
    traced: tuple[TracedSentence, ...] = ()
    missing: str = ""
    basis: RecommendationBasis | None = None
    movable: bool = False
    adds: bool = False


def section_lines(document: LivingDocument) -> list[SectionLine]:
    """Every section in its order."""
    sections = list(document.sections.all())
    if document.kind == WrittenKind.PIXI:
        sections = in_reading_order(sections)
    names = person_names(one.owner for one in sections if one.owner)
    today = clock.today()
    return [
        SectionLine(
            one,
            names.get(one.owner, ""),
            bool(one.due and one.due < today and one.state != SectionState.READY and not one.left_out),
            one.comments.filter(answers=None, settled_by="").count(),
            one.asides.filter(settled_by="").count(),
        )
        for one in sections
    ]


def section_view(section: DocumentSection) -> SectionView:
    """All that stands at one section."""
    proposal = proposal_for(section)
    comments = list(section.comments.all())
    asides = list(section.asides.filter(settled_by=""))
    versions = list(section.versions.all())
    writers = [one.written_by for one in comments] + [one.written_by for one in asides]
    names = person_names([*writers, *(one.written_by for one in versions if one.written_by)])
    threads = tuple(
        Thread(
            one,
            names.get(one.written_by, ""),
            tuple((r, names.get(r.written_by, "")) for r in comments if r.answers_id == one.pk),
        )
        for one in comments
        if one.answers_id is None
    )
    return SectionView(
        section,
        tuple(paragraphs(section.text)),
        proposal,
        bool(proposal) and section.taken == proposal,
        tuple(changed_since_taken(section, proposal)),
        too_strong_in(section),
        tuple((one, names.get(one.written_by, "")) for one in asides),
        threads,
        tuple((one, names.get(one.written_by, "")) for one in versions),
        *_of_a_table(section),
        basis_beneath(section),
        is_movable(section),
        section.document.kind == WrittenKind.PIXI and holds_recommendations(section),
    )


def _of_a_table(section: DocumentSection) -> tuple[tuple[TracedSentence, ...], str]:
    """Each sentence of a row of conclusions with its form, and whose form is missing."""
    if section.document.kind != WrittenKind.CONCLUSIONS or section.key == FOREWORD:
        return (), ""
    experiment = current_catalogue().experiments.get(section.key)
    missing = municipalities_text(owing(experiment, section.document.period)) if experiment else ""
    return traced_section(section), missing
