"""The list of cases that a round is drawn from: from uses, from marks, or from an extract by the day a case began."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment
from frirum.core.effects.finite_population import size_for_margin, size_to_show_below
from frirum.core.errors import InputRefused, UsageError
from frirum.core.extracts.kinds import MARKS
from frirum.core.instruments.audit_sample import ListedCase, drawing_order, newest_before
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.web.audits.models import DrawnBy, FrameSource
from frirum.web.extracts.models import ExtractRow, RowState
from frirum.web.extracts.uses_of_rows import rows_of_uses
from frirum.web.uses.models import Use, UseState

MARGINS = {"margin10": 0.10, "margin05": 0.05}
BELOWS = {"below05": 0.05, "below10": 0.10}


@dataclass(frozen=True)
class FrameCase:
    """One case on the list.

    Attributes:
        id: the reference of the use, or the key of the extract's row.
        stratum: what the draw is divided by: the municipality, and the part where the round is divided by it.
        day: the case began.
        use: None for a case that only an extract tells of.
    """

    id: str
    stratum: str
    day: dt.date
    use: Use | None = None

    @property
    def listed(self) -> ListedCase:
        """The case as the core draws it."""
        return ListedCase(self.stratum, self.id, self.day)


@dataclass(frozen=True)
class Wanted:
    """How the cases of a round are taken.

    Attributes:
        n, seed: for a random draw; `n` for the newest.
        size_rule: "" for the given `n`, or a key of `MARGINS` or `BELOWS`, by which n is computed.
        before: for the newest, the day before which they began.
        by_part: whether each part of the experiment is a stratum of its own.
    """

    rule: DrawnBy = DrawnBy.ALL
    n: int | None = None
    seed: int | None = None
    size_rule: str = ""
    before: dt.date | None = None
    by_part: bool = False


def list_cases(
    experiment: Experiment,
    source: FrameSource,
    organisation: str,
    days: tuple[dt.date, dt.date],
    *,
    by_part: bool = False,
) -> list[FrameCase]:
    """The cases that began between the two days, in the order of their ids."""
    makers = {FrameSource.USES: _of_uses, FrameSource.MARKS: _of_marks, FrameSource.EXTRACT: _of_extract}
    found = makers[source](experiment, organisation)
    first, last = days
    return sorted(
        (
            FrameCase(key, f"{organisation}/{part}" if by_part and part else organisation, day, use)
            for key, part, day, use in found
            if first <= day <= last
        ),
        key=lambda case: case.id,
    )


Found = Iterable[tuple[str, str, dt.date, Use | None]]


def _of_uses(experiment: Experiment, organisation: str) -> Found:
    uses = Use.objects.filter(slug=experiment.slug, organisation=organisation, state=UseState.RECORDED)
    return [(str(use.reference), use.part, use.begun_on, use) for use in uses]


def _of_marks(experiment: Experiment, organisation: str) -> Found:
    """Marks in force; one that became a use is that use, so that it is on no list twice."""
    rows = ExtractRow.objects.filter(organisation=organisation, kind=MARKS, state=RowState.CURRENT)
    mine = [row for row in rows if row.values.get("experiment") == experiment.slug]
    uses = {
        use.reference: use for use in Use.objects.filter(reference__in=[row.use for row in mine if row.use])
    }
    for row in mine:
        use = uses.get(row.use) if row.use else None
        key = str(use.reference) if use else row.row_key
        yield key, row.values.get("part", ""), dt.date.fromisoformat(row.values["set_on"]), use


def _of_extract(experiment: Experiment, organisation: str) -> Found:
    for part in experiment.parts or (None,):
        for key, day in rows_of_uses(experiment, part, organisation):
            yield key, part.slug if part else "", day, None


def taken_from(frame: Sequence[FrameCase], wanted: Wanted) -> tuple[list[FrameCase], dict[str, int]]:
    """The cases to review, and how many were taken from each stratum.

    Raises:
        InputRefused: the list is empty or shorter than what was asked for.
    """
    if not frame:
        raise _too_short(0)
    if wanted.rule == DrawnBy.ALL:
        return list(frame), _sizes(frame)
    n = wanted.n if not wanted.size_rule else size_of(wanted.size_rule, len(frame))
    order = in_order(frame, wanted)
    if not n or n > len(order):
        raise _too_short(len(order))
    if wanted.rule == DrawnBy.NEWEST_BEFORE:
        return order[:n], _sizes(order[:n])
    shares = allocated(_sizes(frame), n)
    counted = dict.fromkeys(shares, 0)
    drawn = []
    for case in order:
        if counted[case.stratum] < shares[case.stratum]:
            counted[case.stratum] += 1
            drawn.append(case)
    return drawn, shares


def _too_short(size: int) -> InputRefused:
    return InputRefused(
        ngettext("Der er {size} sag på listen.", "Der er {size} sager på listen.", size).format(size=size),
        remedy=_("Vælg en anden periode, en anden liste eller et mindre antal."),
    )


def in_order(frame: Sequence[FrameCase], wanted: Wanted) -> list[FrameCase]:
    """The whole list in the order in which cases are taken, reserves after the drawn."""
    by_id = {(case.stratum, case.id): case for case in frame}
    listed = [case.listed for case in frame]
    if wanted.rule == DrawnBy.NEWEST_BEFORE:
        if wanted.before is None:
            raise UsageError(
                _("De nyeste kræver en dag."), remedy=_("Skriv dagen, før hvilken sagerne begyndte.")
            )
        return [by_id[one.stratum, one.id] for one in newest_before(listed, wanted.before)]
    if wanted.seed is None:
        return list(frame)
    return [by_id[one.stratum, one.id] for one in drawing_order(listed, wanted.seed)]


def size_of(rule: str, population: int) -> int:
    """Cases that the rule asks for; all of them where the list is short."""
    if rule in BELOWS:
        return size_to_show_below(population, BELOWS[rule])
    return size_for_margin(population, MARGINS[rule])


def allocated(sizes: dict[str, int], n: int) -> dict[str, int]:
    """n shared out by the size of the strata, one of each first (Sainte-Laguë: the next goes where size / (2k + 1) is
    largest, k being what the stratum has), the first by name where two are alike."""
    share = dict.fromkeys(sorted(sizes), 0)
    for _case in range(n):
        free = [name for name in share if share[name] < sizes[name]]
        fewest = [name for name in free if not share[name]] or free
        share[max(fewest, key=lambda name: sizes[name] / (2 * share[name] + 1))] += 1
    return share


def _sizes(cases: Iterable[FrameCase]) -> dict[str, int]:
    found: dict[str, int] = {}
    for case in cases:
        found[case.stratum] = found.get(case.stratum, 0) + 1
    return dict(sorted(found.items()))


def frame_file(organisation: str, frame: Iterable[Sequence[str]]) -> bytes:
    """The list that cases are drawn from, as the file that `frirum audit draw` draws the same cases from."""
    lines = ["sag;kommune;lag;dag", *(f"{key};{organisation};{stratum};{day}" for key, stratum, day in frame)]
    return ("\n".join(lines) + "\n").encode()


def second_ones(cases: Sequence[FrameCase], share: int, salt: str) -> frozenset[str]:
    """The ids that another person reviews too: the share (per cent, rounded up) by a hash of their own order."""
    n = math.ceil(len(cases) * share / 100)
    order = sorted(case.id for case in cases)
    order.sort(key=lambda one: hashlib.sha256(f"second:{salt}:{one}".encode()).digest())
    return frozenset(order[:n])
