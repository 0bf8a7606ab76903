"""`frirum assess` in a terminal: the answer first, why, what is missing, both dates, the mark, the notes, the note."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from frirum.cli.main import run_command

SEVEN = {
    "municipality": 820,
    "on_disability_pension": True,
    "in_wage_subsidy_job": True,
    "employment_start": "2018-09-15",
}
THIRTEEN = {
    "municipality": 820,
    "placement_start": "2018-09-03",
    "assessed_for_flexi_job": True,
    "on_flexi_job_allowance": True,
    "months_unemployed": 7,
    "placement_weeks": 3,
    "for_a_particular_flexi_job": True,
    "placement_number": 1,
}


@pytest.fixture
def printed(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def printed(facts: object, *options: str) -> str:
        path = tmp_path / "facts.json"
        path.write_text(json.dumps(facts), encoding="utf-8")
        assert run_command(["assess", *options, "--facts", str(path)]) == 0
        return capsys.readouterr().out

    return printed


def section(text: str, heading: str) -> list[str]:
    """The lines under a heading, up to the next heading or blank line."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(heading)) + 1
    found = []
    for line in lines[start:]:
        if not line.startswith(" "):
            break
        found.append(line.strip())
    return found


def test_an_eligible_case_with_all_that_follows(printed) -> None:  # type: ignore[no-untyped-def]
    text = printed(SEVEN, "foertidspension-opfoelgning")
    assert text.splitlines()[1] == "Svar: omfattet (sagens dato 15. september 2018)"
    assert "+ Borgeren får førtidspension (frikommunebekendtgørelsens § 23)" in section(text, "Taler for")
    # LAS § 10, stk. 3: 6 months; draft § 23: 2½ years. From 15 March 2019 to 15 March 2021 are 731 days.
    assert section(text, "Frister") == [
        "Opfølgning på ansættelsen i løntilskud",
        "ansvarlig: virksomhedskonsulent",
        "de almindelige regler: 15. marts 2019",
        "forsøget: 15. marts 2021 (731 dage senere)",
    ]
    assert section(text, "Notater, der skal skrives")[0].startswith(
        "- Når der følges op (virksomhedskonsulent)"
    )
    note = text.split("Journalnotat, klar til at kopiere\n")[1]
    assert note.startswith("Forsøg: Færre opfølgninger for førtidspensionister i løntilskud.\n")


def test_a_judgement_is_put_to_whom_it_belongs(printed) -> None:  # type: ignore[no-untyped-def]
    text = printed(THIRTEEN, "forholdstal-ledighedsydelse")
    assert "Svar: kræver et skøn" in text
    asked = " ".join(section(text, "Afgøres af en person"))
    assert "skønnes af virksomhedskonsulent" in asked
    # The first placement settles "first or second time", so nobody is asked about a third.
    assert "mere end to gange" not in asked
    assert section(text, "Markering (Fasit)") == ["Frikommuneforsøg – Ly under 18 mdr."]
    assert "Journalnotat" not in text


def test_a_no_shows_what_spoke_against_and_no_more(printed) -> None:  # type: ignore[no-untyped-def]
    text = printed(THIRTEEN | {"months_unemployed": 18}, "forholdstal-ledighedsydelse")
    # What the no rests on, with the reading of a doubt that it took.
    assert " ".join(section(text, "Taler imod")) == (
        "− Ledighedsperioden er under 18 måneder (frikommunebekendtgørelsens § 24). "
        "Tvivl i kilderne; læst sådan: Ledighedsperioden, som i udkastets § 24."
    )
    for heading in ("Taler for", "Afgøres af en person", "Frister", "Markering", "Journalnotat"):
        assert heading not in text


def test_what_is_missing_is_asked_in_words(printed) -> None:  # type: ignore[no-untyped-def]
    known = {name: value for name, value in THIRTEEN.items() if name != "months_unemployed"}
    text = printed(known, "forholdstal-ledighedsydelse")
    assert "Svar: kan ikke afgøres endnu" in text
    question = " ".join(section(text, "Mangler"))
    assert question.startswith("? ")
    assert question.endswith("(months_unemployed)")


def test_several_cases_stand_under_their_numbers(printed) -> None:  # type: ignore[no-untyped-def]
    text = printed([SEVEN, SEVEN | {"municipality": 851}], "foertidspension-opfoelgning")
    first, second = text.split("Sag 2\n=====\n")
    assert first.startswith("Sag 1\n=====\n")
    assert "− Aalborg deltager ikke i forsøget" in second


def test_the_view_of_all_puts_what_fits_first(printed) -> None:  # type: ignore[no-untyped-def]
    text = printed(SEVEN, "--all")
    assert text.startswith("Kan bruges\n  Færre opfølgninger for førtidspensionister i løntilskud")
    headings = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert headings == ["Kan bruges", "Mangler oplysninger", "Gælder ikke den dag", "Passer ikke"]
    assert "− Forsøget blev aldrig sat i gang" in text


def test_english_for_the_reader_and_danish_for_the_journal(printed) -> None:  # type: ignore[no-untyped-def]
    text = printed(SEVEN, "foertidspension-opfoelgning", "--lang", "en")
    assert "The citizen receives disability pension" in text.replace("\n    ", " ")
    assert "Fewer follow-ups" in text.splitlines()[0]
    assert "Forsøg: Færre opfølgninger for førtidspensionister i løntilskud." in text
    assert "Betingelserne er vurderet opfyldt: Borgeren får førtidspension;" in text


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_lines_keep_to_the_terminal_but_the_note_is_one_paste(printed, monkeypatch, columns: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", columns)
    above = printed(SEVEN, "foertidspension-opfoelgning").split("Journalnotat")[0]
    assert max(len(line) for line in above.splitlines() if line[:1] == " ") <= min(100, int(columns))
