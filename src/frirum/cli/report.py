"""`frirum report`: a document about an experiment, a network or all decisions, as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from frirum.core.documents.final import Found
    from frirum.core.report.house_style import HouseStyle
    from frirum.core.report.layout import Audience

from frirum.cli.completing import slugs
from frirum.cli.definitions import catalogue_in_force
from frirum.cli.output import emit
from frirum.core.catalogue import Catalogue, Experiment, Network
from frirum.core.catalogue.faults import did_you_mean
from frirum.core.catalogue.form_content import form_content, reporting_period
from frirum.core.errors import InputRefused, UsageError
from frirum.core.instruments.form_document import form_document
from frirum.core.language import gettext as _
from frirum.core.report.blocks import Document
from frirum.core.report.files import write_atomically
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.vocabulary.marks import short_mark

_OF_AN_EXPERIMENT = ("design", "form", "interim", "final", "minister", "citizen")
_OF_A_NETWORK = ("conclusions", "pixi")
_OF_ALL = ("decisions",)
_FROM_RUNS = ("interim", "final", "minister", "citizen")


@click.command("report")
@click.argument("slug", required=False, shell_complete=slugs)
@click.option(
    "--kind",
    type=click.Choice([*_OF_AN_EXPERIMENT, *_OF_A_NETWORK, *_OF_ALL]),
    required=True,
    help="Which document.",
)
@click.option("--format", "extension", type=click.Choice(list(MEDIA_TYPES)), required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option(
    "--result",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder that frirum evaluate --out wrote; the document is then for the team alone.",
)
@click.option("--synthetic", is_flag=True, help="The results are of made-up people; every number says so.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    help="Also write everything needed to check the document, without rows of people, as one zip (RO-Crate).",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    help="A municipality's own Word template: its logo, page and styles are used in DOCX.",
)
@click.option("--period", help="Reporting period of the form; the latest when left out.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date printed on the document; none when left out.",
)
def report(
    *,
    slug: str | None,
    kind: str,
    extension: str,
    out: Path,
    folders: tuple[Path, ...],
    synthetic: bool,
    archive: Path | None,
    template: Path | None,
    period: str | None,
    day: dt.datetime | None,
) -> None:
    """Write a document about the experiment or network SLUG, or about all decisions without one."""
    if period is not None and kind != "form":
        raise UsageError(
            _("--period hører til skemaet."), remedy=_("Udelad --period, eller vælg --kind form.")
        )
    if folders and kind not in _FROM_RUNS:
        raise UsageError(
            _("--result hører til dokumenter om ét forsøgs resultater."),
            remedy=_("Udelad --result, eller vælg en af disse: {kinds}.").format(kinds=", ".join(_FROM_RUNS)),
        )
    if archive is not None and (kind not in _FROM_RUNS or day is None):
        raise UsageError(
            _("Et arkiv er af ét forsøgs dokument og har en dato."),
            remedy=_("Angiv --date, og vælg en af disse slags: {kinds}.").format(kinds=", ".join(_FROM_RUNS)),
        )
    if template is not None and extension != "docx":
        raise UsageError(_("--template hører til DOCX."), remedy=_("Udelad --template, eller vælg DOCX."))
    house_style = _house_style(template)
    catalogue = catalogue_in_force()
    date = day.date() if day else None
    found = found_in_folders(slug, folders, synthetic=synthetic)
    document, missing = _made(kind, slug, catalogue, period, date, found=found)
    audience: Audience = "team" if folders else "public"
    body = render(document, extension, audience=audience, house_style=house_style)
    write_atomically(out, body)
    if archive is not None and slug is not None and date is not None:
        from frirum.core.documents.archive import document_archive

        whole = document_archive(
            document,
            catalogue.experiment(slug),
            runs=folders,
            date=date,
            audience=audience,
        )
        write_atomically(archive, whole)
    result = {
        "file": str(out),
        "kind": kind,
        "format": extension,
        "bytes": len(body),
        "missing": missing,
        "ahead": list(_ahead(kind, slug, catalogue)),
    }
    emit(result, _("Skrev {file} ({n} felter er ikke oplyst).").format(file=out, n=len(missing)))


def _house_style(template: Path | None) -> HouseStyle | None:
    """The template, held against what everybody can read.

    Raises:
        InputRefused: it is refused, every fault by name, or cannot be read.
    """
    if template is None:
        return None
    from frirum.core.report.house_style import read_house_style

    try:
        return read_house_style(template.read_bytes())
    except OSError as fault:
        raise InputRefused(_("Filen kan ikke læses."), file=str(template)) from fault


def found_in_folders(slug: str | None, folders: tuple[Path, ...], *, synthetic: bool) -> Found | None:
    """What the results in the folders answer.

    Raises:
        UsageError: a result is of another experiment.
        InputRefused, NotAllowed: a folder has no result, or not with the plan that was run.
    """
    if not folders:
        return None
    from frirum.core.documents.from_runs import found_in
    from frirum.core.evidence.stored import read_result
    from frirum.core.evidence.typed import TypedResult

    runs = []
    for folder in folders:
        result = read_result(folder)
        if result.slug != slug:
            raise UsageError(
                _("Resultatet i {folder} er af {found}.").format(folder=folder, found=result.slug),
                remedy=_("Angiv en mappe med en kørsel af {slug}.").format(slug=slug or ""),
            )
        runs.append(TypedResult(result, run_id=short_mark(result.sha256, 12), synthetic=synthetic))
    return found_in(runs)


def _made(
    kind: str,
    slug: str | None,
    catalogue: Catalogue,
    period: str | None,
    date: dt.date | None,
    *,
    found: Found | None,
) -> tuple[Document, list[str]]:
    """The document, and what nobody has supplied."""
    from frirum.core.documents.gaps import missing_in
    from frirum.core.documents.kinds import (
        ReportKind,
        catalogue_document,
        experiment_document,
        network_document,
    )

    if kind in _OF_ALL:
        if slug is not None:
            raise UsageError(
                _("Beslutningsbilaget handler om alle forsøg."), remedy=_("Udelad {slug}.").format(slug=slug)
            )
        document = catalogue_document(catalogue, date=date)
        return document, list(missing_in(document))
    if slug is None:
        raise UsageError(_("Der mangler et navn."), remedy=_("Skriv forsøgets eller netværkets slug."))
    if kind in _OF_A_NETWORK:
        document = network_document(
            ReportKind(kind), _network(catalogue, slug), catalogue, _doubts(), date=date
        )
        return document, list(missing_in(document))
    experiment = catalogue.experiment(slug)
    if kind == "design":
        return _design(catalogue, experiment, date)
    if kind == "form":
        found_period = reporting_period(experiment, period)
        content = form_content(experiment, found_period, catalogue.documents, catalogue.scales)
        return form_document(content, date=date), list(content.missing())
    document = experiment_document(ReportKind(kind), experiment, catalogue, found=found, date=date)
    return document, list(missing_in(document))


def _network(catalogue: Catalogue, slug: str) -> Network:
    if slug in catalogue.networks:
        return catalogue.networks[slug]
    known = list(catalogue.networks)
    raise UsageError(
        _("Netværket »{slug}« findes ikke.").format(slug=slug) + did_you_mean(slug, known),
        remedy=_("Vælg et af disse: {known}.").format(known=", ".join(known)),
    )


def _doubts() -> dict[str, Any]:
    from frirum.core.catalogue.loader import shipped_shared

    return dict(shipped_shared().network_doubts)


def _ahead(kind: str, slug: str | None, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """The recommendations of a short report that are ahead of what they rest on."""
    if kind != "pixi" or slug is None:
        return
    from frirum.core.catalogue.compilations import recommendation_rows
    from frirum.core.documents.basis import recommendation_basis

    for row in recommendation_rows(catalogue):
        if row.network.slug == slug:
            basis = recommendation_basis(row, catalogue)
            if basis.ahead:
                yield {"id": row.recommendation.id, "reasons": [str(one.reason) for one in basis.ahead]}


def _design(catalogue: Catalogue, experiment: Experiment, date: dt.date | None) -> tuple[Document, list[str]]:
    """The evaluation design, and the key paths of what its checks found wanting."""
    from frirum.core.designs.checks.every_check import check_design
    from frirum.core.designs.document.document import design_document

    document = design_document(experiment, catalogue.documents, catalogue.scales, date=date)
    return document, [finding.path for finding in check_design(experiment, catalogue.scales)]
