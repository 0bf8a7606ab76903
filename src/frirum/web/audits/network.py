"""What all municipalities of an experiment found in the same round, every count through the house's rules first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frirum.core.disclosure.protected import ProtectedTable, Refusal, protect_table
from frirum.core.disclosure.table import TOTAL, Dimension
from frirum.core.instruments.audit_results import AnswerCounts, ResultNote, ShareOfList, question_results
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.language import gettext as _
from frirum.web.audits.models import AuditRound
from frirum.web.audits.reviewing import definition_of, questions_of, sheets_of
from frirum.web.organisations.names import place_name

PLACE, ANSWER = "kommune", "svar"


@dataclass(frozen=True)
class SharedRound:
    """The held rounds of one definition's audit, with the same questions.

    Attributes:
        round: the definition's id of the round, or "".
        rounds: one or more of each municipality.
    """

    slug: str
    instrument: str
    round: str
    definition: int
    rounds: tuple[AuditRound, ...]

    @property
    def key(self) -> str:
        """What tells it from others in an address."""
        return f"{self.slug}/{self.instrument}/{self.definition}/{self.round}"


def shared_rounds(held: Iterable[AuditRound]) -> list[SharedRound]:
    """Rounds that belong together: same audit, same planned round, same version of the definition."""
    found: dict[tuple[str, str, str, int], list[AuditRound]] = {}
    for one in held:
        found.setdefault((one.slug, one.instrument, one.round, one.definition_number), []).append(one)
    return [SharedRound(*key, tuple(rounds)) for key, rounds in sorted(found.items())]


@dataclass(frozen=True)
class ShownAnswer:
    """One option: its count in each municipality and in all, None where hidden, and the share of all.

    Attributes:
        share: with its exact interval; None where the count of all is hidden.
    """

    text: str
    counts: tuple[int | None, ...]
    total: int | None
    share: ShareOfList | None


@dataclass(frozen=True)
class NetworkQuestion:
    """One question over the municipalities, or why it is not shown."""

    asked: AskedQuestion
    n: int | None
    answers: tuple[ShownAnswer, ...]
    totals: tuple[int | None, ...]
    refusal: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every count is shown."""
        return not self.refusal and all(None not in (*one.counts, one.total) for one in self.answers)


@dataclass(frozen=True)
class NetworkResult:
    """A round over the network: the municipalities in the order of the columns, and each question."""

    places: tuple[str, ...]
    questions: tuple[NetworkQuestion, ...]
    notes: tuple[ResultNote, ...]


def network_result(shared: SharedRound) -> NetworkResult:
    """The result of each question with options over all municipalities, as it may leave them."""
    experiment = definition_of(shared.rounds[0])
    questions = questions_of(experiment, shared.instrument)
    sheets = [
        sheet
        for one in shared.rounds
        for sheet in sheets_of(one, list(one.cases.select_related("use").order_by("number")), questions)
    ]
    results, notes = question_results(questions, sheets)
    codes = tuple(sorted({sheet.municipality for sheet in sheets}))
    places = tuple(place_name(str(code)) for code in codes)
    shown: list[NetworkQuestion] = []
    for result in (one for one in results if one.question.is_choice):
        shown.append(_shown(result, codes, places, shown))
    return NetworkResult(places, tuple(shown), notes)


def _shown(
    result: AnswerCounts, codes: Sequence[int], places: Sequence[str], before: Sequence[NetworkQuestion]
) -> NetworkQuestion:
    condition = result.question.question.only_if
    parent = next((one for one in before if condition and one.asked.id == condition.question), None)
    if parent is not None and not parent.is_whole:
        why = _("Vises ikke: sammen med »{question}« ville det røbe et skjult tal.").format(
            question=parent.asked.question.text
        )
        return NetworkQuestion(result.question, None, (), (), why)
    options = tuple(result.counts)
    counts: dict[tuple[str, ...], int] = {
        (place, text): result.by_municipality.get(code, {}).get(text, 0)
        for code, place in zip(codes, places, strict=True)
        for text in options
    }
    table = protect_table([Dimension(PLACE, tuple(places)), Dimension(ANSWER, options)], counts)
    if isinstance(table, Refusal):
        return NetworkQuestion(result.question, None, (), (), table.text)
    answers = tuple(_answer(text, result, table, places) for text in options)
    totals = tuple(table.shown_at((place, TOTAL)) for place in places)
    return NetworkQuestion(result.question, table.shown_at((TOTAL, TOTAL)), answers, totals)


def _answer(text: str, result: AnswerCounts, table: ProtectedTable, places: Sequence[str]) -> ShownAnswer:
    total = table.shown_at((TOTAL, text))
    is_shown = total is not None and table.shown_at((TOTAL, TOTAL)) is not None
    return ShownAnswer(
        text,
        tuple(table.shown_at((place, text)) for place in places),
        total,
        result.shares[text] if is_shown else None,
    )
