"""No ten digits in an address: taken out before any page reads it, and told."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.mark.parametrize(
    "asked, on",
    [
        ("/?q=0102031234", "/"),
        ("/ordliste/?q=010203-1234&side=2", "/ordliste/?side=2"),
        ("/ordliste/?q=010203%201234", "/ordliste/"),
        ("/sager/?0102031234=x", "/sager/"),
        ("/sager/0102031234/", "/"),
    ],
)
def test_it_is_taken_out_and_told_and_no_log_has_it(
    asked: str, on: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (302, on)
    assert "1234" not in caplog.text
    assert "ligner et CPR-nummer" in client.get("/ordliste/").content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "/ordliste/?q=2018-09-15",
        "/kvittering/?x=5f0c1d0e-1234-4567-8901-123456789012",
        "/ordliste/?q=12345678",
    ],
)
def test_dates_codes_and_random_references_are_left_alone(asked: str, client: Client) -> None:
    assert client.get(asked).status_code == 200
