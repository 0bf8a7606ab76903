"""The guide: DESIGN's template step by step, with help at the spot and an example of a good answer.

The order is that of the evaluation form's points 1-5, then the plan of analysis, then what stays open.
Source of the template: DESIGN, the designs of Vesthimmerland; of the plan of analysis: the rules of this system.
"""

from __future__ import annotations

from frirum.core.designs.guide.analysis_steps import analysis_steps
from frirum.core.designs.guide.plan import ANALYSIS, Field, Kind, Repeated, Step
from frirum.core.language import gettext as _
from frirum.core.vocabulary.status import RuleStatus


def steps() -> tuple[Step, ...]:
    """Every step in order, in the reader's language."""
    return (*_before_analysis(), *analysis_steps(), *_open())


def step(key: str) -> Step:
    """The step with that key; KeyError for one there is not."""
    return {one.key: one for one in steps()}[key]


def keys_locked_at_start() -> frozenset[str]:
    """The steps that the lock freezes: points 1-5 and the plan of analysis."""
    return frozenset(one.key for one in steps() if one.is_locked_at_start)


def point_label(one: Step) -> str:
    """Which part of the design a step belongs to."""
    if one.point is None:
        return _("Låses ikke")
    return _("Analyseplan") if one.point == ANALYSIS else _("Punkt {n}").format(n=one.point)


def _before_analysis() -> tuple[Step, ...]:
    return (_description(), _target_group(), _purpose(), _goals(), _criteria(), _rules())


def _description() -> Step:
    return Step(
        "beskrivelse",
        _("Hvad forsøget går ud på"),
        _("Beskriv det, så en udenforstående forstår det: hvad gøres anderledes, hvordan og hvor tit."),
        1,
        (
            Field("summary", _("Kort beskrivelse"), required=True),
            Field("form", _("Form"), Kind.LINES, _("Hvem gør hvad, og på hvilken måde. Ét punkt pr. linje.")),
            Field("content", _("Indhold"), Kind.LINES, _("Hvad der sker i forløbet. Ét punkt pr. linje.")),
            Field(
                "cadence",
                _("Kadence"),
                Kind.LINES,
                _("Hvor tit, og med hvilke frister. Ét punkt pr. linje."),
                _("Første opfølgning senest 2½ år efter ansættelsen."),
            ),
        ),
    )


def _target_group() -> Step:
    return Step(
        "maalgruppe",
        _("Målgruppe og volumen"),
        _("Uden et antal kan ingen sige, hvad forsøget kan vise. Skriv hellere et groft skøn end intet."),
        1,
        _uptake_fields(),
        Repeated(
            _("Målgruppe"),
            _("Tilføj en målgruppe"),
            (
                Field("text", _("Hvem"), Kind.LINE, required=True),
                Field("volume", _("Volumen: antal"), Kind.WHOLE, _("Hvor mange det drejer sig om."), "80"),
                Field("unit", _("Antal af hvad"), Kind.LINE, example=_("borgere")),
                Field("per", _("Pr. hvad"), Kind.LINE, example=_("år"), optional=True),
            ),
            required=True,
        ),
    )


def _uptake_fields() -> tuple[Field, ...]:
    three = _("Ét tal, eller lavt, sandsynligt og højt.")
    percent = _("I pct.: ét tal, eller lavt, sandsynligt og højt.")
    return (
        Field("eligible", _("Borgere om året, der kan komme på tale"), Kind.ESTIMATE, three, "60 80 120"),
        Field("bites", _("Andel, hvor reglen betyder noget"), Kind.SHARES, percent, "20 30 50"),
        Field("used", _("Andel, hvor fritagelsen bliver brugt"), Kind.SHARES, percent, "10 20 40"),
        Field(
            "consenting",
            _("Andel, der giver samtykke"),
            Kind.SHARES,
            _("Lad feltet stå tomt, når forsøget ikke hviler på samtykke."),
            optional=True,
        ),
        Field(
            "units",
            _("Kommuner i alt, når der sammenlignes med andre"),
            Kind.WHOLE,
            example="98",
            optional=True,
        ),
        Field("treated", _("Heraf med i forsøget"), Kind.WHOLE, example="11", optional=True),
    )


def _purpose() -> Step:
    each = _("Ét punkt pr. linje: hvad ventes at ske, for hvem og hvornår.")
    return Step(
        "formaal",
        _("Formål og ønskede effekter"),
        _("Hvilket problem skal forsøget løse, og hvad ventes der at komme ud af det?"),
        2,
        (
            Field("purpose", _("Formål"), Kind.LINES, _("Ét punkt pr. linje."), required=True),
            Field("short", _("Ønskede effekter på kort sigt"), Kind.LINES, each),
            Field("medium", _("Ønskede effekter på mellemlangt sigt"), Kind.LINES, each),
            Field("long", _("Ønskede effekter på langt sigt"), Kind.LINES, each),
            Field(
                "efficiencies",
                _("Effektiviseringer"),
                Kind.LINES,
                _("Hvilken tid eller hvilke penge frigøres, og hvad bruges de til? Ét punkt pr. linje."),
                _("To timer pr. sag, som bruges til opfølgning i fleksjob."),
            ),
            Field("expected", _("Forventede resultater uden tidshorisont"), Kind.LINES, optional=True),
        ),
    )


def _goals() -> Step:
    return Step(
        "maal",
        _("Mål og delmål"),
        _("Skriv målene, så de kan måles: hvad, hvor meget, hvornår."),
        3,
        items=Repeated(
            _("Mål"),
            _("Tilføj et mål"),
            (
                Field("text", _("Målet"), required=True),
                Field("part_goals", _("Delmål"), Kind.LINES, _("Ét delmål pr. linje."), optional=True),
                Field("measure", _("Følges med"), Kind.CHOICES, chosen_from="maalinger"),
            ),
        ),
    )


def _criteria() -> Step:
    return Step(
        "kriterier",
        _("Succeskriterier"),
        _("Hvad skal der til, for at forsøget er en succes? Et kriterium har mål, udgangspunkt og grænse."),
        3,
        items=Repeated(
            _("Kriterium"),
            _("Tilføj et kriterium"),
            (
                Field("text", _("Kriteriet"), required=True),
                Field("measure", _("Måles med"), Kind.CHOICES, chosen_from="maalinger"),
                Field("direction", _("Retning"), Kind.CHOICE, options=_directions()),
                Field("baseline", _("Udgangspunkt før start"), Kind.NUMBER, example="30"),
                Field(
                    "threshold",
                    _("Grænse"),
                    Kind.NUMBER,
                    _("Den værdi, der mindst skal nås, eller den største forringelse, I kan leve med."),
                    "40",
                ),
                Field("unit", _("Enhed"), Kind.LINE, example=_("pct.")),
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


def _rules() -> Step:
    return Step(
        "regler",
        _("Regler, hjemmel og lovens hensigt"),
        _("Hvilke regler fraviges, med hvilken hjemmel, og hvordan efterleves hensigten alligevel?"),
        5,
        (
            Field("basis", _("Hjemmel (lov eller bekendtgørelse)"), Kind.LINE, required=True),
            Field(
                "status",
                _("Hjemlens status"),
                Kind.CHOICE,
                options=(("", _("Ikke valgt")), *((one.value, one.label) for one in RuleStatus)),
                required=True,
            ),
            Field("valid_from", _("Hjemlen gælder fra"), Kind.DATE, example="01-07-2018"),
            Field("start", _("Forsøget begynder"), Kind.DATE, example="01-07-2018", required=True),
            Field("end", _("Forsøget slutter"), Kind.DATE, example="30-06-2021", required=True),
            Field(
                "law",
                _("Hvordan hensigten bag reglen efterleves"),
                Kind.LINES,
                _("Ét punkt pr. linje."),
                required=True,
            ),
        ),
        Repeated(
            _("Regel, der fraviges"),
            _("Tilføj en regel"),
            (
                Field(
                    "text",
                    _("Bestemmelse"),
                    Kind.LINE,
                    example=_("§ 10, stk. 3, i lov om aktiv socialpolitik"),
                ),
                Field("ordinary", _("Efter reglen")),
                Field("derogation", _("I forsøget")),
            ),
            required=True,
        ),
    )


def _open() -> tuple[Step, ...]:
    return (
        Step(
            "tid",
            _("Tidsplan og faser"),
            _("Tidsplanen kan rettes undervejs; den låses ikke."),
            None,
            (Field("time_line", _("Tidsperspektiv"), Kind.LINES, _("Ét punkt pr. linje.")),),
            Repeated(
                _("Fase"),
                _("Tilføj en fase"),
                (
                    Field("text", _("Hvad sker der"), Kind.LINE),
                    Field("start", _("Begynder"), Kind.DATE),
                    Field("end", _("Slutter"), Kind.DATE),
                    Field(
                        "when",
                        _("Tidspunkt i ord"),
                        Kind.LINE,
                        example=_("et halvt år efter start"),
                        optional=True,
                    ),
                ),
            ),
        ),
        Step(
            "rapport",
            _("Ekstern evaluator og slutrapport"),
            _("Hvem evaluerer, og hvordan er slutrapporten bygget op? Det låses ikke."),
            None,
            (
                Field("evaluator", _("Ekstern evaluator"), Kind.LINE, optional=True),
                Field("evaluator_text", _("Hvad evaluator gør"), optional=True),
                Field("sections", _("Slutrapportens afsnit"), Kind.LINES, _("Ét afsnit pr. linje.")),
                Field("annexes", _("Bilag"), Kind.LINES, _("Ét bilag pr. linje."), optional=True),
            ),
        ),
    )
