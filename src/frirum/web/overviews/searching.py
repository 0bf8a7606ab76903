"""One search over everything that is public: experiments, recommendations, rules, municipalities, words and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from frirum.core.catalogue import Catalogue
from frirum.core.catalogue.compilations import recommendation_rows
from frirum.core.catalogue.search import read_words, stands_in
from frirum.core.catalogue.selection import Criteria, read_criteria, select
from frirum.core.vocabulary.danish import sort_key
from frirum.core.vocabulary.glossary import load_glossary
from frirum.core.vocabulary.law_events import all_law_events
from frirum.core.vocabulary.municipalities import all_municipalities
from frirum.core.vocabulary.provisions import all_provisions, cite
from frirum.web.experiments.definitions import public_catalogue
from frirum.web.experiments.listing import address, experiment_period, guess_texts, own_title
from frirum.web.site.menu import entries

LONGEST = 200
MOST_OF_A_KIND = 20


@dataclass(frozen=True)
class SearchHit:
    """A line that leads to what was found.

    Args:
        title: what it is; marked as Danish where that is all there is.
        href: where it stands.
        text: what is said of it; "" where the title says all.
    """

    title: Any
    href: str
    text: Any = ""


@dataclass(frozen=True)
class FoundKind:
    """The hits of one kind, at most `MOST_OF_A_KIND`; `more` are left out."""

    name: Any
    hits: tuple[SearchHit, ...]
    more: int = 0


@require_safe
@gzip_page
def search(request: HttpRequest) -> HttpResponse:
    """Everything in which each of the words stands, kind by kind."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    catalogue = public_catalogue()
    criteria, _unknown = read_criteria({"q": asked}, catalogue)
    groups = _groups(request, asked, criteria, catalogue) if asked else []
    context = {
        "asked": asked,
        "groups": groups,
        "count": sum(len(group.hits) + group.more for group in groups),
        "guesses": guess_texts(criteria) if asked else [],
        "crumbs": [(_("Søg"), None)],
    }
    return render(request, "overviews/search.html", context)


def _groups(request: HttpRequest, asked: str, criteria: Criteria, catalogue: Catalogue) -> list[FoundKind]:
    words = read_words(asked)
    kinds = (
        (
            gettext_lazy("Forsøg"),
            [
                SearchHit(own_title(one), address(one), experiment_period(one))
                for one in select(catalogue, criteria)
            ],
        ),
        (gettext_lazy("Anbefalinger"), list(_recommendations(words, catalogue))),
        (gettext_lazy("Regler og lov"), list(_law(words))),
        (gettext_lazy("Kommuner"), list(_municipalities(words))),
        (gettext_lazy("Ord"), list(_terms(words))),
        (gettext_lazy("Sider"), list(_pages(request, words))),
    )
    return [
        FoundKind(name, tuple(hits[:MOST_OF_A_KIND]), max(0, len(hits) - MOST_OF_A_KIND))
        for name, hits in kinds
        if hits
    ]


def _recommendations(words: tuple[str, ...], catalogue: Catalogue) -> Iterator[SearchHit]:
    page = reverse("overviews:themes")
    for row in recommendation_rows(catalogue):
        if stands_in(f"{row.theme.title} {row.recommendation.text}", words):
            yield SearchHit(row.theme.title, f"{page}#{row.recommendation.id}", row.recommendation.text)


def _law(words: tuple[str, ...]) -> Iterator[SearchHit]:
    page = reverse("overviews:law")
    for rule in all_provisions():
        name = cite(rule.reference) if rule.reference else rule.what
        if stands_in(f"{name} {rule.what}", words):
            yield SearchHit(name, f"{page}#regel-{rule.id}", rule.what if rule.reference else "")
    for event in all_law_events():
        if stands_in(event.what, words):
            yield SearchHit(event.what, f"{page}#{event.id}")


def _municipalities(words: tuple[str, ...]) -> Iterator[SearchHit]:
    for place in sorted(all_municipalities(), key=lambda one: sort_key(one.name)):
        if stands_in(f"{place.name} {place.official_name}", words):
            yield SearchHit(
                place.official_name, reverse("overviews:municipality", args=[place.code]), place.region
            )


def _terms(words: tuple[str, ...]) -> Iterator[SearchHit]:
    page = reverse("site:glossary")
    found = [
        one for one in load_glossary() if stands_in(f"{one.danish} {one.english} {one.definition}", words)
    ]
    for term in sorted(found, key=lambda one: (not stands_in(one.danish, words), sort_key(one.danish))):
        yield SearchHit(term.danish, f"{page}#{term.slug}", term.definition)


def _pages(request: HttpRequest, words: tuple[str, ...]) -> Iterator[SearchHit]:
    for entry in entries(request):
        if entry.description and stands_in(f"{entry.label} {entry.description}", words):
            yield SearchHit(entry.label, entry.href, entry.description)


@require_safe
def find_municipality(request: HttpRequest) -> HttpResponse:
    """The page of the municipality that was chosen on the front page; all of them where it is none."""
    code = request.GET.get("kommune", "")
    if code.isdecimal() and any(str(one.code) == code for one in all_municipalities()):
        return redirect("overviews:municipality", code=int(code))
    return redirect("overviews:municipalities")
