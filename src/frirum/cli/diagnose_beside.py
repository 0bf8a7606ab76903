"""What `frirum diagnose` answers beside the uses: an audit, a survey, an outcome that is a mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frirum.core.designs.diagnosis import precision_words as words
from frirum.core.designs.diagnosis.mean_outcomes import MeanDiagnosis, MeanQuestion, diagnose_mean
from frirum.core.designs.diagnosis.precision import (
    AuditPrecision,
    SurveyPrecision,
    SurveyQuestion,
    audit_precision,
    survey_precision,
)
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _

Answer = AuditPrecision | SurveyPrecision | MeanDiagnosis


@dataclass(frozen=True)
class Beside:
    """The options, as given; None where they are not.

    Attributes:
        audit: cases looked at and cases on the list.
        asked, response: people asked in each group, and the share expected to answer.
        deviation, change: of an outcome that is a mean.
        uses, comparison, icc: shared with the diagnosis itself.
    """

    audit: tuple[int, ...] | None
    asked: tuple[int, ...] | None
    response: float | None
    deviation: float | None
    change: float | None
    uses: int | None
    comparison: int | None
    icc: float | None

    @classmethod
    def taken_from(cls, options: dict[str, Any]) -> Beside:
        """The options that are answered here leave `options`; the shared ones stay."""
        own = {name: options.pop(name) for name in ("audit", "asked", "response", "deviation", "change")}
        return cls(**own, **{name: options[name] for name in ("uses", "comparison", "icc")})


def answers_beside(given: Beside) -> dict[str, Answer]:
    """The answers by name: `audit`, `survey`, `mean`.

    Raises:
        UsageError: an option without the one it belongs to, or numbers that cannot be.
    """
    found: dict[str, Answer] = {}
    if given.audit is not None:
        if len(given.audit) > 2:
            raise UsageError(_("--audit tager ét eller to tal: sager, der ses på, og sager på listen."))
        found["audit"] = audit_precision(*given.audit)
    if given.asked is not None:
        response = 1.0 if given.response is None else given.response
        survey = SurveyQuestion(sum(given.asked), groups=given.asked, response=response, icc=given.icc or 0.0)
        found["survey"] = survey_precision(survey)
    elif given.response is not None:
        raise UsageError(_("--response kræver --asked: antal spurgte i hver gruppe."))
    if given.deviation is not None and given.uses is not None:
        mean = MeanQuestion(given.uses, given.deviation, given.comparison, given.change)
        found["mean"] = diagnose_mean(mean)
    elif given.deviation is not None or given.change is not None:
        raise UsageError(_("Et mål i minutter eller kroner kræver både --uses og --deviation."))
    return found


def beside_text(found: dict[str, Answer]) -> list[str]:
    """The answers in sentences, with their heading; [] where nothing was asked."""
    if not found:
        return []
    return ["", _("Hvor præcist der kan svares:"), *(f"- {_sentence(answer)}" for answer in found.values())]


def _sentence(answer: Answer) -> str:
    if isinstance(answer, AuditPrecision):
        return words.audit(answer)
    return words.survey(answer) if isinstance(answer, SurveyPrecision) else words.mean(answer)
