"""A batch as its page shows it: what became of the rows, what was found, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frirum.core.extracts.words import finding_said
from frirum.core.vocabulary.danish import format_number
from frirum.web.extracts.forms import FindingFilter
from frirum.web.extracts.models import Batch, BatchState, RowFinding
from frirum.web.jobs.models import Job, State
from frirum.web.organisations.names import place_name
from frirum.web.site.listing import ByText, ListColumn, each, list_table, ordered
from frirum.web.site.tables import Table
from frirum.web.site.templatetags.frirum import Step, date


def batch_columns() -> list[ListColumn[Batch]]:
    """The columns of the list of batches."""
    return [
        ListColumn[Batch]("number", _("Nr."), cells=each(lambda one: str(one.number)), order="number"),
        ListColumn[Batch]("kind", _("Indhold"), cells=each(lambda one: one.kind_label)),
        ListColumn[Batch]("system", _("Fagsystem"), cells=each(lambda one: one.system), order="system"),
        ListColumn[Batch](
            "municipality",
            _("Kommune"),
            cells=each(lambda one: place_name(one.organisation)),
            order=ByText(("organisation",), each(lambda kind: place_name(*kind))),
        ),
        ListColumn[Batch](
            "state",
            _("Tilstand"),
            cells=each(lambda one: one.get_state_display()),
            order=ByText(("state",), each(lambda kind: BatchState(*kind).label)),
        ),
        ListColumn[Batch](
            "rows",
            _("Rækker"),
            cells=each(lambda one: format_number(one.rows) if one.rows else "–"),
            order="rows",
            numeric=True,
        ),
        ListColumn[Batch](
            "brought", _("Hentet ind"), cells=each(lambda one: date(one.uploaded_at)), order="uploaded_at"
        ),
    ]


def batch_table(query: QueryDict, batches: Sequence[Batch], columns: Sequence[ListColumn[Batch]]) -> Table:
    """A page of the list of batches."""
    return list_table(
        query,
        batches,
        columns,
        caption=_("Udtræk, de nyeste først"),
        href=lambda one: f"{one.reference}/",
    )


def facts(batch: Batch) -> list[tuple[str, Any]]:
    """What the batch is."""
    found: list[tuple[str, Any]] = [
        (_("Indhold"), batch.kind_label),
        (_("Kommune"), place_name(batch.organisation)),
        (_("Fagsystem"), batch.system),
        (_("Hentet ind"), date(batch.uploaded_at)),
        (_("Dækker"), covered_text(batch)),
        (_("Hjemmel"), batch.legal_basis),
        (_("Rækkerne slettes"), date(batch.delete_on)),
    ]
    if batch.corrects is not None:
        found.append((_("Retter"), _("udtræk {n}").format(n=batch.corrects.number)))
    if batch.mapping is not None:
        found.append((_("Kolonner"), _("udgave {n}").format(n=batch.mapping.number)))
    if batch.decided_at is not None:
        found.append((_("Afgjort"), date(batch.decided_at)))
    return found


def covered_text(batch: Batch) -> str:
    """1. januar 2024 – 30. september 2025, or that nobody has said."""
    if batch.covers_from is None or batch.covers_to is None:
        return _("ikke oplyst")
    return f"{date(batch.covers_from)} – {date(batch.covers_to)}"


def counts(batch: Batch) -> list[tuple[str, str, str]]:
    """(what, how many, what it means); the first three add up to the last."""
    new = batch.accepted - batch.changed
    taken = ngettext("{n} ny", "{n} nye", new).format(n=format_number(new))
    if batch.changed:
        changed = ngettext("{n} ændret", "{n} ændrede", batch.changed).format(n=format_number(batch.changed))
        taken = _("{first} og {second}").format(first=taken, second=changed)
    return [
        (_("Taget"), format_number(batch.accepted), taken),
        (_("Lagt til side"), format_number(batch.set_aside), _("se hvorfor under fund")),
        (_("Gentagelser"), format_number(batch.duplicates), _("samme indhold som en anden række eller før")),
        (_("Rækker i alt"), format_number(batch.rows), ""),
    ]


def steps(batch: Batch) -> list[Step]:
    """Where in the course the batch is."""
    order = [BatchState.UPLOADED, BatchState.READING, BatchState.READ, BatchState.ACCEPTED]
    titles = [_("Kolonner"), _("Læsning"), _("Afgørelse"), _("Gemt")]
    place = order.index(BatchState(batch.state)) if batch.state in order else len(order)
    found = []
    for number, title in enumerate(titles):
        done = number < place or batch.state == BatchState.ACCEPTED
        state = "done" if done else "current" if number == place else "later"
        found.append(Step(title, state))
    return found


def job_of(batch: Batch) -> Job | None:
    """The batch's job, while it says something: running, waiting, or ended without what it was for."""
    job = Job.objects.filter(reference=batch.job).first() if batch.job else None
    if job is None or job.state == State.DONE:
        return None
    return job if batch.state in (BatchState.READING, BatchState.READ) else None


def found_rows(batch: Batch, request: HttpRequest) -> tuple[FindingFilter, QuerySet[RowFinding]]:
    """The filter over a batch's findings, and those it lets through, sorted as the address asks."""
    codes = list(batch.findings.order_by("code").values_list("code", flat=True).distinct())
    columns = list(
        batch.findings.exclude(column="").order_by("column").values_list("column", flat=True).distinct()
    )
    form = FindingFilter(request.GET or None, codes=codes, columns=columns)
    rows = batch.findings.all()
    if form.is_bound and form.is_valid():
        if form.cleaned_data["fund"]:
            rows = rows.filter(code=form.cleaned_data["fund"])
        if form.cleaned_data["kolonne"]:
            rows = rows.filter(column=form.cleaned_data["kolonne"])
    return form, ordered(rows, finding_columns(), request.GET, then=("line", "pk"))


def finding_columns() -> list[ListColumn[RowFinding]]:
    """The columns of the findings, on the page and in the file. They name lines and columns, never a citizen."""
    return [
        ListColumn[RowFinding](
            "line",
            _("Linje"),
            cells=each(lambda one: format_number(one.line)),
            order="line",
            export=lambda one: one.line,
            numeric=True,
        ),
        ListColumn[RowFinding](
            "column",
            _("Kolonne"),
            cells=each(lambda one: one.column or _("hele rækken")),
            order="column",
            export=lambda one: one.column,
        ),
        ListColumn[RowFinding]("code", _("Kode"), export=lambda one: one.code),
        ListColumn[RowFinding](
            "what",
            _("Fund"),
            cells=each(lambda one: one.finding.text),
            order="code",
            export=lambda one: one.finding.text,
        ),
        ListColumn[RowFinding](
            "remedy",
            _("Hvad der kan gøres"),
            cells=each(lambda one: one.finding.remedy),
            export=lambda one: one.finding.remedy,
        ),
        ListColumn[RowFinding]("fate", _("Følge"), cells=each(_fate), export=_fate),
    ]


def _fate(row: RowFinding) -> str:
    return _("taget med") if row.finding.is_warning else _("lagt til side")


def summary(batch: Batch) -> list[tuple[str, str]]:
    """(what was found, how often), the most frequent first."""
    found = batch.findings.order_by().values_list("code").annotate(n=Count("pk")).order_by("-n", "code")
    return [(finding_said(code)[0], format_number(n)) for code, n in found]
