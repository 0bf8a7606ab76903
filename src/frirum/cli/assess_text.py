"""What `frirum assess` prints for a person: the answer, why, what is missing, the dates, the mark and the note."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.conditions import Answer, Condition, CutOff
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.labels import label, not_stated_label
from frirum.core.catalogue.wording import provision_citation
from frirum.core.language import current_language, ngettext
from frirum.core.language import gettext as _
from frirum.core.law.assess import Assessment, Reason
from frirum.core.law.conditions import Met
from frirum.core.law.deadlines import Deadline
from frirum.core.law.deciding import against, idle
from frirum.core.law.journal import cited, filled_notes, journal_note
from frirum.core.law.words import experiment_said, ordinary_said
from frirum.core.vocabulary.danish import format_date

USABLE = (Answer.ELIGIBLE, Answer.NEEDS_JUDGEMENT)
_WIDEST = 100


def case_text(found: Assessment) -> str:
    """One case and one experiment: everything the answer brings with it."""
    sections = (_head, _reasons, _missing, _deadlines, _mark, _notes_due, _note)
    blocks = ("\n".join(section(found)) for section in sections)
    return "\n\n".join(block for block in blocks if block)


def overview_text(found: Sequence[Assessment]) -> str:
    """One case and every experiment: those that fit first, one line each, the rest with what decided."""
    headings: tuple[tuple[Answer | None, str], ...] = (
        (Answer.ELIGIBLE, _("Kan bruges")),
        (Answer.NEEDS_JUDGEMENT, _("Kræver et skøn")),
        (None, _("Mangler oplysninger")),
        (Answer.NOT_IN_FORCE, _("Gælder ikke den dag")),
        (Answer.NOT_ELIGIBLE, _("Passer ikke")),
    )
    blocks = []
    for answer, heading in headings:
        lines = [line for one in found if one.answer is answer for line in _overview(one)]
        if lines:
            blocks.append("\n".join([heading, *lines]))
    return "\n\n".join(blocks)


def own(table: DefinitionTable | None, name: str = "text") -> str:
    """A text of a definition in the reader's language; Danish where it has no English, "" where it has none."""
    english = getattr(table, f"{name}_en", None) if current_language() == "en" else None
    return english or getattr(table, name, None) or ""


# ---- one experiment ----


def _head(found: Assessment) -> Iterator[str]:
    yield from _wrapped(_name(found))
    answer = label(found.answer) if found.answer else _("kan ikke afgøres endnu")
    line = _("Svar: {answer}").format(answer=answer)
    own_day, day = found.ruling.begun, found.date
    if own_day:
        line += _(" (sagens dato {date})").format(date=format_date(own_day))
    yield line
    if day and day != own_day:
        yield _("Svaret gælder den {date}.").format(date=format_date(day))
    if found.answer in (Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE):
        yield _("De almindelige regler gælder.")


def _name(found: Assessment) -> str:
    whole = own(found.experiment, "short_title")
    return f"{whole}: {own(found.part, 'title')}" if found.part else whole


def _reasons(found: Assessment) -> Iterator[str]:
    tables = _tables(found.experiment, found.part)
    rules = _rules(found.experiment)
    without = idle(found)
    groups: tuple[tuple[Met, str, str], ...] = (
        (Met.NO, "−", _("Taler imod")),
        (Met.JUDGEMENT, "?", _("Afgøres af en person")),
        (Met.YES, "+", _("Taler for")),
    )
    if found.answer in (Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE):
        groups = groups[:1]
    for met, sign, heading in groups:
        reasons = [one for one in found.reasons if one.met is met and one.condition not in without]
        if reasons:
            yield heading
        for reason in reasons:
            yield from _wrapped(_reason(reason, tables, rules), f"  {sign} ", "    ")


def _reason(reason: Reason, tables: dict[str, Condition | CutOff], rules: dict[str, str]) -> str:
    said = _plain_reason(reason, tables, rules)
    return " ".join([f"{said}.", *reason.remarks]) if reason.remarks else said


def _plain_reason(reason: Reason, tables: dict[str, Condition | CutOff], rules: dict[str, str]) -> str:
    table = tables.get(reason.condition)
    text = (own(table) or reason.text).rstrip(".")
    if reason.hindrance is not None:
        text = _("Gælder ikke: {text}").format(text=text)
    who = ""
    if isinstance(table, Condition) and table.role and reason.met is Met.JUDGEMENT:
        who = _("skønnes af {role}").format(role=label(table.role))
    beside = "; ".join(filter(None, (rules.get(reason.provision or ""), who)))
    return f"{text} ({beside})" if beside else text


def _tables(experiment: Experiment, part: Part | None) -> dict[str, Condition | CutOff]:
    found: dict[str, Condition | CutOff] = {}
    for case in filter(None, (experiment, part)):
        trees = (*case.exclusions, *case.ordinary_exceptions, *filter(None, (case.condition,)))
        found |= {leaf.id: leaf for tree in trees for leaf in tree.leaves() if leaf.id}
        found |= {cut_off.id: cut_off for cut_off in case.cut_offs}
    return found


def _rules(experiment: Experiment) -> dict[str, str]:
    orders = {basis.id: cited(basis) for basis in experiment.legal_bases}
    return orders | {p.id: provision_citation(p) for p in experiment.provisions if p.reference}


def _missing(found: Assessment) -> Iterator[str]:
    facts = {fact.id: fact for fact in found.experiment.all_facts()}
    if found.missing_facts:
        yield _("Mangler")
    for name in found.missing_facts:
        yield from _wrapped(f"{own(facts.get(name), 'question')} ({name})", "  ? ", "    ")


def _deadlines(found: Assessment) -> Iterator[str]:
    if found.deadlines and found.answer in USABLE:
        yield _("Frister")
        for deadline in found.deadlines:
            yield from _deadline(deadline)


def _deadline(deadline: Deadline) -> Iterator[str]:
    duty, days = deadline.obligation, deadline.gained
    gained = "" if days is None else ngettext(" ({n} dag senere)", " ({n} dage senere)", days).format(n=days)
    yield from _wrapped(own(duty), "  ", "  ")
    lines = [
        _("de almindelige regler: {date}").format(date=ordinary_said(deadline)),
        _("forsøget: {date}").format(date=experiment_said(deadline)) + gained,
    ]
    if duty.role:
        lines.insert(0, _("ansvarlig: {role}").format(role=label(duty.role)))
    for line in lines:
        yield from _wrapped(line, "    ", "      ")


def _mark(found: Assessment) -> Iterator[str]:
    if found.mark is None:
        return
    heading = _("Markering")
    yield f"{heading} ({found.mark.system})" if found.mark.system else heading
    yield from _wrapped(found.mark.text or not_stated_label(), "  ", "  ")


def _notes_due(found: Assessment) -> Iterator[str]:
    if found.notes_due:
        yield _("Notater, der skal skrives")
    for one in filled_notes(found):
        note = one.note
        role = f" ({label(note.role)})" if note.role else ""
        yield from _wrapped(f"{own(note, 'when_text')}{role}: {own(note, 'content')}", "  - ", "    ")
        yield from _wrapped(f"»{one.text}«", "    ", "    ")


def _note(found: Assessment) -> Iterator[str]:
    note = journal_note(found)
    if note:
        yield _("Journalnotat, klar til at kopiere")
        # Not wrapped and not indented: it is pasted as it stands.
        yield note


# ---- every experiment ----


def _overview(found: Assessment) -> Iterator[str]:
    address = "/".join(filter(None, (found.experiment.slug, found.part.slug if found.part else "")))
    yield from _wrapped(f"{_name(found)} ({address})", "  ", "    ")
    if found.missing_facts:
        yield from _wrapped(", ".join(found.missing_facts), "    ? ", "      ")
    elif found.answer not in USABLE:
        tables, rules = _tables(found.experiment, found.part), _rules(found.experiment)
        for reason in against(found):
            yield from _wrapped(_plain_reason(reason, tables, rules), "    − ", "      ")


def _wrapped(text: str, first: str = "", rest: str = "") -> Iterable[str]:
    width = min(_WIDEST, max(40, shutil.get_terminal_size().columns))
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
