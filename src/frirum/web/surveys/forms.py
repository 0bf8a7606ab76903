"""The forms of those who hold a survey."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.roles import Role
from frirum.web.site.forms import DateField, TextArea, one_is_needed
from frirum.web.surveys.building import DAY, MULTIPLE, NUMBER, OWN_OPTIONS, TEXT, YES_NO
from frirum.web.surveys.models import Channel
from frirum.web.surveys.translating import LANGUAGES


class PrepareWaveForm(forms.Form):
    """A wave: its name, what respondents are told, and that the wording has been read."""

    organisation = forms.ChoiceField(label=_("Hvem spørger"))
    planned = forms.ChoiceField(label=_("Hvilken af de planlagte runder"), required=False)
    name = forms.CharField(
        label=_("Rundens navn"),
        max_length=64,
        required=False,
        help_text=_("Kun når det er en anden runde end de planlagte."),
    )
    purpose = forms.CharField(
        label=_("Formål"),
        widget=TextArea(attrs={"rows": 3}),
        max_length=1_000,
        help_text=_(
            "Det, svarpersonen læser. Nævn hverken ydelse, sygdom eller forsøg, når borgere spørges."
        ),
    )
    controller = forms.CharField(
        label=_("Dataansvarlig"), max_length=200, help_text=_("Kommunens navn, som svarpersonen kender det")
    )
    legal_basis = forms.CharField(label=_("Behandlingsgrundlag"), max_length=300)
    contact = forms.CharField(
        label=_("Hvem kan svare på spørgsmål"), max_length=200, help_text=_("Fx en funktions mail og telefon")
    )
    closes_on = DateField(label=_("Sidste svardag"))
    keep_until = DateField(label=_("Svarene slettes den"))
    named = forms.BooleanField(
        label=_("Så få spørges, at svarene kan genkendes. Det står på siden før det første spørgsmål."),
        required=False,
    )
    pairing = forms.BooleanField(
        label=_("Spørg efter en kode, svarpersonen selv laver, så de samme kan følges fra runde til runde."),
        required=False,
        help_text=_("Koden gemmes ikke, kun et aftryk. Sæt kryds i alle de runder, der skal sammenlignes."),
    )
    wording_confirmed = forms.BooleanField(
        label=_("Jeg har læst de spørgsmål, der er mærket »forslag«, og de skal stilles sådan."),
        error_messages={"required": _("Læs spørgsmålene, og bekræft, at de skal stilles sådan.")},
    )

    def __init__(
        self,
        *args: Any,
        organisations: list[tuple[str, str]],
        rounds: list[tuple[str, str]],
        proposed: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("organisation", organisations), ("planned", [*rounds, ("", _("En anden"))])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        one_is_needed(self, "planned", "name")
        if not rounds:
            del self.fields["planned"]
            self.fields["name"].help_text = ""
        if not proposed:
            del self.fields["wording_confirmed"]

    def clean(self) -> dict[str, Any]:
        """A planned round goes by the definition's own id, so that its rules, calendar and results find it."""
        data: dict[str, Any] = super().clean() or {}
        planned, name = data.get("planned"), data.get("name")
        if planned and name:
            self.add_error("name", _("Her står både en planlagt runde og et navn. Tag det ene væk."))
        elif not planned and not name:
            self.add_error("name", _("Vælg en planlagt runde, eller skriv navnet på en anden."))
        data["name"] = planned or name
        return data


RESPONDENTS = (
    Role.CASEWORKER, Role.CITIZEN, Role.EMPLOYER, Role.GENERAL_PRACTITIONER, Role.UNEMPLOYMENT_FUND, Role.MENTOR,
    Role.PROVIDER,
)  # fmt: skip
ASKED_BY = (Channel.MAIL, Channel.LETTER, Channel.SMS, Channel.POST)


class RecipientsForm(forms.Form):
    """The list of those who are to be asked, and how."""

    channel = forms.ChoiceField(
        label=_("Hvordan de spørges"),
        choices=[(one.value, one.label) for one in ASKED_BY],
        initial=Channel.MAIL,
        required=False,
    )
    file = forms.FileField(
        label=_("Liste"),
        help_text=_(
            "CSV eller Excel (.xlsx). Mail: e-mail og kommune. Brev: navn, adresse, postnr, by og kommune. "
            "SMS: telefon og kommune. Digital Post: id (jeres eget, aldrig CPR-nummer) og kommune."
        ),
    )


class AnswerFileForm(forms.Form):
    """A file of answers from another tool, and the wave they belong to."""

    organisation = forms.ChoiceField(label=_("Hvem spurgte"))
    name = forms.CharField(
        label=_("Rundens navn"), max_length=64,
        help_text=_("En ny runde, eller en lukket, der får flere svar"),
    )  # fmt: skip
    invited = forms.IntegerField(
        label=_("Hvor mange blev spurgt"), min_value=1, max_value=1_000_000, required=False,
        help_text=_("Til svarprocenten; tomt, hvis ingen ved det"),
    )  # fmt: skip
    closes_on = DateField(
        label=_("Sidste svardag"),
        help_text=_("Den dag, det sidste svar kom ind: den siger, hvilken runde der kom først"),
    )
    keep_until = DateField(label=_("Svarene slettes den"))
    file = forms.FileField(
        label=_("Fil med svar"),
        help_text=_(
            "CSV eller Excel (.xlsx), en række for hver svarperson. Slet navne, mailadresser og tidspunkter, før den "
            "hentes ind; CPR-numre tages aldrig ind."
        ),
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class PointForm(forms.Form):
    """What the columns and values of a file are: a choice each.

    `fields` are dicts of name, label, choices and initial.
    """

    def __init__(self, *args: Any, fields: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in fields:
            self.fields[one["name"]] = forms.ChoiceField(
                label=one["label"], choices=one["choices"], initial=one["initial"]
            )


class OpenLinkForm(forms.Form):
    """How often an open link may be begun from."""

    most = forms.IntegerField(
        label=_("Højst antal svar"), min_value=1, max_value=100_000, initial=500,
        help_text=_("Linket er alles: den, der har det, kan svare flere gange. Et loft gør misbrug mindre."),
    )  # fmt: skip


class InterviewForm(forms.Form):
    """Where the person who is interviewed lives."""

    municipality = forms.ChoiceField(label=_("Kommune"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = places  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    """The right address of somebody whose mail came back."""

    address = forms.EmailField(label=_("E-mail"))


class TranslationForm(forms.Form):
    """A translation that came back."""

    organisation = forms.ChoiceField(label=_("Hvem spørger"))
    language = forms.ChoiceField(label=_("Sprog"), choices=list(LANGUAGES.items()))
    file = forms.FileField(
        label=_("Udfyldt ark"), help_text=_("CSV eller Excel med kolonnen oversættelse udfyldt")
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class BuilderForm(forms.Form):
    """An own questionnaire as a whole."""

    slug = forms.ChoiceField(label=pgettext_lazy("one", "Forsøg"))
    organisation = forms.ChoiceField(label=_("Hvem spørger"))
    title = forms.CharField(label=_("Titel"), max_length=200)
    respondents = forms.ChoiceField(label=_("Hvem der spørges"))
    file = forms.FileField(
        label=_("XLSForm"), required=False,
        help_text=_("Et skema fra ODK, KoboToolbox eller SurveyCTO i stedet for spørgsmålene nedenfor."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, slugs: list[tuple[str, str]], organisations: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, label(role)) for role in RESPONDENTS]
        for name, choices in (("slug", slugs), ("organisation", organisations), ("respondents", roles)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class QuestionRowForm(forms.Form):
    """One question of the builder; one without text is left out."""

    text = forms.CharField(label=_("Spørgsmål"), max_length=500, required=False)
    text_en = forms.CharField(label=_("På engelsk"), max_length=500, required=False)
    kind = forms.ChoiceField(label=_("Svar"), required=False)
    options = forms.CharField(
        label=_("Egne svarmuligheder"), widget=TextArea(attrs={"rows": 3}), max_length=2_000, required=False,
        help_text=_("Én på hver linje, kun når svaret er »egne svarmuligheder«."),
    )  # fmt: skip
    lines = forms.CharField(
        label=_("Tabellens linjer"), widget=TextArea(attrs={"rows": 3}), max_length=4_000, required=False,
        help_text=_(
            "Kun til en tabel: flere udsagn på samme skala, ét på hver linje. Spørgsmålet står over dem. "
            "Egne svarmuligheder skrives i rækkefølge, mindst først. Engelsk skrives efter en lodret streg."
        ),
    )  # fmt: skip
    after = forms.CharField(
        label=_("Stilles kun efter spørgsmål nummer"),
        max_length=3,
        required=False,
        help_text=_("Tomt: altid."),
    )
    answers = forms.CharField(
        label=_("… når svaret er"), widget=TextArea(attrs={"rows": 2}), max_length=500, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scales = [(scale.id, scale.title) for scale in shipped_shared().scales.values()]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            *scales,
            (YES_NO, _("ja eller nej")),
            (OWN_OPTIONS, _("egne svarmuligheder, ét svar")),
            (MULTIPLE, _("egne svarmuligheder, flere svar")),
            (TEXT, _("fri tekst")),
            (NUMBER, _("tal")),
            (DAY, _("dato")),
        ]
