"""The small forms around a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.site.forms import TextArea


class SendForm(forms.Form):
    """What is new in the version, and which revision was read before it was sent."""

    reason = forms.CharField(
        label=_("Hvad er nyt i denne version?"),
        required=False,
        max_length=500,
        help_text=_("Vises i versionsloggen."),
        widget=TextArea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, needs_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not needs_reason:
            self.fields["reason"].widget = forms.HiddenInput()


class WithdrawForm(forms.Form):
    """Why a version is taken back, and which version was on the page."""

    text = forms.CharField(
        label=_("Hvorfor trækkes forsøget tilbage?"), max_length=2000, widget=TextArea(attrs={"rows": 4})
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TextForm(forms.Form):
    """One text that has to be given."""

    text = forms.CharField(max_length=2000, widget=TextArea(attrs={"rows": 4}))
