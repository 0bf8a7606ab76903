"""The facts a definition asks for as JSON Schema: it takes what `read_facts` takes and refuses what it refuses.

What one fact says of another no schema of this kind can tell: a period that ends before it begins, a follow-up before
the employment it follows, which of the firm's figures the case's date asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from frirum.core.catalogue.conditions import Counting, Fact, FactType
from frirum.core.law.counted import WITHIN, ways
from frirum.core.law.counted_ratio import HOURS, PERSONS, WHOLE
from frirum.core.vocabulary.municipalities import spellings

_YEAR = "(19[0-9]{2}|20[0-9]{2}|2100)"
_LEAP_YEAR = "(19(0[48]|[2468][048]|[13579][26])|20(0[048]|[2468][048]|[13579][26]))"
_DAYS = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
)
_DATE: dict[str, Any] = {
    "format": "date",
    # Most validators read `format` as a remark, and 2023-02-30 is to be refused by all of them.
    "pattern": f"^({_YEAR}-{_DAYS}|{_LEAP_YEAR}-02-29)$",
    "maxLength": 10,
}
_KINDS: dict[FactType, dict[str, Any]] = {
    FactType.BOOL: {"type": ["boolean", "null"]},
    FactType.DATE: {"type": ["string", "null"], **_DATE},
    FactType.INTEGER: {"type": ["integer", "null"]},
    FactType.NUMBER: {"type": ["number", "null"]},
    FactType.TEXT: {"type": ["string", "null"]},
}
_PERIODS = {
    "type": "array",
    "items": {"type": "array", "items": {"type": "string", **_DATE}, "minItems": 2, "maxItems": 2},
}


def facts_schema(slug: str, known: Iterable[Fact]) -> dict[str, Any]:
    """JSON Schema of the facts a definition asks for."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": slug,
        "type": "object",
        "additionalProperties": False,
        "properties": {fact.id: _fact_schema(fact) for fact in known},
    }


def _fact_schema(fact: Fact) -> dict[str, Any]:
    counted = list(_counted(fact))
    schema = {"anyOf": [_answered(fact), *counted]} if counted else _answered(fact)
    return {**schema, "title": fact.question, **({"description": fact.help} if fact.help else {})}


def _answered(fact: Fact) -> dict[str, Any]:
    if fact.type is FactType.CHOICE:
        return {"enum": [*(choice.value for choice in fact.choices), None]}
    if fact.type is FactType.MUNICIPALITY:
        return {"enum": [*sorted(set(spellings().values())), *sorted(spellings()), None]}
    limits = {"minimum": fact.minimum, "maximum": fact.maximum}
    return {**_KINDS[fact.type], **{name: limit for name, limit in limits.items() if limit is not None}}


def _counted(fact: Fact) -> Iterable[dict[str, Any]]:
    """What the fact can be counted from instead, one schema for each way."""
    if fact.counting is Counting.STAFF_RATIO:
        yield from (_figures(keys) for keys in (PERSONS, HOURS))
    elif fact.counting is Counting.PERIODS:
        within = {WITHIN: {"const": fact.within_months}} if fact.within_months else {}
        yield from (_object({way: _PERIODS, **within}, [way]) for way in ways(fact))


def _figures(keys: tuple[str, ...]) -> dict[str, Any]:
    return _object(
        {key: {"type": "integer" if key in WHOLE else "number", "minimum": 0} for key in keys}, list(keys)
    )


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
