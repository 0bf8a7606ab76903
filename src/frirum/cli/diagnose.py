"""`frirum diagnose`: what a design can show, before it starts."""

from __future__ import annotations

from typing import Any

import click

from frirum.cli.estimate import Share
from frirum.cli.output import emit
from frirum.core.designs.diagnosis import Diagnosis
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_p_value


class Counts(click.ParamType):
    """Whole numbers with commas between: 4,7,12."""

    name = "numbers"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """The numbers, or a usage error."""
        try:
            return tuple(int(part) for part in str(value).split(","))
        except ValueError:
            self.fail(_("{value} er ikke hele tal med komma imellem.").format(value=value), param, ctx)


@click.command("diagnose")
@click.argument("slug", required=False)
@click.option("--uses", type=int, help="uses of the exemption that are expected")
@click.option("--baseline", type=Share(), help="share with the outcome under the ordinary rule, 0-1")
@click.option("--comparison", type=int, help="cases under the ordinary rule measured beside them")
@click.option("--treated-units", type=int, help="units (municipalities) that take part")
@click.option("--units", type=int, help="units in all")
@click.option("--icc", type=Share(), help="correlation between two cases of one unit, 0-1")
@click.option("--per-municipality", type=Counts(), help="uses in each municipality: 4,7,12")
@click.option("--smallest-relevant", type=Share(), help="smallest change that matters, absolute and signed")
@click.option("--margin", type=Share(), help="the most that “no worse” may give away, absolute")
@click.option("--months", type=Share(), help="the time in which the uses come")
@click.option("--drawn", is_flag=True, help="the units that take part are drawn by lot")
def diagnose(slug: str | None, **options: Any) -> None:
    """What can the design show? From the experiment SLUG, or from numbers."""
    if slug is not None:
        given = [name for name, value in options.items() if value not in (None, False)]
        if given:
            raise UsageError(_("Angiv enten et forsøg eller tal, ikke begge dele."))
        _diagnose_experiment(slug)
        return
    _diagnose_numbers(options)


def _diagnose_numbers(options: dict[str, Any]) -> None:
    from frirum.core.designs.diagnosis import diagnose as run
    from frirum.core.designs.question import DesignQuestion

    per_unit = options.pop("per_municipality") or ()
    icc = options.pop("icc")
    if options["uses"] is None and per_unit:
        options["uses"] = sum(per_unit[: options["treated_units"]] if options["treated_units"] else per_unit)
    if options["uses"] is None and options["units"] is None:
        raise UsageError(
            _("Angiv et forsøg, eller --uses og --baseline."),
            remedy=_("Eksempel: frirum diagnose --uses 15 --baseline 0.3"),
        )
    if options["uses"] is not None and options["baseline"] is None:
        raise UsageError(_("--uses kræver --baseline: andelen efter de almindelige regler."))
    if icc and not per_unit and options["units"] is None:
        raise UsageError(_("--icc kræver --per-municipality eller --units."))
    found = run(DesignQuestion(icc=icc or 0.0, per_unit=per_unit, **options))
    emit(found.as_dict(), lambda: as_text(found))


def _diagnose_experiment(slug: str) -> None:
    from frirum.cli.definitions import catalogue_in_force
    from frirum.core.designs.from_definition import diagnose_experiment

    found = diagnose_experiment(catalogue_in_force().experiment(slug))
    emit({"slug": slug, **found.as_dict()}, lambda: as_text(found.diagnosis))


def as_text(found: Diagnosis) -> str:
    """A diagnosis for a person: the verdict, the reasons, the advice."""
    lines = [found.verdict.label, "", *(f"- {reason}" for reason in found.reasons)]
    if found.smallest_p is not None:
        lines.append(_("- Mindste mulige p-værdi: {p}.").format(p=format_p_value(found.smallest_p)))
    lines.append(
        _("- Højeste trin på evidensstigen: {n} af 5 ({what}).").format(
            n=int(found.highest_step), what=found.highest_step.label
        )
    )
    if found.advice:
        lines += [
            "",
            _("Hvad I kan gøre:"),
            *(f"{n}. {one.text}" for n, one in enumerate(found.advice, start=1)),
        ]
    return "\n".join(lines)
