"""Forms for drafts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.site.forms import TextArea, one_is_needed


class NewDraftForm(forms.Form):
    """Where a draft begins: a title, a copy of a definition, or a file."""

    title = forms.CharField(
        label=_("Hvad skal forsøget hedde?"),
        max_length=200,
        required=False,
        help_text=_("Kan rettes senere."),
    )
    organisation = forms.ChoiceField(
        label=_("Organisation"), help_text=_("Hvem der ejer kladden og udgiver forsøget.")
    )
    network = forms.ChoiceField(label=_("Netværk eller landsdækkende program"))
    copy_of = forms.ChoiceField(
        label=_("Begynd med et andet forsøg"),
        required=False,
        help_text=_("Som forlæg, eller for at skrive en ny version af jeres eget."),
    )
    file = forms.FileField(
        label=_("Begynd med en fil"), required=False, help_text=_("En kladde, der er hentet som fil.")
    )

    def __init__(
        self,
        *args: Any,
        experiments: list[tuple[str, str]],
        organisations: list[tuple[str, str]],
        networks: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["copy_of"].choices = [("", _("Et nyt forsøg")), *experiments]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]
        self.fields["network"].choices = networks  # type: ignore[attr-defined]
        one_is_needed(self, "title", "copy_of", "file")
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A new experiment needs a title; a copy and a file have one."""
        found = super().clean() or self.cleaned_data
        if not (found.get("title") or found.get("copy_of") or found.get("file")):
            self.add_error("title", _("Skriv, hvad forsøget skal hedde."))
        return found


class DraftForm(forms.Form):
    """The text of a draft and the revision it was read at."""

    text = forms.CharField(
        label=_("Kladdens tekst (TOML)"),
        required=False,
        strip=False,
        widget=TextArea(attrs={"rows": 30, "class": "code", "spellcheck": "false", "data-autosave": ""}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
