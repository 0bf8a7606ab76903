"""What django-allauth asks of the site. It is used for what is done between a right password and a session.

None of its pages is open, none of its mails is sent: the site has its own of each it needs.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import LoginStage
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from frirum.web import keys
from frirum.web.organisations import logins, second_factor, throttle
from frirum.web.organisations.models import User

# The library does not say whose secret it is; a row put in another's place is found by its seal.
_PLACE = "second_factor"


class AccountAdapter(DefaultAccountAdapter):
    """One stage, our own session, and no account, mail or message of its own making."""

    def get_login_stages(self) -> list[str]:
        """What stands between a right password and a session."""
        return [f"{CodeStage.__module__}.{CodeStage.__qualname__}"]

    def login(self, request: HttpRequest, user: Any) -> None:
        """The person is in."""
        logins.begin(request, user)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by administrators."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the throttle has it."""
        return throttle.client_address(request) or "0.0.0.0"

    def add_message(self, *arguments: Any, **options: Any) -> None:
        """The site says what is to be said."""

    def send_mail(self, *arguments: Any, **options: Any) -> None:
        """The site writes its own mail."""
        raise AssertionError("a mail of the library's")


class CodeStage(LoginStage):
    """Asks for the code of the second factor where the account has one."""

    key = "second_factor"

    def handle(self) -> tuple[HttpResponseRedirect | None, bool]:
        """Where to, and whether the login may go on afterwards."""
        user = self.login.user
        if isinstance(user, User) and second_factor.has_factor(user):
            return HttpResponseRedirect(reverse("organisations:log_in_code")), True
        return None, True


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seals the secrets under the home's own key."""

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return keys.seal("account", text.encode(), _PLACE).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """What was kept."""
        return keys.unseal("account", encrypted_text.encode(), _PLACE).decode()

    def get_totp_issuer(self) -> str:
        """What the app calls it."""
        return "Frirum"

    def get_totp_label(self, user: Any) -> str:
        """Whose it is, in the app."""
        return str(user.email)
