"""From readings to what the pages and the file show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.disclosure.table import TOTAL
from frirum.core.law.watch import running_period
from frirum.core.uptake.meter import Meter, Outlook
from frirum.core.uptake.words import headline, sentences
from frirum.core.vocabulary.danish import format_date, format_number
from frirum.web.experiments.listing import own_title
from frirum.web.following.answers import questions
from frirum.web.following.charts import Chart, draw
from frirum.web.following.readings import Reading, readings, recorded_slugs
from frirum.web.following.sight import Sight
from frirum.web.site.tables import Column, Table, build, by_name, by_value
from frirum.web.site.templatetags.frirum import da, tag
from frirum.web.uses.reasons import NonUseReason

_TAGS = {
    Outlook.REACHED: "success",
    Outlook.ON_COURSE: "success",
    Outlook.OPEN: "warning",
    Outlook.NEVER: "error",
    Outlook.ENDED_SHORT: "error",
    Outlook.MOOT: "error",
}
# What asks for something first stands first.
_ORDER = (
    Outlook.NEVER, Outlook.OPEN, Outlook.MOOT, Outlook.PERIOD_UNKNOWN, Outlook.ON_COURSE, Outlook.REACHED,
    Outlook.UNTOLD, Outlook.NOT_BEGUN, Outlook.ENDED_SHORT,
)  # fmt: skip
_LIVE = (Status.RUNNING, Status.EXTENDED, Status.APPROVED, Status.PLANNED)


def is_demonstration(sight: Sight) -> bool:
    """Whether what the person sees is made up for demonstration."""
    places = [*sight.own, *(network for network, _members in sight.networks)]
    return any(place.is_demonstration for place in places)


@dataclass(frozen=True)
class View:
    """A reading as the page draws it."""

    reading: Reading
    part_title: Any
    headline: str
    sentences: tuple[str, ...]
    kind: str
    chart: Chart | None
    cells: tuple[tuple[str, str], ...]
    non_use: tuple[tuple[str, str], ...]

    @property
    def meter(self) -> Meter:
        """The meter behind it."""
        return self.reading.meter

    @property
    def is_told(self) -> bool:
        """Whether there is an outlook, and it may be told."""
        return self.reading.is_readable and not _is_untold(self.reading)


def views(found: Iterable[Reading]) -> tuple[View, ...]:
    """The readings as the page draws them."""
    return tuple(_view(reading) for reading in found)


def _view(reading: Reading) -> View:
    meter = reading.meter
    return View(
        reading=reading,
        part_title=da(reading.part.title) if reading.part else "",
        headline=headline(meter),
        sentences=sentences(meter),
        kind=_kind(meter),
        chart=None if reading.is_bound else draw(meter, exact_days=not reading.is_network),
        cells=_cells(reading),
        non_use=tuple((str(NonUseReason(reason).label), shown(n)) for reason, n in reading.non_use.items()),
    )


def _kind(meter: Meter) -> str:
    """The colour of the outlook; that one municipality alone is too few is no alarm."""
    return "info" if meter.series.is_partial else _TAGS.get(meter.outlook, "info")


def _cells(reading: Reading) -> tuple[tuple[str, str], ...]:
    """A network's protected counts: municipality, count or "skjult"; the sum last."""
    if reading.table is None:
        return ()
    return tuple(
        (_("I alt") if cell.nodes[0] == TOTAL else cell.nodes[0], shown(cell.shown))
        for cell in reading.table.cells
    )


def shown(count: int | None) -> str:
    """A count, or that it is hidden."""
    return _("skjult") if count is None else format_number(count)


@dataclass(frozen=True)
class OverviewLine:
    """A row of the overview."""

    experiment: Experiment
    reading: Reading
    asks: bool


def lines(
    experiments: Iterable[Experiment], sight: Sight, on: dt.date
) -> tuple[list[OverviewLine], list[Experiment]]:
    """The rows, what asks for something first; and the experiments that are over with nothing recorded."""
    found: list[OverviewLine] = []
    quiet, recorded = [], recorded_slugs(sight, on=on)
    for experiment in experiments:
        live = _is_live(experiment, on)
        if experiment.slug not in recorded and not live:
            quiet.append(experiment)
            continue
        asks = live and any(one.is_open for one in questions(experiment, on=on))
        found += [OverviewLine(experiment, one, asks) for one in readings(experiment, sight, on=on)]
    return sorted(found, key=_urgency), quiet


def _is_live(experiment: Experiment, on: dt.date) -> bool:
    return experiment.status in _LIVE and running_period(experiment).contains(on)


def _urgency(line: OverviewLine) -> int:
    if not line.reading.is_readable:
        return len(_ORDER) + 1
    return len(_ORDER) if _is_untold(line.reading) else _ORDER.index(line.reading.meter.outlook)


def _is_untold(reading: Reading) -> bool:
    """Whether the outlook is hidden too: it is told of a hidden number only where the most it can be is too few."""
    return reading.is_bound and reading.meter.outlook not in _SURE


_SURE = (Outlook.NEVER, Outlook.ENDED_SHORT, Outlook.MOOT)


def overview_table(query: QueryDict, found: Sequence[OverviewLine]) -> Table:
    """The table of the overview."""
    return build(
        query,
        caption=_("Forsøg, der følges"),
        columns=[
            Column("title", pgettext("one", "Forsøg"), sort=by_name("title_key")),
            Column("where", _("Hvor"), sort=by_name("where")),
            Column("uses", _("Brug"), numeric=True, sort=by_value("uses_value")),
            Column("need", _("Skal bruges"), numeric=True, sort=by_value("need_value")),
            Column("outlook", _("Udsigt"), sort=by_value("urgency")),
            Column("remedy", _("Gør")),
        ],
        rows=[_row(line) for line in found],
    )


def pressing(found: Iterable[OverviewLine]) -> list[dict[str, Any]]:
    """The rows that ask for a decision now: never enough uses, a law that made it moot, a change without answer."""
    return [_row(line) for line in found if line.asks or _will_not_do(line.reading)]


def _will_not_do(reading: Reading) -> bool:
    """Of one of several municipalities nothing is asked: it is their uses together that answer."""
    return (
        reading.is_readable
        and not _is_untold(reading)
        and not reading.meter.series.is_partial
        and reading.meter.outlook in (Outlook.NEVER, Outlook.MOOT)
    )


def _row(line: OverviewLine) -> dict[str, Any]:
    reading, meter = line.reading, line.reading.meter
    title = own_title(line.experiment)
    if reading.part is not None:
        title = format_html('{}<span class="figure-source">{}</span>', title, da(reading.part.title))
    uses = None if reading.is_bound else meter.series.uses
    return {
        "title": title,
        "title_key": line.experiment.short_title,
        "href": reverse("following:experiment", args=[line.experiment.slug]),
        "where": reading.organisation.name,
        "uses": _since_the_law(reading, shown(uses)),
        "uses_value": uses,
        "need": format_number(meter.need.uses),
        "need_value": meter.need.uses,
        "outlook": _outlook(line),
        "urgency": _urgency(line),
        "remedy": _remedy(line),
    }


def _since_the_law(reading: Reading, uses: str) -> str:
    """A count that begins anew when the law changes says how many came before; a network's is protected as one."""
    before = reading.meter.series.before_cut
    if reading.is_network or not before:
        return uses
    return _("{n} ({before} før lovændringen)").format(n=uses, before=format_number(before))


def _remedy(line: OverviewLine) -> str:
    reading, way = line.reading, line.reading.meter.way
    if not reading.is_readable:
        return _("Registrér brug, eller hent dem fra et udtræk.")
    if reading.is_bound:
        return _("Se forsøget.")
    if way is None:
        return (
            _("Hverken mere tid, flere kommuner eller mere brug i de samme er nok.")
            if reading.meter.outlook.needs_a_way_out
            else _("Intet.")
        )
    return f"{way.kind.label}. {way.text}"


def _outlook(line: OverviewLine) -> Any:
    if not line.reading.is_readable:
        told = tag(_("Ingen brug registreret"))
    elif _is_untold(line.reading):
        told = tag(_("skjult"))
    else:
        told = tag(line.reading.meter.label, _kind(line.reading.meter))
    if line.asks:
        return format_html("{} {}", told, tag(_("Lovændring venter på svar"), "warning"))
    return told


def csv_rows(
    experiment: Experiment, found: Iterable[Reading], sight: Sight
) -> list[tuple[str | int | float, ...]]:
    """The file: one line per count, each protected, as a file may be sent on."""
    synthetic = experiment.synthetic or is_demonstration(sight)
    rows: list[tuple[str | int | float, ...]] = [
        (
            pgettext("one", "Forsøg"),
            _("Del"),
            _("Pr."),
            _("Hvor"),
            _("Brug"),
            _("Skal bruges"),
            _("Syntetisk"),
        )
    ]
    for reading in found:
        part = reading.part.slug if reading.part else ""
        need = reading.meter.need.uses
        for day, where, count in _file_counts(reading):
            rows.append(
                (
                    experiment.slug, part, format_date(day), where, _("skjult") if count is None else count, need,
                    _("ja") if synthetic else _("nej"),
                )
            )  # fmt: skip
    return rows


def _file_counts(reading: Reading) -> list[tuple[dt.date, str, int | None]]:
    if not reading.is_network:
        return [(reading.outside_on, reading.organisation.name, reading.outside)]
    cells = reading.table.cells if reading.table else ()
    leaves = [(reading.split_on, c.nodes[0], c.shown) for c in cells if c.nodes[0] != TOTAL]
    return [*leaves, (reading.outside_on, _("I alt"), reading.outside)]
