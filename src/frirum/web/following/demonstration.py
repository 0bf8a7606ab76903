"""A made-up experiment in the North Jutland demonstration: 7 uses in six months, told what they can never show.

It is made by the same actions as a coordinator and caseworkers use, and lives in this home only: the shipped
catalogue does not hold it. Every word of it says that it is synthetic.
"""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from pathlib import Path

from django.utils.translation import gettext as _

from frirum.core.vocabulary.municipalities import all_municipalities
from frirum.core.vocabulary.periods import add_months
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.definitions import latest_version
from frirum.web.experiments.models import Origin
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.actors import SET_UP
from frirum.web.uses.actions import record_non_use, record_use
from frirum.web.uses.identities import Identity
from frirum.web.uses.reasons import NonUseReason

SLUG = "syntetisk-faa-brug"
NETWORK = "nordjylland"
MONTHS, WHOLE_PERIOD = 6, 24
# Municipality, and how many days after the start the use began.
USES = ((851, 19), (820, 44), (851, 64), (860, 100), (820, 129), (851, 150), (787, 171))
NON_USES = (
    (NonUseReason.ORDINARY_RULES_SUFFICE, (851, 851, 820, 813, 860, 846)),
    (NonUseReason.TOO_MUCH_WORK, (851, 787, 840)),
)


def make_synthetic_experiment() -> str | None:
    """Publish the definition and record its uses, unless that is done already."""
    if latest_version(SLUG) is not None:
        return None
    # Tomorrow's month: on a month's last day the month is over, and six have passed since the first of the sixth.
    start = add_months((clock.today() + dt.timedelta(days=1)).replace(day=1), -MONTHS)
    publish(text=definition(start), origin=Origin.OWN, organisation=NETWORK, reason="", by=SET_UP)
    for number, (code, days) in enumerate(USES, start=1):
        begun_on = start + dt.timedelta(days=days)
        # Recorded on its day, as a caseworker would: what is entered late counts from the month it was entered.
        with clock.at(dt.datetime.combine(begun_on, dt.time(12), dt.UTC)):
            _record(code, begun_on, number)
    _record_non_uses(start)
    return _("7 syntetiske brug i 11 kommuner")


def definition(start: dt.date) -> str:
    """The TOML of the synthetic experiment that begins on a day and lasts two years."""
    last = add_months(start, WHOLE_PERIOD) - dt.timedelta(days=1)
    codes = [m.code for m in all_municipalities() if m.network == NETWORK]
    text = Path(__file__).with_name("synthetic.toml").read_text(encoding="utf-8")
    stays = "\n".join(
        f"[[participation]]\nmunicipality = {code}\nfrom = {start}\nto = {last}\n" for code in codes
    )
    return text.replace("START", start.isoformat()).replace("LAST", last.isoformat()) + stays


def _record(code: int, begun_on: dt.date, number: int) -> None:
    key = str(code)
    with organisation_scope([key]), _entered(begun_on):
        record_use(
            slug=SLUG,
            organisation=key,
            identity=Identity(case_number=f"SYNTETISK-{number}"),
            begun_on=begun_on,
            facts={"case_date": begun_on.isoformat(), "wish": True},
            by=SET_UP,
        )


def _entered(day: dt.date) -> AbstractContextManager[None]:
    """As entered on the day itself: what a network sees counts from the month it was entered."""
    return clock.at(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC))


def _record_non_uses(start: dt.date) -> None:
    for reason, codes in NON_USES:
        for weeks, code in enumerate(codes, start=3):
            day = start + dt.timedelta(weeks=2 * weeks)
            with organisation_scope([str(code)]), _entered(day):
                record_non_use(
                    slug=SLUG,
                    organisation=str(code),
                    reason=reason,
                    decided_on=day,
                    by=SET_UP,
                )
