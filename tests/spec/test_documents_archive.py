"""The archive of a document: everything to check it, the same bytes each time, and no rows of people."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from frirum.cli.main import run_command
from frirum.core.documents.archive import METADATA, archive_faults

EXAMPLE = Path(__file__).parents[2] / "docs" / "example-evaluation"
ORDER = ["report", "loentilskud-jobrotation", "--kind", "final", "--format", "html", "--date", "2026-12-01"]


@pytest.fixture(autouse=True)
def _shipped_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRIRUM_HOME", raising=False)


def archived(folder: Path, *more: str) -> Path:
    path = folder / "arkiv.zip"
    order = [*ORDER, "--out", str(folder / "x.html"), "--archive", str(path), *more]
    assert run_command(order) == 0
    return path


def rewritten(path: Path, **changed: bytes | None) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = changed.get(name.split("/")[-1].split(".")[0], source.read(name))
            if content is not None:
                target.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path


def test_it_holds_what_is_needed_to_check_and_no_rows_of_people(tmp_path: Path) -> None:
    """The run's own data stay behind: they are named with their fingerprint."""
    path = archived(tmp_path, "--result", str(EXAMPLE), "--synthetic")
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        graph = json.loads(archive.read(METADATA))["@graph"]
        package = json.loads(archive.read("datapackage.json"))
    assert {
        "document.html",
        "document.docx",
        "document.pdf",
        "definition/loentilskud-jobrotation.toml",
    } <= names
    assert {"run-1/result.json", "run-1/plan.toml"} <= names
    assert not [name for name in names if "analysis" in name or name.endswith("data.csv")]
    read = json.loads((EXAMPLE / "result.json").read_text(encoding="utf-8"))["inputs"][0]
    assert {"name": read["file"], "sha256": read["sha256"]}.items() <= next(
        one for one in graph if one["@id"] == f"#{read['sha256']}"
    ).items()
    assert {one["path"] for one in package["resources"]} == {name for name in names if name.endswith(".csv")}
    first = path.read_bytes()
    assert archived(tmp_path, "--result", str(EXAMPLE), "--synthetic").read_bytes() == first


def test_verify_finds_what_was_changed_taken_out_and_put_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = archived(tmp_path)
    capsys.readouterr()
    assert run_command(["verify", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True
    assert archive_faults(path) == ()
    rewritten(path, datapackage=b"{}")
    assert [(one.kind, one.place) for one in archive_faults(path)] == [("changed_file", "datapackage.json")]
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("mere.csv", "a")
    assert {one.kind for one in archive_faults(path)} == {"changed_file", "added_file"}
    rewritten(path, datapackage=None)
    assert {one.kind for one in archive_faults(path)} == {"missing_file", "added_file"}
    assert run_command(["verify", str(path)]) == 4


def test_an_archive_needs_a_day_and_one_experiment(tmp_path: Path) -> None:
    path = tmp_path / "arkiv.zip"
    without_day = [*ORDER[:-2], "--out", str(tmp_path / "x.html"), "--archive", str(path)]
    assert run_command(without_day) == 2
    pixi = ["report", "nordjylland", "--kind", "pixi", "--format", "html", "--date", "2026-12-01"]
    assert run_command([*pixi, "--out", str(tmp_path / "x.html"), "--archive", str(path)]) == 2
    assert not path.exists()
    path.write_bytes(b"PK\x03\x04 broken")
    assert run_command(["verify", str(path)]) == 3
