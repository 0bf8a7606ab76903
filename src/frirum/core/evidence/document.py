"""A result as blocks of a document: the answer first, then the picture, then why so sure, then the way back.

`result_blocks` is what other documents put in; `result_document` is the run's own. Pages of the site print the same
blocks. Every figure in them is typed (`typed.py`). Sentences of checks and titles of pictures tell figures in words, so
they stand beside the typed figures they tell of and nowhere else: a document for readers outside the team has neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from frirum.core.effects.rows import Check
from frirum.core.evidence import check_words, measured_words, scale_words
from frirum.core.evidence.drawing import PRINTED_WIDTH
from frirum.core.evidence.method_words import check_label, estimand_label, held_label
from frirum.core.evidence.picture_words import NOT_YET, group_label, heading_label, why_it_stays
from frirum.core.evidence.sentences import say
from frirum.core.evidence.stored import StoredFigure, StoredQuestion, StoredResult
from frirum.core.evidence.told import told_lines
from frirum.core.evidence.typed import TypedResult
from frirum.core.evidence.variants import VARIANT
from frirum.core.evidence.words import (
    LEFT_OUT,
    finding_label,
    input_label,
    precision_label,
    question_text,
    reason_label,
    sentence,
    who_label,
)
from frirum.core.language import current_language
from frirum.core.report.blocks import (
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
from frirum.core.report.figures import Chart
from frirum.core.report.inlines import Inline, Inlines, Missing, Text, as_inlines
from frirum.core.report.tables import ReportTable
from frirum.core.vocabulary.danish import decimals_of
from frirum.core.vocabulary.marks import short_mark

_HEADINGS = 4
_LEVELS = frozenset(("share", "observed", "fitted", "carried_on", "not_yet"))
_OF_A_SHARE = frozenset(("point", "lower", "upper", "agreed_size", "se", "shrunken", "mean")) | _LEVELS
"""Columns of a picture's table that lie in 0-1 where the outcome is a share; some are levels and no differences."""


def result_document(
    typed: TypedResult, *, title: str, issuer: str = "", date: dt.date | None = None
) -> Document:
    """The run's own document, in the reader's language.

    Args:
        title: what the experiment is called.
    """
    return Document(
        title,
        result_blocks(typed),
        language=current_language(),
        kicker=say("evaluation"),
        subject=say("what_was_found_how_surely"),
        issuer=issuer,
        date=date,
    )


def result_blocks(typed: TypedResult, *, level: int = 1) -> tuple[FlowBlock, ...]:
    """All that a result says, for the document of a run, a report or a page.

    Args:
        typed: the result; with `cleared` it is told as readers outside the team may see it: verdicts, words and the
            estimates that the gate let out, without checks, pictures and counts.
        level: of the first headings; what stands under them is one deeper.
    """
    return tuple(_blocks(typed, level))


def answer_blocks(typed: TypedResult, question: StoredQuestion) -> tuple[FlowBlock, ...]:
    """One question's answer alone: its sentence and what may be said, for where the rest stands elsewhere."""
    return tuple(_answer(typed, question))


_OF_DATA = frozenset(
    (
        "registration", "attrition", "missing_outcome", "attrition_gap", "composition", "simultaneous", "participants",
        "missing_periods", "incomplete_units", "people", "units_left_out", "outcome_where_unobserved",
    )
)  # fmt: skip
"""Checks that tell how good the data are and nothing of what came out."""


def quality_blocks(typed: TypedResult, *, level: int = 1) -> tuple[FlowBlock, ...]:
    """What may be seen before the agreed day: who is in, and how good the data are. Nothing of what came out."""
    blocks: list[FlowBlock] = [Heading(say("who_is_in"), level), *_flow(typed)]
    for one in typed.result.questions:
        checks = [check for check in one.checks if check.name in _OF_DATA]
        if checks:
            blocks.append(Heading(_question_text(typed, one), level))
            blocks.append(_checks_table(typed, one, checks, say("how_good_data_are")))
    return (*blocks, *_way_back(typed, level))


def comparison_blocks(first: TypedResult, second: TypedResult) -> tuple[FlowBlock, ...]:
    """Two runs beside each other: each question's answer in both, and what differs between what they were made of."""
    rows: list[tuple[Inlines, ...]] = []
    asked = dict.fromkeys(one.id for run in (first, second) for one in run.result.questions)
    for name in asked:
        for run in (first, second):
            one = next((q for q in run.result.questions if q.id == name), None)
            rows.append(
                (
                    name if one is None else _question_text(run, one),
                    run.run_id,
                    *(_beside(run, one) if one is not None else (say("not_asked"), "", "", "", "")),
                )
            )
    answers = ReportTable(
        say("answers_beside_each_other"),
        (say("questions"), say("run"), say("verdict"), say("steps"), say("estimate"), say("from"), say("to")),
        tuple(rows),
    )
    differs: list[tuple[Inlines, ...]] = [
        (label, Text(one), Text(other), say("same") if one == other else say("different"))
        for label, one, other in zip(_made_of_labels(), _made_of(first), _made_of(second), strict=True)
    ]
    made = ReportTable(
        say("what_are_made_of"), ("", first.run_id, second.run_id, say("same_or_different")), tuple(differs)
    )
    return (answers, made)


def _beside(run: TypedResult, one: StoredQuestion) -> tuple[Inlines, ...]:
    row = one.headline
    bounds = (None, None, None) if row is None else (row.point, row.lower, row.upper)
    return (
        finding_label(one.verdict),
        run.count(int(one.step)),
        *(run.estimate(value, one) for value in bounds),
    )


def _made_of_labels() -> tuple[str, ...]:
    return (say("plan_sha_256"), say("plan"), say("files_sha_256"), say("limits_sha_256"), say("version"))


def _made_of(run: TypedResult) -> tuple[str, ...]:
    result = run.result
    return (
        short_mark(result.plan.sha256),
        say("locked") if result.plan.locked else say("not_locked"),
        " ".join(short_mark(one.sha256) for one in result.inputs),
        short_mark(result.rules),
        result.version,
    )


def _blocks(typed: TypedResult, level: int) -> Iterator[FlowBlock]:
    answered, without = _parted(typed.result)
    if typed.result.assumed:
        yield Note(NoteKind.WARNING, typed.result.assumed)
    planned = [one for one in answered if one.planned]
    unplanned = [one for one in answered if not one.planned]
    for one in planned:
        yield from _question(typed, one, level)
    if unplanned:
        if planned:
            yield Heading(say("not_planned_beforehand"), level)
        yield Note(NoteKind.WARNING, say("question_may_have_been_chosen_after"))
        for one in unplanned:
            yield from _question(typed, one, level + 1 if planned else level)
    if without:
        yield Heading(say("not_answered"), level)
        yield Paragraph(say("none_of_files_has_outcome"))
        yield BulletList(*(_question_text(typed, one) for one in without))
    if typed.cleared is None:
        yield from _people(typed, level)
    yield from _way_back(typed, level)


def _parted(result: StoredResult) -> tuple[list[StoredQuestion], list[StoredQuestion]]:
    """Those with an answer, and those for which there were no data."""
    without = [one for one in result.questions if one.refused is not None and one.refused.code == "no_data"]
    return [one for one in result.questions if one not in without], without


def _question_text(typed: TypedResult, question: StoredQuestion) -> str:
    return question_text(typed.result.asked(question), typed.result.planned.questions)


def _question(typed: TypedResult, question: StoredQuestion, level: int) -> Iterator[FlowBlock]:
    yield Heading(_question_text(typed, question), level)
    yield from _answer(typed, question)
    if typed.cleared is not None:
        return
    yield from _told(typed, question)
    for picture in typed.result.figures_of(question.id):
        yield _chart(typed, question, picture)
        if (stays := why_it_stays(picture.kind)) is not None:
            yield Paragraph(stays)
    deeper = min(level + 1, _HEADINGS)
    yield Heading(say("why_sure"), deeper)
    yield from _why(typed, question)


def _answer(typed: TypedResult, question: StoredQuestion) -> Iterator[FlowBlock]:
    yield Paragraph(sentence(typed.claim(question)))
    if question.refused is not None and typed.cleared is None:
        yield Paragraph(f"{question.refused.message} {question.refused.remedy}")
    rows = [
        DefinitionRow(say("steps"), say("step_of_5_label", step=int(question.step), label=question.step.label)),
        DefinitionRow(say("precision"), precision_label(question.precision)),
        DefinitionRow(say("strongest_word_may_be_used"), question.words[-1]),
        DefinitionRow(say("planned"), _planned(typed, question)),
    ]  # fmt: skip
    if typed.cleared is None:
        rows.append(
            DefinitionRow(scale_words.scales_title(), " ".join(scale_words.on_other_scales(question.step)))
        )
    if question.proposed:
        rows.append(DefinitionRow(say("question"), say("is_proposed_here_and_does")))
    yield DefinitionRows(*rows)


def told_figures(typed: TypedResult, question: StoredQuestion) -> tuple[Inline, ...]:
    """What a rule gave of all, in a line for the team: before, during and the change, or the treated and the others.

    Nothing for readers outside the team, and nothing where several measures give the outcome.
    """
    lines = [one for one in told_lines(question.estimates) if not one.group]
    if typed.cleared is not None or len(lines) != 1 or lines[0].own is None:
        return ()
    one = lines[0]
    said = [(one.before, True), (one.own, True), (one.change, False)] if one.in_time else [(one.own, True)]
    heads = measured_words.line_headings(several=False, in_time=one.in_time, beside=one.beside is not None)
    said += [(one.beside, True)] if one.beside is not None and not one.in_time else []
    parts: list[Inline] = []
    for head, (value, level) in zip(heads[1:], said, strict=True):
        figure = (
            Missing(measured_words.not_counted())
            if value is None
            else typed.in_unit(value, question, level=level, decimals=decimals_of(value))
        )
        parts += [Text(f"{' · ' if parts else ''}{head} "), *as_inlines(figure)]
    return (*parts, Text("."))


def _told(typed: TypedResult, question: StoredQuestion) -> Iterator[FlowBlock]:
    """The figures that rules gave, one line a measure: before, during and the change, or the treated and the others."""
    lines = told_lines(question.estimates)
    if not lines:
        return
    several = len({one.measure for one in lines}) > 1
    in_time = any(one.in_time for one in lines)
    beside = any(one.beside is not None for one in lines)

    def cell(value: float | None, *, level: bool = True) -> Inlines:
        if value is None:
            return Missing(measured_words.not_counted())
        if several:
            return typed.figure(value, question)
        return typed.in_unit(value, question, level=level, decimals=decimals_of(value))

    rows: list[tuple[Inlines, ...]] = []
    for one in lines:
        cells: list[Inlines] = [Text(one.name)] if several else []
        cells.append(Text(one.group or measured_words.everybody()))
        if in_time:
            cells.append(cell(one.before))
        cells.append(cell(one.own))
        if in_time:
            cells.append(cell(one.change, level=False))
        elif beside:
            cells.append(cell(one.beside))
        rows.append(tuple(cells))
    yield ReportTable(
        measured_words.line_caption(in_time=in_time),
        measured_words.line_headings(several=several, in_time=in_time, beside=beside),
        tuple(rows),
    )


def _planned(typed: TypedResult, question: StoredQuestion) -> str:
    if question.planned:
        return say("yes_plan_was_locked")
    if typed.result.asked(question).after_look:
        return say("no_added_or_changed_after_outcomes")
    return say("no_plan_was_not_locked")


def _why(typed: TypedResult, question: StoredQuestion) -> Iterator[FlowBlock]:
    if question.deductions:
        rows: list[tuple[Inlines, ...]] = [
            (check_label(one.check), reason_label(one.reason), typed.of_check(one.check, one.value, question))
            for one in question.deductions
        ]
        yield ReportTable(say("what_was_taken_off"), (say("check"), say("why"), say("number")), tuple(rows))
    else:
        yield Paragraph(say("nothing_was_taken_off_checks_step"))
    if question.checks:
        yield _checks_table(typed, question, question.checks, say("all_checks"))
    yield from _variants(typed, question)
    row = question.headline
    if row is not None:
        table: list[tuple[Inlines, ...]] = [
            (
                Text(estimand_label(row.estimand)),
                typed.estimate(row.point, question),
                typed.estimate(row.lower, question),
                typed.estimate(row.upper, question),
                typed.figure(row.p_value, question),
                typed.figure(row.n_treated, question),
                typed.figure(row.n_comparison, question),
            )
        ]
        yield ReportTable(
            say("number_behind_answer"),
            (
                say("goals"),
                say("estimate"),
                say("from"),
                say("to"),
                say("p_value"),
                say("treated"),
                say("those_compared"),
            ),
            tuple(table),
            notes=row.notes,
        )


def _variants(typed: TypedResult, question: StoredQuestion) -> Iterator[FlowBlock]:
    """The plan's own way and every other that it registered, none of them chosen."""
    others = [one for one in question.estimates if one.estimand == VARIANT]
    if not others or question.headline is None:
        return
    rows: list[tuple[Inlines, ...]] = [
        (
            Text(check_words.as_planned_way() if one is question.headline else str(one.group or "")),
            *(typed.estimate(value, question) for value in (one.point, one.lower, one.upper)),
            typed.figure(one.p_value, question),
        )
        for one in (question.headline, *others)
    ]
    yield ReportTable(check_words.variants_caption(), check_words.variants_headings(), tuple(rows))


def _checks_table(
    typed: TypedResult, question: StoredQuestion, checks: Iterable[Check], caption: str
) -> ReportTable:
    """Each thing that was looked at once: where several say something of it, the worst decides and all are told."""
    of: dict[str, list[Check]] = {}
    for one in checks:
        of.setdefault(check_label(one.name), []).append(one)
    rows: list[tuple[Inlines, ...]] = []
    for label, same in of.items():
        worst = min(same, key=_severity)
        said = " ".join(dict.fromkeys(one.text for one in same))
        number = typed.of_check(worst.name, worst.value, question) if worst.value is not None else ""
        rows.append((label, held_label(worst.name, worst.passed), number, Text(said)))
    return ReportTable(caption, (say("check"), say("held"), say("number"), say("what_said")), tuple(rows))


def _severity(check: Check) -> int:
    """A failure first, then what held, then what could not be looked at: as the step is reckoned."""
    return 0 if check.passed is False else 1 if check.passed else 2


def _people(typed: TypedResult, level: int) -> Iterator[FlowBlock]:
    yield Heading(say("who_is_in"), level)
    for picture in typed.result.figures_of(None):
        if picture.kind != "flow":
            yield _chart(typed, None, picture)
    yield from _flow(typed)
    baseline = typed.result.baseline
    if baseline.rows:
        yield ReportTable(
            say("time_before"),
            (say("outcome"), say("group"), say("time"), say("value"), say("how_many")),
            tuple(
                (
                    _outcome_text(typed, row.measure),
                    _group(row.group),
                    Text("" if row.at is None else str(row.at)),
                    typed.before(row),
                    typed.figure(row.n),
                )
                for row in baseline.rows
            ),
        )
    elif baseline.why:
        yield Note(NoteKind.MISSING, say("is_no_measurement_of_time_before", why=baseline.why))


def _flow(typed: TypedResult) -> Iterator[FlowBlock]:
    """Who is in, which adds up: all are treated, compared or left out with a reason."""
    population = typed.result.population
    left = population.excluded
    total = population.treated + population.comparison + sum(one.n for one in left)
    for picture in typed.result.figures_of(None):
        if picture.kind == "flow":
            yield _chart(typed, None, picture)
    told = (
        ("all", total),
        *((f"{LEFT_OUT}{one.reason}", one.n) for one in left),
        ("treated", population.treated),
        ("comparison", population.comparison),
    )
    rows: list[tuple[Inlines, ...]] = [(who_label(who), typed.count(n)) for who, n in told]
    yield ReportTable(say("who_is_in"), (say("who"), say("how_many")), tuple(rows))


def _outcome_text(typed: TypedResult, name: str | None) -> str:
    """What is measured, as the plan says it; the name in the file where the plan has none for it."""
    asked = next((one for one in typed.result.planned.questions if name in (one.id, one.outcome)), None)
    if asked is None:
        return name or ""
    return (asked.outcome_text_en if current_language() == "en" else None) or asked.outcome_text


def _group(group: str | None) -> str:
    return {"treated": say("in_experiment"), "comparison": say("compared")}.get(group or "", group or "")


def _way_back(typed: TypedResult, level: int) -> Iterator[FlowBlock]:
    result = typed.result
    yield Heading(say("way_back"), level)
    yield DefinitionRows(
        DefinitionRow(say("run"), typed.run_id),
        DefinitionRow(say("plan_sha_256"), short_mark(result.plan.sha256)),
        DefinitionRow(say("plan"), say("locked") if result.plan.locked else say("not_locked")),
        DefinitionRow(say("limits_sha_256"), short_mark(result.rules)),
        DefinitionRow(say("version"), result.version),
        DefinitionRow(say("fingerprint_of_result_sha_256"), short_mark(result.sha256)),
    )
    rows: list[tuple[Inlines, ...]] = []
    for one in result.inputs:
        cells: tuple[Inlines, ...] = (one.file, input_label(one.kind), Text(short_mark(one.sha256)))
        rows.append(cells if typed.cleared is not None else (*cells, typed.count(one.rows)))
    head = (say("file"), say("kind"), say("sha_256"))
    yield ReportTable(
        say("files_were_read"), head if typed.cleared is not None else (*head, say("rows")), tuple(rows)
    )


def _chart(typed: TypedResult, question: StoredQuestion | None, stored: StoredFigure) -> Chart:
    """The picture with its numbers as its table twin; their states decide who may see it."""
    drawn = stored.drawn()
    # The id of a question is for files; beside it stands what is measured.
    kept = [place for place, name in enumerate(stored.headings) if name != "question"]
    table = ReportTable(
        stored.title,
        tuple(heading_label(stored.headings[place]) for place in kept),
        tuple(
            tuple(_cell(typed, question, stored, stored.headings[place], row[place]) for place in kept)
            for row in stored.rows
        ),
    )
    return Chart(drawn.png(), stored.description, stored.title, table, drawn.svg(), PRINTED_WIDTH)


def _cell(
    typed: TypedResult,
    question: StoredQuestion | None,
    stored: StoredFigure,
    heading: str,
    value: str | int | float | None,
) -> Inlines:
    if isinstance(value, str):
        return Text({"who": who_label, "group": group_label}.get(heading, str)(value))
    if value is None:
        return ""
    if heading == NOT_YET or (heading in _OF_A_SHARE and stored.share):
        return typed.percent(value, question, level=heading in _LEVELS)
    return typed.figure(value, question)
