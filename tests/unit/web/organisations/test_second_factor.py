"""The code beside the password: who must have it, what it takes, and what is left where a telephone is lost."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cast import PASSWORD, Cast
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from frirum.core.errors import NotAllowed
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations import second_factor, throttle
from frirum.web.organisations.models import LoginFailure, Organisation
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

KAREN = {"email": "karen@eksempel.dk", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _asked_for(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def add(client: Client) -> tuple[str, list[str]]:
    """What the owner does: the key of the page into the app, its code back. Returns the secret and the paper's codes."""
    page = client.get("/min-konto/totrin/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    answer = client.post("/min-konto/totrin/", {"code": code_of(secret), "current": PASSWORD})
    return secret, re.findall(r"<code[^>]*>(\d{8})</code>", answer.content.decode())


def test_a_role_that_sees_persons_comes_no_further_without_it(client: Client, cast: Cast) -> None:
    assert client.post("/log-ind/", KAREN).status_code == 302
    for address in ("/", "/opgaver/", "/min-konto/"):
        assert client.get(address)["Location"] == "/min-konto/totrin/"
    _secret, codes = add(client)
    assert len(codes) == 10
    assert client.get("/opgaver/").status_code == 200
    # Who sees no persons is not asked, and neither is a made-up person of a demonstration.
    assert Client().post("/log-ind/", {**KAREN, "email": "mette@eksempel.dk"}).status_code == 302
    Organisation.objects.update(is_demonstration=True)
    free = Client()
    free.post("/log-ind/", {**KAREN, "email": "rikke@eksempel.dk"})
    assert free.get("/min-konto/").status_code == 200


def test_the_password_alone_opens_nothing_and_a_code_works_once(client: Client, cast: Cast) -> None:
    client.post("/log-ind/", KAREN)
    secret, codes = add(client)
    client.post("/log-ud/")
    thief = Client()
    assert thief.post("/log-ind/", {**KAREN, "next": "/opgaver/"})["Location"] == "/log-ind/kode/"
    assert thief.get("/opgaver/").status_code == 302
    assert "passer ikke" in thief.post("/log-ind/kode/", {"code": "000000"}).content.decode()
    used = int(Authenticator.objects.get(type="totp").last_used_at.timestamp()) // 30
    turned_on, code = (format_hotp_value(hotp_value(secret, used + n)) for n in (0, 1))
    assert "passer ikke" in thief.post("/log-ind/kode/", {"code": turned_on}).content.decode()
    assert thief.post("/log-ind/kode/", {"code": code})["Location"] == "/opgaver/"
    assert thief.get("/opgaver/").status_code == 200
    # The same code again, then one of the paper, twice.
    for typed, status in ((code, 200), (codes[0], 302), (codes[0], 200)):
        other = Client()
        other.post("/log-ind/", KAREN)
        assert other.post("/log-ind/kode/", {"code": typed}).status_code == status
    assert second_factor.codes_left(cast.karen) == 9
    told = "\n".join(OutboxMail.objects.filter(address=KAREN["email"]).values_list("body", flat=True))
    assert "Totrinskoden er slået til" in told
    assert "nødkoder er brugt" in told
    assert set(TrailEvent.objects.values_list("event", flat=True)) >= {
        "second_factor.added", "second_factor.code_used", "login.failed", "login.succeeded",
    }  # fmt: skip
    assert verify() == []


def test_codes_cannot_be_guessed_for_ever(client: Client, cast: Cast) -> None:
    client.post("/log-ind/", KAREN)
    secret, _codes = add(client)
    guesser = Client()
    guesser.post("/log-ind/", KAREN)
    for guess in range(10):
        assert guesser.post("/log-ind/kode/", {"code": f"{guess:06}"}).status_code == 200
    assert guesser.post("/log-ind/kode/", {"code": code_of(secret, later=1)}).status_code == 429


def test_the_secret_is_sealed_and_a_row_put_in_by_hand_is_found(client: Client, cast: Cast) -> None:
    client.post("/log-ind/", KAREN)
    secret, codes = add(client)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert codes[0] not in kept
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mfa_authenticator SET created_at = '2020-01-01 00:00:00' WHERE type = 'totp'")
    assert [fault.code for fault in verify()] == ["row_changed"]


def test_a_lost_telephone_is_helped_at_home_and_never_by_oneself(client: Client, cast: Cast) -> None:
    client.post("/log-ind/", KAREN)
    add(client)
    with pytest.raises(NotAllowed, match="kræver"):
        second_factor.remove_own_factor(by=cast.karen)
    admin = cast.log_in(Client(), cast.adam)
    assert (
        "Fjern totrinskoden"
        in admin.get(reverse("organisations:member", args=[cast.karen.reference])).content.decode()
    )
    admin.post(reverse("organisations:remove_factor", args=[cast.karen.reference]))
    assert not second_factor.has_factor(cast.karen)
    assert OutboxMail.objects.filter(body__contains="Totrinskoden er fjernet").count() == 1
    again = Client()
    again.post("/log-ind/", KAREN)
    assert again.get("/opgaver/")["Location"] == "/min-konto/totrin/"
    assert verify() == []


def test_a_session_from_before_the_factor_has_to_show_it(client: Client, cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    before = Client()
    before.post("/log-ind/", KAREN)
    assert before.get("/opgaver/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    client.post("/log-ind/", KAREN)
    add(client)
    assert before.get("/opgaver/")["Location"] == "/log-ind/"


def test_sessions_are_listed_and_ended(client: Client, cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    browsers = [Client(headers={"user-agent": f"Prøvebrowser {n}"}) for n in range(3)]
    for one in browsers:
        one.post("/log-ind/", KAREN)
    page = browsers[0].get("/min-konto/").content.decode()
    assert all(f"Prøvebrowser {n}" in page for n in range(3))
    assert page.count("Log ud dér") == 2
    browsers[0].post("/min-konto/sessioner/afslut/", {"session": ""})
    assert browsers[0].get("/min-konto/").status_code == 200
    assert all(one.get("/min-konto/").status_code == 302 for one in browsers[1:])


def test_asking_for_a_link_tells_nobody_who_has_an_account(client: Client, cast: Cast) -> None:
    pages, work = [], []
    for email in ("karen@eksempel.dk", "ukendt@eksempel.dk"):
        with CaptureQueriesContext(connection) as asked:
            page = client.post("/glemt-adgangskode/", {"email": email}).content.decode()
        pages.append(re.sub(r'value="[^"]{64}"', "", page))
        work.append([one["sql"].split()[0] for one in asked.captured_queries])
    assert pages[0] == pages[1]
    # Neither by what it costs: the same writes, undone; one more question finds whom to stand in for.
    assert [work[n].count("INSERT") for n in (0, 1)] == [work[0].count("INSERT")] * 2
    assert abs(len(work[0]) - len(work[1])) <= 2
    assert list(OutboxMail.objects.values_list("address", flat=True)) == ["karen@eksempel.dk"]
    for _again in range(10):
        answer = client.post("/glemt-adgangskode/", {"email": "karen@eksempel.dk"})
    assert answer.status_code == 429


def test_no_address_of_the_library_is_open() -> None:
    def callbacks(patterns: Any) -> Any:
        for one in patterns:
            if hasattr(one, "url_patterns"):
                yield from callbacks(one.url_patterns)
            else:
                yield one.callback

    modules = {callback.__module__ for callback in callbacks(get_resolver().url_patterns)}
    assert modules
    assert not [module for module in modules if module.startswith("allauth")]
    # Providers come in a later issue: by a stable claim, and never begun at their side.
    assert "allauth.socialaccount" not in django_settings.INSTALLED_APPS


@pytest.mark.parametrize(
    "password",
    [
        "Sommer2026!!!",
        "Aalborg-Kommune1",
        "jobcenter123456",
        "K4ren.koordinator",
        "4dg4ngsk0de!!",
        "iloveyou12345",
        "1234-5678-9012-x",
    ],
)
def test_words_that_are_guessed_first_are_refused(password: str, cast: Cast) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password(password, cast.karen)
    validate_password("hest lampe kaffe skyer", cast.karen)
    # Drawn ones too, those with few letters among them.
    for drawn in ("xk4m 9whv 2ptq", "9h44498ysu965d36", "9287jv4684ba7e96"):
        validate_password(drawn, cast.karen)


@pytest.mark.django_db(databases=["default", "statistics"], transaction=True)
def test_tries_at_the_same_moment_are_counted_one_by_one(cast: Cast, rf: Any) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads share one connection to a database in memory")
    admitted: list[int] = []

    def guess() -> None:
        try:
            throttle.admit(rf.post("/log-ind/", REMOTE_ADDR="10.0.0.1"), "karen@eksempel.dk")
            admitted.append(1)
        except throttle.Throttled:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _one in range(30)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(admitted), LoginFailure.objects.count()) == (10, 10)
