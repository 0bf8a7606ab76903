"""What follows from what was chosen: nobody types what the catalogue or the draft itself already says."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from frirum.core.authoring.choices import label_of
from frirum.core.authoring.posted import is_leaf, unique_name
from frirum.core.authoring.sentences import say
from frirum.core.authoring.values import note_for_file, shown_scalar
from frirum.core.catalogue.casework import Trigger
from frirum.core.catalogue.conditions import OPERATORS
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.reporting import Header
from frirum.core.language import language
from frirum.core.vocabulary.municipalities import by_code
from frirum.core.vocabulary.provisions import Provision, all_provisions

Document = dict[str, Any]


def complete(document: Document, before: Mapping[str, Any]) -> Document:
    """The draft with what its choices bring along.

    Args:
        before: the draft as it was, so that another rule brings its own place and not the former's.
    """
    with language("da"):  # what is kept is Danish, whoever writes
        return _completed(copy.deepcopy(document), before)


def _completed(made: Document, before: Mapping[str, Any]) -> Document:
    if "provision" in made:
        made["provision"] = [
            _with_rule(one, _same(one, before.get("provision"))) for one in _tables(made, "provision")
        ]
    _rest_on_the_only_basis(made, before)
    if "note" in made:
        made["note"] = [_with_words(one) for one in _tables(made, "note")]
    if "period" in made:
        made["period"] = [_with_kind(one, place) for place, one in enumerate(_tables(made, "period"))]
    if "participation" in made:
        made["participation"] = _within_period(made, before)
    if "reporting_period" in made:
        made["reporting_period"] = [_with_header(one) for one in _tables(made, "reporting_period")]
    if "doubt" in made:
        made["doubt"] = [_read_or_open(one) for one in _tables(made, "doubt")]
    _say_conditions(made)
    _settle_root(made)
    return made


def _tables(document: Mapping[str, Any], key: str) -> list[Document]:
    return [dict(one) for one in document.get(key, ()) if isinstance(one, Mapping)]


def _same(one: Mapping[str, Any], others: Any) -> Mapping[str, Any]:
    """The table with the same name before."""
    for other in others if isinstance(others, list) else ():
        if isinstance(other, Mapping) and other.get("id") == one.get("id"):
            return other
    return {}


# ---- the rule, from the dated law ----


def _with_rule(one: Document, before: Mapping[str, Any]) -> Document:
    rule = {rule.id: rule for rule in all_provisions()}.get(str(one.get("rule", "")))
    if rule is None:
        return one
    is_chosen_now = before.get("rule") != one.get("rule")
    if is_chosen_now:
        _without_former(one, before)
    for key, value in _said_of(rule).items():
        # The page may have been drawn before the rule was there: its empty fields do not empty what came with it.
        if key not in one and (is_chosen_now or before.get(key) == value):
            one[key] = value
    silent = [key for key in one.get("not_stated", []) if key not in one]
    if is_chosen_now:
        silent += [key for key in ("statute", "paragraph") if key not in one and key not in silent]
    one.pop("not_stated", None)
    return {**one, "not_stated": silent} if silent else one


def _without_former(one: Document, before: Mapping[str, Any]) -> None:
    """Take away what the rule chosen before brought along."""
    former = {rule.id: rule for rule in all_provisions()}.get(str(before.get("rule", "")))
    brought = _said_of(former) if former else {}
    for key, value in brought.items():
        if one.get(key) == value:
            one.pop(key, None)


def _said_of(rule: Provision) -> Document:
    place = rule.reference
    found: Document = {"ordinary": rule.what, "status": rule.status.value}
    if place is not None:
        found |= {
            "statute": place.statute,
            "paragraph": place.paragraph,
            "subsection": list(place.subsections),
            "number": list(place.numbers),
            "sentence": list(place.sentences),
        }
    found |= {"valid_from": rule.period.first, "valid_to": rule.period.last}
    return {key: value for key, value in found.items() if value not in (None, [])}


def _rest_on_the_only_basis(document: Document, before: Mapping[str, Any]) -> None:
    """A new rule or period rests on the legal basis where there is just one; nobody has to say it again."""
    bases = [one.get("id") for one in _tables(document, "legal_basis")]
    if len(bases) != 1:
        return
    for key in ("provision", "period"):
        known = {one.get("id") for one in _tables(before, key)}
        made = []
        for one in _tables(document, key):
            if one.get("id") not in known and "legal_basis" not in one:
                silent = [name for name in one.pop("not_stated", []) if name != "legal_basis"]
                one["legal_basis"] = bases
                if silent:
                    one["not_stated"] = silent
            made.append(one)
        if made:
            document[key] = made


# ---- time and municipalities ----


def _with_kind(one: Document, place: int) -> Document:
    return {**one, "kind": one.get("kind", "approval" if place == 0 else "extension")}


def whole_time(document: Mapping[str, Any]) -> tuple[Any, Any]:
    """The first day of the first period and the last day of the last one; None where it is not a day."""
    starts: list[Any] = [one.get("from") for one in _tables(document, "period")]
    ends: list[Any] = [one.get("to") for one in _tables(document, "period")]
    return (
        min(starts) if starts and all(isinstance(one, dt.date) for one in starts) else None,
        max(ends) if ends and all(isinstance(one, dt.date) for one in ends) else None,
    )


def stays_throughout(stay: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether a municipality is in from the first day to the last, with nothing else said of it."""
    start, end = whole_time(document)
    keys = set(stay) - {"municipality", "from", "to", "not_stated"}
    return not keys and stay.get("from") == start and stay.get("to") == end


def take_in(document: Document, codes: Iterable[int], before: Mapping[str, Any]) -> Document:
    """The draft with exactly these municipalities in throughout; those with days of their own stay as they are."""
    wanted = list(dict.fromkeys(codes))
    own = [one for one in _tables(document, "participation") if not stays_throughout(one, before)]
    kept = {one.get("municipality") for one in own}
    start, end = whole_time(document)
    stays = [_throughout({"municipality": code}, start, end) for code in wanted if code not in kept]
    order = [one.get("municipality") for one in _tables(document, "participation")]
    known = {code: place for place, code in enumerate(order)}
    made = sorted([*own, *stays], key=lambda one: known.get(one.get("municipality"), len(order)))
    result = {key: value for key, value in document.items() if key != "participation"}
    return {**result, "participation": made} if made else result


def _within_period(document: Mapping[str, Any], before: Mapping[str, Any]) -> list[Document]:
    """A stay that lasted as long as the experiment follows when the experiment's days are changed."""
    start, end = whole_time(document)
    found = []
    for one in _tables(document, "participation"):
        follows = one in _tables(before, "participation") and stays_throughout(one, before)
        found.append(_throughout(one, start, end) if follows else one)
    return found


def _throughout(stay: Document, start: Any, end: Any) -> Document:
    days = {key: day for key, day in (("from", start), ("to", end)) if day is not None}
    silent = [key for key in ("from", "to") if key not in days]
    bare = {key: value for key, value in stay.items() if key not in ("from", "to", "not_stated")}
    return {**bare, **days, **({"not_stated": silent} if silent else {})}


# ---- words and small things ----


def _with_words(one: Document) -> Document:
    for key in ("template", "content"):
        if isinstance(one.get(key), str):
            one[key] = note_for_file(one[key])
    if not one.get("when_text") and one.get("when") in set(Trigger):
        text = label(Trigger(one["when"]))
        one["when_text"] = text[:1].upper() + text[1:]
    return one


def _with_header(one: Document) -> Document:
    if not one.get("header"):
        one["header"] = {"not_stated": list(Header.must_be_settled)}
    return one


def _read_or_open(one: Document) -> Document:
    if one.get("reading"):
        one.pop("open", None)
    else:
        one["open"] = True
    return one


def _settle_root(document: Document) -> None:
    """What the draft says nothing of yet is not stated, and what it says is not silent."""
    silent = [key for key in document.get("not_stated", []) if key not in document]
    silent += [key for key in Experiment.must_be_settled if key not in document and key not in silent]
    document.pop("not_stated", None)
    if silent:
        document["not_stated"] = silent


def _say_conditions(document: Document) -> None:
    facts = {one.get("id"): one for one in _tables(document, "fact")}
    for holder in [document, *_tables(document, "part")]:
        own = facts | {one.get("id"): one for one in _tables(holder, "fact")}
        for key in ("condition", "exclusion", "ordinary_exception"):
            value = holder.get(key)
            for node in value if isinstance(value, list) else [value]:
                if isinstance(node, dict):
                    _say(node, own)


def _say(node: Document, facts: Mapping[Any, Mapping[str, Any]]) -> None:
    """A condition nobody put into words says its question and the answer it takes."""
    if not is_leaf(node):
        for key in ("all", "any"):
            for child in node.get(key) or ():
                _say(child, facts)
        if isinstance(node.get("not"), dict):
            _say(node["not"], facts)
        return
    operator = next((key for key in OPERATORS if key in node), None)
    if node.get("text") or operator is None or node.get("fact") not in facts:
        return
    fact = facts[node["fact"]]
    question = label_of(fact).rstrip("?. ")
    node["text"] = say("question_answer", question=question, answer=_answer(operator, node, fact))


def _answer(operator: str, node: Mapping[str, Any], fact: Mapping[str, Any]) -> str:
    texts = {
        one.get("value"): one.get("text") for one in fact.get("choice") or () if isinstance(one, Mapping)
    }

    def said(value: Any) -> str:
        place = by_code(str(value)) if fact.get("type") == "municipality" else None
        return place.name if place else str(texts.get(value) or shown_scalar(value))

    value = node[operator]
    unit = f" {fact['unit']}" if fact.get("unit") else ""
    if operator == "in":
        return say("or").join(said(one) for one in value) if isinstance(value, list) else said(value)
    text = {
        "is_true": say("yes"),
        "is_false": say("no"),
        "equals": "{value}",
        "at_least": say("at_least_value"),
        "at_most": say("at_most_value"),
        "less_than": say("under_value"),
        "more_than": say("over_value"),
        "before": say("before_value"),
        "on_or_after": say("on_value_or_later"),
    }[operator]
    return text.format(value=said(value)) + ("" if operator.startswith("is_") else unit)


def begun_document(slug: str, title: str, network: str) -> Document:
    """What a new draft says before anybody has written more than its title: the two questions every case answers."""
    with language("da"):
        return _begun(slug, title, network)


def _begun(slug: str, title: str, network: str) -> Document:
    return {
        "slug": slug,
        "network": network,
        "short_title": title,
        "status": "planned",
        "fact": [
            {
                "id": "municipality",
                "type": "municipality",
                "question": say("which_municipality_is_responsible_for_citizen"),
                "use": "municipality",
            },
            {
                "id": "case_date",
                "type": "date",
                "question": say("on_which_day_did_course_begin"),
                "use": "case_date",
            },
        ],
        "not_stated": list(Experiment.must_be_settled),
    }


def slug_for(title: str, taken: Iterable[str]) -> str:
    """A name in the address made of a title."""
    return unique_name(title, taken)
