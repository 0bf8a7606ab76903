"""What `frirum verify` asks of the stored files."""

from __future__ import annotations

from collections.abc import Iterator

from frirum.core.language import gettext as _
from frirum.web.files import store
from frirum.web.files.models import StoredFile
from frirum.web.trail.faults import Fault
from frirum.web.zones import Zone, alias


def check_files(zone: Zone) -> Iterator[Fault]:
    """Every row's bytes are there and have the hash that was written down."""
    hashes = StoredFile._base_manager.using(alias(zone)).values_list("sha256", flat=True).distinct()
    for sha256 in hashes.order_by("sha256").iterator():
        found = store.hash_of(zone, sha256)
        if found is None:
            yield Fault("file_missing", zone, sha256, _("Filens indhold er væk."))
        elif found != sha256:
            yield Fault("file_changed", zone, sha256, _("Filens indhold er ændret."))
