"""The precision of a design's audits and surveys, from its definition, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind, Sampling
from frirum.core.designs.design import Design
from frirum.core.designs.diagnosis import precision_words as words
from frirum.core.designs.diagnosis.precision import (
    PLANNING_RESPONSE,
    AuditPrecision,
    SurveyPrecision,
    SurveyQuestion,
    audit_precision,
    survey_precision,
)
from frirum.core.language import own_text

_AUDITS = (InstrumentKind.MANAGEMENT_AUDIT, InstrumentKind.CASE_REVIEW)


@dataclass(frozen=True)
class InstrumentPrecision:
    """What one instrument of a design can say.

    Attributes:
        path: its key path in the definition: `instrument[2]`.
        title: its title, in the reader's language where the definition has it.
        audit, survey: its precision, or None where the definition does not state what it takes.
        text: the same in a sentence, or what must be stated first with the size that would do.
    """

    path: str
    title: str
    audit: AuditPrecision | None
    survey: SurveyPrecision | None
    text: str

    def as_dict(self) -> dict[str, object]:
        """One object of `precision` in `frirum diagnose SLUG --json`."""
        found = self.audit or self.survey
        return {
            "path": self.path,
            "title": self.title,
            "half_width": found.half_width if found else None,
            "text": self.text,
        }


def instrument_precision(experiment: Experiment, cases: int | None) -> tuple[InstrumentPrecision, ...]:
    """Every audit and survey of the design.

    Args:
        cases: uses that are expected: the list an audit draws from; None when nobody has said.
    """
    return tuple(_each(Design(experiment), cases))


def _each(design: Design, cases: int | None) -> Iterator[InstrumentPrecision]:
    municipalities = max(1, len({stay.municipality for stay in design.experiment.participation}))
    for path, instrument in design.instruments():
        title = own_text(instrument, "title")
        if instrument.kind in _AUDITS:
            audit, text = _audit(instrument, cases, municipalities)
            yield InstrumentPrecision(path, title, audit, None, text)
        elif instrument.kind is InstrumentKind.SURVEY:
            survey, text = _survey(instrument, municipalities)
            yield InstrumentPrecision(path, title, None, survey, text)


def _audit(
    instrument: Instrument, cases: int | None, municipalities: int
) -> tuple[AuditPrecision | None, str]:
    sample = _in_all(instrument, municipalities)
    if instrument.sampling is Sampling.ALL or (cases is not None and sample is not None and sample > cases):
        if not cases:
            return None, words.whole_list_of_unknown_length()
        found = audit_precision(cases, cases)
    elif sample is None:
        return None, words.audit_size(cases)
    else:
        found = audit_precision(sample, cases)
    return found, words.audit(found)


def _survey(instrument: Instrument, municipalities: int) -> tuple[SurveyPrecision | None, str]:
    asked = _in_all(instrument, municipalities)
    if asked is None:
        return None, words.survey_size()
    found = survey_precision(
        SurveyQuestion(asked=asked, groups=_shared(asked, municipalities), response=PLANNING_RESPONSE)
    )
    return found, f"{words.survey(found)} {words.response_assumed()}"


def _in_all(instrument: Instrument, municipalities: int) -> int | None:
    if instrument.sample_size is None:
        return None
    return instrument.sample_size * (municipalities if instrument.sample_per_municipality else 1)


def _shared(total: int, places: int) -> tuple[int, ...]:
    """`total` in `places` parts as alike as can be: the kindest reading of a number for all together."""
    each, extra = divmod(total, places)
    return tuple(each + (place < extra) for place in range(places))
