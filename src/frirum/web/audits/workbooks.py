"""A round as a workbook and back: the same file that `frirum audit workbook` writes and `collect` reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from frirum.core.errors import NotAllowed
from frirum.core.instruments.audit_collection import CollectionFault, collect
from frirum.core.instruments.audit_plan import AuditSheet, Drawing, questions_sha
from frirum.core.instruments.audit_sample import DrawingRule
from frirum.core.instruments.audit_workbook import DROP_REASONS, audit_workbook
from frirum.core.instruments.questions import AskedQuestion, find_instrument
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.audits.actions import Details, refuse_held
from frirum.web.audits.models import AuditCase, AuditRound, DropReason
from frirum.web.audits.reviewing import asked_in, definition_of, questions_of, stored
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

_REASONS = dict(
    zip(DROP_REASONS, (DropReason.NOT_FOUND, DropReason.NOT_ON_LIST, DropReason.OTHER), strict=True)
)


def workbook_of(round_: AuditRound) -> bytes:
    """The round's cases to fill in; the municipality's own questions have no place in the common workbook."""
    experiment = definition_of(round_)
    questions = questions_of(experiment, round_.instrument)
    sheet = _sheet(round_, questions)
    return audit_workbook(sheet, questions, experiment, find_instrument(experiment, round_.instrument))


def _sheet(round_: AuditRound, questions: Sequence[AskedQuestion]) -> AuditSheet:
    drawing = Drawing(DrawingRule(round_.rule), round_.n, round_.seed, round_.before)
    cases = [case for case in _cases(round_) if case.dropped != DropReason.NOT_NEEDED]
    return AuditSheet(
        slug=round_.slug,
        instrument=round_.instrument,
        round=str(round_.reference),
        questions_sha=questions_sha(questions),
        municipality=int(round_.organisation),
        frame_sha256=round_.frame_sha256,
        population=len(round_.frame),
        whole_population=len(round_.frame),
        drawing=drawing,
        cases=tuple(case.code for case in cases),
    )


def _cases(round_: AuditRound) -> list[AuditCase]:
    return list(round_.cases.select_related("use").order_by("number"))


@dataclass(frozen=True)
class Taken:
    """What became of a filled-in workbook: how many cases changed, or the faults for which nothing was taken in."""

    changed: int
    faults: tuple[CollectionFault, ...] = ()


@action(needs=Permission.AUDIT_CASES, of="round_.organisation")
def take_workbook(*, round_: AuditRound, path: Path, by: Actor) -> Taken:
    """Take the answers of a filled-in workbook into the round, all of them or none.

    A cell that is empty leaves the answer in the site as it is.

    Raises:
        NotAllowed: the round is held.
    """
    hold(CASEWORK)
    round_ = AuditRound.objects.get(pk=round_.pk)
    refuse_held(round_)
    questions = questions_of(definition_of(round_), round_.instrument)
    read = collect(
        [path], questions, slug=round_.slug, instrument=round_.instrument, round_=str(round_.reference)
    )
    if read.faults:
        nothing_changed()
        return Taken(0, read.faults)
    sheet = read.sheets[0]
    # The workbook's number is the place among the cases that were put into it.
    placed = [case for case in _cases(round_) if case.dropped != DropReason.NOT_NEEDED]
    by_code = {case.code: case for case in placed}
    changed = []
    for reviewed in (*sheet.cases, *sheet.dropped):
        case = by_code.get(reviewed.case)
        if case is None:
            raise NotAllowed(
                _("Sagen {code} er ikke længere i runden.").format(code=reviewed.case),
                remedy=_("Hent et nyt skema, og sæt svarene ind."),
            )
        answers = case.answers | {key: stored(value) for key, value in reviewed.answers.items()}
        dropped = _REASONS[reviewed.dropped].value if reviewed.dropped else case.dropped
        if reviewed.answers and not reviewed.dropped:
            dropped = ""
        if (answers, dropped) != (case.answers, case.dropped):
            case.answers, case.dropped, case.revision = answers, dropped, case.revision + 1
            case.reviewed_by, case.reviewed_at = by.trail_reference, clock.now()
            case.save()
            changed.append(case)
    if not changed:
        nothing_changed()
        return Taken(0)
    details: Details = {"slug": round_.slug, "count": len(changed)}
    record(
        "audit.workbook",
        by=by,
        subject=round_,
        organisation=round_.organisation,
        details=details,
        also=changed,
    )
    return Taken(len(changed))


def own_asked(round_: AuditRound) -> bool:
    """Whether the round has questions that the workbook leaves out."""
    return len(asked_in(round_)) > len(questions_of(definition_of(round_), round_.instrument))
