"""`frirum assess`: may the exemption be used in this case?"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from frirum.cli.assess_text import case_text, overview_text
from frirum.cli.completing import slugs
from frirum.cli.definitions import catalogue_in_force, definition_in_force, part_named
from frirum.cli.output import emit
from frirum.core.catalogue import Experiment, Part
from frirum.core.errors import InputRefused, UsageError
from frirum.core.language import gettext as _
from frirum.core.law.assess import Assessment, assess, assess_best
from frirum.core.law.confronting import refuse_contradictions
from frirum.core.law.facts import read_facts, refuse_unknown
from frirum.core.law.facts_schema import facts_schema
from frirum.core.law.journal import filled_notes, journal_note


@click.command("assess")
@click.argument("place", metavar="SLUG[/PART]", required=False, shell_complete=slugs)
@click.option("--all", "every", is_flag=True, help="Which experiments fit this case?")
@click.option(
    "--facts", "file", type=click.Path(path_type=Path), help='A JSON file: {"fact": value} or a list of such.'
)
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; the case's own date when left out."
)
@click.option(
    "--facts-schema", "schema", is_flag=True, help="JSON Schema of the facts the definition asks for."
)
def assess_case(
    *, place: str | None, every: bool, file: Path | None, day: dt.datetime | None, schema: bool
) -> None:
    """Assess one case or a list of cases."""
    if every == (place is not None):
        raise UsageError(_("Nævn ét forsøg, eller skriv --all."))
    if schema and place is not None:
        asked, _part = _find(place)
        document = facts_schema(asked.slug, asked.all_facts())
        emit(document, lambda: json.dumps(document, ensure_ascii=False, indent=2))
        return
    if file is None:
        raise UsageError(_("Fakta mangler."), remedy=_("Angiv --facts FIL, eller se --facts-schema."))
    # An unknown slug is wrong usage, whatever the file holds.
    experiment, part = _find(place) if place is not None else (None, None)
    on = day.date() if day else None
    cases = _read(file)
    assessor = partial(_assessed, experiment, part, on, str(file))
    if isinstance(cases, list):
        answers = [_numbered(assessor, number, case) for number, case in enumerate(cases, start=1)]
        emit([_document(one) for one in answers], lambda: _listed(answers))
    else:
        answer = assessor(cases)
        emit(_document(answer), lambda: _text(answer))


Found = Assessment | list[Assessment]
"""The answer of one experiment, or with `--all` of every experiment and part."""


def _assessed(
    experiment: Experiment | None, part: Part | None, on: dt.date | None, file: str, case: Any
) -> Found:
    if experiment is None:
        return _every(case, on, file)
    facts = read_facts(case, experiment.all_facts(), on=on, file=file)
    refuse_contradictions(experiment, part, facts, file=file)
    return assess(experiment, facts, part=part, on=on) if part else assess_best(experiment, facts, on=on)


def _every(case: Any, on: dt.date | None, file: str) -> list[Assessment]:
    experiments = catalogue_in_force().experiments.values()
    known = {fact.id for experiment in experiments for fact in experiment.all_facts()}
    remedy = _("frirum assess FORSØG --facts-schema viser de fakta, et forsøg spørger om.")
    refuse_unknown(case, sorted(known), remedy=remedy, file=file)
    found = []
    for experiment in experiments:
        facts = read_facts(case, experiment.all_facts(), on=on, file=file, ignore_unknown=True)
        refuse_contradictions(experiment, None, facts, file=file)
        parts: tuple[Part | None, ...] = experiment.parts or (None,)
        found += [assess(experiment, facts, part=part, on=on) for part in parts]
    return found


def _numbered(assessor: Callable[[Any], Found], number: int, case: Any) -> Found:
    """One case of a list; what is refused says which case it was."""
    try:
        return assessor(case)
    except InputRefused as refused:
        message = _("Sag {number}: {message}").format(number=number, message=refused.message)
        raise InputRefused(message, remedy=refused.remedy, file=refused.file) from refused


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"), object_pairs_hook=_once_each)
    except json.JSONDecodeError as error:
        message = _("Filen er ikke gyldig JSON: {error}.").format(error=error.msg)
        raise InputRefused(message, file=str(file), line=error.lineno) from error
    except RecursionError as error:
        message = _("Filen har lister eller objekter inden i hinanden i for mange lag.")
        raise InputRefused(message, file=str(file)) from error
    except InputRefused as refused:
        raise InputRefused(refused.message, file=str(file), remedy=refused.remedy) from refused
    except FileNotFoundError as error:
        raise InputRefused(_("Filen findes ikke."), file=str(file)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(_("Filen kan ikke læses som UTF-8-tekst."), file=str(file)) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names stand once each: of two answers to one question neither can be trusted."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputRefused(_("{name} står to gange i samme sag.").format(name=twice))
    return found


def _find(place: str) -> tuple[Experiment, Part | None]:
    slug, _slash, wanted = place.partition("/")
    experiment = definition_in_force(slug)
    return experiment, part_named(experiment, wanted) if wanted else None


def _document(found: Found) -> Any:
    if isinstance(found, Assessment):
        return as_document(found)
    return [
        {"slug": one.experiment.slug, "part": one.part.slug if one.part else None, **as_document(one)}
        for one in found
    ]


def as_document(found: Assessment) -> dict[str, Any]:
    """The assessment as `--json` prints it."""
    return {
        "answer": found.answer.value if found.answer else None,
        "regime": found.regime,
        "reasons": [reason.as_dict() for reason in found.reasons],
        "missing_facts": list(found.missing_facts),
        "mark": {"text": found.mark.text} if found.mark else None,
        "deadlines": [
            {
                "obligation": deadline.obligation.id,
                "ordinary": deadline.ordinary.isoformat() if deadline.ordinary else None,
                "experiment": deadline.experiment.isoformat() if deadline.experiment else None,
                "provision": next(iter(deadline.obligation.provision), None),
            }
            for deadline in found.deadlines
        ],
        "notes_due": [
            {
                "id": one.note.id,
                "when": one.note.when_text,
                "content": one.note.content,
                "day": one.day.isoformat() if one.day else None,
                "text": one.text,
            }
            for one in filled_notes(found)
        ],
        "journal_note": journal_note(found),
    }


def _text(found: Found) -> str:
    return case_text(found) if isinstance(found, Assessment) else overview_text(found)


def _listed(answers: list[Found]) -> str:
    """Several cases, each under its number."""
    numbered = (
        (_("Sag {number}").format(number=n), _text(found)) for n, found in enumerate(answers, start=1)
    )
    return "\n\n".join(f"{name}\n{'=' * len(name)}\n{text}" for name, text in numbered)
