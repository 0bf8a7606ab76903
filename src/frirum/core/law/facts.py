"""The facts of a case: read against what a definition asks for, and the JSON Schema of what it asks for."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from frirum.core.catalogue.casework import Obligation
from frirum.core.catalogue.conditions import Fact, FactType, scalar_fits
from frirum.core.catalogue.faults import did_you_mean
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.vocabulary.municipalities import by_code

Value = bool | int | float | str | dt.date
Facts = Mapping[str, Value]

LOWEST_CODE, HIGHEST_CODE = 101, 999
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years that a date in a living person's case can lie in; beyond them it is a slip."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_facts(
    raw: object, known: Iterable[Fact], *, file: str | None = None, ignore_unknown: bool = False
) -> dict[str, Value]:
    """The facts of one case as typed values. A fact whose value is null is not known.

    Args:
        raw: {"fact": value}; dates as `2018-07-01`, municipalities as their code.
        known: the facts the definition asks for.
        ignore_unknown: leave out facts the definition does not ask for, instead of refusing them.

    Raises:
        InputRefused: not an object, an unknown fact, or a value that does not fit its fact.
    """
    if not isinstance(raw, dict):
        raise InputRefused(_('Fakta skal være et objekt: {"navn": værdi}.'), file=file)
    facts = {fact.id: fact for fact in known}
    read: dict[str, Value] = {}
    for name, value in raw.items():
        if name not in facts:
            if ignore_unknown:
                continue
            message = _("Ukendt faktum {name}.").format(name=name) + did_you_mean(name, facts)
            raise InputRefused(
                message, file=file, remedy=_("Kendte fakta: {names}.").format(names=", ".join(facts))
            )
        if value is not None:
            read[name] = _value(facts[name], value, file)
    return read


def _value(fact: Fact, raw: Any, file: str | None) -> Value:
    value = _date(raw) if fact.type is FactType.DATE and isinstance(raw, str) else raw
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


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _within(fact: Fact, value: Any) -> bool:
    if isinstance(value, dt.date):
        return FIRST_YEAR <= value.year <= LAST_YEAR
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
    limits = {"minimum": fact.minimum, "maximum": fact.maximum}
    schema |= {name: limit for name, limit in limits.items() if limit is not None}
    return {**schema, "title": fact.question, **({"description": fact.help} if fact.help else {})}
