"""Definitions and recorded uses that several tests begin from; every citizen here is made up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cast import SET_UP, VESTHIMMERLAND, Cast

from frirum.core.paths import catalogue_dir
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.uses import actions
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Use

SEVEN = "foertidspension-opfoelgning"
BOTH = "revalidering-lae265"
EXTENSION = "ressourceforloeb-forlaengelse"
DAY = dt.date(2018, 9, 15)
FITTING: dict[str, Any] = {
    "on_disability_pension": True,
    "in_wage_subsidy_job": True,
    "employment_start": DAY,
}
# Born on 1 February 1903, with a running number that was never given.
CPR = "0102031234"


def load(*slugs: str) -> None:
    """Put these shipped definitions, and no others, into the database: reading all of them takes a second."""
    for slug in slugs:
        text = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
        publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)


def record(cast: Cast, **changes: Any) -> Use:
    """A use of experiment 7 in Vesthimmerland, as Rikke records it from the answer."""
    given = {
        "slug": SEVEN, "organisation": VESTHIMMERLAND, "identity": Identity(cpr=CPR), "begun_on": DAY,
        "facts": FITTING, "by": cast.rikke,
    }  # fmt: skip
    return actions.record_use(**(given | changes))
