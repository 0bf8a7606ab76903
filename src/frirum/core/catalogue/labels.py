"""What the values of a definition are called by people, in the reader's language."""

from __future__ import annotations

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
from frirum.core.language import gettext as _


def label(value: StrEnum) -> str:
    """The word or words for `value`: "afsluttet", "virksomhedskonsulent"."""
    return _labels()[type(value)][value]


def not_stated_label() -> str:
    """What stands where the sources were read and are silent."""
    return _("Ikke oplyst i kilderne")


def labelled_types() -> tuple[type[StrEnum], ...]:
    """The value types that have labels."""
    return tuple(_labels())


def _labels() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {**_history_labels(), **_case_labels(), **_instrument_labels(), **_rule_labels(), **_plan_labels()}


def _rule_labels() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {
        RuleSource: {
            RuleSource.EXTRACT: _("udtrækket"),
            RuleSource.REGISTER: _("registret"),
            RuleSource.JOBINDSATS: _("jobindsats, tabel"),
            RuleSource.AUDIT: _("ledelsestilsynet, spørgsmål"),
            RuleSource.REVIEW: _("sagsgennemgangen, spørgsmål"),
            RuleSource.SURVEY: _("spørgeskemaet, spørgsmål"),
            RuleSource.TIME_STUDY: _("tidsregistreringen"),
            RuleSource.MEASURES: _("målingerne"),
        },
        SchemeKind: {
            SchemeKind.STATE: _("en tilstand på en dag"),
            SchemeKind.DEGREE: _("et tal for hver"),
        },
        Statistic: {
            Statistic.COUNT: _("antal"),
            Statistic.TOTAL: _("sum"),
            Statistic.SHARE: _("andel"),
            Statistic.MEAN: _("gennemsnit"),
            Statistic.MEDIAN: _("median"),
            Statistic.DURATION: _("varighed"),
            Statistic.SURVIVAL: _("andel, der stadig er der"),
            Statistic.RATE: _("antal i forhold til tid"),
            Statistic.CHANGE: _("ændring"),
        },
        Counted: {
            Counted.TREATED: _("dem, forsøget er brugt på"),
            Counted.ORDINARY_RULES: _("dem efter de almindelige regler"),
            Counted.EVERYONE: _("alle"),
        },
        Stretch: {
            Stretch.BEFORE: _("før forsøget"),
            Stretch.DURING: _("under forsøget"),
            Stretch.ANY: _("når som helst"),
        },
        FoundBy: {
            FoundBy.MARK: _("ved persongruppemarkeringen"),
            FoundBy.START_DATE: _("på startdatoen"),
            FoundBy.TARGET_GROUP: _("som hele målgruppen"),
            FoundBy.LIST: _("på en liste"),
        },
    }


def _history_labels() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {
        Status: {
            Status.PLANNED: _("planlagt"),
            Status.APPROVED: _("godkendt"),
            Status.RUNNING: _("i gang"),
            Status.EXTENDED: _("forlænget"),
            Status.STOPPED: _("stoppet før tid"),
            Status.ENDED: _("afsluttet"),
            Status.NEVER_STARTED: _("aldrig begyndt"),
        },
        EventKind: {
            EventKind.APPLICATION: _("ansøgning"),
            EventKind.APPROVAL: _("godkendelse"),
            EventKind.REJECTION: _("afslag"),
            EventKind.START: _("start"),
            EventKind.EXTENSION: _("forlængelse"),
            EventKind.STOP: _("stop før tid"),
            EventKind.END: _("afslutning"),
            EventKind.NOT_STARTED: _("ikke iværksat"),
            EventKind.LAW_CHANGE: _("lovændring"),
            EventKind.EVALUATION: _("evaluering"),
            EventKind.MADE_PERMANENT: _("gjort permanent"),
        },
        DecisionOutcome: {
            DecisionOutcome.MADE_PERMANENT: _("gjort permanent"),
            DecisionOutcome.ROLLED_OUT: _("udbredt"),
            DecisionOutcome.PARTLY_ADOPTED: _("delvist imødekommet"),
            DecisionOutcome.NOT_ROLLED_OUT: _("udbredes ikke"),
            DecisionOutcome.FOLLOWED_UP_ELSEWHERE: _("følges op i andet regi"),
            DecisionOutcome.NO_FOLLOW_UP: _("indgår ikke i opfølgningen"),
            DecisionOutcome.EXTENDED: _("forlænget"),
        },
        DecisionTable: {
            DecisionTable.FOLLOWED_UP_ELSEWHERE: _("Forsøg, der følges op i andet regi"),
            DecisionTable.NOT_ROLLED_OUT: _("Forsøg, der ikke udbredes"),
            DecisionTable.ALREADY_ROLLED_OUT: _("Forsøg, der allerede er helt eller delvist udbredt"),
            DecisionTable.NO_FOLLOW_UP: _("Forsøg, der ikke indgår i opfølgningen"),
        },
        DecisionReason: {
            DecisionReason.POSITIVE_EVIDENCE: _("gode resultater"),
            DecisionReason.THIN_DATA: _("for spinkelt datagrundlag"),
            DecisionReason.FEW_PARTICIPANTS: _("få deltagere"),
            DecisionReason.OVERTAKEN_BY_LAW: _("overhalet af ny lov"),
            DecisionReason.EXISTING_LAW_SUFFICES: _("gældende lov rækker"),
            DecisionReason.EFFECT_NEGATIVE: _("negativ effekt"),
            DecisionReason.NO_EFFECT_KNOWN: _("effekten kendes ikke"),
            DecisionReason.AWAIT_OTHER_REVIEW: _("afventer en anden undersøgelse"),
            DecisionReason.PROFESSIONAL_OBJECTION: _("faglig indvending"),
            DecisionReason.EXTEND_TO_CLARIFY: _("forlænget for at blive afklaret"),
            DecisionReason.NARROW_TARGET_GROUP: _("snæver målgruppe"),
            DecisionReason.NOT_STARTED: _("ikke iværksat"),
            DecisionReason.OUTSIDE_EMPLOYMENT_LAW: _("ligger uden for beskæftigelseslovgivningen"),
            DecisionReason.MOVES_FOCUS_FROM_JOB_SEARCH: _("flytter fokus fra jobsøgning"),
        },
        PeriodKind: {PeriodKind.APPROVAL: _("godkendt"), PeriodKind.EXTENSION: _("forlænget")},
        ApplicationOutcome: {
            ApplicationOutcome.APPROVED: _("imødekommet"),
            ApplicationOutcome.REJECTED: _("ikke imødekommet"),
        },
        NetworkKind: {
            NetworkKind.NETWORK: _("frikommunenetværk"),
            NetworkKind.NATIONAL_PROGRAMME: _("landsdækkende program"),
        },
        FigureKind: {
            FigureKind.USES: _("gange brugt"),
            FigureKind.PARTICIPANTS: _("deltagere"),
            FigureKind.TARGET: _("måltal"),
            FigureKind.SHARE: _("andel"),
            FigureKind.DURATION: _("varighed"),
            FigureKind.INTERVAL: _("tid imellem"),
            FigureKind.AMOUNT: _("beløb"),
            FigureKind.COUNT: _("antal"),
            FigureKind.DIRECTION: _("retning"),
        },
        StatedFinding: {
            StatedFinding.BETTER: _("bedre"),
            StatedFinding.NO_DIFFERENCE: _("ingen forskel"),
            StatedFinding.WORSE: _("ringere"),
            StatedFinding.UNCLEAR: _("uvist"),
        },
    }


def _case_labels() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {
        Role: {
            Role.CASEWORKER: _("rådgiver"),
            Role.EMPLOYER_CONSULTANT: _("virksomhedskonsulent"),
            Role.EMPLOYMENT_OFFICER: _("beskæftigelsesmedarbejder"),
            Role.TEAM_LEADER: _("teamleder"),
            Role.COORDINATOR: _("frikommunekoordinator"),
            Role.ANALYST: _("analytiker"),
            Role.MUNICIPALITY: _("kommune"),
            Role.MINISTRY: _("ministerium"),
            Role.EXTERNAL_EVALUATOR: _("ekstern evaluator"),
            Role.CITIZEN: _("borger"),
            Role.EMPLOYER: _("arbejdsgiver"),
            Role.UNEMPLOYMENT_FUND: _("a-kasse"),
            Role.GENERAL_PRACTITIONER: _("praktiserende læge"),
            Role.PSYCHOLOGIST: _("psykolog"),
            Role.PSYCHIATRIST: _("psykiater"),
            Role.MENTOR: _("mentor"),
            Role.PROVIDER: _("tilbudssted"),
        },
        Answer: {
            Answer.ELIGIBLE: _("omfattet"),
            Answer.NOT_ELIGIBLE: _("ikke omfattet"),
            Answer.NEEDS_JUDGEMENT: _("kræver et skøn"),
            Answer.NOT_IN_FORCE: _("gælder ikke den dag"),
        },
        Counting: {
            Counting.STAFF_RATIO: _("efter forholdstallet"),
            Counting.PERIODS: _("efter perioderne"),
        },
        Trigger: {
            Trigger.EXEMPTION_USED: _("fritagelsen bruges"),
            Trigger.EXEMPTION_NOT_USED: _("fritagelsen bruges ikke"),
            Trigger.FOLLOW_UP_HELD: _("der følges op"),
            Trigger.ENQUIRY_BETWEEN: _("henvendelse mellem to opfølgninger"),
            Trigger.EXPECTED_OUTCOME_FAILED: _("det ventede udfald udebliver"),
            Trigger.JUDGEMENT_MADE: _("der er skønnet"),
        },
        ContactKind: {
            ContactKind.PERSONAL_INTERVIEW: _("personlig samtale"),
            ContactKind.PHONE: _("telefonsamtale"),
            ContactKind.DIGITAL: _("digital samtale"),
            ContactKind.GROUP: _("gruppesamtale"),
            ContactKind.MENTOR: _("kontakt med mentor"),
            ContactKind.EMPLOYER_CONSULTANT: _("kontakt med virksomhedskonsulent"),
            ContactKind.PROVIDER: _("kontakt med tilbudssted"),
        },
        Meeting: {
            Meeting.JOB_INTERVIEW: _("jobsamtale"),
            Meeting.FIRST_INTERVIEW: _("første samtale"),
            Meeting.FOLLOW_UP: _("opfølgning"),
            Meeting.REASSESSMENT: _("revurdering"),
        },
        Identification: {
            Identification.MARK: _("persongruppemarkering"),
            Identification.START_DATE: _("startdato i fagsystemet"),
            Identification.CASE_SYSTEM_COUNT: _("optælling i fagsystemet"),
            Identification.MANUAL_LIST: _("liste ført i hånden"),
            Identification.UNKNOWN: _("ikke fastlagt"),
        },
    }


def _instrument_labels() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {
        InstrumentKind: {
            InstrumentKind.MANAGEMENT_AUDIT: _("ledelsestilsyn"),
            InstrumentKind.CASE_REVIEW: _("sagsgennemgang"),
            InstrumentKind.SURVEY: _("spørgeskema"),
            InstrumentKind.FOCUS_GROUP: _("fokusgruppeinterview"),
            InstrumentKind.BASELINE: _("nulpunktsmåling"),
            InstrumentKind.DATA_EXTRACT: _("datatræk"),
            InstrumentKind.REGISTER_RUN: _("DREAM-kørsel"),
            InstrumentKind.CONTACT_COUNT: _("optælling af samtaler"),
            InstrumentKind.EVALUATION_FORM: _("evalueringsskema"),
            InstrumentKind.EXTERNAL_EVALUATION: _("ekstern evaluering"),
        },
        Sampling: {
            Sampling.ALL: _("alle"),
            Sampling.REPRESENTATIVE: _("repræsentativt udsnit"),
            Sampling.SELECTED: _("udvalgte"),
        },
        Arrangement: {
            Arrangement.COMMON: _("fælles"),
            Arrangement.ADDED_TO_OWN: _("tilføjet kommunens eget tilsyn"),
            Arrangement.INDIVIDUAL: _("tilrettelagt af den enkelte kommune"),
        },
        Frequency: {
            Frequency.ONGOING: _("løbende"),
            Frequency.YEARLY: _("årligt"),
            Frequency.HALF_YEARLY: _("hvert halve år"),
            Frequency.ONCE: _("én gang"),
            Frequency.WAVES: _("i runder"),
        },
        Wording: {Wording.SOURCE: _("kildens ordlyd"), Wording.PROPOSED: _("vores forslag til ordlyd")},
    }


def _plan_labels() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {
        ChapterContent: {
            ChapterContent.INTRODUCTION: _("indledning"),
            ChapterContent.SUMMARY: _("resumé"),
            ChapterContent.CONCLUSIONS: _("hovedkonklusioner"),
            ChapterContent.DESCRIPTION: _("beskrivelse af forsøget"),
            ChapterContent.AUDITS: _("resultater af tilsyn"),
            ChapterContent.SURVEYS: _("resultater af spørgeskemaer"),
            ChapterContent.REGISTERS: _("resultater af register og udtræk"),
            ChapterContent.ECONOMY: _("økonomi"),
        },
        Comparison: {
            Comparison.BEFORE_AFTER: _("før og efter"),
            Comparison.ORDINARY_RULE_CASES: _("sager efter de almindelige regler"),
            Comparison.OTHER_MUNICIPALITIES: _("andre kommuner"),
            Comparison.REST_OF_COUNTRY: _("resten af landet"),
            Comparison.HISTORICAL_CASES: _("historiske sager"),
            Comparison.WAVES: _("runder af samme spørgeskema"),
            Comparison.NONE: _("ingen"),
        },
        Test: {
            Test.SUPERIORITY: _("bedre"),
            Test.NON_INFERIORITY: _("ikke dårligere"),
            Test.EQUIVALENCE: _("det samme"),
            Test.DESCRIPTION: _("beskrivelse"),
        },
        Direction: {
            Direction.INCREASE: _("stigning"),
            Direction.DECREASE: _("fald"),
            Direction.NO_CHANGE: _("uændret"),
        },
        CostKind: {
            CostKind.EXPENSE: _("udgift"),
            CostKind.SAVING: _("besparelse"),
            CostKind.TIME_FREED: _("frigjort tid"),
            CostKind.LOAN: _("lån"),
        },
    }
