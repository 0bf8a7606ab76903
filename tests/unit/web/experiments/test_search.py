"""Finding experiments by words and values, on the page and in the files; nothing a reader asks for is an error."""

from __future__ import annotations

import csv
import html
import io
import re

import openpyxl
import pandas
import pytest
from cast import SET_UP
from django.test import Client

from frirum.core.catalogue import Catalogue, Experiment, shipped_catalogue
from frirum.core.catalogue.datasets import DATASETS, EXPERIMENTS
from frirum.core.catalogue.search import distance
from frirum.core.catalogue.selection import DIMENSIONS, choices, read_criteria, select, values
from frirum.core.language import language
from frirum.core.report.export import rows_to_csv
from frirum.web.experiments.actions import load_shipped


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_catalogue()


@pytest.fixture
def site(client: Client) -> Client:
    load_shipped(by=SET_UP)
    return client


def found(catalogue: Catalogue, **query: str) -> list[int | None]:
    criteria, unknown = read_criteria(query, catalogue)
    assert unknown == ()
    return [experiment.number for experiment in select(catalogue, criteria)]


# Where: FORM's experiment is number 7, in Vesthimmerland; its titles differ in DESIGN, CONCLUSIONS and PIXI.
@pytest.mark.parametrize(
    ("query", "inside"),
    [
        ({"q": "førtidspensionister løntilskud"}, 7),
        ({"q": "FØRTIDSPENSIONISTER"}, 7),  # any case
        ({"q": "Ingen mindstekrav"}, 7),  # the title of CONCLUSIONS
        ({"q": "ifm. førtidspensionister"}, 7),  # the title of PIXI
        ({"q": "§ 10, stk. 3"}, 7),  # the provision
        ({"q": "disability pensioners"}, 7),  # English
        ({"q": "§ 74 c"}, 4),
        ({"municipality": "820"}, 7),
        ({"network": "nordjylland"}, 7),
        ({"target_group": "6.11"}, 7),
        ({"target_group": "2.6"}, 7),
        ({"status": "ended"}, 7),
        ({"decision": "followed_up_elsewhere", "municipality": "820", "q": "opfølgning"}, 7),
        ({"decision": "none"}, 21),
    ],
)
def test_found(catalogue: Catalogue, query: dict[str, str], inside: int) -> None:
    numbers = found(catalogue, **query)
    assert inside in numbers
    assert len(numbers) < len(catalogue.experiments)


@pytest.mark.parametrize(
    "query",
    [
        {"q": "førtidspensionister xyzzy"},
        {"q": "%"},
        {"q": "'"},
        {"q": "' OR xyzzy=1 --"},
        {"municipality": "461", "q": "førtidspensionister"},
        {"network": "en-plan"},
    ],
)
def test_nothing_fits(catalogue: Catalogue, query: dict[str, str]) -> None:
    assert found(catalogue, **query) == []


# Where: titles and rules of the experiments; the spellings are those people type, with or without Danish keys.
@pytest.mark.parametrize(
    ("search", "same_as", "inside"),
    [
        ("lae265", "LÆ265", 12),
        ("læ265", "LÆ265", 2),
        ("mikrolan", "mikrolån", 8),
        ("mikrolaan", "mikrolån", 8),
        ("opfoelgning", "opfølgning", 7),
        ("opfolgning", "opfølgning", 7),
        ("laesoe", "Læsø", 6),
        ("ålborg", "Aalborg", 8),
        ("74c", "§ 74 c", 4),
        ("§74c", "§ 74 c", 4),
        ("98b", "§ 98 b", 5),
        ("a kasse", "A-kasse", 1),
        ("flexjob", "fleksjob", 13),
    ],
)
def test_a_word_is_found_however_it_is_spelled(
    catalogue: Catalogue, search: str, same_as: str, inside: int
) -> None:
    numbers = found(catalogue, q=search)
    assert inside in numbers
    assert set(found(catalogue, q=same_as)) <= set(numbers)


@pytest.mark.parametrize(
    ("search", "inside"),
    [
        ("førtidspention", 7),
        ("lægeatest", 12),
        ("dimitend", 10),
        ("integrasjon", 18),
        ("mentro", 16),
        ("vesthimmerlands kommune", 7),
    ],
)
def test_a_slip_is_read_as_the_nearest_word_and_said(catalogue: Catalogue, search: str, inside: int) -> None:
    criteria, _unknown = read_criteria({"q": search}, catalogue)
    assert len(criteria.guesses) == 1
    assert inside in [experiment.number for experiment in select(catalogue, criteria)]


# Asked as people ask: by their own word for it, or by what is told of the experiment and stands in no title.
ORDINARY = {
    "digitale samtaler": 1,
    "samtaler på video": 1,
    "telefonsamtaler": 1,
    "aflyste samtaler": 1,
    "a-kasse samtaler": 1,
    "negativ effekt": 1,
    "corona": 1,
    "lægeattest": 2,
    "ventetid rehabiliteringsteam": 2,
    "besparelse attester": 2,
    "JAF": 3,
    "overlapper møder": 4,
    "efteruddannelse vikar": 5,
    "pensionister løntilskud": 7,
    "lån til iværksættere": 8,
    "erhvervskonto": 8,
    "start egen virksomhed": 8,
    "gensygemelding": 9,
    "terapi": 9,
    "sygemeldte": 9,
    "nyuddannede": 10,
    "supplerende dagpenge": 10,
    "timebaseret forholdstal": 11,
    "lægeerklæring": 12,
    "praktiserende læge": 12,
    "fleksjob praktik": 13,
    "kursus tidligt": 14,
    "mentor alvorligt syg": 16,
    "flygtninge": 18,
    "bureaukrati": 19,
}


def test_thirty_ordinary_queries_find_what_was_meant(catalogue: Catalogue) -> None:
    lists = {query: found(catalogue, q=query) for query in ORDINARY}
    assert {query for query, number in ORDINARY.items() if number not in lists[query]} == set()
    assert {query: numbers for query, numbers in lists.items() if len(numbers) > 7} == {}


def test_a_word_that_stands_somewhere_is_never_guessed_at(catalogue: Catalogue) -> None:
    for word in ("mentor", "løntilskud", "Thisted", "265"):
        assert read_criteria({"q": word}, catalogue)[0].guesses == ()


@pytest.mark.parametrize(
    ("search", "numbers"),
    [
        ("7", [7]),  # not every year and section with a 7 in it
        ("forsøg 7", [7]),
        ("6.7", [3]),  # the target group, not 2.7
        ("Ballerup", [21]),  # a municipality stands in no title
    ],
)
def test_a_number_or_a_place_finds_its_own(catalogue: Catalogue, search: str, numbers: list[int]) -> None:
    assert found(catalogue, q=search) == numbers


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("kat", "kat", 0), ("kat", "kant", 1), ("mentro", "mentor", 1), ("kat", "hund", 3), ("", "ab", 2)],
)
def test_distance_counts_slips(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


def test_every_choice_counts_what_it_finds(catalogue: Catalogue) -> None:
    for dimension in DIMENSIONS:
        for choice in choices(dimension, catalogue):
            assert choice.count == len(found(catalogue, **{dimension: choice.value})), (dimension, choice)


def test_every_experiment_is_reached_by_each_of_its_values(catalogue: Catalogue) -> None:
    for experiment in catalogue.experiments.values():
        for dimension in DIMENSIONS:
            for value in values(experiment, dimension):
                assert experiment.number in found(catalogue, **{dimension: value})


def test_municipalities_stand_in_danish_order(catalogue: Catalogue) -> None:
    names = [choice.label for choice in choices("municipality", catalogue)]
    danish = [name for name in names if name in ("Læsø", "Thisted", "Aalborg", "Rebild")]
    assert danish == ["Læsø", "Rebild", "Thisted", "Aalborg"]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_an_unknown_value_is_named_and_the_rest_is_answered(catalogue: Catalogue, dimension: str) -> None:
    criteria, unknown = read_criteria({dimension: "findes-ikke", "q": "førtidspensionister"}, catalogue)
    assert [(one.dimension, one.value) for one in unknown] == [(dimension, "findes-ikke")]
    assert unknown[0].allowed
    assert any(experiment.number == 7 for experiment in select(catalogue, criteria))


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ settings.SECRET_KEY }}{% debug %}",
    "'; DROP TABLE experiments_definitionversion; --",
    "\x00\x1b[31m\u202e",
    "%00%0d%0aSet-Cookie:%20a=b",
    "a" * 5000,
    "(" * 500,
]


@pytest.mark.django_db(databases=["default", "statistics"])
def test_hostile_addresses_get_a_page(site: Client) -> None:
    for text in HOSTILE:
        for query in ({"q": text}, {"sorter": text}, {text: text}, dict.fromkeys(DIMENSIONS, text)):
            answer = site.get("/forsoeg/", query)
            shown = answer.content.decode()
            assert answer.status_code == 200, (query, text)
            assert "<script>alert" not in shown
            assert "<img src=x" not in shown
            assert "\x00" not in shown
            assert len(shown) < 120_000


@pytest.mark.django_db(databases=["default", "statistics"])
def test_the_page_says_what_it_did_not_understand(site: Client) -> None:
    text = site.get("/forsoeg/", {"municipality": "9999", "status": "ended"}).content.decode()
    assert "Kommune: »9999« findes ikke" in text
    stranger = site.get("/forsoeg/?stauts=ended&q=praktik&sorter=title").content.decode()
    assert "Der er intet, der hedder »stauts«" in stranger
    assert not {"»q«", "»sorter«"} & set(stranger.split())
    assert "forsøg passer." not in text.split('role="status"')[0]
    none = site.get("/forsoeg/", {"q": "xyzzy"}).content.decode()
    assert "Ingen forsøg passer" in none
    assert 'value="xyzzy"' in none
    guessed = site.get("/forsoeg/", {"q": "førtidspention"}).content.decode()
    assert "Ordet »førtidspention« findes ikke. Der er søgt efter »førtidspension«." in guessed


@pytest.mark.django_db(databases=["default", "statistics"])
def test_the_files_have_the_same_experiments_as_the_page(site: Client) -> None:
    query = {"municipality": "820", "q": "praktik"}
    page = site.get("/forsoeg/", query).content.decode()
    rows = site.get("/forsoeg.json", query).json()
    table = list(
        csv.DictReader(
            io.StringIO(site.get("/forsoeg.csv", query).content.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert rows
    assert [row["slug"] for row in rows] == [row["slug"] for row in table]
    assert all(f'href="/forsoeg/{row["slug"]}/"' in page for row in rows)
    assert f"{len(rows)} forsøg af" in page


@pytest.mark.django_db(databases=["default", "statistics"])
def test_headings_sort_and_keep_what_was_asked(site: Client) -> None:
    text = site.get("/forsoeg/", {"network": "nordjylland", "sorter": "-title"}).content.decode()
    assert 'aria-sort="descending"' in text
    assert 'href="?network=nordjylland&amp;sorter=title"' in text


@pytest.mark.django_db(databases=["default", "statistics"])
def test_a_file_refuses_what_it_does_not_know(site: Client) -> None:
    answer = site.get("/forsoeg.json", {"decision": "=cmd()"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "decision"
    assert "none" in answer.json()["errors"][0]["allowed"]
    plain = site.get("/forsoeg.csv", {"status": "<b>"})
    assert plain.status_code == 400
    # A name that means nothing is refused as a value is; what the page itself sends is not.
    for address, status in (
        ("/forsoeg.json?stauts=ended", 400), ("/forsoeg.csv?stauts=ended", 400), ("/tvivl.csv?q=praktik", 400),
        ("/forsoeg.csv?q=praktik&sorter=-begun&status=ended", 200),
    ):  # fmt: skip
        assert site.get(address).status_code == status, address
    assert plain["Content-Type"].startswith("text/plain")
    assert site.get("/findes-ikke.csv").status_code == 404


@pytest.mark.django_db(databases=["default", "statistics"])
def test_every_table_is_a_file_with_the_columns_it_says(site: Client) -> None:
    page = site.get("/data/").content.decode()
    for name, dataset in DATASETS.items():
        rows = site.get(f"/{name}.json").json()
        content = site.get(f"/{name}.csv").content
        assert content.startswith(b"\xef\xbb\xbf"), name
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert lines[0] == list(dataset.columns())
        assert len(lines) - 1 == len(rows) > 0
        assert all(list(row) == list(dataset.columns()) for row in rows)
        sheet = openpyxl.load_workbook(io.BytesIO(site.get(f"/{name}.xlsx").content)).active
        cells = [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        # The same rows; an apostrophe that keeps a cell from being a formula is for CSV alone, a comma for its numbers.
        assert cells[0] == lines[0]
        assert len(cells) == len(lines)
        assert [row[0] for row in cells] == [row[0] for row in lines]
        assert all(cell.data_type in "ns" for row in sheet for cell in row)
        assert f"/{name}.csv" in page
        assert f"/{name}.xlsx" in page
        assert f"/{name}.json" in page


@pytest.mark.django_db(databases=["default", "statistics"])
def test_the_line_for_pandas_reads_the_file(site: Client) -> None:
    page = html.unescape(site.get("/data/").content.decode())
    (line,) = re.findall(r"<code>pandas\.read_csv\((.*?)\)</code>", page)
    address, *options = line.split(", ")
    read = dict(option.split("=") for option in options)
    path = "/" + address.strip('"').rsplit("/", 1)[1]
    table = pandas.read_csv(
        io.BytesIO(site.get(path).content), **{key: value.strip('"') for key, value in read.items()}
    )
    assert list(table.columns) == list(EXPERIMENTS.columns())
    assert len(table) == len(site.get("/forsoeg.json").json())


def test_no_cell_becomes_a_formula(catalogue: Catalogue) -> None:
    """As a spreadsheet reads it: a cell that starts with = + - @ has an apostrophe before it."""
    text = rows_to_csv([["title"], ["=HYPERLINK(1)"], ["@SUM(1)"], ["+1"], ["-1+1"], ["Mikrolån"]]).decode(
        "utf-8-sig"
    )
    cells = [row[0] for row in csv.reader(io.StringIO(text), delimiter=";")]
    assert cells == ["title", "'=HYPERLINK(1)", "'@SUM(1)", "'+1", "'-1+1", "Mikrolån"]


def test_files_do_not_change_with_the_readers_language(catalogue: Catalogue) -> None:

    plain = {name: list(dataset.rows(catalogue)) for name, dataset in DATASETS.items()}
    with language("en"):
        assert {name: list(dataset.rows(catalogue)) for name, dataset in DATASETS.items()} == plain


def test_the_table_of_an_experiment_says_nothing_the_definition_does_not(catalogue: Catalogue) -> None:
    experiment: Experiment = catalogue.experiment("foertidspension-opfoelgning")
    row = next(r for r in DATASETS["forsoeg"].rows(catalogue) if r["slug"] == experiment.slug)
    assert (row["from"], row["to"]) == ("2018-07-01", "2025-12-31")
    assert row["municipalities"] == [820]
    assert row["decision"] == ["followed_up_elsewhere"]
    assert row["reasons"] == ["positive_evidence"]
