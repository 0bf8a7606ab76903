"""What documents say of a design: locked, amended, overridden, before or after outcomes, still intact or not."""

from __future__ import annotations

import datetime as dt
import json

from django_scopes import scopes_disabled

from frirum.core.catalogue.canonical import to_toml
from frirum.core.designs.document.document import design_document
from frirum.core.designs.document.supplements import with_supplements
from frirum.core.designs.guide.compare import compare_step
from frirum.core.designs.guide.experiment import experiment_from
from frirum.core.designs.guide.plan import ID
from frirum.core.designs.guide.steps import steps
from frirum.core.designs.lock.checklist import point_labels
from frirum.core.designs.lock.document import AmendmentText, LockStatus, status_lines, with_status
from frirum.core.evidence.plan import locked_plan, plan_of
from frirum.core.language import gettext as _
from frirum.core.report.blocks import Document
from frirum.core.vocabulary.danish import format_date, format_share
from frirum.web import clock
from frirum.web.designs.drawn import draw_of
from frirum.web.designs.locking import DESIGN
from frirum.web.designs.models import Design, DesignLock, OutcomesSeen, OutcomesSource
from frirum.web.designs.reading import as_content, content_of, definition_of, first_seen, locked_content_of
from frirum.web.designs.supplements import confirmed_supplements, supplement_texts
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.locking.late import late_sentence
from frirum.web.locking.verifying import tampering
from frirum.web.organisations.names import organisation_name, person_name


def day(moment: dt.datetime) -> str:
    """The day of a moment, for people."""
    return format_date(moment.astimezone(clock.COPENHAGEN).date())


def status_of(design: Design, *, public: bool = False) -> LockStatus:
    """The state of a design, as it is printed.

    Args:
        public: for everybody: the organisation stands instead of the person, except who looked away from the checklist.
    """
    seen = first_seen(design.slug, design.organisation)
    source = source_text(seen) if seen else ""
    seen_on = format_date(seen.seen_on) if seen else None
    lock = DesignLock.objects.filter(design=design).first()
    if lock is None:
        return LockStatus(
            outcomes_seen_on=seen_on, outcomes_source=source, tampering=tampering(DESIGN, design)
        )
    return LockStatus(
        locked_on=_("{date} af {person}").format(
            date=day(lock.locked_at), person=_who(design, lock.locked_by, public=public)
        ),
        sha256=lock.sha256,
        outcomes_seen_on=seen_on,
        outcomes_source=source,
        late=late_sentence(DESIGN, design),
        locked_after_outcomes=lock.after_outcomes or _is_before(seen, lock.locked_at),
        override="" if lock.checklist_met else _override(lock),
        override_reason=lock.override_reason,
        lacking=() if lock.checklist_met else lacking_of(lock),
        unanswered=() if lock.checklist_met else unanswered_of(design, lock),
        amendments=amendments_of(design, seen, public=public),
        tampering=tampering(DESIGN, design),
    )


def _who(design: Design, reference: str, *, public: bool) -> str:
    return organisation_name(design.organisation) if public else person_name(reference)


def source_text(seen: OutcomesSeen) -> str:
    """How outcomes were seen, in words."""
    return str(OutcomesSource(seen.source).label)


def _is_before(seen: OutcomesSeen | None, moment: dt.datetime) -> bool:
    """Whether outcomes were seen before a day; learnt afterwards, it still counts."""
    return seen is not None and seen.seen_on < moment.astimezone(clock.COPENHAGEN).date()


def _override(lock: DesignLock) -> str:
    return _("Det besluttede {person} {date}.").format(
        person=person_name(lock.locked_by), date=day(lock.locked_at)
    )


def lacking_of(lock: DesignLock) -> tuple[str, ...]:
    """The points of the checklist that were not fulfilled at the lock, by their label."""
    labels = point_labels()
    met = json.loads(bytes(lock.canonical)).get("checklist", {})
    return tuple(label for key, label in labels.items() if not met.get(key, True))


def unanswered_of(design: Design, lock: DesignLock) -> tuple[str, ...]:
    """The questions that whoever let it start accepted cannot be answered, with the figure that was frozen."""
    texts = {
        item.get(ID, ""): item.get("text", "") for item in locked_content_of(design)["spoergsmaal"].items
    }
    said = []
    for name, power in json.loads(bytes(lock.canonical)).get("unanswered", {}).items():
        text = (
            _("Det er accepteret, at »{question}« ikke kan besvares; sandsynligheden er {power}.")
            if power
            else _("Det er accepteret, at »{question}« ikke kan besvares.")
        )
        shown = format_share(float(power)) if power else ""
        said.append(text.format(question=texts.get(name, name), power=shown).replace("pct..", "pct."))
    return tuple(said)


def amendments_of(
    design: Design, seen: OutcomesSeen | None, *, public: bool = False
) -> tuple[AmendmentText, ...]:
    """The amendments in their order, each with what it changed."""
    known = {one.key: one for one in steps()}
    rows = {row.step: row.content for row in design.steps.all()}
    found = []
    for one in design.amendments.all():
        before = as_content(rows)
        rows = {**rows, one.step: one.content}
        step = known[one.step]
        found.append(
            AmendmentText(
                number=one.number,
                step=step.title,
                changes=tuple(compare_step(step, before, as_content(rows))),
                reason=one.reason,
                major=one.major,
                made_on=_("{date} af {person}").format(
                    date=day(one.made_at), person=_who(design, one.made_by, public=public)
                ),
                after_outcomes=one.after_outcomes or _is_before(seen, one.made_at),
            )
        )
    return tuple(found)


def document_of(design: Design, date: dt.date, *, public: bool = False) -> Document:
    """The design as a document that says what is planned and what is not; `public` as for `status_of`."""
    catalogue = current_catalogue()
    planned = experiment_from(definition_of(design), content_of(design))
    document = design_document(planned.experiment, catalogue.documents, catalogue.scales, date=date)
    whole = with_status(document, status_of(design, public=public), planned.experiment, draw=planned.draw)
    return with_supplements(whole, supplement_texts(confirmed_supplements(design)))


def plan_file(design: Design) -> str:
    """The plan of analysis as the TOML file that `frirum evaluate --plan` takes.

    It carries its lock only where what it says was locked, or amended, before outcomes were seen.
    """
    experiment = experiment_from(definition_of(design), content_of(design)).experiment
    plan = plan_of(experiment, definition_sha256=design.definition_sha256, draw=draw_of(design))
    lock = DESIGN.lock_of(design)
    if lock is None:
        return _("# Kladde: planen er ikke låst.") + "\n" + to_toml(plan)
    amendments = list(design.amendments.order_by("number"))
    if lock.after_outcomes or any(one.after_outcomes for one in amendments):
        said = _("# Planen står uden lås: den er låst eller ændret, efter at udfald var set.")
        return said + "\n" + to_toml(plan)
    moment = amendments[-1].made_at if amendments else lock.locked_at
    return to_toml(locked_plan(plan, at=moment, by=organisation_name(design.organisation)))


def form_lines(slug: str, organisation: str) -> tuple[str, ...]:
    """What the evaluation form says of the design it rests on; () where nothing is locked."""
    with scopes_disabled():
        design = Design.objects.filter(slug=slug, organisation=organisation).first()
    return status_lines(status_of(design)) if design is not None and design.is_locked else ()
