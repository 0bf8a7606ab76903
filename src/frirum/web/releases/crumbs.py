"""Where a page of the gate lies."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

Crumb = tuple[str, str | None]


def crumbs_to(*last: Crumb) -> list[Crumb]:
    """The way from the list of releases."""
    return [(_("Frigivelser"), reverse("releases:list")), *last]
