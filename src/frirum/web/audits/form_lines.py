"""What held audits found, as proposals for the evaluation form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.vocabulary.danish import format_date, format_number
from frirum.web import clock
from frirum.web.audits.models import AuditRound, RoundState
from frirum.web.audits.network import NetworkQuestion, network_result, shared_rounds
from frirum.web.registration import ProposedLine


def audit_lines(slug: str, organisation: str, on: dt.date) -> Iterator[ProposedLine]:
    """The commonest answer to each question of each held round, with counts as they may leave."""
    with scopes_disabled():
        held = list(AuditRound.objects.filter(slug=slug, organisation=organisation, state=RoundState.HELD))
        for shared in shared_rounds(held):
            days = [one.held_at.astimezone(clock.COPENHAGEN).date() for one in shared.rounds if one.held_at]
            if days and max(days) <= on:
                source = _("tilsynet afholdt {day}").format(day=format_date(max(days)))
                for question in network_result(shared).questions:
                    text = _said(question)
                    if text:
                        yield ProposedLine("results.attained", text, source, about="audits")


def _said(question: NetworkQuestion) -> str:
    shown = [one for one in question.answers if one.total is not None]
    if question.refusal or not question.n or not shown:
        return ""
    most = max(shown, key=lambda one: one.total or 0)
    text = _("{question} »{answer}« i {n} af {total} sager ({percent} pct.).")
    share = 100 * (most.total or 0) / question.n
    return text.format(
        question=question.asked.question.text,
        answer=most.text,
        n=most.total,
        total=question.n,
        percent=format_number(share),
    )
