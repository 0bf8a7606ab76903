"""What this app adds to the house."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from frirum.core.extracts.kinds import kinds
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.registers.actions import COMPARE_JOB, READ_JOB
from frirum.web.registers.keeping import delete_due
from frirum.web.registers.models import REGISTER, DataSet, HandingOver
from frirum.web.registers.work import compare, read
from frirum.web.registration import (
    EventType,
    JobKind,
    MenuItem,
    Registration,
    SealedRows,
    Tick,
    frozen_when,
    immutable,
)


def _kind_name(name: str) -> str:
    named = {REGISTER: str(_("register")), **{kind.id: str(kind.label) for kind in kinds()}}
    return named.get(name, name)


REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Registre"),
            route="registers:data_sets",
            order=280,
            description=_(
                "Registre og kommunernes data til evaluering, med pseudonymer og kun til statistik."
            ),
            needs=(Permission.ANALYSE,),
        ),
    ),
    events=(
        EventType("data.received", _("hentede datasæt {number} ind ({data_kind})")),
        EventType("data.reading_ordered", _("bad om at få datasæt {number} læst")),
        EventType("data.read", _("læste datasæt {number} (personer: {people})")),
        EventType("data.comparison_ordered", _("bad om at få datasæt {number} holdt op mod markeringer")),
        EventType("data.compared", _("holdt datasæt {number} op mod markeringer")),
        EventType("data.passed", _("modtog datasæt {number} ({data_kind}) fra {sender}")),
        EventType("data.deleted", _("slettede datasæt {number}")),
        EventType("data.handed_over", _("skrev en udlevering af datasæt {number}")),
        EventType("data.fetched", _("hentede filerne i en udlevering af datasæt {number}")),
    ),
    detail_names={"data_kind": _kind_name, "sender": lambda key: str(place_name(key))},
    sealed=(SealedRows("data_set", DataSet), SealedRows("handing_over", HandingOver)),
    guards=(
        frozen_when(DataSet, "OLD.state = 'deleted'"),
        immutable(HandingOver),
    ),
    jobs=(
        JobKind(READ_JOB, _("Læs et register"), read, is_large=True),
        JobKind(COMPARE_JOB, _("Hold et register op mod markeringer"), compare, is_large=True),
    ),
    ticks=(Tick("registers.delete_due", delete_due, dt.timedelta(hours=6)),),
)
