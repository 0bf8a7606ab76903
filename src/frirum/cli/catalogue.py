"""`frirum catalogue`: definitions listed, checked, written, extended, stopped, and how they are measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from frirum.cli.completing import slugs
from frirum.cli.definitions import catalogue_in_force, text_in_force
from frirum.cli.output import emit, invocation, print_json, write
from frirum.core.catalogue import (
    CheckReport,
    DefinitionRefused,
    check_paths,
    parse_definition,
    to_toml,
)
from frirum.core.catalogue.canonical import to_json_document
from frirum.core.catalogue.course import CourseDecision, extended, stopped
from frirum.core.catalogue.overview import ExperimentRow, row
from frirum.core.catalogue.promises import MeasureLine, how_measured, measure_lines
from frirum.core.catalogue.standing import DayStanding, standing
from frirum.core.catalogue.template import write_new
from frirum.core.errors import InputRefused, UsageError
from frirum.core.language import gettext as _
from frirum.core.language import ngettext, own_text
from frirum.core.vocabulary.danish import format_date

REFUSED = 3


@click.group()
def catalogue() -> None:
    """Definitions of experiments: list, show, check, measures, plan, new, extend, stop, export, import."""


@catalogue.command("list")
def list_experiments() -> None:
    """List the experiments."""
    today = dt.date.today()
    rows = [(row(one), standing(one, today)) for one in catalogue_in_force().experiments.values()]
    emit(
        [line.as_dict() | {"status": stands.status.value} for line, stands in rows],
        lambda: "\n".join(_line(line, stands) for line, stands in rows),
    )


def _line(experiment: ExperimentRow, stands: DayStanding) -> str:
    period = " – ".join(format_date(day) if day else "…" for day in (experiment.start, experiment.end))
    return f"{experiment.slug}  {experiment.title}  ({stands.text}, {period})"


@catalogue.command("show")
@click.argument("slug", shell_complete=slugs)
def show(slug: str) -> None:
    """Show one definition."""
    experiment = catalogue_in_force().experiment(slug)
    emit(to_json_document(experiment), lambda: to_toml(experiment).rstrip("\n"))


@catalogue.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...]) -> None:
    """Check files or folders, or the shipped catalogue; exit code 3 when there are faults."""
    from frirum.core.authoring.checks import checked_definition

    report = check_paths(paths, checked_definition)
    emit(report.as_dict(), lambda: _report_text(report))
    if report.faults:
        ctx.exit(REFUSED)


def _report_text(report: CheckReport) -> str:
    lines = []
    for fault in report.faults:
        file = f"{fault.file}:{fault.line}" if fault.file and fault.line else fault.file
        key = f"{fault.path} ({fault.name})" if fault.path and fault.name else fault.path
        lines.append(": ".join(part for part in (file, key, fault.message) if part))
        if fault.allowed:
            lines.append("    " + _("Tilladt: {values}").format(values=", ".join(fault.allowed)))
    files = ngettext("{n} fil læst", "{n} filer læst", report.files).format(n=report.files)
    n = len(report.faults)
    faults = ngettext("{n} fejl", "{n} fejl", n).format(n=n) if n else _("ingen fejl")
    return "\n".join([*lines, f"{files}, {faults}."])


@catalogue.command("measures")
@click.argument("slug", shell_complete=slugs)
def measures(slug: str) -> None:
    """Show how everything that was to be measured is computed, or why it is not."""
    found = catalogue_in_force()
    lines = measure_lines(found.experiment(slug), found.scales)
    emit([line.as_dict() for line in lines], lambda: "\n\n".join(map(_measure_text, lines)))


def _measure_text(line: MeasureLine) -> str:
    text = own_text(line, "text")
    rows = [f"{line.id}: {text}", f"    {how_measured(line)}"]
    if line.answers:
        rows.append("    " + _("Svarer på: {ids}").format(ids=", ".join(line.answers)))
    return "\n".join(rows)


@catalogue.command("plan")
@click.argument("slug", shell_complete=slugs)
@click.option("--part", help="one part of the experiment")
def plan(slug: str, part: str | None) -> None:
    """Print the plan of analysis as the TOML file that `frirum evaluate --plan` takes; it is not locked."""
    from frirum.cli.definitions import part_named
    from frirum.core.evidence.writing import plan_for

    experiment = catalogue_in_force().experiment(slug)
    if part:
        part_named(experiment, part)
    found = plan_for(experiment, part, None)
    emit(to_json_document(found), lambda: to_toml(found).rstrip("\n"))


_DAY = click.DateTime(["%Y-%m-%d"])


@catalogue.command("extend")
@click.argument("slug", shell_complete=slugs)
@click.option("--until", type=_DAY, required=True, help="the new last day")
@click.option("--decided-on", type=_DAY, required=True, help="the day it was decided")
@click.option("--by", "by", multiple=True, help="a deciding authority; may be repeated")
@click.option("--text", required=True, help="what was decided, in a sentence")
def extend(slug: str, until: dt.datetime, decided_on: dt.datetime, by: tuple[str, ...], text: str) -> None:
    """Print the definition of SLUG with an extension: period, stays, event and the next form round."""
    decision = CourseDecision(decided_on.date(), by, text)
    _print_course(slug, lambda before: extended(before, decision, until=until.date()))


@catalogue.command("stop")
@click.argument("slug", shell_complete=slugs)
@click.option("--last-day", type=_DAY, required=True, help="the last day of the experiment")
@click.option("--decided-on", type=_DAY, required=True, help="the day it was decided")
@click.option("--by", "by", multiple=True, help="a deciding authority; may be repeated")
@click.option("--text", required=True, help="what was decided, in a sentence")
def stop(slug: str, last_day: dt.datetime, decided_on: dt.datetime, by: tuple[str, ...], text: str) -> None:
    """Print the definition of SLUG with its end moved forward, and what was to come after it laid away."""
    decision = CourseDecision(decided_on.date(), by, text)
    _print_course(slug, lambda before: stopped(before, decision, last_day=last_day.date()))


def _print_course(slug: str, change: Callable[[str], str]) -> None:
    try:
        after = change(text_in_force(slug))
    except DefinitionRefused as refused:
        if not invocation().json:
            click.echo(_report_text(CheckReport(1, refused.faults)), err=True)
        raise
    if invocation().json:
        print_json({"slug": slug, "toml": after})
    else:
        write(after)


@catalogue.command("new")
@click.argument("slug", shell_complete=slugs)
def new(slug: str) -> None:
    """Write a commented template to SLUG.toml in the current folder."""
    if slug in catalogue_in_force().experiments:
        raise UsageError(
            _("Der er allerede et forsøg med slug {slug}.").format(slug=slug),
            remedy=_("Vælg en anden slug, eller hent det, der er, med frirum catalogue export."),
        )
    path = write_new(slug, Path.cwd())
    emit({"file": str(path)}, _("Skrevet: {path}").format(path=path))


@catalogue.command("export")
@click.argument("slug", shell_complete=slugs)
def export(slug: str) -> None:
    """Print a definition as TOML."""
    text = to_toml(catalogue_in_force().experiment(slug))
    if invocation().json:
        print_json({"slug": slug, "toml": text})
    else:
        write(text)


@catalogue.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_file(file: Path) -> None:
    """Store FILE as a new numbered version in the installation under --home."""
    home = invocation().require_home()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputRefused(_("Filen findes ikke."), file=str(file)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(_("Filen kan ikke læses som UTF-8-tekst."), file=str(file)) from error
    try:
        parse_definition(text, file=str(file))
    except DefinitionRefused as refused:
        if not invocation().json:
            click.echo(_report_text(CheckReport(1, refused.faults)), err=True)
        raise
    stored = _store(home, text, file)
    message = _("{slug} er gemt som version {number}.").format(slug=stored["slug"], number=stored["version"])
    emit(stored, message)


def _store(home: Path, text: str, file: Path) -> dict[str, Any]:
    """Hand the text to the web half, which keeps the versions; imported late, as it starts Django."""
    from frirum.web.home import start_django

    start_django(home)
    from frirum.web.experiments.actions import import_definition
    from frirum.web.trail.actors import COMMAND_LINE

    version = import_definition(text=text, file=str(file), by=COMMAND_LINE)
    return {"slug": version.slug, "version": version.number, "sha256": version.sha256}
