"""A use as its page shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.casework import JournalNote, Trigger
from frirum.core.catalogue.conditions import Answer
from frirum.core.law.watch import concerns
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.cases.answers import AnswerView, answer
from frirum.web.experiments.templatetags.definitions import fact_text, own_text
from frirum.web.organisations.names import person_names
from frirum.web.uses.actions import may_be_restored
from frirum.web.uses.assessing import AssessedCase, consents, recorded_case
from frirum.web.uses.identities import masked, unseal
from frirum.web.uses.listing import answer_text, experiment_name, state_text
from frirum.web.uses.models import Use, UseCorrection, UseState
from frirum.web.uses.reasons import EndReason
from frirum.web.uses.recognising import own_label

_ANSWER_KINDS = {Answer.ELIGIBLE: "success", Answer.NEEDS_JUDGEMENT: "warning"}


@dataclass(frozen=True)
class CorrectionLine:
    """A correction with its changes as people read them: (what, before, after)."""

    correction: UseCorrection
    who: str
    changes: tuple[tuple[Any, str, str], ...]


def use_page(use: Use, *, identified: bool) -> dict[str, Any]:
    """The context of the page. Who the citizen is, and what was written about the case, only where `identified`."""
    case = recorded_case(use)
    view = answer(case.experiment, case.part, case.facts, today=clock.today())
    names = person_names([use.responsible, use.recorded_by])
    return {
        "use": use,
        "name": experiment_name(use.slug, use.part),
        "state": state_text(use),
        "answer": answer_text(use),
        "answer_kind": _ANSWER_KINDS.get(case.found.answer, "info") if case.found.answer else "info",
        "view": view,
        "facts": facts_of(case),
        "notes_due": notes_due(use, case, view),
        "responsible": names.get(use.responsible, ""),
        "recorded_by": names.get(use.recorded_by, ""),
        "corrections": correction_lines(use, case),
        "choices": list(use.citizen.choices.filter(slug=use.slug, part=use.part).select_related("text")),
        "rests_on_wish": bool(consents(case.experiment, case.part)),
        "identified": identified,
        "label": own_label(use.citizen) if identified else "",
        "other_is_open": identified and other_open(use),
        "may_restore": identified and may_be_restored(use),
        "masked": _masked(use) if identified else "",
    }


def other_open(use: Use) -> bool:
    """Whether another exemption is open in the citizen's case, whoever has it."""
    return use.citizen.uses.filter(state=UseState.RECORDED, ended_on=None).exclude(pk=use.pk).exists()


def facts_of(case: AssessedCase) -> list[tuple[Any, str]]:
    """(question, answer), in the definition's order."""
    return [
        (own_text(fact, "question"), fact_text(fact, case.facts[fact.id]))
        for fact in case.experiment.all_facts()
        if fact.id in case.facts
    ]


def notes_due(use: Use, case: AssessedCase, view: AnswerView) -> tuple[JournalNote, ...]:
    """The notes that are due: what using the exemption asks for, and what a failed outcome does."""
    if use.end_reason == EndReason.OUTCOME_FAILED:
        return tuple(
            note
            for note in case.experiment.notes
            if note.when is Trigger.EXPECTED_OUTCOME_FAILED and concerns(note.part_slugs, case.part)
        )
    return view.notes_due


def correction_lines(use: Use, case: AssessedCase, *, after: int = 0) -> list[CorrectionLine]:
    """The corrections with a higher number than `after`, as people read them."""
    found = list(use.corrections.filter(number__gt=after))
    names = person_names(one.made_by for one in found)
    return [_line(one, case, names) for one in found]


def _line(correction: UseCorrection, case: AssessedCase, names: dict[str, str]) -> CorrectionLine:
    return CorrectionLine(correction, names.get(correction.made_by, ""), tuple(_changes(correction, case)))


def _changes(correction: UseCorrection, case: AssessedCase) -> list[tuple[Any, str, str]]:
    """What people changed; the answer and the note follow from it."""
    found: list[tuple[Any, str, str]] = []
    before, after = correction.before, correction.after
    if "begun_on" in before:
        label = Use._meta.get_field("begun_on").verbose_name
        found.append((label, _day(before["begun_on"]), _day(after["begun_on"])))
    old, new = before.get("facts", {}), after.get("facts", {})
    for fact in case.experiment.all_facts():
        if old.get(fact.id) != new.get(fact.id):
            found.append(
                (own_text(fact, "question"), _fact(fact, old.get(fact.id)), _fact(fact, new.get(fact.id)))
            )
    return found


def _day(text: str) -> str:
    return format_date(dt.date.fromisoformat(text))


def _fact(fact: Any, value: Any) -> str:
    if value is None:
        return "–"
    return _day(value) if fact.type == "date" else fact_text(fact, value)


def _masked(use: Use) -> str:
    citizen = use.citizen
    return masked(unseal(citizen.cpr_sealed, citizen.place)) if citizen.cpr_sealed else ""
