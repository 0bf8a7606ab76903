"""What is owed in a use, by hand from the provisions that DESIGN prints.

Experiment 7, lov om aktiv socialpolitik § 10, stk. 3, 2. og 3. pkt.: a follow-up within 6 months of the job with wage
subsidy, then within 12 months of the last assessment. The draft order's § 23: within 2½ years, then every 2½ years.
Experiment 8, § 24: a placement of 2-4 weeks, a note when it is made and another when it leads to no flexi-job.
Experiment 6, § 22: the plan need not be adjusted every 6 months. Mentor rules: no fixed contact every other week.
Integration: at least 4 interviews in 12 calendar months. Extension of resource clarification: at most 12 months.
"""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.roles import Role
from frirum.core.law.due import DueItem, DueKind, DueState, due_items
from frirum.core.law.due_ending import Ended, ending, last_day
from frirum.core.law.due_saved import saved_follow_ups
from frirum.core.law.due_use import Done, UseFacts
from frirum.core.law.limits import LimitKind

DAY = dt.timedelta(days=1)
SEVEN, EIGHT = "foertidspension-opfoelgning", "forholdstal-ledighedsydelse"
FOLLOW_UP, AFTER = "opfoelgning", "opfoelgning-holdt.opfoelgning"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def use(
    slug: str, begun: str, ended: str | None = None, *, part: str | None = None, done: tuple[Done, ...] = (), **facts: object
) -> UseFacts:  # fmt: skip
    experiment = shipped_catalogue().experiment(slug)
    typed = {name: day(value) if isinstance(value, str) else value for name, value in facts.items()}
    chosen = experiment.part(part) if part else None
    return UseFacts(experiment, chosen, day(begun), day(ended) if ended else None, typed, done)


def follow_ups(begun: str, *done: str, ended: str | None = None, anchor: str | None = None) -> UseFacts:
    """Experiment 7 in Vesthimmerland, followed up on the days given."""
    held = tuple(Done(FOLLOW_UP, number, day(text)) for number, text in enumerate(done, start=1))
    return use(SEVEN, begun, ended, done=held, municipality=820, employment_start=anchor or begun)


def states(items: tuple[DueItem, ...], *, kind: DueKind = DueKind.DUTY) -> list[tuple[str, str]]:
    return [(str(item.day), item.state.value) for item in items if item.kind is kind]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        # Employed 1 July 2018: the ordinary days are 1 January 2019, 2020 and (unless held) 2021; § 23 says 1 January 2021.
        ("2018-07-01", [("2021-01-01", "due")]),
        ("2019-01-01", [("2021-01-01", "due")]),  # the ordinary day is kept until midnight
        ("2019-01-02", [("2019-01-01", "spared"), ("2021-01-01", "due")]),
        ("2020-01-02", [("2019-01-01", "spared"), ("2020-01-01", "spared"), ("2021-01-01", "due")]),
        ("2021-01-01", [("2019-01-01", "spared"), ("2020-01-01", "spared"), ("2021-01-01", "due")]),
        ("2021-01-02", [("2019-01-01", "spared"), ("2020-01-01", "spared"), ("2021-01-01", "late")]),
        # While it is late nothing more is spared: the experiment, too, asks for a follow-up.
        ("2023-01-02", [("2019-01-01", "spared"), ("2020-01-01", "spared"), ("2021-01-01", "late")]),
    ],
)
def test_experiment_7_until_the_first_follow_up(on: str, expected: list[tuple[str, str]]) -> None:
    assert states(due_items(follow_ups("2018-07-01"), on=day(on))) == expected


@pytest.mark.parametrize(
    ("held", "following", "spared_after"),
    [
        # Both rules count from the day it was held.
        ("2021-01-01", "2023-07-01", ["2022-01-01", "2023-01-01"]),
        ("2020-11-15", "2023-05-15", ["2021-11-15", "2022-11-15"]),
        ("2020-08-31", "2023-02-28", ["2021-08-31", "2022-08-31"]),  # February has no 31st
        ("2019-11-30", "2022-05-30", ["2020-11-30", "2021-11-30"]),
    ],
)
def test_experiment_7_after_a_follow_up(held: str, following: str, spared_after: list[str]) -> None:
    items = due_items(follow_ups("2018-07-01", held), on=day(following))
    owed = [item for item in items if item.is_owed and item.kind is DueKind.DUTY]
    assert [(item.experiment, item.number, item.role) for item in owed] == [
        (day(following), 2, Role.EMPLOYER_CONSULTANT)
    ]
    spared = [str(item.day) for item in items if item.state is DueState.SPARED and item.day > day(held)]
    assert spared == spared_after


def test_a_follow_up_held_late_is_done_and_says_how_late() -> None:
    items = due_items(follow_ups("2018-07-01", "2021-01-11"), on=day("2021-02-01"))
    done = next(item for item in items if item.kind is DueKind.DUTY and item.state is DueState.DONE)
    assert (done.ordinary, done.experiment) == (day("2019-01-01"), day("2021-01-01"))
    assert done.days_late(day("2021-02-01")) == 10


def test_a_last_follow_up_before_the_use_counts_as_the_beginning() -> None:
    begun = use(
        SEVEN,
        "2018-07-01",
        municipality=820,
        employment_start="2016-03-01",
        last_follow_up="2018-03-01",
    )
    items = due_items(begun, on=day("2020-06-01"))
    assert states(items) == [("2019-03-01", "spared"), ("2020-03-01", "spared"), ("2020-09-01", "due")]


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        # Ended before its day, nothing more is owed in the experiment; on its day, the duty was still there.
        ("2020-12-31", []),
        ("2021-01-01", [("2021-01-01", "late")]),
    ],
)
def test_a_use_that_ended_owes_what_fell_due_in_it(ended: str, expected: list[tuple[str, str]]) -> None:
    items = due_items(follow_ups("2018-07-01", ended=ended), on=day("2021-06-01"))
    assert [(str(i.day), i.state.value) for i in items if i.is_owed and i.kind is DueKind.DUTY] == expected


def test_the_note_of_a_follow_up_is_due_the_day_it_is_held() -> None:
    held = follow_ups("2018-07-01", "2020-12-01")
    on_the_day = due_items(held, on=day("2020-12-01"))
    assert states(on_the_day, kind=DueKind.NOTE) == [("2020-12-01", "due")]
    assert states(due_items(held, on=day("2020-12-02")), kind=DueKind.NOTE) == [("2020-12-01", "late")]
    written = follow_ups("2018-07-01", "2020-12-01")
    done = (*written.done, Done(AFTER, 1, day("2020-12-01")))
    noted = UseFacts(written.experiment, None, written.begun_on, None, written.facts, done)
    assert states(due_items(noted, on=day("2020-12-02")), kind=DueKind.NOTE) == [("2020-12-01", "done")]


def placement(ended: str | None = None, *done: Done) -> UseFacts:
    return use(EIGHT, "2019-03-01", ended, done=done, municipality=820, placement_start="2019-03-01")


@pytest.mark.parametrize(
    ("ended", "done", "expected"),
    [
        # The note at the start is due when the placement is made; the one about the outcome when it has ended.
        (None, (), [("praktik-oprettet", "late")]),
        (None, (Done("praktik-oprettet", 1, dt.date(2019, 3, 1)),), [("praktik-oprettet", "done")]),
        ("2019-03-22", (), [("praktik-oprettet", "late"), ("intet-fleksjob", "late")]),
        (
            "2019-03-22",
            (Done("intet-fleksjob", 1, dt.date(2019, 3, 25), succeeded=True),),
            [("praktik-oprettet", "late"), ("intet-fleksjob", "done")],
        ),
        (
            "2019-03-22",
            (Done("intet-fleksjob", 1, dt.date(2019, 3, 25)),),
            [("praktik-oprettet", "late"), ("intet-fleksjob", "done")],
        ),
    ],
)
def test_experiment_8_asks_for_a_note_at_the_start_and_when_no_flexi_job_came(
    ended: str | None, done: tuple[Done, ...], expected: list[tuple[str, str]]
) -> None:
    items = due_items(placement(ended, *done), on=day("2019-03-26"))
    notes = [item for item in items if item.kind is DueKind.NOTE]
    assert [(item.key, item.state.value) for item in notes] == expected
    assert {item.role for item in notes} == {Role.EMPLOYER_CONSULTANT}
    assert [item.asks_outcome for item in notes] == [key == "intet-fleksjob" for key, _ in expected]


def test_who_has_said_that_the_outcome_failed_is_not_asked_again() -> None:
    ended = placement("2019-03-22")
    failed = UseFacts(
        ended.experiment, None, ended.begun_on, ended.ended_on, ended.facts, outcome_failed=True
    )
    note = next(i for i in due_items(failed, on=day("2019-03-22")) if i.key == "intet-fleksjob")
    assert (note.state, note.asks_outcome) == (DueState.DUE, False)


def test_notes_from_before_frirum_was_asked_are_not_asked_for() -> None:
    past = placement("2019-03-22")
    brought_in = UseFacts(
        past.experiment, None, past.begun_on, past.ended_on, past.facts, notes_from=day("2019-03-22")
    )
    notes = [i.key for i in due_items(brought_in, on=day("2019-04-01")) if i.kind is DueKind.NOTE]
    assert notes == ["intet-fleksjob"]


@pytest.mark.parametrize(
    ("ended", "on", "verdict", "over"),
    [
        # § 24: 2-4 weeks; the fourth of those begun on 1 March 2019 ends on 28 March, both days counted.
        (None, "2019-03-28", Ended.RUNS, 0),
        (None, "2019-03-29", Ended.RUNS_TOO_LONG, 1),
        ("2019-03-28", "2019-06-01", Ended.IN_TIME, 0),
        ("2019-03-29", "2019-06-01", Ended.TOO_LATE, 1),
        ("2019-04-12", "2019-04-05", Ended.RUNS_TOO_LONG, 8),  # an end that lies ahead has not happened
    ],
)
def test_a_placement_ends_after_four_weeks(ended: str | None, on: str, verdict: Ended, over: int) -> None:
    found = ending(placement(ended), day(on))
    assert (found.ended, found.days_over) == (verdict, over)
    assert found.limit is not None
    assert (found.limit.day, found.limit.kind) == (day("2019-03-28"), LimitKind.MAXIMUM)
    item = next(i for i in due_items(placement(ended), on=day(on)) if i.kind is DueKind.ENDING)
    state = {Ended.RUNS: DueState.DUE, Ended.RUNS_TOO_LONG: DueState.LATE}.get(verdict, DueState.DONE)
    assert (item.state, item.role) == (state, Role.EMPLOYER_CONSULTANT)


@pytest.mark.parametrize(
    ("prolonged", "limit", "kind"),
    [
        # § 24: illness and the firm's holiday closure prolong the placement; no source says by how much.
        (True, "2021-12-31", LimitKind.PERIOD),
        (False, "2019-03-28", LimitKind.MAXIMUM),
    ],
)
def test_illness_and_closure_prolong_a_placement(prolonged: bool, limit: str, kind: LimitKind) -> None:
    facts = {"placement_start": "2019-03-01", "prolonged_by_illness_or_closure": prolonged}
    found = last_day(use(EIGHT, "2019-03-01", municipality=820, **facts))
    assert found is not None
    assert (found.day, found.kind) == (day(limit), kind)


@pytest.mark.parametrize(
    ("slug", "begun", "part", "facts", "limit", "kind"),
    [
        # FORM: extended, extended again; the three periods follow on each other to the end of 2025.
        (SEVEN, "2018-07-01", None, {"employment_start": "2018-07-01"}, "2025-12-31", LimitKind.PERIOD),
        # Begun on the last day of the first period: the extension that follows carries it on.
        (SEVEN, "2021-12-31", None, {"employment_start": "2021-12-31"}, "2025-12-31", LimitKind.PERIOD),
        # A placement close to the end of the experiment is cut short by it.
        (EIGHT, "2021-12-20", None, {"placement_start": "2021-12-20"}, "2021-12-31", LimitKind.PERIOD),
        (EIGHT, "2021-12-05", None, {"placement_start": "2021-12-05"}, "2021-12-31", LimitKind.PERIOD),
        (EIGHT, "2021-12-03", None, {"placement_start": "2021-12-03"}, "2021-12-30", LimitKind.MAXIMUM),
        # DECISION: the mentor experiment was stopped at the end of 2019.
        ("mentorregler", "2019-06-01", "fritagelse", {}, "2019-12-31", LimitKind.PERIOD),
        # A referral can be put off for 12 months.
        (
            "ressourceforloeb-forlaengelse",
            "2020-02-29",
            None,
            {"extension_from": "2020-02-29"},
            "2021-02-28",
            LimitKind.MAXIMUM,
        ),
        # Twelve months that begin on 1 March last to the end of February, of a leap year too.
        *(
            ("ressourceforloeb-forlaengelse", begun, None, {"extension_from": begun}, last, LimitKind.MAXIMUM)
            for begun, last in (("2019-03-01", "2020-02-29"), ("2019-03-02", "2020-03-01"))
        ),
        # Begun before the experiment: measured from its first period. Begun after it: by its last.
        (EIGHT, "2018-06-20", None, {}, "2021-12-31", LimitKind.PERIOD),
        (EIGHT, "2022-06-20", None, {}, "2021-12-31", LimitKind.PERIOD),
    ],
)
def test_the_last_day_of_an_exemption(
    slug: str, begun: str, part: str | None, facts: dict[str, str], limit: str, kind: LimitKind
) -> None:
    found = last_day(use(slug, begun, part=part, **facts))
    assert found is not None
    assert (found.day, found.kind) == (day(limit), kind)


def test_an_experiment_without_a_stated_period_gives_no_last_day() -> None:
    found = use("sygedagpenge-lae285", "2019-01-01")
    assert ending(found, day("2030-01-01")).ended is Ended.NO_LIMIT
    assert not [i for i in due_items(found, on=day("2030-01-01")) if i.kind is DueKind.ENDING]


@pytest.mark.parametrize(
    ("held", "on", "expected"),
    [
        # At least 4 in the 12 months from 1 February 2019, of whatever kind the experiment lets count.
        ([], "2020-01-31", [("2020-01-31", "due", 0)]),
        ([], "2020-02-01", [("2020-01-31", "late", 0), ("2021-01-31", "due", 0)]),
        (["2019-03-01", "2019-05-01", "2019-08-01"], "2019-09-01", [("2020-01-31", "due", 3)]),
        (["2019-03-01", "2019-05-01", "2019-08-01", "2020-01-31"], "2020-01-31", [("2020-01-31", "done", 4)]),
        (["2019-03-01", "2019-05-01", "2019-08-01", "2020-02-01"], "2020-02-01", [("2020-01-31", "late", 3), ("2021-01-31", "due", 1)]),
    ],
)  # fmt: skip
def test_four_interviews_in_twelve_months(
    held: list[str], on: str, expected: list[tuple[str, str, int]]
) -> None:
    done = tuple(Done("samtaler", number, day(text)) for number, text in enumerate(held, start=1))
    begun = use(
        "integration-kontaktforloeb", "2019-02-01", done=done, municipality=820, programme_start="2019-02-01"
    )
    items = [i for i in due_items(begun, on=day(on)) if i.kind is DueKind.DUTY]
    assert [(str(i.day), i.state.value, i.held) for i in items] == expected
    assert {i.needed for i in items} == {4}


def test_what_says_the_earliest_day_is_never_owed() -> None:
    begun = use("loentilskud-jobrotation", "2019-01-01", part="loentilskud", unemployed_since="2018-12-01")
    assert not [i for i in due_items(begun, on=day("2030-01-01")) if i.kind is DueKind.DUTY]


@pytest.mark.parametrize(
    ("begun", "expected"),
    [
        # The experiment runs to 31 December 2025: due the day before, and the day after.
        ("2023-06-30", [("2025-12-30", "due")]),
        ("2023-07-01", []),
    ],
)
def test_a_date_after_the_experiment_governs_nothing(begun: str, expected: list[tuple[str, str]]) -> None:
    items = due_items(follow_ups(begun), on=day("2025-06-01"))
    assert [(str(i.day), i.state.value) for i in items if i.is_owed and i.kind is DueKind.DUTY] == expected


# ---- saved follow-ups ----


@pytest.mark.parametrize(
    ("found", "first", "last", "certain", "possible"),
    [
        # Ended: what it saved is known. 1 January 2019 and 2020; 2021 is the experiment's own day.
        (follow_ups("2018-07-01", ended="2021-06-30"), "2018-07-01", "2026-12-31", 2, 2),
        (follow_ups("2018-07-01", ended="2020-01-01"), "2018-07-01", "2026-12-31", 2, 2),
        (follow_ups("2018-07-01", ended="2019-12-31"), "2018-07-01", "2026-12-31", 1, 1),
        # Only the days in the period asked about.
        (follow_ups("2018-07-01", ended="2021-06-30"), "2019-01-02", "2019-12-31", 0, 0),
        (follow_ups("2018-07-01", ended="2021-06-30"), "2019-01-01", "2019-01-01", 1, 1),
        # No known end: certain until it was last heard of.
        (follow_ups("2018-07-01"), "2018-07-01", "2020-12-31", 0, 2),
        (follow_ups("2018-07-01", "2021-01-01"), "2018-07-01", "2022-06-30", 2, 3),
        # After the experiment's last day (31 December 2025) nothing is saved, whatever was left undone.
        (follow_ups("2025-01-01"), "2025-01-01", "2026-12-31", 0, 1),
        # Days before the exemption began were not saved by it.
        (follow_ups("2019-06-01", anchor="2018-07-01", ended="2020-12-31"), "2018-07-01", "2026-12-31", 1, 1),
    ],
)
def test_saved_follow_ups_of_experiment_7(
    found: UseFacts, first: str, last: str, certain: int, possible: int
) -> None:
    (saved,) = saved_follow_ups([found], first=day(first), last=day(last))
    assert (saved.certain, saved.possible) == (certain, possible)
    assert (saved.uses, saved.open_uses, saved.without_date) == (1, int(found.ended_on is None), 0)


def test_saved_follow_ups_add_up_over_uses_and_say_what_could_not_be_counted() -> None:
    uses = [
        follow_ups("2018-07-01", ended="2021-06-30"),
        follow_ups("2018-07-01"),
        use(SEVEN, "2018-07-01", municipality=820),
    ]
    (saved,) = saved_follow_ups(uses, first=day("2018-07-01"), last=day("2020-12-31"))
    assert (saved.certain, saved.possible) == (2, 4)
    assert (saved.uses, saved.open_uses, saved.without_date) == (2, 1, 1)


@pytest.mark.parametrize(
    ("slug", "part", "facts", "ended", "expected"),
    [
        # § 22: every 6 months from 1 September 2018: March, September, March.
        ("indsatsplan-opdatering", None, {"plan_set_on": "2018-09-01"}, "2020-03-01", 3),
        ("indsatsplan-opdatering", None, {"plan_set_on": "2018-09-01"}, "2020-02-29", 2),
        # Every other week from 1 July 2019: the 15th, the 29th, 12 August.
        ("mentorregler", "fleksibel", {"mentor_start": "2019-07-01"}, "2019-08-12", 3),
        ("mentorregler", "fleksibel", {"mentor_start": "2019-07-01"}, "2019-08-11", 2),
    ],
)
def test_a_lifted_duty_spares_every_day_of_the_ordinary_rule(
    slug: str, part: str | None, facts: dict[str, str], ended: str, expected: int
) -> None:
    found = use(slug, next(iter(facts.values())), ended, part=part, **facts)
    (saved,) = saved_follow_ups([found], first=found.begun_on, last=day("2026-12-31"))
    assert (saved.certain, saved.possible) == (expected, expected)


def test_a_duty_without_an_ordinary_date_saves_nothing_that_can_be_counted() -> None:
    assert saved_follow_ups([placement("2019-03-20")], first=day("2019-01-01"), last=day("2019-12-31")) == ()
