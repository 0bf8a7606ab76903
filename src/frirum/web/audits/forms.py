"""The forms of audits: which round, what is asked about a case, what is told and concluded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frirum.core.instruments.questions import AskedQuestion
from frirum.web.audits.actions import RoundPlan
from frirum.web.audits.frames import Wanted
from frirum.web.audits.models import AuditMode, DrawnBy, FrameSource
from frirum.web.audits.reviewing import NOT_PUT
from frirum.web.site.forms import DateField, TextArea

LONGEST = 2_000
_EXTENTS = (
    ("all", _("Alle sager på listen")),
    ("n", _("Et tilfældigt udtræk af det antal, jeg skriver")),
    ("margin10", _("Et tilfældigt udtræk, så andele er sikre på højst 10 procentpoint")),
    ("margin05", _("Et tilfældigt udtræk, så andele er sikre på højst 5 procentpoint")),
    ("below05", _("Et tilfældigt udtræk, så ingen fejl fundet viser, at under 5 pct. har fejlen")),
    ("below10", _("Et tilfældigt udtræk, så ingen fejl fundet viser, at under 10 pct. har fejlen")),
    ("newest", _("De nyeste før en dag – ikke tilfældigt, og intet kan regnes ud om de andre sager")),
)


class OpenRoundForm(forms.Form):
    """A new round: which audit, which list, how many cases, who else looks, and what the municipality adds."""

    audit = forms.ChoiceField(label=_("Tilsyn"))
    organisation = forms.ChoiceField(label=_("Kommune"))
    mode = forms.ChoiceField(
        label=_("Hvordan det er tilrettelagt"),
        choices=[(mode.value, mode.label) for mode in AuditMode if mode != AuditMode.INDIVIDUAL],
    )
    source = forms.ChoiceField(
        label=_("Listen laves af"),
        choices=[(source.value, source.label) for source in FrameSource if source != FrameSource.NONE],
    )
    first_day = DateField(label=_("Brug, der begyndte fra og med"))
    last_day = DateField(label=_("til og med"))
    extent = forms.ChoiceField(
        label=_("Hvilke sager"), choices=_EXTENTS, widget=forms.RadioSelect, initial="all"
    )
    n = forms.IntegerField(
        label=_("Antal sager"), required=False, min_value=1, help_text=_("Kun når du selv skriver antallet.")
    )
    seed = forms.IntegerField(
        label=_("Frø"),
        required=False,
        min_value=0,
        max_value=10**15,
        help_text=_(
            "Et tal, der er meldt ud, før listen laves, for eksempel dagens dato. Så kan ingen vælge sager."
        ),
    )
    before = DateField(label=_("De nyeste før"), required=False)
    by_part = forms.BooleanField(label=_("Træk hver del af forsøget for sig"), required=False)
    replaces = forms.BooleanField(
        label=_("Den næste i rækken tager pladsen, når en sag ikke kan gennemgås"),
        required=False,
        initial=True,
    )
    second_share = forms.IntegerField(
        label=_("Andel, som en anden også bedømmer (pct.)"), min_value=0, max_value=100, initial=0
    )
    two_axes = forms.BooleanField(
        label=_("Spørg også: Er afgørelsen rigtig? Er sagen behandlet rigtigt?"), required=False
    )
    own = forms.CharField(
        label=_("Kommunens egne spørgsmål"),
        widget=TextArea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
        help_text=_("Ét på hver linje. De mærkes og tæller ikke med i det fælles resultat."),
    )

    def __init__(
        self, *args: Any, audits: list[tuple[str, str]], organisations: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["audit"].choices = audits  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last, extent = given.get("first_day"), given.get("last_day"), given.get("extent")
        if first and last and last < first:
            self.add_error("last_day", _("Den sidste dag ligger før den første. Byt dem om."))
        if extent in ("n", "newest") and given.get("n") is None:
            self.add_error("n", _("Skriv, hvor mange sager der gennemgås."))
        if extent not in ("all", "newest") and given.get("seed") is None:
            self.add_error("seed", _("Et tilfældigt udtræk kræver et frø."))
        if extent == "newest" and given.get("before") is None:
            self.add_error("before", _("Skriv dagen, før hvilken sagerne begyndte."))
        return given

    def plan(self, round_: str) -> RoundPlan:
        """The round as it was asked for; of a form that is valid."""
        given = self.cleaned_data
        return RoundPlan(
            round_=round_,
            days=(given["first_day"], given["last_day"]),
            mode=AuditMode(given["mode"]),
            source=FrameSource(given["source"]),
            wanted=self._wanted(),
            replaces=given["replaces"] and given["extent"] != "all",
            second_share=given["second_share"],
            own=tuple(line.strip() for line in given["own"].splitlines() if line.strip()),
            two_axes=given["two_axes"],
        )

    def _wanted(self) -> Wanted:
        given = self.cleaned_data
        by_part = given["by_part"]
        match given["extent"]:
            case "all":
                return Wanted(by_part=by_part)
            case "newest":
                return Wanted(DrawnBy.NEWEST_BEFORE, given["n"], before=given["before"], by_part=by_part)
            case "n":
                return Wanted(DrawnBy.RANDOM_EACH, given["n"], given["seed"], by_part=by_part)
            case rule:
                return Wanted(DrawnBy.RANDOM_EACH, None, given["seed"], rule, by_part=by_part)


class ReportForm(forms.Form):
    """The result of an audit that a municipality arranged itself: how many cases, and counts for each answer."""

    organisation = forms.ChoiceField(label=_("Kommune"))
    first_day = DateField(label=_("Sager fra og med"))
    last_day = DateField(label=_("til og med"))
    rule = forms.ChoiceField(label=_("Hvordan sagerne er taget"), choices=DrawnBy.choices)
    listed = forms.IntegerField(label=_("Sager i alt"), min_value=1)
    reviewed = forms.IntegerField(label=_("Gennemgåede sager"), min_value=1)

    def __init__(
        self,
        *args: Any,
        organisations: list[tuple[str, str]],
        questions: Sequence[AskedQuestion],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]
        self.boxes: dict[str, tuple[str, str]] = {}
        for place, asked in enumerate((one for one in questions if one.is_choice), start=1):
            for number, option in enumerate(asked.options, start=1):
                self._box(f"q{place}-{number}", asked, str(option.value), option.shown)
            if asked.question.only_if is not None:
                self._box(f"q{place}-0", asked, NOT_PUT, str(_("stilles ikke i sagen")))

    def _box(self, name: str, asked: AskedQuestion, value: str, text: str) -> None:
        self.fields[name] = forms.IntegerField(
            label=f"{asked.question.text} – {text}", min_value=0, required=False
        )
        self.boxes[name] = asked.id, value

    def counts(self) -> dict[str, dict[str, int]]:
        """Question id -> value -> cases, of a form that is valid."""
        found: dict[str, dict[str, int]] = {}
        for name, (key, value) in self.boxes.items():
            if n := self.cleaned_data.get(name):
                found.setdefault(key, {})[value] = n
        return found


class QueryForm(forms.Form):
    """A question about a case: what, to whom, until when."""

    question = forms.ChoiceField(label=_("Det handler om"), required=False)
    text = forms.CharField(
        label=_("Spørgsmål"), widget=TextArea(attrs={"rows": 3}), max_length=LONGEST,
        help_text=_("Uden navne og CPR-numre."),
    )  # fmt: skip
    owner = forms.ChoiceField(label=_("Hvem skal svare"))
    due_on = DateField(label=_("Frist"))

    def __init__(
        self, *args: Any, questions: list[tuple[str, str]], people: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["question"].choices = [("", _("Sagen som helhed")), *questions]  # type: ignore[attr-defined]
        self.fields["owner"].choices = people  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """One line in a thread."""

    text = forms.CharField(
        label=_("Dit svar"), widget=TextArea(attrs={"rows": 3}), max_length=LONGEST,
        help_text=_("Uden navne og CPR-numre."),
    )  # fmt: skip


class NoticeForm(forms.Form):
    """When and how the staff was told."""

    organisation = forms.ChoiceField(label=_("Kommune"))
    told_on = DateField(label=_("Hvilken dag blev medarbejderne orienteret?"))
    how = forms.CharField(
        label=_("Hvordan"), max_length=LONGEST, widget=TextArea(attrs={"rows": 2}),
        help_text=_("For eksempel: på teammøde, med referat til alle."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class FeedbackForm(forms.Form):
    """What those who are told read first."""

    text = forms.CharField(
        label=_("Til dem, der meldes tilbage til"), widget=TextArea(attrs={"rows": 5}), max_length=LONGEST,
        help_text=_("Praksis og erfaringer fra runden. Nævn ikke enkelte sager eller rådgivere."),
    )  # fmt: skip


class StockTakeForm(forms.Form):
    """What a working group saw, and whether something is adjusted."""

    slug = forms.ChoiceField(label=pgettext_lazy("one", "Forsøg"))
    organisation = forms.ChoiceField(label=_("Hvem holder status"))
    held_on = DateField(label=_("Dag"))
    participants = forms.CharField(
        label=_("Deltagere"), max_length=LONGEST, widget=TextArea(attrs={"rows": 2}),
        help_text=_("Roller, ikke navne: teamleder, to rådgivere, koordinator."),
    )  # fmt: skip
    rests_on = forms.MultipleChoiceField(
        label=_("Det, status hviler på"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(label=_("Det, I så"), widget=TextArea(attrs={"rows": 5}), max_length=LONGEST)
    adjustment = forms.CharField(
        label=_("Det, der skal ændres"), widget=TextArea(attrs={"rows": 3}), max_length=LONGEST, required=False,
        help_text=_("Tomt, hvis intet skal ændres. En ændring af et låst design skrives som et tillæg bagefter."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        slugs: list[tuple[str, str]],
        organisations: list[tuple[str, str]],
        material: list[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["slug"].choices = slugs  # type: ignore[attr-defined]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]
        self.fields["rests_on"].choices = material  # type: ignore[attr-defined]
        if not material:
            del self.fields["rests_on"]


class WorkbookForm(forms.Form):
    """A filled-in workbook."""

    file = forms.FileField(label=_("Udfyldt skema"), help_text=_("Excel (.xlsx), hentet fra denne runde"))
