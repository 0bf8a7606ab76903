"""Every statistic has a test that it refuses, and what it does give cannot be solved back."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement, permutations

import numpy as np
import pytest

from frirum.core.disclosure import curves, figures, models
from frirum.core.disclosure.curves import survival_curve
from frirum.core.disclosure.figures import (
    SafeFigure,
    binned_scatter,
    histogram,
    mean,
    percentages,
    quantile,
    scatter,
    share,
    standard_deviation,
)
from frirum.core.disclosure.models import ModelUse, Output, check_model, check_output, shown_r_squared
from frirum.core.disclosure.protected import ProtectedTable, Refusal, RefusalReason, protect_table
from frirum.core.disclosure.settings import Subject
from frirum.core.disclosure.table import Dimension

WEEKS = np.arange(1, 41)


def _reason(result: object) -> RefusalReason | None:
    return result.reason if isinstance(result, Refusal) else None


ONE_PER_PERSON = (Output.RESIDUALS, Output.FITTED, Output.LEVERAGE, Output.PERSON_EFFECTS)
REFUSED: list[tuple[Callable[..., object], tuple[object, ...], dict[str, object], RefusalReason]] = [
    (quantile, (WEEKS[:19], 0.5), {}, RefusalReason.TOO_FEW),
    (quantile, (WEEKS, 0.0), {}, RefusalReason.OWN_VALUE),
    (quantile, (WEEKS, 1.0), {}, RefusalReason.OWN_VALUE),
    (quantile, (WEEKS, 0.95), {}, RefusalReason.OWN_VALUE),
    (quantile, (WEEKS[:20], 0.25), {"subject": Subject.HEALTH}, RefusalReason.TOO_FEW),
    (mean, (WEEKS[:9],), {}, RefusalReason.TOO_FEW),
    (mean, ([1] * 3 + [0] * 17,), {}, RefusalReason.HOMOGENEOUS),
    (mean, ([1] * 17 + [0] * 3,), {}, RefusalReason.HOMOGENEOUS),
    (mean, ([52.0] * 12,), {}, RefusalReason.HOMOGENEOUS),
    (mean, ([0] * 9 + [1] * 11,), {"subject": Subject.HEALTH}, RefusalReason.HOMOGENEOUS),
    (mean, ([90_000, *[1_000] * 11],), {"amounts": True}, RefusalReason.HOMOGENEOUS),
    (mean, ([91_000.0, *range(1_001, 1_012)],), {"amounts": True}, RefusalReason.DOMINATED),
    (standard_deviation, (WEEKS[:19],), {}, RefusalReason.TOO_FEW),
    (standard_deviation, ([7.0] * 30,), {}, RefusalReason.HOMOGENEOUS),
    (share, (3, 40), {}, RefusalReason.TOO_FEW),
    (share, (38, 40), {}, RefusalReason.TOO_FEW),
    (share, (4, 4), {}, RefusalReason.TOO_FEW),
    (share, (7, 40), {"subject": Subject.SINGLE_MUNICIPALITY}, RefusalReason.TOO_FEW),
    (histogram, ([1, 1, 2], [0, 2, 4]), {}, RefusalReason.TOO_FEW),
    (binned_scatter, ([1, 2, 3], [1, 2, 3]), {"size": (1, 1)}, RefusalReason.TOO_FEW),
    (scatter, ([1, 2], [3, 4]), {}, RefusalReason.OWN_VALUE),
    (survival_curve, ([5, 9, 12], [1, 0, 1]), {}, RefusalReason.TOO_FEW),
    *[(check_output, (output,), {}, RefusalReason.OWN_VALUE) for output in ONE_PER_PERSON],
    (protect_table, ([Dimension("svar", ("ja", "nej"))], {("ja",): 3}), {}, RefusalReason.TOO_FEW),
]


@pytest.mark.parametrize("statistic, arguments, options, reason", REFUSED)
def test_every_statistic_refuses_what_tells_of_few(statistic, arguments, options, reason):
    result = statistic(*arguments, **options)
    assert _reason(result) is reason
    assert result.text
    assert result.remedy


def test_no_statistic_is_forgotten():
    """Whatever gives a figure, curve or model check can refuse, and stands above or among the models below."""
    found = {
        function
        for module in (figures, curves, models)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    # These only round or reckon with what was let out, or make the refusals.
    harmless = {
        figures.significant,
        figures.percentages,
        figures.few,
        curves.midpoint,
        models.shown_r_squared,
    }
    assert found - harmless == {case[0] for case in REFUSED} - {protect_table} | {check_model}


def test_outputs_that_are_no_persons_are_given():
    assert {output for output in Output if check_output(output) is None} == set(Output) - set(ONE_PER_PERSON)
    assert shown_r_squared(0.98765) == 0.99


@pytest.mark.parametrize(
    "result, value",
    [
        (quantile(WEEKS, 0.5), 20.5),
        (quantile(WEEKS * 1234.5, 0.25), 13_300.0),
        (mean(WEEKS), 20.5),
        (mean([0] * 12), 0.0),
        (mean([0] * 15 + [1] * 5), 0.25),
        (standard_deviation(WEEKS), 12.0),
        (share(0, 40), 0.0),
        (share(40, 40), 100.0),
        (share(13, 40), 32.5),
    ],
)
def test_what_is_allowed_is_given_rounded(result, value):
    assert isinstance(result, SafeFigure)
    assert result.value == value


def test_a_refusal_tells_how_many_are_needed():
    for refused, needed in (
        (quantile(WEEKS[:5], 0.5), 20), (quantile(WEEKS[:25], 0.25, subject=Subject.HEALTH), 40), (mean(WEEKS[:5]), 10),
        (quantile(WEEKS[:19], 0.5, subject=Subject.HEALTH), 20), (standard_deviation(WEEKS[:5]), 20), (share(1, 40), 5),
    ):  # fmt: skip
        assert isinstance(refused, Refusal)
        assert f" {needed} personer" in refused.text


def test_a_refusal_does_not_tell_how_few():
    assert {quantile(WEEKS[:n], 0.5) for n in range(1, 20)} == {quantile(WEEKS[:1], 0.5)}
    assert mean(WEEKS[:2]) == mean(WEEKS[:9])
    assert share(1, 40) == share(4, 40)


def test_percentages_give_no_hidden_count_back():
    """Rates and denominators of a protected table: every count they allow is a shown one."""
    rows, columns = Dimension("kommune", ("Rebild", "Vejen")), Dimension("svar", ("ja", "nej", "ved ikke"))
    counts = {("Rebild", "ja"): 3, ("Rebild", "nej"): 40, ("Rebild", "ved ikke"): 12,
              ("Vejen", "ja"): 25, ("Vejen", "nej"): 31, ("Vejen", "ved ikke"): 9}  # fmt: skip
    table = protect_table([rows, columns], counts)
    assert isinstance(table, ProtectedTable)
    shown = {cell.nodes: cell.shown for cell in table.cells}
    for nodes, percentage in percentages(table, of="svar", decimals=4).items():
        base = shown[nodes[0], "I alt"]
        if shown[nodes] is None or base is None:
            assert percentage is None
        else:
            assert round(percentage * base / 100) == shown[nodes]


def test_mean_and_n_on_ten_to_nineteen_persons_have_many_solutions():
    """A mean of ten small whole numbers, to three digits: more than one set of ten persons fits."""
    people = [0, 2, 2, 3, 5, 7, 7, 8, 11, 14]
    shown = mean(people)
    assert isinstance(shown, SafeFigure)
    fitting = sum(
        abs(sum((*people[3:], *three)) / 10 - shown.value) < 5e-3
        for three in combinations_with_replacement(range(15), 3)
    )
    assert fitting > 1


def test_mean_deviation_and_quartiles_of_twenty_persons_fit_several_groups():
    """Even the most that is given of twenty persons leaves others that fit: move two of them towards each other."""
    people = np.array([1, 2, 4, 4, 5, 6, 8, 9, 9, 10, 12, 13, 15, 15, 18, 20, 21, 25, 26, 31])

    def shown(data: np.ndarray) -> tuple[object, ...]:
        return mean(data), standard_deviation(data), *(quantile(data, q) for q in (0.25, 0.5, 0.75))

    def trials() -> Iterator[np.ndarray]:
        for one, other, third in permutations(range(20), 3):
            trial = people.copy()
            trial[[one, other]] += 1
            trial[third] -= 2
            if sorted(trial) != sorted(people):
                yield trial

    assert any(shown(trial) == shown(people) for trial in trials())


def test_no_step_of_a_survival_curve_can_be_put_down_to_fewer_than_five_persons():
    """From the printed curve and numbers, the events of a step lie in an interval of eleven: 6 a step, give or take."""
    rng = np.random.default_rng(9)
    weeks, ended = rng.uniform(1, 104, 150), rng.random(150) < 0.6
    points = survival_curve(weeks, ended, step=13)
    assert isinstance(points, tuple)
    low = high = 0
    for point in points:
        before_low, before_high = low, high
        total = sum(p.events for p in points if p.weeks <= point.weeks)
        low, high = (total - 2, total + 3) if total else (0, 0)
        assert point.events % 3 == 0
        assert point.events == 0 or high - before_low - max(low - before_high, 0) >= 4
        true = int((ended & (weeks <= point.weeks)).sum())
        assert low <= true <= high
        assert point.at_risk >= 10
        assert point.weeks % 13 == 0


def _model(
    persons: int, *, first: int = 0, parameters: int = 3, levels: dict | None = None, patterns: int = 40
) -> ModelUse:
    people = frozenset(str(n) for n in range(first, first + persons))
    return ModelUse(
        "uger", people, parameters, levels or {"kommune": {"A": persons // 2, "B": persons // 2}}, patterns
    )


@pytest.mark.parametrize(
    "model, earlier, reasons",
    [
        (_model(12, parameters=4, levels={}), [], {RefusalReason.TOO_FEW}),
        (_model(60, levels={"kommune": {"A": 51, "B": 9}}), [], {RefusalReason.TOO_FEW}),
        (
            _model(60, parameters=45, levels={"person": {str(n): 1 for n in range(60)}}),
            [],
            {RefusalReason.TOO_FEW, RefusalReason.SATURATED},
        ),
        (_model(60, parameters=4, patterns=4), [], {RefusalReason.SATURATED}),
        (_model(60), [_model(57)], {RefusalReason.DIFFERENCING}),
        (_model(60), [_model(60, first=2)], {RefusalReason.DIFFERENCING}),
        (_model(60), [_model(60)], set()),
        (_model(60), [_model(50)], set()),
        (_model(60), [], set()),
    ],
)
def test_models_that_hold_persons_are_refused(model, earlier, reasons):
    assert {refusal.reason for refusal in check_model(model, earlier=earlier)} == reasons


def test_groups_that_are_alike_are_refused_or_merged():
    """Whoever is in Læsø is in the sensitive category: counts do not matter, all or all but one do."""
    rng = np.random.default_rng(4)
    places, answers = ("Læsø", "Rebild", "Vejen"), ("i behandling", "ikke i behandling")
    for _trial in range(60):
        counts = {(p, a): int(rng.integers(12, 60)) for p in places for a in answers}
        alone = int(rng.integers(0, 2))
        counts["Læsø", "i behandling"], counts["Læsø", "ikke i behandling"] = int(rng.integers(6, 30)), alone
        dimensions = [Dimension("kommune", places), Dimension("svar", answers)]
        sensitive = {"svar": ["i behandling"]}
        refused = protect_table(dimensions, counts, sensitive=sensitive)
        assert _reason(refused) is RefusalReason.HOMOGENEOUS
        merged = protect_table(dimensions, counts, sensitive=sensitive, merge_along=["kommune"])
        assert isinstance(merged, ProtectedTable)
        assert merged.dimensions[0].leaves[0].startswith("Læsø + ")
