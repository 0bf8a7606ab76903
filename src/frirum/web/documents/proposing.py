"""What the data propose for a section, and what has changed in it since a person took it over."""

from __future__ import annotations

from difflib import ndiff

from frirum.core.documents.final import WrittenKind, chapters_of
from frirum.core.documents.proposals import section_proposal
from frirum.core.documents.prose import StrongSentence, strong_sentences
from frirum.core.documents.stated import claims_beneath
from frirum.web.documents.models import DocumentSection
from frirum.web.experiments.definitions import current_catalogue


def proposal_for(section: DocumentSection) -> str:
    """The text that the definition and its sources propose; "" where only a person can say it."""
    catalogue = current_catalogue()
    experiment = catalogue.experiments.get(section.document.slug)
    if experiment is None:
        return ""
    kind = WrittenKind(section.document.kind)
    chapter = next((one for one in chapters_of(experiment, kind) if one.key == section.key), None)
    if chapter is None or chapter.content is None:
        return ""
    return section_proposal(chapter.content, experiment, catalogue)


def changed_since_taken(section: DocumentSection, proposed: str) -> list[tuple[str, str]]:
    """("+" or "-", line) for what the proposal says otherwise than when it was taken over; [] before that."""
    if not section.taken or section.taken == proposed:
        return []
    lines = ndiff(section.taken.splitlines(), proposed.splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] in "+-"]


def too_strong_in(section: DocumentSection) -> tuple[StrongSentence, ...]:
    """The sentences of a section that claim more than what is found of the experiment."""
    catalogue = current_catalogue()
    experiment = catalogue.experiments.get(section.document.slug)
    return strong_sentences(section.text, claims_beneath(experiment, catalogue)) if experiment else ()
