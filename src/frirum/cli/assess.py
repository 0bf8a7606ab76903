"""`frirum assess`: may the exemption be used in this case?"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from frirum.cli.definitions import catalogue_in_force
from frirum.cli.output import emit
from frirum.core.catalogue import Experiment, Part
from frirum.core.catalogue.faults import did_you_mean
from frirum.core.catalogue.labels import label
from frirum.core.errors import InputRefused, UsageError
from frirum.core.language import gettext as _
from frirum.core.law.assess import Assessment, assess, assess_best
from frirum.core.law.facts import facts_schema, read_facts
from frirum.core.law.journal import journal_note


@click.command("assess")
@click.argument("place", metavar="SLUG[/PART]", required=False)
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
        experiment, _part = _find(place)
        document = facts_schema(experiment.slug, experiment.all_facts())
        emit(document, lambda: json.dumps(document, ensure_ascii=False, indent=2))
        return
    if file is None:
        raise UsageError(_("Fakta mangler."), remedy=_("Angiv --facts FIL, eller se --facts-schema."))
    if place is not None:
        _find(place)  # An unknown slug is wrong usage, whatever the file holds.
    on = day.date() if day else None
    cases = _read(file)
    if isinstance(cases, list):
        result: Any = [_numbered(number, place, case, on, file) for number, case in enumerate(cases, start=1)]
    else:
        result = _assessed(place, cases, on, file)
    emit(result, lambda: _text(result))


def _assessed(place: str | None, case: Any, on: dt.date | None, file: Path) -> Any:
    return _one(place, case, on, str(file)) if place else _every(case, on, str(file))


def _numbered(number: int, place: str | None, case: Any, on: dt.date | None, file: Path) -> Any:
    """One case of a list; what is refused says which case it was."""
    try:
        return _assessed(place, case, on, file)
    except InputRefused as refused:
        message = _("Sag {number}: {message}").format(number=number, message=refused.message)
        raise InputRefused(message, remedy=refused.remedy, file=refused.file) from refused


def _listed(cases: Any) -> list[Any]:
    return cases if isinstance(cases, list) else [cases]


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        message = _("Filen er ikke gyldig JSON: {error}.").format(error=error.msg)
        raise InputRefused(message, file=str(file), line=error.lineno) from error
    except FileNotFoundError as error:
        raise InputRefused(_("Filen findes ikke."), file=str(file)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(_("Filen kan ikke læses som UTF-8-tekst."), file=str(file)) from error


def _find(place: str) -> tuple[Experiment, Part | None]:
    slug, _slash, wanted = place.partition("/")
    experiment = catalogue_in_force().experiment(slug)
    part = experiment.part(wanted) if wanted else None
    if wanted and part is None:
        known = [p.slug for p in experiment.parts]
        message = _("{slug} har ingen del {part}.").format(slug=slug, part=wanted) + did_you_mean(
            wanted, known
        )
        raise UsageError(
            message, remedy=_("Dele: {known}.").format(known=", ".join(known)) if known else None
        )
    return experiment, part


def _one(place: str, case: Any, on: dt.date | None, file: str) -> dict[str, Any]:
    experiment, part = _find(place)
    facts = read_facts(case, experiment.all_facts(), file=file)
    found = assess(experiment, facts, part=part, on=on) if part else assess_best(experiment, facts, on=on)
    return as_document(found)


def _every(case: Any, on: dt.date | None, file: str) -> list[dict[str, Any]]:
    rows = []
    for experiment in catalogue_in_force().experiments.values():
        facts = read_facts(case, experiment.all_facts(), file=file, ignore_unknown=True)
        parts: tuple[Part | None, ...] = experiment.parts or (None,)
        for part in parts:
            found = as_document(assess(experiment, facts, part=part, on=on))
            rows.append({"slug": experiment.slug, "part": part.slug if part else None, **found})
    return rows


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
            {"id": note.id, "when": note.when_text, "content": note.content} for note in found.notes_due
        ],
        "journal_note": journal_note(found),
    }


def _text(result: Any) -> str:
    blocks = [_block(found) for found in _listed(result) if not isinstance(found, list)]
    blocks += [_block(row) for rows in _listed(result) if isinstance(rows, list) for row in rows]
    return "\n\n".join(blocks)


def _block(found: dict[str, Any]) -> str:
    from frirum.core.catalogue.conditions import Answer

    name = "/".join(filter(None, (found.get("slug"), found.get("part"))))
    answer = label(Answer(found["answer"])) if found["answer"] else _("kan ikke afgøres endnu")
    marks = {True: "+", False: "−", None: "?"}
    lines = [f"{name}: {answer}" if name else answer]
    lines += [f"  {marks[reason['met']]} {reason['text']}" for reason in found["reasons"]]
    if found["missing_facts"]:
        lines.append("  " + _("Mangler: {facts}").format(facts=", ".join(found["missing_facts"])))
    if found["journal_note"]:
        lines += ["", found["journal_note"]]
    return "\n".join(lines)
