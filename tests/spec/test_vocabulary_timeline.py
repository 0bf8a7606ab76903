"""Which rule held on which date, and what touched it: the provision beside each line."""

import datetime as dt

import pytest

from frirum.core.law.timeline import Validity, chain, events_touching, law_watch, standing_on
from frirum.core.vocabulary.law_events import all_law_events
from frirum.core.vocabulary.periods import Period
from frirum.core.vocabulary.provisions import all_provisions, provision

D = dt.date


@pytest.mark.parametrize(
    "provision_id, date, validity",
    [
        # LAB § 51(2)-(3): uniform 26 weeks from 1 January 2015; the act was replaced on 1 January 2020.
        ("loentilskud-26-uger", D(2014, 12, 31), "not_yet"),
        ("loentilskud-26-uger", D(2015, 1, 1), "in_force_old"),
        ("loentilskud-26-uger", D(2019, 12, 31), "in_force_old"),
        ("loentilskud-26-uger", D(2020, 1, 1), "ended"),
        # Its successor: known to exist, place and text not read.
        ("loentilskud-26-uger-2020", D(2019, 12, 31), "not_yet"),
        ("loentilskud-26-uger-2020", D(2020, 1, 1), "unverified"),
        # LAS § 74 c: no source gives a beginning or an end.
        ("ledighedsydelse-revurdering", D(2018, 7, 1), "in_force"),
        ("ledighedsydelse-revurdering", D(2026, 1, 1), "in_force"),
        # Draft order § 23: a draft, even on the day it says it takes effect.
        ("udkast-23", D(2018, 6, 30), "not_yet"),
        ("udkast-23", D(2018, 7, 1), "draft"),
        # LÆ285 before the first follow-up: until 31 December 2019.
        ("lae285-foerste-opfoelgning", D(2019, 12, 31), "in_force_old"),
        ("lae285-foerste-opfoelgning", D(2020, 1, 1), "ended"),
        # Mentor as a right and duty: abolished by the act of 2020.
        ("mentor-ret-og-pligt", D(2020, 1, 1), "ended"),
    ],
)
def test_what_held_on_a_date(provision_id, date, validity):
    # "Repealed" says what became of the rule since; while its period ran it was in force.
    expected = Validity("in_force" if validity == "in_force_old" else validity)
    assert standing_on(provision(provision_id), date).validity is expected


def test_the_answer_says_since_when_and_what_took_over():
    rule = provision("loentilskud-26-uger")
    ended = standing_on(rule, D(2021, 1, 1))
    assert (ended.since, ended.until, ended.successor) == (D(2020, 1, 1), None, "loentilskud-26-uger-2020")
    held = standing_on(rule, D(2018, 7, 1))
    assert (held.since, held.until, held.successor) == (D(2015, 1, 1), D(2019, 12, 31), None)
    before = standing_on(rule, D(2014, 1, 1))
    assert (before.since, before.until) == (None, D(2014, 12, 31))


def test_chain_follows_a_rule_from_act_to_act():
    ids = [p.id for p in chain(provision("forholdstal"), all_provisions())]
    assert ids == ["forholdstal", "forholdstal-2020"]
    assert [p.id for p in chain(provision("forholdstal-2020"), all_provisions())] == ["forholdstal-2020"]


@pytest.mark.parametrize(
    "provision_id, after, until, expected",
    [
        # Experiment 7 ran from 1 July 2018 to the end of 2022: LAS § 10(3) was not touched.
        ("foertidspension-opfoelgning", D(2018, 7, 1), D(2022, 12, 31), []),
        # Experiment 13: the staff ratio was replaced with the act and counted in hours from 1 January 2020.
        ("forholdstal", D(2018, 7, 1), D(2021, 12, 31), ["ny-lab", "forholdstal-i-timer"]),
        ("forholdstal", D(2018, 7, 1), D(2019, 12, 31), []),
        ("forholdstal", D(2020, 1, 1), D(2021, 12, 31), []),  # an event on the first day is the starting point
        # Experiment 12: partly permanent from 2020.
        ("lae265-revalidering", D(2018, 7, 1), D(2021, 12, 31), ["revalidering-lae265-delvist-permanent"]),
        # Experiment 17: overtaken by the agreement on the working environment.
        ("lae285-foerste-opfoelgning", D(2018, 1, 1), D(2020, 12, 31), ["styrket-arbejdsmiljoe"]),
        # Experiment 14: the act of 2020 and the agreements of June 2020.
        ("opkvalificering-6-uger", D(2018, 1, 1), D(2020, 12, 31), ["ny-lab", "opkvalificering-imoedekommet", "opkvalificering-aftaler"]),
        # Experiment 16: the mentor was abolished.
        ("mentor-ret-og-pligt", D(2018, 7, 1), D(2020, 12, 31), ["ny-lab", "mentor-afskaffet"]),
        # Experiment 1, the rule from 2020 on.
        ("samtaler-formkrav-2020", D(2020, 1, 1), D(2021, 12, 31), ["corona", "nytaenkning-delaftale"]),
    ],
)  # fmt: skip
def test_law_watch(provision_id, after, until, expected):
    found = events_touching(provision(provision_id), all_law_events(), after=after, until=until)
    assert [event.id for event in found] == expected


@pytest.mark.parametrize(
    "provision_id, first, last, expected",
    [
        # Experiment 5 ran on after the act was replaced: the substitute's rule is followed into the new act.
        ("jobrotation-26-uger", D(2018, 7, 1), D(2025, 12, 31), ["ny-lab", "jobrotationsforsoeg-udloeber"]),
        ("jobrotation-26-uger", D(2018, 7, 1), D(2019, 12, 31), []),
        # Experiment 1: simplified in 2020, corona, and the choice of form in 2021.
        ("samtaler-formkrav", D(2017, 7, 1), D(2022, 12, 31), ["ny-lab", "samtaler-forenklet", "corona", "nytaenkning-delaftale"]),
        # Experiment 13: one event that names the old rule and the new one is told once.
        ("forholdstal", D(2018, 7, 1), D(2021, 12, 31), ["ny-lab", "forholdstal-i-timer"]),
        # An experiment with no end is watched until today's last event, not into what is only announced.
        ("ledighedsydelse-revurdering", D(2018, 7, 1), None, []),
        # Experiment 2: permanent from the end of 2024.
        ("lae265-rehabiliteringsteam", D(2018, 1, 1), D(2024, 12, 31), ["rehabiliteringsteam-permanent"]),
    ],
)  # fmt: skip
def test_the_watch_follows_the_rule_into_the_next_act(provision_id, first, last, expected):
    found = law_watch(
        provision(provision_id),
        running=Period(first, last),
        provisions=all_provisions(),
        events=all_law_events(),
    )
    assert [event.id for event in found] == expected


def test_what_is_only_planned_is_told_when_asked_for():
    rule, last = provision("samtaler-formkrav-2020"), D(2027, 12, 31)
    told = {e.id for e in events_touching(rule, all_law_events(), after=D(2026, 12, 31), until=last)}
    asked = {
        e.id
        for e in events_touching(
            rule, all_law_events(), after=D(2026, 12, 31), until=last, include_planned=True
        )
    }
    assert told == set()
    assert asked == {"ny-lab-2027", "forsoeg-2027"}
