"""Every condition of every experiment, on each side of its edge, and every misreading of it told apart.

The answers in `condition_edges/*.toml` are derived by hand from the provisions and the five documents. A mutant is the
definition with one thing misread; a mutant that no hand-written case tells from the definition is a hole in the table.
"""

from __future__ import annotations

import datetime as dt

import pytest
from spec.condition_cases import HandCase, Table, slugs, table
from spec.condition_mutants import Mutant, groups_of, mutants

from frirum.core.catalogue import Experiment, shipped_catalogue
from frirum.core.law.facts import read_facts

SLUGS = slugs()


def experiment(slug: str) -> Experiment:
    return shipped_catalogue().experiment(slug)


def told_apart(mutant: Mutant, by_hand: Table) -> bool:
    """Whether some case by hand is not answered as the hand did, once the definition is misread."""
    misread = mutant.experiment
    if mutant.place.startswith("target group"):
        return groups_of(misread) != by_hand.groups
    if any(mutant.place.startswith(f"{duty.id}.") for duty in misread.obligations):
        written = (*by_hand.deadlines, *by_hand.counts)
        return not all(case.fits(misread) for case in written)
    nearest = sorted(_moved_by(mutant, by_hand), key=lambda case: case.place != mutant.place)
    return any(not case.fits(misread, by_hand.read_as) for case in nearest)


def _moved_by(mutant: Mutant, by_hand: Table) -> list[HandCase]:
    """Place is examined for all 98 municipalities elsewhere; no misread condition moves it."""
    return [case for case in by_hand.cases if case.place != "municipality"]


def test_every_experiment_has_its_table() -> None:
    assert set(SLUGS) == set(shipped_catalogue().experiments)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_definition_answers_as_the_hand_did(slug: str) -> None:
    by_hand, definition = table(slug), experiment(slug)
    wrong = [case for case in by_hand.cases if not case.fits(definition, by_hand.read_as)]
    assert not wrong, "\n".join(map(str, wrong))
    wrong_dates = [d for d in (*by_hand.deadlines, *by_hand.counts) if not d.fits(definition)]
    assert not wrong_dates, "\n".join(map(str, wrong_dates))
    assert groups_of(definition) == by_hand.groups


@pytest.mark.parametrize("slug", SLUGS)
def test_the_facts_written_by_hand_are_facts_of_the_definition(slug: str) -> None:
    known = experiment(slug).all_facts()
    for case in (*table(slug).cases, *table(slug).deadlines):
        raw = {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in case.facts.items()}
        assert read_facts(raw, known) == case.facts


@pytest.mark.parametrize("slug", SLUGS)
def test_every_misreading_is_told_apart(slug: str) -> None:
    by_hand = table(slug)
    survivors = {mutant.name for mutant in mutants(experiment(slug)) if not told_apart(mutant, by_hand)}
    unargued = sorted(survivors - by_hand.equivalent.keys())
    assert not unargued, f"{slug}: no case by hand tells these misreadings apart:\n" + "\n".join(unargued)
    stale = sorted(by_hand.equivalent.keys() - survivors)
    assert not stale, f"{slug}: argued to be the same, yet a case tells them apart:\n" + "\n".join(stale)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_edge_kills_what_it_names(slug: str) -> None:
    by_hand = table(slug)
    generated = {(mutant.place, mutant.change): mutant for mutant in mutants(experiment(slug))}
    for key, cases in by_hand.kills.items():
        assert key in generated, f"{slug}: no such misreading: {': '.join(key)}"
        misread = generated[key].experiment
        assert any(not case.fits(misread, by_hand.read_as) for case in cases), f"{slug}: {': '.join(key)}"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_condition_has_an_edge(slug: str) -> None:
    definition = experiment(slug)
    leaves = {
        leaf.id
        for case in (definition, *definition.parts)
        for tree in (*case.exclusions, *case.ordinary_exceptions, *filter(None, (case.condition,)))
        for leaf in tree.leaves()
    }
    cut_offs = {cut_off.id for case in (definition, *definition.parts) for cut_off in case.cut_offs}
    assert leaves | cut_offs == {place for place, _change in table(slug).kills}
