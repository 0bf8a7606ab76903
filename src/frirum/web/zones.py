"""Two databases with a one-way door: casework (Django's "default") and statistics.

Every app of ours says in its AppConfig which zone its tables live in (`zone = "casework"`, "statistics" or
"both"). Data pass from casework to statistics by one action, pseudonymised, and nothing comes back to a case
(databeskyttelsesloven § 10, stk. 2), so a relation across the zones is refused twice: by a system check on
the model's declaration, and by the router for two rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db import models

Zone = Literal["casework", "statistics"]

CASEWORK: Zone = "casework"
STATISTICS: Zone = "statistics"
ZONES: tuple[Zone, ...] = (CASEWORK, STATISTICS)
BOTH = "both"

_ALIASES: dict[Zone, str] = {CASEWORK: "default", STATISTICS: "statistics"}


def alias(zone: Zone) -> str:
    """The Django database alias of a zone."""
    return _ALIASES[zone]


def zone_of_alias(database: str) -> Zone:
    """The zone of a Django database alias; KeyError for an alias that is neither."""
    return {name: zone for zone, name in _ALIASES.items()}[database]


def app_zone(app_label: str) -> str:
    """The declared zone of an app. Apps of others (sessions, content types) belong to casework."""
    return str(getattr(apps.get_app_config(app_label), "zone", CASEWORK))


class ZoneRouter:
    """Sends each model to its zone. Models of "both" stay where their instance is, else in casework."""

    def _database(self, model: type[models.Model], hints: dict[str, Any]) -> str:
        if app_zone(model._meta.app_label) == BOTH:
            instance = hints.get("instance")
            return (instance._state.db if instance is not None else None) or alias(CASEWORK)
        return alias(STATISTICS if app_zone(model._meta.app_label) == STATISTICS else CASEWORK)

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        """The database alias to read `model` from."""
        return self._database(model, hints)

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        """The database alias to write `model` to."""
        return self._database(model, hints)

    def allow_relation(self, first: models.Model, second: models.Model, **hints: Any) -> bool:
        """Two rows may be related only inside one zone."""
        places = {row._state.db or self._database(row.__class__, {}) for row in (first, second)}
        return len(places) == 1

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """An app's tables are made only in its own zone."""
        zone = app_zone(app_label)
        return zone in (BOTH, zone_of_alias(db))


def check_zones(app_configs: Iterable[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """System check: an app of ours without a zone, or a model whose relation leaves its zone."""
    found: list[CheckMessage] = []
    for config in app_configs or apps.get_app_configs():
        if not config.name.startswith("frirum."):
            continue
        if getattr(config, "zone", None) not in (*ZONES, BOTH):
            found.append(Error(f"{config.label} does not declare its zone.", obj=config, id="frirum.E001"))
            continue
        for model in config.get_models():
            found.extend(_relations_out_of_zone(model, str(config.zone)))  # type: ignore[attr-defined]
    return found


def _relations_out_of_zone(model: type[models.Model], zone: str) -> list[CheckMessage]:
    related = ((f, f.related_model) for f in model._meta.get_fields() if f.is_relation and not f.auto_created)
    return [
        Error(
            f"{model._meta.label}.{field.name} points at {other._meta.label}, which lives in another zone.",
            hint="Keep a reference (UUID or code) instead of a relation.",
            obj=model,
            id="frirum.E002",
        )
        for field, other in related
        if isinstance(other, type)
        and issubclass(other, models.Model)
        and app_zone(other._meta.app_label) != zone
    ]
