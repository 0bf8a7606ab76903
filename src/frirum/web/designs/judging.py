"""What is judged of a design: checks, diagnoses, the start checklist.

Apart from `reading`, which every command and worker loads: judging computes, and loads what computes.
"""

from __future__ import annotations

from frirum.core.designs.guide.findings import Judged, judge
from frirum.core.designs.guide.plan import Content
from frirum.core.designs.lock.checklist import ChecklistPoint, checklist
from frirum.web.designs.models import Design, DesignState
from frirum.web.designs.reading import content_of, definition_of
from frirum.web.experiments.definitions import current_catalogue


def judged_of(design: Design, content: Content | None = None) -> Judged:
    """The checks and the diagnoses of a design as it stands (or of another content of it)."""
    return judge(
        definition_of(design),
        content_of(design) if content is None else content,
        current_catalogue().scales,
    )


def checklist_of(design: Design, content: Content, judged: Judged) -> tuple[ChecklistPoint, ...]:
    """The start checklist of a design as it stands."""
    in_force = current_catalogue().experiments.get(design.slug)
    return checklist(content, judged, approved=design.state == DesignState.APPROVED, in_force=in_force)
