"""A number of an evaluation reaches a reader as a typed number, and in no other way."""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from let_out import cleared

import frirum
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.evidence.document import result_document
from frirum.core.evidence.plan import read_plan
from frirum.core.evidence.stored import StoredResult, read_result, result_of
from frirum.core.evidence.typed import TypedResult
from frirum.core.language import language
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.report.inlines import Text
from frirum.core.report.numbers import ReleaseState
from frirum.core.report.places import placed_numbers
from frirum.core.report.text import plain_text

SOURCE = Path(frirum.__file__).parent
EXAMPLE = SOURCE.parents[1] / "docs/example-evaluation"
FOLDER = "core/evidence/"


@cache
def modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in SOURCE.rglob("*.py")
    }


def importers_of(*names: str) -> set[str]:
    return {
        module
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(names)
    }


def test_one_module_makes_typed_numbers_of_results():
    makers = {
        module
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[0] == "Number"
    }
    # The other is of a watched harm, whose counts and e-values are the team's alone.
    assert {name for name in makers if name.startswith(FOLDER)} == {
        f"{FOLDER}typed.py", f"{FOLDER}harm_document.py",
    }  # fmt: skip
    rows = importers_of("frirum.core.effects.rows", f"frirum.{FOLDER}run".replace("/", "."))
    assert not (makers - {f"{FOLDER}typed.py"}) & rows, "what meets an estimate makes no number of it"


def test_no_page_meets_an_estimate():
    """The site's half knows plans, runs that are ordered, and blocks; never a row, an interval or a p-value."""
    web = {name for name in importers_of("frirum.core.effects.") if name.startswith("web/")}
    # What a number of uses could show, and how many cases must be drawn: no data are in either.
    # A watched harm is computed where it is fed, and shown as blocks.
    assert web == {
        "web/designs/planning.py", "web/audits/frames.py", "web/runs/harm.py", "web/runs/harm_views.py",
    }  # fmt: skip
    held = {"p_value", "estimates", "headline", "questions_of"}
    reading = {
        name
        for name, tree in modules().items()
        if name.startswith("web/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in held
    }
    # Not through the street yet: what two waves of a survey differ by, told to those who hold it. The gate shows the
    # second person what is asked to leave.
    assert reading == {"web/surveys/results.py", "web/releases/estimates.py"}
    templates = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("web/**/*.html"))
    assert not any(f".{name}" in templates for name in ("p_value", "estimates"))


@pytest.fixture(scope="module")
def result() -> StoredResult:
    return read_result(EXAMPLE)


def _text(body: bytes, kind: str) -> str:
    if kind == "docx":
        written = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode("utf-8")
        return "\n".join(re.findall(r"<w:t[^>]*>([^<]*)", written))
    return body.decode("utf-8", errors="replace")


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_the_teams_document_is_for_the_team(result, kind):
    document = result_document(TypedResult(result, "K-1"), title="Løntilskud")
    with pytest.raises(NotAllowed) as refused:
        render(document, kind)
    assert "5,5" not in str(refused.value)
    assert render(document, kind, audience="team")


def test_every_number_of_it_walks_back(result):
    document = result_document(TypedResult(result, "K-1", synthetic=True), title="Løntilskud")
    numbers = [placed.number for placed in placed_numbers(document)]
    assert len(numbers) > 30
    for number in numbers:
        assert number.source.run_id == "K-1"
        assert number.source.plan == result.plan.sha256
        assert number.source.extracts == tuple(one.sha256 for one in result.inputs)
        assert number.source.version == result.version
        assert number.state in (ReleaseState.UNRELEASED, ReleaseState.UNDEFINED)
    assert "forskel i forskelle efter start (Callaway-Sant'Anna), randomisering" in numbers[0].source.text()
    said = plain_text(document, audience="team")
    assert "Kan ikke afgøres: Andelen i arbejde efter 6 måneder. Forskellen er 5,5\xa0procentpoint" in said


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_others_see_the_verdict_and_what_the_gate_let_out(result, kind):
    """No estimate, count, check, picture or sentence that tells one: those are the team's."""
    hidden = TypedResult(result, "K-1", cleared={})
    text = _text(render(result_document(hidden, title="Løntilskud"), kind), kind)
    assert "Kan ikke afgøres" in text
    assert "skjult" in text
    headline = result.questions[0].headline
    told = [check.text for check in result.questions[0].checks] + list(headline.notes)
    for secret in ("5,5", "0,055", "5,54", "672", *told):
        assert secret not in text, secret
    out = {
        name: cleared(value, "F-2026-003") for name, value in (("point", 5.5), ("lower", 4.7), ("upper", 6.4))
    }
    shown = TypedResult(result, "K-1", cleared={result.questions[0].id: out})
    document = result_document(shown, title="Løntilskud")
    assert "5,5\xa0procentpoint" in plain_text(document)
    estimates = [placed.number for placed in placed_numbers(document) if placed.number.value is not None]
    assert {number.release for number in estimates} == {"F-2026-003"}


def test_english_readers_get_it_in_english(result):
    with language("en"):
        document = result_document(TypedResult(result, "K-1"), title="Wage subsidy")
    words = [
        part.text
        for block in document.blocks
        for part in getattr(block, "content", ())
        if isinstance(part, Text)
    ]
    assert any("Cannot be decided" in one or "The share in work" in one for one in words)


def test_a_result_that_is_none_or_of_another_plan_is_refused(tmp_path, result):
    text = (EXAMPLE / "result.json").read_text(encoding="utf-8")
    plan = read_plan(EXAMPLE / "plan.toml")
    with pytest.raises(NotAllowed):
        result_of(text, plan.model_copy(update={"seed": 2}))
    for key, value in (("step", 7), ("verdict", "virker godt"), ("people", ["mange", None])):
        content = json.loads(text)
        content["questions"][0][key] = value
        with pytest.raises(InputRefused, match=f"questions.0.{key}"):
            result_of(json.dumps(content), plan)
    with pytest.raises(InputRefused, match="intet resultat"):
        read_result(tmp_path)
