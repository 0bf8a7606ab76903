"""Regressions: which may leave the house, and which of their outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.disclosure.protected import Refusal, RefusalReason
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.settings import HOUSE_RULES, HouseRules


class Output(StrEnum):
    """What a model can give."""

    COEFFICIENTS = "coefficients"
    INTERVALS = "intervals"
    R_SQUARED = "r_squared"
    RESIDUALS = "residuals"
    FITTED = "fitted"
    LEVERAGE = "leverage"
    PERSON_EFFECTS = "person_effects"


_ONE_PER_PERSON = {Output.RESIDUALS, Output.FITTED, Output.LEVERAGE, Output.PERSON_EFFECTS}


@dataclass(frozen=True)
class ModelUse:
    """What the check needs to know of a model; no outcome values.

    Attributes:
        outcome: its name; models of one outcome are compared.
        persons: a pseudonym per person in the sample.
        parameters: estimated coefficients, intercept and fixed effects included.
        levels: dummy or fixed effect -> level -> persons in it.
        patterns: number of different combinations of covariate values.
    """

    outcome: str
    persons: frozenset[str]
    parameters: int
    levels: Mapping[str, Mapping[str, int]]
    patterns: int


def check_model(
    model: ModelUse, *, earlier: Sequence[ModelUse] = (), rules: HouseRules = HOUSE_RULES
) -> tuple[Refusal, ...]:
    """Why a model may not leave the house; empty where it may.

    Args:
        earlier: models of any outcome released before, from the ledger.
    """
    n = len(model.persons)
    found = []
    if n - model.parameters < rules.residual_df:
        found.append(_refusal(say("model_has_fewer_than_n_degrees"), rules.residual_df))
    if model.patterns <= model.parameters:
        found.append(
            Refusal(
                RefusalReason.SATURATED,
                say("model_is_saturated_figures_are_groups"),
                say("show_means_as_protected_table"),
            )
        )
    for name, levels in model.levels.items():
        if any(0 < persons < rules.minimum_per_level for persons in levels.values()):
            text = say("variable_name_has_level_with_fewer", name=name)
            found.append(_refusal(text, rules.minimum_per_level))
    found += [_nested(rules) for other in earlier if _too_alike(model, other, rules.threshold)]
    return tuple(found)


def _too_alike(model: ModelUse, other: ModelUse, threshold: int) -> bool:
    """True where two samples of one outcome differ by so few persons that their part can be worked out."""
    if model.outcome != other.outcome or model.persons == other.persons:
        return False
    more, fewer = model.persons - other.persons, other.persons - model.persons
    return len(more) < threshold and len(fewer) < threshold


def _nested(rules: HouseRules) -> Refusal:
    return Refusal(
        RefusalReason.DIFFERENCING,
        say("earlier_model_on_almost_same_people", n=rules.threshold),
        say("use_same_sample_as_earlier_model"),
    )


def _refusal(text: str, needed: int) -> Refusal:
    return Refusal(RefusalReason.TOO_FEW, text.format(n=needed), say("use_fewer_variables_or_more_people"))


def check_output(output: Output) -> Refusal | None:
    """Why an output of an allowed model is not shown, or None: whatever has one number per person is not."""
    if output not in _ONE_PER_PERSON:
        return None
    return Refusal(
        RefusalReason.OWN_VALUE,
        say("model_figures_with_one_value_per"),
        say("show_coefficients_with_their_uncertainty"),
    )


def shown_r_squared(value: float) -> float:
    """R² to two decimals: more would tell whether a model fits some persons exactly."""
    return round(value, 2)
