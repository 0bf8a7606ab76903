"""`frirum assess --facts-schema` takes what `frirum assess` takes and refuses what it refuses, fact by fact."""

from __future__ import annotations

import datetime as dt

import jsonschema
import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.errors import InputRefused
from frirum.core.law.facts import read_facts
from frirum.core.law.facts_schema import facts_schema

ANSWERS: list[object] = [
    None, True, False, 0, 1, -1, 5, 12.0, 17.9, 820, 820.0, 411, 999, 10**40, "", "ja", "nej", "true", "5", "820", "0820",
    " 820", "\u00b2", "Aalborg", "aalborg", "Vesthimmerlands Kommune", "public", "other", "2018-07-01", "2018-07-01\n",
    "2018-07-01T00:00:00", "2023-02-30", "2020-02-29", "2019-02-29", "1900-02-29", "2000-02-29", "2100-02-29", "2018-04-31",
    "2018-12-31", "2018-00-10", "2018-13-01", "2018-1-1", "1899-12-31", "1900-01-01", "2100-12-31", "2101-01-01",
    "01-07-2018", [], [1], ["2018-07-01"], {}, {"value": 1}, [[[{}]]],
]  # fmt: skip
PAIR = ["2018-01-01", "2018-02-01"]
COUNTS: list[object] = [
    {"unbroken": []}, {"unbroken": [PAIR]}, {"unbroken": [PAIR, PAIR]}, {"unbroken": PAIR}, {"unbroken": [PAIR[:1]]},
    {"unbroken": [["2018-02-30", "2018-03-01"]]}, {"unbroken": "x"}, {"unbroken": []} | {"added_together": []},
    {"added_together": [PAIR]}, {"added_together": [], "within_months": 18}, {"added_together": [], "within_months": 12},
    {"added_together": [], "within_months": 18.0}, {"added_together": [], "within_months": True}, {"within_months": 18},
    {"unbroken": [], "within_months": 18}, {"ordinary_staff": 12, "placed": 1}, {"ordinary_staff": 12.0, "placed": 1},
    {"ordinary_staff": 12.5, "placed": 1}, {"ordinary_staff": -1, "placed": 1}, {"ordinary_staff": 12},
    {"ordinary_staff": 12, "hours_placed": 60.5, "hours": 20, "full_time_hours": 37}, {"ordinary_staff": "12", "placed": 1},
]  # fmt: skip


@pytest.mark.parametrize("slug", shipped_catalogue().experiments)
def test_the_schema_and_the_command_take_the_same(slug: str) -> None:
    facts = shipped_catalogue().experiment(slug).all_facts()
    validator = jsonschema.Draft202012Validator(facts_schema(slug, facts))
    differ = []
    for fact in facts:
        for answer in [*ANSWERS, *COUNTS]:
            raw = {fact.id: answer}
            try:
                read_facts(raw, facts)
                taken = True
            except InputRefused:
                taken = False
            if validator.is_valid(raw) is not taken:
                differ.append((fact.id, answer, "taken" if taken else "refused"))
    assert differ == []


def test_every_day_of_the_calendar_and_no_other() -> None:
    facts = shipped_catalogue().experiment("foertidspension-opfoelgning").all_facts()
    schema = facts_schema("x", facts)["properties"]["employment_start"]
    validator = jsonschema.Draft202012Validator(schema)
    for year in (1900, 1904, 1999, 2000, 2019, 2020, 2096, 2100):
        for month in range(1, 13):
            for day in range(1, 32):
                written = f"{year}-{month:02}-{day:02}"
                try:
                    dt.date.fromisoformat(written)
                    exists = True
                except ValueError:
                    exists = False
                assert validator.is_valid(written) is exists, written


@pytest.mark.parametrize("slug", shipped_catalogue().experiments)
def test_it_is_a_valid_schema(slug: str) -> None:
    schema = facts_schema(slug, shipped_catalogue().experiment(slug).all_facts())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid({"nobody_asks": 1})
    assert not jsonschema.Draft202012Validator(schema).is_valid([])
