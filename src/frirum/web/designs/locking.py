"""What the lock of a design is of: points 1-5 and the plan of analysis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q

from frirum.core.designs.guide.experiment import experiment_from
from frirum.core.designs.guide.steps import step as step_named
from frirum.core.designs.lock.frozen import frozen_steps
from frirum.core.language import gettext as _
from frirum.core.law.watch import running_period
from frirum.core.locking.chain import LOCK
from frirum.web.designs.models import Design, DesignAmendment, DesignLock, DesignState
from frirum.web.designs.reading import definition_of, locked_content_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.locking.kinds import LockedKind
from frirum.web.organisations.names import organisation_name


class LockedDesign(LockedKind):
    """A design: its locked parts are steps of the guide."""

    key = "design"
    model = Design
    lock_model = DesignLock
    says_locked = Q(state=DesignState.LOCKED)
    parts_name = "steps"

    def parts(self, thing: Design) -> Mapping[str, Any]:
        """Step key -> what is written."""
        return frozen_steps(locked_content_of(thing))

    def amended(self, amendment: DesignAmendment) -> Mapping[str, Any]:
        """The step, as it reads from then on."""
        return {"step": amendment.step, "content": amendment.content}

    def rows(self, thing: Design) -> Iterable[Model]:
        """The design and its steps."""
        return [thing, *thing.steps.all()]

    def also(self, thing: Design, lock: DesignLock | None) -> Mapping[str, Any]:
        """Why it starts though the checklist is not fulfilled, or "", and from when it may be read by all."""
        if lock is None:
            return {}
        return {
            "override": lock.override_reason,
            "public_from": lock.public_from.isoformat() if lock.public_from else "",
        }

    def begun_on(self, thing: Design) -> dt.date | None:
        """The first day by the design as it was locked, else by its definition."""
        experiment = experiment_from(definition_of(thing), locked_content_of(thing)).experiment
        return running_period(experiment).first

    def part_title(self, key: str) -> str:
        """A step."""
        try:
            title = step_named(key).title
        except KeyError:
            title = key
        return _("Trinet »{step}«").format(step=title)

    def name(self) -> str:
        """A design."""
        return _("Designet")

    def heading(self, number: int) -> str:
        """What the receipt is for."""
        if number == LOCK:
            return _("Kvittering for låsning af et evalueringsdesign")
        return _("Kvittering for ændring {n} af et låst evalueringsdesign").format(n=number)

    def subject(self, thing: Design, number: int) -> str:
        """What its mail is about."""
        if number == LOCK:
            return _("Kvittering: evalueringsdesign låst, {slug}").format(slug=thing.slug)
        return _("Kvittering: ændring {n} af evalueringsdesign, {slug}").format(n=number, slug=thing.slug)

    def facts(self, thing: Design) -> list[str]:
        """The experiment, and whose design it is."""
        experiment = current_catalogue().experiments.get(thing.slug)
        return [
            _("Forsøg: {title} ({slug})").format(
                title=experiment.short_title if experiment else thing.slug, slug=thing.slug
            ),
            _("Organisation: {key}").format(key=organisation_name(thing.organisation)),
        ]


DESIGN = LockedDesign()
