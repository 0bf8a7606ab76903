"""Forms for drafts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.site.forms import TextArea


class NewDraftForm(forms.Form):
    """Where a draft begins: an empty template, or a copy of a definition under a new slug."""

    slug = forms.SlugField(
        label=_("Slug"),
        max_length=64,
        help_text=_(
            "Navnet i adressen, for eksempel faerre-opfoelgninger. Små bogstaver, tal og bindestreger."
        ),
    )
    copy_of = forms.ChoiceField(
        label=_("Begynd med"),
        required=False,
        help_text=_("Et eksisterende forsøg som forlæg, eller en tom skabelon."),
    )
    organisation = forms.ChoiceField(
        label=_("Organisation"), help_text=_("Hvem der ejer kladden og kan se den.")
    )

    def __init__(
        self, *args: Any, experiments: list[tuple[str, str]], organisations: list[tuple[str, str]]
    ) -> None:
        super().__init__(*args)
        self.fields["copy_of"].choices = [("", _("En tom skabelon")), *experiments]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """The text of a draft and the revision it was read at."""

    text = forms.CharField(
        label=_("Definition (TOML)"),
        required=False,
        strip=False,
        widget=TextArea(attrs={"rows": 30, "class": "code", "spellcheck": "false", "data-autosave": ""}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class PublishForm(forms.Form):
    """Why a new version is published, and which revision was read before it."""

    reason = forms.CharField(
        label=_("Begrundelse"),
        required=False,
        max_length=500,
        help_text=_("Skal udfyldes, når definitionen allerede har en version. Den vises i versionsloggen."),
        widget=TextArea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
