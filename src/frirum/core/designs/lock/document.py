"""A design's document that tells planned from unplanned: locked or not, amended when, before or after outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.plan import Outcome, Plan, ResearchQuestion
from frirum.core.catalogue.wording import duration_text
from frirum.core.designs.document import plan as parts
from frirum.core.designs.guide import draw_words
from frirum.core.designs.guide.compare import FieldChange
from frirum.core.designs.guide.draw import StatedDraw, shown_draw
from frirum.core.designs.lock.sentences import say
from frirum.core.report.blocks import (
    Annex,
    Block,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Heading,
    Note,
    NoteKind,
    Paragraph,
)
from frirum.core.report.inlines import Missing
from frirum.core.vocabulary.marks import in_groups, short_mark


@dataclass(frozen=True)
class AmendmentText:
    """One amendment as it is printed.

    Attributes:
        number: 1, 2, 3 …
        step: the step's title.
        changes: the fields that changed.
        reason: why.
        major: it changes what the experiment is judged by.
        made_on: the date, written for people.
        after_outcomes: outcomes had been seen when it was made.
    """

    number: int
    step: str
    changes: tuple[FieldChange, ...]
    reason: str
    major: bool
    made_on: str
    after_outcomes: bool


@dataclass(frozen=True)
class LockStatus:
    """What a document says of the lock.

    Attributes:
        locked_on: when the design was locked, for people; None for a draft.
        sha256: the lock's fingerprint.
        outcomes_seen_on: when outcomes were first seen, for people; None when nobody has.
        outcomes_source: how they were seen, in words.
        locked_after_outcomes: outcomes had been seen when it was locked.
        late: that it was locked after the experiment had begun, in a sentence, or "".
        override: who let it start with an unfulfilled checklist, in words, or "".
        override_reason: and why.
        lacking: the points of the checklist that were not fulfilled then.
        unanswered: the questions that cannot be answered as they are asked, one sentence each.
        amendments: in their order.
        tampering: what no longer agrees with the lock, one sentence per fault.
    """

    locked_on: str | None = None
    sha256: str = ""
    outcomes_seen_on: str | None = None
    outcomes_source: str = ""
    locked_after_outcomes: bool = False
    late: str = ""
    override: str = ""
    override_reason: str = ""
    lacking: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    amendments: tuple[AmendmentText, ...] = ()
    tampering: tuple[str, ...] = field(default=())


def with_status(
    document: Document, status: LockStatus, experiment: Experiment, *, draw: StatedDraw | None = None
) -> Document:
    """The document with its state under the title, the plan of analysis and the amendments as annexes.

    Args:
        draw: the draw by lot that decides who begins when; None where there is none.
    """
    first = [*_warnings(status), _state(status), _planned(status)]
    annexes: list[Block] = [_analysis_annex(experiment.plan or Plan(not_stated=("purpose",)), draw)]
    if status.amendments:
        annexes.append(_amendments_annex(status.amendments))
    return replace(document, blocks=(*first, *document.blocks, *annexes))


def status_lines(status: LockStatus) -> tuple[str, ...]:
    """The state in a few sentences, for another document (the evaluation form) that rests on the design."""
    if status.locked_on is None:
        return ()
    lines = [
        say(
            "evaluation_plan_was_locked_date_fingerprint",
            date=status.locked_on,
            hash=short_mark(status.sha256),
        ),
        planned_sentence(status),
        *filter(None, [status.late]),
    ]
    after = [one for one in status.amendments if one.after_outcomes]
    if status.amendments:
        lines.append(
            say.counted(
                "has_been_amended_n_times_after",
                len(status.amendments),
                n=len(status.amendments),
                after=len(after),
            )
        )
    return (*lines, *status.tampering)


def planned_sentence(status: LockStatus) -> str:
    """Whether the plan was made before outcomes were seen."""
    if status.locked_on is None:
        return say("plan_is_draft_nothing_binding")
    if status.locked_after_outcomes:
        return say("outcomes_had_been_seen_date_before", date=status.outcomes_seen_on)
    if status.outcomes_seen_on is None:
        return say("no_outcomes_have_been_seen_yet")
    return say("outcomes_were_first_seen_date_after", date=status.outcomes_seen_on)


def _warnings(status: LockStatus) -> Iterator[FlowBlock]:
    if status.tampering:
        text = say("what_was_locked_does_not_agree")
        yield Note(NoteKind.WARNING, "\n".join((text, *status.tampering)))
    if status.late:
        yield Note(NoteKind.WARNING, status.late)
    if status.override:
        lines = [
            say("experiment_was_started_although_checklist", who=status.override),
            say("reason_reason", reason=status.override_reason),
            *(say("not_fulfilled_point", point=point) for point in status.lacking),
            *status.unanswered,
        ]
        yield Note(NoteKind.WARNING, "\n".join(lines))


def _state(status: LockStatus) -> DefinitionRows:
    if status.locked_on is None:
        rows = [DefinitionRow(say("lock"), say("draft_plan_is_not_locked"))]
    else:
        rows = [
            DefinitionRow(say("locked"), status.locked_on),
            DefinitionRow(say("fingerprint_sha_256"), in_groups(status.sha256)),
            DefinitionRow(say("amendments_after_lock"), str(len(status.amendments))),
        ]
    seen = status.outcomes_seen_on
    shown = f"{seen} ({status.outcomes_source})" if seen and status.outcomes_source else seen
    rows.append(DefinitionRow(say("outcomes_first_seen"), shown or say("not_seen_yet")))
    return DefinitionRows(*rows)


def _planned(status: LockStatus) -> Paragraph:
    return Paragraph(planned_sentence(status))


def _analysis_annex(plan: Plan, draw: StatedDraw | None) -> Annex:
    blocks: list[FlowBlock] = [Heading(say("outcome"), level=2)]
    blocks += [_outcome(one) for one in plan.outcomes] or [
        Note(NoteKind.MISSING, say("no_outcome_is_chosen"))
    ]
    blocks.append(Heading(say("evaluation_questions"), level=2))
    names = {one.id: one.text for one in plan.outcomes}
    blocks += [_question(one, names) for one in plan.research_questions] or [
        Note(NoteKind.MISSING, say("is_no_evaluation_question"))
    ]
    if draw is not None:
        blocks.append(Heading(draw_words.heading(), level=2))
        shown = (DefinitionRow(when, who) for when, who in shown_draw(draw))
        blocks.append(DefinitionRows(DefinitionRow(draw_words.seed(), draw.seed), *shown))
    return Annex(say("plan_of_analysis"), tuple(blocks))


def _outcome(one: Outcome) -> DefinitionRows:
    scheme = parts.scheme_title(one)
    return DefinitionRows(
        DefinitionRow(say("outcome"), one.text),
        DefinitionRow(say("outcome_definition_and_version"), scheme or Missing()),
        DefinitionRow(say("unit"), one.unit or Missing()),
        DefinitionRow(say("harm_to_watch"), parts.harm(one) if one.harm else say("no")),
    )


def _question(one: ResearchQuestion, names: dict[str, str]) -> DefinitionRows:
    horizons = ", ".join(duration_text(length) for length in one.horizons)
    return DefinitionRows(
        DefinitionRow(say("questions"), one.text),
        DefinitionRow(
            say("outcome"),
            ", ".join(names.get(name, parts.removed().text) for name in one.outcomes) or Missing(),
        ),
        DefinitionRow(say("horizon"), horizons or Missing()),
        DefinitionRow(
            say("subgroups"), "; ".join(group.text for group in one.subgroups) or say("none_chosen")
        ),
        DefinitionRow(say("missing_data"), one.missing_data or Missing()),
    )


def _amendments_annex(amendments: tuple[AmendmentText, ...]) -> Annex:
    blocks: list[FlowBlock] = []
    for one in amendments:
        kind = say("major") if one.major else say("minor")
        when = (
            say("after_outcomes_had_been_seen")
            if one.after_outcomes
            else say("before_any_outcome_had_been_seen")
        )
        blocks.append(Heading(say("amendment_n_step", n=one.number, step=one.step), level=2))
        blocks.append(
            DefinitionRows(
                DefinitionRow(say("date"), f"{one.made_on}, {when}"),
                DefinitionRow(say("extent"), kind),
                DefinitionRow(say("reason"), one.reason),
            )
        )
        blocks.append(BulletList(*(_change(change) for change in one.changes)))
    return Annex(say("amendments_after_lock"), tuple(blocks))


def _change(change: FieldChange) -> str:
    label = f"{change.item}, {change.label}" if change.item else change.label
    empty = say("empty")
    return say(
        "label_from_before_to_after", label=label, before=change.before or empty, after=change.after or empty
    )
