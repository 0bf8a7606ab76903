"""The meters a person sees, with counts as that person may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count
from django.utils import timezone
from django_scopes import scopes_disabled

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.disclosure.protected import ProtectedTable
from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.disclosure.table import TOTAL
from frirum.core.language import gettext as _
from frirum.core.uptake.meter import Meter, Outlook, read_meters
from frirum.core.uptake.series import RecordedUptake, UseSeries, series_of
from frirum.core.uptake.stretch import elapsed, stays_of
from frirum.core.vocabulary.periods import Period
from frirum.web.extracts.counting import counted_slugs, counted_uses, days_counted, many_counted
from frirum.web.extracts.coverage import days_told
from frirum.web.following.answers import answer_for
from frirum.web.following.frozen import Frozen, Month, frozen, is_split, month_ends
from frirum.web.following.sight import Sight, half_year_end, told_on
from frirum.web.organisations.models import Organisation
from frirum.web.uses.counts import KnownUse, days_begun, known_uses, non_uses_by_reason
from frirum.web.uses.models import NonUse, Use, UseState
from frirum.web.uses.reasons import NonUseReason

_MOST_HIDDEN = HOUSE_RULES.threshold - 1


@dataclass(frozen=True)
class Reading:
    """A meter as one person sees it.

    Attributes:
        part: the part, or None for an experiment without parts.
        organisation: whose reading it is; a network's is of several municipalities together.
        is_network: counts are protected and frozen at the month's end.
        on: the day it is read; a network's is the end of a month.
        meter: of the true number; of the most it can be where it is hidden.
        is_bound: the number is hidden, and the meter is of the most it can be.
        split_on: the day of `table`, the end of a half-year.
        table: a network's counts by municipality, protected; None where it may not be shown, and for a municipality.
        outside: the count as it may stand in a file, which leaves the team: frozen at `outside_on`, None where hidden.
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
    outside: int | None
    outside_on: dt.date

    @property
    def is_readable(self) -> bool:
        """Whether the meter says anything: once something is recorded, before the start, and when the law settled it.

        Nothing recorded is not nothing used: uses may lie in the case system.
        """
        return self.has_counts or self.meter.outlook in (Outlook.NOT_BEGUN, Outlook.MOOT)


def recorded_slugs(sight: Sight, *, on: dt.date) -> frozenset[str]:
    """The experiments of which own municipalities have recorded anything, or a network's so much that it shows."""
    slugs: set[str] = set()
    for model in (Use, NonUse):
        rows = model.objects.filter(
            organisation__in=[place.key for place in sight.own], state=UseState.RECORDED
        )
        slugs.update(rows.order_by().values_list("slug", flat=True).distinct())
    slugs |= counted_slugs([place.key for place in sight.own])
    members = {member.key for _network, places in sight.networks for member in places}
    with scopes_disabled():
        told = Use.objects.filter(
            organisation__in=members, state=UseState.RECORDED, recorded_at__date__lte=told_on(on)
        )
        many = told.order_by().values("slug").annotate(n=Count("pk")).filter(n__gte=HOUSE_RULES.threshold)
        return frozenset(slugs | set(many.values_list("slug", flat=True))) | many_counted(
            members, by=told_on(on), fewest=HOUSE_RULES.threshold
        )


def readings(experiment: Experiment, sight: Sight, *, on: dt.date) -> tuple[Reading, ...]:
    """Every part for each own municipality, then for each network."""
    parts: Sequence[Part | None] = experiment.parts or (None,)
    found = []
    for part in parts:
        found += [own_reading(experiment, part, place, on) for place in sight.own_in(experiment)]
        found += [
            _network(experiment, part, network, members, told_on(on))
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


def _told(
    experiment: Experiment, part: Part | None, places: Sequence[Organisation], on: dt.date
) -> dict[int, list[Period]]:
    """The days that the municipalities' extracts tell of, of those where they do not tell of all."""
    name = part.slug if part else ""
    found = {}
    for place in places:
        counted = bool(days_counted(experiment.slug, name, place.key, on=on))
        told = days_told(experiment, part, place.key, on=on, is_counted=counted)
        if told is not None:
            found[int(place.key)] = told
    return found


def _taking_part(experiment: Experiment, part: Part | None) -> frozenset[int]:
    return frozenset(stay.municipality for stay in stays_of(experiment, part))


def own_reading(
    experiment: Experiment, part: Part | None, place: Organisation, on: dt.date
) -> Reading | None:
    """A municipality's own reading: true counts for its own team.

    Where the definition finds uses without a mark they are counted from the rows of its extracts, if it has any.
    """
    if int(place.key) not in _taking_part(experiment, part):
        return None
    uptake = _uptake(experiment.slug, part, [place], on)
    counted = days_counted(experiment.slug, part.slug if part else "", place.key, on=on)
    if counted:
        uptake = RecordedUptake({int(place.key): counted}, uptake.non_use)
    uptake = replace(uptake, told=_told(experiment, part, [place], on))
    networks = place.networks.values_list("key", flat=True)
    answer = answer_for(experiment, part, [place.key, *networks], on=on)
    (meter,) = read_meters(
        experiment, uptake, on=on, part=part, municipalities=[int(place.key)], answer=answer
    )
    outside, outside_on = _outside(experiment, part, place, told_on(on))
    return Reading(
        part=part,
        organisation=place,
        is_network=False,
        on=on,
        meter=meter,
        is_bound=False,
        split_on=on,
        table=None,
        non_use=dict(meter.non_use),
        has_counts=bool(uptake.days or uptake.non_use),
        outside=outside,
        outside_on=outside_on,
    )


def _outside(
    experiment: Experiment, part: Part | None, place: Organisation, on: dt.date
) -> tuple[int | None, dt.date]:
    """A municipality's count as its file may tell it: what its network's table tells, so that both are one number."""
    taking = _taking_part(experiment, part)
    for network in place.networks.prefetch_related("municipalities"):
        members = sorted(network.municipalities.all(), key=lambda member: member.key)
        inside = [member for member in members if int(member.key) in taking]
        if len(inside) > 1:
            table = _frozen_uses(experiment, part, inside, on).table
            cells = {cell.nodes[0]: cell.shown for cell in table.cells} if table else {}
            count = cells.get(place.name)
            few = count is not None and 0 < count < HOUSE_RULES.sensitive_threshold
            return None if few else count, half_year_end(on)
    return _frozen_uses(experiment, part, [place], on).total, on


def _frozen_uses(
    experiment: Experiment, part: Part | None, places: Sequence[Organisation], on: dt.date
) -> Frozen:
    """The uses of these municipalities at the end of the month, since the law last changed."""
    codes = {place.key: int(place.key) for place in places}
    known = _known(experiment.slug, part.slug if part else "", list(codes))
    first = min((max(use.known_from, use.begun_on) for use in known), default=on)
    months = []
    for day in month_ends(first, on):
        uptake = RecordedUptake(
            {
                code: [use.begun_on for use in known if use.organisation == key and use.counts_at(day)]
                for key, code in codes.items()
            }
        )
        counts = tuple(series_of(experiment, part, uptake, [code], day).uses for code in codes.values())
        months.append(Month(day, counts, is_split(day)))
    return frozen(_("Kommune"), tuple(place.name for place in places), tuple(months), single=len(places) == 1)


def _known(slug: str, part: str, keys: Sequence[str]) -> list[KnownUse]:
    """The uses as known from day to day: those recorded, and from the day its rows were counted those in them.

    A municipality's count takes the place of what was recorded, so that no use is counted twice.
    """
    counted = counted_uses(slug, part, keys)
    since: dict[str, dt.date] = {}
    for use in counted:
        since[use.organisation] = min(use.known_from, since.get(use.organisation, use.known_from))
    recorded = [use for use in known_uses(slug, keys) if use.part == part]
    ended = [_until(use, since.get(use.organisation)) for use in recorded]
    return [use for use in ended if use.known_until is None or use.known_from < use.known_until] + counted


def _until(use: KnownUse, day: dt.date | None) -> KnownUse:
    days = [one for one in (use.known_until, day) if one is not None]
    return replace(use, known_until=min(days, default=None))


def _frozen_reasons(slug: str, part: str, keys: Sequence[str], on: dt.date) -> Frozen:
    """Why the exemption was not used, at the end of the month."""
    months = []
    for day in month_ends(_first_non_use(slug, keys, on), on):
        by_place = non_uses_by_reason(slug, on=day, entered=True).get(part, {})
        counts = [sum(by_place.get(key, {}).get(reason.value, 0) for key in keys) for reason in NonUseReason]
        months.append(Month(day, tuple(counts), True))
    leaves = tuple(reason.value for reason in NonUseReason)
    return frozen(_("Grund"), leaves, tuple(months), single=len(keys) == 1)


def _first_non_use(slug: str, keys: Sequence[str], on: dt.date) -> dt.date:
    with scopes_disabled():
        found = NonUse.objects.filter(slug=slug, organisation__in=keys, state=UseState.RECORDED)
        first = found.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    return timezone.localdate(first) if first else on + dt.timedelta(days=1)


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
    codes = [int(place.key) for place in inside]
    answer = answer_for(experiment, part, [network.key], on=on)
    uses = _frozen_uses(experiment, part, inside, on)
    not_used = _frozen_reasons(
        experiment.slug, part.slug if part else "", [place.key for place in inside], on
    )
    # The days of the series are of its time alone: no true count is in it.
    series = series_of(
        experiment, part, RecordedUptake({}, told=_told(experiment, part, inside, on)), codes, on
    )
    meter = read_meters(
        experiment,
        _numbers_only(series, _MOST_HIDDEN if uses.total is None else uses.total, not_used.total),
        on=on,
        part=part,
        municipalities=codes,
        answer=answer,
    )[0]
    return Reading(
        part=part,
        organisation=network,
        is_network=True,
        on=on,
        meter=meter,
        is_bound=uses.total is None,
        split_on=half_year_end(on),
        table=uses.table,
        non_use=_reasons_of(not_used),
        has_counts=uses.total != 0 or not_used.total != 0,
        outside=uses.total,
        outside_on=on,
    )


def _numbers_only(series: UseSeries, uses: int, not_used: int | None) -> RecordedUptake:
    """So many uses and non-uses, and nothing of when and where: the days are spread evenly over the series."""
    code = series.municipalities[0]
    reasons = {code: {"": not_used}} if not_used else {}
    if not series.untold:
        first = series.first or series.on
        days = [first + (series.on - first) * (2 * n + 1) / (2 * uses) for n in range(uses)]
        return RecordedUptake({code: days}, reasons)
    told = {
        one: [Period(stay.first, stay.last) for stay in series.told if stay.municipality == one]
        for one in series.municipalities
    }
    return RecordedUptake(_spread(series, uses), reasons, told)


def _spread(series: UseSeries, uses: int) -> dict[int, list[dt.date]]:
    """So many days, evenly over those that are told of; over all where none is."""
    stays = [stay for stay in series.told or series.stays if elapsed([stay], series.on)]
    length = elapsed(stays, series.on)
    found: dict[int, list[dt.date]] = {}
    for n in range(uses if length else 0):
        left = length * (2 * n + 1) // (2 * uses)
        for stay in stays:
            here = elapsed([stay], series.on)
            if left < here:
                found.setdefault(stay.municipality, []).append(stay.first + dt.timedelta(days=left))
                break
            left -= here
    return found


def _reasons_of(not_used: Frozen) -> dict[str, int | None]:
    """Reason -> times, None where hidden; empty where the reasons may not be told apart."""
    if not_used.table is None:
        return {}
    found = {cell.nodes[0]: cell.shown for cell in not_used.table.cells}
    found = {reason: count for reason, count in found.items() if reason != TOTAL and count != 0}
    return found if any(found.values()) else {}
