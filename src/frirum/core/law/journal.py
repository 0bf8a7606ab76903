"""The finished journal note: why the exemption may be used, with the reference that must always stand in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from frirum.core.catalogue.casework import JournalNote, Trigger
from frirum.core.catalogue.conditions import Answer, CutOff
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.law import Derogation, LegalBasis
from frirum.core.catalogue.wording import provision_citation
from frirum.core.language import language
from frirum.core.law.assess import Assessment
from frirum.core.law.conditions import Met
from frirum.core.law.due_ending import Woken
from frirum.core.law.due_words import woken_said
from frirum.core.law.sentences import say
from frirum.core.vocabulary.danish import format_date

_ONE_DAY = dt.timedelta(days=1)


def journal_note(assessment: Assessment) -> str | None:
    """The note to copy into the case, or None when the exemption is not used.

    It claims what the facts say and no more, and has no gap to fill. A citizen's journal is kept in Danish, so the
    note is Danish in whatever language the reader works.
    """
    if assessment.answer is not Answer.ELIGIBLE:
        return None
    with language("da"):
        return _written(assessment)


def _written(assessment: Assessment) -> str:
    experiment = assessment.experiment
    name = experiment.short_title
    if assessment.part:
        name = f"{name} ({assessment.part.title})"
    paragraphs = [
        say("experiment_name", name=name),
        _grounds(assessment),
        _hindrances(assessment),
        _deviation(assessment),
        *(
            fill(note, experiment, _day_of(note, assessment))
            for note in assessment.notes_due
            if note.when is Trigger.EXEMPTION_USED
        ),
        _which_time(assessment),
    ]
    return "\n".join(line for line in paragraphs if line)


def _which_time(assessment: Assessment) -> str:
    mark = assessment.mark
    return say("person_group_mark_mark", mark=mark_said(assessment)) if mark and mark.variants else ""


def _grounds(assessment: Assessment) -> str:
    # Place and time are plain from the case itself; the note says what was assessed.
    plain = {"municipality", "period", *(cut_off.id for cut_off in _cut_offs(assessment))}
    met = [
        reason.text.rstrip(".")
        for reason in assessment.reasons
        if reason.met is Met.YES and reason.hindrance is None and reason.condition not in plain
    ]
    return say("conditions_are_judged_to_be_met", reasons="; ".join(met)) if met else ""


def _hindrances(assessment: Assessment) -> str:
    absent = [reason.hindrance.rstrip(".") for reason in assessment.reasons if reason.hindrance]
    return say("following_does_not_apply_reasons", reasons="; ".join(absent)) if absent else ""


def _cut_offs(assessment: Assessment) -> tuple[CutOff, ...]:
    return assessment.experiment.cut_offs + (assessment.part.cut_offs if assessment.part else ())


def _deviation(assessment: Assessment) -> str:
    part, date = assessment.part, assessment.date
    # Two versions of an act can be cited alike: the rule is named once, and only as it stood on the day.
    rules = dict.fromkeys(
        provision_citation(p)
        for p in assessment.experiment.provisions
        if (not p.part_slugs or part is None or part.slug in p.part_slugs) and _stood(p, date)
    )
    order = order_on(assessment.experiment, date)
    if rules:
        order = order or order_said(assessment.experiment, date)
        return say("derogation_from_rules_cf_order", rules="; ".join(rules), order=order)
    return say("cf_order", order=order) if order else ""


def _stood(provision: Derogation, date: dt.date | None) -> bool:
    if date is None:
        return True
    begun = provision.valid_from is None or provision.valid_from <= date
    return begun and (provision.valid_to is None or date <= provision.valid_to)


def order_on(experiment: Experiment, date: dt.date | None) -> str:
    """The order the note refers to on that date, as it is cited; "" where no source names one."""
    on_the_day = [
        period
        for period in experiment.periods
        if date is None
        or ((not period.start or period.start <= date) and (not period.end or date <= period.end))
    ]
    named = {basis for period in on_the_day for basis in period.legal_basis}
    chosen = [basis for basis in experiment.legal_bases if basis.id in named]
    # A period whose basis no source states is not to borrow that of another period.
    if not chosen and all(period.is_stated("legal_basis") for period in on_the_day):
        chosen = list(experiment.legal_bases[:1])
    return "; ".join(cited(basis) for basis in chosen)


def cited(basis: LegalBasis) -> str:
    """The order as it is cited in a journal note."""
    if basis.cite_as:
        return basis.cite_as
    place = f" § {basis.paragraph}" if basis.paragraph else ""
    number = f" ({basis.number})" if basis.number else ""
    return f"{basis.title}{place}{number}"


def order_said(experiment: Experiment, date: dt.date | None) -> str:
    """The order the note refers to, or that no source names it: a note has no gap that looks like an answer."""
    return order_on(experiment, date) or say("experiment_legal_basis_which_sources_do")


def fill(
    note: JournalNote,
    experiment: Experiment,
    day: dt.date | None,
    *,
    reason: str = "",
    date: dt.date | None = None,
) -> str:
    """The definition's template with the order, the day and the reason in it, in Danish; else what it must say.

    Without a day nothing is said of one. A reason that only the responsible person knows is left out, not bracketed.

    Args:
        date: the day the answer is for; the order is cited as it stood then where the note has no day.
    """
    with language("da"):
        text = (note.template or note.content).replace("{order}", order_said(experiment, day or date))
        if day is None:
            text = _A_DAY.sub("", text)
        text = text.replace("{date}", format_date(day) if day else "")
        return " ".join(text.replace("{reason}", reason).split())


_A_DAY = re.compile(r"\s*\b(den|fra den|fra) \{date\}")


@dataclass(frozen=True)
class FilledNote:
    """A note that is due, ready to copy.

    Attributes:
        day: the day it is about as far as the case tells: of a follow-up the latest day, of the outcome the last.
    """

    note: JournalNote
    day: dt.date | None
    text: str


def filled_notes(assessment: Assessment) -> tuple[FilledNote, ...]:
    """Every note that is due by the answer, filled."""
    return tuple(_filled(note, assessment) for note in assessment.notes_due)


def _filled(note: JournalNote, assessment: Assessment) -> FilledNote:
    day = _day_of(note, assessment)
    with language("da"):
        reason = (
            _grounds(assessment)
            if note.when in _AT_THE_START and assessment.answer is Answer.ELIGIBLE
            else ""
        )
    text = fill(note, assessment.experiment, day, reason=reason, date=assessment.date)
    if note.when is Trigger.FOLLOW_UP_HELD and day is not None:
        with language("da"):
            said = format_date(day)
        text = text.replace(f"den {said}", f"senest den {said}", 1)
    return FilledNote(note, day, text)


_AT_THE_START = (Trigger.EXEMPTION_USED, Trigger.JUDGEMENT_MADE)


def _day_of(note: JournalNote, assessment: Assessment) -> dt.date | None:
    if note.when in _AT_THE_START:
        return assessment.ruling.begun or assessment.date
    if note.when not in (Trigger.FOLLOW_UP_HELD, Trigger.EXPECTED_OUTCOME_FAILED):
        return None
    ends = note.when is Trigger.EXPECTED_OUTCOME_FAILED
    days = (one.experiment for one in assessment.deadlines if one.obligation.ends_exemption is ends)
    return next((day for day in days if day is not None), None)


def mark_said(assessment: Assessment) -> str:
    """The mark with which time it is, where the definition has a variant for each; "" without a mark."""
    mark = assessment.mark
    if mark is None or mark.text is None:
        return ""
    number = assessment.facts.get(mark.numbered_by or "")
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(mark.variants):
        return mark.text
    return f"{mark.text}: {mark.variants[number - 1].text}"


def ending_note(
    experiment: Experiment, part: Part | None, *, ended_on: dt.date, why: str, wakes: Sequence[Woken]
) -> str:
    """The note to copy into the case when the exemption has ended: why, and which ordinary duty applies again by when.

    Args:
        why: why it ended, as a Danish sentence.
    """
    with language("da"):
        name = experiment.short_title + (f" ({part.title})" if part else "")
        lines = [
            say("experiment_name", name=name),
            say("exemption_ended_on_day_why", day=format_date(ended_on), why=why),
            say("from_day_ordinary_rules_apply", day=format_date(ended_on + _ONE_DAY)),
            *(woken_said(one) for one in wakes),
        ]
        return "\n".join(lines)
