"""Data sets of the own evaluation in a run: rows that municipalities let through the door, and registers read here.

A run points at what is stored, by its fingerprint, so that a data set that is deleted is gone from here too. Rows are
written out as an extract with the kind's own headings where the run is computed, and read as any extract. A register is
pointed at by its description, which holds the fingerprints of its spells, and is read from them (`registers.stored`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from frirum.core.extracts.kinds import MARKS, kind_named
from frirum.core.files.frames import write_csv
from frirum.core.registers import words as register_words
from frirum.core.registers.stored import CASE_MARK, ENDING, files_of
from frirum.core.vocabulary.danish import format_date, format_number
from frirum.web import clock
from frirum.web.files import store
from frirum.web.files.models import StoredFile
from frirum.web.organisations.names import place_name
from frirum.web.registers.models import REGISTER, DataSet, DataSetState
from frirum.web.registers.work import latest_of_each_sender
from frirum.web.runs import words
from frirum.web.zones import STATISTICS, alias

ROWS, DESCRIPTION = "rows", "package"


def data_sets_for(keys: Iterable[str]) -> list[DataSet]:
    """The data sets of these organisations that a run can read: the last of each kind from each municipality."""
    found = _readable(keys).exclude(kind=REGISTER)
    groups: dict[tuple[str, str, str], list[DataSet]] = {}
    for one in found:
        groups.setdefault((one.organisation, one.slug, one.kind), []).append(one)
    newest = [one for group in groups.values() for one in latest_of_each_sender(group)]
    return sorted(newest, key=lambda one: (one.slug, one.kind, one.sender))


def registers_for(keys: Iterable[str]) -> list[DataSet]:
    """The registers of these organisations that a run can read, the newest first: whoever is in one can be linked."""
    return list(_readable(keys).filter(kind=REGISTER, can_be_linked=True))


def _readable(keys: Iterable[str]) -> QuerySet[DataSet]:
    ready = DataSet.objects.filter(organisation__in=list(keys), state=DataSetState.READY)
    return ready.filter(delete_on__gt=clock.today())


def register_label(one: DataSet, experiment: str) -> str:
    """A stored register as it is chosen."""
    said = _(
        "»{name}« til {experiment}: datasæt {n}, modtaget {day}, {people} personer, slettes {end}"
    ).format(
        name=one.name,
        experiment=experiment,
        n=one.number,
        day=format_date(one.received_at.date()),
        people=format_number(one.people or 0),
        end=format_date(one.delete_on),
    )
    # Without them a job cannot be told, which most plans ask for.
    return (
        said
        if one.counts.get("industry_months")
        else _("{register}. Uden branchekoder").format(register=said)
    )


def data_set_label(one: DataSet, experiment: str) -> str:
    """A data set as it is chosen."""
    return _("{kind} fra {place} til {experiment}: datasæt {n}, modtaget {day}").format(
        kind=one.kind_label,
        place=place_name(one.sender),
        experiment=experiment,
        n=one.number,
        day=format_date(one.received_at.date()),
    )


def refuse_others(data_sets: Sequence[DataSet], *, slug: str, organisation: str) -> None:
    """Refuse a data set of another evaluation: its people have other pseudonyms, and other terms.

    Raises:
        InputRefused: it is of another experiment or organisation, not read, deleted, or its day has come; a register
            whose people cannot be linked; or there are two registers.
    """
    if sum(one.kind == REGISTER for one in data_sets) > 1:
        raise words.several_registers()
    for one in data_sets:
        if (one.slug, one.organisation) != (slug, organisation):
            raise words.of_another_evaluation(one.number)
        if one.state == DataSetState.DELETED or one.delete_on <= clock.today():
            raise words.deleted(one.number)
        if one.state != DataSetState.READY:
            raise words.not_read(one.number)
        if one.kind == REGISTER and not one.can_be_linked:
            raise register_words.no_link()


def stored_rows(one: DataSet) -> StoredFile:
    """The stored rows of a data set; of a register its description.

    Raises:
        InputRefused: they are deleted.
    """
    rows = StoredFile._base_manager.using(alias(STATISTICS))
    found = rows.filter(reference=one.files.get(DESCRIPTION if one.kind == REGISTER else ROWS)).first()
    if found is None:
        raise words.deleted(one.number)
    return found


def name_of(one: DataSet) -> str:
    """What its file is called in a run."""
    if one.kind == REGISTER:
        return f"datasaet-{one.number}-{REGISTER}{ENDING}"
    return f"datasaet-{one.number}-{one.sender}-{one.kind}.csv"


def lay_out_register(description: Path, target: Path) -> None:
    """A stored register where it is read: its description under the name of the run's file, its spells beside it.

    Files that are gone are left out; whoever reads it says so.
    """
    shutil.copyfile(description, target)
    for name, sha256 in files_of(json.loads(target.read_text(encoding="utf-8"))).items():
        kept = store.path_of(STATISTICS, sha256)
        if kept.is_file():
            put_under(kept, target.parent / name)


def put_under(kept: Path, path: Path) -> None:
    """Stored bytes under another name, without copying where the disk can."""
    try:
        path.symlink_to(kept.resolve())
    except OSError:
        shutil.copyfile(kept, path)


def people_of_register(description: Path) -> Path | None:
    """Where the people of a stored register lie; None where they are gone."""
    resources = json.loads(description.read_text(encoding="utf-8"))["resources"]
    kept = store.path_of(STATISTICS, next(one["sha256"] for one in resources if one["name"] == "people"))
    return kept if kept.is_file() else None


def write_extract(rows: Path, kind: str, target: Path, same: Mapping[str, str] | None = None) -> None:
    """The rows of one kind as an extract in text: the kind's headings, days as ISO, the same bytes each time.

    Args:
        same: as `same_people` tells.
    """
    frame = pl.read_parquet(rows)
    columns = {
        "Sagsnummer": CASE_MARK + frame["number"].replace(same or {}),
        "Kommune": frame["municipality"].cast(pl.String),
    }
    if kind == MARKS:
        part = pl.when(pl.col("part").is_null()).then(pl.lit("")).otherwise("/" + pl.col("part"))
        frame = frame.with_columns(
            (pl.col("experiment") + part).alias("mark"), pl.col("begun_on").alias("set_on")
        )
    for of in kind_named(kind).fields:
        if of.id in frame.columns and of.danish not in columns and of.id not in ("number", "municipality"):
            columns[of.danish] = _as_text(frame[of.id])
    write_csv(pl.DataFrame(columns), target, separator=";")


def _as_text(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Boolean:
        return column.replace_strict({True: "ja", False: "nej"}, default=None, return_dtype=pl.String)
    if column.dtype == pl.Float64:
        # A point between digits can be read as thousands.
        return column.cast(pl.String).str.replace(".", ",", literal=True)
    return column.cast(pl.String)
