"""From the uses in the database to what the core reads: facts, definition, and what has been done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from django.db.models import Q

from frirum.core.catalogue import Catalogue, Experiment
from frirum.core.errors import InputRefused
from frirum.core.law.due import DueItem, due_items, notes_at_any_time
from frirum.core.law.due_use import Done, UseFacts
from frirum.core.law.facts import Facts, read_facts
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue, parsed
from frirum.web.experiments.models import DefinitionVersion
from frirum.web.obligations.contacts import contacts_of, held_in
from frirum.web.obligations.models import Completion
from frirum.web.uses.models import Use, UseSource
from frirum.web.uses.reasons import EndReason


def read_uses(uses: Iterable[Use], *, also_retracted: bool = False) -> Iterator[tuple[Use, UseFacts]]:
    """Each use that counts, with what the core needs to say what is owed in it.

    Args:
        also_retracted: those taken back too; nothing is owed in them, and what was owed is to be called off.
    """
    counted = [use for use in uses if also_retracted or use.is_recorded]
    standing = Completion.objects.filter(_of(counted), undone_at=None)
    done = {
        key: tuple(_done(row) for row in rows)
        for key, rows in groupby(standing.order_by("use_id", "done_on", "pk"), key=lambda row: row.use_id)
    }
    catalogue, contacts = current_catalogue(), contacts_of(counted) if counted else {}
    for use in counted:
        facts = _read(use, catalogue, done.get(use.pk, ()))
        told = tuple(held_in(facts, contacts.get(use.citizen_id, ())))
        yield use, replace(facts, done=facts.done + told) if told else facts


def _of(uses: Sequence[Use]) -> Q:
    """What was done in them; by municipality, as a database takes only so many keys in one question."""
    if len(uses) == 1:
        return Q(use=uses[0])
    return Q(organisation__in={use.organisation for use in uses})


def read_use(use: Use) -> UseFacts | None:
    """One use; None for one that was retracted, in which nothing is owed."""
    return next((facts for _use, facts in read_uses([use])), None)


def find_item(use: Use, key: str, number: int, *, on: dt.date) -> DueItem | None:
    """The thing owed under this name, or None when nothing is."""
    facts = read_use(use)
    if facts is None:
        return None
    named = (*due_items(facts, on=on), *notes_at_any_time(facts, on=on))
    return next((i for i in named if (i.key, i.number) == (key, number) and i.is_owed), None)


def _done(row: Completion) -> Done:
    return Done(row.key, row.number, row.done_on, row.succeeded)


def _read(use: Use, catalogue: Catalogue, done: tuple[Done, ...]) -> UseFacts:
    experiment, known = _definition(use, catalogue)
    typed_in = use.source == UseSource.TYPED
    return UseFacts(
        experiment=experiment,
        part=experiment.part(use.part) if use.part else None,
        begun_on=use.begun_on,
        ended_on=use.ended_on,
        facts=known,
        done=done,
        notes_from=None if typed_in else use.recorded_at.astimezone(clock.COPENHAGEN).date(),
        outcome_failed=use.end_reason == EndReason.OUTCOME_FAILED,
    )


def _definition(use: Use, catalogue: Catalogue) -> tuple[Experiment, Facts]:
    """The definition in force, as it knows of extensions; the recorded version where that one no longer fits."""
    current = catalogue.experiments.get(use.slug)
    if current is not None and (not use.part or current.part(use.part)):
        try:
            return current, read_facts(use.facts, current.all_facts(), ignore_unknown=True)
        except InputRefused:
            pass  # a fact has got another type since
    recorded = DefinitionVersion.objects.get(slug=use.slug, number=use.definition_number)
    experiment = parsed(recorded.toml)
    return experiment, read_facts(use.facts, experiment.all_facts(), ignore_unknown=True)
