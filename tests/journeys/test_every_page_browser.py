"""Every page that a person comes to by its links, in both languages and at both widths, as each role.

The demonstration is filled with work in every state first; what has the marks of a page already seen is not looked at
again. The two together are the long answer to "axe finds nothing on any page".
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from cast import Cast
from django.test import Client
from journeys import routes
from journeys.crawl import DOWNLOADS, Walk, walk, worth_a_look
from journeys.full_home import NAMES, make_full_home, only_after_a_form
from journeys.harness import WIDE, both_widths, check_page, choose_language, sign_in
from playwright.sync_api import expect

NOBODY = "nobody"
# What answers with something else than a page, or is a page's fragment that its script asks for.
NO_PAGES = ("takes POST only", "a fragment of", "a redirect")
SEEN: dict[int, dict[str, set[str]]] = defaultdict(dict)

pytestmark = pytest.mark.long


def _walk_as(name: str, people: Cast) -> Walk:
    client = Client()
    if name == NOBODY:
        return walk(client)
    return walk(Cast.log_in(client, people.everybody()[name]), starts=["/", *only_after_a_form(name)])


@both_widths
@pytest.mark.parametrize("name", [NOBODY, *NAMES])
def test_every_page_of_a_person_may_be_shown(page: Any, width: int, name: str) -> None:
    people = make_full_home()
    faults = []
    if name != NOBODY:
        sign_in(page, people.everybody()[name])
    for found in worth_a_look(_walk_as(name, people).pages, SEEN[width]):
        for language in ("da", "en"):
            choose_language(page, language)
            assert page.goto(found.address, timeout=60_000).status == 200
            try:
                check_page(page)
            except AssertionError as fault:
                faults.append(f"{found.route} ({language}): {fault}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", [WIDE])
def test_the_menu_stands_in_one_line_for_everybody(page: Any) -> None:
    people = make_full_home()
    for name in NAMES:
        sign_in(page, people.everybody()[name])
        for language in ("da", "en"):
            choose_language(page, language)
            page.goto("/")
            tops = page.locator(".menu-wide .mainmenu > li:visible").evaluate_all(
                "(items) => items.map((item) => item.getBoundingClientRect().top)"
            )
            assert len(set(tops)) == 1, f"{name} ({language})"
            expect(page.locator(".more-button")).to_be_hidden()


@pytest.mark.django_db(transaction=True, databases=["default", "statistics"])
def test_no_link_is_dead_and_no_page_is_without_a_link() -> None:
    people = make_full_home()
    reached, dead = set(), []
    for name in (NOBODY, *NAMES, "otto", "ulla"):
        walked = _walk_as(name, people)
        reached |= {page.route for page in walked.pages}
        dead += [f"{name}: {line}" for line in walked.dead]
    assert not dead, "\n".join(dead)
    assert _pages() - reached == set()


def _pages() -> set[str]:
    reasons = {**routes.NOT_PUBLIC_PAGES, **routes.PRIVATE_PAGES}
    return {
        route
        for route, _takes in routes.named_routes()
        if route not in DOWNLOADS and not reasons.get(route, "").startswith(NO_PAGES)
    }
