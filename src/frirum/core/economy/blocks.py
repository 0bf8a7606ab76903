"""The ledger in a document: a label per line, its amount as a typed number, and what is missing said."""

from __future__ import annotations

from frirum.core.economy.ledger import EconomyLedger, EconomyLine, Side
from frirum.core.economy.sentences import say
from frirum.core.economy.spans import Span
from frirum.core.economy.words import basis_text, lacking_text, no_total_text, side_text
from frirum.core.report.blocks import DefinitionRow, DefinitionRows
from frirum.core.report.inlines import Inline, Missing, Text
from frirum.core.report.numbers import Number, Quotation
from frirum.core.vocabulary.danish import format_date


def ledger_blocks(ledger: EconomyLedger) -> list[DefinitionRows]:
    """The lines, then both sides and the net; nothing where the ledger has no lines.

    An amount that follows from published figures is quoted from where the line is from; one that somebody in a
    municipality stated has no place in a public document and is left to the page.
    """
    if not ledger.lines:
        return []
    rows = [DefinitionRow(_line_label(line), *_line_value(line)) for line in ledger.lines]
    rows += [_total(ledger, side) for side in Side]
    net = ledger.net
    said: tuple[Inline, ...] = (
        (Missing(say("cannot_be_worked_out_both_sides")),)
        if net is None
        else _amount(net, Quotation(ledger.index.source, say("prices_of_year", year=ledger.price_year)))
    )
    return [DefinitionRows(*rows, DefinitionRow(say("net"), *said))]


def _line_label(line: EconomyLine) -> str:
    return f"{side_text(line.side).capitalize()}: {line.text}"


def _line_value(line: EconomyLine) -> tuple[Inline, ...]:
    if line.amount is None:
        why = line.unknown
        assert why is not None, "a line without an amount says what is missing"
        return (Missing(lacking_text(why)), *_price(line))
    found = _amount(line.amount, Quotation(line.source or line.text, line.id))
    return (*found, Text(f", {basis_text(line.basis)}"), *_price(line))


def _price(line: EconomyLine) -> tuple[Inline, ...]:
    """A dated price with its day: it may be older than the period."""
    if line.price is None or line.price.known_since is None:
        return ()
    day = format_date(line.price.known_since)
    return (
        Text(say("price_for_one")),
        *_amount(line.price.amount, Quotation(line.price.source, day)),
        Text(say("from_day", day=day)),
    )


def _amount(span: Span, source: Quotation) -> tuple[Inline, ...]:
    low = Number.quoted(round(span.low), "kr." if span.is_exact else "", source=source)
    if span.is_exact:
        return (low,)
    return (low, Text(say("to")), Number.quoted(round(span.high), "kr.", source=source))


def _total(ledger: EconomyLedger, side: Side) -> DefinitionRow:
    total = ledger.side(side)
    label = say("side_in_all", side=side_text(side).capitalize())
    if total.known is None:
        return DefinitionRow(label, Missing(no_total_text(has_lines=bool(total.unknown))))
    source = Quotation(ledger.index.source, say("prices_of_year", year=ledger.price_year))
    rest = say("and_n_without_amount", n=len(total.unknown)) if total.unknown else ""
    return DefinitionRow(label, *_amount(total.known, source), Text(rest))
