"""The portfolio page, its picture and its file; and the pages of what is known on a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from frirum.core.catalogue.history import Status
from frirum.core.catalogue.standing import standing
from frirum.core.decisions.basis import BasisClaim, ClaimOrigin
from frirum.core.decisions.knowledge import Pointing, TopicKnowledge, topic_knowledge
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.economy.words import kroner
from frirum.core.evidence.across import AcrossAnswer, across_blocks
from frirum.core.evidence.words import finding_label
from frirum.core.language import current_language
from frirum.core.report.blocks import Document
from frirum.core.report.export import rows_to_csv
from frirum.core.report.html import render_html_fragment
from frirum.core.vocabulary.danish import format_date, format_number
from frirum.web import clock
from frirum.web.decisions.evaluations import judged_claims, short_key
from frirum.web.decisions.portfolio import Attention, DueKind, PortfolioLine, portfolio_line
from frirum.web.decisions.presenting import step_text
from frirum.web.experiments.definitions import current_catalogue, public_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import needs
from frirum.web.organisations.permissions import Permission
from frirum.web.runs.releasing import answers_across
from frirum.web.site.pages import download
from frirum.web.site.tables import Column, Table, build, by_name, by_value
from frirum.web.site.templatetags.frirum import tag

_STEP, _LEFT, _TOP = 44, 44, 14


def attention_text(one: Attention) -> str:
    """What asks for somebody."""
    return {
        Attention.OPPOSITE: _("noget er fundet at virke modsat"),
        Attention.OVERDUE: _("noget er over tiden"),
        Attention.DESIGN_UNLOCKED: _("begynder snart, og ikke alle har et låst design"),
        Attention.TOO_THIN: _("for få sager til at vise noget"),
        Attention.VOLUME_UNKNOWN: _("ingen har sagt, hvor mange sager der ventes"),
        Attention.HARM_UNSEEN: _("intet udfald holdes øje med som skade"),
        Attention.NOTHING_PLANNED: _("intet er aftalt som det næste"),
        Attention.DRAFT_WAITS: _("en beslutning venter"),
    }[one]


def due_text(kind: DueKind | None) -> str:
    """What is next."""
    if kind is None:
        return _("intet")
    return {
        DueKind.LOOK: _("ses på igen"),
        DueKind.LAPSE: _("beslutningen udløber"),
        DueKind.REPORT: _("ekstern rapport"),
        DueKind.START: _("forsøget begynder"),
        DueKind.END: _("perioden slutter"),
    }[kind]


def _lines(request: HttpRequest) -> list[PortfolioLine]:
    every, today = request.GET.get("vis") == "alle", clock.today()
    return [
        portfolio_line(one, today)
        for one in current_catalogue().experiments.values()
        if every or not standing(one, today).is_over
    ]


@needs(Permission.DECIDE)
@never_cache
@gzip_page
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """Every running experiment; all of them where the address asks."""
    lines = _lines(request)
    context = {
        "table": _table(request, lines),
        "count": len(lines),
        "asking": sum(bool(line.attention) for line in lines),
        "every": request.GET.get("vis") == "alle",
        "picture": draw(lines),
        "crumbs": [(_("Portefølje"), None)],
    }
    return render(request, "decisions/portfolio.html", context)


def _table(request: HttpRequest, lines: Sequence[PortfolioLine]) -> Table:
    columns = [
        Column("title", _("Forsøg"), sort=by_name("title_key")),
        Column("attention", _("Kræver opmærksomhed"), sort=by_value("asks")),
        Column("design", _("Designet kan nå"), sort=by_value("design_step")),
        Column("evidence", _("Vist indtil nu"), sort=by_value("evidence_step")),
        Column("uses", _("Brug"), sort=by_value("uses_number")),
        Column("harm", _("Skade"), sort=by_value("harms")),
        Column("money", _("Penge, sparet"), sort=by_value("spared")),
        Column("due", _("Det næste"), sort=by_value("day")),
    ]
    return build(request.GET, caption=_("Portefølje"), columns=columns, rows=[_row(line) for line in lines])


def _row(line: PortfolioLine) -> dict[str, Any]:
    one = line.experiment
    synthetic = tag(_("syntetisk"), "warning") if one.synthetic else ""
    status = tag(line.standing.text, "draft" if line.standing.status is Status.PLANNED else "")
    return {
        "title": format_html(
            '<a href="{}">{}</a> {} {}',
            reverse("experiments:experiment", args=[one.slug]),
            own_title(one),
            status,
            synthetic,
        ),
        "title_key": one.short_title,
        "attention": format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((attention_text(a),) for a in line.attention))
        )
        if line.attention
        else _("intet"),
        "asks": -len(line.attention),
        "design": format_html(
            '{}<span class="figure-source">{}</span>',
            _("trin {n}").format(n=int(line.design_step)),
            line.verdict.label,
        ),
        "design_step": int(line.design_step),
        "evidence": _evidence(line),
        "evidence_step": None if line.evidence_step is None else int(line.evidence_step),
        "uses": format_number(line.uses)
        if line.uses is not None
        else line.uses_in_words or _("intet offentliggjort"),
        "uses_number": line.uses,
        "harm": _("{n} udfald holdes øje med").format(n=line.harms)
        if line.harms
        else _("intet holdes øje med"),
        "harms": line.harms,
        "money": format_html(
            '<a href="{}">{}</a>{}',
            reverse("economy:experiment", args=[one.slug]),
            kroner(line.spared),
            format_html(
                '<span class="figure-source">{}</span>',
                ngettext("{n} linje uden beløb", "{n} linjer uden beløb", line.unknown_lines).format(
                    n=line.unknown_lines
                ),
            )
            if line.unknown_lines
            else "",
        ),
        "spared": line.spared.low if line.spared else None,
        "due": format_html(
            '{}<span class="figure-source">{}</span>',
            format_date(line.next_due) if line.next_due else "–",
            due_text(line.due_kind),
        ),
        "day": line.next_due,
    }


def _evidence(line: PortfolioLine) -> Any:
    if line.evidence_step is None:
        return _("intet")
    verdict = tag(finding_label(line.finding)) if line.finding else ""
    return format_html("{} {}", _("trin {n}").format(n=int(line.evidence_step)), verdict)


@needs(Permission.DECIDE)
@never_cache
@require_safe
def portfolio_csv(request: HttpRequest) -> HttpResponse:
    """The portfolio as codes and ISO days."""
    head = [
        "slug",
        "status",
        "design_step",
        "verdict",
        "evidence_step",
        "finding",
        "uses",
        "harms",
        "spared_low",
    ]
    head += ["spared_high", "unknown_lines", "next_due", "due", "attention"]
    rows: list[list[Any]] = [head]
    for line in _lines(request):
        rows.append(
            [
                line.experiment.slug,
                line.standing.status.value,
                int(line.design_step),
                line.verdict.value,
                "" if line.evidence_step is None else int(line.evidence_step),
                line.finding.value if line.finding else "",
                "" if line.uses is None else line.uses,
                line.harms,
                line.spared.low if line.spared else "",
                line.spared.high if line.spared else "",
                line.unknown_lines,
                line.next_due.isoformat() if line.next_due else "",
                line.due_kind.value if line.due_kind else "",
                " | ".join(line.attention),
            ]
        )
    return download(rows_to_csv(rows), name="frirum-portefoelje.csv", media_type="text/csv")


# ---- the picture ----


@dataclass(frozen=True)
class Dot:
    """So many experiments whose design can reach one step and that have shown something on another."""

    x: int
    y: int
    size: int
    n: int
    text: str


@dataclass(frozen=True)
class PortfolioPicture:
    """Design against evidence, in units of the drawing."""

    width: int
    height: int
    columns: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, str], ...]
    dots: tuple[Dot, ...]


def draw(lines: Sequence[PortfolioLine]) -> PortfolioPicture:
    """How far designs can reach against how far what was found reaches; "intet" stands under step 0."""
    places = Counter(
        (int(line.design_step), -1 if line.evidence_step is None else int(line.evidence_step))
        for line in lines
    )
    steps = range(len(EvidenceStep))
    top = len(EvidenceStep)
    columns = tuple((_LEFT + step * _STEP + _STEP // 2, str(step)) for step in steps)
    rows = tuple(
        (_TOP + (top - 1 - step) * _STEP + _STEP // 2, str(step) if step >= 0 else "–")
        for step in (*steps, -1)
    )
    dots = tuple(
        Dot(
            _LEFT + design * _STEP + _STEP // 2,
            _TOP + (top - 1 - shown) * _STEP + _STEP // 2,
            min(20, 9 + 2 * n),
            n,
            _("{n} forsøg: designet kan nå trin {design}, vist på trin {shown}").format(
                n=n, design=design, shown=shown if shown >= 0 else _("intet")
            ),
        )
        for (design, shown), n in sorted(places.items())
    )
    return PortfolioPicture(_LEFT + top * _STEP + 10, _TOP + (top + 1) * _STEP + 34, columns, rows, dots)


# ---- what is known ----


def pointing_text(one: TopicKnowledge) -> str:
    """Which way it points, in words that a count of what sources say can carry."""
    return {
        Pointing.BETTER: _("Det, kilderne fortæller, peger mod bedre."),
        Pointing.WORSE: _("Det, kilderne fortæller, peger mod dårligere."),
        Pointing.MIXED: _("Det, kilderne fortæller, peger i hver sin retning."),
        Pointing.NO_DIFFERENCE: _("Det, kilderne fortæller, er, at der ikke var forskel."),
        Pointing.NOTHING: _("Kilderne fortæller ikke, hvilken vej det gik."),
    }[one.pointing]


def surely_text(one: TopicKnowledge) -> str:
    """How surely."""
    if one.step is None:
        return _("Intet er fundet på noget trin.")
    if not one.compared:
        return _(
            "Intet af det er holdt op imod andre, så det er erfaringer. Det kan ikke vise, hvad der skyldes forsøget."
        )
    return _("{n} af {of} er holdt op imod andre; det højeste er trin {step} af 5.").format(
        n=one.compared, of=one.findings, step=int(one.step)
    )


def _topics() -> list[tuple[str, Any, TopicKnowledge]]:
    catalogue = public_catalogue()
    found = []
    for network in catalogue.networks.values():
        for theme in network.themes:
            inside = [one for one in catalogue.experiments.values() if theme.id in one.themes]
            evaluated = {one.slug: tuple(judged_claims(one.slug)) for one in inside}
            found.append((theme.id, theme, topic_knowledge(inside, evaluated, catalogue.scales)))
    return found


@require_safe
@gzip_page
def knowledge(request: HttpRequest) -> HttpResponse:
    """What is known, topic by topic."""
    rows = [
        {
            "id": name,
            "theme": theme,
            "known": known,
            "pointing": pointing_text(known),
            "surely": surely_text(known),
            "gaps": sum(len(row.gaps) for row in known.rows),
        }
        for name, theme, known in _topics()
    ]
    return render(request, "decisions/knowledge.html", {"rows": rows, "crumbs": [(_("Hvad ved vi"), None)]})


@require_safe
@gzip_page
def across(request: HttpRequest) -> HttpResponse:
    """Every released answer of a run, across experiments, counted together."""
    articles = [
        (synthetic, _across_article(answers, synthetic=synthetic))
        for synthetic in (False, True)
        if (answers := answers_across(synthetic=synthetic))
    ]
    crumbs = [(_("Hvad ved vi"), reverse("decisions:knowledge")), (_("Fundet på tværs"), None)]
    return render(request, "decisions/across.html", {"articles": articles, "crumbs": crumbs})


def _across_article(answers: tuple[AcrossAnswer, ...], *, synthetic: bool) -> str:
    title = _("Svar på syntetiske forsøg") if synthetic else _("Svar på forsøgene")
    document = Document(title, across_blocks(answers), language=current_language())
    return render_html_fragment(
        document,
        audience="public",
        title_level=2,
        id_prefix="syntetisk" if synthetic else "svar",
        inline_svg=True,
    )


@require_safe
@gzip_page
def topic(request: HttpRequest, name: str) -> HttpResponse:
    """What is known on one topic: direction, step and gaps of each experiment."""
    found = next(((theme, known) for one, theme, known in _topics() if one == name), None)
    if found is None:
        raise Http404
    theme, known = found
    together = {
        short_key(one.asked.key): one
        for synthetic in (False, True)
        for one in answers_across(synthetic=synthetic)
    }
    context = {
        "theme": theme,
        "known": known,
        "pointing": pointing_text(known),
        "surely": surely_text(known),
        "rows": [
            {
                "row": row,
                "title": own_title(row.experiment),
                "step": step_text(row.step) if row.step is not None else "",
                "evaluated": [_judged(one, together) for one in row.evaluated],
            }
            for row in known.rows
        ],
        "crumbs": [(_("Hvad ved vi"), reverse("decisions:knowledge")), (theme.title, None)],
    }
    return render(request, "decisions/topic.html", context)


def _judged(one: BasisClaim, together: Mapping[str, AcrossAnswer]) -> dict[str, Any]:
    """A judged claim as the page prints it; a run's verdict is that of all released answers counted together."""
    across = together.get(one.key)
    finding = one.finding if across is None else across.finding
    return {
        "claim": one,
        "step": step_text(one.step),
        "verdict": finding_label(finding) if finding else "",
        "origin": _("ekstern evaluering")
        if one.origin is ClaimOrigin.EXTERNAL
        else _("evaluering efter en plan"),
        "falls": across is not None and across.falls,
    }
