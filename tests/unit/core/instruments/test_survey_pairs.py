"""A code of one's own, and the same people in two waves."""

from __future__ import annotations

import itertools

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.instruments.pairing_code import CodeFault, read_code
from frirum.core.instruments.survey import SurveyResponse, survey_of
from frirum.core.instruments.survey_comparison import WaveAnswers
from frirum.core.instruments.survey_pairs import compare_pairs

ASKED = "kvaliteten"


@pytest.mark.parametrize(("written", "read"), [
    (" An-07 ra ", "an07ra"),
    ("ÅØ07RA", "åø07ra"),
    ("", ""),
    ("an", CodeFault.TOO_SHORT),
    ("abcdefghijklm", CodeFault.TOO_LONG),
    ("010203-1234", CodeFault.IDENTIFIES),
    ("12345678", CodeFault.IDENTIFIES),
    ("per@eksempel.dk", CodeFault.IDENTIFIES),
])  # fmt: skip
def test_a_code_is_read_and_what_names_somebody_is_none(written: str, read: str) -> None:
    assert read_code(written) == read


def wave(name: str, given: list[tuple[str, int, int]]) -> WaveAnswers:
    return WaveAnswers(name, [SurveyResponse({ASKED: answer}, place, mark) for mark, place, answer in given])


def survey():
    catalogue = shipped_catalogue()
    return survey_of(catalogue.experiment("mentorregler"), "survey-raadgivere", catalogue.scales)


def test_the_same_people_are_counted_once_each_and_tested_by_exchanging_clusters() -> None:
    """Six municipalities with two people each: 9 up, 2 the same, 1 down; p by every order of the clusters' waves."""
    values = [option.value for option in next(q for q in survey().questions if q.id == ASKED).options]
    low, high = (value for value in values[:2] if isinstance(value, int))
    moves = [1, 1, 1, 1, 1, 0, 1, 1, 1, -1, 1, 0]
    before, after = [], []
    for n, move in enumerate(moves):
        place = 800 + n // 2
        before.append((f"m{n}", place, high if move < 0 else low))
        after.append((f"m{n}", place, high if move > 0 else low))
    before += [("twice", 800, low), ("twice", 801, low), ("", 800, low), ("only-before", 800, low)]
    after += [("twice", 800, high), ("", 801, high)]
    found = compare_pairs(survey(), wave("1", before), wave("2", after))
    assert found is not None
    assert (found.pairs, found.twice) == (12, 1)
    one = next(q for q in found.questions if q.id == ASKED)
    assert (one.up, one.same, one.down, one.clusters) == (9, 2, 1, 6)
    assert one.net == pytest.approx(8 / 12)
    sums = [moves[n] + moves[n + 1] for n in range(0, 12, 2)]
    signs = itertools.product((1, -1), repeat=6)
    far = sum(abs(sum(s * v for s, v in zip(sign, sums, strict=True))) >= 8 for sign in signs)
    assert one.p_value == pytest.approx(far / 64)
    assert one.lower is not None
    assert one.upper is not None
    assert one.lower < one.net < one.upper


def test_few_clusters_describe_and_few_pairs_say_nothing() -> None:
    values = [option.value for option in next(q for q in survey().questions if q.id == ASKED).options]
    before = [(f"m{n}", 820, values[0]) for n in range(8)]
    after = [(f"m{n}", 820, values[1]) for n in range(8)]
    found = compare_pairs(survey(), wave("1", before), wave("2", after))
    assert found is not None
    (one,) = found.questions
    assert (one.net, one.p_value, one.lower) == (1.0, None, None)
    few = compare_pairs(survey(), wave("1", before[:4]), wave("2", after))
    assert few is not None
    assert (few.pairs, few.questions) == (4, ())
    assert compare_pairs(survey(), wave("1", [("", 820, values[0])]), wave("2", after)) is None
