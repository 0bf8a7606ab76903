"""The handbook in the site: every page of it, its links, and a "?" that leads to a section that is there."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from frirum.core.paths import handbook_dir
from frirum.web.site.handbook import HELP_PLACES, handbook, help_address

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


def test_every_file_is_a_page_whose_links_lead_somewhere():
    pages = handbook()
    assert set(pages) == {path.stem for path in handbook_dir().glob("*.md")}
    for page in pages.values():
        assert page.title != page.slug
        assert len({one.anchor for one in page.sections}) == len(page.sections)
        for address in re.findall(r'href="(/[^"#]*)(?:#([^"]*))?"', page.body):
            slug = address[0].rstrip("/").rsplit("/", 1)[-1]
            assert slug in pages, (page.slug, address)
            assert not address[1] or address[1] in {one.anchor for one in pages[slug].sections}


@pytest.mark.parametrize("name", HELP_PLACES)
def test_the_help_of_a_page_is_a_section_that_is_there(name: str):
    app, _sign, route = name.partition(":")
    routes = get_resolver().namespace_dict[app][1].reverse_dict
    assert not route or route in routes, name
    if HELP_PLACES[name]:
        slug, _sign, anchor = HELP_PLACES[name].partition("#")
        assert not anchor or anchor in {one.anchor for one in handbook()[slug].sections}, HELP_PLACES[name]
        assert help_address(name if route else f"{app}:nothing") is not None


def test_a_page_leads_to_its_help_and_a_respondent_to_none():
    shown = Client().get(reverse("decisions:register")).content.decode()
    assert f'href="{reverse("site:handbook_page", args=["beslutninger"])}"' in shown
    assert help_address("surveys:answer") is None
    assert Client().get("/haandbog/findes-ikke/").status_code == 404
