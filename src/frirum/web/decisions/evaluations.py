"""What outside evaluations found, as claims."""

from __future__ import annotations

from collections.abc import Iterator

from django_scopes import scopes_disabled

from frirum.core.decisions.basis import BasisClaim, ClaimOrigin
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.rules import Finding
from frirum.web.decisions.assignment_models import EvaluationFinding


def external_claims(slug: str) -> Iterator[BasisClaim]:
    """The findings of every assignment on an experiment that have not been withdrawn."""
    with scopes_disabled():
        found = list(
            EvaluationFinding.objects.filter(slug=slug, withdrawn_reason="").select_related("assignment")
        )
    for one in found:
        yield BasisClaim(
            f"finding:{one.reference}",
            one.text,
            EvidenceStep(one.step),
            Finding(one.finding) if one.finding else None,
            ClaimOrigin.EXTERNAL,
            f"{one.assignment.report_title or one.assignment.title}, {one.place}",
            one.part,
        )
