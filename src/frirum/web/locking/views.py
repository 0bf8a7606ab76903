"""The page where a receipt is held against the database, and the download of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frirum.core.errors import InputRefused
from frirum.core.locking.chain import LOCK
from frirum.core.locking.receipt import read_receipt
from frirum.web.body_limits import takes_files
from frirum.web.locking.forms import ReceiptForm
from frirum.web.locking.kinds import LockedKind
from frirum.web.locking.verifying import Compared, compare_receipt
from frirum.web.locking.writing import written_receipt
from frirum.web.site.pages import download, refuse_in


@takes_files(1)
@require_http_methods(["GET", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Efterprøv kvittering: hold a receipt against the database. For everybody: the receipt is the key."""
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    compared: Compared | None = None
    if request.method == "POST" and form.is_valid():
        try:
            compared = compare_receipt(read_receipt(form.cleaned_data["text"]))
        except InputRefused as refused:
            refuse_in(form, refused, "text")
    context = {"form": form, "compared": compared, "crumbs": [(_("Efterprøv kvittering"), None)]}
    return render(request, "locking/check_receipt.html", context)


def receipt_download(kind: LockedKind, thing: Any, number: int) -> HttpResponse:
    """The receipt of the lock (0) or of an amendment as a file; 404 where there is none."""
    if kind.lock_of(thing) is None or (
        number != LOCK and not thing.amendments.filter(number=number).exists()
    ):
        raise Http404
    return download(
        written_receipt(kind, thing, number),
        name=f"kvittering-{thing.slug}-{number}.txt",
        media_type="text/plain",
    )
