"""Every Danish text has its English, with the same placeholders, and the English keeps to the glossary."""

from __future__ import annotations

import importlib.util
import re
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from frirum.core.catalogue.casework import Duration
from frirum.core.catalogue.wording import duration_text
from frirum.core.language import _catalogue, language
from frirum.core.paths import locale_dir
from frirum.core.vocabulary.glossary import load_glossary
from frirum.web.translations import compile_translations

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """script/translations, which has no .py ending."""
    loader = SourceFileLoader("translations_tool", str(ROOT / "script/translations"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("translations_tool", loader))
    loader.exec_module(module)
    return module


def test_every_text_has_its_english(tool: ModuleType) -> None:
    faults = tool.faults()
    assert not faults, f"{len(faults)} faults; run script/translations update and translate:\n" + "\n".join(
        faults[:40]
    )


def test_texts_are_found_in_python_and_in_templates(tool: ModuleType) -> None:
    found = tool.marked_texts()
    assert found.get("Log ind") is not None  # a template
    assert (
        found.get("Datoen findes ikke. Skriv dag, måned og år, for eksempel 01-07-2018.") is not None
    )  # Python
    plural = found.get("Ret fejlen, før du kan gå videre")  # a plural in a template
    assert plural.id == ("Ret fejlen, før du kan gå videre", "Ret de %(n)s fejl, før du kan gå videre")


def test_texts_are_found_inside_f_strings_too(tool: ModuleType) -> None:
    """Python before 3.12 reads an f-string as one string, and two texts there never got their English."""
    assert tool._inside_f_strings("""x = f"- {_('Ingen').format(n=1)} {_('Se')}" + _("ude")""") == [
        "Se",
        "Ingen",
    ]


@pytest.mark.parametrize(
    "danish, english, fault",
    [
        ("{n} forsøg", "{n} experiments", None),
        ("{n} forsøg", "{count} experiments", "placeholders differ"),
        ("%(n)s forsøg", "experiments", "placeholders differ"),
        ("forsøg", "", "not translated"),
        (("et forsøg", "{n} forsøg"), ("one experiment", "{n} experiments"), None),
        (("et forsøg", "{n} forsøg"), ("one experiment", "experiments"), "placeholders differ"),
        (("et forsøg", "{n} forsøg"), ("one experiment", ""), "not translated"),
        ("{share:.1f} pct.", "{share} per cent", None),
    ],
)
def test_faults_are_found(tool: ModuleType, danish: object, english: object, fault: str | None) -> None:
    message = Catalog(locale="en").add(danish, english)
    assert tool._faults_of(message) == ([fault] if fault else [])


def test_fuzzy_is_a_fault(tool: ModuleType) -> None:
    message = Catalog(locale="en").add("forsøg", "experiment", flags=("fuzzy",))
    assert tool._faults_of(message) == ["fuzzy"]


def test_english_keeps_to_the_glossary(tool: ModuleType) -> None:
    """Where a Danish term stands alone in a text, a main word of its English twin stands in the translation."""
    wrong = []
    terms = [term for term in load_glossary() if len(term.danish) > 5]
    for message in tool.translated():
        if not message.id or isinstance(message.id, tuple) or not message.string:
            continue
        for term in terms:
            if re.search(rf"\b{re.escape(term.danish)}\b", message.id, re.IGNORECASE) and not _says(
                message.string, term
            ):
                wrong.append(f"{message.id!r} -> {message.string!r}: {term.danish} is {term.english}")
    assert not wrong, "\n".join(wrong)


def _says(english: str, term: object) -> bool:
    words = [word for word in re.findall(r"[a-z]+", term.english.casefold()) if len(word) > 2]  # type: ignore[attr-defined]
    return any(re.search(rf"\b{word[: max(4, len(word) - 2)]}", english.casefold()) for word in words)


def test_words_to_avoid_are_avoided(tool: ModuleType) -> None:
    avoided = {word for term in load_glossary() for word in term.avoid}
    wrong = [
        f"{message.id!r} -> {message.string!r}"
        for message in tool.translated()
        if message.id and avoided & set(re.findall(r"[a-z_]+", str(message.string).casefold()))
    ]
    assert avoided
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def compiled() -> None:
    """The catalogue as it stands, compiled; what was read before is forgotten."""
    compile_translations(locale_dir())
    _catalogue.cache_clear()


@pytest.mark.parametrize(
    "duration, text",
    [
        ({"years": 1}, "1 year"),
        ({"years": 2, "months": 6}, "2½ years"),
        ({"years": 1, "months": 3}, "1 year and 3 months"),
        ({"weeks": 1, "days": 2}, "1 week and 2 days"),
    ],
)
def test_english_has_one_year_and_two_years(compiled: None, duration: dict[str, int], text: str) -> None:
    """Danish says år of one and of many; English must not."""
    with language("en"):
        assert duration_text(Duration(**duration)) == text
