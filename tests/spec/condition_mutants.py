"""Wrong readings of a definition, each a small change of its model: the mutants that hand-written cases must kill.

A mutant is named `place: change`. The place is the id of a condition or cut-off, a branch by what stands below it
(`any(a, b)`), a period's day, an obligation's regime, or a target group. The change says what was misread:
`18 -> 17`, `less_than -> at_most`, `all -> any`, `dropped`, `negated`, `months read as weeks`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.casework import ContactKind, Duration, Obligation, Timing
from frirum.core.catalogue.conditions import Condition, CutOff, Fact, FactType, TransitionRule
from frirum.core.catalogue.experiment import Case, Experiment
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.participation import ApprovedPeriod, Participation

DAY = dt.timedelta(days=1)
WEEKS_PER_MONTH = 52 / 12
STRICTER = {
    "at_least": "more_than",
    "more_than": "at_least",
    "at_most": "less_than",
    "less_than": "at_most",
}
NUMERIC = (*STRICTER, "equals")

Tree = Condition | None
Wrap = Callable[[Tree], Experiment]


@dataclass(frozen=True)
class Mutant:
    """A definition with one thing misread."""

    place: str
    change: str
    experiment: Experiment

    @property
    def name(self) -> str:
        return f"{self.place}: {self.change}"


def mutants(experiment: Experiment) -> Iterator[Mutant]:
    """Every wrong reading of the experiment that is generated."""
    yield from _of_case(experiment, experiment, lambda case: case)
    for place, part in enumerate(experiment.parts):

        def whole(case: Any, place: int = place) -> Experiment:
            return experiment.model_copy(
                update={"parts": (*experiment.parts[:place], case, *experiment.parts[place + 1 :])}
            )

        yield from _of_case(part, experiment, whole)
    yield from _of_days(experiment)
    yield from _of_status(experiment)
    yield from _of_obligations(experiment)
    yield from _of_target_groups(experiment)


# ---- conditions, exclusions, exceptions, cut-offs ----


def _of_case(case: Case, experiment: Experiment, whole: Callable[[Any], Experiment]) -> Iterator[Mutant]:
    facts = {fact.id: fact for fact in experiment.all_facts()}

    def put(**update: object) -> Experiment:
        return whole(case.model_copy(update=update))

    if case.condition is not None:
        yield from _of_tree(case.condition, facts, lambda tree: put(condition=tree), root="condition")
    for name in ("exclusions", "ordinary_exceptions"):
        trees: tuple[Condition, ...] = getattr(case, name)
        for place, tree in enumerate(trees):

            def wrap(changed: Tree, place: int = place, name: str = name, trees: Any = trees) -> Experiment:
                return put(**{name: _replaced(trees, place, changed)})

            yield from _of_tree(tree, facts, wrap)
    for place, cut_off in enumerate(case.cut_offs):
        for change, changed in _cut_off_changes(cut_off):
            found = put(cut_offs=_replaced(case.cut_offs, place, changed))
            yield Mutant(cut_off.id, change, found)


def _replaced(items: tuple[Any, ...], place: int, item: Any) -> tuple[Any, ...]:
    between = () if item is None else (item,)
    return (*items[:place], *between, *items[place + 1 :])


def _of_tree(
    tree: Condition, facts: dict[str, Fact], wrap: Wrap, root: str | None = None
) -> Iterator[Mutant]:
    below = tree.all or tree.any
    place = tree.id if not below else root or branch_name(tree)
    assert place is not None, "no shipped condition is a bare not"
    yield Mutant(place, "dropped", wrap(None))
    if not below:
        for change, changed in _leaf_changes(tree, facts[tree.fact or ""]):
            yield Mutant(place, change, wrap(changed))
        return
    kind, other = ("all", "any") if tree.all else ("any", "all")
    if len(below) > 1:
        yield Mutant(place, f"{kind} -> {other}", wrap(tree.model_copy(update={kind: None, other: below})))
    for number, child in enumerate(below):

        def around(changed: Tree, number: int = number) -> Experiment:
            rest = _replaced(below, number, changed)
            return wrap(tree.model_copy(update={kind: rest}) if rest else None)

        yield from _of_tree(child, facts, around)


def branch_name(tree: Condition) -> str:
    """A branch by what stands below it: any(dimittend, sygedagpenge-eller-jobafklaring)."""
    kind, below = ("all", tree.all) if tree.all else ("any", tree.any or ())
    return f"{kind}({', '.join(child.id or branch_name(child) for child in below or ())})"


def _leaf_changes(leaf: Condition, fact: Fact) -> Iterator[tuple[str, Condition]]:
    yield "negated", Condition.model_construct(negated=leaf)
    asked = "judgement -> fact" if leaf.judgement else "fact -> judgement"
    yield asked, leaf.model_copy(update={"judgement": not leaf.judgement})
    operator, operand = leaf.operator or "", leaf.operand
    if isinstance(operand, dt.date):
        for step in (-DAY, DAY):
            yield f"{operand} -> {operand + step}", leaf.model_copy(update={operator: operand + step})
    elif operator in NUMERIC and fact.type in (FactType.INTEGER, FactType.NUMBER):
        yield from _number_changes(leaf, fact, operator, operand)
    elif fact.type is FactType.CHOICE:
        yield from _choice_changes(leaf, fact, operator, operand)


def _number_changes(
    leaf: Condition, fact: Fact, operator: str, operand: Any
) -> Iterator[tuple[str, Condition]]:
    for value in (operand - 1, operand + 1):
        yield f"{operand} -> {value}", leaf.model_copy(update={operator: value})
    if operator in STRICTER:
        update = {operator: None, STRICTER[operator]: operand}
        yield f"{operator} -> {STRICTER[operator]}", leaf.model_copy(update=update)
    if "months" in fact.id:
        yield "months read as weeks", leaf.model_copy(update={operator: operand / WEEKS_PER_MONTH})
    if "weeks" in fact.id:
        yield "weeks read as months", leaf.model_copy(update={operator: operand * WEEKS_PER_MONTH})


def _choice_changes(
    leaf: Condition, fact: Fact, operator: str, operand: Any
) -> Iterator[tuple[str, Condition]]:
    choices = [choice.value for choice in fact.choices]
    if operator == "equals":
        for value in choices:
            if value != operand:
                yield f"{operand} -> {value}", leaf.model_copy(update={"equals": value})
        return
    for value in choices:
        if value in operand:
            yield (
                f"without {value}",
                leaf.model_copy(update={"among": tuple(v for v in operand if v != value)}),
            )
        else:
            yield f"with {value}", leaf.model_copy(update={"among": (*operand, value)})


def _cut_off_changes(cut_off: CutOff) -> Iterator[tuple[str, CutOff | None]]:
    yield "dropped", None
    if cut_off.date is not None:
        for step in (-DAY, DAY):
            day = cut_off.date + step
            yield f"{cut_off.date} -> {day}", cut_off.model_copy(update={"date": day})
    for side in ("before", "on_or_after"):
        now = getattr(cut_off, side)
        for rule in (*TransitionRule, None):
            if rule is not now:
                change = f"{side}: {now or 'open'} -> {rule or 'open'}"
                yield change, cut_off.model_copy(update={side: rule})


# ---- days, status ----


def _of_days(experiment: Experiment) -> Iterator[Mutant]:
    """The first and last day of the whole, and the joints between its periods, one day off.

    Stays that begin or end on the same day move along: a stay alone would be held back by its period.
    """
    firsts = {p.start for p in experiment.periods if p.start}
    lasts = {p.end for p in experiment.periods if p.end}
    for day in sorted(firsts):
        yield _moved(experiment, "start", day, day + DAY)
        if day - DAY not in lasts:
            yield _moved(experiment, "start", day, day - DAY)
    for day in sorted(lasts):
        yield _moved(experiment, "end", day, day - DAY)
        yield _moved(experiment, "end", day, day + DAY)
    for bound in ("not_before", "begun_by", "not_after"):
        for day in sorted({getattr(p, bound) for p in experiment.periods} - {None}):
            yield _moved(experiment, bound, day, day - DAY)
            yield _moved(experiment, bound, day, day + DAY)


def _moved(experiment: Experiment, side: str, day: dt.date, to: dt.date) -> Mutant:
    def shift(row: Any) -> Any:
        return row.model_copy(update={side: to}) if getattr(row, side) == day else row

    periods: tuple[ApprovedPeriod, ...] = tuple(shift(p) for p in experiment.periods)
    stays: tuple[Participation, ...] = tuple(shift(p) for p in experiment.participation)
    place = {"start": "first day", "end": "last day"}.get(side, side)
    changed = experiment.model_copy(update={"periods": periods, "participation": stays})
    return Mutant(place, f"{day} -> {to}", changed)


def _of_status(experiment: Experiment) -> Iterator[Mutant]:
    if experiment.status is Status.NEVER_STARTED:
        changed = experiment.model_copy(update={"status": Status.ENDED})
    else:
        changed = experiment.model_copy(update={"status": Status.NEVER_STARTED})
    yield Mutant("status", f"{experiment.status} -> {changed.status}", changed)


# ---- obligations ----


def _of_obligations(experiment: Experiment) -> Iterator[Mutant]:
    for place, duty in enumerate(experiment.obligations):
        for side in ("ordinary", "experiment"):
            timing: Timing | None = getattr(duty, side)
            for change, changed in _timing_changes(timing, duty) if timing else ():
                moved: Obligation = duty.model_copy(update={side: changed})
                rest = _replaced(experiment.obligations, place, moved)
                whole = experiment.model_copy(update={"obligations": rest})
                yield Mutant(f"{duty.id}.{side}", change, whole)


def _timing_changes(timing: Timing, duty: Obligation) -> Iterator[tuple[str, Timing]]:
    # The next date after the first needs the day it was last done; without one the whole series is counted elsewhere.
    recurs = duty.last_done is not None or timing.first is None
    for name in ("first", "then", "within") if recurs else ("first", "within"):
        duration: Duration | None = getattr(timing, name)
        for change, changed in _duration_changes(duration) if duration else ():
            yield f"{name}: {change}", timing.model_copy(update={name: changed})
    if timing.at_least is not None:
        for count in (timing.at_least - 1, timing.at_least + 1):
            change = f"at_least: {timing.at_least} -> {count}"
            yield change, timing.model_copy(update={"at_least": count})
        for kind in ContactKind:
            has = kind in timing.contacts
            kept = tuple(k for k in timing.contacts if k is not kind) if has else (*timing.contacts, kind)
            change = f"{'without' if has else 'with'} {kind}"
            yield change, timing.model_copy(update={"contacts": kept})


def _duration_changes(duration: Duration) -> Iterator[tuple[str, Duration]]:
    for unit in ("years", "months", "weeks", "days"):
        count = getattr(duration, unit)
        for other in (count - 1, count + 1) if count else ():
            yield f"{count} {unit} -> {other}", duration.model_copy(update={unit: other})
    for unit, other in (("months", "weeks"), ("weeks", "months")):
        count = getattr(duration, unit)
        if count:
            yield f"{unit} read as {other}", duration.model_copy(update={unit: 0, other: count})


# ---- target groups ----


def groups_of(experiment: Experiment) -> dict[str, set[str]]:
    """Each target group with its numbers as staff and statute give them: "LAB-2016 § 2, nr. 7"."""
    return {
        group.id: {f"{r.statute} § {r.paragraph}, nr. {r.number}" for r in group.references}
        for group in experiment.target_groups
        if group.references
    }


def _of_target_groups(experiment: Experiment) -> Iterator[Mutant]:
    other = {"LAB-2016": ("LAB-2020", "6"), "LAB-2020": ("LAB-2016", "2")}
    for place, group in enumerate(experiment.target_groups):
        for number, reference in enumerate(group.references):
            statute, paragraph = other[reference.statute]
            changes: dict[str, dict[str, Any]] = {
                f"{reference.statute} nr. {reference.number} -> nr. {reference.number + 1}": {
                    "number": reference.number + 1
                },
                f"{reference.statute} nr. {reference.number} read as {statute} nr. {reference.number}": {
                    "statute": statute,
                    "paragraph": paragraph,
                },
            }
            for change, update in changes.items():
                moved = _replaced(group.references, number, reference.model_copy(update=update))
                groups = _replaced(
                    experiment.target_groups, place, group.model_copy(update={"references": moved})
                )
                whole = experiment.model_copy(update={"target_groups": groups})
                yield Mutant(f"target group {group.id}", change, whole)
