"""The results of held rounds as counts that a team may take to the gate."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from django_scopes import scopes_disabled

from frirum.core.instruments.audit_collection import FilledSheet
from frirum.core.instruments.audit_results import AnswerCounts, question_results
from frirum.core.instruments.counted_rows import rows_of_counts
from frirum.core.instruments.questions import AskedQuestion, find_instrument
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.audits.actions import note_answers_read
from frirum.web.audits.models import AuditRound, DrawnBy, RoundState
from frirum.web.audits.network import PLACE, SharedRound, shared_rounds
from frirum.web.audits.reviewing import (
    answers_of,
    asked_in,
    definition_of,
    is_own,
    questions_of,
    reported_counts,
    sheets_of,
)
from frirum.web.organisations.names import place_name
from frirum.web.registration import HeldAnswers, OfferedCounts

_OF, _MISSING = "svar", "ikke besvaret"


def offered_rounds(organisations: Iterable[str]) -> Iterator[OfferedCounts]:
    """Each of the definition's questions with options of each held round; what a municipality added stays its own."""
    held = AuditRound.objects.filter(organisation__in=list(organisations), state=RoundState.HELD)
    for one in held.order_by("-pk"):
        questions = asked_in(one)
        cases = list(one.cases.select_related("use").order_by("number"))
        results, _notes = question_results(questions, sheets_of(one, cases, questions))
        for result in results:
            if result.question.is_choice and not is_own(result.question) and result.n:
                yield _offered(one, result)


def _offered(round_: AuditRound, result: AnswerCounts) -> OfferedCounts:
    counts: dict[tuple[str, ...], int] = {(text,): n for text, n in result.counts.items()}
    counts[_MISSING,] = result.missing
    place = by_code(round_.organisation)
    return OfferedCounts(
        run=f"audit_round:{round_.reference}",
        title=result.question.question.text,
        held=f"{_('Tilsyn')}, {days_of(round_)}",
        slug=round_.slug,
        instrument=round_.instrument,
        question=result.question.id,
        organisation=round_.organisation,
        axes=((_OF, (*result.counts, _MISSING)),),
        counts=counts,
        synthetic=definition_of(round_).synthetic,
        population={PLACE: (place.name,)} if place else {},
        period=f"{round_.first_day:%Y-%m-%d}/{round_.last_day:%Y-%m-%d}",
    )


def offered_networks(organisations: Iterable[str]) -> Iterator[OfferedCounts]:
    """What the municipalities of a network found together in the same round, by municipality and in all.

    It is the network's, and offered to its own people alone; rounds are put together as `shared_rounds` says.
    """
    keys = frozenset(organisations)
    held = AuditRound.objects.filter(organisation__in=keys, state=RoundState.HELD).order_by("-pk")
    for shared in shared_rounds(held):
        experiment = definition_of(shared.rounds[0])
        places = sorted({one.organisation for one in shared.rounds})
        if experiment.network not in keys or len(places) < 2:
            continue
        questions = questions_of(experiment, shared.instrument)
        found = {
            place: question_results(questions, [sheet for one in shared.rounds if one.organisation == place
                                                for sheet in _sheets(one, questions)])[0]
            for place in places
        }  # fmt: skip
        for asked in questions:
            own = {place: next(r for r in of if r.question.id == asked.id) for place, of in found.items()}
            if asked.is_choice and any(result.n for result in own.values()):
                yield _together(shared, experiment.network, asked, own, synthetic=experiment.synthetic)


def _sheets(round_: AuditRound, questions: Sequence[AskedQuestion]) -> list[FilledSheet]:
    return sheets_of(round_, list(round_.cases.select_related("use").order_by("number")), questions)


def _together(
    shared: SharedRound,
    network: str,
    asked: AskedQuestion,
    own: Mapping[str, AnswerCounts],
    *,
    synthetic: bool,
) -> OfferedCounts:
    names = {place: place_name(place) for place in own}
    options = (*(option.text for option in asked.options), _MISSING)
    counts: dict[tuple[str, ...], int] = {
        (names[place], text): result.missing if text == _MISSING else result.counts[text]
        for place, result in own.items()
        for text in options
    }
    first = min(one.first_day for one in shared.rounds)
    last = max(one.last_day for one in shared.rounds)
    together = ",".join(sorted(str(one.reference) for one in shared.rounds))
    return OfferedCounts(
        run=f"audit_rounds:{uuid.uuid5(uuid.NAMESPACE_OID, together)}",
        title=asked.question.text,
        held=_("Tilsyn i {n} kommuner, brugt {first} til {last}").format(
            n=len(own), first=format_date(first), last=format_date(last)
        ),
        slug=shared.slug,
        instrument=shared.instrument,
        question=asked.id,
        organisation=network,
        axes=((PLACE, tuple(names.values())), (_OF, options)),
        counts=counts,
        synthetic=synthetic,
        period=f"{first:%Y-%m-%d}/{last:%Y-%m-%d}",
    )


def held_rounds(organisations: Iterable[str]) -> Iterator[HeldAnswers]:
    """Each held round, for a run: the definition's questions, and no case's number; where counts alone were reported,
    rows that hold those counts and nothing more."""
    held = AuditRound.objects.filter(organisation__in=list(organisations), state=RoundState.HELD)
    for one in held.order_by("-pk"):
        experiment = definition_of(one)
        asked = tuple(q for q in asked_in(one, experiment) if q.is_told_apart and not is_own(q))
        held_as = f"{find_instrument(experiment, one.instrument).title}, {days_of(one)}"
        if one.reported:
            answers = int(one.reported["reviewed"])
            asked = tuple(q for q in asked if q.id in one.reported["questions"])
            held_as = _("{round} (indberettet som tal)").format(round=held_as)
        else:
            answers = one.cases.filter(dropped="").count()
        if not answers:
            continue
        yield HeldAnswers(
            source=f"audit_round:{one.reference}",
            kind="audit",
            slug=one.slug,
            instrument=one.instrument,
            organisation=one.organisation,
            held=held_as,
            when=one.last_day.isoformat(),
            answers=answers,
            legal_basis="",
            delete_on=None,
            questions=tuple(q.id for q in asked),
            rows=partial(_rows, one, asked),
            note=partial(note_answers_read, round_=one),
            synthetic=experiment.synthetic,
            population=_population(one),
        )


def _population(round_: AuditRound) -> int:
    """Cases on the list; 0 where those reviewed are no even sample of it."""
    if round_.rule not in (DrawnBy.ALL, DrawnBy.RANDOM_EACH):
        return 0
    listed = Counter(stratum for _id, stratum, _day in round_.frame)
    total, drawn = len(round_.frame), sum(round_.taken.values())
    even = all(abs(round_.taken.get(one, 0) - drawn * n / total) <= 1 for one, n in listed.items())
    return total if even else 0


def _rows(round_: AuditRound, asked: Sequence[AskedQuestion]) -> list[tuple[int, tuple[str, ...]]]:
    given = (
        rows_of_counts(
            questions_of(definition_of(round_), round_.instrument),
            reported_counts(round_.reported["questions"]),
        )
        if round_.reported
        else [answers_of(case.answers, asked) for case in round_.cases.filter(dropped="")]
    )
    place = int(round_.organisation)
    return [(place, tuple(q.written(row.get(q.id)) for q in asked)) for row in given]


def days_of(round_: AuditRound) -> str:
    """Which uses a round is about."""
    return _("brugt {first} til {last}").format(
        first=format_date(round_.first_day), last=format_date(round_.last_day)
    )


def instruments_reviewed(slug: str) -> set[str]:
    """The audits and case reviews of an experiment with a held round, whoever held it."""
    with scopes_disabled():
        return set(
            AuditRound.objects.filter(slug=slug, state=RoundState.HELD).values_list("instrument", flat=True)
        )
