"""Published decisions as the ministry's annex: four tables, then the reasons and where each is from."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frirum.core.catalogue.history import DecisionOutcome, DecisionReason, DecisionTable
from frirum.core.documents.decisions import AnnexDecision, decision_annex
from frirum.core.report.blocks import Document
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.web.decisions.models import DecisionRecord
from frirum.web.decisions.reading import experiment_of, is_made_up, published, texts_of
from frirum.web.decisions.views import find_published
from frirum.web.organisations.names import organisation_name
from frirum.web.site.pages import download

# The table of an outcome, the first that a decision has; an extension is followed up.
_TABLES = (
    (DecisionOutcome.MADE_PERMANENT, DecisionTable.ALREADY_ROLLED_OUT),
    (DecisionOutcome.ROLLED_OUT, DecisionTable.ALREADY_ROLLED_OUT),
    (DecisionOutcome.FOLLOWED_UP_ELSEWHERE, DecisionTable.FOLLOWED_UP_ELSEWHERE),
    (DecisionOutcome.EXTENDED, DecisionTable.FOLLOWED_UP_ELSEWHERE),
    (DecisionOutcome.NOT_ROLLED_OUT, DecisionTable.NOT_ROLLED_OUT),
    (DecisionOutcome.PARTLY_ADOPTED, DecisionTable.ALREADY_ROLLED_OUT),
    (DecisionOutcome.NO_FOLLOW_UP, DecisionTable.NO_FOLLOW_UP),
)


def table_of(outcomes: Sequence[str]) -> DecisionTable:
    """Which of the four tables a decision stands in."""
    return next(table for outcome, table in _TABLES if outcome.value in outcomes)


def annex_of(decisions: Sequence[DecisionRecord], *, title: str) -> Document:
    """The annex of published decisions, with the errata since."""
    rows: dict[DecisionTable, int] = {}
    found = []
    for one in decisions:
        table = table_of(one.outcomes)
        rows[table] = rows.get(table, 0) + 1
        found.append(_row(one, table, rows[table]))
    return decision_annex(found, title=title)


def _row(one: DecisionRecord, table: DecisionTable, row: int) -> AnnexDecision:
    texts, experiment = texts_of(one), experiment_of(one)
    others = tuple(authority.name for authority in one.authorities.all())
    return AnnexDecision(
        table=table,
        row=row,
        title=texts["title"],
        possibilities=texts["possibilities"] or None,
        basis=texts["basis"] or None,
        outcomes=tuple(DecisionOutcome(code) for code in one.outcomes),
        reasons=tuple(DecisionReason(code) for code in one.reasons),
        experiments=(experiment.short_title if experiment else one.slug,),
        date=one.decided_on,
        case_number=texts["case_number"] or None,
        decided_by=(organisation_name(one.organisation), *others),
        extended_until=one.extended_until,
        places=(settings.PUBLIC_URL + reverse("decisions:published", args=[one.reference]),),
    )


@require_safe
def one_annex(request: HttpRequest, public: uuid.UUID, extension: str) -> HttpResponse:
    """The annex of one published decision as HTML, DOCX or PDF."""
    found = find_published(public)
    return _download([found], extension, texts_of(found)["title"], f"beslutningsbilag-{found.slug}")


@require_safe
def whole_annex(request: HttpRequest, extension: str) -> HttpResponse:
    """The annex of every decision that was published here; what is made up for demonstration is not in it."""
    real = [one for one in published() if not is_made_up(one)]
    return _download(real, extension, _("Beslutninger om forsøg"), "beslutningsbilag")


def _download(found: Sequence[DecisionRecord], extension: str, title: str, name: str) -> HttpResponse:
    if extension not in MEDIA_TYPES:
        raise Http404
    body = render(annex_of(found, title=title), extension)
    return download(body, name=f"{name}.{extension}", media_type=MEDIA_TYPES[extension])
