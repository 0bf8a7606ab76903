"""The forms of the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.core.disclosure.answers import Pair
from frirum.core.disclosure.identity import UnknownName, period_of
from frirum.core.files.data_file import DecimalMark
from frirum.web.releases.models import TeamTable
from frirum.web.releases.naming import NEW, choices_of, field_of, help_of, is_one, label_of, pairs_of
from frirum.web.site.forms import TextArea

_LARGEST_FILE = 2 * 1024 * 1024


class KeepForm(forms.Form):
    """A table from a file, as `frirum protect` takes it."""

    title = forms.CharField(label=_("Titel"), max_length=200, help_text=_("Som den skal stå over tabellen"))
    file = forms.FileField(
        label=_("Fil"),
        help_text=_(
            "CSV, XLSX eller Parquet, højst 2 MB: én linje pr. kombination, én linje pr. person, eller en tabel med "
            "overskrifter og summer, som den står i et regneark"
        ),
    )
    sheet = forms.CharField(
        label=_("Ark"),
        max_length=100,
        required=False,
        help_text=_("Kun når regnearket har flere ark med tal"),
    )
    decimal = forms.ChoiceField(
        label=_("Decimaltegn i filen"),
        required=False,
        choices=[
            ("", _("Som filen selv viser")),
            (DecimalMark.COMMA, _("Komma: 1.234 er tusind")),
            (DecimalMark.POINT, _("Punktum: 1,234 er tusind")),
        ],
    )
    rows = forms.CharField(label=_("Kolonne, der bliver til rækker"), max_length=100)
    columns = forms.CharField(
        label=_("Kolonne, der bliver til kolonner"),
        max_length=100,
        required=False,
        help_text=_("Tom, når tabellen kun er delt op på én måde"),
    )
    count = forms.CharField(
        label=_("Kolonne med antal personer"),
        max_length=100,
        required=False,
        help_text=_("Tom, når hver linje er én person, eller tallene står under overskrifter"),
    )
    measure = forms.CharField(
        label=_("Hvad tælles"),
        max_length=100,
        help_text=_("Skriv det samme hver gang, så tabellerne kan holdes op mod hinanden"),
    )
    period = forms.CharField(
        label=_("Periode"),
        max_length=100,
        help_text=_("De dage, der tælles over: 2027K1, marts 2027 eller til 31-03-2027"),
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

    def clean_period(self) -> str:
        """Days, however they are named: tables over other days are about other persons."""
        text: str = self.cleaned_data["period"]
        if period_of(text) is None:
            raise forms.ValidationError(
                _(
                    "Skriv perioden som dage, en måned, et kvartal eller et år, fx 2027K1, ikke {text}."
                ).format(text=text)
            )
        return text

    def clean_file(self) -> Any:
        """Refuse a file that is too large to read at once."""
        file = self.cleaned_data["file"]
        if file.size > _LARGEST_FILE:
            raise forms.ValidationError(_("Filen er for stor."))
        return file


class OfferedForm(forms.Form):
    """What an offered table needs to be told of: the days it is over, and what it is about."""

    period = forms.CharField(
        label=_("Periode"),
        max_length=100,
        help_text=_("De dage, der tælles over: 2027K1, marts 2027 eller til 31-03-2027"),
    )
    subject = forms.ChoiceField(
        label=_("Hvad handler tabellen om"),
        choices=TeamTable._meta.get_field("subject").choices,  # type: ignore[arg-type]
        help_text=_("Grænsen er 5 personer, og 10 for helbred og for en enkelt kommune"),
    )


class RequestForm(forms.Form):
    """What for, for whom, and who decides."""

    purpose = forms.CharField(label=_("Formål"), widget=TextArea(attrs={"rows": 3}), max_length=2_000)
    recipient = forms.CharField(label=_("Modtager"), max_length=200)
    public = forms.TypedChoiceField(
        label=_("Hvem må se tallene, når de er frigivet"),
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

    def __init__(
        self,
        *args: Any,
        approvers: list[tuple[str, str]],
        unknown: Sequence[UnknownName],
        said: Sequence[Pair] = (),
        may_loosen: bool = True,
    ) -> None:
        super().__init__(*args)
        if not may_loosen:
            del self.fields["looser"], self.fields["looser_reason"]
        self.fields["approver"].choices = approvers  # type: ignore[attr-defined]
        self.unknown = unknown
        asked = {field_of(one): NameField(one, said) for one in unknown}
        # What the names are comes first: without it nothing can leave.
        self.fields = {**asked, **self.fields}

    def clean(self) -> dict[str, Any]:
        """The answers about names as pairs, in place of a field for each."""
        data = super().clean() or {}
        answers = {field_of(one): data.pop(field_of(one), ()) for one in self.unknown}
        data["names"] = pairs_of(self.unknown, lambda one: answers[field_of(one)])
        return data


def said_of(data: Mapping[str, Any]) -> Any:
    """What a form that was sent, perhaps half filled, says of each name; see `naming.Chosen`."""

    def chosen(unknown: UnknownName) -> Sequence[str]:
        return _olds(data.getlist(field_of(unknown)))  # type: ignore[attr-defined]

    return chosen


def _olds(values: Sequence[str]) -> list[str]:
    return [NEW if value == "ny" else value.removeprefix("=") for value in values]


class NameField(forms.MultipleChoiceField):
    """What a name is that no release has: new, one of theirs, or several of theirs together."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, unknown: UnknownName, said: Sequence[Pair]) -> None:
        self.one = is_one(unknown)
        before = [f"={old}" if old else "ny" for old, new in said if new == unknown.name]
        super().__init__(
            label=label_of(unknown),
            choices=choices_of(unknown),
            initial=before,
            help_text=help_of(unknown),
            error_messages={
                "required": _("Sig, hvad navnet er, så tabellen kan holdes op mod de tidligere.")
            },
        )

    def clean(self, value: Any) -> list[str]:
        """The old names, or `NEW` alone."""
        olds = _olds(super().clean(value))
        if len(olds) > 1 and (self.one or NEW in olds):
            raise forms.ValidationError(
                _("Sæt kun ét kryds.") if self.one else _("Det er enten nyt eller noget, der var der før.")
            )
        return olds


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
