"""What somebody with a link sees. Looking consumes nothing, so a mail scanner that opens links spends none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from frirum.core.instruments.questions import Answer, AskedQuestion
from frirum.core.vocabulary.danish import format_date, format_exact
from frirum.web.surveys.answering import (
    OpenLink,
    as_answers,
    begin_openly,
    find_link,
    finish,
    open_wave,
    places_of,
    save_draft,
    takes_code,
)
from frirum.web.surveys.reading import as_json
from frirum.web.surveys.respondent_pages import CodeForm, QuestionsForm, pages_of, put_on, text_of
from frirum.web.surveys.translating import (
    LANGUAGES,
    PAGE_TEXTS,
    RespondentLanguage,
    reading_in,
    translations_of,
)

GONE, INVALID = 404, 422


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page before the first question, a page of questions, or what became of it."""
    link = find_link(token)
    if link is None:
        return _no_link(request)
    reading = _reading(request, link)
    answers = as_answers(link.survey, link.draft)
    pages = pages_of(link.survey)
    number = _number(request, len(pages))
    if number == 0:
        return _page(request, "surveys/intro.html", _told(link, reading))
    if number > len(pages):
        return _last_look(request, link, answers, reading)
    page = pages[number - 1]
    put = put_on(page, link.survey, answers)
    if request.method != "POST":
        form = QuestionsForm(put, initial=_shown(answers), reading=reading)
        return _questions(request, link, number, form, reading)
    form = QuestionsForm(put, request.POST, reading=reading)
    go = request.POST.get("go", "next")
    if not form.is_valid():
        return _questions(request, link, number, form, reading, status=INVALID)
    answers = {key: value for key, value in answers.items() if key not in {one.id for one in put}}
    answers |= form.cleaned_data
    following = _following(link, answers, number, back=go == "back")
    if not save_draft(token=token, answers=answers):
        return _no_link(request)
    if go == "later":
        return _page(request, "surveys/saved.html", _around(link, reading))
    chosen = f"&sprog={reading.code}" if reading.code else ""
    return redirect(f"{reverse('surveys:answer', args=[token])}?side={following}{chosen}")


def _number(request: HttpRequest, last: int) -> int:
    """0 before the first page of questions, one more than there are for the last look."""
    written = request.GET.get("side", "0")
    return min(int(written), last + 1) if written.isdecimal() and len(written) < 4 else 0


def _following(link: OpenLink, answers: Mapping[str, Answer], number: int, *, back: bool) -> int:
    """The nearest page with a question that is put; 0 before the first, one more than there are after the last."""
    pages = pages_of(link.survey)
    step = -1 if back else 1
    number += step
    while 0 < number <= len(pages) and not put_on(pages[number - 1], link.survey, answers):
        number += step
    return number


def _last_look(
    request: HttpRequest, link: OpenLink, answers: Mapping[str, Answer], reading: RespondentLanguage
) -> HttpResponse:
    """The own answers before they are sent, and after: nothing is sent by a page that only asks."""
    given = [
        (_asked(asked, reading), _said(asked, answers[asked.id], reading))
        for page in pages_of(link.survey)
        for asked in put_on(page, link.survey, answers)
        if asked.id in answers
    ]
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, reading=reading) if takes_code(link) else None
    if posted is None or (form is not None and not form.is_valid()):
        before = _following(link, answers, len(pages_of(link.survey)) + 1, back=True)
        context = {**_around(link, reading), "given": given, "before": before, "form": form}
        return _page(request, "surveys/last_look.html", context, status=200 if posted is None else INVALID)
    if not finish(link=link, answers=answers, code=form.cleaned_data["kode"] if form else ""):
        return _no_link(request)
    return _page(request, "surveys/receipt.html", {**_around(link, reading), "given": given})


def _asked(asked: AskedQuestion, reading: RespondentLanguage) -> str:
    """The question's words, after those above the table it is a row of."""
    own = reading.question(asked, text_of(asked))
    return f"{reading.table(asked, asked.grid)} {own}" if asked.grid else own


def _said(asked: AskedQuestion, answer: Answer, reading: RespondentLanguage) -> Any:
    if isinstance(answer, tuple):
        chosen = [option for option in asked.options if option.value in answer]
        return "; ".join(reading.option(asked, option.value, option.shown) for option in chosen)
    if isinstance(answer, Decimal):
        return format_exact(answer)
    if isinstance(answer, dt.date):
        return format_date(answer)
    option = asked.option(answer)
    return reading.option(asked, option.value, option.shown) if option else answer


def _reading(request: HttpRequest, link: OpenLink) -> RespondentLanguage:
    """The language asked for in the address. It is kept nowhere: a language can tell who answered."""
    return reading_in(link.wave, link.survey, request.GET.get("sprog", ""), beside=link.is_interview)


def _around(link: OpenLink, reading: RespondentLanguage) -> dict[str, Any]:
    """What every page of a questionnaire is drawn with."""
    words = {name: reading.ui(name) for name in PAGE_TEXTS}
    return {"wave": link.wave, "reading": reading, "words": words, "is_interview": link.is_interview}


def _questions(
    request: HttpRequest,
    link: OpenLink,
    number: int,
    form: QuestionsForm,
    reading: RespondentLanguage,
    *,
    status: int = 200,
) -> HttpResponse:
    last = len(pages_of(link.survey))
    context = {**_around(link, reading), "form": form, "number": number, "last": last}
    return _page(request, "surveys/questions.html", context, status=status)


def _shown(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {
        key: value if isinstance(value, list) else _typed(answers[key])
        for key, value in as_json(answers).items()
    }


def _typed(answer: Answer) -> str:
    """An answer as somebody types it, so that a saved page comes back as it was read."""
    if isinstance(answer, Decimal):
        return str(answer).replace(".", ",")
    return f"{answer:%d-%m-%Y}" if isinstance(answer, dt.date) else str(answer)


def _told(link: OpenLink, reading: RespondentLanguage) -> dict[str, Any]:
    others = translations_of(link.wave, link.survey)
    languages = [(code, LANGUAGES.get(code, code)) for code in others if code != reading.code]
    return {
        **_around(link, reading),
        "survey": link.survey,
        "begun": bool(link.draft),
        "takes_code": takes_code(link),
        "token": link.token,
        "languages": languages,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_start(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an open link. Only a POST begins an answer; looking makes nothing."""
    wave = open_wave(token)
    if wave is None:
        return _no_link(request)
    places = places_of(wave)
    chosen = request.POST.get("municipality", places[0][0] if len(places) == 1 else "")
    if request.method == "POST" and chosen in {key for key, _name in places}:
        own = begin_openly(token, int(chosen))
        if own is None:
            return _no_link(request)
        return redirect(f"{reverse('surveys:answer', args=[own])}?side=0")
    context = {"wave": wave, "places": places, "asked": request.method == "POST"}
    return _page(
        request, "surveys/open_start.html", context, status=INVALID if request.method == "POST" else 200
    )


def _no_link(request: HttpRequest) -> HttpResponse:
    """The same page for a spent, closed, mistyped or guessed link; no log gets the address, which may be real."""
    response = _page(request, "surveys/no_link.html", {"title": _("Linket virker ikke")}, status=GONE)
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
