"""The result row: what it refuses, and what it writes."""

from __future__ import annotations

import ast
import json
import math
from pathlib import Path

import pytest

from frirum.core.effects import words
from frirum.core.effects.rows import Check, EstimateRow, Result, number, refuse, rounded


def _row(**changes):
    return EstimateRow(
        **({"estimator": "e", "estimand": "difference", "inference": "i", "point": 1.0} | changes)
    )


@pytest.mark.parametrize("field", ["point", "se", "lower", "upper", "p_value"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_an_undefined_number_must_be_none(field, value):
    with pytest.raises(ValueError, match=field):
        _row(**{field: value})


@pytest.mark.parametrize("p", [-0.01, 1.01])
def test_a_p_value_is_a_probability(p):
    with pytest.raises(ValueError, match="p_value"):
        _row(p_value=p)


@pytest.mark.parametrize(
    "value, written",
    [
        (1 / 3, 0.3333333333),
        (-0.0, 0.0),
        (None, None),
        (7, 7),
        (1234567.891234567, 1234567.891),
        (1e-20, 1e-20),
    ],
)
def test_ten_significant_digits(value, written):
    assert json.dumps(rounded(value)) == json.dumps(written)


def test_noise_around_zero_is_zero():
    assert number(3e-16, scale=1.0) == 0.0
    assert number(3e-16) == 3e-16
    assert number(math.nan) is None


def test_the_keys_of_the_command_line():
    assert list(_row().as_dict()) == [
        "estimator", "estimand", "outcome", "group", "period", "n_treated", "n_comparison", "units_treated",
        "point", "se", "lower", "upper", "p_value", "inference", "notes",
    ]  # fmt: skip
    assert list(Result().as_dict()) == ["estimates", "checks", "headline", "refused"]


def test_a_refusal_is_a_value():
    result = refuse("no_comparison", "Ingen at sammenligne med.", estimates=[_row()])
    assert result.as_dict()["refused"] == {
        "code": "no_comparison",
        "message": "Ingen at sammenligne med.",
        "remedy": words.remedy("no_comparison"),
    }
    assert result.headline is None
    assert len(result.estimates) == 1


def test_finding_a_row():
    result = Result((_row(inference="a"), _row(inference="b"))).with_checks([Check("c", True, "t")])
    assert result.row(inference="b").inference == "b"
    with pytest.raises(LookupError):
        result.row(estimand="difference")
    with pytest.raises(LookupError):
        result.row(colour="red")


def test_every_refusal_in_the_code_says_what_to_do():
    """A code without a remedy is a fault that would only show when somebody meets it."""
    import frirum

    found = set()
    for path in Path(frirum.__file__).parent.rglob("core/**/*.py"):
        named = ("Refused", "refuse") if path.parent.name == "effects" else ("Refused",)
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
                continue
            says_itself = call.func.id == "Refused" and len(call.args) + len(call.keywords) > 2
            if call.func.id in named and path.name != "rows.py" and not says_itself:
                code = call.args[0]
                # Written out, or handed on from a refusal that has its remedy; a code from elsewhere could lack one.
                assert isinstance(code, ast.Constant) or ast.unparse(code) == "reason.code", ast.unparse(call)
                found |= {str(code.value)} if isinstance(code, ast.Constant) else set()
    assert len(found) > 25
    assert all(words.remedy(code).endswith(".") for code in found)


@pytest.mark.parametrize(
    "bounds",
    [{}, {"lower": 5.0, "upper": 5.0}, {"lower": 5.0}, {"se": 0.0}],
    ids=["none", "no width", "one", "se"],
)
def test_no_method_can_put_a_number_without_uncertainty_first(bounds: dict[str, float]) -> None:
    """One spell gave 5 [5, 5] and a clean audit 0 [0, 0]: the guard stands on the result itself."""
    row = EstimateRow(estimator="x", estimand="mean", inference="any", point=5.0, **bounds)
    result = Result((row,), (), row, verdict="ikke_ringere")
    assert result.headline is None
    assert result.verdict is None
    assert result.refused is not None
    assert result.refused.code == "no_uncertainty"
    assert result.refused.remedy
    assert result.estimates == (row,)


@pytest.mark.parametrize("sure", [{"p_value": 0.5}, {"lower": 4.0}, {"census": True}])
def test_a_bound_a_p_value_or_a_whole_list_is_enough(sure: dict[str, float]) -> None:
    row = EstimateRow(estimator="x", estimand="mean", inference="any", point=5.0, **sure)
    assert Result((row,), (), row).headline is row
