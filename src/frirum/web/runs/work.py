"""The job that computes a run: its files under their own names, a process of its own, the result kept whole."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from frirum.core.errors import FrirumError, NotAllowed
from frirum.core.evidence.plan import EvaluationPlan, plan_from
from frirum.core.evidence.stored import result_of
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.designs.models import Design
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.files import store
from frirum.web.files.models import StoredFile
from frirum.web.jobs.context import JobContext
from frirum.web.registers.models import REGISTER
from frirum.web.registers.same_people import same_people
from frirum.web.runs.actions import keep_result, note_failed
from frirum.web.runs.computing import RunOrder, computed_apart
from frirum.web.runs.from_the_door import lay_out_register, people_of_register, put_under, write_extract
from frirum.web.runs.harm import feed_watches, tell_of_alarms
from frirum.web.runs.models import EvaluationRun, FileRole, RunFile, RunState
from frirum.web.runs.plans import experiment_of
from frirum.web.trail.actors import WORKER
from frirum.web.trail.recording import hold
from frirum.web.zones import STATISTICS, alias

PLAN_FILE = "plan.toml"


def evaluate_run(context: JobContext) -> dict[str, Any]:
    """Compute a run. Killed anywhere, it is computed anew: nothing of it is kept before all of it is."""
    run = _as_ordered(context)
    if run.is_done:
        # Killed between the result and its harms: what was read of them is not read again.
        feed(run, plan_from(run.plan, PLAN_FILE), run.result)
    if run.state != RunState.ORDERED:
        return {"run": run.code}
    try:
        plan = plan_from(run.plan, PLAN_FILE)
        with tempfile.TemporaryDirectory() as folder:
            order = _order(run, plan, Path(folder))
            text = computed_apart(
                order,
                told=lambda done, total: context.progress(done, total, _("Regner")),
                may_go_on=context.check,
            )
        keep_result(run=run, plan=plan, text=text, by=WORKER)
        feed(run, plan, text)
    except FrirumError as refused:
        note_failed(run=run, error=" ".join(filter(None, (refused.message, refused.remedy))), by=WORKER)
        raise
    return {"run": run.code}


def _as_ordered(context: JobContext) -> EvaluationRun:
    """The run as whoever ordered it left it.

    A job is seen as soon as casework holds it, and the run is written in statistics a moment later: a run that was
    cancelled before would still be read as cancelled, and never be computed.
    """
    with transaction.atomic(using=alias(STATISTICS)):
        hold(STATISTICS)
        return EvaluationRun.objects.get(reference=context.arguments["run"])


def feed(run: EvaluationRun, plan: EvaluationPlan, text: str) -> None:
    """Read the harms that a finished run counted, and tell of an alarm. Nothing of it waits for the agreed day."""
    run.refresh_from_db()
    if run.is_done:
        feed_watches(run=run, result=result_of(text, plan), by=WORKER)
        tell_of_alarms(run=run, by=WORKER)


def _order(run: EvaluationRun, plan: EvaluationPlan, folder: Path) -> RunOrder:
    catalogue = current_catalogue()
    design = None if run.design is None else Design.objects.filter(reference=run.design).first()
    paths: dict[str, list[Path]] = {role: [] for role in FileRole.values}
    same = _same_people(run)
    for number, one in enumerate(run.files.all(), 1):
        paths[one.role].append(_under_its_name(one, folder / str(number), same))
    return RunOrder(
        experiment=experiment_of(plan, design),
        others=tuple(one for one in catalogue.experiments.values() if one.slug != plan.slug),
        plan=plan,
        extracts=tuple(paths[FileRole.EXTRACT]),
        audits=tuple(paths[FileRole.AUDIT]),
        surveys=tuple(paths[FileRole.SURVEY]),
        marks=next(iter(paths[FileRole.MARKS]), None),
        scales=catalogue.scales,
    )


def _same_people(run: EvaluationRun) -> dict[str, str]:
    """Who stands under several pseudonyms in the run's data sets; those whose bytes are gone are refused elsewhere."""
    rows, people = [], None
    for one in run.files.exclude(data_kind=""):
        if store.hash_of(STATISTICS, one.sha256) != one.sha256:
            continue
        kept = store.path_of(STATISTICS, one.sha256)
        if one.data_kind == REGISTER:
            people = people_of_register(kept)
        else:
            rows.append(kept)
    return same_people(rows, people)


def _under_its_name(one: RunFile, folder: Path, same: Mapping[str, str]) -> Path:
    """The stored bytes where a reader finds the name it tells a file by.

    Raises:
        NotAllowed: the bytes are gone, or others than those that were brought, or the day they are deleted has come.
    """
    rows = StoredFile._base_manager.using(alias(STATISTICS)).filter(reference=one.file)
    row = rows.filter(delete_on__gt=clock.today()).first()
    if row is None or store.hash_of(STATISTICS, one.sha256) != one.sha256:
        raise NotAllowed(
            _("{file} er slettet eller ændret, siden den blev bragt ind.").format(file=one.name),
            remedy=_("Bestil en ny kørsel med filen."),
        )
    folder.mkdir()
    path, kept = folder / one.name, store.path_of(STATISTICS, one.sha256)
    if one.data_kind == REGISTER:
        lay_out_register(kept, path)
    elif one.data_kind:
        write_extract(kept, one.data_kind, path, same)
    else:
        put_under(kept, path)
    return path
