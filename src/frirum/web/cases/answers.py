"""The answer of a check as a page shows it: the assessment, the regime, and what has happened to the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frirum.core.catalogue import Experiment, Part
from frirum.core.catalogue.casework import JournalNote, Obligation
from frirum.core.catalogue.conditions import Answer, Condition, Fact
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.wording import dated_text
from frirum.core.law.assess import Assessment, Reason, assess
from frirum.core.law.conditions import Met
from frirum.core.law.deadlines import Deadline
from frirum.core.law.facts import Value
from frirum.core.law.journal import FilledNote, filled_notes, journal_note, mark_said
from frirum.core.law.regime import GroundKind, Ruling, governing_regime
from frirum.core.law.watch import WatchedChange, watch
from frirum.core.law.words import experiment_said, ordinary_said, today_said
from frirum.core.vocabulary.danish import format_number
from frirum.web.cases.questions import conditions, stated_rules
from frirum.web.experiments.templatetags.definitions import own_text
from frirum.web.site.templatetags.frirum import da

_MARKS = {Met.YES: "check", Met.NO: "close", Met.MISSING: "help", Met.JUDGEMENT: "help"}
_USABLE = (Answer.ELIGIBLE, Answer.NEEDS_JUDGEMENT)


@dataclass(frozen=True)
class ReasonLine:
    """One reason: an icon with its meaning, the text, where it stands, and who judges it."""

    icon: str
    meaning: str
    text: Any
    rule: Any
    judged_by: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class DeadlineLine:
    """A duty with both dates as people read them, and the days between."""

    duty: Obligation
    name: Any
    owner: str
    ordinary: str
    experiment: str
    gained: int | None
    gained_text: str


@dataclass(frozen=True)
class ChangeLine:
    """A law change before the case's date, while the experiment ran."""

    when: str
    what: tuple[str, ...]
    question: str


@dataclass(frozen=True)
class AnswerView:
    """Everything the answer's section shows.

    Attributes:
        kind: the kind of alert: success, warning or info.
        missing: facts to give, each a link to its question.
        note: the finished journal note, or None.
        basis: what the ruling rests on beside the reasons: orders, drafts, what was not read.
        today: what applies today, where the answer is for another day; else "".
    """

    kind: str
    heading: str
    lead: str
    assessment: Assessment
    ruling: Ruling
    reasons: tuple[ReasonLine, ...]
    missing: tuple[Fact, ...]
    deadlines: tuple[DeadlineLine, ...]
    notes_due: tuple[JournalNote, ...]
    filled: tuple[FilledNote, ...]
    note: str | None
    basis: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    today: str = ""

    @property
    def mark_text(self) -> str | None:
        """The exact wording of the mark, where the sources give one."""
        return mark_said(self.assessment) or None


def answer(
    experiment: Experiment, part: Part | None, facts: Mapping[str, Value], *, today: dt.date | None = None
) -> AnswerView:
    """Assess the case and say it in the reader's language.

    Args:
        today: to say what applies today beside an answer for another day; None says nothing of it.
    """
    found = assess(experiment, facts, part=part)
    ruling = found.ruling
    kind, heading, lead = _said(found, experiment, part)
    known = {fact.id: fact for fact in experiment.all_facts()}
    return AnswerView(
        kind=kind,
        heading=heading,
        lead=lead,
        assessment=found,
        ruling=ruling,
        reasons=_reasons(found, experiment, part),
        missing=tuple(known[name] for name in found.missing_facts if name in known),
        deadlines=deadline_lines(found),
        notes_due=found.notes_due,
        filled=filled_notes(found),
        note=journal_note(found),
        basis=_basis(ruling) if found.answer in _USABLE else (),
        changes=tuple(_change(change) for change in _before(experiment, part, found)),
        today=_today(found, facts, today),
    )


def _today(found: Assessment, facts: Mapping[str, Value], today: dt.date | None) -> str:
    if today is None or found.date in (None, today):
        return ""
    return today_said(governing_regime(found.experiment, facts, part=found.part, on=today, history=False))


def _said(found: Assessment, experiment: Experiment, part: Part | None) -> tuple[str, str, str]:
    if found.answer is Answer.ELIGIBLE:
        return (
            "success",
            _("Sagen er omfattet af forsøget"),
            _("Du kan bruge fritagelsen og notatet herunder."),
        )
    if found.answer is Answer.NOT_ELIGIBLE:
        return "info", _("Sagen er ikke omfattet af forsøget"), _("De almindelige regler gælder.")
    if found.answer is Answer.NOT_IN_FORCE:
        return "info", _("Forsøget gælder ikke på sagens dato"), _("De almindelige regler gælder.")
    if found.answer is Answer.NEEDS_JUDGEMENT:
        return "warning", _("Der skal skønnes, før der kan svares"), _who_judges(found, experiment, part)
    return "info", _("Der mangler oplysninger"), _("Besvar spørgsmålene herunder, så kommer svaret.")


def _who_judges(found: Assessment, experiment: Experiment, part: Part | None) -> str:
    leaves = {leaf.id: leaf for leaf in conditions(experiment, part)}
    open_ones = [
        leaf
        for reason in found.reasons
        if reason.met is Met.JUDGEMENT and (leaf := leaves.get(reason.condition))
    ]
    roles = dict.fromkeys(label(leaf.role) for leaf in open_ones if leaf.role)
    if not roles:
        return _("Kilderne afgør det ikke. Spørg den, der er ansvarlig for forsøget i kommunen.")
    return _("Skønnet er overladt til: {roles}. Svar ja eller nej, når der er skønnet.").format(
        roles=", ".join(roles)
    )


def _reasons(found: Assessment, experiment: Experiment, part: Part | None) -> tuple[ReasonLine, ...]:
    leaves = {leaf.id: leaf for leaf in conditions(experiment, part)}
    cut_offs = {c.id: c for c in experiment.cut_offs + (part.cut_offs if part else ())}
    names = stated_rules(experiment)
    lines = []
    for reason in found.reasons:
        leaf = leaves.get(reason.condition)
        table = leaf or cut_offs.get(reason.condition)
        lines.append(
            ReasonLine(
                icon=_MARKS[reason.met],
                meaning=_meaning(reason, leaf),
                text=own_text(table) if table else reason.text,
                rule=da(names.get(reason.provision or "", "")),
                judged_by=label(leaf.role) if leaf and leaf.role and leaf.judgement else "",
                remarks=reason.remarks,
            )
        )
    return tuple(lines)


def _meaning(reason: Reason, leaf: Condition | None) -> str:
    if reason.met is Met.MISSING:
        return _("Mangler")
    if reason.met is Met.JUDGEMENT:
        return _("Kræver et skøn") if leaf else _("Ikke afgjort")
    return _("Taler for") if reason.met is Met.YES else _("Taler imod")


def deadline_lines(found: Assessment) -> tuple[DeadlineLine, ...]:
    """Both dates of every duty; none where the exemption cannot be used, as then there may be no duty at all."""
    if found.answer not in _USABLE:
        return ()
    return tuple(_deadline(deadline) for deadline in found.deadlines)


def _deadline(deadline: Deadline) -> DeadlineLine:
    duty = deadline.obligation
    gained = deadline.gained
    return DeadlineLine(
        duty=duty,
        name=own_text(duty),
        owner=label(duty.role) if duty.role else "",
        ordinary=ordinary_said(deadline),
        experiment=experiment_said(deadline),
        gained=gained,
        gained_text=""
        if gained is None
        else ngettext("{n} dag", "{n} dage", gained).format(n=format_number(gained)),
    )


_WORTH_SAYING = (
    GroundKind.APPROVAL,
    GroundKind.EXTENSION,
    GroundKind.BASIS_NOT_STATED,
    GroundKind.BASIS_IS_DRAFT,
)


def _basis(ruling: Ruling) -> tuple[str, ...]:
    return tuple(
        ground.text
        for ground in ruling.grounds
        if ground.kind in _WORTH_SAYING or (ground.kind is GroundKind.RULE_ENDED and not ground.points_to)
    )


def _before(experiment: Experiment, part: Part | None, found: Assessment) -> list[WatchedChange]:
    """The law changes on or before the case's date; none for a case that the experiment does not reach."""
    date = found.date
    if date is None or found.answer is Answer.NOT_IN_FORCE:
        return []
    return [change for change in watch(experiment, part=part) if change.date <= date]


def _change(change: WatchedChange) -> ChangeLine:
    when = dated_text(change.date, change.precision)
    # What the definition says of the day is about this experiment; the timeline's words are about the law.
    what = [own_text(event) for event in change.recorded] or [da(event.what) for event in change.events]
    return ChangeLine(when[:1].upper() + when[1:], tuple(what), change.question)
