"""The designs of the 2027 trials as drafts, begun from their definitions, for `frirum init --demo`."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.web.designs.actions import begin_design
from frirum.web.designs.models import Design
from frirum.web.experiments.definitions import latest_version
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.trail.actors import SET_UP

TRIALS = ("forsoeg-2027-a-kasser", "forsoeg-2027-frit-valg")
"""National trials: each has one design, the ministry's."""


def begin_trials() -> str | None:
    """Begin what is missing; returns how many drafts there are."""
    with scopes_disabled():
        ministry = Organisation.objects.filter(kind=Kind.MINISTRY).first()
        for slug in TRIALS:
            known = Design.objects.filter(slug=slug).exists()
            if ministry is not None and not known and latest_version(slug):
                begin_design(slug=slug, organisation=ministry.key, by=SET_UP)
        return _("{n} design").format(n=Design.objects.count())
