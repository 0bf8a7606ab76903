"""Three readers of the same text: what a fast one accepts, the careful one reads alike; real sequences through all of it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_reference import months_per_code

from frirum.core.errors import InputRefused
from frirum.core.registers.blocks import PeopleBlock, RegisterReading
from frirum.core.registers.code_book import CodeBook, book_of, shipped_book, shipped_codes
from frirum.core.registers.layout import layout_of
from frirum.core.registers.reading import read_register
from frirum.core.registers.spell_table import group_spells
from frirum.core.registers.text_block import read_fast
from frirum.core.registers.text_careful import read_careful
from frirum.core.registers.text_plain import NotPlain
from frirum.synthetic.register import SyntheticRegister, write_register

HEADS = {
    "axis in the middle": "PNR;nykom2016;y_1601;y_1602;y_1603;y_1604;y_1605;y_1606;y_1607;y_1608;y_1609;y_1610;y_1611;branche_2016_01;grad_2016_01;grad_2016_02;note",
    "axis last": "note;PNR;nykom2016;branche_2016_01;grad_2016_02;grad_2016_01;y_1601;y_1602;y_1603;y_1604;y_1605;y_1606;y_1607;y_1608;y_1609;y_1610;y_1611",
    "axis first": "y_1601;y_1602;y_1603;y_1604;y_1605;y_1606;y_1607;y_1608;y_1609;y_1610;y_1611;PNR;nykom2016;branche_2016_01;grad_2016_01;grad_2016_02;note",
}
BOOK = CodeBook("test", {"740": "a", "744": "a", "851": "b"}, ("a",), frozenset({"998"}), 4)
DEGREES = st.sampled_from(
    ["", "", "0,74", "74", "1", "0.33335", "200", "200,1", "1,", ",5", ".", "1.234", "0,7.4", "-1"]
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, bytes]:
    """A block whose cells are often equal to their neighbours, also across the axis' ends, with some bytes changed."""
    name = draw(st.sampled_from(sorted(HEADS)))
    columns = HEADS[name].split(";")
    lines = []
    for person in range(draw(st.integers(1, 4))):
        codes: list[str] = []
        while len(codes) < 11:
            codes += [draw(st.sampled_from(["", "", "740", "744", "851", "998", "123"]))] * draw(
                st.integers(1, 11)
            )
        week = iter(codes)
        cells = {
            "PNR": str(740 + person),
            "nykom2016": draw(st.sampled_from(["851", "740", "", "Hobro"])),
            "branche_2016_01": draw(st.sampled_from(["", "851", "620100"])),
            "grad_2016_01": draw(DEGREES),
            "grad_2016_02": draw(DEGREES),
            "note": draw(st.sampled_from(["", "740", "ø"])),
        }
        lines.append(";".join(next(week) if column.startswith("y_") else cells[column] for column in columns))
    text = bytearray(("\n".join(lines) + "\n").encode())
    for _change in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text) - 2))
        with_ = draw(st.sampled_from([*b';0179. "\r\n\t\x00a,', None]))
        if with_ is None:
            del text[place]
        else:
            text[place] = with_
    return name, bytes(text)


def careful(reading: RegisterReading, text: bytes) -> PeopleBlock | str:
    try:
        return read_careful(text, reading, 2, last=True)
    except InputRefused as refusal:
        return refusal.message


@pytest.mark.parametrize("compiled", [False, True])
@given(made=texts())
@settings(max_examples=150, deadline=None)
def test_what_a_fast_reader_accepts_the_careful_one_reads_alike(
    compiled: bool, made: tuple[str, bytes]
) -> None:
    name, text = made
    if not text.strip(b"\n"):
        return
    reading = RegisterReading("file", layout_of(HEADS[name].split(";")), BOOK)
    slow = careful(reading, text)
    try:
        fast = read_fast(np.frombuffer(text, np.uint8), reading, compiled=compiled)
    except NotPlain:
        return
    assert isinstance(slow, PeopleBlock), slow
    assert fast.ids.tolist() == slow.ids.tolist()
    for what in ("person", "code", "start", "end"):
        assert getattr(fast.runs, what).tolist() == getattr(slow.runs, what).tolist()
    assert fast.municipality.tolist() == slow.municipality.tolist()
    assert fast.industry.tolist() == slow.industry.tolist()
    for what in ("person", "value", "start", "end"):
        assert getattr(fast.degree, what).tolist() == getattr(slow.degree, what).tolist()


def test_an_unspoilt_block_is_read_fast() -> None:
    """Else the comparison above compares nothing."""
    for head in HEADS.values():
        reading = RegisterReading("file", layout_of(head.split(";")), BOOK)
        text = (";".join("74" if c.startswith("grad") else "740" for c in head.split(";")) + "\n").encode()
        for compiled in (False, True):
            assert read_fast(
                np.frombuffer(text, np.uint8), reading, compiled=compiled
            ).runs.weeks.tolist() == [11]


def test_pieces_and_threads_do_not_change_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = SyntheticRegister(people=700, weeks=180, seed=3)
    path = tmp_path / "d.csv"
    write_register(plan, path)
    whole = read_register(path, threads=1, compiled=False)
    monkeypatch.setattr("frirum.core.registers.text_file.BLOCK_BYTES", 50_000)
    monkeypatch.setattr("frirum.core.registers.text_file.PIECE_BYTES", 7_000)
    monkeypatch.setattr("frirum.core.registers.text_file.COMPILED_PIECE_BYTES", 9_000)
    for threads, compiled in ((1, False), (3, False), (2, True)):
        again = read_register(path, threads=threads, compiled=compiled)
        assert again.runs.checksum() == whole.runs.checksum()
        assert again.ids.tolist() == whole.ids.tolist()
        assert (again.municipality == whole.municipality).all()
        assert (again.industry == whole.industry).all()
    assert whole.unknown_codes == {}


def test_a_synthetic_register_is_the_same_by_seed_and_the_small_one_begins_the_large(tmp_path: Path) -> None:
    small, large, other = (tmp_path / name for name in ("small", "large", "other"))
    digests = [
        write_register(SyntheticRegister(people=people, weeks=60, seed=seed), path)
        for people, seed, path in ((300, 1, small), (4200, 1, large), (300, 2, other))
    ]
    assert write_register(SyntheticRegister(people=300, weeks=60, seed=1), small) == digests[0] != digests[2]
    assert large.read_bytes().startswith(small.read_bytes())
    weeks = SyntheticRegister(people=1, weeks=1700, seed=1).header()
    assert "y_9132" in weeks and "y_9253" in weeks  # noqa: PT018


def test_a_planted_effect_is_found_again(tmp_path: Path) -> None:
    """Weeks on ledighedsydelse after the start, treated against others, fall to about 1 / (1 + effect)."""
    remaining = []
    for effect in (0.0, 1.0):
        plan = SyntheticRegister(people=16_000, weeks=156, seed=5, effect=effect, industry=False)
        path = tmp_path / "d.csv"
        write_register(plan, path)
        table = read_register(path, compiled=False)
        spells = group_spells(table, 0)
        unemployed = spells.group == table.group_names.index("ledighedsydelse")
        treated = np.isin(table.municipality[spells.person, 0], plan.treated)
        ongoing = unemployed & (spells.start < plan.start) & (spells.end > plan.start)
        left = spells.end.astype(int) - plan.start
        remaining.append((left[ongoing & treated].mean(), left[ongoing & ~treated].mean()))
    (treated_before, others_before), (treated_after, others_after) = remaining
    assert others_after == others_before
    assert 0.45 < treated_after / treated_before < 0.75


def test_the_shipped_book_says_what_it_does_not_know() -> None:
    book = shipped_book()
    assert {"153", "775"} & book.known == set()
    assert book.plain and book.left_population == {"997", "998", "999"}  # noqa: PT018
    assert set(book.benefit_groups) <= set(book.groups.values())
    assert {entry.certainty for entry in shipped_codes()} == {"yes", "partly", "no"}
    assert all(entry.valid_from is None for entry in shipped_codes())  # No source states the days.


DATA = Path(__file__).parents[3] / "reference" / "data" / "mvad.csv"
PUBLISHED = {
    "employment": 31.722,
    "FE": 11.427,
    "HE": 8.399,
    "training": 7.055,
    "school": 5.723,
    "joblessness": 5.674,
}


def test_the_published_months_of_712_school_leavers(tmp_path: Path) -> None:
    """McVicar and Anyadike-Danes 2002 (R package TraMineR, data set mvad): mean months, September 1993 to June 1999."""
    head, *lines = DATA.read_text(encoding="utf-8").splitlines()
    columns = head.split(",")
    kept = [n for n, name in enumerate(columns) if name not in ("Jul.93", "Aug.93")]
    path = tmp_path / "mvad.csv"
    path.write_text("\n".join(",".join(line.split(",")[n] for n in kept) for line in [head, *lines]) + "\n")
    book = book_of({"groups": {code: code for code in PUBLISHED}}, name="mvad", file="")
    table = read_register(path, book)
    assert (table.people, table.axis.labels[0], table.axis.labels[-1], table.axis.length) == (
        712,
        "1993-09",
        "1999-06",
        70,
    )
    raw = [
        (None, table.codes[code], None, None, int(weeks))
        for code, weeks in zip(table.runs.code, table.runs.weeks, strict=True)
    ]
    assert {code: round(mean, 3) for code, mean in months_per_code(raw, 712).items()} == PUBLISHED
    # Spells and transitions, counted in the text itself.
    cells = [line.split(",")[-70:] for line in lines]
    changes = sum(a != b for row in cells for a, b in pairwise(row))
    assert len(table.runs) == 712 + changes
    pairs = {(a, b): 0 for a in PUBLISHED for b in PUBLISHED}
    for row in cells:
        for a, b in pairwise(row):
            pairs[a, b] += a != b
    same = table.runs.person[1:] == table.runs.person[:-1]
    found = dict.fromkeys(pairs, 0)
    for a, b in zip(table.runs.code[:-1][same], table.runs.code[1:][same], strict=True):
        found[table.codes[a], table.codes[b]] += 1
    assert found == pairs
    assert json.dumps(table.unknown_codes) == "{}"
