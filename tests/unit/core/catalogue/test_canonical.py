"""One definition, one hash: TOML and back, whatever the order, comments and defaults written out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from frirum.core.catalogue import (
    Experiment,
    canonical_bytes,
    fingerprint,
    parse_definition,
    shipped_catalogue,
    to_document,
    to_toml,
)

SMALL: dict[str, Any] = {
    "slug": "proeve",
    "network": "nordjylland",
    "short_title": "Prøve",
    "summary": "Et forsøg.",
    "status": "planned",
    "not_stated": ["period", "participation", "provision", "target_group"],
}

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(lambda t: t.strip())
identifiers = st.from_regex(r"[a-z][a-z0-9_-]{0,12}", fullmatch=True)
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
numbers = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False, width=32)
durations = st.fixed_dictionaries({"months": st.integers(1, 600)}, optional={"days": st.integers(0, 99)})


def leaves() -> st.SearchStrategy[dict[str, Any]]:
    operators = st.one_of(
        numbers.map(lambda n: {"at_least": n}),
        numbers.map(lambda n: {"less_than": n}),
        st.lists(numbers, min_size=1, max_size=3).map(lambda ns: {"in": ns}),
    )
    return st.tuples(texts, operators).map(lambda made: {"fact": "amount", "text": made[0], **made[1]})


trees = st.recursive(
    leaves(),
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda nodes: {"all": nodes}),
        st.lists(below, min_size=1, max_size=3).map(lambda nodes: {"any": nodes}),
        below.map(lambda node: {"not": node}),
    ),
    max_leaves=8,
)


def numbered(node: Any, names: list[int] | None = None) -> Any:
    """Give every leaf an id of its own."""
    names = [0] if names is None else names
    if isinstance(node, list):
        return [numbered(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    if "fact" in node:
        names[0] += 1
        return {**node, "id": f"leaf-{names[0]}"}
    return {key: numbered(value, names) for key, value in node.items()}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Definitions with texts, numbers, dates, trees and tables that people could write."""
    figures = draw(st.lists(st.tuples(texts, numbers, texts), max_size=3))
    return {
        **SMALL,
        "summary": draw(texts),
        "fact": [
            {"id": "amount", "type": "number", "question": draw(texts), "minimum": draw(numbers)},
            {"id": "began", "type": "date", "question": draw(texts)},
        ],
        "condition": numbered(draw(trees)),
        "example": [
            {
                "id": "e",
                "text": draw(texts),
                "facts": {"amount": draw(numbers), "began": draw(days)},
                "answer": "eligible",
            }
        ],
        "obligation": [
            {
                "id": "o",
                "text": draw(texts),
                "anchor": "began",
                "ordinary": {"first": draw(durations)},
                "experiment": {"first": draw(durations), "then": draw(durations)},
                "latest": draw(st.booleans()),
            }
        ],
        "figure": [
            {"id": f"f{n}", "kind": "count", "what": what, "value": value, "unit": unit}
            for n, (what, value, unit) in enumerate(figures)
        ],
        "doubt": [{"id": "d", "text": draw(texts), "reading": draw(texts)}],
    }


def parse(document: dict[str, Any]) -> Experiment:
    return parse_definition(tomli_w.dumps(document))


@settings(max_examples=80, deadline=None)
@given(documents())
def test_toml_and_back_is_the_same_definition(document: dict[str, Any]) -> None:
    first = parse(document)
    again = parse_definition(to_toml(first))
    assert again == first
    assert canonical_bytes(again) == canonical_bytes(first)


@settings(max_examples=40, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_keys_makes_no_difference(document: dict[str, Any], random: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    assert fingerprint(parse(shuffled(document))) == fingerprint(parse(document))


@pytest.mark.parametrize(
    "written",
    [
        'identification = "unknown"',
        "part = []",
        "# en kommentar",
        "theme = []",
    ],
)
def test_a_default_written_out_and_a_comment_make_no_difference(written: str) -> None:
    text = tomli_w.dumps(SMALL)
    assert fingerprint(parse_definition(f"{written}\n{text}")) == fingerprint(parse_definition(text))


def test_26_and_26_point_0_are_one_number() -> None:
    def with_value(value: float) -> Experiment:
        figure = {"id": "f", "kind": "count", "what": "Uger", "value": value, "unit": "uger"}
        return parse({**SMALL, "figure": [figure]})

    assert with_value(26) == with_value(26.0)
    assert fingerprint(with_value(26)) == fingerprint(with_value(26.0))
    assert fingerprint(with_value(26)) != fingerprint(with_value(26.5))


def test_any_change_of_content_changes_the_hash() -> None:
    base = fingerprint(parse(SMALL))
    changed = [{**SMALL, "summary": "Et forsøg!"}, {**SMALL, "status": "approved"}, {**SMALL, "number": 1}]
    assert len({base, *(fingerprint(parse(document)) for document in changed)}) == 4


def test_the_bytes_are_sorted_json_in_utf8_and_the_hash_is_stable() -> None:
    """The written-out hash guards against a library or a refactoring changing what was locked long ago."""
    small = parse(SMALL)
    expected = (
        '{"network":"nordjylland","not_stated":["period","participation","provision","target_group"],'
        '"short_title":"Prøve","slug":"proeve","status":"planned","summary":"Et forsøg."}'
    ).encode()
    assert canonical_bytes(small) == expected
    assert fingerprint(small) == hashlib.sha256(expected).hexdigest()


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", 'a"""b', "a\\b", "a\tb\x00c", " a\n"])
def test_awkward_texts_come_back_as_they_went(text: str) -> None:
    first = parse({**SMALL, "summary": text})
    assert parse_definition(to_toml(first)) == first


def test_letters_written_in_two_ways_are_one_text() -> None:
    """æøå from a Mac's file names come decomposed; å must not hash differently from a + ring."""
    composed = parse({**SMALL, "summary": "på \u00e5"})
    decomposed = parse({**SMALL, "summary": "pa\u030a a\u030a"})
    assert composed == decomposed
    assert fingerprint(composed) == fingerprint(decomposed)


def test_every_shipped_definition_survives_the_round_trip() -> None:
    for experiment in shipped_catalogue().experiments.values():
        assert parse_definition(to_toml(experiment)) == experiment
        assert json.loads(canonical_bytes(experiment))["slug"] == experiment.slug


def test_a_document_puts_own_keys_first_and_what_is_shared_last() -> None:
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    document = to_document(experiment)
    assert next(iter(document)) == "slug"
    provision = document["provision"][0]
    assert next(iter(provision)) == "id"
    assert list(provision)[-3:] == ["source", "doubt", "not_stated"]
