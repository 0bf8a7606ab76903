"""Writes on the parts of a short report: themes and recommendations are added, named, and left out."""

from __future__ import annotations

from collections.abc import Iterable

from frirum.core.documents.final import WrittenKind
from frirum.core.documents.pixi import RECOMMENDATION, THEME
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web.documents.actions import Details, fresh, note, refuse_closed, write
from frirum.web.documents.models import DocumentSection, LivingDocument
from frirum.web.documents.people import WRITERS
from frirum.web.documents.short_reports import experiments_of, holds_recommendations, is_movable
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed
from frirum.web.zones import CASEWORK

LONGEST_TITLE = 300


@action(needs=WRITERS, of="document.organisations")
def add_part(
    *, document: LivingDocument, title: str, under: str, rests_on: Iterable[str], by: Actor
) -> DocumentSection:
    """Add a theme to a short report, or a recommendation under one or to what came up outside the design.

    Args:
        under: key of the theme, or "" for a new theme.
        rests_on: slugs of the experiments that a recommendation rests on.

    Raises:
        NotAllowed: the document is not open, or not a short report.
        InputRefused: no title, no such theme, or an experiment that is not the network's.
    """
    hold(CASEWORK)
    document = LivingDocument._base_manager.get(pk=document.pk)
    refuse_closed(document)
    if document.kind != WrittenKind.PIXI:
        raise NotAllowed(_("Kun en pixi-udgave har temaer og anbefalinger."))
    sections = {one.key: one for one in document.sections.all()}
    if under and not holds_recommendations(sections.get(under)):
        raise InputRefused(_("Dokumentet har ikke temaet {key}.").format(key=under))
    number = max(one.number for one in sections.values()) + 1
    made = DocumentSection.objects.create(
        document=document,
        key=f"{RECOMMENDATION if under else THEME}ny-{number}",
        number=number,
        title=_title(title),
        under=under,
        rests_on=_of_network(document, rests_on) if under else [],
    )
    note("document.part_added", document, by, {"section": number}, also=[made])
    return made


@action(needs=WRITERS, of="section.document.organisations")
def describe_part(
    *, section: DocumentSection, title: str, rests_on: Iterable[str], revision: int, by: Actor
) -> DocumentSection:
    """Change what a theme is called, or what is recommended and what it rests on; what it was is kept as a version.

    Raises:
        NotAllowed: the document is not open, the part's title is fixed, or somebody has saved since `revision`.
        InputRefused: no title, or an experiment that is not the network's.
    """
    section = fresh(section)
    refuse_closed(section.document)
    _refuse_fixed(section)
    if revision != section.revision:
        raise NotAllowed(
            _("Afsnittet er ændret af en anden, siden du åbnede det."), remedy=_("Hent siden igen.")
        )
    title = _title(title)
    slugs = _of_network(section.document, rests_on) if section.under else []
    if (title, slugs) == (section.title, section.rests_on):
        nothing_changed()
        return section
    write(section, section.text, by, title=title, rests_on=slugs)
    return section


@action(needs=WRITERS, of="section.document.organisations")
def leave_out(*, section: DocumentSection, out: bool, by: Actor) -> DocumentSection:
    """Leave a theme or a recommendation out of the document, or take it in again; nothing of it is lost.

    Raises:
        NotAllowed: the document is not open, or the part belongs to every short report.
    """
    section = fresh(section)
    refuse_closed(section.document)
    _refuse_fixed(section)
    if section.left_out == out:
        nothing_changed()
        return section
    section.left_out = out
    section.save()
    details: Details = {"section": section.number, "out": out}
    note("document.part_left_out", section.document, by, details, also=[section])
    return section


def _refuse_fixed(section: DocumentSection) -> None:
    if not is_movable(section):
        raise NotAllowed(_("Kun temaer og anbefalinger i en pixi-udgave kan ændres sådan."))


def _title(text: str) -> str:
    cleaned = " ".join(text.split())
    if not cleaned or len(cleaned) > LONGEST_TITLE:
        raise InputRefused(_("Skriv en overskrift på højst {most} tegn.").format(most=LONGEST_TITLE))
    return cleaned


def _of_network(document: LivingDocument, slugs: Iterable[str]) -> list[str]:
    """The slugs in the network's order."""
    wanted = set(slugs)
    found = [one.slug for one in experiments_of(document) if one.slug in wanted]
    if len(found) < len(wanted):
        raise InputRefused(_("Anbefalingen kan kun hvile på netværkets egne forsøg."))
    return found
