"""Forms of the pages around a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frirum.web.experiments.taking_part import Choices
from frirum.web.locking.forms import AmendForm
from frirum.web.site.forms import DateField, MomentForm, TextArea


class FreezeForm(MomentForm):
    """The moment before which the document is not made public."""

    day = DateField(
        label=_("Må tidligst offentliggøres dag"),
        required=False,
        help_text=_("Tom: når som helst. Ellers kan ingen offentliggøre det før den dag."),
    )


class AnswersForForm(forms.Form):
    """Who answers for the figures that were typed in a document, in writing."""

    answers_for = forms.CharField(
        label=_("Hvor er tallene fra, og hvorfor må alle se dem?"),
        widget=TextArea(attrs={"rows": 4}),
        max_length=2_000,
        help_text=_("Det kommer til at stå på dokumentets offentlige side."),
    )


class BeginDocumentForm(forms.Form):
    """Which experiment, which kind, and for which organisation."""

    slug = forms.ChoiceField(label=_("Forsøg"))
    kind = forms.ChoiceField(label=_("Slags"))
    organisation = forms.ChoiceField(label=_("Kommune"))

    def __init__(
        self,
        *args: Any,
        experiments: Choices,
        kinds: list[tuple[str, str]],
        organisations: list[tuple[str, str]],
    ) -> None:
        super().__init__(*args)
        self.fields["slug"].choices = experiments  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class BeginConclusionsForm(forms.Form):
    """Which network and period, and for which organisation."""

    period = forms.ChoiceField(label=_("Netværk og periode"))
    organisation = forms.ChoiceField(label=_("For"))

    def __init__(
        self, *args: Any, periods: list[tuple[str, str]], organisations: list[tuple[str, str]]
    ) -> None:
        super().__init__(*args)
        self.fields["period"].choices = periods  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class BeginPixiForm(forms.Form):
    """Which network, and for which organisation."""

    network = forms.ChoiceField(label=_("Netværk"))
    organisation = forms.ChoiceField(label=_("For"))

    def __init__(
        self, *args: Any, networks: list[tuple[str, str]], organisations: list[tuple[str, str]]
    ) -> None:
        super().__init__(*args)
        self.fields["network"].choices = networks  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """What a theme is called; or what is recommended, and the experiments it rests on."""

    title = forms.CharField(label=_("Overskrift"), max_length=300)
    rests_on = forms.MultipleChoiceField(
        label=_("Forsøg, som anbefalingen hviler på"),
        help_text=_(
            "Det, kilderne fandt i dem, trykkes under anbefalingen, og det siges, hvis den er foran det."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, experiments: list[tuple[str, str]] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rests_on"].choices = experiments or []  # type: ignore[attr-defined]
        if experiments is None:
            self.fields["title"].label = _("Temaets overskrift")
            self.fields["rests_on"].widget = forms.MultipleHiddenInput()
        else:
            self.fields["title"].label = _("Det, der anbefales, i én sætning")


class CaseFileForm(forms.Form):
    """Which case is taken out, and whose."""

    slug = forms.ChoiceField(label=_("Forsøg"))
    organisation = forms.ChoiceField(label=_("Organisation"))

    def __init__(
        self,
        *args: Any,
        experiments: list[tuple[str, str]],
        organisations: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].choices = experiments  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class ShareOutForm(forms.Form):
    """Who writes a section until when, and whether it is ready."""

    owner = forms.ChoiceField(label=_("Ansvarlig"), required=False)
    due = DateField(label=_("Frist"), required=False)
    ready = forms.BooleanField(label=_("Afsnittet er klar"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Ingen")), *people]  # type: ignore[attr-defined]


class SectionCommentForm(forms.Form):
    """A comment and the paragraph it is at; 0 is the whole section."""

    paragraph = forms.IntegerField(label=_("Stykke nr. (0: hele afsnittet)"), min_value=0, initial=0)
    text = forms.CharField(label=_("Kommentar"), widget=TextArea(), max_length=5_000)


class ReturnForm(forms.Form):
    """The Word file that comes back."""

    file = forms.FileField(
        label=_("Word-fil"),
        help_text=_(
            "Den DOCX, der er hentet her på dokumentets side, og som nogen har skrevet i. Højst 50 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )


class TemplateForm(forms.Form):
    """A Word template, and whose it is."""

    organisation = forms.ChoiceField(label=_("Kommune"))
    file = forms.FileField(
        label=_("Word-skabelon"),
        help_text=_(
            "En DOCX uden makroer, højst 10 MB. Logo, side, skrift og overskrifter bruges; teksten ikke."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class DocumentErratumForm(AmendForm):
    """What is right, and why it is corrected."""

    text = forms.CharField(label=_("Det rigtige er"), widget=TextArea(), max_length=50_000)
    field_order = ("text", "reason", "major")
