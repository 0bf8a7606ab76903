"""What everybody can read of an experiment as a document: its answer on one page, to a citizen or a minister."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frirum.core.documents.from_runs import found_in
from frirum.core.documents.kinds import ReportKind, experiment_document
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.runs.releasing import released_results
from frirum.web.site.pages import download

WHOM = {"borger": ReportKind.CITIZEN, "minister": ReportKind.MINISTER}


@require_safe
def one_page(request: HttpRequest, slug: str, whom: str, extension: str) -> HttpResponse:
    """The answer as HTML, DOCX or PDF, with what runs found as the gate let it out for everybody.

    What was reckoned on synthetic data stands in the answer of a synthetic experiment alone.
    """
    catalogue = current_catalogue()
    experiment = catalogue.experiments.get(slug)
    if experiment is None or whom not in WHOM or extension not in MEDIA_TYPES:
        raise Http404
    runs = [one.typed for one in released_results(slug) if experiment.synthetic or not one.synthetic]
    made = experiment_document(
        WHOM[whom], experiment, catalogue, found=found_in(runs) if runs else None, date=clock.today()
    )
    content = render(made, extension)
    return download(content, name=f"{slug}-{whom}.{extension}", media_type=MEDIA_TYPES[extension])
