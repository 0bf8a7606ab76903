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
from django.urls import reverse

from frirum.web.files.models import StoredFile
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.registers.actions import Terms, receive_register
from frirum.web.zones import CASEWORK, STATISTICS, alias, app_zone

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
CANARY = "kanariefugl"
CASEWORK_APPS = ("cases", "uses", "extracts", "obligations", "audits")
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


def test_the_apps_of_casework_live_in_casework() -> None:
    for label in CASEWORK_APPS:
        assert app_zone(label) == CASEWORK
        assert {m._meta.label for m in apps.get_app_config(label).get_models()} or label == "cases"
    assert len(CASEWORK_ROUTES) > 40


def test_no_route_of_casework_asks_statistics_anything(cast: Cast, canary: None) -> None:
    made: dict[Any, Arguments] = {}
    asked: list[tuple[str, str, str]] = []
    pages = 0
    for route in CASEWORK_ROUTES:
        audience = AUDIENCES[route]
        if audience.make is not None and audience.make not in made:
            made[audience.make] = audience.make(cast)
        arguments = {**made.get(audience.make, {}), **audience.extra}
        try:
            address = reverse(route, kwargs=arguments)
        except Exception:  # noqa: BLE001 - a public route whose arguments are an experiment's
            address = reverse(route, kwargs={**arguments, **_public(route)})
        people = audience.allowed if audience.allowed is not None else {"rikke", "anders"}
        for name in sorted(people):
            client = cast.log_in(Client(), getattr(cast, name))
            for ask in (client.get, client.post):
                pages += 1
                text, queries = _watched(ask, address)
                asked += [(route, name, query) for query in queries]
                assert CANARY not in text, (route, name)
    assert asked == []
    assert pages > 100


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
