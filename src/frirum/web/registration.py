"""What an app declares of itself, as one frozen value: `REGISTRATION` in the `registration.py` of its folder.

`registered.py` collects them. Nothing is registered by importing a module, and an app's whole place in the house can
be read in one file: its entries in the menu, what it adds to the front page, the events it may record, the rows it
seals and locks, its jobs, what it does by itself, and what `frirum verify` and `frirum init` ask of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise

if TYPE_CHECKING:
    from frirum.web.jobs.context import JobContext
    from frirum.web.locking.kinds import LockedKind
    from frirum.web.trail.faults import Fault
    from frirum.web.zones import Zone

Text = str | Promise


# ---- what people see ----


@dataclass(frozen=True)
class MenuItem:
    """One entry of the main menu. An entry whose route does not exist, or that the reader may not use, is not shown.

    Args:
        label: a lazily translated Danish text.
        route: the name of a route without arguments, e.g. "experiments:list".
        order: lower stands first; the site's own entries use 0 (front page) and 900 (glossary).
        description: one sentence for the card on the front page, or None for no card.
        needs: permissions of which one is enough to see it.
        shown: whether this reader sees it, where a permission does not say so; None: as `needs` says.
        in_footer: it stands in the footer (and on the front page) instead of the main menu, which has room for
            what people come for.
    """

    label: Text
    route: str
    order: int
    description: Text | None = None
    needs: tuple[str, ...] = ()
    shown: Callable[[HttpRequest], bool] | None = None
    in_footer: bool = False

    @property
    def is_work(self) -> bool:
        """Whether it is for some readers only."""
        return bool(self.needs) or self.shown is not None


@dataclass(frozen=True)
class FrontFigure:
    """One count on the front page, counted when the page is asked for.

    Args:
        value: how many.
        label: what is counted, lazily translated, e.g. "forsøg i kataloget".
        source: where the count comes from, one line.
        route: a route without arguments that lists what is counted, or None.
    """

    value: int
    label: Text
    source: Text
    route: str | None = None


@dataclass(frozen=True)
class FrontSection:
    """A part of the front page for some readers, above the figures.

    Args:
        template: draws it, with `section` as what `content` gave.
        content: what it shows this reader; None shows nothing.
        order: lower stands higher on the page.
    """

    template: str
    content: Callable[[HttpRequest], dict[str, Any] | None]
    order: int


@dataclass(frozen=True)
class WaitingLine:
    """One thing that waits for this reader, on the front page: what, whose, why, and where it is done.

    Args:
        title: what waits; may be marked as Danish (`own_title`).
        says: why it waits, a sentence that ends in a full stop.
        href: where it is done.
        owner: whose it is; "" where that is the reader's alone.
        day: the day it is due or begins, for the order; None stands last.
    """

    title: Any
    says: str
    href: str
    owner: str = ""
    day: dt.date | None = None


# ---- what is remembered and protected ----


@dataclass(frozen=True)
class OfferedCounts:
    """Counts of a held audit or a closed survey, which a team may keep and ask to have released.

    Attributes:
        run: where they come from, for good: "survey_wave:UUID", "audit_round:UUID", or "audit_rounds:UUID" of those of
            several municipalities together.
        title: what a reader reads above them; held: which round or wave it was.
        slug, instrument, question: what was asked; `question` is a column of its own per option of several.
        organisation: whose they are.
        axes: (name, categories) of each dimension.
        counts: categories -> how many.
        population: axis -> the categories it is about, where the table is of some only and has no such axis.
        period: days as `core.disclosure.identity.read_period` reads them, "" where nobody knows.
    """

    run: str
    title: str
    held: str
    slug: str
    instrument: str
    question: str
    organisation: str
    axes: tuple[tuple[str, tuple[str, ...]], ...]
    counts: Mapping[tuple[str, ...], int]
    period: str = ""
    synthetic: bool = False
    population: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def measure(self) -> str:
        """What is counted, as the gate knows it."""
        return f"{self.slug}/{self.instrument}/{self.question}"[:100]

    @property
    def key(self) -> str:
        """What tells it from others in a form."""
        return f"{self.run}:{self.question}"


@dataclass(frozen=True)
class HeldAnswers:
    """Answers of a held audit or a closed wave of a survey, which a run of a plan can read.

    Attributes:
        source: where they come from, for good: "survey_wave:UUID" or "audit_round:UUID".
        kind: "survey" or "audit".
        slug, instrument, organisation: what was asked, and whose answers they are.
        held: which round or wave it was, as people read it.
        when: what tells which of several came first: a day (ISO), or the round's name where nobody knows the day.
        answers: how many.
        legal_basis, delete_on: as the respondents were told; "" and None for cases, where nobody was.
        questions: ids; of choices, numbers and days alone.
        rows: makes (municipality, an answer to each question in words, or "") of each answer, nobody named.
        note: records that they were read for a run: `by`, `sha256` of the file they became.
        population: cases on the list that an audit's were drawn from at random, or all of; 0 where that is not so.
    """

    source: str
    kind: str
    slug: str
    instrument: str
    organisation: str
    held: str
    when: str
    answers: int
    legal_basis: str
    delete_on: dt.date | None
    questions: tuple[str, ...]
    rows: Callable[[], list[tuple[int, tuple[str, ...]]]]
    note: Callable[..., None]
    synthetic: bool = False
    population: int = 0


@dataclass(frozen=True)
class FoundLine:
    """One thing that was found of an experiment: its sentence, where it is from, and the address of the whole."""

    text: str
    source: str
    address: str
    synthetic: bool = False


@dataclass(frozen=True)
class PublicDocument:
    """A document about an experiment or a network that everybody may read.

    Args:
        title: what kind of document it is, with its period; address: its page.
        files: (name of the format, address).
        since: from when everybody could read it; sender: whose it is.
        sha256: of its lock, as its receipt has it; errata: how many corrections it has.
        synthetic: it prints numbers from synthetic data.
    """

    title: str
    address: str
    files: tuple[tuple[str, str], ...]
    since: dt.datetime
    sender: str
    sha256: str
    errata: int
    synthetic: bool


@dataclass(frozen=True)
class CasePart:
    """One file of a case that is taken out: its path, what it is, its moment, who it is by (a trail reference, or ""),
    its bytes."""

    path: str
    what: str
    at: dt.datetime | None
    by: str
    content: bytes


@dataclass(frozen=True)
class ProposedLine:
    """What data say to one question of the evaluation form, as a municipality may send it on.

    Attributes:
        question: key of the form's question ("results.attained").
        text: one or two sentences; figures are the gate's own, or published.
        source: where it is from, for the one who takes it over.
        about: what kind of data it is: "uses", "deadlines", "audits", "surveys", "runs", "money", "experience",
            "design", "law".
    """

    question: str
    text: str
    source: str
    about: str = ""


@dataclass(frozen=True)
class EventType:
    """A kind of event. One that no app declares cannot be recorded.

    Args:
        code: dotted, `thing.what_happened`.
        sentence: what happened, in the past tense, as it follows a name: "gav en rolle". May name details in
            braces: "låste punkt {point}".
    """

    code: str
    sentence: Text


@dataclass(frozen=True)
class SealedRows:
    """A model whose every row is sealed: it may only change in an action that records an event on it.

    Args:
        key: what seals and events call the model. It stays when the class, its app or its table is renamed.
        model: the model.
        only: the columns that a seal covers; None for all. What changes without an action is left out.
        exclude: columns that change without an action, where it is easier to say which.
        extra: further facts of a row that count, such as its many-to-many relations.
        formerly: what the model was called in earlier versions ("designs.Plan"), for their upgrade.
    """

    key: str
    model: type[models.Model]
    only: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    extra: Callable[[models.Model], dict[str, Any]] | None = None
    formerly: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a seal made now covers."""
        names = (f.attname for f in self.model._meta.concrete_fields)
        return tuple(n for n in names if n not in self.exclude and (self.only is None or n in self.only))


ALWAYS = "1=1"


@dataclass(frozen=True)
class Guard:
    """What a table itself refuses, by a trigger.

    A condition is SQL over `OLD` (the row as it stands), the same text for SQLite and PostgreSQL.

    Args:
        model: the guarded model.
        no_update_when: condition under which an update is refused.
        no_delete_when: condition under which a delete is refused.
        may_change: columns that may change even then.
    """

    model: type[models.Model]
    no_update_when: str
    no_delete_when: str
    may_change: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The guarded table."""
        return str(self.model._meta.db_table)

    def locked_columns(self) -> list[str]:
        """The columns that may not change; all of them when nothing is exempt."""
        columns = [str(f.column) for f in self.model._meta.concrete_fields]
        return [column for column in columns if column not in self.may_change]


def append_only(model: type[models.Model], *, delete_when: str | None = None) -> Guard:
    """No row is ever updated; it is deleted only under `delete_when`, if that is given."""
    refuse = f"NOT ({delete_when})" if delete_when else ALWAYS
    return Guard(model, no_update_when=ALWAYS, no_delete_when=refuse)


def frozen_when(model: type[models.Model], condition: str, *, may_change: Iterable[str] = ()) -> Guard:
    """A row for which `condition` holds is neither deleted nor changed, but for the columns `may_change`."""
    return Guard(model, condition, condition, tuple(may_change))


def immutable(model: type[models.Model], *, may_change: Iterable[str] = ()) -> Guard:
    """Every row is neither deleted nor changed, but for the columns `may_change`."""
    return frozen_when(model, ALWAYS, may_change=may_change)


# ---- what is done without a person at the screen ----


@dataclass(frozen=True)
class JobKind:
    """A kind of job: a row names it, and a worker does it.

    A job may be killed at any moment and run again: what it has done stands in `context.checkpoint`, saved together
    with the work it describes.

    Args:
        name: dotted, `app.what_it_does`.
        title: what people read.
        function: does the work; returns references and counts, or None.
        max_attempts: how often a fault of ours is tried again before the job has failed.
        offered_to: the permission that lets a person order it from the list of jobs; None: only by an action.
        is_large: it takes minutes in a large installation; small jobs never wait for it.
    """

    name: str
    title: Text
    function: Callable[[JobContext], dict[str, Any] | None]
    max_attempts: int = 3
    offered_to: str | None = None
    is_large: bool = False


@dataclass(frozen=True)
class Tick:
    """What happens by itself: called once in each period, by one worker of however many there are.

    `function` must do no harm when called twice.
    """

    name: str
    function: Callable[[], object]
    every: dt.timedelta = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class InitStep:
    """A step of `frirum init`, after the tables are there; it must be safe to repeat.

    A step of the demonstration makes what `frirum init --demo` shows, by the same actions as a person uses, and all
    it makes is labelled as demonstration.

    Args:
        name: what is printed while it runs, in Danish.
        order: lower runs first; organisations are 10, the catalogue 20, what builds on it later.
        function: does it; returns a line to print, or None.
    """

    name: Text
    order: int
    function: Callable[[], str | None]


# ---- the whole ----


@dataclass(frozen=True, eq=False)
class Registration:
    """Everything that an app adds to the house.

    Args:
        menu: entries of the main menu.
        front_sections: parts of the front page for some readers.
        waiting: the lines of what waits for this reader; all apps' lines stand in one list.
        front_figures: counts on the front page, in this order.
        events: the kinds of event that its actions record.
        detail_names: what a detail's code is called, so that a sentence reads "gav rollen Rådgiver" and not its code.
        sealed: the models whose rows are sealed.
        guards: the rows that the database itself refuses to change.
        jobs: the kinds of job.
        ticks: what happens by itself.
        checks: what `frirum verify` asks, once per zone.
        locked: the kinds of thing that can be locked (`web/locking`).
        receipt_parts: name -> holds the app's own part of a receipt against the database.
        experiment_seen: what is noted when a person has the page of an experiment before them: person, slug.
        offered_counts: what may be taken to the gate, of these organisations' audits and surveys.
        held_answers: what a run may read, of these organisations' audits and surveys.
        instruments_held: ids of the instruments of an experiment that were held by anybody, by slug.
        experiment_found: what the page of an experiment says was found, for this reader: person, slug.
        public_documents: what everybody may read about an experiment or a network, by its slug, the newest first.
        form_lines: what the app's data propose for points 6-10 of a form: slug, key of the municipality, day.
        case_parts: what the app adds to a case that is taken out as one file: slug, key of the organisation.
        preparation: steps of every `frirum init`.
        demonstration: steps of `frirum init --demo`.
    """

    menu: tuple[MenuItem, ...] = ()
    front_sections: tuple[FrontSection, ...] = ()
    waiting: tuple[Callable[[HttpRequest], Iterable[WaitingLine]], ...] = ()
    front_figures: tuple[Callable[[], FrontFigure], ...] = ()
    events: tuple[EventType, ...] = ()
    detail_names: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    sealed: tuple[SealedRows, ...] = ()
    guards: tuple[Guard, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    ticks: tuple[Tick, ...] = ()
    checks: tuple[Callable[[Zone], Iterator[Fault]], ...] = ()
    locked: tuple[LockedKind, ...] = ()
    receipt_parts: Mapping[str, Callable[[Any], Iterator[Fault]]] = field(default_factory=dict)
    experiment_seen: tuple[Callable[[Any, str], None], ...] = ()
    offered_counts: tuple[Callable[[Iterable[str]], Iterable[OfferedCounts]], ...] = ()
    held_answers: tuple[Callable[[Iterable[str]], Iterable[HeldAnswers]], ...] = ()
    instruments_held: tuple[Callable[[str], Iterable[str]], ...] = ()
    experiment_found: tuple[Callable[[Any, str], Iterable[FoundLine]], ...] = ()
    public_documents: tuple[Callable[[str], Iterable[PublicDocument]], ...] = ()
    form_lines: tuple[Callable[[str, str, dt.date], Iterable[ProposedLine]], ...] = ()
    case_parts: tuple[Callable[[str, str], Iterable[CasePart]], ...] = ()
    preparation: tuple[InitStep, ...] = ()
    demonstration: tuple[InitStep, ...] = ()
