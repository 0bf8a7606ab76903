"""The short report of a network: foreword, overall conclusions, themes with recommendations and what they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from frirum.core.catalogue.compilations import RecommendationRow, recommendation_rows
from frirum.core.catalogue.findings import StatedFinding
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.network import Network, ShortReport, Theme
from frirum.core.catalogue.sources import Doubt
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.designs.document.text import quoted, words
from frirum.core.documents.basis import RecommendationBasis, recommendation_basis
from frirum.core.documents.passages import municipalities_text, slot, titles
from frirum.core.documents.stated import StatedClaim, stated_claims
from frirum.core.language import current_language, own_text
from frirum.core.language import gettext as _
from frirum.core.report.blocks import (
    Block,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Heading,
    Note,
    NoteKind,
    Paragraph,
)
from frirum.core.report.inlines import Missing, Text


def pixi_document(
    network: Network,
    catalogue: Catalogue,
    doubts: Mapping[str, Doubt],
    *,
    date: dt.date | None = None,
) -> Document:
    """The short report; a part nobody has written is a slot that says who writes it.

    Args:
        doubts: what the sources contradict about networks, by id.
    """
    report = network.short_report
    rows = [row for row in recommendation_rows(catalogue) if row.network is network]
    blocks: list[Block] = [
        *_foreword(network, report),
        *_overall(network, report, catalogue, doubts),
        *(block for theme in network.themes for block in _theme(theme, rows, catalogue, doubts)),
        *_outside_design(rows, catalogue, doubts),
        *_listed(network, report, catalogue),
        *_further(report),
    ]
    return Document(
        title=report.title if report else own_text(network, "title"),
        blocks=tuple(blocks),
        language=current_language(),
        kicker=(report.subtitle if report else None) or _("Kort udgave af evalueringen"),
        subject=_("Erfaringer og anbefalinger fra frikommuneforsøg"),
        issuer=municipalities_text(network.members),
        date=date,
    )


def _foreword(network: Network, report: ShortReport | None) -> list[FlowBlock]:
    blocks: list[FlowBlock] = [Heading(_("Forord"))]
    said = report.foreword if report else ()
    blocks += [Paragraph(words(one)) for one in said] or slot(_("netværkets koordinator"))
    if network.themes:
        blocks.append(Paragraph(_("Erfaringer og anbefalinger er samlet under disse temaer:")))
        blocks.append(BulletList(*(own_text(theme, "title") for theme in network.themes)))
    return blocks


def _overall(
    network: Network, report: ShortReport | None, catalogue: Catalogue, doubts: Mapping[str, Doubt]
) -> list[FlowBlock]:
    """The network's conclusions as it wrote them, then what the claims beneath say of them."""
    blocks: list[FlowBlock] = [Heading(_("Overordnede konklusioner"))]
    said = report.conclusions if report else ()
    if report is None or not said:
        return [*blocks, *slot(_("netværkets koordinator"))]
    blocks.append(BulletList(*(words(one) for one in said)))
    blocks += [Paragraph(words(one)) for one in report.recommendation]
    touched = [name for one in (*said, *report.recommendation) for name in one.doubt_ids]
    found = _doubts(touched, doubts)
    members = [catalogue.experiments[slug] for slug in network.experiments if slug in catalogue.experiments]
    worse = [
        claim.sentence
        for one in members
        for claim in stated_claims(one)
        if claim.finding is StatedFinding.WORSE
    ]
    if found or worse:
        blocks.append(Heading(_("Hvad der taler imod"), level=2))
        blocks.append(BulletList(*map(quoted, (*worse, *found))))
    return blocks


def _theme(
    theme: Theme, rows: Iterable[RecommendationRow], catalogue: Catalogue, doubts: Mapping[str, Doubt]
) -> list[FlowBlock]:
    blocks: list[FlowBlock] = [Heading(own_text(theme, "title"))]
    blocks += [Paragraph(words(theme))] if theme.text else slot(_("netværkets koordinator"))
    blocks.append(Paragraph(_("Med afsæt i disse forsøg anbefaler netværket:")))
    for row in rows:
        if row.theme is theme and not row.recommendation.outside_design:
            blocks += _recommendation(recommendation_basis(row, catalogue), doubts)
    return blocks


def _recommendation(basis: RecommendationBasis, doubts: Mapping[str, Doubt]) -> list[FlowBlock]:
    """What is recommended, what it rests on, and whether it is ahead of that."""
    wish = basis.row.recommendation
    rests_on = titles(basis.experiments) or Missing(_("anbefalingen nævner ikke noget forsøg"))
    blocks: list[FlowBlock] = [
        Heading(own_text(wish, "title"), level=2),
        Paragraph(words(wish)),
        DefinitionRows(
            DefinitionRow(_("Hviler på"), rests_on),
            *_claims(basis.claims),
        ),
    ]
    reasons = [*(one.text for one in basis.ahead), *_doubts(wish.doubt_ids, doubts)]
    if basis.ahead:
        said = _("Anbefalingen er foran det, der er fundet. {reasons}").format(reasons=" ".join(reasons))
        blocks.append(Note(NoteKind.WARNING, said))
    elif reasons:
        blocks.append(Note(NoteKind.INFO, " ".join(reasons)))
    return blocks


def _claims(claims: tuple[StatedClaim, ...]) -> list[DefinitionRow]:
    """What the sources found, the surest first, one row per step."""
    if not claims:
        return [DefinitionRow(_("Hvad kilderne fandt"), Missing())]
    by_step: dict[EvidenceStep, list[str]] = {}
    for one in claims:
        by_step.setdefault(one.step, []).append(_("{what}: {said}").format(what=one.what, said=one.said))
    return [
        DefinitionRow(_step_label(step), "\n".join(by_step[step])) for step in sorted(by_step, reverse=True)
    ]


def _step_label(step: EvidenceStep) -> str:
    if step is EvidenceStep.ACCOUNT:
        return _("Fundet som erfaring")
    return _("Fundet på trin {n} af 5").format(n=int(step))


def _doubts(ids: Iterable[str], doubts: Mapping[str, Doubt]) -> list[str]:
    return [own_text(doubts[one]) for one in dict.fromkeys(ids) if one in doubts]


def _outside_design(
    rows: Iterable[RecommendationRow], catalogue: Catalogue, doubts: Mapping[str, Doubt]
) -> list[FlowBlock]:
    """What came up that no experiment was designed to find out."""
    blocks: list[FlowBlock] = [Heading(_("Ny viden uden for forsøgenes design"))]
    found = [row for row in rows if row.recommendation.outside_design]
    if not found:
        return [*blocks, *slot(_("netværkets koordinator"))]
    blocks.append(
        Paragraph(_("Det følgende kom frem undervejs. Forsøgene var ikke lagt an på at undersøge det."))
    )
    for row in found:
        blocks += _recommendation(recommendation_basis(row, catalogue), doubts)
    return blocks


def _listed(network: Network, report: ShortReport | None, catalogue: Catalogue) -> list[FlowBlock]:
    """The network's own list with its own titles; without one, its experiments as they are defined."""
    if report and report.listed:
        names = [quoted(one.title) for one in report.listed]
    else:
        defined = (catalogue.experiments.get(slug) for slug in network.experiments)
        names = [
            Text(f"{own_text(one, 'short_title')} ({label(one.status)})")
            for one in defined
            if one is not None
        ]
    title = _("De {n} aktive forsøg").format(n=len(names)) if names else _("Aktive forsøg")
    return [Heading(title), BulletList(*names) if names else Paragraph(Missing())]


def _further(report: ShortReport | None) -> list[FlowBlock]:
    reading = report.further_reading if report else ()
    contact = report.contact if report else None
    return [
        Heading(_("For mere viden")),
        BulletList(*map(quoted, reading)) if reading else Paragraph(Missing()),
        DefinitionRows(DefinitionRow(_("Kontakt"), words(contact) if contact else Missing())),
    ]
