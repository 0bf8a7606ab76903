"""The faults said to make no difference are faults that can be made, and few; the run itself is `mutants.py`."""

from __future__ import annotations

from attack.mutations import EQUIVALENT, all_mutants, declared, every_mutant


def test_what_is_declared_equivalent_is_in_the_source_and_argued():
    """A line that was changed since has to be argued anew."""
    found = {declared(mutant) for mutant in every_mutant()}
    assert set(EQUIVALENT) <= found
    assert all(len(reason.split()) >= 5 for reason in EQUIVALENT.values())


def test_hardly_anything_is_left_out():
    assert len(all_mutants()) >= 0.9 * len(every_mutant())
