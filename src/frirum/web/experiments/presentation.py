"""What the page of one experiment needs beyond its definition: parts with their own tables, places, rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from frirum.core.catalogue import Catalogue, Experiment, Part, Scale
from frirum.core.catalogue.compilations import effective_decisions
from frirum.core.catalogue.conditions import Example
from frirum.core.catalogue.findings import Conclusion, Figure, FigureKind
from frirum.core.catalogue.history import Decision
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.law import Derogation
from frirum.core.catalogue.plan import Comparison
from frirum.core.catalogue.sources import SourceDocument
from frirum.core.catalogue.target_groups import AddressedGroup
from frirum.core.catalogue.wording import provision_citation
from frirum.core.vocabulary.provisions import provision as dated_rule
from frirum.core.vocabulary.status import RuleStatus

Item = TypeVar("Item")


@dataclass(frozen=True)
class PartView:
    """A part with what belongs to it alone."""

    part: Part
    groups: tuple[AddressedGroup, ...]
    provisions: tuple[Derogation, ...]
    decisions: tuple[Decision, ...]
    conclusions: tuple[Conclusion, ...]
    examples: tuple[Example, ...]


def part_views(experiment: Experiment) -> tuple[PartView, ...]:
    """The parts in their order."""
    return tuple(
        PartView(
            part=part,
            groups=tuple(
                group
                for group in experiment.target_groups
                if group.id in part.target_groups or part.slug in group.part_slugs
            ),
            provisions=naming(experiment.provisions, part),
            decisions=naming(experiment.decisions, part),
            conclusions=naming(experiment.conclusions, part),
            examples=part.examples + tuple(e for e in experiment.examples if e.part_slug == part.slug),
        )
        for part in experiment.parts
    )


def naming(items: Iterable[Item], part: Part) -> tuple[Item, ...]:
    """The items that name this part; those that name none belong to all parts and are not repeated."""
    return tuple(item for item in items if part.slug in item.part_slugs)  # type: ignore[attr-defined]


def rule_names(experiment: Experiment) -> dict[str, str]:
    """Id of a provision or legal basis -> how it is cited at a condition or deadline."""
    names = {rule.id: provision_citation(rule) for rule in experiment.provisions}
    for basis in experiment.legal_bases:
        place = f"§ {basis.paragraph}, " if basis.paragraph else ""
        names[basis.id] = basis.cite_as or f"{place}{basis.title}"
    return names


def unsure_rules(experiment: Experiment) -> tuple[Derogation, ...]:
    """Provisions whose text is a draft or was not read, by the definition or by the dated data."""
    unsure = (RuleStatus.DRAFT, RuleStatus.UNVERIFIED)
    found = []
    for rule in experiment.provisions:
        dated = dated_rule(rule.rule) if rule.rule else None
        if rule.status in unsure or (dated is not None and dated.status in unsure):
            found.append(rule)
    return tuple(found)


def judged_by(experiment: Experiment) -> tuple[Any, ...]:
    """At most three statements of how it is judged: criteria, else goals, what is asked, measured or expected."""
    plan = experiment.plan
    if plan is None:
        return ()
    for statements in (
        plan.success_criteria,
        plan.goals,
        plan.research_questions,
        plan.measurement,
        plan.expected_results,
    ):
        if statements:
            return tuple(statements[:3])
    return ()


def results(experiment: Experiment) -> tuple[Figure, ...]:
    """At most three findings the sources put in words: what came of it, in a line each."""
    return tuple(f for f in experiment.figures if f.kind is FigureKind.DIRECTION)[:3]


def use_of(experiment: Experiment) -> tuple[Figure, ...]:
    """How often it was used or by how many, as published."""
    return tuple(f for f in experiment.figures if f.kind in (FigureKind.USES, FigureKind.PARTICIPANTS))[:2]


def certainty(experiment: Experiment) -> tuple[str, ...]:
    """How sure the result is: what it was held against, and whether anything was measured before the start."""
    plan = experiment.plan
    asked = plan.research_questions if plan else ()
    against = dict.fromkeys(one for question in asked for one in question.comparison)
    against.pop(Comparison.NONE, None)
    said = []
    if against:
        said.append(_("Holdes op mod: {what}.").format(what=", ".join(label(one) for one in against)))
    if plan and plan.baseline_possible:
        said.append(_("Der måles også før start."))
    elif plan and plan.baseline_possible is False:
        said.append(_("Der kunne ikke måles før start."))
    elif not against:
        said.append(_("Kilderne nævner hverken en måling før start eller en sammenligning."))
    return tuple(said)


def _by_document(
    experiment: Experiment, documents: Mapping[str, SourceDocument]
) -> list[tuple[str, SourceDocument | None, list[str]]]:
    """Each document's name, what is known of it, and the places in it, in the order written."""
    groups: dict[str, list[str]] = {}
    for source in experiment.sources:
        groups.setdefault(source.document, []).append(source.place)
    return [(name, documents.get(name), places) for name, places in groups.items()]


def page_context(experiment: Experiment, catalogue: Catalogue) -> dict[str, Any]:
    """Everything the template reads, except version and address."""
    scales: dict[str, Scale] = {**catalogue.scales, **{scale.id: scale for scale in experiment.scales}}
    titles = dict.fromkeys((t.document, t.text) for t in experiment.titles)
    return {
        "experiment": experiment,
        "network": catalogue.networks.get(experiment.network),
        "parts": part_views(experiment),
        "places": {source.id: (source.document, source.place) for source in experiment.sources},
        "doubt_numbers": {doubt.id: number for number, doubt in enumerate(experiment.doubts, start=1)},
        "rules": rule_names(experiment),
        "scales": scales,
        "facts_by_id": {fact.id: fact for fact in experiment.all_facts()},
        "obligations_by_id": {duty.id: duty for duty in experiment.obligations},
        "decisions": effective_decisions(experiment, catalogue),
        "titles": tuple(titles),
        "themes": [
            theme
            for network in catalogue.networks.values()
            for theme in network.themes
            if theme.id in experiment.themes
        ],
        "source_groups": _by_document(experiment, catalogue.documents),
        "unsure": unsure_rules(experiment),
        "citations": tuple(dict.fromkeys(provision_citation(rule) for rule in experiment.provisions)),
        "judged_by": judged_by(experiment),
        "results": results(experiment),
        "use_of": use_of(experiment),
        "certainty": certainty(experiment),
        "unsettled": sum(doubt.open for doubt in experiment.doubts),
        "drafts": [basis for basis in experiment.legal_bases if basis.status is RuleStatus.DRAFT],
    }
