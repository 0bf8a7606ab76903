"""Which experiments an organisation takes part in, and how a list offers them: coming and running first.

Where no source names the municipalities, its whole network may.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.standing import AHEAD, OVER, RUNNING, standing
from frirum.core.errors import NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.models import Organisation

_GROUPS: tuple[tuple[Promise, tuple[Status, ...]], ...] = (
    (gettext_lazy("På vej"), AHEAD),
    (gettext_lazy("I gang"), RUNNING),
    (gettext_lazy("Slut"), OVER),
)

Choices = list[tuple[str | Promise, list[tuple[str, str]]]]


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


def grouped(keys: Iterable[str], options: Iterable[tuple[Experiment, str, str]]) -> Choices:
    """Choices of a form, in groups: those that one of the organisations takes part in; options are (experiment, value,
    label)."""
    own = experiments_of(keys)
    mine = [one for one in options if one[0].slug in own]
    today = clock.today()
    stands = {one.slug: standing(one, today).status for one, _value, _label in mine}
    found: Choices = []
    for name, statuses in _GROUPS:
        lines = [(value, label) for experiment, value, label in mine if stands[experiment.slug] in statuses]
        if lines:
            found.append((name, lines))
    return found


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
