"""What was found and judged, as claims: by outside evaluations, and by runs whose answers are released."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django_scopes import scopes_disabled

from frirum.core.decisions.basis import BasisClaim, ClaimOrigin
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.rules import Finding
from frirum.web.decisions.assignment_models import EvaluationFinding
from frirum.web.runs.releasing import real_claims, said, source_text

_LONGEST_KEY = 150


def judged_claims(slug: str) -> Iterator[BasisClaim]:
    """Every claim of an experiment that somebody judged and everybody may see."""
    yield from external_claims(slug)
    yield from run_claims(slug)


def run_claims(slug: str) -> Iterator[BasisClaim]:
    """The answers of released runs, the newest release first; the figures in a sentence are the gate's own."""
    for one in real_claims(slug):
        yield BasisClaim(
            short_key(one.key),
            said(one.claim),
            one.step,
            one.finding,
            ClaimOrigin.RUN,
            source_text(one.result),
            one.result.part,
        )


def short_key(key: str) -> str:
    """A claim's key as decisions keep it."""
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[: _LONGEST_KEY - 65]}:{hashlib.sha256(key.encode()).hexdigest()}"


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
