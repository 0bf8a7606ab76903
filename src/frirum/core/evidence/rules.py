"""The rules of evidence as they stand in `catalogue/evidence.toml`: limits, steps, checks and what a verdict needs.

Sources: reporting of step and threats after the Maryland Scientific Methods Scale, the EEF padlock rating (at most two
steps off) and GRADE (precision against a threshold). The numbers are the project's own until somebody outside signs
them; `signed_by` says who.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.paths import catalogue_dir

RULES_FILE = "evidence.toml"


class DesignType(StrEnum):
    """What an answer rests on, before its checks."""

    ACCOUNT = "account"
    BEFORE_AFTER = "before_after"
    SURVEY_ONLY = "survey_only"
    SERIES = "series"
    CROSS_SECTION = "cross_section"
    COMPARISON = "comparison"
    STAGGERED = "staggered"
    DRAWN = "drawn"


class Finding(StrEnum):
    """The verdict of a question that was asked of data; the values are the command line's, never translated."""

    WORKS = "virker"
    NOT_WORSE = "ikke_ringere"
    UNDECIDED = "kan_ikke_afgoeres"
    OPPOSITE = "virker_modsat"
    TOO_THIN = "for_spinkelt"


@dataclass(frozen=True)
class EvidenceLimits:
    """The limits of `evidence.toml`; shares 0-1, counts and steps whole numbers."""

    people_per_group: int
    events_per_group: int
    p_value: float
    missing_outcome: float
    missing_difference: float
    response_rate: float
    most_deductions: int
    breakdown_for_step_3: float
    breakdown_sensitive: float
    simultaneous_share: float
    composition_change: float
    registration_agreement: float
    placebos_without_finding: float


@dataclass(frozen=True)
class CheckRule:
    """What one check does to the step.

    Attributes:
        name: the check's name in results.
        lowers: steps off when it fails.
        needed_from: a step from this on stands only when the check was made and passed; None asks for nothing.
        only_designs: the designs it concerns; empty for all.
    """

    name: str
    lowers: int
    needed_from: EvidenceStep | None = None
    only_designs: frozenset[DesignType] = frozenset()

    def concerns(self, design: DesignType) -> bool:
        """Whether the check says anything of the design."""
        return not self.only_designs or design in self.only_designs


@dataclass(frozen=True)
class FindingRule:
    """The lowest step at which a verdict may be given: of a question of effect, and of an agreed criterion."""

    effect_from: EvidenceStep
    criterion_from: EvidenceStep


@dataclass(frozen=True)
class StepWords:
    """The words of one step, by language ("da", "en").

    Attributes:
        allowed: what may be said, the strongest last.
        forbidden: beginnings of words that claim more than the step carries.
    """

    allowed: Mapping[str, tuple[str, ...]]
    forbidden: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class EvidenceRules:
    """Everything the judgement rests on.

    Attributes:
        version, sha256: of the file, so that a result names the rules it was judged by.
        signed_by: the external evaluator who has signed the limits, or "" while they are the project's own.
    """

    version: str
    sha256: str
    signed_by: str
    limits: EvidenceLimits
    steps: Mapping[DesignType, EvidenceStep]
    checks: Mapping[str, CheckRule]
    findings: Mapping[Finding, FindingRule]
    words: Mapping[EvidenceStep, StepWords]


@cache
def shipped_rules() -> EvidenceRules:
    """The rules that ship with the catalogue."""
    content = (catalogue_dir() / RULES_FILE).read_bytes()
    return _read(tomllib.loads(content.decode("utf-8")), hashlib.sha256(content).hexdigest())


def _read(document: Mapping[str, Any], sha256: str) -> EvidenceRules:
    return EvidenceRules(
        version=document["version"],
        sha256=sha256,
        signed_by=document.get("signed_by", ""),
        limits=EvidenceLimits(**document["limits"]),
        steps={DesignType(name): EvidenceStep(step) for name, step in document["design"].items()},
        checks={one["name"]: _check(one) for one in document["check"]},
        findings={Finding(one["name"]): _finding(one) for one in document["verdict"]},
        words={EvidenceStep(one["step"]): _words(one) for one in document["words"]},
    )


def _words(one: Mapping[str, Any]) -> StepWords:
    return StepWords(
        *(
            {language: tuple(texts) for language, texts in one[key].items()}
            for key in ("allowed", "forbidden")
        )
    )


def _check(one: Mapping[str, Any]) -> CheckRule:
    needed = one.get("needed_from")
    return CheckRule(
        one["name"],
        one["lowers"],
        None if needed is None else EvidenceStep(needed),
        frozenset(DesignType(name) for name in one.get("only_designs", ())),
    )


def _finding(one: Mapping[str, Any]) -> FindingRule:
    effect = EvidenceStep(one["effect_from"])
    return FindingRule(effect, EvidenceStep(one.get("criterion_from", effect)))
