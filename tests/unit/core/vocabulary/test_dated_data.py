"""Target groups, benefits, prices and law events: what is shipped, and what a faulty file is told."""

import datetime as dt
from pathlib import Path

import pytest

from frirum.core.errors import InputRefused
from frirum.core.vocabulary import benefits, law_events, prices, target_groups
from frirum.core.vocabulary.status import Certainty, DatePrecision

D = dt.date


# "Målgruppe 2.7" of DESIGN is flexi-job; "6.7" of today's systems is job clarification.
@pytest.mark.parametrize(
    "code, word, status",
    [
        ("2.6", "Førtidspensionister", "verified"),
        ("2.7", "Fleksjobvisiterede", "verified"),
        ("2.11", "ressourceforløb", "verified"),
        ("6.7", "jobafklaringsforløb", "verified"),
        ("6.9", "Fleksjobvisiterede", "verified"),
        ("6.11", "Førtidspensionister", "verified"),
        ("2.12", "uddannelseshjælp", "unverified"),
        ("2.8", None, "unverified"),
        ("6.13", None, "unverified"),
    ],
)
def test_target_groups(code, word, status):
    group = target_groups.target_group(code)
    assert (group.status, group.code) == (status, code)
    assert group.name is None if word is None else word in group.name


@pytest.mark.parametrize("code", ["7", "2.14", "6.0", "2", "", "2,7"])
def test_a_number_without_its_paragraph_is_nobodys(code):
    assert target_groups.target_group(code) is None


def test_both_acts_have_thirteen_groups_and_none_without_a_text_is_verified():
    groups = target_groups.all_target_groups()
    assert [g.code for g in groups] == [f"{p}.{n}" for p in (2, 6) for n in range(1, 14)]
    assert all(g.name or g.status is Certainty.UNVERIFIED for g in groups)
    assert target_groups.target_group("2.7").reference.place == "§ 2, nr. 7"


@pytest.mark.parametrize(
    "certificate, date, low, high",
    [
        ("LÆ265", D(2013, 6, 30), None, None),
        ("LÆ265", D(2013, 7, 1), 1544, 1544),
        ("LÆ265", D(2018, 7, 1), 1544, 1544),
        ("LÆ285", D(2014, 12, 31), None, None),
        ("LÆ285", D(2019, 11, 30), 1007, 1007),
        ("LÆ285", D(2019, 12, 1), 1109, 1256),
        ("LÆ285", D(2021, 4, 18), 1109, 1256),
        ("LÆ285", D(2021, 4, 19), 1140, 1140),
        ("LÆ999", D(2021, 4, 19), None, None),
    ],
)
def test_price_on_a_date(certificate, date, low, high):
    price = prices.price_on(certificate, date)
    assert ((price.low, price.high) if price else (None, None)) == (low, high)


def test_a_series_that_breaks_is_two_benefits():
    old, new = benefits.benefit("kontanthjaelp"), benefits.benefit("kontanthjaelp-2025")
    assert (old.jobindsats, new.jobindsats, old.succeeded_by) == ("y36", "y60", new.id)
    assert benefits.benefit("bistandshjælp") is None


# What DECISION, CONCLUSIONS, FORM, DESIGN and PIXI date.
@pytest.mark.parametrize(
    "event_id, date, precision",
    [
        ("runde-3-ansoegt", D(2017, 11, 1), "day"),
        ("runde-3-imoedekommet", D(2017, 12, 21), "day"),
        ("runde-3", D(2018, 7, 1), "day"),
        ("mentorforsoeg-indstillet", D(2019, 12, 31), "day"),
        ("samtaler-forenklet", D(2020, 1, 1), "day"),
        ("forholdstal-i-timer", D(2020, 1, 1), "day"),
        ("styrket-arbejdsmiljoe", D(2020, 1, 1), "day"),
        ("revalidering-lae265-delvist-permanent", D(2020, 1, 1), "day"),
        ("opkvalificering-aftaler", D(2020, 6, 1), "month"),
        ("nytaenkning-delaftale", D(2021, 6, 1), "month"),
        ("beslutning-2021", D(2021, 8, 26), "day"),
        ("jobrotationsforsoeg-udloeber", D(2021, 12, 31), "day"),
        ("forlaengelse-2022-slut", D(2022, 12, 31), "day"),
        ("forlaengelse-2023-slut", D(2023, 12, 31), "day"),
        ("beskaeftigelsesreform-2015", D(2015, 1, 1), "day"),
        ("corona", D(2020, 3, 1), "season"),
        ("foertidspensionsreform", D(2013, 1, 1), "day"),
    ],
)
def test_law_events(event_id, date, precision):
    event = next(e for e in law_events.all_law_events() if e.id == event_id)
    assert (event.date, event.precision) == (date, DatePrecision(precision))


def test_events_stand_in_time_order_and_nothing_announced_is_verified():
    events = law_events.all_law_events()
    assert [e.date for e in events] == sorted(e.date for e in events)
    assert all(e.status is Certainty.PLANNED for e in events if e.date >= D(2027, 1, 1))


def write(folder: Path, text: str) -> Path:
    file = folder / "rows.toml"
    file.write_text(text, encoding="utf-8")
    return file


PRICE = '# prices\n[[certificate_price]]\ncertificate = "LÆ265"\nvalid_from = 2013-07-01\nprecision = "day"\nlow = 1\nhigh = 2\nstatus = "verified"\nsources = ["x"]\n'
EVENT = '[[event]]\nid = "a"\ndate = 2020-01-01\nprecision = "day"\nwhat = "Noget."\ntouches = ["LAS"]\nstatus = "verified"\nsources = ["x"]\n'
BENEFIT = '[[benefit]]\nid = "a"\nname = "a"\nenglish = "a"\njobindsats = "y01"\nstatus = "verified"\nsources = ["x"]\n'
GROUP = '[[target_group]]\nstatute = "LAB-2016"\nparagraph = 2\nnumber = 7\nname = "a"\nstatus = "verified"\nsources = ["x"]\n'


@pytest.mark.parametrize(
    "text, change, line, message",
    [
        (PRICE, ("low = 1\n", "low = 3\n"), 2, "low må ikke være over high"),
        (PRICE, ("low = 1\n", "low = true\n"), 2, "helt tal"),
        (PRICE, ("valid_from = 2013-07-01\n", ""), 2, "valid_from mangler"),
        (PRICE, ('"day"', '"dag"'), 2, "kan ikke være 'dag'"),
        (PRICE, ("# prices\n", PRICE), 10, "allerede i linje 2"),
        (EVENT, ('"LAS"', '"LAZ"'), 1, "Ukendt bestemmelse: LAZ"),
        (EVENT, ('["LAS"]', '"LAS"'), 1, "liste af tekster"),
        (EVENT, ('"verified"', '"sikker"'), 1, "kan ikke være 'sikker'"),
        (BENEFIT, ('"y01"', '"y01"\nsucceeded_by = "b"'), 1, "b findes ikke"),
        (BENEFIT, ("[[benefit]]", "[benefit]"), None, r"\[\[benefit\]\]"),
        (GROUP, ("number = 7", 'number = "syv"'), 1, "helt tal"),
        (GROUP, ('sources = ["x"]\n', ""), 1, "mindst én linje"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_its_line(tmp_path, text, change, line, message):
    changed = text.replace(*change)
    assert changed != text
    file = write(tmp_path, changed)
    load = {
        "[[c": prices.load, "[[b": benefits.load, "[be": benefits.load, "[[t": target_groups.load,
        "[[e": lambda path: law_events.load(path, frozenset({"LAS"})),
    }[changed.removeprefix("# prices\n")[:3]]  # fmt: skip
    with pytest.raises(InputRefused, match=message) as refused:
        load(file)
    assert (refused.value.file, refused.value.line) == (str(file), line)


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(InputRefused) as refused:
        prices.load(tmp_path / "none.toml")
    assert refused.value.file == str(tmp_path / "none.toml")
