"""The page kit: what every page does in the same way. Refuse, ask first, page through, give a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from frirum.core.errors import FrirumError

CONFLICT = 409
"""The status of a page that says no to what was posted; what was typed is still on it."""
PER_PAGE = 50


def refused_text(refused: FrirumError) -> str:
    """What was refused, where in the file, and what to do about it, as one text."""
    place = _("Linje {n}: ").format(n=refused.line) if refused.line else ""
    return f"{place}{refused.message} {refused.remedy or ''}".strip()


def refuse(request: HttpRequest, refused: FrirumError) -> None:
    """Say at the top of the next page what was refused."""
    messages.error(request, refused_text(refused))


def refuse_in(form: forms.BaseForm, refused: FrirumError, field: str | None = None) -> None:
    """Say in the form what was refused: at a field, or for the whole (None)."""
    form.add_error(field, refused_text(refused))


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of `rows` that the address asks for (`?side=2`); the nearest there is for one that is not."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What kind of file a workbook is."""


def download(content: bytes | str, *, name: str, media_type: str) -> HttpResponse:
    """A file to keep, under the name that it is proposed to have; a text says that it is UTF-8."""
    if media_type.startswith("text/") and "charset" not in media_type:
        media_type = f"{media_type}; charset=utf-8"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def ask(
    request: HttpRequest,
    *,
    heading: str,
    text: str,
    submit: str,
    cancel_url: str,
    crumbs: Sequence[tuple[Any, str | None]],
    form: forms.BaseForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page that asks before something that cannot be undone, with a form for the reason where one is needed.

    Args:
        request: the request.
        heading, text: what is asked, and what follows from a yes.
        submit: the word on the button.
        cancel_url: where a no leads.
        crumbs: the path to the page.
        form: the reason; None asks for none.
        status: 409 when a form comes back with what was refused.
        more: `name` of what it is about, `lines` that the question is about one by one, `danger` for what takes
            something away.
    """
    context = {
        "heading": heading,
        "text": text,
        "submit": submit,
        "cancel_url": cancel_url,
        "crumbs": crumbs,
        "form": form,
        **more,
    }
    return render(request, "site/confirm.html", context, status=status)


def ask_and_act(
    request: HttpRequest,
    act: Callable[[], object],
    *,
    form: forms.BaseForm | None,
    cancel_url: str,
    done: str = "",
    to: str | Callable[[], str] = "",
    **page: Any,
) -> HttpResponse:
    """Ask; on a yes do it, say so, and go on. Where it is refused, what was typed stays on the page.

    Args:
        act: does it; raises what is refused.
        form: what is asked beside the yes; None asks nothing.
        cancel_url: where a no leads, and a yes without another place to go to.
        done: what is said afterwards; "" says what `act` returned.
        to: where a yes leads; asked for after the act, where that decides it.
        page: as `ask`.
    """
    status = 200
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            said = act()
        except FrirumError as refused:
            if form is None:
                refuse(request, refused)
                return redirect(cancel_url)
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, done or str(said))
            return redirect((to() if callable(to) else to) or cancel_url)
    return ask(request, form=form, status=status, cancel_url=cancel_url, **page)
