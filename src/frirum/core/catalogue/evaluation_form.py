"""The ministry's ten-point evaluation form (evalueringsskema): its points, questions and content.

Points 1-5 are written before an experiment starts and locked then; 6-10 after, once per reporting period.
The sub-questions are those of the form's guidance. Source: FORM, form and guidance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from frirum.core.files.one_number import NumberFault, read_decimal
from frirum.core.language import gettext as _
from frirum.core.language import language
from frirum.core.vocabulary.danish import format_exact


class FormPhase(Enum):
    """When a point is written."""

    BEFORE_START = "before_start"
    AFTER = "after"


@dataclass(frozen=True)
class SubQuestion:
    """One sub-question of a point.

    Attributes:
        key: stable name, unique in the whole form, e.g. "goals.part_goals".
        text: the question in Danish.
        is_list: the answer is a list of short lines (goals, barriers), one per line.
        unit: the answer is a number in this unit; "" for words.
    """

    key: str
    text: str
    is_list: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Point:
    """One of the ten points: number 1-10, title, phase, guidance and questions."""

    number: int
    title: str
    phase: FormPhase
    guidance: str
    questions: tuple[SubQuestion, ...]


def _point(number: int, title: str, guidance: str, *questions: SubQuestion) -> Point:
    phase = FormPhase.BEFORE_START if number <= LAST_POINT_BEFORE_START else FormPhase.AFTER
    return Point(number, title, phase, guidance, questions)


LAST_POINT_BEFORE_START = 5


def points() -> tuple[Point, ...]:
    """The ten points in order, in the reader's language."""
    return (*_before_start(), *_after())


def _before_start() -> tuple[Point, ...]:
    return (
        _point(
            1,
            _("Beskrivelse af forsøget"),
            _("Beskriv i store træk, hvad forsøget går ud på, så en udenforstående kan følge med."),
            SubQuestion("description.what", _("Hvad går forsøget ud på?")),
            SubQuestion(
                "description.scope",
                _("Hvilke grupper, opgaver og dele af organisationen eller leverandører omfatter det?"),
            ),
        ),
        _point(
            2,
            _("Formålet med forsøget"),
            _("Beskriv, hvad I vil opnå, og hvilke problemer forsøget skal løse."),
            SubQuestion("purpose.what", _("Hvad vil I med forsøget, og hvilket problem skal det løse?")),
            SubQuestion("purpose.expected", _("Hvad forventer I at få ud af det?")),
        ),
        _point(
            3,
            _("Hvilke konkrete mål/succeskriterier skal forsøget måles på?"),
            _("Skriv mål og delmål så konkret og realistisk, at I kan måle dem: hvad, hvor meget, hvornår."),
            SubQuestion("goals.goals", _("Mål og succeskriterier"), is_list=True),
            SubQuestion("goals.part_goals", _("Delmål"), is_list=True),
        ),
        _point(
            4,
            _("Evalueringsdesign"),
            _("Beskriv, hvordan evalueringen lægges til rette, og hvordan hvert mål følges op."),
            SubQuestion("design.how", _("Hvordan tilrettelægges evalueringen?")),
            SubQuestion("design.methods", _("Med hvilke metoder får I de oplysninger, målene kræver?")),
        ),
        _point(
            5,
            _("Opfyldelse af lovens krav"),
            _("Reglen er fraveget, men hensigten bag den gælder stadig."),
            SubQuestion("law.intentions", _("Hvordan sikrer I, at hensigten bag reglen stadig efterleves?")),
            SubQuestion(
                "law.conditions", _("Hvordan sikrer I, at betingelserne for fravigelsen er opfyldt?")
            ),
        ),
    )


def _after() -> tuple[Point, ...]:
    return (
        _point(
            6,
            _("Justeringer af evalueringsdesign"),
            _("Mål kan nås før tid, og forudsætninger kan ændre sig. Beskriv det her."),
            SubQuestion(
                "adjustments.made",
                _(
                    "Er der foretaget justeringer af mål og delmål i løbet af perioden, "
                    "og hvordan er det gjort?"
                ),
            ),
            SubQuestion("adjustments.influence", _("Hvilken betydning har justeringerne haft for forsøget?")),
        ),
        _point(
            7,
            _("Forsøgets resultater"),
            _("Beskriv, hvad I opnåede, hvad frigjorte ressourcer er brugt til, og hvad der stod i vejen."),
            SubQuestion("results.attained", _("Har I opnået det, I forventede?")),
            SubQuestion("results.why_not", _("Hvis ikke: hvilke grunde har der været til det?")),
            SubQuestion(
                "results.gains", _("Hvilke gevinster er frigjort, og hvad er eller bliver de brugt til?")
            ),
            SubQuestion("results.hours_freed", _("Frigjorte timer i perioden"), unit=_("timer")),
            SubQuestion("results.kroner_freed", _("Frigjorte kroner i perioden"), unit=_("kr.")),
            SubQuestion("results.benefits", _("Hvilke fordele har forsøget haft på sit område?")),
            SubQuestion("results.barriers_own", _("Barrierer i egen organisation"), is_list=True),
            SubQuestion("results.barriers_local", _("Barrierer i lokale regler"), is_list=True),
            SubQuestion("results.barriers_state", _("Barrierer i statslige krav"), is_list=True),
            SubQuestion("results.law", _("Er lovens formål og betingelserne for fravigelsen opfyldt?")),
        ),
        _point(
            8,
            _("Konklusion på forsøget"),
            _("Saml op på hele forløbet, og konkludér på de samlede resultater."),
            SubQuestion("conclusion.overall", _("Overordnet vurdering af forsøgets resultater")),
        ),
        _point(
            9,
            _("Uventede fund"),
            _("Resultater eller virkninger, som I ikke kunne forudse, men som fik indflydelse på forløbet."),
            SubQuestion("unexpected.found", _("Er der fremkommet uventede resultater?")),
        ),
        _point(
            10,
            _("Bemærkninger i øvrigt"),
            _("Andre forhold, der efter jeres mening har haft betydning, og som skemaet ikke spørger om."),
            SubQuestion("other.remarks", _("Bemærkninger")),
        ),
    )


@dataclass(frozen=True)
class NotANumber:
    """Why an answer that is to be a number is none, and what to write."""

    message: str
    mend: str


def read_answer(key: str, text: str) -> str | NotANumber:
    """An answer as it is kept: words as they are written, a number as it is written in Danish, exact."""
    asked = {question.key: question for _point_, question in questions()}.get(key)
    if asked is None or not asked.unit or not text.strip():
        return text
    written = text.strip().casefold().removesuffix(asked.unit.rstrip(".")).removesuffix(asked.unit).strip()
    found = read_decimal(written)
    if not isinstance(found, NumberFault):
        with language("da"):
            return format_exact(found)
    mend = _("Skriv kun tallet, for eksempel 1250 eller 7,5; enheden er {unit}.").format(unit=asked.unit)
    if found is NumberFault.AMBIGUOUS:
        return NotANumber(
            _("»{title}« kan være både et tusindtal og et decimaltal.").format(title=asked.text), mend
        )
    return NotANumber(_("»{title}« skal være et tal.").format(title=asked.text), mend)


def questions() -> Iterator[tuple[Point, SubQuestion]]:
    """Every question of the form with its point, in the form's order."""
    for point in points():
        for question in point.questions:
            yield point, question


HEADER_FIELDS = (
    "title",
    "case_number",
    "municipality",
    "started",
    "ended",
    "contact_institution",
    "contact_municipality",
)


def header_label(name: str) -> str:
    """What the form calls a field of its header."""
    return {
        "title": _("Forsøgets titel"),
        "case_number": _("Sags- eller ansøgningsnummer"),
        "municipality": _("Kommune/region/institution"),
        "started": _("Påbegyndt (dato, måned, år)"),
        "ended": _("Afsluttet (dato, måned, år)"),
        "contact_institution": _("Kontaktperson i institutionen"),
        "contact_municipality": _("Kontaktperson i kommunen/regionen"),
    }[name]


@dataclass(frozen=True)
class Amendment:
    """A numbered change to a locked point: what it said, what it says, and why.

    Attributes:
        number: 1, 2, 3 … within the form.
        major: it changes what the experiment is judged by (goals, design), not only its wording.
        made_on: date of the change, written for people.
    """

    number: int
    question_key: str
    text: str
    reason: str
    major: bool
    made_on: str


@dataclass(frozen=True)
class FormContent:
    """All that is written in one form: one experiment, one municipality, one reporting period.

    Attributes:
        period: what the form covers, for people, e.g. "2021-2022".
        header: header field -> text; a field that nobody supplied is absent.
        answers: question key -> text (lists: one line per item); unanswered is absent.
        further: question key -> where the answer says that more can be read, in a sentence.
        preface: what the form says of itself above its header, paragraph by paragraph.
        experience_from: what the answers 6-10 rest on, or None.
        locked: receipt line of points 1-5 when they are locked, else None.
        sources: where the content is from, for people.
        lines: question key -> what the definition says was to be found out, that belongs under it.
    """

    period: str
    header: Mapping[str, str]
    answers: Mapping[str, str]
    further: Mapping[str, str] = field(default_factory=dict)
    preface: tuple[str, ...] = ()
    experience_from: str | None = None
    locked: str | None = None
    submitted: str | None = None
    received: str | None = None
    amendments: tuple[Amendment, ...] = ()
    sources: tuple[str, ...] = field(default=())
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def missing(self) -> tuple[str, ...]:
        """Keys of header fields and questions without content, in the form's order."""
        header = tuple(name for name in HEADER_FIELDS if not self.header.get(name))
        return header + tuple(q.key for _point_, q in questions() if not self.answers.get(q.key))
