"""What the values of a definition are called by people, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from frirum.core.catalogue.casework import ContactKind, Identification, Meeting, Trigger
from frirum.core.catalogue.conditions import Answer, Counting
from frirum.core.catalogue.findings import FigureKind, StatedFinding
from frirum.core.catalogue.history import DecisionOutcome, DecisionReason, DecisionTable, EventKind, Status
from frirum.core.catalogue.instruments import Arrangement, Frequency, InstrumentKind, Sampling
from frirum.core.catalogue.measure_rules import Counted, FoundBy, RuleSource, Statistic, Stretch
from frirum.core.catalogue.network import ApplicationOutcome, NetworkKind
from frirum.core.catalogue.outcome_schemes import SchemeKind
from frirum.core.catalogue.participation import PeriodKind
from frirum.core.catalogue.plan import ChapterContent, Comparison, CostKind, Direction, Test
from frirum.core.catalogue.questions import Wording
from frirum.core.catalogue.roles import Role
from frirum.core.catalogue.sentences import say
from frirum.core.language import gettext
from frirum.core.language import gettext_noop as N_

Labels = Mapping[type[StrEnum], Mapping[StrEnum, str]]


def label(value: StrEnum) -> str:
    """The word or words for `value`: "afsluttet", "virksomhedskonsulent"."""
    return gettext(_LABELS[type(value)][value])


def not_stated_label() -> str:
    """What stands where the sources were read and are silent."""
    return say("not_stated_in_sources")


def labelled_types() -> tuple[type[StrEnum], ...]:
    """The value types that have labels."""
    return tuple(_LABELS)


# The Danish words, marked for translation; they are looked up in the reader's language when they are shown.

_RULE: Labels = {
    RuleSource: {
        RuleSource.EXTRACT: N_("udtrækket"),
        RuleSource.REGISTER: N_("registret"),
        RuleSource.JOBINDSATS: N_("jobindsats, tabel"),
        RuleSource.AUDIT: N_("ledelsestilsynet, spørgsmål"),
        RuleSource.REVIEW: N_("sagsgennemgangen, spørgsmål"),
        RuleSource.SURVEY: N_("spørgeskemaet, spørgsmål"),
        RuleSource.TIME_STUDY: N_("tidsregistreringen"),
        RuleSource.MEASURES: N_("målingerne"),
    },
    SchemeKind: {
        SchemeKind.STATE: N_("en tilstand på en dag"),
        SchemeKind.DEGREE: N_("et tal for hver"),
    },
    Statistic: {
        Statistic.COUNT: N_("antal"),
        Statistic.TOTAL: N_("sum"),
        Statistic.SHARE: N_("andel"),
        Statistic.MEAN: N_("gennemsnit"),
        Statistic.MEDIAN: N_("median"),
        Statistic.DURATION: N_("varighed"),
        Statistic.SURVIVAL: N_("andel, der stadig er der"),
        Statistic.RATE: N_("antal i forhold til tid"),
        Statistic.CHANGE: N_("ændring"),
    },
    Counted: {
        Counted.TREATED: N_("dem, forsøget er brugt på"),
        Counted.ORDINARY_RULES: N_("dem efter de almindelige regler"),
        Counted.EVERYONE: N_("alle"),
    },
    Stretch: {
        Stretch.BEFORE: N_("før forsøget"),
        Stretch.DURING: N_("under forsøget"),
        Stretch.ANY: N_("når som helst"),
    },
    FoundBy: {
        FoundBy.MARK: N_("ved persongruppemarkeringen"),
        FoundBy.START_DATE: N_("på startdatoen"),
        FoundBy.TARGET_GROUP: N_("som hele målgruppen"),
        FoundBy.LIST: N_("på en liste"),
    },
}

_HISTORY: Labels = {
    Status: {
        Status.PLANNED: N_("planlagt"),
        Status.APPROVED: N_("godkendt"),
        Status.RUNNING: N_("i gang"),
        Status.EXTENDED: N_("forlænget"),
        Status.STOPPED: N_("stoppet før tid"),
        Status.ENDED: N_("afsluttet"),
        Status.NEVER_STARTED: N_("aldrig begyndt"),
    },
    EventKind: {
        EventKind.APPLICATION: N_("ansøgning"),
        EventKind.APPROVAL: N_("godkendelse"),
        EventKind.REJECTION: N_("afslag"),
        EventKind.START: N_("start"),
        EventKind.EXTENSION: N_("forlængelse"),
        EventKind.STOP: N_("stop før tid"),
        EventKind.END: N_("afslutning"),
        EventKind.NOT_STARTED: N_("ikke iværksat"),
        EventKind.LAW_CHANGE: N_("lovændring"),
        EventKind.EVALUATION: N_("evaluering"),
        EventKind.MADE_PERMANENT: N_("gjort permanent"),
    },
    DecisionOutcome: {
        DecisionOutcome.MADE_PERMANENT: N_("gjort permanent"),
        DecisionOutcome.ROLLED_OUT: N_("udbredt"),
        DecisionOutcome.PARTLY_ADOPTED: N_("delvist imødekommet"),
        DecisionOutcome.NOT_ROLLED_OUT: N_("udbredes ikke"),
        DecisionOutcome.FOLLOWED_UP_ELSEWHERE: N_("følges op i andet regi"),
        DecisionOutcome.NO_FOLLOW_UP: N_("indgår ikke i opfølgningen"),
        DecisionOutcome.EXTENDED: N_("forlænget"),
    },
    DecisionTable: {
        DecisionTable.FOLLOWED_UP_ELSEWHERE: N_("Forsøg, der følges op i andet regi"),
        DecisionTable.NOT_ROLLED_OUT: N_("Forsøg, der ikke udbredes"),
        DecisionTable.ALREADY_ROLLED_OUT: N_("Forsøg, der allerede er helt eller delvist udbredt"),
        DecisionTable.NO_FOLLOW_UP: N_("Forsøg, der ikke indgår i opfølgningen"),
    },
    DecisionReason: {
        DecisionReason.POSITIVE_EVIDENCE: N_("gode resultater"),
        DecisionReason.THIN_DATA: N_("for spinkelt datagrundlag"),
        DecisionReason.FEW_PARTICIPANTS: N_("få deltagere"),
        DecisionReason.OVERTAKEN_BY_LAW: N_("overhalet af ny lov"),
        DecisionReason.EXISTING_LAW_SUFFICES: N_("gældende lov rækker"),
        DecisionReason.EFFECT_NEGATIVE: N_("negativ effekt"),
        DecisionReason.NO_EFFECT_KNOWN: N_("effekten kendes ikke"),
        DecisionReason.AWAIT_OTHER_REVIEW: N_("afventer en anden undersøgelse"),
        DecisionReason.PROFESSIONAL_OBJECTION: N_("faglig indvending"),
        DecisionReason.EXTEND_TO_CLARIFY: N_("forlænget for at blive afklaret"),
        DecisionReason.NARROW_TARGET_GROUP: N_("snæver målgruppe"),
        DecisionReason.NOT_STARTED: N_("ikke iværksat"),
        DecisionReason.OUTSIDE_EMPLOYMENT_LAW: N_("ligger uden for beskæftigelseslovgivningen"),
        DecisionReason.MOVES_FOCUS_FROM_JOB_SEARCH: N_("flytter fokus fra jobsøgning"),
    },
    PeriodKind: {PeriodKind.APPROVAL: N_("godkendt"), PeriodKind.EXTENSION: N_("forlænget")},
    ApplicationOutcome: {
        ApplicationOutcome.APPROVED: N_("imødekommet"),
        ApplicationOutcome.REJECTED: N_("ikke imødekommet"),
    },
    NetworkKind: {
        NetworkKind.NETWORK: N_("frikommunenetværk"),
        NetworkKind.NATIONAL_PROGRAMME: N_("landsdækkende program"),
    },
    FigureKind: {
        FigureKind.USES: N_("gange brugt"),
        FigureKind.PARTICIPANTS: N_("deltagere"),
        FigureKind.TARGET: N_("måltal"),
        FigureKind.SHARE: N_("andel"),
        FigureKind.DURATION: N_("varighed"),
        FigureKind.INTERVAL: N_("tid imellem"),
        FigureKind.AMOUNT: N_("beløb"),
        FigureKind.COUNT: N_("antal"),
        FigureKind.DIRECTION: N_("retning"),
    },
    StatedFinding: {
        StatedFinding.BETTER: N_("bedre"),
        StatedFinding.NO_DIFFERENCE: N_("ingen forskel"),
        StatedFinding.WORSE: N_("ringere"),
        StatedFinding.UNCLEAR: N_("uvist"),
    },
}

_CASE: Labels = {
    Role: {
        Role.CASEWORKER: N_("rådgiver"),
        Role.EMPLOYER_CONSULTANT: N_("virksomhedskonsulent"),
        Role.EMPLOYMENT_OFFICER: N_("beskæftigelsesmedarbejder"),
        Role.TEAM_LEADER: N_("teamleder"),
        Role.COORDINATOR: N_("frikommunekoordinator"),
        Role.ANALYST: N_("analytiker"),
        Role.MUNICIPALITY: N_("kommune"),
        Role.MINISTRY: N_("ministerium"),
        Role.EXTERNAL_EVALUATOR: N_("ekstern evaluator"),
        Role.CITIZEN: N_("borger"),
        Role.EMPLOYER: N_("arbejdsgiver"),
        Role.UNEMPLOYMENT_FUND: N_("a-kasse"),
        Role.GENERAL_PRACTITIONER: N_("praktiserende læge"),
        Role.PSYCHOLOGIST: N_("psykolog"),
        Role.PSYCHIATRIST: N_("psykiater"),
        Role.MENTOR: N_("mentor"),
        Role.PROVIDER: N_("tilbudssted"),
    },
    Answer: {
        Answer.ELIGIBLE: N_("omfattet"),
        Answer.NOT_ELIGIBLE: N_("ikke omfattet"),
        Answer.NEEDS_JUDGEMENT: N_("kræver et skøn"),
        Answer.NOT_IN_FORCE: N_("gælder ikke den dag"),
    },
    Counting: {
        Counting.STAFF_RATIO: N_("efter forholdstallet"),
        Counting.PERIODS: N_("efter perioderne"),
    },
    Trigger: {
        Trigger.EXEMPTION_USED: N_("fritagelsen bruges"),
        Trigger.EXEMPTION_NOT_USED: N_("fritagelsen bruges ikke"),
        Trigger.FOLLOW_UP_HELD: N_("der følges op"),
        Trigger.ENQUIRY_BETWEEN: N_("henvendelse mellem to opfølgninger"),
        Trigger.EXPECTED_OUTCOME_FAILED: N_("det ventede udfald udebliver"),
        Trigger.JUDGEMENT_MADE: N_("der er skønnet"),
    },
    ContactKind: {
        ContactKind.PERSONAL_INTERVIEW: N_("personlig samtale"),
        ContactKind.PHONE: N_("telefonsamtale"),
        ContactKind.DIGITAL: N_("digital samtale"),
        ContactKind.GROUP: N_("gruppesamtale"),
        ContactKind.MENTOR: N_("kontakt med mentor"),
        ContactKind.EMPLOYER_CONSULTANT: N_("kontakt med virksomhedskonsulent"),
        ContactKind.PROVIDER: N_("kontakt med tilbudssted"),
    },
    Meeting: {
        Meeting.JOB_INTERVIEW: N_("jobsamtale"),
        Meeting.FIRST_INTERVIEW: N_("første samtale"),
        Meeting.FOLLOW_UP: N_("opfølgning"),
        Meeting.REASSESSMENT: N_("revurdering"),
    },
    Identification: {
        Identification.MARK: N_("persongruppemarkering"),
        Identification.START_DATE: N_("startdato i fagsystemet"),
        Identification.CASE_SYSTEM_COUNT: N_("optælling i fagsystemet"),
        Identification.MANUAL_LIST: N_("liste ført i hånden"),
        Identification.UNKNOWN: N_("ikke fastlagt"),
    },
}

_INSTRUMENT: Labels = {
    InstrumentKind: {
        InstrumentKind.MANAGEMENT_AUDIT: N_("ledelsestilsyn"),
        InstrumentKind.CASE_REVIEW: N_("sagsgennemgang"),
        InstrumentKind.SURVEY: N_("spørgeskema"),
        InstrumentKind.FOCUS_GROUP: N_("fokusgruppeinterview"),
        InstrumentKind.BASELINE: N_("nulpunktsmåling"),
        InstrumentKind.DATA_EXTRACT: N_("datatræk"),
        InstrumentKind.REGISTER_RUN: N_("DREAM-kørsel"),
        InstrumentKind.CONTACT_COUNT: N_("optælling af samtaler"),
        InstrumentKind.EVALUATION_FORM: N_("evalueringsskema"),
        InstrumentKind.EXTERNAL_EVALUATION: N_("ekstern evaluering"),
    },
    Sampling: {
        Sampling.ALL: N_("alle"),
        Sampling.REPRESENTATIVE: N_("repræsentativt udsnit"),
        Sampling.SELECTED: N_("udvalgte"),
    },
    Arrangement: {
        Arrangement.COMMON: N_("fælles"),
        Arrangement.ADDED_TO_OWN: N_("tilføjet kommunens eget tilsyn"),
        Arrangement.INDIVIDUAL: N_("tilrettelagt af den enkelte kommune"),
    },
    Frequency: {
        Frequency.ONGOING: N_("løbende"),
        Frequency.YEARLY: N_("årligt"),
        Frequency.HALF_YEARLY: N_("hvert halve år"),
        Frequency.ONCE: N_("én gang"),
        Frequency.WAVES: N_("i runder"),
    },
    Wording: {Wording.SOURCE: N_("kildens ordlyd"), Wording.PROPOSED: N_("vores forslag til ordlyd")},
}

_PLAN: Labels = {
    ChapterContent: {
        ChapterContent.INTRODUCTION: N_("indledning"),
        ChapterContent.SUMMARY: N_("resumé"),
        ChapterContent.CONCLUSIONS: N_("hovedkonklusioner"),
        ChapterContent.DESCRIPTION: N_("beskrivelse af forsøget"),
        ChapterContent.AUDITS: N_("resultater af tilsyn"),
        ChapterContent.SURVEYS: N_("resultater af spørgeskemaer"),
        ChapterContent.REGISTERS: N_("resultater af register og udtræk"),
        ChapterContent.ECONOMY: N_("økonomi"),
    },
    Comparison: {
        Comparison.BEFORE_AFTER: N_("før og efter"),
        Comparison.ORDINARY_RULE_CASES: N_("sager efter de almindelige regler"),
        Comparison.OTHER_MUNICIPALITIES: N_("andre kommuner"),
        Comparison.REST_OF_COUNTRY: N_("resten af landet"),
        Comparison.HISTORICAL_CASES: N_("historiske sager"),
        Comparison.WAVES: N_("runder af samme spørgeskema"),
        Comparison.NONE: N_("ingen"),
    },
    Test: {
        Test.SUPERIORITY: N_("bedre"),
        Test.NON_INFERIORITY: N_("ikke dårligere"),
        Test.EQUIVALENCE: N_("det samme"),
        Test.DESCRIPTION: N_("beskrivelse"),
    },
    Direction: {
        Direction.INCREASE: N_("stigning"),
        Direction.DECREASE: N_("fald"),
        Direction.NO_CHANGE: N_("uændret"),
    },
    CostKind: {
        CostKind.EXPENSE: N_("udgift"),
        CostKind.SAVING: N_("besparelse"),
        CostKind.TIME_FREED: N_("frigjort tid"),
        CostKind.LOAN: N_("lån"),
    },
}

_LABELS: Labels = {**_RULE, **_HISTORY, **_CASE, **_INSTRUMENT, **_PLAN}
