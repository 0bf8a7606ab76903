"""The pages of getting in beside the password: the code, a forgotten password, the second factor, one's sessions."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from allauth.account.stages import LoginStageController
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, get_totp_secret
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from frirum.core.errors import FrirumError, InputRefused
from frirum.web.organisations import logins, reset, second_factor, sessions
from frirum.web.organisations.access import person
from frirum.web.organisations.adapter import CodeStage
from frirum.web.organisations.forms import (
    AddFactorForm,
    ChoosePasswordForm,
    ForgottenForm,
    LoginCodeForm,
    PasswordForm,
)
from frirum.web.organisations.models import User
from frirum.web.organisations.throttle import Throttled
from frirum.web.site.pages import refuse_in

HTTP_NOT_FOUND, HTTP_TOO_MANY = 404, 429


def too_many(form: Any, throttled: Throttled) -> int:
    """Say on the form when the next try may be made; the status of the answer."""
    if throttled.seconds < 90:
        said = _("For mange forsøg. Vent {n} sekunder, og prøv igen.").format(n=throttled.seconds)
    else:
        said = _("For mange forsøg. Vent {n} minutter, og prøv igen.").format(n=-(-throttled.seconds // 60))
    form.add_error(None, said)
    return HTTP_TOO_MANY


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def log_in_code(request: HttpRequest) -> HttpResponse:
    """The second step of logging in; without the first, back to it."""
    stage = LoginStageController.enter(request, CodeStage.key)
    user = stage.login.user if stage is not None else None
    if stage is None or not isinstance(user, User) or not user.is_active:
        return redirect("organisations:log_in")
    form, status = LoginCodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            if logins.confirm_code(request, user=user, code=form.cleaned_data["code"]):
                response = stage.exit()
                second_factor.note_passed(request)
                return logins.remembered(request, response, user)
            form.add_error("code", _("Koden passer ikke, eller den er brugt. Vent på den næste."))
        except Throttled as throttled:
            status = too_many(form, throttled)
    context = {"form": form, "crumbs": [(_("Log ind"), reverse("organisations:log_in")), (_("Kode"), None)]}
    return render(request, "organisations/log_in_code.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether there is an account."""
    form, status, sent = ForgottenForm(request.POST or None), 200, False
    if request.method == "POST" and form.is_valid():
        try:
            reset.ask_for_reset(request, form.cleaned_data["email"])
            sent = True
        except Throttled as throttled:
            status = too_many(form, throttled)
    context = {
        "form": form,
        "sent": sent,
        "crumbs": [(_("Log ind"), reverse("organisations:log_in")), (_("Glemt adgangskode"), None)],
    }
    return render(request, "organisations/forgotten.html", context, status=status)


@sensitive_post_parameters("new", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def choose_password(request: HttpRequest, account: uuid.UUID, token: str) -> HttpResponse:
    """Where the link of the mail leads. Only sending the form uses it up, so a mail scanner does not."""
    user = reset.person_of_link(account, token)
    crumbs = [(_("Log ind"), reverse("organisations:log_in")), (_("Ny adgangskode"), None)]
    if user is None:
        return render(request, "organisations/link_gone.html", {"crumbs": crumbs}, status=HTTP_NOT_FOUND)
    form = ChoosePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reset.choose_password(password=form.cleaned_data["new"], by=user)
        except InputRefused as refused:
            form.add_error("new", refused.message)
        else:
            messages.success(request, _("Din nye adgangskode er gemt. Log ind med den."))
            return redirect("organisations:log_in")
    context = {"form": form, "email": user.email, "crumbs": crumbs}
    return render(request, "organisations/choose_password.html", context)


def _crumbs() -> list[tuple[str, str | None]]:
    return [(_("Min konto"), reverse("organisations:own_account")), (_("Totrinskode"), None)]


@sensitive_post_parameters("code", "current")
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """Add the second factor, or see that it is there."""
    user = person(request)
    if second_factor.has_factor(user):
        context: dict[str, Any] = {
            "codes_left": second_factor.codes_left(user),
            "is_required": second_factor.is_required_of(user),
            "form": PasswordForm(),
            "crumbs": _crumbs(),
        }
        return render(request, "organisations/factor.html", context)
    form, status = AddFactorForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            codes = _add(request, user, form)
            if codes:
                return _show_codes(request, codes)
        except Throttled as throttled:
            status = too_many(form, throttled)
        except FrirumError as refused:
            refuse_in(form, refused, "code")
    secret = get_totp_secret(regenerate=request.method == "GET")
    picture = get_adapter().build_totp_svg(get_adapter().build_totp_url(user, secret))
    context = {
        "form": form,
        "picture": base64.b64encode(picture.encode()).decode(),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "crumbs": _crumbs(),
    }
    return render(request, "organisations/add_factor.html", context, status=status)


def _add(request: HttpRequest, user: User, form: AddFactorForm) -> list[str]:
    typed = form.cleaned_data
    if not logins.confirm_password(request, user=user, password=typed["current"]):
        form.add_error("current", _("Det er ikke din nuværende adgangskode."))
        return []
    codes = second_factor.add_factor(secret=get_totp_secret(), code=typed["code"], by=user)
    request.session.pop(SECRET_SESSION_KEY, None)
    second_factor.note_passed(request)
    return codes


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The answer to the POST itself: the codes must not lie in a session or an address."""
    return render(request, "organisations/paper_codes.html", {"codes": codes, "crumbs": _crumbs()})


@sensitive_post_parameters("current")
@login_required
@never_cache
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes for paper, for one who knows the password."""
    if not _knows_password(request):
        return redirect("organisations:factor")
    try:
        return _show_codes(request, second_factor.renew_codes(by=person(request)))
    except FrirumError as refused:
        messages.error(request, refused.message)
        return redirect("organisations:factor")


@sensitive_post_parameters("current")
@login_required
@never_cache
@require_POST
def remove_factor(request: HttpRequest) -> HttpResponse:
    """Do without the second factor, where no role asks for it."""
    if _knows_password(request):
        try:
            second_factor.remove_own_factor(by=person(request))
            messages.success(request, _("Totrinskoden er slået fra."))
        except FrirumError as refused:
            messages.error(request, refused.message)
    return redirect("organisations:factor")


def _knows_password(request: HttpRequest) -> bool:
    form = PasswordForm(request.POST)
    try:
        if form.is_valid() and logins.confirm_password(
            request, user=person(request), password=form.cleaned_data["current"]
        ):
            return True
        messages.error(request, _("Det er ikke din nuværende adgangskode."))
    except Throttled:
        messages.error(request, _("For mange forsøg. Vent lidt, og prøv igen."))
    return False


@login_required
@never_cache
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Log oneself out somewhere else: at one place, or everywhere but here."""
    ended = sessions.end_elsewhere(request, person(request), request.POST.get("session", ""))
    if ended:
        messages.success(request, _("Du er logget ud dér."))
    return redirect("organisations:own_account")
