"""An experiment on one page, for a minister and for a citizen: tried, for whom, used, shown, cost, decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import StatedFinding
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.plan import Plan
from frirum.core.designs.diagnosis.from_plan import step_of
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.designs.document.text import words
from frirum.core.documents import words as w
from frirum.core.documents.known import (
    afterwards,
    cost_inlines,
    decision_sentences,
    joined,
    period_text,
    use_inlines,
)
from frirum.core.documents.passages import municipalities_text, participants, participants_or_missing
from frirum.core.documents.promised import PromiseLine, promise_lines
from frirum.core.documents.stated import StatedClaim, claims_beneath
from frirum.core.language import current_language, ngettext, own_text
from frirum.core.language import gettext as _
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
_MOST_AFTER = 2


Told = Sequence[tuple[Inline, ...]]


def minister_page(
    experiment: Experiment, catalogue: Catalogue, *, shown: Told = (), date: dt.date | None = None
) -> Document:
    """What a minister asks, answered with what runs, the sources and the definition have.

    Args:
        shown: what runs answered, a sentence each; it stands before what the sources say.
    """
    claims, unclear = _parted(claims_beneath(experiment, catalogue))
    blocks: list[Block] = [
        Paragraph(words(experiment, "summary")),
        DefinitionRows(
            DefinitionRow(_("For hvem"), _groups(experiment)),
            DefinitionRow(_("Kommuner"), participants_or_missing(experiment)),
            DefinitionRow(_("Tid"), period_text(experiment)),
            DefinitionRow(_("Brugt"), use_inlines(experiment)),
            DefinitionRow(_("Pris"), cost_inlines(experiment)),
        ),
        Heading(_("Hvad der er vist, og hvor sikkert")),
        *_points(
            [*shown, *((Text(one.sentence),) for one in claims)], _nothing_found(), most=_most(experiment)
        ),
        *_own_conclusions(experiment, w.said(w.MUNICIPALITIES_CONCLUDE)),
        Heading(_("Hvad der ikke er vist")),
        BulletList(
            *(one.sentence for one in unclear),
            *_reach(experiment),
            *_unanswered(promise_lines(experiment, catalogue.scales)),
        ),
        Heading(_("Hvad der er besluttet")),
        *_points(
            [(Text(one),) for one in _decided(experiment, catalogue)], _("ingen kilde nævner en beslutning")
        ),
    ]
    return _page(experiment, blocks, _("Forsøget på én side, til ministeren"), date)


def citizen_page(
    experiment: Experiment, catalogue: Catalogue, *, shown: Told = (), date: dt.date | None = None
) -> Document:
    """The same for somebody who has not heard of the experiment, without the words of evaluators."""
    claims, unclear = _parted(claims_beneath(experiment, catalogue))
    unanswered = [one for one in promise_lines(experiment, catalogue.scales) if not one.answered]
    unknown = [*(one.sentence for one in unclear), _plain_reach(_step(experiment))]
    if unanswered:
        text = ngettext(
            "Der er {n} ting, man ville undersøge, som der ikke er tal for.",
            "Der er {n} ting, man ville undersøge, som der ikke er tal for.",
            len(unanswered),
        )
        unknown.append(text.format(n=len(unanswered)))
    blocks: list[Block] = [
        Heading(_("Hvad gik det ud på?")),
        Paragraph(words(experiment, "summary")),
        Heading(_("Hvem var det for?")),
        Paragraph(_groups(experiment)),
        Paragraph(_where(experiment)),
        Heading(_("Hvor mange brugte det, og hvad kostede det?")),
        BulletList(use_inlines(experiment), cost_inlines(experiment)),
        Heading(_("Hvad fandt man ud af?")),
        *_points([*shown, *((Text(_plainly(one)),) for one in claims)], _nothing_found()),
        *_own_conclusions(experiment, w.said(w.MUNICIPALITIES_SAY)),
        Heading(_("Hvad ved man ikke?")),
        BulletList(*unknown),
        Heading(_("Hvad skete der bagefter?")),
        *_points(
            [(Text(one),) for one in _decided(experiment, catalogue)], _("ingen kilde nævner en beslutning")
        ),
    ]
    return _page(experiment, blocks, _("Forsøget på én side, til borgere"), date)


def _page(experiment: Experiment, blocks: list[Block], kicker: str, date: dt.date | None) -> Document:
    return Document(
        title=own_text(experiment, "short_title"),
        blocks=tuple(blocks),
        language=current_language(),
        kicker=kicker,
        subject=_("Hvad der blev prøvet, og hvad der blev fundet"),
        date=date,
        one_page=True,
    )


def _own_conclusions(experiment: Experiment, heading: str) -> list[FlowBlock]:
    """What the municipalities concluded themselves in the last period that has a conclusion; nothing where none has."""
    if not experiment.conclusions:
        return []
    last = max(one.period for one in experiment.conclusions)
    said = [
        Paragraph(
            Text(own_text(one, "conclusion")),
            Text(f" ({municipalities_text(one.municipalities)}, {one.period})"),
        )
        for one in experiment.conclusions
        if one.period == last
    ]
    return [Heading(heading), *said]


def _nothing_found() -> str:
    return _("ingen kilde siger, hvad der blev fundet")


def _parted(claims: Sequence[StatedClaim]) -> tuple[list[StatedClaim], list[StatedClaim]]:
    """Those that say what was found, the surest first, and those that say that nothing was."""
    unclear = [one for one in claims if one.finding is StatedFinding.UNCLEAR]
    return _surest_first([one for one in claims if one not in unclear]), unclear


def _surest_first(claims: Sequence[StatedClaim]) -> list[StatedClaim]:
    return sorted(claims, key=lambda one: -int(one.step))


def _groups(experiment: Experiment) -> tuple[Inline, ...]:
    found = joined(((words(one),) for one in experiment.target_groups[:_MOST]), "; ")
    left = len(experiment.target_groups) - _MOST
    if left > 0:
        more = ngettext(" og {n} gruppe til", " og {n} grupper til", left)
        found = (*found, Text(more.format(n=left)))
    return found or (Missing(_("kilderne nævner ingen målgruppe")),)


def _where(experiment: Experiment) -> tuple[Inline, ...]:
    names = municipalities_text(participants(experiment))
    place = Text(_("Kommuner: {names}.").format(names=names)) if names else Missing(_("hvilke kommuner"))
    when = period_text(experiment)
    return (place, Text(f" {when}") if isinstance(when, str) else Text(""))


def _most(experiment: Experiment) -> int:
    """Where the municipalities' own conclusion takes its place of the page, there is room for a point less."""
    return _MOST - bool(experiment.conclusions)


def _points(found: Told, missing: str, *, most: int = _MOST) -> list[FlowBlock]:
    """The first points, and how many more there are."""
    if not found:
        return [Paragraph(Missing(missing))]
    left = len(found) - most
    more = [ngettext("Og {n} til.", "Og {n} til.", left).format(n=left)] if left > 0 else []
    return [BulletList(*found[:most], *more)]


def _decided(experiment: Experiment, catalogue: Catalogue) -> list[str]:
    """The decisions, then the last that followed."""
    return [*decision_sentences(experiment, catalogue), *afterwards(experiment)[-_MOST_AFTER:]]


def _step(experiment: Experiment) -> EvidenceStep:
    plan = experiment.plan or Plan(not_stated=("purpose",))
    return step_of(plan, plan.uptake[0] if plan.uptake else None)


def _reach(experiment: Experiment) -> list[str]:
    """How far the design could reach at most."""
    step = _step(experiment)
    text = w.said(w.REACH)
    said = [text.format(n=int(step), label=step.label, word=step.wording)]
    if experiment.plan is not None and experiment.plan.baseline_possible is False:
        said.append(_("Der kunne ikke måles, hvordan det var før."))
    return said


def _unanswered(lines: Sequence[PromiseLine]) -> list[str]:
    """How much of what was to be found out has no answer in numbers, with the first of it named."""
    if not lines:
        return [_("Kilderne siger ikke, hvad forsøget skulle vise, så det kan ikke holdes op mod noget.")]
    without = [one for one in lines if not one.answered]
    if not without:
        return []
    text = ngettext(
        "{n} løfte eller måling har intet svar i tal, blandt andet: {first}",
        "{n} løfter og målinger har intet svar i tal, blandt andet: {first}",
        len(without),
    )
    return [text.format(n=len(without), first=without[0].text)]


def _plainly(claim: StatedClaim) -> str:
    """A claim with how it is known, for somebody who does not know the ladder."""
    if claim.step is EvidenceStep.ACCOUNT:
        text = _("{what}: {said}. Det er, hvad nogen har oplevet eller vurderet.")
    elif claim.step is EvidenceStep.BEFORE_AFTER:
        text = _("{what}: {said}. Det er set ved at holde før op mod efter.")
    else:
        text = _("{what}: {said}. Det er set ved at sammenligne med andre.")
    return text.format(what=claim.what, said=claim.said)


def _plain_reach(step: EvidenceStep) -> str:
    if step <= EvidenceStep.BEFORE_AFTER:
        return _(
            "Ingen blev sammenlignet med andre, så man kan ikke vide, om det var forsøget, der gjorde forskellen."
        )
    if step is EvidenceStep.CONTROLS:
        return _(
            "Man har set på andre også, men ikke på en måde, der kan vise, om det var forsøget, der gjorde forskellen."
        )
    return _("Sammenligningen holder kun, hvis det ellers var gået ens begge steder.")
