"""The forms around an extract. The columns have a page of their own (columns.py)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.core.extracts.kinds import kinds
from frirum.core.extracts.words import finding_said
from frirum.core.vocabulary.periods import add_months
from frirum.web import clock
from frirum.web.extracts.models import Batch
from frirum.web.files.store import DEFAULT_LIMIT
from frirum.web.site.forms import DateField, TextArea

KEPT_MONTHS = 60


class BringForm(forms.Form):
    """A file from a case system, what it holds, and why it may be here."""

    organisation = forms.ChoiceField(label=_("Kommune"))
    kind = forms.ChoiceField(label=_("Hvad er der i filen?"), widget=forms.RadioSelect)
    system = forms.CharField(
        label=_("Fagsystem"),
        max_length=60,
        help_text=_("Fx Fasit eller Momentum. Kolonnerne huskes for hvert fagsystem."),
    )
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("CSV eller Excel (.xlsx), højst 500 MB"),
    )
    sheet = forms.CharField(
        label=_("Ark"),
        max_length=100,
        required=False,
        help_text=_("Kun når Excel-filen har data i flere ark"),
    )
    heading_line = forms.IntegerField(
        label=_("Overskrifternes linje"),
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.TextInput({"class": "input-number", "inputmode": "numeric"}),
        help_text=_("Kun når der står andet over kolonnernes navne, fx en titel. Skriv linjens nummer."),
    )
    covers_from = DateField(
        label=_("Filen dækker fra den"), help_text=_("Den første dag, filen fortæller alt om")
    )
    covers_to = DateField(
        label=_("Filen dækker til og med den"),
        help_text=_(
            "Ofte den dag, udtrækket blev lavet. Hvad der ligger uden for, regnes som ukendt og ikke som 0."
        ),
    )
    corrects = forms.ChoiceField(
        label=_("Retter filen et tidligere udtræk?"),
        required=False,
        help_text=_("Rækker, som det tidligere udtræk havde, og denne fil ikke har, trækkes tilbage."),
    )
    legal_basis = forms.CharField(
        label=_("Hjemmel"), max_length=300, help_text=_("Den bestemmelse, som oplysningerne behandles efter")
    )
    delete_on = DateField(
        label=_("Rækkerne slettes den"), help_text=_("Filen selv slettes senest efter 30 dage.")
    )

    def __init__(
        self,
        *args: Any,
        organisations: list[tuple[str, str]],
        accepted: list[Batch],
        kept: str = "",
        **options: Any,
    ) -> None:
        """`kept`: the name of a file that was sent with an earlier, refused form and is here still."""
        super().__init__(*args, **options)
        fields: Any = self.fields
        if kept:
            fields["file"].required = False
            fields["file"].help_text = self.still_here(kept)
        fields["organisation"].choices = organisations
        fields["kind"].choices = [(kind.id, kind.label) for kind in kinds()]
        fields["corrects"].choices = [
            ("", _("Nej, det er en ny levering")),
            *((str(batch.reference), _corrected(batch)) for batch in accepted),
        ]
        if len(organisations) == 1:
            fields["organisation"].widget = forms.HiddenInput()
            fields["organisation"].initial = organisations[0][0]
        if not accepted:
            del fields["corrects"]
        self.initial.setdefault("delete_on", add_months(clock.today(), KEPT_MONTHS))

    @staticmethod
    def still_here(name: str) -> str:
        """That a file need not be chosen again."""
        return str(_("»{name}« er her stadig. Vælg kun en fil, hvis det skal være en anden.")).format(
            name=name
        )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is kept."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > DEFAULT_LIMIT:
            raise forms.ValidationError(_("Filen er for stor."))
        return file

    def clean_delete_on(self) -> dt.date:
        """Refuse a date that has passed."""
        day: dt.date = self.cleaned_data["delete_on"]
        if day <= clock.today():
            raise forms.ValidationError(_("Datoen skal ligge efter i dag."))
        return day


def _corrected(batch: Batch) -> str:
    text = str(_("Ja, udtræk {n} ({kind})"))
    return text.format(n=batch.number, kind=batch.kind_label)


class CoveredDaysForm(forms.Form):
    """Which days a batch covers."""

    covers_from = DateField(label=_("Dækker fra den"))
    covers_to = DateField(label=_("Dækker til og med den"))


class BatchReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Begrundelse"), widget=TextArea(attrs={"rows": 3}), max_length=2_000)


class FindingFilter(forms.Form):
    """Which findings to show."""

    fund = forms.ChoiceField(label=_("Fund"), required=False)
    kolonne = forms.ChoiceField(label=_("Kolonne"), required=False)

    def __init__(self, *args: Any, codes: list[str], columns: list[str]) -> None:
        super().__init__(*args)
        fields: Any = self.fields
        fields["fund"].choices = [("", _("Alle")), *((code, _text(code)) for code in codes)]
        fields["kolonne"].choices = [("", _("Alle")), *((name, name) for name in columns)]


def _text(code: str) -> str:
    return finding_said(code)[0]
