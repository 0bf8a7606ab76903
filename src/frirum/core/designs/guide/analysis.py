"""The plan of analysis of a design as tables of a definition: measures, instruments, criteria, outcomes, questions."""

from __future__ import annotations

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import (
    Frequency,
    Instrument,
    InstrumentKind,
    Measure,
    Round,
    Sampling,
)
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.plan import (
    Comparison,
    Criterion,
    Direction,
    Outcome,
    ResearchQuestion,
    SuccessCriterion,
    Test,
)
from frirum.core.catalogue.questions import Question, QuestionKind, Wording
from frirum.core.catalogue.roles import Role
from frirum.core.designs.guide.kept import KeptReading, statements
from frirum.core.designs.guide.reading import FieldReader
from frirum.core.designs.guide.sentences import say
from frirum.core.designs.guide.start import kept_instruments, one_line


def criteria(before: tuple[SuccessCriterion, ...], reading: KeptReading) -> tuple[SuccessCriterion, ...]:
    """The success criteria; shares are read from per cent."""
    known = {one.id: one for one in before}
    found = []
    for name, fields in reading.items("kriterier"):
        text, unit = fields.text("text") or "", fields.text("unit")
        start = known.get(name) or SuccessCriterion.model_construct(id=name, text=text)
        values = {
            "text": text,
            "measure": fields.choices("measure"),
            "direction": fields.chosen("direction", Direction),
            "baseline": fields.number("baseline", unit=unit or ""),
            "threshold": fields.number("threshold", unit=unit or ""),
            "unit": unit,
            "not_stated": (),
        }
        # A threshold that the municipality agrees on is no longer a proposal; the answers that count may be.
        values["proposed"] = start.proposed and (bool(start.counts) or values["threshold"] == start.threshold)
        values |= {} if one_line(text) == one_line(start.text) else {"text_en": None}
        found.append(start.model_copy(update=values))
    return tuple(found)


def outcomes(before: tuple[Outcome, ...], reading: KeptReading) -> tuple[Outcome, ...]:
    """What the experiment is judged on."""
    known = {one.id: one for one in before}
    found = []
    for name, fields in reading.items("udfald"):
        text = fields.text("text") or ""
        start = known.get(name) or Outcome.model_construct(id=name, text=text)
        scheme = fields.text("scheme")
        defined = shipped_shared().outcome_schemes.get(scheme or "")
        values = {
            "text": text,
            "scheme": scheme,
            "version": defined.version if defined else start.version if scheme else None,
            "unit": fields.text("unit"),
            "harm": fields.text("harm") in ("yes", "increase", "decrease"),
            "harm_when": fields.chosen("harm", Direction),
            "not_stated": (),
        }
        values |= {} if one_line(text) == one_line(start.text) else {"text_en": None}
        found.append(start.model_copy(update=values))
    return tuple(found)


def research_questions(
    before: tuple[ResearchQuestion, ...], reading: KeptReading
) -> tuple[ResearchQuestion, ...]:
    """The questions with estimand, outcome, comparison, horizon and the smallest relevant change."""
    known = {one.id: one for one in before}
    found = []
    for name, fields in reading.items("spoergsmaal"):
        text = fields.text("text") or ""
        start = known.get(name) or ResearchQuestion.model_construct(
            id=name, text=text, wording=Wording.PROPOSED
        )
        values = {
            "text": text,
            "estimand": fields.text("estimand"),
            "outcomes": fields.choices("outcomes"),
            "comparison": fields.several("comparison", Comparison),
            "comparison_reason": fields.text("comparison_reason"),
            "horizons": fields.horizons("horizons"),
            "criterion": _aim(fields),
            "subgroups": statements(fields.lines("subgroups"), start.subgroups),
            "missing_data": fields.text("missing_data"),
            "not_stated": (),
        }
        if one_line(text) != one_line(start.text):
            values |= {"text_en": None, "wording": Wording.PROPOSED}
        found.append(start.model_copy(update=values))
    return tuple(found)


def _aim(fields: FieldReader) -> Criterion | None:
    """The criterion; a margin is no part of a test for a difference, and is not lost: the text keeps it."""
    test = fields.chosen("test", Test)
    unit = fields.text("unit")
    numbers = {
        "baseline": fields.number("baseline", unit=unit or ""),
        "smallest_relevant": fields.number("smallest_relevant", unit=unit or "", signed=True),
        "margin": fields.number("margin", unit=unit or ""),
    }
    if test is None:
        return None
    if test in (Test.SUPERIORITY, Test.DESCRIPTION):
        numbers["margin"] = None
    return Criterion(test=test, direction=fields.chosen("direction", Direction), unit=unit, **numbers)


def instruments(definition: Experiment, reading: KeptReading) -> tuple[Instrument, ...]:
    """The instruments in the design's order, then those of the definition that the guide does not show."""
    shown = {one.id: one for one in kept_instruments(definition)}
    hidden = tuple(one for one in definition.instruments if one.id not in shown)
    own = [_instrument(shown.get(name), name, fields) for name, fields in reading.items("redskaber")]
    return _with_measures(own, definition, reading) + hidden


def _instrument(before: Instrument | None, name: str, fields: FieldReader) -> Instrument:
    title = fields.text("title") or ""
    kind = fields.chosen("kind", InstrumentKind) or InstrumentKind.DATA_EXTRACT
    start = before or Instrument.model_construct(id=name, kind=kind, title=title)
    values = {
        "kind": kind,
        "title": title,
        "text": fields.text("text"),
        "frequency": fields.chosen("frequency", Frequency),
        "rounds": _rounds(start, name, fields.lines("rounds")),
        "respondents": fields.several("respondents", Role),
        "sampling": fields.chosen("sampling", Sampling),
        "sample_size": fields.whole("size") or None,
        "sample_per_municipality": fields.yes("each"),
        "questions": _questions(start, name, fields.lines("questions")),
        "measures": (),
        "not_stated": (),
    }
    values |= {} if title == one_line(start.title) else {"title_en": None}
    values |= {} if fields.text("text") == start.text else {"text_en": None}
    return start.model_copy(update=values)


def _rounds(before: Instrument, name: str, lines: tuple[str, ...]) -> tuple[Round, ...]:
    known = {one_line(one.when): one for one in before.rounds}
    return tuple(
        known.get(one_line(line)) or Round(id=f"{name}-runde-{n}", when=line)
        for n, line in enumerate(lines, start=1)
    )


def _questions(before: Instrument, name: str, lines: tuple[str, ...]) -> tuple[Question, ...]:
    """The definition's questions where the words are the same, with their scale; new ones are open."""
    known = {one_line(one.text): one for one in before.questions}
    return tuple(
        known.get(one_line(line))
        or Question(id=f"{name}-spoergsmaal-{n}", text=line, kind=QuestionKind.OPEN, wording=Wording.PROPOSED)
        for n, line in enumerate(lines, start=1)
    )


def _with_measures(
    own: list[Instrument], definition: Experiment, reading: KeptReading
) -> tuple[Instrument, ...]:
    """Each measure on the instrument that takes it in the definition, else on an extract made for the new ones."""
    home = {
        measure.id: (instrument.id, measure)
        for instrument in definition.instruments
        for measure in instrument.measures
    }
    taken: dict[str, list[Measure]] = {}
    before_start: list[Measure] = []
    for name, fields in reading.items("maalinger"):
        place, old = home.get(name, ("", None))
        text = fields.text("text") or ""
        start = old or Measure.model_construct(id=name, text=text)
        english = {} if text == one_line(start.text) else {"text_en": None}
        found = {"text": text, "unit": fields.text("unit"), "system": fields.text("system"), "not_stated": ()}
        measure = start.model_copy(update={**found, **english})
        taken.setdefault(place if place in {one.id for one in own} else "", []).append(measure)
        if fields.yes("before"):
            before_start.append(measure)
    made = [one.model_copy(update={"measures": tuple(taken.get(one.id, ()))}) for one in own]
    if taken.get(""):
        made.append(
            _extract("designets-maalinger", InstrumentKind.DATA_EXTRACT, say("measurements"), taken[""])
        )
    if before_start:
        made.append(
            _extract(
                "designets-nulpunkt", InstrumentKind.BASELINE, say("measurements_before_start"), before_start
            )
        )
    return tuple(made)


def _extract(name: str, kind: InstrumentKind, title: str, measures: list[Measure]) -> Instrument:
    return Instrument.model_construct(id=name, kind=kind, title=title, measures=tuple(measures))
