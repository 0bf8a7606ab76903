"""A batch as its page shows it: what became of the rows, what was found, and what comes next."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from frirum.core.extracts.findings import WARNINGS, FindingCode, finding_texts
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_number
from frirum.web.extracts.forms import FindingFilter
from frirum.web.extracts.models import Batch, BatchState, RowFinding
from frirum.web.jobs.models import Job, State
from frirum.web.organisations.names import place_name
from frirum.web.site.tables import Column, Table, build, by_value
from frirum.web.site.templatetags.frirum import Step, date

PER_PAGE = 50
_SORTS = {
    "line": "line",
    "-line": "-line",
    "what": "code",
    "-what": "-code",
    "column": "column",
    "-column": "-column",
}


def batch_table(request: HttpRequest, page: Page[Batch]) -> Table:
    """The list of batches."""
    columns = [
        Column("number", _("Nr."), sort=by_value("order")),
        Column("kind", _("Indhold")),
        Column("system", _("Fagsystem")),
        Column("municipality", _("Kommune")),
        Column("state", _("Tilstand")),
        Column("rows", _("Rækker"), numeric=True),
        Column("brought", _("Hentet ind")),
    ]
    rows = [
        {
            "number": str(one.number),
            "order": one.number,
            "kind": one.kind_label,
            "system": one.system,
            "municipality": place_name(one.organisation),
            "state": one.get_state_display(),
            "rows": format_number(one.rows) if one.rows else "–",
            "brought": date(one.uploaded_at),
            "href": f"{one.reference}/",
        }
        for one in page.object_list
    ]
    return build(request.GET, caption=_("Udtræk, de nyeste først"), columns=columns, rows=rows)


def facts(batch: Batch) -> list[tuple[str, Any]]:
    """What the batch is."""
    found: list[tuple[str, Any]] = [
        (_("Indhold"), batch.kind_label),
        (_("Kommune"), place_name(batch.organisation)),
        (_("Fagsystem"), batch.system),
        (_("Hentet ind"), date(batch.uploaded_at)),
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


def counts(batch: Batch) -> list[tuple[str, str, str]]:
    """(what, how many, what it means); the first three add up to the last."""
    new = batch.accepted - batch.changed
    taken = _("{new} nye og {changed} ændrede").format(
        new=format_number(new), changed=format_number(batch.changed)
    )
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
    order = _SORTS.get(request.GET.get("sorter", ""))
    return form, rows.order_by(order, "line", "pk") if order else rows


def finding_page(request: HttpRequest, rows: QuerySet[RowFinding]) -> Page[RowFinding]:
    """One page of findings."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))


def finding_table(request: HttpRequest, page: Page[RowFinding]) -> Table:
    """The findings of a page; sorted in the database, as there may be a million."""
    # The table marks the column that is sorted by; the rows come sorted, so that sorting them again changes nothing.
    columns = [
        Column("line", _("Linje"), numeric=True, sort=by_value("order")),
        Column("column", _("Kolonne"), sort=by_value("order")),
        Column("what", _("Fund"), sort=by_value("order")),
        Column("remedy", _("Hvad der kan gøres")),
        Column("fate", _("Følge")),
    ]
    descending = request.GET.get("sorter", "").startswith("-")
    rows = [
        {**_cells(one), "order": -number if descending else number}
        for number, one in enumerate(page.object_list)
    ]
    return build(request.GET, caption=_("Fund, linje for linje"), columns=columns, rows=rows)


def _cells(row: RowFinding) -> dict[str, Any]:
    finding = row.finding
    return {
        "line": format_number(finding.line),
        "column": finding.column or _("hele rækken"),
        "what": finding.text,
        "remedy": finding.remedy,
        "fate": _("taget med") if finding.code.is_warning else _("lagt til side"),
    }


def summary(batch: Batch) -> list[tuple[str, str]]:
    """(what was found, how often), the most frequent first."""
    texts = finding_texts()
    found = batch.findings.order_by().values_list("code").annotate(n=Count("pk")).order_by("-n", "code")
    return [(texts[FindingCode(code)][0], format_number(n)) for code, n in found]


def findings_csv(rows: QuerySet[RowFinding]) -> bytes:
    """The findings as CSV. They name lines and columns, never a citizen."""
    header = [_("Linje"), _("Kolonne"), _("Kode"), _("Fund"), _("Hvad der kan gøres"), _("Følge")]
    body: list[list[str | int]] = [
        [
            f.line,
            f.column,
            f.code,
            f.text,
            f.remedy,
            _("taget med") if f.code in WARNINGS else _("lagt til side"),
        ]
        for f in (row.finding for row in rows.iterator())
    ]
    return rows_to_csv([header, *body])
