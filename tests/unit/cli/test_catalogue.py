"""`frirum catalogue`: documents, exit codes, files written and not written."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from frirum.cli.main import run_command
from frirum.core.catalogue import fingerprint, parse_definition, shipped_catalogue
from frirum.core.catalogue.beside import assumptions, proposed_plans
from frirum.core.catalogue.canonical import to_json_document
from frirum.core.catalogue.shared import SHARED_FILES
from frirum.web.home import Home

SLUG = "foertidspension-opfoelgning"


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """These commands work on the shipped catalogue; a home would show its own versions."""
    monkeypatch.delenv("FRIRUM_HOME", raising=False)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run_command(["catalogue", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code, out, _err = run(capsys, *arguments, "--json")
    return code, json.loads(out)


def test_list_has_a_row_per_experiment(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = run_json(capsys, "list")
    assert code == 0
    assert {row["slug"]: row for row in rows}[SLUG] == {
        "slug": SLUG,
        "title": "Færre opfølgninger for førtidspensionister i løntilskud",
        "network": "nordjylland",
        "municipalities": [820],
        "from": "2018-07-01",
        "to": "2025-12-31",
        "status": "ended",
        "parts": [],
        "decision": ["followed_up_elsewhere"],
    }
    assert [row["slug"] for row in rows] == list(shipped_catalogue().experiments)


def test_list_for_people_has_danish_dates(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "list")
    assert "afsluttet, 1. juli 2018 – 31. december 2025" in out


def test_show_is_the_structure_of_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, document = run_json(capsys, "show", SLUG)
    assert code == 0
    assert document == to_json_document(shipped_catalogue().experiment(SLUG))
    assert document["participation"] == [
        {
            "municipality": 820,
            "from": "2018-07-01",
            "to": "2025-12-31",
            "source": ["design-titel", "form-hoved", "conclusions", "beu-45"],
            "doubt": ["forlaengelsen"],
        }
    ]
    assert document["obligation"][0]["ordinary"] == {"first": {"months": 6}, "then": {"months": 12}}
    assert document["obligation"][0]["experiment"] == {
        "first": {"years": 2, "months": 6},
        "then": {"years": 2, "months": 6},
    }
    assert document["condition"]["all"][0]["fact"] == "on_disability_pension"


def test_new_refuses_the_slug_of_an_experiment_that_is_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _out, err = run(capsys, "new", SLUG)
    assert code == 2
    assert "frirum catalogue export" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["show", "export"])
def test_an_unknown_slug_names_the_nearest(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, document = run_json(capsys, command, "foertidspension")
    assert code == 2
    assert document["error"]["code"] == "usage"
    assert SLUG in document["error"]["remedy"]


def test_export_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "export", SLUG)
    assert parse_definition(out) == shipped_catalogue().experiment(SLUG)
    _code, document = run_json(capsys, "export", SLUG)
    assert document == {"slug": SLUG, "toml": out}


def test_check_of_the_shipped_catalogue_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    code, report = run_json(capsys, "check")
    assert code == 0
    beside = len(proposed_plans()) + len(assumptions())
    assert report == {
        "files": len(shipped_catalogue().experiments) + len(SHARED_FILES) + beside,
        "faults": [],
    }


def test_check_prints_every_fault_and_refuses(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / f"{SLUG}.toml"
    _code, text, _err = run(capsys, "export", SLUG)
    path.write_text(
        text.replace("municipality = 820", "municipality = 821").replace('"ended"', '"endet"'), "utf-8"
    )
    code, report = run_json(capsys, "check", str(path))
    assert code == 3
    assert report["files"] == 1
    assert {
        "file": str(path),
        "path": "status",
        "message": "endet er ikke en tilladt værdi. Mente du ended?",
    } == {
        key: next(f for f in report["faults"] if f["path"] == "status")[key]
        for key in ("file", "path", "message")
    }
    (municipality,) = [f for f in report["faults"] if f["path"] == "participation[0].municipality"]
    assert "820" in municipality["allowed"]
    code, out, _err = run(capsys, "check", str(path))
    assert code == 3
    (line,) = (
        n for n, own in enumerate(path.read_text("utf-8").splitlines(), 1) if own == 'status = "endet"'
    )
    assert f"{path}:{line}: status ({SLUG}): endet er ikke" in out
    told = [int(found) for found in re.findall(rf"^{re.escape(str(path))}:(\d+):", out, re.MULTILINE)]
    assert told == sorted(told), "in the order of the lines"
    assert "Tilladt: planned, approved, running" in out


OWN_WORDS = {
    "Forsøgets korte titel": "Nye samtaler",
    "Skriv, hvad forsøget går ud på, så en borger forstår det på et minut.": "Samtaler på en ny måde.",
}
"""What a person writes over the template's own words, which are faults as long as they stand."""


def filled(path: Path) -> str:
    """The template with its own words written over."""
    text = path.read_text(encoding="utf-8")
    for its_own, words in OWN_WORDS.items():
        assert its_own in text
        text = text.replace(its_own, words)
    return text


def test_new_writes_a_template_that_passes_once_filled_and_never_overwrites(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, document = run_json(capsys, "new", "nye-samtaler")
    path = tmp_path / "nye-samtaler.toml"
    assert (code, document) == (0, {"file": str(path)})
    code, out, _err = run(capsys, "check", str(path))
    assert (code, out.count("Skabelonens tekst står her endnu")) == (3, len(OWN_WORDS))
    path.write_text(filled(path), encoding="utf-8")
    assert run(capsys, "check", str(path))[0] == 0
    path.write_text("mit eget", encoding="utf-8")
    code, document = run_json(capsys, "new", "nye-samtaler")
    assert (code, document["error"]["file"]) == (3, str(path))
    assert path.read_text(encoding="utf-8") == "mit eget"


@pytest.mark.parametrize("slug", ["Nye Samtaler", "../ude", "", "a--b", "æ", "x" * 65])
def test_new_refuses_what_is_no_slug(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "new", slug)[0] == 2
    assert not list(tmp_path.rglob("*"))


def test_every_commented_table_of_the_template_is_right_too(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person removes the # and must not meet a fault that is ours."""
    monkeypatch.chdir(tmp_path)
    run(capsys, "new", "nye-samtaler")
    path = tmp_path / "nye-samtaler.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    head = next(n for n, line in enumerate(lines) if line.startswith("slug"))
    opened = [line.removeprefix("# ") if not line.startswith("# ---") else "" for line in lines[head:]]
    text = "\n".join(
        line for line in opened if not line.startswith(('not_stated = ["period', "Fjern et navn"))
    )
    assert len(tomllib.loads(text)) > 15
    path.write_text(text, encoding="utf-8")
    _code, out, _err = run(capsys, "check", str(path))
    ours = [line for line in out.splitlines() if ".toml:" in line and "Skabelonens tekst" not in line]
    assert ours == [], out


def test_import_needs_a_home_and_a_sound_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("slug = 1", encoding="utf-8")
    code, document = run_json(capsys, "import", str(path))
    assert (code, document["error"]["code"]) == (2, "usage")
    code, document = run_json(capsys, "import", str(path), "--home", str(tmp_path / "home"))
    assert (code, document["error"]["code"]) == (3, "definition_refused")
    assert not (tmp_path / "home").exists()
    code, document = run_json(
        capsys, "import", str(tmp_path / "mangler.toml"), "--home", str(tmp_path / "home")
    )
    assert (code, document["error"]["code"]) == (3, "input_refused")


@pytest.mark.django_db(databases=["default", "statistics"])
def test_import_stores_numbered_versions(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands run in this process, so the home's keys are new and its databases are the tests'."""
    monkeypatch.chdir(tmp_path)
    home, path = tmp_path / "home", tmp_path / "nye-samtaler.toml"
    monkeypatch.setenv("FRIRUM_HOME", str(home))
    Home(home).create()
    run(capsys, "new", "nye-samtaler")
    text = filled(path)
    versions = []
    for changed in (
        text,
        text.replace("ny måde", "tredje måde"),
        text.replace("ny måde", "tredje måde") + "# en kommentar",
    ):
        path.write_text(changed, encoding="utf-8")
        code, document = run_json(capsys, "import", str(path))
        assert code == 0, document
        versions.append(document)
    assert [version["version"] for version in versions] == [1, 2, 2]
    assert versions[1]["sha256"] == fingerprint(parse_definition(path.read_text(encoding="utf-8")))
    code, document = run_json(capsys, "show", "nye-samtaler")
    assert (code, document["summary"].endswith("på en tredje måde.")) == (0, True)
    assert "nye-samtaler" in [row["slug"] for row in run_json(capsys, "list")[1]]


@pytest.mark.django_db(databases=["default", "statistics"])
def test_import_does_not_change_the_shipped_catalogue(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"{SLUG}.toml"
    _code, text, _err = run(capsys, "export", SLUG)
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("FRIRUM_HOME", str(tmp_path / "home"))
    Home(tmp_path / "home").create()
    code, document = run_json(capsys, "import", str(path))
    assert (code, document["error"]["code"]) == (4, "not_allowed")
