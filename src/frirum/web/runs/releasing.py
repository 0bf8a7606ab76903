"""From a run's answers to the gate, and from the gate to readers.

The public way in, for documents, decisions and pages:

    for one in released_results(slug, user=request.user):      # the newest first; without a user what everybody may see
        result_blocks(one.typed)                               # figures are the gate's own; the rest is not there
    for one in released_claims(slug):
        sentence(one.claim)

Nothing else makes a figure of a run a released one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.disclosure.printing import cleared_figures
from frirum.core.disclosure.settings import Subject
from frirum.core.errors import NotAllowed
from frirum.core.evidence.across import AcrossAnswer, AskedAcross, counted_together
from frirum.core.evidence.behind import uses_of
from frirum.core.evidence.claims import Claim
from frirum.core.evidence.rules import Finding
from frirum.core.evidence.typed import TypedResult
from frirum.core.evidence.words import sentence
from frirum.core.language import current_language, gettext, language
from frirum.core.report.blocks import Document, Paragraph
from frirum.core.report.text import plain_text
from frirum.web.designs.reading import address_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.models import User
from frirum.web.registration import FoundLine
from frirum.web.releases.actions import keep_estimates
from frirum.web.releases.estimates import KeptEstimate, Said, estimates_of
from frirum.web.releases.models import Released, ReleaseRequest, TableKind, TeamTable
from frirum.web.releases.showing import visible_releases
from frirum.web.runs.curtain import has_looked, refuse_closed
from frirum.web.runs.models import EvaluationRun
from frirum.web.runs.reading import typed_result

NO_DATA = "no_data"


@dataclass(frozen=True)
class ReleasedResult:
    """A run as readers may see it.

    Attributes:
        code: of the release; run: of the run.
        typed: the result with the figures that the gate let out and no other.
        questions: ids of the questions that were let out.
        public: everybody may see it; else the organisation's own people.
    """

    code: str
    run: str
    slug: str
    part: str
    typed: TypedResult
    questions: tuple[str, ...]
    public: bool
    synthetic: bool
    released_at: dt.datetime


@dataclass(frozen=True)
class ReleasedClaim:
    """One question's claim with the gate's own figures, or with none where they were held back.

    Attributes:
        key: its name for good: run and question.
        planned: it stood in a plan that was locked before outcomes were seen.
    """

    key: str
    claim: Claim
    step: EvidenceStep
    finding: Finding
    planned: bool
    result: ReleasedResult


def estimates_kept(run: EvaluationRun) -> QuerySet[TeamTable]:
    """What was taken from the run to the gate, the newest first."""
    return TeamTable.objects.filter(kind=TableKind.ESTIMATES, run=run.code, organisation=run.organisation)


@dataclass(frozen=True)
class GateLine:
    """How far a run's answers are at the gate: the team's table, its newest request, and the release, if any."""

    table: TeamTable
    request: ReleaseRequest | None
    code: str


def gate_lines(run: EvaluationRun) -> list[GateLine]:
    """What was taken from the run to the gate, and how far it is."""
    lines = []
    for table in estimates_kept(run):
        requests = list(table.requests.select_related("released"))
        request = requests[0] if requests else None
        released = next((one.released for one in requests if hasattr(one, "released")), None)
        lines.append(GateLine(table, request, released.code if released else ""))
    return lines


def take_to_gate(*, run: EvaluationRun, subject: Subject, title: str, by: User) -> TeamTable:
    """Keep the answers of a run as what is asked to be released; the same again gives the same.

    Args:
        subject: what they are about; one municipality alone is seen by itself.

    Raises:
        NotAllowed: the run has no result, its day has not come, or the person has not opened it.
        InputRefused: it has no answer.
    """
    if not run.is_done:
        raise NotAllowed(gettext("Kørslen har intet resultat endnu."))
    refuse_closed(run)
    if not has_looked(run, by):
        raise NotAllowed(
            gettext("Du har ikke set resultatet."),
            remedy=gettext("Åbn det først; så ved du, hvad du beder om."),
        )
    kept = estimates_kept(run).filter(subject=subject).first()
    if kept is not None:
        return kept
    with language("da"):
        # Units are kept in one language and read in the reader's.
        estimates = tuple(_kept(typed_result(run)))
    return keep_estimates(
        title=title,
        measure=run.slug,
        subject=subject,
        run=run.code,
        synthetic=run.synthetic,
        estimates=estimates,
        period="",
        organisation=run.organisation,
        by=by,
    )


def is_of_one_place(run: EvaluationRun) -> bool:
    """Whether one unit alone is in the experiment, whose own figure the answer then is."""
    return typed_result(run).result.population.treated == 1


def _kept(typed: TypedResult) -> Iterator[KeptEstimate]:
    uses = {use.name: use for use in uses_of(typed.result)}
    for question in typed.result.questions:
        if question.refused is not None and question.refused.code == NO_DATA:
            continue
        asked = typed.result.asked(question)
        said = Said(
            question.id, asked.outcome_text, asked.outcome_text_en or "", typed.unit_of(question),
            int(question.step), question.verdict.value,
        )  # fmt: skip
        yield KeptEstimate(said, uses.get(question.id))


def released_results(slug: str, *, user: Any = None) -> tuple[ReleasedResult, ...]:
    """The runs of an experiment whose answers were let out, the newest release first.

    Args:
        user: the reader; None for what everybody may see.
    """
    visible = visible_releases(user if user is not None else AnonymousUser())
    releases = visible.filter(request__table__kind=TableKind.ESTIMATES, request__table__measure=slug)
    codes = [one.run for one in releases]
    # Whose run it is was asked by the release: what follows shows the gate's figures alone.
    runs = {one.code: one for one in EvaluationRun._base_manager.filter(code__in=codes, slug=slug)}
    return tuple(_result(one, runs[one.run]) for one in releases if one.run in runs)


def _result(released: Released, run: EvaluationRun) -> ReleasedResult:
    typed = typed_result(run)
    questions = tuple(row["question"] for row in released.content["said"])
    shown = replace(
        typed,
        result=typed.result.model_copy(
            update={"questions": tuple(one for one in typed.result.questions if one.id in questions)}
        ),
        cleared=cleared_figures(estimates_of(released), release=released.code),
        address=address_of(found_at(run.slug, released.code)),
    )
    return ReleasedResult(
        code=released.code,
        run=run.code,
        slug=run.slug,
        part=run.part,
        typed=shown,
        questions=questions,
        public=released.public,
        synthetic=released.synthetic,
        released_at=released.released_at,
    )


def found_at(slug: str, code: str) -> str:
    """Where everybody reads a released run: its place on the page of what runs found in the experiment."""
    return f"{reverse('runs:found', args=[slug])}#{code.casefold()}"


def released_claims(slug: str, *, user: Any = None) -> tuple[ReleasedClaim, ...]:
    """The claims of an experiment's released runs, the newest release first; see `released_results`."""
    return tuple(
        ReleasedClaim(
            key=f"run:{result.run}:{question.id}",
            claim=result.typed.claim(question),
            step=question.step,
            finding=question.verdict,
            planned=question.planned,
            result=result,
        )
        for result in released_results(slug, user=user)
        for question in result.typed.result.questions
    )


def real_claims(slug: str, *, user: Any = None) -> list[ReleasedClaim]:
    """The released claims that may stand among what is real: none on synthetic data, but for a synthetic experiment."""
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None:
        return []
    return [
        one for one in released_claims(slug, user=user) if experiment.synthetic or not one.result.synthetic
    ]


def answers_across(*, synthetic: bool) -> tuple[AcrossAnswer, ...]:
    """Every answer that everybody may see, of all experiments, counted together; made-up experiments by themselves.

    Args:
        synthetic: those of synthetic experiments, else those of the real ones.
    """
    catalogue = current_catalogue().experiments
    tables = visible_releases(AnonymousUser()).filter(request__table__kind=TableKind.ESTIMATES)
    slugs = sorted(set(tables.values_list("request__table__measure", flat=True)))
    asked = [
        AskedAcross(one.key, strip_tags(str(own_title(catalogue[slug]))), one.claim)
        for slug in slugs
        if slug in catalogue and catalogue[slug].synthetic is synthetic
        for one in _newest(real_claims(slug))
    ]
    return counted_together(asked)


def _newest(claims: Iterable[ReleasedClaim]) -> Iterator[ReleasedClaim]:
    """Of a question that was released again the newest answer: one question is one test."""
    seen = set()
    for one in claims:
        name = (one.result.part, one.claim.question)
        if name not in seen:
            seen.add(name)
            yield one


def lines_on_experiment(user: Any, slug: str) -> Iterator[FoundLine]:
    """The released claims of an experiment for its page: one sentence each, with the gate's figures in it.

    What was reckoned on synthetic data stands on the page of a synthetic experiment alone.
    """
    for one in real_claims(slug, user=user):
        yield FoundLine(
            said(one.claim), one.result.code, reverse("runs:found", args=[slug]), one.result.synthetic
        )


def said(claim: Claim) -> str:
    """A released claim as a sentence for everybody, in the reader's language.

    Raises:
        NotAllowed: a figure in it is not the gate's own.
    """
    document = Document(claim.question, (Paragraph(sentence(claim)),), language=current_language())
    return plain_text(document).splitlines()[1]


def source_text(result: ReleasedResult) -> str:
    """Where a released result is from, as readers are told."""
    return _("kørsel {run}, frigivet som {code}").format(run=result.run, code=result.code)
