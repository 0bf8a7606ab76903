"""The forms around a use. What a person types about the citizen is only ever posted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frirum.core.errors import FrirumError
from frirum.core.vocabulary.citizen_numbers import LONGEST_CASE_NUMBER
from frirum.web.site.forms import DateField, TextArea, one_is_needed
from frirum.web.site.pages import refused_text
from frirum.web.uses.checks import LONGEST_NAME, LONGEST_TEXT
from frirum.web.uses.identities import (
    Identity,
    LostZero,
    contains_cpr,
    lost_zero,
    read_identity,
    written,
)
from frirum.web.uses.models import ChoiceKind
from frirum.web.uses.reasons import EndReason
from frirum.web.uses.recognising import LONGEST_LABEL, read_label

PREFIX = "brug"


def no_cpr(text: str) -> None:
    """Refuse a text with something shaped like a CPR number in it."""
    if contains_cpr(text):
        raise ValidationError(
            _("Tag CPR-nummeret ud. Teksten kan læses af flere end dem, der må se nummeret.")
        )


def label_without_number(text: str) -> None:
    """Refuse a label that looks like a CPR number."""
    try:
        read_label(text)
    except FrirumError as refused:
        raise ValidationError(refused_text(refused)) from refused


def _identity_fields() -> tuple[forms.Field, forms.Field]:
    # No autocomplete: the next person at the screen is not to be offered the last citizen's number.
    plain = {"autocomplete": "off", "spellcheck": "false"}
    cpr = forms.CharField(
        label=gettext_lazy("CPR-nummer"),
        required=False,
        max_length=30,
        widget=forms.TextInput({**plain, "inputmode": "numeric", "class": "input-width-m"}),
    )
    case_number = forms.CharField(
        label=gettext_lazy("eller sagsnummer i fagsystemet"),
        required=False,
        max_length=LONGEST_CASE_NUMBER,
        widget=forms.TextInput({**plain, "class": "input-width-m"}),
    )
    return cpr, case_number


def own_label_field() -> forms.Field:
    """What the person calls the case among those who have it."""
    return forms.CharField(
        label=gettext_lazy("Egen betegnelse"),
        required=False,
        max_length=LONGEST_LABEL,
        widget=forms.TextInput({"autocomplete": "off", "class": "input-width-m"}),
        validators=[label_without_number],
    )


class IdentityForm(forms.Form):
    """Who the citizen is. Nine digits bring up the question whether a zero is lost."""

    cpr, case_number = _identity_fields()
    zero_confirmed = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        one_is_needed(self, "cpr", "case_number")
        typed = (self.data.get(self.add_prefix("cpr")) or "") if self.is_bound else ""
        lost = lost_zero(typed)
        question: Any = self.fields["zero_confirmed"]
        if lost:
            question.label = _("Ja, nummeret er {number}").format(number=written(lost))
            self.order_fields(["cpr", "zero_confirmed", "case_number"])
        else:
            question.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cpr, number = cleaned.get("cpr") or "", cleaned.get("case_number") or ""
        if "cpr" in self.errors or "case_number" in self.errors:
            return cleaned
        try:
            cleaned["identity"] = read_identity(
                cpr, number, zero_confirmed=bool(cleaned.get("zero_confirmed"))
            )
        except LostZero:
            self.add_error(
                "cpr",
                _("Der er kun 9 cifre. Mangler der et nul forrest? Bekræft herunder, eller ret nummeret."),
            )
        except FrirumError as refused:
            self.add_error(
                "cpr" if cpr.strip() or not number.strip() else "case_number", refused_text(refused)
            )
        return cleaned

    @property
    def identity(self) -> Identity:
        """Who it is; call only when the form is valid."""
        found: Identity = self.cleaned_data["identity"]
        return found


class RecordForm(IdentityForm):
    """Recording a use: who, from when, and what the answer asks for.

    Args:
        against: the answer is no, so a reason is asked for.
        judgement: the answer rests on a judgement, so the one who judged is named.
        wish: the experiment rests on the citizen's wish, so the day of the yes is asked for.
    """

    # Filled in, so the way to write a date is seen.
    begun_on = DateField(label=gettext_lazy("Brugt fra"), help_text="")
    label = own_label_field()
    judged_by = forms.CharField(
        label=gettext_lazy("Hvem har foretaget skønnet?"),
        max_length=LONGEST_NAME,
        validators=[no_cpr],
        help_text=gettext_lazy("Navn og stilling på den ansvarlige."),
    )
    advice_overruled_reason = forms.CharField(
        label=gettext_lazy("Hvorfor bruges fritagelsen alligevel?"),
        max_length=LONGEST_TEXT,
        widget=TextArea({"rows": 3}),
        validators=[no_cpr],
    )
    consented_on = DateField(label=gettext_lazy("Hvilken dag sagde borgeren ja?"))
    alongside = forms.BooleanField(
        required=False, label=gettext_lazy("Ja, begge brug af forsøget skal løbe på samme tid")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        against: bool,
        judgement: bool,
        wish: bool,
        **options: Any,
    ) -> None:
        super().__init__(data, prefix=PREFIX, **options)
        asked = {"advice_overruled_reason": against, "judged_by": judgement, "consented_on": wish}
        for name, wanted in asked.items():
            if not wanted:
                del self.fields[name]
        if not self.is_bound or not self.data.get(self.add_prefix("alongside")):
            self.fields["alongside"].widget = forms.HiddenInput()

    def ask_alongside(self) -> None:
        """Show the question that only another open use brings up."""
        self.fields["alongside"].widget = forms.CheckboxInput()


class LabelForm(forms.Form):
    """What the case is called among those who have it."""

    label = own_label_field()


class CorrectIdentityForm(IdentityForm):
    """The right number, and why it is another than the one that stood there."""

    was_own = forms.BooleanField(
        label=gettext_lazy("Borgeren har fået nyt CPR-nummer; det, der stod, var rigtigt før."),
        required=False,
        help_text=gettext_lazy("Så findes borgeren under begge numre, også i udtræk fra før."),
    )

    reason = forms.CharField(
        label=gettext_lazy("Hvorfor rettes nummeret?"),
        max_length=LONGEST_TEXT,
        widget=TextArea({"rows": 3}),
        validators=[no_cpr],
    )


class CorrectForm(forms.Form):
    """The first day, and why it or the facts are corrected."""

    begun_on = DateField(label=gettext_lazy("Brugt fra"))
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor rettes det?"),
        max_length=LONGEST_TEXT,
        widget=TextArea({"rows": 3}),
        validators=[no_cpr],
    )


class UseReasonForm(forms.Form):
    """Why a use is taken back or opened again."""

    reason = forms.CharField(
        label=gettext_lazy("Begrundelse"),
        max_length=LONGEST_TEXT,
        widget=TextArea({"rows": 3}),
        validators=[no_cpr],
    )


class EndForm(forms.Form):
    """The last day, and why the use is over."""

    ended_on = DateField(label=gettext_lazy("Sidste dag"))
    reason = forms.ChoiceField(
        label=gettext_lazy("Hvorfor er brugen slut?"),
        # A withdrawal is the citizen's choice and is recorded as one; it ends the use by itself.
        choices=[choice for choice in EndReason.choices if choice[0] != EndReason.WITHDRAWN],
        widget=forms.RadioSelect,
    )


class HandOverForm(forms.Form):
    """The colleague who takes over."""

    to = forms.ChoiceField(label=gettext_lazy("Kollega"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = people  # type: ignore[attr-defined]


class ChoiceForm(forms.Form):
    """What the citizen chose, and when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hvad har borgeren valgt?"), choices=ChoiceKind.choices, widget=forms.RadioSelect
    )
    chosen_on = DateField(label=gettext_lazy("Dag"))


class PastForm(forms.Form):
    """Which uses may be recorded backwards, and why."""

    slug = forms.ChoiceField(label=gettext_lazy("Forsøg"))
    organisation = forms.ChoiceField(label=gettext_lazy("Kommune"))
    first_day = DateField(label=gettext_lazy("Brug fra og med"))
    last_day = DateField(label=gettext_lazy("til og med"))
    reason = forms.CharField(
        label=gettext_lazy("Begrundelse"),
        max_length=LONGEST_TEXT,
        widget=TextArea({"rows": 3}),
        validators=[no_cpr],
        help_text=gettext_lazy("For eksempel hvornår kommunen kom med, og hvor oplysningerne er fra."),
    )

    def __init__(
        self,
        *args: Any,
        experiments: list[tuple[str, str]],
        places: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["slug"].choices = experiments  # type: ignore[attr-defined]
        self.fields["organisation"].choices = places  # type: ignore[attr-defined]


class UseFilterForm(forms.Form):
    """Narrows the list; nothing of a citizen, as it stands in the address."""

    experiment = forms.ChoiceField(label=gettext_lazy("Forsøg"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Tilstand"),
        required=False,
        choices=[
            ("", gettext_lazy("Alle")),
            ("igang", gettext_lazy("I gang")),
            ("slut", gettext_lazy("Afsluttet")),
            ("trukket", gettext_lazy("Trukket tilbage")),
        ],
    )

    code = forms.CharField(
        label=gettext_lazy("Kode fra mail eller kalender"),
        required=False,
        max_length=8,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "class": "input-width-s"}),
    )

    def __init__(self, *args: Any, experiments: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["experiment"].choices = [("", _("Alle")), *experiments]  # type: ignore[attr-defined]
