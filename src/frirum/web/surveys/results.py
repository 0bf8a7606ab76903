"""Distributions and comparisons as a page shows them, every count through the house's rules first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from frirum.core.catalogue.questions import QuestionKind, sides_of
from frirum.core.disclosure.figures import mean, percentages, quantile
from frirum.core.disclosure.ledger import Ledger, Request, release
from frirum.core.disclosure.protected import ProtectedTable, Refusal, protect_table
from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.disclosure.table import TOTAL, Dimension
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.instruments.survey import Survey, SurveyResponse
from frirum.core.instruments.survey_comparison import (
    QuestionCompared,
    WaveAnswers,
    chosen_of,
    compare_waves,
    distribution,
    put_to,
)
from frirum.core.instruments.survey_pairs import PairedQuestion, compare_pairs
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.vocabulary.danish import format_exact, format_number
from frirum.web.organisations.names import place_name
from frirum.web.surveys.respondent_pages import text_of

_OF = "svar"


@dataclass(frozen=True)
class ShownOption:
    """One line: the option's words, its count and per cent as shown, None where hidden."""

    text: str
    count: int | None
    percent: float | None

    @property
    def share(self) -> float | None:
        """The per cent as a share, for the bar beside it."""
        return None if self.percent is None else self.percent / 100


@dataclass(frozen=True)
class ShownQuestion:
    """One question's distribution, or why there is none.

    Attributes:
        table: the words above the table of questions it is a row of, or "".
        options: in the order of the scale, those who did not answer last.
        total: everybody whom the question was put to.
        refusal: why the table is not shown, or "".
        unbalanced: the scale has not as many answers on each side.
        is_multiple: several could be chosen, so that the per cents do not add up to 100.
        figures: (what, as shown) of a question answered with a number.
    """

    id: str
    text: str
    options: tuple[ShownOption, ...]
    total: int | None
    refusal: str = ""
    unbalanced: bool = False
    table: str = ""
    is_multiple: bool = False
    figures: tuple[tuple[str, str], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every count is shown."""
        return not self.refusal and all(option.count is not None for option in self.options)


def distributions(survey: Survey, answers: WaveAnswers) -> list[ShownQuestion]:
    """Each question but the free texts, which are never shown here.

    How many a question was put to is a count of the answers to the one it depends on. So where a count of that one is
    hidden, the question is not shown: the two tables together would tell the hidden count. The same holds where the
    others are too few and that count stands nowhere (several answers, a number, a day).
    """
    found: list[ShownQuestion] = []
    for asked in survey.questions:
        if asked.question.kind is QuestionKind.OPEN:
            continue
        condition = asked.question.only_if
        before = next((one for one in found if condition is not None and one.id == condition.question), None)
        sheets = put_to(survey, asked, answers.sheets)
        others = len(answers.sheets) - len(sheets)
        tells_few = condition is not None and 0 < others < HOUSE_RULES.threshold
        depends_on_choice = any(
            one.id == condition.question and one.is_choice
            for one in survey.questions
            if condition is not None
        )
        if before is not None and (not before.is_whole or (tells_few and not depends_on_choice)):
            found.append(_refused(survey, asked, _tells(before.text)))
        elif asked.is_choice:
            found.append(_shown(survey, asked, sheets))
        elif asked.is_multiple:
            found.append(_of_several(survey, asked, sheets))
        elif asked.question.kind is QuestionKind.NUMBER:
            found.append(_of_numbers(survey, asked, sheets))
        else:
            found.append(_of_days(survey, asked, sheets))
    return found


def _tells(question: str) -> str:
    return _("Vises ikke: sammen med »{question}« ville det røbe et skjult tal.").format(question=question)


def _refused(survey: Survey, asked: AskedQuestion, why: str) -> ShownQuestion:
    return ShownQuestion(
        asked.id, text_of(asked), (), None, why, _leans(survey, asked), asked.grid or "", asked.is_multiple
    )


def _shown(survey: Survey, asked: AskedQuestion, sheets: Sequence[SurveyResponse]) -> ShownQuestion:
    return _of_counts(survey, asked, distribution(asked, sheets))


def _of_counts(survey: Survey, asked: AskedQuestion, counts: Mapping[str, int]) -> ShownQuestion:
    table = protect_table([Dimension(_OF, tuple(counts))], {(text,): n for text, n in counts.items()})
    if isinstance(table, Refusal):
        return _refused(survey, asked, table.text)
    shares = percentages(table, of=_OF)
    options = tuple(ShownOption(text, table.shown_at((text,)), shares.get((text,))) for text in counts)
    return ShownQuestion(
        asked.id,
        text_of(asked),
        options,
        table.shown_at((TOTAL,)),
        "",
        _leans(survey, asked),
        asked.grid or "",
    )


def _of_several(survey: Survey, asked: AskedQuestion, sheets: Sequence[SurveyResponse]) -> ShownQuestion:
    """Each option by itself as chosen or not: the options overlap, so that only their common total ties them."""
    chosen = dict(chosen_of(asked, sheets))
    chosen[_("ingen valgt")] = sum(not sheet.answers.get(asked.id) for sheet in sheets)
    options = []
    for text, n in chosen.items():
        table = protect_table(
            [Dimension(_OF, (_("valgt"), _("ikke valgt")))],
            {(_("valgt"),): n, (_("ikke valgt"),): len(sheets) - n},
        )
        if isinstance(table, Refusal):
            return _refused(survey, asked, table.text)
        shares = percentages(table, of=_OF)
        options.append(ShownOption(text, table.shown_at((_("valgt"),)), shares.get((_("valgt"),))))
    return ShownQuestion(asked.id, text_of(asked), tuple(options), len(sheets), is_multiple=True)


def _of_numbers(survey: Survey, asked: AskedQuestion, sheets: Sequence[SurveyResponse]) -> ShownQuestion:
    values = [float(str(value)) for sheet in sheets if (value := sheet.answers.get(asked.id)) is not None]
    middle, average = quantile(values, 0.5), mean(values)
    if isinstance(middle, Refusal) and isinstance(average, Refusal):
        return _refused(survey, asked, middle.text)
    wanted = ((_("median"), middle), (_("nedre kvartil"), quantile(values, 0.25)),
              (_("øvre kvartil"), quantile(values, 0.75)), (_("gennemsnit"), average))  # fmt: skip
    figures = tuple((name, format_exact(one.value)) for name, one in wanted if not isinstance(one, Refusal))
    return ShownQuestion(asked.id, text_of(asked), (), None, figures=figures)


MOST_MONTHS = 24


def _of_days(survey: Survey, asked: AskedQuestion, sheets: Sequence[SurveyResponse]) -> ShownQuestion:
    """Days as months, or as years where the months are many."""
    days = [str(sheet.answers.get(asked.id) or "") for sheet in sheets]
    months = sorted({day[:7] for day in days if day})
    length = 7 if len(months) <= MOST_MONTHS else 4
    counts = dict.fromkeys(sorted({day[:length] for day in days if day}), 0) | {_("ikke besvaret"): 0}
    for day in days:
        counts[day[:length] or _("ikke besvaret")] += 1
    return _of_counts(survey, asked, counts)


def _leans(survey: Survey, asked: AskedQuestion) -> bool:
    scale = survey.scale_of(asked)
    sides = None if scale is None else sides_of(scale)
    return sides is not None and sides[0] != sides[1]


@dataclass(frozen=True)
class ShownComparison:
    """One question in two waves, in words."""

    text: str
    lines: tuple[str, ...]
    why: str


def compared_with(survey: Survey, first: WaveAnswers, second: WaveAnswers) -> list[ShownComparison]:
    """The comparison of two waves, as `frirum survey compare` makes it."""
    return [_in_words(one) for one in compare_waves(survey, first, second)]


def _in_words(one: QuestionCompared) -> ShownComparison:
    lines = []
    for row in one.result.estimates:
        if row.point is None or (one.is_binary and row.estimand == "superiority"):
            continue  # of two answers the share tells it all
        if row.estimand == "superiority":
            line = _(
                "Et svar fra den seneste runde er højere end et fra den forrige i {share} pct. af parrene."
            ).format(share=format_number(100 * row.point, 1))
        else:
            words = (
                _("Andelen med svaret er ændret {change} procentpoint.")
                if one.is_binary
                else _("Andelen med det øverste svar er ændret {change} procentpoint.")
            )
            line = words.format(change=format_number(100 * row.point, 1))
        if row.lower is not None and row.upper is not None:
            line += " " + _("95 pct. interval: {low} til {high}.").format(
                low=format_number(100 * row.lower, 1), high=format_number(100 * row.upper, 1)
            )
        if row.p_value is not None:
            line += f" p = {format_number(row.p_value, 3)}."
        lines.append(line)
    return ShownComparison(one.text, tuple(lines), one.result.refused.message if one.result.refused else "")


@dataclass(frozen=True)
class ShownMoves:
    """One question answered twice by the same people: (how they moved, people or None where hidden), and in words."""

    text: str
    moves: tuple[tuple[str, int | None], ...]
    line: str
    refusal: str = ""


@dataclass(frozen=True)
class ShownPairs:
    """The people in both waves: how many, how many marks could not be told apart, and each question."""

    pairs: int
    twice: int
    questions: tuple[ShownMoves, ...]


def pairs_with(survey: Survey, first: WaveAnswers, second: WaveAnswers) -> ShownPairs | None:
    """The same people in two waves; None where nobody wrote a code in one of them, or too few in both."""
    found = compare_pairs(survey, first, second)
    if found is None or found.pairs < HOUSE_RULES.threshold:
        return None
    return ShownPairs(found.pairs, found.twice, tuple(_moves(one) for one in found.questions))


def _moves(one: PairedQuestion) -> ShownMoves:
    counts = {_("højere svar"): one.up, _("samme svar"): one.same, _("lavere svar"): one.down}
    table = protect_table([Dimension(_OF, tuple(counts))], {(text,): n for text, n in counts.items()})
    if isinstance(table, Refusal):
        return ShownMoves(one.text, (), "", table.text)
    moves = tuple((text, table.shown_at((text,))) for text in counts)
    if any(n is None for _text, n in moves):
        return ShownMoves(one.text, moves, "")
    line = _("Andelen, der gik op, mindre andelen, der gik ned: {net} procentpoint.").format(
        net=format_number(100 * one.net, 1)
    )
    if one.lower is not None and one.upper is not None:
        line += " " + _("95 pct. interval: {low} til {high}.").format(
            low=format_number(100 * one.lower, 1), high=format_number(100 * one.upper, 1)
        )
    if one.p_value is not None:
        return ShownMoves(one.text, moves, f"{line} p = {format_number(one.p_value, 3)}.")
    why = ngettext(
        "Svarene er fra {n} kommune, så ingen p-værdi kan regnes; tallet beskriver.",
        "Svarene er fra {n} kommuner, så ingen p-værdi kan regnes; tallet beskriver.",
        one.clusters,
    )
    return ShownMoves(one.text, moves, f"{line} {why.format(n=one.clusters)}")


PLACE = "kommune"
MOST_GROUPS = 12
"""Groups of a breakdown; more make a table that nobody reads and the rules hide."""


@dataclass(frozen=True)
class BreakDown:
    """What answers can be divided by.

    Attributes:
        key: the municipality (`kommune`), or the id of a question.
        groups: in order.
    """

    key: str
    text: str
    groups: tuple[str, ...]


def dimensions_of(survey: Survey, answers: WaveAnswers) -> list[BreakDown]:
    """The municipality where there are several, and every question of a category, such as a role."""
    places = sorted({place_name(str(sheet.municipality)) for sheet in answers.sheets})
    found = [BreakDown(PLACE, _("Kommune"), tuple(places))] if 1 < len(places) <= MOST_GROUPS else []
    for asked in survey.questions:
        if asked.question.kind is QuestionKind.CATEGORY and len(asked.options) <= MOST_GROUPS:
            groups = (*(option.text for option in asked.options), _("ikke besvaret"))
            found.append(BreakDown(asked.id, text_of(asked), groups))
    return found


@dataclass(frozen=True)
class BrokenQuestion:
    """One question by group: (option, count in each group or None, count of all or None), or why it is not shown."""

    text: str
    rows: tuple[tuple[str, tuple[int | None, ...], int | None], ...]
    totals: tuple[int | None, ...]
    refusal: str = ""


def broken_down(survey: Survey, answers: WaveAnswers, by: BreakDown) -> list[BrokenQuestion]:
    """Each question with options that is put to everybody, by group, as far as the house's rules let it be shown.

    A question that is put after certain answers only is left out: its table and that of the one before it would tell
    hidden counts together. Where one group has fewer answers than the threshold nothing is broken down.
    """
    if _is_too_small(survey, answers, by):
        why = _("En gruppe har under {n} svar, så der deles ikke op.").format(n=HOUSE_RULES.threshold)
        return [BrokenQuestion(by.text, (), (), why)]
    return [
        _broken(survey, asked, answers, by)
        for asked in survey.questions
        if asked.is_choice and asked.question.only_if is None and asked.id != by.key
    ]


def _sizes(survey: Survey, answers: WaveAnswers, by: BreakDown) -> dict[str, int]:
    """How many answered in each group."""
    sizes = dict.fromkeys(by.groups, 0)
    for sheet in answers.sheets:
        sizes[_group(survey, sheet, by)] += 1
    return sizes


def _is_too_small(survey: Survey, answers: WaveAnswers, by: BreakDown) -> bool:
    return any(0 < n < HOUSE_RULES.threshold for n in _sizes(survey, answers, by).values())


def _group(survey: Survey, sheet: SurveyResponse, by: BreakDown) -> str:
    if by.key == PLACE:
        return place_name(str(sheet.municipality))
    asked = next(one for one in survey.questions if one.id == by.key)
    option = asked.option(sheet.answers.get(by.key))
    # Those who did not answer are a group too: left out, they would be told by what is lacking.
    return option.text if option else _("ikke besvaret")


def _broken(survey: Survey, asked: AskedQuestion, answers: WaveAnswers, by: BreakDown) -> BrokenQuestion:
    """One question by group, protected against all that the page shows of it elsewhere.

    The same reader has the distribution of the question, that of the question it is divided by, and every other
    breakdown, so each is entered in a ledger in the order of the page, whichever is open.
    """
    options = (*(option.text for option in asked.options), _("ikke besvaret"))
    held = Ledger(_PAGE)
    table: ProtectedTable | Refusal | None = None
    whole = distribution(asked, answers.sheets)
    for dimensions, counts in _tables_until(survey, asked, answers, by, options):
        entered = release(held, Request(dimensions, counts, _OF, "", holders=_NOBODY), home=_PAGE)
        if isinstance(entered, Refusal):
            return BrokenQuestion(text_of(asked), (), (), entered.text)
        table, held = entered
        if dimensions == (Dimension(_OF, options),) and not _is_as_shown(table, whole):
            return BrokenQuestion(text_of(asked), (), (), _tells(text_of(asked)))
    assert isinstance(table, ProtectedTable)
    rows = tuple(
        (text, tuple(table.shown_at((group, text)) for group in by.groups), table.shown_at((TOTAL, text)))
        for text in options
    )
    return BrokenQuestion(text_of(asked), rows, tuple(table.shown_at((group, TOTAL)) for group in by.groups))


_PAGE = "results of a wave"
_NOBODY = "-"
"""No group knows its own line: answers are anonymous, and a wave of several is read by the one that holds it."""

_Table = tuple[tuple[Dimension, ...], dict[tuple[str, ...], int]]


def _tables_until(
    survey: Survey, asked: AskedQuestion, answers: WaveAnswers, by: BreakDown, options: tuple[str, ...]
) -> Iterator[_Table]:
    """What the page shows of the question, one table after the other, the breakdown that is asked for last."""
    yield (Dimension(_OF, options),), _counted(survey, asked, answers, None, options)
    for one in dimensions_of(survey, answers):
        if one.key == asked.id or _is_too_small(survey, answers, one):
            continue
        groups = Dimension(one.key, one.groups)
        if one.key != PLACE:
            sizes = _sizes(survey, answers, one)
            yield (groups,), {(group,): n for group, n in sizes.items()}
        yield (groups, Dimension(_OF, options)), _counted(survey, asked, answers, one, options)
        if one == by:
            return


def _counted(
    survey: Survey, asked: AskedQuestion, answers: WaveAnswers, by: BreakDown | None, options: Sequence[str]
) -> dict[tuple[str, ...], int]:
    counts: dict[tuple[str, ...], int] = {}
    for sheet in answers.sheets:
        option = asked.option(sheet.answers.get(asked.id))
        text = option.text if option else options[-1]
        key = (_group(survey, sheet, by), text) if by else (text,)
        counts[key] = counts.get(key, 0) + 1
    return counts


def _is_as_shown(table: ProtectedTable, counts: Mapping[str, int]) -> bool:
    """Whether the ledger hides in a distribution what the page hides in it."""
    shown = protect_table([Dimension(_OF, tuple(counts))], {(text,): n for text, n in counts.items()})
    return not isinstance(shown, Refusal) and all(
        shown.shown_at((text,)) == table.shown_at((text,)) for text in (*counts, TOTAL)
    )
