"""A CPR number or an address that reaches us where it should not is never written to the log.

The numbers are made up: 1 February 1903 with a running number that was never given.
"""

from __future__ import annotations

import logging
from uuid import UUID

import pytest
from cast import Cast
from django.test import Client
from django.urls import include, path

from frirum.web.configuration import logging as log_settings
from frirum.web.logs import PersonalDataFilter, without_personal_data

WAYS = (
    "0102031234",
    "010203-1234",
    "010203 1234",
    "010203_1234",
    "010203.1234",
    "010203+1234",
    "010203%2D1234",
    "010203%201234",
    "010203\u20131234",
    r"010203\u20131234",
    "cpr_0102031234.csv",
    "sag0102031234a",
)


@pytest.mark.parametrize("written", WAYS)
def test_a_cpr_number_is_taken_out_however_it_is_written(written: str) -> None:
    cleaned = without_personal_data(f"Not Found: /sager/{written}/")
    assert "<cpr>" in cleaned
    assert "1234" not in cleaned


@pytest.mark.parametrize(
    "kept",
    [
        "job 12345678-1234-4234-8234-123456789012 failed",
        "job ab123456-1234-4234-8234-a23456789012 failed",
        "2026-11-22 09:41:27,806",
        "12 345 678 kr.",
        "serving on http://127.0.0.1:8000",
        "sha256 3f786850e387550fdab836ed7e6dc881de23001b",
    ],
)
def test_references_times_and_amounts_are_kept(kept: str) -> None:
    assert without_personal_data(kept) == kept


def test_references_are_kept_whatever_digits_they_hold() -> None:
    for number in range(200):
        reference = str(UUID(int=number * 10**35 % 2**128))
        assert reference in without_personal_data(f"job {reference} failed")


def fails(request: object) -> None:
    raise RuntimeError(f"no such case: {request.POST['cpr']}")  # type: ignore[attr-defined]


urlpatterns = [path("fejl/", fails), path("", include("frirum.web.urls"))]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the handler of the settings would write, filter and all."""
    written: list[str] = []
    handler = logging.Handler()
    handler.addFilter(PersonalDataFilter())
    handler.setFormatter(logging.Formatter(log_settings()["formatters"]["line"]["format"]))
    handler.emit = lambda record: written.append(handler.format(record))  # type: ignore[method-assign]
    for name in ("django", "frirum", "root"):
        monkeypatch.setattr(logging.getLogger(name), "handlers", [handler])
    return written


@pytest.mark.django_db(databases=["default", "statistics"])
def test_neither_query_form_nor_fault_reaches_the_log(cast: Cast, log: list[str], settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    client = cast.log_in(Client(raise_request_exception=False), cast.karen)
    client.get("/findes-ikke/010203-1234/?cpr=0102031234")
    client.get("/forsoeg/?q=010203-1234")
    client.post("/log-ind/", {"email": "010203-1234@eksempel.dk", "password": "0102031234"})
    assert client.post("/fejl/", {"cpr": "010203-1234"}).status_code == 500
    assert log, "the log caught nothing; this test would pass in vain"
    everything = "\n".join(log)
    assert "RuntimeError" in everything
    assert "1234" not in everything
    assert "eksempel.dk" not in everything


def test_a_stranger_who_tries_names_costs_the_log_a_line_each(client: Client, log: list[str]) -> None:
    assert client.get("/", headers={"host": "ukendt.example"}).status_code == 400
    (written,) = log
    assert "ukendt.example" in written
    assert "Traceback" not in written
