"""Rules run over small synthetic extracts give the numbers of a script that knows nothing of rules.

The script below is written per number, over lists of plain tuples; the rules are those of the shipped definitions.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import fmean, median
from typing import Any

import pytest

from frirum.core.catalogue.loader import parse_definition, shipped_catalogue
from frirum.core.catalogue.measure_rules import Counted, Stretch
from frirum.core.extracts.kinds import kinds
from frirum.core.measures.evaluate import evaluate
from frirum.core.measures.figures import Measured, NotMeasured, WhyNot
from frirum.core.measures.gathering import gather
from frirum.core.measures.population import NoPopulation, find_population
from frirum.core.measures.rows import AnswerSheet, FactRow, Material, TableRow
from frirum.core.measures.words import not_measured

START, SEEN = dt.date(2018, 7, 1), dt.date(2020, 6, 30)
BEFORE = START - (SEEN - START)
DAYS = {kind.id: (kind.day, kind.until) for kind in kinds()}
GROUPS = ("2.1", "2.2", "2.3")
CODE = {
    "wage_subsidy": "loentilskud-jobrotation/loentilskud",
    "job_rotation": "loentilskud-jobrotation/jobrotation",
}


def day(random_: random.Random, first: dt.date, last: dt.date) -> dt.date:
    return first + dt.timedelta(days=random_.randrange((last - first).days + 1))


def placements(seed: int) -> list[tuple[Any, ...]]:
    """(who, kind, employer, begun, ended, unemployed since, group, marked)."""
    random_ = random.Random(seed)
    rows = []
    for n in range(300):
        begun = day(random_, BEFORE - dt.timedelta(days=60), SEEN)
        ended = begun + dt.timedelta(days=random_.randrange(20, 260))
        kind = random_.choice(["wage_subsidy", "job_rotation", "work_placement"])
        since = begun - dt.timedelta(days=random_.randrange(0, 400))
        marked = begun >= START and kind in CODE and random_.random() < 0.4
        rows.append(
            (
                f"p{n}",
                kind,
                random_.choice(["public", "private"]),
                begun,
                ended if ended <= SEEN else None,
                since,
                random_.choice(GROUPS),
                marked,
            )
        )
    return rows


ROWS = placements(5)
PUBLIC = [row for row in ROWS if row[1] == "wage_subsidy" and row[2] == "public"]


def state_after(scheme: str, version: str, people: Any, months: int) -> list[str | None]:
    """A register made up from the name: who is employed when is the same for rule and script."""
    assert (scheme, version) == ("dream-status", "2016.1")
    return [truth(who, months) for who, _day in people]


def truth(who: str, months: int) -> str | None:
    number = int(who[1:]) + months
    return None if number % 11 == 0 else "beskaeftigelse" if number % 3 == 0 else "dagpenge"


def material(**rows: list[FactRow]) -> Material:
    return Material(start=START, seen_until=SEEN, rows=rows, kinds=DAYS, state_after=state_after)


def placed() -> Material:
    found = [
        FactRow(who, 851, {k: v for k, v in {"kind": kind, "employer": employer, "begun_on": begun, "ended_on": ended, "unemployed_since": since, "target_group": group}.items() if v is not None})
        for who, kind, employer, begun, ended, since, group, _marked in ROWS
    ]  # fmt: skip
    marks = [
        FactRow(
            row[0], 851, {"mark": CODE[row[1]], "set_on": row[3], **({"ended_on": row[4]} if row[4] else {})}
        )
        for row in ROWS
        if row[7]
    ]
    return material(placements=found, marks=marks)


def figures(slug: str, measure: str, given: Material) -> dict[tuple[Any, ...], Measured]:
    experiment = shipped_catalogue().experiment(slug)
    found = evaluate(next(m for m in experiment.all_measures() if m.id == measure), experiment, given)
    assert not isinstance(found, NotMeasured), found
    return {(tuple(one.group.values()), one.at, one.statistic): one for one in found}


def figure(slug: str, measure: str, given: Material, *key: Any) -> Measured:
    return figures(slug, measure, given)[key]


def test_a_register_gives_the_mean_degree_over_52_weeks() -> None:
    """Of those whose every week is known; the rule of the trial with wider responsibility for the funds."""
    degrees = {f"p{n}": None if n % 5 == 0 else n / 20 for n in range(20)}

    def degree_after(scheme: str, version: str, people: Any, months: int) -> list[float | None]:
        assert (scheme, version, months) == ("beskaeftigelsesgrad-uger", "0.1", 12)
        return [degrees[who] for who, _day in people]

    day = dt.date(2027, 2, 1)
    rows = [FactRow(who, 147, {"benefit": "dagpenge", "begun_on": day}) for who in degrees]
    rows.append(FactRow("p3", 147, {"benefit": "sygedagpenge", "begun_on": day}))
    experiment = shipped_catalogue().experiment("forsoeg-2027-a-kasser")
    given = Material(
        start=dt.date(2027, 1, 1),
        seen_until=dt.date(2028, 12, 31),
        rows={"benefits": rows},
        kinds=DAYS,
        degree_after=degree_after,
    )
    (measure,) = experiment.measures_named("beskaeftigelsesgrad-52-uger")
    assert measure.rule is not None
    # No source says how the participants are known in the case system.
    everyone = measure.rule.model_copy(update={"counted": Counted.EVERYONE})
    found = evaluate(measure.model_copy(update={"rule": everyone}), experiment, given)
    assert not isinstance(found, NotMeasured), found
    known = [degree for degree in degrees.values() if degree is not None]
    assert [(one.at, one.n, one.unknown) for one in found] == [("12", len(known), 4)]
    assert found[0].value == pytest.approx(sum(known) / len(known))


E5 = "loentilskud-jobrotation"


def test_placements_before_and_during_by_target_group() -> None:
    before = Counter(row[6] for row in PUBLIC if BEFORE <= row[3] < START)
    during = Counter(row[6] for row in PUBLIC if START <= row[3] <= SEEN)
    marked = Counter(row[6] for row in PUBLIC if row[7])
    for measure, expected in (
        ("loentilskud-foer", before),
        ("loentilskud-under", during),
        ("loentilskud-antal", marked),
    ):
        found = figures(E5, measure, placed())
        assert found[(), "", "count"].value == expected.total()
        assert {g: found[(g,), "", "count"].value for g in GROUPS} == dict(expected), measure
    change = figures(E5, "loentilskud-aendring", placed())
    assert change[(), "", "change"].value == during.total() - before.total()
    assert change[("2.2",), "", "change"].value == during["2.2"] - before["2.2"]


def test_time_in_the_spell_of_unemployment() -> None:
    weeks = [(row[3] - row[5]).days / 7 for row in PUBLIC if row[7]]
    assert figure(E5, "loentilskud-tidspunkt", placed(), (), "", "mean").value == pytest.approx(fmean(weeks))
    assert figure(E5, "loentilskud-tidspunkt", placed(), (), "", "median").value == pytest.approx(
        median(weeks)
    )


@pytest.mark.parametrize(
    "measure, marked",
    [("loentilskud-beskaeftigelse", True), ("loentilskud-almindelig-beskaeftigelse", False)],
)
def test_employed_after_the_end_marked_and_under_the_ordinary_rules(measure: str, marked: bool) -> None:
    people = [row[0] for row in PUBLIC if row[7] is marked and START <= row[3] <= SEEN and row[4]]
    for months in (3, 6, 9):
        known = [truth(who, months) for who in people if truth(who, months)]
        found = figure(E5, measure, placed(), (), str(months), "share")
        assert (found.count, found.n) == (known.count("beskaeftigelse"), len(known))
        assert found.unknown == len(people) - len(known)


def test_what_looks_like_a_use_without_a_mark_stands_on_a_list() -> None:
    experiment = shipped_catalogue().experiment(E5)
    found = find_population(experiment, placed(), part="loentilskud")
    assert not isinstance(found, NoPopulation)
    early = {
        row[0] for row in PUBLIC if not row[7] and START <= row[3] <= SEEN and (row[3] - row[5]).days / 7 < 26
    }
    assert {row.who for _text, row in found.lookalikes} == early
    assert len(found.used) == sum(row[7] and row[1] == "wage_subsidy" for row in ROWS)


def test_retention_is_the_product_limit_of_the_jobs() -> None:
    jobs = [row for row in ROWS if row[1] == "wage_subsidy" and row[3] >= START]
    rows = [
        FactRow(
            row[0],
            820,
            {
                "kind": "wage_subsidy",
                "target_group": "2.6",
                "begun_on": row[3],
                **({"ended_on": row[4]} if row[4] else {}),
            },
        )
        for row in jobs
    ]
    spells = [((row[4] or SEEN) - row[3], row[4] is not None) for row in jobs]
    share = 1.0
    for time in sorted({days for days, ended in spells if ended and days.days <= 365.25}):
        share *= 1 - sum(d == time and e for d, e in spells) / sum(d >= time for d, _e in spells)
    found = figure(
        "foertidspension-opfoelgning", "fastholdt", material(placements=rows), (), "12", "survival"
    )
    assert found.value == pytest.approx(share)


def cases() -> list[FactRow]:
    """42 cases, of which 20 were decided without the certificate."""
    rows = []
    for n in range(42):
        started = START + dt.timedelta(days=7 * n)
        values = {
            "kind": "vocational_rehabilitation",
            "started_on": started,
            "decided_on": started + dt.timedelta(days=30 + n),
            "certificate_obtained": n >= 20,
        }
        rows.append(FactRow(f"c{n}", 851, values))
    rows.append(
        FactRow(
            "early",
            851,
            {
                "kind": "vocational_rehabilitation",
                "started_on": START - dt.timedelta(days=1),
                "certificate_obtained": False,
            },
        )
    )
    rows.append(
        FactRow("other", 851, {"kind": "flexi_job", "started_on": START, "certificate_obtained": False})
    )
    return rows  # fmt: skip


def test_uptake_of_an_experiment_found_by_start_date() -> None:
    experiment = shipped_catalogue().experiment("revalidering-lae265")
    found = find_population(experiment, material(cases_and_decisions=cases()))
    assert not isinstance(found, NoPopulation)
    assert (len(found.rows), len(found.used)) == (42, 20)
    time = figure(
        "revalidering-lae265", "sagsbehandlingstid", material(cases_and_decisions=cases()), (), "", "mean"
    )
    assert time.value == pytest.approx(fmean((30 + n) / 7 for n in range(42)))


def test_a_stock_on_fixed_days() -> None:
    random_ = random.Random(4)
    spells = []
    for n in range(120):
        begun = day(random_, dt.date(2015, 1, 1), dt.date(2020, 6, 1))
        ended = begun + dt.timedelta(days=random_.randrange(30, 1400))
        spells.append((f"p{n % 90}", begun, ended if ended <= SEEN else None))
    rows = [
        FactRow(who, 851, {"benefit": "ledighedsydelse", "begun_on": b, **({"ended_on": e} if e else {})})
        for who, b, e in spells
    ]
    slug, first, last = "ledighedsydelse-revurdering", dt.date(2018, 7, 1), dt.date(2020, 7, 1)
    given = replace(material(benefits=rows), seen_until=last)
    for on in (first, last):
        there = [(who, (on - b).days / 7) for who, b, e in spells if b <= on and (e is None or e >= on)]
        over = {who for who, weeks in there if weeks > 78}
        assert figure(slug, "over-18-maaneder", given, (), on.isoformat(), "count").value == len(over)
        length = figure(slug, "laengde-i-fagsystemet", given, (), on.isoformat(), "mean")
        assert (length.n, length.unknown) == (len(there), 0)
        assert length.value == pytest.approx(fmean(weeks for _who, weeks in there))
    cut = figures(slug, "over-18-maaneder", material(benefits=rows))
    assert {at for _group, at, _statistic in cut} == {first.isoformat()}, (
        "the day after the last seen is no fact"
    )


def test_the_time_before_is_followed_for_as_long_and_no_longer() -> None:
    """Ten weeks each, before and during; with the ends after the start in it, before would be of longer spells."""
    first = BEFORE + dt.timedelta(days=1)
    spells = [(f"b{n}", first + dt.timedelta(weeks=10 * n), n + 1) for n in range(10)]
    spells += [(f"d{n}", START + dt.timedelta(weeks=10 * n), n + 1) for n in range(10)]
    spells += [("b-late", START - dt.timedelta(weeks=4), 40), ("d-late", SEEN - dt.timedelta(weeks=4), 40)]
    rows = []
    for who, begun, weeks in spells:
        ended = begun + dt.timedelta(weeks=weeks)
        known = {"ended_on": ended} if ended <= SEEN else {}
        rows.append(FactRow(who, 851, {"benefit": "ledighedsydelse", "begun_on": begun, **known}))
    given = material(benefits=rows)
    told = [
        figure("ledighedsydelse-revurdering", name, given, (), "", "mean")
        for name in ("laengde-afsluttede-foer", "laengde-afsluttede")
    ]
    assert [(one.value, one.n, one.unknown) for one in told] == [(5.5, 10, 1), (5.5, 10, 1)]
    change = figures("ledighedsydelse-revurdering", "laengde-afsluttede-aendring", given)
    assert {key[2]: one.value for key, one in change.items()} == {"change": 0, "median_change": 0}


def test_ends_after_the_start_are_no_ends_of_the_time_before() -> None:
    """Who ended early within the ten weeks each group is followed: half of both, though before went on for two years."""
    rows = []
    for n in range(8):
        for who, begun in ((f"b{n}", START), (f"d{n}", SEEN)):
            # Half end in time for their group to be seen, and early; the others after it, and late.
            first = begun - dt.timedelta(weeks=10)
            weeks = 5 if n % 2 else 15
            planned, ended = first + dt.timedelta(weeks=8), first + dt.timedelta(weeks=weeks)
            told = {"ended_on": ended} if ended <= SEEN else {}
            spell = {"begun_on": first, "planned_end": planned, "kind": "wage_subsidy", "target_group": "2.6"}
            rows.append(FactRow(who, 820, spell | told))
    given = material(placements=rows)
    for name in ("afbrudte-ansaettelser-foer", "afbrudte-ansaettelser"):
        one = figure("foertidspension-opfoelgning", name, given, (), "", "share")
        assert (one.value, one.n) == (1.0, 4), name


def test_a_column_that_no_file_has_is_not_an_empty_cell(tmp_path: Path) -> None:
    """Without the day a loan was granted "0 loans" would be made up; so would nobody, where rows say no municipality."""
    loans = tmp_path / "laan.csv"
    loans.write_text("Sags-id;Ansøgningsdato;Beløb\nSYN-1;04-03-2019;50000\n", encoding="utf-8")
    cases = tmp_path / "sager.csv"
    head = "Sags-id;Sagstype;Bevillingstype;Opstartsdato;Afgørelsesdato;Attest;Forelagt teamet;Stopårsag\n"
    # Codes that nobody knows make a file no other kind of extract.
    row = "SYN-1;Jobafklaringsforløb;Nytilkendelse;04-03-2019;04-04-2019;Nej;Ja;uvist\n"
    cases.write_text(head + row, encoding="utf-8")
    given = gather([loans, cases]).material(start=START, end=None, seen_until=SEEN)
    for slug, measure, part, lacking in (
        ("mikrolaan", "laan-bevilget", None, "loans_and_firms.granted_on"),
        (
            "rehabiliteringsteam-lae265",
            "forelaeggelser",
            "uden-forelaeggelse",
            "cases_and_decisions.municipality",
        ),
    ):
        experiment = shipped_catalogue().experiment(slug)
        one = next(m for m in experiment.all_measures() if m.id == measure)
        found = evaluate(one, experiment, given, part=part)
        assert isinstance(found, NotMeasured)
        assert (found.code, found.detail) == (WhyNot.NO_COLUMN, lacking)
        assert "0 ville ikke betyde ingen" in not_measured(found)


def test_a_rate_of_the_time_before_is_of_its_own_days() -> None:
    experiment = shipped_catalogue().experiment("integration-kontaktforloeb")
    measure = next(m for m in experiment.all_measures() if m.id == "samtaler-pr-aar")
    assert measure.rule is not None
    days = [(BEFORE + dt.timedelta(days=1), 100), (START + dt.timedelta(days=1), 50)]
    rows = [
        FactRow(
            f"p{n}",
            820,
            {"benefit": "integrationsydelse", "begun_on": b, "ended_on": b + dt.timedelta(d - 1)},
        )
        for n, (b, d) in enumerate(days)
    ]
    talks = [FactRow(f"p{n}", 820, {"state": "held", "on": b}) for n, (b, _d) in enumerate(days)]
    given = material(benefits=rows, contacts=talks)
    for stretch, length in ((Stretch.BEFORE, 100), (Stretch.DURING, 50)):
        rule = measure.rule.model_copy(update={"stretch": stretch})
        (found,) = evaluate(measure.model_copy(update={"rule": rule}), experiment, given)
        assert found.value == pytest.approx(365.25 / length)


def test_answers_waves_and_tables() -> None:
    sheets = [AnswerSheet({"kvalitet": 1 + n % 4}, round="januar-2019") for n in range(10)]
    sheets += [AnswerSheet({"kvalitet": 2}, round="sommer-2020") for _n in range(4)] + [
        AnswerSheet({}, round="sommer-2020")
    ]
    given = Material(START, SEEN, sheets={"kvalitet": sheets}, tables={"y09a07": [TableRow(851, dt.date(2018, 7, 1), 61.5), TableRow(851, dt.date(2019, 7, 1), 1.0), TableRow(101, dt.date(2018, 7, 1), 2.0)]})  # fmt: skip
    slug = "ledighedsydelse-revurdering"
    first = figure(slug, "kvalitet-januar-2019", given, (), "", "share")
    then = figure(slug, "kvalitet-sommer-2020", given, (), "", "share")
    assert (first.count, first.n) == (7, 10)
    assert (then.count, then.n, then.unknown) == (4, 4, 1)
    assert figure(slug, "kvalitet-aendring", given, (), "", "change").value == pytest.approx(30), (
        "percentage points"
    )
    assert {key: one.value for key, one in figures(slug, "laengde", given).items()} == {
        (("851",), "2018-07-01", "mean"): 61.5
    }


def test_contacts_first_time_share_and_rate() -> None:
    random_ = random.Random(1)
    spells, talks = {}, defaultdict(list)
    for n in range(60):
        begun = day(random_, START, SEEN - dt.timedelta(days=200))
        spells[f"p{n}"] = (begun, begun + dt.timedelta(days=random_.randrange(30, 200)))
        for _n in range(random_.randrange(5)):
            talks[f"p{n}"].append(
                (
                    begun + dt.timedelta(days=random_.randrange(-20, 150)),
                    random_.choice(["held", "unscheduled", "cancelled", "no_show"]),
                )
            )
    benefits = [
        FactRow(who, 851, {"benefit": "dagpenge", "begun_on": b, "ended_on": e})
        for who, (b, e) in spells.items()
    ]
    contacts = [
        FactRow(who, 851, {"kind": "job_interview", "state": s, "on": d})
        for who, found in talks.items()
        for d, s in found
    ]
    given = material(benefits=benefits, contacts=contacts)
    slug = "samtaler-formkrav"
    waits = [
        min(days) for who, (begun, _end) in spells.items()
        if (days := [(d - begun).days for d, s in talks[who] if s in ("held", "unscheduled") and d >= begun])
    ]  # fmt: skip
    first = evaluate_in(slug, "tidlig-kontakt", given, part="forsikrede-ledige")
    assert first[0].value == pytest.approx(fmean(waits))
    assert first[0].unknown == len(spells) - len(waits)
    during = [
        (who, d, s)
        for who, found in talks.items()
        for d, s in found
        if START <= d <= SEEN and spells[who][0] <= d <= spells[who][1]
    ]
    planned = [s for _who, _d, s in during if s in ("held", "cancelled", "no_show")]
    (cancelled,) = evaluate_in(slug, "aflyste-samtaler", given, part="forsikrede-ledige")
    assert (cancelled.count, cancelled.n) == (planned.count("cancelled"), len(planned))


def evaluate_in(slug: str, measure: str, given: Material, *, part: str) -> tuple[Measured, ...]:
    experiment = shipped_catalogue().experiment(slug)
    found = evaluate(
        next(m for m in experiment.all_measures() if m.id == measure), experiment, given, part=part
    )
    assert not isinstance(found, NotMeasured), found
    return found


def test_what_cannot_be_measured_says_why() -> None:
    experiment = shipped_catalogue().experiment(E5)
    by_id = {measure.id: measure for measure in experiment.all_measures()}
    nothing = Material(START, SEEN, kinds=DAYS)
    for measure, code in (
        ("virksomhedernes-behov", WhyNot.NO_RULE),
        ("loentilskud-foer", WhyNot.NO_DATA),
        ("loentilskud-aendring", WhyNot.NO_DATA),
    ):
        found = evaluate(by_id[measure], experiment, nothing)
        assert isinstance(found, NotMeasured)
        assert found.code is code


def test_without_a_population_the_evaluation_is_refused_with_that_reason() -> None:
    text = 'slug = "x"\nnetwork = "nordjylland"\nshort_title = "X"\nsummary = "X"\nstatus = "planned"\nnot_stated = ["period", "participation", "provision", "target_group"]\n'
    refused = find_population(parse_definition(text), placed())
    assert isinstance(refused, NoPopulation)
    assert "x" in refused.message
    assert "[[population]]" in refused.remedy


def test_only_those_who_are_asked_are_in_the_base() -> None:
    """The second audit question is for cases without the certificate; the survey for those with cases before."""
    slug = "revalidering-lae265"
    audit = [AnswerSheet({"afgjort-uden": 2, "egen-laege-inddraget": 2})] * 3
    audit += [AnswerSheet({"afgjort-uden": 1, "egen-laege-inddraget": 2})] * 5 + [
        AnswerSheet({"afgjort-uden": 2, "egen-laege-inddraget": 1})
    ]
    found = figure(
        slug,
        "egen-laege-uden-attest",
        Material(START, SEEN, sheets={"egen-laege-inddraget": audit}),
        (),
        "",
        "share",
    )
    assert (found.count, found.n) == (3, 4)
    survey = [
        AnswerSheet({"sager-foer-start": "yes", "smidigere": 4}),
        AnswerSheet({"sager-foer-start": "no", "smidigere": 5}),
    ]
    found = figure(
        slug, "smidigere-andel", Material(START, SEEN, sheets={"smidigere": survey}), (), "", "share"
    )
    assert (found.count, found.n) == (1, 1)


def test_who_is_still_there_is_followed_as_long_as_any_cell_tells(tmp_path: Path) -> None:
    """Two firms of 2019; the one that closes in 2020 says that the other was seen that day. A plan tells nothing."""
    loans = tmp_path / "laan.csv"
    loans.write_text(
        "Sags-id;Ansøgningsdato;Bevillingsdato;Lukket\nA-1;04-03-2019;01-04-2019;\nA-2;03-06-2019;01-07-2019;31-08-2020\n",
        encoding="utf-8",
    )
    placed = tmp_path / "akt.csv"
    placed.write_text(
        "Sags-id;Aktivitet;Sektor;Startdato;Planlagt til\nA-1;Løntilskud;Offentlig;01-05-2019;31-12-2030\n",
        encoding="utf-8",
    )
    gathered = gather([loans, placed])
    assert (gathered.seen_until, gathered.told_until) == (dt.date(2019, 6, 3), dt.date(2020, 8, 31))
    given = gathered.material(start=dt.date(2019, 1, 1), end=None, seen_until=dt.date(2019, 6, 3))
    assert given.last_day == dt.date(2019, 6, 3)
    alive = {
        at: one.value
        for (_group, at, _word), one in figures("mikrolaan", "virksomheden-bestaar", given).items()
    }
    assert alive == {"12": 1.0, "24": None}
