"""What a field may name, with what people call it: something in the draft itself, or in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from frirum.core.authoring.schema import fields_of
from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.evaluation_form import questions
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.language import current_language
from frirum.core.vocabulary import municipalities, provisions
from frirum.core.vocabulary.danish import sort_key

Options = tuple[tuple[str, str], ...]
"""(value, label)."""

_NAMED_BY = ("short_title", "title", "text", "question", "what", "duty", "when", "place")


def label_of(item: Mapping[str, Any]) -> str:
    """What a table of a draft is called by people: the first of its texts, cut to a line; "" for none yet."""
    for key in _NAMED_BY:
        text = item.get(key)
        if isinstance(text, str) and text.strip():
            line = " ".join(text.split())
            return line if len(line) <= 90 else f"{line[:87]}…"
    return ""


def named_in(document: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Namespace -> name -> label, of everything the draft itself defines; names without a text by their own."""
    found: dict[str, dict[str, str]] = {}
    for table, item in _walk(Experiment, document):
        name = item.get("id") or item.get("slug")
        if table.namespace and isinstance(name, str):
            found.setdefault(table.namespace, {})[name] = label_of(item) or name
    return found


def _walk(
    table: type[DefinitionTable], item: Mapping[str, Any]
) -> Iterator[tuple[type[DefinitionTable], Mapping[str, Any]]]:
    yield table, item
    for field in fields_of(table):
        value = item.get(field.key)
        if field.table is None or value is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield from _walk(field.table, one)


def options_of(kind: str, document: Mapping[str, Any]) -> Options:
    """What may be named in a namespace, the draft's own first."""
    own = tuple(named_in(document).get(kind, {}).items())
    return (*own, *_shared(current_language()).get(kind, ()))


@cache
def _shared(_language: str) -> dict[str, Options]:
    shared = shipped_shared()
    places = sorted(municipalities.all_municipalities(), key=lambda one: sort_key(one.name))
    kinds = shared.extract_kinds.kinds if shared.extract_kinds else ()
    return {
        "network": tuple((slug, one.short_title) for slug, one in shared.networks.items()),
        "theme": tuple((theme.id, theme.title) for one in shared.networks.values() for theme in one.themes),
        "document": tuple((name, f"{one.title} ({name})") for name, one in shared.documents.items()),
        "scale": tuple((name, one.title) for name, one in shared.scales.items()),
        "municipality": tuple((str(one.code), one.name) for one in places),
        "statute": tuple((one.id, _statute(one)) for one in provisions.all_statutes()),
        "rule": tuple((one.id, _rule(one)) for one in provisions.all_provisions()),
        "extract_kind": tuple((one.id, one.title) for one in kinds),
        "outcome_scheme": tuple((name, one.title) for name, one in shared.outcome_schemes.items()),
        "form_question": tuple(
            (question.key, f"{point.number}. {question.text}") for point, question in questions()
        ),
    }


def _statute(one: provisions.Statute) -> str:
    return f"{one.name} ({one.text})" if one.text else one.name


def _rule(one: provisions.Provision) -> str:
    return f"{one.citation}: {one.what}" if one.citation else one.what
