"""`frirum report`: a document about an experiment as a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from frirum.cli.definitions import catalogue_in_force
from frirum.cli.output import emit
from frirum.core.catalogue import Catalogue, Experiment
from frirum.core.catalogue.form_content import form_content, reporting_period
from frirum.core.instruments.form_document import form_document
from frirum.core.language import gettext as _
from frirum.core.report.blocks import Document
from frirum.core.report.files import write_atomically
from frirum.core.report.formats import MEDIA_TYPES, render


@click.command("report")
@click.argument("slug")
@click.option("--kind", type=click.Choice(["design", "form"]), required=True, help="Which document.")
@click.option("--format", "extension", type=click.Choice(list(MEDIA_TYPES)), required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--period", help="Reporting period; the latest when left out.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date printed on the document; none when left out.",
)
def report(
    *, slug: str, kind: str, extension: str, out: Path, period: str | None, day: dt.datetime | None
) -> None:
    """Write a document about the experiment SLUG."""
    catalogue = catalogue_in_force()
    experiment = catalogue.experiment(slug)
    date = day.date() if day else None
    if kind == "design":
        document, missing = _design(catalogue, experiment, date)
    else:
        content = form_content(experiment, reporting_period(experiment, period), catalogue.documents)
        document, missing = form_document(content, date=date), list(content.missing())
    body = render(document, extension)
    write_atomically(out, body)
    result = {
        "file": str(out),
        "kind": kind,
        "format": extension,
        "bytes": len(body),
        "missing": missing,
    }
    emit(result, _("Skrev {file} ({n} felter er ikke oplyst).").format(file=out, n=len(missing)))


def _design(catalogue: Catalogue, experiment: Experiment, date: dt.date | None) -> tuple[Document, list[str]]:
    """The evaluation design, and the key paths of what its checks found wanting."""
    from frirum.core.designs.checks.every_check import check_design
    from frirum.core.designs.document.document import design_document

    document = design_document(experiment, catalogue.documents, catalogue.scales, date=date)
    return document, [finding.path for finding in check_design(experiment, catalogue.scales)]
