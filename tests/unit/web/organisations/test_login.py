"""Logging in: one answer for every kind of failure, a throttle that hits the guesser, sessions that end."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import PASSWORD, SET_UP, Cast
from django.conf import settings
from django.test import Client

from frirum.web import clock
from frirum.web.organisations import actions, throttle
from frirum.web.organisations.models import LoginFailure
from frirum.web.trail.models import TrailEvent

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

START = dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)


def try_login(client: Client, email: str, password: str = PASSWORD, **extra: str) -> object:
    return client.post("/log-ind/", {"email": email, "password": password, **extra})


def is_in(client: Client) -> bool:
    return client.get("/opgaver/").status_code == 200


def test_karen_logs_in_and_out(client: Client, cast: Cast) -> None:
    answer = try_login(client, " Karen@Eksempel.dk ", next="/opgaver/")
    assert answer.status_code == 302
    assert answer["Location"] == "/opgaver/"
    assert is_in(client)
    client.post("/log-ud/")
    assert not is_in(client)
    events = list(TrailEvent.objects.filter(event__startswith="login.").values_list("event", flat=True))
    assert events == ["login.succeeded", "login.ended"]


def test_the_answer_does_not_tell_which_accounts_exist(client: Client, cast: Cast) -> None:
    actions.close_account(user=cast.ulla, by=SET_UP)
    pages = []
    for email, password in [
        ("nobody@eksempel.dk", PASSWORD),
        ("karen@eksempel.dk", "forkert"),
        ("ulla@eksempel.dk", PASSWORD),
    ]:
        answer = try_login(client, email, password)
        assert answer.status_code == 200
        pages.append(answer.content.decode().replace(email, "E-MAIL"))
        assert "E-mail og adgangskode passer ikke sammen." in pages[-1]
        assert password not in pages[-1]
    import re

    pages = [re.sub(r'(csrfmiddlewaretoken" value=)"[^"]+"', r"\1", page) for page in pages]
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize(
    "elsewhere", ["https://ond.example/", "//ond.example", "javascript:alert(1)", "\\\\ond"]
)
def test_next_leads_nowhere_else(elsewhere: str, client: Client, cast: Cast) -> None:
    assert try_login(client, "karen@eksempel.dk", next=elsewhere)["Location"] == "/"


def test_the_tenth_failure_closes_the_account_for_a_quarter(client: Client, cast: Cast) -> None:
    with clock.at(START):
        for _attempt in range(settings.LOGIN_TRIES_PER_ACCOUNT):
            assert try_login(client, "karen@eksempel.dk", "forkert").status_code == 200
        answer = try_login(client, "karen@eksempel.dk")
        assert answer.status_code == 429
        assert "For mange forsøg. Vent 15 minutter" in answer.content.decode()
        # Others are not locked out, not even from the same address.
        assert try_login(Client(), "lone@eksempel.dk").status_code == 302
    with clock.at(START + dt.timedelta(minutes=16)):
        assert try_login(client, "karen@eksempel.dk").status_code == 302


def test_an_unknown_account_is_throttled_in_the_same_way(client: Client) -> None:
    for _attempt in range(settings.LOGIN_TRIES_PER_ACCOUNT):
        try_login(client, "ukendt@eksempel.dk")
    assert try_login(client, "ukendt@eksempel.dk").status_code == 429


def test_spraying_from_one_network_is_slowed_down_and_never_shut_out(
    client: Client, cast: Cast, settings: object
) -> None:
    settings.LOGIN_TRIES_PER_NETWORK = 5  # type: ignore[attr-defined]
    with clock.at(START):
        for number in range(5):
            client.post(
                "/log-ind/", {"email": f"a{number}@b.dk", "password": "x"}, REMOTE_ADDR=f"10.0.0.{number + 1}"
            )
        spray = {"email": "karen@eksempel.dk", "password": PASSWORD}
        assert client.post("/log-ind/", spray, REMOTE_ADDR="10.0.0.99").status_code == 429
        assert client.post("/log-ind/", spray, REMOTE_ADDR="10.0.1.1").status_code == 302
        # Her browser is known now, and does not wait for what others do in the same town hall.
        assert client.post("/log-ind/", spray, REMOTE_ADDR="10.0.0.99").status_code == 302
    with clock.at(START + dt.timedelta(seconds=throttle.LONGEST_WAIT)):
        assert Client().post("/log-ind/", spray, REMOTE_ADDR="10.0.0.99").status_code == 302


def test_who_guesses_at_an_account_does_not_shut_its_owner_out(client: Client, cast: Cast) -> None:
    with clock.at(START):
        assert try_login(client, "karen@eksempel.dk").status_code == 302
        client.post("/log-ud/")
        # From her own network, and from so many others that every unknown place is refused.
        for number in range(60):
            post = {"email": "karen@eksempel.dk", "password": "forkert"}
            Client().post("/log-ind/", post, REMOTE_ADDR=f"10.0.{number // 9}.1" if number else "127.0.0.1")
        assert try_login(Client(), "karen@eksempel.dk").status_code == 429
        assert Client().post("/log-ind/", post, REMOTE_ADDR="10.9.9.9").status_code == 429
        assert try_login(client, "karen@eksempel.dk").status_code == 302
        # The cookie of one account opens no other, and one that was changed is none.
        assert try_login(client, "lone@eksempel.dk", "forkert").status_code == 200
        client.cookies["frirum_browser"] = client.cookies["frirum_browser"].value[:-2]
        assert try_login(client, "karen@eksempel.dk").status_code == 429


def test_a_forwarded_address_is_believed_only_from_a_trusted_proxy(
    client: Client, settings: object, rf: object
) -> None:
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.1.1", REMOTE_ADDR="127.0.0.1")  # type: ignore[attr-defined]
    assert throttle.client_address(request) == "127.0.0.1"
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    assert throttle.client_address(request) == "10.1.1.1"


def test_failures_hold_no_address_and_are_deleted(client: Client) -> None:
    with clock.at(START):
        try_login(client, "karen@eksempel.dk", "forkert")
        row = str(LoginFailure.objects.values().get())
        assert "karen" not in row
        assert "127.0.0" not in row
    with clock.at(START + dt.timedelta(minutes=15)):
        assert throttle.clean() == 1


def test_a_closed_account_is_out_at_its_next_page(client: Client, cast: Cast) -> None:
    cast.log_in(client, cast.karen)
    assert is_in(client)
    actions.close_account(user=cast.karen, by=cast.adam)
    assert not is_in(client)


def test_a_new_password_ends_every_session(client: Client, cast: Cast) -> None:
    cast.log_in(client, cast.karen)
    actions.set_password(user=cast.karen, password="en helt ny og lang sætning", by=SET_UP)
    assert not is_in(client)


def test_a_login_gets_a_new_session(client: Client, cast: Cast) -> None:
    try_login(client, "karen@eksempel.dk")
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    try_login(client, "karen@eksempel.dk")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != first


def test_half_an_hour_of_silence_ends_the_session(client: Client, cast: Cast) -> None:
    with clock.at(START):
        cast.log_in(client, cast.karen)
    with clock.at(START + dt.timedelta(minutes=29)):
        assert is_in(client)
    with clock.at(START + dt.timedelta(minutes=58)):
        assert is_in(client)
    with clock.at(START + dt.timedelta(minutes=89)):
        assert not is_in(client)


def test_a_working_day_ends_the_session_however_busy(client: Client, cast: Cast) -> None:
    with clock.at(START):
        cast.log_in(client, cast.karen)
    for quarter in range(1, 32):
        with clock.at(START + dt.timedelta(minutes=15 * quarter)):
            assert is_in(client)
    with clock.at(START + dt.timedelta(hours=8, minutes=1)):
        assert not is_in(client)


def test_logging_out_takes_a_post(client: Client, cast: Cast) -> None:
    cast.log_in(client, cast.karen)
    assert client.get("/log-ud/").status_code == 405
    assert is_in(client)


def test_forms_refuse_a_post_without_their_token(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert try_login(strict, "karen@eksempel.dk").status_code == 403


def test_the_policy_allows_our_own_files_and_nothing_else(client: Client) -> None:
    headers = client.get("/log-ind/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize(
    "cookie, header, expected", [("", "en", "da"), ("en", "da", "en"), ("xx", "en", "da")]
)
def test_danish_unless_the_cookie_says_english(
    cookie: str, header: str, expected: str, client: Client
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    answer = client.get("/log-ind/", headers={"accept-language": header})
    assert f'<html lang="{expected}">' in answer.content.decode()
    assert answer["Content-Language"] == expected
