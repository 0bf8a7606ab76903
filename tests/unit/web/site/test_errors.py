"""What people see when something goes wrong: a page with a way on, in their language, and nothing of ours in it."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from frirum.core.errors import InputRefused, NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

SECRET = "hemmelig-0102031234"
RAISED = {
    "suspicious": (SuspiciousOperation(SECRET), 400, "Forespørgslen kunne ikke forstås"),
    "denied": (PermissionDenied(SECRET), 403, None),
    "missing": (Http404(SECRET), 404, "Siden findes ikke"),
    "fault": (RuntimeError(SECRET), 500, "Noget gik galt hos os"),
    "not-allowed": (NotAllowed("Skemaet er låst.", remedy="Bed om en ændring."), 403, "Skemaet er låst."),
    "refused": (InputRefused("Datoen mangler."), 400, "Datoen mangler."),
}


def raising(request: HttpRequest, name: str) -> HttpResponse:
    raise RAISED[name][0]


handler400 = "frirum.web.errors.bad_request"
urlpatterns = [path("fejl/<str:name>/", raising), path("", include("frirum.web.urls"))]


@pytest.fixture
def browser(settings: object) -> Client:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    assert settings.DEBUG is False  # type: ignore[attr-defined]
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("name", RAISED)
def test_what_a_view_raises_becomes_a_page_with_a_way_on(name: str, browser: Client) -> None:
    _error, status, heading = RAISED[name]
    answer = browser.get(f"/fejl/{name}/")
    text = answer.content.decode()
    assert answer.status_code == status
    assert '<html lang="da">' in text
    assert text.count("<h1>") == 1
    assert 'href="/"' in text
    if heading is not None:
        assert heading in text
    for ours in ("hemmelig", "0102031234", "Traceback", "RuntimeError", ".py", "site-packages"):
        assert ours not in text


def test_an_error_page_follows_the_readers_language(browser: Client) -> None:
    browser.cookies["frirum_language"] = "en"
    for name in ("missing", "fault"):
        text = browser.get(f"/fejl/{name}/").content.decode()
        assert '<html lang="en">' in text
        assert not re.search(r"Siden findes ikke|Noget gik galt", text)


def test_a_foreign_host_name_is_a_bad_request_not_a_fault_of_ours(browser: Client) -> None:
    answer = browser.get("/", headers={"host": "ond.example"})
    assert answer.status_code == 400
    assert "Forespørgslen kunne ikke forstås" in answer.content.decode()
    assert "ond.example" not in answer.content.decode()
