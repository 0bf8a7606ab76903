"""What the data propose for a section, and what has changed in it since a person took it over."""

from __future__ import annotations

from difflib import ndiff

from frirum.core.catalogue.plan import ChapterContent
from frirum.core.documents.final import WrittenKind, chapters_of
from frirum.core.documents.proposals import section_proposal
from frirum.core.documents.prose import StrongSentence, strong_sentences
from frirum.core.documents.stated import claims_beneath
from frirum.web import clock, registered
from frirum.web.documents.concluding import conclusion_proposal
from frirum.web.documents.models import DocumentSection
from frirum.web.documents.short_reports import claims_of, pixi_proposal
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.language import in_danish
from frirum.web.organisations.names import place_name


def proposal_for(section: DocumentSection) -> str:
    """The text that the definition and its sources propose; "" where only a person can say it."""
    if section.document.kind == WrittenKind.CONCLUSIONS:
        return conclusion_proposal(section)
    if section.document.kind == WrittenKind.PIXI:
        return pixi_proposal(section)
    catalogue = current_catalogue()
    experiment = catalogue.experiments.get(section.document.slug)
    if experiment is None:
        return ""
    kind = WrittenKind(section.document.kind)
    chapter = next((one for one in chapters_of(experiment, kind) if one.key == section.key), None)
    if chapter is None or chapter.content is None:
        return ""
    held = registered.instruments_held(experiment.slug)
    lines = [
        section_proposal(chapter.content, experiment, catalogue, held),
        *_from_data(section, chapter.content),
    ]
    return "\n".join(filter(None, lines))


_ABOUT = {
    ChapterContent.SUMMARY: ("uses", "runs", "experience"),
    ChapterContent.CONCLUSIONS: ("runs",),
    ChapterContent.AUDITS: ("audits",),
    ChapterContent.SURVEYS: ("surveys",),
    ChapterContent.REGISTERS: ("runs",),
    ChapterContent.ECONOMY: ("deadlines", "money"),
}
"""Which data speak in which chapter."""


def _from_data(section: DocumentSection, content: ChapterContent) -> list[str]:
    """A point for each line of the apps' data, as it may leave its municipality, with where it is from."""
    wanted = _ABOUT.get(content, ())
    said: dict[str, None] = {}
    for key in sorted(section.document.organisations):
        with in_danish():
            for make in registered.form_lines():
                for line in make(section.document.slug, key, clock.today()):
                    if line.about in wanted:
                        place = "" if line.about == "runs" else f"{place_name(key)}: "
                        said[f"- {place}{line.text} ({line.source})"] = None
    return list(said)


def changed_since_taken(section: DocumentSection, proposed: str) -> list[tuple[str, str]]:
    """("+" or "-", line) for what the proposal says otherwise than when it was taken over; [] before that."""
    if not section.taken or section.taken == proposed:
        return []
    lines = ndiff(section.taken.splitlines(), proposed.splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] in "+-"]


def too_strong_in(section: DocumentSection) -> tuple[StrongSentence, ...]:
    """The sentences of a section that claim more than what is found of the experiment."""
    if section.document.kind == WrittenKind.PIXI:
        said = f"{section.title}.\n\n{section.text}" if section.under else section.text
        return strong_sentences(said, claims_of(section))
    catalogue = current_catalogue()
    slug = section.key if section.document.kind == WrittenKind.CONCLUSIONS else section.document.slug
    experiment = catalogue.experiments.get(slug)
    return strong_sentences(section.text, claims_beneath(experiment, catalogue)) if experiment else ()
