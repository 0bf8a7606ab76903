"""A finding of the checks: what is wrong, where it stands, how it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.designs.checks.places import place_in_words
from frirum.core.language import gettext as _
from frirum.core.language import gettext_noop as N_


class FaultKind(StrEnum):
    """What kind of fault a finding is."""

    VOLUME_MISSING = "volume_missing"
    EFFECTS_BLANK = "effects_blank"
    METHOD_TOO_THIN = "method_too_thin"
    NO_CRITERION = "no_criterion"
    CRITERION_WITHOUT_MEASURE = "criterion_without_measure"
    CRITERION_WITHOUT_BASELINE = "criterion_without_baseline"
    CRITERION_WITHOUT_THRESHOLD = "criterion_without_threshold"
    SAVING_WITHOUT_MINUTES = "saving_without_minutes"
    CONTRADICTION = "contradiction"
    NO_BASELINE_NO_REASON = "no_baseline_no_reason"
    NO_COMPARISON_NO_REASON = "no_comparison_no_reason"
    EXPECTATION_WITHOUT_INSTRUMENT = "expectation_without_instrument"
    UNBALANCED_SCALE = "unbalanced_scale"
    NO_DONT_KNOW = "no_dont_know"
    WAVES_DIFFER = "waves_differ"
    RESPONDENTS_UNKNOWN = "respondents_unknown"
    RESPONDENTS_TOO_FEW = "respondents_too_few"
    UNKNOWN_SCALE = "unknown_scale"
    SAME_NAME = "same_name"
    SKIP_NOT_READ = "skip_not_read"
    SKIP_TO_UNKNOWN = "skip_to_unknown"
    SKIP_LOOKS_AHEAD = "skip_looks_ahead"
    SKIP_IMPOSSIBLE = "skip_impossible"
    TRACES_COLLECTED = "traces_collected"

    @property
    def label(self) -> str:
        """The fault in a few words, in the reader's language."""
        return _(_LABELS[self])


_LABELS: Mapping[FaultKind, str] = {
    FaultKind.VOLUME_MISSING: N_("Målgruppe uden volumen"),
    FaultKind.EFFECTS_BLANK: N_("Ønskede effekter mangler"),
    FaultKind.METHOD_TOO_THIN: N_("Metoden er ikke beskrevet"),
    FaultKind.NO_CRITERION: N_("Intet succeskriterium"),
    FaultKind.CRITERION_WITHOUT_MEASURE: N_("Kriterium uden mål"),
    FaultKind.CRITERION_WITHOUT_BASELINE: N_("Kriterium uden udgangspunkt"),
    FaultKind.CRITERION_WITHOUT_THRESHOLD: N_("Kriterium uden grænse"),
    FaultKind.SAVING_WITHOUT_MINUTES: N_("Besparelse uden målt tid"),
    FaultKind.CONTRADICTION: N_("Designet modsiger sig selv"),
    FaultKind.NO_BASELINE_NO_REASON: N_("Hverken nulpunkt eller grund"),
    FaultKind.NO_COMPARISON_NO_REASON: N_("Hverken sammenligning eller grund"),
    FaultKind.EXPECTATION_WITHOUT_INSTRUMENT: N_("Forventning uden redskab"),
    FaultKind.UNBALANCED_SCALE: N_("Skæv svarskala"),
    FaultKind.NO_DONT_KNOW: N_("»Ved ikke« mangler"),
    FaultKind.WAVES_DIFFER: N_("Runderne har forskellig ordlyd"),
    FaultKind.RESPONDENTS_UNKNOWN: N_("Ukendt antal svarpersoner"),
    FaultKind.RESPONDENTS_TOO_FEW: N_("For få svarpersoner"),
    FaultKind.UNKNOWN_SCALE: N_("Ukendt svarskala"),
    FaultKind.SAME_NAME: N_("Samme navn to gange"),
    FaultKind.SKIP_NOT_READ: N_("Betingelsen kan ikke læses"),
    FaultKind.SKIP_TO_UNKNOWN: N_("Betingelsen nævner et ukendt spørgsmål"),
    FaultKind.SKIP_LOOKS_AHEAD: N_("Betingelsen ser fremad"),
    FaultKind.SKIP_IMPOSSIBLE: N_("Betingelsen kan aldrig opfyldes"),
    FaultKind.TRACES_COLLECTED: N_("Skemaet samler spor af svarpersonen"),
}


@dataclass(frozen=True)
class DesignFinding:
    """One fault of a design or a questionnaire.

    Attributes:
        code: its kind.
        path: the key path in the definition: `plan.success_criterion[0].threshold`.
        quote: the words it concerns, or "".
        message: what is wrong, one sentence.
        mend: what to write instead, one sentence.
    """

    code: FaultKind
    path: str
    quote: str
    message: str
    mend: str

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return place_in_words(self.path)

    def as_dict(self) -> dict[str, str]:
        """The finding as JSON."""
        return {
            "code": str(self.code),
            "path": self.path,
            "quote": self.quote,
            "message": self.message,
            "mend": self.mend,
        }
