"""The documents by name, for the command line and the site: of an experiment, of a network, of the whole catalogue."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from importlib.metadata import version

from frirum.core.catalogue.canonical import canonical_bytes, fingerprint
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.network import ConclusionsSummary, Network
from frirum.core.catalogue.sources import Doubt
from frirum.core.documents import words as w
from frirum.core.documents.checking import Remade
from frirum.core.documents.conclusions import (
    ConcludedRow,
    concluded_rows,
    conclusions_document,
    summary_of,
)
from frirum.core.documents.decisions import network_annex
from frirum.core.documents.final import Found, WrittenKind, final_report
from frirum.core.documents.naming import with_names
from frirum.core.documents.one_page import citizen_page, minister_page
from frirum.core.documents.pixi import WrittenPart, as_parts, pixi_document
from frirum.core.documents.sentences import say
from frirum.core.errors import FrirumError
from frirum.core.language import current_language, language
from frirum.core.report.blocks import Document, FlowBlock


class ReportKind(StrEnum):
    """What is written; the values are the command line's."""

    FINAL = "final"
    INTERIM = "interim"
    MINISTER = "minister"
    CITIZEN = "citizen"
    CONCLUSIONS = "conclusions"
    PIXI = "pixi"
    DECISIONS = "decisions"


OF_AN_EXPERIMENT = (ReportKind.FINAL, ReportKind.INTERIM, ReportKind.MINISTER, ReportKind.CITIZEN)
OF_A_NETWORK = (ReportKind.CONCLUSIONS, ReportKind.PIXI)


def experiment_document(
    kind: ReportKind,
    experiment: Experiment,
    catalogue: Catalogue,
    *,
    found: Found | None = None,
    date: dt.date | None = None,
) -> Document:
    """The document of that kind on one experiment.

    Args:
        found: what runs answered, or None before there is a run.
    """
    pages = {ReportKind.MINISTER: minister_page, ReportKind.CITIZEN: citizen_page}
    if kind in pages:
        shown, answers = (found.shown, found.answers) if found else ((), None)
        made = pages[kind](experiment, catalogue, shown=shown, answers=answers, date=date)
    else:
        made = final_report(experiment, catalogue, found=found, date=date, kind=WrittenKind(kind))
    return _with_origin(made, kind, experiment.slug, catalogue, date, runs=found.runs if found else ())


def written_document(
    kind: WrittenKind,
    experiment: Experiment,
    catalogue: Catalogue,
    written: Mapping[str, str],
    *,
    date: dt.date | None = None,
    is_open: bool = False,
    found: Found | None = None,
) -> Document:
    """A document that people have written in.

    Args:
        written: chapter key -> the text of its part-conclusion.
        is_open: they go on writing in it.
        found: what runs, audits and surveys found, as the gate let it out; None before anything is.
    """
    made = final_report(
        experiment, catalogue, found=found, written=written, date=date, kind=kind, is_open=is_open
    )
    runs = found.runs if found else ()
    return _as_written(made, ReportKind(kind), experiment.slug, catalogue, date, runs=runs)


def written_conclusions(
    network: Network,
    catalogue: Catalogue,
    rows: tuple[ConcludedRow, ...],
    *,
    title: str,
    period: str,
    before: tuple[FlowBlock, ...],
    is_open: bool = False,
    date: dt.date | None = None,
) -> Document:
    """A table of conclusions that people have merged from forms received.

    Args:
        before: what they write before the table.
        is_open: they go on writing in it.
    """
    summary = ConclusionsSummary(title=title, period=period)
    made = conclusions_document(
        network, catalogue, rows, summary=summary, before=before, is_open=is_open, date=date
    )
    return _as_written(made, ReportKind.CONCLUSIONS, network.slug, catalogue, date)


def written_pixi(
    network: Network,
    catalogue: Catalogue,
    doubts: Mapping[str, Doubt],
    parts: tuple[WrittenPart, ...],
    *,
    edition: str,
    is_open: bool = False,
    date: dt.date | None = None,
) -> Document:
    """A short report that people have written.

    Args:
        parts: what they have written, in the order in which it was begun.
        edition: the year it is of.
        is_open: they go on writing in it.
    """
    kicker = f"{WrittenKind.PIXI.label}, {edition}"
    given = as_parts(network, parts, is_open=is_open)
    made = pixi_document(network, catalogue, doubts, parts=given, kicker=kicker, date=date)
    return _as_written(made, ReportKind.PIXI, network.slug, catalogue, date)


def _as_written(
    made: Document,
    kind: ReportKind,
    slug: str,
    catalogue: Catalogue,
    date: dt.date | None,
    *,
    runs: tuple[str, ...] = (),
) -> Document:
    """The document with how it was made, and that the words in it are people's."""
    origin = _with_origin(made, kind, slug, catalogue, date, runs=runs).origin
    return replace(made, origin=(*origin, ("written", "yes")))


def network_document(
    kind: ReportKind,
    network: Network,
    catalogue: Catalogue,
    doubts: Mapping[str, Doubt],
    *,
    date: dt.date | None = None,
) -> Document:
    """The conclusions table or the short report of one network.

    Args:
        doubts: what the sources leave open about networks, by id.

    Raises:
        UsageError: the network has no table of conclusions.
    """
    if kind is ReportKind.PIXI:
        made = pixi_document(network, catalogue, doubts, date=date)
    else:
        rows = concluded_rows(network, catalogue, summary_of(network).period)
        made = conclusions_document(network, catalogue, rows, date=date)
    return _with_origin(made, kind, network.slug, catalogue, date)


def catalogue_document(catalogue: Catalogue, *, date: dt.date | None = None) -> Document:
    """The decision annex."""
    return _with_origin(network_annex(catalogue, date=date), ReportKind.DECISIONS, "", catalogue, date)


def _with_origin(
    made: Document,
    kind: ReportKind,
    slug: str,
    catalogue: Catalogue,
    date: dt.date | None,
    *,
    runs: tuple[str, ...] = (),
) -> Document:
    """The document with how it was made, so that whoever has the same definitions can make it again."""
    origin = {
        "kind": str(kind),
        "slug": slug,
        "date": date.isoformat() if date else "",
        "language": current_language(),
        "definitions": definitions_fingerprint(catalogue),
        "version": version("frirum"),
        "runs": " ".join(runs),
    }
    return replace(with_names(made, catalogue.documents), origin=tuple(origin.items()))


def definitions_fingerprint(catalogue: Catalogue) -> str:
    """SHA-256 of every definition and network: what the documents of the catalogue rest on."""
    whole = hashlib.sha256()
    for slug in sorted(catalogue.experiments):
        whole.update(fingerprint(catalogue.experiments[slug]).encode())
    for name in sorted(catalogue.networks):
        whole.update(canonical_bytes(catalogue.networks[name]))
    return whole.hexdigest()


def remake(
    origin: Mapping[str, str],
    catalogue: Catalogue,
    doubts: Mapping[str, Doubt],
    *,
    found: Found | None = None,
) -> Remade:
    """The document an origin tells of, made again from the definitions at hand; or why it cannot be.

    Args:
        found: what the results at hand answer; None where none is.
    """
    if origin.get("kind") not in set(ReportKind):
        return Remade(None, say("document_does_not_say_how"))
    if origin.get("written"):
        return Remade(None, say("document_holds_what_people_have_written"))
    runs = " ".join(found.runs) if found else ""
    if origin.get("runs") and found is None:
        return Remade(None, say("document_rests_on_runs_cannot"))
    if origin.get("runs", "") != runs:
        return Remade(None, w.said(w.OTHER_RESULTS))
    if origin.get("version") != version("frirum"):
        return Remade(None, say("document_was_made_by_another_version"))
    if origin.get("definitions") != definitions_fingerprint(catalogue):
        return Remade(None, say("definitions_are_others_than_those_document"))
    try:
        with language(origin.get("language", "da")):
            return Remade(_made_again(origin, catalogue, doubts, found))
    except (FrirumError, ValueError, KeyError):
        return Remade(None, say("document_points_at_something"))


def _made_again(
    origin: Mapping[str, str], catalogue: Catalogue, doubts: Mapping[str, Doubt], found: Found | None
) -> Document:
    kind, slug = ReportKind(origin["kind"]), origin["slug"]
    date = dt.date.fromisoformat(origin["date"]) if origin["date"] else None
    if kind is ReportKind.DECISIONS:
        return catalogue_document(catalogue, date=date)
    if kind in OF_A_NETWORK:
        return network_document(kind, catalogue.networks[slug], catalogue, doubts, date=date)
    return experiment_document(kind, catalogue.experiment(slug), catalogue, found=found, date=date)
