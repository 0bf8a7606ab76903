"""The documents by name, for the command line and the site: of an experiment, of a network, of the whole catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.network import Network
from frirum.core.catalogue.sources import Doubt
from frirum.core.documents.conclusions import concluded_rows, conclusions_document, summary_of
from frirum.core.documents.decisions import network_annex
from frirum.core.documents.final import Found, final_report
from frirum.core.documents.one_page import citizen_page, minister_page
from frirum.core.documents.pixi import pixi_document
from frirum.core.report.blocks import Document


class ReportKind(StrEnum):
    """What is written; the values are the command line's."""

    FINAL = "final"
    MINISTER = "minister"
    CITIZEN = "citizen"
    CONCLUSIONS = "conclusions"
    PIXI = "pixi"
    DECISIONS = "decisions"


OF_AN_EXPERIMENT = (ReportKind.FINAL, ReportKind.MINISTER, ReportKind.CITIZEN)
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
        found: what runs answered; of the final report only.
    """
    if kind is ReportKind.MINISTER:
        return minister_page(experiment, catalogue, date=date)
    if kind is ReportKind.CITIZEN:
        return citizen_page(experiment, catalogue, date=date)
    return final_report(experiment, catalogue, found=found, date=date)


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
        return pixi_document(network, catalogue, doubts, date=date)
    rows = concluded_rows(network, catalogue, summary_of(network).period)
    return conclusions_document(network, catalogue, rows, date=date)


def catalogue_document(catalogue: Catalogue, *, date: dt.date | None = None) -> Document:
    """The decision annex."""
    return network_annex(catalogue, date=date)
