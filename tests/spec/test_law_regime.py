"""Which regime governs a case, by hand from DESIGN, FORM, DECISION and BEU-45: each edge date from both sides."""

from __future__ import annotations

import datetime as dt

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.conditions import Answer, FactUse
from frirum.core.law.assess import assess
from frirum.core.law.conditions import Met
from frirum.core.law.facts import read_facts
from frirum.core.law.regime import GroundKind, Regime, Ruling, governing_regime

SEVEN = "foertidspension-opfoelgning"
VESTHIMMERLAND, AALBORG = 820, 851


def rule(slug: str, on: str, *, part: str | None = None, **facts: object) -> Ruling:
    experiment = shipped_catalogue().experiment(slug)
    typed = {
        name: dt.date.fromisoformat(value) if isinstance(value, str) and value[:2] == "20" else value
        for name, value in facts.items()
    }
    chosen = experiment.part(part) if part else None
    return governing_regime(experiment, typed, part=chosen, on=dt.date.fromisoformat(on))


def kinds(ruling: Ruling) -> set[GroundKind]:
    return {ground.kind for ground in ruling.grounds}


@pytest.mark.parametrize(
    ("on", "regime", "period", "bases"),
    [
        # DESIGN: in force 1 July 2018; the draft order's § 23 carries it.
        ("2018-06-30", Regime.ORDINARY, None, []),
        ("2018-07-01", Regime.EXPERIMENT, "godkendt", ["udkast-23"]),
        # DESIGN: the period runs to 1 January 2022. FORM: extended to the end of 2022.
        ("2021-12-31", Regime.EXPERIMENT, "godkendt", ["udkast-23"]),
        ("2022-01-01", Regime.EXPERIMENT, "forlaenget-2022", ["forsoegsbestemmelse"]),
        # CONCLUSIONS and BEU-45: extended to 2023 and to the end of 2025; the basis was not read.
        ("2022-12-31", Regime.EXPERIMENT, "forlaenget-2022", ["forsoegsbestemmelse"]),
        ("2023-01-01", Regime.EXPERIMENT, "forlaenget-2025", []),
        ("2023-12-31", Regime.EXPERIMENT, "forlaenget-2025", []),
        ("2024-01-01", Regime.EXPERIMENT, "forlaenget-2025", []),
        ("2025-12-31", Regime.EXPERIMENT, "forlaenget-2025", []),
        ("2026-01-01", Regime.ORDINARY, None, []),
    ],
)
def test_experiment_7_by_period(on: str, regime: Regime, period: str | None, bases: list[str]) -> None:
    found = rule(SEVEN, on, municipality=VESTHIMMERLAND, employment_start=max(on, "2018-07-01"))
    if on < "2018-07-01":
        found = rule(SEVEN, on, municipality=VESTHIMMERLAND, employment_start=on)
    assert found.regime is regime
    assert (found.period.id if found.period else None) == period
    assert [basis.id for basis in found.legal_bases] == bases


@pytest.mark.parametrize(
    ("employed", "on", "regime"),
    [
        # DESIGN says nothing of those employed before the start: a person must decide, while the experiment runs.
        ("2018-06-30", "2018-07-01", Regime.UNDECIDED),
        ("2018-07-01", "2018-07-01", Regime.EXPERIMENT),
        ("2018-06-30", "2025-12-31", Regime.UNDECIDED),
        ("2018-06-30", "2026-01-01", Regime.ORDINARY),
    ],
)
def test_experiment_7_employed_before_the_start(employed: str, on: str, regime: Regime) -> None:
    assert rule(SEVEN, on, municipality=VESTHIMMERLAND, employment_start=employed).regime is regime


@pytest.mark.parametrize(
    ("municipality", "regime"),
    [(VESTHIMMERLAND, Regime.EXPERIMENT), (AALBORG, Regime.ORDINARY), (None, Regime.UNDECIDED)],
)
def test_experiment_7_by_place(municipality: int | None, regime: Regime) -> None:
    facts = {"municipality": municipality} if municipality else {}
    assert rule(SEVEN, "2019-03-01", employment_start="2019-03-01", **facts).regime is regime


@pytest.mark.parametrize(
    ("employed", "on", "begun_and_date"),
    [
        ("2018-06-30", None, ("2018-06-30", "2018-07-01")),
        ("2018-06-30", "2018-06-30", ("2018-06-30", "2018-06-30")),
        ("2018-06-30", "2020-02-01", ("2018-06-30", "2020-02-01")),
        ("2018-08-01", None, ("2018-08-01", "2018-08-01")),
        ("2018-08-01", "2020-02-01", ("2018-08-01", "2020-02-01")),
    ],
)
def test_the_cases_own_date_is_not_the_day_the_answer_is_for(
    employed: str, on: str | None, begun_and_date: tuple[str, str]
) -> None:
    """Nor is either the day a deadline runs from: that is the employment's, whatever is asked about."""
    experiment = shipped_catalogue().experiment(SEVEN)
    facts = {"municipality": VESTHIMMERLAND, "employment_start": dt.date.fromisoformat(employed)}
    found = assess(experiment, facts, on=dt.date.fromisoformat(on) if on else None)
    assert tuple(map(str, (found.ruling.begun, found.ruling.date))) == begun_and_date
    assert [one.ordinary for one in found.deadlines] == [
        one.ordinary for one in assess(experiment, facts).deadlines
    ]
    told = next(reason for reason in found.reasons if reason.condition == "period").text
    assert ("Sagens egen dato er" in told) is (begun_and_date[0] != begun_and_date[1])


def test_a_reading_that_is_used_is_said_in_the_answer() -> None:
    """DESIGN, rehabilitation: "efter 1/7 2018", yet the experiment started that day; the day itself is read as in."""
    experiment = shipped_catalogue().experiment("revalidering-lae265")
    facts = {
        "municipality": AALBORG,
        "case_start": dt.date(2018, 7, 1),
        "kind_of_case": "new_award",
        "sufficiently_documented": True,
    }
    found = assess(experiment, facts)
    assert found.answer is Answer.ELIGIBLE
    told = {reason.condition: reason.as_dict()["text"] for reason in found.reasons}
    assert told["opstart"].endswith("Tvivl i kilderne; læst sådan: 1. juli 2018 er med.")


def test_every_doubt_with_a_reading_is_said_where_it_decided_and_every_open_one_where_a_person_must() -> None:
    """Over every example of the catalogue: what a condition, a cut-off or the period rests on reaches the answer."""
    said = 0
    for experiment in shipped_catalogue().experiments.values():
        readings = {doubt.id: doubt for doubt in experiment.doubts}
        cases = [(experiment.part(e.part_slug) if e.part_slug else None, e) for e in experiment.examples]
        cases += [(part, example) for part in experiment.parts for example in part.examples]
        for part, example in cases:
            found = assess(experiment, example.facts, part=part, on=example.on)
            tables = [cut for case in (experiment, part) if case for cut in case.cut_offs]
            for case in filter(None, (experiment, part)):
                for tree in (*case.exclusions, *case.ordinary_exceptions, *filter(None, (case.condition,))):
                    tables += tree.leaves()
            if found.ruling.period:
                tables.append(found.ruling.period)
            told = {doubt.id for reason in found.reasons for doubt in reason.doubts}
            for reason in found.reasons:
                table = next((t for t in tables if t.id == reason.condition), None)
                if table is None or reason.met not in (Met.YES, Met.NO, Met.JUDGEMENT):
                    continue
                is_open = reason.met is Met.JUDGEMENT
                at_stake = {name for name in table.doubt_ids if readings[name].open is is_open}
                assert at_stake <= told, (experiment.slug, example.id, reason.condition)
                said += len(at_stake)
    assert said > 20


def test_without_a_date_a_person_must_decide() -> None:
    experiment = shipped_catalogue().experiment(SEVEN)
    found = governing_regime(experiment, {"municipality": VESTHIMMERLAND})
    assert found.regime is Regime.UNDECIDED
    assert GroundKind.DATE_UNKNOWN in kinds(found)


def test_what_is_only_a_draft_or_not_read_is_said() -> None:
    facts = {"municipality": VESTHIMMERLAND, "employment_start": "2019-01-01"}
    assert GroundKind.BASIS_IS_DRAFT in kinds(rule(SEVEN, "2019-01-01", **facts))
    assert GroundKind.BASIS_NOT_STATED in kinds(rule(SEVEN, "2024-01-01", **facts))


@pytest.mark.parametrize(
    ("started", "regime"),
    # DESIGN, rehabilitation: cases with a start after 1 July 2018; older ones follow the ordinary rules.
    [("2018-06-30", Regime.ORDINARY), ("2018-07-01", Regime.EXPERIMENT)],
)
def test_a_cut_off_that_excludes(started: str, regime: Regime) -> None:
    found = rule("revalidering-lae265", "2019-01-01", municipality=AALBORG, case_start=started)
    assert found.regime is regime


@pytest.mark.parametrize(
    ("due", "on", "regime"),
    [
        # DESIGN, ledighedsydelse: begun before the cut-off of 30 June 2018 and not completed is included, yet
        # what is due by 1 July 2019 is to follow the law in force: a contradiction that a person must settle.
        ("2018-06-29", "2018-08-01", Regime.UNDECIDED),
        ("2019-07-01", "2019-07-01", Regime.UNDECIDED),
        ("2019-07-02", "2019-07-02", Regime.EXPERIMENT),
    ],
)
def test_two_cut_offs_that_disagree(due: str, on: str, regime: Regime) -> None:
    found = rule("ledighedsydelse-revurdering", on, municipality=AALBORG, reassessment_due=due)
    assert found.regime is regime


@pytest.mark.parametrize(
    ("on", "regime", "kind"),
    [
        # No source names its municipalities, so a person must decide while it ran.
        ("2019-12-31", Regime.UNDECIDED, GroundKind.APPROVAL),
        # DECISION, table 3: stopped at the end of 2019; the ordinary duty went the next day.
        ("2020-01-01", Regime.ORDINARY, GroundKind.STOPPED_EARLY),
    ],
)
def test_an_early_stop(on: str, regime: Regime, kind: GroundKind) -> None:
    found = rule("mentorregler", on, part="fritagelse", municipality=AALBORG, decision_date=on)
    assert found.regime is regime
    assert kind in kinds(found)


def test_an_experiment_that_never_started() -> None:
    """DECISION, table 4, uddannelsespålæg: never put into effect, so it governed nobody on any day."""
    found = rule("uddannelsespaalaeg", "2019-03-01", municipality=VESTHIMMERLAND)
    assert found.regime is Regime.ORDINARY
    assert kinds(found) == {GroundKind.NEVER_STARTED}


@pytest.mark.parametrize(
    ("municipality", "regime", "asks"),
    [
        # PIXI: the network's eleven had the 17 experiments, and no document says which of them had this one.
        (AALBORG, Regime.UNDECIDED, False),
        (VESTHIMMERLAND, Regime.UNDECIDED, False),
        # Gribskov is in the other network, Aarhus in none.
        (270, Regime.ORDINARY, False),
        (751, Regime.ORDINARY, False),
        (None, Regime.UNDECIDED, True),
    ],
)
@pytest.mark.parametrize("slug", ["ivaerksaetteri-dimittender", "forholdstal", "uddannelse-rammer"])
def test_what_no_source_assigns_can_only_lie_in_the_network(
    slug: str, municipality: int | None, regime: Regime, asks: bool
) -> None:
    facts = {"municipality": municipality} if municipality else {}
    found = rule(slug, "2019-03-04", **facts)
    assert found.regime is regime
    assert any(ground.asks for ground in found.grounds if ground.kind is GroundKind.MUNICIPALITY) is asks


@pytest.mark.parametrize(
    ("municipality", "on", "regime"),
    [
        # BEU-66: Rebild was in the psychologist experiment in the first period only; Thisted went on.
        (840, "2021-12-31", Regime.EXPERIMENT),
        (840, "2022-01-01", Regime.ORDINARY),
        (787, "2022-01-01", Regime.EXPERIMENT),
        # DECISION, table 1: extended one year; CONCLUSIONS: some to the end of 2023, not said which.
        (787, "2022-12-31", Regime.EXPERIMENT),
        (787, "2023-01-01", Regime.UNDECIDED),
    ],
)
def test_a_municipality_that_left(municipality: int, on: str, regime: Regime) -> None:
    assert rule("psykologbehandling", on, municipality=municipality, offer_date=on).regime is regime


@pytest.mark.parametrize("slug", ["samtaler-formkrav", "mikrolaan", "psykologbehandling"])
def test_three_experiments_extended_by_the_same_year_are_answered_alike(slug: str) -> None:
    """DECISION, table 1, rows 1, 7 and 8: each "forlænges et år"; CONCLUSIONS lists all three."""
    experiment = shipped_catalogue().experiment(slug)
    own = experiment.participation[0].municipality
    days = ("2020-06-30", "2021-12-31", "2022-06-30", "2023-06-30", "2025-01-01", "2026-11-27")
    answers = [rule(slug, day, municipality=own).regime for day in days]
    # PIXI has them active in 2020, without a start; BEU-45 has only four left after 2024, and none of these.
    ran, open_ = Regime.EXPERIMENT, Regime.UNDECIDED
    assert answers == [open_, ran, ran, open_, Regime.ORDINARY, Regime.ORDINARY]


def test_a_case_from_before_the_start_that_a_cut_off_takes_in() -> None:
    """DESIGN, ledighedsydelse: begun before 30 June 2018 and not completed is included, though due before the start."""
    experiment = shipped_catalogue().experiment("ledighedsydelse-revurdering")

    def placed(due: dt.date, on: dt.date | None = None) -> tuple[Regime, dt.date | None]:
        facts = {"municipality": AALBORG, "reassessment_due": due, "reassessment_state": "begun"}
        found = governing_regime(experiment, facts, on=on)
        return found.regime, found.date

    start = dt.date(2018, 7, 1)
    assert placed(dt.date(2018, 6, 15)) == (Regime.UNDECIDED, start)
    assert placed(dt.date(2018, 6, 15), dt.date(2018, 6, 20)) == (Regime.ORDINARY, dt.date(2018, 6, 20))
    assert placed(dt.date(2018, 6, 30))[0] is Regime.ORDINARY


@pytest.mark.parametrize(
    ("slug", "part", "code", "turns"),
    [
        (
            "samtaler-formkrav",
            "forsikrede-ledige",
            851,
            ["2017-07-01 u", "2020-12-31 e", "2023-01-01 u", "2025-01-01 o"],
        ),
        ("rehabiliteringsteam-lae265", "uden-lae265", 820, ["2018-01-01 e", "2025-01-01 o"]),
        ("rehabiliteringsteam-lae265", "uden-forelaeggelse", 820, []),
        ("rehabiliteringsteam-lae265", "uden-forelaeggelse", 810, ["2018-01-01 e", "2025-01-01 o"]),
        ("jobafklaring-lae265", None, 773, ["2018-07-01 e", "2025-01-01 o"]),
        ("loentilskud-jobrotation", "jobrotation", 825, ["2018-07-01 e", "2026-01-01 o"]),
        ("ressourceforloeb-forlaengelse", None, 813, ["2018-07-01 e", "2026-01-01 o"]),
        # Of those employed, or unemployed, before the start no source says whether they come in.
        ("foertidspension-opfoelgning", None, 820, ["2016-01-01 u", "2018-07-01 e", "2026-01-01 o"]),
        ("mikrolaan", None, 851, ["2017-07-01 u", "2020-12-31 e", "2023-01-01 u", "2025-01-01 o"]),
        ("psykologbehandling", None, 787, ["2018-01-01 u", "2020-12-31 e", "2023-01-01 u", "2025-01-01 o"]),
        ("ivaerksaetteri-dimittender", None, 851, ["2017-07-01 u", "2022-01-01 o"]),
        ("forholdstal", None, 851, ["2017-07-01 u", "2022-01-01 o"]),
        ("revalidering-lae265", None, 849, ["2018-07-01 e", "2022-01-01 o"]),
        ("forholdstal-ledighedsydelse", None, 820, ["2018-07-01 e", "2022-01-01 o"]),
        ("uddannelse-rammer", None, 851, ["2017-07-01 u", "2022-01-01 o"]),
        ("indsatsplan-opdatering", None, 820, ["2018-07-01 e", "2022-01-01 o"]),
        ("mentorregler", "fleksibel", 851, ["2018-07-01 u", "2020-01-01 o"]),
        ("sygedagpenge-lae285", None, 851, ["2018-01-01 u", "2020-01-01 o"]),
        ("integration-kontaktforloeb", None, 820, ["2018-08-01 e", "2022-01-01 o"]),
        ("uddannelsespaalaeg", None, 851, []),
        ("opfoelgningssamtaler", None, 849, ["2017-07-01 u", "2025-01-01 o"]),
        ("forsoeg-2027-frit-valg", None, 101, ["2016-01-01 u", "2027-01-01 e", "2030-01-01 o"]),
        ("forsoeg-2027-a-kasser", None, 820, ["2016-01-01 u", "2027-01-01 e", "2030-01-01 o"]),
    ],
)
def test_the_regime_turns_on_the_days_the_sources_give_and_on_no_other(
    slug: str, part: str | None, code: int, turns: list[str]
) -> None:
    """A case of each day, every third day and around each turn; e experiment, o ordinary, u undecided."""
    experiment = shipped_catalogue().experiment(slug)
    case_date = next(fact.id for fact in experiment.all_facts() if fact.use is FactUse.CASE_DATE)
    changes = [(dt.date.fromisoformat(turn[:10]), turn[11]) for turn in turns]
    around = {day + dt.timedelta(days=d) for day, _after in changes for d in (-1, 0) if day.year > 2016}
    days = {dt.date(2016, 1, 1) + dt.timedelta(days=3 * n) for n in range(1780)}
    for day in sorted(days | around):
        facts = {"municipality": code, case_date: day}
        found = governing_regime(
            experiment, facts, part=experiment.part(part) if part else None, history=False
        )
        expected = next((after for turn, after in reversed(changes) if turn <= day), "o")
        assert found.regime.value[0] == expected, day


def test_an_assessment_carries_its_ruling() -> None:
    experiment = shipped_catalogue().experiment(SEVEN)
    facts = {"municipality": VESTHIMMERLAND, "employment_start": dt.date(2022, 5, 1)}
    ruling = assess(experiment, facts).ruling
    assert ruling.period is not None
    assert (ruling.regime, ruling.period.id) == (Regime.EXPERIMENT, "forlaenget-2022")
    assert {g.kind for g in ruling.grounds} <= kinds(rule(SEVEN, "2022-05-01", **facts))


@pytest.mark.parametrize(("on", "ended"), [("2019-12-31", False), ("2020-01-01", True)])
def test_the_rule_deviated_from_ends(on: str, ended: bool) -> None:
    """DECISION, table 3, mentor: abolished as a right-and-duty offer on 1 January 2020."""
    found = rule("mentorregler", on, part="fritagelse", municipality=AALBORG, decision_date=on)
    assert (GroundKind.RULE_ENDED in kinds(found)) is ended


@pytest.mark.parametrize(
    ("on", "rules"),
    # DECISION, table 1: the simplification of 1 January 2020 brought a new rule on interviews.
    [
        ("2019-12-31", {"samtaler-formkrav", "samtaler-formkrav-2020"}),
        ("2020-01-01", {"samtaler-formkrav-2020"}),
    ],
)
def test_the_ordinary_layer_of_2020(on: str, rules: set[str]) -> None:
    found = rule("samtaler-formkrav", on, part="forsikrede-ledige", municipality=AALBORG, interview_date=on)
    assert {one.rule.id for one in found.rules if one.rule} == rules
    changes = [ground.date for ground in found.grounds if ground.kind is GroundKind.RULE_CHANGED]
    assert (dt.date(2020, 1, 1) in changes) is (on == "2020-01-01")


def test_what_begun_before_the_start_is_not_assumed_to_move_over() -> None:
    """Experiment 5 has no cut-off: a placement begun before 1 July 2018 is nobody's to assume."""
    slug = "ressourceforloeb-forlaengelse"
    before = rule(slug, "2018-08-01", municipality=813, extension_from="2018-06-30")
    after = rule(slug, "2018-08-01", municipality=813, extension_from="2018-07-01")
    assert (before.regime, after.regime) == (Regime.UNDECIDED, Regime.EXPERIMENT)
    assert GroundKind.BEGUN_BEFORE_START in kinds(before) - kinds(after)


@pytest.mark.parametrize(
    ("on", "regime"), [("2025-12-31", Regime.EXPERIMENT), ("2026-02-01", Regime.ORDINARY)]
)
def test_the_reform_of_2026_meets_no_running_experiment(on: str, regime: Regime) -> None:
    """BEU-45: the last four experiments ended on 31 December 2025, before the reform's first step."""
    slug = "ressourceforloeb-forlaengelse"
    assert rule(slug, on, municipality=813, extension_from=on).regime is regime


@pytest.mark.parametrize(
    ("on", "regime"), [("2026-12-31", Regime.ORDINARY), ("2027-01-01", Regime.EXPERIMENT)]
)
def test_an_experiment_that_is_planned(on: str, regime: Regime) -> None:
    found = rule("forsoeg-2027-a-kasser", on, municipality=VESTHIMMERLAND, unemployment_start=on)
    assert found.regime is regime


EXAMPLES = [
    pytest.param(experiment.slug, example.id, id=f"{experiment.slug}-{example.id}")
    for experiment in shipped_catalogue().experiments.values()
    for example in experiment.examples
    if example.part_slug or not experiment.parts
]


@pytest.mark.parametrize(("slug", "example_id"), EXAMPLES)
def test_the_resolver_never_contradicts_the_assessment(slug: str, example_id: str) -> None:
    experiment = shipped_catalogue().experiment(slug)
    example = next(e for e in experiment.examples if e.id == example_id)
    part = experiment.part(example.part_slug) if example.part_slug else None
    facts = read_facts(
        {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in example.facts.items()},
        experiment.all_facts(),
    )
    answer = assess(experiment, facts, part=part, on=example.on).answer
    regime = governing_regime(experiment, facts, part=part, on=example.on).regime
    if answer in (Answer.ELIGIBLE, Answer.NEEDS_JUDGEMENT):
        assert regime is not Regime.ORDINARY
    if answer is Answer.NOT_IN_FORCE:
        assert regime is Regime.ORDINARY
