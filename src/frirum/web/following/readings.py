"""The meters a person sees, with counts as that person may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.disclosure.protected import ProtectedTable, Refusal, protect_table
from frirum.core.disclosure.settings import HOUSE_RULES, Subject
from frirum.core.disclosure.table import TOTAL, Dimension
from frirum.core.language import gettext as _
from frirum.core.uptake.meter import Meter, Outlook, read_meters
from frirum.core.uptake.series import RecordedUptake, Series, series_of
from frirum.core.uptake.stretch import stays_of
from frirum.web.following.answers import answer_for
from frirum.web.following.sight import Sight, half_year_end, month_end
from frirum.web.organisations.models import Organisation
from frirum.web.uses.counts import days_begun, non_uses_by_reason
from frirum.web.uses.models import NonUse, Use, UseState
from frirum.web.uses.reasons import NonUseReason

_MOST_HIDDEN = HOUSE_RULES.threshold - 1


@dataclass(frozen=True)
class Reading:
    """A meter as one person sees it.

    Attributes:
        part: the part, or None for an experiment without parts.
        organisation: whose reading it is; a network's is of several municipalities together.
        is_network: counts are protected.
        on: the day it is read; a network's is the end of a month.
        meter: of the true number; of the most it can be where it is hidden.
        is_bound: the number is hidden, and the meter is of the most it can be.
        split_on: the day of `table`, the end of a half-year.
        table: a network's counts by municipality, protected; None where it may not be shown, and for a municipality.
        non_use: reason -> times, protected for a network.
        has_counts: whether anything at all is recorded.
    """

    part: Part | None
    organisation: Organisation
    is_network: bool
    on: dt.date
    meter: Meter
    is_bound: bool
    split_on: dt.date
    table: ProtectedTable | None
    non_use: Mapping[str, int | None]
    has_counts: bool

    @property
    def is_readable(self) -> bool:
        """Whether the meter says anything: once something is recorded, before the start, and when the law settled it.

        Nothing recorded is not nothing used: uses may lie in the case system.
        """
        return self.has_counts or self.meter.outlook in (Outlook.NOT_BEGUN, Outlook.MOOT)


def recorded_slugs(sight: Sight) -> frozenset[str]:
    """The experiments of which the person's municipalities have recorded anything."""
    keys = [place.key for place in sight.municipalities]
    slugs: set[str] = set()
    for model in (Use, NonUse):
        rows = model.objects.filter(organisation__in=keys, state=UseState.RECORDED)
        slugs.update(rows.order_by().values_list("slug", flat=True).distinct())
    return frozenset(slugs)


def readings(experiment: Experiment, sight: Sight, *, on: dt.date) -> tuple[Reading, ...]:
    """Every part for each own municipality, then for each network."""
    parts: Sequence[Part | None] = experiment.parts or (None,)
    found = []
    for part in parts:
        found += [_own(experiment, part, place, on) for place in sight.own_in(experiment)]
        found += [
            _network(experiment, part, network, members, month_end(on))
            for network, members in sight.networks_in(experiment)
        ]
    return tuple(reading for reading in found if reading is not None)


def _uptake(slug: str, part: Part | None, places: Sequence[Organisation], on: dt.date) -> RecordedUptake:
    """What is recorded in these municipalities: true counts."""
    name, keys = part.slug if part else "", {place.key for place in places}
    days = days_begun(slug, on=on).get(name, {})
    reasons = non_uses_by_reason(slug, on=on).get(name, {})
    return RecordedUptake(
        {int(key): found for key, found in days.items() if key in keys},
        {int(key): found for key, found in reasons.items() if key in keys},
    )


def _taking_part(experiment: Experiment, part: Part | None) -> frozenset[int]:
    return frozenset(stay.municipality for stay in stays_of(experiment, part))


def _own(experiment: Experiment, part: Part | None, place: Organisation, on: dt.date) -> Reading | None:
    """A municipality's own reading: true counts for its own team."""
    if int(place.key) not in _taking_part(experiment, part):
        return None
    uptake = _uptake(experiment.slug, part, [place], on)
    networks = place.networks.values_list("key", flat=True)
    answer = answer_for(experiment, part, [place.key, *networks], on=on)
    (meter,) = read_meters(
        experiment, uptake, on=on, part=part, municipalities=[int(place.key)], answer=answer
    )
    return Reading(
        part,
        place,
        False,
        on,
        meter,
        False,
        on,
        None,
        dict(meter.non_use),
        bool(uptake.days or uptake.non_use),
    )


def _network(
    experiment: Experiment,
    part: Part | None,
    network: Organisation,
    members: Sequence[Organisation],
    on: dt.date,
) -> Reading | None:
    """A network's reading: the meter of the sum, and the municipalities' counts as disclosure control lets them out."""
    inside = [place for place in members if int(place.key) in _taking_part(experiment, part)]
    if not inside:
        return None
    uptake = _uptake(experiment.slug, part, inside, on)
    codes = [int(place.key) for place in inside]
    answer = answer_for(experiment, part, [network.key], on=on)
    series, not_used = series_of(experiment, part, uptake, codes, on), sum(uptake.reasons(codes).values())
    known = shown_sum(series.uses, len(codes))
    meter = read_meters(
        experiment,
        _numbers_only(series, _MOST_HIDDEN if known is None else known, shown_sum(not_used, len(codes))),
        on=on,
        part=part,
        municipalities=codes,
        answer=answer,
    )[0]
    split_on = half_year_end(on)
    return Reading(
        part=part,
        organisation=network,
        is_network=True,
        on=on,
        meter=meter,
        is_bound=known is None,
        split_on=split_on,
        table=split(_("Kommune"), _by_place(experiment, part, inside, split_on)),
        non_use=_protected_reasons(uptake, codes),
        has_counts=bool(uptake.days or uptake.non_use),
    )


def _by_place(
    experiment: Experiment, part: Part | None, places: Sequence[Organisation], on: dt.date
) -> dict[str, int]:
    """Each municipality's uses since the law last changed."""
    uptake = _uptake(experiment.slug, part, places, on)
    return {place.name: series_of(experiment, part, uptake, [int(place.key)], on).uses for place in places}


def shown_sum(count: int, municipalities: int) -> int | None:
    """A count of persons as it may be seen outside its team; None where it is hidden."""
    subject = Subject.PERSONS if municipalities > 1 else Subject.SINGLE_MUNICIPALITY
    alone = protect_table([Dimension("sum", ("sum",))], {("sum",): count}, subject=subject)
    return None if isinstance(alone, Refusal) else alone.cells[-1].shown


def split(name: str, counts: Mapping[str, int]) -> ProtectedTable | None:
    """How a sum that is shown is made up, small counts hidden; None where that would open them.

    The sum is shown whatever becomes of this, so a table that can be protected only by hiding it is not shown.
    """
    if len(counts) < 2:
        return None
    table = protect_table([Dimension(name, tuple(counts))], {(leaf,): n for leaf, n in counts.items()})
    if isinstance(table, Refusal) or table.cells[-1].shown is None:
        return None
    return table


def _numbers_only(series: Series, uses: int, not_used: int | None) -> RecordedUptake:
    """So many uses and non-uses, and nothing of when and where: the days are spread evenly over the series."""
    first, code = series.first or series.on, series.municipalities[0]
    days = [first + (series.on - first) * (2 * n + 1) / (2 * uses) for n in range(uses)]
    return RecordedUptake({code: days}, {code: {"": not_used}} if not_used else {})


def _protected_reasons(uptake: RecordedUptake, codes: Sequence[int]) -> dict[str, int | None]:
    """Reason -> times, None where hidden; empty where the reasons may not be told apart."""
    counts = uptake.reasons(codes)
    table = split(_("Grund"), {reason.value: counts.get(reason.value, 0) for reason in NonUseReason})
    if table is None or shown_sum(sum(counts.values()), len(codes)) is None:
        return {}
    found = {cell.nodes[0]: cell.shown for cell in table.cells if cell.nodes[0] != TOTAL and cell.shown != 0}
    return found if any(found.values()) else {}
