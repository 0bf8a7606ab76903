"""Who may open which route. A route that does not stand here fails test_scopes_routes.

Everybody outside `allowed` gets the same 404 as for something that does not exist, whether the page is for other
roles or the thing belongs to another municipality; somebody who is not logged in is sent to the login page.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import ready_run
from cast import SET_UP, VESTHIMMERLAND, Cast
from recorded_uses import BOTH, DAY, load, record

from frirum.core.decisions.basis import ClaimRole
from frirum.core.disclosure.settings import Subject
from frirum.core.disclosure.table import Dimension
from frirum.core.extracts.examples import examples
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.audits.actions import RoundPlan, hold_round, open_round, save_case
from frirum.web.audits.dialogue_actions import ask_about_case, give_feedback, take_stock
from frirum.web.audits.models import AuditRound
from frirum.web.decisions.actions import begin_decision, name_claims, save_decision
from frirum.web.decisions.assignments import begin_assignment, enter_finding, receive_report
from frirum.web.decisions.models import DecisionRecord
from frirum.web.decisions.publishing import approve_decision, publish_decision, submit_decision
from frirum.web.decisions.reading import known_claims
from frirum.web.designs.actions import begin_design
from frirum.web.documents.actions import begin_document
from frirum.web.experiments.actions import load_shipped, publish, start_draft
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.models import Origin
from frirum.web.extracts.actions import bring_extract
from frirum.web.forms.actions import begin_form
from frirum.web.inquiries.actions import prepare_inquiry
from frirum.web.jobs.actions import order_job
from frirum.web.obligations.actions import mark_done
from frirum.web.organisations.actions import give_membership
from frirum.web.organisations.models import Membership, Organisation
from frirum.web.organisations.roles import Caseworker
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.registers.actions import Terms, hand_over, receive_register
from frirum.web.registers.models import DataSet, DataSetState
from frirum.web.releases.actions import keep_table, request_release
from frirum.web.releases.models import TeamTable
from frirum.web.studies.actions import begin_time_study, record_conversation
from frirum.web.surveys.actions import Told, add_recipients, close_wave, order_invitations, prepare_wave
from frirum.web.surveys.channel_actions import keep_own
from frirum.web.surveys.models import SurveyWave
from frirum.web.uses.actions import record_non_use, record_use
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Use, UseSource
from frirum.web.uses.past import approve_past_uses

Arguments = dict[str, Any]
EXPERIMENT = "foertidspension-opfoelgning"
PARTED = "loentilskud-jobrotation"


@dataclass(frozen=True)
class Audience:
    """Who may open a route.

    Args:
        allowed: first names of the cast; None: everybody, logged in or not.
        make: makes what the route is about, in Vesthimmerland, and gives the route's arguments.
        missing: arguments for something that does not exist, to compare the refusal with.
        extra: further arguments of the route.
    """

    allowed: frozenset[str] | None
    make: Callable[[Cast], Arguments] | None = None
    missing: Arguments | None = None
    extra: Arguments = field(default_factory=dict)


PUBLIC = Audience(None)


def only(*names: str) -> Audience:
    """A page without a thing of its own."""
    return Audience(frozenset(names))


def of(make: Callable[[Cast], Arguments], *names: str, **extra: str) -> Audience:
    """A page about a thing with a random reference; `extra` are further arguments of the route."""
    return Audience(frozenset(names), make, {"reference": str(uuid4()), **extra}, dict(extra))


def job(cast: Cast) -> Arguments:
    made = order_job(kind="trail.verify", arguments={}, organisation=VESTHIMMERLAND, by=SET_UP)
    return {"reference": made.reference}


def draft(cast: Cast) -> Arguments:
    made = start_draft(
        slug="nyt-forsoeg", text='slug = "nyt-forsoeg"\n', organisation=VESTHIMMERLAND, by=cast.karen
    )
    return {"reference": made.reference}


def form(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    period = current_catalogue().experiment(EXPERIMENT).reporting_periods[0].id
    with organisation_scope([VESTHIMMERLAND]):
        made = begin_form(slug=EXPERIMENT, period=period, organisation=VESTHIMMERLAND, by=cast.karen)
    return {"reference": made.reference}


def living_document(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        made = begin_document(slug=EXPERIMENT, kind="final", organisation=VESTHIMMERLAND, by=cast.karen)
    return {"reference": made.reference}


SURVEY = "mentorregler", "survey-raadgivere"


def wave(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    today = clock.today()
    told = Told(
        "Erfaringer", "Kommunen", "Forordningens artikel 6", "Jobcentret", today + dt.timedelta(days=90)
    )
    with organisation_scope([VESTHIMMERLAND]):
        made = prepare_wave(
            slug=SURVEY[0],
            instrument=SURVEY[1],
            name=f"runde {SurveyWave.objects.count() + 1}",
            organisation=VESTHIMMERLAND,
            told=told,
            closes_on=today + dt.timedelta(days=30),
            named=False,
            wording_confirmed=True,
            by=cast.karen,
        )
        add_recipients(wave=made, recipients=[(f"r{n}@eksempel.dk", 820) for n in range(6)], by=cast.karen)
    return {"reference": made.reference}


def wave_definition(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    return {"slug": SURVEY[0], "instrument": SURVEY[1]}


def closed_wave(cast: Cast) -> Arguments:
    arguments = wave(cast)
    with organisation_scope([VESTHIMMERLAND]):
        order_invitations(wave=SurveyWave.objects.get(**arguments), by=cast.karen)
        close_wave(wave=SurveyWave.objects.get(**arguments), by=cast.karen)
    return arguments


def seen_run(cast: Cast) -> Arguments:
    return {"reference": ready_run.seen(cast).reference}


def watched_harm(cast: Cast) -> Arguments:
    return {"reference": ready_run.watched(cast).reference}


def two_runs(cast: Cast) -> Arguments:
    return {"reference": ready_run.seen(cast).reference, "other": ready_run.seen(cast).reference}


def run_experiment(cast: Cast) -> Arguments:
    return {"slug": ready_run.seen(cast).slug, "organisation": VESTHIMMERLAND}


def design(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        made = begin_design(slug=EXPERIMENT, organisation=VESTHIMMERLAND, by=cast.karen)
    return {"reference": made.reference}


def audit_round(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        number = f"T-{Use.objects.count() + 1}"
        record(
            cast, slug=BOTH, identity=Identity(case_number=number), begun_on=DAY, facts={},
            source=UseSource.EXTRACT, extract_row=number, by=SET_UP,
        )  # fmt: skip
        made = open_round(
            slug=BOTH, instrument="temaledelsestilsyn", organisation=VESTHIMMERLAND,
            plan=RoundPlan("", (DAY, DAY), second_share=100), by=cast.lone,
        )  # fmt: skip
    return {"reference": made.reference}


def held_round(cast: Cast) -> Arguments:
    arguments = audit_round(cast)
    with organisation_scope([VESTHIMMERLAND]):
        round_ = AuditRound.objects.get(**arguments)
        for case in round_.cases.all():
            save_case(case=case, written={}, dropped="other", revision=0, by=cast.lone)
        hold_round(round_=round_, by=cast.lone)
    return arguments


def fed_back(cast: Cast) -> Arguments:
    arguments = held_round(cast)
    with organisation_scope([VESTHIMMERLAND]):
        give_feedback(round_=AuditRound.objects.get(**arguments), text="Godt arbejde.", by=cast.lone)
    return arguments


def audit_query(cast: Cast) -> Arguments:
    """A question that Rikke is to answer."""
    arguments = audit_round(cast)
    with organisation_scope([VESTHIMMERLAND]):
        made = ask_about_case(
            case=AuditRound.objects.get(**arguments).cases.get(number=1), question="", text="Hvornår?",
            owner=cast.rikke.trail_reference, due_on=clock.today(), by=cast.lone,
        )  # fmt: skip
    return {"reference": made.reference}


def stock_take(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    made = take_stock(
        slug=BOTH, organisation=VESTHIMMERLAND, held_on=clock.today(), participants="Teamleder", rests_on=[],
        seen="Det går.", adjustment="", by=cast.karen,
    )  # fmt: skip
    return {"reference": made.reference}


def time_study(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    made = begin_time_study(
        slug=BOTH, organisation=VESTHIMMERLAND, phase="before", tasks=["plan"], first_day=DAY,
        last_day=DAY + dt.timedelta(days=30), n_days=2, seed=1, by=cast.karen,
    )  # fmt: skip
    return {"reference": made.reference}


def spoken(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    made = record_conversation(
        slug=BOTH, organisation=VESTHIMMERLAND, kind="interview", held_on=clock.today(), guide="Hvad?",
        participants={"Læge": 1}, notes="", by=cast.karen,
    )  # fmt: skip
    return {"reference": made.reference}


def brought_file(cast: Cast) -> Arguments:
    """A file of answers whose columns are being pointed out."""
    from frirum.web.surveys.brought_actions import ToldOfFile, bring_file

    today = clock.today()
    told = ToldOfFile(
        "mentorregler", "survey-raadgivere", None, "papir", None, today + dt.timedelta(days=200), today
    )
    load_shipped(by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        made = bring_file(organisation=VESTHIMMERLAND, told=told, content=b"a;b\n1;2\n", by=cast.karen)
    return {"reference": made.reference}


def own_questionnaire(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    content = '[[question]]\nid = "q1"\ntext = "Hvad?"\n'
    with organisation_scope([VESTHIMMERLAND]):
        made = keep_own(
            slug=BOTH,
            key="eget-skema",
            organisation=VESTHIMMERLAND,
            title="Skema",
            content=content,
            by=cast.karen,
        )
    return {"reference": made.reference}


def reported_audit(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    return {"slug": BOTH, "instrument": "temaledelsestilsyn"}


def member(cast: Cast) -> Arguments:
    return {"reference": cast.karen.reference}


def proposal(cast: Cast) -> Arguments:
    town = Organisation.objects.get(key=VESTHIMMERLAND)
    made = give_membership(user=cast.ulla, organisation=town, role=Caseworker, by=cast.adam)
    return {"reference": made.reference}


def membership(cast: Cast) -> Arguments:
    return {"reference": Membership.objects.get(user=cast.karen).reference}


def _kept(cast: Cast) -> TeamTable:
    return keep_table(
        title="Brug", measure="brug", subject=Subject.PERSONS, run="K-1", synthetic=True,
        dimensions=(Dimension("kommune", ("A", "B")), Dimension("alder", ("ung", "gammel"))),
        counts={("A", "ung"): 20, ("A", "gammel"): 30, ("B", "ung"): 40, ("B", "gammel"): 50},
        population={}, period="2027K1", organisation=VESTHIMMERLAND, by=cast.anders,
    )  # fmt: skip


def team_table(cast: Cast) -> Arguments:
    return {"reference": _kept(cast).reference}


def release_request(cast: Cast) -> Arguments:
    with organisation_scope([VESTHIMMERLAND]):
        made = request_release(
            table=_kept(cast), purpose="Årsrapport", recipient="Ministeriet", public=True, approver="evaluator",
            by=cast.anders,
        )  # fmt: skip
    return {"reference": made.reference}


def owed_use(cast: Cast) -> Arguments:
    return {"reference": _owed_use(cast).reference}


def owed_citizen(cast: Cast) -> Arguments:
    return {"reference": _owed_use(cast).citizen.reference}


def completion(cast: Cast) -> Arguments:
    use = _owed_use(cast)
    with organisation_scope([VESTHIMMERLAND]):
        made = mark_done(use=use, key="opfoelgning", number=1, done_on=use.begun_on, by=cast.rikke)
    return {"reference": made.reference}


def _owed_use(cast: Cast) -> Use:
    """A use that Rikke has, with a follow-up to hold; another one each time."""
    load_shipped(by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        number = f"S-{Use.objects.count() + 1}"
        return record_use(
            slug=EXPERIMENT, organisation=VESTHIMMERLAND, identity=Identity(case_number=number),
            begun_on=dt.date(2021, 3, 1), facts={"employment_start": "2021-03-01"}, source=UseSource.EXTRACT,
            responsible=cast.rikke.trail_reference, by=cast.rikke,
        )  # fmt: skip


def use_by_wish(cast: Cast) -> Arguments:
    """A use in Vesthimmerland that rests on the citizen's wish; in the catalogue no such experiment is there."""
    text = (catalogue_dir() / "experiments" / f"{EXPERIMENT}.toml").read_text(encoding="utf-8")
    text = text.replace(f'slug = "{EXPERIMENT}"', 'slug = "efter-oenske"').replace(
        "[[example]]",
        '[[consent]]\nrequired = true\ntext = "Borgeren vil."\nnot_stated = ["information", "withdrawal"]\n\n[[example]]',
        1,
    )
    publish(text=text, origin=Origin.OWN, organisation="", reason="", by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        made = record(cast, slug="efter-oenske", consented_on=DAY)
    return {"reference": made.reference}


def non_use(cast: Cast) -> Arguments:
    load(EXPERIMENT)
    with organisation_scope([VESTHIMMERLAND]):
        made = record_non_use(
            slug=EXPERIMENT, organisation=VESTHIMMERLAND, reason="other", decided_on=DAY, by=cast.rikke
        )
    return {"reference": made.reference}


def past_approval(cast: Cast) -> Arguments:
    load(EXPERIMENT)
    made = approve_past_uses(
        slug=EXPERIMENT,
        organisation=VESTHIMMERLAND,
        first_day=DAY,
        last_day=DAY,
        reason="Sen start.",
        by=cast.karen,
    )
    return {"reference": made.reference}


def followed(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    return {"slug": EXPERIMENT}


def of_slug(*names: str, **extra: str) -> Audience:
    """A page about an experiment that Vesthimmerland takes part in."""
    return Audience(frozenset(names), followed, {"slug": "findes-ikke", **extra}, dict(extra))


def extract_batch(cast: Cast) -> Arguments:
    sample = examples()[0]
    with organisation_scope([VESTHIMMERLAND]):
        made = bring_extract(
            content=io.BytesIO(sample.path.read_bytes()), name=sample.path.name, media_type="text/csv",
            kind=sample.mapping.kind, system="Fasit", sheet="", legal_basis="Prøve", delete_on=dt.date(2099, 1, 1),
            corrects=None, organisation=VESTHIMMERLAND, by=cast.karen,
        )  # fmt: skip
    return {"reference": made.reference}


def data_set(cast: Cast) -> Arguments:
    with organisation_scope([VESTHIMMERLAND]):
        person = DataSet.objects.count() + 1  # the same file does not come twice
        made = receive_register(
            terms=Terms(VESTHIMMERLAND, EXPERIMENT, "§ 10", dt.date(2099, 1, 1)), name="dream.csv",
            content=io.BytesIO(f"lobenr;y_1801\n{person};\n".encode()), dropped="", key_content=None, columns={}, by=cast.anders,
        )  # fmt: skip
    return {"reference": made.reference}


def handing_over(cast: Cast) -> Arguments:
    arguments = data_set(cast)
    with organisation_scope([VESTHIMMERLAND]):
        found = DataSet.objects.get(**arguments)
        DataSet.objects.filter(pk=found.pk).update(state=DataSetState.READY)
        made = hand_over(
            data_set=found, recipient="Universitetet", agreement="Aftale", purpose="Evaluering",
            end_date=dt.date(2098, 1, 1), by=cast.anders,
        )  # fmt: skip
    return {**arguments, "handing": made.reference}


EVERYBODY_WITH_AN_ACCOUNT = (
    "rikke", "lone", "karen", "niels", "anders", "eva", "mette", "adam", "otto", "ulla"
)  # fmt: skip
# Niels follows the network's experiments; what shows single cases of its municipalities, their jobs and events, he
# does not see. His own network's list of jobs and events he does.
SEE_JOBS = ("lone", "karen", "anders", "adam")
SEE_EVENTS = ("lone", "karen", "niels", "adam")
COORDINATORS = ("karen", "niels")
RECORDERS = ("rikke", "lone")
FOLLOWERS = ("lone", "karen", "niels", "anders")
AUDITORS = ("lone", "karen")


def decision(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    with organisation_scope(["ministeriet"]):
        made = begin_decision(slug=EXPERIMENT, part="", organisation="ministeriet", by=cast.mette)
    return {"reference": made.reference}


def economy_line(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    return {"slug": EXPERIMENT, "line": "frigjort-tid"}


def inquiry(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    period = current_catalogue().experiment(EXPERIMENT).reporting_periods[0].id
    with organisation_scope(["ministeriet"]):
        made = prepare_inquiry(
            title="Skemaer", text="Send dem.", slug=EXPERIMENT, period=period, everybody=False, organisation="ministeriet",
            due_on=clock.today() + dt.timedelta(days=9), by=cast.mette,
        )  # fmt: skip
    return {"reference": made.reference}


def locked_decision(cast: Cast) -> Arguments:
    found = decision(cast)
    with organisation_scope(["ministeriet"]):
        draft = DecisionRecord.objects.get(**found)
        claim = known_claims(EXPERIMENT)[0]
        draft = name_claims(decision=draft, roles={claim.key: ClaimRole.RELIED_ON}, why={}, by=cast.mette)
        draft = save_decision(
            decision=draft,
            texts={"basis": "Erfaringer", "answer": "Fordi"},
            days={"decided_on": clock.today()},
            outcomes=["followed_up_elsewhere"],
            reasons=["await_other_review"],
            revision=draft.revision,
            by=cast.mette,
        )
        submit_decision(decision=draft, by=cast.mette)
        approve_decision(decision=draft, by=SET_UP)
        publish_decision(decision=draft, public_from=clock.now() + dt.timedelta(days=1), by=cast.mette)
    return found


def assignment(cast: Cast) -> Arguments:
    load_shipped(by=SET_UP)
    today = clock.today()
    with organisation_scope(["ministeriet"]):
        made = begin_assignment(
            title="Evaluering",
            evaluator="Et institut",
            evaluator_key="evaluator",
            slugs=[EXPERIMENT],
            agreement="K-17",
            starts_on=today,
            ends_on=today,
            organisation="ministeriet",
            by=cast.mette,
        )
        receive_report(
            assignment=made, title="Rapport", received_on=today, where="J 1", sha256="", by=cast.mette
        )
        found = enter_finding(
            assignment=made, slug=EXPERIMENT, part="", text="Tre ud af fire blev i jobbet.", place="s. 1", step=0,
            step_reason="Optælling", finding="", by=cast.mette,
        )  # fmt: skip
    return {"reference": made.reference, "finding": found.reference}


def one_assignment(cast: Cast) -> Arguments:
    return {"reference": assignment(cast)["reference"]}


AUDIENCES: dict[str, Audience] = {
    "site:front": PUBLIC,
    "organisations:language": PUBLIC,
    "site:handbook": PUBLIC,
    "site:handbook_page": PUBLIC,
    "site:glossary": PUBLIC,
    "site:glossary_csv": PUBLIC,
    "site:glossary_json": PUBLIC,
    "site:accessibility": PUBLIC,
    "site:was": PUBLIC,
    "organisations:log_in": PUBLIC,
    "organisations:log_in_code": PUBLIC,
    "organisations:forgotten": PUBLIC,
    "organisations:choose_password": PUBLIC,
    "organisations:factor": only(*EVERYBODY_WITH_AN_ACCOUNT),
    "organisations:new_codes": only(*EVERYBODY_WITH_AN_ACCOUNT),
    "organisations:remove_own_factor": only(*EVERYBODY_WITH_AN_ACCOUNT),
    "organisations:end_sessions": only(*EVERYBODY_WITH_AN_ACCOUNT),
    "organisations:log_out": PUBLIC,
    "organisations:own_account": only(*EVERYBODY_WITH_AN_ACCOUNT),
    "organisations:welcome": only(*EVERYBODY_WITH_AN_ACCOUNT),
    "organisations:members": only("adam"),
    "organisations:new_member": only("adam"),
    "organisations:member": of(member, "adam"),
    "organisations:new_password": of(member, "adam"),
    "organisations:remove_factor": of(member),
    "organisations:proposals": only("lone", "adam"),
    "organisations:answer_proposal": of(proposal, "lone", "adam"),
    "organisations:close_account": of(member, "adam"),
    "organisations:take_role": of(membership, "adam"),
    "events:list": only(*SEE_EVENTS, "otto"),
    "jobs:list": only(*SEE_JOBS, "niels", "otto", "eva"),
    "jobs:job": of(job, *SEE_JOBS),
    "jobs:progress": of(job, *SEE_JOBS),
    "jobs:cancel": of(job, *SEE_JOBS),
    "jobs:order": Audience(
        frozenset((*SEE_EVENTS, "otto")), None, {"kind": "test.unknown"}, {"kind": "trail.verify"}
    ),
    "cases:start": PUBLIC,
    "cases:which": PUBLIC,
    "cases:check": PUBLIC,
    "cases:check_part": PUBLIC,
    "cases:calendar": PUBLIC,
    "cases:calendar_part": PUBLIC,
    "experiments:list": PUBLIC,
    "experiments:experiment": PUBLIC,
    "experiments:toml": PUBLIC,
    "experiments:json": PUBLIC,
    "experiments:versions": PUBLIC,
    "experiments:version_toml": PUBLIC,
    # Only an organisation's own definition is extended or stopped by it; this one is of the shipped catalogue.
    "experiments:course": of_slug(),
    "experiments:drafts": only(*COORDINATORS, "otto", "mette"),
    "experiments:new_draft": only(*COORDINATORS, "otto", "mette"),
    "experiments:draft": of(draft, *COORDINATORS),
    "experiments:draft_file": of(draft, *COORDINATORS),
    "authoring:draft": of(draft, *COORDINATORS),
    "authoring:page": of(draft, *COORDINATORS, key="regler"),
    "authoring:tries": of(draft, *COORDINATORS),
    "authoring:preview": of(draft, *COORDINATORS),
    # This draft has no parts.
    "authoring:preview_part": of(draft, part="del"),
    "authoring:send": of(draft, *COORDINATORS),
    "authoring:confirm": of(draft, *COORDINATORS),
    "authoring:send_back": of(draft, *COORDINATORS),
    "authoring:take_back": of(draft, *COORDINATORS),
    "authoring:build_on": of(draft, *COORDINATORS),
    "authoring:approve": of(draft, *COORDINATORS),
    # Only an organisation's own definition is withdrawn; this one is of the shipped catalogue.
    "authoring:withdraw": of_slug(),
    "experiments:discard_draft": of(draft, *COORDINATORS),
    "experiments:restore_draft": of(draft, *COORDINATORS),
    "designs:diagnosis": PUBLIC,
    "designs:document": PUBLIC,
    "designs:shared_country": PUBLIC,
    "designs:back_test": PUBLIC,
    "designs:locked": PUBLIC,
    # Everybody may read a locked design that is under no embargo.
    "designs:locked_document": Audience(None, design, {"reference": str(uuid4())}),
    # Lone and Anders follow the experiment: they read a design, and may be asked to review it; this one is a draft.
    "designs:designs": only(*FOLLOWERS, "otto", "eva", "mette"),
    # Only a national trial whose design is the ministry's has supplements; this experiment is none.
    "designs:supplement": of_slug(),
    "designs:places": of_slug("mette"),
    "designs:begin": only(*COORDINATORS, "otto", "mette"),
    "locking:check_receipt": PUBLIC,
    "decisions:annex": PUBLIC,
    "decisions:whole_annex": PUBLIC,
    "decisions:portfolio": only("mette"),
    "decisions:portfolio_csv": only("mette"),
    "decisions:knowledge": PUBLIC,
    "decisions:topic": PUBLIC,
    "decisions:across": PUBLIC,
    "economy:experiment": PUBLIC,
    "economy:csv": PUBLIC,
    "economy:state": Audience(
        frozenset((*COORDINATORS, "otto", "mette")), economy_line, {"slug": "findes-ikke", "line": "x"}
    ),
    "overviews:openapi": PUBLIC,
    "overviews:dcat": PUBLIC,
    "overviews:package": PUBLIC,
    "overviews:data_feed": PUBLIC,
    "overviews:table": PUBLIC,
    "inquiries:list": only("mette"),
    "inquiries:prepare": only("mette"),
    "inquiries:inquiry": of(inquiry, "mette"),
    "inquiries:send": of(inquiry, "mette"),
    "inquiries:remind": of(inquiry, "mette"),
    "inquiries:address_list": of(inquiry, "mette"),
    "inquiries:close": of(inquiry, "mette"),
    "inquiries:answers": of(inquiry, "mette"),
    "inquiries:answers_csv": of(inquiry, "mette"),
    "inquiries:extend": of(inquiry, "mette", municipality="820"),
    "inquiries:address": of(inquiry, "mette", municipality="820"),
    "decisions:register": PUBLIC,
    "decisions:old_register": PUBLIC,
    "decisions:register_csv": PUBLIC,
    "decisions:register_json": PUBLIC,
    "decisions:feed": PUBLIC,
    "decisions:subscribe": PUBLIC,
    "decisions:subscription": PUBLIC,
    "decisions:published": PUBLIC,
    "decisions:drafts": only("mette"),
    "decisions:begin": only("mette"),
    "decisions:assignments": only("mette"),
    "decisions:begin_assignment": only("mette"),
    "decisions:draft": of(decision, "mette"),
    "decisions:claims": of(decision, "mette"),
    "decisions:authority": of(decision, "mette"),
    "decisions:submit": of(decision, "mette"),
    "decisions:approve": of(decision, "mette"),
    "decisions:send_back": of(decision, "mette"),
    "decisions:take_back": of(decision, "mette"),
    "decisions:discard": of(decision, "mette"),
    "decisions:publish": of(decision, "mette"),
    "decisions:correct": of(decision, "mette"),
    "decisions:receipt": of(locked_decision, "mette", number=0),
    "decisions:assignment": of(one_assignment, "mette", "eva"),
    "decisions:remark": of(one_assignment, "mette", "eva"),
    "decisions:review_finding": Audience(
        frozenset({"eva"}), assignment, {"reference": str(uuid4()), "finding": str(uuid4())}
    ),
    "decisions:hand_over": of(one_assignment, "mette"),
    "decisions:report": of(one_assignment, "mette"),
    "decisions:finding": of(one_assignment, "mette"),
    "decisions:withdraw_finding": Audience(
        frozenset({"mette"}), assignment, {"reference": str(uuid4()), "finding": str(uuid4())}
    ),
    "designs:design": of(design, *FOLLOWERS),
    "designs:own_plan": of(design, *FOLLOWERS),
    "designs:step": of(design, *FOLLOWERS, key="formaal"),
    "designs:question_diagnosis": of(design, *FOLLOWERS),
    "designs:submit": of(design, *COORDINATORS),
    "designs:withdraw": of(design, *COORDINATORS),
    "designs:review": of(design),
    "designs:decide": of(design),
    "designs:versions": of(design, *FOLLOWERS),
    "designs:lock": of(design, *COORDINATORS),
    "designs:amend": of(design, key="formaal"),
    "designs:outcomes": of(design, *COORDINATORS),
    "designs:receipt": of(design, number="0"),
    "designs:own_document": of(design, *FOLLOWERS, extension="html"),
    "audits:rounds": only(*AUDITORS, "otto"),
    "audits:begin": only(*AUDITORS, "otto"),
    "audits:round": of(audit_round, *AUDITORS),
    "audits:case": of(audit_round, *AUDITORS, number="1"),
    "audits:results": of(audit_round, *AUDITORS),
    "audits:hold": of(audit_round, *AUDITORS),
    "audits:frame": of(audit_round, *AUDITORS),
    # There is none before the round is held.
    "audits:proof": of(audit_round),
    "audits:second": of(audit_round, *AUDITORS, number="1"),
    "audits:ask": of(audit_round, *AUDITORS, number="1"),
    "audits:workbook": of(audit_round, *AUDITORS),
    "audits:workbook_file": of(audit_round, *AUDITORS),
    # Feedback is the leader's to give; a coordinator never sees whose case is whose.
    "audits:feed_back": of(held_round, "lone"),
    "audits:feedback": of(fed_back, "rikke", *AUDITORS),
    "audits:told": only("rikke", *AUDITORS, "otto"),
    "audits:query": of(audit_query, "rikke", *AUDITORS),
    "audits:close_query": of(audit_query, *AUDITORS),
    "audits:choose_report": only(*AUDITORS, "otto"),
    "audits:report": Audience(
        frozenset(AUDITORS), reported_audit, {"slug": "findes-ikke", "instrument": "heller-ikke"}
    ),
    "audits:network": only(*FOLLOWERS, "otto", "eva", "mette"),
    "audits:duty": only(*AUDITORS, "otto"),
    "audits:staff": only("lone"),
    "audits:stock": only(*AUDITORS, "niels", "otto"),
    "audits:stock_take": of(stock_take, *AUDITORS, "niels"),
    "documents:documents": only(*FOLLOWERS, "otto", "eva", "mette"),
    "documents:begin": only(*COORDINATORS, "otto"),
    "documents:document": of(living_document, *FOLLOWERS),
    "documents:file": of(living_document, *FOLLOWERS, extension="html"),
    # Nothing is approved yet, so there is nothing to freeze: the page leads back.
    "documents:word": of(living_document, *COORDINATORS),
    "documents:template": only(*COORDINATORS, "otto"),
    "documents:begin_conclusions": only("niels", "mette"),
    "documents:case": only(*FOLLOWERS, "otto", "eva", "mette"),
    "documents:one_page": PUBLIC,
    "documents:public": PUBLIC,
    "documents:public_file": PUBLIC,
    "documents:begin_pixi": only("niels", "mette"),
    # A report of an experiment has no themes and recommendations.
    "documents:add_part": of(living_document),
    "documents:describe_part": of(living_document, key="kapitel-1"),
    "documents:case_file": of(living_document, *FOLLOWERS),
    "documents:let_write": of(living_document, *COORDINATORS),
    "documents:act": of(living_document, *COORDINATORS, step="frys"),
    "documents:receipt": of(living_document, number="0"),
    "documents:section": of(living_document, *FOLLOWERS, key="kapitel-1"),
    # Nothing is frozen yet, so there is nothing to correct.
    "documents:correct": of(living_document, key="kapitel-1"),
    "forms:forms": only(*FOLLOWERS, "otto", "eva", "mette"),
    "forms:begin": only(*COORDINATORS, "otto"),
    "forms:form": of(form, *FOLLOWERS),
    "forms:lock": of(form, *COORDINATORS),
    "forms:proposal": of(form, *COORDINATORS),
    "forms:submit": of(form, *COORDINATORS),
    # The ministry sees a form when it has been sent; this one has not.
    "forms:receive": of(form),
    "forms:send_back": of(form),
    "forms:sent_document": of(form, submission="1", extension="html"),
    # Only a locked form can be amended and has a receipt; this one is a draft.
    "forms:amend": of(form, field="6"),
    "forms:receipt": of(form, number="0"),
    "forms:document": of(form, *FOLLOWERS, extension="html"),
    "forms:published": PUBLIC,
    "forms:published_document": PUBLIC,
    "extracts:batches": only("karen", "otto"),
    "extracts:bring": only("karen", "otto"),
    "extracts:pass_rows": only("karen", "otto"),
    "registers:data_sets": only("anders", "eva"),
    "registers:bring": only("anders", "eva"),
    "registers:data_set": of(data_set, "anders"),
    "registers:read": of(data_set, "anders"),
    "registers:compare": of(data_set, "anders"),
    "registers:delete": of(data_set, "anders"),
    "registers:hand_over": of(data_set, "anders"),
    "registers:fetch": Audience(
        frozenset({"anders"}), handing_over, {"reference": str(uuid4()), "handing": str(uuid4())}
    ),
    "extracts:example": Audience(
        frozenset({"karen", "otto"}), None, {"name": "findes-ikke.csv"}, {"name": examples()[0].path.name}
    ),
    "extracts:batch": of(extract_batch, "karen"),
    "extracts:columns": of(extract_batch, "karen"),
    "extracts:findings": of(extract_batch, "karen"),
    "extracts:read": of(extract_batch, "karen"),
    "extracts:accept": of(extract_batch, "karen"),
    "extracts:days": of(extract_batch, "karen"),
    "extracts:discard": of(extract_batch, "karen"),
    "extracts:withdraw": of(extract_batch, "karen"),
    "uses:uses": only("rikke", "lone", "karen", "otto"),
    "uses:csv": only("rikke", "lone", "karen", "otto"),
    "uses:record": Audience(frozenset(RECORDERS), None, {"slug": "findes-ikke"}, {"slug": EXPERIMENT}),
    "uses:record_part": Audience(
        frozenset(RECORDERS),
        None,
        {"slug": PARTED, "part": "findes-ikke"},
        {"slug": PARTED, "part": "loentilskud"},
    ),
    "uses:not_used": Audience(frozenset(RECORDERS), None, {"slug": "findes-ikke"}, {"slug": EXPERIMENT}),
    "uses:not_used_part": Audience(
        frozenset(RECORDERS),
        None,
        {"slug": PARTED, "part": "findes-ikke"},
        {"slug": PARTED, "part": "loentilskud"},
    ),
    "uses:letter": Audience(
        frozenset(("rikke", "lone", "karen")),
        None,
        {"slug": "findes-ikke", "extension": "html"},
        {"slug": EXPERIMENT, "extension": "html"},
    ),
    # Vesthimmerland is in this part alone.
    "uses:letter_part": Audience(
        frozenset(("rikke", "lone", "karen")),
        None,
        {"slug": "rehabiliteringsteam-lae265", "part": "uden-forelaeggelse", "extension": "html"},
        {"slug": "rehabiliteringsteam-lae265", "part": "uden-lae265", "extension": "html"},
    ),
    # A municipality's coordinator sees a use without knowing whose it is, and changes none.
    "uses:use": of(owed_use, "rikke", "lone", "karen"),
    "uses:cpr": of(owed_use, *RECORDERS),
    "uses:citizen": of(owed_citizen, *RECORDERS),
    "uses:correct_number": of(owed_citizen, *RECORDERS),
    "uses:name": of(owed_citizen, *RECORDERS),
    "uses:correct": of(owed_use, *RECORDERS),
    "uses:retract": of(owed_use, *RECORDERS),
    "uses:restore": of(owed_use, *RECORDERS),
    "uses:end": of(owed_use, *RECORDERS),
    "uses:reopen": of(owed_use, *RECORDERS),
    "uses:hand_over": of(owed_use, *RECORDERS),
    "uses:choose": of(use_by_wish, *RECORDERS),
    # What one has recorded as not used, only that person takes back.
    "uses:non_use": of(non_use, "rikke"),
    "uses:undo_non_use": of(non_use, "rikke"),
    "uses:past": only("karen", "otto"),
    "uses:close_past": of(past_approval, "karen"),
    # Released tables are for everybody or an organisation; what is not released is the team's, and nobody else's.
    "releases:list": PUBLIC,
    "releases:released": PUBLIC,
    "releases:download": PUBLIC,
    "releases:team": only("anders", "eva"),
    "releases:keep": only("anders", "eva"),
    "releases:offered": only("anders", "eva"),
    "releases:table": of(team_table, "anders"),
    "releases:ask": of(team_table, "anders"),
    "releases:waiting": only("eva"),
    "releases:review": of(release_request, "eva"),
    "releases:approve": of(release_request, "eva"),
    "releases:decline": of(release_request, "eva"),
    # Runs: the team's own; the day they may be seen from is agreed with those who may lock a design.
    "runs:runs": only("anders", "eva"),
    "runs:order": only("anders", "eva"),
    "runs:run": of(seen_run, "anders"),
    "runs:progress": of(seen_run, "anders"),
    "runs:look": of(seen_run, "anders"),
    "runs:cancel": of(seen_run, "anders"),
    "runs:again": of(seen_run, "anders"),
    "runs:document": of(seen_run, "anders", extension="html"),
    "runs:archive": of(seen_run, "anders"),
    "runs:release": of(seen_run, "anders"),
    "runs:found": PUBLIC,
    "runs:compare": Audience(
        frozenset(("anders",)), two_runs, {"reference": str(uuid4()), "other": str(uuid4())}
    ),
    "runs:harms": only("anders", "eva"),
    "runs:watch": only("anders", "eva"),
    "runs:harm": of(watched_harm, "anders"),
    "runs:day": Audience(
        frozenset(("anders", "karen", "niels")),
        run_experiment,
        {"slug": "findes-ikke", "organisation": VESTHIMMERLAND},
    ),
    # Deadlines: the one who has the case and the leader; a coordinator sees the list and marks nothing.
    "obligations:mine": only("rikke", "lone"),
    "obligations:mine_csv": only("rikke", "lone"),
    "obligations:mine_ics": only("rikke", "lone"),
    "obligations:mail": only("rikke", "lone"),
    "obligations:municipality": only("lone", "karen", "otto"),
    "obligations:municipality_csv": only("lone", "karen", "otto"),
    "obligations:team": only("lone"),
    "obligations:hand_over": only("lone"),
    "obligations:done": of(owed_use, "rikke", "lone"),
    "obligations:item": of(owed_use, "rikke", "lone", key="opfoelgning", number="1"),
    "obligations:undo": of(completion, "rikke", "lone"),
    "following:overview": only(*FOLLOWERS, "otto", "eva", "mette"),
    "following:experiment": of_slug(*FOLLOWERS),
    "following:csv": of_slug(*FOLLOWERS),
    # This experiment does not say what looks like a use without being one.
    "following:lookalikes": of_slug(),
    "following:answer_law": of_slug(*COORDINATORS, day="2020-01-01"),
    "surveys:waves": only(*COORDINATORS, "otto"),
    "surveys:prepare": Audience(
        frozenset((*COORDINATORS, "otto")),
        wave_definition,
        {"slug": "findes-ikke", "instrument": "heller-ikke"},
    ),
    "surveys:wave": of(wave, *COORDINATORS),
    "surveys:recipients": of(wave, *COORDINATORS),
    "surveys:send": of(wave, *COORDINATORS),
    "surveys:close": of(wave, *COORDINATORS),
    "surveys:results": of(closed_wave, *COORDINATORS),
    "surveys:free_texts": of(closed_wave, *COORDINATORS),
    "surveys:wave_file": of(wave, *COORDINATORS, kind="csv"),
    "surveys:links": of(wave, *COORDINATORS),
    "surveys:open_link": of(wave, *COORDINATORS),
    # There is no code before the link is made, and nobody to interview before the wave is open.
    "surveys:open_qr": of(wave),
    "surveys:interview": of(wave),
    "surveys:bounces": of(wave, *COORDINATORS),
    "surveys:data": only("anders", "eva"),
    # Nobody answered this one, so there is no file for an analyst either.
    "surveys:answers_file": of(closed_wave, kind="csv"),
    "surveys:file": Audience(
        frozenset((*COORDINATORS, "otto")),
        wave_definition,
        {"slug": "findes-ikke", "instrument": "heller-ikke", "kind": "csv"},
        {"kind": "csv"},
    ),
    "surveys:translations": Audience(
        frozenset((*COORDINATORS, "otto")),
        wave_definition,
        {"slug": "findes-ikke", "instrument": "heller-ikke"},
    ),
    "surveys:bring": Audience(
        frozenset((*COORDINATORS, "otto")),
        wave_definition,
        {"slug": "findes-ikke", "instrument": "heller-ikke"},
    ),
    "surveys:point": of(brought_file, *COORDINATORS),
    "surveys:open": PUBLIC,
    "surveys:build": only(*COORDINATORS, "otto"),
    "surveys:own": of(own_questionnaire, *COORDINATORS),
    "surveys:rebuild": of(own_questionnaire, *COORDINATORS),
    "studies:list": only("rikke", "lone", *COORDINATORS, "otto"),
    "studies:begin": only(*COORDINATORS, "otto"),
    "studies:study": of(time_study, "rikke", "lone", *COORDINATORS),
    "studies:remove": of(time_study, key="1"),
    "studies:close": of(time_study, *COORDINATORS),
    "studies:csv": of(time_study, *COORDINATORS),
    "studies:new_conversation": only(*COORDINATORS, "otto"),
    "studies:conversation": of(spoken, *COORDINATORS),
    "schedule:page": only(*AUDITORS, "niels", "otto"),
    "schedule:ics": only(*AUDITORS, "niels", "otto"),
    "surveys:answer": PUBLIC,
    "overviews:conclusions": PUBLIC,
    "overviews:themes": PUBLIC,
    "overviews:networks": PUBLIC,
    "overviews:network": PUBLIC,
    "overviews:municipalities": PUBLIC,
    "overviews:municipality": PUBLIC,
    "overviews:find_municipality": PUBLIC,
    "overviews:search": PUBLIC,
    "overviews:law": PUBLIC,
    "overviews:data": PUBLIC,
    "overviews:schema": PUBLIC,
    "overviews:csv": PUBLIC,
    "overviews:xlsx": PUBLIC,
    "overviews:json": PUBLIC,
}
