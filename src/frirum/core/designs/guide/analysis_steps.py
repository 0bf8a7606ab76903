"""The steps that say what is measured and how it is judged: point 4, and the plan of analysis."""

from __future__ import annotations

from frirum.core.catalogue.instruments import Frequency, InstrumentKind, Sampling
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.plan import Comparison, Test
from frirum.core.catalogue.roles import Role
from frirum.core.designs.guide.plan import ANALYSIS, FieldKind, GuideField, GuideStep, Repeated
from frirum.core.language import current_language
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


def analysis_steps() -> tuple[GuideStep, ...]:
    """Measurement, instruments, outcomes, research questions."""
    return (_measurement(), _measures(), _instruments(), _outcomes(), _questions())


def _none() -> tuple[str, str]:
    return ("", _("Ikke valgt"))


def _schemes() -> tuple[tuple[str, str], ...]:
    """The outcome definitions that a register can be read by, by title and version."""
    english = current_language() == "en"
    return tuple(
        (one.id, f"{one.title_en if english and one.title_en else one.title} ({one.version})")
        for one in shipped_shared().outcome_schemes.values()
    )


def _measurement() -> GuideStep:
    return GuideStep(
        "maaling",
        _("Nulpunkt og metode"),
        _("Hvordan så det ud før, hvor er tallene fra, og hvad holdes de op mod?"),
        4,
        (
            GuideField(
                "baseline",
                _("Er en nulpunktsmåling mulig?"),
                FieldKind.CHOICE,
                options=(_none(), ("yes", _("Ja, den er planlagt")), ("no", _("Nej"))),
            ),
            GuideField(
                "baseline_reason",
                _("Hvordan den laves, eller hvorfor den ikke kan laves"),
                example=_("Samtaler tælles i Fasit for 2017, før forsøget begynder."),
            ),
            GuideField("measurement", _("Hvad der måles"), FieldKind.LINES, _("Ét punkt pr. linje.")),
            GuideField(
                "method",
                _("Hvordan der evalueres"),
                FieldKind.LINES,
                _("Hvilke tal, fra hvilket system, på hvilke dage, holdt op mod hvad. Ét punkt pr. linje."),
                _(
                    "Andelen i arbejde 6 måneder efter, fra DREAM, holdt op mod sager efter de almindelige regler."
                ),
                required=True,
            ),
            GuideField(
                "sources", _("Datakilder"), FieldKind.LINES, _("Én kilde pr. linje."), "DREAM", required=True
            ),
        ),
    )


def _measures() -> GuideStep:
    return GuideStep(
        "maalinger",
        _("Det, der måles"),
        _("Ét mål for hvert tal: hvad tælles, i hvilken enhed, i hvilket system."),
        4,
        items=Repeated(
            _("Måling"),
            _("Tilføj en måling"),
            (
                GuideField(
                    "text",
                    _("Hvad tælles"),
                    FieldKind.LINE,
                    example=_("Borgere, der er i job efter 6 måneder"),
                ),
                GuideField("unit", _("Enhed"), FieldKind.LINE, example=_("pct.")),
                GuideField("system", _("System"), FieldKind.LINE, example="Fasit"),
                GuideField("before", _("Måles også før start?"), FieldKind.CHOICE, options=_yes_no()),
            ),
        ),
    )


def _yes_no() -> tuple[tuple[str, str], ...]:
    return (_none(), ("yes", _("Ja")), ("no", _("Nej")))


def _instruments() -> GuideStep:
    return GuideStep(
        "redskaber",
        _("Tilsyn, spørgeskemaer og datatræk"),
        _("Hvert redskab med antal: hvor mange sager gennemgås, og hvor mange spørges?"),
        4,
        items=Repeated(
            _("Redskab"),
            _("Tilføj et redskab"),
            (
                GuideField("title", _("Titel"), FieldKind.LINE, required=True),
                GuideField(
                    "kind",
                    _("Slags"),
                    FieldKind.CHOICE,
                    options=(_none(), *((one.value, str(label(one))) for one in _KINDS)),
                    required=True,
                ),
                GuideField("text", _("Hvad det skal vise")),
                GuideField(
                    "frequency",
                    _("Hvor tit"),
                    FieldKind.CHOICE,
                    options=(_none(), *((one.value, str(label(one))) for one in Frequency)),
                ),
                GuideField(
                    "rounds", _("Runder"), FieldKind.LINES, _("Én runde pr. linje."), _("januar 2019")
                ),
                GuideField(
                    "respondents",
                    _("Spørges"),
                    FieldKind.CHOICES,
                    options=tuple((one.value, str(label(one))) for one in Role),
                ),
                GuideField(
                    "sampling",
                    _("Hvilke sager eller personer"),
                    FieldKind.CHOICE,
                    options=(_none(), *((one.value, str(label(one))) for one in Sampling)),
                ),
                GuideField("size", _("Antal"), FieldKind.WHOLE, _("Hvor mange sager eller personer."), "30"),
                GuideField("each", _("Er antallet i hver kommune?"), FieldKind.CHOICE, options=_yes_no()),
                GuideField(
                    "questions",
                    _("Spørgsmål"),
                    FieldKind.LINES,
                    _("Ét spørgsmål pr. linje. Ens spørgsmål i alle runder kan sammenlignes."),
                ),
            ),
        ),
    )


def _harms() -> tuple[tuple[str, str], ...]:
    return (
        _none(),
        ("no", _("Nej")),
        ("increase", _("Ja, en stigning er en skade")),
        ("decrease", _("Ja, et fald er en skade")),
        ("yes", _("Ja, uden at vejen er sagt")),
    )


def _outcomes() -> GuideStep:
    return GuideStep(
        "udfald",
        _("Udfald"),
        _("Det, forsøget bedømmes på. Mindst ét udfald er en skade, I holder øje med."),
        ANALYSIS,
        items=Repeated(
            _("Udfald"),
            _("Tilføj et udfald"),
            (
                GuideField("text", _("Udfaldet"), FieldKind.LINE, required=True),
                GuideField(
                    "scheme",
                    _("Udfaldsdefinition"),
                    FieldKind.CHOICE,
                    _("Valget siger også, hvilken version det er; den følger hvert resultat."),
                    options=(_none(), *_schemes()),
                ),
                GuideField("unit", _("Enhed"), FieldKind.LINE, example=_("andel af deltagere")),
                GuideField(
                    "harm",
                    _("Er det en skade, der holdes øje med?"),
                    FieldKind.CHOICE,
                    _(
                        "Sig også, hvilken vej der er skaden: flere sygedagpenge er en skade, færre i job er en."
                    ),
                    options=_harms(),
                ),
            ),
            required=True,
        ),
    )


def _questions() -> GuideStep:
    return GuideStep(
        "spoergsmaal",
        _("Undersøgelsesspørgsmål"),
        _("Spørgsmålet før beregningen: hvad sammenlignes med hvad, og hvor stor en forskel betyder noget?"),
        ANALYSIS,
        items=Repeated(
            _("Undersøgelsesspørgsmål"), _("Tilføj et spørgsmål"), _question_fields(), required=True
        ),
    )


def _question_fields() -> tuple[GuideField, ...]:
    return (
        GuideField("text", _("Spørgsmålet"), required=True),
        GuideField(
            "estimand", _("Hvad der estimeres"), help=_("Forskellen i hvad, for hvem, i forhold til hvem.")
        ),
        GuideField("outcomes", _("Udfald"), FieldKind.CHOICES, chosen_from="udfald", required=True),
        GuideField(
            "comparison",
            _("Sammenligning"),
            FieldKind.CHOICES,
            options=tuple((one.value, str(label(one))) for one in Comparison),
            required=True,
        ),
        GuideField(
            "comparison_reason",
            _("Hvorfor den sammenligning, eller hvorfor ingen"),
        ),
        GuideField(
            "horizons", _("Horisont"), FieldKind.LINE, _("Måneder efter, med komma imellem."), "3, 6, 9"
        ),
        GuideField(
            "test",
            _("Svar der søges"),
            FieldKind.CHOICE,
            options=(_none(), *((one.value, str(label(one))) for one in Test)),
            required=True,
        ),
        GuideField(
            "direction",
            _("Ventet retning"),
            FieldKind.CHOICE,
            options=(_none(), ("increase", _("stigning")), ("decrease", _("fald"))),
        ),
        GuideField(
            "baseline",
            _("Udgangspunkt"),
            FieldKind.NUMBER,
            _("Hvor det står efter de almindelige regler."),
            "30",
        ),
        GuideField(
            "smallest_relevant",
            _("Mindste relevante ændring"),
            FieldKind.NUMBER,
            _("Den mindste ændring, der er værd at udbrede."),
            "10",
        ),
        GuideField(
            "margin",
            _("Margin for »ikke dårligere«"),
            FieldKind.NUMBER,
            _("Den største forringelse, I kan leve med."),
            "5",
        ),
        GuideField("unit", _("Enhed"), FieldKind.LINE, _("Andele skrives i pct."), _("pct.")),
        GuideField(
            "subgroups",
            _("Undergrupper"),
            FieldKind.LINES,
            _("Én undergruppe pr. linje, valgt før start."),
            optional=True,
        ),
        GuideField(
            "missing_data",
            _("Hvad der gøres ved manglende data"),
            example=_("Personer uden oplysning regnes for sig og vises."),
            required=True,
        ),
    )
