"""Log in, log out, and the page about oneself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from frirum.core.errors import InputRefused
from frirum.core.language import LANGUAGES
from frirum.core.vocabulary.danish import sort_key
from frirum.web.organisations import actions, logins, second_factor
from frirum.web.organisations.access import person
from frirum.web.organisations.account_views import too_many
from frirum.web.organisations.forms import LoginForm, OwnPasswordForm, WelcomeForm
from frirum.web.organisations.models import Membership, Organisation, User
from frirum.web.organisations.permissions import SENTENCES, Permission
from frirum.web.organisations.sessions import sessions_of


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


def choose_language(request: HttpRequest) -> HttpResponse:
    """Another language for the pages, and for the mail of who is logged in."""
    code = request.POST.get("language", "")
    if request.user.is_authenticated and code in LANGUAGES:
        actions.choose_language(code=code, by=person(request))
    answer: HttpResponse = set_language(request)
    return answer


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """The login page. One sentence for an unknown account, a closed one and a wrong password."""
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            answer = logins.log_in_with_password(request, **form.cleaned_data, onwards=_safe_next(request))
            if answer is not None:
                return answer
            form.add_error(None, _("E-mail og adgangskode passer ikke sammen."))
        except logins.Throttled as throttled:
            status = too_many(form, throttled)
    context = {"form": form, "next": _safe_next(request), "ways": logins.LOGIN_WAYS}
    return render(request, "organisations/log_in.html", context, status=status)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out; a POST, so that a link or an image elsewhere cannot do it."""
    logins.end(request)
    return redirect("/")


@sensitive_post_parameters("current", "new", "again")
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def own_account(request: HttpRequest) -> HttpResponse:
    """Which roles one holds, what they allow, and a new password."""
    form = OwnPasswordForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if _change_password(request, form):
                messages.success(request, _("Din adgangskode er ændret. Du er logget ud alle andre steder."))
                return redirect("organisations:own_account")
        except logins.Throttled as throttled:
            status = too_many(form, throttled)
    context = {
        "form": form,
        "has_factor": second_factor.has_factor(person(request)),
        "codes_left": second_factor.codes_left(person(request)),
        "sessions": sessions_of(request, person(request)),
        "roles": _roles(person(request)),
        "welcome": _welcome_form(person(request)),
        "crumbs": [(_("Min konto"), None)],
    }
    return render(request, "organisations/own_account.html", context, status=status)


def _welcome_form(user: User, data: Any = None) -> WelcomeForm:
    elsewhere = Organisation.objects.exclude(key=user.home)
    chosen = user.welcomes if user.is_welcome_in(user.welcomes) else ""
    return WelcomeForm(
        data,
        organisations=sorted(elsewhere, key=lambda one: sort_key(one.name)),
        initial={"organisation": chosen},
        prefix="ja",
    )


@login_required
@never_cache
@require_POST
def welcome(request: HttpRequest) -> HttpResponse:
    """Say yes to a role in another organisation, or take the yes back."""
    form = _welcome_form(person(request), request.POST)
    if not form.is_valid():
        messages.error(request, _("Vælg en organisation fra listen."))
    else:
        actions.welcome(organisation=form.chosen, by=person(request))
        if form.chosen is None:
            messages.success(request, _("Ingen anden organisation kan give dig en rolle."))
        else:
            said = _("{organisation} kan give dig én rolle inden for {n} dage.")
            messages.success(request, said.format(organisation=form.chosen, n=actions.WELCOME_DAYS))
    return redirect("organisations:own_account")


def _change_password(request: HttpRequest, form: OwnPasswordForm) -> bool:
    """Whether it was changed; else the form says why not."""
    user, typed = person(request), form.cleaned_data
    if not logins.confirm_password(request, user=user, password=typed["current"]):
        form.add_error("current", _("Det er ikke din nuværende adgangskode."))
        return False
    try:
        actions.change_own_password(password=typed["new"], by=user)
    except InputRefused as refused:
        form.add_error("new", refused.message)
        return False
    # A new password ends every session; the one that changed it goes on, under a new key.
    update_session_auth_hash(request, user)
    return True


def _roles(user: User) -> list[tuple[Membership, list[Promise]]]:
    """Each role of the person with what it allows, in the order of permissions.py."""
    held = Membership.objects.filter(user=user).select_related("organisation").order_by("organisation__name")
    return [(one, [SENTENCES[p] for p in Permission if p in one.role_class.permissions]) for one in held]
