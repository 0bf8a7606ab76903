"""The jobs: reading a register, and holding it against marks. Killed, they leave nothing, and begin anew."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from frirum.core.errors import InputRefused
from frirum.core.extracts.kinds import MARKS
from frirum.core.registers.export import write_store
from frirum.core.registers.pseudonyms import cpr_of_people
from frirum.core.registers.quality import quality_of
from frirum.core.registers.reading import read_register
from frirum.core.registers.spell_table import SpellTable, group_spells
from frirum.web.jobs.apart import Tell, run_apart
from frirum.web.jobs.context import JobContext
from frirum.web.organisations.access import actor_named
from frirum.web.registers.actions import finish_comparison, finish_reading
from frirum.web.registers.keys import pseudonyms_for
from frirum.web.registers.models import DataSet, DataSetState
from frirum.web.registers.opening import key_pairs, opened, stored_path
from frirum.web.registers.same_people import same_people

# A tenth of a second of hashing.
_AT_A_TIME = 100_000


def _data_set(context: JobContext) -> DataSet:
    return DataSet.objects.get(reference=context.arguments["data_set"])


def read(context: JobContext) -> dict[str, Any]:
    """Read a register to spells under the evaluation's pseudonyms, with the counts that tell its quality."""
    data_set = _data_set(context)
    if data_set.state != DataSetState.READING:
        return {"people": data_set.people}
    keys = key_pairs(data_set)
    with opened(data_set) as path, tempfile.TemporaryDirectory(prefix="register-") as folder:
        done = run_apart(lambda tell: _read_to_files(data_set, path, Path(folder), keys, tell), context)
        finish_reading(
            data_set=data_set,
            paths=done.paths,
            counts=done.counts,
            people=done.people,
            can_be_linked=done.counts["linked"] is not None,
            by=actor_named(context.requested_by),
        )
    return {"people": done.people}


@dataclass(frozen=True)
class RegisterRead:
    """What a reading gave: files by what they are, and counts."""

    paths: dict[str, Path]
    counts: dict[str, Any]
    people: int


def _read_to_files(
    data_set: DataSet, path: Path, folder: Path, keys: dict[bytes, bytes] | None, tell: Tell
) -> RegisterRead:
    """Everything that takes time, and asks no database."""
    table = read_register(path, progress=tell)
    shown, linked = _shown(data_set, table, keys, tell)
    counts = {
        **quality_of(table),
        "linked": linked,
        "warnings": list(table.warnings),
        "book": table.book.name,
    }
    tell(1, 1)
    provenance = {
        "data_set": str(data_set.reference),
        "gap": table.book.gap_weeks,
        "pseudonyms": "evaluation",
    }
    names = write_store(folder / "forloeb.parquet", table, group_spells(table), shown, provenance)
    return RegisterRead({what: folder / name for what, name in names.items()}, counts, table.people)


def _shown(
    data_set: DataSet, table: SpellTable, keys: dict[bytes, bytes] | None, tell: Tell
) -> tuple[list[str], int | None]:
    """The pseudonym of each person, and how many of them are of a CPR number; None where none can be."""
    own = table.ids.tolist()
    try:
        numbers = cpr_of_people(table.ids, keys)
    except InputRefused:
        return _hashed(data_set, (b"own:" + number for number in own), tell), None
    linked = sum(number is not None for number in numbers)
    named = (
        number if number is not None else b"own:" + mine for number, mine in zip(numbers, own, strict=True)
    )
    return _hashed(data_set, named, tell), linked


def _hashed(data_set: DataSet, numbers: Iterator[bytes], tell: Tell) -> list[str]:
    found: list[str] = []
    while some := list(islice(numbers, _AT_A_TIME)):
        found += pseudonyms_for(some, organisation=data_set.organisation, slug=data_set.slug)
        tell(1, 1)
    return found


def compare(context: JobContext) -> dict[str, Any]:
    """Hold a register against all marks that came through the door for the same evaluation, in counts."""
    data_set = _data_set(context)
    register = stored_path(data_set.files["people"])
    people = set(pl.read_parquet(register, columns=["number"])["number"].drop_nulls())
    context.check()
    found: Counter[tuple[str, str]] = Counter()
    marked: dict[str, set[str]] = {}
    marks = _marks(data_set)
    same = same_people(marks, register)
    for path in marks:
        frame = pl.read_parquet(path, columns=["number", "experiment"])
        for number, experiment in frame.drop_nulls("number").iter_rows():
            marked.setdefault(same.get(number, number), set()).add(experiment)
        context.check()
    for number, experiments in marked.items():
        for experiment in experiments:
            found[experiment, "marked"] += 1
            found[experiment, "found"] += number in people
    here = [experiments for number, experiments in marked.items() if number in people]
    counts = {
        "marked": len(marked),
        "found": len(here),
        "only_other": sum(data_set.slug not in experiments for experiments in here),
        "also_other": sum(data_set.slug in experiments and len(experiments) > 1 for experiments in here),
        "experiments": [
            [name, found[name, "marked"], found[name, "found"]] for name in sorted({n for n, _what in found})
        ],
    }
    finish_comparison(data_set=data_set, found=counts, by=actor_named(context.requested_by))
    return {"marked": counts["marked"], "found": counts["found"]}


def _marks(data_set: DataSet) -> list[Path]:
    own = DataSet.objects.filter(
        organisation=data_set.organisation, slug=data_set.slug, kind=MARKS, state=DataSetState.READY
    )
    return [stored_path(one.files["rows"]) for one in latest_of_each_sender(list(own))]


def latest_of_each_sender(found: list[DataSet]) -> list[DataSet]:
    """The last data set of each municipality: what it sends anew takes the place of what it sent before."""
    newest: dict[str, DataSet] = {}
    for one in sorted(found, key=lambda each: (each.received_at, each.pk)):
        newest[one.sender] = one
    return list(newest.values())
