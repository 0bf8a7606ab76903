"""The designs of the 2027 trials as drafts, begun from their definitions, for `frirum init --demo`."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.web.designs.actions import begin_design
from frirum.web.designs.models import Design
from frirum.web.experiments.definitions import latest_version
from frirum.web.organisations.models import Organisation
from frirum.web.trail.actors import SET_UP

# The trial, and a municipality that takes part in it.
TRIALS = (("forsoeg-2027-a-kasser", "820"), ("forsoeg-2027-frit-valg", "151"))


def begin_trials() -> str | None:
    """Begin what is missing; returns how many drafts there are."""
    with scopes_disabled():
        for slug, key in TRIALS:
            known = Design.objects.filter(slug=slug, organisation=key).exists()
            if not known and latest_version(slug) and Organisation.objects.filter(key=key).exists():
                begin_design(slug=slug, organisation=key, by=SET_UP)
        return _("{n} design").format(n=Design.objects.count())
