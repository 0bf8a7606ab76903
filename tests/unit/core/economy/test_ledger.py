"""The ledger: unknown is not zero, old prices show their day, one price level, and a published saving is checked."""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.economy.blocks import ledger_blocks
from frirum.core.economy.certificates import Spending, by_count, by_spending, dated_price, spending_on
from frirum.core.economy.from_definition import PRICE_YEAR, StatedFigure, ledger_of
from frirum.core.economy.ledger import AmountBasis, AmountUnknown, EconomyLedger, EconomyLine, Side
from frirum.core.economy.price_level import shipped_index
from frirum.core.economy.spans import Span, exactly
from frirum.core.economy.stated_saving import Gap, check_saving
from frirum.core.economy.words import gap_text, kroner, price_text
from frirum.core.report.inlines import Missing
from frirum.core.report.numbers import Number


def line(side: Side, amount: Span | None, year: int = PRICE_YEAR) -> EconomyLine:
    return EconomyLine("x", side, "Noget", stated=amount, year=year)


def ledger(*lines: EconomyLine, uses: int | None = 10) -> EconomyLedger:
    return EconomyLedger("x", lines, PRICE_YEAR, shipped_index(), uses=uses, months=5)


def test_a_net_figure_is_given_only_where_nothing_is_unknown() -> None:
    spared, spent = line(Side.SPARED, Span(100, 300)), line(Side.SPENT, exactly(50))
    whole = ledger(spared, spent)
    assert whole.net == Span(50, 250)
    assert whole.per_use(whole.net) == Span(5, 25)
    assert whole.per_month(whole.net) == Span(10, 50)
    gap = ledger(spared, spent, line(Side.SPENT, None))
    assert (gap.net, gap.side(Side.SPENT).known, len(gap.side(Side.SPENT).unknown)) == (None, exactly(50), 1)
    assert ledger(spared).net is None  # nothing spent is not the same as spending nothing
    assert ledger(spared, spent, uses=None).per_use(exactly(1)) is None


def test_amounts_of_other_years_are_moved_and_a_year_the_index_has_not_is_said() -> None:
    moved = ledger(line(Side.SPARED, exactly(1000), 2018)).side(Side.SPARED).known
    assert moved is not None
    # Statistics Denmark: 102.2 in 2018 and 117.3 in 2023, both rounded.
    assert moved.low == pytest.approx(1000 * 117.3 / 102.2, rel=0.002)
    old = ledger(line(Side.SPARED, exactly(1000), 2013), line(Side.SPENT, exactly(1)))
    assert (old.side(Side.SPARED).known, len(old.side(Side.SPARED).unmoved), old.net) == (
        exactly(1000),
        1,
        None,
    )


def test_the_audited_share_carries_its_interval_into_the_amount_and_the_price_its_day() -> None:
    found = by_count(
        certificate="LÆ265",
        cases=200,
        share=Span(0.40, 0.60),
        day=dt.date(2020, 12, 31),
        source="Tilsyn 2020",
    )
    assert found.amount == Span(80 * 1544, 120 * 1544)
    assert found.price is not None
    assert found.price.is_older_than(dt.date(2018, 7, 1))
    assert "1. juli 2013" in price_text(found)
    assert by_count(
        certificate="LÆ265", cases=9, share=exactly(1), day=dt.date(2012, 1, 1), source="x"
    ).unknown is AmountUnknown.NO_PRICE  # fmt: skip


def test_the_other_way_is_spending_per_case_and_a_rise_is_spent() -> None:
    fall = by_spending(
        before=Spending(exactly(150_000), 100),
        during=Spending(exactly(80_000), 80),
        year=2019,
        source="Udtræk",
    )
    assert (fall.side, fall.amount) == (Side.SPARED, exactly(40_000))
    rise = by_spending(
        before=Spending(exactly(10), 10), during=Spending(exactly(30), 10), year=2019, source="Udtræk"
    )
    assert (rise.side, rise.amount) == (Side.SPENT, exactly(20))
    with pytest.raises(ValueError, match="cases"):
        by_spending(
            before=Spending(exactly(0), 0), during=Spending(exactly(30), 10), year=2019, source="Udtræk"
        )


def test_orders_are_priced_on_their_own_day() -> None:
    days = [dt.date(2019, 1, 1), dt.date(2020, 6, 1)]
    found = spending_on(days, "LÆ265", cases=4)
    prices = [dated_price("LÆ265", day) for day in days]
    assert found is not None
    assert found.kroner.low == sum(one.amount.low for one in prices if one)
    assert spending_on([dt.date(1990, 1, 1)], "LÆ265", cases=4) is None, "no price is known that early"
    assert spending_on(days, "LÆ265", cases=0) is None
    assert spending_on([], "LÆ265", cases=4) == Spending(exactly(0), 4)


def test_loans_can_have_cost_nothing_or_everything_lent() -> None:
    [loans] = ledger_of(shipped_catalogue().experiment("mikrolaan")).lines
    assert (loans.side, loans.amount, loans.basis) == (Side.SPENT, Span(0, 700_000), AmountBasis.CEILING)


def test_what_somebody_states_fills_a_line_and_says_who() -> None:
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    assert ledger_of(experiment).lines[0].unknown is AmountUnknown.NO_QUANTITY
    said = StatedFigure(
        quantity=Span(20, 40), unit="timer", price=exactly(350), amount=None, year=2022, by="Vesthimmerland",
        source="Skøn af to konsulenter",
    )  # fmt: skip
    [filled] = ledger_of(experiment, {"frigjort-tid": said}).lines
    assert (filled.amount, filled.by, filled.basis) == (
        Span(7000, 14_000),
        "Vesthimmerland",
        AmountBasis.STATED,
    )
    only_time = StatedFigure(Span(20, 40), "timer", None, None, 2022, "V", "Skøn")
    assert ledger_of(experiment, {"frigjort-tid": only_time}).lines[0].unknown is AmountUnknown.NO_PRICE


def test_the_twelve_million_presuppose_thousands_of_certificates_that_no_source_counts() -> None:
    """PIXI: the municipalities of four unnamed experiments spent DKK 12.2 million less on mandatory certificates."""
    catalogue = shipped_catalogue()
    slugs = (
        "rehabiliteringsteam-lae265",
        "jobafklaring-lae265",
        "revalidering-lae265",
        "sygedagpenge-lae285",
    )
    found = check_saving(
        12_200_000,
        rests_on=[catalogue.experiment(slug) for slug in slugs],
        certificates=("LÆ265", "LÆ285"),
        named=False,
        months=None,
        municipalities=11,
    )
    first, second = found.presupposed
    assert first.volume.low == pytest.approx(7_902, abs=1)
    assert (round(second.volume.low), round(second.volume.high)) == (9_713, 12_115)
    assert not found.carries
    assert {Gap.EXPERIMENTS_NOT_NAMED, Gap.NO_COUNT, Gap.NO_PERIOD, Gap.LAW_CHANGED, Gap.GROSS} <= set(
        found.gaps
    )
    assert "sygedagpenge-lae285" in found.law_changes
    assert all(gap_text(one) for one in Gap)


def test_amounts_are_shown_with_their_range_or_as_not_known() -> None:
    assert (kroner(Span(1000, 2500)), kroner(exactly(7)), kroner(None)) == (
        "1.000-2.500 kr.",
        "7 kr.",
        "ikke oplyst",
    )


def test_a_document_prints_every_line_and_says_what_is_missing() -> None:
    [rows] = ledger_blocks(ledger_of(shipped_catalogue().experiment("rehabiliteringsteam-lae265")))
    told = {
        row.label: " ".join(one.detail for one in row.value if isinstance(one, Missing)) for row in rows.rows
    }
    assert told["Sparet: Obligatoriske lægeattester, der ikke indhentes"] == "antallet mangler"
    assert told["Netto"].startswith("kan ikke gøres op")
    [loans] = ledger_blocks(ledger_of(shipped_catalogue().experiment("mikrolaan")))
    numbers = [one.value for one in loans.rows[0].value if isinstance(one, Number)]
    assert numbers == [0, 700_000]
    assert ledger_blocks(ledger_of(shipped_catalogue().experiment("forholdstal"))) == []
