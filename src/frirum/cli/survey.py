"""`frirum survey`: questionnaires checked and handed to other tools, answers taken in, waves compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from frirum.cli.definitions import catalogue_in_force
from frirum.cli.output import emit
from frirum.core.language import gettext as _
from frirum.core.language import ngettext

if TYPE_CHECKING:
    from frirum.core.instruments.survey import Survey


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
@click.argument("slug")
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
