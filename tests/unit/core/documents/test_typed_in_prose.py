"""Figures typed in prose: what is pointed at, and what is left alone."""

from __future__ import annotations

import pytest

from frirum.core.documents.typed_in_prose import figures_in


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("I 2019 blev 22 borgere fulgt efter § 31, stk. 2, og LÆ265 blev indhentet 1. juli 2018.", ["22"]),
        ("Tre ud af fire kom i job, og halvdelen var tilfredse.", ["Tre ud af fire", "halvdelen"]),
        ("Det blev 17 procent af 1.234 sager, -0,4 uger.", ["17", "1.234", "-0,4"]),
        ("2019 borgere deltog.", ["2019"]),
        ("Det tog 3½ uge.", ["3½"]),
        ("1. Det første punkt\n2. Det andet", []),
        ("Perioden 2016-2020, uge 12, 3.-5. maj, kl. 12.30, 01.07.2018, nr. 4 og 10, bilag 1, side 3.", []),
        ("Målgruppe 2.12, § 29 a, § 31 og 33, lov nr. 548, forsøg 12, tabel 2, punkt 6.", []),
        ("Det var 7 (F-2027-001).", []),
        ("Det var 7 (F-2027-002).", ["7"]),
        ("Der følges op i 18 måneder.", []),
        ("Der var 18 klager.", ["18"]),
    ],
)
def test_what_looks_like_a_count_or_a_result_is_pointed_at(text: str, figures: list[str]) -> None:
    found = figures_in(text, printed="Opfølgning i 18 måneder, kilde", released=["F-2027-001"])
    assert [one for said in found for one in said.figures] == figures
