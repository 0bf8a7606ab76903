"""Certificates from a municipality's own rows and audits: what was paid per case, and how many were left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.measure_rules import PopulationRule
from frirum.core.economy.certificates import Spending, by_count, by_spending, spending_on
from frirum.core.economy.from_definition import certificate_of
from frirum.core.economy.ledger import EconomyLine
from frirum.core.economy.spans import Span
from frirum.core.instruments.audit_results import ShareOfList
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.periods import Period
from frirum.web.audits.models import AuditRound, RoundState
from frirum.web.audits.reviewing import definition_of, found, questions_of
from frirum.web.extracts.coverage import days_covered
from frirum.web.extracts.models import ExtractRow, RowState
from frirum.web.organisations.names import place_name

KIND = "certificates"


@dataclass(frozen=True)
class CertificateWays:
    """One municipality's certificates both ways; None where its data do not carry one of them."""

    place: str
    spending: EconomyLine | None
    count: EconomyLine | None


def certificate_ways(experiment: Experiment, keys: Iterable[str], *, on: dt.date) -> list[CertificateWays]:
    """For each own municipality with rows or a held audit: true counts, for its own people alone."""
    certificate = certificate_of(experiment)
    start = experiment.first_day
    if certificate is None or start is None:
        return []
    ends = [period.end for period in experiment.periods if period.end]
    end = min(max(ends, default=on), on)
    ways = []
    with scopes_disabled():
        for key in sorted(key for key in keys if key.isdigit()):
            spending = _spending(experiment, certificate, key, start, end)
            count = _count(experiment, certificate, key, end)
            if spending is not None or count is not None:
                ways.append(CertificateWays(place_name(key), spending, count))
    return ways


def _spending(
    experiment: Experiment, certificate: str, key: str, start: dt.date, end: dt.date
) -> EconomyLine | None:
    """What the ordered certificates cost per case, as long before the start as after it, in as far as rows reach."""
    orders = [
        day for day, values in _days(key, KIND, "ordered_on") if values.get("certificate") == certificate
    ]
    cases = list(_cases(experiment, key))
    told = days_covered(key, {KIND, *_kinds_of_cases(experiment, key)})
    if told is not None:
        # What no extract covers is unknown: neither an order nor a case of it is counted.
        orders = [day for day in orders if _is_in(day, told)]
        cases = [day for day in cases if _is_in(day, told)]
        end = min(end, max((one.last for one in told if one.last), default=end))
    if not orders or not cases or end < start:
        return None
    length = min(end - start, start - min(*orders, *cases))
    first = start - length
    if told:
        first = max(first, min(one.first for one in told if one.first))
        if first >= start:
            return None
    stretches = ((first, start - dt.timedelta(days=1)), (start, end))
    before, during = (_stretch(certificate, orders, cases, *one) for one in stretches)
    if before is None or during is None:
        return None
    source = _("udtræk af attester og sager i {place}: {first} til {last} mod {start} til {end}").format(
        place=place_name(key),
        first=format_date(first),
        last=format_date(stretches[0][1]),
        start=format_date(start),
        end=format_date(end),
    )
    return by_spending(before=before, during=during, year=end.year, source=source)


def _is_in(day: dt.date, told: Iterable[Period]) -> bool:
    return any(one.contains(day) for one in told)


def _kinds_of_cases(experiment: Experiment, key: str) -> set[str]:
    return {rule.kind for rule in _rules_of_cases(experiment, key) if rule.kind}


def _rules_of_cases(experiment: Experiment, key: str) -> Iterator[PopulationRule]:
    for rule in experiment.populations:
        here = not rule.municipalities or int(key) in rule.municipalities
        if rule.kind is not None and rule.anchor is not None and here:
            yield rule


def _stretch(
    certificate: str, orders: list[dt.date], cases: list[dt.date], first: dt.date, last: dt.date
) -> Spending | None:
    inside = [day for day in orders if first <= day <= last]
    return spending_on(inside, certificate, cases=sum(first <= day <= last for day in cases))


def _cases(experiment: Experiment, key: str) -> Iterator[dt.date]:
    """The days on which cases of the experiment's kind began, those before its start too."""
    for rule in _rules_of_cases(experiment, key):
        assert rule.kind is not None
        assert rule.anchor is not None
        for day, values in _days(key, rule.kind, rule.anchor):
            if _is_case(rule, values):
                yield day


def _is_case(rule: PopulationRule, values: dict[str, Any]) -> bool:
    """Whether a row is of the rule's kind of case, whatever its day."""
    return all(values.get(one.field) == one.equals for one in rule.where if one.equals is not None)


def _days(key: str, kind: str, field: str) -> Iterator[tuple[dt.date, dict[str, Any]]]:
    rows = ExtractRow.objects.filter(organisation=key, kind=kind, state=RowState.CURRENT)
    for values in rows.values_list("values", flat=True):
        said = values.get(field)
        if said:
            yield dt.date.fromisoformat(said), values


def _count(experiment: Experiment, certificate: str, key: str, end: dt.date) -> EconomyLine | None:
    """The audited share without the certificate × the cases on the audit's list, of the newest held audit that asks."""
    rounds = AuditRound.objects.filter(slug=experiment.slug, organisation=key, state=RoundState.HELD)
    for one in rounds.order_by("-held_at"):
        questions = questions_of(definition_of(one), one.instrument)
        asked = next(((q, text) for q in questions if (text := _absent(q, certificate))), None)
        if asked is None:
            continue
        cases = list(one.cases.select_related("use").order_by("number"))
        results, _notes = found(one, cases, questions)
        share = next((r.shares.get(asked[1]) for r in results if r.question.id == asked[0].id), None)
        span = _interval(share)
        if span is None:
            continue
        source = _("tilsynet {round} i {place}: {n} sager på listen, andelen med sit interval").format(
            round=one.round or one.instrument, place=place_name(key), n=len(one.frame)
        )
        return by_count(
            certificate=certificate,
            cases=len(one.frame),
            share=span,
            day=min(end, one.last_day),
            source=source,
        )
    return None


def _interval(share: ShareOfList | None) -> Span | None:
    if share is None or share.lower is None or share.upper is None:
        return None
    return Span(share.lower, share.upper)


def _absent(asked: Any, certificate: str) -> str:
    """The words of the answer that says the certificate was not obtained, where the question asks for it."""
    for known in asked.question.known_from:
        of_it = any(test.field == "certificate" and test.equals == certificate for test in known.where)
        if known.kind == KIND and of_it:
            return next((one.text for one in asked.options if one.value == known.absent), "")
    return ""
