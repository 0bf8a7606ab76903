"""The facts of a case: read against what a definition asks for, and the JSON Schema of what it asks for."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import Any

from frirum.core.catalogue.casework import Obligation
from frirum.core.catalogue.conditions import Counting, Fact, FactType, FactUse, scalar_fits
from frirum.core.catalogue.faults import did_you_mean
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.law.counted import ADDED, UNBROKEN, WITHIN, count, is_counted
from frirum.core.law.counted_ratio import HOURS, PERSONS
from frirum.core.law.dates import FIRST_YEAR, LAST_YEAR, read_date
from frirum.core.vocabulary.municipalities import by_code

Value = bool | int | float | str | dt.date
Facts = Mapping[str, Value]

LOWEST_CODE, HIGHEST_CODE = 101, 999


def read_facts(
    raw: object,
    known: Iterable[Fact],
    *,
    on: dt.date | None = None,
    file: str | None = None,
    ignore_unknown: bool = False,
) -> dict[str, Value]:
    """The facts of one case as typed values. A fact whose value is null is not known.

    Args:
        raw: {"fact": value}; dates as `2018-07-01`, municipalities as their code, weeks and months as a number or
            as the periods that make them, room in the staff ratio as the firm's figures (`frirum.core.law.counted`).
        known: the facts the definition asks for.
        on: the day up to which periods are counted; None means the case's own date.
        ignore_unknown: leave out facts the definition does not ask for, instead of refusing them.

    Raises:
        InputRefused: not an object, an unknown fact, or a value that does not fit its fact.
    """
    if not isinstance(raw, dict):
        raise InputRefused(_('Fakta skal være et objekt: {"navn": værdi}.'), file=file)
    facts = {fact.id: fact for fact in known}
    date = on or _case_date(facts, raw)
    read: dict[str, Value] = {}
    for name, value in raw.items():
        if name not in facts:
            if ignore_unknown:
                continue
            message = _("Ukendt faktum {name}.").format(name=name) + did_you_mean(name, facts)
            raise InputRefused(
                message, file=file, remedy=_("Kendte fakta: {names}.").format(names=", ".join(facts))
            )
        given = count(facts[name], value, date, file=file) if isinstance(value, dict) else value
        if given is not None:
            read[name] = _value(facts[name], given, file)
    return read


def _case_date(facts: Mapping[str, Fact], raw: Mapping[str, Any]) -> dt.date | None:
    name = next((fact.id for fact in facts.values() if fact.use is FactUse.CASE_DATE), "")
    return read_date(raw.get(name))


def _value(fact: Fact, raw: Any, file: str | None) -> Value:
    value = read_date(raw) if fact.type is FactType.DATE else raw
    if fact.type is FactType.MUNICIPALITY and isinstance(raw, str) and raw.isdigit():
        value = int(raw)
    if value is None or not scalar_fits(fact, value) or not _within(fact, value):
        raise InputRefused(
            _("{name} kan ikke være {value}.").format(name=fact.id, value=repr(raw)),
            file=file,
            remedy=_expected(fact),
        )
    found: Value = value
    return found


def _within(fact: Fact, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    if fact.type is FactType.MUNICIPALITY:
        return isinstance(value, int) and by_code(value) is not None
    below = fact.minimum is not None and value < fact.minimum
    above = fact.maximum is not None and value > fact.maximum
    return math.isfinite(value) and not below and not above


def _expected(fact: Fact) -> str:
    if fact.type is FactType.CHOICE:
        return _("Muligt: {values}.").format(values=", ".join(choice.value for choice in fact.choices))
    kinds = {
        FactType.BOOL: _("Skriv true eller false."),
        FactType.DATE: _("Skriv en dato, der findes, som 2018-07-01, i årene {first} til {last}.").format(
            first=FIRST_YEAR, last=LAST_YEAR
        ),
        FactType.INTEGER: _("Skriv et helt tal."),
        FactType.NUMBER: _("Skriv et tal."),
        FactType.MUNICIPALITY: _("Skriv koden på en af de 98 kommuner, for eksempel 851 for Aalborg."),
        FactType.TEXT: _("Skriv en tekst."),
    }
    limits = [
        text.format(n=limit)
        for limit, text in ((fact.minimum, _("Mindst {n}.")), (fact.maximum, _("Højst {n}.")))
        if limit is not None
    ]
    return " ".join([kinds[fact.type], *limits])


def refuse_impossible(obligations: Iterable[Obligation], facts: Facts, *, file: str | None = None) -> None:
    """Refuse what was done before it could begin: a follow-up before the employment it follows.

    Raises:
        InputRefused: the date a duty was last fulfilled lies before the date it runs from.
    """
    for duty in obligations:
        begun, done = facts.get(duty.anchor), facts.get(duty.last_done or "")
        if isinstance(begun, dt.date) and isinstance(done, dt.date) and done < begun:
            message = _("{name} ({date}) ligger før {other} ({begun}).").format(
                name=duty.last_done, date=done.isoformat(), other=duty.anchor, begun=begun.isoformat()
            )
            raise InputRefused(message, file=file, remedy=_("Ret den dato, der er forkert."))


_SCHEMA_TYPES: dict[FactType, dict[str, Any]] = {
    FactType.BOOL: {"type": ["boolean", "null"]},
    FactType.DATE: {"type": ["string", "null"], "format": "date"},
    FactType.INTEGER: {"type": ["integer", "null"]},
    FactType.NUMBER: {"type": ["number", "null"]},
    FactType.MUNICIPALITY: {"type": ["integer", "null"], "minimum": LOWEST_CODE, "maximum": HIGHEST_CODE},
    FactType.TEXT: {"type": ["string", "null"]},
}


_PAIRS = {
    "type": "array",
    "items": {"type": "array", "items": {"type": "string", "format": "date"}, "minItems": 2, "maxItems": 2},
}
_PERIODS: dict[str, Any] = {
    "properties": {UNBROKEN: _PAIRS, ADDED: _PAIRS, WITHIN: {"type": "integer", "minimum": 1}},
    "additionalProperties": False,
}

_FIGURES: dict[str, Any] = {
    "properties": {name: {"type": "number", "minimum": 0} for name in (*PERSONS, *HOURS)},
    "additionalProperties": False,
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
    if fact.type is FactType.CHOICE:
        schema: dict[str, Any] = {"enum": [*(choice.value for choice in fact.choices), None]}
    else:
        schema = dict(_SCHEMA_TYPES[fact.type])
        if is_counted(fact):
            schema |= {"type": [*schema["type"], "object"], **_PERIODS}
        if fact.counting is Counting.STAFF_RATIO:
            schema |= {"type": [*schema["type"], "object"], **_FIGURES}
    limits = {"minimum": fact.minimum, "maximum": fact.maximum}
    schema |= {name: limit for name, limit in limits.items() if limit is not None}
    return {**schema, "title": fact.question, **({"description": fact.help} if fact.help else {})}
