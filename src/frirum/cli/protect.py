"""`frirum protect`: make any table of counts fit to leave the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from frirum.cli import protect_words as words
from frirum.cli.data_file import data_file
from frirum.cli.output import emit, invocation
from frirum.cli.protect_ledger import Entered, enter, key_of
from frirum.cli.protect_out import refuse_unwritable, write_out
from frirum.core.disclosure.ledger import Request
from frirum.core.disclosure.merge import Counts, apply, propose
from frirum.core.disclosure.protected import (
    ProtectedTable,
    Refusal,
    protect_table,
    threshold_of,
)
from frirum.core.disclosure.reading import read_counts
from frirum.core.disclosure.settings import HOUSE_RULES, LOWEST_THRESHOLD, HouseRules, Signature, Subject
from frirum.core.disclosure.table import Dimension
from frirum.core.errors import NotAllowed, UsageError
from frirum.core.files.data_file import DataFile
from frirum.core.language import gettext as _

_SUBJECTS = {"general": Subject.PERSONS, "health": Subject.HEALTH}


@click.command()
@data_file("table")
@click.option("--rows", required=True, help="the column whose values become rows")
@click.option(
    "--columns", help="the column whose values become columns; left out, the table has one classification"
)
@click.option(
    "--count", "count", help="the column with the number of persons; left out, each line is one person"
)
@click.option("--threshold", type=int, help=f"smallest count shown  [default: {HOUSE_RULES.threshold}]")
@click.option(
    "--subject", type=click.Choice(list(_SUBJECTS)), default="general", help="health shows 10 persons or more"
)
@click.option(
    "--holders",
    type=click.Choice(["rows", "columns"]),
    help="whose readers know their own line; left out, the municipalities",
)
@click.option("--ledger", type=click.Path(path_type=Path), help="folder of what was released before")
@click.option("--new-ledger", is_flag=True, help="with --ledger: begin one there")
@click.option("--measure", help="with --ledger: what is counted")
@click.option(
    "--period", help="with --ledger: which days it is counted over, as 2027K1, 2027-03 or til 2027-03-31"
)
@click.option("--where", multiple=True, metavar="NAME=A,B", help="with --ledger: whom the table is about")
@click.option(
    "--same-as",
    multiple=True,
    metavar="OLD=NEW",
    help="with --ledger: what a new name was called before; =NEW: it is new",
)
@click.option(
    "--merge", multiple=True, type=click.Choice(["rows", "columns"]), help="merge neighbours before hiding"
)
@click.option(
    "--signed",
    multiple=True,
    metavar="NAME=REASON",
    help="given twice: who vouch for a looser threshold, and why",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="the table as it may be sent: .xlsx, .docx or .csv; advice stays on the screen",
)
@click.option("--sensitive", multiple=True, help="a column category in which nobody may be known to be")
def protect(
    table: DataFile,
    *,
    rows: str,
    columns: str | None,
    count: str | None,
    threshold: int | None,
    subject: str,
    holders: str | None,
    ledger: Path | None,
    new_ledger: bool,
    measure: str | None,
    period: str | None,
    where: tuple[str, ...],
    same_as: tuple[str, ...],
    merge: tuple[str, ...],
    signed: tuple[str, ...],
    sensitive: tuple[str, ...],
    out: Path | None,
) -> None:
    """Hide or merge what tells of few persons in TABLE, so that nothing hidden can be worked out."""
    _refuse_wrong_use(rows, columns, count, holders)
    if out is not None:
        refuse_unwritable(out)
    _refuse_half_a_ledger(ledger, measure, period, (new_ledger, where, same_as))
    dimensions, counts = read_counts(table, rows, columns, count)
    about = _Table(dimensions, counts, Subject(_SUBJECTS[subject]), _population(where))
    rules = _rules(threshold, signed, about, entered=ledger is not None)
    request = Request(
        about.dimensions, about.counts, measure or "", dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        about.population, about.subject, _known(sensitive, about.dimensions), period or "",
        holders=_holders(holders, about.dimensions),
    )  # fmt: skip
    request = _merged(request, merge, rules)
    entered = _protected(request, rules, ledger, begin=new_ledger, same_as=same_as)
    if isinstance(entered, Refusal):
        raise NotAllowed(entered.text, remedy=entered.remedy, file=str(table))
    result = entered.table if isinstance(entered, Entered) else entered
    if out is not None:
        write_out(result, out, title=measure or rows)
    document = words.document_of(result)
    if isinstance(entered, Entered):
        document["ledger"] = entered.document()
    emit(document, lambda: words.text_of(result))
    _advise(about, result, entered, rules, merged=bool(merge))


@dataclass(frozen=True)
class _Table:
    """What the file holds and what it is about."""

    dimensions: tuple[Dimension, ...]
    counts: Counts
    subject: Subject
    population: dict[str, frozenset[str]]


def _refuse_wrong_use(rows: str, columns: str | None, count: str | None, holders: str | None) -> None:
    named = [name for name in (rows, columns, count) if name is not None]
    if len(set(named)) != len(named):
        raise UsageError(
            _("--rows, --columns og --count skal være forskellige kolonner."),
            remedy=_("Skriv navnet på en anden kolonne i tabellen."),
        )
    if holders == "columns" and columns is None:
        raise UsageError(
            _("--holders columns kræver --columns."), remedy=_("Skriv --columns, eller --holders rows.")
        )


def _refuse_half_a_ledger(
    ledger: Path | None, measure: str | None, period: str | None, others: tuple[object, ...]
) -> None:
    if ledger is None and (measure or period or any(others)):
        raise UsageError(
            _("--measure, --period, --where, --same-as og --new-ledger bruges sammen med --ledger."),
            remedy=_("Skriv også --ledger MAPPE, eller lad dem ude."),
        )
    missing = [
        name for name, value in (("--measure", measure), ("--period", period)) if not (value or "").strip()
    ]
    if ledger is not None and missing:
        raise UsageError(
            _("Med --ledger skal også {names} skrives.").format(names=_(" og ").join(missing)),
            remedy=_(
                "--measure siger, hvad der tælles; --period, over hvilke dage: 2027K1, 2027-03, til 2027-03-31."
            ),
        )


def _rules(threshold: int | None, signed: Sequence[str], about: _Table, *, entered: bool) -> HouseRules:
    """The house's rules with another threshold; `entered` says that the table goes into a ledger."""
    house = threshold_of(about.dimensions, about.population, rules=HOUSE_RULES, subject=about.subject)
    setting = "threshold" if house == HOUSE_RULES.threshold else "sensitive_threshold"
    if threshold is None:
        return HOUSE_RULES
    if threshold < LOWEST_THRESHOLD:
        raise UsageError(
            _("--threshold skal være mindst 3."), remedy=_("Skriv 3 eller mere, eller lad --threshold ude.")
        )
    if threshold >= house:
        return HOUSE_RULES.stricter(**{setting: threshold})
    signatures = tuple(_signature(text) for text in signed)
    if signatures or entered:
        return HOUSE_RULES.loosened(setting, threshold, signatures=signatures)
    return replace(HOUSE_RULES, **{setting: threshold})  # type: ignore[arg-type]


def _signature(text: str) -> Signature:
    by, equals, reason = text.partition("=")
    if not equals or not by.strip() or not reason.strip():
        raise UsageError(
            _("--signed skrives NAVN=BEGRUNDELSE, ikke {text}.").format(text=text),
            remedy=_('Skriv som --signed "Anne Holm=kun til ministeriet".'),
        )
    return Signature(by.strip(), dt.date.today(), reason.strip())


def _known(sensitive: Sequence[str], dimensions: Sequence[Dimension]) -> dict[str, Sequence[str]]:
    dimension = dimensions[-1]
    for category in sensitive:
        if category not in dimension.leaves:
            raise UsageError(
                _("{name} er ikke en kolonne i tabellen.").format(name=category),
                remedy=_("Kolonnerne er {names}.").format(names=", ".join(dimension.leaves)),
            )
    return {dimension.name: list(sensitive)}


def _population(where: Sequence[str]) -> dict[str, frozenset[str]]:
    population = {}
    for text in where:
        name, equals, codes = text.partition("=")
        if not equals or not name.strip() or not codes.strip():
            raise UsageError(
                _("--where skrives NAVN=A,B, ikke {text}.").format(text=text),
                remedy=_('Skriv som --where "køn=K".'),
            )
        population[name.strip()] = frozenset(code.strip() for code in codes.split(",") if code.strip())
    return population


def _holders(asked: str | None, dimensions: Sequence[Dimension]) -> str | None:
    """The dimension whose readers know their own line, where somebody says so; the default is the protection's own."""
    return None if asked is None else dimensions[0 if asked == "rows" else 1].name


def _merged(request: Request, merge: Sequence[str], rules: HouseRules) -> Request:
    for axis in merge:
        number = 0 if axis == "rows" else 1
        if number >= len(request.dimensions):
            raise UsageError(
                _("--merge columns kræver --columns."), remedy=_("Skriv --columns, eller --merge rows.")
            )
        found = propose(
            request.dimensions,
            request.counts,
            threshold=threshold_of(
                request.dimensions, request.population, rules=rules, subject=request.subject
            ),
            along=request.dimensions[number].name,
            sensitive=request.sensitive,
        )
        if found:
            dimensions, counts = apply([found], request.dimensions, request.counts)
            request = replace(
                request, dimensions=tuple(dimensions), counts=counts, merges=(*request.merges, found)
            )
    return request


def _protected(
    request: Request, rules: HouseRules, ledger: Path | None, *, begin: bool, same_as: Sequence[str]
) -> ProtectedTable | Entered | Refusal:
    if ledger is not None:
        return enter(ledger, request, rules, begin=begin, same_as=same_as)
    return protect_table(
        request.dimensions, request.counts, rules=rules, subject=request.subject, sensitive=request.sensitive,
        merges=request.merges, holders=request.holders, key=key_of(invocation().home),
    )  # fmt: skip


def _advise(
    about: _Table,
    result: ProtectedTable,
    entered: ProtectedTable | Entered,
    rules: HouseRules,
    *,
    merged: bool,
) -> None:
    """What the owner alone is told, on standard error: it follows from the true counts."""
    told = words.warnings_of(result)
    if isinstance(entered, Entered):
        told.append(words.ledger_text(entered.releases, entered.last))
    if not merged:
        told += words.offers(
            about.dimensions, about.counts, words.merges_for(about.dimensions, about.counts, result)
        )
    for line in told:
        click.echo(line, err=True)
