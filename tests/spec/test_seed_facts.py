"""Every title, date, figure, provision, municipality, question and statement of the five documents stands in
the catalogue.

The lists are written by hand from the documents, not from the definitions (`seed_facts/*.toml`). To see what is
missing: `python tests/seed_facts.py`; to see where a fact stands: `python tests/seed_facts.py --where 7`.
"""

import tomllib

import pytest
import seed_facts
from seed_facts import FACTS, KINDS, NETWORKS, SHARED, Fact, Node, nodes

EXPERIMENTS = tuple(str(n) for n in range(1, 21))


def test_rows_are_complete_and_numbered():
    for document in seed_facts.DOCUMENTS:
        rows = tomllib.loads((FACTS / f"{document.lower()}.toml").read_text(encoding="utf-8"))["fact"]
        assert [row["id"] for row in rows] == [f"{document}-{n:03d}" for n in range(1, len(rows) + 1)]
        for row in rows:
            assert set(row) - {"about"} == {"id", "place", "kind", "value", "snippet", "in"}, row["id"]
            assert row["kind"] in KINDS, row["id"]
            assert (row["kind"] == "figure") == ("about" in row), row["id"]
            assert row["place"], row["id"]
            assert row["snippet"], row["id"]
            assert row["in"], row["id"]
            assert set(row["in"]) <= {*EXPERIMENTS, *NETWORKS, *SHARED}, row["id"]


def test_every_experiment_has_facts():
    assert set(EXPERIMENTS) <= set(seed_facts.targets())


def test_no_fact_is_listed_twice_at_one_place():
    seen = [
        (f.id.split("-")[0], f.place, f.kind, str(f.value), f.snippet, f.targets) for f in seed_facts.facts()
    ]
    assert len(seen) == len(set(seen))


PAIRS = [(f, target) for f in seed_facts.facts() for target in f.targets]


@pytest.mark.parametrize("fact, target", PAIRS, ids=[f"{f.id}-in-{t}" for f, t in PAIRS])
def test_the_fact_stands_in_the_catalogue(fact: Fact, target: str):
    assert seed_facts.where(fact, target), (
        f"{fact.place}: {fact.snippet} ({fact.kind} {fact.value!r}) is not in {target}"
    )


def test_every_definition_exists():
    assert [target for target in seed_facts.targets() if seed_facts.corpus(target) is None] == []


# --- the tables of DECISION and CONCLUSIONS as a whole ------------------------------------------------------------


def read(name: str) -> dict:
    return tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8"))


def test_the_decision_tables_have_8_4_4_and_2_rows_and_every_experiment_but_the_last_once():
    tables = read("decision_tables")["table"]
    assert [len(table["row"]) for table in tables] == [8, 4, 4, 2]
    assert sorted(n for table in tables for row in table["row"] for n in row["experiments"]) == list(
        range(1, 20)
    )


def decision_rows() -> list[tuple[int, int, dict]]:
    return [
        (table["number"], n, row)
        for table in read("decision_tables")["table"]
        for n, row in enumerate(table["row"], 1)
    ]


@pytest.mark.parametrize("table, number, row", decision_rows())
def test_a_decision_row_is_that_of_its_experiments(table, number, row):
    for experiment in map(str, row["experiments"]):
        found = [
            n.table
            for n in seed_facts.corpus(experiment)
            if seed_facts.plain(str(n.table.get("table", ""))) == str(table) and n.table.get("row") == number
        ]
        assert len(found) == 1, experiment
        if len(row["experiments"]) == 1:
            assert seed_facts.plain(found[0]["title"]) == seed_facts.plain(row["title"])
            assert ("extended" in str(found[0]["outcome"])) is row["extended"]


@pytest.mark.parametrize("table, number, row", decision_rows())
def test_the_reasons_of_a_decision_are_named(table, number, row):
    for experiment in map(str, row["experiments"]):
        decisions = [
            n.table for n in seed_facts.corpus(experiment) if str(n.table.get("table")) == str(table)
        ]
        assert set(row["reasons"]) <= {reason for decision in decisions for reason in decision["reason"]}


def test_too_little_use_is_a_reason_in_nine_rows_and_changed_law_in_eight():
    reasons = [set(row["reasons"]) for _table, _number, row in decision_rows()]
    assert sum(bool({"thin_data", "few_participants", "not_started"} & found) for found in reasons) == 9
    assert sum("overtaken_by_law" in found for found in reasons) == 8


def north_jutland() -> dict:
    networks = tomllib.loads((seed_facts.CATALOGUE / "networks.toml").read_text(encoding="utf-8"))["network"]
    return next(network for network in networks if network["slug"] == "nordjylland")


def test_the_themes_of_pixi_and_their_recommendations_stand_in_its_order():
    def titles(themes: list[dict]) -> list[tuple[str, list[str]]]:
        plain = seed_facts.plain
        return [(plain(t["title"]), [plain(r["title"]) for r in t["recommendation"]]) for t in themes]

    assert titles(north_jutland()["theme"]) == titles(read("recommendations")["theme"])


RECOMMENDED = [
    (r["title"], r["named"]) for theme in read("recommendations")["theme"] for r in theme["recommendation"]
]


@pytest.mark.parametrize("title, named", RECOMMENDED)
def test_a_recommendation_rests_on_the_experiments_it_names(title, named):
    network = north_jutland()
    number_of = {slug: number for number, slug in enumerate(network["experiment"], 1)}
    found = [
        r
        for t in network["theme"]
        for r in t["recommendation"]
        if seed_facts.plain(r["title"]) == seed_facts.plain(title)
    ]
    assert len(found) == 1
    assert set(named) <= {number_of[slug] for slug in found[0].get("rests_on", [])}


DOUBTS = [(doubt["in"], doubt["what"], doubt["says"]) for doubt in read("doubts")["doubt"]]


@pytest.mark.parametrize("target, what, says", DOUBTS)
def test_what_the_documents_leave_open_stands_as_a_doubt(target, what, says):
    doubts = [n for n in seed_facts.corpus(target) if "doubt[" in n.path]
    assert any(seed_facts.has_all(says, n.text) for n in doubts), what


@pytest.mark.parametrize("number, row", list(enumerate(read("conclusions_table")["row"], 1)))
def test_a_conclusions_row_is_that_of_its_experiment(number, row):
    experiment = str(row["experiment"])
    tables = seed_facts.definitions()[experiment].read_text(encoding="utf-8")
    found = [c for c in tomllib.loads(tables).get("conclusion", []) if c.get("row") == number]
    assert len(found) == 1
    assert seed_facts.plain(found[0]["title"]) == seed_facts.plain(row["title"])
    assert sorted(found[0]["municipality"]) == sorted(row["municipalities"])


def test_no_other_experiment_claims_a_row_of_these_tables():
    decided = {(t, n): row["experiments"] for t, n, row in decision_rows()}
    concluded = {n: row["experiment"] for n, row in enumerate(read("conclusions_table")["row"], 1)}
    for number, path in seed_facts.definitions().items():
        if number not in EXPERIMENTS:
            continue
        definition = tomllib.loads(path.read_text(encoding="utf-8"))
        for decision in definition.get("decision", []):
            if "table" in decision:
                assert int(number) in decided[int(decision["table"]), decision["row"]]
        for conclusion in definition.get("conclusion", []):
            if "row" in conclusion:
                assert concluded[conclusion["row"]] == int(number)


# --- the search itself: it must be able to say no -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("senest 2 ½ år", {2.5}),
        ("hvert 2½. år", {2.5}),
        ("12,2 mio. kr.", {12.2, 12, 2, 122}),
        ("virksomhedspraktik i 2-4 uger", {2, 4}),
        ("efter seks måneders ledighed", {6}),
        ("ingen tal", set()),
    ],
)
def test_numbers_in_danish_text(text, numbers):
    assert seed_facts.numbers_in(text) == numbers


def one(table: dict) -> Node:
    return list(nodes(table))[-1]


def stands(kind: str, value: object, table: dict, about: tuple[str, ...] = ()) -> bool:
    fact = Fact("X-001", "place", kind, value, "snippet", ("7",), about)
    return seed_facts._stands_in(fact, one(table))


@pytest.mark.parametrize(
    "kind, value, about, yes, no",
    [
        ("date", "2018-07-01", (), {"from": "1. juli 2018"}, {"from": "11. juli 2018"}),
        ("date", "2018-07", (), {"text": "juli 2018"}, {"text": "juli 2019"}),
        ("date", "2020-sommer", (), {"text": "sommeren 2020"}, {"text": "sommeren 2021"}),
        ("figure", [2.5, 30], ("år|måned",), {"value": 30, "unit": "måneder"}, {"value": 30, "unit": "kr."}),
        ("figure", 26, ("uge",), {"text": "26 ugers ledighed"}, {"text": "6 ugers ledighed, 36 borgere"}),
        ("figure", 6, ("uge",), {"text": "6 uger"}, {"a": "6 måneder", "b": "ugen efter"}),
        ("uses", 8, (), {"kind": "uses", "value": 8}, {"kind": "uses", "value": 18}),
        ("provision", "§ 10, stk. 3, 2. og 3. pkt.", (), {"paragraph": "10", "subsection": [3], "sentence": [2, 3]}, {"paragraph": "10", "subsection": [3], "sentence": [2]}),
        ("provision", "§ 98 b, stk. 1, nr. 1 og 2", (), {"paragraph": "98 b", "subsection": [1], "number": [1, 2]}, {"paragraph": "98", "subsection": [1], "number": [1, 2]}),
        ("provision", "§ 2, nr. 7", (), {"text": "LAB § 2 nr. 7"}, {"text": "LAB § 6, nr. 7"}),
        ("provision", "§ 51, stk. 2 og 3", (), {"paragraph": "51", "subsection": [2, 3]}, {"paragraph": "51", "subsection": [2]}),
        ("municipality", 820, (), {"municipality": [820, 851]}, {"value": 820}),
        ("title", ["Mikrolån"], (), {"text": "Mikrolån."}, {"text": "Mikrolån til ledige"}),
        ("question", "Er fritagelsen ophørt rettidigt?", (), {"text": "Er  fritagelsen ophørt rettidigt? "}, {"text": "Er fritagelsen ophørt?"}),
        ("answer_option", "i nogen grad", (), {"text": "I nogen grad"}, {"text": "i nogen grad af højere kvalitet"}),
        ("text_fact", ["syg|helbred", "mentor"], (), {"text": "alvorligt syg", "note": "mentor"}, {"text": "alvorligt syg"}),
        ("period", [2016, 2020], (), {"text": "2016-2020"}, {"text": "2016-2021"}),
        ("table_row", [1, 2], (), {"table": "1", "row": 2}, {"table": "2", "row": 2}),
        ("not_stated", "participation", (), {"not_stated": ["participation"]}, {"not_stated": ["theme"]}),
    ],
)  # fmt: skip
def test_the_search_says_yes_and_no(kind, value, about, yes, no):
    assert stands(kind, value, yes, about)
    assert not stands(kind, value, no, about)


def test_a_fact_in_another_experiment_does_not_count():
    # Wording of questions and titles is never found in a definition it does not belong to.
    wording = [
        f
        for f in seed_facts.facts()
        if f.kind in ("title", "question") and not set(f.targets) & {"7", *NETWORKS, *SHARED}
    ]
    assert len(wording) > 40
    assert not [
        f.id for f in wording if any(seed_facts._stands_in(f, node) for node in seed_facts.corpus("7"))
    ]


def test_pointers_to_documents_do_not_count_as_saying_it():
    definition = {"source": [{"id": "a", "document": "DESIGN", "place": "Mikrolån"}], "title": "x"}
    assert not any(stands("title", "Mikrolån", node.table) for node in nodes(definition))
