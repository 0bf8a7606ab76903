"""The house rules of disclosure control, as small tables."""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.core.disclosure.figures import significant
from frirum.core.disclosure.primary import AmountRule, GroupRule, amount_rules, group_hits
from frirum.core.disclosure.settings import HOUSE_RULES, Deviation, Signature, Subject, setting_name
from frirum.core.disclosure.table import Dimension, build
from frirum.core.disclosure.texts import TextRisk, find_personal
from frirum.core.errors import NotAllowed, UsageError

ANNE = Signature("u-17", dt.date(2027, 3, 1), "Netværkets tal, ingen kommuner")
BO = Signature("u-23", dt.date(2027, 3, 2), "Enig")


@pytest.mark.parametrize(
    "subject, threshold", [(Subject.PERSONS, 5), (Subject.HEALTH, 10), (Subject.SINGLE_MUNICIPALITY, 10)]
)
def test_smallest_count_shown(subject, threshold):
    assert HOUSE_RULES.threshold_for(subject) == threshold


def test_a_looser_value_takes_two_signatures_and_is_printed():
    looser = HOUSE_RULES.loosened("threshold", 3, signatures=(ANNE, BO))
    assert looser.threshold == 3
    assert looser.deviations[0].text() == (
        "Lempet fortrolighedsregel: det mindste antal personer, der vises, er 3 i stedet for 5, "
        "godkendt af u-17 og u-23."
    )


def test_every_setting_has_a_name_and_a_value_in_danish():
    for field in HOUSE_RULES.as_dict():
        if field != "version":
            assert setting_name(field) not in ("", field)
    shares = Deviation("dominance_share", 0.85, 0.9, (ANNE, BO))
    assert "andel er 0,9 i stedet for 0,85" in shares.text()


@pytest.mark.parametrize(
    "signatures",
    [(), (ANNE,), (ANNE, ANNE), (ANNE, Signature("u-23", dt.date(2027, 3, 2), " ")), (ANNE, BO, ANNE)],
)
def test_a_looser_value_without_two_signatures_is_refused(signatures):
    with pytest.raises(NotAllowed):
        HOUSE_RULES.loosened("threshold", 4, signatures=signatures)


@pytest.mark.parametrize(
    "name, value, error",
    [
        ("threshold", 2, NotAllowed),
        ("threshold", 6, UsageError),
        ("dominance_share", 0.7, UsageError),
        ("ukendt", 1, UsageError),
    ],
)
def test_what_cannot_be_loosened(name, value, error):
    with pytest.raises(error):
        HOUSE_RULES.loosened(name, value, signatures=(ANNE, BO))


def test_anybody_may_protect_more_and_nobody_less_without_signatures():
    assert HOUSE_RULES.stricter(threshold=10, dominance_share=0.75).threshold == 10
    with pytest.raises(UsageError, match="lempeligere"):
        HOUSE_RULES.stricter(threshold=4)
    with pytest.raises(UsageError, match="lempeligere"):
        HOUSE_RULES.stricter(dominance_share=0.9)


@pytest.mark.parametrize(
    "contributions, broken",
    [
        ([100] * 10, ()),
        ([100] * 4, (AmountRule.FEW,)),
        ([], ()),
        ([0] * 10, ()),
        ([430, 430, 50, 50, 50], (AmountRule.DOMINANCE,)),  # two hold 860 of 1,010: 85.1 %
        ([425, 425, 50, 50, 50], ()),  # 850 of 1,000 is 85 %, which is allowed
        (
            [1000, 300, 33, 33, 33],
            (AmountRule.DOMINANCE, AmountRule.P_PERCENT),
        ),  # 99 left, under 10 % of 1,000
        ([1000, 200, 34, 33, 33], (AmountRule.DOMINANCE,)),  # 100 left is enough for the p % rule
        ([-425, -430, -50, -50, -50], (AmountRule.DOMINANCE,)),  # losses are recognised like gains
    ],
)
def test_money_rules(contributions, broken):
    assert amount_rules(contributions) == broken


@pytest.mark.parametrize(
    "yes, no, rule",
    [
        (6, 0, GroupRule.GROUP),
        (1, 0, GroupRule.GROUP),
        (6, 1, GroupRule.WITHIN_GROUP),
        (6, 2, None),
        (0, 6, None),
        (0, 0, None),
        (0, 1, None),
    ],
)
def test_group_rules(yes, no, rule):
    dimensions = [Dimension("kommune", ("A", "B")), Dimension("misbrug", ("ja", "nej"))]
    system = build(dimensions, {("A", "ja"): yes, ("A", "nej"): no, ("B", "ja"): 20, ("B", "nej"): 30})
    hits = group_hits(system, dimensions, {"misbrug": ["ja"]})
    assert [hit.rule for hit in hits] == ([rule] if rule else [])


@pytest.mark.parametrize(
    "value, digits, shown",
    [(1234.5, 3, 1230.0), (0.012345, 3, 0.0123), (0.0, 3, 0.0), (-98765, 2, -99000.0), (9.999, 3, 10.0)],
)
def test_significant_digits(value, digits, shown):
    assert significant(value, digits) == shown


@pytest.mark.parametrize(
    "text, found",
    [
        ("Ring til mig på 20 30 40 50.", [TextRisk.PHONE]),
        ("Mit nummer er +45 20304050", [TextRisk.PHONE]),
        ("cpr 010190-1234", [TextRisk.CPR]),
        ("0101901234", [TextRisk.CPR]),
        ("01.01.90 1234", [TextRisk.CPR]),
        ("Skriv til anne.madsen@rebild.dk", [TextRisk.EMAIL]),
        ("Karens råd var gode, sagde KAREN", [TextRisk.NAME, TextRisk.NAME]),
        ("Jeg ventede i 26 uger og fik 12.345,50 kr.", []),
        ("Sag 99131901 er lukket den 1. juli 2018", [TextRisk.PHONE]),
        ("karenstid er noget andet", []),
    ],
)
def test_free_text_is_searched_for_who_somebody_is(text, found):
    assert [hit.risk for hit in find_personal(text, names=["Karen"])] == found
