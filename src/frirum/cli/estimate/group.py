"""The group `frirum estimate` and what its commands share: options, files, how a result is shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from frirum.cli.output import emit
from frirum.core.errors import InputRefused, UsageError
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    import polars as pl

    from frirum.core.effects.rows import EstimateRow, Result


class Share(click.ParamType):
    """A number, with decimal point or comma."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or a usage error."""
        try:
            number = float(str(value).replace(",", "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.fail(_("{value} er ikke et tal.").format(value=value), param, ctx)
        return number


@click.group()
def estimate() -> None:
    """Estimate a share, a difference, an effect; each with inference that holds for few."""


def show(result: Result) -> None:
    """Print a result: the document with `--json`, else for a person."""
    emit(result.as_dict(), lambda: as_text(result))


def as_text(result: Result) -> str:
    """A result for a person: the headline or why there is none, the rows, the checks."""
    from frirum.core.effects import words

    lines = []
    if result.verdict is not None:
        lines += [_("Dom: {verdict}").format(verdict=words.verdict(result.verdict)), ""]
    if result.headline is not None:
        lines += [_("Hovedresultat: {row}").format(row=_line(result.headline)), ""]
    if result.refused is not None:
        lines += [
            _("Kan ikke konkluderes: {why}").format(why=result.refused.message),
            result.refused.remedy,
            "",
        ]
    several = len({row.outcome for row in result.estimates}) > 1
    for row in result.estimates:
        lines.append(f"{row.outcome}: {_line(row)}" if several and row.outcome else _line(row))
        lines += [f"    {note}" for note in row.notes]
    marks = {True: "+", False: "!", None: "·"}
    if result.checks:
        lines += ["", *(f"{marks[check.passed]} {check.text}" for check in result.checks)]
    return "\n".join(lines)


def _line(row: EstimateRow) -> str:
    place = " ".join(str(part) for part in (row.estimand, row.group, row.period) if part is not None)
    parts = [f"{place} ({row.inference}): {_figure(row.point)}"]
    if row.lower is not None or row.upper is not None:
        parts.append(
            _("95 pct. fra {low} til {high}").format(low=_figure(row.lower), high=_figure(row.upper))
        )
    if row.p_value is not None:
        parts.append(f"p = {_figure(row.p_value)}")
    return "; ".join(parts)


def _figure(value: float | None) -> str:
    from decimal import Decimal

    from frirum.core.vocabulary.danish import format_number

    if value is None:
        return "–"
    if value == 0:
        return "0"
    # Four significant digits, as many decimals as that takes.
    decimals = max(0, 3 - Decimal(str(value)).adjusted())
    return format_number(value, decimals) if decimals < 10 else _("under 0,0001")


def names(value: str | None) -> list[str]:
    """The columns of an option written as A,B; each once."""
    return list(dict.fromkeys(name.strip() for name in (value or "").split(",") if name.strip()))


def sizes(option: str, value: str) -> tuple[float, ...]:
    """The numbers of an option written as 0.5,1 (or with decimal commas as 0,5;1).

    Raises:
        UsageError: something else.
    """
    parts = value.split(";") if ";" in value else value.split(",")
    try:
        found = tuple(float(part.replace(",", ".")) for part in parts if part.strip())
    except ValueError:
        found = ()
    if not found or not all(math.isfinite(number) for number in found):
        raise UsageError(
            _("{option} {value} er ikke en række tal.").format(option=option, value=value),
            remedy=_("Skriv tallene i {option} som 0.5,1,2 eller som 0,5;1;2.").format(option=option),
        )
    return found


def as_column(column: pl.Series, written: str) -> str | int:
    """A label given on the command line, with the type its column has."""
    if not column.dtype.is_integer():
        return written
    try:
        return int(written)
    except ValueError as fault:
        text = _("{value} findes ikke i kolonnen {column}.").format(value=written, column=column.name)
        raise InputRefused(
            text,
            remedy=_("Skriv en værdi, der står i kolonnen {column}, for eksempel {example}.").format(
                column=column.name, example=column[0]
            ),
        ) from fault
