"""Forms of the pages around a design: begin, send to review, comment, decide, lock, amend, outcomes, receipt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frirum.web.experiments.taking_part import Choices
from frirum.web.site.forms import DateField, TextArea

LONGEST = 5_000


class BeginDesignForm(forms.Form):
    """Which experiment, and whose design."""

    experiment = forms.ChoiceField(label=pgettext_lazy("one", "Forsøg"))
    organisation = forms.ChoiceField(label=_("Organisation"))

    def __init__(
        self,
        *args: Any,
        experiments: Choices,
        organisations: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experiment"].choices = experiments  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class ReviewerForm(forms.Form):
    """Who is asked to read the design."""

    reviewer = forms.ChoiceField(
        label=_("Hvem skal læse designet?"),
        help_text=_("En anden end dem, der har skrevet i det."),
    )

    def __init__(self, *args: Any, reviewers: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["reviewer"].choices = reviewers  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """A comment on one step."""

    text = forms.CharField(label=_("Kommentar"), widget=TextArea(attrs={"rows": 3}), max_length=LONGEST)


class DecisionForm(forms.Form):
    """What is said of the design as a whole."""

    text = forms.CharField(
        label=_("Samlet vurdering"),
        help_text=_("Skal skrives, når designet sendes tilbage."),
        required=False,
        widget=TextArea(attrs={"rows": 4}),
        max_length=LONGEST,
    )


class LockForm(forms.Form):
    """From when everybody may read the design; and why it starts, where the checklist is not fulfilled."""

    override_reason = forms.CharField(
        label=_("Hvorfor startes der alligevel?"),
        help_text=_(
            "Dit navn, begrundelsen og det, der mangler, er offentligt fra i dag og bliver trykt i dokumenterne."
        ),
        widget=TextArea(attrs={"rows": 4}),
        max_length=LONGEST,
    )
    public_from = DateField(
        label=_("Indholdet er offentligt fra"),
        help_text=_(
            "Tomt: med det samme. Fingeraftryk, dag og dage for ændringer er altid offentlige. Højst 4 år."
        ),
        required=False,
    )

    def __init__(self, *args: Any, is_met: bool) -> None:
        super().__init__(*args)
        if is_met:
            del self.fields["override_reason"]


class OutcomesForm(forms.Form):
    """The day a person says that outcomes were first seen."""

    seen_on = DateField(label=_("Hvornår blev udfald først set?"))
