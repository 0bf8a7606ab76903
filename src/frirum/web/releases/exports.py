"""A release as files. Everything here is made of the release alone, whose cells are protected."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from frirum.core.disclosure.printing import cleared_figures, released_figures, report_table
from frirum.core.language import current_language
from frirum.core.language import gettext as _
from frirum.core.report.blocks import Document
from frirum.core.report.export import table_to_csv, table_to_xlsx
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.report.inlines import Inlines, Text
from frirum.core.report.numbers import Run
from frirum.core.report.tables import ReportTable
from frirum.web.designs.reading import address_of
from frirum.web.releases.estimates import estimates_of, header, said_of_release, shown_rows
from frirum.web.releases.models import Released
from frirum.web.releases.tables import protected_of


def printed(released: Released) -> ReportTable:
    """A release as a table of the block model: the only way from here into pages, documents and exports."""
    if released.has_estimates:
        return _printed_estimates(released)
    return report_table(
        protected_of(released), caption=released.title, source=_source(released), release=released.code
    )


def _printed_estimates(released: Released) -> ReportTable:
    shown = cleared_figures(estimates_of(released), release=released.code)
    rows: list[tuple[Inlines, ...]] = []
    held = estimates_of(released).held_back
    for said, (outcome, words) in zip(
        said_of_release(released), shown_rows(said_of_release(released), estimates_of(released)), strict=True
    ):
        *figures, p_value = released_figures(
            shown.get(said.question), source=_source(released), is_held_back=said.question in held
        )
        rows.append((outcome, words[0], Text(words[1]), *figures, words[-2], p_value))
    return ReportTable(released.title, header(), tuple(rows), notes=(_("Afrundet, og set af to personer."),))


def formats_of(released: Released) -> list[str]:
    """The files there are of a release; estimates have no bars."""
    return [name for name in EXPORTS if name != "svg" or not released.has_estimates]


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
    address = address_of(reverse("releases:released", args=[released.code]))
    return Run(released.run, synthetic=released.synthetic, address=address, called=released.source)


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
