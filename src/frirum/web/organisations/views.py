"""Log in, log out, and the page about oneself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from frirum.web.organisations import logins
from frirum.web.organisations.forms import LoginForm

HTTP_TOO_MANY = 429


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """The login page. One sentence for an unknown account, a closed one and a wrong password."""
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if logins.log_in_with_password(request, **form.cleaned_data):
                return redirect(_safe_next(request))
            form.add_error(None, _("E-mail og adgangskode passer ikke sammen."))
        except logins.Throttled:
            status = HTTP_TOO_MANY
            form.add_error(None, _("For mange forsøg. Vent et kvarter, og prøv igen."))
    context = {"form": form, "next": _safe_next(request), "ways": logins.LOGIN_WAYS}
    return render(request, "organisations/log_in.html", context, status=status)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out; a POST, so that a link or an image elsewhere cannot do it."""
    logins.end(request)
    return redirect("/")
