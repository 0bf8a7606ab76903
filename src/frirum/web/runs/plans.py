"""The plan a run runs: a locked design's, a plan from a file, or what a definition holds."""

from __future__ import annotations

from django_scopes import scopes_disabled

from frirum.core.catalogue.canonical import fingerprint
from frirum.core.catalogue.experiment import Experiment
from frirum.core.designs.guide.experiment import experiment_from
from frirum.core.designs.guide.plan import Content
from frirum.core.errors import InputRefused
from frirum.core.evidence.plan import EvaluationPlan, locked_plan, plan_from, plan_of, with_later_questions
from frirum.core.language import gettext as _
from frirum.web.designs.drawn import draw_of
from frirum.web.designs.locking import DESIGN
from frirum.web.designs.models import Design, DesignState
from frirum.web.designs.reading import as_content, definition_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.names import organisation_name


def locked_designs(keys: frozenset[str]) -> list[Design]:
    """The locked designs of these organisations."""
    with scopes_disabled():
        return list(Design.objects.filter(organisation__in=keys, state=DesignState.LOCKED).order_by("slug"))


def plan_of_design(design: Design) -> EvaluationPlan:
    """The plan of a locked design, locked too, with what was added or changed after outcomes were seen marked so.

    A design that was itself locked after outcomes had been seen gives a plan without a lock: nothing in it was planned.
    """
    definition = definition_of(design)
    rows = {row.step: row.content for row in design.steps.all()}
    amendments = list(design.amendments.order_by("number"))
    early = [one for one in amendments if not one.after_outcomes]
    now = _plan(definition, rows | {one.step: one.content for one in amendments}, design)
    lock = DESIGN.lock_of(design)
    if lock is None or lock.after_outcomes:
        return now
    before = _plan(definition, rows | {one.step: one.content for one in early}, design)
    moment = amendments[-1].made_at if amendments else lock.locked_at
    plan = with_later_questions(before, now)
    return locked_plan(plan, at=moment, by=organisation_name(design.organisation))


def _plan(definition: Experiment, rows: dict[str, dict[str, object]], design: Design) -> EvaluationPlan:
    content: Content = as_content(rows)
    experiment = experiment_from(definition, content).experiment
    return plan_of(experiment, definition_sha256=design.definition_sha256, draw=draw_of(design))


def plan_of_definition(slug: str) -> EvaluationPlan:
    """What the definition in force asks, not locked.

    Raises:
        InputRefused: it asks nothing with an outcome.
    """
    experiment = current_catalogue().experiment(slug)
    plan = plan_of(experiment, definition_sha256=fingerprint(experiment))
    if not plan.questions:
        raise InputRefused(
            _("Forsøget har ingen undersøgelsesspørgsmål med et udfald, så der er intet at evaluere."),
            remedy=_("Giv en plan som fil, eller lås et evalueringsdesign med spørgsmål."),
        )
    return plan


def plan_of_file(text: str, name: str) -> EvaluationPlan:
    """The plan in a file that somebody brings; the experiment it names must be known here.

    Raises:
        InputRefused, NotAllowed: as `plan_from`, an experiment that is not known, or no question.
    """
    plan = plan_from(text, name)
    if plan.slug not in current_catalogue().experiments:
        raise InputRefused(
            _("Forsøget {slug} kendes ikke her.").format(slug=plan.slug),
            file=name,
            remedy=_("Ret slug i planen til et forsøg i kataloget."),
        )
    if not plan.questions:
        raise InputRefused(
            _("Planen har ingen spørgsmål."), file=name, remedy=_("Skriv mindst ét [[question]].")
        )
    return plan


def experiment_of(plan: EvaluationPlan, design: Design | None) -> Experiment:
    """The experiment a plan is run on: the design's own, else the definition in force."""
    if design is None:
        return current_catalogue().experiment(plan.slug)
    rows = {row.step: row.content for row in design.steps.all()}
    rows |= {one.step: one.content for one in design.amendments.order_by("number")}
    return experiment_from(definition_of(design), as_content(rows)).experiment
