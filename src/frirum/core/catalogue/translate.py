"""Pydantic's complaints in Danish, with key paths as TOML writers know them and the nearest known key."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from frirum.core.catalogue.base import DefinitionTable, Ref
from frirum.core.catalogue.faults import Fault, did_you_mean
from frirum.core.catalogue.sentences import say

Loc = tuple[int | str, ...]


def errors_of(error: ValidationError) -> list[ErrorDetails]:
    """What is wrong, without that a list is too short where only its items are wrong: each says so itself."""
    return [
        one
        for one in error.errors(include_url=False)
        if one["type"] != "too_short" or len(one["input"]) < one["ctx"]["min_length"]
    ]


def key_path(loc: Loc) -> str:
    """`part[1].condition.fact` of ("part", 1, "condition", "fact")."""
    path = ""
    for step in loc:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def table_at(root: type[DefinitionTable], loc: Loc) -> type[DefinitionTable] | None:
    """The model whose table stands at `loc`, or None where the place is a value."""
    found: type[DefinitionTable] | None = root
    for step in loc:
        if isinstance(step, int) or found is None:
            continue
        field = next((f for n, f in found.model_fields.items() if (f.alias or n) == step), None)
        found = _table_in(field.annotation) if field else None
    return found


def stand_in(root: type[DefinitionTable], loc: Loc) -> str | None:
    """A value for a key that is missing, so that the rest of its table can be read; None where none is harmless."""
    table = table_at(root, loc[:-1])
    field = (
        next((f for n, f in table.model_fields.items() if (f.alias or n) == loc[-1]), None) if table else None
    )
    if field is None or any(isinstance(mark, Ref) for mark in field.metadata):
        return None
    if isinstance(field.annotation, type) and issubclass(field.annotation, Enum):
        return str(next(iter(field.annotation)))
    return "x" if field.annotation is str and loc[-1] not in ("id", "slug") else None


def _table_in(annotation: Any) -> type[DefinitionTable] | None:
    if isinstance(annotation, type) and issubclass(annotation, DefinitionTable):
        return annotation
    return next((table for arg in get_args(annotation) if (table := _table_in(arg))), None)


def keep_real_steps(raw: Any, loc: Loc) -> Loc:
    """`loc` without the steps pydantic adds for the members of a union: only what the document has."""
    kept: list[int | str] = []
    for place, step in enumerate(loc):
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            if not isinstance(raw, dict) or place < len(loc) - 1:
                break  # not a key that is missing, but a name pydantic gave a member of a union
        kept.append(step)
    return tuple(kept)


def translate_all(
    errors: list[ErrorDetails], root: type[DefinitionTable], raw: Any, file: str | None
) -> list[Fault]:
    """Pydantic's errors as faults, one per key: the members of a union complain together."""
    by_place: dict[Loc, list[ErrorDetails]] = {}
    for error in errors:
        by_place.setdefault(keep_real_steps(raw, error["loc"]), []).append(error)
    return [_translate(group, loc, root, file) for loc, group in by_place.items()]


def _translate(group: list[ErrorDetails], loc: Loc, root: type[DefinitionTable], file: str | None) -> Fault:
    kinds = {error["type"] for error in group}
    # Of a union's complaints the one about the value says more than those about its type.
    error = next((e for e in group if not e["type"].endswith("_type")), group[0])
    if len(kinds) > 1 and all(kind.endswith("_type") for kind in kinds):
        wanted = (
            say("number") if kinds == {"int_type", "float_type"} else say("true_false_number_date_or_text")
        )
        message = say("value_must_be_wanted", value=_shown(error["input"]), wanted=wanted)
        return Fault(file, key_path(loc), message)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "frirum":
        where = (*loc, context["key"]) if context.get("key") else loc
        return Fault(file, key_path(where), context["message"], tuple(map(str, context["allowed"])) or None)
    if kind == "extra_forbidden":
        return _unknown_key(loc, root, file)
    message, allowed = _message(kind, context, error["input"])
    return Fault(file, key_path(loc), message, allowed)


def _unknown_key(loc: Loc, root: type[DefinitionTable], file: str | None) -> Fault:
    table = table_at(root, loc[:-1])
    known = tuple(sorted(table.keys())) if table else ()
    message = say("unknown_key_key", key=loc[-1]) + did_you_mean(loc[-1], known)
    return Fault(file, key_path(loc), message, known or None)


def _message(kind: str, context: dict[str, Any], given: Any) -> tuple[str, tuple[str, ...] | None]:
    if kind in ("enum", "literal_error"):
        allowed = _quoted(str(context["expected"]))
        message = say("value_is_not_allowed_value", value=_shown(given))
        return message + did_you_mean(given, allowed), allowed
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        return _pattern_message(pattern).format(value=_shown(given)), None
    found = _MESSAGES.get(kind)
    if found:
        return found().format(value=_shown(given), **context), None
    if kind.endswith("_type"):
        return say("value_is_of_wrong_kind", value=_shown(given)), None
    return say("value_cannot_be_used_here", value=_shown(given)), None


def _quoted(expected: str) -> tuple[str, ...]:
    """The values in pydantic's `'a', 'b' or 'c'`."""
    return tuple(expected.split("'")[1::2])


def _shown(value: Any) -> str:
    """A value as a person wrote it, cut short."""
    if isinstance(value, dict):
        return say("table")
    if isinstance(value, list):
        return say("list")
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _pattern_message(pattern: str) -> str:
    if pattern.startswith("^[1-9]"):
        return say("value_is_not_section_write_10")
    if pattern.startswith("^[a-z0-9]+("):
        return say("value_cannot_be_slug_use_z")
    if pattern.startswith("^[A-Z"):
        return say("value_cannot_be_short_name")
    return say("value_cannot_be_name_begin")


# Functions, because the words are looked up in the reader's language when the fault is found.
_MESSAGES: dict[str, Callable[[], str]] = {
    "missing": lambda: say("key_is_missing"),
    "string_type": lambda: say("value_must_be_text_in_quotation"),
    "string_too_short": lambda: say("text_is_empty_remove_key"),
    "string_too_long": lambda: say("text_is_longer_than_max_length"),
    "int_type": lambda: say("value_must_be_whole_number_without"),
    "float_type": lambda: say("value_must_be_number_without_quotation"),
    "finite_number": lambda: say("value_must_be_finite_number"),
    "bool_type": lambda: say("value_must_be_true_or_false"),
    "date_type": lambda: say("value_must_be_date_without_quotation"),
    "tuple_type": lambda: say("value_must_be_list_write_in"),
    "model_type": lambda: say("value_must_be_table"),
    "dict_type": lambda: say("value_must_be_table"),
    "too_short": lambda: say("list_must_have_at_least_min"),
    "greater_than_equal": lambda: say("value_is_too_small_at_least"),
    "less_than_equal": lambda: say("value_is_too_large_at_most"),
    "recursion_loop": lambda: say("conditions_are_nested_too_deeply"),
}
