"""Which questions a check asks: only the facts that the answer or a deadline needs, in the definition's order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frirum.core.catalogue import Experiment, Part
from frirum.core.catalogue.casework import Obligation
from frirum.core.catalogue.conditions import Answer, Condition, Fact, FactType
from frirum.core.catalogue.experiment import Case
from frirum.core.catalogue.roles import Role
from frirum.core.law.watch import concerns
from frirum.web.experiments.presentation import rule_names
from frirum.web.experiments.templatetags.definitions import fact_text


@dataclass(frozen=True)
class FactQuestion:
    """A fact as it is asked about.

    Attributes:
        rules: how the provisions are cited that make the fact matter.
        example: an answer from one of the definition's own examples, as people write it; "" for none.
        judged_by: the role whose judgement the fact is; None for a plain fact.
    """

    fact: Fact
    rules: tuple[str, ...]
    example: str
    judged_by: Role | None


def layers(experiment: Experiment, part: Part | None) -> tuple[Case, ...]:
    """The tables of conditions that are assessed together."""
    return (experiment, part) if part else (experiment,)


def conditions(experiment: Experiment, part: Part | None) -> tuple[Condition, ...]:
    """Every single condition on a fact, in the order assessed."""
    found: list[Condition] = []
    for case in layers(experiment, part):
        trees = (*case.exclusions, *case.ordinary_exceptions, *filter(None, (case.condition,)))
        found += [leaf for tree in trees for leaf in tree.leaves()]
    return tuple(found)


def duties(experiment: Experiment, part: Part | None) -> tuple[Obligation, ...]:
    """The obligations of the experiment (or part)."""
    return tuple(duty for duty in experiment.obligations if concerns(duty.part_slugs, part))


def questions(experiment: Experiment, part: Part | None) -> tuple[FactQuestion, ...]:
    """The questions of a check."""
    needed = set(_needed(experiment, part))
    leaves = conditions(experiment, part)
    return tuple(
        FactQuestion(
            fact,
            tuple(dict.fromkeys(_rules(fact, leaves, experiment, part))),
            _example(fact, experiment, part),
            next((leaf.role for leaf in leaves if leaf.fact == fact.id and leaf.judgement), None),
        )
        for fact in experiment.all_facts()
        if fact.id in needed
    )


def stated_rules(experiment: Experiment) -> dict[str, str]:
    """Id of a provision or legal basis -> how it is cited; without those whose place no source states."""
    unstated = {rule.id for rule in experiment.provisions if rule.reference is None}
    return {name: text for name, text in rule_names(experiment).items() if name not in unstated}


def _needed(experiment: Experiment, part: Part | None) -> Iterator[str]:
    for case in layers(experiment, part):
        yield from (fact.id for fact in case.facts if fact.use is not None)
        yield from (cut_off.fact for cut_off in case.cut_offs if cut_off.fact)
    yield from (leaf.fact for leaf in conditions(experiment, part) if leaf.fact)
    for duty in duties(experiment, part):
        yield duty.anchor
        if duty.last_done:
            yield duty.last_done


def _rules(
    fact: Fact, leaves: tuple[Condition, ...], experiment: Experiment, part: Part | None
) -> Iterator[str]:
    names = stated_rules(experiment)
    for leaf in leaves:
        if leaf.fact == fact.id and leaf.provision in names:
            yield names[leaf.provision]
    for duty in duties(experiment, part):
        if fact.id in (duty.anchor, duty.last_done):
            yield from (names[rule] for rule in duty.provision if rule in names)


# What a yes looks like, or which municipality one lives in, needs no example.
_PLAIN = (FactType.BOOL, FactType.MUNICIPALITY, FactType.CHOICE)


def _example(fact: Fact, experiment: Experiment, part: Part | None) -> str:
    if fact.type in _PLAIN:
        return ""
    examples = (part.examples if part else ()) + experiment.examples
    fitting = [
        example
        for example in examples
        if fact.id in example.facts and (part is None or example.part_slug in (None, part.slug))
    ]
    # One who may use the exemption is the most telling.
    fitting.sort(key=lambda example: example.answer is not Answer.ELIGIBLE)
    # The unit stands at the question; what is typed is the number.
    typed = fact.model_copy(update={"unit": None})
    return fact_text(typed, fitting[0].facts[fact.id]) if fitting else ""
