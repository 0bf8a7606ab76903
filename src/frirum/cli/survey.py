"""`frirum survey`: questionnaires checked and handed to other tools, answers taken in, waves compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from frirum.cli.completing import slugs
from frirum.cli.definitions import catalogue_in_force
from frirum.cli.output import emit, invocation
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.core.language import ngettext

if TYPE_CHECKING:
    import datetime as dt

    from frirum.core.instruments.survey import Survey
    from frirum.core.instruments.survey_comparison import QuestionCompared, WaveAnswers


@click.group()
def survey() -> None:
    """Surveys: check a questionnaire, hand it to another tool, take answers in, compare waves."""


def find_survey(slug: str, instrument: str) -> Survey:
    """The survey of a definition, as the home or the shipped catalogue has it."""
    from frirum.core.instruments.survey import survey_of

    catalogue = catalogue_in_force()
    return survey_of(catalogue.experiment(slug), instrument, catalogue.scales)


@survey.command()
@click.argument("form", type=click.Path(path_type=Path))
def check(form: Path) -> None:
    """What is wanting in the questionnaire FORM, an XLSForm workbook or TOML."""
    from frirum.core.designs.checks.survey_file import check_survey_file, place_of, read_survey_file

    read = read_survey_file(form)
    found = check_survey_file(read)
    rows = [
        {"code": str(one.code), "place": place_of(one, read), "text": one.message, "mend": one.mend}
        for one in found
    ]
    emit({"findings": rows}, lambda: _as_text(rows))


def _as_text(rows: list[dict[str, str]]) -> str:
    if not rows:
        return _("Ingen fund.")
    head = ngettext("{n} fund:", "{n} fund:", len(rows)).format(n=len(rows))
    return "\n".join([head, *(f"{row['place']}: {row['text']}\n    {row['mend']}" for row in rows)])


@survey.command()
@click.argument("slug", shell_complete=slugs)
@click.argument("instrument")
@click.option("--format", "kind", type=click.Choice(["xlsform", "pdf", "sav", "csv"]), required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True)
def export(*, slug: str, instrument: str, kind: str, out: Path) -> None:
    """Write the questionnaire of SLUG's INSTRUMENT for another tool: XLSForm, paper, SPSS, or its code book."""
    from frirum.core.instruments.survey_export import export_survey
    from frirum.core.report.files import write_atomically

    found = find_survey(slug, instrument)
    body = export_survey(found, kind)
    write_atomically(out, body)
    proposed = [asked.id for asked in found.proposed()]
    result = {"file": str(out), "format": kind, "questions": len(found.questions), "proposed": proposed}
    text = ngettext(
        "Skrev {file} med {n} spørgsmål.", "Skrev {file} med {n} spørgsmål.", len(found.questions)
    )
    lines = [text.format(file=out, n=len(found.questions))]
    if proposed:
        lines.append(
            _("Ordlyden af disse er vores forslag og skal bekræftes: {ids}.").format(ids=", ".join(proposed))
        )
    emit(result, "\n".join(lines))


@survey.command("import")
@click.argument("slug", shell_complete=slugs)
@click.argument("instrument")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--wave", required=True, help="the wave's name; a wave of its own where there is none")
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="TOML: [columns], [values.QUESTION], municipality"
)
@click.option("--sheet", default="", help="the sheet of a workbook, when several have data")
@click.option(
    "--closed-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="the day of the last answer, which puts waves in order",
)
def import_answers(
    *,
    slug: str,
    instrument: str,
    file: Path,
    wave: str,
    mapping: Path | None,
    sheet: str,
    closed_on: dt.datetime | None,
) -> None:
    """Take the answers in FILE into a wave of SLUG's INSTRUMENT; rows that cannot be used are set aside and told."""
    start_home()
    from frirum.web.surveys.importing import import_file
    from frirum.web.trail.actors import COMMAND_LINE

    read = import_file(
        slug=slug,
        instrument=instrument,
        path=file,
        name=wave,
        mapping=mapping,
        sheet=sheet,
        by=COMMAND_LINE,
        closes_on=closed_on.date() if closed_on else None,
    )
    aside = [{"line": one.line, "reason": one.reason, "question": one.question} for one in read.set_aside]
    lines = [_("Runde {wave}: {n} svar taget ind.").format(wave=wave, n=len(read.sheets))]
    lines += [_("Linje {line} sat til side: {reason}").format(**one) for one in aside]
    emit({"wave": wave, "answers": len(read.sheets), "set_aside": aside}, "\n".join(lines))


@survey.command()
@click.argument("slug", shell_complete=slugs)
@click.argument("instrument")
@click.option("--from", "first", required=True, help="the first wave")
@click.option("--to", "second", required=True, help="the second wave")
def compare(*, slug: str, instrument: str, first: str, second: str) -> None:
    """Two waves of SLUG's INSTRUMENT: superiority and the top category of each question, clusters permuted."""
    start_home()
    from frirum.core.instruments.survey_comparison import as_document, compare_waves
    from frirum.web.surveys.importing import find_survey as survey_in_force
    from frirum.web.surveys.importing import waves_named

    found = survey_in_force(slug, instrument)
    if first == second:
        raise UsageError(_("--from og --to er den samme runde."), remedy=_("Skriv to forskellige runder."))
    waves = waves_named(slug, instrument, first, second)
    compared = compare_waves(found, waves[0], waves[1])
    emit(as_document(waves, compared), lambda: _compared_as_text(waves, compared))


def _compared_as_text(waves: list[WaveAnswers], compared: tuple[QuestionCompared, ...]) -> str:
    from frirum.cli.estimate.group import as_text

    lines = []
    for wave in waves:
        told = wave.as_dict()
        answers = _("for få til at vises") if told["answers"] is None else told["answers"]
        lines.append(
            _("Runde {wave}: svar {answers}, spurgt {invited}").format(
                wave=wave.name, answers=answers, invited="–" if wave.invited is None else wave.invited
            )
        )
    for one in compared:
        lines += ["", one.text, as_text(one.result)]
        if one.balanced is False:
            lines.append(_("Skalaen er skæv: den har ikke lige mange svar på hver side."))
    return "\n".join(lines)


def start_home() -> None:
    """Make the home's databases ready; a usage error that says how to name one where none is named."""
    from frirum.web.home import start_django

    start_django(invocation().require_home())
