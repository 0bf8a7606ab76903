"""A planted CPR number is found nowhere but on the page that was asked for it, and sealed in the database."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from cast import VESTHIMMERLAND, Cast
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from recorded_uses import CPR, DAY, SEVEN, load
from stolen import copy_of_the_database

from frirum.web import uses
from frirum.web.configuration import logging as log_settings
from frirum.web.logs import PersonalDataFilter
from frirum.web.mail.models import OutboxMail
from frirum.web.trail.models import TrailEvent
from frirum.web.uses import recording_views
from frirum.web.uses.models import Citizen, Use
from frirum.web.uses.past import approve_past_uses

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

PLANTED = (CPR, "010203-1234", "010203 1234", "203-1234", "2031234")
ANSWERS = {
    "municipality": "820", "on_disability_pension": "ja", "in_wage_subsidy_job": "ja",
    "employment_start": "15-9-2018",
}  # fmt: skip
RECORD = f"/sager/registrer/{SEVEN}/"


def typed(cpr: str = "010203-1234", **more: str) -> dict[str, str]:
    return {**ANSWERS, "brug-cpr": cpr, "brug-case_number": "", "brug-begun_on": "15-9-2018", **more}


def found_in(text: str) -> list[str]:
    return [number for number in PLANTED if number in text]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every record of every level, before the filter takes anything out: the code itself must not say it."""
    written: list[str] = []
    handler = logging.Handler(level=logging.DEBUG)
    handler.setFormatter(logging.Formatter(log_settings()["formatters"]["line"]["format"]))
    handler.emit = lambda record: written.append(handler.format(record))  # type: ignore[method-assign]
    for name in ("django.request", "django.security", "frirum", "root"):
        monkeypatch.setattr(logging.getLogger(name), "handlers", [handler])
    return written


@pytest.fixture
def rikke(cast: Cast) -> Client:
    load(SEVEN)
    approve_past_uses(
        slug=SEVEN,
        organisation=VESTHIMMERLAND,
        first_day=DAY,
        last_day=DAY,
        reason="Sen start.",
        by=cast.karen,
    )
    return cast.log_in(Client(raise_request_exception=False), cast.rikke)


def walk(client: Client) -> list[Any]:
    """Everything a caseworker does with a citizen's number; each answer but the one that shows it on request."""
    answers = [
        client.post(RECORD, typed("10203-1234", **{"brug-begun_on": "1-1-2017"})),
        client.post(RECORD, typed("0102031234567")),
        client.post(RECORD, typed(**{"brug-begun_on": "1-1-2017"})),
        client.post(RECORD, typed(on_disability_pension="nej", **{"brug-advice_overruled_reason": CPR})),
        client.post(f"/sag/{SEVEN}/?cpr={CPR}", ANSWERS),
        client.get(f"/sager/{CPR}/"),
        client.post(RECORD, typed()),
        client.post(RECORD, typed()),
        client.post("/sager/", {"soeg-cpr": CPR}),
        client.get("/sager/"),
        client.get("/sager/brug.csv"),
    ]
    with scopes_disabled():
        use = Use.objects.get()
    for route in ("use", "correct", "end", "retract", "hand_over"):
        answers.append(client.get(reverse(f"uses:{route}", args=[use.reference])))
    given = {"ended_on": "16-9-2018", "reason": "moved_away"}
    answers.append(client.post(reverse("uses:end", args=[use.reference]), given, follow=True))
    return answers


def test_the_number_reaches_no_trail_mail_log_address_title_or_file_name(
    rikke: Client, log: list[str], cast: Cast
) -> None:
    answers = walk(rikke)
    assert "010203-1234" in rikke.post(reverse("uses:cpr", args=[_use().reference])).content.decode()
    for answer in answers:
        assert answer.status_code < 500
        page = answer.content.decode()
        assert found_in(page.partition("<title>")[2].partition("</title>")[0]) == []
        assert found_in(str(answer.headers)) == []
        for address, _status in getattr(answer, "redirect_chain", []):
            assert found_in(address) == []
    assert [entry for entry in log if "/sager/" in entry], (
        "the log caught nothing; this test would pass in vain"
    )
    # The address that somebody else wrote the number in is theirs; the filter of the handler takes it out.
    handled = [logging.makeLogRecord({"msg": entry}) for entry in log]
    for entry in handled:
        PersonalDataFilter().filter(entry)
    assert found_in("\n".join(entry.getMessage() for entry in handled)) == []
    ours = [entry for entry in log if CPR not in entry]
    assert found_in("\n".join(ours)) == []
    events = TrailEvent.objects.values_list("event", "actor", "subject", "fields", "details", "organisation")
    assert found_in(repr(list(events))) == []
    assert found_in(repr(list(OutboxMail.objects.values()))) == []
    names = [path.name for path in Path(settings.HOME.path).rglob("*")]
    assert found_in(" ".join(names)) == []


def _use() -> Use:
    with scopes_disabled():
        return Use.objects.get()


# Where a page may give back what the same person has just typed: the field itself, and the question about the zero.
OWN_FIELD = re.compile(r'value="[^"]*"|<textarea.*?</textarea>|Ja, nummeret er 010203-1234', re.DOTALL)


def test_what_was_typed_comes_back_only_in_the_field_it_was_typed_in(rikke: Client) -> None:
    for answer in walk(rikke):
        assert found_in(OWN_FIELD.sub("", answer.content.decode())) == [], answer.request["PATH_INFO"]


def test_a_copy_of_the_database_does_not_hold_the_number(rikke: Client) -> None:
    walk(rikke)
    stolen = copy_of_the_database()
    assert _use().reference.hex in stolen.replace("-", ""), "the copy lacks what was recorded"
    assert found_in(stolen) == []
    with scopes_disabled():
        citizen = Citizen.objects.get()
    assert len(citizen.cpr_lookup) == 64
    assert citizen.cpr_sealed.startswith("gAAAA")


def test_a_fault_of_ours_does_not_show_the_number(
    rikke: Client, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**given: Any) -> None:
        raise RuntimeError(f"no: {given['identity']!r}")

    monkeypatch.setattr(recording_views.actions, "record_use", fails)
    answer = rikke.post(RECORD, typed())
    assert answer.status_code == 500
    assert found_in(answer.content.decode()) == []
    assert "RuntimeError" in "\n".join(log)
    assert found_in("\n".join(log)) == []


def test_no_code_of_ours_logs_in_this_app() -> None:
    folder = Path(uses.__file__).parent
    assert [
        path.name for path in folder.rglob("*.py") if "getLogger" in path.read_text(encoding="utf-8")
    ] == []


def test_the_keys_lie_in_the_home_readable_by_its_owner_alone() -> None:
    for name in ("citizen", "citizen-lookup"):
        path = settings.HOME.keys / f"{name}.key"
        assert path.stat().st_mode & 0o777 == 0o600
        assert settings.HOME.key(name) in (settings.CITIZEN_KEY, settings.CITIZEN_LOOKUP_KEY)
    assert settings.CITIZEN_KEY != settings.CITIZEN_LOOKUP_KEY
