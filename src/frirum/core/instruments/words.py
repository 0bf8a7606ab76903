"""What the codes of instruments are called by people, in the reader's language."""

from __future__ import annotations

from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.labels import label
from frirum.core.errors import InputRefused
from frirum.core.instruments.agreement import Agreement
from frirum.core.instruments.audit_collection import CollectionFault, SheetFault
from frirum.core.instruments.audit_results import AnswerCounts, ResultNote, ShareOfList
from frirum.core.instruments.audit_workbook import FACTS
from frirum.core.instruments.questions import LONGEST_ANSWER, AnswerFault, AskedQuestion
from frirum.core.instruments.rounds import PlannedRound, RoundWhy
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date, format_number, format_share


def round_text(planned: PlannedRound) -> str:
    """A round in the definition's words, with its day where the experiment gives it or moved it."""
    when = planned.round.when
    if planned.why is RoundWhy.LAPSED:
        return _("{when}: bortfaldet, da forsøget blev stoppet").format(when=when)
    if planned.first is None or planned.why is RoundWhy.STATED:
        return when
    day = format_date(planned.first)
    if planned.why is RoundWhy.PULLED_FORWARD:
        return _("{when}: fremrykket til {day}, da forsøget blev stoppet").format(when=when, day=day)
    return _("{when} ({day})").format(when=when, day=day)


def told_text(instrument: Instrument) -> str:
    """Those who are told what the instrument found, with commas between; "" where no source says who."""
    told = [str(label(one)) for one in instrument.feedback_to]
    return ", ".join([*told, _("gruppen")] if instrument.feedback_to_group else told)


def answer_fault(fault: AnswerFault, question: AskedQuestion) -> tuple[str, str]:
    """(what is wrong, what to write) of an answer that cannot be read; what was written is not repeated."""
    options = ", ".join(f"»{option.shown}«" for option in question.options)
    return {
        AnswerFault.NOT_AN_OPTION: (
            _("Svaret er ikke en af svarmulighederne."),
            _("Vælg en af disse: {options}.").format(options=options),
        ),
        AnswerFault.NOT_A_NUMBER: (
            _("Svaret er ikke et tal."),
            _("Skriv et tal, for eksempel 12 eller 7,5."),
        ),
        AnswerFault.NUMBER_AMBIGUOUS: (
            _("Tallet kan være både et tusindtal og et decimaltal."),
            _("Skriv det uden punktum, med komma før decimalerne."),
        ),
        AnswerFault.NOT_A_DATE: (_("Svaret er ikke en dato."), _("Skriv datoen som 01-07-2027.")),
        AnswerFault.DATE_AMBIGUOUS: (
            _("Datoen kan læses på flere måder."),
            _("Skriv datoen som 01-07-2027, med fire cifre i årstallet."),
        ),
        AnswerFault.TOO_LONG: (
            _("Svaret er for langt."),
            _("Forkort det til højst {n} tegn.").format(n=LONGEST_ANSWER),
        ),
        AnswerFault.CPR: (
            _("Svaret ligner et CPR-nummer."),
            _("Slet nummeret."),
        ),
    }[fault]


def more_than_put(asked: AskedQuestion, answers: int, cases: int) -> InputRefused:
    """The refusal of reported counts with more answers to a question than cases in which it is put."""
    return InputRefused(
        _("{question} Der er {n} svar, men spørgsmålet gælder kun {of} sager.").format(
            question=asked.question.text, n=answers, of=cases
        ),
        remedy=_("Ret tallene, og indberet resultatet igen."),
    )


def agreement_lines(found: Agreement) -> tuple[str, ...]:
    """The agreement of raters as lines: three figures and the table behind them, and no word that judges them."""
    width = max(len(answer) for answer in found.answers)
    rows = zip(found.answers, found.pairs, strict=True)
    table = (f"{answer:<{width}}  " + "  ".join(f"{n:>5}" for n in row) for answer, row in rows)
    return (*agreement_figures(found), *table)


def agreement_figures(found: Agreement) -> tuple[str, ...]:
    """How many were rated, and the three figures of agreement."""
    low, high = found.percent_bounds
    return (
        _("{n} sager, {raters} bedømmere; {paired} sager har to eller flere bedømmelser.").format(
            n=found.n_units, raters=found.n_raters, paired=found.n_paired
        ),
        _("Rå enighed: {share} (eksakt {low}–{high})").format(
            share=format_share(found.percent), low=format_share(low), high=format_share(high)
        ),
        _("Gwets AC1: {value}").format(value=_ac1(found)),
        (_("Cohens kappa: {value}") if found.n_raters == 2 else _("Fleiss' kappa: {value}")).format(
            value=_coefficient(found.kappa)
        ),
    )


def _ac1(found: Agreement) -> str:
    if found.ac1 is None or found.lower is None or found.upper is None:
        return _coefficient(None)
    text = (
        _("{value} ({low} til {high}, af den eksakte)") if found.is_exact else _("{value} ({low} til {high})")
    )
    return text.format(
        value=_coefficient(found.ac1), low=_coefficient(found.lower), high=_coefficient(found.upper)
    )


def _coefficient(value: float | None) -> str:
    return _("kan ikke udregnes: alle gav samme svar") if value is None else format_number(value, 2)


def sheet_fault(fault: CollectionFault) -> tuple[str, str]:
    """(what is wrong, what to do) of a fault in a filled-in workbook."""
    if fault.code is None:
        # Nobody writes in that sheet: the file itself is another than the one that was handed out.
        return fault.message, _as_handed_out() if fault.sheet == FACTS else fault.remedy
    if isinstance(fault.code, AnswerFault):
        assert fault.question is not None
        return answer_fault(fault.code, fault.question)
    message, remedy = _sheet_faults()[fault.code]
    return message.format(detail=fault.detail), remedy.format(detail=fault.detail)


def _again() -> str:
    return _("Hent skemaet igen, og sæt svarene ind.")


def _as_handed_out() -> str:
    return _("Gem skemaet som Excel-projektmappe (.xlsx), eller hent det igen, og sæt svarene ind.")


def _sheet_faults() -> dict[SheetFault, tuple[str, str]]:
    return {
        SheetFault.NOT_OURS: (
            _("Filen er ikke et skema fra Frirum: arket »Om skemaet« eller »Sager« mangler."),
            _("Send skemaet, som det blev lavet; slet ingen ark."),
        ),
        SheetFault.OTHER_INSTRUMENT: (
            _("Skemaet hører til et andet redskab: {detail}."),
            _("Saml det ind under det redskab, eller send det rigtige skema."),
        ),
        SheetFault.OTHER_QUESTIONS: (
            _("Skemaet har en anden udgave af spørgsmålene end definitionen har nu."),
            _("Saml det ind med den definition, det blev lavet af, eller udfyld et nyt skema."),
        ),
        SheetFault.OTHER_ROUND: (
            _("Skemaet er fra en anden runde end »{detail}«."),
            _("Saml hver runde ind for sig."),
        ),
        SheetFault.OTHER_FRAME: (
            _("Sagerne er udtrukket på en anden måde eller af en anden liste end i {detail}."),
            _("Saml skemaer ind for sig, når de er lavet hver for sig."),
        ),
        SheetFault.FACTS_CHANGED: (_("Arket »Om skemaet« er ændret, siden skemaet blev lavet."), _again()),
        SheetFault.SAME_MUNICIPALITY: (
            _("Kommunen er også i {detail}."),
            _("Send ét skema for hver kommune."),
        ),
        SheetFault.COLUMN_MISSING: (
            _("Kolonnen »{detail}« mangler."),
            _("Skriv overskriften, som den var. Kolonner må flyttes, ikke omdøbes eller slettes."),
        ),
        SheetFault.COLUMN_UNKNOWN: (
            _("Kolonnen er ikke fra skemaet."),
            _("Slet den, eller lad dens overskrift begynde med »Eget:«, hvis spørgsmålet er kommunens eget."),
        ),
        SheetFault.CELL_OUTSIDE: (
            _("Cellen står uden for skemaets kolonner."),
            _("Slet den, eller giv kolonnen en overskrift, der begynder med »Eget:«."),
        ),
        SheetFault.CASE_UNKNOWN: (
            _("Sagen er ikke en af dem, der blev udtrukket, eller dens nummer eller kode er ændret."),
            _("Skriv nummer, sag og kode, som de stod, eller slet rækken."),
        ),
        SheetFault.CASE_TWICE: (_("Sagen står to gange."), _("Behold én række for hver sag.")),
        SheetFault.CASES_MISSING: (
            _("{detail} af skemaets sager mangler."),
            _("Sæt rækkerne ind igen; en sag, der ikke kan gennemgås, får en grund i »Udgår fordi«."),
        ),
        SheetFault.NOT_PUT: (
            _("Spørgsmålet stilles ikke efter svaret på det spørgsmål, det hænger på."),
            _("Slet svaret, eller ret svaret på det andet spørgsmål."),
        ),
        SheetFault.CONDITION_OPEN: (
            _("Spørgsmålet, som dette hænger på, er ikke besvaret."),
            _("Besvar det først, eller slet dette svar."),
        ),
        SheetFault.REASON_UNKNOWN: (
            _("Grunden til, at sagen udgår, er ikke på listen."),
            _("Vælg en grund på listen i cellen."),
        ),
        SheetFault.ANSWERED_AND_DROPPED: (
            _("Sagen er både besvaret og udgået."),
            _("Slet svarene eller grunden."),
        ),
        SheetFault.RESERVE_TOO_EARLY: (
            _("Reserven er brugt, selv om ingen sag er udgået før den."),
            _("Slet svarene, eller skriv grunden ved den sag, der er udgået."),
        ),
    }


def result_note(note: ResultNote) -> str:
    """What a reader must know of an audit's result as a whole."""
    return {
        ResultNote.NOT_RANDOM: _(
            "Sagerne er de nyeste før en dag, ikke tilfældigt udtrukket: tallene gælder disse sager alene, og der er "
            "intet interval."
        ),
        ResultNote.MISSING_BY_CHANCE: _("Svar mangler; intervallerne regner med, at de mangler tilfældigt."),
        ResultNote.NO_INTERVAL_ACROSS: _(
            "Et spørgsmål, der kun stilles i nogle sager, har intet samlet interval, når kommunerne har hver sit "
            "udtræk; se kommunerne hver for sig."
        ),
        ResultNote.DROPPED: _(
            "Sager er udgået og tæller ikke med. Hvor der er reserver, har de taget deres plads."
        ),
    }[note]


def result_lines(result: AnswerCounts) -> tuple[str, ...]:
    """One question's result as lines."""
    head = _("{n} svar, {missing} mangler, {not_applicable} ikke stillet").format(
        n=result.n, missing=result.missing, not_applicable=result.not_applicable
    )
    options = (
        f"    {text}: {result.counts[text]}" + _share_words(share) for text, share in result.shares.items()
    )
    return (result.question.question.text, f"  {head}", *options)


def _share_words(share: ShareOfList) -> str:
    if share.share is None:
        return ""
    said = f" = {format_share(share.share)}"
    if share.lower is None or share.upper is None:
        return said
    return said + f" ({format_share(share.lower)}–{format_share(share.upper)})"
