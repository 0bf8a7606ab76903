"""The one way to save while somebody writes: what the page's script (`site/js/autosave.js`) posts and is answered.

A form with `data-autosave-form` posts itself after a pause, with the revision it began from; the action refuses a save
that builds on an older one. The same address answers a form that was sent without the script with a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from frirum.core.errors import FrirumError
from frirum.web.site.pages import CONFLICT
from frirum.web.site.templatetags.frirum import date


def is_by_script(request: HttpRequest) -> bool:
    """Whether the script saves, so that the answer is for it and not a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def posted_number(request: HttpRequest, name: str) -> int:
    """A whole number from the posted form; -1, which fits nothing, for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def saved_answer(
    *,
    revision: int | str,
    at: dt.datetime,
    faults: Sequence[dict[str, Any]] | None = None,
    revisions: Mapping[str, int] | None = None,
) -> JsonResponse:
    """What was saved: from what to save next time, when, and what is wrong in it.

    Args:
        revision: the revision or mark of the whole page.
        faults: None where nothing is listed.
        revisions: field -> revision, where a page holds several that are saved apart.
    """
    answer: dict[str, Any] = {"revision": revision, "saved": _("Gemt {moment}").format(moment=date(at))}
    if revisions is not None:
        answer["revisions"] = dict(revisions)
    return JsonResponse(answer if faults is None else {**answer, "faults": list(faults)})


def refused_answer(
    refused: FrirumError, status: int = CONFLICT, revisions: Mapping[str, int] | None = None
) -> JsonResponse:
    """Why something was not saved, and what to do; what was typed stays on the page. `revisions`: of what was saved."""
    answer: dict[str, Any] = {"error": refused.message, "remedy": refused.remedy}
    return JsonResponse(
        answer if revisions is None else {**answer, "revisions": dict(revisions)}, status=status
    )
