"""What only running a definition shows, held for everybody: each fault with its place, its line and its table."""

from __future__ import annotations

import pytest

from frirum.core.authoring.checks import checked_definition
from frirum.core.authoring.writing import read_text, write_into
from frirum.core.catalogue.faults import Fault
from frirum.core.catalogue.loader import definition_files
from frirum.core.catalogue.reading import read_toml
from frirum.core.catalogue.template import new_definition
from frirum.core.paths import catalogue_dir

TEXT = """
slug = "proeve"
network = "nordjylland"
short_title = "Prøve"
summary = "Et forsøg."
status = "planned"
not_stated = ["provision", "target_group", "participation"]

[[legal_basis]]
id = "bek"
kind = "executive_order"
title = "Bekendtgørelse om prøver"
status = "adopted"
not_stated = ["number", "valid_from"]

[[period]]
id = "godkendt"
kind = "approval"
from = 2027-01-01
to = 2027-12-31

[[fact]]
id = "uger"
type = "integer"
question = "Hvor mange uger?"

[[fact]]
id = "dag"
type = "date"
use = "case_date"
question = "Hvilken dag?"

[condition]
id = "kort"
fact = "uger"
less_than = 26
text = "Under 26 uger"

[[note]]
id = "brugt"
when = "exemption_used"
when_text = "Fritagelsen bruges"
content = "Brugt den {date} efter {order}."
must_cite = ["bek"]

[[example]]
id = "indenfor"
text = "Ti uger"
facts = { uger = 10, dag = 2027-02-01 }
answer = "needs_judgement"  # no source says who takes part
"""
EXTENSION = (
    '[[period]]\nid = "igen"\nkind = "extension"\nfrom = 2028-02-01\nto = 2028-12-31\n\n[[fact]]\nid = "uger"'
)
IMPOSSIBLE = (
    '[condition]\n[[condition.all]]\nid = "a"\nfact = "uger"\nmore_than = 30\ntext = "Over"\n\n'
    '[[condition.all]]\nid = "kort"'
)


@pytest.mark.parametrize(
    "old, new, path, name, words",
    [
        ("uger = 10", "uger = 26", "example[0].answer", "indenfor", "omfattet"),
        ('[condition]\nid = "kort"', IMPOSSIBLE, "condition", "proeve", "udelukker hinanden"),
        ("den {date}", "den {day}", "note[0].content", "brugt", "{day}"),
        (" efter {order}", "", "note[0].content", "brugt", "Bekendtgørelse om prøver"),
        ('"Et forsøg."', '"Se borger 010203-1234."', "summary", "proeve", "CPR"),
        ('[[fact]]\nid = "uger"', EXTENSION, "period[1].from", "igen", "1. januar 2028"),
    ],
)
def test_a_fault_that_only_running_shows(old: str, new: str, path: str, name: str, words: str) -> None:
    assert checked_definition(TEXT)[1] == []
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    found = {fault.path: fault for fault in checked_definition(text)[1]}
    assert path in found, found
    assert found[path].name == name
    assert words in found[path].message
    assert found[path].line


def test_the_template_cannot_be_published_as_it_stands() -> None:
    found = {fault.path for fault in checked_definition(new_definition("proeve"))[1]}
    assert {"short_title", "summary"} <= found


@pytest.mark.parametrize("file", definition_files(catalogue_dir())[::6], ids=lambda file: file.stem)
def test_the_shipped_definitions_are_held_to_the_same(file: object) -> None:
    assert checked_definition(file.read_text(encoding="utf-8"))[1] == []  # type: ignore[attr-defined]


DEEP = 3_000


@pytest.mark.parametrize(
    "text",
    [
        "number = " + "9" * 5_000,
        ".".join(["a"] * DEEP) + " = 1",
        "a = " + "[" * 300 + "]" * 300,
        "slug = ",
    ],
    ids=["endless number", "dotted", "nested", "unfinished"],
)
def test_a_text_that_no_definition_could_be_is_a_fault_and_never_a_fall(text: str) -> None:
    assert read_text(text) is None
    found = read_toml(text, "x.toml")
    assert isinstance(found, Fault)
    assert write_into(text, {"slug": "x"}).strip() == 'slug = "x"'
