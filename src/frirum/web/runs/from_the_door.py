"""Data sets of the own evaluation in a run: rows that municipalities let through the door, and nothing brought by hand.

A run points at the stored rows themselves, by their fingerprint, so that a data set that is deleted is gone from here
too. They are written out as an extract with the kind's own headings where the run is computed, and read as any extract.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from frirum.core.errors import InputRefused
from frirum.core.extracts.kinds import MARKS, kind_named
from frirum.core.language import gettext
from frirum.core.vocabulary.danish import format_date
from frirum.web.files.models import StoredFile
from frirum.web.organisations.names import place_name
from frirum.web.registers.models import REGISTER, DataSet, DataSetState
from frirum.web.registers.work import latest_of_each_sender
from frirum.web.zones import STATISTICS, alias

ROWS = "rows"
# A bare pseudonym can look like a number that a spreadsheet has changed.
_PERSON = "p-"


def data_sets_for(keys: Iterable[str]) -> list[DataSet]:
    """The data sets of these organisations that a run can read: the last of each kind from each municipality."""
    found = DataSet.objects.filter(organisation__in=list(keys), state=DataSetState.READY).exclude(
        kind=REGISTER
    )
    groups: dict[tuple[str, str, str], list[DataSet]] = {}
    for one in found:
        groups.setdefault((one.organisation, one.slug, one.kind), []).append(one)
    newest = [one for group in groups.values() for one in latest_of_each_sender(group)]
    return sorted(newest, key=lambda one: (one.slug, one.kind, one.sender))


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
        InputRefused: it is of another experiment or organisation, a register, or deleted.
    """
    for one in data_sets:
        if (one.slug, one.organisation) != (slug, organisation):
            raise InputRefused(
                gettext("Datasæt {n} hører til en anden evaluering.").format(n=one.number),
                remedy=gettext("Vælg datasæt til det forsøg og den organisation, planen er for."),
            )
        if one.kind == REGISTER or one.state != DataSetState.READY:
            raise InputRefused(gettext("Datasæt {n} kan ikke læses af en kørsel.").format(n=one.number))


def stored_rows(one: DataSet) -> StoredFile:
    """The stored rows of a data set.

    Raises:
        InputRefused: they are deleted.
    """
    rows = StoredFile._base_manager.using(alias(STATISTICS))
    found = rows.filter(reference=one.files.get(ROWS)).first()
    if found is None:
        raise InputRefused(gettext("Datasæt {n} er slettet.").format(n=one.number))
    return found


def name_of(one: DataSet) -> str:
    """What its file is called in a run."""
    return f"datasaet-{one.number}-{one.sender}-{one.kind}.csv"


def write_extract(rows: Path, kind: str, target: Path) -> None:
    """The rows of one kind as an extract in text: the kind's headings, days as ISO, the same bytes each time."""
    frame = pl.read_parquet(rows)
    columns = {
        "Sagsnummer": _PERSON + frame["number"],
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
    pl.DataFrame(columns).write_csv(target, separator=";")


def _as_text(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Boolean:
        return column.replace_strict({True: "ja", False: "nej"}, default=None, return_dtype=pl.String)
    if column.dtype == pl.Float64:
        # A point between digits can be read as thousands.
        return column.cast(pl.String).str.replace(".", ",", literal=True)
    return column.cast(pl.String)
