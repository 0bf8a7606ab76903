"""What the two sides of the gate look at: the true counts, what becomes of them, and what lies near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frirum.core.disclosure.answers import Pair
from frirum.core.disclosure.ledger import Ledger, Release, release, same_measure
from frirum.core.disclosure.merge import Counts
from frirum.core.disclosure.primary import small_counts
from frirum.core.disclosure.problem import Marks
from frirum.core.disclosure.protected import CellStatus, ProtectedTable, Refusal
from frirum.core.disclosure.repetition import repeat
from frirum.core.disclosure.settings import HOUSE_RULES, HouseRules
from frirum.core.disclosure.table import Dimension, build
from frirum.core.vocabulary.danish import format_number
from frirum.web.releases.estimates import (
    estimates_digest,
    estimates_of,
    kept_of,
    let_out_before,
    protected_now,
    said_of_release,
    shown_rows,
    true_rows,
)
from frirum.web.releases.estimates import header as estimates_header
from frirum.web.releases.models import Released, TeamTable
from frirum.web.releases.naming import remedy_of, sentences
from frirum.web.releases.tables import (
    HOME,
    digest,
    earlier_releases,
    measure_of,
    protect,
    protected_of,
    request_of,
)
from frirum.web.releases.telling import measure_words, period_words


@dataclass(frozen=True)
class Grid:
    """A one- or two-way table as it is drawn: header, and rows of (name, cells)."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Neighbour:
    """An earlier release of the same measure: what it was divided by, and when."""

    what: str
    at: dt.datetime


@dataclass(frozen=True)
class Review:
    """Everything the second person needs to see.

    Attributes:
        true: the true counts, margins included.
        after: the table as it would leave now; None where it may not.
        refusal: why it may not, or None.
        hits: what the rules found, in sentences.
        neighbours: the earlier releases it was measured against.
        others: other things that were counted in releases: the same thing under another name would stand here.
        said: what the team says of names that no release has, in sentences.
        remedy: what to do where it may not leave.
        outcome: hash of the table as it would leave, by which an approval is tied to what was seen; "" for none.
    """

    true: Grid
    after: Grid | None
    refusal: Refusal | None
    hits: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    others: tuple[str, ...]
    outcome: str
    said: tuple[str, ...] = ()

    @property
    def remedy(self) -> str:
        return remedy_of(self.refusal) if self.refusal else ""

    @property
    def asks(self) -> bool:
        """Whether all that is missing is what the table's names are."""
        return self.refusal is not None and bool(self.refusal.unknown)

    @property
    def asks_of_days(self) -> bool:
        """Whether it is that its period may be an earlier one counted on."""
        return self.refusal is not None and any(one.kind == "days" for one in self.refusal.unknown)


def review(table: TeamTable, rules: HouseRules = HOUSE_RULES, names: Sequence[Pair] = ()) -> Review:
    """The table before and after, as things stand now.

    Args:
        names: what the team says of names that no release has; see `naming`.
    """
    if table.has_estimates:
        return _review_estimates(table)
    answer = protect(table, rules, names)
    past = earlier_releases()
    measure = measure_of(table, names)
    neighbours = tuple(_neighbour(one) for one in past if same_measure(one.measure, measure))
    others = sorted({measure_words(one.measure) for one in past if not same_measure(one.measure, measure)})
    true = true_counts(table)
    if isinstance(answer, Refusal):
        return Review(
            true, None, answer, (answer.text,), neighbours, tuple(others), "", tuple(sentences(names))
        )
    protected = answer[0]
    hits = _hits(table, protected)
    if not neighbours:
        hits += _repeated(table, protected, rules)
    said = tuple(sentences(names))
    return Review(true, grid_of(protected), None, hits, neighbours, tuple(others), digest(protected), said)


def _review_estimates(table: TeamTable) -> Review:
    protected, held = protected_now(table)
    kept = kept_of(table)
    labels = {row.said.question: row.said.outcome for row in kept}
    measures = {row.use.measure for row in kept if row.use is not None}
    said_of = [row.said for row in kept]
    true = Grid((*estimates_header(), _("Personer"), _("Sammenlignet med")), tuple(true_rows(table)))
    hits = tuple(f"{labels[one.name]}: {one.text} {one.remedy}" for one in held) or (
        _("Ingen regler er ramt."),
    )
    before = {one.release: one for one in let_out_before() if one.use.measure in measures}
    days = dict(Released._base_manager.filter(code__in=before).values_list("code", "released_at"))
    neighbours = tuple(Neighbour(code, days[code]) for code in sorted(before))
    after = Grid(estimates_header(), tuple(shown_rows(said_of, protected)))
    return Review(true, after, None, hits, neighbours, (), estimates_digest(table, protected))


def grid_of_release(released: Released) -> Grid:
    """A release as a table of words, whatever it let out."""
    if released.has_estimates:
        return Grid(estimates_header(), tuple(shown_rows(said_of_release(released), estimates_of(released))))
    return grid_of(protected_of(released))


def _neighbour(entry: Release) -> Neighbour:
    population = "; ".join(f"{name}: {', '.join(sorted(codes))}" for name, codes in entry.population.items())
    what = " × ".join(d.name for d in entry.dimensions)
    about = "; ".join(part for part in (period_words(entry.period), population) if part)
    return Neighbour(f"{what} ({about})" if about else what, dt.datetime.fromisoformat(entry.at))


def true_counts(table: TeamTable) -> Grid:
    """The counts as they are. For the team and the second person only."""
    request = request_of(table)
    system = build(request.dimensions, request.counts)
    places = product(*(d.nodes for d in request.dimensions))
    shown = {nodes: format_number(int(n)) for nodes, n in zip(places, system.values, strict=True)}
    return _grid(request.dimensions, shown)


def grid_of(protected: ProtectedTable) -> Grid:
    """A protected table: hidden cells as one word."""
    shown = {
        cell.nodes: _("skjult")
        if cell.shown is None
        else format_number(cell.shown) + ("*" if cell.carried else "")
        for cell in protected.cells
    }
    return _grid(protected.dimensions, shown)


def _grid(dimensions: Sequence[Dimension], shown: Mapping[tuple[str, ...], str]) -> Grid:
    if len(dimensions) == 1:
        only = dimensions[0]
        return Grid((only.name, _("Antal")), tuple((node, (shown[node,],)) for node in only.nodes))
    down, across = dimensions
    rows = tuple((row, tuple(shown[row, column] for column in across.nodes)) for row in down.nodes)
    return Grid((down.name, *across.nodes), rows)


def _repeated(table: TeamTable, protected: ProtectedTable, rules: HouseRules) -> tuple[str, ...]:
    """What a reader may learn who runs the protection himself; told of a first release alone."""
    request = request_of(table)

    def again(counts: Counts) -> ProtectedTable | Refusal:
        answer = release(Ledger(HOME, ()), replace(request, counts=counts), home=HOME, rules=rules)
        return answer if isinstance(answer, Refusal) else answer[0]

    return repeat(request.dimensions, request.counts, protected, again, marks=False).texts()


def _hits(table: TeamTable, protected: ProtectedTable) -> tuple[str, ...]:
    """What the rules did, in counts of cells."""
    request = request_of(table)
    true = build(request.dimensions, request.counts)
    small = int(small_counts(true.values, protected.threshold).sum())
    secondary = sum(cell.status is CellStatus.SECONDARY for cell in protected.cells)
    carried = sum(cell.carried for cell in protected.cells)
    found = []
    if small:
        found.append(
            ngettext(
                "{n} celle har færre end {threshold} personer og skjules.",
                "{n} celler har færre end {threshold} personer og skjules.",
                small,
            ).format(n=small, threshold=protected.threshold)
        )
    if secondary:
        found.append(
            ngettext(
                "{n} celle mere skjules, så de små ikke kan regnes ud.",
                "{n} celler mere skjules, så de små ikke kan regnes ud.",
                secondary,
            ).format(n=secondary)
        )
    if carried:
        found.append(
            ngettext(
                "{n} celle står, som den blev frigivet før.",
                "{n} celler står, som de blev frigivet før (mærket *, når de vises).",
                carried,
            ).format(n=carried)
        )
    if protected.marks is not Marks.ALL:
        found.append(_("Det må ikke fremgå, hvilke skjulte celler der er små."))
    return tuple(found) or (_("Ingen regler er ramt."),)
