"""Start orders drawn from a published seed: the same by hand, whoever draws."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from dataclasses import asdict

import pytest

from frirum.cli.main import run_command
from frirum.core.designs.diagnosis.start_order import draw_start_order, start_digest
from frirum.core.errors import UsageError

NORTH = (773, 787, 810, 813, 820, 825, 840, 846, 849, 851, 860)

# `printf '%s' 'lotto 23-01-2027: 4 9 17 22 30 31 35:start:851' | sha256sum`, typed in from a terminal.
SEED = "lotto 23-01-2027: 4 9 17 22 30 31 35"
BY_HAND = {
    851: "5e3ff92e4e67cec9f87a1447b94c5482438c91392472a29fdef0c656c1efbbd1",
    101: "6a1a7a752225db2c436b2747c57cb21dca28c9cac050d7cd901706f1b65e9080",
    787: "bffcfd1bd684b8d7e75b3ab015ca5ecbb8366972305229fc1b697bd5e0bf984a",
}


def test_the_digest_is_that_of_sha256sum():
    for code, digest in BY_HAND.items():
        assert start_digest(SEED, code) == digest


def test_the_order_is_the_sorted_digests():
    drawn = draw_start_order(SEED, NORTH)
    numbers = {code: hashlib.sha256(f"{SEED}:start:{code}".encode()).hexdigest() for code in NORTH}
    assert [one.municipality for one in drawn] == sorted(NORTH, key=numbers.__getitem__)
    assert [one.place for one in drawn] == [one.step for one in drawn] == list(range(1, 12))


def test_the_command_draws_the_same_order(capsys, monkeypatch):
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    codes = ",".join(map(str, NORTH))
    assert run_command(["diagnose", "--draw", SEED, "--municipalities", codes, "--steps", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    drawn = draw_start_order(SEED, NORTH, steps=3)
    assert found == {"seed": SEED, "order": [asdict(one) for one in drawn]}
    assert run_command(["diagnose", "--draw", SEED, "--municipalities", codes]) == 0
    assert drawn[0].digest in capsys.readouterr().out.splitlines()[0]


def test_neither_the_order_of_the_list_nor_spaces_matter():
    assert draw_start_order(f" {SEED}\n", reversed(NORTH)) == draw_start_order(SEED, NORTH)


def test_another_seed_gives_another_order():
    assert draw_start_order("1", NORTH) != draw_start_order("2", NORTH)


@pytest.mark.parametrize("steps, sizes", [(1, [11]), (3, [4, 4, 3]), (4, [3, 3, 3, 2]), (11, [1] * 11)])
def test_steps_are_filled_as_evenly_as_can_be(steps, sizes):
    drawn = draw_start_order(SEED, NORTH, steps=steps)
    counted = Counter(one.step for one in drawn)
    assert [counted[step] for step in range(1, steps + 1)] == sizes
    assert [one.step for one in drawn] == sorted(one.step for one in drawn)


def test_every_order_is_as_likely():
    """2,400 seeds over the 24 orders of four: chi-square with 23 degrees of freedom stays below its 99.9 % point."""
    four = (851, 787, 860, 813)
    seen = Counter(
        tuple(one.municipality for one in draw_start_order(f"seed {n}", four)) for n in range(2_400)
    )
    assert set(seen) == set(itertools.permutations(four))
    assert sum((count - 100) ** 2 / 100 for count in seen.values()) < 49.73


@pytest.mark.parametrize(
    "seed, codes, steps",
    [
        ("", NORTH, None),
        ("  ", NORTH, None),
        ("1", (851,), None),
        ("1", (851, 851), None),
        ("1", (851, 999), None),
        ("1", NORTH, 0),
        ("1", NORTH, 12),
    ],
)
def test_what_cannot_be_drawn_is_refused(seed, codes, steps):
    with pytest.raises(UsageError):
        draw_start_order(seed, codes, steps=steps)
