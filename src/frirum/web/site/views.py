"""The pages that belong to no stage of an experiment: front page, glossary, accessibility statement."""

from __future__ import annotations

import csv
import io
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frirum.core.language import current_language
from frirum.core.vocabulary.danish import sort_key
from frirum.core.vocabulary.glossary import SOURCES, Term, load_glossary, search_terms
from frirum.web.site.context import contact
from frirum.web.site.front import figures, sections, waiting
from frirum.web.site.handbook import handbook
from frirum.web.site.pages import download
from frirum.web.site.statement import statement

_DOWNLOAD_COLUMNS = (
    "slug", "danish", "english", "identifier", "definition", "definition_english", "source", "note", "note_english"
)  # fmt: skip


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What Frirum is, where to go, and what it holds right now."""
    context = {"figures": figures(), "sections": sections(request), "waiting": waiting(request)}
    return render(request, "site/pages/front.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term, sorted as the reader's language is, or those that match `?q=`."""
    query = request.GET.get("q", "").strip()
    terms = search_terms(load_glossary(), query)
    in_english = current_language() == "en"
    ordered = sorted(terms, key=lambda term: sort_key(term.english if in_english else term.danish))
    letters = [
        (letter, list(group))
        for letter, group in groupby(
            ordered, key=lambda term: _initial(term.english if in_english else term.danish)
        )
    ]
    context = {
        "letters": letters,
        "count": len(ordered),
        "total": len(load_glossary()),
        "query": query,
        "sources": SOURCES.items(),
        "crumbs": [(_("Ordliste"), None)],
    }
    return render(request, "site/pages/glossary.html", context)


@require_safe
def handbook_front(request: HttpRequest) -> HttpResponse:
    """The pages of the handbook with their sections."""
    context = {"pages": handbook().values(), "crumbs": [(_("Håndbog"), None)]}
    return render(request, "site/pages/handbook.html", context)


@require_safe
def handbook_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the handbook."""
    page = handbook().get(slug)
    if page is None:
        raise Http404
    crumbs = [(_("Håndbog"), reverse("site:handbook")), (page.title, None)]
    return render(request, "site/pages/handbook_page.html", {"page": page, "crumbs": crumbs})


def _initial(word: str) -> str:
    return "Å" if word[:2].casefold() == "aa" else word[:1].upper()


@require_safe
def glossary_csv(request: HttpRequest) -> HttpResponse:
    """The whole glossary for a spreadsheet: UTF-8 with a byte order mark and semicolons, for a Danish Excel."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_DOWNLOAD_COLUMNS)
    for term in load_glossary():
        writer.writerow(_download(term).values())
    return download("\ufeff" + text.getvalue(), name="frirum-ordliste.csv", media_type="text/csv")


@require_safe
def glossary_json(request: HttpRequest) -> JsonResponse:
    """The whole glossary for a program: a list of objects, keys as in the CSV."""
    document = [_download(term) for term in load_glossary()]
    return JsonResponse(document, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _download(term: Term) -> dict[str, str | None]:
    return {column: getattr(term, column) for column in _DOWNLOAD_COLUMNS}


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, how, and whom to tell; says so where the installation has named nobody."""
    context = {"statement": statement(), "crumbs": [(_("Tilgængelighedserklæring"), None)]}
    return render(request, "site/pages/accessibility.html", context)


@require_safe
def was(request: HttpRequest) -> HttpResponse:
    """The short address that the web accessibility rules ask for: to the official statement, else our page."""
    address = contact().statement_url
    return redirect(address) if address else redirect("site:accessibility")
