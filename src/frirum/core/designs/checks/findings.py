"""A finding of the checks: what is wrong, where it stands, how it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frirum.core.designs.checks.places import place_in_words
from frirum.core.language import gettext as _


class Code(StrEnum):
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

    @property
    def label(self) -> str:
        """The fault in a few words, in the reader's language."""
        return _labels()[self]


def _labels() -> dict[Code, str]:
    return {
        Code.VOLUME_MISSING: _("Målgruppe uden volumen"),
        Code.EFFECTS_BLANK: _("Ønskede effekter mangler"),
        Code.METHOD_TOO_THIN: _("Metoden er ikke beskrevet"),
        Code.NO_CRITERION: _("Intet succeskriterium"),
        Code.CRITERION_WITHOUT_MEASURE: _("Kriterium uden mål"),
        Code.CRITERION_WITHOUT_BASELINE: _("Kriterium uden udgangspunkt"),
        Code.CRITERION_WITHOUT_THRESHOLD: _("Kriterium uden grænse"),
        Code.SAVING_WITHOUT_MINUTES: _("Besparelse uden målt tid"),
        Code.CONTRADICTION: _("Designet modsiger sig selv"),
        Code.NO_BASELINE_NO_REASON: _("Hverken nulpunkt eller grund"),
        Code.NO_COMPARISON_NO_REASON: _("Hverken sammenligning eller grund"),
        Code.EXPECTATION_WITHOUT_INSTRUMENT: _("Forventning uden redskab"),
        Code.UNBALANCED_SCALE: _("Skæv svarskala"),
        Code.NO_DONT_KNOW: _("»Ved ikke« mangler"),
        Code.WAVES_DIFFER: _("Runderne har forskellig ordlyd"),
        Code.RESPONDENTS_UNKNOWN: _("Ukendt antal svarpersoner"),
        Code.RESPONDENTS_TOO_FEW: _("For få svarpersoner"),
    }


@dataclass(frozen=True)
class Finding:
    """One fault of a design or a questionnaire.

    Attributes:
        code: its kind.
        path: the key path in the definition: `plan.success_criterion[0].threshold`.
        quote: the words it concerns, or "".
        message: what is wrong, one sentence.
        mend: what to write instead, one sentence.
    """

    code: Code
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
