"""An audit out as workbooks and back: the definitions' questions, planted answers found, and every tampering told."""

from __future__ import annotations

import json
import random
import zipfile

import openpyxl
import pytest

from frirum.cli.main import run_command
from frirum.core.catalogue.loader import shipped_definition, shipped_shared
from frirum.core.effects.finite_population import hypergeometric_interval
from frirum.core.instruments.audit_results import subpopulation_interval
from frirum.core.instruments.questions import applies, asked_questions, find_instrument

AUDITS = [
    ("ledighedsydelse-revurdering", "ledelsestilsyn"),
    ("ressourceforloeb-forlaengelse", "ledelsestilsyn"),
    ("revalidering-lae265", "temaledelsestilsyn"),
    ("mentorregler", "sagsgennemgang"),
]
REVALIDERING = AUDITS[2]
FIRST = 3  # row of the first case


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.delenv("FRIRUM_HOME", raising=False)

    def call(*arguments):
        code = run_command(["audit", *map(str, arguments), "--json"])
        captured = capsys.readouterr()
        assert code != 1, captured
        return code, json.loads(captured.out)

    return call


def frame_of(tmp_path, sizes, name="liste.csv"):
    rows = [
        f"{code}-{n:03};{code};{1 + n % 28:02}-07-2018" for code, size in sizes.items() for n in range(size)
    ]
    path = tmp_path / name
    path.write_text("\n".join(["sag;kommune;afgjort", *rows]), encoding="utf-8")
    return path


def questions_of(slug, instrument):
    experiment = shipped_definition(slug)
    return asked_questions(find_instrument(experiment, instrument), experiment, shipped_shared().scales)


def fill(path, questions, seed, *, leave=0):
    """Answer every case by chance, `leave` of them not at all; gives the answers as a plain list."""
    book = openpyxl.load_workbook(path)
    sheet = book["Sager"]
    place = {cell.value: cell.column for cell in sheet[1]}
    dice = random.Random(seed)
    planted = []
    for row in range(FIRST, sheet.max_row + 1):
        answers = {}
        for asked in questions:
            if row - FIRST < leave or applies(asked.id, [q.question for q in questions], answers) is not True:
                continue
            option = dice.choice(asked.options) if asked.options else None
            answers[asked.id] = option.value if option else "tekst =1+1"
            sheet.cell(row, place[asked.question.text]).value = option.text if option else "'=1+1"
        planted.append(answers)
    book.save(path)
    return planted


@pytest.mark.parametrize("slug, instrument", AUDITS)
def test_round_trip_from_the_definition_alone(run, tmp_path, slug, instrument):
    sizes = {787: 9, 849: 4}
    frame = frame_of(tmp_path, sizes)
    code, made = run("workbook", slug, instrument, "--frame", frame, "--out", tmp_path / "ud")
    assert code == 0
    assert [one["cases"] for one in made["files"]] == [9, 4]
    questions = questions_of(slug, instrument)
    planted = [fill(one["file"], questions, seed, leave=1) for seed, one in enumerate(made["files"])]
    code, found = run("collect", slug, instrument, *(one["file"] for one in made["files"]))
    assert (code, found["faults"]) == (0, [])
    assert [(one["municipality"], one["cases"], one["answered"]) for one in found["files"]] == [
        ("787", 9, 8), ("849", 4, 3),
    ]  # fmt: skip
    put = [one.question for one in questions]
    sheets = [sheet for part in planted for sheet in part]
    for asked, told in zip(questions, found["questions"], strict=True):
        holds = [applies(asked.id, put, sheet) for sheet in sheets]
        assert told["text"] == asked.question.text
        assert told["n"] == sum(asked.id in sheet for sheet in sheets)
        assert told["not_applicable"] == holds.count(False)
        assert told["n"] + told["missing"] + told["not_applicable"] == 13
        for option in asked.options:
            hits = [[sheet.get(asked.id) == option.value for sheet in part] for part in planted]
            assert told["counts"][option.text] == sum(map(sum, hits))
            assert [told["by_municipality"][code][option.text] for code in ("787", "849")] == [
                *map(sum, hits)
            ]


@pytest.mark.parametrize("slug, instrument", AUDITS)
def test_the_workbook_holds_the_words_the_purposes_and_the_lists(run, tmp_path, slug, instrument):
    frame = frame_of(tmp_path, {787: 2})
    made = run("workbook", slug, instrument, "--frame", frame, "--out", tmp_path)[1]
    book = openpyxl.load_workbook(made["files"][0]["file"])
    assert all(sheet.sheet_state == "visible" and sheet.protection.sheet for sheet in book)
    cases, guide = book["Sager"], book["Vejledning"]
    written = [cell.value for cell in cases[1]]
    beside = {row[0].value: row[1].value for row in guide.iter_rows()}
    for asked in questions_of(slug, instrument):
        column = written.index(asked.question.text) + 1
        assert (cases.cell(2, column).value or None) == asked.question.purpose
        assert (beside[asked.question.text] or None) == asked.question.purpose
        assert not cases.cell(FIRST, column).protection.locked
        assert cases.cell(FIRST, 2).protection.locked
        (rule,) = [
            one for one in cases.data_validations.dataValidation
            if cases.cell(FIRST, column).coordinate in one.sqref
        ]  # fmt: skip
        if asked.options:
            cells = book["Svarmuligheder"][rule.formula1.partition("!")[2].replace("$", "")]
            assert [cell.value for (cell,) in cells] == [option.text for option in asked.options]


def test_a_sample_is_the_one_that_audit_draw_draws(run, tmp_path):
    frame = frame_of(tmp_path, {787: 30, 849: 20})
    drawn = run("draw", frame, "--n", 12, "--seed", 5, "--stratum", "kommune", "--id", "sag")[1]
    code, made = run(
        "workbook", *REVALIDERING, "--frame", frame, "--n", 12, "--seed", 5, "--out", tmp_path / "a"
    )
    assert (code, made["rule"], made["frame_sha256"]) == (0, "random", drawn["frame_sha256"])
    ids = [
        row[1].value
        for one in made["files"]
        for row in openpyxl.load_workbook(one["file"])["Sager"].iter_rows(FIRST)
    ]
    assert sorted(ids) == sorted(drawn["drawn"])
    each = run("workbook", *AUDITS[3], "--frame", frame, "--n", 12, "--seed", 5, "--out", tmp_path / "b")[1]
    assert (each["rule"], [one["cases"] for one in each["files"]]) == ("random_each", [12, 12])


def test_planted_shares_are_found_in_the_whole_list(run, tmp_path):
    """A census has no width; a sample's interval is that of the list; a conditional question's is never narrower."""
    frame = frame_of(tmp_path, {787: 40})
    for n, seed in ((None, 3), (20, 4)):
        drawing = [] if n is None else ["--n", n, "--seed", 1]
        made = run("workbook", *REVALIDERING, "--frame", frame, *drawing, "--out", tmp_path / f"{n}")[1]
        fill(made["files"][0]["file"], questions_of(*REVALIDERING), seed)
        told = run("collect", *REVALIDERING, made["files"][0]["file"])[1]["questions"]
        first, second = told[0]["shares"]["ja"], told[1]["shares"]["ja"]
        if n is None:
            assert first["lower"] == first["share"] == first["upper"]
            assert second["lower"] == second["share"] == second["upper"]
        else:
            low, high = hypergeometric_interval(told[0]["counts"]["ja"], 20, 40)
            assert (first["lower"], first["upper"]) == (low / 40, high / 40)
            assert second["lower"] < second["share"] < second["upper"]


def test_a_subpopulation_of_unknown_size_has_the_widest_interval():
    bounds = [hypergeometric_interval(3, 8, size) for size in range(8, 21)]
    lower = min(low / size for size, (low, _high) in enumerate(bounds, start=8))
    upper = max(high / size for size, (_low, high) in enumerate(bounds, start=8))
    assert subpopulation_interval(3, 8, 8, 20) == (lower, upper)
    endless = subpopulation_interval(3, 8, 8, 1000)
    assert endless[0] < lower
    assert endless[1] > upper


def test_the_newest_are_told_to_be_no_sample(run, tmp_path):
    frame = frame_of(tmp_path, {787: 20})
    code, made = run(
        "workbook", *REVALIDERING, "--frame", frame, "--n", 3, "--newest-before", "2018-07-15", "--date", "afgjort",
        "--out", tmp_path,
    )  # fmt: skip
    assert (code, made["random"]) == (0, False)
    path = made["files"][0]["file"]
    assert [row[1].value for row in openpyxl.load_workbook(path)["Sager"].iter_rows(FIRST)] == [
        "787-013", "787-012", "787-011",
    ]  # fmt: skip
    fill(path, questions_of(*REVALIDERING), 1)
    found = run("collect", *REVALIDERING, path)[1]
    assert found["notes"]
    assert {share["lower"] for share in found["questions"][0]["shares"].values()} == {None}


def test_a_reserve_takes_the_place_of_a_case_that_cannot_be_reviewed(run, tmp_path):
    frame = frame_of(tmp_path, {787: 20})
    made = run(
        "workbook", *REVALIDERING, "--frame", frame, "--n", 4, "--seed", 1, "--reserve", 2, "--out", tmp_path
    )[1]
    path = made["files"][0]["file"]
    fill(path, questions_of(*REVALIDERING), 1)
    code, found = run("collect", *REVALIDERING, path)
    assert (code, [one["cell"] for one in found["faults"]]) == (3, ["B7", "B8"])
    book = openpyxl.load_workbook(path)
    sheet = book["Sager"]
    for row, keep in ((4, False), (8, False), (7, True)):
        for column in range(4, sheet.max_column):
            if not keep:
                sheet.cell(row, column).value = None
    sheet.cell(4, sheet.max_column).value = "Sagen kan ikke findes"
    book.save(path)
    code, found = run("collect", *REVALIDERING, path)
    assert (code, found["files"][0]["cases"], found["questions"][0]["n"]) == (0, 4, 4)


def _sheet(change):
    def apply(path):
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)

    return apply


def _set(cell, value, sheet="Sager"):
    return _sheet(lambda book: book[sheet].__setitem__(cell, value))


def _bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)


@pytest.mark.parametrize(
    "change, cell",
    [
        (_set("D4", "måske"), "D4"),
        (_set("D4", "=1+1"), "D4"),
        (_set("D4", "070516-1234"), "D4"),
        (_set("B4", "070516-1234"), "B4"),
        (_set("D1", "Noget andet"), "A1"),
        (_set("J1", "Uden navn"), "J1"),
        (_set("J4", "uden overskrift"), "J4"),
        (_set("B2", "851", "Om skemaet"), None),
        (_sheet(lambda book: book["Sager"].delete_rows(4)), None),
        (_sheet(lambda book: book["Sager"].merge_cells("D4:D5")), "D4"),
        (_sheet(lambda book: book.remove(book["Om skemaet"])), None),
        (lambda path: path.write_bytes(b"sag;svar\n1;ja\n"), None),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), None),
        (lambda path: path.unlink(), None),
        (_bomb, None),
    ],
    ids=range(15),
)
def test_what_was_tampered_with_is_told_by_its_cell_and_nothing_is_taken_in(run, tmp_path, change, cell):
    frame = frame_of(tmp_path, {787: 4, 849: 3})
    made = run("workbook", *REVALIDERING, "--frame", frame, "--out", tmp_path)[1]
    files = [tmp_path / one["file"] for one in made["files"]]
    change(files[0])
    code, found = run("collect", *REVALIDERING, *files)
    assert (code, found["files"], found["questions"]) == (3, [], [])
    assert cell in [fault["cell"] for fault in found["faults"]] or cell is None
    for fault in found["faults"]:
        assert fault["file"] == str(files[0])
        assert fault["message"]
        assert fault["remedy"]
    assert "070516" not in json.dumps(found)


def test_an_answer_to_a_question_that_was_not_put(run, tmp_path):
    frame = frame_of(tmp_path, {787: 2})
    made = run("workbook", *REVALIDERING, "--frame", frame, "--out", tmp_path)[1]
    path = made["files"][0]["file"]
    _set("E3", "ja")(path)
    assert [one["cell"] for one in run("collect", *REVALIDERING, path)[1]["faults"]] == ["E3"]
    _set("D3", "nej")(path)
    assert [one["cell"] for one in run("collect", *REVALIDERING, path)[1]["faults"]] == ["E3"]
    _set("D3", "ja")(path)
    assert run("collect", *REVALIDERING, path)[0] == 0


def test_moved_columns_sorted_rows_hidden_sheets_and_own_columns_do_no_harm(run, tmp_path):
    frame = frame_of(tmp_path, {787: 5})
    made = run("workbook", *REVALIDERING, "--frame", frame, "--out", tmp_path)[1]
    path = made["files"][0]["file"]
    fill(path, questions_of(*REVALIDERING), 1)
    before = run("collect", *REVALIDERING, path)[1]
    book = openpyxl.load_workbook(path)
    old = book["Sager"]
    rows = [[cell.value for cell in row] for row in old.iter_rows()]
    place = book.index(old)
    book.remove(old)
    new = book.create_sheet("Sager", place)
    for row in [rows[0], *reversed(rows[1:])]:
        new.append([*reversed(row), "Eget: note" if row is rows[0] else "=FARE()".replace("=", "'=")])
    book.create_sheet("Skjult").sheet_state = "hidden"
    book["Skjult"]["A1"] = "070516-1234"
    book.save(path)
    assert run("collect", *REVALIDERING, path) == (0, before)


def test_workbooks_of_another_round_instrument_or_questions(run, tmp_path):
    slug, instrument = AUDITS[1]
    frame = frame_of(tmp_path, {813: 2, 825: 2})
    first = run("workbook", slug, instrument, "--frame", frame, "--round", "juli-2019", "--out", tmp_path)[1][
        "files"
    ]
    then = run("workbook", slug, instrument, "--frame", frame, "--round", "juli-2020", "--out", tmp_path)[1][
        "files"
    ]
    names = [one["file"] for one in (first[0], then[1])]
    assert len({*names, first[1]["file"]}) == 3
    for code, found in (
        run("collect", slug, instrument, *names),
        run("collect", slug, instrument, names[0], "--round", "juli-2020"),
        run("collect", slug, instrument, names[0], names[0]),
        run("collect", *REVALIDERING, names[0]),
    ):
        assert code == 3
        assert found["faults"][-1]["sheet"] == "Om skemaet"


@pytest.mark.parametrize(
    "options, code",
    [
        (["--n", 3], 2), (["--seed", 3], 2), (["--n", 99, "--seed", 1], 2), (["--reserve", 1], 2),
        (["--newest-before", "2018-07-15"], 2), (["--newest-before", "2001-07-15", "--date", "afgjort"], 3),
        (["--municipality", "sag"], 3), (["--id", "nix"], 3), (["--round", "a/b"], 2),
    ],
)  # fmt: skip
def test_what_cannot_be_made(run, tmp_path, options, code):
    frame = frame_of(tmp_path, {787: 4})
    found, document = run("workbook", *REVALIDERING, "--frame", frame, *options, "--out", tmp_path / "ud")
    assert found == code
    assert document["error"]["remedy"]
    assert not list(tmp_path.glob("ud/*"))


def test_an_instrument_that_nobody_asks_for_is_not_invented(run, tmp_path):
    frame = frame_of(tmp_path, {787: 4})
    code, document = run("workbook", "mikrolaan", "ledelsestilsyn", "--frame", frame, "--out", tmp_path)
    assert code == 2
    assert document["error"]["remedy"]
    cpr = tmp_path / "cpr.csv"
    cpr.write_text("sag;kommune\n070516-1234;787\n", encoding="utf-8")
    code, document = run("workbook", *REVALIDERING, "--frame", cpr, "--out", tmp_path)
    assert (code, document["error"]["line"]) == (3, 2)
    assert "070516" not in json.dumps(document)
