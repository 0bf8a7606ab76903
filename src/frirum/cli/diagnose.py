"""`frirum diagnose`: what a design can show, before it starts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from frirum.cli.completing import slugs
from frirum.cli.estimate.group import Share
from frirum.cli.output import emit
from frirum.core.designs.diagnosis.diagnosis import Diagnosis
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    from frirum.core.designs.diagnosis.from_definition import DesignDiagnosis
    from frirum.core.designs.shared_country.words import CountryConclusion


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
@click.argument("slug", required=False, shell_complete=slugs)
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
@click.option("--drawn", is_flag=True, help="the units that take part, or their order, are drawn by lot")
@click.option("--worse-is-higher", is_flag=True, help="an outcome nobody wants: “no worse” limits a rise")
@click.option("--equivalence", is_flag=True, help="the margin counts on both sides")
@click.option("--before", type=int, help="months measured before the start in every unit")
@click.option("--steps", type=int, help="start dates spread evenly over --months")
@click.option("--persistence", type=Share(), help="what is left of the correlation after a month, 0-1")
@click.option(
    "--audit", type=Counts(), help="cases an audit looks at, and on the list: 15,60 (15 alone: a long list)"
)
@click.option("--asked", type=Counts(), help="people asked in each group of a survey: 20,12,8")
@click.option("--response", type=Share(), help="share of them expected to answer, 0-1")
@click.option(
    "--deviation", type=Share(), help="an outcome in minutes or kroner: its standard deviation between cases"
)
@click.option("--change", type=Share(), help="the smallest change of its mean that matters")
@click.option("--draw", "seed", help="draw the start order of --municipalities from this published seed")
@click.option("--municipalities", type=Counts(), help="codes of those that are to begin: 773,787,810")
@click.option("--assumed", is_flag=True, help="of SLUG as the file of assumptions beside it has it")
def diagnose(
    slug: str | None,
    seed: str | None,
    municipalities: tuple[int, ...] | None,
    *,
    assumed: bool,
    **options: Any,
) -> None:
    """What can the design show? From the experiment SLUG, or from numbers; or draw a start order."""
    if seed is not None or municipalities is not None:
        _draw(seed, municipalities, options.pop("steps"), slug or any(options.values()))
        return
    if slug is not None:
        given = [name for name, value in options.items() if value not in (None, False)]
        if given:
            raise UsageError(_("Angiv enten et forsøg eller tal, ikke begge dele."))
        _diagnose_experiment(slug, assumed=assumed)
        return
    if assumed:
        raise UsageError(_("--assumed hører til et forsøg: skriv dets slug."))
    _diagnose_numbers(options)


def _draw(seed: str | None, codes: tuple[int, ...] | None, steps: int | None, more: object) -> None:
    from frirum.core.designs.diagnosis.start_order import draw_start_order
    from frirum.core.vocabulary.municipalities import by_code

    if seed is None or codes is None or more:
        raise UsageError(
            _("En lodtrækning tager --draw og --municipalities, og --steps hvis flere begynder sammen.")
        )
    drawn = draw_start_order(seed, codes, steps=steps)
    names = {code: place.name for code in codes if (place := by_code(code))}
    lines = [f"{one.place}. {names[one.municipality]} ({one.step}) {one.digest}" for one in drawn]
    emit({"seed": seed.strip(), "order": [asdict(one) for one in drawn]}, "\n".join(lines))


def _diagnose_numbers(options: dict[str, Any]) -> None:
    from frirum.cli.diagnose_beside import Beside, answers_beside, beside_text
    from frirum.core.designs.diagnosis.diagnosis import diagnose as run
    from frirum.core.designs.diagnosis.question import DesignQuestion

    beside = answers_beside(Beside.taken_from(options))
    per_unit = options.pop("per_municipality") or ()
    icc = options.pop("icc")
    for name in ("persistence", "steps"):
        if options[name] is None:
            del options[name]
    if options["uses"] is None and per_unit:
        options["uses"] = sum(per_unit[: options["treated_units"]] if options["treated_units"] else per_unit)
    if options["uses"] is None and options["units"] is None and not beside:
        raise UsageError(
            _("Angiv et forsøg, eller --uses og --baseline."),
            remedy=_("Eksempel: frirum diagnose --uses 15 --baseline 0.3"),
        )
    if options["uses"] is not None and options["baseline"] is None and "mean" not in beside:
        raise UsageError(_("--uses kræver --baseline: andelen efter de almindelige regler."))
    if icc and not per_unit and options["units"] is None and "survey" not in beside:
        raise UsageError(_("--icc kræver --per-municipality eller --units."))
    found = run(DesignQuestion(icc=icc or 0.0, per_unit=per_unit, **options))
    document = {**found.as_dict(), "beside": {name: asdict(one) for name, one in beside.items()}}
    emit(document, lambda: "\n".join([as_text(found), *beside_text(beside)]))


def _diagnose_experiment(slug: str, *, assumed: bool) -> None:
    from frirum.cli.definitions import catalogue_in_force
    from frirum.core.catalogue.assumed import assumed_or_refused
    from frirum.core.designs.diagnosis.from_definition import diagnose_assumed, diagnose_experiment
    from frirum.core.designs.shared_country.words import shared_conclusions

    catalogue = catalogue_in_force()
    experiment = catalogue.experiment(slug)
    told = assumed_or_refused(experiment).told if assumed else None
    found = (diagnose_assumed(experiment) if assumed else None) or diagnose_experiment(experiment)
    shared = shared_conclusions(experiment, catalogue.experiments.values())
    document = {"slug": slug, **found.as_dict(), "shared_country": [one.as_dict() for one in shared]}
    document |= {"assumed": told} if told else {}
    emit(document, lambda: _experiment_text(found, shared))


def _experiment_text(found: DesignDiagnosis, shared: tuple[CountryConclusion, ...]) -> str:
    lines = [as_text(found.diagnosis)]
    if found.precision:
        lines += ["", _("Hvor præcist redskaberne kan svare:")]
        lines += [f"- {one.title}: {one.text}" for one in found.precision]
    for standing in dict.fromkeys(one.standing for one in shared):
        lines += ["", f"{standing.label}:"]
        lines += [f"- {one.text} {one.reason}" for one in shared if one.standing is standing]
    return "\n".join(lines)


def as_text(found: Diagnosis) -> str:
    """A diagnosis for a person: the verdict, the reasons, the advice."""
    from frirum.core.designs.diagnosis.figure_rows import figure_rows

    lines = [found.label, "", *(f"- {reason}" for reason in found.sentences)]
    lines += [
        _("- {term}: {figure}.").format(term=term, figure=figure).replace("pct..", "pct.")
        for term, figure in figure_rows(found)
    ]
    if found.advice:
        lines += [
            "",
            _("Hvad I kan gøre:"),
            *(f"{n}. {one.text}" for n, one in enumerate(found.advice, start=1)),
        ]
    return "\n".join(lines)
