"""The gate as the two people meet it, in the browser: readable, reachable, and with the figures each may see."""

from __future__ import annotations

from typing import Any

from attack.audiences import release_request, team_table
from django.urls import reverse
from django_scopes import scopes_disabled
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect

from frirum.web.releases.actions import approve, note_seen
from frirum.web.releases.models import ReleaseRequest
from frirum.web.releases.reviewing import review


def test_the_analysts_pages(page: Any, cast: Any) -> None:
    arguments = team_table(cast)
    sign_in(page, cast.anders)
    for route, of_table in (
        ("offered", False),
        ("list", False),
        ("team", False),
        ("keep", False),
        ("table", True),
        ("ask", True),
    ):
        page.goto(reverse(f"releases:{route}", kwargs=arguments if of_table else None))
        check_page(page)
    page.goto(reverse("releases:table", kwargs=arguments))
    expect(page.get_by_text("Ikke frigivet").first).to_be_visible()


def test_the_second_persons_pages_and_the_release(page: Any, cast: Any) -> None:
    arguments = release_request(cast)
    sign_in(page, cast.eva)
    page.goto(reverse("releases:waiting"))
    check_page(page)
    page.goto(reverse("releases:review", kwargs=arguments))
    check_page(page)
    follow(page.get_by_role("button", name="Se de sande tal"))
    check_page(page)
    follow(page.get_by_role("button", name="Frigiv tabellen"))
    check_page(page)
    page.goto(reverse("releases:list"))
    follow(page.get_by_role("link", name="Brug"))
    check_page(page)
    expect(page.get_by_role("row", name="I alt").last).to_be_visible()


def test_everybody_reads_a_public_release(page: Any, cast: Any) -> None:
    with scopes_disabled():
        request = ReleaseRequest.objects.get(**release_request(cast))
        note_seen(request=request, outcome=review(request.table).outcome, by=cast.eva)
        made = approve(request=request, by=cast.eva)
    page.goto(reverse("releases:released", args=[made.code]))
    check_page(page)
    expect(page.get_by_role("heading", name="Brug")).to_be_visible()
