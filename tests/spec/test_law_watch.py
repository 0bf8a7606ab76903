"""The law watch: which days changed the rules under an experiment, from DECISION's tables, and what is asked."""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.history import Status
from frirum.core.law.watch import Consequence, cuts, running_period, watch, watched_period
from frirum.core.law.watch_words import no_changes_said
from frirum.core.vocabulary.law_events import LawEvent
from frirum.core.vocabulary.status import Certainty, DatePrecision


@pytest.mark.parametrize(
    ("slug", "days"),
    [
        # DECISION, table 2: the staff ratio was eased and counted in hours from 2020.
        ("forholdstal-ledighedsydelse", ["2020-01-01"]),
        # DECISION, table 1: new act and simpler interviews 2020, then the choice of form in 2021; PIXI: spring 2020.
        ("samtaler-formkrav", ["2020-01-01", "2020-03-01", "2021-06-01"]),
        # DECISION, table 3: the mentor offer went on the day after the experiment had stopped.
        ("mentorregler", []),
        # Nothing announced counts before it has happened, and the trials of 2027 have not begun.
        ("forsoeg-2027-a-kasser", []),
    ],
)
def test_the_days_at_which_a_series_is_cut(slug: str, days: list[str]) -> None:
    found = watch(shipped_catalogue().experiment(slug))
    assert [day.isoformat() for day in cuts(found)] == days


def test_a_rule_that_was_replaced_and_one_that_ended() -> None:
    replaced = watch(shipped_catalogue().experiment("forholdstal-ledighedsydelse"))[0]
    assert [rule.rule for rule in replaced.replaced] == ["forholdstal", "forholdstal-bekendtgoerelse"]
    assert replaced.ended == ()
    ended = watch(shipped_catalogue().experiment("uddannelse-rammer"))[0]
    assert [rule.rule for rule in ended.ended] == ["opkvalificering-6-uger"]
    assert replaced.question != ended.question
    assert ended.asks == (Consequence.MOOT, Consequence.NARROWED, Consequence.CONTINUES)


def event(day: str, *touches: str, status: Certainty = Certainty.VERIFIED) -> LawEvent:
    date = dt.date.fromisoformat(day)
    return LawEvent(
        f"e-{day}", date, DatePrecision.DAY, "Reglen blev ændret.", touches, status, ("made up",), None
    )


@pytest.mark.parametrize(
    ("day", "cut"),
    [
        ("2018-06-30", False),
        # The first day is what the experiment started under; its last day still is in it.
        ("2018-07-01", False),
        ("2018-07-02", True),
        ("2025-12-31", True),
        ("2026-01-01", False),
    ],
)
def test_only_while_it_runs(day: str, cut: bool) -> None:
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    found = watch(experiment, events=[event(day, "foertidspension-opfoelgning")])
    assert (dt.date.fromisoformat(day) in cuts(found)) is cut


def test_a_new_statute_under_the_rule_counts_and_a_foreign_rule_does_not() -> None:
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    own = {change.date for change in watch(experiment, events=[])}
    touched = {c.date for c in watch(experiment, events=[event("2019-05-01", "LAS")])}
    foreign = {c.date for c in watch(experiment, events=[event("2019-05-01", "SDPL", "forholdstal")])}
    assert touched - own == {dt.date(2019, 5, 1)}
    assert foreign == own


def test_what_is_announced_is_left_out_until_asked_for() -> None:
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    planned = event("2024-05-01", "LAS", status=Certainty.PLANNED)
    assert dt.date(2024, 5, 1) not in cuts(watch(experiment, events=[planned]))
    change = watch(experiment, events=[planned], include_planned=True)[-1]
    assert change.date == dt.date(2024, 5, 1)
    assert not change.is_certain


def test_the_definitions_own_law_changes_are_what_was_said_of_the_day() -> None:
    experiment = shipped_catalogue().experiment("foertidspension-opfoelgning")
    (change,) = watch(experiment)
    assert change.date == dt.date(2020, 1, 1)
    assert [one.id for one in change.recorded] == ["lab-2020"]


@pytest.mark.parametrize(
    ("slug", "rule", "last"),
    [
        # Microloans: extended from 1 January 2023, and no source says until when.
        ("mikrolaan", "raadighed-mikrolaan", "2023-01-01"),
        # LÆ285: overtaken on 1 January 2020; no source dates anything of it later.
        ("sygedagpenge-lae285", "lae285", "2020-01-01"),
    ],
)
def test_an_experiment_that_is_over_is_watched_to_the_last_stated_day(
    slug: str, rule: str, last: str
) -> None:
    experiment = shipped_catalogue().experiment(slug)
    assert running_period(experiment).last is None
    assert watched_period(experiment).last == dt.date.fromisoformat(last)
    touched = [one.rule for one in experiment.provisions if one.rule]
    inside, after = event("2019-05-01", *touched), event("2023-01-02", *touched)
    found = cuts(watch(experiment, events=[inside, after]))
    assert dt.date(2023, 1, 2) not in found
    assert (dt.date(2019, 5, 1) in found) is bool(touched)


def test_a_running_experiment_without_a_stated_end_is_watched_on() -> None:
    ended = shipped_catalogue().experiment("mikrolaan")
    running = ended.model_copy(update={"status": Status.RUNNING})
    assert watched_period(running).last is None


def test_the_running_period() -> None:
    seven = shipped_catalogue().experiment("foertidspension-opfoelgning")
    period = running_period(seven)
    assert (period.first, period.last) == (dt.date(2018, 7, 1), dt.date(2025, 12, 31))
    # Microloans: no source dates the start, nor the end of the last extension.
    assert running_period(shipped_catalogue().experiment("mikrolaan")).last is None


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("forsoeg-2027-a-kasser", "Forsøget er ikke begyndt. Loven følges fra den 1. januar 2027."),
        ("uddannelsespaalaeg", "Forsøget kom aldrig i gang"),
        # DECISION, table 3: stopped, as the law abolished the mentor scheme.
        ("mentorregler", "mens forsøget kørte. "),
        ("foertidspension-opfoelgning", "mens forsøget kørte."),
    ],
)
def test_that_no_change_is_known_is_never_said_as_that_none_was_made(slug: str, said: str) -> None:
    text = no_changes_said(shipped_catalogue().experiment(slug), dt.date(2026, 11, 30))
    assert said in text
    assert "Loven er ikke ændret" not in text
    if slug == "mentorregler":
        assert "lov" in text.split("kørte. ")[1]
