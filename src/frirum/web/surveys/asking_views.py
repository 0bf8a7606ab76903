"""How people are asked beside mail: links for letters, SMS and Digital Post, an open link, interviews, bounces."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.errors import FrirumError
from frirum.core.report.export import rows_to_csv
from frirum.web.mail.models import MailState, OutboxMail
from frirum.web.organisations.access import person
from frirum.web.organisations.names import place_name
from frirum.web.site.pages import CONFLICT, download, refuse, refuse_in
from frirum.web.surveys import actions, channel_actions
from frirum.web.surveys.answering import places_of
from frirum.web.surveys.forms import AddressForm, InterviewForm, OpenLinkForm
from frirum.web.surveys.letters import issued_file, letters_docx, qr_png, qr_svg
from frirum.web.surveys.models import Channel, Invitation, SurveyWave, WaveState
from frirum.web.surveys.pages import crumbs_of, find, runs_surveys, title_of

HANDED_OUT = (Channel.LETTER, Channel.SMS, Channel.POST)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@runs_surveys
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Fetch links to hand out: a page says how many, a POST makes them and gives the file."""
    found = find(request, reference)
    if found.state == WaveState.CLOSED:
        raise Http404
    channel, kind = request.POST.get("channel", ""), request.POST.get("kind", "csv")
    if request.method == "POST" and channel in HANDED_OUT:
        try:
            issued = channel_actions.issue_links(wave=found, channel=channel, by=person(request))
        except FrirumError as refused:
            refuse(request, refused)
            return redirect("surveys:links", reference=reference)
        if kind == "docx" and channel == Channel.LETTER:
            return download(letters_docx(found, issued), name="breve.docx", media_type=DOCX)
        return download(issued_file(found, channel, issued), name=f"{channel}.csv", media_type="text/csv")
    rows = []
    for one in HANDED_OUT:
        asked = found.invitations.filter(channel=one)
        waiting = asked.filter(has_answered=False, mails__lt=actions.MOST_MAILS)
        fresh = waiting.filter(mails=0).count()
        rows.append(
            {
                "channel": one,
                "label": one.label,
                "n": asked.count(),
                "fresh": fresh,
                "waiting": waiting.count(),
            }
        )
    context = {
        "wave": found,
        "title": title_of(found),
        "rows": [row for row in rows if row["n"]],
        "crumbs": crumbs_of(found, _("Links til brev, SMS og Digital Post")),
    }
    return render(request, "surveys/links.html", context)


def open_address(wave: SurveyWave) -> str:
    """The address of a wave's open link."""
    return settings.PUBLIC_URL + reverse("surveys:open", args=[wave.open_token])


@runs_surveys
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Make an open link, and show it with its QR code."""
    found = find(request, reference)
    if found.state == WaveState.CLOSED:
        raise Http404
    form = OpenLinkForm(request.POST or None, initial={"most": found.open_most or 500})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            channel_actions.open_to_all(wave=found, most=form.cleaned_data["most"], by=person(request))
            return redirect("surveys:open_link", reference=reference)
        except FrirumError as refused:
            refuse_in(form, refused, "most")
            status = CONFLICT
    address = open_address(found) if found.open_token else ""
    context = {
        "wave": found,
        "title": title_of(found),
        "form": form,
        "address": address,
        # Drawn by the library of an address of ours alone.
        "qr": mark_safe(qr_svg(address, title=_("Kode til spørgeskemaet"))) if address else "",
        "crumbs": crumbs_of(found, _("Åbent link")),
    }
    return render(request, "surveys/open_link.html", context, status=status)


@runs_surveys
@require_GET
def open_qr(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The open link's QR code as a picture for posters."""
    found = find(request, reference)
    if not found.open_token or found.state == WaveState.CLOSED:
        raise Http404
    return download(qr_png(open_address(found), scale=12), name="qr-kode.png", media_type="image/png")


@runs_surveys
@require_http_methods(["GET", "POST"])
def interview(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask somebody face to face or by phone: the interviewer reads aloud, and the person answers."""
    found = find(request, reference)
    if found.state != WaveState.OPEN:
        raise Http404
    form = InterviewForm(request.POST or None, places=places_of(found))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            token = channel_actions.begin_interview(
                wave=found, municipality=int(form.cleaned_data["municipality"]), by=person(request)
            )
            return redirect(reverse("surveys:answer", args=[token]) + "?interview=1")
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    context = {
        "wave": found,
        "title": title_of(found),
        "form": form,
        "crumbs": crumbs_of(found, _("Interview")),
    }
    return render(request, "surveys/interview.html", context, status=status)


def bounced(wave: SurveyWave) -> list[Invitation]:
    """Those whose latest mail no server took."""
    asked = wave.invitations.filter(channel=Channel.MAIL, mails__gt=0, has_answered=False).select_related(
        "wave"
    )
    keys = {actions.mail_key(one): one for one in asked}
    failed = OutboxMail.objects.filter(
        state=MailState.FAILED, once_key__startswith=f"survey:{wave.reference}:"
    )
    return [keys[key] for key in failed.values_list("once_key", flat=True) if key in keys]


@runs_surveys
@require_http_methods(["GET", "POST"])
def bounces(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Addresses that no mail reached, and a right one in their place."""
    found = find(request, reference)
    if found.state == WaveState.CLOSED:
        raise Http404
    rows = sorted(bounced(found), key=lambda one: one.address)
    if request.GET.get("format") == "csv":
        return download(
            rows_to_csv(
                [
                    [_("e-mail"), _("kommune")],
                    *([one.address, place_name(str(one.municipality))] for one in rows),
                ]
            ),
            name="ikke-leveret.csv",
            media_type="text/csv",
        )
    status, refusal = 200, ""
    if request.method == "POST":
        form = AddressForm(request.POST)
        one = next((row for row in rows if str(row.pk) == request.POST.get("invitation")), None)
        if one is not None and form.is_valid():
            try:
                channel_actions.correct_address(
                    invitation=one, address=form.cleaned_data["address"], by=person(request)
                )
                messages.success(request, _("Adressen er rettet. Send invitationer igen for at nå den."))
                return redirect("surveys:bounces", reference=reference)
            except FrirumError as refused:
                refusal, status = f"{refused.message} {refused.remedy or ''}".strip(), CONFLICT
        else:
            refusal, status = _("Skriv den rigtige mailadresse."), CONFLICT
    context: dict[str, Any] = {
        "wave": found,
        "title": title_of(found),
        "rows": [(one, place_name(str(one.municipality))) for one in rows],
        "refusal": refusal,
        "crumbs": crumbs_of(found, _("Ikke leveret")),
    }
    return render(request, "surveys/bounces.html", context, status=status)
