"""The forms of an amendment and of the page where a receipt is checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.site.forms import TextArea, one_is_needed


class AmendForm(forms.Form):
    """Why something locked is changed, and how much it changes."""

    reason = forms.CharField(
        label=_("Begrundelse"),
        widget=TextArea(attrs={"rows": 3}),
        max_length=5_000,
        help_text=_("Hvorfor ændres det, der var aftalt før start?"),
    )
    major = forms.TypedChoiceField(
        label=_("Hvor meget ændrer det?"),
        choices=[
            ("nej", _("Mindre: ordlyden rettes, men forsøget måles på det samme")),
            ("ja", _("Væsentligt: det ændrer mål, succeskriterier eller analyseplan")),
        ],
        coerce=lambda value: value == "ja",
        initial="nej",
        widget=forms.RadioSelect,
    )


class ReceiptForm(forms.Form):
    """A receipt, pasted or as a file."""

    text = forms.CharField(
        label=_("Kvitteringens tekst"),
        help_text=_("Hele kvitteringen, også den sidste linje."),
        required=False,
        widget=TextArea(attrs={"rows": 8}),
        max_length=20_000,
    )
    file = forms.FileField(label=_("Eller kvitteringen som fil"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        one_is_needed(self, "text", "file")

    def clean(self) -> dict[str, Any]:
        """One of the two; a file is read as text."""
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > 100_000:
            self.add_error("file", _("Filen er for stor til at være en kvittering."))
        elif file is not None:
            data["text"] = file.read().decode("utf-8", errors="replace")
        elif not data.get("text") and not self.errors:
            self.add_error("text", _("Indsæt kvitteringen, eller vælg filen."))
        return data
