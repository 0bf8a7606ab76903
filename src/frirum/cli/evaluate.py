"""`frirum evaluate`: run the plan of an experiment as a whole, from files to what may be said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frirum.cli.completing import slugs
from frirum.cli.output import emit
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    from frirum.core.evidence.run import Evaluation, QuestionResult

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("slug", shell_complete=slugs)
@click.option("--part", help="one part of the experiment")
@click.option(
    "--extract",
    "extracts",
    type=_PATH,
    multiple=True,
    help="a case extract, an analysis table, cells of municipalities, or a wide register; may be repeated",
)
@click.option(
    "--audit", "audits", type=_PATH, multiple=True, help="audited cases: a column for each question"
)
@click.option("--survey", "surveys", type=_PATH, multiple=True, help="answers: a column for each question")
@click.option(
    "--marks", type=_PATH, help="with a register: person, index_date, treated, perhaps municipality"
)
@click.option(
    "--plan", "plan_file", type=_PATH, help="a locked plan  [default: the definition's, not locked]"
)
@click.option("--assumed", is_flag=True, help="of SLUG as the file of assumptions beside it has it")
@click.option("--out", type=_PATH, required=True, help="folder for the result")
def evaluate(
    slug: str,
    *,
    assumed: bool,
    part: str | None,
    extracts: tuple[Path, ...],
    audits: tuple[Path, ...],
    surveys: tuple[Path, ...],
    marks: Path | None,
    plan_file: Path | None,
    out: Path,
) -> None:
    """What was found of the experiment SLUG, how surely, and what may be said."""
    from frirum.cli.definitions import catalogue_in_force, definition_in_force, taken_as
    from frirum.core.evidence.inputs import read_inputs
    from frirum.core.evidence.run import evaluate as run_plan
    from frirum.core.evidence.writing import plan_for, write_result

    experiment = definition_in_force(slug)
    plan = plan_for(experiment, part, plan_file)
    experiment, told = taken_as(experiment, assumed=assumed)
    catalogue = catalogue_in_force()
    inputs = read_inputs(
        extracts, experiment, plan, marks=marks, audits=audits, surveys=surveys, scales=catalogue.scales
    )
    others = catalogue.experiments.values()
    found = run_plan(experiment, plan, inputs, others=others, assumed=told)
    write_result(found, out)
    emit(json.loads(json.dumps(found.as_dict())), lambda: _text(found))


def _refusal(one: QuestionResult) -> list[str]:
    """Why there is no answer at all, and what to do about it."""
    refused = one.answered.result.refused
    return [f"  {refused.message} {refused.remedy}"] if refused is not None else []


def _told(one: QuestionResult) -> list[str]:
    """The figures that rules gave, one line a measure and group."""
    from frirum.core.evidence.told import told_lines
    from frirum.core.evidence.words import told_text
    from frirum.core.vocabulary.unit_words import unit_text

    unit = unit_text(one.question.unit)
    lines = told_lines(one.answered.result.estimates)
    several = len({line.measure for line in lines}) > 1
    return [f"  {told_text(line, '' if several else unit, share=one.is_share)}" for line in lines]


def _text(found: Evaluation) -> str:
    from frirum.core.evidence.words import finding_label, precision_label, question_text, why_text

    lines = [found.experiment.short_title, *filter(None, [found.assumed])]
    lines.append(_("Planen er låst.") if found.plan.locked else _("Planen er ikke låst."))
    without = [one for one in found.questions if one.no_data]
    for one in found.questions:
        if one.no_data:
            continue
        judgement = one.judgement
        lines += [
            "",
            question_text(one.question, found.plan.questions),
            _("{finding} – trin {step}, {precision}.").format(
                finding=finding_label(judgement.finding),
                step=int(judgement.ladder.step),
                precision=precision_label(judgement.precision),
            ),
            *_refusal(one),
            *_told(one),
            *(
                f"  {why_text(why)}"
                for why in dict.fromkeys((*judgement.precision_why, *judgement.finding_why))
            ),
        ]
    if without:
        names = ", ".join(one.question.id for one in without)
        lines += ["", _("Ikke besvaret, da ingen af filerne har udfaldet: {names}.").format(names=names)]
    return "\n".join(lines)
