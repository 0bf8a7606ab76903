"""Whether some case passes: found in any tree of conditions, or said to be too much, and never for long."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from frirum.core.authoring import reach
from frirum.core.authoring.reach import TooManyWays, borders, impossible, passes, passing
from frirum.core.catalogue.loader import read_definition

HEAD = """
slug = "proeve"
network = "nordjylland"
short_title = "Prøve"
summary = "Et forsøg."
status = "planned"
not_stated = ["provision", "target_group", "participation", "legal_basis", "period"]
"""


def definition(
    facts: dict[str, str], condition: dict[str, Any] | None, exclusions: list[dict[str, Any]]
) -> Any:
    numbers = itertools.count()

    def inline(node: Any) -> str:
        if isinstance(node, dict):
            own = {"id": f"c{next(numbers)}", "text": "x", **node} if "fact" in node else node
            return "{" + ", ".join(f"{key} = {inline(value)}" for key, value in own.items()) + "}"
        if isinstance(node, list):
            return "[" + ", ".join(map(inline, node)) + "]"
        return str(node).lower() if isinstance(node, bool | int) else f'"{node}"'

    text = HEAD + (f"condition = {inline(condition)}\n" if condition else "")
    text += f"exclusion = {inline(exclusions)}\n" if exclusions else ""
    text += "".join(
        f'\n[[fact]]\nid = "{name}"\ntype = "{kind}"\nquestion = "?"\n' for name, kind in facts.items()
    )
    experiment, faults = read_definition(text)
    assert experiment is not None, faults
    assert not faults, faults
    return experiment


@pytest.mark.parametrize("seed", range(40))
def test_a_case_is_found_exactly_where_trying_all_cases_finds_one(seed: int) -> None:
    chance = random.Random(seed)
    facts = {"a": "bool", "b": "bool", "n": "integer"}

    def leaf() -> dict[str, Any]:
        name = chance.choice(list(facts))
        if name != "n":
            return {"fact": name, chance.choice(["is_true", "is_false"]): True}
        return {"fact": "n", chance.choice(["at_least", "less_than", "equals"]): chance.randrange(4)}

    def tree(depth: int) -> dict[str, Any]:
        kind = chance.choice(["all", "any", "not", "leaf"]) if depth else "leaf"
        if kind == "leaf":
            return leaf()
        return (
            {"not": tree(depth - 1)}
            if kind == "not"
            else {kind: [tree(depth - 1) for _n in range(chance.randint(1, 3))]}
        )

    one = definition(facts, tree(3), [tree(2) for _n in range(chance.randint(0, 3))])
    every = (
        dict(zip(facts, values, strict=True))
        for values in itertools.product([True, False], [True, False], range(-1, 5))
    )
    found = passing((one,))
    assert (found is not None) == any(passes((one,), case) for case in every)
    # Facts that the way through does not need may be anything.
    assert found is None or passes((one,), {"a": True, "b": True, "n": 0} | found)
    assert [path for path, _words in impossible(one)] == ([] if found else ["condition"])


def test_many_exclusions_and_trees_with_too_many_ways_end(monkeypatch: pytest.MonkeyPatch) -> None:
    many = definition(
        {"uger": "integer"},
        {"fact": "uger", "at_least": 1},
        [{"fact": "uger", "equals": 2 * n} for n in range(300)],
    )
    found = passing((many,))
    assert found is not None
    assert found["uger"] % 2 == 1
    assert passing((definition({"ja": "bool"}, None, [{"fact": "ja", "is_true": True}] * 1500),)) == {
        "ja": False
    }

    # Pairs that exclude each other: each pair leaves two ways, and none of the 2^20 together fits the condition.
    names = [f"f{n}" for n in range(40)]
    pairs = [
        {"all": [{"fact": one, "is_true": True}, {"fact": other, "is_true": True}]}
        for one, other in itertools.combinations(names, 2)
    ]
    # At least two of forty, of which no two may be together.
    two = {"any": [{"all": pair["all"]} for pair in pairs]}
    assert passing((definition(dict.fromkeys(names, "bool"), {"all": [two]}, pairs[:30]),)) is not None

    monkeypatch.setattr(reach, "MOST_TRIALS", 2_000)
    hopeless = definition(dict.fromkeys(names, "bool"), two, pairs)
    with pytest.raises(TooManyWays):
        passing((hopeless,))
    with pytest.raises(TooManyWays):
        borders((many,))
    ((path, words),) = impossible(hopeless)
    assert path == "condition"
    assert "for mange" in words
