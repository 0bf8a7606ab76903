"""What casework tells of a case already: filled in for the reviewer, who confirms it. Nothing comes from statistics."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from frirum.core.catalogue.questions import KnownFrom, KnownSource, KnownStretch
from frirum.core.extracts.kinds import kind_named
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.measures.rows import FactRow, fulfils
from frirum.web.audits.models import AuditCase, AuditRound
from frirum.web.extracts.models import ExtractRow, RowState
from frirum.web.extracts.reading import who
from frirum.web.extracts.uses_of_rows import as_read
from frirum.web.uses.citizens import former_lookups
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import ChoiceKind, Citizen, CitizenChoice

_FARTHEST = dt.date(2999, 12, 31)


def known_answers(
    round_: AuditRound, case: AuditCase, questions: Sequence[AskedQuestion]
) -> dict[str, str | int]:
    """Question id -> the value that the citizen's choice or the municipality's own extracts give."""
    found = {}
    for asked in questions:
        for rule in asked.question.known_from:
            value = (
                _by_choice(case, rule)
                if rule.source is KnownSource.CHOICE
                else _by_extract(round_, case, rule)
            )
            if value is not None and asked.option(value) is not None:
                found[asked.id] = value
                break
    return found


def _by_choice(case: AuditCase, rule: KnownFrom) -> str | int | None:
    if case.use is None:
        return None
    chosen = CitizenChoice.objects.filter(citizen=case.use.citizen_id, slug=case.use.slug)
    last = chosen.exclude(kind=ChoiceKind.INFORMED).order_by("chosen_on", "pk").last()
    if last is None:
        return None
    return rule.found if last.kind == ChoiceKind.CONSENTED else rule.absent


def _by_extract(round_: AuditRound, case: AuditCase, rule: KnownFrom) -> str | int | None:
    kind = kind_named(rule.kind or "")
    brought = ExtractRow.objects.filter(
        organisation=round_.organisation, kind=kind.id, state=RowState.CURRENT
    )
    if not brought.exists():
        return None
    people, first, last = _people_and_days(round_, case)
    if not people or first is None:
        return None
    if rule.stretch is KnownStretch.AFTER:
        if last is None:
            return None
        first, last = last, None
    for row in brought.filter(person__who__in=people).select_related("person").order_by("pk"):
        read = FactRow(row.person.who, int(round_.organisation), as_read(kind.id, row.values))
        day = read.date(kind.day)
        if day is not None and first <= day <= (last or _FARTHEST) and fulfils(read, rule.where):
            return rule.found
    return rule.absent


def _people_and_days(round_: AuditRound, case: AuditCase) -> tuple[list[str], dt.date | None, dt.date | None]:
    """(what extracts know the one that the case is about by, its first and last day)."""
    if case.use is not None:
        citizen = case.use.citizen
        person = citizen.cpr_lookup or who(Identity("", citizen.case_number))
        former = former_lookups(Citizen.objects.filter(pk=citizen.pk)).get(citizen.pk, [])
        return [person, *former], case.use.begun_on, case.use.ended_on
    row = row_of(round_, case)
    if row is None:
        return [], None, None
    kind = kind_named(row.kind)
    read = FactRow(row.person.who, int(round_.organisation), as_read(row.kind, row.values))
    return [row.person.who], read.date(kind.day), read.date(kind.until) if kind.until else None


def row_of(round_: AuditRound, case: AuditCase) -> ExtractRow | None:
    """The extract's row behind a case; None for a use, and for a row that is deleted."""
    if not case.row_key:
        return None
    rows = ExtractRow.objects.select_related("person").filter(
        organisation=round_.organisation, row_key=case.row_key
    )
    return rows.order_by("-pk").first()
