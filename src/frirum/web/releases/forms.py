"""The forms of the gate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.releases.models import TeamTable
from frirum.web.site.forms import TextArea

_LARGEST_FILE = 2 * 1024 * 1024


class KeepForm(forms.Form):
    """A table from a file, as `frirum protect` takes it."""

    title = forms.CharField(label=_("Titel"), max_length=200, help_text=_("Som den skal stå over tabellen"))
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("CSV, XLSX eller Parquet med én linje pr. kombination, uden summer; højst 2 MB"),
    )
    rows = forms.CharField(label=_("Kolonne, der bliver til rækker"), max_length=100)
    columns = forms.CharField(label=_("Kolonne, der bliver til kolonner"), max_length=100)
    count = forms.CharField(label=_("Kolonne med antal personer"), max_length=100)
    measure = forms.CharField(
        label=_("Hvad tælles"),
        max_length=100,
        help_text=_("Skriv det samme hver gang, så tabellerne kan holdes op mod hinanden"),
    )
    subject = forms.ChoiceField(
        label=_("Hvad handler tabellen om"),
        choices=TeamTable._meta.get_field("subject").choices,  # type: ignore[arg-type]
        widget=forms.RadioSelect,
        help_text=_("Grænsen er 5 personer, og 10 for helbred og for en enkelt kommune"),
    )
    population = forms.CharField(
        label=_("Udsnit"),
        max_length=200,
        required=False,
        help_text=_("Hvis tabellen kun er om nogle, fx køn=K"),
    )
    run = forms.CharField(
        label=_("Kilde"), max_length=100, help_text=_("Beregning eller datatræk, fx K-2027-0031")
    )
    synthetic = forms.BooleanField(label=_("Tallene er syntetiske"), required=False)
    organisation = forms.ChoiceField(label=_("For"))

    def __init__(self, *args: Any, organisations: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    def clean_population(self) -> dict[str, frozenset[str]]:
        """Name -> codes, from `køn=K; alder=18-29,30-49`."""
        population = {}
        for part in filter(str.strip, self.cleaned_data["population"].split(";")):
            name, _equals, listed = part.partition("=")
            codes = frozenset(code.strip() for code in listed.split(",") if code.strip())
            if not name.strip() or not codes:
                text = _("Udsnittet skrives navn=a,b, ikke {text}.")
                raise forms.ValidationError(text.format(text=part.strip()))
            population[name.strip()] = codes
        return population

    def clean_file(self) -> Any:
        """Refuse a file that is too large to read at once."""
        file = self.cleaned_data["file"]
        if file.size > _LARGEST_FILE:
            raise forms.ValidationError(_("Filen er for stor."))
        return file


class RequestForm(forms.Form):
    """What for, for whom, and who decides."""

    purpose = forms.CharField(label=_("Formål"), widget=TextArea(attrs={"rows": 3}), max_length=2_000)
    recipient = forms.CharField(label=_("Modtager"), max_length=200)
    public = forms.TypedChoiceField(
        label=_("Hvem må se tabellen, når den er frigivet"),
        choices=[
            ("nej", _("Kun organisationens egne her på siden; modtageren får den som fil")),
            ("ja", _("Alle")),
        ],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
    )
    approver = forms.ChoiceField(label=_("Hvem skal godkende"))
    looser = forms.IntegerField(
        label=_("Lempet grænse"),
        required=False,
        min_value=3,
        help_text=_(
            "Kun når et lavere antal end husets skal vises. Kræver to underskrifter, og det skrives under tabellen"
        ),
    )
    looser_reason = forms.CharField(
        label=_("Din begrundelse for lempelsen"),
        required=False,
        widget=TextArea(attrs={"rows": 3}),
        max_length=2_000,
    )

    def __init__(self, *args: Any, approvers: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["approver"].choices = approvers  # type: ignore[attr-defined]


class ApproveForm(forms.Form):
    """Nothing to fill in, unless a looser threshold takes the second person's reason."""

    def __init__(self, *args: Any, looser: bool) -> None:
        super().__init__(*args)
        if looser:
            self.fields["reason"] = forms.CharField(
                label=_("Din begrundelse for den lempede grænse"),
                widget=TextArea(attrs={"rows": 3}),
                max_length=2_000,
            )


class DeclineForm(forms.Form):
    """Why not."""

    answer = forms.CharField(label=_("Begrundelse"), widget=TextArea(attrs={"rows": 3}), max_length=2_000)
