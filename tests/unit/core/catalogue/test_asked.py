"""What is asked in the guide and in the ministry's form stands in files: whole, in both languages, and used."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from frirum.core.catalogue.asked import ASKED_FILES, CODE_LISTS, DesignGuideFile, GuideFieldTable, asked_in
from frirum.core.catalogue.base import DefinitionTable, walk
from frirum.core.designs.guide import steps as guide
from frirum.core.language import language

ALIKE = {"Form", "System", "Fasit"}
"""Words that are the same in English."""


def _without_english() -> Iterator[str]:
    for model in ASKED_FILES.values():
        for _path, table in walk(asked_in(model)):
            for name in type(table).model_fields:
                danish = getattr(table, name.removesuffix("_en"))
                if name.endswith("_en") and danish and getattr(table, name) is None:
                    yield danish


def test_every_text_has_its_english() -> None:
    assert {text for text in _without_english() if re.search("[a-zæøå]", text)} == ALIKE


def test_the_options_a_field_may_name_are_those_the_program_keeps() -> None:
    assert sorted(guide._KEPT) == list(CODE_LISTS)
    asked = {one.options for step in guide.asked_in(DesignGuideFile).steps for one in _fields(step)}
    own = {one.id for one in asked_in(DesignGuideFile).options}
    assert own <= asked, "a list that no field asks for"


def _fields(step: DefinitionTable) -> Iterator[GuideFieldTable]:
    return (table for _path, table in walk(step) if isinstance(table, GuideFieldTable))


def test_the_guide_is_in_the_readers_language() -> None:
    with language("da"):
        danish = guide.step("kriterier")
    with language("en"):
        english = guide.step("kriterier")
    assert (danish.title, english.title) == ("Succeskriterier", "Success criteria")
    assert danish.items is not None
    assert english.items is not None
    options = {field.key: field.options for field in english.items.fields}
    assert options["direction"][0][0] == ""
    assert options["direction"][1] == ("increase", "increase")


@pytest.mark.parametrize(
    "fault",
    [{"kind": "choice"}, {"options": "role"}, {"kind": "choice", "options": "ukendt"}],
    ids=["choice of nothing", "options without a choice", "a list there is not"],
)
def test_a_field_that_cannot_be_asked_is_refused(fault: dict[str, str]) -> None:
    field = {"id": "x", "text": "Hvad?", **fault}
    with pytest.raises(ValidationError):
        DesignGuideFile.model_validate(
            {"step": [{"id": "s", "title": "T", "guidance": "V", "field": [field]}]}
        )
