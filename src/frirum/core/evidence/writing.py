"""What a run leaves behind: the result, the data it was made of with a code book, and the command that reruns it."""

from __future__ import annotations

import json
import os
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frirum.core.catalogue.canonical import fingerprint, to_toml
from frirum.core.catalogue.experiment import Experiment
from frirum.core.errors import InputRefused, UsageError
from frirum.core.evidence.document import result_document
from frirum.core.evidence.figures import figures_of
from frirum.core.evidence.inputs import AUDIT, REGISTER, SURVEY
from frirum.core.evidence.plan import EvaluationPlan, plan_of, read_plan
from frirum.core.evidence.run import Evaluation
from frirum.core.evidence.sentences import say
from frirum.core.evidence.stored import result_of
from frirum.core.evidence.typed import TypedResult
from frirum.core.language import own_text
from frirum.core.report.files import write_atomically
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.vocabulary.marks import short_mark

_RUN = 12
"""Characters of a result's fingerprint that name its run outside an installation."""
_COLUMNS = {
    "unit": "the unit that is treated and that errors are clustered on, such as a municipality",
    "time": "period",
    "treated": "1 in the treated periods of treated units",
    "outcome": "outcome of the plan's first question",
}


def plan_for(experiment: Experiment, part: str | None, plan_file: Path | None) -> EvaluationPlan:
    """The plan of the file, or else the one the definition holds.

    Raises:
        UsageError: the experiment has no such part, or the plan is of another experiment or part.
        InputRefused: nothing is planned.
    """
    known = [one.slug for one in experiment.parts]
    if part is not None and part not in known:
        raise UsageError(
            say("experiment_has_no_part_part", part=part),
            remedy=say("write_one_of_parts_in_part", parts=", ".join(known))
            if known
            else say("leave_out_part_experiment"),
        )
    if plan_file is None:
        plan = plan_of(experiment, part, definition_sha256=fingerprint(experiment))
    else:
        plan = read_plan(plan_file)
        if plan.slug != experiment.slug or (part is not None and plan.part != part):
            raise UsageError(
                say("plan_is_for_slug", slug="/".join(filter(None, [plan.slug, plan.part]))),
                remedy=say(
                    "name_plan_for_slug_in_plan", slug="/".join(filter(None, [experiment.slug, part]))
                ),
            )
    if not plan.questions:
        raise InputRefused(
            say("experiment_has_no_research_question"),
            file=str(plan_file) if plan_file else None,
            remedy=say("write_plan_with_question_and_name"),
        )
    return plan


def write_result(found: Evaluation, folder: Path) -> None:
    """Write the run to a folder, each file whole or not at all; `result.json` last, so that it is never alone.

    `document.html`, `.docx` and `.pdf` say the same in words.

    Raises:
        InputRefused: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _forget_earlier(folder)
        _write(folder / "plan.toml", to_toml(found.plan))
        resources = [
            _table(folder, place, one) for place, one in enumerate(found.inputs, 1) if one.table is not None
        ]
        _write(folder / "datapackage.json", _json(_package(found, resources)))
        for one in figures_of(found):
            _write(folder / f"{one.name}.svg", one.svg().decode("utf-8"))
            _write(folder / f"{one.name}.csv", one.table())
        for kind, body in _documents(found):
            write_atomically(folder / f"document.{kind}", body)
        _write(folder / "rerun.sh", _rerun(found, [str(one["path"]) for one in resources]))
        _write(folder / "result.json", result_text(found))
    except OSError as fault:
        raise InputRefused(
            say("folder_cannot_be_written"),
            file=str(folder),
            remedy=say("name_folder_in_out_you_may"),
        ) from fault


def _documents(found: Evaluation) -> Iterator[tuple[str, bytes]]:
    """The result as it is read, for the team alone: none of its numbers has passed the gate."""
    result = result_of(result_text(found), found.plan)
    typed = TypedResult(result, short_mark(result.sha256, _RUN))
    experiment = found.experiment
    title = own_text(experiment, "short_title")
    document = result_document(typed, title=title)
    for kind in MEDIA_TYPES:
        yield kind, render(document, kind, audience="team")


def _forget_earlier(folder: Path) -> None:
    """Take away an earlier run's result and the pictures it names, so that none of them passes for this run's."""
    earlier = folder / "result.json"
    try:
        named = json.loads(earlier.read_text(encoding="utf-8"))["figures"]
        pictures = [Path(one[key]).name for one in named for key in ("svg", "csv")]
    except (OSError, ValueError, KeyError, TypeError):
        return
    earlier.unlink()
    for name in pictures:
        (folder / name).unlink(missing_ok=True)


def result_text(found: Evaluation) -> str:
    """`result.json`: keys in their order, ten significant digits, no NaN."""
    return _json(found.as_dict())


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _write(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _table(folder: Path, place: int, one: Any) -> dict[str, Any]:
    """The data as they were read, in one plain form whatever the file was."""
    name = f"analysis-{place}.csv"
    _write(folder / name, one.table.frame.write_csv())
    fields = [
        {
            "name": column,
            "description": _COLUMNS.get(column, "covariate or further outcome, as named in the plan"),
        }
        for column in one.columns
    ]
    return {
        "name": f"analysis-{place}",
        "path": name,
        "format": "csv",
        "encoding": "utf-8",
        "schema": {"fields": fields},
    }


def _package(found: Evaluation, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": f"evaluation-{found.plan.slug}",
        "description": "Data and plan of one evaluation; result.json holds what was found. No person is named in it.",
        "sources": [{"title": one.file, "sha256": one.sha256} for one in found.inputs],
        "resources": resources,
    }


def _rerun(found: Evaluation, tables: list[str]) -> str:
    options = {AUDIT: "--audit", SURVEY: "--survey"}
    given = [f"--extract {shlex.quote(name)}" for name in tables]
    given += [
        f"{options.get(one.kind, '--extract')} {shlex.quote(one.file)}"
        for one in found.inputs
        if one.table is None and one.kind != REGISTER
    ]
    extracts = " ".join(given)
    part = f" --part {shlex.quote(found.plan.part)}" if found.plan.part else ""
    part += " --assumed" if found.assumed else ""
    return (
        "#!/bin/sh\n# Reruns this evaluation from the data beside it; put case extracts, audits and answers there.\n"
        'cd "$(dirname "$0")" || exit\n'
        f"exec frirum evaluate {found.plan.slug}{part} --plan plan.toml {extracts} --out rerun\n"
    )
