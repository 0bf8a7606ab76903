"""The facts of a case, read against what a definition asks for; `facts_schema` says the same as JSON Schema."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import Any

from frirum.core.catalogue.conditions import Fact, FactType, FactUse, scalar_fits
from frirum.core.catalogue.faults import did_you_mean
from frirum.core.errors import InputRefused
from frirum.core.law.counted import count
from frirum.core.law.counting import Between
from frirum.core.law.dates import FIRST_YEAR, LAST_YEAR, read_date
from frirum.core.law.sentences import say
from frirum.core.vocabulary.municipalities import by_code, spellings

Value = bool | int | float | str | dt.date | Between
Facts = Mapping[str, Value]


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
        raw: {"fact": value}; dates as `2018-07-01`, municipalities as their code or name, weeks and months as a number
            or as the periods that make them, room in the staff ratio as the firm's figures (`frirum.core.law.counted`).
        known: the facts the definition asks for.
        on: the day up to which periods are counted; None means the case's own date.
        ignore_unknown: leave out facts the definition does not ask for, instead of refusing them.

    Raises:
        InputRefused: not an object, an unknown fact, or a value that does not fit its fact.
    """
    facts = {fact.id: fact for fact in known}
    if not ignore_unknown:
        remedy = say("known_facts_names", names=", ".join(facts))
        refuse_unknown(raw, facts, file=file, remedy=remedy)
    given_facts = _object(raw, file)
    date = on or _case_date(facts, given_facts)
    read: dict[str, Value] = {}
    for name, value in given_facts.items():
        if name not in facts:
            continue
        given = count(facts[name], value, date, file=file) if isinstance(value, dict) else value
        if given is not None:
            read[name] = _value(facts[name], given, file)
    return read


def refuse_unknown(raw: object, known: Iterable[str], *, remedy: str, file: str | None = None) -> None:
    """Refuse a fact that is none of the known: left out in silence, a slip would look like a fact nobody gave.

    Raises:
        InputRefused: not an object, or an unknown fact, with the nearest known one.
    """
    names = list(known)
    for name in _object(raw, file):
        if name not in names:
            message = say("unknown_fact_name", name=name) + did_you_mean(name, names)
            raise InputRefused(message, file=file, remedy=remedy)


def _object(raw: object, file: str | None) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise InputRefused(say("facts_must_be_object"), file=file)
    return raw


def _case_date(facts: Mapping[str, Fact], raw: Mapping[str, Any]) -> dt.date | None:
    name = next((fact.id for fact in facts.values() if fact.use is FactUse.CASE_DATE), "")
    return read_date(raw.get(name))


def _value(fact: Fact, raw: Any, file: str | None) -> Value:
    if isinstance(raw, Between):
        # Counted here, from periods: both ends are numbers of the fact's own kind.
        for end in (raw.low, raw.high):
            _value(fact, end, file)
        return raw
    value = _typed(fact, raw)
    if value is None or not scalar_fits(fact, value) or not _within(fact, value):
        raise InputRefused(
            say("name_cannot_be_value", name=fact.id, value=repr(raw)),
            file=file,
            remedy=_expected(fact),
        )
    found: Value = value
    return found


def _typed(fact: Fact, raw: Any) -> Any:
    if fact.type is FactType.DATE:
        return read_date(raw)
    whole = fact.type in (FactType.INTEGER, FactType.MUNICIPALITY)
    if whole and isinstance(raw, float) and raw.is_integer():
        return int(raw)  # JSON has one kind of number: 12.0 is 12
    if fact.type is FactType.MUNICIPALITY and isinstance(raw, str):
        return spellings().get(raw)
    return raw


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
        return say("possible_values", values=", ".join(choice.value for choice in fact.choices))
    kinds = {
        FactType.BOOL: say("write_true_or_false"),
        FactType.DATE: say("write_date_exists_as_2018_07", first=FIRST_YEAR, last=LAST_YEAR),
        FactType.INTEGER: say("write_whole_number"),
        FactType.NUMBER: say("write_number"),
        FactType.MUNICIPALITY: say("write_code_or_name"),
        FactType.TEXT: say("write_text"),
    }
    limits = [
        text.format(n=limit)
        for limit, text in ((fact.minimum, say("at_least_n")), (fact.maximum, say("at_most_n")))
        if limit is not None
    ]
    return " ".join([kinds[fact.type], *limits])
