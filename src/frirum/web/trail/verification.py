"""Finding out whether somebody has been at the database: what `frirum verify` runs.

Found without anything from outside: an event or a protected row that was changed, added or removed, a whole row
put back to an older state while its event still stands, a trigger taken away. A database put back as a whole, or
a chain cut at its end together with its segment, is only found against a receipt kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db import models

from frirum.core.language import gettext as _
from frirum.web import registered
from frirum.web.registration import SealedRows
from frirum.web.trail import chain, guards, sealed
from frirum.web.trail.faults import Fault
from frirum.web.trail.models import RowSeal, TrailEvent, TrailSegment
from frirum.web.trail.snapshot import one_snapshot
from frirum.web.zones import ZONES, Zone, alias


def verify(progress: Callable[[int, int], None] = lambda done, total: None) -> list[Fault]:
    """Every fault in both zones; an empty list means that all is as the actions left it.

    Each zone is read as it stood at one moment, so that what is written meanwhile is no fault. `progress` is called
    between the zones.
    """
    faults: list[Fault] = []
    for number, zone in enumerate(ZONES):
        progress(number, len(ZONES))
        with one_snapshot(zone):
            for check in (_check_guards, _check_trail, *registered.checks()):
                faults.extend(check(zone))
    progress(len(ZONES), len(ZONES))
    return faults


def _check_guards(zone: Zone) -> Iterator[Fault]:
    for name in guards.missing(alias(zone)):
        yield Fault("guard_missing", zone, name, _("En lås i databasen er fjernet eller ændret."))


def _check_trail(zone: Zone) -> Iterator[Fault]:
    latest: dict[str, str] = {}
    yield from check_segments(zone, latest)
    yield from check_rows(zone, latest)


def check_segments(zone: Zone, latest: dict[str, str]) -> Iterator[Fault]:
    """The chain of a zone; what its events sealed is written into `latest`."""
    expected_head, known, before = chain.GENESIS, set(), 0
    for number, segment in enumerate(TrailSegment.objects.using(alias(zone)).order_by("number"), start=1):
        known.add(segment.number)
        place = str(segment.number)
        values = {name: getattr(segment, name) for name in chain.SEGMENT_FIELDS}
        if not chain.matches(segment.seal, partial(chain.segment_seal, values)):
            yield Fault("segment_changed", zone, place, _("Afsnittets segl passer ikke."))
        if segment.number != number or not chain.same(segment.opens_with, expected_head):
            yield Fault("segment_missing", zone, place, _("Afsnittet hænger ikke sammen med det forrige."))
        expected_head = segment.head
        yield from _check_events(zone, segment, before, latest)
        before += segment.events
    strays = TrailEvent.objects.using(alias(zone)).exclude(segment__in=known).values_list("id", flat=True)
    for stray in strays:
        yield Fault("event_stray", zone, str(stray), _("Hændelsen hører ikke til noget afsnit."))


def _check_events(zone: Zone, segment: Any, before: int, latest: dict[str, str]) -> Iterator[Fault]:
    events = TrailEvent.objects.using(alias(zone)).filter(segment=segment.number).order_by("id")
    head, count = segment.opens_with, 0
    for event in events.values(*chain.EVENT_FIELDS, "hash").iterator(chunk_size=2000):
        place = str(event["id"])
        if not chain.same(event["previous"], head) or event["id"] != before + count + 1:
            yield Fault("event_missing", zone, place, _("Der mangler en hændelse før denne."))
        if not chain.matches(event["hash"], partial(chain.event_hash, event)):
            yield Fault("event_changed", zone, place, _("Hændelsen er ændret."))
        head, count = event["hash"], count + 1
        latest.update(event["seals"])
    if segment.expired_at is not None and count == 0:
        return
    if count != segment.events or not chain.same(head, segment.head):
        message = _(
            "Afsnittet skulle have {expected} hændelser og ender ikke, hvor det skal ({found} fundet)."
        )
        yield Fault(
            "segment_cut", zone, str(segment.number), message.format(expected=segment.events, found=count)
        )


def check_rows(
    zone: Zone, latest: dict[str, str], models_as: Mapping[str, type[models.Model]] | None = None
) -> Iterator[Fault]:
    """The sealed rows of a zone.

    Args:
        latest: row -> what the trail last sealed it as.
        models_as: key of a sealed model -> the model to read it with; None for those of this version.
    """
    seals = {seal.subject: seal for seal in RowSeal.objects.using(alias(zone)).iterator()}
    for subject, content in latest.items():
        # The trail remembers what the row was last sealed as, so an older row with its older seal is found.
        if subject not in seals or not chain.same(seals[subject].content, content):
            yield Fault("seal_replaced", zone, subject, _("Rækkens segl er ikke det, hændelserne siger."))
    for subject, seal in seals.items():
        if not seal.is_whole():
            yield Fault("seal_changed", zone, subject, _("Rækkens segl er ændret."))
    expected = {subject: seal for subject, seal in seals.items() if seal.content}
    for rows in sealed.of_database(alias(zone)):
        model = rows.model if models_as is None else models_as.get(rows.key)
        if model is not None:
            yield from _check_model(zone, rows, model, expected)
    for subject in expected:
        yield Fault("row_removed", zone, subject, _("Rækken er fjernet uden om systemet."))


def _check_model(
    zone: Zone, rows: SealedRows, model: type[models.Model], expected: dict[str, RowSeal]
) -> Iterator[Fault]:
    """The rows of one model against their seals, which are taken out of `expected`."""
    there = {f.attname for f in model._meta.concrete_fields}
    for row in model._base_manager.using(alias(zone)).iterator():
        subject = sealed.subject_under(rows.key, row)
        seal = expected.pop(subject, None)
        if seal is None:
            yield Fault("row_added", zone, subject, _("Rækken er lagt ind uden om systemet."))
            continue
        columns = seal.columns.split()
        if not set(columns) <= there:
            yield Fault(
                "seal_outdated", zone, subject, _("Rækken er forseglet af en anden udgave af systemet.")
            )
        elif not chain.matches(seal.content, partial(sealed.seal_content, rows, row, columns)):
            yield Fault("row_changed", zone, subject, _("Rækken er ændret uden om systemet."))
