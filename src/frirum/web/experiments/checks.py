"""What `frirum verify` asks of the definitions."""

from __future__ import annotations

from collections.abc import Iterator

from frirum.core.catalogue import DefinitionRefused
from frirum.core.language import gettext as _
from frirum.web.experiments.definitions import latest_version, parsed
from frirum.web.experiments.models import DefinitionVersion
from frirum.web.trail.faults import Fault
from frirum.web.zones import CASEWORK, Zone


def check_definitions(zone: Zone) -> Iterator[Fault]:
    """Every definition in force can be read by this release."""
    if zone != CASEWORK:
        return
    for slug in DefinitionVersion.objects.order_by("slug").values_list("slug", flat=True).distinct():
        version = latest_version(slug)
        try:
            parsed(version.toml if version else "")
        except DefinitionRefused:
            message = _("Version {number} kan ikke læses af denne udgave af programmet.")
            yield Fault(
                "definition_unreadable", zone, slug, message.format(number=version and version.number)
            )
