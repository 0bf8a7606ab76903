"""One citizen by role; a number corrected with a reason; an own label; who can help where recording is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.db import DatabaseError, transaction
from django.test import Client
from recorded_uses import BOTH, CPR, DAY, SEVEN, load, record

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.actions import give_membership
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.roles import Caseworker
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify
from frirum.web.uses import past
from frirum.web.uses.citizens import find_citizen, show_cpr
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Citizen, CitizenCorrection, Use
from frirum.web.uses.recognising import correct_identity, name_citizen, own_label

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

RIGHT = "0202031234"
TODAY = dt.datetime(2018, 11, 1, 12, tzinfo=clock.COPENHAGEN)


@pytest.fixture(autouse=True)
def _ready(db: None, cast: Cast) -> Any:
    load(SEVEN, BOTH)
    with organisation_scope([VESTHIMMERLAND, "851", "461", "813"]), clock.at(TODAY):
        yield


@pytest.fixture
def colleague(cast: Cast) -> User:
    """Another caseworker of the municipality."""
    person = cast.ulla
    place = Organisation.objects.get(key=VESTHIMMERLAND)
    give_membership(user=person, organisation=place, role=Caseworker, by=SET_UP)
    return User.objects.get(pk=person.pk)


def address(use: Use, more: str = "") -> str:
    return f"/sager/borger/{use.citizen.reference}/{more}"


class TestTheCitizensPage:
    def test_shows_what_the_role_covers_and_of_the_rest_only_that_it_is_there(
        self, cast: Cast, colleague: User, client: Client
    ) -> None:
        mine = record(cast)
        facts = {"municipality": 820}
        theirs = Use.objects.create(
            citizen=mine.citizen, organisation=VESTHIMMERLAND, slug=BOTH, part="revalidering",
            definition_number=1, definition_sha256="x", begun_on=DAY, facts=facts, source="extract",
            responsible=colleague.trail_reference, recorded_by="system:tests", recorded_at=clock.now(),
        )  # fmt: skip
        cast.log_in(client, cast.rikke)
        page = client.get(address(mine)).content.decode()
        assert "/sager/" + str(mine.reference) in page
        assert str(theirs.reference) not in page
        assert "evalidering" not in page.replace("Revalideringsforløb", "")
        assert "En anden fritagelse er åben" in page
        assert "Frister" in page
        assert CPR[6:] not in page
        assert TrailEvent.objects.filter(event="citizen.read").count() == 1
        cast.log_in(client, cast.lone)
        page = client.get(address(mine)).content.decode()
        assert str(theirs.reference) in page
        assert "En anden fritagelse er åben" not in page

    def test_is_not_there_for_others(self, cast: Cast, colleague: User, client: Client) -> None:
        use = record(cast)
        for other in (cast.karen, cast.otto, colleague, cast.mette):
            cast.log_in(client, other)
            assert client.get(address(use)).status_code in (403, 404), other


class TestTheNumber:
    def test_is_corrected_with_a_reason_and_what_stood_there_is_kept_sealed(self, cast: Cast) -> None:
        use = record(cast)
        made = correct_identity(
            citizen=use.citizen, identity=Identity(RIGHT), reason="Tastet forkert", by=cast.rikke
        )
        use.citizen.refresh_from_db()
        assert show_cpr(citizen=use.citizen, by=cast.rikke) == RIGHT
        assert CPR not in made.before_sealed
        assert made.fields == ["cpr"]
        assert (
            record(cast, begun_on=dt.date(2018, 10, 1), identity=Identity(RIGHT)).citizen_id == use.citizen_id
        )
        assert CPR not in str(list(TrailEvent.objects.values_list("details", flat=True)))
        with pytest.raises(DatabaseError), transaction.atomic():
            CitizenCorrection.objects.update(reason="x")
        assert verify() == []

    def test_one_who_was_given_another_stays_one_person_under_both(self, cast: Cast, client: Client) -> None:
        """What brings the new number is told where to write it; a number that was typed wrong finds nobody afterwards."""
        use = record(cast, identity=Identity(CPR, "S-1"))
        with pytest.raises(InputRefused) as refused:
            record(cast, begun_on=dt.date(2018, 10, 1), identity=Identity(RIGHT, "S-1"))
        assert "nyt CPR-nummer" in str(refused.value.remedy)
        cast.log_in(client, cast.rikke)
        sent = client.post(address(use, "nummer/"), {"cpr": RIGHT, "reason": "Nyt fra CPR", "was_own": "on"})
        assert sent.status_code == 302
        for n, number in enumerate((RIGHT, CPR)):
            again = record(cast, begun_on=dt.date(2018, 11, 1 + n), identity=Identity(number, "S-1"))
            assert again.citizen_id == use.citizen_id
        with pytest.raises(InputRefused, match="hver sin borger"):
            record(cast, begun_on=dt.date(2018, 12, 1), identity=Identity("0302031234", "S-1"))
        assert CPR not in str(CitizenCorrection.objects.values_list("former_lookup", "before_sealed").get())
        other = record(cast, identity=Identity("0302031234"))
        with pytest.raises(InputRefused, match="en anden borger"):
            correct_identity(
                citizen=other.citizen, identity=Identity(CPR), reason="Tastet forkert", by=cast.rikke
            )
        correct_identity(
            citizen=other.citizen, identity=Identity("0402031234"), reason="Tastet", by=cast.rikke
        )
        assert find_citizen(Identity("0302031234"), other.organisation) is None
        assert verify() == []

    @pytest.mark.parametrize(
        "reason, number, message", [("", RIGHT, "begrundelse"), ("Sådan", CPR, "ikke rettet")]
    )
    def test_needs_a_reason_and_something_new(
        self, cast: Cast, reason: str, number: str, message: str
    ) -> None:
        use = record(cast)
        with pytest.raises(InputRefused, match=message):
            correct_identity(citizen=use.citizen, identity=Identity(number), reason=reason, by=cast.rikke)

    def test_of_another_citizen_is_refused(self, cast: Cast) -> None:
        use = record(cast)
        record(cast, identity=Identity(RIGHT))
        with pytest.raises(InputRefused, match="en anden borger"):
            correct_identity(
                citizen=use.citizen, identity=Identity(RIGHT), reason="Tastet forkert", by=cast.rikke
            )

    def test_only_by_those_who_know_the_citizen(self, cast: Cast, colleague: User, client: Client) -> None:
        use = record(cast)
        for other in (colleague, cast.karen, cast.otto):
            with pytest.raises(NotAllowed):
                correct_identity(citizen=use.citizen, identity=Identity(RIGHT), reason="Nej", by=other)
        cast.log_in(client, cast.rikke)
        refused = client.post(address(use, "nummer/"), {"cpr": "0202031234", "reason": ""})
        assert refused.status_code == 200
        client.post(address(use, "nummer/"), {"cpr": "0202031234", "reason": "Tastet forkert"})
        assert CitizenCorrection.objects.count() == 1


class TestTheOwnLabel:
    def test_stands_in_the_lists_of_those_who_may_know(self, cast: Cast, client: Client) -> None:
        use = record(cast, label="Gul mappe")
        assert own_label(use.citizen) == "Gul mappe"
        assert "Gul mappe" not in use.citizen.label_sealed
        for reader, seen in ((cast.rikke, True), (cast.lone, True), (cast.karen, False)):
            cast.log_in(client, reader)
            assert ("Gul mappe" in client.get("/sager/").content.decode()) is seen, reader
        cast.log_in(client, cast.rikke)
        assert "Gul mappe" in client.get("/frister/").content.decode()
        assert "Gul mappe" not in client.get("/frister/mine.ics").content.decode()

    @pytest.mark.parametrize(
        "label", ["010203-1234", "01 02 03 12 34", "nr. 010203123", "født 01.02.03 - 1234"]
    )
    def test_that_looks_like_a_number_is_refused_and_nothing_is_recorded(
        self, cast: Cast, label: str
    ) -> None:
        with pytest.raises(InputRefused, match="CPR-nummer"):
            record(cast, label=label)
        assert not Citizen.objects.exists()

    def test_can_be_taken_away(self, cast: Cast) -> None:
        use = record(cast, label="Gul mappe")
        name_citizen(citizen=use.citizen, label="  ", by=cast.rikke)
        use.citizen.refresh_from_db()
        assert use.citizen.label_sealed == ""


def test_a_refusal_names_who_can_help_and_asks_them(cast: Cast, client: Client) -> None:
    """A use older than three months: the coordinator is named, and one click sends the mail. Nothing typed is lost."""
    with clock.at(dt.datetime(2019, 3, 1, 12, tzinfo=clock.COPENHAGEN)):
        cast.log_in(client, cast.rikke)
        typed = {
            "municipality": "820", "on_disability_pension": "ja", "in_wage_subsidy_job": "ja",
            "employment_start": "15-09-2018", "brug-cpr": CPR, "brug-begun_on": "15-09-2018",
        }  # fmt: skip
        page = client.post(f"/sager/registrer/{SEVEN}/", typed)
        assert page.status_code == 409
        text = page.content.decode()
        assert "Det kan åbnes af Karen Koordinator." in text
        assert "Bed om at få åbnet" in text
        for _again in (1, 2):
            asked = client.post(f"/sager/registrer/{SEVEN}/", {**typed, "bed": "1"}).content.decode()
        assert "Karen Koordinator har fået en mail" in asked
        assert f'value="{CPR}"' in asked
        mail = OutboxMail.objects.get(address=cast.karen.email)
        assert "15. september 2018" in mail.body
        assert CPR[:6] not in mail.body
        assert not Use.objects.exists()
        past.approve_past_uses(
            slug=SEVEN, organisation=VESTHIMMERLAND, first_day=dt.date(2018, 9, 1), last_day=dt.date(2018, 9, 30),
            reason="Kom sent med.", by=cast.karen,
        )  # fmt: skip
        assert OutboxMail.objects.get(address=cast.rikke.email).subject.startswith("Der er åbnet for")


def test_where_a_municipality_has_no_coordinator_those_of_its_network_are_named(cast: Cast) -> None:
    assert [one.name for one in past.openers("851")] == [cast.niels.name]
