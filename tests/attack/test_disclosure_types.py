"""What may leave is told by its type: released numbers are made in one place, charts take protected tables alone, and
what others have published is quoted with its source."""

from __future__ import annotations

import ast
import inspect
import pickle
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import get_type_hints

import pytest
from let_out import released

import frirum
from frirum.core.disclosure import charts, printing
from frirum.core.disclosure.protected import ProtectedTable, protect_table
from frirum.core.disclosure.table import Dimension
from frirum.core.errors import NotAllowed
from frirum.core.paths import catalogue_dir
from frirum.core.report.blocks import Document
from frirum.core.report.cleared import Cleared
from frirum.core.report.docx import render_docx
from frirum.core.report.export import table_to_csv, table_to_xlsx
from frirum.core.report.html import render_html
from frirum.core.report.numbers import Number, Quotation, ReleaseState, Run
from frirum.core.report.pdf import render_pdf
from frirum.core.report.tables import ReportTable
from frirum.core.report.text import plain_text

SOURCE = Path(inspect.getfile(frirum)).parent
RUN = Run("K-1")


PUBLISHED = Quotation("DECISION", "række 12")


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
    # The other gives the estimates of a run, each as the gate cleared it.
    assert callers()["Number.released"] == {"core/disclosure/printing.py", "core/evidence/typed.py"}
    assert get_type_hints(printing.report_table)["table"] is ProtectedTable


def test_a_released_number_comes_from_the_gates_own_value_alone():
    table = protect_table([Dimension("center", ("nord", "syd"))], {("nord",): 3, ("syd",): 40})
    assert isinstance(table, ProtectedTable)
    whole = next(cell for cell in table.cells if cell.shown is not None)
    number = Number.released(Cleared.of(table, whole.nodes, release="F-1"), source=RUN)
    assert (number.value, number.release) == (whole.shown, "F-1")
    for given in (3, whole.shown, SimpleNamespace(value=3, release="F-1"), whole):
        with pytest.raises(TypeError):
            Number.released(given, source=RUN)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Number.released(3, release="findes-ikke", source=RUN)  # type: ignore[call-arg, arg-type]
    with pytest.raises(TypeError):
        Cleared(3, "F-1")
    with pytest.raises(TypeError):
        Cleared.of(SimpleNamespace(shown_at=lambda _nodes: 3), ("nord",), release="F-1")
    for nodes, release in ((("nord",), "F-1"), (("vest",), "F-1"), (whole.nodes, " ")):
        with pytest.raises(ValueError, match="shown"):
            Cleared.of(table, nodes, release=release)
    with pytest.raises(AttributeError):
        Cleared.of(table, whole.nodes, release="F-1").value = 3  # type: ignore[misc]
    assert callers()["Cleared.of"] == {"core/disclosure/printing.py"}


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
    with pytest.raises(ValueError, match="quotation"):
        released(7, source=PUBLISHED, release="F-2027-001")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="quotation"):
        Number.quoted(7, source=RUN)  # type: ignore[arg-type]


# ---- ways round the check ----


def _tampered(number: Number, **values: object) -> Number:
    for name, value in values.items():
        object.__setattr__(number, name, value)
    return number


REFUSED = [
    ("as made", lambda: Number(7, source=RUN), NotAllowed),
    ("a released number with another value", lambda: replace(_released(12), value=7), NotAllowed),
    ("a quotation with another value", lambda: replace(_quoted(), value=7), ValueError),
    ("a quotation by hand", lambda: Number(7, source=PUBLISHED), ValueError),
    ("a state in letters", lambda: _tampered(_team(), state="unreleased"), TypeError),
    ("a public state in letters", lambda: _tampered(_team(), state="released", release="F-1"), TypeError),
    ("no state", lambda: _tampered(_team(), state=None), TypeError),
    ("a state without its release", lambda: _tampered(_team(), state=ReleaseState.RELEASED), ValueError),
    ("a hidden number with its value", lambda: _tampered(_hidden(), value=7, reason=""), ValueError),
    ("a quotation of a run", lambda: _tampered(_team(), state=ReleaseState.QUOTATION), ValueError),
]  # fmt: skip


def _team() -> Number:
    return Number.unreleased(7, source=RUN)


def _hidden() -> Number:
    return Number.suppressed(source=RUN, reason="få borgere")


def _released(value: int) -> Number:
    return released(value, source=RUN, release="F-1")


def _quoted() -> Number:
    return Number.quoted(12, source=PUBLISHED)


FORMATS = {
    "html": lambda table: render_html(Document("Brug", (table,))),
    "docx": lambda table: render_docx(Document("Brug", (table,))),
    "pdf": lambda table: render_pdf(Document("Brug", (table,))),
    "txt": lambda table: plain_text(Document("Brug", (table,))),
    "csv": table_to_csv,
    "xlsx": table_to_xlsx,
}


@pytest.mark.parametrize("leaving", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("make, error", [way[1:] for way in REFUSED], ids=[way[0] for way in REFUSED])
def test_no_way_round_the_constructors_gets_a_number_out(make, error, leaving):
    with pytest.raises(error) as refused:
        leaving(ReportTable("Brug", ("Kommune", "Antal"), (("Rebild", make()),)))
    assert "7" not in str(refused.value)


@pytest.mark.parametrize("leaving", FORMATS.values(), ids=FORMATS)
def test_what_may_leave_does(leaving):
    for number in (_released(12), _quoted(), _hidden(), pickle.loads(pickle.dumps(_released(12)))):
        assert leaving(ReportTable("Brug", ("Kommune", "Antal"), (("Rebild", number),)))


@pytest.mark.parametrize("argument", ["state", "release", "threshold"])
def test_a_state_cannot_be_given_or_replaced(argument):
    with pytest.raises(TypeError):
        Number(7, source=RUN, **{argument: ReleaseState.RELEASED})
    with pytest.raises((TypeError, ValueError)):
        replace(_team(), **{argument: ReleaseState.RELEASED})
    with pytest.raises(AttributeError):
        setattr(_team(), argument, ReleaseState.RELEASED)


def test_there_is_no_kind_of_number_with_a_state_of_its_own():
    with pytest.raises(TypeError, match="kind of number"):
        type("Anything", (Number,), {"state": ReleaseState.RELEASED})


def test_a_document_holds_no_look_alike_of_a_number():
    like = SimpleNamespace(**{name: getattr(_released(7), name) for name in Number.__slots__})
    for thing in (like, 7, 7.0, Decimal(7)):
        with pytest.raises(TypeError):
            ReportTable("Brug", ("Kommune", "Antal"), (("Rebild", thing),))


def test_states_are_set_and_pictures_drawn_in_one_place():
    """What the classes cannot forbid, no module of ours does."""
    assert callers()["_in_state"] == {"core/report/numbers.py"}
    # Figures that the catalogue tells with their source, in the documents that quote them.
    assert callers()["Number.quoted"] == {"core/documents/known.py", "core/economy/blocks.py"}
    assert callers()["report_table"] == {
        "core/disclosure/charts.py", "web/releases/exports.py", "web/releases/of_instruments.py", "cli/protect_out.py",
    }  # fmt: skip
    assert callers()["bar_chart"] == {"web/releases/exports.py"}
    # One is a class of the same name, for the page of a municipality's own team. A run's pictures stand with the typed
    # numbers they are drawn of, which no document for others lets through before the gate has; the forest over all
    # experiments is drawn of released estimates alone.
    assert callers()["Chart"] - {"web/following/charts.py"} == {
        "core/disclosure/charts.py", "core/evidence/across.py", "core/evidence/document.py",
        "core/evidence/harm_document.py",
    }  # fmt: skip
    setting = {
        name for name, modules in callers().items() if name.endswith("__setattr__") for name in modules
    }
    assert setting <= {
        f"core/{name}.py"
        for name in (
            "report/numbers", "report/tables", "report/inlines", "report/figures", "report/blocks",
            "report/cleared", "report/rewording", "effects/rows",
        )
    }  # fmt: skip
    assert not [
        name for name in callers() if name.endswith(("__setstate__", "__dict__.update", "Number.__new__"))
    ]


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
