"""Recording, correcting, retracting, ending and handing over a use; why it was not used; what the citizen chose."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from cast import AALBORG, SET_UP, VESTHIMMERLAND, Cast
from django.db import DatabaseError, transaction
from django_scopes import scopes_disabled
from recorded_uses import BOTH, CPR, DAY, EXTENSION, FITTING, SEVEN, load, record

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.organisations.actions import give_membership
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.roles import Caseworker
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify
from frirum.web.uses import actions, counts, past
from frirum.web.uses.citizens import show_cpr
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Citizen, CitizenChoice, Use, UseCorrection, UseSource

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

WHO = Identity(cpr=CPR)


@pytest.fixture(autouse=True)
def _ready(db: None, cast: Cast) -> Any:
    load(SEVEN, BOTH, EXTENSION)
    with organisation_scope([VESTHIMMERLAND, "851", "461", "813"]):
        yield


WANTS = {
    "extension_from": dt.date(2019, 3, 1), "in_resource_clarification": True, "recommendation_unfinished": True,
    "few_elements_missing": True, "matters_for_support": True, "citizen_sees_potential": True,
    "citizen_wants_team": False, "time_uncertain": False, "extension_months": 6,
}  # fmt: skip


def record_wish(cast: Cast, **changes: Any) -> Use:
    """A use that rests on the citizen's wish (DESIGN: extension outside the team)."""
    begun_on = dt.date(2019, 3, 1)
    given = {"slug": EXTENSION, "organisation": "813", "begun_on": begun_on, "facts": WANTS, "by": SET_UP}
    return record(cast, **(given | changes))


def events() -> list[str]:
    return list(TrailEvent.objects.order_by("id").values_list("event", flat=True))


# ---- recording ----


def test_a_use_keeps_what_it_was_assessed_on(cast: Cast) -> None:
    use = record(cast)
    assert use.outcome == "eligible"
    assert use.facts == {
        "municipality": 820, "on_disability_pension": True, "in_wage_subsidy_job": True,
        "employment_start": "2018-09-15",
    }  # fmt: skip
    assert use.definition_number == 1
    assert len(use.definition_sha256) == 64
    assert "frikommunebekendtgørelsens § 23" in use.note
    assert use.responsible == cast.rikke.trail_reference
    assert events()[-2:] == ["citizen.added", "use.recorded"]


def test_the_same_citizen_is_found_by_either_number(cast: Cast) -> None:
    first = record(cast)
    second = record(cast, begun_on=dt.date(2019, 1, 1), identity=Identity(cpr=WHO.cpr, case_number="18/4711"))
    third = record(cast, begun_on=dt.date(2020, 1, 1), identity=Identity(case_number="18/4711"))
    assert first.citizen_id == second.citizen_id == third.citizen_id
    assert Citizen.objects.count() == 1
    assert show_cpr(citizen=third.citizen, by=cast.rikke) == WHO.cpr


def test_two_numbers_of_two_citizens_are_refused(cast: Cast) -> None:
    record(cast)
    record(cast, identity=Identity(case_number="18/4711"))
    for identity in (Identity(WHO.cpr, "18/4711"), Identity("0202031234", "18/4711")):
        if identity.cpr != WHO.cpr:
            record(cast, begun_on=dt.date(2019, 5, 1), identity=Identity("0202031234", "19/1"))
        with pytest.raises(InputRefused, match="hver sin borger"):
            record(cast, begun_on=dt.date(2020, 5, 1), identity=identity)


def test_the_same_use_is_recorded_once(cast: Cast) -> None:
    record(cast)
    with pytest.raises(NotAllowed, match=r"allerede registreret fra 15\. september 2018"):
        record(cast)
    assert Use.objects.count() == 1


def read_from_extract(cast: Cast, organisation: str, **changes: Any) -> Use:
    """A use that an extract tells of, in an experiment that both Vesthimmerland and Aalborg are in."""
    given = {
        "slug": BOTH,
        "organisation": organisation,
        "facts": {},
        "by": SET_UP,
        "source": UseSource.EXTRACT,
    }
    return record(cast, **(given | {"extract_row": "row-1"} | changes))


def test_two_municipalities_do_not_share_a_citizen(cast: Cast) -> None:
    one = read_from_extract(cast, VESTHIMMERLAND)
    other = read_from_extract(cast, AALBORG)
    assert one.citizen.cpr_lookup == other.citizen.cpr_lookup
    assert one.citizen_id != other.citizen_id
    assert 851 in other.facts.values()
    assert (other.responsible, other.outcome) == ("", "")


NOT_RECORDED: list[tuple[dict[str, Any], str]] = [
    ({"begun_on": dt.date(1999, 12, 31)}, "kan ikke være rigtig"),
    ({"begun_on": dt.date(2999, 1, 1)}, "kan ikke være rigtig"),
    ({"facts": {**FITTING, "no_such_fact": True}}, "Ukendt faktum"),
    ({"facts": {**FITTING, "employment_start": "2018-02-30"}}, "kan ikke være"),
    ({"facts": {**FITTING, "municipality": 851}}, "en anden kommune"),
    ({"organisation": "461", "facts": FITTING, "by": SET_UP}, "deltager ikke"),
    ({"facts": {}}, "før den er vurderet"),
    ({"identity": Identity()}, "CPR-nummer eller"),
    ({"advice_overruled_reason": "Aftalt med 010203-1234"}, "ligner et CPR-nummer"),
    ({"advice_overruled_reason": "x" * 2001}, "plads til"),
    ({"judged_by": "x" * 201}, "plads til 200"),
    ({"facts": {**FITTING, "last_follow_up": dt.date(2018, 1, 1)}}, "ligger før"),
]


def test_what_cannot_be_recorded_leaves_nothing_behind(cast: Cast) -> None:
    before = events()
    for changes, message in NOT_RECORDED:
        with pytest.raises(InputRefused, match=message), scopes_disabled():
            record(cast, **changes)
        assert (Use.objects.count(), Citizen.objects.count()) == (0, 0), changes
    assert events() == before


def test_against_the_advice_needs_a_reason(cast: Cast) -> None:
    against = {**FITTING, "on_disability_pension": False}
    with pytest.raises(InputRefused, match="ikke kan bruges"):
        record(cast, facts=against)
    use = record(cast, facts=against, advice_overruled_reason="Afgjort af jobcenterchefen.")
    assert use.outcome == "not_eligible"
    assert "Afgjort af jobcenterchefen." in use.note


def test_a_judgement_names_who_judged(cast: Cast) -> None:
    case: dict[str, Any] = {
        "slug": BOTH, "begun_on": dt.date(2019, 3, 1),
        "facts": {"case_start": dt.date(2019, 3, 1), "kind_of_case": "revision"},
    }  # fmt: skip
    with pytest.raises(InputRefused, match="hviler på et skøn"):
        record(cast, **case)
    use = record(cast, **case, judged_by="Hanne Jensen, teamleder")
    assert use.outcome == "needs_judgement"
    assert "Skønnet er foretaget af Hanne Jensen, teamleder." in use.note


# ---- correcting, retracting ----


def test_a_correction_keeps_what_stood_there_and_assesses_anew(cast: Cast) -> None:
    use = record(cast)
    made = actions.correct_use(
        use=use, facts={**use.facts, "in_wage_subsidy_job": False}, reason="Læst forkert.", by=cast.lone
    )
    use.refresh_from_db()
    assert (made.number, use.outcome) == (1, "not_eligible")
    assert use.advice_overruled_reason == "Læst forkert."
    assert made.before["facts"]["in_wage_subsidy_job"] is True
    assert made.before["outcome"] == "eligible"
    again = actions.correct_use(use=use, begun_on=dt.date(2018, 9, 16), reason="Dagen efter.", by=cast.lone)
    assert again.number == 2
    assert again.before["begun_on"] == "2018-09-15"


NOT_CORRECTED: list[tuple[dict[str, Any], str]] = [
    ({"reason": " "}, "begrundelse"),
    ({"reason": "Rettet"}, "ikke rettet noget"),
    ({"reason": "Rettet", "begun_on": dt.date(1990, 1, 1)}, "kan ikke være rigtig"),
    ({"reason": "Rettet", "facts": {"municipality": 851}}, "en anden kommune"),
]


def test_a_correction_that_is_none_is_refused(cast: Cast) -> None:
    use = record(cast)
    for changes, message in NOT_CORRECTED:
        with pytest.raises(InputRefused, match=message):
            actions.correct_use(use=use, by=cast.rikke, **changes)
    assert UseCorrection.objects.count() == 0


def test_a_retraction_can_be_undone_the_same_day_only(cast: Cast) -> None:
    use = record(cast)
    evening = dt.datetime(2018, 10, 1, 21, 30, tzinfo=dt.UTC)  # 23.30 in Copenhagen
    with clock.at(evening):
        actions.retract_use(use=use, reason="Forkert borger.", by=cast.rikke)
        actions.restore_use(use=use, by=cast.rikke)
        actions.retract_use(use=use, reason="Forkert borger.", by=cast.rikke)
    with clock.at(evening + dt.timedelta(minutes=31)), pytest.raises(NotAllowed, match="samme dag"):
        actions.restore_use(use=use, by=cast.rikke)
    with pytest.raises(NotAllowed, match="trukket tilbage"):
        actions.end_use(use=use, ended_on=DAY, reason="completed", by=cast.rikke)
    assert [c.kind for c in use.corrections.all()] == ["retracted", "restored", "retracted"]


def test_a_retraction_is_not_undone_into_a_use_recorded_anew(cast: Cast) -> None:
    use = record(cast)
    actions.retract_use(use=use, reason="Forkert.", by=cast.rikke)
    record(cast)
    with pytest.raises(NotAllowed, match="allerede registreret"):
        actions.restore_use(use=use, by=cast.rikke)


# ---- ending, handing over ----


def test_a_use_ends_with_a_reason_and_can_be_opened_again(cast: Cast) -> None:
    use = record(cast)
    ended = actions.end_use(use=use, ended_on=dt.date(2019, 1, 31), reason="moved_away", by=cast.rikke)
    assert (ended.ended_on, ended.end_reason, ended.is_running) == (
        dt.date(2019, 1, 31), "moved_away", False
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="allerede afsluttet"):
        actions.end_use(use=use, ended_on=dt.date(2019, 2, 1), reason="completed", by=cast.rikke)
    actions.reopen_use(use=use, reason="Borgeren kom tilbage.", by=cast.rikke)
    use.refresh_from_db()
    assert use.is_running


NOT_ENDED: list[tuple[dict[str, Any], str]] = [
    ({"ended_on": dt.date(2018, 9, 14)}, "ligger før"),
    ({"reason": "because"}, "hvorfor"),
    ({"ended_on": dt.date(2018, 12, 31)}, "fremtiden"),
]


def test_an_end_that_cannot_be_is_refused(cast: Cast) -> None:
    use = record(cast)
    with clock.at(dt.datetime(2018, 12, 1, 12, tzinfo=dt.UTC)):
        for changes, message in NOT_ENDED:
            with pytest.raises(InputRefused, match=message):
                actions.end_use(
                    use=use, by=cast.rikke, **({"ended_on": DAY, "reason": "completed"} | changes)
                )


def test_a_case_goes_to_a_colleague_who_records_uses_here(cast: Cast) -> None:
    use = record(cast)
    assert (
        actions.hand_over_use(use=use, to=cast.lone, by=cast.rikke).responsible == cast.lone.trail_reference
    )
    for other in (cast.karen, cast.otto):
        with pytest.raises(NotAllowed, match="kun overdrages"):
            actions.hand_over_use(use=use, to=other, by=cast.lone)
    odense = Organisation.objects.get(key="461")
    give_membership(user=cast.ulla, organisation=odense, role=Caseworker, by=SET_UP)
    with pytest.raises(NotAllowed, match="kun overdrages"):
        actions.hand_over_use(use=use, to=cast.ulla, by=cast.lone)


# ---- not used ----


def test_non_use_is_kept_without_an_identity_and_can_be_undone_the_same_day(cast: Cast) -> None:
    made = actions.record_non_use(
        slug=SEVEN, organisation=VESTHIMMERLAND, reason="citizen_declined", decided_on=DAY, by=cast.rikke
    )
    assert Citizen.objects.count() == 0
    assert counts.non_uses_by_reason(SEVEN, on=DAY) == {"": {"820": {"citizen_declined": 1}}}
    actions.retract_non_use(non_use=made, by=cast.rikke)
    assert counts.non_uses_by_reason(SEVEN, on=DAY) == {}
    with pytest.raises(NotAllowed):
        actions.retract_non_use(non_use=made, by=cast.rikke)


def test_an_unknown_reason_for_non_use_is_refused(cast: Cast) -> None:
    with pytest.raises(InputRefused, match="hvorfor"):
        actions.record_non_use(
            slug=SEVEN, organisation=VESTHIMMERLAND, reason="lazy", decided_on=DAY, by=cast.rikke
        )


# ---- the citizen's wish ----


def test_where_the_experiment_rests_on_a_wish_the_citizen_is_asked_first(cast: Cast) -> None:
    with pytest.raises(InputRefused, match="hviler på borgerens ønske"):
        record_wish(cast)
    assert Citizen.objects.count() == 0
    use = record_wish(cast, consented_on=dt.date(2019, 2, 20))
    kinds = [(c.kind, c.chosen_on) for c in use.citizen.choices.all()]
    assert kinds == [("informed", dt.date(2019, 2, 20)), ("consented", dt.date(2019, 2, 20))]
    text = CitizenChoice.objects.first().text
    assert "Forlængelsen uden om teamet forudsætter" in text.text


def test_a_withdrawal_ends_the_use_and_stands_beside_the_yes(cast: Cast) -> None:
    use = record_wish(cast, consented_on=dt.date(2019, 2, 20))
    day = dt.date(2019, 5, 2)
    actions.record_choice(citizen=use.citizen, slug=EXTENSION, kind="withdrawn", chosen_on=day, by=SET_UP)
    use.refresh_from_db()
    assert (use.ended_on, use.end_reason) == (day, "withdrawn")
    assert [c.kind for c in use.citizen.choices.all()] == ["informed", "consented", "withdrawn"]
    with pytest.raises(NotAllowed, match="ikke noget samtykke"):
        actions.record_choice(citizen=use.citizen, slug=EXTENSION, kind="withdrawn", chosen_on=day, by=SET_UP)
    with pytest.raises(InputRefused, match="hviler på borgerens ønske"):
        record_wish(cast, begun_on=dt.date(2019, 9, 1))


def test_no_choice_is_kept_where_none_is_the_citizens(cast: Cast) -> None:
    use = record(cast)
    with pytest.raises(NotAllowed, match="hviler ikke på"):
        actions.record_choice(citizen=use.citizen, slug=SEVEN, kind="consented", chosen_on=DAY, by=cast.rikke)


# ---- past uses ----


def test_a_past_use_needs_a_coordinators_yes_for_its_day(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="ikke åbnet"):
        record(cast, source=UseSource.PAST)
    approval = past.approve_past_uses(
        slug=SEVEN, organisation=VESTHIMMERLAND, first_day=dt.date(2018, 7, 1), last_day=dt.date(2018, 12, 31),
        reason="Kommunen kom med i 2026.", by=cast.karen,
    )  # fmt: skip
    assert record(cast, source=UseSource.PAST).approval == approval
    with pytest.raises(NotAllowed, match="ikke åbnet"):
        record(cast, source=UseSource.PAST, begun_on=dt.date(2019, 1, 1))
    past.close_past_uses(approval=approval, by=cast.karen)
    with pytest.raises(NotAllowed, match="ikke åbnet"):
        record(cast, source=UseSource.PAST, begun_on=dt.date(2018, 9, 16))


def test_what_lies_more_than_a_season_back_is_past() -> None:
    with clock.at(dt.datetime(2019, 1, 1, 12, tzinfo=dt.UTC)):
        assert past.is_past(dt.date(2018, 9, 30))
        assert not past.is_past(dt.date(2018, 10, 1))


# ---- counts, guards, trail ----


def test_counts_are_per_part_and_municipality_and_leave_out_what_was_retracted(cast: Cast) -> None:
    read_from_extract(cast, VESTHIMMERLAND)
    wrong = read_from_extract(cast, VESTHIMMERLAND, begun_on=dt.date(2018, 9, 20))
    actions.retract_use(use=wrong, reason="Forkert.", by=cast.lone)
    read_from_extract(cast, AALBORG)
    read_from_extract(cast, AALBORG, begun_on=dt.date(2019, 1, 1))
    for year, expected in ((2018, {"820": 1, "851": 1}), (2019, {"820": 1, "851": 2})):
        days = counts.days_begun(BOTH, on=dt.date(year, 12, 31))[""]
        assert {place: len(of) for place, of in days.items()} == expected
    assert counts.days_begun(BOTH, on=dt.date(2019, 12, 31))[""]["851"] == [DAY, dt.date(2019, 1, 1)]


def test_the_database_refuses_what_no_action_does(cast: Cast) -> None:
    use = record_wish(cast, consented_on=dt.date(2019, 2, 20))
    actions.correct_use(use=use, begun_on=dt.date(2019, 3, 2), reason="Dagen efter.", by=SET_UP)
    correction, choice = UseCorrection.objects.get(), CitizenChoice.objects.first()
    for row, change in (
        (correction, {"reason": "Andet"}),
        (choice, {"kind": "declined"}),
        (choice.text, {"text": "Andet"}),
        (use, {"recorded_by": "user:somebody"}),
        (use, {"definition_sha256": "0" * 64}),
        (use.citizen, {"organisation": "851"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**change)
    for row in (correction, choice, choice.text, use, use.citizen):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).delete()


def test_a_use_changed_behind_the_actions_is_found_out(cast: Cast) -> None:
    use = record(cast)
    assert verify() == []
    Use.objects.filter(pk=use.pk).update(outcome="not_eligible")
    assert [fault.place for fault in verify()] == [f"use:{use.reference}"]
