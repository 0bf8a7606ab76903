"""The guide: DESIGN's template step by step, with help at the spot and an example of a good answer.

The order is that of the evaluation form's points 1-5, then the plan of analysis, then what stays open.
Source of the template: DESIGN, the designs of Vesthimmerland; of the plan of analysis: the rules of this system.
"""

from __future__ import annotations

from frirum.core.designs.guide.analysis_steps import analysis_steps
from frirum.core.designs.guide.plan import ANALYSIS, NEW_MEASURE, FieldKind, GuideField, GuideStep, Repeated
from frirum.core.language import gettext as _
from frirum.core.vocabulary.status import RuleStatus


def steps() -> tuple[GuideStep, ...]:
    """Every step in order, in the reader's language."""
    return (*_before_analysis(), *analysis_steps(), *_open())


def step(key: str) -> GuideStep:
    """The step with that key; KeyError for one there is not."""
    return {one.key: one for one in steps()}[key]


def keys_locked_at_start() -> frozenset[str]:
    """The steps that the lock freezes: points 1-5 and the plan of analysis."""
    return frozenset(one.key for one in steps() if one.is_locked_at_start)


def point_label(one: GuideStep) -> str:
    """Which part of the design a step belongs to."""
    if one.point is None:
        return _("Låses ikke")
    return _("Analyseplan") if one.point == ANALYSIS else _("Punkt {n}").format(n=one.point)


def _before_analysis() -> tuple[GuideStep, ...]:
    return (_description(), _target_group(), _purpose(), _goals(), _criteria(), _rules())


def _description() -> GuideStep:
    return GuideStep(
        "beskrivelse",
        _("Hvad forsøget går ud på"),
        _("Beskriv det, så en udenforstående forstår det: hvad gøres anderledes, hvordan og hvor tit."),
        1,
        (
            GuideField("summary", _("Kort beskrivelse"), required=True),
            GuideField(
                "form",
                _("Form"),
                FieldKind.LINES,
                _("Hvem gør hvad, og på hvilken måde. Ét punkt pr. linje."),
            ),
            GuideField(
                "content", _("Indhold"), FieldKind.LINES, _("Hvad der sker i forløbet. Ét punkt pr. linje.")
            ),
            GuideField(
                "cadence",
                _("Kadence"),
                FieldKind.LINES,
                _("Hvor tit, og med hvilke frister. Ét punkt pr. linje."),
                _("Første opfølgning senest 2½ år efter ansættelsen."),
            ),
        ),
    )


def _target_group() -> GuideStep:
    return GuideStep(
        "maalgruppe",
        _("Målgruppe og volumen"),
        _("Uden et antal kan ingen sige, hvad forsøget kan vise. Skriv hellere et groft skøn end intet."),
        1,
        _uptake_fields(),
        Repeated(
            _("Målgruppe"),
            _("Tilføj en målgruppe"),
            (
                GuideField("text", _("Hvem"), FieldKind.LINE, required=True),
                GuideField(
                    "volume", _("Volumen: antal"), FieldKind.WHOLE, _("Hvor mange det drejer sig om."), "80"
                ),
                GuideField("unit", _("Antal af hvad"), FieldKind.LINE, example=_("borgere")),
                GuideField("per", _("Pr. hvad"), FieldKind.LINE, example=_("år"), optional=True),
            ),
            required=True,
        ),
    )


def _uptake_fields() -> tuple[GuideField, ...]:
    three = _("Ét tal, eller lavt, sandsynligt og højt.")
    percent = _("I pct.: ét tal, eller lavt, sandsynligt og højt.")
    return (
        GuideField(
            "eligible", _("Borgere om året, der kan komme på tale"), FieldKind.ESTIMATE, three, "60 80 120"
        ),
        GuideField("bites", _("Andel, hvor reglen betyder noget"), FieldKind.SHARES, percent, "20 30 50"),
        GuideField("used", _("Andel, hvor fritagelsen bliver brugt"), FieldKind.SHARES, percent, "10 20 40"),
        GuideField(
            "consenting",
            _("Andel, der giver samtykke"),
            FieldKind.SHARES,
            _("Lad feltet stå tomt, når forsøget ikke hviler på samtykke."),
            optional=True,
        ),
        GuideField(
            "units",
            _("Kommuner i alt, når der sammenlignes med andre"),
            FieldKind.WHOLE,
            example="98",
            optional=True,
        ),
        GuideField("treated", _("Heraf med i forsøget"), FieldKind.WHOLE, example="11", optional=True),
        GuideField(
            "steps",
            _("Trin i sagen, som hvert brug lægger til"),
            FieldKind.WHOLE,
            _("Partshøring, notat, registrering, samtykke: tæl dem."),
            "4",
        ),
        GuideField(
            "minutes",
            _("Minutter, som hvert brug koster"),
            FieldKind.NUMBER,
            _("Alt det, der kommer oven i: også at registrere brugen."),
            "20",
        ),
        GuideField(
            "freed",
            _("Minutter, som hvert brug frigør"),
            FieldKind.NUMBER,
            _("Det, der spares, fordi reglen er fraveget. Skriv 0, hvis forsøget ikke skal spare tid."),
            "60",
        ),
    )


def _purpose() -> GuideStep:
    each = _("Ét punkt pr. linje: hvad ventes at ske, for hvem og hvornår.")
    return GuideStep(
        "formaal",
        _("Formål og ønskede effekter"),
        _("Hvilket problem skal forsøget løse, og hvad ventes der at komme ud af det?"),
        2,
        (
            GuideField("purpose", _("Formål"), FieldKind.LINES, _("Ét punkt pr. linje."), required=True),
            GuideField("short", _("Ønskede effekter på kort sigt"), FieldKind.LINES, each),
            GuideField("medium", _("Ønskede effekter på mellemlangt sigt"), FieldKind.LINES, each),
            GuideField("long", _("Ønskede effekter på langt sigt"), FieldKind.LINES, each),
            GuideField(
                "efficiencies",
                _("Effektiviseringer"),
                FieldKind.LINES,
                _("Hvilken tid eller hvilke penge frigøres, og hvad bruges de til? Ét punkt pr. linje."),
                _("To timer pr. sag, som bruges til opfølgning i fleksjob."),
            ),
            GuideField(
                "expected", _("Forventede resultater uden tidshorisont"), FieldKind.LINES, optional=True
            ),
        ),
    )


def _new_measure() -> GuideField:
    return GuideField(
        NEW_MEASURE,
        _("Mangler målingen? Skriv, hvad der skal tælles"),
        FieldKind.LINE,
        _("Når du gemmer, bliver den til en måling i trinet »Det, der måles« og valgt her."),
        _("Borgere, der er i job efter 6 måneder"),
        optional=True,
    )


def _goals() -> GuideStep:
    return GuideStep(
        "maal",
        _("Mål og delmål"),
        _("Skriv målene, så de kan måles: hvad, hvor meget, hvornår."),
        3,
        items=Repeated(
            _("Mål"),
            _("Tilføj et mål"),
            (
                GuideField("text", _("Målet"), required=True),
                GuideField(
                    "part_goals", _("Delmål"), FieldKind.LINES, _("Ét delmål pr. linje."), optional=True
                ),
                GuideField("measure", _("Følges med"), FieldKind.CHOICES, chosen_from="maalinger"),
                _new_measure(),
            ),
        ),
    )


def _criteria() -> GuideStep:
    return GuideStep(
        "kriterier",
        _("Succeskriterier"),
        _("Hvad skal der til, for at forsøget er en succes? Et kriterium har mål, udgangspunkt og grænse."),
        3,
        items=Repeated(
            _("Kriterium"),
            _("Tilføj et kriterium"),
            (
                GuideField("text", _("Kriteriet"), required=True),
                GuideField("measure", _("Måles med"), FieldKind.CHOICES, chosen_from="maalinger"),
                _new_measure(),
                GuideField("direction", _("Retning"), FieldKind.CHOICE, options=_directions()),
                GuideField("baseline", _("Udgangspunkt før start"), FieldKind.NUMBER, example="30"),
                GuideField(
                    "threshold",
                    _("Grænse"),
                    FieldKind.NUMBER,
                    _("Den værdi, der mindst skal nås, eller den største forringelse, I kan leve med."),
                    "40",
                ),
                GuideField("unit", _("Enhed"), FieldKind.LINE, example=_("pct.")),
            ),
            required=True,
        ),
    )


def _directions() -> tuple[tuple[str, str], ...]:
    return (
        ("", _("Ikke valgt")),
        ("increase", _("stigning")),
        ("decrease", _("fald")),
        ("no_change", _("uændret")),
    )


def _rules() -> GuideStep:
    return GuideStep(
        "regler",
        _("Regler, hjemmel og lovens hensigt"),
        _("Hvilke regler fraviges, med hvilken hjemmel, og hvordan efterleves hensigten alligevel?"),
        5,
        (
            GuideField("basis", _("Hjemmel (lov eller bekendtgørelse)"), FieldKind.LINE, required=True),
            GuideField(
                "status",
                _("Hjemlens status"),
                FieldKind.CHOICE,
                options=(("", _("Ikke valgt")), *((one.value, one.label) for one in RuleStatus)),
                required=True,
            ),
            GuideField("valid_from", _("Hjemlen gælder fra"), FieldKind.DATE, example="01-07-2018"),
            GuideField("start", _("Forsøget begynder"), FieldKind.DATE, example="01-07-2018", required=True),
            GuideField("end", _("Forsøget slutter"), FieldKind.DATE, example="30-06-2021", required=True),
            GuideField(
                "law",
                _("Hvordan hensigten bag reglen efterleves"),
                FieldKind.LINES,
                _("Ét punkt pr. linje."),
                required=True,
            ),
        ),
        Repeated(
            _("Regel, der fraviges"),
            _("Tilføj en regel"),
            (
                GuideField(
                    "text",
                    _("Bestemmelse"),
                    FieldKind.LINE,
                    example=_("§ 10, stk. 3, i lov om aktiv socialpolitik"),
                ),
                GuideField("ordinary", _("Efter reglen")),
                GuideField("derogation", _("I forsøget")),
            ),
            required=True,
        ),
    )


def _open() -> tuple[GuideStep, ...]:
    return (
        GuideStep(
            "tid",
            _("Tidsplan og faser"),
            _("Tidsplanen kan rettes undervejs; den låses ikke."),
            None,
            (GuideField("time_line", _("Tidsperspektiv"), FieldKind.LINES, _("Ét punkt pr. linje.")),),
            Repeated(
                _("Fase"),
                _("Tilføj en fase"),
                (
                    GuideField("text", _("Hvad sker der"), FieldKind.LINE),
                    GuideField("start", _("Begynder"), FieldKind.DATE),
                    GuideField("end", _("Slutter"), FieldKind.DATE),
                    GuideField(
                        "when",
                        _("Tidspunkt i ord"),
                        FieldKind.LINE,
                        example=_("et halvt år efter start"),
                        optional=True,
                    ),
                ),
            ),
        ),
        GuideStep(
            "rapport",
            _("Ekstern evaluator og slutrapport"),
            _("Hvem evaluerer, og hvordan er slutrapporten bygget op? Det låses ikke."),
            None,
            (
                GuideField("evaluator", _("Ekstern evaluator"), FieldKind.LINE, optional=True),
                GuideField("evaluator_text", _("Hvad evaluator gør"), optional=True),
                GuideField(
                    "sections", _("Slutrapportens afsnit"), FieldKind.LINES, _("Ét afsnit pr. linje.")
                ),
                GuideField("annexes", _("Bilag"), FieldKind.LINES, _("Ét bilag pr. linje."), optional=True),
            ),
        ),
    )
