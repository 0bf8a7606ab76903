"""What the pages of a design share: its title, the path above it, and the status of a refusal."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.web.designs.models import Design
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title


def title_of(design: Design) -> Any:
    """The experiment's title in the reader's language."""
    experiment = current_catalogue().experiments.get(design.slug)
    return own_title(experiment) if experiment else design.slug


def crumbs(*last: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    """The path from the list of designs."""
    return [(_("Evalueringsdesign"), reverse("designs:designs")), *last]


def crumbs_in(design: Design, last: Any) -> list[tuple[Any, str | None]]:
    """The path from a design's overview."""
    return crumbs((title_of(design), reverse("designs:design", args=[design.reference])), (last, None))
