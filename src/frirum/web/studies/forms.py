"""The forms of time studies and conversations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frirum.web.site.forms import DateField, TextArea
from frirum.web.studies.models import ConversationKind, Direction, StaffRole, StudyPhase, TimeStudy
from frirum.web.studies.tasks import task_texts

Choices = list[tuple[str, str]]


class StudyForm(forms.Form):
    """A time study: which experiment and tasks, from when to when, and on how many drawn days."""

    slug = forms.ChoiceField(label=pgettext_lazy("one", "Forsøg"))
    organisation = forms.ChoiceField(label=_("Organisation"))
    phase = forms.ChoiceField(label=_("Hvornår"), choices=StudyPhase.choices)
    tasks = forms.MultipleChoiceField(label=_("Opgaver"), widget=forms.CheckboxSelectMultiple)
    first_day = DateField(label=_("Første dag"))
    last_day = DateField(label=_("Sidste dag"))
    n_days = forms.IntegerField(
        label=_("Antal dage, der trækkes"), min_value=1, max_value=260, initial=5,
        help_text=_("Hverdage. Ingen skal skrive tid de andre dage."),
    )  # fmt: skip
    seed = forms.IntegerField(
        label=_("Frø"), min_value=0, max_value=10**15,
        help_text=_("Et tal, der er meldt ud, før dagene trækkes. Så kan ingen vælge dem."),
    )  # fmt: skip

    def __init__(self, *args: Any, slugs: Choices, organisations: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["slug"].choices = slugs  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]
        self.fields["tasks"].choices = list(task_texts().items())  # type: ignore[attr-defined]


class TimeForm(forms.Form):
    """How long one task took."""

    on = forms.ChoiceField(label=_("Dag"))
    task = forms.ChoiceField(label=_("Opgave"))
    role = forms.ChoiceField(label=_("Din rolle"), choices=StaffRole.choices)
    minutes = forms.IntegerField(label=_("Minutter"), min_value=1, max_value=24 * 60)

    def __init__(self, *args: Any, study: TimeStudy, days: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        texts = task_texts()
        self.fields["on"].choices = days  # type: ignore[attr-defined]
        self.fields["task"].choices = [(one, texts.get(one, one)) for one in study.tasks]  # type: ignore[attr-defined]


class ConversationForm(forms.Form):
    """A focus group or interview."""

    slug = forms.ChoiceField(label=pgettext_lazy("one", "Forsøg"))
    organisation = forms.ChoiceField(label=_("Organisation"))
    kind = forms.ChoiceField(label=_("Slags"), choices=ConversationKind.choices)
    held_on = DateField(label=_("Dag"))
    guide = forms.CharField(
        label=_("Guide"), widget=TextArea(attrs={"rows": 6}), max_length=5_000,
        help_text=_("Det, der blev spurgt om, i den rækkefølge."),
    )  # fmt: skip
    participants = forms.CharField(
        label=_("Deltagere"), widget=TextArea(attrs={"rows": 3}), max_length=1_000,
        help_text=_("Rolle og antal, én på hver linje: Rådgiver: 4"),
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Notater"), widget=TextArea(attrs={"rows": 8}), max_length=20_000, required=False,
        help_text=_("Uden navne og CPR-numre."),
    )  # fmt: skip

    def __init__(self, *args: Any, slugs: Choices, organisations: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["slug"].choices = slugs  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    def clean_participants(self) -> dict[str, int]:
        """Role -> how many."""
        found: dict[str, int] = {}
        for line in self.cleaned_data["participants"].splitlines():
            role, _colon, n = line.rpartition(":")
            if not line.strip():
                continue
            if not role.strip() or not n.strip().isdigit() or not 0 < int(n) < 1_000:
                raise forms.ValidationError(
                    _("Skriv rolle, kolon og antal på hver linje, som »Rådgiver: 4«.")
                )
            found[role.strip()] = found.get(role.strip(), 0) + int(n)
        return found


class ClaimForm(forms.Form):
    """One thing that was claimed."""

    theme = forms.CharField(label=_("Tema"), max_length=100)
    text = forms.CharField(
        label=_("Udsagn"), widget=TextArea(attrs={"rows": 2}), max_length=1_000,
        help_text=_("Én sætning, uden navne. Den står som erfaring, trin 0, i alt, der skrives af den."),
    )  # fmt: skip
    direction = forms.ChoiceField(label=_("Retning"), choices=Direction.choices)
    said_by = forms.ChoiceField(label=_("Sagt af"))

    def __init__(self, *args: Any, roles: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["said_by"].choices = [(one, one) for one in roles]  # type: ignore[attr-defined]
