"""What else happened to those compared: other experiments, changes of the law, and people coded into other groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from frirum.core.catalogue.experiment import Experiment
from frirum.core.effects.rows import Check
from frirum.core.evidence.days import first_days
from frirum.core.evidence.rules import EvidenceLimits
from frirum.core.evidence.sentences import say
from frirum.core.evidence.starts import COUNTED, Starts
from frirum.core.files.table import Table
from frirum.core.law.watch import watch
from frirum.core.vocabulary.danish import format_number
from frirum.core.vocabulary.law_events import LawEvent, all_law_events
from frirum.core.vocabulary.municipalities import by_code, by_name, names_of

TARGET_GROUPS = "target_groups"
_NAMED = 6
"""Units named in a sentence."""


@dataclass(frozen=True)
class Around:
    """What the checks are made against.

    Attributes:
        experiment, part: which is evaluated.
        others: every other definition.
        events: the law timeline; None for the shipped one.
    """

    experiment: Experiment
    part: str | None
    others: tuple[Experiment, ...]
    events: tuple[LawEvent, ...] | None = None


def surroundings(table: Table, starts: Starts, around: Around, limits: EvidenceLimits) -> tuple[Check, ...]:
    """Checks `participants`, `simultaneous`, `composition`, each with its share; not made of periods without days."""
    days = first_days(starts.periods)
    if days is None or not starts.treated:
        text = say("periods_are_not_dates_what_else")
        return (Check("simultaneous", None, text), Check("composition", None, text))
    return (
        *_participants(starts, days, around),
        *_experiments(starts, days, around, limits),
        *_law(starts, days, around, limits),
        *_target_groups(days, around),
        *_counts(table, starts, limits),
    )


def _municipality(label: object) -> int | None:
    text = str(label)
    known = by_code(text) if text.isdigit() else by_name(text)
    return None if known is None else known.code


def _participants(starts: Starts, days: tuple[dt.date, ...], around: Around) -> Iterator[Check]:
    """The share of those that begin in the file which the definition does not have in the experiment by then: a file of
    other municipalities or other years than the plan is for. A period stands for its whole length, up to the next."""
    stays = [
        stay
        for stay in around.experiment.participation
        if not around.part or not stay.part_slugs or around.part in stay.part_slugs
    ]
    begun = [
        (label, code, days[first], days[first + 1] if first + 1 < len(days) else dt.date.max)
        for label, first in zip(starts.labels, starts.first.tolist(), strict=True)
        if first >= 0 and (code := _municipality(label)) is not None
    ]
    if not stays or not begun:
        return
    others = [
        label
        for label, code, since, until in begun
        if not any(
            stay.municipality == code
            and (stay.start is None or stay.start < until)
            and (stay.end is None or stay.end >= since)
            for stay in stays
        )
    ]
    if not others:
        yield Check("participants", True, say("those_begin_in_file"), 0.0)
        return
    text = say("n_of_of_begin_in_file")
    text = text.format(n=len(others), of=len(begun), names=", ".join(names_of(others[:_NAMED])))
    yield Check("participants", False, text, len(others) / len(begun))


def _experiments(
    starts: Starts, days: tuple[dt.date, ...], around: Around, limits: EvidenceLimits
) -> Iterator[Check]:
    """The share of the time from the start on in which those compared also lived in another experiment on the same
    people: on the side where it is larger."""
    codes = [_municipality(label) for label in starts.labels]
    if None in codes:
        text = say("units_are_not_municipalities_other_experiments")
        yield Check("simultaneous", None, text)
        return
    begin = min(starts.cohorts)
    stays = _stays(around)
    shares: dict[bool, float] = {}
    names: set[str] = set()
    for side in (True, False):
        seen = covered = 0
        for code, first in zip(codes, starts.first.tolist(), strict=True):
            if (first >= 0) is not side or code is None:
                continue
            for day in days[first if first >= 0 else begin :]:
                hits = [name for name, since, until in stays.get(code, ()) if since <= day <= until]
                seen, covered = seen + 1, covered + bool(hits)
                names.update(hits)
        shares[side] = covered / seen if seen else 0.0
    share = max(shares.values())
    if not names:
        text = say("none_of_municipalities_was_in_another")
        yield Check("simultaneous", True, text, 0.0)
        return
    text = say(
        "for_treated_per_cent_of_time",
        treated=format_number(100 * shares[True], 0),
        others=format_number(100 * shares[False], 0),
        names=", ".join(sorted(names)),
    )
    yield Check("simultaneous", share <= limits.simultaneous_share, text, share)


def _stays(around: Around) -> Mapping[int, list[tuple[str, dt.date, dt.date]]]:
    """Municipality -> (experiment, first day, last day) of the other experiments on the same target groups."""
    own = _groups(around.experiment)
    found: dict[int, list[tuple[str, dt.date, dt.date]]] = {}
    for other in around.others:
        if other.slug == around.experiment.slug or other.synthetic or not own & _groups(other):
            continue
        for stay in other.participation:
            if stay.start is not None:
                row = (other.short_title, stay.start, stay.end or dt.date.max)
                found.setdefault(stay.municipality, []).append(row)
    return found


def _groups(experiment: Experiment) -> set[tuple[str, str, int]]:
    return {
        (one.statute, one.paragraph, one.number)
        for group in experiment.target_groups
        for one in group.references
    }


def _law(
    starts: Starts, days: tuple[dt.date, ...], around: Around, limits: EvidenceLimits
) -> Iterator[Check]:
    """The share of the time from the first start on that lies after the rule deviated from was changed."""
    begin = min(starts.cohorts)
    after = days[begin:]
    part = None if around.part is None else around.experiment.part(around.part)
    changes = [
        change
        for change in watch(around.experiment, part=part, events=around.events, include_planned=True)
        if days[begin] < change.date <= days[-1]
    ]
    if not changes:
        return
    first = changes[0]
    share = sum(day >= first.date for day in after) / len(after)
    what = "; ".join(event.what for event in first.events) or first.question
    text = say(
        "law_deviated_from_was_affected",
        date=first.date.isoformat(),
        what=what,
        share=format_number(100 * share, 0),
    )
    yield Check("simultaneous", share <= limits.simultaneous_share, text, share)


def _target_groups(days: tuple[dt.date, ...], around: Around) -> Iterator[Check]:
    """Whether people are coded into other groups on a day inside the series: it breaks there, whatever was done."""
    events: Iterable[LawEvent] = all_law_events() if around.events is None else around.events
    for event in events:
        if TARGET_GROUPS in event.breaks and days[0] < event.date <= days[-1]:
            share = sum(day >= event.date for day in days) / len(days)
            text = say("target_groups_changed_on_date_series", date=event.date.isoformat(), what=event.what)
            yield Check("composition", False, text, share)


def _counts(table: Table, starts: Starts, limits: EvidenceLimits) -> Iterator[Check]:
    """How the number of people changed among those who began, beside the others."""
    if COUNTED not in table.frame.columns or not starts.never:
        return
    heads = table.numbers(COUNTED, counts=True)
    begin = min(starts.cohorts)
    joined = starts.first[starts.codes] >= 0
    change = []
    for side in (joined, ~joined):
        before = _per_period(heads, side & (starts.time < begin), begin)
        after = _per_period(heads, side & (starts.time >= begin), len(starts.periods) - begin)
        if not before:
            return
        change.append(after / before)
    if not change[1]:
        return
    shift = change[0] / change[1] - 1
    text = say("number_of_people_among_participants_changed", share=format_number(100 * shift, 1))
    yield Check("composition", abs(shift) <= limits.composition_change, text, shift)


def _per_period(heads: np.ndarray, chosen: np.ndarray, periods: int) -> float:
    return float(heads[chosen].sum()) / periods if periods else 0.0
