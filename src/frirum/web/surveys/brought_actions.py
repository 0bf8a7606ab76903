"""Writes on a file of answers from another tool, until it is taken in or dropped."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.organisations.permissions import Permission
from frirum.web.surveys.actions import refuse_coming, refuse_name
from frirum.web.surveys.models import AnswerFile
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, nothing_changed, record
from frirum.web.uses.identities import seal_bytes

MOST_BYTES = 4 * 1024 * 1024
KEPT_FOR = dt.timedelta(days=1)


@dataclass(frozen=True)
class ToldOfFile:
    """What is said when a file is brought.

    Attributes:
        slug, instrument, own_version: what was asked.
        name: of the wave that the answers belong to.
        invited: how many were asked, None where nobody knows.
        keep_until: when the answers are deleted.
        closes_on: the last day on which an answer came in; it tells which of several waves came first.
    """

    slug: str
    instrument: str
    own_version: int | None
    name: str
    invited: int | None
    keep_until: dt.date
    closes_on: dt.date


@action(needs=Permission.RUN_SURVEYS, of="organisation")
def bring_file(*, organisation: str, told: ToldOfFile, content: bytes, by: Actor) -> AnswerFile:
    """Keep a file sealed while its columns are pointed out.

    Raises:
        InputRefused: it is empty or too large, the day of deletion has passed, the last day of answers has not come, or
            the wave's name cannot be one.
    """
    refuse_name(told.name)
    if not content or len(content) > MOST_BYTES:
        raise InputRefused(
            _("Filen er tom eller over {n} MB.").format(n=MOST_BYTES // (1024 * 1024)),
            remedy=_("Del den, eller gem den som CSV."),
        )
    if told.keep_until <= clock.today():
        raise InputRefused(_("Svarene skal slettes på en dag efter i dag."))
    refuse_coming(told.closes_on)
    made = AnswerFile(
        slug=told.slug,
        instrument=told.instrument,
        own_version=told.own_version,
        organisation=organisation,
        name=told.name,
        invited=told.invited,
        keep_until=told.keep_until,
        closes_on=told.closes_on,
        sha256=hashlib.sha256(content).hexdigest(),
        brought_by=by.trail_reference,
        brought_at=clock.now(),
    )
    made.sealed = seal_bytes(content, made.place).decode("ascii")
    made.save(force_insert=True)
    details: dict[str, str | int | bool | None] = {"slug": told.slug, "sha256": made.sha256}
    record("survey.file_brought", by=by, subject=made, organisation=organisation, details=details)
    return made


@action(needs=Permission.RUN_SURVEYS, of="brought.organisation")
def point_out(*, brought: AnswerFile, pointed: Mapping[str, Any], by: Actor) -> AnswerFile:
    """Keep what has been said of the file's columns and values."""
    brought.pointed = dict(pointed)
    brought.save(update_fields=["pointed"])
    nothing_changed()  # what is taken in by it is an event
    return brought


@action(needs=Permission.RUN_SURVEYS, of="brought.organisation")
def drop_brought(*, brought: AnswerFile, by: Actor) -> None:
    """Delete the file: it was taken in, or is not wanted."""
    AnswerFile.objects.filter(pk=brought.pk).delete()
    record("survey.file_dropped", by=by, subject=brought, organisation=brought.organisation, details={})


@action(needs=BY_SYSTEM, of=ANYWHERE)
def forget_brought(*, before: dt.datetime, by: Actor) -> int:
    """Delete files that nobody took in; returns how many."""
    gone, _by_model = AnswerFile._base_manager.filter(brought_at__lt=before).delete()
    nothing_changed()
    return gone
