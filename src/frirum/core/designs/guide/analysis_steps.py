"""The steps that say what is measured and how it is judged: point 4, and the plan of analysis."""

from __future__ import annotations

from frirum.core.catalogue.instruments import Frequency, InstrumentKind, Sampling
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.plan import Comparison, Test
from frirum.core.catalogue.roles import Role
from frirum.core.designs.guide.plan import ANALYSIS, Field, Kind, Repeated, Step
from frirum.core.language import gettext as _

_KINDS = (
    InstrumentKind.MANAGEMENT_AUDIT,
    InstrumentKind.CASE_REVIEW,
    InstrumentKind.SURVEY,
    InstrumentKind.FOCUS_GROUP,
    InstrumentKind.DATA_EXTRACT,
    InstrumentKind.REGISTER_RUN,
    InstrumentKind.CONTACT_COUNT,
    InstrumentKind.BASELINE,
    InstrumentKind.EXTERNAL_EVALUATION,
)


def analysis_steps() -> tuple[Step, ...]:
    """Measurement, instruments, outcomes, research questions."""
    return (_measurement(), _measures(), _instruments(), _outcomes(), _questions())


def _none() -> tuple[str, str]:
    return ("", _("Ikke valgt"))


def _measurement() -> Step:
    return Step(
        "maaling",
        _("Nulpunkt og metode"),
        _("Hvordan så det ud før, hvor er tallene fra, og hvad holdes de op mod?"),
        4,
        (
            Field(
                "baseline",
                _("Er en nulpunktsmåling mulig?"),
                Kind.CHOICE,
                options=(_none(), ("yes", _("Ja, den er planlagt")), ("no", _("Nej"))),
            ),
            Field(
                "baseline_reason",
                _("Hvordan den laves, eller hvorfor den ikke kan laves"),
                example=_("Samtaler tælles i Fasit for 2017, før forsøget begynder."),
            ),
            Field("measurement", _("Hvad der måles"), Kind.LINES, _("Ét punkt pr. linje.")),
            Field(
                "method",
                _("Hvordan der evalueres"),
                Kind.LINES,
                _("Hvilke tal, fra hvilket system, på hvilke dage, holdt op mod hvad. Ét punkt pr. linje."),
                _(
                    "Andelen i arbejde 6 måneder efter, fra DREAM, holdt op mod sager efter de almindelige regler."
                ),
                required=True,
            ),
            Field("sources", _("Datakilder"), Kind.LINES, _("Én kilde pr. linje."), "DREAM", required=True),
        ),
    )


def _measures() -> Step:
    return Step(
        "maalinger",
        _("Det, der måles"),
        _("Ét mål for hvert tal: hvad tælles, i hvilken enhed, i hvilket system."),
        4,
        items=Repeated(
            _("Måling"),
            _("Tilføj en måling"),
            (
                Field(
                    "text", _("Hvad tælles"), Kind.LINE, example=_("Borgere, der er i job efter 6 måneder")
                ),
                Field("unit", _("Enhed"), Kind.LINE, example=_("pct.")),
                Field("system", _("System"), Kind.LINE, example="Fasit"),
                Field("before", _("Måles også før start?"), Kind.CHOICE, options=_yes_no()),
            ),
        ),
    )


def _yes_no() -> tuple[tuple[str, str], ...]:
    return (_none(), ("yes", _("Ja")), ("no", _("Nej")))


def _instruments() -> Step:
    return Step(
        "redskaber",
        _("Tilsyn, spørgeskemaer og datatræk"),
        _("Hvert redskab med antal: hvor mange sager gennemgås, og hvor mange spørges?"),
        4,
        items=Repeated(
            _("Redskab"),
            _("Tilføj et redskab"),
            (
                Field("title", _("Titel"), Kind.LINE, required=True),
                Field(
                    "kind",
                    _("Slags"),
                    Kind.CHOICE,
                    options=(_none(), *((one.value, str(label(one))) for one in _KINDS)),
                    required=True,
                ),
                Field("text", _("Hvad det skal vise")),
                Field(
                    "frequency",
                    _("Hvor tit"),
                    Kind.CHOICE,
                    options=(_none(), *((one.value, str(label(one))) for one in Frequency)),
                ),
                Field("rounds", _("Runder"), Kind.LINES, _("Én runde pr. linje."), _("januar 2019")),
                Field(
                    "respondents",
                    _("Spørges"),
                    Kind.CHOICES,
                    options=tuple((one.value, str(label(one))) for one in Role),
                ),
                Field(
                    "sampling",
                    _("Hvilke sager eller personer"),
                    Kind.CHOICE,
                    options=(_none(), *((one.value, str(label(one))) for one in Sampling)),
                ),
                Field("size", _("Antal"), Kind.WHOLE, _("Hvor mange sager eller personer."), "30"),
                Field("each", _("Er antallet i hver kommune?"), Kind.CHOICE, options=_yes_no()),
                Field(
                    "questions",
                    _("Spørgsmål"),
                    Kind.LINES,
                    _("Ét spørgsmål pr. linje. Ens spørgsmål i alle runder kan sammenlignes."),
                ),
            ),
        ),
    )


def _outcomes() -> Step:
    return Step(
        "udfald",
        _("Udfald"),
        _("Det, forsøget bedømmes på. Mindst ét udfald er en skade, I holder øje med."),
        ANALYSIS,
        items=Repeated(
            _("Udfald"),
            _("Tilføj et udfald"),
            (
                Field("text", _("Udfaldet"), Kind.LINE, required=True),
                Field(
                    "scheme",
                    _("Udfaldsdefinition"),
                    Kind.LINE,
                    _("Navnet på den regel, der siger, hvad der tæller."),
                    "dream_employment",
                ),
                Field("version", _("Definitionens version"), Kind.LINE, example="2024-01"),
                Field("unit", _("Enhed"), Kind.LINE, example=_("andel af deltagere")),
                Field("harm", _("Er det en skade, der holdes øje med?"), Kind.CHOICE, options=_yes_no()),
            ),
            required=True,
        ),
    )


def _questions() -> Step:
    return Step(
        "spoergsmaal",
        _("Undersøgelsesspørgsmål"),
        _("Spørgsmålet før beregningen: hvad sammenlignes med hvad, og hvor stor en forskel betyder noget?"),
        ANALYSIS,
        items=Repeated(
            _("Undersøgelsesspørgsmål"), _("Tilføj et spørgsmål"), _question_fields(), required=True
        ),
    )


def _question_fields() -> tuple[Field, ...]:
    return (
        Field("text", _("Spørgsmålet"), required=True),
        Field(
            "estimand", _("Hvad der estimeres"), help=_("Forskellen i hvad, for hvem, i forhold til hvem.")
        ),
        Field("outcomes", _("Udfald"), Kind.CHOICES, chosen_from="udfald", required=True),
        Field(
            "comparison",
            _("Sammenligning"),
            Kind.CHOICES,
            options=tuple((one.value, str(label(one))) for one in Comparison),
            required=True,
        ),
        Field(
            "comparison_reason",
            _("Hvorfor den sammenligning, eller hvorfor ingen"),
        ),
        Field("horizons", _("Horisont"), Kind.LINE, _("Måneder efter, med komma imellem."), "3, 6, 9"),
        Field(
            "test",
            _("Svar der søges"),
            Kind.CHOICE,
            options=(_none(), *((one.value, str(label(one))) for one in Test)),
            required=True,
        ),
        Field(
            "direction",
            _("Ventet retning"),
            Kind.CHOICE,
            options=(_none(), ("increase", _("stigning")), ("decrease", _("fald"))),
        ),
        Field(
            "baseline",
            _("Udgangspunkt"),
            Kind.NUMBER,
            _("Hvor det står efter de almindelige regler."),
            "30",
        ),
        Field(
            "smallest_relevant",
            _("Mindste relevante ændring"),
            Kind.NUMBER,
            _("Den mindste ændring, der er værd at udbrede."),
            "10",
        ),
        Field(
            "margin",
            _("Margin for »ikke dårligere«"),
            Kind.NUMBER,
            _("Den største forringelse, I kan leve med."),
            "5",
        ),
        Field("unit", _("Enhed"), Kind.LINE, _("Andele skrives i pct."), _("pct.")),
        Field(
            "subgroups",
            _("Undergrupper"),
            Kind.LINES,
            _("Én undergruppe pr. linje, valgt før start."),
            optional=True,
        ),
        Field(
            "missing_data",
            _("Hvad der gøres ved manglende data"),
            example=_("Personer uden oplysning regnes for sig og vises."),
            required=True,
        ),
    )
