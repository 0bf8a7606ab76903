"""What the lock of a decision is of: its fields, the claims it names, and the authorities behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q

from frirum.core.language import gettext as _
from frirum.core.locking.chain import LOCK
from frirum.web.decisions.fields import FIELDS, field_label, frozen_value
from frirum.web.decisions.models import DecisionErratum, DecisionLock, DecisionRecord, DecisionState
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.locking.kinds import LockedKind
from frirum.web.organisations.names import organisation_name


class LockedDecision(LockedKind):
    """A decision: its locked parts are its fields."""

    key = "decision"
    model = DecisionRecord
    lock_model = DecisionLock
    says_locked = Q(state=DecisionState.PUBLISHED)
    parts_name = "fields"

    def parts(self, thing: DecisionRecord) -> Mapping[str, Any]:
        """Field -> its value."""
        return {name: frozen_value(getattr(thing, name)) for name in FIELDS}

    def amended(self, amendment: DecisionErratum) -> Mapping[str, Any]:
        """The field, as it reads from then on."""
        return {"field": amendment.field, "text": amendment.text}

    def rows(self, thing: DecisionRecord) -> Iterable[Model]:
        """The decision, its claims and its authorities."""
        return [thing, *thing.claims.all(), *thing.authorities.all()]

    def also(self, thing: DecisionRecord, lock: DecisionLock | None) -> Mapping[str, Any]:
        """The claims, the authorities, who read it, and from when it is public."""
        return {
            "part": thing.part,
            "claims": [
                {
                    name: getattr(one, name)
                    for name in ("key", "text", "step", "finding", "origin", "source", "role", "reason")
                }
                for one in thing.claims.all()
            ],
            "authorities": [
                {
                    "name": one.name,
                    "agreed_on": frozen_value(one.agreed_on),
                    "reference": one.agreed_reference,
                }
                for one in thing.authorities.all()
            ],
            "approved_by": thing.approved_by,
            "public_from": frozen_value(thing.public_from),
        }

    def part_title(self, key: str) -> str:
        """A field."""
        return _("Feltet »{field}«").format(field=field_label(key))

    def name(self) -> str:
        """A decision."""
        return _("Beslutningen")

    def heading(self, number: int) -> str:
        """What the receipt is for."""
        if number == LOCK:
            return _("Kvittering for offentliggørelse af en beslutning")
        return _("Kvittering for rettelse {n} af en beslutning").format(n=number)

    def subject(self, thing: DecisionRecord, number: int) -> str:
        """What its mail is about."""
        if number == LOCK:
            return _("Kvittering: beslutning offentliggjort, {slug}").format(slug=thing.slug)
        return _("Kvittering: rettelse {n} af beslutning, {slug}").format(n=number, slug=thing.slug)

    def facts(self, thing: DecisionRecord) -> list[str]:
        """The experiment, and whose decision it is."""
        experiment = current_catalogue().experiments.get(thing.slug)
        return [
            _("Forsøg: {title} ({slug})").format(
                title=experiment.short_title if experiment else thing.slug, slug=thing.slug
            ),
            _("Organisation: {key}").format(key=organisation_name(thing.organisation)),
            _("Definition: version {n}, SHA-256 {hash}").format(
                n=thing.definition_number, hash=thing.definition_sha256
            ),
        ]


DECISION = LockedDecision()
