"""Finding out whether somebody has been at the database: what `frirum verify` runs.

Found without anything from outside: an event or a protected row that was changed, added or removed, a whole row
put back to an older state while its event still stands, a trigger taken away. A database put back as a whole, or
a chain cut at its end together with its segment, is only found against a receipt kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from frirum.core.language import gettext as _
from frirum.web import registered
from frirum.web.trail import chain, guards, sealed
from frirum.web.trail.models import RowSeal, TrailEvent, TrailSegment
from frirum.web.zones import ZONES, Zone, alias


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold.

    Attributes:
        code: stable name of the kind of fault.
        zone: "casework" or "statistics".
        place: the event, row, segment or file.
        message: for a person.
    """

    code: str
    zone: str
    place: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)


def verify(progress: Callable[[int, int], None] = lambda done, total: None) -> list[Fault]:
    """Every fault in both zones; an empty list means that all is as the actions left it."""
    checks = (_check_guards, _check_trail, *registered.checks())
    steps = [(check, zone) for zone in ZONES for check in checks]
    faults: list[Fault] = []
    for number, (check, zone) in enumerate(steps):
        progress(number, len(steps))
        faults.extend(check(zone))
    progress(len(steps), len(steps))
    return faults


def _check_guards(zone: Zone) -> Iterator[Fault]:
    for name in guards.missing(alias(zone)):
        yield Fault("guard_missing", zone, name, _("En lås i databasen er fjernet eller ændret."))


def _check_trail(zone: Zone) -> Iterator[Fault]:
    latest: dict[str, str] = {}
    yield from _check_segments(zone, latest)
    yield from _check_rows(zone, latest)


def _check_segments(zone: Zone, latest: dict[str, str]) -> Iterator[Fault]:
    expected_head, known, before = chain.GENESIS, set(), 0
    for number, segment in enumerate(TrailSegment.objects.using(alias(zone)).order_by("number"), start=1):
        known.add(segment.number)
        place = str(segment.number)
        values = {name: getattr(segment, name) for name in chain.SEGMENT_FIELDS}
        if not chain.same(segment.seal, chain.segment_seal(values)):
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
        if not chain.same(event["hash"], chain.event_hash(event)):
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


def _check_rows(zone: Zone, latest: dict[str, str]) -> Iterator[Fault]:
    seals = {seal.subject: seal for seal in RowSeal.objects.using(alias(zone)).iterator()}
    for subject, content in latest.items():
        # The trail remembers what the row was last sealed as, so an older row with its older seal is found.
        if subject not in seals or not chain.same(seals[subject].content, content):
            yield Fault("seal_replaced", zone, subject, _("Rækkens segl er ikke det, hændelserne siger."))
    for subject, seal in seals.items():
        if not chain.same(seal.seal, chain.row_seal(subject, seal.content)):
            yield Fault("seal_changed", zone, subject, _("Rækkens segl er ændret."))
    expected = {subject: seal.content for subject, seal in seals.items() if seal.content}
    for model in sealed.of_database(alias(zone)):
        for subject, content in sealed.rows_of(model, alias(zone)):
            known = expected.pop(subject, None)
            if known is None:
                yield Fault("row_added", zone, subject, _("Rækken er lagt ind uden om systemet."))
            elif not chain.same(known, content):
                yield Fault("row_changed", zone, subject, _("Rækken er ændret uden om systemet."))
    for subject in expected:
        yield Fault("row_removed", zone, subject, _("Rækken er fjernet uden om systemet."))
