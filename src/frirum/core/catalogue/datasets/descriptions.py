"""The tables described for programs: OpenAPI, DCAT-AP and a data package, made from the datasets that exist.

Nothing is written twice: names, columns and their meaning are the datasets' own, and types are read from their rows, so
a description cannot say something else than the file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from frirum.core.catalogue.datasets.dataset import Dataset
from frirum.core.catalogue.datasets.sentences import say
from frirum.core.catalogue.loader import Catalogue

LICENCE, LICENCE_NAME = "https://www.mozilla.org/MPL/2.0/", "MPL-2.0"
PUBLISHER = "Frirum"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PACKAGE_TYPES = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "array": "string",
    "date": "date",
}


def column_types(dataset: Dataset, catalogue: Catalogue) -> dict[str, str]:
    """Column -> "string", "integer", "number", "boolean", "array" or "date", as the rows have it."""
    found: dict[str, set[str]] = {name: set() for name in dataset.columns()}
    for cells in dataset.rows(catalogue):
        for name, value in cells.items():
            if value is not None:
                found[name].add(_type_of(value))
    return {name: _together(kinds) for name, kinds in found.items()}


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, list):
        return "array"
    return "date" if _DAY.fullmatch(str(value)) else "string"


def _together(kinds: Iterable[str]) -> str:
    found = set(kinds)
    if len(found) == 1:
        return found.pop()
    return "number" if found and found <= {"integer", "number"} else "string"


def openapi(datasets: Mapping[str, Dataset], catalogue: Catalogue, *, server: str) -> dict[str, Any]:
    """OpenAPI 3.1: one path per table and ending, with the schema of a row."""
    paths: dict[str, Any] = {}
    for name, dataset in datasets.items():
        row = {"$ref": f"#/components/schemas/{name}"}
        paths[f"/data/v{dataset.version}/{name}.json"] = _path(
            dataset, {"application/json": {"schema": {"type": "array", "items": row}}}
        )
        paths[f"/data/v{dataset.version}/{name}.csv"] = _path(
            dataset, {"text/csv": {"schema": {"type": "string"}}}
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": say("frirum_data_on_free_municipality_experiments"),
            "version": "1",
            "license": {"name": LICENCE_NAME, "url": LICENCE},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": {name: _row_schema(dataset, catalogue) for name, dataset in datasets.items()}
        },
    }


def _path(dataset: Dataset, content: Mapping[str, Any]) -> dict[str, Any]:
    answers = {
        "200": {
            "description": dataset.title(),
            "headers": {
                "ETag": {"schema": {"type": "string"}},
                "Last-Modified": {"schema": {"type": "string"}},
            },
            "content": dict(content),
        },
        "304": {"description": say("unchanged_since_etag_was_asked_with")},
    }
    return {"get": {"summary": dataset.title(), "responses": answers}}


def _row_schema(dataset: Dataset, catalogue: Catalogue) -> dict[str, Any]:
    types, meanings = column_types(dataset, catalogue), dataset.columns()
    properties = {}
    for name, kind in types.items():
        schema: dict[str, Any] = {
            "type": ["string" if kind == "date" else kind, "null"],
            "description": meanings[name],
        }
        if kind == "date":
            schema["format"] = "date"
        if kind == "array":
            schema["items"] = {}
        if name in dataset.deprecated:
            schema["deprecated"] = True
            schema["description"] += " " + dataset.deprecated[name]
        properties[name] = schema
    return {
        "type": "object",
        "required": list(types),
        "properties": properties,
        "additionalProperties": False,
    }


def dcat(datasets: Mapping[str, Dataset], *, server: str, changed: dt.datetime) -> dict[str, Any]:
    """DCAT-AP as JSON-LD: a catalogue of datasets, each with its two distributions."""
    described = [_dcat_dataset(dataset, server, changed) for dataset in datasets.values()]
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{server}/data/",
        "@type": "dcat:Catalog",
        "dct:title": {"@value": say("frirum_data_on_free_municipality_experiments"), "@language": "da"},
        "dct:description": {
            "@value": say("experiments_decisions_conclusions"),
            "@language": "da",
        },
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": PUBLISHER},
        "dct:license": {"@id": LICENCE},
        "dct:modified": {"@value": changed.isoformat(), "@type": "xsd:dateTime"},
        "dcat:dataset": described,
    }


def _dcat_dataset(dataset: Dataset, server: str, changed: dt.datetime) -> dict[str, Any]:
    base = f"{server}/data/v{dataset.version}/{dataset.name}"
    kinds = (("csv", "text/csv"), ("json", "application/json"))
    return {
        "@id": base,
        "@type": "dcat:Dataset",
        "dct:identifier": f"{dataset.name}-v{dataset.version}",
        "dct:title": {"@value": dataset.title(), "@language": "da"},
        "dct:description": {"@value": "; ".join(dataset.columns().values()), "@language": "da"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": PUBLISHER},
        "dct:modified": {"@value": changed.isoformat(), "@type": "xsd:dateTime"},
        "dcat:landingPage": {"@id": f"{server}/data/#{dataset.name}"},
        "dcat:distribution": [
            {
                "@id": f"{base}.{ending}",
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": f"{base}.{ending}"},
                "dcat:downloadURL": {"@id": f"{base}.{ending}"},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
                "dct:license": {"@id": LICENCE},
            }
            for ending, media in kinds
        ],
    }


def data_package(
    datasets: Mapping[str, Dataset],
    catalogue: Catalogue,
    *,
    server: str,
    changed: dt.datetime,
    hashes: Mapping[str, str],
) -> dict[str, Any]:
    """`datapackage.json` (Data Package 1) of the CSV files.

    Args:
        hashes: dataset -> SHA-256 of its file.
    """
    return {
        "profile": "tabular-data-package",
        "name": "frirum",
        "title": say("frirum_data_on_free_municipality_experiments"),
        "homepage": f"{server}/data/",
        "version": changed.date().isoformat(),
        "licenses": [{"name": LICENCE_NAME, "path": LICENCE}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": f"{name}.csv",
                "title": dataset.title(),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "hash": f"sha256:{hashes[name]}",
                "dialect": {"delimiter": ";"},
                "schema": {"fields": _fields(dataset, catalogue), "missingValues": [""]},
            }
            for name, dataset in datasets.items()
        ],
    }


def _fields(dataset: Dataset, catalogue: Catalogue) -> list[dict[str, Any]]:
    meanings = dataset.columns()
    fields = []
    for name, kind in column_types(dataset, catalogue).items():
        field = {"name": name, "type": _PACKAGE_TYPES.get(kind, "string"), "description": meanings[name]}
        if kind == "number":
            field["decimalChar"] = ","
        fields.append(field)
    return fields


def citation(*, server: str, changed: dt.datetime) -> str:
    """How the data are cited."""
    return say(
        "frirum_data_on_free_municipality_experiments_version",
        day=changed.date().isoformat(),
        address=f"{server}/data/",
    )
