"""The shipped catalogue as a step of `frirum init`."""

from __future__ import annotations

from django.utils.translation import ngettext

from frirum.web.experiments.actions import load_shipped
from frirum.web.trail.actors import SET_UP


def load_catalogue() -> str:
    """Publish what is new in the shipped definitions; returns how many versions that made."""
    made = load_shipped(by=SET_UP)
    return ngettext("{n} ny version af en definition", "{n} nye versioner af definitioner", made).format(
        n=made
    )
