"""JSON Schemas of the catalogue's files, for editors: made from the models, never written by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from frirum.core.catalogue.asked import ASKED_FILES
from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.beside import Assumptions, ProposedPlan
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.shared import SHARED_FILES
from frirum.core.paths import catalogue_dir

EDITOR_SCHEMAS: dict[str, type[DefinitionTable]] = {
    "experiment.schema.json": Experiment,
    "plan.schema.json": ProposedPlan,
    "assumptions.schema.json": Assumptions,
    **{name.replace(".toml", ".schema.json"): model for name, model in (SHARED_FILES | ASKED_FILES).items()},
}
"""File name in `catalogue/schema/` -> the model it describes."""


def editor_schema(model: type[DefinitionTable]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file; dates are the text that JSON can hold."""
    schema = model.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def editor_schema_text(model: type[DefinitionTable]) -> str:
    """The schema as the file holds it."""
    return json.dumps(editor_schema(model), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_editor_schemas(directory: Path) -> None:
    """Write every schema to `directory`, which is `catalogue/schema` in a checkout."""
    for name, model in EDITOR_SCHEMAS.items():
        (directory / name).write_text(editor_schema_text(model), encoding="utf-8")


if __name__ == "__main__":
    write_editor_schemas(catalogue_dir() / "schema")
