"""The portfolio and what is known across experiments."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import SET_UP, Cast
from django.test import Client
from django.urls import reverse

from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.decisions.knowledge import Pointing, topic_knowledge
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.rules import Finding
from frirum.web.decisions import assignments
from frirum.web.decisions.portfolio import Attention, DueKind, portfolio_line
from frirum.web.decisions.portfolio_views import draw
from frirum.web.experiments.actions import load_shipped
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.scopes import organisation_scope

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
TRIAL, MINISTRY = "forsoeg-2027-a-kasser", "ministeriet"
ON = dt.date(2027, 3, 1)


@pytest.fixture(autouse=True)
def experiments(cast: Cast) -> None:
    load_shipped(by=SET_UP)


def evaluate(cast: Cast, ends_on: dt.date, finding: Finding) -> None:
    with organisation_scope([MINISTRY]):
        made = assignments.begin_assignment(
            title="E", evaluator="I", slugs=[TRIAL], agreement="K", starts_on=dt.date(2026, 1, 1), ends_on=ends_on,
            organisation=MINISTRY, by=cast.mette,
        )  # fmt: skip
        assignments.receive_report(
            assignment=made, title="R", received_on=dt.date(2026, 2, 1), where="J", sha256="", by=cast.mette
        )
        assignments.enter_finding(
            assignment=made, slug=TRIAL, part="", text="Færre kom i arbejde.", place="s. 1", step=3,
            step_reason="Sammenlignet", finding=finding.value, by=cast.mette,
        )  # fmt: skip


def test_a_line_says_what_the_design_can_reach_what_is_shown_and_what_asks_for_somebody(cast: Cast) -> None:
    trial = current_catalogue().experiment(TRIAL)
    ahead = portfolio_line(trial, dt.date(2026, 12, 1))
    assert (ahead.next_due, ahead.due_kind) == (dt.date(2027, 1, 1), DueKind.START)
    assert Attention.DESIGN_UNLOCKED in ahead.attention
    before = portfolio_line(trial, ON)
    assert Attention.DESIGN_UNLOCKED not in before.attention
    assert before.finding is None
    assert (before.next_due, before.due_kind) == (dt.date(2029, 12, 31), DueKind.END)
    evaluate(cast, dt.date(2027, 1, 1), Finding.OPPOSITE)
    with organisation_scope([MINISTRY]):
        assignments.begin_assignment(
            title="E2", evaluator="I", slugs=[TRIAL], agreement="K", starts_on=dt.date(2026, 1, 1),
            ends_on=dt.date(2027, 2, 1), organisation=MINISTRY, by=cast.mette,
        )  # fmt: skip
    after = portfolio_line(trial, ON)
    assert (after.finding, after.evidence_step) == (Finding.OPPOSITE, EvidenceStep.COMPARISON)
    assert (after.next_due, after.due_kind) == (dt.date(2027, 2, 1), DueKind.REPORT)
    assert {Attention.OPPOSITE, Attention.OVERDUE} <= set(after.attention)


def test_the_page_sorts_draws_and_gives_a_file_and_only_the_ministry_sees_it(cast: Cast) -> None:
    client = cast.log_in(Client(), cast.mette)
    address = reverse("decisions:portfolio")
    running = client.get(address).content.decode()
    assert "2 forsøg er i gang eller planlagt." in running
    every = client.get(f"{address}?vis=alle&sorter=-evidence").content.decode()
    assert f"{len(shipped_catalogue().experiments)} forsøg, også de afsluttede." in every
    lines = client.get(reverse("decisions:portfolio_csv") + "?vis=alle").content.decode().splitlines()
    assert len(lines) == 1 + len(shipped_catalogue().experiments)
    assert cast.log_in(Client(), cast.karen).get(address).status_code == 404
    drawn = draw([portfolio_line(one, ON) for one in current_catalogue().experiments.values()])
    assert sum(dot.n for dot in drawn.dots) == len(shipped_catalogue().experiments)


def test_a_topic_tells_direction_step_and_gaps_and_contradictions_are_not_averaged(
    cast: Cast, client: Client
) -> None:
    catalogue = shipped_catalogue()
    talks = topic_knowledge([catalogue.experiment("samtaler-formkrav")], {}, catalogue.scales)
    assert talks.pointing is Pointing.MIXED  # a worse effect beside more satisfied staff
    assert talks.compared >= 1
    alone = topic_knowledge([catalogue.experiment("revalidering-lae265")], {}, catalogue.scales)
    assert any("ingen borgere" in gap.why_not for gap in alone.rows[0].gaps)
    page = client.get(reverse("decisions:topic", args=["rehabilitering-og-laegeattester"])).content.decode()
    assert "Hvad ingen har målt" in page
    assert client.get(reverse("decisions:topic", args=["findes-ikke"])).status_code == 404
    assert "Hvad ved vi" in client.get(reverse("decisions:knowledge")).content.decode()
