"""The examples of the definitions as a page of the handbook: each case, its answer, and what decided it.

The answer is what the assessment gives, never what the example says it should be: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frirum.core.catalogue.conditions import Answer, Condition, Example
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.labels import label
from frirum.core.law.assess import Assessment, assess, assess_best
from frirum.core.law.conditions import Met
from frirum.core.law.deciding import against, idle
from frirum.core.law.sentences import say
from frirum.core.law.words import experiment_said, ordinary_said


def assessed(experiment: Experiment, part: Part | None, example: Example) -> Assessment:
    """The example's case, of the part it stands at or names; else of the part that fits best."""
    part = part or (experiment.part(example.part_slug) if example.part_slug else None)
    if part is None:
        return assess_best(experiment, example.facts, on=example.on)
    return assess(experiment, example.facts, part=part, on=example.on)


def handbook_page(experiments: Iterable[Experiment]) -> str:
    """The page in Markdown."""
    lines = [
        "# " + say("examples"),
        "",
        say("for_caseworkers_and_others_who_want"),
        "",
        say("every_experiment_has_examples_in_definition"),
    ]
    for experiment in experiments:
        lines += ["", *_experiment(experiment)]
    return "\n".join(lines) + "\n"


def _experiment(experiment: Experiment) -> Iterator[str]:
    number = f"{experiment.number}. " if experiment.number else ""
    yield f"## {number}{experiment.short_title}"
    cases: list[tuple[Part | None, tuple[Example, ...]]] = [(None, experiment.examples)]
    cases += [(part, part.examples) for part in experiment.parts]
    for part, examples in cases:
        if examples and part is not None:
            yield ""
            yield f"### {part.title}"
        if examples:
            yield from _table(experiment, part, examples)
    if not any(examples for _part, examples in cases):
        yield ""
        yield say("no_examples")


def _table(experiment: Experiment, part: Part | None, examples: tuple[Example, ...]) -> Iterator[str]:
    yield ""
    yield say("example_answer_because")
    yield "|---|---|---|"
    for example in examples:
        found = assessed(experiment, part, example)
        answer = label(found.answer) if found.answer else say("cannot_be_decided_yet")
        cells = (example.text, answer, "<br>".join([*_why(found), *_dates(found)]))
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _why(found: Assessment) -> Iterator[str]:
    """What decided: what spoke against, else what is missing, else what a person decides."""
    if found.answer in (Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE):
        tested = {leaf.id for leaf in _leaves(found)}
        for reason in against(found):
            text = reason.text.rstrip(".")
            yield say("not_met_text", text=text) if reason.condition in tested else text
    elif found.answer is None:
        questions = {fact.id: fact.question for fact in found.experiment.all_facts()}
        yield from (say("missing_question", question=questions[name]) for name in found.missing_facts)
    elif found.answer is Answer.NEEDS_JUDGEMENT:
        yield from _judged(found)
    else:
        yield say("everything_is_met")


def _judged(found: Assessment) -> Iterator[str]:
    leaves = {leaf.id: leaf for leaf in _leaves(found)}
    without = idle(found)
    for reason in found.reasons:
        if reason.met is Met.JUDGEMENT and reason.condition not in without:
            leaf = leaves.get(reason.condition)
            text = reason.text.rstrip(".")
            if leaf and leaf.role:
                text = say("judged_by_role_text", role=label(leaf.role), text=text)
            yield text


def _leaves(found: Assessment) -> Iterator[Condition]:
    for case in filter(None, (found.experiment, found.part)):
        if case.condition is not None:
            yield from case.condition.leaves()


def _dates(found: Assessment) -> Iterator[str]:
    if found.answer is not Answer.ELIGIBLE:
        return
    for deadline in found.deadlines:
        yield say(
            "duty_by_rules_ordinary_in_experiment",
            duty=deadline.obligation.text,
            ordinary=ordinary_said(deadline),
            experiment=experiment_said(deadline),
        )
