"""What may leave is told by its type: released numbers are made in one place, charts take protected tables alone, and
what others have published is quoted with its source."""

from __future__ import annotations

import ast
import inspect
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_type_hints

import pytest

import frirum
from frirum.core.disclosure import charts, printing
from frirum.core.disclosure.protected import ProtectedTable
from frirum.core.paths import catalogue_dir
from frirum.core.report.numbers import Number, Quotation, Run

SOURCE = Path(inspect.getfile(frirum)).parent


@cache
def callers() -> dict[str, set[str]]:
    """What is called (`Number.released`) -> the modules of the project that do."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found.setdefault(ast.unparse(node.func), set()).add(path.relative_to(SOURCE).as_posix())
    return found


def test_released_numbers_are_made_of_protected_tables_in_one_place():
    assert callers()["Number.released"] == {"core/disclosure/printing.py"}
    assert get_type_hints(printing.report_table)["table"] is ProtectedTable


def test_protected_tables_are_made_by_the_protector_and_read_back_by_the_gate():
    assert callers()["ProtectedTable"] == {
        "core/disclosure/protected.py", "core/disclosure/ledger.py", "web/releases/tables.py",
    }  # fmt: skip


def test_charts_take_protected_tables_alone():
    drawn = [
        function
        for name, function in inspect.getmembers(charts, inspect.isfunction)
        if function.__module__ == charts.__name__ and not name.startswith("_")
    ]
    assert drawn
    assert all(get_type_hints(function)["table"] is ProtectedTable for function in drawn)


def test_releases_are_made_by_an_approval_alone():
    assert callers()["Released.objects.create"] == {"web/releases/actions.py"}
    assert "Released" not in callers()


def test_a_quotation_is_no_release_and_a_release_no_quotation():
    published = Quotation("DECISION", "række 12")
    with pytest.raises(ValueError, match="quotation"):
        Number.released(7, source=published, release="F-2027-001")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="quotation"):
        Number.quoted(7, source=Run("K-1"))  # type: ignore[arg-type]


def _published() -> Iterator[tuple[str, dict]]:
    for path in sorted((catalogue_dir() / "experiments").glob("[!_]*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        sources = {source["id"] for source in document.get("source", [])}
        for figure in document.get("figure", []):
            assert set(figure["source"]) <= sources or not sources, path.name
            yield path.stem, figure


def test_published_figures_stand_with_their_source():
    """One to fifteen uses are shown as the documents say them, with the document; the gate has no part in them."""
    figures = list(_published())
    counted = [figure for _slug, figure in figures if figure["kind"] in ("uses", "participants")]
    assert {1, 7, 8, 14, 15} <= {figure.get("value") for figure in counted}
    assert all(figure["source"] for _slug, figure in figures)
    assert not any("release" in figure for _slug, figure in figures)
