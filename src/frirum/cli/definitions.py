"""Which definitions a command reads."""

from __future__ import annotations

from frirum.cli.output import invocation
from frirum.core.catalogue import Catalogue, Experiment, shipped_catalogue
from frirum.core.catalogue.loader import shipped_definition


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
