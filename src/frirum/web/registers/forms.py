"""The forms around data sets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frirum.core.vocabulary.periods import add_months
from frirum.web import clock
from frirum.web.registers.actions import MOST_BYTES
from frirum.web.site.forms import DateField, TextArea, one_is_needed

KEPT_MONTHS = 36
OTHER_BASIS = "other"
LEGAL_BASES: tuple[tuple[str, Promise | str], ...] = (
    (
        "databeskyttelsesloven § 10",
        _("Databeskyttelsesloven § 10: statistik eller videnskab af væsentlig samfundsmæssig betydning"),
    ),
    ("samtykke", _("Udtrykkeligt samtykke: undersøgelser med samtykke falder uden for § 10")),
    (OTHER_BASIS, _("En anden bestemmelse")),
)


class TermsForm(forms.Form):
    """On which terms data are here. Each data set has its own."""

    evaluation_owner = forms.ChoiceField(label=_("Hvis evaluering er det?"))
    slug = forms.ChoiceField(
        label=pgettext_lazy("one", "Forsøg"),
        help_text=_("Pseudonymerne gælder for én evaluering og kun den."),
    )
    basis = forms.ChoiceField(label=_("Hjemmel"), choices=LEGAL_BASES, widget=forms.RadioSelect)
    other_basis = forms.CharField(
        label=_("Hvilken anden bestemmelse?"), max_length=300, required=False, help_text=_("Lov og paragraf")
    )
    delete_on = DateField(label=_("Datasættet slettes den"))

    def __init__(
        self, *args: Any, owners: list[tuple[str, str]], experiments: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["evaluation_owner"].choices = owners
        fields["slug"].choices = experiments
        if len(owners) == 1:
            fields["evaluation_owner"].widget = forms.HiddenInput()
            fields["evaluation_owner"].initial = owners[0][0]
        self.initial.setdefault("delete_on", add_months(clock.today(), KEPT_MONTHS))

    def clean_delete_on(self) -> dt.date:
        """Refuse a date that has passed."""
        day: dt.date = self.cleaned_data["delete_on"]
        if day <= clock.today():
            raise forms.ValidationError(_("Datoen skal ligge efter i dag."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("basis") == OTHER_BASIS and not given.get("other_basis"):
            self.add_error("other_basis", _("Skriv lov og paragraf."))
        return given

    @property
    def legal_basis(self) -> str:
        """What was chosen, as it is stored."""
        data = self.cleaned_data
        return str(data["other_basis"] if data["basis"] == OTHER_BASIS else data["basis"])


class RegisterForm(TermsForm):
    """A register file: sent here, or picked from the folder."""

    file = forms.FileField(
        label=_("Fil"),
        required=False,
        help_text=_("CSV, Parquet, SAS eller Stata, højst 2 GB. Større filer lægges i mappen, se nedenfor."),
    )
    dropped = forms.ChoiceField(label=_("Eller en fil fra mappen"), required=False)
    key_file = forms.FileField(
        label=_("Nøglefil"),
        required=False,
        help_text=_("Kolonnerne lobenr og cpr; kun når registret har lobenr og ikke CPR-nummer."),
    )
    field_order = (
        "evaluation_owner",
        "slug",
        "file",
        "dropped",
        "key_file",
        "basis",
        "other_basis",
        "delete_on",
    )

    def __init__(self, *args: Any, dropped: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["dropped"].choices = [("", _("Ingen")), *dropped]
        one_is_needed(self, "file", "dropped")
        if not dropped:
            del fields["dropped"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        both = bool(given.get("file")) + bool(given.get("dropped"))
        if both != 1 and "file" not in self.errors:
            self.add_error("file", _("Vælg en fil, enten her eller fra mappen."))
        for name in ("file", "key_file"):
            if given.get(name) and given[name].size > MOST_BYTES:
                self.add_error(name, _("Filen er for stor til at blive sendt. Læg den i mappen."))
        return given


class HandingOverForm(forms.Form):
    """Who is handed a data set, and on which terms."""

    recipient = forms.CharField(label=_("Modtager"), max_length=200)
    agreement = forms.CharField(
        label=_("Aftale"),
        max_length=300,
        help_text=_("Databehandleraftalens eller tilladelsens navn og dato"),
    )
    purpose = forms.CharField(label=_("Formål"), max_length=300)
    end_date = DateField(label=_("Modtageren sletter senest den"))


class DataReasonForm(forms.Form):
    """Why a data set is deleted."""

    reason = forms.CharField(label=_("Begrundelse"), widget=TextArea(attrs={"rows": 3}), max_length=2_000)
