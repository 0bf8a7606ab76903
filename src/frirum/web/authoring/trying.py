"""The live example beside the conditions: where the line goes on each fact, and each example's answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frirum.core.authoring.reach import TooManyWays, borders, layers_of, no_case_passes
from frirum.core.authoring.words import too_many_ways
from frirum.core.catalogue.conditions import Fact, FactType
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import read_definition
from frirum.core.law.examples import assessed
from frirum.core.vocabulary.danish import format_date, format_exact
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.experiments.models import Draft


@dataclass(frozen=True)
class BorderRow:
    """On one question: an answer that passes and the nearest that does not."""

    question: str
    inside: str
    outside: str


@dataclass(frozen=True)
class TriedCase:
    """What is shown of one set of conditions.

    Attributes:
        name: the part's title, or "".
        wrong: why nothing can be shown: no case passes, or it was too much to try; else "".
    """

    name: str
    wrong: str
    rows: tuple[BorderRow, ...]
    examples: tuple[tuple[str, str, str], ...]


def who_passes(draft: Draft) -> tuple[TriedCase, ...]:
    """The draft's conditions tried, as far as they can be read."""
    experiment = read_definition(draft.toml)[0]
    if experiment is None:
        return ()
    parts: tuple[Part | None, ...] = experiment.parts or (None,)
    return tuple(_tried(experiment, part) for part in parts)


def _tried(experiment: Experiment, part: Part | None) -> TriedCase:
    layers = layers_of(experiment, part)
    asked = any(case.condition or case.exclusions or case.ordinary_exceptions for case in layers)
    found, wrong = None, ""
    if asked:
        try:
            found = borders(layers)
            wrong = "" if found else no_case_passes()
        except TooManyWays:
            wrong = too_many_ways()
    rows: tuple[BorderRow, ...] = ()
    if found is not None:
        rows = tuple(
            BorderRow(
                one.fact.question,
                answer_text(one.fact, one.inside),
                _("alle svar") if one.outside is None else answer_text(one.fact, one.outside),
            )
            for one in found[1]
            if one.outside is not None
        )
    own = [*experiment.examples, *(part.examples if part else ())]
    examples = []
    for example in own:
        says = assessed(experiment, part, example).answer
        wanted = label(example.answer) if example.answer else _("kan ikke afgøres endnu")
        examples.append((example.text, label(says) if says else _("kan ikke afgøres endnu"), wanted))
    return TriedCase(part.title if part else "", wrong, rows, tuple(examples))


def answer_text(fact: Fact, value: Any) -> str:
    """An answer as people say it."""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if fact.type is FactType.MUNICIPALITY:
        place = by_code(str(value))
        return place.name if place else _("en anden kommune")
    if fact.type is FactType.CHOICE:
        return next((choice.text for choice in fact.choices if choice.value == value), str(value))
    if hasattr(value, "year"):
        return format_date(value)
    text = format_exact(value) if isinstance(value, int | float) else str(value)
    return f"{text} {fact.unit}" if fact.unit else text
