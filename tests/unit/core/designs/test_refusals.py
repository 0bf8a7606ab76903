"""`frirum diagnose` refuses what cannot be: exit code 2, the fault in Danish, nothing computed. And what it accepts."""

from __future__ import annotations

import json

import pytest

from frirum.cli.main import run_command
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.errors import UsageError

BASE = "--uses 15 --baseline 0.3"
UNITS = "--uses 60 --baseline 0.3 --units 11 --treated-units 4"

# What is asked, and a word that the refusal must name.
REFUSED = [
    ("", "--uses"),
    ("--uses 15", "--baseline"),
    ("--baseline 0.3", "--uses"),
    ("--uses -1 --baseline 0.3", "negativt"),
    ("--uses 15.5 --baseline 0.3", "et helt tal"),
    ("--uses 100000000 --baseline 0.3", "for stort"),
    ("--uses 15 --baseline 1.2", "1,2"),
    ("--uses 15 --baseline -0.1", "mellem 0 og 1"),
    ("--uses 15 --baseline nan", "nan"),
    ("--uses 15 --baseline inf", "inf"),
    ("--uses 15 --baseline tredive", "tredive"),
    (f"{BASE} --comparison -4", "sammenligning"),
    (f"{BASE} --smallest-relevant 0.8", "mellem 0 og 1"),
    (f"{BASE} --smallest-relevant -0.31", "mellem 0 og 1"),
    (f"{BASE} --smallest-relevant 0", "ikke være 0"),
    (f"{BASE} --smallest-relevant nan", "nan"),
    (f"{BASE} --margin -0.1", "Marginen"),
    (f"{BASE} --margin 0", "Marginen"),
    (f"{BASE} --margin 1.5", "Marginen"),
    (f"{BASE} --margin 0.3", "altid overholdt"),
    (f"{BASE} --smallest-relevant -0.1 --margin 0.7", "altid overholdt"),
    (f"{BASE} --months 0", "måneder"),
    (f"{BASE} --months nan", "nan"),
    (f"{BASE} --units 11 --treated-units 12", "flere enheder i forsøget (12)"),
    (f"{BASE} --units 11 --treated-units -1", "negativt"),
    (f"{BASE} --units -11 --treated-units -12", "negativt"),
    (f"{BASE} --treated-units 2", "--units"),
    (f"{BASE} --units 11", "--treated-units"),
    (f"{BASE} --units 100000 --treated-units 2", "Højst"),
    (f"{BASE} --icc 1.5 --per-municipality 10,5", "1,5"),
    (f"{BASE} --icc -0.1 --per-municipality 10,5", "Korrelationen"),
    (f"{BASE} --icc 1 --per-municipality 10,5", "under 1"),
    (f"{BASE} --icc 0.1", "--per-municipality"),
    (f"{BASE} --per-municipality 10,-5", "negativt"),
    (f"{BASE} --per-municipality 10,6", "16 sager"),
    (f"{BASE} --per-municipality 10;5", "10;5"),
    (f"{BASE} --per-municipality 10,,5", "10,,5"),
    (f"{UNITS} --per-municipality 20,20,20", "3 tal pr. kommune"),
    (f"{UNITS} --steps 2", "--before"),
    (f"{UNITS} --before 12", "--months"),
    (f"{UNITS} --before 0 --months 12", "før start"),
    (f"{UNITS} --before -3 --months 12", "negativt"),
    (f"{UNITS} --before 12 --months 12 --steps 5", "mellem 1 og 4"),
    (f"{UNITS} --before 12 --months 12 --steps 0", "mellem 1 og 4"),
    (f"{UNITS} --before 12 --months 12 --persistence 1.2", "1,2"),
    (f"{BASE} --before 12 --months 12", "--units"),
    ("--audit 61,60", "flere sager (61)"),
    ("--audit 0", "mindst én sag"),
    ("--audit 10,20,30", "--audit"),
    ("--asked 0", "mindst én"),
    ("--asked 10,-5", "negativ"),
    ("--asked 10 --response 1.2", "1,2"),
    ("--asked 10 --response 0", "over 0"),
    ("--response 0.6", "--asked"),
    ("--deviation 30", "--uses"),
    (f"{BASE} --change 5", "--deviation"),
    (f"{BASE} --deviation 0", "over 0"),
    (f"{BASE} --deviation -3", "over 0"),
    (f"{BASE} --deviation nan", "nan"),
    (f"{BASE} --deviation 30 --change 0", "ikke være 0"),
    ("--draw 1", "--municipalities"),
    ("--municipalities 851,787", "--draw"),
    ("--draw 1 --municipalities 851,787 --uses 5", "--draw"),
    ("foertidspension-opfoelgning --draw 1 --municipalities 851,787", "--draw"),
    ("--draw 1 --municipalities 851,999", "999"),
    ("--draw 1 --municipalities 851,851", "to gange"),
    ("--draw 1 --municipalities 851,787 --steps 3", "mellem 1 og 2"),
    ("findes-ikke", "findes-ikke"),
    ("foertidspension-opfoelgning --uses 15", "ikke begge dele"),
    ("foertidspension-opfoelgning --audit 5", "ikke begge dele"),
]  # fmt: skip

ACCEPTED = [
    "--uses 0 --baseline 0.3",
    "--uses 1 --baseline 0",
    "--uses 15 --baseline 1",
    "--uses 15 --baseline 0,3",
    "--uses 15 --baseline 0.3 --comparison 0",
    "--uses 15 --baseline 0.3 --units 11 --treated-units 11",
    "--uses 0 --baseline 0.3 --units 11 --treated-units 0",
    "--units 11 --treated-units 1",
    f"{UNITS} --per-municipality 60,0,0,0",
    "--uses 15 --baseline 0.3 --smallest-relevant 0.7",
    "--audit 60,60",
    "--asked 3 --response 1",
    "--uses 15 --deviation 30",
    "--uses 1 --deviation 30 --change -5",
]


def ask(capsys, arguments):
    code = run_command(["diagnose", *arguments.split(), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def _without_home(monkeypatch):
    monkeypatch.delenv("FRIRUM_HOME", raising=False)


@pytest.mark.parametrize("arguments, word", REFUSED)
def test_what_cannot_be_is_refused_and_named(capsys, arguments, word):
    code, found = ask(capsys, arguments)
    assert code == 2
    assert set(found) == {"error"}
    said = " ".join(str(part) for part in found["error"].values() if part)
    assert word in said


@pytest.mark.parametrize("arguments", ACCEPTED)
def test_the_edges_of_what_can_be_are_answered(capsys, arguments):
    code, found = ask(capsys, arguments)
    assert code == 0
    assert found["verdict"]


def test_question_refuses_what_the_command_line_cannot_send():
    with pytest.raises(UsageError):
        DesignQuestion(uses=10, baseline=0.3, months=-1)
    with pytest.raises(UsageError):
        DesignQuestion(uses=10, baseline=0.3, units=11, treated_units=2, per_unit=(5, 3, 2))


def test_an_audit_a_survey_and_minutes_beside_the_uses(capsys):
    arguments = "--uses 15 --baseline 0.3 --audit 15,60 --asked 20,12,8 --response 0.6 --icc 0.05 --deviation 30 --change -20"
    code, found = ask(capsys, arguments)
    assert code == 0
    beside = found["beside"]
    assert set(beside) == {"audit", "survey", "mean"}
    assert beside["audit"]["half_width"] == pytest.approx(0.225)
    assert beside["survey"]["effective"] == 17
    assert beside["mean"]["detectable"] == pytest.approx(23.3, abs=0.1)
    assert run_command(["diagnose", *arguments.split()]) == 0
    text = capsys.readouterr().out
    assert "15 af 60 sager giver en andel på højst ± 22,5 procentpoint" in text
    assert "en ændring på 23,3 findes med 80 pct. sandsynlighed" in text
