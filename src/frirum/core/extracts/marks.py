"""Marks against the definition of their experiment: right place, right days, right people, once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from frirum.core.catalogue.conditions import FactUse
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.extracts.findings import ExtractFinding, FindingCode
from frirum.core.extracts.model import Value
from frirum.core.extracts.reading import MarkJudgement
from frirum.core.extracts.values import fold
from frirum.core.law.regime import governing_regime
from frirum.core.law.ruling import Regime
from frirum.core.law.watch import concerns, watched_period
from frirum.core.vocabulary.periods import Period

# Our choice, as no source gives a limit: long enough for a holiday, short enough that a month's figures are right.
LATE_AFTER = dt.timedelta(days=14)


@dataclass(frozen=True)
class Target:
    """What a mark can mean: an experiment, or one of its parts."""

    experiment: Experiment
    part: Part | None

    @property
    def code(self) -> str:
        """`slug` or `slug/part`: what a mapping translates a mark's text to."""
        return f"{self.experiment.slug}/{self.part.slug}" if self.part else self.experiment.slug

    @property
    def title(self) -> str:
        """The name people read."""
        own = self.experiment.short_title
        return f"{own}: {self.part.title}" if self.part else own


def targets(experiments: Iterable[Experiment]) -> tuple[Target, ...]:
    """Everything a mark can mean; an experiment with parts only by its parts, as they are judged apart."""
    return tuple(
        Target(experiment, part) for experiment in experiments for part in (experiment.parts or (None,))
    )


def suggest_target(text: str, among: Iterable[Target]) -> Target | None:
    """The target whose definition gives this very text as its mark, or whose code or title it is."""
    wanted = _plain(text)
    found = [target for target in among if wanted in {_plain(name) for name in _names(target)}]
    return found[0] if len(found) == 1 else None


def _names(target: Target) -> Iterator[str]:
    yield from (target.code, target.title)
    for mark in target.experiment.marks:
        if mark.text and concerns(mark.part_slugs, target.part):
            yield mark.text


def _plain(text: str) -> str:
    """Dashes and points are written as they come; the words decide."""
    return " ".join(re.findall(r"[a-zæøå0-9]+", fold(text)))


class MarkJudge:
    """Judges the marks of one municipality; call it with a row's values.

    Args:
        experiments: the definitions in force.
        municipality: whose marks they are.
        today: the day the extract is read.
    """

    def __init__(self, experiments: Iterable[Experiment], *, municipality: int, today: dt.date) -> None:
        self._targets = targets(experiments)
        self._by_code = {target.code: target for target in self._targets}
        self._municipality, self._today = municipality, today
        self._found: dict[str, Target | None] = {}

    def __call__(self, values: Mapping[str, Value], line: int) -> MarkJudgement:
        """Findings of one mark, and `experiment` and `part` as values."""
        target = self._target(str(values["mark"]))
        set_on = values["set_on"]
        assert isinstance(set_on, dt.date)
        if target is None:
            return MarkJudgement((FindingCode.UNKNOWN_EXPERIMENT,))
        findings = (
            *self._place_and_time(target, set_on),
            *_people(target, values),
            *_registration(values),
            *self._end(target, values),
        )
        named = {"experiment": target.experiment.slug, "part": target.part.slug if target.part else ""}
        return MarkJudgement(findings, named)

    def _target(self, text: str) -> Target | None:
        if text not in self._found:
            self._found[text] = self._by_code.get(text) or suggest_target(text, self._targets)
        return self._found[text]

    def _place_and_time(self, target: Target, set_on: dt.date) -> Iterator[FindingCode]:
        given: dict[FactUse, int | dt.date] = {
            FactUse.MUNICIPALITY: self._municipality,
            FactUse.CASE_DATE: set_on,
        }
        asked = (target.part.facts if target.part else ()) + target.experiment.facts
        facts = {fact.id: given[fact.use] for fact in reversed(asked) if fact.use in given}
        stays = [s for s in target.experiment.participation if concerns(s.part_slugs, target.part)]
        if stays and self._municipality not in {stay.municipality for stay in stays}:
            yield FindingCode.EXPERIMENT_NOT_HERE
            return
        ruling = governing_regime(target.experiment, facts, part=target.part, on=set_on)
        about_time = {ground.points_to for ground in ruling.grounds if ground.kind.is_about_time}
        if Regime.ORDINARY in about_time:
            yield FindingCode.OUTSIDE_PERIOD
        elif Regime.UNDECIDED in about_time:
            yield FindingCode.PERIOD_NOT_STATED

    def _end(self, target: Target, values: Mapping[str, Value]) -> Iterator[FindingCode]:
        if "ended_on" in values:
            return
        last = watched_period(target.experiment, target.part).last
        if last is not None and last < self._today:
            yield FindingCode.NEVER_ENDED


def _people(target: Target, values: Mapping[str, Value]) -> Iterator[FindingCode]:
    """A target group of another version of the act cannot be compared, and says nothing."""
    group = values.get("target_group")
    wanted = {
        f"{reference.paragraph}.{reference.number}"
        for of in target.experiment.target_groups
        if _is_of(of.id, of.part_slugs, target.part)
        for reference in of.references
    }
    paragraphs = {code.split(".")[0] for code in wanted}
    if isinstance(group, str) and group.split(".")[0] in paragraphs and group not in wanted:
        yield FindingCode.OUTSIDE_TARGET_GROUP


def _is_of(group_id: str, part_slugs: tuple[str, ...], part: Part | None) -> bool:
    if part is not None and part.target_groups:
        return group_id in part.target_groups
    return concerns(part_slugs, part)


def _registration(values: Mapping[str, Value]) -> Iterator[FindingCode]:
    set_on, registered_on = values["set_on"], values.get("registered_on")
    if (
        isinstance(set_on, dt.date)
        and isinstance(registered_on, dt.date)
        and registered_on - set_on > LATE_AFTER
    ):
        yield FindingCode.SET_LATE


@dataclass(frozen=True)
class PlacedMark:
    """A mark as the check for marks set twice needs it.

    Attributes:
        line: where it stands in the file; 0 for a mark that was kept from an earlier one.
        who: the citizen, as a key.
        what: the experiment and part, as `Target.code`.
    """

    line: int
    who: str
    what: str
    days: Period


def marked_twice(marks: Iterable[PlacedMark]) -> Iterator[ExtractFinding]:
    """The later of two marks of one citizen to one experiment whose days overlap.

    Args:
        marks: sorted by citizen, experiment and first day.
    """
    before: PlacedMark | None = None
    for mark in marks:
        same = before is not None and (before.who, before.what) == (mark.who, mark.what)
        if before is not None and same and before.days.overlaps(mark.days):
            yield ExtractFinding(FindingCode.MARKED_TWICE, mark.line, other_line=before.line or None)
            continue
        before = mark
