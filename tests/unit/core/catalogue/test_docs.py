"""docs/definition.md explains every key of a definition, and its examples are right."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from frirum.core.catalogue.conditions import OPERATORS, Condition, FactType
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.plan import Effects

ROOT = Path(__file__).parents[4]
GUIDE = (ROOT / "docs" / "definition.md").read_text(encoding="utf-8")
TEMPLATE = (ROOT / "catalogue" / "experiments" / "_template.toml").read_text(encoding="utf-8")


def test_every_key_of_a_definition_is_explained() -> None:
    explained = set(re.findall(r"`\[*([a-z_.]+)\]*`", GUIDE))
    keys = {key.removesuffix("_en") for key in Experiment.keys()} - {"not_stated"}  # noqa: SIM118 - a method
    assert keys - explained == set()


@pytest.mark.parametrize("values", [OPERATORS, tuple(FactType), tuple(Status)])
def test_every_allowed_value_is_named(values: tuple[str, ...]) -> None:
    assert [value for value in values if f"`{value}`" not in GUIDE] == []


def test_the_examples_are_right() -> None:
    effects, condition = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    Effects.model_validate(tomllib.loads(effects)["plan"]["effects"])
    tree = Condition.model_validate(tomllib.loads(condition)["condition"])
    assert [leaf.id for leaf in tree.leaves()] == ["kort-ledighed", "skaanehensyn"]


def test_the_template_names_the_guide() -> None:
    assert "docs/definition.md" in TEMPLATE
