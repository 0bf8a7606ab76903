"""Experiment 7 and the networks, fact by fact, against what the five documents say.

The expectations are written from the documents by hand; each names its place.
"""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.core.catalogue import Experiment, shipped_catalogue
from frirum.core.catalogue.base import Sourced, walk
from frirum.core.catalogue.conditions import Answer
from frirum.core.catalogue.evaluation_form import questions
from frirum.core.catalogue.history import DecisionOutcome, DecisionTable, EventKind, Status
from frirum.core.catalogue.plan import Effects, Plan
from frirum.core.catalogue.reporting import ReportingPeriod


@pytest.fixture(scope="module")
def seven() -> Experiment:
    return shipped_catalogue().experiment("foertidspension-opfoelgning")


# DESIGN heading; DECISION table 1; CONCLUSIONS table 1; FORM header; PIXI list
TITLES = {
    "DESIGN": "Færre opfølgninger i relation til førtidspensionister i løntilskud",
    "DECISION": "Færre opfølgninger i relation til førtidspensionister i job med løntilskud",
    "CONCLUSIONS": "Ingen mindstekrav til opfølgning for førtidspensionister i løntilskud",
    "FORM": "Færre opfølgninger i relation til førtidspensionister i job med løntilskud",
    "PIXI": "Færre opfølgninger ifm. førtidspensionister i job med løntilskud",
}


def test_each_document_has_its_own_title(seven: Experiment) -> None:
    assert {title.document: title.text for title in seven.titles} == TITLES


def test_the_rule_deviated_from(seven: Experiment) -> None:
    """DESIGN, Konkrete regler: LAS § 10, stk. 3, 2. og 3. pkt."""
    (rule,) = seven.provisions
    assert rule.reference is not None
    assert (rule.statute, rule.reference.place) == ("LAS", "§ 10, stk. 3, 2. og 3. pkt.")
    assert rule.status == "adopted"


def test_the_order_is_a_draft(seven: Experiment) -> None:
    """DESIGN, Tema: UDKAST til bekendtgørelsen § 23; in force 1 July 2018, to 1 January 2022."""
    draft = seven.legal_bases[0]
    assert (draft.paragraph, draft.status, draft.valid_from) == ("23", "draft", dt.date(2018, 7, 1))
    assert not draft.is_stated("number")
    approved = seven.periods[0]
    assert (approved.start, approved.end) == (dt.date(2018, 7, 1), dt.date(2021, 12, 31))


def test_both_deadlines(seven: Experiment) -> None:
    """DESIGN, Tema: 6 and 12 months ordinarily; 2½ years first and every time in the experiment."""
    (duty,) = seven.obligations
    assert duty.ordinary is not None
    assert duty.experiment is not None
    first, then = duty.ordinary.first, duty.ordinary.then
    assert first is not None
    assert then is not None
    assert (first.months, then.months) == (6, 12)
    for length in (duty.experiment.first, duty.experiment.then):
        assert length is not None
        assert (length.years, length.months) == (2, 6)
    assert duty.role == "employer_consultant"
    assert duty.latest


def test_the_target_group_is_2_6_and_no_bare_number(seven: Experiment) -> None:
    """DESIGN, Målgruppe: 2.6; the volume that the template asks for is left out."""
    (group,) = seven.target_groups
    assert [(r.statute, r.paragraph, r.number) for r in group.references] == [
        ("LAB-2016", "2", 6),
        ("LAB-2020", "6", 11),
    ]
    assert not group.is_stated("volume")


def test_one_municipality(seven: Experiment) -> None:
    assert [row.municipality for row in seven.participation] == [820]


def test_effects_by_horizon_and_none_by_efficiency(seven: Experiment) -> None:
    """DESIGN, Ønskede effekter: two short, one medium, one long; no heading for efficiencies."""
    assert seven.plan is not None
    effects = seven.plan.effects
    assert isinstance(effects, Effects)
    assert [len(effects.short), len(effects.medium), len(effects.long)] == [2, 1, 1]
    assert not effects.is_stated("efficiencies")


def test_what_the_design_does_not_say_is_not_stated(seven: Experiment) -> None:
    plan = seven.plan
    assert isinstance(plan, Plan)
    assert {"research_question", "baseline_possible", "external_evaluator", "final_report"} <= set(
        plan.not_stated
    )
    assert all(not criterion.is_stated("threshold") for criterion in plan.success_criteria)
    assert not seven.is_stated("mark")
    assert [statement.text for statement in plan.method] == ["Analyse af tal."]


def test_what_happened(seven: Experiment) -> None:
    dated = {event.id: event.date for event in seven.events}
    assert dated["ansoegning"] == dt.date(2017, 11, 1)  # DESIGN, Indledning
    assert dated["godkendelse"] == dt.date(2017, 12, 21)
    assert dated["start"] == dt.date(2018, 7, 1)  # FORM, header
    extensions = {e.date: e.until for e in seven.events if e.kind is EventKind.EXTENSION}
    assert extensions[dt.date(2021, 8, 26)] == dt.date(2022, 12, 31)  # FORM, above the header
    assert extensions[None] == dt.date(2025, 12, 31)  # BEU-45
    assert seven.status is Status.ENDED


def test_the_decision(seven: Experiment) -> None:
    """DECISION, table 1, the sixth row; 26 August 2021, case 2021-4454."""
    (decision,) = seven.decisions
    assert (decision.date, decision.case_number) == (dt.date(2021, 8, 26), "2021-4454")
    assert (decision.table, decision.row) == (DecisionTable.FOLLOWED_UP_ELSEWHERE, 6)
    assert decision.outcomes == (DecisionOutcome.FOLLOWED_UP_ELSEWHERE,)


def test_the_form_answers_or_is_silent_on_every_question(seven: Experiment) -> None:
    """FORM: point 6 says Nej; 9, 10, case number and both contacts are blank."""
    before, form = seven.reporting_periods  # DESIGN and DECISION speak of the years to 2020
    assert before.id == "til-2020"
    assert isinstance(form, ReportingPeriod)
    assert [answer.question for answer in form.answers] == [q.key for _point, q in questions()]
    by_question = {answer.question: answer for answer in form.answers}
    assert by_question["adjustments.made"].text == "Nej"
    assert len(by_question["goals.goals"].lines) == 3
    pages = [(see.document, see.page) for see in by_question["purpose.what"].see]
    assert pages == [("REPORT-2020", "41"), ("BILAGSMAPPE-1", "128")]
    assert by_question["goals.goals"].see == by_question["purpose.what"].see
    silent = {key for key, answer in by_question.items() if not answer.is_stated("text")}
    assert {"unexpected.found", "other.remarks"} <= silent
    assert form.header.started == "1. juli 2018"
    assert set(form.header.not_stated) == {"case_number", "contact_institution", "contact_municipality"}


def test_every_doubt_of_the_sources_is_recorded(seven: Experiment) -> None:
    assert {"hvert-aar", "titel-mindstekrav", "forlaengelsen", "forsoegsperioden"} <= {
        d.id for d in seven.doubts
    }


def test_examples_lie_on_both_sides_of_every_edge(seven: Experiment) -> None:
    """The dates of the examples, counted by hand: 6 months and 2½ years, clipped to the month's last day."""
    assert {example.answer for example in seven.examples} == {*Answer, None}
    deadlines = {
        e.id: [(d.ordinary, d.experiment) for d in e.deadlines] for e in seven.examples if e.deadlines
    }
    assert deadlines == {
        "ansat-efter-start": [(dt.date(2019, 3, 15), dt.date(2021, 3, 15))],
        "maanedens-sidste-dag": [(dt.date(2019, 2, 28), dt.date(2021, 2, 28))],
        "naeste-opfoelgning": [(dt.date(2022, 3, 1), dt.date(2023, 9, 1))],
    }


# Tables whose words are ours and rest on the rules beside them, not on a place in a document.
OURS = ("example", "not_stated", "condition")


def test_every_statement_names_its_source(seven: Experiment) -> None:
    unsourced = [
        path
        for path, table in walk(seven)
        if isinstance(table, Sourced) and not table.source_ids and not path.startswith(OURS)
    ]
    assert unsourced == []


def test_every_source_is_used(seven: Experiment) -> None:
    used = {
        source for _path, table in walk(seven) if isinstance(table, Sourced) for source in table.source_ids
    }
    assert {source.id for source in seven.sources} == used


def test_network_nordjylland() -> None:
    """CONCLUSIONS, introduction (11 municipalities); DESIGN, Indledning (13 sent, 10 approved)."""
    network = shipped_catalogue().networks["nordjylland"]
    assert network.members == (773, 787, 810, 813, 820, 825, 840, 846, 849, 851, 860)
    third = next(r for r in network.rounds if r.number == 3)
    assert (third.sent_on, third.sent) == (dt.date(2017, 11, 1), 13)
    assert (third.decided_on, third.approved) == (dt.date(2017, 12, 21), 10)
    assert len(third.experiments) == 10
    assert len(network.experiments) == 20


def test_pixi() -> None:
    """PIXI: five conclusions, four themes with 4, 4, 2 and 4 recommendations, 17 experiments, a role to ask."""
    network = shipped_catalogue().networks["nordjylland"]
    report = network.short_report
    assert report is not None
    assert len(report.conclusions) == 5
    assert [len(theme.recommendations) for theme in network.themes] == [4, 4, 2, 4]
    assert len(report.listed) == len({line.experiment for line in report.listed}) == 17
    assert "uddannelsespaalaeg" not in {line.experiment for line in report.listed}
    assert report.contact is not None
    assert report.contact.role == "coordinator"
    (saved,) = [figure for figure in network.figures if figure.unit == "mio. kr."]
    assert saved.value == 12.2


def test_network_en_plan() -> None:
    """CONCLUSIONS, introduction: nine municipalities; its experiments are not described."""
    network = shipped_catalogue().networks["en-plan"]
    assert network.members == (151, 190, 201, 210, 217, 219, 250, 260, 270)
    assert not network.is_stated("experiment")


def test_members_are_those_of_the_list_of_municipalities() -> None:
    from frirum.core.vocabulary import municipalities

    for slug, network in shipped_catalogue().networks.items():
        listed = tuple(m.code for m in municipalities.in_network(slug))
        if listed:
            assert network.members == listed
