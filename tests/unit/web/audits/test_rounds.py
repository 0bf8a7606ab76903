"""A round of an audit on the site: opened from the registered uses, reviewed, counted, signed; by those who may."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import random

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from recorded_uses import BOTH, load, record

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web.audits import actions
from frirum.web.audits.actions import RoundPlan
from frirum.web.audits.frames import Wanted
from frirum.web.audits.models import AuditCase, AuditRound, DrawnBy
from frirum.web.audits.reviewing import definition_of, found, questions_of
from frirum.web.trail.models import TrailEvent
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import UseSource

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

FIRST, LAST = dt.date(2018, 7, 1), dt.date(2018, 12, 31)


@pytest.fixture(autouse=True)
def _ready(cast: Cast):
    load(BOTH)
    with scopes_disabled():
        for n in range(6):
            record(
                cast, slug=BOTH, identity=Identity(case_number=f"{n:03}"), begun_on=FIRST + dt.timedelta(10 * n),
                facts={}, source=UseSource.EXTRACT, extract_row=f"row-{n}", by=SET_UP,
            )  # fmt: skip
        yield


def opened(cast: Cast, **changes) -> AuditRound:
    wanted = Wanted(DrawnBy.RANDOM_EACH, changes.pop("n", 4), changes.pop("seed", 20270101))
    given = {"round_": "", "days": (FIRST, LAST), "wanted": wanted}
    return actions.open_round(
        slug=BOTH, instrument="temaledelsestilsyn", organisation=VESTHIMMERLAND,
        plan=RoundPlan(**(given | changes)), by=cast.lone,
    )  # fmt: skip


def review(case: AuditCase, cast: Cast, **written: str) -> AuditCase:
    names = {key.replace("_", "-"): text for key, text in written.items()}
    return actions.save_case(case=case, written=names, dropped="", revision=case.revision, by=cast.lone)


def test_the_cases_are_those_that_the_published_rule_draws_from_the_list(cast: Cast):
    round_ = opened(cast)
    page = cast.log_in(Client(), cast.lone).get(reverse("audits:frame", args=[round_.reference]))
    assert hashlib.sha256(page.content).hexdigest() == round_.frame_sha256
    rows = list(csv.DictReader(io.StringIO(page.content.decode()), delimiter=";"))
    order = sorted(
        rows, key=lambda r: hashlib.sha256(f"20270101:{r['kommune']}:{r['sag']}".encode()).hexdigest()
    )
    assert [str(case.use.reference) for case in round_.cases.all()] == [row["sag"] for row in order[:4]]


def test_a_round_from_the_first_page_to_the_proof(cast: Cast):
    client = cast.log_in(Client(), cast.lone)
    given = {
        "audit": f"{BOTH}/temaledelsestilsyn/", "organisation": VESTHIMMERLAND, "first_day": "1-7-2018",
        "last_day": "31-12-2018", "mode": "added_to_own", "source": "uses", "extent": "all", "second_share": "0",
    }  # fmt: skip
    address = client.post(reverse("audits:begin"), given)["Location"]
    round_ = AuditRound.objects.get()
    dice = random.Random(2)
    planted = []
    for number in range(1, 7):
        without = dice.random() < 0.5
        written = {"svar-afgjort-uden": "ja" if without else "nej"}
        written |= (
            {
                f"svar-{name}": "ja"
                for name in ("egen-laege-inddraget", "burde-vaere-indhentet", "ville-have-forlaenget")
            }
            if without
            else {"svar-indhentet-ved-tvivl": "nej"}
        )
        planted.append(without)
        page = reverse("audits:case", args=[round_.reference, number])
        assert client.get(page).status_code == 200
        answer = client.post(page, {**written, "revision": "0"}, headers={"accept": "application/json"})
        assert answer.json()["revision"] == 1
    questions = questions_of(definition_of(round_), round_.instrument)
    told, notes = found(round_, list(round_.cases.select_related("use")), questions)
    assert told[0].counts == {
            "nej": planted.count(False), "ja": planted.count(True), "kan ikke ses af sagen": 0,
        }  # fmt: skip
    assert told[1].not_applicable == planted.count(False)
    assert notes == ()
    assert client.get(reverse("audits:results", args=[round_.reference])).status_code == 200
    client.post(reverse("audits:hold", args=[round_.reference]))
    round_.refresh_from_db()
    proof = client.get(reverse("audits:proof", args=[round_.reference])).content
    assert hashlib.sha256(proof).hexdigest() == round_.proof_sha256
    assert json.loads(proof)["questions"][0]["counts"] == dict(told[0].counts)
    assert client.get(address).status_code == 200
    happened = set(TrailEvent.objects.filter(event__startswith="audit.").values_list("event", flat=True))
    assert happened == {"audit.opened", "audit.answered", "audit.held"}


def test_a_round_is_not_signed_before_it_is_done_and_not_changed_after(cast: Cast):
    round_ = opened(cast, n=1, seed=1)
    case = round_.cases.get()
    with pytest.raises(InputRefused):
        actions.hold_round(round_=round_, by=cast.lone)
    case = review(case, cast, afgjort_uden="nej", indhentet_ved_tvivl="ja")
    actions.hold_round(round_=round_, by=cast.lone)
    with pytest.raises(NotAllowed):
        review(case, cast, indhentet_ved_tvivl="nej")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditCase.objects.filter(pk=case.pk).update(answers={})
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditRound.objects.filter(pk=round_.pk).update(proof="")


def test_an_answer_that_is_not_put_is_kept_and_not_counted(cast: Cast):
    round_ = opened(cast, n=1, seed=1)
    case = review(round_.cases.get(), cast, afgjort_uden="ja", egen_laege_inddraget="ja")
    case = review(case, cast, afgjort_uden="nej")
    assert case.answers["egen-laege-inddraget"] == 2
    questions = questions_of(definition_of(round_), round_.instrument)
    told, _notes = found(round_, [case], questions)
    assert (told[1].n, told[1].not_applicable) == (0, 1)


def test_what_is_refused_is_said_and_stays_on_the_page(cast: Cast):
    round_ = opened(cast, n=1, seed=1)
    client = cast.log_in(Client(), cast.lone)
    page = reverse("audits:case", args=[round_.reference, 1])
    client.post(page, {"svar-afgjort-uden": "ja", "revision": "0"})
    for posted in ({"svar-afgjort-uden": "nej", "revision": "0"}, {"svar-afgjort-uden": "måske", "revision": "1"},
                   {"svar-findes-ikke": "ja", "revision": "1"}, {"dropped": "fordi", "revision": "1"}):  # fmt: skip
        assert client.post(page, posted).status_code == 409
    assert round_.cases.get().answers == {"afgjort-uden": 2}


@pytest.mark.parametrize("changes", [{"n": 99}, {"days": (FIRST, FIRST - dt.timedelta(1))}])
def test_a_list_that_is_too_short(cast: Cast, changes):
    with pytest.raises(InputRefused):
        opened(cast, **changes)


def test_a_leader_knows_the_cases_by_their_numbers_and_a_coordinator_by_their_codes(cast: Cast):
    round_ = opened(cast)
    address = reverse("audits:round", args=[round_.reference])
    numbers = {case.use.citizen.case_number for case in round_.cases.select_related("use__citizen")}
    leader = cast.log_in(Client(), cast.lone).get(address).content.decode()
    coordinator = cast.log_in(Client(), cast.karen).get(address).content.decode()
    for number in numbers:
        assert f"<strong>{number}</strong>" in leader
        assert f"<strong>{number}</strong>" not in coordinator
    listed = TrailEvent.objects.filter(event="use.listed")
    assert listed.count() == 1, "the leader's look at the numbers, and no other"


@pytest.mark.parametrize("name", ["rikke", "niels", "anders", "otto", "ulla"])
def test_others_find_nothing(cast: Cast, name):
    round_ = opened(cast)
    client = cast.log_in(Client(), cast.everybody()[name])
    for route, more in (
        ("round", []),
        ("case", [1]),
        ("results", []),
        ("hold", []),
        ("frame", []),
        ("proof", []),
    ):
        assert client.get(reverse(f"audits:{route}", args=[round_.reference, *more])).status_code == 404
