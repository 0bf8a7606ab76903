"""What `frirum verify` asks of the rows: are they those that were kept when their batch was accepted?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from frirum.core.language import gettext as _
from frirum.web.extracts.models import Batch, BatchState, ExtractRow, RowState
from frirum.web.trail.faults import Fault
from frirum.web.zones import CASEWORK, Zone

_KEPT = (RowState.CURRENT, RowState.SUPERSEDED, RowState.WITHDRAWN)


def rows_hash(batch: Batch) -> str:
    """SHA-256 over the batch's kept rows in the order of the file: keys, who, and values."""
    digest = hashlib.sha256()
    rows = ExtractRow._base_manager.filter(batch=batch, state__in=_KEPT).order_by("line")
    fields = ("line", "row_key", "content_key", "person__who", "values", "standing")
    for row in rows.values_list(*fields).iterator(chunk_size=2_000):
        digest.update(json.dumps(row, sort_keys=True, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def check_rows(zone: Zone) -> Iterator[Fault]:
    """Every batch that counts, or counted, has the rows it was accepted with."""
    if zone != CASEWORK:
        return
    kept = Batch._base_manager.filter(
        state__in=(BatchState.ACCEPTED, BatchState.WITHDRAWN), rows_deleted_on=None
    )
    for batch in kept.order_by("pk").iterator():
        if rows_hash(batch) != batch.rows_sha256:
            message = _("Rækkerne er ikke dem, udtrækket blev gemt med.")
            yield Fault("extract_rows_changed", zone, str(batch.reference), message)
