"""Reading: the definitions in force, as one catalogue."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace
from functools import lru_cache

from frirum.core.catalogue import Catalogue, DefinitionRefused, Experiment, parse_definition
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.errors import NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.experiments.models import DefinitionVersion, Withdrawal

log = logging.getLogger("frirum.experiments")


def document_called(name: str) -> str:
    """What readers are told a source document is, in a few words; its short name where nobody gave it one."""
    found = shipped_shared().documents.get(name)
    return (found.called if found else None) or name


def place_said(place: str) -> str:
    """A place as sources write it ("CONCLUSIONS, indledningen") with the document's name for readers."""
    name, comma, rest = place.partition(", ")
    return f"{document_called(name)}{comma}{rest}"


def current_catalogue() -> Catalogue:
    """The latest version of every definition in the database, with the shared data of the shipped catalogue.

    Versions never change, so what was read once is kept until a new version is published. A version that this
    release can no longer read is left out, so that it does not take the others with it; `frirum verify` names it.
    """
    every = DefinitionVersion.objects.order_by("number").values_list("slug", "number", "sha256")
    latest = {slug: (slug, number, sha256) for slug, number, sha256 in every}
    return _catalogue(tuple(sorted(latest.values())), clock.today())


def public_catalogue() -> Catalogue:
    """As `current_catalogue`, without what is made up for demonstration or withdrawn: for lists and overviews."""
    return offered_catalogue().real()


@lru_cache(maxsize=4)
def _catalogue(versions: tuple[tuple[str, int, str], ...], on: dt.date) -> Catalogue:
    shared = shipped_shared()
    found = sorted(
        filter(None, (_readable(*version) for version in versions)),
        key=lambda experiment: (experiment.number is None, experiment.number or 0, experiment.slug),
    )
    return Catalogue(
        experiments={experiment.slug: experiment for experiment in found},
        networks=shared.networks,
        scales=shared.scales,
        documents=shared.documents,
        on=on,
    )


def _readable(slug: str, number: int, sha256: str) -> Experiment | None:
    try:
        return _definition(slug, number, sha256)
    except DefinitionRefused:
        log.exception("version %s of the definition %s cannot be read", number, slug)
        return None


@lru_cache(maxsize=256)
def _definition(slug: str, number: int, sha256: str) -> Experiment:
    """Kept under its hash too: another database may have another text under the same number."""
    return parsed(DefinitionVersion.objects.get(slug=slug, number=number).toml)


@lru_cache(maxsize=64)
def parsed(text: str) -> Experiment:
    """The definition in `text`; DefinitionRefused with every fault. What was just published is not read again."""
    return parse_definition(text)


def latest_version(slug: str) -> DefinitionVersion | None:
    """The version in force, or None for an unknown slug."""
    return DefinitionVersion.objects.filter(slug=slug).order_by("-number").first()


def withdrawal_of(slug: str) -> Withdrawal | None:
    """The withdrawal of the version in force; None where it stands, or a later one was published since."""
    latest = latest_version(slug)
    if latest is None:
        return None
    return Withdrawal.objects.filter(slug=slug, number=latest.number).first()


def withdrawn_slugs() -> frozenset[str]:
    """The experiments whose version in force is withdrawn."""
    numbers: dict[str, int] = {}
    for slug, number in DefinitionVersion.objects.order_by("number").values_list("slug", "number"):
        numbers[slug] = number
    rows = Withdrawal.objects.values_list("slug", "number")
    return frozenset(slug for slug, number in rows if numbers.get(slug) == number)


def refuse_withdrawn(slug: str) -> None:
    """Raise NotAllowed where the experiment is withdrawn: nothing new begins in it."""
    found = withdrawal_of(slug)
    if found is not None:
        raise NotAllowed(
            _("Forsøget er trukket tilbage: {reason}").format(reason=found.reason),
            remedy=_("Brug de almindelige regler, eller spørg den, der har udgivet forsøget."),
        )


def _standing(catalogue: Catalogue) -> Catalogue:
    gone = withdrawn_slugs()
    if not gone:
        return catalogue
    left = {slug: one for slug, one in catalogue.experiments.items() if slug not in gone}
    return replace(catalogue, experiments=left)


def offered_catalogue() -> Catalogue:
    """As `current_catalogue`, without what is withdrawn: for what somebody can begin."""
    return _standing(current_catalogue())
