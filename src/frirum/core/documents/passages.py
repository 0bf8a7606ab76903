"""Passages that several documents share: names of municipalities, where a thing is from, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from frirum.core.catalogue.datasets.dataset import municipality_name
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.sources import SourceDocument
from frirum.core.designs.document.text import quoted
from frirum.core.documents.sentences import say
from frirum.core.language import own_text
from frirum.core.report.blocks import BulletList, FlowBlock, Heading, Note, NoteKind
from frirum.core.report.inlines import Inline, Missing, Text


def municipalities_text(codes: Iterable[int]) -> str:
    """Aalborg, Rebild og Thisted; "" for none."""
    *first, last = [municipality_name(code) for code in codes] or [""]
    return say("first_and_last", first=", ".join(first), last=last) if first else last


def participants(experiment: Experiment) -> tuple[int, ...]:
    """The municipalities that take part, each once, in the definition's order."""
    return tuple(dict.fromkeys(stay.municipality for stay in experiment.participation))


def participants_or_missing(experiment: Experiment) -> str | Missing:
    """Their names, or that no source names them."""
    return municipalities_text(participants(experiment)) or Missing(say("sources_name_no_municipalities"))


def slot(who: str) -> list[Note]:
    """A passage that a person writes, and has not written."""
    return [Note(NoteKind.MISSING, say("here_who_writes", who=who))]


def titles(experiments: Iterable[Experiment]) -> tuple[Inline, ...]:
    """Short titles with semicolons between."""
    found: list[Inline] = []
    for experiment in experiments:
        found += [Text("; ")] if found else []
        found.append(Text(own_text(experiment, "short_title")))
    return tuple(found)


def sources_section(
    experiment: Experiment, documents: Mapping[str, SourceDocument], *, level: int = 1
) -> list[FlowBlock]:
    """The documents that the definition rests on, with the places in them."""
    places: dict[str, list[str]] = {}
    for source in experiment.sources:
        places.setdefault(source.document, []).append(source.place)
    lines = [
        quoted(f"{documents[name].title if name in documents else name}: {'; '.join(found)}")
        for name, found in places.items()
    ]
    return [Heading(say("sources"), level), BulletList(*lines)] if lines else []
