"""The short report of a network: foreword, overall conclusions, themes with recommendations and what they rest on.

Its parts come from the network's definition, or from people who write it together; what stands beneath a recommendation
is read from the experiments it names either way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from frirum.core.catalogue.findings import StatedFinding
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.network import Network, Recommendation, ShortReport
from frirum.core.catalogue.sources import Doubt
from frirum.core.catalogue.standing import standing
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.designs.document.text import quoted, words
from frirum.core.documents import words as w
from frirum.core.documents.basis import RecommendationBasis, basis_of
from frirum.core.documents.passages import municipalities_text, slot, titles
from frirum.core.documents.sentences import say
from frirum.core.documents.stated import StatedClaim, stated_claims
from frirum.core.language import current_language, own_text
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
    Passage,
    prose,
)
from frirum.core.report.inlines import Missing

FOREWORD, CONCLUSIONS, ADVICE = "forord", "konklusioner", "samlet-anbefaling"
OUTSIDE, READING, CONTACT = "ny-viden", "mere-viden", "kontakt"
THEME, RECOMMENDATION = "tema-", "anbefaling-"
"""How the keys of themes and recommendations begin; the network's own are named by their ids."""


@dataclass(frozen=True)
class PixiPart:
    """One part of the report.

    Attributes:
        key: which part, unique in the report.
        title: its heading; of a recommendation what is recommended.
        blocks: what it says; () where nobody has written it.
        said: the same as a person types it in a field.
        under: key of the part it stands under: a recommendation's theme.
        rests_on: slugs of the experiments that a recommendation rests on.
        doubts: ids of what the sources contradict about it.
    """

    key: str
    title: str
    blocks: tuple[FlowBlock, ...] = ()
    said: str = ""
    under: str = ""
    rests_on: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def is_theme(self) -> bool:
        """Whether recommendations stand under it."""
        return self.key.startswith(THEME)


@dataclass(frozen=True)
class WrittenPart:
    """A part as people have written it: `PixiPart` without what is made of it."""

    key: str
    title: str
    text: str
    under: str = ""
    rests_on: tuple[str, ...] = ()


def parts_of(network: Network) -> tuple[PixiPart, ...]:
    """The parts that the report of a network has, each with what its definition says of it."""
    return tuple(_parts(network, network.short_report))


def _parts(network: Network, report: ShortReport | None) -> Iterator[PixiPart]:
    foreword = report.foreword if report else ()
    yield PixiPart(
        FOREWORD,
        w.said(w.FOREWORD),
        tuple(Paragraph(words(one)) for one in foreword),
        "\n\n".join(own_text(one) for one in foreword),
    )
    concluded = report.conclusions if report else ()
    yield PixiPart(
        CONCLUSIONS,
        w.said(w.OVERALL_CONCLUSIONS),
        (BulletList(*(words(one) for one in concluded)),) if concluded else (),
        "\n".join(f"- {own_text(one)}" for one in concluded),
        doubts=_doubts_of(concluded),
    )
    advice = report.recommendation if report else ()
    yield PixiPart(
        ADVICE,
        w.said(w.OVERALL_ADVICE),
        tuple(Paragraph(words(one)) for one in advice),
        "\n\n".join(own_text(one) for one in advice),
        doubts=_doubts_of(advice),
    )
    outside: list[Recommendation] = []
    for theme in network.themes:
        key = f"{THEME}{theme.id}"
        text = own_text(theme) if theme.text else ""
        yield PixiPart(key, own_text(theme, "title"), (Paragraph(words(theme)),) if theme.text else (), text)
        outside += [one for one in theme.recommendations if one.outside_design]
        yield from (_wished(one, key) for one in theme.recommendations if not one.outside_design)
    yield PixiPart(OUTSIDE, w.said(w.OUTSIDE_DESIGN))
    yield from (_wished(one, OUTSIDE) for one in outside)
    reading = report.further_reading if report else ()
    yield PixiPart(
        READING,
        w.said(w.FURTHER_READING),
        (BulletList(*map(quoted, reading)),) if reading else (),
        "\n".join(f"- {one}" for one in reading),
    )
    contact = report.contact if report else None
    yield PixiPart(
        CONTACT,
        w.said(w.CONTACT),
        (Paragraph(words(contact)),) if contact else (),
        own_text(contact) if contact else "",
    )


def _wished(wish: Recommendation, under: str) -> PixiPart:
    return PixiPart(
        f"{RECOMMENDATION}{wish.id}",
        own_text(wish, "title"),
        (Paragraph(words(wish)),),
        own_text(wish),
        under,
        wish.rests_on,
        wish.doubt_ids,
    )


def _doubts_of(said: Iterable[object]) -> tuple[str, ...]:
    return tuple(name for one in said for name in one.doubt_ids)  # type: ignore[attr-defined]


def in_order(parts: Iterable[WrittenPart]) -> tuple[WrittenPart, ...]:
    """Parts as they are read: what was added to a theme later stands under it, and a new theme after the others."""
    every = list(parts)
    top = [one for one in every if not one.under]
    themes = [one for one in top if one.key.startswith(THEME)]
    after = {OUTSIDE, READING, CONTACT}
    order = [
        *(one for one in top if one not in themes and one.key not in after),
        *themes,
        *(one for one in top if one.key in after),
    ]
    return tuple(part for one in order for part in (one, *(sub for sub in every if sub.under == one.key)))


def as_parts(network: Network, written: Iterable[WrittenPart], *, is_open: bool) -> tuple[PixiPart, ...]:
    """What people have written, as parts; what the sources contradict of a part stays with it.

    Args:
        is_open: they go on writing, also in Word.
    """
    known = {one.key: one for one in parts_of(network)}
    return tuple(
        PixiPart(
            one.key,
            one.title,
            _said(one, is_open=is_open),
            one.text,
            one.under,
            one.rests_on,
            known[one.key].doubts if one.key in known else (),
        )
        for one in in_order(written)
    )


def _said(part: WrittenPart, *, is_open: bool) -> tuple[FlowBlock, ...]:
    text = part.text.strip()
    if not text and not is_open:
        return ()
    return (Passage(part.key, prose(text) or tuple(_slot()), is_open),)


def pixi_document(
    network: Network,
    catalogue: Catalogue,
    doubts: Mapping[str, Doubt],
    *,
    parts: tuple[PixiPart, ...] | None = None,
    kicker: str = "",
    date: dt.date | None = None,
) -> Document:
    """The short report; a part nobody has written is a slot that says who writes it.

    Args:
        doubts: what the sources contradict about networks, by id.
        parts: what people have written; None takes the definition's.
        kicker: the kind of document; "" takes the definition's.
    """
    report = network.short_report
    given = parts_of(network) if parts is None else parts
    by_key = {one.key: one for one in given}
    title = report.title if report and parts is None else own_text(network, "title")
    said = kicker or (report.subtitle if report else None) or say("short_edition_of_evaluation")
    blocks: list[Block] = [
        *_foreword(by_key, given),
        *_overall(by_key, network, catalogue, doubts),
        *(block for one in given if one.is_theme for block in _theme(one, given, catalogue, doubts)),
        *_outside_design(by_key, given, catalogue, doubts),
        *_listed(network, report if parts is None else None, catalogue),
        *_further(by_key),
    ]
    return Document(
        title=title,
        blocks=tuple(blocks),
        language=current_language(),
        kicker=said,
        subject=say("experience_and_recommendations_from_free"),
        issuer=municipalities_text(network.members),
        date=date,
    )


def _slot() -> list[Note]:
    return slot(say("network_coordinator"))


def _foreword(by_key: Mapping[str, PixiPart], parts: Iterable[PixiPart]) -> list[FlowBlock]:
    blocks: list[FlowBlock] = [Heading(w.said(w.FOREWORD)), *(_blocks(by_key, FOREWORD) or _slot())]
    themes = [one.title for one in parts if one.is_theme]
    if themes:
        blocks.append(Paragraph(say("experience_and_recommendations_are_gathered")))
        blocks.append(BulletList(*themes))
    return blocks


def _blocks(by_key: Mapping[str, PixiPart], key: str) -> tuple[FlowBlock, ...]:
    return by_key[key].blocks if key in by_key else ()


def _overall(
    by_key: Mapping[str, PixiPart], network: Network, catalogue: Catalogue, doubts: Mapping[str, Doubt]
) -> list[FlowBlock]:
    """The network's conclusions as it wrote them, then what the claims beneath say of them."""
    blocks: list[FlowBlock] = [
        Heading(w.said(w.OVERALL_CONCLUSIONS)),
        *(_blocks(by_key, CONCLUSIONS) or _slot()),
    ]
    advice = _blocks(by_key, ADVICE)
    blocks += [Heading(w.said(w.OVERALL_ADVICE), level=2), *advice] if advice else []
    touched = [name for key in (CONCLUSIONS, ADVICE) if key in by_key for name in by_key[key].doubts]
    found = _doubts(touched, doubts)
    members = [catalogue.experiments[slug] for slug in network.experiments if slug in catalogue.experiments]
    worse = [
        claim.sentence
        for one in members
        for claim in stated_claims(one)
        if claim.finding is StatedFinding.WORSE
    ]
    if found or worse:
        blocks.append(Heading(w.said(w.SPEAKS_AGAINST), level=2))
        blocks.append(BulletList(*map(quoted, (*worse, *found))))
    return blocks


def _theme(
    theme: PixiPart, parts: Iterable[PixiPart], catalogue: Catalogue, doubts: Mapping[str, Doubt]
) -> list[FlowBlock]:
    blocks: list[FlowBlock] = [Heading(theme.title), *(theme.blocks or _slot())]
    wishes = [one for one in parts if one.under == theme.key]
    if wishes:
        blocks.append(Paragraph(say("on_basis_of_these_experiments_network")))
    return [*blocks, *(block for one in wishes for block in _recommendation(one, catalogue, doubts))]


def _recommendation(part: PixiPart, catalogue: Catalogue, doubts: Mapping[str, Doubt]) -> list[FlowBlock]:
    """What is recommended, what it rests on, and whether it is ahead of that."""
    basis: RecommendationBasis = basis_of(part.title, part.rests_on, catalogue)
    rests_on = titles(basis.experiments) or Missing(say("recommendation_names_no_experiment"))
    blocks: list[FlowBlock] = [
        Heading(part.title, level=2),
        *(part.blocks or _slot()),
        DefinitionRows(
            DefinitionRow(say("rests_on"), rests_on),
            *_claims(basis.claims),
        ),
    ]
    reasons = [*(one.text for one in basis.ahead), *_doubts(part.doubts, doubts)]
    if basis.ahead:
        said = say("recommendation_is_ahead_of_what", reasons=" ".join(reasons))
        blocks.append(Note(NoteKind.WARNING, said))
    elif reasons:
        blocks.append(Note(NoteKind.INFO, " ".join(reasons)))
    return blocks


def _claims(claims: tuple[StatedClaim, ...]) -> list[DefinitionRow]:
    """What the sources found, the surest first, one row per step."""
    if not claims:
        return [DefinitionRow(say("what_sources_found"), Missing())]
    by_step: dict[EvidenceStep, list[str]] = {}
    for one in claims:
        by_step.setdefault(one.step, []).append(say("what_said", what=one.what, said=one.said))
    return [
        DefinitionRow(_step_label(step), "\n".join(by_step[step])) for step in sorted(by_step, reverse=True)
    ]


def _step_label(step: EvidenceStep) -> str:
    if step is EvidenceStep.ACCOUNT:
        return say("found_as_experience")
    return say("found_on_step_n_of_5", n=int(step))


def _doubts(ids: Iterable[str], doubts: Mapping[str, Doubt]) -> list[str]:
    return [own_text(doubts[one]) for one in dict.fromkeys(ids) if one in doubts]


def _outside_design(
    by_key: Mapping[str, PixiPart],
    parts: Iterable[PixiPart],
    catalogue: Catalogue,
    doubts: Mapping[str, Doubt],
) -> list[FlowBlock]:
    """What came up that no experiment was designed to find out."""
    blocks: list[FlowBlock] = [Heading(w.said(w.OUTSIDE_DESIGN))]
    lead = _blocks(by_key, OUTSIDE)
    found = [one for one in parts if one.under == OUTSIDE]
    if not found and not lead:
        return [*blocks, *_slot()]
    said = say("following_came_up_on_way_experiments")
    blocks += [Paragraph(said), *lead]
    return [*blocks, *(block for one in found for block in _recommendation(one, catalogue, doubts))]


def _listed(network: Network, report: ShortReport | None, catalogue: Catalogue) -> list[FlowBlock]:
    """The network's own list with its own titles; without one, its experiments as they are defined."""
    if report and report.listed:
        names = [quoted(one.title) for one in report.listed]
        return [Heading(say("n_active_experiments", n=len(names))), BulletList(*names)]
    defined = [catalogue.experiments[slug] for slug in network.experiments if slug in catalogue.experiments]
    active = [own_text(one, "short_title") for one in defined if standing(one, catalogue.on).is_running]
    others = [
        f"{own_text(one, 'short_title')} ({standing(one, catalogue.on).text})"
        for one in defined
        if not standing(one, catalogue.on).is_running
    ]
    blocks: list[FlowBlock] = [Heading(w.said(w.ACTIVE))]
    blocks.append(BulletList(*active) if active else Paragraph(w.said(w.NONE_ACTIVE)))
    if others:
        blocks += [Heading(w.said(w.OTHERS), level=2), BulletList(*others)]
    return blocks


def _further(by_key: Mapping[str, PixiPart]) -> list[FlowBlock]:
    return [
        Heading(w.said(w.MORE)),
        Heading(w.said(w.FURTHER_READING), level=2),
        *(_blocks(by_key, READING) or (Paragraph(Missing()),)),
        Heading(w.said(w.CONTACT), level=2),
        *(_blocks(by_key, CONTACT) or (Paragraph(Missing()),)),
    ]
