"""What the tables and fields of a definition are called in the form, with help where a person would ask.

`schema` says which there are; a test holds that each has a word here, so none is shown by its key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.authoring.field_words import FIELD_WORDS
from frirum.core.authoring.schema import AskedField, WrittenAs
from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.casework import Duration
from frirum.core.catalogue.conditions import FactType, FactUse, TransitionRule
from frirum.core.catalogue.labels import label, labelled_types
from frirum.core.catalogue.law import LegalKind
from frirum.core.catalogue.questions import KnownSource, KnownStretch, QuestionKind, ScaleKind
from frirum.core.language import gettext as _
from frirum.core.vocabulary.status import DatePrecision, RuleStatus


@dataclass(frozen=True)
class TableWords:
    """What a table of a list is called: one of it, and the button that adds one."""

    one: str
    add: str


@dataclass(frozen=True)
class FieldWords:
    """The label of a field, and a sentence of help or ""."""

    label: str
    help: str = ""


def words_of(table: type[DefinitionTable], field: AskedField) -> FieldWords:
    """What a field is called; an English twin is called after the field it stands beside."""
    own = FIELD_WORDS.get(f"{table.__name__}.{field.key}") or FIELD_WORDS.get(field.key)
    if own is not None:
        return FieldWords(*map(_, own))
    if field.is_english:
        danish = field.key.removesuffix("_en")
        text = (FIELD_WORDS.get(f"{table.__name__}.{danish}") or FIELD_WORDS[danish])[0]
        return FieldWords(_("{label} på engelsk").format(label=_(text)))
    raise KeyError(f"{table.__name__}.{field.key}")


def table_words(table: type[DefinitionTable], field: AskedField) -> TableWords:
    """What one of a field's tables is called: of the field where the same table stands under several."""
    known = _tables()
    one, add = known.get(f"{table.__name__}.{field.key}") or known[field.key]
    return TableWords(one, add)


def value_label(field: AskedField, value: str) -> str:
    """What a value of a choice is called."""
    if field.values is None:
        return {"from": _("den første dag"), "to": _("den sidste dag")}.get(value, _("dagen"))
    kind = field.values(value)
    assert isinstance(kind, StrEnum)
    if isinstance(kind, RuleStatus):
        return kind.label
    return label(kind) if type(kind) in labelled_types() else _own_labels()[type(kind)][kind]


MORE = frozenset(
    {
        "source", "doubt", "part", "inferred", "not_before", "begun_by", "not_after", "number_of", "titled", "slug",
        "number", "synthetic", "identification_text", "statute", "paragraph", "subsection", "sentence", "valid_from",
        "valid_to", "text", "provision", "role", "asked_of", "counting", "within_months", "help", "minimum", "maximum",
        "use", "sub_group_of", "identified_by_start_date", "met_by", "ends_exemption", "prolonged_by",
        "prolonged_length", "latest", "numbered_by", "variant", "why_not", "per_year", "cite_as", "scheme", "version",
        "known_from", "grid", "counterfactual", "compares", "screening", "topic", "lead_in", "purpose", "only_if",
        "respondents_text", "population", "sampling", "sample_per_municipality", "sample_size_rule", "arrangement",
        "common_form", "feedback_to", "feedback_to_group", "feedback", "criterion", "omitted", "reason", "precision",
        "until", "round", "decided_by", "table", "row", "shared_with", "extended_until", "case_number", "icc", "units",
        "treated_units", "share_consenting", "missing_data", "subgroup", "comparison_reason", "estimand", "used_for",
        "preface", "experience_from", "see", "on", "deadline", "missing_facts", "system", "rule", "at_least", "within",
        "contacts", "lifted", "condition", "exclusion", "ordinary_exception", "cut_off", "example", "fact", "status",
        "measure", "question", "counts", "title",
    }
)  # fmt: skip
"""Keys that stand folded away under "Flere felter" unless the table needs them or `_SHOWN` brings them forward."""

_SHOWN = frozenset(
    {
        "Experiment.status", "Experiment.provision", "Experiment.fact", "Experiment.condition", "Experiment.exclusion",
        "Experiment.cut_off", "Experiment.example", "Experiment.measure", "Part.fact", "Part.condition", "Part.summary",
        "Derogation.rule", "LegalBasis.number", "Fact.unit", "Obligation.role", "Mark.system", "Instrument.question",
        "Instrument.round", "Timing.lifted", "Timing.first", "SuccessCriterion.direction", "Source.place",
        "Doubt.reading", "Goal.text", "Measure.system", "ResearchQuestion.outcome", "Consent.information",
    }
)  # fmt: skip


def is_missing(message: str) -> bool:
    """Whether a fault is a key that is not there: in the form a field that nobody has filled in."""
    return message == _("Nøglen mangler.")


def in_form(message: str) -> str | None:
    """A fault of the file in the words of the form; None where they are the same, or made from them."""
    said = {
        _("En frist skal have first (og then), at_least med within, eller lifted = true."): _(
            "Skriv den første frist, eller hvor mange gange inden for hvor lang tid, eller at fristen bortfalder."
        ),
        _("at_least skal have within: inden for hvor lang tid."): _("Skriv også, inden for hvor lang tid."),
        _("Et skøn skal have en rolle (role), som skønner."): _("Vælg, hvem der skønner."),
        _("Skriv is_true = true eller is_false = true."): _("Vælg ja eller nej."),
        _("Et eksempel skal have answer, eller missing_facts når svaret ikke kan gives."): _(
            "Vælg eksemplets svar, eller de oplysninger, der mangler, når svaret ikke kan gives."
        ),
        _("Et tal skal have value, eller in_words hvor kilden ikke giver et tal."): _(
            "Skriv tallet, eller kildens ord, hvor den ikke giver et tal."
        ),
        _("Et tal skal have en enhed (unit)."): _("Skriv, hvad tallet tæller."),
        _("Enten rule eller why_not: en måling med en regel måles."): _(
            "En måling har enten en regel eller en grund til, at den ikke måles, ikke begge."
        ),
        _("Et fravalgt redskab skal have en begrundelse (reason)."): _(
            "Skriv, hvorfor redskabet er valgt fra."
        ),
        _("Skriv enten reading (den læsning, der bruges) eller open = true, ikke begge."): _(
            "Skriv den læsning, der bruges, eller svar ja til, at tvivlen stadig er åben, ikke begge dele."
        ),
        _("En paragraf siger intet uden loven (statute)."): _("Vælg også loven."),
        _("valid_to ligger før valid_from."): _("Den sidste dag ligger før den første."),
        _("margin hører til non_inferiority og equivalence."): _(
            "En margen hører kun til spørgsmål om, hvorvidt noget ikke er værre, eller er det samme."
        ),
    }
    return said.get(message)


_FOLDED = frozenset(
    {
        "Derogation.statute", "Derogation.paragraph", "Derogation.status", "Derogation.legal_basis",
        "ApprovedPeriod.kind", "ApprovedPeriod.legal_basis", "Question.wording", "ResearchQuestion.wording",
        "JournalNote.when_text", "LegalBasis.valid_from", "ReportingPeriod.header", "ReportingPeriod.submitted",
        "ReportingPeriod.received", "ReportingPeriod.answer", "Fact.choice", "Consent.withdrawal",
        "SuccessCriterion.measure", "ResearchQuestion.criterion", "Experiment.titled",
    }
)  # fmt: skip
"""What has to be given or settled, and follows by itself from something else: it is folded away all the same."""
_FIRST = frozenset(
    {"Derogation.rule", "JournalNote.when", "Goal.text", "Promise.text", "SuccessCriterion.text"}
)


def in_order(table: type[DefinitionTable], fields: Iterable[AskedField]) -> list[AskedField]:
    """The fields in the order they are asked: what brings the others along stands first."""
    return sorted(fields, key=lambda field: f"{table.__name__}.{field.key}" not in _FIRST)


def is_folded(table: type[DefinitionTable], field: AskedField) -> bool:
    """Whether a field stands folded away while it is empty: what most definitions leave out."""
    if f"{table.__name__}.{field.key}" in _FOLDED:
        return True
    if field.required or field.settled or f"{table.__name__}.{field.key}" in _SHOWN or table is Duration:
        return False
    return field.is_english or field.key in MORE


LONG = frozenset(
    {
        "summary", "ordinary", "derogation", "content", "template", "information", "withdrawal", "why_not",
        "baseline_reason", "comparison_reason", "missing_data", "possibilities", "basis", "conclusion", "reading",
        "feedback", "sample_size_rule", "identification_text", "respondents_text", "experience_from", "set_when",
        "duty", "help", "purpose", "reason",
    }
)  # fmt: skip
"""Texts written in several lines."""
_LONG_TEXTS = frozenset(
    {"Statement", "Promise", "Doubt", "StockTaking", "FormAnswer", "Consent", "Event", "Derogation"}
)


def is_long(table: type[DefinitionTable], field: AskedField) -> bool:
    """Whether a text is written in several lines."""
    key = field.key.removesuffix("_en")
    if field.kind is not WrittenAs.TEXT:
        return False
    return key in LONG or (key == "text" and table.__name__ in _LONG_TEXTS)


def _own_labels() -> dict[type[StrEnum], dict[StrEnum, str]]:
    """Values that only the form shows, by their type: two types may have a value that is written alike."""
    return {
        FactType: {
            FactType.BOOL: _("ja eller nej"),
            FactType.DATE: _("en dato"),
            FactType.INTEGER: _("et helt tal"),
            FactType.NUMBER: _("et tal"),
            FactType.CHOICE: _("én af flere muligheder"),
            FactType.TEXT: _("tekst"),
            FactType.MUNICIPALITY: _("en kommune"),
        },
        FactUse: {
            FactUse.MUNICIPALITY: _("afgør, hvilken kommune sagen hører til"),
            FactUse.CASE_DATE: _("placerer sagen i tid"),
        },
        TransitionRule: {
            TransitionRule.INCLUDED: _("er med i forsøget"),
            TransitionRule.EXCLUDED: _("er ikke med"),
        },
        LegalKind: {
            LegalKind.ACT: _("lov"),
            LegalKind.EXECUTIVE_ORDER: _("bekendtgørelse"),
            LegalKind.AGREEMENT: _("aftale"),
        },
        ScaleKind: {
            ScaleKind.ORDINAL: _("svarene har en rækkefølge"),
            ScaleKind.NOMINAL: _("svarene har ingen rækkefølge"),
        },
        QuestionKind: {
            QuestionKind.SCALE: _("på en skala"),
            QuestionKind.YES_NO: _("ja eller nej"),
            QuestionKind.OPEN: _("med egne ord"),
            QuestionKind.NUMBER: _("med et tal"),
            QuestionKind.DATE: _("med en dato"),
            QuestionKind.CATEGORY: _("én af flere svarmuligheder"),
            QuestionKind.MULTIPLE: _("én eller flere svarmuligheder"),
        },
        KnownSource: {
            KnownSource.CHOICE: _("borgerens valg"),
            KnownSource.EXTRACT: _("et udtræk"),
        },
        KnownStretch: {
            KnownStretch.DURING: _("mens fritagelsen bruges"),
            KnownStretch.AFTER: _("efter at den er slut"),
        },
        DatePrecision: {
            DatePrecision.DAY: _("dagen kendes"),
            DatePrecision.MONTH: _("måneden kendes"),
            DatePrecision.SEASON: _("årstiden kendes"),
            DatePrecision.YEAR: _("året kendes"),
        },
    }


def _tables() -> dict[str, tuple[str, str]]:
    """Field -> what one of its tables is called, and the text of the button that adds one."""
    statement = (_("Punkt"), _("Tilføj et punkt"))
    effect = (_("Virkning"), _("Tilføj en virkning"))
    row = (_("Krav til rækken"), _("Tilføj et krav"))
    return {
        "titled": (_("Titel i et dokument"), _("Tilføj en titel")),
        "part": (_("Del"), _("Tilføj en del")),
        "legal_basis": (_("Hjemmel"), _("Tilføj en hjemmel")),
        "provision": (_("Regel, der fraviges"), _("Tilføj en regel")),
        "period": (_("Periode"), _("Tilføj en periode")),
        "participation": (_("Kommune"), _("Tilføj en kommune")),
        "target_group": (_("Målgruppe"), _("Tilføj en målgruppe")),
        "reference": (_("Nummer i loven"), _("Tilføj et nummer")),
        "responsible": (_("Ansvar"), _("Tilføj et ansvar")),
        "mark": (_("Markering"), _("Tilføj en markering")),
        "variant": (_("Variant"), _("Tilføj en variant")),
        "note": (_("Notat"), _("Tilføj et notat")),
        "obligation": (_("Frist"), _("Tilføj en frist")),
        "consent": (_("Samtykke"), _("Tilføj et samtykke")),
        "population": (_("Sådan findes deltagerne"), _("Tilføj en måde at finde deltagerne på")),
        "lookalike": (_("Det, der ligner"), _("Tilføj noget, der ligner")),
        "where": row,
        "used": row,
        "denominator": row,
        "instrument": (_("Redskab"), _("Tilføj et redskab")),
        "round": (_("Runde"), _("Tilføj en runde")),
        "question": (_("Spørgsmål"), _("Tilføj et spørgsmål")),
        "known_from": (_("Svar, der kan hentes"), _("Tilføj et sted, svaret kan hentes")),
        "measure": (_("Måling"), _("Tilføj en måling")),
        "scale": (_("Svarskala"), _("Tilføj en svarskala")),
        "Scale.option": (_("Svarmulighed"), _("Tilføj en svarmulighed")),
        "choice": (_("Mulighed"), _("Tilføj en mulighed")),
        "fact": (_("Oplysning"), _("Tilføj en oplysning")),
        "cut_off": (_("Skæringsdag"), _("Tilføj en skæringsdag")),
        "example": (_("Eksempel"), _("Tilføj et eksempel")),
        "deadline": (_("Ventet frist"), _("Tilføj en ventet frist")),
        "exclusion": (_("Udelukket"), _("Tilføj noget, der udelukker")),
        "ordinary_exception": (_("Undtaget i forvejen"), _("Tilføj en undtagelse")),
        "purpose": (_("Formål"), _("Tilføj et formål")),
        "form": statement,
        "content": statement,
        "cadence": statement,
        "short": effect,
        "medium": effect,
        "long": effect,
        "efficiencies": (_("Effektivisering"), _("Tilføj en effektivisering")),
        "expected_result": (_("Ventet resultat"), _("Tilføj et ventet resultat")),
        "further_measure": (_("Yderligere måling"), _("Tilføj en yderligere måling")),
        "goal": (_("Mål"), _("Tilføj et mål")),
        "part_goal": (_("Delmål"), _("Tilføj et delmål")),
        "success_criterion": (_("Succeskriterium"), _("Tilføj et succeskriterium")),
        "measurement": statement,
        "method": statement,
        "time_line": statement,
        "law_compliance": statement,
        "remark": (_("Bemærkning"), _("Tilføj en bemærkning")),
        "outcome": (_("Udfald"), _("Tilføj et udfald")),
        "research_question": (_("Undersøgelsesspørgsmål"), _("Tilføj et undersøgelsesspørgsmål")),
        "subgroup": (_("Undergruppe"), _("Tilføj en undergruppe")),
        "horizon": (_("Tidspunkt"), _("Tilføj et tidspunkt")),
        "phase": (_("Fase"), _("Tilføj en fase")),
        "uptake": (_("Ventet omfang"), _("Tilføj et ventet omfang")),
        "cost": (_("Udgift eller besparelse"), _("Tilføj en udgift eller besparelse")),
        "stock_taking": (_("Opsamling"), _("Tilføj en opsamling")),
        "event": (_("Hændelse"), _("Tilføj en hændelse")),
        "decision": (_("Beslutning"), _("Tilføj en beslutning")),
        "figure": (_("Tal"), _("Tilføj et tal")),
        "conclusion": (_("Konklusion"), _("Tilføj en konklusion")),
        "reporting_period": (_("Rapporteringsperiode"), _("Tilføj en rapporteringsperiode")),
        "answer": (_("Svar i skemaet"), _("Tilføj et svar")),
        "see": (_("Henvisning"), _("Tilføj en henvisning")),
        "doubt": (_("Tvivl"), _("Tilføj en tvivl")),
        "source": (_("Kilde"), _("Tilføj en kilde")),
    }


def too_many_ways() -> str:
    """What is wrong with conditions that are too many to be tried, and what to do."""
    return _(
        "Betingelserne er for mange til, at det kan prøves, om nogen sag opfylder dem. Saml dem, der spørger om det "
        "samme, i én betingelse (in = [...]), eller del dem på ordninger."
    )
