"""A release as files. Everything here is made of the release alone, whose cells are protected."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from frirum.core.disclosure.printing import report_table
from frirum.core.language import current_language
from frirum.core.language import gettext as _
from frirum.core.report.blocks import Document
from frirum.core.report.export import table_to_csv, table_to_xlsx
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.report.numbers import Run
from frirum.core.report.tables import ReportTable
from frirum.web.releases.models import Released
from frirum.web.releases.tables import protected_of


def printed(released: Released) -> ReportTable:
    """A release as a table of the block model: the only way from here into pages, documents and exports."""
    return report_table(
        protected_of(released), caption=released.title, source=_source(released), release=released.code
    )


def picture(released: Released) -> bytes:
    """The release as a bar chart, SVG."""
    # Matplotlib takes long to load, and most who read a release want no picture.
    from frirum.core.disclosure.charts import bar_chart

    figure = bar_chart(
        protected_of(released), caption=released.title, source=_source(released), release=released.code
    )
    assert figure.svg is not None
    return figure.svg


def document(released: Released) -> Document:
    """The release as a document of its own."""
    return Document(
        released.title,
        (printed(released),),
        language=current_language(),
        kicker=_("Frigivelse {code}").format(code=released.code),
        date=timezone.localtime(released.released_at).date(),
    )


def _source(released: Released) -> Run:
    return Run(released.run, synthetic=released.synthetic)


EXPORTS: dict[str, tuple[Callable[[Released], bytes], str]] = {
    "csv": (lambda released: table_to_csv(printed(released)), "text/csv; charset=utf-8"),
    "xlsx": (
        lambda released: table_to_xlsx(printed(released)),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "docx": (lambda released: render(document(released), "docx"), MEDIA_TYPES["docx"]),
    "pdf": (lambda released: render(document(released), "pdf"), MEDIA_TYPES["pdf"]),
    "svg": (picture, "image/svg+xml"),
}
"""Extension -> what makes the file, and its media type."""
