"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.permissions import Permission
from frirum.web.registration import (
    EventType,
    InitStep,
    JobKind,
    MenuItem,
    Registration,
    SealedRows,
    frozen_when,
    immutable,
)
from frirum.web.runs.actions import RUN_JOB
from frirum.web.runs.demonstration import order_example
from frirum.web.runs.form_lines import run_lines
from frirum.web.runs.models import CurtainDay, EvaluationRun, HarmCountRow, RunFile, RunLook, WatchedHarm
from frirum.web.runs.releasing import lines_on_experiment
from frirum.web.runs.work import evaluate_run

REGISTRATION = Registration(
    form_lines=(run_lines,),
    menu=(
        MenuItem(
            label=_("Kørsler"),
            route="runs:runs",
            order=265,
            description=_(
                "Kør en låst plan på pseudonyme data, og se, hvad der blev fundet, og hvor sikkert."
            ),
            needs=(Permission.ANALYSE,),
        ),
    ),
    events=(
        EventType("run.begun", _("begyndte kørsel {code} af {slug} (filer: {files})")),
        EventType("run.ordered", _("bestilte kørsel {code} af {slug}")),
        EventType("run.cancelled", _("afbrød kørsel {code} af {slug}")),
        EventType("run.done", _("gjorde kørsel {code} af {slug} færdig")),
        EventType("run.failed", _("måtte opgive kørsel {code} af {slug}")),
        EventType("run.seen", _("så resultatet af kørsel {code} af {slug}")),
        EventType("run.taken", _("hentede resultatet af kørsel {code} af {slug} som {kind}")),
        EventType("harm.watched", _("begyndte at overvåge en skade i {slug}")),
        EventType(
            "harm.read", _("læste skader i kørsel {code} af {slug} (læst: {readings}, alarmer: {alarms})")
        ),
        EventType("run.day_agreed", _("aftalte, at resultater af {slug} må ses fra {day}")),
    ),
    sealed=(
        SealedRows("evaluation_run", EvaluationRun),
        SealedRows("run_file", RunFile),
        SealedRows("run_look", RunLook),
        SealedRows("run_day", CurtainDay),
        SealedRows("watched_harm", WatchedHarm),
        SealedRows("harm_count", HarmCountRow),
    ),
    guards=(
        # What it was made of never changes; what came of it does not change once it is there.
        frozen_when(EvaluationRun, "OLD.state = 'done'"),
        immutable(RunFile),
        immutable(RunLook),
        immutable(CurtainDay),
        immutable(WatchedHarm),
        immutable(HarmCountRow),
    ),
    experiment_found=(lines_on_experiment,),
    demonstration=(InitStep(_("En syntetisk kørsel"), 70, order_example),),
    jobs=(JobKind(RUN_JOB, _("Kør en plan"), evaluate_run, is_large=True),),
)
