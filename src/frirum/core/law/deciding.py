"""Which of an assessment's reasons decided it, and which no longer matter."""

from __future__ import annotations

from collections.abc import Iterator

from frirum.core.catalogue.conditions import Answer, Condition
from frirum.core.catalogue.experiment import Case
from frirum.core.law.assess import Assessment, Reason
from frirum.core.law.conditions import Met

Outcomes = dict[str, Met]
"""What a reason says for the exemption, by its condition; of a hindrance, that it does not hold."""


def against(found: Assessment) -> tuple[Reason, ...]:
    """The reasons that alone explain a no; none where the answer is not a no.

    The first check that fails: place and time, a hindrance, or the conditions. Of several conditions that must all
    hold it is the first that fails; of alternatives, what fails in each of them.
    """
    if found.answer not in (Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE):
        return ()
    outcomes = _outcomes(found)
    examined = {leaf.id for case in _cases(found) for tree in _trees(case) for leaf in tree.leaves()}
    for reason in found.reasons:
        if reason.met is Met.NO and reason.condition not in examined:
            return (reason,)
    names = set(next(_failures(found, outcomes)))
    return tuple(one for one in found.reasons if one.condition in names and one.met is Met.NO)


def idle(found: Assessment) -> frozenset[str]:
    """Ids of conditions that do not matter: alternatives to one that is met, parts of a hindrance that is absent."""
    outcomes = _outcomes(found)
    names: set[str] = set()
    for case in _cases(found):
        if case.condition is not None:
            names.update(_beside(case.condition, outcomes))
        for tree in (*case.exclusions, *case.ordinary_exceptions):
            if _absent(tree, outcomes) is Met.YES:
                names.update(name for name in _names(tree) if outcomes.get(name) is not Met.YES)
    return frozenset(names)


def _cases(found: Assessment) -> tuple[Case, ...]:
    return (found.experiment, found.part) if found.part else (found.experiment,)


def _trees(case: Case) -> Iterator[Condition]:
    yield from (*case.exclusions, *case.ordinary_exceptions)
    if case.condition is not None:
        yield case.condition


def _outcomes(found: Assessment) -> Outcomes:
    return {reason.condition: reason.met for reason in found.reasons}


def _failures(found: Assessment, outcomes: Outcomes) -> Iterator[Iterator[str]]:
    """What fails in each check that says no, in the order the checks are made."""
    for case in _cases(found):
        for tree in (*case.exclusions, *case.ordinary_exceptions):
            if _absent(tree, outcomes) is Met.NO:
                yield _names(tree)
        if case.condition is not None and _outcome(case.condition, outcomes) is Met.NO:
            yield _failing(case.condition, outcomes)


def _outcome(tree: Condition, outcomes: Outcomes) -> Met:
    if tree.all or tree.any:
        below = [_outcome(child, outcomes) for child in tree.all or tree.any or ()]
        return min(below) if tree.all else max(below)
    if tree.negated:
        found = _outcome(tree.negated, outcomes)
        return {Met.NO: Met.YES, Met.YES: Met.NO}.get(found, found)
    return outcomes.get(tree.id or "", Met.MISSING)


def _absent(tree: Condition, outcomes: Outcomes) -> Met:
    """Whether a hindrance does not hold: one made of several is gone as soon as one of them is."""
    if tree.all or tree.any:
        below = [_absent(child, outcomes) for child in tree.all or tree.any or ()]
        return max(below) if tree.all else min(below)
    return outcomes.get(tree.id or "", Met.MISSING)


def _failing(tree: Condition, outcomes: Outcomes) -> Iterator[str]:
    if tree.all:
        yield from _failing(next(c for c in tree.all if _outcome(c, outcomes) is Met.NO), outcomes)
    elif tree.any:
        for child in tree.any:
            yield from _failing(child, outcomes)
    else:
        yield from _names(tree)


def _beside(tree: Condition, outcomes: Outcomes) -> Iterator[str]:
    settled = bool(tree.any) and _outcome(tree, outcomes) is Met.YES
    for child in tree.all or tree.any or ():
        if settled and _outcome(child, outcomes) is not Met.YES:
            yield from _names(child)
        else:
            yield from _beside(child, outcomes)


def _names(tree: Condition) -> Iterator[str]:
    return (leaf.id for leaf in tree.leaves() if leaf.id)
