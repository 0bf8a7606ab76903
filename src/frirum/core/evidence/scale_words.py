"""What a step is on other people's scales, in sentences."""

from __future__ import annotations

from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.scales import jobeffekter, maryland
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number


def on_other_scales(step: EvidenceStep) -> tuple[str, ...]:
    """Maryland's level, what one result would add on jobeffekter.dk, and why EEF's padlocks are not reckoned."""
    return (_on_maryland(step), _on_jobeffekter(step), _on_eef())


def _on_maryland(step: EvidenceStep) -> str:
    level = maryland(step)
    if level is None:
        return _("Maryland-skalaen har intet niveau for optællinger og erfaringer.")
    return _("På Maryland-skalaen er det niveau {level} af 5.").format(level=level)


def _on_jobeffekter(step: EvidenceStep) -> str:
    found = jobeffekter(step)
    if found.needed is None:
        return _(
            "På jobeffekter.dk tæller det ikke med: der skal en kontrolgruppe over tid eller en lodtrækning til."
        )
    return _(
        "På jobeffekter.dk ville ét dansk svar, bedømt som tilfredsstillende og ikke udgivet i et tidsskrift, bidrage "
        "med {value}. Der skal {n} sådanne til, før siden konkluderer."
    ).format(value=format_number(found.value, 2), n=found.needed)


def _on_eef() -> str:
    return _("EEF's hængelåse gives af bedømmere efter design, styrke og frafald og regnes ikke her.")


def scales_title() -> str:
    return _("På andre skalaer")
