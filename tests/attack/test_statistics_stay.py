"""What was collected for statistics never comes back to a case (databeskyttelsesloven § 10, stk. 2).

Every route of casework × every person who may open it, asked and posted to: not one query reaches the statistics database,
so nothing of it can be on the page; and not one word of a data set that lies there.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from attack.audiences import AUDIENCES, Arguments
from cast import VESTHIMMERLAND, Cast
from django.apps import apps
from django.db import connections
from django.test import Client
from django.urls import NoReverseMatch, reverse

from frirum.web.files.models import StoredFile
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.registers.actions import Terms, receive_register
from frirum.web.zones import CASEWORK, STATISTICS, alias, app_zone

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
CANARY = "kanariefugl"
OF_ANSWERS = {"surveys"}
"""Casework by zone, with pages that show what answers in the statistics zone come to; no page of it is about a case."""
OF_EXPERIMENTS = {
    "authoring", "decisions", "demonstration", "designs", "documents", "economy", "evaluations", "events", "experiments",
    "forms", "inquiries", "jobs", "locking", "mail", "organisations", "overviews", "site",
}  # fmt: skip
"""Casework by zone, and about experiments, documents and people who work; none of their rows is about a citizen."""


def _casework_apps() -> list[str]:
    """Every app of ours in the casework zone but those above: a new one is a screen of cases until it is listed."""
    ours = [one.label for one in apps.get_app_configs() if one.name.startswith("frirum.")]
    return [
        label for label in ours if app_zone(label) == CASEWORK and label not in OF_ANSWERS | OF_EXPERIMENTS
    ]


CASEWORK_APPS = _casework_apps()
CASEWORK_ROUTES = sorted(route for route in AUDIENCES if route.split(":")[0] in CASEWORK_APPS)


@pytest.fixture
def canary(cast: Cast) -> None:
    """A data set whose every word is found nowhere else."""
    import datetime as dt

    with organisation_scope([VESTHIMMERLAND]):
        receive_register(
            terms=Terms(VESTHIMMERLAND, CANARY, f"{CANARY} § 1", dt.date(2099, 1, 1)), name=f"{CANARY}.csv",
            content=io.BytesIO(b"lobenr;y_1801\n1;\n"), dropped="", key_content=None,
            columns={}, by=cast.anders,
        )  # fmt: skip


def test_no_app_about_experiments_keeps_anything_of_a_citizen() -> None:
    """An app leaves the sweep below by having no field that tells who a citizen is, not by being on a list."""
    told = ("cpr", "case_number", "identity", "facts")
    for label in OF_EXPERIMENTS:
        for model in apps.get_app_config(label).get_models():
            assert not [field for field in getattr(model, "personal_data", ()) if field.startswith(told)], (
                model
            )
    assert {"cases", "uses", "extracts", "obligations", "audits", "following", "studies"} <= set(
        CASEWORK_APPS
    )
    assert len(CASEWORK_ROUTES) > 60


def test_no_route_of_casework_asks_statistics_anything(cast: Cast, canary: None) -> None:
    made: dict[Any, Arguments] = {}
    asked: list[tuple[str, str, str]] = []
    pages = 0
    unmade: set[str] = set()
    for route in CASEWORK_ROUTES:
        audience = AUDIENCES[route]
        if audience.make is not None and audience.make not in made:
            made[audience.make] = audience.make(cast)
        arguments = {**made.get(audience.make, {}), **audience.extra}
        address = _address(route, arguments)
        if address is None:
            unmade.add(route)
            continue
        people = audience.allowed if audience.allowed is not None else {"rikke", "anders"}
        for name in sorted(people):
            client = cast.log_in(Client(), getattr(cast, name))
            for ask in (client.get, client.post):
                pages += 1
                text, queries = _watched(ask, address)
                asked += [(route, name, query) for query in queries]
                assert CANARY not in text, (route, name)
    assert asked == []
    assert not unmade
    assert pages > 100


def _address(route: str, arguments: Arguments) -> str | None:
    """Where a route is; None where its arguments are of a thing that this cast has not made."""
    for more in ({}, _public(route)):
        try:
            return reverse(route, kwargs={**arguments, **more})
        except NoReverseMatch:
            continue
    return None


def _public(route: str) -> dict[str, str]:
    slug = {"slug": "loentilskud-jobrotation"}
    return {**slug, "part": "loentilskud"} if route.endswith("_part") else slug


def _watched(ask: Callable[[str], Any], address: str) -> tuple[str, list[str]]:
    """The answer, and every query that went to the statistics database on the way."""
    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    with connections[alias(STATISTICS)].execute_wrapper(note):
        answer = ask(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", errors="ignore"), queries


def test_the_watch_sees_a_query_to_statistics(cast: Cast, canary: None) -> None:
    """The test above could not fail otherwise."""
    client = cast.log_in(Client(), cast.anders)
    text, queries = _watched(client.get, "/registre/")
    assert queries
    assert CANARY in text
    assert StoredFile._base_manager.using(alias(STATISTICS)).exists()
