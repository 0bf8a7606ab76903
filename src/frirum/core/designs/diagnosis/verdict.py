"""What a design can show, in one word of the contract and in words for people."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from frirum.core.language import gettext as _


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
            Verdict.TOO_THIN: _("For spinkelt"),
            Verdict.RELEVANT: _("Kan vise en relevant ændring"),
            Verdict.ONLY_LARGE: _("Kan kun vise en stor ændring"),
            Verdict.UNKNOWN_VOLUME: _("Ukendt volumen"),
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
            EvidenceStep.ACCOUNT: _("optælling og beretninger"),
            EvidenceStep.BEFORE_AFTER: _("før og efter, eller kun spørgeskema"),
            EvidenceStep.CONTROLS: _("sammenligning på ét tidspunkt, eller før og efter med kontrol"),
            EvidenceStep.COMPARISON: _("sammenligning både før og efter"),
            EvidenceStep.THRESHOLD: _("grænse, instrument eller trinvis start, hvor alle kontroller holder"),
            EvidenceStep.RANDOMISED: _("lodtrækning"),
        }[self]

    @property
    def wording(self) -> str:
        """The strongest word a report may use on this step."""
        return {
            EvidenceStep.ACCOUNT: _("erfaringer"),
            EvidenceStep.BEFORE_AFTER: _("udvikling eller oplevet"),
            EvidenceStep.CONTROLS: _("tyder på"),
            EvidenceStep.COMPARISON: _("effekt under antagelse om parallelle forløb"),
            EvidenceStep.THRESHOLD: _("effekt"),
            EvidenceStep.RANDOMISED: _("effekt"),
        }[self]
