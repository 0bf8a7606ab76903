"""The forms of runs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frirum.web.runs.models import FileRole
from frirum.web.site.forms import DateField, TextArea


class SeveralFilesInput(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files; the cleaned value is a list."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each as Django's own."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(SeveralFilesField, self).clean(one, initial) for one in given]


class OrderForm(forms.Form):
    """Which plan, on which files."""

    plan = forms.ChoiceField(label=_("Plan"), help_text=_("En låst plan er valgt, før udfald var set"))
    plan_file = forms.FileField(
        label=_("Plan fra en fil"),
        required=False,
        help_text=_("En plan i TOML, låst eller ikke; den bruges i stedet for den valgte"),
    )
    data_sets = forms.MultipleChoiceField(
        label=_("Datasæt"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rækker, som kommuner har videregivet; det seneste af hver slags fra hver kommune"),
    )
    register = forms.ChoiceField(
        label=_("Register, der er læst ind her"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Det læses, hvor det ligger, under evalueringens pseudonymer"),
        error_messages={
            "invalid_choice": _("Registret er slettet eller kan ikke længere læses. Vælg et andet.")
        },
    )
    held = forms.MultipleChoiceField(
        label=_("Tilsyn og spørgeskemaer, der er holdt her"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Svarene læses, hvor de ligger: uden navne, sagsnumre og fritekst"),
    )
    extracts = SeveralFilesField(
        label=_("Udtræk og tabeller"),
        required=False,
        help_text=_(
            "CSV, XLSX eller Parquet: sagsudtræk, et register, en analysetabel eller celler fra kommuner. "
            "Ingen CPR-numre"
        ),
    )
    marks = forms.FileField(
        label=_("Markeringer"),
        required=False,
        help_text=_(
            "Med et register: person, index_date og treated. Med et, der er læst ind her, hedder den første number og "
            "har pseudonymet"
        ),
    )
    audits = SeveralFilesField(
        label=_("Tilsyn"), required=False, help_text=_("En kolonne for hvert spørgsmål")
    )
    surveys = SeveralFilesField(
        label=_("Spørgeskemaer"), required=False, help_text=_("En kolonne for hvert spørgsmål")
    )
    synthetic = forms.BooleanField(label=_("Filerne er syntetiske"), required=False)
    opens = DateField(
        label=_("Resultater må ses fra"),
        required=False,
        help_text=_("Aftales én gang for forsøget. Hvem der indgår, og hvor gode data er, kan ses før"),
    )
    legal_basis = forms.CharField(
        label=_("Hjemmel til at have filerne"),
        max_length=300,
        required=False,
        help_text=_("For filer og tilsyn, der vælges her; et datasæt og et spørgeskema har deres egen"),
    )
    delete_on = DateField(label=_("Filerne slettes"), required=False)
    organisation = forms.ChoiceField(label=_("For"))

    def __init__(
        self,
        *args: Any,
        plans: list[tuple[str, Any]],
        organisations: list[tuple[str, str]],
        data_sets: list[tuple[str, str]],
        registers: list[tuple[str, str]],
        held: list[tuple[str, str]],
        untold: frozenset[str],
        chosen: list[str],
    ) -> None:
        """`untold` of `held`: nobody was told how long they are kept, so it is asked for. `chosen`: ticked at first."""
        super().__init__(*args)
        self.initial["held"] = chosen
        self.untold = untold
        self.fields["held"].choices = held  # type: ignore[attr-defined]
        if not held:
            del self.fields["held"]
        self.fields["data_sets"].choices = data_sets  # type: ignore[attr-defined]
        if not data_sets:
            del self.fields["data_sets"]
        none = ("", gettext("Intet"))
        self.fields["register"].choices = [none, *registers]  # type: ignore[attr-defined]
        if not registers and not self.data.get("register"):
            del self.fields["register"]
        self.fields["plan"].choices = plans  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Why files are here and until when is asked where there are files."""
        data = super().clean() or {}
        if not self.errors and (self.brought() or self.untold & set(data.get("held", ()))):
            for name in ("legal_basis", "delete_on"):
                if not data.get(name):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return data

    def brought(self) -> list[tuple[FileRole, Any]]:
        """The files with what each is read as."""
        data = self.cleaned_data
        found = [(FileRole.EXTRACT, one) for one in data["extracts"]]
        found += [(FileRole.MARKS, data["marks"])] if data["marks"] else []
        found += [(FileRole.AUDIT, one) for one in data["audits"]]
        found += [(FileRole.SURVEY, one) for one in data["surveys"]]
        return found


class ReleaseForm(forms.Form):
    """What the answers are about."""

    health = forms.BooleanField(
        label=_("Svarene handler om helbred"),
        required=False,
        help_text=_(
            "Så er grænsen 10 personer med udfaldet og 10 uden; ellers 5, og 10 for en enkelt kommune"
        ),
    )


class DayForm(forms.Form):
    """Another day, and why."""

    opens = DateField(label=_("Resultater må ses fra"))
    reason = forms.CharField(
        label=_("Begrundelse"), required=False, max_length=2_000, widget=TextArea(attrs={"rows": 3})
    )
