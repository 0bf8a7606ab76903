"""`frirum audit`: how many cases to look at, and which."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from frirum.cli.audit_round import collected, written
from frirum.cli.completing import slugs
from frirum.cli.data_file import data_file
from frirum.cli.estimate.group import Share
from frirum.cli.output import emit
from frirum.core.errors import InputRefused, UsageError
from frirum.core.files.data_file import DataFile
from frirum.core.language import gettext as _
from frirum.core.language import ngettext


@click.group()
def audit() -> None:
    """Case audits: the size of a sample, and drawing it."""


@audit.command()
@click.option("--population", type=int, required=True, help="cases on the list")
@click.option(
    "--show-below", type=Share(), help="a clean sample is to show a share below this (one-sided 95 %)"
)
@click.option("--margin", type=Share(), help="half-width of the exact 95 % interval, whatever is found")
def size(population: int, show_below: float | None, margin: float | None) -> None:
    """The smallest sample that answers the question."""
    from frirum.core.effects.finite_population import size_for_margin, size_to_show_below

    if (show_below is None) == (margin is None):
        raise UsageError(_("Angiv enten --show-below eller --margin."))
    n = (
        size_to_show_below(population, show_below)
        if show_below is not None
        else size_for_margin(population, margin or 0)
    )
    text = ngettext("Se på {n} sag af {population}.", "Se på {n} sager af {population}.", n)
    emit({"n": n}, text.format(n=n, population=population))


@audit.command()
@data_file("frame")
@click.option("--n", type=click.IntRange(min=1), required=True, help="cases to draw")
@click.option("--seed", type=int, required=True, help="published before the list was made")
@click.option("--stratum", help="column that divides the list")
@click.option("--id", "id_column", help="column of the case's number  [default: id, else the first]")
def draw(frame: DataFile, *, n: int, seed: int, stratum: str | None, id_column: str | None) -> None:
    """Draw cases from the list FRAME, so that anybody with list and seed draws the same."""
    from frirum.core.instruments.audit_frame import draw_from_file

    drawn = draw_from_file(frame, n, seed, stratum=stratum, id_column=id_column)
    ids = [case.id for case in drawn.cases]
    head = _("{n} af {population} sager, frø {seed}; listens SHA-256 er {sha}").format(
        n=len(ids), population=drawn.population, seed=seed, sha=drawn.frame_sha256
    )
    lines = [f"{case.stratum}  {case.id}" if stratum else case.id for case in drawn.cases]
    emit({"frame_sha256": drawn.frame_sha256, "n": len(ids), "drawn": ids}, "\n".join([head, *lines]))


@audit.command()
@data_file("file")
@click.option("--unit", required=True, help="column of the case")
@click.option("--rater", required=True, help="column of the one who judged it")
@click.option("--rating", required=True, help="column of the answer; empty for a gap")
@click.option(
    "--answers", help="all that could be answered, with commas between, where some were never given"
)
def agreement(file: DataFile, *, unit: str, rater: str, rating: str, answers: str | None) -> None:
    """How far two or more raters of the same cases agree: FILE has one row for each rating."""
    from frirum.core.instruments.agreement import agreement_of_file
    from frirum.core.instruments.words import agreement_lines

    possible = [one.strip() for one in (answers or "").split(",") if one.strip()]
    found = agreement_of_file(file, unit, rater, rating, answers=possible)
    document = {
        "n_units": found.n_units,
        "n_raters": found.n_raters,
        "percent": found.percent,
        "kappa": found.kappa,
        "ac1": found.ac1,
        "lower": found.lower,
        "upper": found.upper,
    }
    emit(document, lambda: "\n".join(agreement_lines(found)))


@audit.command()
@click.argument("slug", shell_complete=slugs)
@click.argument("instrument")
@click.option("--frame", type=click.Path(path_type=Path), required=True, help="the list of cases")
@click.option("--sheet", default="", help="the sheet of the list, when several have data")
@click.option("--id", "id_column", help="column of the case's number  [default: id, else the first]")
@click.option("--municipality", help="column of the municipality  [default: the one called kommune]")
@click.option("--n", type=click.IntRange(min=1), help="cases to draw  [default: all]")
@click.option("--seed", type=int, help="published before the list was made")
@click.option(
    "--each/--in-all",
    default=None,
    help="N of each municipality, or of the whole list  [default: as the definition says]",
)
@click.option(
    "--newest-before",
    type=click.DateTime(["%Y-%m-%d"]),
    help="NOT random: the N newest of each municipality decided before this day",
)
@click.option("--date", "date_column", help="column of the day of the decision, for --newest-before")
@click.option("--reserve", type=click.IntRange(min=0), default=0, help="further cases that may replace one")
@click.option("--round", "round_", default="", help="which round, as in the definition")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="folder for the workbooks")
def workbook(
    *, slug: str, instrument: str, newest_before: dt.datetime | None, out: Path, **given: object
) -> None:
    """One workbook for each municipality, to be filled in: cases of FRAME and the questions of INSTRUMENT."""
    before = newest_before.date() if newest_before else None
    document, text = written(slug, instrument, out, before=before, **given)  # type: ignore[arg-type]
    emit(document, text)


@audit.command()
@click.argument("slug", shell_complete=slugs)
@click.argument("instrument")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--round", "round_", help="the round they must be of  [default: that of the first file]")
def collect(*, slug: str, instrument: str, files: tuple[Path, ...], round_: str | None) -> None:
    """Read filled-in workbooks back: the result of every question, or every fault by its cell."""
    document, text = collected(slug, instrument, files, round_)
    emit(document, text)
    if document["faults"]:
        raise SystemExit(InputRefused.exit_code)
