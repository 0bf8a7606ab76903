"""From the answer to the list: what is recorded with one click, kept on refusal, shown, searched and fetched."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from recorded_uses import BOTH, CPR, DAY, EXTENSION, SEVEN, load, record

from frirum.web.organisations.actions import give_membership
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.roles import Caseworker
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.models import TrailEvent
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Citizen, NonUse, Use
from frirum.web.uses.past import approve_past_uses

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

ANSWERS = {
    "municipality": "820", "on_disability_pension": "ja", "in_wage_subsidy_job": "ja",
    "employment_start": "15-9-2018",
}  # fmt: skip
WHO = {"brug-cpr": "010203-1234", "brug-case_number": "", "brug-begun_on": "15-9-2018"}
RECORD, NOT_USED = f"/sager/registrer/{SEVEN}/", f"/sager/ikke-brugt/{SEVEN}/"


@pytest.fixture(autouse=True)
def _ready(cast: Cast) -> None:
    load(SEVEN, BOTH, EXTENSION)
    approve_past_uses(
        slug=SEVEN, organisation=VESTHIMMERLAND, first_day=dt.date(2018, 7, 1), last_day=dt.date(2025, 12, 31),
        reason="Kommunen kom sent med.", by=cast.karen,
    )  # fmt: skip


@pytest.fixture
def rikke(cast: Cast) -> Client:
    return cast.log_in(Client(), cast.rikke)


def uses() -> list[Use]:
    with scopes_disabled():
        return list(Use.objects.order_by("pk"))


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# ---- from the answer ----


def test_one_click_records_the_use_with_its_note(rikke: Client, cast: Cast) -> None:
    page = rikke.post(f"/sag/{SEVEN}/", ANSWERS).content.decode()
    assert f'action="{RECORD}"' in page
    assert '<input type="hidden" name="employment_start" value="15-9-2018">' in page
    receipt = rikke.post(RECORD, {**ANSWERS, **WHO}, follow=True)
    assert receipt.status_code == 200
    text = text_of(receipt)
    assert "Brugen er registreret" in text
    assert "frikommunebekendtgørelsens § 23" in text
    assert "Registreret bagud" in text
    (use,) = uses()
    assert (use.outcome, use.source, use.responsible) == ("eligible", "past", cast.rikke.trail_reference)


def test_nobody_else_is_offered_to_record(cast: Cast, client: Client) -> None:
    for somebody in (client, cast.log_in(Client(), cast.karen), cast.log_in(Client(), cast.anders)):
        assert "Registrér brug" not in somebody.post(f"/sag/{SEVEN}/", ANSWERS).content.decode()


def test_a_lost_zero_is_asked_about_and_everything_typed_stays(rikke: Client) -> None:
    typed = {**ANSWERS, **WHO, "brug-cpr": "10203-1234", "brug-case_number": "18/4711"}
    page = rikke.post(RECORD, typed).content.decode()
    assert "Ja, nummeret er 010203-1234" in page
    assert 'value="10203-1234"' in page
    assert 'value="18/4711"' in page
    assert 'name="in_wage_subsidy_job" value="ja"' in page
    assert uses() == []
    rikke.post(RECORD, {**typed, "brug-zero_confirmed": "on"})
    with scopes_disabled():
        assert [c.case_number for c in Citizen.objects.all()] == ["18/4711"]
    page = rikke.post("/sager/", {"soeg-cpr": "0102031234"}).content.decode()
    assert str(uses()[0].reference) in page


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"brug-cpr": ""}, "Skriv borgerens CPR-nummer eller"),
    ({"brug-cpr": "000000-0000"}, "fyldnummer"),
    ({"brug-cpr": "310203-1234"}, "ikke en dato"),
    ({"brug-begun_on": "31-2-2018"}, "Datoen findes ikke"),
    ({"brug-begun_on": "1-7-2026"}, "er ikke åbnet"),
    ({"on_disability_pension": "nej"}, "Hvorfor bruges fritagelsen alligevel?"),
    ({"municipality": "851"}, "en kommune, som du ikke registrerer for"),
    ({"employment_start": "31-2-2018"}, "Datoen findes ikke"),
    ({"employment_start": ""}, "før den er vurderet"),
]


def test_what_is_refused_is_said_and_nothing_is_stored(rikke: Client) -> None:
    for changes, message in REFUSED:
        answer = rikke.post(RECORD, {**ANSWERS, **WHO, **changes})
        assert answer.status_code in (200, 409)
        assert message in text_of(answer), changes
    assert uses() == []
    with scopes_disabled():
        assert Citizen.objects.count() == 0


def test_against_the_answer_the_reason_stands_on_the_page_of_the_use(rikke: Client) -> None:
    answers = {**ANSWERS, "on_disability_pension": "nej"}
    assert "Bruges fritagelsen alligevel?" in text_of(rikke.post(f"/sag/{SEVEN}/", answers))
    first = rikke.post(RECORD, answers)
    assert "Hvorfor bruges fritagelsen alligevel?" in text_of(first)
    reason = {"brug-advice_overruled_reason": "Chefen har afgjort det."}
    page = text_of(rikke.post(RECORD, {**answers, **WHO, **reason}, follow=True))
    assert "Brugt imod svaret, fordi Chefen har afgjort det." in page


def test_why_it_is_not_used_takes_one_click_and_keeps_nobody(rikke: Client) -> None:
    page = rikke.post(f"/sag/{SEVEN}/", ANSWERS).content.decode()
    assert 'name="grund" value="citizen_declined"' in page
    receipt = rikke.post(NOT_USED, {**ANSWERS, "grund": "citizen_declined"}, follow=True)
    assert "Borgeren ønskede det ikke" in text_of(receipt)
    with scopes_disabled():
        made = NonUse.objects.get()
        assert (made.decided_on, made.organisation) == (DAY, "820")
        assert Citizen.objects.count() == 0
    undone = rikke.post(reverse("uses:undo_non_use", args=[made.reference]), follow=True)
    assert "fortrudt" in text_of(undone)


def test_an_experiment_that_rests_on_a_wish_asks_for_the_day_of_the_yes(cast: Cast) -> None:
    with scopes_disabled():
        place = Organisation.objects.get(key=VESTHIMMERLAND)
    assert place is not None
    client = cast.log_in(Client(), cast.rikke)
    page = text_of(client.post(f"/sager/registrer/{EXTENSION}/", {"municipality": "813"}))
    assert "Hvilken dag sagde borgeren ja?" in page
    assert "Forsøget hviler på borgerens ønske" in page


# ---- the list and the page ----


def test_the_list_shows_no_identity_and_each_role_its_own(cast: Cast) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        use = record(cast)
    place = Organisation.objects.get(key=VESTHIMMERLAND)
    give_membership(user=cast.ulla, organisation=place, role=Caseworker, by=SET_UP)
    seen = {}
    for name in ("rikke", "lone", "karen", "niels", "ulla"):
        client = cast.log_in(Client(), getattr(cast, name))
        page = client.get("/sager/").content.decode()
        assert CPR[6:] not in page
        seen[name] = str(use.reference) in page
    assert seen == {"rikke": True, "lone": True, "karen": True, "niels": False, "ulla": False}


def test_the_code_of_a_mail_leads_straight_to_the_use_for_those_who_may_see_it(
    cast: Cast, rikke: Client
) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        use = record(cast, identity=Identity(case_number="S-2019-417"))
    address = reverse("uses:use", args=[use.reference])
    found = rikke.get("/sager/", {"code": use.short_code.upper()})
    assert (found.status_code, found["Location"]) == (302, address)
    assert "Ingen af de sager, du ser, har den kode" in text_of(rikke.get("/sager/", {"code": "ffffffff"}))
    assert use.short_code in rikke.get(address).content.decode()
    assert "S-2019-417" in rikke.get("/sager/").content.decode()
    # Who follows the uses sees the code, never the case's number; another municipality finds nothing.
    karen = cast.log_in(Client(), cast.karen).get("/sager/").content.decode()
    assert "S-2019-417" not in karen
    otto = cast.log_in(Client(), cast.otto).get("/sager/", {"code": use.short_code})
    assert otto.status_code != 302
    assert cast.log_in(Client(), cast.niels).get("/sager/", {"code": use.short_code}).status_code == 404


def test_a_second_open_use_of_one_experiment_is_warned_of_and_can_be_meant(rikke: Client) -> None:
    assert rikke.post(RECORD, {**ANSWERS, **WHO}).status_code == 302
    second = {**ANSWERS, **WHO, "employment_start": "1-3-2019", "brug-begun_on": "1-3-2019"}
    warned = rikke.post(RECORD, second)
    assert warned.status_code == 409
    assert "allerede en åben brug af forsøget" in warned.content.decode()
    assert 'type="checkbox" name="brug-alongside"' in warned.content.decode()
    assert len(uses()) == 1
    assert rikke.post(RECORD, {**second, "brug-alongside": "on"}).status_code == 302
    assert len(uses()) == 2


def test_a_number_is_masked_until_it_is_asked_for_and_never_for_a_coordinator(
    cast: Cast, rikke: Client
) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        use = record(cast)
    address = reverse("uses:use", args=[use.reference])
    page = rikke.get(address).content.decode()
    assert "010203-****" in page
    assert CPR[6:] not in page
    shown = rikke.post(reverse("uses:cpr", args=[use.reference]))
    assert "010203-1234" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    karen = cast.log_in(Client(), cast.karen)
    page = karen.get(address).content.decode()
    assert "010203" not in page
    assert "Notat til sagen" not in page
    assert "Afslut" not in page
    assert karen.post(reverse("uses:cpr", args=[use.reference])).status_code == 404


def test_every_read_of_a_case_is_an_event(cast: Cast, rikke: Client) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        use = record(cast)
    before = TrailEvent.objects.count()
    rikke.get("/sager/")
    rikke.get(reverse("uses:use", args=[use.reference]))
    rikke.post(reverse("uses:cpr", args=[use.reference]))
    rikke.post("/sager/", {"soeg-cpr": CPR})
    rikke.get("/sager/brug.csv")
    rikke.get(reverse("uses:correct", args=[use.reference]))
    events = TrailEvent.objects.order_by("id")[before:]
    assert [one.event for one in events] == [
        "use.listed", "use.read", "citizen.shown", "citizen.searched", "use.listed", "use.exported", "use.read",
    ]  # fmt: skip


def test_a_search_finds_by_either_number_and_only_what_one_may_know(cast: Cast, rikke: Client) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        use = record(cast)
    found = rikke.post("/sager/", {"soeg-cpr": "010203 1234"}).content.decode()
    assert str(use.reference) in found
    assert "Ingen sager med det nummer" in text_of(rikke.post("/sager/", {"soeg-case_number": "18/4711"}))
    assert "Ret fejlen" in text_of(rikke.post("/sager/", {"soeg-cpr": "12"}))
    karen = cast.log_in(Client(), cast.karen)
    assert str(use.reference) not in karen.post("/sager/", {"soeg-cpr": CPR}).content.decode()


def test_the_file_has_days_and_answers_and_no_citizens(cast: Cast, rikke: Client) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        record(cast)
    answer = rikke.get("/sager/brug.csv?state=igang")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"{SEVEN};;820;2018-09-15;;;omfattet;I gang;")
    assert "0102" not in answer.content.decode()
    assert len(rikke.get("/sager/brug.csv?state=slut").content.decode().splitlines()) == 1


def test_the_list_is_empty_sorted_and_narrowed(cast: Cast, rikke: Client) -> None:
    assert "Her er ingen sager" in text_of(rikke.get("/sager/?sorter=-state"))
    with organisation_scope([VESTHIMMERLAND]):
        record(cast)
        record(cast, begun_on=dt.date(2019, 1, 2))
    days = re.findall(r"\d+\. \w+ 201[89]", text_of(rikke.get("/sager/?sorter=begun")))
    assert days == ["15. september 2018", "2. januar 2019"]
    assert "Her er ingen sager" in text_of(rikke.get("/sager/?state=slut"))


# ---- changing ----


def test_a_use_is_corrected_ended_handed_over_and_taken_back(cast: Cast, rikke: Client) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        use = record(cast)

    def post(route: str, **given: str) -> str:
        answer = rikke.post(reverse(f"uses:{route}", args=[use.reference]), given, follow=True)
        return text_of(answer)

    wrong = post("correct", **ANSWERS, **{"brug-begun_on": "1-10-2018", "brug-reason": ""})
    assert "Hvorfor rettes det?" in wrong
    assert "Ret fejlen" in wrong
    page = post("correct", **ANSWERS, **{"brug-begun_on": "1-10-2018", "brug-reason": "Begyndte senere."})
    assert "Brugt fra: 1. oktober 2018, før 15. september 2018" in page
    assert "ligger før den første dag" in post("end", ended_on="30-9-2018", reason="completed")
    assert "Borgeren er flyttet" in post("end", ended_on="31-10-2018", reason="moved_away")
    assert "Åbnet igen" in post("reopen", reason="Flyttede ikke.")
    assert "kan fortryde i dag" in post("retract", reason="Forkert sag.")
    assert "Brugen er registreret igen" in post("restore")
    assert "Sagen er overdraget" in post("hand_over", to=str(cast.lone.reference))
    assert rikke.get(reverse("uses:use", args=[use.reference])).status_code == 404


# ---- past uses, the letter ----


def test_a_coordinator_opens_for_past_uses_and_closes_again(cast: Cast) -> None:
    karen = cast.log_in(Client(), cast.karen)
    given = {
        "slug": BOTH, "organisation": "820", "first_day": "1-7-2018", "last_day": "31-12-2018", "reason": "Sen start.",
    }  # fmt: skip
    assert "Sen start." in text_of(karen.post("/sager/bagud/", given, follow=True))
    assert "ligger før" in text_of(karen.post("/sager/bagud/", {**given, "last_day": "1-6-2018"}))
    assert "deltager ikke" in text_of(karen.post("/sager/bagud/", {**given, "slug": EXTENSION}))
    page = karen.get("/sager/bagud/").content.decode()
    closing = re.findall(r"/sager/bagud/[0-9a-f-]{36}/luk/", page)[0]
    assert "Der er lukket" in text_of(karen.post(closing, follow=True))


def test_the_letter_comes_in_three_formats_and_in_danish(rikke: Client) -> None:
    rikke.cookies["frirum_language"] = "en"
    for extension, begins in (("html", b"<!DOCTYPE"), ("docx", b"PK"), ("pdf", b"%PDF")):
        answer = rikke.get(f"/sager/brev/{SEVEN}/brev.{extension}")
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        assert rikke.get(f"/sager/brev/{EXTENSION}/brev.{extension}").status_code == 404
    page = text_of(rikke.get(f"/sager/brev/{SEVEN}/brev.html"))
    assert "Det kræver ikke dit samtykke" in page
    assert "Vesthimmerlands Kommune" in page


# ---- sent twice, at once, or too late ----


def test_a_double_click_and_the_back_button_record_a_use_once(rikke: Client) -> None:
    first = rikke.post(RECORD, {**ANSWERS, **WHO})
    again = rikke.post(RECORD, {**ANSWERS, **WHO})
    assert (first.status_code, again.status_code, again["Location"]) == (302, 302, first["Location"])
    assert "Brugen var allerede registreret" in text_of(rikke.get(again["Location"]))
    other = rikke.post(RECORD, {**ANSWERS, **WHO, "last_follow_up": "1-3-2019"})
    assert other.status_code == 409
    assert "allerede registreret fra 15. september 2018" in text_of(other)
    assert 'name="last_follow_up" value="01-03-2019"' in other.content.decode()
    assert first["Location"] in other.content.decode()
    assert len(uses()) == 1


def test_the_use_of_a_colleague_is_not_pointed_out(rikke: Client, cast: Cast) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        use = record(cast, responsible=cast.ulla.trail_reference)
    answer = rikke.post(RECORD, {**ANSWERS, **WHO})
    assert answer.status_code == 409
    assert str(use.reference) not in answer.content.decode()


def test_non_use_sent_twice_from_one_page_is_recorded_once(rikke: Client) -> None:
    page = rikke.post(f"/sag/{SEVEN}/", ANSWERS).content.decode()
    sent = {**ANSWERS, "indsendelse": re.findall(r'name="indsendelse" value="([^"]+)"', page)[0]}
    first = rikke.post(NOT_USED, {**sent, "grund": "other"})
    second = rikke.post(NOT_USED, {**sent, "grund": "citizen_declined"})
    assert second["Location"] == first["Location"]
    assert "Der er allerede valgt en grund" in text_of(rikke.get(second["Location"]))
    rikke.post(f"{first['Location']}fortryd/")
    third = rikke.post(NOT_USED, {**sent, "grund": "citizen_declined"})
    with scopes_disabled():
        assert NonUse.objects.filter(state="recorded").get().reason == "citizen_declined"
        assert NonUse.objects.count() == 2
    other_page = rikke.post(f"/sag/{SEVEN}/", ANSWERS).content.decode()
    assert sent["indsendelse"] not in other_page
    assert third["Location"] != first["Location"]


def test_the_second_of_two_tabs_is_told_and_keeps_what_was_typed(cast: Cast, rikke: Client) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        use = record(cast)
    address = reverse("uses:correct", args=[use.reference])
    seen = re.findall(r'name="seen" value="(\d+)"', rikke.get(address).content.decode())[0]
    given = {**ANSWERS, "seen": seen, "brug-reason": "Begyndte den første."}
    cast.log_in(Client(), cast.lone).post(
        address, {**given, "brug-begun_on": "20-9-2018", "brug-reason": "Lones rettelse."}
    )
    second = rikke.post(address, {**given, "brug-begun_on": "1-10-2018"})
    assert second.status_code == 409
    text = text_of(second)
    assert "Sagen er rettet, siden du åbnede siden" in text
    assert "Lone Leder" in text
    assert "Brugt fra: 20. september 2018, før 15. september 2018" in text
    assert "Begyndte den første." in text
    assert 'value="1-10-2018"' in second.content.decode()
    assert uses()[0].begun_on == dt.date(2018, 9, 20)
    seen = re.findall(r'name="seen" value="(\d+)"', second.content.decode())[0]
    assert rikke.post(address, {**given, "seen": seen, "brug-begun_on": "1-10-2018"}).status_code == 302
    assert uses()[0].begun_on == dt.date(2018, 10, 1)
