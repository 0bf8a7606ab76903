"""A measure's rule in a sentence, in the reader's language."""

from __future__ import annotations

from frirum.core.catalogue.labels import label, not_stated_label
from frirum.core.catalogue.measure_rules import OF_ROWS, MeasureRule, RowFilter, RuleSource, Stretch
from frirum.core.catalogue.wording import duration_text
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.unit_words import unit_text


def rule_text(rule: MeasureRule) -> str:
    """Andel (andel af ansættelserne) fra udtrækket placements, hvor kind = wage_subsidy; 3, 6 og 9 måneder efter …"""
    parts = [f"{label(rule.statistic)} ({unit_text(rule.unit)}): {_source(rule)}"]
    if rule.of:
        parts.append(_("af {field}").format(field=rule.of))
    if rule.where:
        parts.append(_("hvor {filters}").format(filters=_filters(rule.where)))
    if rule.denominator:
        parts.append(_("ud af dem hvor {filters}").format(filters=_filters(rule.denominator)))
    if rule.counts:
        parts.append(_("svar der tæller: {counts}").format(counts=", ".join(map(str, rule.counts))))
    if rule.states:
        parts.append(_("tilstand: {states}").format(states=", ".join(rule.states)))
    parts += _time(rule)
    if rule.per:
        parts.append(_("for hver {fields}").format(fields=", ".join(rule.per)))
    if rule.source in OF_ROWS:
        parts.append(label(rule.counted))
    if rule.proposed:
        parts.append(_("reglen er vores forslag"))
    return "; ".join(parts)


def _source(rule: MeasureRule) -> str:
    named = {
        RuleSource.EXTRACT: rule.kind,
        RuleSource.TIME_STUDY: rule.kind,
        RuleSource.REGISTER: f"{rule.scheme} {rule.version}",
        RuleSource.JOBINDSATS: rule.table,
        RuleSource.MEASURES: f"{rule.first} → {rule.then}",
    }.get(rule.source, rule.question)
    return f"{label(rule.source)} {named or not_stated_label()}"


def _time(rule: MeasureRule) -> list[str]:
    parts = []
    if rule.anchor:
        parts.append(_("fra {day}").format(day=rule.anchor))
    if rule.until:
        kind = f"{rule.until.kind}." if rule.until.kind else ""
        where = f" ({_filters(rule.until.where)})" if rule.until.where else ""
        parts.append(_("til {day}").format(day=f"{kind}{rule.until.field}{where}"))
    if rule.exposure:
        parts.append(_("i forhold til tiden i {kind}").format(kind=rule.exposure.kind))
    if rule.rounds:
        parts.append(_("runde {rounds}").format(rounds=", ".join(rule.rounds)))
    if rule.horizons:
        parts.append(_("efter {times}").format(times=", ".join(map(duration_text, rule.horizons))))
    if rule.on:
        parts.append(", ".join(map(format_date, rule.on)))
    elif rule.stretch is Stretch.BEFORE:
        parts.append(label(rule.stretch))
    return parts


_SIGNS = {
    "equals": "=",
    "at_least": "≥",
    "at_most": "≤",
    "less_than": "<",
    "more_than": ">",
    "before": "<",
    "on_or_after": "≥",
}


def _filters(filters: tuple[RowFilter, ...]) -> str:
    return _(" og ").join(map(_filter, filters))


def _filter(one: RowFilter) -> str:
    name = (
        _("uger fra {since} til {field}").format(since=one.since, field=one.field) if one.since else one.field
    )
    if one.operator == "given":
        return (_("{field} er udfyldt") if one.given else _("{field} er ikke udfyldt")).format(field=name)
    if isinstance(one.operand, tuple):
        return f"{name} ∈ {{{', '.join(map(str, one.operand))}}}"
    shown = one.operand
    if isinstance(shown, bool):
        shown = _("ja") if shown else _("nej")
    return f"{name} {_SIGNS[one.operator]} {shown}"
