"""Whether those who recorded an outcome knew who was in the experiment: told by where the outcome is from."""

from __future__ import annotations

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.measure_rules import RuleSource
from frirum.core.effects.rows import Check
from frirum.core.evidence import check_words as words
from frirum.core.evidence.plan import PlannedQuestion, told_of

BLINDING = "blinding"
_REGISTER, _SURVEY, _AUDIT, _EXTRACT = "register", "survey", "audit", "extract"


def blinding(question: PlannedQuestion, experiment: Experiment) -> Check:
    """Check `blinding`; not examined where the plan does not tell where the outcome is from, or a case system has it.

    What a case system holds are days and payments that others can follow as well as judgements: which of them an
    outcome is, no rule tells.
    """
    source = _source(question, experiment)
    passed = {_REGISTER: True, _SURVEY: False, _AUDIT: False}.get(source or "")
    return Check(BLINDING, passed, words.blinding_text(source))


def _source(question: PlannedQuestion, experiment: Experiment) -> str | None:
    rules = {one.measure.rule.source for one in told_of(question, experiment) if one.measure.rule is not None}
    if len(rules) > 1:
        return None
    if not rules:
        return _REGISTER if question.scheme else None
    (source,) = rules
    return {
        RuleSource.SURVEY: _SURVEY,
        RuleSource.AUDIT: _AUDIT,
        RuleSource.REVIEW: _AUDIT,
        RuleSource.REGISTER: _REGISTER,
        RuleSource.JOBINDSATS: _REGISTER,
        RuleSource.EXTRACT: _EXTRACT,
    }.get(source)
