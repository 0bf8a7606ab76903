"""`frirum protect --ledger`: the same people under another name are the same people, or it is asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from frirum.cli.main import run_command

AGES = ("18-29", "30-49", "50-66")
Counts = dict[tuple[str, str], int]


class Keeper:
    """Somebody who keeps a ledger."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.begun = False

    def ask(
        self,
        counts: Counts,
        *more: str,
        measure: str = "brug",
        period: str = "2027",
        heads: str = "kommune;alder",
    ) -> dict:
        """The document of one release."""
        path = self.folder / "tabel.csv"
        lines = [f"{heads};antal", *(f"{row};{column};{n}" for (row, column), n in counts.items())]
        path.write_text("\n".join(lines), encoding="utf-8")
        rows, columns = heads.split(";")
        begin = [] if self.begun else ["--new-ledger"]
        self.begun = True
        self.code = run_command(
            ["protect", str(path), "--rows", rows, "--columns", columns, "--count", "antal",
             "--ledger", str(self.folder / "regnskab"), *begin, "--measure", measure, "--period", period, *more, "--json"]
        )  # fmt: skip
        found: dict = json.loads(self.capsys.readouterr().out)
        return found

    def shown(self, *arguments: object, **named: object) -> dict[tuple[str, str], int | None]:
        document = self.ask(*arguments, **named)  # type: ignore[arg-type]
        assert self.code == 0, document
        return {(cell["row"], cell["column"]): cell["shown"] for cell in document["cells"]}


@pytest.fixture
def keeper(tmp_path, capsys, monkeypatch) -> Keeper:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Keeper(tmp_path, capsys)


def table(
    places: tuple[str, ...] = ("Hjørring", "Vejen", "Odense"), ages: tuple[str, ...] = AGES, more: int = 0
) -> Counts:
    """Between 20 and 60 persons in each cell; `more` persons in the first."""
    counts = {(p, a): 20 + 7 * i + 11 * j for i, p in enumerate(places) for j, a in enumerate(ages)}
    counts[places[0], ages[0]] += more
    return counts


@pytest.mark.parametrize(
    "places, ages, heads",
    [
        (("hjørring", "Vejen", "Odense"), AGES, "kommune;alder"),
        (("Hjørring Kommune", "VEJEN KOMMUNE", "Odense"), AGES, "Kommune;Alder"),
        (("860", "575", "461"), AGES, "kommune;alder"),
        (("Hjørring (860)", "575 Vejen", "Odense"), AGES, "kommunenavn;alder"),
        (("Hjørring", "Vejen", "Odense"), ("18–29 år", "30 - 49", "50 til 66 år"), "kommune;alder"),
    ],
)
def test_another_spelling_is_the_same_count(keeper, places, ages, heads):
    first = keeper.shown(table())
    second = keeper.shown(table(places, ages, more=1), heads=heads)
    assert list(second.values()) == list(first.values()), (
        "one person more is not told by how a name is spelled"
    )


@pytest.mark.parametrize(
    "period, same",
    [("1. kvartal 2027", True), ("2027-Q1", True), ("jan-marts 2027", True), ("2027K2", False)],
)
def test_a_period_is_its_days(keeper, period, same):
    first = keeper.shown(table(), period="2027K1")
    said = () if same else ("--same-as", f"={period}")
    second = keeper.shown(table(more=1), *said, period=period)
    assert second["Hjørring", "18-29"] == (20 if same else 21)
    assert (list(second.values()) == list(first.values())) is same


def test_a_running_total_is_carried_and_a_later_quarter_is_its_own(keeper):
    keeper.shown(table(), period="2027-01..2027-03")
    assert keeper.shown(table(more=1), period="2027-01..2027-06")["Hjørring", "18-29"] == 20
    third = "2027-07..2027-09"
    asked = keeper.ask(table(more=4), period=third)
    assert keeper.code == 3
    assert "frigivelse 2" in str(asked)
    assert f"--same-as ={third}" in str(asked)
    assert keeper.shown(table(more=4), "--same-as", f"={third}", period=third)["Hjørring", "18-29"] == 24
    assert keeper.shown(table(more=4), period=third)["Hjørring", "18-29"] == 24, "asked once"


def test_a_year_beside_its_quarters_prints_no_difference_of_one(keeper):
    quarter = table()
    for number in range(1, 5):
        said = ("--same-as", f"=2027K{number}") if number > 1 else ()
        keeper.shown(quarter, *said, period=f"2027K{number}")
    year = {place: 4 * n for place, n in quarter.items()}
    year["Hjørring", "18-29"] += 1
    assert keeper.shown(year, period="2027")["Hjørring", "18-29"] == 80, "81 less four times 20 is one person"


def test_which_earlier_release_and_cell_stands_in_the_way_is_said(keeper):
    keeper.shown(table())
    women = {
        place: n - 2 * (place == ("Hjørring", "18-29")) - 9 * (place[0] == "Vejen")
        for place, n in table().items()
    }
    document = keeper.ask(women, "--where", "køn=K")
    assert document["ledger"]["collides"] == {"release": 1, "cell": "Hjørring / 18-29"}, (
        "20 less 18 are two men"
    )
    assert next(iter(document["cells"]))["shown"] is None


@pytest.mark.parametrize(
    "ages, answers",
    [
        (("unge", "30-49", "50-66"), ["18-29=unge"]),
        (("18-29", "30-66"), ["30-49=30-66", "50-66=30-66"]),
    ],
)
def test_an_unknown_category_stops_and_asks_and_the_answer_is_used(keeper, ages, answers):
    keeper.shown(table())
    counts = table(ages=ages, more=1)
    if len(ages) == 2:  # the two oldest together, and two more persons than in the first release
        full = table()
        counts = {(p, "18-29"): full[p, "18-29"] for p, _a in full} | {
            (p, "30-66"): full[p, "30-49"] + full[p, "50-66"] + 2 * (p == "Hjørring") for p, _a in full
        }
    refused = keeper.ask(counts)
    assert keeper.code == 3
    assert "--same-as" in refused["error"]["remedy"]
    shown = keeper.shown(counts, *(part for answer in answers for part in ("--same-as", answer)))
    full = table()
    if len(ages) == 2:
        assert shown["Hjørring", "30-66"] == full["Hjørring", "30-49"] + full["Hjørring", "50-66"]
    else:
        assert shown["Hjørring", "unge"] == full["Hjørring", "18-29"]
    assert keeper.ask(counts)["ledger"]["releases"] == 2, "the answer is kept, and not asked for again"
    assert keeper.code == 0


def test_a_new_category_is_new_and_a_name_that_is_not_there_is_refused(keeper):
    keeper.shown(table())
    counts = {**table(), ("Hjørring", "67-"): 33}
    assert keeper.ask(counts, "--same-as", "66+=67-")["error"]["code"] == "input_refused"
    assert keeper.ask(counts, "--same-as", "18-29=67 og derover")["error"]["code"] == "input_refused"
    assert keeper.shown(counts, "--same-as", "=67-")["Hjørring", "67-"] == 33


@pytest.mark.parametrize("measure", ["Brug", " brug  "])
def test_a_measure_is_its_words(keeper, measure):
    first = keeper.shown(table())
    assert keeper.shown(table(more=1), measure=measure) == first


def test_an_unknown_measure_period_or_classification_is_asked_about(keeper):
    first = keeper.shown(table())
    for arguments in ({"measure": "personer"}, {"period": "i foråret"}, {"heads": "kommune;aldersgruppe"}):
        refused = keeper.ask(table(more=1), **arguments)
        assert (keeper.code, "--same-as" in refused["error"]["remedy"]) == (3, True)
    assert keeper.shown(table(more=1), "--same-as", "brug=personer", measure="personer") == first
    # Another word for the same persons is not believed; another number is.
    assert (
        "--same-as brug=samtaler"
        in (keeper.ask(table(more=1), "--same-as", "=samtaler", measure="samtaler")["error"]["remedy"])
    )
    talks = {place: 2 * n + 1 for place, n in table().items()}
    assert keeper.shown(talks, "--same-as", "=samtaler", measure="samtaler")["Hjørring", "18-29"] == 41
    assert (
        keeper.shown(table(more=1), "--same-as", "alder=aldersgruppe", heads="kommune;aldersgruppe") == first
    )


@pytest.mark.parametrize("left_out", ["--measure", "--period"])
def test_a_ledger_needs_measure_and_period(keeper, left_out):
    keeper.ask(table(), **{left_out.removeprefix("--"): " "})
    assert keeper.code == 2
    assert not (keeper.folder / "regnskab").exists()


def test_a_ledger_that_is_missing_emptied_or_put_back_is_told(keeper):
    folder, before = keeper.folder / "regnskab", keeper.folder / "kopi"
    keeper.begun = True
    assert "--new-ledger" in keeper.ask(table())["error"]["remedy"]
    keeper.begun = False
    keeper.shown(table())
    shutil.copytree(folder, before)
    keeper.shown(table(("Hjørring", "Vejen"), more=30))
    for restored in (before, None):
        shutil.rmtree(folder)
        if restored:
            shutil.copytree(restored, folder)
        keeper.begun = restored is not None
        refused = keeper.ask(table())
        assert keeper.code == 4
        assert "sat tilbage" in refused["error"]["message"]


@pytest.mark.parametrize("second", ["Anne Holm", "anne holm ", "Holm, Anne", "A. Holm", "Anne"])
def test_two_signers_are_two_persons(keeper, second):
    keeper.ask(table(), "--threshold", "3", "--signed", "Anne Holm=egne tal", "--signed", f"{second}=enig")
    assert keeper.code == 4


def test_a_count_from_a_looser_release_keeps_its_signatures(keeper):
    counts = {
        ("Hjørring", "18-29"): 3,
        ("Hjørring", "30-49"): 40,
        ("Vejen", "18-29"): 20,
        ("Vejen", "30-49"): 30,
    }
    signed = ["--threshold", "3", "--signed", "Anne Holm=egne tal", "--signed", "Bo Kjær=enig"]
    assert keeper.shown(counts, *signed)["Hjørring", "18-29"] == 3
    later = keeper.ask({**counts, ("Vejen", "30-49"): 90})
    assert next(cell["shown"] for cell in later["cells"]) == 3
    assert "Anne Holm og Bo Kjær" in later["looser"][0]


def test_health_and_one_municipality_show_ten_or_more(keeper):
    counts = {("Hjørring", "18-29"): 30, ("Hjørring", "30-49"): 8, ("Hjørring", "50-66"): 40}
    assert keeper.shown(counts)["Hjørring", "30-49"] is None
    several = {**counts, **{("Vejen", age): 50 for age in AGES}}
    assert keeper.shown(several, "--same-as", "=2028", period="2028")["Hjørring", "30-49"] == 8
    health = ("--subject", "health", "--same-as", "=2029")
    assert keeper.shown(several, *health, period="2029")["Hjørring", "30-49"] is None
