"""One shipped definition in the database, where a test needs no more: the others take seconds."""

from __future__ import annotations

from cast import SET_UP

from frirum.core.paths import catalogue_dir
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin


def publish_shipped(*slugs: str) -> None:
    """Publish these definitions of the shipped catalogue."""
    for slug in slugs:
        text = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
        publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
