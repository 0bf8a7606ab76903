"""The forms of the register: a decision, its authorities, reading, publishing, correcting, subscribing; assignments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.core.catalogue.history import DecisionOutcome, DecisionReason
from frirum.core.catalogue.labels import label
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.rules import Finding
from frirum.core.evidence.words import finding_label
from frirum.web.decisions.actions import LONGEST_TEXT
from frirum.web.decisions.fields import CORRECTABLE, field_label
from frirum.web.site.forms import DateField, MomentForm, TextArea


class BeginDecisionForm(forms.Form):
    """Which experiment or part, and for which authority."""

    subject = forms.ChoiceField(label=_("Forsøg eller del af et forsøg"))
    organisation = forms.ChoiceField(label=_("Myndighed"))

    def __init__(
        self, *args: Any, subjects: list[tuple[str, str]], organisations: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("subject", subjects), ("organisation", organisations)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class WrittenDecisionForm(forms.Form):
    """What is written in a decision. Everything may be empty while it is a draft."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    case_number = forms.CharField(
        label=_("Sagsnummer"), max_length=60, required=False, help_text=_("Fx 2021-4454")
    )
    outcomes = forms.MultipleChoiceField(
        label=_("Hvad der besluttes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    extended_until = DateField(label=_("Forlænget til og med"), required=False)
    reasons = forms.MultipleChoiceField(
        label=_("Grunde"), widget=forms.CheckboxSelectMultiple, required=False
    )
    possibilities = forms.CharField(
        label=_("Forsøgsmuligheder"),
        widget=TextArea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("Hvad forsøget gav mulighed for. Teksten er foreslået fra definitionen."),
    )
    basis = forms.CharField(
        label=_("Beslutningsgrundlag"),
        widget=TextArea(attrs={"rows": 6}),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("Hvad beslutningen bygger på, med ord. Udsagnene nedenfor følger med."),
    )
    conditions = forms.CharField(
        label=_("Betingelser"), widget=TextArea(attrs={"rows": 3}), max_length=LONGEST_TEXT, required=False
    )
    sunset = DateField(
        label=_("Udløber"), required=False, help_text=_("Dagen beslutningen falder bort af sig selv")
    )
    next_look = DateField(label=_("Ses på igen"), required=False)
    decided_on = DateField(
        label=_("Besluttet den"), required=False, help_text=_("Skal være udfyldt, før den offentliggøres")
    )
    answer = forms.CharField(
        label=_("Hvorfor beslutningen fraviger"),
        widget=TextArea(attrs={"rows": 3}),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("Skrives, når noget nedenfor taler imod. Det trykkes sammen med beslutningen."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("outcomes", DecisionOutcome), ("reasons", DecisionReason)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(one.value, label(one)) for one in kind]


class AuthorityForm(forms.Form):
    """Another authority behind the decision, and its agreement."""

    name = forms.CharField(label=_("Myndighed"), max_length=200)
    agreed_on = DateField(label=_("Tilsluttede sig den"), required=False)
    agreed_reference = forms.CharField(
        label=_("Hvor det står"), max_length=100, required=False, help_text=_("Fx et journalnummer")
    )


class SendDecisionBackForm(forms.Form):
    """Why a draft is sent back."""

    reason = forms.CharField(
        label=_("Hvad skal ændres?"), widget=TextArea(attrs={"rows": 3}), max_length=2_000
    )


class PublishDecisionForm(MomentForm):
    """From when others see it."""


class ErratumForm(forms.Form):
    """Which text reads how, and why."""

    field = forms.ChoiceField(label=_("Hvad rettes"))
    text = forms.CharField(
        label=_("Ny tekst"), widget=TextArea(attrs={"rows": 6}), max_length=LONGEST_TEXT, required=False
    )
    reason = forms.CharField(label=_("Begrundelse"), widget=TextArea(attrs={"rows": 3}), max_length=2_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, field_label(name)) for name in CORRECTABLE]


class SubscribeForm(forms.Form):
    """Where to send word, and of what."""

    address = forms.EmailField(
        label=_("Mailadresse"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    slug = forms.ChoiceField(label=_("Om"), required=False)

    def __init__(self, *args: Any, experiments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["slug"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Alle forsøg")), *experiments]


class AssignmentForm(forms.Form):
    """What an outside evaluator is asked to do."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    organisation = forms.ChoiceField(label=_("Myndighed, der beder om den"))
    evaluator_key = forms.ChoiceField(
        label=_("Evaluator"),
        required=False,
        help_text=_("Evaluatorens folk ser opgaven på deres forside og får en mail."),
    )
    evaluator = forms.CharField(
        label=_("Evaluatorens navn"),
        max_length=200,
        required=False,
        help_text=_("Skriv det, hvis evaluatoren ikke er på listen. Så ser den ikke opgaven her."),
    )
    agreement = forms.CharField(
        label=_("Aftale"), max_length=200, help_text=_("Fx kontraktens nummer og dato")
    )
    starts_on = DateField(label=_("Begynder"))
    ends_on = DateField(label=_("Slutter"))
    slugs = forms.MultipleChoiceField(label=_("Forsøg"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        experiments: list[tuple[str, str]],
        organisations: list[tuple[str, str]],
        evaluators: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("slugs", experiments),
            ("organisation", organisations),
            ("evaluator_key", [("", str(_("En anden, uden adgang her"))), *evaluators]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class HandoverForm(forms.Form):
    """Data that were handed over."""

    what = forms.CharField(
        label=_("Hvad blev overdraget?"),
        widget=TextArea(attrs={"rows": 3}),
        max_length=2_000,
        help_text=_("Udtræk, periode, antal rækker, hvem der er med. Ingen personnumre."),
    )
    legal_basis = forms.CharField(label=_("Grundlag"), max_length=300)
    holds_people = forms.BooleanField(label=_("Der er oplysninger om enkeltpersoner i"), required=False)
    handed_on = DateField(label=_("Overdraget den"))
    received_by = forms.CharField(label=_("Modtaget af"), max_length=200)
    delete_by = DateField(label=_("Slettes hos modtageren senest"), required=False)
    sha256 = forms.CharField(label=_("Fingeraftryk (SHA-256)"), max_length=64, required=False)


class ReportReceivedForm(forms.Form):
    """The evaluator's report."""

    title = forms.CharField(label=_("Rapportens titel"), max_length=300)
    received_on = DateField(label=_("Modtaget den"))
    where = forms.CharField(
        label=_("Hvor den ligger"), max_length=300, help_text=_("Adresse eller journalnummer")
    )
    sha256 = forms.CharField(label=_("Fingeraftryk (SHA-256)"), max_length=64, required=False)


class FindingForm(forms.Form):
    """One finding as a claim."""

    subject = forms.ChoiceField(label=_("Forsøg eller del af et forsøg"))
    text = forms.CharField(
        label=_("Hvad blev fundet?"),
        widget=TextArea(attrs={"rows": 3}),
        max_length=1_000,
        help_text=_("Én ting, med tal og usikkerhed. Ordene må ikke sige mere, end trinet kan bære."),
    )
    place = forms.CharField(label=_("Sted i rapporten"), max_length=200, help_text=_("Fx s. 34, tabel 5"))
    step = forms.TypedChoiceField(label=_("Trin"), coerce=int)
    step_reason = forms.CharField(
        label=_("Hvorfor det trin?"), widget=TextArea(attrs={"rows": 2}), max_length=1_000
    )
    finding = forms.ChoiceField(label=_("Konklusion"), required=False)

    def __init__(self, *args: Any, subjects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, str]]] = {
            "subject": subjects,
            "step": [(str(int(one)), f"{int(one)}: {one.label}") for one in EvidenceStep],
            "finding": [
                ("", str(_("Rapporten siger det ikke"))),
                *((one.value, finding_label(one)) for one in Finding),
            ],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options


class RemarkForm(forms.Form):
    """What one side writes to the other about an assignment."""

    text = forms.CharField(label=_("Bemærkning"), widget=TextArea(attrs={"rows": 4}), max_length=4_000)


class FindingReviewForm(forms.Form):
    """Whether a finding says what the report says."""

    as_reported = forms.TypedChoiceField(
        label=_("Er fundet gengivet, som det står i rapporten?"),
        choices=[("ja", _("Ja")), ("nej", _("Nej"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
    )
    text = forms.CharField(
        label=_("Hvad skal rettes?"), widget=TextArea(attrs={"rows": 3}), max_length=4_000, required=False
    )


class WithdrawFindingForm(forms.Form):
    """Why a finding is taken back."""

    reason = forms.CharField(label=_("Begrundelse"), widget=TextArea(attrs={"rows": 3}), max_length=1_000)
