"""Writes on the economy of an experiment."""

from __future__ import annotations

from frirum.core.economy.from_definition import ledger_of
from frirum.core.economy.spans import Span
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.economy.models import StatedAmount
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, record

FIRST_YEAR = 2010


@action(needs=Permission.EDIT_EXPERIMENT, of="organisation")
def state_amount(
    *,
    slug: str,
    line: str,
    organisation: str,
    quantity: Span | None,
    unit: str,
    price: Span | None,
    amount: Span | None,
    year: int,
    stated_by: str,
    source: str,
    used_for: str,
    measured: bool,
    by: Actor,
) -> StatedAmount:
    """State what a line of the ledger comes to; an earlier statement stays and is no longer the one in force.

    Args:
        quantity, price, amount: what is known; an amount stands by itself.
        stated_by: the person's function or the group that says it.
        measured: it was counted or timed, not judged.

    Raises:
        UsageError: no such experiment.
        InputRefused: no such line, nothing stated, something negative, an amount beside a quantity and a price, no
            year that makes sense, or nobody who says it or nothing it rests on.
    """
    ledger = ledger_of(current_catalogue().experiment(slug))
    if line not in {one.id for one in ledger.lines}:
        raise InputRefused(_("Regnskabet har ikke linjen {line}.").format(line=line))
    given = [one for one in (quantity, price, amount) if one is not None]
    if not given:
        raise InputRefused(
            _("Skriv et antal, en pris eller et beløb."),
            remedy=_("Ved I det ikke, så lad linjen stå som ikke oplyst."),
        )
    if any(one.low < 0 for one in given):
        raise InputRefused(_("Et antal, en pris og et beløb kan ikke være negative."))
    if amount is not None and (quantity is not None or price is not None):
        raise InputRefused(_("Skriv enten beløbet eller antal og pris, ikke begge dele."))
    if not FIRST_YEAR <= year <= clock.today().year:
        raise InputRefused(
            _("Året skal ligge mellem {first} og {last}.").format(first=FIRST_YEAR, last=clock.today().year)
        )
    if not stated_by.strip() or not source.strip():
        raise InputRefused(_("Skriv, hvem der siger det, og hvad det bygger på."))
    made = StatedAmount.objects.create(
        organisation=organisation,
        slug=slug,
        line=line,
        quantity_low=quantity.low if quantity else None,
        quantity_high=quantity.high if quantity else None,
        unit=unit.strip(),
        price_low=price.low if price else None,
        price_high=price.high if price else None,
        amount_low=amount.low if amount else None,
        amount_high=amount.high if amount else None,
        year=year,
        by=stated_by.strip(),
        source=source.strip(),
        used_for=used_for.strip(),
        measured=measured,
        stated_by=by.trail_reference,
        stated_at=clock.now(),
    )
    record(
        "economy.stated",
        by=by,
        subject=made,
        organisation=organisation,
        details={"slug": slug, "line": line},
    )
    return made
