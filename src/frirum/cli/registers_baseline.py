"""`frirum registers baseline`: the figures from before the experiment."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frirum.cli.completing import slugs
from frirum.cli.output import emit
from frirum.cli.text_table import text_table
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    from frirum.core.measures.baseline import Baseline
    from frirum.core.measures.gathering import Gathered

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("slug", shell_complete=slugs)
@click.option(
    "--extract",
    "extracts",
    type=_PATH,
    multiple=True,
    help="a case extract or a wide register, recognised by its headings; may be repeated",
)
@click.option("--part", help="one part of the experiment")
@click.option("--key-file", type=_PATH, help="lobenr and cpr, where the register has lobenr alone")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="first day of the time before  [default: as long back as the experiment is seen]",
)
@click.option("--assumed", is_flag=True, help="of SLUG as the file of assumptions beside it has it")
def baseline(
    slug: str,
    *,
    assumed: bool,
    extracts: tuple[Path, ...],
    part: str | None,
    key_file: Path | None,
    since: dt.datetime | None,
) -> None:
    """The baseline that the definition of SLUG asks for, or why there is none."""
    from frirum.cli.definitions import definition_in_force, part_named, taken_as
    from frirum.core.measures.baseline import baseline as baseline_of
    from frirum.core.measures.gathering import gather
    from frirum.core.registers.marks import read_key_file

    experiment, told = taken_as(definition_in_force(slug), assumed=assumed)
    if part:
        part_named(experiment, part)
    gathered = gather(extracts, key_file=read_key_file(key_file) if key_file else None)
    found = baseline_of(experiment, gathered, since=since.date() if since else None, part=part)
    document = {**found.as_dict(), "inputs": [one.as_dict() for one in gathered.files]}
    document |= {"assumed": told} if told else {}
    emit(document, lambda: "\n".join([*([told] if told else []), _text(found, gathered)]))


def _text(found: Baseline, gathered: Gathered) -> str:
    from frirum.core.measures import words

    lines = [f"{one.file}: {one.kind}, {one.rows}" for one in gathered.files]
    if found.window:
        lines.append(
            _("Tiden før: {first} til {start}.").format(
                first=words.day(found.window[0]), start=words.day(found.window[1])
            )
        )
    if found.rows:
        head = [_("måling"), _("gruppe"), _("dag eller måneder efter"), _("tal"), _("værdi"), "n"]
        rows: list[list[object]] = [
            [
                one.text,
                _("alle") if one.group is None else one.group or _("ikke oplyst"),
                one.at or "",
                str(one.figure.statistic),
                one.figure.value,
                one.figure.n,
            ]
            for one in found.rows
        ]
        lines.append(text_table(head, rows))
    lines += [found.why] if found.why else []
    lines += [f"{one.measure}: {words.not_measured(one)}" for one in found.missing if found.rows]
    return "\n".join([*lines, *found.warnings])
