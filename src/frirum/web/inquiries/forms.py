"""The forms of requests to municipalities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.site.forms import DateField, TextArea


class PrepareInquiryForm(forms.Form):
    """What is asked for, of whom, and by when."""

    title = forms.CharField(label=_("Titel"), max_length=200, help_text=_("Står som emne på mailen"))
    organisation = forms.ChoiceField(label=_("Myndighed, der beder"))
    period = forms.ChoiceField(label=_("Forsøg og rapporteringsperiode"))
    everybody = forms.TypedChoiceField(
        label=_("Hvem spørges"),
        choices=[("nej", _("Kommunerne, der deltager i forsøget")), ("ja", _("Alle 98 kommuner"))],
        coerce=lambda value: value == "ja",
        initial="nej",
        widget=forms.RadioSelect,
    )
    due_on = DateField(label=_("Frist"))
    text = forms.CharField(
        label=_("Hvad kommunerne skal vide"), widget=TextArea(attrs={"rows": 5}), max_length=4_000
    )

    def __init__(
        self, *args: Any, periods: list[tuple[str, str]], organisations: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("period", periods), ("organisation", organisations)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class RecipientAddressForm(forms.Form):
    """Where mail to a municipality goes."""

    address = forms.EmailField(
        label=_("Mailadresse"),
        required=False,
        help_text=_("Tom: til dem i kommunen, der må indsende skemaet"),
    )


class RecipientListForm(forms.Form):
    """Where mail to many municipalities goes."""

    text = forms.CharField(
        label=_("Mailadresser"),
        widget=TextArea(attrs={"rows": 12}),
        max_length=20_000,
        help_text=_(
            "En linje for hver kommune: navn eller kode, semikolon og adressen. Kan sættes ind fra et regneark."
        ),
    )


class ExtendDueForm(forms.Form):
    """More time, and why."""

    due_on = DateField(label=_("Ny frist"))
    reason = forms.CharField(label=_("Begrundelse"), widget=TextArea(attrs={"rows": 3}), max_length=1_000)
