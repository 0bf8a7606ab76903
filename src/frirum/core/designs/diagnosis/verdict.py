"""What a design can show, in one word of the contract and in words for people."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from frirum.core.designs.diagnosis.sentences import say


class Verdict(StrEnum):
    """The verdict of a diagnosis; the values are the command line's and are never translated."""

    TOO_THIN = "for_spinkelt"
    RELEVANT = "kan_vise_relevant"
    ONLY_LARGE = "kan_kun_vise_stort"
    UNKNOWN_VOLUME = "ukendt_volumen"

    @property
    def label(self) -> str:
        """The words for people, in the reader's language."""
        return {
            Verdict.TOO_THIN: say("too_thin"),
            Verdict.RELEVANT: say("can_show_relevant_change"),
            Verdict.ONLY_LARGE: say("can_show_only_large_change"),
            Verdict.UNKNOWN_VOLUME: say("volume_unknown"),
        }[self]


class EvidenceStep(IntEnum):
    """The evidence ladder: the highest step a design can reach, whatever it finds.

    Steps and wording follow the Maryland Scientific Methods Scale (What Works Centre for Local Economic Growth),
    with step 0 for counts and accounts, which the scale leaves out.
    """

    ACCOUNT = 0
    BEFORE_AFTER = 1
    CONTROLS = 2
    COMPARISON = 3
    THRESHOLD = 4
    RANDOMISED = 5

    @property
    def label(self) -> str:
        """What the step rests on."""
        return {
            EvidenceStep.ACCOUNT: say("counts_and_accounts"),
            EvidenceStep.BEFORE_AFTER: say("before_and_after_or_questionnaire_only"),
            EvidenceStep.CONTROLS: say("comparison_at_one_point_in_time"),
            EvidenceStep.COMPARISON: say("comparison_both_before_and_after"),
            EvidenceStep.THRESHOLD: say("threshold_instrument_or_staggered_start_where"),
            EvidenceStep.RANDOMISED: say("random_draw"),
        }[self]

    @property
    def wording(self) -> str:
        """The strongest word a report may use on this step."""
        return {
            EvidenceStep.ACCOUNT: say("experience"),
            EvidenceStep.BEFORE_AFTER: say("development_or_as_perceived"),
            EvidenceStep.CONTROLS: say("suggests"),
            EvidenceStep.COMPARISON: say("effect_assuming_parallel_trends"),
            EvidenceStep.THRESHOLD: say("effect"),
            EvidenceStep.RANDOMISED: say("effect"),
        }[self]
