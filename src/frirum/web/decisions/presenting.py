"""From decisions to what the pages, the feed and the file show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from frirum.core.catalogue.history import DecisionOutcome, DecisionReason
from frirum.core.catalogue.labels import label
from frirum.core.decisions.basis import BasisClaim, ClaimRole
from frirum.core.decisions.history import RegisterEntry, catalogue_entries, newest_first
from frirum.core.decisions.words import (
    departure_text,
    earlier_text,
    lack_text,
    likeness_text,
    origin_text,
    role_text,
)
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.rules import Finding
from frirum.core.evidence.words import finding_label
from frirum.core.vocabulary.danish import format_date, format_month
from frirum.core.vocabulary.status import DatePrecision
from frirum.web.decisions.models import DecisionRecord
from frirum.web.decisions.reading import Beside, is_made_up, published
from frirum.web.experiments.definitions import current_catalogue, place_said, public_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.names import organisation_name
from frirum.web.site.tables import Column, Table, build, by_name, by_value
from frirum.web.site.templatetags.frirum import da, tag

BASIS_SHOWN = 220


def register_entries() -> list[RegisterEntry]:
    """The whole register: what the sources hold and what was published here, the newest first."""
    entries = [
        *catalogue_entries(public_catalogue()),
        *(_entry(one) for one in published() if not is_made_up(one)),
    ]
    return sorted(entries, key=newest_first)


def _entry(decision: DecisionRecord) -> RegisterEntry:
    return RegisterEntry(
        slug=decision.slug,
        part=(decision.part,) if decision.part else (),
        date=decision.decided_on,
        precision=DatePrecision.DAY,
        kind=None,
        outcomes=tuple(DecisionOutcome(one) for one in decision.outcomes),
        reasons=tuple(DecisionReason(one) for one in decision.reasons),
        text=decision.basis,
        until=decision.extended_until,
        authorities=(
            organisation_name(decision.organisation),
            *(one.name for one in decision.authorities.all()),
        ),
        address=reverse("decisions:published", args=[decision.reference]),
    )


def day_text(entry: RegisterEntry) -> str:
    """The day as exactly as it is known."""
    if entry.date is None:
        return _("uden dato")
    if entry.precision is DatePrecision.YEAR:
        return str(entry.date.year)
    return format_month(entry.date) if entry.precision is DatePrecision.MONTH else format_date(entry.date)


def register_table(query: QueryDict, entries: Iterable[RegisterEntry]) -> Table:
    """The register as a table."""
    return build(
        query,
        caption=_("Beslutninger"),
        columns=[
            Column("title", pgettext("one", "Forsøg"), sort=by_name("title_key")),
            Column("date", _("Dag"), sort=by_value("day")),
            Column("what", _("Hvad der skete"), sort=by_name("what_key")),
            Column("basis", _("Grundlag")),
            Column("source", _("Kilde")),
        ],
        rows=[_register_row(entry) for entry in entries],
    )


def _register_row(entry: RegisterEntry) -> dict[str, Any]:
    experiment = current_catalogue().experiments.get(entry.slug)
    title = own_title(experiment) if experiment else entry.slug
    address = reverse("experiments:experiment", args=[entry.slug])
    what = [label(entry.kind)] if entry.kind else [label(one) for one in entry.outcomes]
    tags = format_html_join(" ", "{}", ((tag(one, "" if entry.kind else "info"),) for one in what))
    reasons = ", ".join(label(one) for one in entry.reasons)
    until = _("til og med {day}").format(day=format_date(entry.until)) if entry.until else ""
    if until and entry.inferred:
        until = f"{until} {_('(udledt)')}"
    cut = entry.text if len(entry.text) <= BASIS_SHOWN else f"{entry.text[:BASIS_SHOWN].rsplit(' ', 1)[0]} …"
    return {
        "title": format_html('<a href="{}">{}</a>', address, title),
        "title_key": experiment.short_title if experiment else entry.slug,
        "date": day_text(entry),
        "day": entry.date,
        "what": format_html(
            '{} <span class="cite">{}</span>', tags, "; ".join(one for one in (reasons, until) if one)
        ),
        "what_key": what[0] if what else "",
        "basis": da(cut) if cut else "–",
        "source": format_html('<a href="{}">{}</a>', entry.address, _("Læs beslutningen"))
        if entry.address
        else "; ".join(map(place_said, entry.sources)) or "–",
    }


def register_rows(entries: Iterable[RegisterEntry]) -> Iterable[list[str]]:
    """The register as lines of a file, codes and ISO days."""
    yield [
        "slug", "part", "date", "precision", "kind", "outcome", "reason", "until", "authority", "basis", "source",
        "address",
    ]  # fmt: skip
    for one in entries:
        yield [
            one.slug,
            " | ".join(one.part),
            one.date.isoformat() if one.date else "",
            one.precision.value,
            one.kind.value if one.kind else "decision",
            " | ".join(one.outcomes),
            " | ".join(one.reasons),
            one.until.isoformat() if one.until else "",
            " | ".join(one.authorities),
            one.text,
            " | ".join(one.sources),
            one.address,
        ]


# ---- a draft and what stands beside it ----


@dataclass(frozen=True)
class ClaimLine:
    """A claim as a page shows it, with what the decision does with it ("" for nothing) and why."""

    key: str
    text: str
    step: str
    finding: str
    origin: str
    source: str
    role: str
    role_text: str
    reason: str


def claim_lines(decision: DecisionRecord, known: Iterable[BasisClaim]) -> list[ClaimLine]:
    """Every claim that can be named, and after them those that are named and can no longer."""
    named = {one.key: one for one in decision.claims.all()}
    lines = []
    for claim in known:
        row = named.pop(claim.key, None)
        lines.append(_line(claim, row.role if row else "", row.reason if row else ""))
    return lines + [_kept_line(row) for row in named.values()]


def kept_lines(decision: DecisionRecord) -> list[ClaimLine]:
    """The claims as the decision keeps them."""
    return [_kept_line(row) for row in decision.claims.all()]


def _line(claim: BasisClaim, role: str, reason: str) -> ClaimLine:
    return ClaimLine(
        claim.key,
        claim.text,
        step_text(claim.step),
        finding_label(claim.finding) if claim.finding else "",
        origin_text(claim.origin),
        claim.source,
        role,
        role_text(ClaimRole(role)) if role else "",
        reason,
    )


def _kept_line(row: Any) -> ClaimLine:
    from frirum.core.decisions.basis import ClaimOrigin

    finding = Finding(row.finding) if row.finding else None
    claim = BasisClaim(
        row.key, row.text, EvidenceStep(row.step), finding, ClaimOrigin(row.origin), row.source, row.part
    )
    return _line(claim, row.role, row.reason)


def step_text(step: int) -> str:
    """Trin 3: sammenligning både før og efter."""
    return _("Trin {n}: {label}").format(n=int(step), label=EvidenceStep(step).label)


def beside_context(found: Beside) -> dict[str, Any]:
    """What the page shows beside a draft."""
    looked_back = found.back_test
    return {
        "departures": [departure_text(one) for one in found.departures],
        "lacks": [lack_text(one) for one in found.lacks],
        "similar": [
            {
                "text": earlier_text(one),
                "shares": ", ".join(likeness_text(share) for share in one.shares),
                "reasons": ", ".join(label(reason) for reason in one.decision.reasons),
                "href": one.decision.where or reverse("experiments:experiment", args=[one.decision.slug]),
            }
            for one in found.similar
        ],
        "looked_back": looked_back,
    }
