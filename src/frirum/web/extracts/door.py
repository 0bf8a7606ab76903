"""The casework side of the one-way door: rows pass to statistics under an evaluation's pseudonyms, and none comes back.

Marks of all experiments always go along, so that an evaluation sees which of its comparison people live in another one.
No other module of casework may import from the statistics side; an import contract keeps it so.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from frirum.core.catalogue.extract_kinds import FieldType
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.extracts.kinds import MARKS, kind_named
from frirum.core.extracts.model import RowKind
from frirum.core.files.frames import write_parquet
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.extracts.models import ExtractRow, Passage, RowState
from frirum.web.extracts.reading import opened_identity, stretches
from frirum.web.jobs.actions import order_job
from frirum.web.jobs.context import JobContext
from frirum.web.organisations.access import actor_named
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.registers.actions import Terms, keep_passed
from frirum.web.registers.keys import pseudonyms_for
from frirum.web.registers.same_people import FORMER
from frirum.web.trail.actors import WORKER, Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.citizens import OtherNumbers, other_numbers
from frirum.web.uses.identities import Identity, unseal
from frirum.web.uses.models import Use, UseState
from frirum.web.zones import CASEWORK

PASS_JOB = "extracts.pass"
_AT_A_TIME = 2_000
_KNOWN: Mapping[str, Any] = {
    "number": pl.String,
    FORMER: pl.List(pl.String),
    "has_cpr": pl.Boolean,
    "municipality": pl.Int64,
}
# Free text is written by people and may name somebody; none of it leaves casework.
_COLUMNS: Mapping[FieldType, Any] = {
    FieldType.DATE: pl.Date,
    FieldType.NUMBER: pl.Float64,
    FieldType.INTEGER: pl.Int64,
    FieldType.YES_NO: pl.Boolean,
    FieldType.CODE: pl.String,
    FieldType.BENEFIT: pl.String,
    FieldType.MUNICIPALITY: pl.Int64,
    FieldType.TARGET_GROUP: pl.String,
}


def recipients(organisation: str) -> list[str]:
    """Whose evaluations a municipality's rows can go to: its own and those of its networks."""
    networks = Organisation.objects.filter(municipalities__key=organisation).order_by("key")
    return [organisation, *networks.values_list("key", flat=True)]


@action(needs=Permission.BRING_EXTRACT, of="organisation")
def order_passage(*, organisation: str, terms: Terms, kinds: Sequence[str], by: Actor) -> Passage:
    """Let a municipality's rows through to an evaluation; a job carries them.

    Args:
        organisation: whose rows.
        terms: whose evaluation of which experiment, the legal basis, and when the data set goes.
        kinds: kinds of extract besides marks, which always go along.

    Raises:
        NotAllowed: the recipient is neither the municipality nor a network of its.
        InputRefused: the terms are not whole, or an earlier passage to the same evaluation is under way.
    """
    hold(CASEWORK)
    terms.refuse_unless_whole()
    if terms.organisation not in recipients(organisation):
        raise NotAllowed(_("Kommunen kan kun videregive til sine egne og sine netværks evalueringer."))
    same = Passage.objects.filter(organisation=organisation, recipient=terms.organisation, slug=terms.slug)
    if any(is_under_way(one) for one in same.filter(passed_at=None)):
        raise InputRefused(
            _("En videregivelse til samme evaluering er i gang."), remedy=_("Vent, til den er færdig.")
        )
    made = Passage(
        organisation=organisation,
        recipient=terms.organisation,
        slug=terms.slug,
        kinds=[MARKS, *(kind_named(kind).id for kind in kinds if kind != MARKS)],
        legal_basis=terms.legal_basis.strip()[:300],
        delete_on=terms.delete_on,
        ordered_by=by.trail_reference,
        ordered_at=clock.now(),
    )
    made.job = order_job(
        kind=PASS_JOB, arguments={"passage": str(made.reference)}, organisation=organisation, by=by
    ).reference
    made.save()
    _record("extract.passage_ordered", made, by)
    return made


def is_under_way(passage: Passage) -> bool:
    """Whether its job waits or runs."""
    from frirum.web.jobs.models import OVER, Job

    return Job.objects.filter(reference=passage.job).exclude(state__in=OVER).exists()


@action(needs=Permission.BRING_EXTRACT, of="passage.organisation")
def finish_passage(*, passage: Passage, counts: Mapping[str, int], by: Actor) -> Passage:
    """All rows are on the other side; how many of each kind stays here."""
    hold(CASEWORK)
    passage = Passage.objects.get(pk=passage.pk)
    if passage.passed_at is not None:
        nothing_changed()
        return passage
    passage.counts, passage.passed_at = dict(counts), clock.now()
    passage.save()
    _record("extract.passed", passage, by, rows=sum(counts.values()))
    return passage


def _record(event: str, passage: Passage, by: Actor, **details: int) -> None:
    said: dict[str, str | int] = {"slug": passage.slug, "recipient": passage.recipient, **details}
    record(event, by=by, subject=passage, organisation=passage.organisation, details=said)


# ---- the job ----


def pass_on(context: JobContext) -> dict[str, Any]:
    """Carry the rows of a passage kind by kind; a kind that is through already is not carried again."""
    passage = Passage.objects.get(reference=context.arguments["passage"])
    if passage.passed_at is not None:
        return dict(passage.counts)
    terms = Terms(passage.recipient, passage.slug, passage.legal_basis, passage.delete_on)
    counts, others = {}, other_numbers(passage.organisation)
    with tempfile.TemporaryDirectory(prefix="passage-") as folder:
        for kind in passage.kinds:
            frame = _frame(passage, kind, others, context)
            path = Path(folder, f"{kind}.parquet")
            write_parquet(frame, path)
            counts[kind] = frame.height
            keep_passed(
                terms=terms,
                passage=passage.reference,
                sender=passage.organisation,
                kind=kind,
                path=path,
                counts={"rows": frame.height, "without_cpr": int((~frame["has_cpr"]).sum())},
                people=frame["number"].n_unique(),
                by=WORKER,
            )
    finish_passage(passage=passage, counts=counts, by=actor_named(context.requested_by))
    return counts


Rows = Iterator[tuple[Identity, dict[str, Any]]]
"""Who, and the values."""


def _frame(passage: Passage, kind: str, others: OtherNumbers, context: JobContext) -> pl.DataFrame:
    """The rows of one kind under the evaluation's pseudonyms, one for all the numbers that a citizen is known by.

    `former` holds the pseudonyms the same person had in what passed or was read under another number.
    """
    schema, rows, total = _marks(passage) if kind == MARKS else _extract_rows(passage, kind)
    columns: dict[str, list[Any]] = {name: [] for name in (*_KNOWN, *schema)}
    former: dict[bytes, set[bytes]] = {}
    before: dict[str, list[str]] = {}
    for old, now in others.now.items():
        before.setdefault(now, []).append(old)

    def hashed(numbers: Iterable[bytes]) -> list[str]:
        return pseudonyms_for(numbers, organisation=passage.recipient, slug=passage.slug)

    done = 0
    for some in stretches(rows, _AT_A_TIME):
        who = []
        for identity, _values in some:
            cpr = others.cpr_of(identity)
            own, has_cpr = _who(cpr, identity.case_number, passage.organisation)
            who.append(own)
            columns["has_cpr"].append(has_cpr)
            if cpr and identity.case_number:
                former.setdefault(own, set()).add(_who("", identity.case_number, passage.organisation)[0])
            if cpr in before:
                former.setdefault(own, set()).update(old.encode() for old in before[cpr])
        columns["number"] += hashed(who)
        columns["municipality"] += [int(passage.organisation)] * len(some)
        for name in schema:
            columns[name] += [values.get(name) for _identity, values in some]
        done += len(some)
        context.progress(done, max(total, done), kind_named(kind).danish)
    known_as = dict(
        zip(hashed(former), (sorted(hashed(sorted(old))) for old in former.values()), strict=True)
    )
    columns[FORMER] = [known_as.get(number) for number in columns["number"]]
    return pl.DataFrame(columns, schema={**_KNOWN, **schema}).sort("number")


def _who(cpr: str, case_number: str, organisation: str) -> tuple[bytes, bool]:
    """How a person is hashed, and whether by CPR number; a case number means one within its municipality alone."""
    return (cpr.encode(), True) if cpr else (f"case:{organisation}:{case_number}".encode(), False)


_MARK_COLUMNS = {"experiment": pl.String, "part": pl.String, "begun_on": pl.Date, "ended_on": pl.Date}


def _marks(passage: Passage) -> tuple[dict[str, Any], Rows, int]:
    """Every use in force of every experiment, whoever recorded it."""
    uses = Use.objects.filter(organisation=passage.organisation, state=UseState.RECORDED)

    def rows() -> Rows:
        for use in uses.select_related("citizen").order_by("pk").iterator(chunk_size=_AT_A_TIME):
            citizen = use.citizen
            cpr = unseal(citizen.cpr_sealed, citizen.place) if citizen.cpr_sealed else ""
            values = {
                "experiment": use.slug,
                "part": use.part or None,
                "begun_on": use.begun_on,
                "ended_on": use.ended_on,
            }
            yield Identity(cpr, citizen.case_number), values

    return dict(_MARK_COLUMNS), rows(), uses.count()


def _extract_rows(passage: Passage, kind: str) -> tuple[dict[str, Any], Rows, int]:
    """Every row in force of one kind, without its free texts."""
    of = kind_named(kind)
    kept = ExtractRow.objects.filter(organisation=passage.organisation, kind=kind, state=RowState.CURRENT)
    types = _typed_fields(of)

    def rows() -> Rows:
        found = kept.order_by("pk").values_list("person__identity_sealed", "person__identity_key", "values")
        for sealed, key, values in found.iterator(chunk_size=_AT_A_TIME):
            yield (
                opened_identity(sealed, key),
                {name: _typed(values.get(name), types[name]) for name in types},
            )

    return types, rows(), kept.count()


def _typed_fields(of: RowKind) -> dict[str, Any]:
    return {f.id: _COLUMNS[f.type] for f in of.fields if f.type in _COLUMNS and f.id != "municipality"}


def _typed(value: Any, column: Any) -> Any:
    if value is None:
        return None
    if column is pl.Date:
        return dt.date.fromisoformat(value)
    return float(value) if column is pl.Float64 else value


def kinds_in_force(organisation: str) -> Iterable[str]:
    """The kinds of which the municipality has rows that count, marks left out."""
    rows = ExtractRow.objects.filter(organisation=organisation, state=RowState.CURRENT).exclude(kind=MARKS)
    return sorted(rows.order_by().values_list("kind", flat=True).distinct())
