"""The forms of logging in, of one's own account, and of members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.models import Organisation
from frirum.web.organisations.roles import ROLES, Role


class LoginForm(forms.Form):
    """E-mail and password; what is wrong with the pair is said by the view, in one sentence for all cases."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Adgangskode"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class LoginCodeForm(forms.Form):
    """The code of the second factor, from the app or from paper."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=20,
        help_text=_("Seks cifre fra appen på din telefon, eller en af dine nødkoder"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ForgottenForm(forms.Form):
    """Whose password is forgotten."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class PasswordForm(forms.Form):
    """The password one has, asked for again before something of weight."""

    current = forms.CharField(
        label=_("Nuværende adgangskode"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AddFactorForm(PasswordForm):
    """The first code of a new app, and the password."""

    code = forms.CharField(
        label=_("Kode fra appen"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ("code", "current")


class ChoosePasswordForm(forms.Form):
    """A new password, twice."""

    new = forms.CharField(
        label=_("Ny adgangskode"),
        max_length=200,
        strip=False,
        help_text=_("Mindst 12 tegn. En kort sætning er let at huske og svær at gætte."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Ny adgangskode igen"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two new passwords that differ."""
        found = super().clean() or {}
        if {"new", "again"} <= found.keys() and found["new"] != found["again"]:
            self.add_error("again", _("De to nye adgangskoder er ikke ens."))
        return found


class OwnPasswordForm(PasswordForm, ChoosePasswordForm):
    """The password one has, and a new one twice."""

    field_order = ("current", "new", "again")


class WelcomeForm(forms.Form):
    """The organisation elsewhere that may give one a role."""

    organisation = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, *args: Any, organisations: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self._organisations = {organisation.key: organisation for organisation in organisations}
        names = [(o.key, o.name) for o in organisations]
        self.fields["organisation"].choices = [("", _("Ingen")), *names]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Organisation | None:
        """What was chosen; of a valid form."""
        return self._organisations.get(self.cleaned_data["organisation"])


class RoleForm(forms.Form):
    """A role in one of the administrator's organisations."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Rolle"))

    def __init__(self, *args: Any, organisations: list[Organisation], roles: list[type[Role]]) -> None:
        super().__init__(*args)
        self._organisations = {organisation.key: organisation for organisation in organisations}
        self.fields["organisation"].choices = [(o.key, o.name) for o in organisations]  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.slug, role.name) for role in roles]  # type: ignore[attr-defined]

    @property
    def place(self) -> dict[str, Any]:
        """The organisation and the role that were chosen; of a valid form."""
        return {
            "organisation": self._organisations[self.cleaned_data["organisation"]],
            "role": ROLES[self.cleaned_data["role"]],
        }


class NewMemberForm(RoleForm):
    """Who it is, and the first role."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label=_("Navn"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("email", "name", "organisation", "role")
