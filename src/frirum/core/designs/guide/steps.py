"""The guide: DESIGN's template step by step, with help at the spot and an example of a good answer.

What is asked stands in `catalogue/design_guide.toml`; here it becomes the steps in the reader's language, with the
options that the program keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache, partial

from frirum.core.catalogue.asked import AskedStep, DesignGuideFile, FieldKind, GuideFieldTable, asked_in
from frirum.core.catalogue.instruments import Frequency, InstrumentKind, Sampling
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.plan import Comparison, Test
from frirum.core.catalogue.roles import Role
from frirum.core.designs.guide.plan import ANALYSIS, GuideField, GuideStep, Repeated
from frirum.core.designs.guide.sentences import say
from frirum.core.language import current_language, own_text
from frirum.core.vocabulary.status import RuleStatus

Options = tuple[tuple[str, str], ...]
_KINDS = (
    InstrumentKind.MANAGEMENT_AUDIT,
    InstrumentKind.CASE_REVIEW,
    InstrumentKind.SURVEY,
    InstrumentKind.FOCUS_GROUP,
    InstrumentKind.DATA_EXTRACT,
    InstrumentKind.REGISTER_RUN,
    InstrumentKind.CONTACT_COUNT,
    InstrumentKind.BASELINE,
    InstrumentKind.EXTERNAL_EVALUATION,
)


def steps() -> tuple[GuideStep, ...]:
    """Every step in order, in the reader's language."""
    return _steps(current_language())


def step(key: str) -> GuideStep:
    """The step with that key; KeyError for one there is not."""
    return {one.key: one for one in steps()}[key]


def keys_locked_at_start() -> frozenset[str]:
    """The steps that the lock freezes: points 1-5 and the plan of analysis."""
    return frozenset(one.key for one in steps() if one.is_locked_at_start)


def point_label(one: GuideStep) -> str:
    """Which part of the design a step belongs to."""
    if one.point is None:
        return say("not_locked")
    return say("plan_of_analysis") if one.point == ANALYSIS else say("point_n", n=one.point)


@cache
def _steps(_language: str) -> tuple[GuideStep, ...]:
    return tuple(_step(one) for one in asked_in(DesignGuideFile).steps)


def _step(asked: AskedStep) -> GuideStep:
    items = asked.items
    return GuideStep(
        asked.id,
        own_text(asked, "title"),
        own_text(asked, "guidance"),
        asked.point,
        tuple(_field(one) for one in asked.fields),
        Repeated(
            own_text(items, "name"), own_text(items, "add"), tuple(map(_field, items.fields)), items.required
        )
        if items
        else None,
    )


def _field(asked: GuideFieldTable) -> GuideField:
    return GuideField(
        asked.id,
        own_text(asked, "text"),
        asked.kind,
        own_text(asked, "help"),
        own_text(asked, "example"),
        options=_options(asked),
        chosen_from=asked.chosen_from or "",
        required=asked.required,
        optional=asked.optional,
    )


def _options(asked: GuideFieldTable) -> Options:
    """The options of a field; one of several can also be left unchosen."""
    if asked.options is None:
        return ()
    listed = {one.id: one.values for one in asked_in(DesignGuideFile).options}
    found = (
        tuple((one.value, own_text(one, "text")) for one in listed[asked.options])
        if asked.options in listed
        else _KEPT[asked.options]()
    )
    return (("", say("not_chosen")), *found) if asked.kind is FieldKind.CHOICE else found


def _labelled(values: Iterable[StrEnum]) -> Options:
    return tuple((one.value, str(label(one))) for one in values)


def _schemes() -> Options:
    """The outcome definitions that a register can be read by, by title and version."""
    schemes = shipped_shared().outcome_schemes.values()
    return tuple((one.id, f"{own_text(one, 'title')} ({one.version})") for one in schemes)


_KEPT: Mapping[str, Callable[[], Options]] = {
    "comparison": partial(_labelled, Comparison),
    "frequency": partial(_labelled, Frequency),
    "instrument_kind": partial(_labelled, _KINDS),
    "outcome_scheme": _schemes,
    "role": partial(_labelled, Role),
    "rule_status": lambda: tuple((one.value, one.label) for one in RuleStatus),
    "sampling": partial(_labelled, Sampling),
    "test": partial(_labelled, Test),
}
"""What `options` of the file may name beside the file's own lists: `CODE_LISTS`."""
