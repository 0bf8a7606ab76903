"""Words after numbers: sentences live in one place per package of `core`, and nowhere else in it."""

from __future__ import annotations

import ast
import importlib
import re
import string
from pathlib import Path

import pytest

import frirum
from frirum.core.language import Sentences

CORE = Path(frirum.__file__).parent / "core"
MADE_EARLY = re.compile(r"(?<![\w.])(_|gettext|ngettext)\(\s*[\"']")
"""A sentence made where something is reckoned. A table of words is marked with `N_` and looked up where it is shown."""
TABLES = sorted(path for path in CORE.rglob("sentences.py"))


def test_no_sentence_is_made_outside_the_words_of_its_package() -> None:
    """A sentence stands in its package's `sentences.py` under an English name, or in a words module that builds it."""
    found = []
    for path in sorted(CORE.rglob("*.py")):
        if path.name.startswith(("words", "sentences")) or path.name.endswith("_words.py"):
            continue
        code = re.sub(r"^\s*def .*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        found += [str(path.relative_to(CORE))] if MADE_EARLY.search(code) else []
    assert not found


def _module(path: Path) -> str:
    return ".".join(("frirum", *path.relative_to(CORE.parent).with_suffix("").parts))


def _said(table: str) -> list[tuple[str, str, set[str], bool]]:
    """(place, name, values given, whether it is counted) of each sentence that a module asks the table for."""
    found = []
    for path in sorted(CORE.parent.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        if f"from {table} import say\n" not in code:
            continue
        for node in ast.walk(ast.parse(code)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            counted = isinstance(node.func, ast.Attribute) and node.func.attr == "counted"
            called = node.func.value if counted else node.func
            if isinstance(called, ast.Name) and called.id == "say" and isinstance(node.args[0], ast.Constant):
                values = {keyword.arg or "" for keyword in node.keywords}
                found.append((f"{path.name}:{node.lineno}", node.args[0].value, values, counted))
    return found


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_every_sentence_of_a_table_is_said_and_every_value_has_its_place(path):
    """A name no table has, a sentence nobody says, a value without a place or a place without a value."""
    say = importlib.import_module(_module(path)).say
    assert isinstance(say, Sentences)
    said = _said(_module(path))
    assert {name for _place, name, _values, _counted in said} == set(say.texts)
    for place, name, values, counted in said:
        forms = say.texts[name] if counted else (say.texts[name],)
        assert isinstance(forms, tuple), place
        places = {
            field for form in forms for _text, field, _spec, _how in string.Formatter().parse(form) if field
        }
        # Without any value the text is filled in by the caller.
        assert not values or values == places, place
