"""No identifier of a check, method or figure is printed: each has a word, and each check is told once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import frirum
from frirum.core.effects.rows import Check
from frirum.core.evidence.document import result_document
from frirum.core.evidence.method_words import check_label, estimand_label, method_label
from frirum.core.evidence.stored import read_result
from frirum.core.evidence.typed import TypedResult
from frirum.core.report.text import plain_text

CORE = Path(frirum.__file__).parent / "core"
EXAMPLE = CORE.parents[2] / "docs/example-evaluation"


def calls() -> Iterator[ast.Call]:
    for folder in ("effects", "evidence"):
        for path in (CORE / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield node


def texts_of(call: ast.Call, keyword: str) -> list[str]:
    values = [one.value for one in call.keywords if one.arg == keyword]
    return [one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_every_check_that_code_can_make_has_its_word() -> None:
    names = {
        call.args[0].value
        for call in calls()
        if ast.unparse(call.func) == "Check" and call.args and isinstance(call.args[0], ast.Constant)
    }
    assert len(names) > 60
    assert not {name for name in names if check_label(str(name)) == str(name).replace("_", " ")}


def test_every_method_that_code_names_has_its_word() -> None:
    assert estimand_label("difference_against_margin") == "Forskel, holdt op mod margenen"
    made = list(calls())
    estimators = {text for call in made for text in texts_of(call, "estimator")}
    inferences = {text for call in made for text in texts_of(call, "inference")}
    assert len(estimators) > 10
    assert len(inferences) > 15
    assert not {one for one in estimators if method_label(one, "none").startswith(f"{one}, ")} - {
        "imputation", "log-rank",
    }  # fmt: skip
    # Names of people are the same in both languages.
    assert not {
        one for one in inferences if method_label("share", one).endswith(f", {one}") and one[0].islower()
    }


@pytest.mark.parametrize(
    "name", ["att", "att_gt", "simple", "dynamic", "group", "calendar", "level", "change"]
)
def test_what_may_be_quoted_has_its_word(name: str) -> None:
    assert estimand_label(name) != name


def test_a_result_is_told_in_words_and_each_check_once() -> None:
    result = read_result(EXAMPLE)
    question = result.questions[0]
    again = Check("simultaneous", True, "Loven blev ikke rørt.")
    twice = question.model_copy(update={"checks": (*question.checks, again)})
    result = result.model_copy(update={"questions": (twice,)})
    document = result_document(TypedResult(result, "K-1"), title="Løntilskud")
    said = plain_text(document, audience="team")
    for name in ("several rows", "callaway-santanna", "arbejde-6m", "group\t", "excluded:", "treated"):
        assert name not in said, name
    assert "forskel i forskelle efter start (Callaway-Sant'Anna), randomisering" in said
    table = said[said.index("Alle kontroller") : said.index("Tallet bag svaret")]
    labels = [line.split("\t")[0] for line in table.splitlines()[2:] if line.count("\t") == 3]
    assert len(labels) > 10
    assert len(set(labels)) == len(labels)
    both = next(line for line in table.splitlines() if line.startswith("Andre forsøg og regler samtidig"))
    assert "\tnej\t" in both
    assert again.text in both
