"""The models, the editors' schemas and the labels keep step."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any, get_args

import jsonschema
import pytest
from pydantic import ValidationError

from frirum.core.catalogue import labels
from frirum.core.catalogue.asked import ASKED_FILES
from frirum.core.catalogue.base import DefinitionTable, Sourced
from frirum.core.catalogue.checks import kind_name, reference_kinds
from frirum.core.catalogue.editor_schema import EDITOR_SCHEMAS, editor_schema, editor_schema_text
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.shared import SHARED_FILES
from frirum.core.language import language
from frirum.core.paths import catalogue_dir


def models_below(
    model: type[DefinitionTable], seen: set[type[DefinitionTable]] | None = None
) -> Iterator[type[DefinitionTable]]:
    seen = set() if seen is None else seen
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        stack = [field.annotation]
        while stack:
            found = stack.pop()
            stack += get_args(found)
            if isinstance(found, type) and issubclass(found, DefinitionTable):
                yield from models_below(found, seen)


ALL_MODELS = {
    m for root in (Experiment, *SHARED_FILES.values(), *ASKED_FILES.values()) for m in models_below(root)
}


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("name", EDITOR_SCHEMAS)
def test_the_editors_schemas_are_current(name: str) -> None:
    """Made anew with: python -m frirum.core.catalogue.editor_schema."""
    written = (catalogue_dir() / "schema" / name).read_text(encoding="utf-8")
    assert written == editor_schema_text(EDITOR_SCHEMAS[name])


@cache
def validator(model: type[DefinitionTable]) -> jsonschema.Draft202012Validator:
    schema = editor_schema(model)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def files_and_schemas() -> list[tuple[str, type[DefinitionTable]]]:
    experiments = [
        (f"experiments/{p.name}", Experiment) for p in (catalogue_dir() / "experiments").glob("*.toml")
    ]
    return [*experiments, *SHARED_FILES.items(), *ASKED_FILES.items()]


@pytest.mark.parametrize("name, model", files_and_schemas(), ids=str)
def test_shipped_files_pass_the_editors_schema(name: str, model: type[DefinitionTable]) -> None:
    text = (catalogue_dir() / name).read_text(encoding="utf-8").replace('"SLUG"', '"en-slug"')
    document = as_json(tomllib.loads(text))
    validator(model).validate(document)
    assert not validator(model).is_valid({**document, "ukendt": 1})


def test_every_table_is_frozen_and_refuses_unknown_keys() -> None:
    assert len(ALL_MODELS) > 60
    for model in ALL_MODELS:
        assert model.model_config["frozen"], model
        assert model.model_config["extra"] == "forbid", model


def test_what_must_be_settled_are_keys_of_the_table() -> None:
    for model in ALL_MODELS:
        assert set(model.must_be_settled) <= set(model.keys()), model


def test_a_definition_cannot_be_changed() -> None:
    table = Sourced.model_validate({"source": ["a"]})
    with pytest.raises(ValidationError):
        table.source_ids = ("b",)  # type: ignore[misc]


def test_every_namespace_has_a_name_for_messages() -> None:
    for kind in {kind for model in ALL_MODELS for kind in reference_kinds(model)}:
        assert kind_name(kind)


def enums_below() -> set[type[StrEnum]]:
    found: set[type[StrEnum]] = set()
    for model in ALL_MODELS:
        stack = [field.annotation for field in model.model_fields.values()]
        while stack:
            annotation = stack.pop()
            stack += get_args(annotation)
            if isinstance(annotation, type) and issubclass(annotation, StrEnum):
                found.add(annotation)
    return found


# Values that only steer the system, or that the vocabulary labels itself.
UNLABELLED = {"FactType", "KnownSource", "KnownStretch", "FieldType", "FieldKind", "FactUse", "QuestionKind", "ScaleKind", "TransitionRule", "RuleStatus", "DatePrecision", "LegalKind", "DocumentKind"}  # fmt: skip


def test_every_value_that_people_see_has_a_label_of_its_own() -> None:
    named = {kind.__name__ for kind in labels.labelled_types()}
    assert {kind.__name__ for kind in enums_below()} - UNLABELLED <= named
    for kind in labels.labelled_types():
        words = [labels.label(member) for member in kind]
        assert len(set(words)) == len(words), kind


def test_labels_are_looked_up_in_the_readers_language() -> None:
    assert labels.not_stated_label() == "Ikke oplyst i kilderne"
    with language("en"):
        assert labels.not_stated_label()


def test_schemas_are_json() -> None:
    for name in EDITOR_SCHEMAS:
        assert json.loads((catalogue_dir() / "schema" / name).read_text(encoding="utf-8"))["$schema"]
