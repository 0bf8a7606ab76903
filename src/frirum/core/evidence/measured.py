"""Questions whose outcome is a measure of the definition: its rule is run on extracts, audits and answers, and the two
figures that the plan compares are held against each other.

A rule gives counts, not people, so that nobody is made alike here: what `balance` needs is not examined, and the step
stays where that leaves it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Measure
from frirum.core.catalogue.measure_rules import ASKED, Counted, MeasureRule, RuleSource, Statistic, Stretch
from frirum.core.catalogue.plan import Comparison
from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.catalogue.promises import own_reason
from frirum.core.catalogue.questions import Scale
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result
from frirum.core.effects.shares import estimate_difference, estimate_share
from frirum.core.errors import InputRefused
from frirum.core.evidence.answered import Answered
from frirum.core.evidence.horizons import months_of
from frirum.core.evidence.margin import with_margin
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.rules import DesignType
from frirum.core.files.table import Table
from frirum.core.files.time_labels import UnorderedTime, in_time_order
from frirum.core.instruments.questions import DONT_KNOW, Answer, AnswerFault, AskedQuestion, asked_questions
from frirum.core.language import gettext as _
from frirum.core.measures.baseline import material_for
from frirum.core.measures.evaluate import evaluate
from frirum.core.measures.figures import Measured
from frirum.core.measures.gathering import Gathered
from frirum.core.measures.population import NoPopulation, population_rules
from frirum.core.measures.rows import AnswerSheet, Material
from frirum.core.vocabulary.municipalities import by_code, by_name

ROUND = ("round", "wave", "runde", "bølge", "måling")
MUNICIPALITY = ("municipality", "kommune")
_ALL = ""


@dataclass(frozen=True)
class Sheets:
    """Answered audits and questionnaires: question id -> the sheets that could hold it; the rounds in time order."""

    by_question: Mapping[str, Sequence[AnswerSheet]]
    rounds: tuple[str, ...]
    asked: Mapping[str, AskedQuestion] = field(default_factory=dict)

    def counts(self, question: str) -> tuple[tuple[str, str, int, bool], ...]:
        """(round, option, answers, whether it is on the scale) of a question with options, by time and scale."""
        own = self.asked.get(question)
        if own is None or not own.is_choice:
            return ()
        return tuple(
            (
                one,
                option.shown,
                sum(s.answers.get(question) == option.value for s in every),
                option.value != DONT_KNOW,
            )
            for one in self.rounds
            for every in [[s for s in self.by_question[question] if s.round == one]]
            for option in own.options
        )


def sheets_of(table: Table, experiment: Experiment, scales: Mapping[str, Scale]) -> Sheets:
    """The answers of a table: a column for each question id, perhaps `round` and `municipality`.

    Args:
        scales: the shared answer scales by id.

    Raises:
        InputRefused: no column is a question of the definition, a cell is no answer to its question, or the rounds have
            no order in time.
    """
    names = {name.casefold(): name for name in table.frame.columns}
    asked = {
        one.id: one
        for instrument in experiment.instruments
        for one in asked_questions(instrument, experiment, scales)
    }
    columns = [name for name in table.frame.columns if name in asked]
    if not columns:
        raise InputRefused(
            _("Ingen af kolonnerne er et spørgsmål i definitionen."),
            file=table.file,
            line=table.header_line,
            remedy=_("Kald kolonnerne som spørgsmålene hedder, for eksempel {ids}.").format(
                ids=", ".join(sorted(asked)[:5])
            ),
        )
    when = next((names[name] for name in ROUND if name in names), None)
    where = next((names[name] for name in MUNICIPALITY if name in names), None)
    rounds = [_ALL] * len(table) if when is None else [str(one) for one in table.labels(when).to_list()]
    places = [None] * len(table) if where is None else [_code(one) for one in table.labels(where).to_list()]
    cells = {name: _answers(table, name, asked[name]) for name in columns}
    sheets = [
        AnswerSheet(
            {name: answer for name, own in cells.items() if (answer := own[row]) is not None},
            places[row],
            rounds[row],
        )
        for row in range(len(table))
    ]
    try:
        ordered = in_time_order(list(dict.fromkeys(rounds)), column=when or "") if when else (_ALL,)
    except UnorderedTime as refused:
        raise table.refuse(refused.message, None, refused.remedy) from refused
    return Sheets(
        dict.fromkeys(columns, sheets),
        tuple(str(one) for one in ordered),
        {name: asked[name] for name in columns},
    )


def _answers(table: Table, name: str, asked: AskedQuestion) -> list[Answer | None]:
    """The cells of a question: an option's value or its words, a number, a day or text; None for an empty cell."""
    read: dict[object, Answer | None] = {None: None}
    found: list[Answer | None] = []
    for row, cell in enumerate(table.labels(name).to_list()):
        if cell not in read:
            option = asked.option(cell)
            answer = option.value if option is not None else asked.read(str(cell))
            if isinstance(answer, AnswerFault):
                raise table.refuse(
                    _("{cell} er ikke et svar på {name}.").format(cell=repr(cell), name=name),
                    row,
                    _("Skriv et af svarene: {options}.").format(
                        options="; ".join(f"{one.value} ({one.text})" for one in asked.options)
                    )
                    if asked.options
                    else _("Skriv et svar af den slags, spørgsmålet beder om."),
                )
            read[cell] = answer
        found.append(read[cell])
    return found


def joined(several: Sequence[Sheets]) -> Sheets | None:
    """The sheets of several files as one; None without any."""
    if not several:
        return None
    held: dict[str, list[AnswerSheet]] = {}
    for one in several:
        for name, own in one.by_question.items():
            held.setdefault(name, []).extend(own)
    rounds = list(dict.fromkeys(name for one in several for name in one.rounds))
    ordered = in_time_order(rounds, column=ROUND[0]) if all(rounds) else rounds
    asked = {name: own for one in several for name, own in one.asked.items()}
    return Sheets(held, tuple(str(one) for one in ordered), asked)


def _code(label: object) -> int | None:
    known = by_code(str(label)) if str(label).isdigit() else by_name(str(label))
    return None if known is None else known.code


def measured(
    question: PlannedQuestion,
    experiment: Experiment,
    gathered: Gathered | None,
    sheets: Sheets | None,
    *,
    part: str | None,
) -> Answered | None:
    """The answer of the question's own measure, or why it has none; None where the files do not hold it."""
    measure = experiment.measure_named(question.outcome)
    if measure is None:
        return None
    if measure.rule is None:
        text = _("»{measure}« måles ikke: {why}").format(
            measure=measure.text, why=own_reason(measure) or _("ingen regel er skrevet.")
        )
        return _refused(
            NOT_MEASURED, text, _("Skriv en regel for målingen i definitionen, eller giv en analysetabel.")
        )
    if measure.rule.source in ASKED:
        return None if sheets is None else _asked(question, measure, measure.rule, experiment, sheets)
    if gathered is None:
        return None
    material = material_for(experiment, gathered, part, None)
    if material is None:
        text = _(
            "Kilderne siger ikke, hvilke kommuner der deltog fra hvornår, så de behandlede kan ikke findes."
        )
        return _refused(
            NO_START, text, _("Skriv [[participation]] og [[period]] i definitionen, eller brug --assumed.")
        )
    if measure.rule.counted is Counted.TREATED and isinstance(
        found := population_rules(experiment, part), NoPopulation
    ):
        return _refused(found.code, found.message, found.remedy)
    if measure.rule.source is RuleSource.MEASURES:
        return _changed(question, measure, measure.rule, experiment, material, part=part)
    return _of_rows(question, measure, measure.rule, experiment, material, part=part)


NO_START, NOT_MEASURED = "no_start", "not_measured"


def _refused(code: str, message: str, remedy: str) -> Answered:
    """Why the definition does not let the measure be computed, whatever the files hold."""
    return Answered(Result(refused=Refused(code, message, remedy)), DesignType.ACCOUNT)


def _changed(
    question: PlannedQuestion,
    measure: Measure,
    rule: MeasureRule,
    experiment: Experiment,
    material: Material,
    *,
    part: str | None,
) -> Answered | None:
    """The change of two figures: told, without any word of how sure it is."""
    own = _figure(question, measure, rule, experiment, material, part=part)
    if own is None or own.value is None:
        return None
    text = _("Ændringen er regnet af to tal, og hvor sikker den er, kan ikke regnes af tallene alene.")
    result = Result((_told(question, own, "treated"),), refused=Refused("not_a_share", text))
    return Answered(result, DesignType.BEFORE_AFTER, people=(own.n, None), treated=own.n)


def _of_rows(
    question: PlannedQuestion,
    measure: Measure,
    rule: MeasureRule,
    experiment: Experiment,
    material: Material,
    *,
    part: str | None,
) -> Answered | None:
    own = _figure(question, measure, rule, experiment, material, part=part)
    if own is None:
        return None
    for compared, other_rule in _others(question, rule):
        other = _figure(question, measure, other_rule, experiment, material, part=part)
        if other is not None and other.n:
            historical = compared in (Comparison.BEFORE_AFTER, Comparison.HISTORICAL_CASES)
            design = DesignType.BEFORE_AFTER if historical else DesignType.CROSS_SECTION
            return _held(question, own, other, design)
    return _alone(question, own, DesignType.ACCOUNT)


def _others(question: PlannedQuestion, rule: MeasureRule) -> Iterator[tuple[Comparison, MeasureRule]]:
    """The rule of those compared with, in the plan's order; none for a measure of the time before itself.

    Before is counted as during: those who would have been treated. Where nobody can be told to be (a mark that came
    with the experiment, cases from its first day on), everybody.
    """
    if rule.stretch is Stretch.BEFORE:
        return
    for one in question.comparison:
        if one is Comparison.ORDINARY_RULE_CASES:
            yield one, rule.model_copy(update={"counted": Counted.ORDINARY_RULES})
        elif one in (Comparison.BEFORE_AFTER, Comparison.HISTORICAL_CASES):
            for counted in dict.fromkeys((rule.counted, Counted.EVERYONE)):
                yield one, rule.model_copy(update={"counted": counted, "stretch": Stretch.BEFORE})


def _figure(
    question: PlannedQuestion,
    measure: Measure,
    rule: MeasureRule,
    experiment: Experiment,
    material: Material,
    *,
    part: str | None,
) -> Measured | None:
    """The figure of all at the question's horizon; None where the files do not give it."""
    found = evaluate(measure.model_copy(update={"rule": rule}), experiment, material, part=part)
    if not isinstance(found, tuple):
        return None
    months = months_of(question.horizon)
    whole = [one for one in found if not one.group]
    at = [one for one in whole if months is not None and one.at == str(months)]
    return next(iter(at or whole), None)


def _asked(
    question: PlannedQuestion, measure: Measure, rule: MeasureRule, experiment: Experiment, sheets: Sheets
) -> Answered | None:
    """The first round against the last; one round stands alone."""
    if rule.question not in sheets.by_question or rule.statistic is not Statistic.SHARE:
        return None
    design = DesignType.SURVEY_ONLY if rule.source is RuleSource.SURVEY else DesignType.BEFORE_AFTER
    figures = []
    for one in sheets.rounds:
        own = {name: [s for s in every if s.round == one] for name, every in sheets.by_question.items()}
        # The rounds of the file are told apart here, whatever the definition calls its own.
        found = evaluate(
            measure.model_copy(update={"rule": rule.model_copy(update={"rounds": ()})}),
            experiment,
            _only_sheets(own),
        )
        if isinstance(found, tuple) and found and found[0].n:
            figures.append(found[0])
    if not figures:
        return None
    answers = sheets.counts(rule.question or "")
    if len(figures) == 1:
        alone = DesignType.SURVEY_ONLY if rule.source is RuleSource.SURVEY else DesignType.ACCOUNT
        return replace(_alone(question, figures[0], alone), answers=answers)
    return replace(_held(question, figures[-1], figures[0], design), answers=answers)


def _only_sheets(sheets: Mapping[str, Sequence[AnswerSheet]]) -> Material:
    return Material(start=dt.date.min, seen_until=dt.date.max, sheets=sheets)


def _held(question: PlannedQuestion, own: Measured, other: Measured, design: DesignType) -> Answered:
    """Two shares against each other; other figures are told side by side."""
    base = Answered(
        Result(),
        design,
        people=(own.n, other.n),
        treated=own.n,
        comparison=other.n,
        excluded=(("not_known_yet", own.unknown + other.unknown),),
    )
    if own.count is None or other.count is None:
        text = _(
            "Målingen er ikke en andel, så usikkerheden ved forskellen kan ikke regnes af tallene alene."
        )
        rows = tuple(_told(question, one, name) for one, name in ((own, "treated"), (other, "comparison")))
        return replace(base, result=Result(rows, refused=Refused("not_a_share", text)))
    events = int(own.count), int(other.count)
    result = estimate_difference(events[0], own.n, events[1], other.n)
    if question.test is not AnswerSought.SUPERIORITY:
        row = next((r for r in result.estimates if r.inference == "miettinen-nurminen"), result.headline)
        result = replace(result, headline=row)
    found = replace(base, result=result, events=events, share_without=other.value)
    return with_margin(found, question)


def _alone(question: PlannedQuestion, own: Measured, design: DesignType) -> Answered:
    """One figure with nothing beside it: it may be told, and says nothing of a difference."""
    text = _("Der er intet at sammenligne med: tallet kan fortælles, men ikke holdes op mod noget.")
    refused = Refused("no_comparison", text)
    rows: tuple[EstimateRow, ...] = (_told(question, own, "treated"),)
    if own.count is not None:
        rows = estimate_share(int(own.count), own.n).estimates
    check = Check("no_comparison", False, text)
    return Answered(
        Result(rows, (check,), None, refused),
        design,
        people=(own.n, None),
        treated=own.n,
        excluded=(("not_known_yet", own.unknown),),
    )


def _told(question: PlannedQuestion, one: Measured, group: str) -> EstimateRow:
    return EstimateRow(
        estimator=f"rule, {one.statistic}",
        estimand=str(one.statistic),
        inference="none",
        outcome=question.outcome,
        group=group,
        n_treated=one.n,
        point=one.value,
    )
