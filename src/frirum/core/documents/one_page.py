"""An experiment on one page, for a minister and for a citizen: tried, for whom, used, shown, not shown, cost, decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.plan import Plan
from frirum.core.catalogue.promises import promises
from frirum.core.designs.diagnosis.from_plan import step_of
from frirum.core.designs.document.text import own, words
from frirum.core.documents.known import cost_inlines, decision_sentences, joined, period_text, use_inlines
from frirum.core.documents.passages import municipalities_text, participants_or_missing
from frirum.core.documents.promised import PromiseLine, promise_lines
from frirum.core.documents.stated import StatedClaim, claims_beneath
from frirum.core.language import current_language
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.core.report.blocks import (
    Block,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Heading,
    Paragraph,
)
from frirum.core.report.inlines import Inline, Missing, Text

_MOST = 4
"""Points under a heading; the rest stand in the final report, and the page says how many."""


def minister_page(experiment: Experiment, catalogue: Catalogue, *, date: dt.date | None = None) -> Document:
    """What a minister asks, answered with what the sources and the definition have."""
    lines = promise_lines(experiment, catalogue.scales)
    blocks: list[Block] = [
        Paragraph(words(experiment, "summary")),
        DefinitionRows(
            DefinitionRow(_("For hvem"), _groups(experiment)),
            DefinitionRow(_("Kommuner"), participants_or_missing(experiment)),
            DefinitionRow(_("Periode"), period_text(experiment)),
            DefinitionRow(_("Brugt"), use_inlines(experiment)),
            DefinitionRow(_("Pris"), cost_inlines(experiment)),
        ),
        Heading(_("Hvad der er vist, og hvor sikkert")),
        *_shown(claims_beneath(experiment, catalogue)),
        Heading(_("Hvad der ikke er vist")),
        *_not_shown(experiment, lines),
        Heading(_("Hvad der er besluttet")),
        *_points(list(decision_sentences(experiment, catalogue)), _("ingen kilde nævner en beslutning")),
    ]
    return _page(experiment, blocks, _("Forsøget på én side, til ministeren"), date)


def citizen_page(experiment: Experiment, catalogue: Catalogue, *, date: dt.date | None = None) -> Document:
    """The same for somebody who has not heard of the experiment."""
    lines = promise_lines(experiment, catalogue.scales)
    blocks: list[Block] = [
        Heading(_("Hvad gik det ud på?")),
        Paragraph(words(experiment, "summary")),
        Heading(_("Hvem var det for?")),
        Paragraph(_groups(experiment)),
        Paragraph(_where(experiment)),
        Heading(_("Hvor mange brugte det, og hvad kostede det?")),
        BulletList(use_inlines(experiment), cost_inlines(experiment)),
        Heading(_("Hvad fandt man ud af?")),
        *_shown(claims_beneath(experiment, catalogue)),
        Heading(_("Hvad ved man ikke?")),
        *_not_shown(experiment, lines),
        Heading(_("Hvad skete der bagefter?")),
        *_points(list(decision_sentences(experiment, catalogue)), _("ingen kilde nævner en beslutning")),
    ]
    return _page(experiment, blocks, _("Forsøget på én side, til borgere"), date)


def _page(experiment: Experiment, blocks: list[Block], kicker: str, date: dt.date | None) -> Document:
    return Document(
        title=own(experiment, "short_title"),
        blocks=tuple(blocks),
        language=current_language(),
        kicker=kicker,
        subject=_("Hvad der blev prøvet, og hvad der blev fundet"),
        issuer="",
        date=date,
    )


def _groups(experiment: Experiment) -> tuple[Inline, ...]:
    found = joined(((words(one),) for one in experiment.target_groups[:_MOST]), "; ")
    left = len(experiment.target_groups) - _MOST
    if left > 0:
        found = (*found, Text(_(" og {n} grupper til").format(n=left)))
    return found or (Missing(_("kilderne nævner ingen målgruppe")),)


def _where(experiment: Experiment) -> tuple[Inline, ...]:
    codes = dict.fromkeys(stay.municipality for stay in experiment.participation)
    names = municipalities_text(codes)
    place = Text(_("Kommuner: {names}.").format(names=names)) if names else Missing(_("hvilke kommuner"))
    when = period_text(experiment)
    told = Text(_(" Tid: {period}.").format(period=when)) if isinstance(when, str) else Text("")
    return (place, told)


def _shown(claims: Sequence[StatedClaim]) -> list[FlowBlock]:
    return _points([one.sentence for one in claims], _("ingen kilde siger, hvad der blev fundet"))


def _points(found: Sequence[str], missing: str) -> list[FlowBlock]:
    """The first points, and how many more there are."""
    if not found:
        return [Paragraph(Missing(missing))]
    left = len(found) - _MOST
    more = [ngettext("Og {n} til.", "Og {n} til.", left).format(n=left)] if left > 0 else []
    return [BulletList(*found[:_MOST], *more)]


def _not_shown(experiment: Experiment, lines: Sequence[PromiseLine]) -> list[FlowBlock]:
    """How far the design could reach, and what was promised and not answered."""
    plan = experiment.plan or Plan(not_stated=("purpose",))
    step = step_of(plan, plan.uptake[0] if plan.uptake else None)
    reach = _("Designet kunne højst nå trin {n} af 5: {label}. Det stærkeste ord er »{word}«.")
    said = [reach.format(n=int(step), label=step.label, word=step.wording)]
    promised = sum(1 for _one in promises(experiment))
    if not promised:
        said.append(_("Kilderne siger ikke, hvad forsøget skulle vise, så det kan ikke holdes op mod noget."))
    unanswered = [one for one in lines if not one.answered]
    if promised and unanswered:
        text = ngettext(
            "{n} løfte eller måling har intet svar i tal, blandt andet: {first}",
            "{n} løfter og målinger har intet svar i tal, blandt andet: {first}",
            len(unanswered),
        )
        said.append(text.format(n=len(unanswered), first=unanswered[0].text))
    if plan.baseline_possible is False:
        said.append(_("Der kunne ikke måles, hvordan det var før."))
    return [BulletList(*said)]
