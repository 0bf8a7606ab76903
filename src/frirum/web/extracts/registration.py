"""What this app adds to the house."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from frirum.core.extracts.kinds import kinds
from frirum.web.extracts.actions import ACCEPT_JOB, READ_JOB
from frirum.web.extracts.checks import check_rows
from frirum.web.extracts.door import PASS_JOB, pass_on
from frirum.web.extracts.keeping import expire_due, recount_all
from frirum.web.extracts.models import Batch, CountedUse, ExtractPerson, ExtractRow, Passage, SavedMapping
from frirum.web.extracts.people import brings_extracts
from frirum.web.extracts.work import accept, read
from frirum.web.registration import (
    ALWAYS,
    EventType,
    Guard,
    JobKind,
    MenuItem,
    Registration,
    SealedRows,
    Tick,
    frozen_when,
    immutable,
)


def _kind_name(name: str) -> str:
    return next((str(kind.label) for kind in kinds() if kind.id == name), name)


REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Udtræk"),
            route="extracts:batches",
            order=260,
            description=_(
                "Hent markeringer, samtaler og ydelser ind fra fagsystemet i stedet for at taste dem."
            ),
            shown=brings_extracts,
        ),
    ),
    events=(
        EventType("extract.brought", _("hentede udtræk {number} ind ({extract_kind})")),
        EventType("extract.days_stated", _("skrev, hvilke dage udtræk {number} dækker")),
        EventType("extract.mapped", _("pegede kolonnerne ud i udtræk {number}")),
        EventType("extract.seen", _("så de første rækker af udtræk {number}")),
        EventType("extract.read", _("læste udtræk {number} (rækker: {rows})")),
        EventType("extract.acceptance_ordered", _("bad om at få udtræk {number} gemt")),
        EventType("extract.accepted", _("gemte udtræk {number} (rækker taget: {accepted})")),
        EventType("extract.discarded", _("lagde udtræk {number} væk")),
        EventType("extract.recounted", _("talte brugen i kendte rækker op på ny ({count})")),
        EventType("extract.withdrawn", _("fortrød udtræk {number}")),
        EventType("extract.passage_ordered", _("bad om at videregive data til en evaluering af {slug}")),
        EventType("extract.passed", _("videregav data til en evaluering af {slug} (rækker: {rows})")),
        EventType("extract.expired", _("slettede rækkerne i udtræk {number}, hvis frist var udløbet")),
    ),
    detail_names={"extract_kind": _kind_name},
    sealed=(
        SealedRows("batch", Batch),
        SealedRows("saved_mapping", SavedMapping),
        SealedRows("passage", Passage),
    ),
    guards=(
        immutable(SavedMapping),
        frozen_when(Passage, "OLD.passed_at IS NOT NULL"),
        frozen_when(CountedUse, ALWAYS, may_change=("known_until",)),
        frozen_when(
            Batch,
            "OLD.state IN ('accepted', 'withdrawn', 'discarded')",
            may_change=(
                "state",
                "decided_by",
                "decided_at",
                "reason",
                "decision",
                "rows_deleted_on",
                "covers_from",
                "covers_to",
            ),
        ),
        # A row that was kept never changes what it says; only how it stands, and after its date it may go.
        frozen_when(
            ExtractRow,
            "OLD.state NOT IN ('staged', 'expired')",
            may_change=("state", "ended_by_id", "replaces_id", "use"),
        ),
        # A person may go with its rows, and be sealed under another key; who it is never changes.
        Guard(ExtractPerson, no_update_when=ALWAYS, no_delete_when="1=0", may_change=("identity_sealed",)),
    ),
    jobs=(
        JobKind(READ_JOB, _("Læs et udtræk"), read),
        JobKind(ACCEPT_JOB, _("Gem et udtræk"), accept),
        JobKind(PASS_JOB, _("Videregiv data til en evaluering"), pass_on, is_large=True),
    ),
    ticks=(
        Tick("extracts.expire", expire_due, dt.timedelta(hours=6)),
        Tick("extracts.recount", recount_all, dt.timedelta(hours=24)),
    ),
    checks=(check_rows,),
)
