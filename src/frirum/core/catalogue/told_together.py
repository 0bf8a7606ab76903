"""Measures that are one figure told in one line: of the experiment, the time before and the change, or the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from frirum.core.catalogue.canonical import to_document
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Measure
from frirum.core.catalogue.measure_rules import Counted, RuleSource, Stretch

_WORDS = frozenset(("proposed", "text", "text_en"))
"""What a rule says to people and no figure rests on."""


@dataclass(frozen=True)
class ToldMeasure:
    """One figure.

    Attributes:
        before: the measure it is held against, or None.
        names: ids of every measure that the line tells, the change among them.
    """

    measure: Measure
    before: Measure | None
    names: tuple[str, ...]


def told_together(names: Iterable[str], experiment: Experiment) -> tuple[ToldMeasure, ...]:
    """The measures of these names, each figure once, in the order they are first named.

    A change stands for the two measures it is of. A measure of the time before, or of those under the ordinary rules,
    is told with the one that differs from it in nothing else, where that is named too; so is a measure that gives the
    same for each group.
    """
    known = {one.id: one for one in experiment.all_measures()}
    wanted = [one for name in names if (one := known.get(name)) is not None]
    found: dict[str, ToldMeasure] = {}
    for one in wanted:
        head, before = _head(one, wanted, known)
        told = found.get(head.id, ToldMeasure(head, None, (head.id,)))
        found[head.id] = replace(
            told,
            before=told.before or before,
            names=tuple(dict.fromkeys((*told.names, *([before.id] if before else []), one.id))),
        )
    return tuple(_by_group(found.values()))


def _head(
    one: Measure, wanted: Sequence[Measure], known: Mapping[str, Measure]
) -> tuple[Measure, Measure | None]:
    """The measure whose line this one stands in, and the time before that it brings along."""
    rule = one.rule
    if rule is None:
        return one, None
    if rule.source is RuleSource.MEASURES:
        return known[rule.then or ""], known[rule.first or ""]
    for change in wanted:
        if change.rule is not None and change.rule.first == one.id:
            return known[change.rule.then or ""], one
    if rule.stretch is Stretch.BEFORE:
        alike = (
            m for m in wanted if m.rule and m.rule.stretch is Stretch.DURING and _same(m, one, "stretch")
        )
        during = next(alike, None)
        return (one, None) if during is None else (during, one)
    if rule.counted is Counted.ORDINARY_RULES:
        alike = (
            m for m in wanted if m.rule and m.rule.counted is Counted.TREATED and _same(m, one, "counted")
        )
        return next(alike, one), None
    return one, None


def _by_group(found: Iterable[ToldMeasure]) -> Iterable[ToldMeasure]:
    """The lines without those that another gives too, which gives the same for each group besides."""
    lines = list(found)
    for one in lines:
        wider = (
            other
            for other in lines
            if other is not one
            and other.measure.rule is not None
            and other.measure.rule.per
            and one.measure.rule is not None
            and not one.measure.rule.per
            and _same(other.measure, one.measure, "per")
        )
        into = next(wider, None)
        if into is not None:
            lines[lines.index(into)] = ToldMeasure(
                into.measure, into.before or one.before, tuple(dict.fromkeys((*one.names, *into.names)))
            )
            lines.remove(one)
            return _by_group(lines)
    return lines


def _same(one: Measure, other: Measure, *but: str) -> bool:
    """Whether two rules differ in nothing but these keys and their words."""
    return one.part_slugs == other.part_slugs and _shape(one, but) == _shape(other, but)


def _shape(one: Measure, but: Sequence[str]) -> dict[str, Any]:
    apart = _WORDS | set(but)
    return {key: value for key, value in to_document(one.rule).items() if key not in apart}  # type: ignore[arg-type]
