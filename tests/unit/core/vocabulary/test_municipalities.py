"""The 98 municipalities and the names people write for them."""

import re
from pathlib import Path

import pytest

from frirum.core.errors import InputRefused
from frirum.core.vocabulary import municipalities

HEADER = "code,name,official_name,region,network,other_spellings,source\n"


def test_there_are_98_and_every_code_has_three_digits():
    codes = [m.code for m in municipalities.all_municipalities()]
    assert len(codes) == len(set(codes)) == 98
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"[1-8]\d\d", str(code)) for code in codes)


def test_christiansoe_is_a_code_but_not_a_municipality():
    assert municipalities.by_code(411) is None


# The members as CONCLUSIONS (introduction) lists them.
@pytest.mark.parametrize(
    "network, names",
    [
        (
            "nordjylland",
            "Brønderslev Frederikshavn Hjørring Jammerbugt Læsø Mariagerfjord Morsø Rebild Thisted Vesthimmerland Aalborg",
        ),
        ("en-plan", "Allerød Ballerup Fredensborg Frederikssund Furesø Gribskov Halsnæs Helsingør Hillerød"),
        ("unknown", ""),
    ],
)
def test_networks(network, names):
    assert {m.name for m in municipalities.in_network(network)} == set(names.split())


@pytest.mark.parametrize(
    "written, code",
    [
        ("Vesthimmerland", 820),           # every seed
        ("Vesthimmerlands Kommune", 820),  # DESIGN, header of a form
        ("Vesthimmerlands kommunes", None),
        ("THISTED KOMMUNE", 787),          # PIXI, logo
        (" Læsø ", 825),
        ("Ålborg", 851),
        ("Bornholms Regionskommune", 400),
        ("København", 101),
        ("Høje-Taastrup", 169),
        ("Nordfyns", 480),
        ("Nordjylland", None),
        ("", None),
        ("Kommune", None),
    ],
)  # fmt: skip
def test_names_as_people_write_them(written, code):
    found = municipalities.by_name(written)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    "written, name",
    [(851, "Aalborg"), ("851", "Aalborg"), ("0851", "Aalborg"), ("", None), ("x", None), (0, None)],
)
def test_codes_as_files_write_them(written, name):
    found = municipalities.by_code(written)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "name, genitive",
    [("Aalborg", "Aalborgs"), ("Randers", "Randers'"), ("Vesthimmerland", "Vesthimmerlands")],
)
def test_genitive(name, genitive):
    assert municipalities.by_name(name).genitive == genitive


def test_no_spelling_belongs_to_two():
    spellings = [
        s for m in municipalities.all_municipalities() for s in {m.name, m.official_name, *m.other_spellings}
    ]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    "content, line, message",
    [
        ("code,name\n", 1, "Første linje"),
        (HEADER + "851,Aalborg\n", 2, "2 felter"),
        (HEADER + "85x,Aalborg,Aalborg Kommune,R,,,s\n", 2, "helt tal"),
        (HEADER + "851,Aalborg,Aalborg Kommune,R,,,s\n851,B,B Kommune,R,,,s\n", 3, "allerede i linje 2"),
        (HEADER + "851,Aalborg,Aalborg Kommune,R,,,\n", 2, "source"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(tmp_path: Path, content, line, message):
    file = tmp_path / "municipalities.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputRefused, match=message) as refused:
        municipalities.load(file)
    assert (refused.value.file, refused.value.line) == (str(file), line)


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path):
    file = tmp_path / "municipalities.csv"
    file.write_bytes(HEADER.encode() + "825,Læsø".encode("latin-1"))
    with pytest.raises(InputRefused, match="UTF-8") as refused:
        municipalities.load(file)
    assert refused.value.line == 2
