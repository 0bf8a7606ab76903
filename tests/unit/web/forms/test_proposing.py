"""What the data propose for points 6-10: taken over or rejected by a person, never a count that is too small."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from cast import VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from recorded_uses import FITTING, SEVEN, load, record

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.forms import actions
from frirum.web.forms.models import EvaluationForm
from frirum.web.forms.proposing import answer_proposal, open_proposals
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.verification import verify
from frirum.web.uses.identities import Identity

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
PERIOD = "efter-2020"


@pytest.fixture
def form(cast: Cast) -> Iterator[EvaluationForm]:
    """The form of experiment 7 with points 1-5 locked, in October 2021."""
    load(SEVEN)
    with organisation_scope([VESTHIMMERLAND]), clock.at(dt.datetime(2021, 10, 5, 9, tzinfo=clock.COPENHAGEN)):
        made = actions.begin_form(slug=SEVEN, period=PERIOD, organisation=VESTHIMMERLAND, by=cast.karen)
        yield actions.lock_points(form=made, by=cast.karen)


def used(cast: Cast, times: int) -> None:
    """So many citizens, each recorded on the day their exemption began."""
    for number in range(times):
        begun = dt.date(2020, 3, 15) + dt.timedelta(days=number)
        with clock.at(dt.datetime.combine(begun, dt.time(9), tzinfo=clock.COPENHAGEN)):
            record(
                cast,
                identity=Identity(cpr=f"0102{10 + number}1234"),
                begun_on=begun,
                facts=FITTING | {"employment_start": begun},
            )


def lines(form: EvaluationForm, key: str) -> list[str]:
    return [one.line.text for one in open_proposals(form).get(key, ())]


def test_uses_and_spared_follow_ups_are_proposed_with_their_source(form: EvaluationForm, cast: Cast) -> None:
    used(cast, 12)
    assert lines(form, "results.attained") == [
        "Forsøget er brugt 12 gange i kommunen fra 1. januar 2020, da loven sidst blev ændret, "
        "til 30. september 2021."
    ]
    (gains,) = lines(form, "results.gains")
    assert "0 til 24 sparet frem til 4. oktober 2021, regnet af de to frister i 12 sager" in gains


def test_a_small_number_is_never_proposed(form: EvaluationForm, cast: Cast) -> None:
    used(cast, 3)
    (said,) = lines(form, "results.attained")
    assert "så få gange" in said
    assert "at tallet ikke kan vises." in said
    assert lines(form, "results.gains") == []


def test_a_line_is_taken_over_or_rejected_once_by_a_person(
    form: EvaluationForm, cast: Cast, client: Client
) -> None:
    used(cast, 12)
    client.force_login(cast.karen)
    home = reverse("forms:form", args=[form.reference])
    assert "Forsøget er brugt 12 gange" in client.get(home).content.decode()
    found = open_proposals(form)
    attained, why = found["results.attained"][0], found["results.why_not"][0]
    address = reverse("forms:proposal", args=[form.reference])
    client.post(address, {"forslag": attained.digest, "svar": "overtag"})
    client.post(address, {"forslag": why.digest, "svar": "afvis"})
    texts = {one.field: one.text for one in form.entries.all()}
    assert texts["results.attained"] == attained.line.text
    assert texts.get("results.why_not", "") == ""
    assert [(one.field, one.taken) for one in form.proposals.all()] == [
        ("results.attained", True), ("results.why_not", False),
    ]  # fmt: skip
    left = open_proposals(form)
    assert not {"results.attained", "results.why_not"} & set(left)
    with pytest.raises(InputRefused):
        answer_proposal(form=form, digest=attained.digest, taken=True, by=cast.karen)
    assert verify() == []


def test_nothing_is_proposed_before_the_lock_or_after_sending(form: EvaluationForm, cast: Cast) -> None:
    used(cast, 12)
    digest = open_proposals(form)["results.attained"][0].digest
    for number, key in ((7, "results.attained"), (8, "conclusion.overall")):
        actions.save_point(form=form, number=number, texts={key: "Skrevet."}, revision=0, by=cast.karen)
    sent = actions.submit(form=form, by=cast.karen)
    assert open_proposals(sent) == {}
    with pytest.raises(NotAllowed):
        answer_proposal(form=sent, digest=digest, taken=True, by=cast.karen)
