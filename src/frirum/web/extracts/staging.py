"""Rows on their way in: read, compared with what is kept, and written aside until somebody accepts the batch.

A stretch of rows, its findings and how far the reading has come are one transaction: killed anywhere, a reading goes on
with the row after the last one written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connections, transaction
from django.db.models import Max, Model

from frirum.core.extracts.compact_json import compact_json
from frirum.core.extracts.findings import ExtractFinding, FindingCode
from frirum.core.extracts.kinds import MARKS, kind_named
from frirum.core.extracts.marks import PlacedMark, marked_twice
from frirum.core.extracts.model import Value
from frirum.core.extracts.reading import Before, Fate, ReadRow, RowReader, Settled, rank_of, settle
from frirum.core.files.source import OpenedFile
from frirum.core.vocabulary.periods import Period
from frirum.web.extracts.hash_keys import as_digits, as_number, as_numbers
from frirum.web.extracts.models import (
    Batch,
    ExtractPerson,
    ExtractRow,
    ReadingProgress,
    RowFinding,
    RowState,
    Standing,
)
from frirum.web.extracts.reading import identity_key, open_batch, reader_of, sealed_identity, stretches, who
from frirum.web.jobs.context import JobContext
from frirum.web.uses.identities import Identity
from frirum.web.zones import CASEWORK, alias

# Small enough that others get at the database in between, large enough that a row costs next to nothing.
STRETCH = 1_000


def read_rows(batch: Batch, context: JobContext) -> ReadingProgress:
    """Read the batch's file from where an earlier reading stopped, to its end."""
    assert batch.mapping is not None
    try:
        with open_batch(batch) as source:
            return _read_from(
                batch, source, reader_of(batch, source, batch.mapping.mapping, whole=True), context
            )
    finally:
        _identity_key.cache_clear()


def _read_from(batch: Batch, source: OpenedFile, reader: RowReader, context: JobContext) -> ReadingProgress:
    progress = ReadingProgress.objects.get_or_create(batch=batch)[0]
    for stretch in stretches(reader.rows(after_line=progress.line), STRETCH):
        settled = settle(stretch, lambda keys: _known_in_file(batch, keys))
        with transaction.atomic():
            _revise(batch, settled)
            _stage(batch, settled.rows)
            _note(progress, settled)
            context.save({}, done=progress.line, total=max(source.last_line, progress.line))
        context.check()
    return progress


def _known_in_file(batch: Batch, keys: Sequence[str]) -> Mapping[str, Before]:
    there = _select(ExtractRow, ["row_key"], {"batch_id": batch.pk}, as_numbers(keys))
    if not there:
        return {}
    rows = ExtractRow.objects.filter(batch=batch, row_key__in=[as_digits(key) for (key,) in there])
    kind = kind_named(batch.kind)
    return {
        key: Before(content, line, rank_of(kind, values), standing == Standing.AGAINST)
        for key, content, line, values, standing in rows.values_list(
            "row_key", "content_key", "line", "values", "standing"
        )
    }


def _revise(batch: Batch, settled: Settled) -> None:
    """Rows staged before that a later row says more of go; those it contradicts are marked, and go at the end."""
    delete_lines(batch, settled.overtaken)
    against = [line for line, _other in settled.against]
    ExtractRow.objects.filter(batch=batch, state=RowState.STAGED, line__in=against).update(
        standing=Standing.AGAINST
    )
    add_findings(
        batch,
        (
            ExtractFinding(FindingCode.TWICE_DIFFERENT, line, other_line=other)
            for line, other in settled.against
        ),
    )


def set_contradicted_aside(batch: Batch) -> int:
    """Set aside the rows that another row of the file contradicts; returns how many."""
    against = ExtractRow.objects.filter(batch=batch, state=RowState.STAGED, standing=Standing.AGAINST)
    n = against.count()
    delete_staged(against)
    return n


def _note(progress: ReadingProgress, settled: Settled) -> None:
    fates = [row.fate for row in settled.rows]
    progress.line = settled.rows[-1].line
    progress.accepted += fates.count(Fate.ACCEPTED) - len(settled.overtaken)
    progress.set_aside += fates.count(Fate.SET_ASIDE)
    progress.duplicates += fates.count(Fate.DUPLICATE) + len(settled.overtaken)
    progress.save()


def _stage(batch: Batch, settled: Sequence[ReadRow]) -> None:
    accepted = [row for row in settled if row.fate is Fate.ACCEPTED]
    keys = as_numbers(row.row_key for row in accepted)
    kept = _kept(batch, keys)
    people = _people(batch.organisation, accepted)
    _insert(
        _cells(batch, row, key, person, kept.get(key))
        for row, key, person in zip(accepted, keys, people, strict=True)
    )
    add_findings(batch, (finding for row in settled for finding in row.findings))


def _kept(batch: Batch, keys: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Row key -> (pk, content key) of what counts now; keys as the database has them."""
    where = {"organisation": batch.organisation, "kind": batch.kind, "state": RowState.CURRENT.value}
    found = _select(ExtractRow, ["row_key", "id", "content_key"], where, keys)
    return {key: (pk, content) for key, pk, content in found}


def _people(organisation: str, accepted: Sequence[ReadRow]) -> list[int]:
    """The key of each row's person; one who is new is written down, his numbers encrypted."""
    rows = [(row.identity.cpr, row.identity.case_number) for row in accepted if row.identity is not None]
    keys = [_identity_key(*numbers) for numbers in rows]
    where = {"organisation": organisation}
    known = dict(_select(ExtractPerson, ["identity_key", "id"], where, list(set(keys))))
    new = {key: numbers for key, numbers in zip(keys, rows, strict=True) if key not in known}
    made = ExtractPerson.objects.bulk_create(
        ExtractPerson(
            organisation=organisation,
            who=who(Identity(*numbers)),
            identity_key=as_digits(key),
            identity_sealed=sealed_identity(Identity(*numbers), as_digits(key)),
        )
        for key, numbers in new.items()
    )
    known |= {as_number(str(person.identity_key)): person.pk for person in made}
    return [known[key] for key in keys]


@lru_cache(maxsize=50_000)
def _identity_key(cpr: str, case_number: str) -> int:
    """As `identity_key`; a citizen has many rows, near each other. Forgotten when the file is read."""
    return as_number(identity_key(Identity(cpr, case_number)))


def _select(
    model: type[Model], columns: Sequence[str], where: Mapping[str, Any], keys: Sequence[int]
) -> list[tuple[Any, ...]]:
    """Cells of the rows under some keys, as the database has them; the first of `columns` is the key.

    Asked in plain SQL: making a query of a thousand keys of each takes as long as reading their rows from the file.
    """
    if not keys:
        return []
    conditions = [f'"{name}" = %s' for name in where]
    conditions.append(f'"{columns[0]}" IN ({", ".join(["%s"] * len(keys))})')
    names = ", ".join(f'"{name}"' for name in columns)
    with connections[alias(CASEWORK)].cursor() as cursor:
        cursor.execute(
            f'SELECT {names} FROM "{model._meta.db_table}" WHERE {" AND ".join(conditions)}',
            [*where.values(), *keys],
        )
        return list(cursor.fetchall())


_COLUMNS = (
    "organisation", "batch_id", "person_id", "kind", "line", "row_key", "content_key", "values", "standing", "state",
    "replaces_id",
)  # fmt: skip


def _insert(rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows straight into the table: making an object of each takes longer than all the rest.

    What the columns' own check of texts would look at has been looked at cell by cell (`without_cpr_check`).
    """
    names, signs = ", ".join(f'"{name}"' for name in _COLUMNS), ", ".join(["%s"] * len(_COLUMNS))
    with connections[alias(CASEWORK)].cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{ExtractRow._meta.db_table}" ({names}) VALUES ({signs})',
            list(rows),
        )


def _cells(
    batch: Batch, row: ReadRow, key: int, person: int, kept: tuple[int, int] | None
) -> tuple[Any, ...]:
    """The cells of a row, in the order of `_COLUMNS`."""
    standing, content = Standing.NEW, as_number(row.content_key)
    if kept:
        standing = Standing.KNOWN if kept[1] == content else Standing.CHANGED
    return (
        batch.organisation,
        batch.pk,
        person,
        batch.kind,
        row.line,
        key,
        content,
        compact_json(stored_values(row.values)),
        standing.value,
        RowState.STAGED.value,
        kept[0] if kept and standing is Standing.CHANGED else None,
    )


def stored_values(values: Mapping[str, Value]) -> dict[str, Any]:
    """Typed values as JSON keeps them: dates as 2018-07-01, numbers with decimals as text."""
    return {name: value if type(value) is str else _stored(value) for name, value in values.items()}


def _stored(value: Value) -> str | int | bool:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def add_findings(batch: Batch, findings: Iterable[ExtractFinding]) -> None:
    """Keep findings of a batch."""
    RowFinding.objects.bulk_create(
        RowFinding(
            batch=batch,
            line=f.line,
            code=f.code,
            column=f.column[:200],
            other_line=f.other_line,
            left_out=f.left_out,
        )
        for f in findings
    )


def unstage(batch: Batch) -> None:
    """Forget what a reading wrote; the file is read from its beginning next time."""
    delete_staged(ExtractRow.objects.filter(batch=batch, state=RowState.STAGED))
    RowFinding.objects.filter(batch=batch).delete()
    ReadingProgress.objects.filter(batch=batch).delete()


def delete_people_without_rows(organisation: str) -> None:
    """Delete the people whose last row is gone."""
    left = ExtractPerson._base_manager.filter(organisation=organisation, rows=None)
    ExtractPerson._base_manager.filter(pk__in=list(left.values_list("pk", flat=True))).delete()


def delete_staged(rows: Any) -> None:
    """Delete rows in the database itself: staged ones are referred to by nothing, and there may be a million."""
    rows._raw_delete(rows.db)


def delete_lines(batch: Batch, lines: Iterable[int]) -> None:
    """Delete the staged rows of these lines."""
    for some in stretches(sorted(lines), STRETCH):
        delete_staged(ExtractRow.objects.filter(batch=batch, state=RowState.STAGED, line__in=some))


# ---- marks that overlap: seen only when the whole file has been read ----


def set_overlapping_aside(batch: Batch) -> int:
    """Set aside the later of two overlapping marks of one citizen; returns how many."""
    if batch.kind != MARKS:
        return 0
    findings = list(marked_twice(_placed_marks(batch)))
    lines = {finding.line for finding in findings if finding.line}
    delete_lines(batch, lines)
    add_findings(batch, (finding for finding in findings if finding.line))
    return len(lines)


def tell_uncovered(batch: Batch) -> int:
    """Find anew the batch's rows that lie wholly outside the days it is said to cover; returns how many.

    They are taken all the same: the days may be what is wrong.
    """
    RowFinding.objects.filter(batch=batch, code=FindingCode.NOT_COVERED).delete()
    kind = kind_named(batch.kind)
    if batch.covers_from is None or batch.covers_to is None or not kind.day:
        return 0
    first, last = batch.covers_from.isoformat(), batch.covers_to.isoformat()
    rows = ExtractRow.objects.filter(batch=batch, state__in=(RowState.STAGED, RowState.CURRENT))

    def is_outside(values: Mapping[str, Any]) -> bool:
        day = values.get(kind.day)
        if day is None:
            return False
        # What has begun and not ended reaches into the days that are covered, whenever it began.
        until = values.get(kind.until, last) if kind.until else day
        return bool(day > last or until < first)

    found = [line for line, values in rows.values_list("line", "values").iterator() if is_outside(values)]
    add_findings(batch, (ExtractFinding(FindingCode.NOT_COVERED, line) for line in found))
    return len(found)


def _placed_marks(batch: Batch) -> list[PlacedMark]:
    """The batch's marks and those already kept that it says nothing of; the kept have no line in this file."""
    staged = ExtractRow.objects.filter(batch=batch, state=RowState.STAGED)
    kept = ExtractRow.objects.filter(
        organisation=batch.organisation,
        kind=batch.kind,
        state=RowState.CURRENT,
        person__who__in=staged.values("person__who"),
    ).exclude(row_key__in=staged.values("row_key"))
    if batch.corrects is not None:
        kept = kept.exclude(batch__in=corrected_chain(batch))
    marks = [_placed(row, row.line) for row in staged.select_related("person")]
    marks += [_placed(row, 0) for row in kept.select_related("person")]
    return sorted(marks, key=lambda mark: (mark.who, mark.what, mark.days.first or dt.date.min, mark.line))


def _placed(row: ExtractRow, line: int) -> PlacedMark:
    start, end = row.values["set_on"], row.values.get("ended_on")
    days = Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None)
    return PlacedMark(line, row.person.who, f"{row.values['experiment']}/{row.values['part']}", days)


# ---- what a correction takes away ----


def corrected_chain(batch: Batch) -> list[int]:
    """The batch that this one corrects, the one that it corrected, and so on."""
    chain: list[int] = []
    before = batch.corrects
    while before is not None:
        chain.append(before.pk)
        before = before.corrects
    return chain


def gone_rows(batch: Batch) -> Any:
    """The rows of the corrected batches that the corrected file no longer has."""
    in_file = ExtractRow.objects.filter(batch=batch, state=RowState.STAGED).values("row_key")
    return ExtractRow.objects.filter(
        organisation=batch.organisation,
        kind=batch.kind,
        state=RowState.CURRENT,
        batch__in=corrected_chain(batch),
    ).exclude(row_key__in=in_file)


def decisions_so_far(organisation: str, kind: str) -> int:
    """How often kept rows of the kind have changed: what a reading was compared with."""
    own = Batch.objects.filter(organisation=organisation, kind=kind)
    return own.aggregate(n=Max("decision"))["n"] or 0
