"""Reading a design: its content as it stands, the definition under it, and who is behind it."""

from __future__ import annotations

from django.conf import settings
from django_scopes import scopes_disabled

from frirum.core.catalogue import Experiment
from frirum.core.designs.guide.plan import Content, Written
from frirum.core.designs.guide.steps import steps
from frirum.web.designs.models import Design, DesignVersion, OutcomesSeen
from frirum.web.experiments.definitions import parsed
from frirum.web.experiments.models import DefinitionVersion


def content_of(design: Design) -> Content:
    """What is written in every step, with the amendments."""
    rows = {row.step: row.content for row in design.steps.all()}
    rows |= {one.step: one.content for one in design.amendments.all()}
    return as_content(rows)


def locked_content_of(design: Design) -> Content:
    """What is written without the amendments: what was locked."""
    return as_content({row.step: row.content for row in design.steps.all()})


def as_content(rows: dict[str, dict[str, object]]) -> Content:
    """Every step of the guide, as kept."""
    return {one.key: Written.from_dict(rows.get(one.key, {})) for one in steps()}


def content_of_version(version: DesignVersion) -> Content:
    """The content of a version that was sent to review."""
    return as_content(version.content)


def definition_of(design: Design) -> Experiment:
    """The definition the design was begun from, in the version it was then."""
    version = DefinitionVersion.objects.get(slug=design.slug, number=design.definition_number)
    return parsed(version.toml)


def first_seen(slug: str, organisation: str) -> OutcomesSeen | None:
    """The earliest record that outcomes of the experiment were visible to the organisation, or None."""
    with scopes_disabled():
        return OutcomesSeen.objects.filter(slug=slug, organisation=organisation).first()


def address_of(path: str) -> str:
    """A page's whole address, for a mail."""
    return f"{settings.PUBLIC_URL}{path}"
