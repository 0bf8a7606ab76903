"""What somebody with a link sees. Looking consumes nothing, so a mail scanner that opens links spends none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from frirum.core.instruments.questions import Answer
from frirum.web.surveys.answering import OpenLink, as_answers, find_link, finish, save_draft
from frirum.web.surveys.reading import as_json
from frirum.web.surveys.respondent_pages import QuestionsForm, pages_of, put_on, text_of

GONE, INVALID = 404, 422


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page before the first question, a page of questions, or what became of it."""
    link = find_link(token)
    if link is None:
        return _no_link(request)
    answers = as_answers(link.survey, link.draft)
    pages = pages_of(link.survey)
    number = _number(request, len(pages))
    if number == 0:
        return _page(request, "surveys/intro.html", _told(link))
    if number > len(pages):
        return _last_look(request, link, answers)
    page = pages[number - 1]
    put = put_on(page, link.survey, answers)
    if request.method != "POST":
        return _questions(request, link, number, QuestionsForm(put, initial=_shown(answers)), len(pages))
    form = QuestionsForm(put, request.POST)
    go = request.POST.get("go", "next")
    if not form.is_valid():
        return _questions(request, link, number, form, len(pages), status=INVALID)
    answers = {key: value for key, value in answers.items() if key not in {one.id for one in put}}
    answers |= form.cleaned_data
    following = _following(link, answers, number, back=go == "back")
    if not save_draft(token=token, answers=answers):
        return _no_link(request)
    if go == "later":
        return _page(request, "surveys/saved.html", {"wave": link.wave})
    return redirect(f"{reverse('surveys:answer', args=[token])}?side={following}")


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


def _last_look(request: HttpRequest, link: OpenLink, answers: Mapping[str, Answer]) -> HttpResponse:
    """The own answers before they are sent, and after: nothing is sent by a page that only asks."""
    given = [
        (text_of(asked), option.shown if (option := asked.option(answers[asked.id])) else answers[asked.id])
        for page in pages_of(link.survey)
        for asked in put_on(page, link.survey, answers)
        if asked.id in answers
    ]
    if request.method != "POST":
        before = _following(link, answers, len(pages_of(link.survey)) + 1, back=True)
        return _page(request, "surveys/last_look.html", {"wave": link.wave, "given": given, "before": before})
    if not finish(token=link.token, answers=answers):
        return _no_link(request)
    return _page(request, "surveys/receipt.html", {"wave": link.wave, "given": given})


def _questions(
    request: HttpRequest, link: OpenLink, number: int, form: QuestionsForm, last: int, *, status: int = 200
) -> HttpResponse:
    context = {"wave": link.wave, "form": form, "number": number, "last": last}
    return _page(request, "surveys/questions.html", context, status=status)


def _shown(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {key: str(value) for key, value in as_json(answers).items()}


def _told(link: OpenLink) -> dict[str, Any]:
    return {"wave": link.wave, "survey": link.survey, "begun": bool(link.draft), "token": link.token}


def _no_link(request: HttpRequest) -> HttpResponse:
    """The same page for a spent, closed, mistyped or guessed link; no log gets the address, which may be real."""
    response = _page(request, "surveys/no_link.html", {"title": _("Linket virker ikke")}, status=GONE)
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
