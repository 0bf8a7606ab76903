"""The forms of those who hold a survey."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.site.forms import DateField, TextArea


class PrepareWaveForm(forms.Form):
    """A wave: its name, what respondents are told, and that the wording has been read."""

    organisation = forms.ChoiceField(label=_("Hvem spørger"))
    name = forms.CharField(label=_("Rundens navn"), max_length=64)
    purpose = forms.CharField(
        label=_("Formål"),
        widget=TextArea(attrs={"rows": 3}),
        max_length=1_000,
        help_text=_(
            "Det, svarpersonen læser. Nævn hverken ydelse, sygdom eller forsøg, når borgere spørges."
        ),
    )
    controller = forms.CharField(
        label=_("Dataansvarlig"), max_length=200, help_text=_("Kommunens navn, som svarpersonen kender det")
    )
    legal_basis = forms.CharField(label=_("Behandlingsgrundlag"), max_length=300)
    contact = forms.CharField(
        label=_("Hvem kan svare på spørgsmål"), max_length=200, help_text=_("Fx en funktions mail og telefon")
    )
    closes_on = DateField(label=_("Sidste svardag"))
    keep_until = DateField(label=_("Svarene slettes den"))
    named = forms.BooleanField(
        label=_("Så få spørges, at svarene kan genkendes. Det står på siden før det første spørgsmål."),
        required=False,
    )
    wording_confirmed = forms.BooleanField(
        label=_("Jeg har læst de spørgsmål, der er mærket »forslag«, og de skal stilles sådan."),
        required=False,
    )

    def __init__(
        self, *args: Any, organisations: list[tuple[str, str]], proposed: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = organisations
        if not proposed:
            del self.fields["wording_confirmed"]


class RecipientsForm(forms.Form):
    """The list of those who are to be asked."""

    file = forms.FileField(
        label=_("Liste"), help_text=_("CSV eller Excel (.xlsx) med kolonnerne e-mail og kommune")
    )
