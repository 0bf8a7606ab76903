"""The finished journal note: why the exemption may be used, with the reference that must always stand in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from frirum.core.catalogue.casework import JournalNote, Trigger
from frirum.core.catalogue.conditions import Answer, CutOff
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.law import Derogation, LegalBasis
from frirum.core.catalogue.wording import provision_citation
from frirum.core.language import gettext as _
from frirum.core.language import language
from frirum.core.law.assess import Assessment
from frirum.core.law.conditions import Met
from frirum.core.law.due_ending import Woken
from frirum.core.law.due_words import woken_said
from frirum.core.vocabulary.danish import format_date

_ONE_DAY = dt.timedelta(days=1)


def journal_note(assessment: Assessment) -> str | None:
    """The note to copy into the case, or None when the exemption is not used.

    What only the responsible person knows stands in square brackets. A citizen's journal is kept in Danish, so the
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
        _("Forsøg: {name}.").format(name=name),
        _grounds(assessment),
        _hindrances(assessment),
        _deviation(assessment),
        *(_filled(note, assessment) for note in assessment.notes_due if note.when is Trigger.EXEMPTION_USED),
    ]
    return "\n".join(line for line in paragraphs if line)


def _grounds(assessment: Assessment) -> str:
    # Place and time are plain from the case itself; the note says what was assessed.
    plain = {"municipality", "period", *(cut_off.id for cut_off in _cut_offs(assessment))}
    met = [
        reason.text.rstrip(".")
        for reason in assessment.reasons
        if reason.met is Met.YES and reason.hindrance is None and reason.condition not in plain
    ]
    return _("Betingelserne er vurderet opfyldt: {reasons}.").format(reasons="; ".join(met)) if met else ""


def _hindrances(assessment: Assessment) -> str:
    absent = [reason.hindrance.rstrip(".") for reason in assessment.reasons if reason.hindrance]
    return _("Følgende gælder ikke: {reasons}.").format(reasons="; ".join(absent)) if absent else ""


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
        # The note must name the order; where no source does, the responsible person has to.
        order = order or _("[hjemlen]")
        return _("Fraveget: {rules}, jf. {order}.").format(rules="; ".join(rules), order=order)
    return _("Jf. {order}.").format(order=order) if order else ""


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


def _filled(note: JournalNote, assessment: Assessment) -> str:
    if note.template is None:
        return f"[{note.content}]"
    date = format_date(assessment.date) if assessment.date else _("[dato]")
    filled = note.template.replace("{order}", order_on(assessment.experiment, assessment.date))
    return filled.replace("{date}", date).replace("{reason}", _("[begrundelse]"))


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
            _("Forsøg: {name}.").format(name=name),
            _("Fritagelsen er ophørt den {day}. {why}").format(day=format_date(ended_on), why=why),
            _("Fra den {day} gælder de almindelige regler.").format(day=format_date(ended_on + _ONE_DAY)),
            *(woken_said(one) for one in wakes),
        ]
        return "\n".join(lines)
