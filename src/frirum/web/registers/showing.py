"""A data set as its page shows it: how the headings were understood, counts, and pictures of quality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from frirum.core.catalogue.loader import shipped_shared
from frirum.core.language import own_text
from frirum.core.registers.axis import WEEK
from frirum.core.registers.outcomes import STATUS
from frirum.core.registers.quality import OTHER
from frirum.core.vocabulary.danish import format_number
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.files.models import Purpose
from frirum.web.jobs.models import OVER, Job, State
from frirum.web.organisations.names import organisation_name, place_name
from frirum.web.registers.models import REGISTER, DataSet, DataSetState
from frirum.web.site.listing import ByText, ListColumn, each
from frirum.web.site.templatetags.frirum import Step, date

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 720, 200, 60, 170
_MOST_PLACES = 98


def experiment_title(slug: str) -> str:
    """What an experiment is called; its slug where it is not in the catalogue."""
    found = current_catalogue().experiments.get(slug)
    return strip_tags(found.short_title) if found else slug


def columns() -> list[ListColumn[DataSet]]:
    """The columns of the list."""
    return [
        ListColumn[DataSet]("number", _("Nr."), cells=each(lambda one: str(one.number)), order="number"),
        ListColumn[DataSet]("kind", _("Indhold"), cells=each(lambda one: one.kind_label), order="kind"),
        ListColumn[DataSet](
            "experiment",
            pgettext("one", "Forsøg"),
            cells=each(lambda one: experiment_title(one.slug)),
            order=ByText(("slug",), each(lambda kind: experiment_title(*kind))),
        ),
        ListColumn[DataSet](
            "owner",
            _("Evaluering hos"),
            cells=each(lambda one: place_name(one.organisation)),
            order=ByText(("organisation",), each(lambda kind: place_name(*kind))),
        ),
        ListColumn[DataSet](
            "sender",
            _("Fra"),
            cells=each(lambda one: place_name(one.sender) if one.sender else _("fil")),
            order="sender",
        ),
        ListColumn[DataSet](
            "state",
            _("Tilstand"),
            cells=_states,
            order=ByText(("state",), each(lambda kind: DataSetState(*kind).label)),
        ),
        ListColumn[DataSet](
            "people",
            _("Personer"),
            cells=each(lambda one: "–" if one.people is None else format_number(one.people)),
            order="people",
            numeric=True,
        ),
        ListColumn[DataSet](
            "received", _("Modtaget"), cells=each(lambda one: date(one.received_at)), order="received_at"
        ),
    ]


def _states(data_sets: Sequence[DataSet]) -> list[str]:
    """The state of each; one whose reading was stopped or failed is not being read."""
    reading = [one.job for one in data_sets if one.state == DataSetState.READING]
    stopped = set(
        Job.objects.filter(reference__in=reading, state__in=OVER).values_list("reference", flat=True)
    )
    return [
        _("Ikke læst færdig") if one.job in stopped else str(one.get_state_display()) for one in data_sets
    ]


def facts(data_set: DataSet) -> list[tuple[str, Any]]:
    """What the data set is and on which terms it is here."""
    found: list[tuple[str, Any]] = [
        (_("Indhold"), data_set.kind_label),
        *([(_("Fil"), data_set.name)] if data_set.kind == REGISTER else []),
        (pgettext("one", "Forsøg"), experiment_title(data_set.slug)),
        (_("Evaluering hos"), organisation_name(data_set.organisation)),
        (_("Formål"), Purpose(data_set.purpose).label),
        (_("Hjemmel"), data_set.legal_basis),
        (_("Modtaget"), date(data_set.received_at)),
        (_("Slettes"), date(data_set.delete_on)),
    ]
    if data_set.sender:
        found.append((_("Videregivet af"), organisation_name(data_set.sender)))
        found.append((_("Reference på begge sider"), str(data_set.passage)))
    if data_set.people is not None:
        found.append((_("Personer"), format_number(data_set.people)))
    return found


def steps(data_set: DataSet) -> list[Step]:
    """Where in its course a register is."""
    order = [DataSetState.RECEIVED, DataSetState.READING, DataSetState.READY]
    place = order.index(DataSetState(data_set.state)) if data_set.state in order else len(order)
    titles = [_("Kolonner set efter"), _("Læsning"), _("Klar")]
    states = [
        "done" if n < place or data_set.state == DataSetState.READY else "current" if n == place else "later"
        for n in range(len(titles))
    ]
    return [Step(title, state) for title, state in zip(titles, states, strict=True)]


def job_of(data_set: DataSet) -> Job | None:
    """Its job while it says something: waiting, running, or ended without what it was for."""
    job = Job.objects.filter(reference=data_set.job).first() if data_set.job else None
    return None if job is None or job.state == State.DONE or data_set.state == DataSetState.DELETED else job


def understood(data_set: DataSet) -> list[tuple[str, str]]:
    """(what, which columns): how the headings of a register are taken; empty before anybody has looked at them."""
    found = data_set.columns
    if "unit" not in found:
        return []
    unit = _("uger") if found["unit"] == WEEK else _("måneder")
    industry, *span = found["industry"]
    return [
        (_("Personen"), found["person"]),
        (
            _("Tiden"),
            _("{n} {unit}, fra {first} ({first_name}) til {last} ({last_name})").format(
                n=format_number(found["length"]), unit=unit, first=found["first"][0], first_name=found["first"][1],
                last=found["last"][0], last_name=found["last"][1],
            ),
        ),
        (_("Kommunen"), ", ".join(found["municipality"]) or _("ingen kolonne: tal pr. kommune kan ikke laves")),
        (
            _("Branche pr. måned"),
            _("{n} kolonner, {span}").format(n=industry, span=" – ".join(dict.fromkeys(span)))
            if industry
            else _("ingen kolonner: beskæftigelse kan ikke skelnes fra selvforsørgelse"),
        ),
        (
            _("Beskæftigelsesgrad pr. måned"),
            _("{n} kolonner").format(n=found["degree"]) if found["degree"] else _("ingen kolonner"),
        ),
        (
            _("Bruges ikke"),
            ", ".join(found["ignored"]) + (" …" if found["ignored_count"] > len(found["ignored"]) else "")
            if found["ignored_count"]
            else _("ingen"),
        ),
    ]  # fmt: skip


def quality_counts(data_set: DataSet) -> list[tuple[str, str, str]]:
    """(what, how many, what it means) of a register that is read."""
    counts = data_set.counts
    if data_set.kind != REGISTER or "people" not in counts:
        return []
    linked = counts.get("linked")
    unknown = sum(counts["unknown_codes"].values())
    return [
        (_("Personer"), format_number(counts["people"]), ""),
        (
            _("Kan kobles"),
            _("nej") if linked is None else format_number(linked),
            _("hverken CPR-nummer eller lobenr med nøglefil") if linked is None else _("personer med CPR-nummer"),
        ),
        (_("Forløb på en kode"), format_number(counts["runs"]), ""),
        (_("Uden en eneste kode"), format_number(counts["blank_people"]), _("aldrig på en ydelse i perioden")),
        (_("Ude af befolkningen på et tidspunkt"), format_number(counts["left"]), _("døde eller udvandrede")),
        (_("Uden kommune i det sidste år"), format_number(counts["without_municipality"]), ""),
        (
            _("Celler med en ukendt kode"),
            format_number(unknown),
            ", ".join(sorted(counts["unknown_codes"])[:10]) or _("alle koder står i kodebogen"),
        ),
        *_degree_counts(counts),
    ]  # fmt: skip


def _degree_counts(counts: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """People with an employment degree, and how the file writes it; nothing where it has none."""
    if counts.get("with_degree") is None:
        return []
    written = {True: _("skrevet som procent"), False: _("skrevet som andele af fuld tid")}
    as_percent = counts.get("degree_as_percent")
    note = _("ingen tal i kolonnerne") if as_percent is None else written[as_percent]
    return [(_("Med en beskæftigelsesgrad"), format_number(counts["with_degree"]), note)]


@dataclass(frozen=True)
class Bars:
    """A picture of bars, and the numbers behind it.

    Attributes:
        name: makes the ids on the page its own.
        title: what it shows.
        note: what to look for.
        bars: (x, y, width, height, is nothing there).
        ticks: (x, text) below.
        rows: (label, number) of the table.
    """

    name: str
    title: str
    note: str
    bars: list[tuple[float, float, float, float, bool]]
    ticks: list[tuple[float, str]]
    top: str
    rows: list[tuple[str, str]]
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT
    bottom: int = _BOTTOM


def pictures(data_set: DataSet) -> list[Bars]:
    """People with a code in each week, with an industry code in each month, and by municipality."""
    counts = data_set.counts
    if data_set.kind != REGISTER or "coded" not in counts:
        return []
    found = [
        _bars(
            "uger",
            _("Personer med en kode, kolonne for kolonne"),
            _("En kolonne uden nogen er næsten altid en uge, der mangler i leveringen."),
            list(zip(counts["labels"], counts["coded"], strict=True)),
        )
    ]
    if counts["industry"]:
        found.append(
            _bars(
                "branche",
                _("Personer med en branchekode, måned for måned"),
                _("De sidste måneder er ofte ikke færdigmeldte."),
                list(zip(counts["industry_months"], counts["industry"], strict=True)),
            )
        )
    if counts["municipalities"]:
        year = counts["municipality_year"]
        places = [(_place(key), n) for key, n in counts["municipalities"].items()]
        found.append(
            _bars(
                "kommuner",
                _("Personer pr. kommune, {year}").format(year=year) if year else _("Personer pr. kommune"),
                _("En kommune, der mangler eller er meget lille, kan være faldet ud."),
                sorted(places, key=lambda one: -one[1])[:_MOST_PLACES],
                named_ticks=False,
            )
        )
    return found


def _place(key: str) -> str:
    known = by_code(key) if key.isdigit() else None
    return known.name if known else key


def _bars(
    name: str, title: str, note: str, values: list[tuple[str, int]], *, named_ticks: bool = True
) -> Bars:
    most = max((n for _label, n in values), default=0)
    step = (_WIDTH - _LEFT) / max(len(values), 1)
    room = _BOTTOM - 10
    bars: list[tuple[float, float, float, float, bool]] = []
    ticks: list[tuple[float, str]] = []
    last_year = ""
    for place, (label, n) in enumerate(values):
        x = _LEFT + place * step
        high = room * n / most if most else 0.0
        # A column with nobody is drawn from top to bottom in another colour: an empty place would not be seen.
        bars.append(
            (round(x, 2), round(_BOTTOM - (high if n else room), 2), round(max(step - 0.2, 0.4), 2),
             round(high if n else room, 2), not n)
        )  # fmt: skip
        year = label[:4]
        if named_ticks and year != last_year:
            if not ticks or x - ticks[-1][0] > 45:
                ticks.append((round(x, 2), year))
            last_year = year
    rows = [(label, format_number(n)) for label, n in values]
    return Bars(name, title, note, bars, ticks, format_number(most), rows)


def codes_by_year(data_set: DataSet) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The years, and for each group of codes the columns with it per year; the largest first."""
    counts = data_set.counts
    if data_set.kind != REGISTER or "groups" not in counts:
        return [], []
    ranked = sorted(counts["groups"].items(), key=lambda one: -sum(one[1]))
    rows = [(_group(name), [format_number(n) for n in numbers]) for name, numbers in ranked]
    return counts["years"], rows


def _group(name: str) -> str:
    if name == OTHER:
        return _("koder uden gruppe")
    states = {one.id: own_text(one, "text") for one in shipped_shared().outcome_schemes[STATUS].states}
    return states.get(name, name.replace("_", " "))


def passed_counts(data_set: DataSet) -> list[tuple[str, str]]:
    """(what, how many) of rows that came through the door."""
    if data_set.kind == REGISTER:
        return []
    counts = data_set.counts
    return [
        (_("Rækker"), format_number(counts.get("rows", 0))),
        (_("Personer"), format_number(data_set.people or 0)),
        (_("Rækker uden CPR-nummer, som ikke kan kobles"), format_number(counts.get("without_cpr", 0))),
    ]


def marks_found(data_set: DataSet) -> dict[str, Any] | None:
    """The counts of marks against the register, with experiments by their names; None before they are compared."""
    found = data_set.counts.get("marks")
    if found is None:
        return None
    named = [
        (experiment_title(slug), format_number(n), format_number(here))
        for slug, n, here in found["experiments"]
    ]
    return {**found, "rows": named}


def steering(data_set: DataSet, job: Job | None) -> dict[str, bool]:
    """What the person can do now."""
    idle = job is None or job.is_over
    is_register = data_set.kind == REGISTER
    ready = data_set.state == DataSetState.READY
    return {
        "is_working": job is not None and not job.is_over,
        "is_stuck": job is not None and job.is_over,
        "may_read": is_register and idle and data_set.state in (DataSetState.RECEIVED, DataSetState.READING),
        "may_compare": is_register and idle and ready and data_set.can_be_linked,
        "may_hand_over": ready and idle,
        "may_delete": idle and data_set.state != DataSetState.DELETED,
    }
