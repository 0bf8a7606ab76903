"""The form of a stated amount."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.core.economy.spans import Span
from frirum.web.site.forms import TextArea


class StateAmountForm(forms.Form):
    """What a line comes to: a range, by whom, and what it rests on."""

    organisation = forms.ChoiceField(label=_("Hvem oplyser det"))
    quantity_low = forms.FloatField(label=_("Antal, mindst"), required=False, localize=True)
    quantity_high = forms.FloatField(
        label=_("Antal, højst"), required=False, localize=True, help_text=_("Tom: det samme som mindst")
    )
    unit = forms.CharField(
        label=_("Enhed"), max_length=40, required=False, help_text=_("Fx attester, møder, timer")
    )
    price_low = forms.FloatField(label=_("Kr. for én, mindst"), required=False, localize=True)
    price_high = forms.FloatField(label=_("Kr. for én, højst"), required=False, localize=True)
    amount_low = forms.FloatField(label=_("Eller beløbet i kr., mindst"), required=False, localize=True)
    amount_high = forms.FloatField(label=_("Beløbet i kr., højst"), required=False, localize=True)
    year = forms.IntegerField(label=_("Pengenes år"))
    measured = forms.TypedChoiceField(
        label=_("Hvordan vides det?"),
        choices=[("nej", _("Skønnet")), ("ja", _("Talt eller målt"))],
        coerce=lambda value: value == "ja",
        initial="nej",
        widget=forms.RadioSelect,
    )
    stated_by = forms.CharField(
        label=_("Hvem siger det"), max_length=200, help_text=_("En funktion, fx to virksomhedskonsulenter")
    )
    source = forms.CharField(
        label=_("Hvad det bygger på"), widget=TextArea(attrs={"rows": 2}), max_length=1_000
    )
    used_for = forms.CharField(
        label=_("Hvad det frigjorte gik til"),
        widget=TextArea(attrs={"rows": 2}),
        max_length=1_000,
        required=False,
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = organisations

    def clean(self) -> dict[str, Any]:
        """Ranges rise; one number alone is both ends."""
        data = super().clean() or {}
        for name in ("quantity", "price", "amount"):
            low, high = data.get(f"{name}_low"), data.get(f"{name}_high")
            if low is None and high is not None:
                self.add_error(f"{name}_low", _("Skriv også det mindste."))
            elif low is not None and high is not None and low > high:
                self.add_error(f"{name}_high", _("Det højeste er mindre end det mindste."))
        return data

    def spans(self) -> dict[str, Span | None]:
        """quantity, price, amount as ranges; None where nothing is written."""
        found: dict[str, Span | None] = {}
        for name in ("quantity", "price", "amount"):
            low, high = self.cleaned_data.get(f"{name}_low"), self.cleaned_data.get(f"{name}_high")
            found[name] = None if low is None else Span(low, low if high is None else high)
        return found
