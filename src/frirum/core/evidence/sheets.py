"""Audits and answers as they were collected: the sheets of each question by round, and the lists behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.questions import Scale
from frirum.core.evidence import measured_words as words
from frirum.core.files.table import Table
from frirum.core.files.time_labels import UnorderedTime, in_time_order
from frirum.core.instruments.questions import DONT_KNOW, Answer, AnswerFault, AskedQuestion, asked_questions
from frirum.core.measures.rows import AnswerSheet
from frirum.core.vocabulary.municipalities import by_code, by_name

ROUND = ("round", "wave", "runde", "bølge", "måling")
MUNICIPALITY = ("municipality", "kommune")
POPULATION = "population"
"""How many stood on the list that a row's case was drawn from: of its round and municipality."""
_ALL = ""


Lists = Mapping[str, Mapping[int | None, int]]
"""Round -> municipality -> cases on the list."""


@dataclass(frozen=True)
class Sheets:
    """Answered audits and questionnaires: question id -> the sheets that could hold it, and its rounds in time order.

    An audit and a questionnaire name their rounds each in its own way: only those of one question have an order.

    Attributes:
        lists: question id -> round -> municipality -> cases on the list drawn from, where the file tells it.
        named: the rounds that the definition names, earliest first.
    """

    by_question: Mapping[str, Sequence[AnswerSheet]]
    rounds: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, AskedQuestion] = field(default_factory=dict)
    lists: Mapping[str, Lists] = field(default_factory=dict)
    named: tuple[str, ...] = ()

    def population(self, question: str, round_: str) -> int | None:
        """Cases on the lists of a round together; None where it is not told, or places were drawn unevenly.

        Of places drawn unevenly the share of all drawn is not that of all on the lists.
        """
        listed = self.lists.get(question, {}).get(round_, {})
        own = [one for one in self.by_question[question] if one.round == round_]
        drawn = Counter(one.municipality for one in own)
        if not listed or set(drawn) != set(listed):
            return None
        population, n = sum(listed.values()), len(own)
        even = all(abs(drawn[place] - n * size / population) <= 1 for place, size in listed.items())
        return population if even else None

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
            for one in self.rounds[question]
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
        raise words.no_column(table, ", ".join(sorted(asked)[:5]))
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
    named = _named_rounds(experiment, columns)
    try:
        ordered = _in_order(list(dict.fromkeys(rounds)), named, column=when) if when else (_ALL,)
    except UnorderedTime as refused:
        raise table.refuse(refused.message, None, refused.remedy) from refused
    return Sheets(
        dict.fromkeys(columns, sheets),
        dict.fromkeys(columns, ordered),
        {name: asked[name] for name in columns},
        dict.fromkeys(columns, _lists(table, names.get(POPULATION), sheets)),
        named,
    )


def _named_rounds(experiment: Experiment, questions: Sequence[str]) -> tuple[str, ...]:
    """The rounds that the definition names for the instruments with these questions: by their days, else as written."""
    rounds = [
        one
        for instrument in experiment.instruments
        if any(question.id in questions for question in instrument.questions)
        for one in instrument.rounds
    ]
    days = [one.on for one in rounds if one.on is not None]
    if len(days) == len(rounds):
        rounds = [one for _day, one in sorted(zip(days, rounds, strict=True), key=lambda pair: pair[0])]
    return tuple(one.id for one in rounds)


def _in_order(labels: Sequence[str], named: Sequence[str], *, column: str) -> tuple[str, ...]:
    """The labels, earliest first: the definition's own names of rounds by their place in it, others as time is written.

    Raises:
        UnorderedTime: they are neither.
    """
    if set(labels) <= set(named):
        return tuple(sorted(labels, key=list(named).index))
    return tuple(str(one) for one in in_time_order(labels, column=column))


def _lists(table: Table, column: str | None, sheets: Sequence[AnswerSheet]) -> Lists:
    """The sizes of the lists as the rows tell them; none without the column."""
    if column is None:
        return {}
    sizes = table.numbers(column, counts=True)
    drawn = Counter((one.round, one.municipality) for one in sheets)
    found: dict[str, dict[int | None, int]] = {}
    for row, (one, size) in enumerate(zip(sheets, sizes.tolist(), strict=True)):
        known = found.setdefault(one.round, {}).setdefault(one.municipality, int(size))
        if known != int(size) or known < drawn[one.round, one.municipality]:
            raise table.refuse(words.not_one_list(column), row, words.write_the_size(column))
    return found


def _answers(table: Table, name: str, asked: AskedQuestion) -> list[Answer | None]:
    """The cells of a question: an option's value or its words, a number, a day or text; None for an empty cell."""
    read: dict[object, Answer | None] = {None: None}
    found: list[Answer | None] = []
    for row, cell in enumerate(table.labels(name).to_list()):
        if cell not in read:
            # In a column that holds words too, a number is read as the text it is written with.
            option = next((one for one in asked.options if str(one.value) == str(cell).strip()), None)
            answer = option.value if option is not None else asked.read(str(cell))
            if isinstance(answer, AnswerFault):
                options = "; ".join(f"{one.value} ({one.text})" for one in asked.options)
                raise table.refuse(words.no_answer(cell, name), row, words.write_an_answer(options))
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
    rounds: dict[str, list[str]] = {}
    for one in several:
        for name, labels in one.rounds.items():
            rounds.setdefault(name, []).extend(labels)
    asked = {name: own for one in several for name, own in one.asked.items()}
    lists = {name: _one_of_each(name, several) for name in held}
    named = tuple(dict.fromkeys(label for one in several for label in one.named))
    ordered = {name: _ordered(labels, named) for name, labels in rounds.items()}
    return Sheets(held, ordered, asked, lists, named)


def _one_of_each(question: str, several: Sequence[Sheets]) -> Lists:
    """The lists of all files; none where two files tell of one round."""
    told = [one.rounds[question] for one in several if question in one.rounds]
    if max(Counter(label for labels in told for label in labels).values(), default=0) > 1:
        return {}
    return {label: own for one in several for label, own in one.lists.get(question, {}).items()}


def _ordered(labels: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    """Labels of several files, earliest first; as they came where one file has no rounds."""
    distinct = list(dict.fromkeys(labels))
    return _in_order(distinct, named, column=ROUND[0]) if all(distinct) else tuple(distinct)


def _code(label: object) -> int | None:
    known = by_code(str(label)) if str(label).isdigit() else by_name(str(label))
    return None if known is None else known.code
