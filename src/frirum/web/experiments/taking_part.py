"""Which experiments an organisation takes part in; where no source names the municipalities, its whole network may."""

from __future__ import annotations

from collections.abc import Iterable

from frirum.core.catalogue.experiment import Experiment
from frirum.core.errors import NotAllowed
from frirum.core.language import gettext as _
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.models import Organisation


def takes_part(experiment: Experiment, key: str) -> bool:
    """Whether a municipality, or a network with its municipalities, is in the experiment."""
    return _takes_part(experiment, key, _networks_of(key))


def experiments_of(keys: Iterable[str]) -> dict[str, Experiment]:
    """Slug -> experiment that one of the organisations takes part in, in the catalogue's order."""
    networks = {key: _networks_of(key) for key in sorted(set(keys))}
    return {
        slug: experiment
        for slug, experiment in current_catalogue().experiments.items()
        if any(_takes_part(experiment, key, of) for key, of in networks.items())
    }


def refuse_strangers(experiment: Experiment, key: str) -> None:
    """Raise NotAllowed where the organisation does not take part."""
    if not takes_part(experiment, key):
        raise NotAllowed(
            _("Organisationen er ikke med i forsøget {slug}.").format(slug=experiment.slug),
            remedy=_("Vælg et forsøg, som organisationen er med i, eller ret deltagerne i definitionen."),
        )


def _networks_of(key: str) -> frozenset[str]:
    names = Organisation.objects.filter(municipalities__key=key).values_list("key", flat=True)
    return frozenset({key, *names})


def _takes_part(experiment: Experiment, key: str, networks: frozenset[str]) -> bool:
    named = {str(one.municipality) for one in experiment.participation}
    if key in named or key == experiment.network:
        return True
    return not named and experiment.network in networks
