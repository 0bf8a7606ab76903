"""The release ledger: what is carried forward, what is hidden because of it, and the folder that keeps it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from frirum.core.disclosure.history import OTHERS, areas, universe_of
from frirum.core.disclosure.ledger import Ledger, Request, release
from frirum.core.disclosure.ledger_files import append, open_ledger
from frirum.core.disclosure.protected import ProtectedTable, Reason, Refusal
from frirum.core.disclosure.settings import Subject
from frirum.core.disclosure.table import Dimension
from frirum.core.errors import InputRefused, NotAllowed

PLACES = ("A", "B", "C")


def request(*counts: int, places: tuple[str, ...] = PLACES, **more: object) -> Request:
    """Persons per municipality."""
    cells = {(place,): count for place, count in zip(places, counts, strict=True)}
    return replace(Request((Dimension("kommune", places),), cells, "brug", "2018-07-01"), **more)


class Book:
    """A ledger in use."""

    def __init__(self) -> None:
        self.ledger = Ledger("home")

    def shown(self, asked: Request) -> list[int | None]:
        result = release(self.ledger, asked, home="home")
        assert not isinstance(result, Refusal)
        self.table, self.ledger = result
        return [cell.shown for cell in self.table.cells]


@pytest.mark.parametrize(
    "later, shown",
    [
        ((20, 30, 40), [20, 30, 40, 90]),
        ((24, 30, 40), [20, 30, 40, 90]),  # four more: the older count
        ((25, 30, 40), [25, 30, 40, 95]),  # five more
        ((16, 30, 40), [20, 30, 40, 90]),
        ((15, 30, 40), [15, 30, 40, 85]),
        ((24, 33, 50), [20, 30, 50, 100]),  # the total is the sum of what is shown, not of what is true
    ],
)
def test_a_count_changes_by_nothing_or_by_the_threshold(later, shown):
    book = Book()
    assert book.shown(request(20, 30, 40)) == [20, 30, 40, 90]
    assert book.shown(request(*later)) == shown
    old = [cell.carried for cell in book.table.cells]
    assert old == [now == then for now, then in zip(shown, [20, 30, 40, 90], strict=True)]


def test_small_changes_add_up_until_they_may_be_shown():
    book = Book()
    assert [book.shown(request(20 + more, 30, 40))[0] for more in (0, 2, 4, 6, 8, 11)] == [
        20,
        20,
        20,
        26,
        26,
        31,
    ]


def test_a_small_count_that_grows_is_not_told_by_what_it_becomes():
    """One, hidden; then six. Who knows that smaller changes are carried forward would know it was one."""
    book = Book()
    assert book.shown(request(1, 30, 40))[0] is None
    assert book.shown(request(6, 30, 40))[0] is None
    assert book.shown(request(12, 30, 40))[0] is None, (
        "eleven more than one; the neighbour still hides the one"
    )


def test_an_equal_table_comes_out_equal_and_is_entered_once():
    book = Book()
    first = book.shown(request(2, 30, 40))
    before = book.ledger
    assert book.shown(request(2, 30, 40)) == first
    assert book.ledger is before
    assert len(book.ledger.releases) == 1


def test_what_is_hidden_stays_hidden_while_unchanged():
    book = Book()
    first = book.shown(request(2, 30, 40))
    assert [cell is None for cell in first].count(True) == 2
    later = book.shown(request(2, 30, 60))
    assert later[0] is None
    assert [cell is None for cell in later].count(True) >= 2


def test_measures_do_not_meet():
    book = Book()
    book.shown(request(20, 30, 40))
    assert book.shown(request(22, 30, 40, measure="samtaler")) == [22, 30, 40, 92]


def test_a_municipality_less_tells_no_small_municipality():
    """A and B and C, then A and B alone: the total of the second must not give C, who has three."""
    book = Book()
    assert book.shown(request(20, 30, 3))[2] is None
    subset = book.shown(request(20, 30, places=("A", "B")))
    assert subset[:2] == [20, 30] or None in subset[:2]
    assert not (subset[2] == 50 and book.ledger.releases[0].hidden[3] is False)


def test_a_filter_that_leaves_out_three_is_not_shown():
    book = Book()
    assert book.shown(request(20, 30, 40)) == [20, 30, 40, 90]
    women = book.shown(request(17, 30, 12, population={"køn": frozenset("K")}))
    assert women[0] is None, "20 less 17 are three men"
    assert women.count(None) == 2, "and one more, so that it cannot be worked out from the total"


def test_refusals_are_values_and_leave_the_ledger_alone():
    ledger = Ledger("home")
    result = release(ledger, request(1, 2, 0), home="home")
    assert isinstance(result, Refusal)
    assert result.reason is Reason.TOO_FEW
    health = release(ledger, request(3, 2, 4, subject=Subject.HEALTH), home="home")
    assert isinstance(health, Refusal)
    sensitive = release(ledger, request(20, 0, 0, sensitive={"kommune": ["A"]}), home="home")
    assert isinstance(sensitive, Refusal)
    assert sensitive.reason is Reason.HOMOGENEOUS


def test_a_ledger_of_another_home_is_refused():
    with pytest.raises(InputRefused, match="anden installation"):
        release(Ledger("home"), request(20, 30, 40), home="elsewhere")


def test_regions_name_whom_a_cell_covers():
    everybody = {"kommune": frozenset("ABC"), "køn": frozenset("KM")}
    places = Dimension("kommune", ("A", "B + C"), made_of={"B + C": ("B", "C")})
    women = {"køn": frozenset("K")}
    assert areas([places], women, everybody) == [
        (("kommune", frozenset("A")), ("køn", frozenset("K"))),
        (("kommune", frozenset("BC")), ("køn", frozenset("K"))),
        (("køn", frozenset("K")),),
    ]
    assert areas([places], {"køn": frozenset("KM")}, everybody)[2] == ()


def test_a_filter_never_means_everybody():
    places = Dimension("kommune", ("A",))
    assert universe_of([((places,), {"køn": frozenset("K")})]) == {
        "kommune": frozenset("A"), "køn": frozenset(["K", OTHERS]),
    }  # fmt: skip
    both = [((places,), {"køn": frozenset("K")}), ((Dimension("køn", ("K", "M")),), {})]
    assert universe_of(both)["køn"] == frozenset("KM")


def _kept(tmp_path: Path) -> tuple[Path, Ledger]:
    book = Book()
    book.shown(request(2, 30, 40))
    book.shown(request(9, 30, 60, population={"køn": frozenset("K")}))
    folder = tmp_path / "ledger"
    append(folder, book.ledger)
    return folder, book.ledger


def test_a_ledger_is_the_same_after_writing_and_reading(tmp_path):
    folder, ledger = _kept(tmp_path)
    assert open_ledger(folder, home="home") == ledger
    append(folder, ledger)
    assert sorted(path.name for path in folder.iterdir()) == ["000001.json", "000002.json", "ledger.json"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in [folder, *folder.iterdir()])


def test_a_new_folder_is_an_empty_ledger(tmp_path):
    assert open_ledger(tmp_path / "ny", home="home") == Ledger("home")
    assert not (tmp_path / "ny").exists(), "reading makes nothing"


def _cut(folder: Path) -> None:
    (folder / "000001.json").unlink()


def _change(folder: Path) -> None:
    path = folder / "000001.json"
    document = json.loads(path.read_text())
    document["release"]["counts"][0] = 3
    path.write_text(json.dumps(document))


def _swap(folder: Path) -> None:
    (folder / "000002.json").rename(folder / "x")
    (folder / "000001.json").rename(folder / "000002.json")
    (folder / "x").rename(folder / "000001.json")


@pytest.mark.parametrize("tamper", [_cut, _change, _swap])
def test_tampering_is_found(tmp_path, tamper):
    folder, _ledger = _kept(tmp_path)
    tamper(folder)
    with pytest.raises(NotAllowed, match="ændret"):
        open_ledger(folder, home="home")


@pytest.mark.parametrize(
    "name, text",
    [
        ("ledger.json", "ikke json"),
        ("ledger.json", '{"format": "andet"}'),
        ("000001.json", "{"),
        ("000001.json", "[]"),
    ],
)
def test_what_is_no_ledger_is_refused(tmp_path, name, text):
    folder, _ledger = _kept(tmp_path)
    (folder / name).write_text(text)
    with pytest.raises(InputRefused):
        open_ledger(folder, home="home")


def test_a_release_of_somebody_else_is_not_overwritten(tmp_path):
    folder, ledger = _kept(tmp_path)
    other = replace(ledger, releases=(ledger.releases[0], replace(ledger.releases[1], at="2019-01-01")))
    with pytest.raises(NotAllowed, match="imens"):
        append(folder, other)
    assert open_ledger(folder, home="home") == ledger


def test_a_full_disk_leaves_no_half_release(tmp_path, monkeypatch):
    folder, ledger = _kept(tmp_path)
    grown = replace(ledger, releases=(*ledger.releases, replace(ledger.releases[1], number=3)))

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("frirum.core.disclosure.ledger_files.json.dump", full)
    with pytest.raises(OSError, match="space"):
        append(folder, grown)
    monkeypatch.undo()
    assert open_ledger(folder, home="home") == ledger
    assert len(list(folder.iterdir())) == 3


def test_the_table_is_protected_beside_all_earlier_ones():
    """Ages, then sexes of the same people: shared margins are the same cells."""
    book = Book()
    ages, sexes = Dimension("alder", ("ung", "gammel")), Dimension("køn", ("K", "M"))
    places = Dimension("kommune", ("A", "B"))

    def two_way(other: Dimension, *counts: int) -> Request:
        cells = {
            (p, o): n for (p, o), n in zip([(p, o) for p in "AB" for o in other.leaves], counts, strict=True)
        }
        return Request((places, other), cells, "brug", "2018")

    book.shown(two_way(ages, 3, 20, 20, 20))
    hidden_totals = {cell.nodes for cell in book.table.cells if cell.shown is None and "I alt" in cell.nodes}
    book.shown(two_way(sexes, 11, 12, 18, 22))
    again = {cell.nodes for cell in book.table.cells if cell.shown is None and "I alt" in cell.nodes}
    assert {("A", "I alt"), ("B", "I alt"), ("I alt", "I alt")} & hidden_totals <= again
    assert isinstance(book.table, ProtectedTable)
