"""What one table of a definition says of another: references, duplicates, and rules between tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from frirum.core.catalogue.base import DefinitionTable, Ref, references_of, walk
from frirum.core.catalogue.faults import Fault, did_you_mean
from frirum.core.catalogue.sentences import say

Names = Mapping[str, frozenset[str]]
# What a document defines for itself: a reference to one of these is a fault where it defines none.
LOCAL = (
    "code_list", "doubt", "fact", "instrument", "measure", "obligation", "outcome", "part", "provision", "question",
    "round", "source", "target_group",
)  # fmt: skip


def defined_names(root: DefinitionTable) -> Iterator[tuple[str, str, str]]:
    """(namespace, name, key path) of everything in the document that others may name."""
    for path, table in walk(root):
        for key in ("id", "slug"):
            name = getattr(table, key, None)
            if table.namespace and name is not None:
                yield table.namespace, name, f"{path}.{key}" if path else key


def duplicate_names(root: DefinitionTable, file: str | None) -> list[Fault]:
    """Ids that stand twice in one namespace."""
    first: dict[tuple[str, str], str] = {}
    faults = []
    for namespace, name, path in defined_names(root):
        seen = first.setdefault((namespace, name), path)
        if seen != path:
            message = say("name_already_stands_in_place", name=name, place=seen)
            faults.append(Fault(file, path, message))
    return faults


def known_names(root: DefinitionTable, outside: Names) -> dict[str, frozenset[str]]:
    """Namespace -> every name that may be referred to from the document."""
    names: dict[str, set[str]] = {kind: set() for kind in LOCAL}
    for kind, known in outside.items():
        names.setdefault(kind, set()).update(known)
    for namespace, name, _path in defined_names(root):
        names.setdefault(namespace, set()).add(name)
    return {kind: frozenset(known) for kind, known in names.items()}


def unknown_references(
    root: DefinitionTable, names: Names, file: str | None, cut: frozenset[str]
) -> list[Fault]:
    """References to names that exist nowhere.

    Only namespaces in `names` are checked: experiments can be told only where a whole catalogue is at hand.
    What was cut out for a fault of its own (`cut`) counts as existing.
    """
    faults = []
    for path, table in walk(root):
        for key, kind, value in references_of(table, path):
            if kind in names and str(value) not in names[kind] and str(value) not in cut:
                faults.append(_unknown(kind, str(value), names[kind], key, file))
    return faults


def _unknown(kind: str, value: str, known: Iterable[str], path: str, file: str | None) -> Fault:
    allowed = tuple(sorted(known))
    message = say("what_value_does_not_exist", what=kind_name(kind), value=value)
    if not allowed:
        return Fault(file, path, message + " " + say("is_none_to_name_write_first"))
    return Fault(file, path, message + did_you_mean(value, allowed), allowed)


def kind_name(kind: str) -> str:
    """What a namespace is called in messages."""
    names = {
        "code_list": say("code_list"),
        "condition": say("condition"),
        "document": say("document"),
        "doubt": say("point_of_doubt"),
        "experiment": say("experiment"),
        "extract_kind": say("kind_of_extract"),
        "fact": say("fact"),
        "form_question": say("sub_question_of_form"),
        "instrument": say("instrument"),
        "measure": say("measure"),
        "municipality": say("municipality_with_code"),
        "network": say("network"),
        "obligation": say("deadline"),
        "outcome": say("outcome"),
        "part": say("part"),
        "outcome_scheme": say("outcome_scheme"),
        "provision": say("provision"),
        "question": say("question"),
        "round": say("round"),
        "rule": say("rule_in_provisions_toml"),
        "scale": say("scale"),
        "source": say("source"),
        "statute": say("act_or_executive_order"),
        "target_group": say("target_group"),
        "theme": say("theme"),
    }
    return names[kind]


def reference_kinds(model: type[DefinitionTable]) -> frozenset[str]:
    """Every namespace that fields of the model itself refer to (for the test that all have a name)."""
    return frozenset(
        mark.kind for field in model.model_fields.values() for mark in field.metadata if isinstance(mark, Ref)
    )
