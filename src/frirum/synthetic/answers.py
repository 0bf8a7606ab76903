"""The same people asked: the answers of audited cases and of survey waves, with shares and shifts that were planted.

A case is a period on the benefit that began after the experiment did; a respondent is the person it belongs to. Each
answer is drawn from (seed, stream, person) alone, so that one person more or less changes no other's. What was planted
is an argument and comes back as it was realised, so that a result can be held against it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from frirum.core.instruments.questions import Answer, AskedQuestion, applies
from frirum.core.instruments.survey import Survey, SurveyResponse
from frirum.synthetic.casework import LifeEvent, life_events
from frirum.synthetic.register import SyntheticRegister

_ANSWERS, _ANSWERED = "answers", "answered"
Shares = Mapping[str, Mapping[object, float]]
"""Question id -> answer -> its share; of a question of several options the share of each that chose it."""


@dataclass(frozen=True)
class SyntheticCase:
    """A case that an audit can look at: whose it is, where, and its number."""

    lobenr: int
    municipality: int
    number: str


def cases_of(plan: SyntheticRegister) -> list[SyntheticCase]:
    """Periods that began in a treated municipality after the start, in the order of the register."""
    start = plan.axis[plan.start].monday
    return [
        SyntheticCase(event.lobenr, event.municipality, f"{event.lobenr}-{n}")
        for n, event in enumerate(life_events(plan))
        if _is_case(event, plan) and event.first >= start
    ]


def _is_case(event: LifeEvent, plan: SyntheticRegister) -> bool:
    return event.kind == "period" and event.municipality in plan.treated


def case_answers(
    case: SyntheticCase, questions: Sequence[AskedQuestion], shares: Shares, *, seed: int
) -> dict[str, Answer]:
    """The answers of a case to the questions that have a planted share and are put, given those before."""
    return _answers(questions, shares, _rng(seed, _ANSWERS, case.number))


def wave_answers(
    cases: Sequence[SyntheticCase], survey: Survey, shares: Shares, *, wave: str, response: float, seed: int
) -> Iterator[SurveyResponse]:
    """The answers of a wave: everybody with a case is asked once, and answers with the same chance.

    Args:
        cases: `cases_of` a register.
        shares: as they are in this wave; a shift is another wave's other shares.
        wave: its name; each wave is drawn anew, as nobody can be followed from one to the next.
        response: the chance that somebody answers.
    """
    asked: dict[int, int] = {}
    for case in cases:
        asked.setdefault(case.lobenr, case.municipality)
    for lobenr, municipality in asked.items():
        if _rng(seed, _ANSWERED, f"{wave}:{lobenr}").random() < response:
            rng = _rng(seed, _ANSWERS, f"{wave}:{lobenr}")
            yield SurveyResponse(_answers(survey.questions, shares, rng), municipality)


def realised(answers: Sequence[Mapping[str, Answer]], question: str) -> dict[object, float]:
    """Answer -> its share among those who gave one: what was planted, as chance made it."""
    given = [one[question] for one in answers if question in one]
    return {value: given.count(value) / len(given) for value in dict.fromkeys(given)}


def _answers(
    questions: Sequence[AskedQuestion], shares: Shares, rng: np.random.Generator
) -> dict[str, Answer]:
    plain = [one.question for one in questions]
    found: dict[str, Answer] = {}
    for asked in questions:
        # Drawn whether it is put or not, so that the answers to others do not depend on it.
        draws = rng.random(max(1, len(asked.options)))
        planted = shares.get(asked.id)
        if planted is None or applies(asked.id, plain, found) is not True:
            continue
        if asked.is_multiple:
            chosen = asked.several(
                option.text for option, draw in zip(asked.options, draws, strict=True)
                if draw < planted.get(option.value, 0.0)
            )  # fmt: skip
            if chosen:
                found[asked.id] = chosen
            continue
        value = _one_of(planted, float(draws[0]))
        option = asked.option(value)
        if option is None:
            raise ValueError(f"{asked.id} has no answer {value}")
        found[asked.id] = option.value
    return found


def _one_of(planted: Mapping[object, float], draw: float) -> object:
    """The answer at this place of the planted shares laid end to end; they add up to one."""
    up_to = 0.0
    for value, share in planted.items():
        up_to += share
        if draw < up_to:
            return value
    return list(planted)[-1]


def _rng(seed: int, stream: str, name: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}:{stream}:{name}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))
