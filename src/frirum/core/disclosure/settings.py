"""The house rules of disclosure control: one frozen, numbered set of values, and how it may be loosened.

Sources: the thresholds used by Sundhedsdatastyrelsen (fewer than 5 blurred) and UK LLC (10), the dominance values of
the Eurostat handbook on statistical disclosure control (two largest 85 %, p % rule), the model and survival limits
of ACRO (10), and OpenSAFELY's midpoint-6 rounding.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from frirum.core.disclosure.sentences import say
from frirum.core.errors import NotAllowed, UsageError
from frirum.core.vocabulary.danish import format_number

LOWEST_THRESHOLD = 3
"""Persons; with fewer, the two of a cell work each other out. No signature goes below it."""


class Subject(StrEnum):
    """What a table is about; it decides which threshold holds."""

    PERSONS = "persons"
    HEALTH = "health"
    SINGLE_MUNICIPALITY = "single_municipality"


@dataclass(frozen=True)
class Signature:
    """One of the two persons who vouch for a looser value.

    Attributes:
        by: reference of the person (never a CPR number).
        on: the day of signing.
        reason: why a looser value is justified, at least a few words.
    """

    by: str
    on: dt.date
    reason: str


@dataclass(frozen=True)
class Deviation:
    """A value looser than the house's, with the two signatures that carry it; printed wherever the figures stand."""

    setting: str
    house: float
    used: float
    signatures: tuple[Signature, Signature]

    def text(self) -> str:
        """The sentence printed under every table released under the looser value."""
        names = say("and").join(signature.by for signature in self.signatures)
        return say(
            "relaxed_disclosure_rule_setting_is_used",
            setting=setting_name(self.setting),
            used=format_short(self.used),
            house=format_short(self.house),
            names=names,
        )


def setting_name(setting: str) -> str:
    """What a setting is called in a sentence."""
    names = {
        "threshold": say("smallest_number_of_persons_shown"),
        "sensitive_threshold": say("smallest_number_of_persons_shown_about"),
        "dominance_share": say("share_of_two_largest_contributors"),
        "p_percent": say("p_rule"),
        "minimum_for_quantile": say("number_of_persons_behind_median_quartiles"),
        "minimum_each_side": say("number_of_persons_on_each_side"),
        "quantile_digits": say("number_of_significant_digits"),
        "minimum_for_mean": say("number_of_persons_behind_mean"),
        "minimum_per_bin": say("number_of_persons_in_field"),
        "minimum_at_risk": say("number_of_persons_at_end"),
        "survival_rounding": say("rounding_in_survival_curve"),
        "survival_grid_weeks": say("step_of_survival_curve_weeks"),
        "residual_df": say("degrees_of_freedom_of_model"),
        "minimum_per_level": say("number_of_persons_at_each_level"),
        "marked_values": say("number_of_possible_values_for_reader"),
    }
    return names[setting]


def format_short(value: float) -> str:
    """A setting's value: as few decimals as it has, at most two."""
    return format_number(value, next(d for d in (0, 1, 2) if d == 2 or round(value, d) == value))


# Of all other settings a larger value protects more.
_SMALLER_IS_STRICTER = {"dominance_share", "quantile_digits"}


@dataclass(frozen=True)
class HouseRules:
    """The values every check reads. Units: persons, unless said.

    Attributes:
        version: number of this set of values; stored with every release.
        threshold: smallest count of persons that may be shown, zero apart.
        sensitive_threshold: the same for health-related and single-municipality tables.
        dominance_share: largest share of a total of money or hours that its two largest contributors may hold.
        p_percent: the second largest contributor must not be able to estimate the largest within this percentage.
        minimum_for_quantile, minimum_each_side, quantile_digits: median and quartiles need so many persons in all,
            so many on each side, and are shown with so many significant digits.
        minimum_for_mean: persons behind a mean or a standard deviation.
        minimum_per_bin: persons behind a bin of a scatter replacement (hexbin).
        minimum_at_risk: a Kaplan-Meier curve stops below so many at risk.
        survival_rounding: midpoint rounding of events and persons at risk.
        survival_grid_weeks: shortest step of the curve's fixed grid, weeks.
        residual_df, minimum_per_level: regressions need so many residual degrees of freedom and so many persons in
            each level of a dummy.
        marked_values: how many values every hidden small count must still be able to take for a reader who knows
            which hidden cells are small.
        deviations: looser values in force, each signed by two.
    """

    version: int = 1
    threshold: int = 5
    sensitive_threshold: int = 10
    dominance_share: float = 0.85
    p_percent: float = 10.0
    minimum_for_quantile: int = 20
    minimum_each_side: int = 5
    quantile_digits: int = 3
    minimum_for_mean: int = 10
    minimum_per_bin: int = 10
    minimum_at_risk: int = 10
    survival_rounding: int = 6
    survival_grid_weeks: int = 4
    residual_df: int = 10
    minimum_per_level: int = 10
    marked_values: int = 2
    deviations: tuple[Deviation, ...] = ()

    def threshold_for(self, subject: Subject) -> int:
        """Smallest count of persons shown in a table about `subject`."""
        return self.threshold if subject is Subject.PERSONS else self.sensitive_threshold

    def stricter(self, **values: float) -> HouseRules:
        """The rules with stricter values; anybody may protect more.

        Raises:
            UsageError: an unknown setting, or a value that is looser than today's.
        """
        for name, value in values.items():
            if self._looser(name, value):
                raise UsageError(
                    say(
                        "name_value_is_looser_than_house",
                        name=name,
                        value=format_short(value),
                        house=format_short(getattr(self, name)),
                    ),
                    remedy=say("more_lenient_value_requires_two_signatures"),
                )
        return replace(self, **values)  # type: ignore[arg-type]

    def loosened(self, name: str, value: float, *, signatures: tuple[Signature, ...]) -> HouseRules:
        """The rules with one looser value carried by two persons; the deviation stays on the rules and is printed.

        Raises:
            UsageError: an unknown setting or a value that is no looser.
            NotAllowed: other than two different signatures with a reason, or a threshold below 3.
        """
        if not self._looser(name, value):
            raise UsageError(say("name_value_is_no_looser", name=name, value=format_short(value)))
        if (
            len(signatures) != 2
            or _may_be_one(signatures[0].by, signatures[1].by)
            or not all(s.reason.strip() for s in signatures)
        ):
            raise NotAllowed(say("more_lenient_value_for_name_requires", name=name))
        if name in ("threshold", "sensitive_threshold") and value < LOWEST_THRESHOLD:
            raise NotAllowed(say("threshold_can_never_be_below_3"))
        deviation = Deviation(name, float(getattr(self, name)), value, (signatures[0], signatures[1]))
        return replace(self, **{name: value}, deviations=(*self.deviations, deviation))  # type: ignore[arg-type]

    def _looser(self, name: str, value: float) -> bool:
        known = sorted(self.as_dict().keys() - {"version"})
        if name not in known:
            raise UsageError(
                say("unknown_setting_name", name=name),
                remedy=say("known_settings_names", names=", ".join(known)),
            )
        house = getattr(self, name)
        return bool(value > house if name in _SMALLER_IS_STRICTER else value < house)

    def as_dict(self) -> dict[str, float]:
        """The numbers, for the ledger and the report (deviations apart)."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "deviations"}


def _may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one person's: "Anne Holm", "anne holm ", "A. Holm" and "Holm, Anne" may."""
    words = [
        "".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()
        for name in (one, other)
    ]
    fewer, more = sorted(words, key=len)
    return all(any(word.startswith(part) or part.startswith(word) for word in more) for part in fewer)


HOUSE_RULES = HouseRules()
