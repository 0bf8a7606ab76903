"""An experiment on one page, for a minister and for a citizen: tried, for whom, used, shown, cost, decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import StatedFinding
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.plan import Plan
from frirum.core.designs.diagnosis.from_plan import step_of
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.designs.document.text import words
from frirum.core.documents import words as w
from frirum.core.documents.known import (
    afterwards,
    cost_inlines,
    decision_sentences,
    joined,
    period_text,
    use_inlines,
)
from frirum.core.documents.passages import municipalities_text, participants, participants_or_missing
from frirum.core.documents.promised import Answers, PromiseLine, promise_lines
from frirum.core.documents.sentences import say
from frirum.core.documents.stated import StatedClaim, claims_beneath
from frirum.core.language import current_language, own_text
from frirum.core.report.blocks import (
    Block,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Heading,
    Paragraph,
)
from frirum.core.report.inlines import Inline, Missing, Text

_MOST = 4
"""Points under a heading; the rest stand in the final report, and the page says how many."""
_MOST_AFTER = 2


Told = Sequence[tuple[Inline, ...]]


def minister_page(
    experiment: Experiment,
    catalogue: Catalogue,
    *,
    shown: Told = (),
    answers: Answers | None = None,
    date: dt.date | None = None,
) -> Document:
    """What a minister asks, answered with what runs, the sources and the definition have.

    Args:
        shown: what runs answered, a sentence each; it stands before what the sources say.
        answers: to which promises and measures runs gave them; the others are said to have none.
    """
    claims, unclear = _parted(claims_beneath(experiment, catalogue))
    blocks: list[Block] = [
        Paragraph(words(experiment, "summary")),
        DefinitionRows(
            DefinitionRow(say("for_whom"), _groups(experiment)),
            DefinitionRow(say("municipalities"), participants_or_missing(experiment)),
            DefinitionRow(say("time"), period_text(experiment)),
            DefinitionRow(say("used"), use_inlines(experiment)),
            DefinitionRow(say("cost"), cost_inlines(experiment)),
        ),
        Heading(say("what_is_shown_and_how_surely")),
        *_points(
            [*shown, *((Text(one.sentence),) for one in claims)], _nothing_found(), most=_most(experiment)
        ),
        *_own_conclusions(experiment, w.said(w.MUNICIPALITIES_CONCLUDE)),
        Heading(say("what_is_not_shown")),
        BulletList(
            *(one.sentence for one in unclear),
            *_reach(experiment),
            *_unanswered(promise_lines(experiment, catalogue.scales, answers)),
        ),
        Heading(say("what_was_decided")),
        *_points(
            [(Text(one),) for one in _decided(experiment, catalogue)], say("no_source_mentions_decision")
        ),
    ]
    return _page(experiment, blocks, say("experiment_on_one_page_for_minister"), date)


def citizen_page(
    experiment: Experiment,
    catalogue: Catalogue,
    *,
    shown: Told = (),
    answers: Answers | None = None,
    date: dt.date | None = None,
) -> Document:
    """The same for somebody who has not heard of the experiment, without the words of evaluators."""
    claims, unclear = _parted(claims_beneath(experiment, catalogue))
    unanswered = [one for one in promise_lines(experiment, catalogue.scales, answers) if not one.answered]
    unknown = [*(one.sentence for one in unclear), _plain_reach(_step(experiment))]
    if unanswered:
        text = say.counted("are_n_things", len(unanswered))
        unknown.append(text.format(n=len(unanswered)))
    blocks: list[Block] = [
        Heading(say("what_was_about")),
        Paragraph(words(experiment, "summary")),
        Heading(say("who_was_for")),
        Paragraph(_groups(experiment)),
        Paragraph(_where(experiment)),
        Heading(say("how_many_used_and_what_did")),
        BulletList(use_inlines(experiment), cost_inlines(experiment)),
        Heading(say("what_was_found")),
        *_points([*shown, *((Text(_plainly(one)),) for one in claims)], _nothing_found()),
        *_own_conclusions(experiment, w.said(w.MUNICIPALITIES_SAY)),
        Heading(say("what_is_not_known")),
        BulletList(*unknown),
        Heading(say("what_happened_afterwards")),
        *_points(
            [(Text(one),) for one in _decided(experiment, catalogue)], say("no_source_mentions_decision")
        ),
    ]
    return _page(experiment, blocks, say("experiment_on_one_page_for_citizens"), date)


def _page(experiment: Experiment, blocks: list[Block], kicker: str, date: dt.date | None) -> Document:
    return Document(
        title=own_text(experiment, "short_title"),
        blocks=tuple(blocks),
        language=current_language(),
        kicker=kicker,
        subject=say("what_was_tried_and_what"),
        date=date,
        one_page=True,
    )


def _own_conclusions(experiment: Experiment, heading: str) -> list[FlowBlock]:
    """What the municipalities concluded themselves in the last period that has a conclusion; nothing where none has."""
    if not experiment.conclusions:
        return []
    last = max(one.period for one in experiment.conclusions)
    said = [
        Paragraph(
            Text(own_text(one, "conclusion")),
            Text(f" ({municipalities_text(one.municipalities)}, {one.period})"),
        )
        for one in experiment.conclusions
        if one.period == last
    ]
    return [Heading(heading), *said]


def _nothing_found() -> str:
    return say("no_source_says_what_was_found")


def _parted(claims: Sequence[StatedClaim]) -> tuple[list[StatedClaim], list[StatedClaim]]:
    """Those that say what was found, the surest first, and those that say that nothing was."""
    unclear = [one for one in claims if one.finding is StatedFinding.UNCLEAR]
    return _surest_first([one for one in claims if one not in unclear]), unclear


def _surest_first(claims: Sequence[StatedClaim]) -> list[StatedClaim]:
    return sorted(claims, key=lambda one: -int(one.step))


def _groups(experiment: Experiment) -> tuple[Inline, ...]:
    found = joined(((words(one),) for one in experiment.target_groups[:_MOST]), "; ")
    left = len(experiment.target_groups) - _MOST
    if left > 0:
        more = say.counted("and_n_more_groups", left)
        found = (*found, Text(more.format(n=left)))
    return found or (Missing(say("sources_name_no_target_group")),)


def _where(experiment: Experiment) -> tuple[Inline, ...]:
    names = municipalities_text(participants(experiment))
    place = Text(say("municipalities_names", names=names)) if names else Missing(say("which_municipalities"))
    when = period_text(experiment)
    return (place, Text(f" {when}") if isinstance(when, str) else Text(""))


def _most(experiment: Experiment) -> int:
    """Where the municipalities' own conclusion takes its place of the page, there is room for a point less."""
    return _MOST - bool(experiment.conclusions)


def _points(found: Told, missing: str, *, most: int = _MOST) -> list[FlowBlock]:
    """The first points, and how many more there are."""
    if not found:
        return [Paragraph(Missing(missing))]
    left = len(found) - most
    more = [say.counted("and_n_more", left, n=left)] if left > 0 else []
    return [BulletList(*found[:most], *more)]


def _decided(experiment: Experiment, catalogue: Catalogue) -> list[str]:
    """The decisions, then the last that followed."""
    return [*decision_sentences(experiment, catalogue), *afterwards(experiment)[-_MOST_AFTER:]]


def _step(experiment: Experiment) -> EvidenceStep:
    plan = experiment.plan or Plan(not_stated=("purpose",))
    return step_of(plan, plan.uptake[0] if plan.uptake else None)


def _reach(experiment: Experiment) -> list[str]:
    """How far the design could reach at most."""
    step = _step(experiment)
    text = w.said(w.REACH)
    said = [text.format(n=int(step), label=step.label, word=step.wording)]
    if experiment.plan is not None and experiment.plan.baseline_possible is False:
        said.append(say("how_was_before_could"))
    return said


def _unanswered(lines: Sequence[PromiseLine]) -> list[str]:
    """How much of what was to be found out has no answer in numbers, with the first of it named."""
    if not lines:
        return [say("sources_do_not_say_what_experiment")]
    without = [one for one in lines if not one.answered]
    if not without:
        return []
    text = say.counted("n_promises_and_measures", len(without))
    return [text.format(n=len(without), first=without[0].text)]


def _plainly(claim: StatedClaim) -> str:
    """A claim with how it is known, for somebody who does not know the ladder."""
    if claim.step is EvidenceStep.ACCOUNT:
        text = say("what_said_is_what_somebody_perceived")
    elif claim.step is EvidenceStep.BEFORE_AFTER:
        text = say("what_said_was_seen_by_holding")
    else:
        text = say("what_said_was_seen_by_comparing")
    return text.format(what=claim.what, said=claim.said)


def _plain_reach(step: EvidenceStep) -> str:
    if step <= EvidenceStep.BEFORE_AFTER:
        return say("nobody_was_compared_with_others_cannot")
    if step is EvidenceStep.CONTROLS:
        return say("others_were_looked_at_too_but")
    return say("comparison_holds_only_if_things_would")
