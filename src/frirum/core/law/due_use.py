"""What is known of one use of an exemption, and what has been done in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from frirum.core.catalogue.casework import JournalNote, Obligation, Timing
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.law.facts import Facts
from frirum.core.law.watch import concerns


@dataclass(frozen=True)
class Done:
    """Something that was owed and has been done.

    Attributes:
        key, number: of the `DueItem` that it answers.
        on: the day it was done.
        succeeded: the expected outcome came, so that no note about its failure is owed.
        is_extract: an extract of the case system tells it; its note stands there, and nobody is asked for it.
    """

    key: str
    number: int
    on: dt.date
    succeeded: bool = False
    is_extract: bool = False


@dataclass(frozen=True)
class UseFacts:
    """One use of an exemption.

    Attributes:
        experiment, part: the definition it is read against.
        begun_on, ended_on: first and last day with the exemption; `ended_on` None while it runs, or not known.
        facts: as the case was assessed.
        done: what has been done, in any order.
        notes_from: notes that fell due before this day are not asked for; None asks for all. A use that was read
            from the case system or brought in later has its early notes there.
        outcome_failed: whoever ended the use said that the expected outcome did not come. Otherwise it is asked.
    """

    experiment: Experiment
    part: Part | None
    begun_on: dt.date
    ended_on: dt.date | None
    facts: Facts
    done: tuple[Done, ...] = ()
    notes_from: dt.date | None = None
    outcome_failed: bool = False

    def obligations(self) -> Iterator[Obligation]:
        """The duties of the experiment (or part)."""
        return (duty for duty in self.experiment.obligations if concerns(duty.part_slugs, self.part))

    def notes(self) -> Iterator[JournalNote]:
        """The notes of the experiment (or part)."""
        return (note for note in self.experiment.notes if concerns(note.part_slugs, self.part))

    def date(self, fact: str | None) -> dt.date | None:
        """The fact's value where it is known and a date."""
        value = self.facts.get(fact or "")
        return value if isinstance(value, dt.date) else None

    def done_of(self, key: str) -> tuple[Done, ...]:
        """What was done under a key, by day."""
        return tuple(sorted((d for d in self.done if d.key == key), key=lambda d: (d.on, d.number)))

    def next_number(self, key: str) -> int:
        """The number of the next thing to do under a key."""
        return max((d.number for d in self.done if d.key == key and not d.is_extract), default=0) + 1


def falls_due(duty: Obligation) -> bool:
    """Whether the duty has latest days of its own; else it says the earliest, or ends the exemption."""
    return duty.latest and not duty.ends_exemption


def counts_contacts(timing: Timing | None) -> bool:
    """Whether the rule asks for a number of contacts in a stretch of time."""
    return timing is not None and timing.at_least is not None
