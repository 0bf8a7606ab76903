"""Which definitions a command reads."""

from __future__ import annotations

from collections.abc import Mapping

from frirum.cli.output import invocation
from frirum.core.catalogue import Catalogue, Experiment, Part, shipped_catalogue
from frirum.core.catalogue.assumed import assumed_or_refused
from frirum.core.catalogue.faults import did_you_mean
from frirum.core.catalogue.loader import shipped_definition, shipped_shared
from frirum.core.catalogue.questions import Scale
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.core.paths import catalogue_dir


def catalogue_in_force() -> Catalogue:
    """The definitions of the home folder where one is named, else the shipped ones."""
    home = invocation().home
    if home is None:
        return shipped_catalogue()
    from frirum.web.home import start_django

    start_django(home)
    from frirum.web.experiments.definitions import current_catalogue

    return current_catalogue()


def definition_in_force(slug: str) -> Experiment:
    """One definition, as `catalogue_in_force` has it; of the shipped ones the others are not read."""
    return shipped_definition(slug) if invocation().home is None else catalogue_in_force().experiment(slug)


def text_in_force(slug: str) -> str:
    """The TOML of one definition as it was written, comments and all."""
    if invocation().home is None:
        shipped_definition(slug)
        return (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
    catalogue_in_force().experiment(slug)
    from frirum.web.experiments.definitions import latest_version

    version = latest_version(slug)
    assert version is not None
    return version.toml


def taken_as(experiment: Experiment, *, assumed: bool) -> tuple[Experiment, str | None]:
    """The experiment, or as its file of assumptions has it, with the sentence that says so.

    Raises:
        UsageError: nothing is assumed of it.
    """
    if not assumed:
        return experiment, None
    found = assumed_or_refused(experiment)
    return found.experiment, found.told


def part_named(experiment: Experiment, wanted: str) -> Part:
    """One part of an experiment by its slug.

    Raises:
        UsageError: it has no such part; those it has are named.
    """
    part = experiment.part(wanted)
    if part is not None:
        return part
    known = [one.slug for one in experiment.parts]
    raise UsageError(
        _("{slug} har ingen del {part}.").format(slug=experiment.slug, part=wanted)
        + did_you_mean(wanted, known),
        remedy=_("Dele: {known}.").format(known=", ".join(known))
        if known
        else _("Forsøget har ingen dele: skriv kun {slug}.").format(slug=experiment.slug),
    )


def scales_in_force() -> Mapping[str, Scale]:
    """The shared answer scales, as `catalogue_in_force` has them."""
    return shipped_shared().scales if invocation().home is None else catalogue_in_force().scales
